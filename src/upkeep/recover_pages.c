/* Reading the pages of a file that is not whole, without SQLite.
 *
 * The format is that of https://www.sqlite.org/fileformat2.html: a page is a leaf of a table (type
 * 13), a leaf (10) or an inner page (2) of an index, which holds rows too; its cells are records,
 * whose ends may stand on a chain of other pages. Which table a record is of is told by the number,
 * types and sizes of its values: those of the tables wanted here fit no other table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "upkeep/recover.h"

#include <string.h>
#include <unistd.h>

#define PAGE_TABLE_LEAF 13
#define PAGE_TABLE_INNER 5
#define PAGE_INDEX_LEAF 10
#define PAGE_INDEX_INNER 2
#define PAGE_BYTES_USUAL 4096

/* The types of the values: u a UUID, h a hash, H a hash or NULL, b any bytes, t a text, i a number,
 * n NULL. */
static const struct
{
  FoundKind kind;
  gboolean in_table; /* else in an index */
  const char *shape;
} shapes[] = {
  { FOUND_CHANGE, TRUE, "uitttttibh" }, { FOUND_TEXT, TRUE, "htii" },
  { FOUND_LAYOUT, TRUE, "hhti" },       { FOUND_PROSE, TRUE, "hut" },
  { FOUND_STUDY, TRUE, "uitH" },        { FOUND_MERGE, TRUE, "ntttit" },
  { FOUND_ORIGINAL, TRUE, "hb" },       { FOUND_PAIR, FALSE, "uu" },
  { FOUND_HEAD, FALSE, "u" },           { FOUND_ORDER, FALSE, "iui" },
  { FOUND_LOST, FALSE, "httt" },
};

typedef struct
{
  int file;
  guint64 size;
  guint page_size, usable;
  guint64 n_pages;
  guint8 *page, *overflow; /* page_size bytes each */
  GByteArray *payload;
  guint64 budget; /* bytes of records that may still be put together */
  gsize left;     /* bytes of the page that may still be of a record */
  FoundVisit visit;
  gpointer data;
} Pages;

static guint
be16 (const guint8 *at)
{
  return (guint)at[0] << 8 | at[1];
}

static guint32
be32 (const guint8 *at)
{
  return (guint32)be16 (at) << 16 | be16 (at + 2);
}

/* Page numbers begin with 1. What is missing of the last page is zeros. */
static gboolean
read_page (const Pages *pages, guint64 number, guint8 *page)
{
  gsize got = 0;
  memset (page, 0, pages->page_size);
  while (got < pages->page_size)
    {
      const ssize_t n = pread (pages->file, page + got, pages->page_size - got,
                               (off_t)((number - 1) * pages->page_size + got));
      if (n <= 0)
        break;
      got += (gsize)n;
    }
  return got > 0;
}

/* Gives how many bytes the number takes; 0 when it does not end before `end`. */
static guint
read_varint (const guint8 *at, const guint8 *end, guint64 *number)
{
  *number = 0;
  for (guint i = 0; i < 9; i++)
    {
      if (at + i >= end)
        return 0;
      if (i == 8)
        {
          *number = *number << 8 | at[i];
          return 9;
        }
      *number = *number << 7 | (at[i] & 0x7f);
      if (at[i] < 0x80)
        return i + 1;
    }
  return 0;
}

/* ---- records */

/* The types and sizes that a record begins with. */
typedef struct
{
  guint n, header_size;
  guint64 types[FOUND_COLUMNS_MAX], sizes[FOUND_COLUMNS_MAX];
} Header;

static guint64
size_of_type (guint64 type)
{
  static const guint8 sizes[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0 };
  return type < G_N_ELEMENTS (sizes) ? sizes[type] : (type - 12) / 2;
}

static gboolean
read_header (const guint8 *at, gsize size, guint64 payload_size, Header *header)
{
  const guint8 *end = at + size;
  guint64 header_size, total;
  guint used = read_varint (at, end, &header_size);
  if (used == 0 || header_size > size || header_size <= used)
    return FALSE;
  end = at + header_size;
  total = header_size;
  header->header_size = (guint)header_size;
  header->n = 0;
  for (at += used; at < end; at += used)
    {
      guint64 type;
      if (header->n == FOUND_COLUMNS_MAX || (used = read_varint (at, end, &type)) == 0)
        return FALSE;
      header->types[header->n] = type;
      header->sizes[header->n] = size_of_type (type);
      if (header->sizes[header->n] > payload_size - total)
        return FALSE;
      total += header->sizes[header->n++];
    }
  return total == payload_size;
}

static gboolean
fits (char shape, guint64 type)
{
  const gboolean is_blob = type >= 12 && type % 2 == 0;
  switch (shape)
    {
    case 'u':
      return is_blob && size_of_type (type) == 16;
    case 'h':
      return is_blob && size_of_type (type) == 32;
    case 'H':
      return type == 0 || (is_blob && size_of_type (type) == 32);
    case 'b':
      return is_blob;
    case 't':
      return type >= 13 && type % 2 == 1;
    case 'i':
      return (type >= 1 && type <= 6) || type == 8 || type == 9;
    default:
      return type == 0;
    }
}

static gboolean
find_kind (const Header *header, gboolean in_table, FoundKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      if (shapes[i].in_table != in_table || strlen (shapes[i].shape) != header->n)
        continue;
      guint at = 0;
      while (at < header->n && fits (shapes[i].shape[at], header->types[at]))
        at++;
      *kind = shapes[i].kind;
      if (at == header->n)
        return TRUE;
    }
  return FALSE;
}

static gint64
read_number (const guint8 *at, guint64 size)
{
  guint64 number = size > 0 && (at[0] & 0x80) != 0 ? G_MAXUINT64 : 0;
  for (guint64 i = 0; i < size; i++)
    number = number << 8 | at[i];
  return (gint64)number;
}

/* A value at its place; of type 0 where what was read ends before it does. */
static ChangesetValue
value_at (const Header *header, guint column, const guint8 *at, gsize left)
{
  ChangesetValue value = { 0 };
  const guint64 type = header->types[column], size = header->sizes[column];
  if (size > left)
    return value;
  if (type == 0)
    value.type = SQLITE_NULL;
  else if (type < 12)
    {
      value.type = SQLITE_INTEGER;
      value.number = type >= 8 ? (gint64)type - 8 : read_number (at, size);
    }
  else
    {
      value.type = type % 2 == 0 ? SQLITE_BLOB : SQLITE_TEXT;
      value.bytes = at;
      value.size_bytes = (gsize)size;
    }
  return value;
}

static gboolean
visit_record (const Pages *pages, FoundKind kind, gint64 rowid, const Header *header,
              const guint8 *bytes, gsize size, gboolean whole, GError **error)
{
  ChangesetValue values[FOUND_COLUMNS_MAX];
  gsize at = header->header_size;
  for (guint i = 0; i < header->n; i++)
    {
      values[i] = value_at (header, i, bytes + MIN (at, size), at <= size ? size - at : 0);
      at += MIN (header->sizes[i], G_MAXSIZE - at);
    }
  const FoundRecord record
      = { .kind = kind, .rowid = rowid, .n_columns = header->n, .values = values, .whole = whole };
  return pages->visit (&record, pages->data, error);
}

/* ---- records that go on elsewhere */

/* Puts a record together whose first `local` bytes stand at `at`, before the number of the next
 * page. FALSE when the chain breaks off; what there is of it stands in pages->payload. */
static gboolean
follow_chain (Pages *pages, const guint8 *at, gsize local, guint64 payload_size)
{
  guint32 next = be32 (at + local);
  const gsize room = pages->usable - 4;
  g_byte_array_set_size (pages->payload, 0);
  g_byte_array_append (pages->payload, at, (guint)local);
  while (pages->payload->len < payload_size)
    {
      if (next < 2 || next > pages->n_pages || !read_page (pages, next, pages->overflow))
        return FALSE;
      const guint64 left = payload_size - pages->payload->len;
      g_byte_array_append (pages->payload, pages->overflow + 4, (guint)MIN (left, room));
      next = be32 (pages->overflow);
    }
  return TRUE;
}

/* How much of a payload stands in its cell. */
static gsize
local_size (const Pages *pages, guint64 payload_size, gboolean in_table)
{
  const gsize usable = pages->usable;
  const gsize most = in_table ? usable - 35 : (usable - 12) * 64 / 255 - 23;
  const gsize least = (usable - 12) * 32 / 255 - 23;
  if (payload_size <= most)
    return (gsize)payload_size;
  const gsize some = least + (gsize)((payload_size - least) % (usable - 4));
  return some <= most ? some : least;
}

static gboolean
read_cell (Pages *pages, const guint8 *at, guint type, GError **error)
{
  const guint8 *end = pages->page + pages->usable;
  const gboolean in_table = type == PAGE_TABLE_LEAF;
  guint64 payload_size, rowid = 0;
  guint used;
  Header header;
  FoundKind kind;
  if (type == PAGE_INDEX_INNER)
    at += 4;
  if (at >= end || (used = read_varint (at, end, &payload_size)) == 0)
    return TRUE;
  at += used;
  if (in_table)
    {
      if ((used = read_varint (at, end, &rowid)) == 0)
        return TRUE;
      at += used;
    }
  if (payload_size > pages->size || payload_size > G_MAXINT32)
    return TRUE;
  const gsize local = local_size (pages, payload_size, in_table);
  const gboolean goes_on = local < payload_size;
  if ((gsize)(end - at) < local + (goes_on ? 4 : 0)
      || !read_header (at, local, payload_size, &header) || !find_kind (&header, in_table, &kind)
      || local > pages->left)
    return TRUE;
  pages->left -= local;
  if (!goes_on)
    return visit_record (pages, kind, (gint64)rowid, &header, at, local, TRUE, error);
  if (payload_size > pages->budget)
    return TRUE;
  pages->budget -= payload_size;
  const gboolean whole = follow_chain (pages, at, local, payload_size);
  return visit_record (pages, kind, (gint64)rowid, &header, pages->payload->data,
                       pages->payload->len, whole, error);
}

static gboolean
read_cells (Pages *pages, guint64 number, guint type, GError **error)
{
  const guint head = number == 1 ? 100 : 0, n_cells = be16 (pages->page + head + 3);
  const guint cells = head + (type == PAGE_INDEX_INNER ? 12 : 8);
  /* No byte belongs to two records, though many cells may be said to begin at one. */
  pages->left = pages->usable;
  for (guint i = 0; i < n_cells && cells + 2 * i + 2 <= pages->usable; i++)
    {
      const guint at = be16 (pages->page + cells + (gsize)2 * i);
      if (at >= cells && at < pages->usable && !read_cell (pages, pages->page + at, type, error))
        return FALSE;
    }
  return TRUE;
}

/* A page whose type is none may have lost just that. */
static gboolean
read_any_cells (Pages *pages, guint64 number, GError **error)
{
  const guint type = pages->page[number == 1 ? 100 : 0];
  switch (type)
    {
    case PAGE_TABLE_LEAF:
    case PAGE_INDEX_LEAF:
    case PAGE_INDEX_INNER:
      return read_cells (pages, number, type, error);
    case PAGE_TABLE_INNER:
    case 0: /* the end of a long record, or nothing */
      return TRUE;
    default:
      return read_cells (pages, number, PAGE_TABLE_LEAF, error)
             && read_cells (pages, number, PAGE_INDEX_LEAF, error);
    }
}

static gboolean
scan (Pages *pages, guint page_size, guint reserved, GError **error)
{
  pages->page_size = page_size;
  pages->usable = page_size - reserved;
  pages->n_pages = (pages->size + page_size - 1) / page_size;
  pages->page = g_malloc (page_size);
  pages->overflow = g_malloc (page_size);
  gboolean good = TRUE;
  for (guint64 number = 1; good && number <= pages->n_pages; number++)
    good = !read_page (pages, number, pages->page) || read_any_cells (pages, number, error);
  g_free (pages->page);
  g_free (pages->overflow);
  return good;
}

gboolean
recover_pages (int file, guint64 size, FoundVisit visit, gpointer data, GError **error)
{
  guint8 head[100] = { 0 };
  Pages pages = { .file = file, .size = size, .visit = visit, .data = data };
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  pages.payload = payload;
  const gboolean has_head = pread (file, head, sizeof head, 0) == (ssize_t)sizeof head;
  const guint said = be16 (head + 16), page_size = said == 1 ? 65536 : said;
  const gboolean is_size
      = has_head && page_size >= 512 && (page_size & (page_size - 1)) == 0 && head[20] <= 32;
  /* No byte belongs to two records. */
  pages.budget = size;
  if (is_size && (page_size != PAGE_BYTES_USUAL || head[20] != 0)
      && !scan (&pages, page_size, head[20], error))
    return FALSE;
  pages.budget = size;
  return scan (&pages, PAGE_BYTES_USUAL, 0, error);
}
