/* Reading order.
 *
 * A page is divided from top to bottom into bands through which the same white gutters run. Columns
 * of running text are read one after the other, and any other band as a table, row by row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/order.h"

/* Gutters that a band may have; wider pages are read as if the rest were one column. */
#define GUTTERS 30

typedef struct
{
  float from, to;
} Gutter;

/* What is known while a page is put in order. */
typedef struct
{
  const PdfBook *book;
  PdfOrder *order;
  const PdfPage *page;
  guint number; /* of the page */
  guint block;
  guint row;
  gboolean plain; /* the last band had no columns */
  float em;       /* the usual size of its letters */
  GArray *sorted; /* guint: pieces that are read, from top to bottom */
} Orderer;

/* Pieces of the sorted ones, and the gutters between its columns. */
typedef struct
{
  guint from, end;
  Gutter gutters[GUTTERS];
  guint count;
} Band;

static PdfPiece *
orderer_piece (const Orderer *self, guint at)
{
  return pdf_page_piece (self->page, g_array_index (self->sorted, guint, at));
}

static int
compare_tops (gconstpointer a, gconstpointer b, gpointer data)
{
  const PdfPage *page = data;
  const guint left = *(const guint *)a, right = *(const guint *)b;
  const PdfPiece *one = pdf_page_piece (page, left), *two = pdf_page_piece (page, right);

  return one->y1 < two->y1 ? -1 : one->y1 > two->y1 ? 1 : left < right ? -1 : left > right;
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  const float left = *(const float *)a, right = *(const float *)b;

  return left < right ? -1 : left > right;
}

static void
orderer_begin_page (Orderer *self, guint number)
{
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (float));

  self->number = number;
  self->page = pdf_book_page (self->book, number);
  self->plain = FALSE;
  g_array_set_size (self->sorted, 0);
  for (guint i = 0; i < self->page->pieces->len; i++)
    if (!pdf_page_piece (self->page, i)->left)
      {
        g_array_append_val (self->sorted, i);
        g_array_append_val (sizes, pdf_page_piece (self->page, i)->size);
      }
  g_array_sort_with_data (self->sorted, compare_tops, (gpointer)self->page);
  g_array_sort (sizes, compare_sizes);
  self->em = sizes->len > 0 ? g_array_index (sizes, float, sizes->len / 2) : 1;
}

/* ---- bands */

/* What is left of the gutters when a piece stands from x1 to x2; those too narrow go. */
static guint
gutters_cut (const Gutter *gutters, guint count, float x1, float x2, float least, Gutter *into)
{
  guint left = 0;

  for (guint i = 0; i < count; i++)
    {
      const Gutter one = gutters[i];
      const Gutter parts[2] = { { one.from, MIN (one.to, x1) }, { MAX (one.from, x2), one.to } };
      if (x2 <= one.from || x1 >= one.to)
        {
          if (left < GUTTERS)
            into[left++] = one;
          continue;
        }
      for (guint part = 0; part < 2 && left < GUTTERS; part++)
        if (parts[part].to - parts[part].from >= least)
          into[left++] = parts[part];
    }
  return left;
}

/* Gutters with text on both sides; those at the edges are margins. */
static guint
gutters_inside (const Gutter *gutters, guint count, float left, float right)
{
  guint inside = 0;

  for (guint i = 0; i < count; i++)
    inside += gutters[i].from >= left && gutters[i].to <= right;
  return inside;
}

/* Whether a gutter begins here: the piece and the next one stand side by side, and apart. */
static gboolean
orderer_parts (const Orderer *self, guint at)
{
  if (at + 1 >= self->sorted->len)
    return FALSE;
  const PdfPiece *one = orderer_piece (self, at), *two = orderer_piece (self, at + 1);
  return MIN (one->y2, two->y2) - MAX (one->y1, two->y1) > self->em * 0.1f
         && MAX (two->x1 - one->x2, one->x1 - two->x2) >= self->em;
}

static gboolean
orderer_beside (const Orderer *self, guint at, guint other)
{
  const PdfPiece *one = orderer_piece (self, at), *two = orderer_piece (self, other);

  return pdf_beside (one->y1, one->y2, two->y1, two->y2);
}

/* Gutters inside the text are kept, margins are not. */
static void
band_trim (Band *band, float left, float right)
{
  guint kept = 0;

  for (guint i = 0; i < band->count; i++)
    if (band->gutters[i].from >= left && band->gutters[i].to <= right)
      band->gutters[kept++] = band->gutters[i];
  band->count = kept;
}

/* The band that begins at a piece: until it loses the gutters that it had, until one begins, or
 * until nothing follows for a while. It ends with a whole row. */
static Band
orderer_band (const Orderer *self, guint from)
{
  const float least = self->em;
  Band band = { .from = from, .end = from, .count = 1 };
  float left = G_MAXFLOAT, right = -G_MAXFLOAT, bottom = orderer_piece (self, from)->y2;
  guint row = from;
  guint inside = 0;

  band.gutters[0] = (Gutter){ -G_MAXFLOAT, G_MAXFLOAT };
  for (; band.end < self->sorted->len; band.end++)
    {
      const PdfPiece *piece = orderer_piece (self, band.end);
      Gutter next[GUTTERS];
      const guint count = gutters_cut (band.gutters, band.count, piece->x1, piece->x2, least, next);
      const float new_left = MIN (left, piece->x1), new_right = MAX (right, piece->x2);
      const guint now = gutters_inside (next, count, new_left, new_right);
      const gboolean new_row = !orderer_beside (self, row, band.end);
      if (inside > 0 ? now == 0 || piece->y1 - bottom > self->em * 2.5f
                     : new_row && orderer_parts (self, band.end))
        {
          band.end = !new_row && row > from ? row : band.end;
          break;
        }
      if (new_row)
        row = band.end;
      bottom = MAX (bottom, piece->y2);
      left = new_left;
      right = new_right;
      inside = now;
      band.count = count;
      for (guint i = 0; i < count; i++)
        band.gutters[i] = next[i];
    }
  band_trim (&band, left, right);
  return band;
}

static guint
band_column (const Band *band, const PdfPiece *piece)
{
  guint column = 0;

  for (guint i = 0; i < band->count; i++)
    column += piece->x1 >= band->gutters[i].to;
  return column;
}

/* ---- lines */

typedef struct
{
  const PdfPage *page;
  gboolean to_left; /* the line runs to the left */
} LineOrder;

static int
compare_places (gconstpointer a, gconstpointer b, gpointer data)
{
  const LineOrder *by = data;
  const guint left = *(const guint *)a, right = *(const guint *)b;
  const PdfPiece *one = pdf_page_piece (by->page, left), *two = pdf_page_piece (by->page, right);

  if (by->to_left && one->x2 != two->x2)
    return one->x2 > two->x2 ? -1 : 1;
  return one->x1 < two->x1 ? -1 : one->x1 > two->x1 ? 1 : left < right ? -1 : left > right;
}

static gboolean
letter_runs_left (gunichar letter)
{
  switch (g_unichar_get_script (letter))
    {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HEBREW:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_THAANA:
    case G_UNICODE_SCRIPT_NKO:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whether most letters of the pieces are of a script that runs to the left. */
static gboolean
pieces_run_left (const PdfPage *page, const guint *pieces, guint count)
{
  guint to_left = 0, to_right = 0;

  for (guint i = 0; i < count; i++)
    {
      const PdfPiece *piece = pdf_page_piece (page, pieces[i]);
      for (guint at = piece->first; at < piece->end; at++)
        {
          const gunichar letter = pdf_page_glyph (page, at)->letter;
          const gboolean left = letter >= 0x590 && letter_runs_left (letter);
          to_left += left;
          to_right += !left && g_unichar_isalpha (letter);
        }
    }
  return to_left > to_right;
}

/* Puts the pieces of a line in their order, and measures it. */
static void
line_finish (Orderer *self, PdfLine *line)
{
  GArray *pieces = self->order->pieces;
  guint *first = &g_array_index (pieces, guint, line->first);

  line->count = pieces->len - line->first;
  LineOrder by
      = { self->page, line->count > 1 && pieces_run_left (self->page, first, line->count) };
  if (line->count > 1)
    g_qsort_with_data (first, (gint)line->count, sizeof (guint), compare_places, &by);
  guint widest = 0;
  for (guint i = 0; i < line->count; i++)
    {
      const PdfPiece *piece = pdf_page_piece (self->page, first[i]);
      line->x1 = i == 0 ? piece->x1 : MIN (line->x1, piece->x1);
      line->x2 = i == 0 ? piece->x2 : MAX (line->x2, piece->x2);
      line->y1 = i == 0 ? piece->y1 : MIN (line->y1, piece->y1);
      line->y2 = i == 0 ? piece->y2 : MAX (line->y2, piece->y2);
      line->starts = line->starts || piece->starts;
      if (piece->end - piece->first > widest)
        line->size = piece->size;
      widest = MAX (widest, piece->end - piece->first);
    }
  g_array_append_val (self->order->lines, *line);
}

/* Lines of a column: its pieces stand in `pieces` from top to bottom. */
static void
orderer_add_column (Orderer *self, const GArray *column, const PdfLine *like)
{
  const PdfPiece *first = NULL;
  PdfLine line = *like;

  for (guint i = 0; i < column->len; i++)
    {
      const guint at = g_array_index (column, guint, i);
      const PdfPiece *piece = pdf_page_piece (self->page, at);
      if (first == NULL || !pdf_beside (first->y1, first->y2, piece->y1, piece->y2))
        {
          if (first != NULL)
            line_finish (self, &line);
          first = piece;
          line = *like;
          line.first = self->order->pieces->len;
        }
      g_array_append_val (self->order->pieces, at);
    }
  if (first != NULL)
    line_finish (self, &line);
}

/* ---- columns of running text, or a table */

/* Pieces of each column, in the order of the band. */
static GPtrArray *
orderer_columns (const Orderer *self, const Band *band)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);

  for (guint i = 0; i <= band->count; i++)
    g_ptr_array_add (columns, g_array_new (FALSE, FALSE, sizeof (guint)));
  for (guint i = band->from; i < band->end; i++)
    {
      const guint at = g_array_index (self->sorted, guint, i);
      g_array_append_val (columns->pdata[band_column (band, pdf_page_piece (self->page, at))], at);
    }
  return columns;
}

/* Whether a column is running text: wide, with words in it, and many of its lines go from one side
 * to the other. */
static gboolean
column_runs (const Orderer *self, const GArray *column)
{
  float left = G_MAXFLOAT, right = -G_MAXFLOAT;
  guint full = 0;
  guint64 letters = 0;

  for (guint i = 0; i < column->len; i++)
    {
      const PdfPiece *piece = pdf_page_piece (self->page, g_array_index (column, guint, i));
      left = MIN (left, piece->x1);
      right = MAX (right, piece->x2);
      letters += piece->end - piece->first;
    }
  if (column->len < 4 || right - left < self->em * 10 || letters < column->len * 18ull)
    return FALSE;
  for (guint i = 0; i < column->len; i++)
    {
      const PdfPiece *piece = pdf_page_piece (self->page, g_array_index (column, guint, i));
      full += piece->x2 - piece->x1 > (right - left) * 0.7f;
    }
  return full * 5 >= column->len * 2;
}

/* Text in columns: every one of them runs. Else the rows belong together. */
static gboolean
columns_run (const Orderer *self, const GPtrArray *columns)
{
  for (guint i = 0; i < columns->len; i++)
    if (!column_runs (self, columns->pdata[i]))
      return FALSE;
  return TRUE;
}

/* ---- tables */

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  const PdfLine *left = a, *right = b;

  return left->row != right->row         ? (left->row < right->row ? -1 : 1)
         : left->column != right->column ? (left->column < right->column ? -1 : 1)
         : left->y1 < right->y1          ? -1
                                         : left->y1 > right->y1;
}

/* Where rows begin: at each line of the first column, whose lines come first. */
static GArray *
table_starts (const PdfOrder *order, guint from)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = from; i < order->lines->len; i++)
    {
      const PdfLine *line = &g_array_index (order->lines, PdfLine, i);
      if (line->column == 0)
        g_array_append_val (starts, line->y1);
    }
  return starts;
}

/* The row that a line at `top` stands in: the last that begins above it, or a little below. */
static guint
row_at (const GArray *starts, float top, float slack)
{
  guint low = 0, high = starts->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      if (g_array_index (starts, float, middle) <= top + slack)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
orderer_add_table (Orderer *self, const Band *band, const GPtrArray *columns)
{
  GArray *lines = self->order->lines;
  const guint from = lines->len;

  self->block++;
  for (guint i = 0; i < columns->len; i++)
    {
      const PdfLine like = { .page = self->number,
                             .block = self->block,
                             .cell = TRUE,
                             .column = i,
                             .right = i < band->count ? band->gutters[i].from : 0 };
      orderer_add_column (self, columns->pdata[i], &like);
    }
  g_autoptr (GArray) starts = table_starts (self->order, from);
  guint rows = 0;
  for (guint i = from; i < lines->len; i++)
    {
      PdfLine *line = &g_array_index (lines, PdfLine, i);
      line->row = self->row + 1 + row_at (starts, line->y1, (line->y2 - line->y1) / 2);
      rows = MAX (rows, line->row);
    }
  self->row = rows;
  g_qsort_with_data (&g_array_index (lines, PdfLine, from), (gint)(lines->len - from),
                     sizeof (PdfLine), compare_rows, NULL);
}

/* ---- all of it */

/* Whether at least two rows have something in two columns. A wide blank makes no table. */
static gboolean
band_has_rows (const Orderer *self, const Band *band)
{
  const PdfPiece *row = NULL;
  guint rows = 0, column = 0;
  gboolean counted = FALSE;

  for (guint i = band->from; i < band->end && band->count > 0; i++)
    {
      const PdfPiece *piece = orderer_piece (self, i);
      if (row == NULL || !pdf_beside (row->y1, row->y2, piece->y1, piece->y2))
        {
          row = piece;
          column = band_column (band, piece);
          counted = FALSE;
        }
      else if (!counted && band_column (band, piece) != column)
        {
          counted = TRUE;
          rows++;
        }
    }
  return rows >= 2;
}

/* Bands without columns that follow one another are one block. */
static void
orderer_add_plain (Orderer *self, const Band *band)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!self->plain)
    self->block++;
  self->plain = TRUE;
  g_array_append_vals (pieces, &g_array_index (self->sorted, guint, band->from),
                       band->end - band->from);
  const PdfLine like = { .page = self->number, .block = self->block };
  orderer_add_column (self, pieces, &like);
}

static void
orderer_add_band (Orderer *self, const Band *band)
{
  g_autoptr (GPtrArray) columns = orderer_columns (self, band);
  const gboolean run = columns->len > 1 && columns_run (self, columns);

  if (!run && !band_has_rows (self, band))
    {
      orderer_add_plain (self, band);
      return;
    }
  self->plain = FALSE;
  if (!run)
    {
      orderer_add_table (self, band, columns);
      return;
    }
  for (guint i = 0; i < columns->len; i++)
    {
      const PdfLine like = { .page = self->number,
                             .block = ++self->block,
                             .right = i < band->count ? band->gutters[i].from : 0 };
      orderer_add_column (self, columns->pdata[i], &like);
    }
}

PdfOrder *
pdf_order_new (const PdfBook *book)
{
  PdfOrder *order = g_new0 (PdfOrder, 1);
  Orderer self = { .book = book, .order = order };

  order->pieces = g_array_new (FALSE, FALSE, sizeof (guint));
  order->lines = g_array_new (FALSE, TRUE, sizeof (PdfLine));
  self.sorted = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint page = 0; page < book->pages->len; page++)
    {
      orderer_begin_page (&self, page);
      for (guint from = 0; from < self.sorted->len;)
        {
          const Band band = orderer_band (&self, from);
          orderer_add_band (&self, &band);
          from = band.end;
        }
    }
  g_array_unref (self.sorted);
  return order;
}

/* Letters of one size, give or take a quarter of a point. */
static void
sizes_count (GHashTable *letters, const PdfLine *line, guint count)
{
  const gpointer key = GUINT_TO_POINTER ((guint)(MIN (line->size, 1e6f) * 4) + 1);
  const guint before = GPOINTER_TO_UINT (g_hash_table_lookup (letters, key));

  g_hash_table_insert (letters, key, GUINT_TO_POINTER (before + count));
}

float
pdf_order_body_size (const PdfBook *book, const PdfOrder *order)
{
  g_autoptr (GHashTable) letters = g_hash_table_new (NULL, NULL);
  guint best = 0, most = 0;

  for (guint i = 0; i < order->lines->len; i++)
    {
      const PdfLine *line = &g_array_index (order->lines, PdfLine, i);
      const PdfPage *page = pdf_book_page (book, line->page);
      guint count = 0;
      for (guint p = 0; p < line->count; p++)
        {
          const PdfPiece *piece
              = pdf_page_piece (page, g_array_index (order->pieces, guint, line->first + p));
          count += piece->end - piece->first;
        }
      sizes_count (letters, line, count);
    }
  GHashTableIter iter;
  gpointer size = NULL, count = NULL;
  g_hash_table_iter_init (&iter, letters);
  while (g_hash_table_iter_next (&iter, &size, &count))
    if (GPOINTER_TO_UINT (count) > most
        || (GPOINTER_TO_UINT (count) == most && GPOINTER_TO_UINT (size) > best))
      {
        most = GPOINTER_TO_UINT (count);
        best = GPOINTER_TO_UINT (size);
      }
  return best > 0 ? (float)(best - 1) / 4 : 0;
}

void
pdf_order_free (PdfOrder *order)
{
  if (order == NULL)
    return;
  g_array_unref (order->pieces);
  g_array_unref (order->lines);
  g_free (order);
}
