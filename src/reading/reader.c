/* The table of readers, which of them takes a file, and what they all make: a source.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/reader.h"

#include "base/archive.h"
#include "base/decode.h"
#include "base/error.h"
#include "base/text.h"

#include <string.h>

/* ---------------------------------------------------------------- the source */

static void
comment_clear (gpointer comment)
{
  SourceComment *one = comment;
  g_free (one->author);
  g_free (one->text);
  g_free (one->made_at);
}

Source *
source_new (void)
{
  Source *source = g_new0 (Source, 1);

  source->text = g_strdup ("");
  source->paras = g_array_new (FALSE, TRUE, sizeof (Para));
  source->findings = g_ptr_array_new_with_free_func (finding_free);
  source->speakers = g_ptr_array_new_with_free_func (g_free);
  source->places = g_hash_table_new (g_str_hash, g_str_equal);
  source->comments = g_array_new (FALSE, TRUE, sizeof (SourceComment));
  g_array_set_clear_func (source->comments, comment_clear);
  return source;
}

void
source_free (Source *source)
{
  if (source == NULL)
    return;
  g_free (source->text);
  g_array_unref (source->paras);
  g_ptr_array_unref (source->findings);
  g_hash_table_unref (source->places);
  g_ptr_array_unref (source->speakers);
  g_array_unref (source->comments);
  g_free (source);
}

void
source_find (Source *source, EspGrade grade, guint line, char *what, const char *done)
{
  g_ptr_array_add (source->findings, finding_new (grade, line, what, done));
}

/* Without marks that cannot be seen: of direction, of zero width. */
static char *
name_seen (const char *written)
{
  GString *name = g_string_new (NULL);

  for (const char *p = written; *p != '\0'; p = g_utf8_next_char (p))
    if (!text_is_unseen (g_utf8_get_char (p)))
      g_string_append_unichar (name, g_utf8_get_char (p));
  return g_string_free (name, FALSE);
}

guint
source_speaker (Source *source, const char *written)
{
  g_autofree char *name = name_seen (written);
  const guint place = GPOINTER_TO_UINT (g_hash_table_lookup (source->places, name));

  if (place > 0)
    return place;
  char *copy = g_steal_pointer (&name);
  g_ptr_array_add (source->speakers, copy);
  g_hash_table_insert (source->places, copy, GUINT_TO_POINTER (source->speakers->len));
  return source->speakers->len;
}

guint
source_comment (Source *source, const char *author, const char *made_at, const char *text)
{
  const SourceComment comment = { .start = G_MAXSIZE,
                                  .end = G_MAXSIZE,
                                  .author = g_strdup (author != NULL ? author : ""),
                                  .made_at = g_strdup (made_at != NULL ? made_at : ""),
                                  .text = g_strdup (text != NULL ? text : "") };

  g_array_append_val (source->comments, comment);
  return source->comments->len - 1;
}

/* ---------------------------------------------------------------- the table */

#define READER(name) extern const Reader reader_##name;
#include "reading/readers.def"
#undef READER

const Reader *const *
readers_all (void)
{
#define READER(name) &reader_##name,
  static const Reader *const readers[] = {
#include "reading/readers.def"
    NULL
  };
#undef READER

  return readers;
}

/* ---------------------------------------------------------------- what cannot be read, and what to
 * do about it */

typedef struct
{
  const char *magic;
  gsize size;
  gsize at;
  const char *advice;
} Signature;

#define SIGNATURE(magic, at, advice)                                                               \
  {                                                                                                \
    magic, sizeof (magic) - 1, at, advice                                                          \
  }

#define ADVICE_PICTURE "it is a picture, not a text"
#define ADVICE_RECORDING "it is a recording; import its transcript"
#define ADVICE_DAMAGED_ZIP                                                                         \
  "it is a Word, OpenDocument or zip file that is damaged or cut short; get a new copy of it"
#define ADVICE_ARCHIVE "it is a packed archive; unpack it and import what is inside"

static const Signature signatures[] = {
  SIGNATURE ("\x89PNG", 0, ADVICE_PICTURE),
  SIGNATURE ("\xFF\xD8\xFF", 0, ADVICE_PICTURE),
  SIGNATURE ("GIF8", 0, ADVICE_PICTURE),
  SIGNATURE ("II*\0", 0, ADVICE_PICTURE),
  SIGNATURE ("MM\0*", 0, ADVICE_PICTURE),
  SIGNATURE ("WEBPVP8", 8, ADVICE_PICTURE),
  SIGNATURE ("ftyphei", 4, ADVICE_PICTURE),
  SIGNATURE ("ftypmif1", 4, ADVICE_PICTURE),
  SIGNATURE ("ftypavif", 4, ADVICE_PICTURE),
  SIGNATURE ("OggS", 0, ADVICE_RECORDING),
  SIGNATURE ("RIFF", 0, ADVICE_RECORDING),
  SIGNATURE ("ID3", 0, ADVICE_RECORDING),
  SIGNATURE ("ftyp", 4, ADVICE_RECORDING),
  SIGNATURE ("fLaC", 0, ADVICE_RECORDING),
  SIGNATURE ("#!AMR", 0, ADVICE_RECORDING),
  SIGNATURE ("\x02"
             "dss",
             0, ADVICE_RECORDING),
  SIGNATURE ("\x03"
             "ds2",
             0, ADVICE_RECORDING),
  SIGNATURE ("\x1A\x45\xDF\xA3", 0, ADVICE_RECORDING),         /* Matroska */
  SIGNATURE ("\x30\x26\xB2\x75\x8E\x66", 0, ADVICE_RECORDING), /* Windows Media */
  SIGNATURE ("\xFF\xFB", 0, ADVICE_RECORDING),                 /* MPEG without a head */
  SIGNATURE ("\xFF\xF3", 0, ADVICE_RECORDING),
  SIGNATURE ("\xFF\xF1", 0, ADVICE_RECORDING),
  SIGNATURE ("\x1F\x8B", 0, ADVICE_ARCHIVE), /* gzip */
  SIGNATURE ("Rar!\x1A\x07", 0, ADVICE_ARCHIVE),
  SIGNATURE ("7z\xBC\xAF", 0, ADVICE_ARCHIVE),
  SIGNATURE ("1AY&SY", 4, ADVICE_ARCHIVE), /* bzip2 */
  SIGNATURE ("\xFD"
             "7zXZ",
             0, ADVICE_ARCHIVE),
  SIGNATURE ("ustar", 257, ADVICE_ARCHIVE),
  SIGNATURE ("\xFF"
             "WPC",
             0, "it is a WordPerfect file; save it as .docx"),
  SIGNATURE ("SQLite format 3", 0, "it is a database, or a study; open a study with '-s'"),
};

/* Entries of archives. */
static const Signature packed[] = {
  SIGNATURE ("word/", 0,
             "it is a Word document that is damaged or cut short; get a new copy of it"),
  SIGNATURE ("xl/", 0, "it is a spreadsheet; save its text as .docx or .txt"),
  SIGNATURE ("ppt/", 0, "it is a presentation; save its text as .docx or .txt"),
  SIGNATURE ("Index/", 0,
             "it is a Pages, Numbers or Keynote file of Apple; export it there as a Word document"),
  SIGNATURE ("META-INF/container.xml", 0, "it is an e-book; save its text as .docx or .txt"),
  SIGNATURE ("project.qde", 0, "it is a REFI-QDA project, not a document"),
};

static gboolean
has_bytes (const char *bytes, gsize size, const char *wanted, gsize wanted_size, gsize at)
{
  return size >= at + wanted_size && memcmp (bytes + at, wanted, wanted_size) == 0;
}

/* Names of what is inside an OLE file. A Word file may hold a sheet, and so comes first. */
static const Signature old_office[] = {
  SIGNATURE ("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e", 0,
             "it is password-protected; save a copy without the password"),
  SIGNATURE ("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t", 0,
             "it is an old binary Word file; save it as .docx"),
  SIGNATURE ("_\0_\0s\0u\0b\0s\0t\0g\0", 0,
             "it is a message of Outlook; save it there as text, or as HTML"),
  SIGNATURE ("P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0 \0D\0o\0c", 0,
             "it is an old presentation; save its text as .docx or .txt"),
  SIGNATURE ("W\0o\0r\0k\0b\0o\0o\0k", 0, "it is an old Excel sheet (.xls); save it as .xlsx"),
};

/* An OLE file: Office wraps a document with a password in one, and old Word files are one. */
static const char *
advice_ole (const char *bytes, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (old_office); i++)
    if (memmem (bytes, size, old_office[i].magic, old_office[i].size) != NULL)
      return old_office[i].advice;
  return "it is an old binary Word file; save it as .docx";
}

/* What no reader takes, not even that of plain text: a zip archive. */
static const char *
advice_packed (const char *bytes, gsize size)
{
  g_autoptr (Archive) archive = archive_open (bytes, size, NULL);

  if (archive == NULL)
    return ADVICE_DAMAGED_ZIP;
  for (gsize i = 0; i < G_N_ELEMENTS (packed); i++)
    for (guint entry = 0; entry < archive_count (archive); entry++)
      if (g_str_has_prefix (archive_name (archive, entry), packed[i].magic))
        return packed[i].advice;
  return "it is a zip archive; unpack it and import what is inside";
}

static gsize
skip_white (const char *bytes, gsize size, gsize at)
{
  while (at < size && g_ascii_isspace (bytes[at]))
    at++;
  return at;
}

/* The first byte that is neither white space nor inside a comment of HTML. */
static gsize
skip_comments (const char *bytes, gsize size)
{
  gsize at = has_bytes (bytes, size, "\xEF\xBB\xBF", 3, 0) ? 3 : 0;

  for (;;)
    {
      at = skip_white (bytes, size, at);
      if (!has_bytes (bytes, size, "<!--", 4, at))
        return at;
      const char *end = memmem (bytes + at, size - at, "-->", 3);
      if (end == NULL)
        return size;
      at = (gsize)(end - bytes) + 3;
    }
}

/* An object, or a list of objects, to its end: what services for transcription export beside the
 * texts. */
static gboolean
is_json (const char *bytes, gsize size, gsize at)
{
  const char first = at < size ? bytes[at] : '\0';
  gsize end = size;

  while (end > at && g_ascii_isspace (bytes[end - 1]))
    end--;
  if (end < at + 2 || bytes[end - 1] != (first == '[' ? ']' : '}'))
    return FALSE;
  if (first == '[')
    at = skip_white (bytes, size, at + 1);
  return has_bytes (bytes, size, "{", 1, at)
         && has_bytes (bytes, size, "\"", 1, skip_white (bytes, size, at + 1));
}

/* Web pages may begin so too; their reader is sure of them. */
static const char *
advice_markup (const char *bytes, gsize size)
{
  gsize at = skip_comments (bytes, size);

  if (has_bytes (bytes, size, "<?xml", 5, at))
    return "it is an XML file, not a document; open it in the program that made it and save it as "
           ".docx or .txt";
  return is_json (bytes, size, at)
             ? "it is JSON, data for programs; export the transcript as .docx, "
               ".txt or .vtt"
             : NULL;
}

/* Whether it is a zip archive whose first bytes are damaged: a list of what is inside stands at the
 * end. */
static gboolean
is_damaged_zip (const char *bytes, gsize size)
{
  const gsize look = MIN (size, (gsize)1 << 17);
  const char *end = bytes + size - look;

  return !has_bytes (bytes, size, "PK\3\4", 4, 0) && !has_bytes (bytes, size, "PK\5\6", 4, 0)
         && (memmem (end, look, "PK\1\2", 4) != NULL || memmem (end, look, "PK\5\6", 4) != NULL);
}

#define ZEROS_MIN 16

/* A copy or download that broke off may leave a file of the right size. */
static gboolean
is_zeros (const char *bytes, gsize size)
{
  const gsize look = MIN (size, 4096);

  return size >= ZEROS_MIN && *bytes == '\0' && memcmp (bytes, bytes + 1, look - 1) == 0;
}

/* What the bytes are, when that is known and only a reader that is sure of them may try: NULL for
 * what any may read. */
static const char *
advice_known (const char *bytes, gsize size)
{
  if (size == 0)
    return "it is empty";
  if (is_zeros (bytes, size))
    return "it is filled with zeros, as after a copy that broke off; get a new copy of it";
  if (has_bytes (bytes, size, "\xD0\xCF\x11\xE0", 4, 0))
    return advice_ole (bytes, size);
  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (has_bytes (bytes, size, signatures[i].magic, signatures[i].size, signatures[i].at))
      return signatures[i].advice;
  if (is_damaged_zip (bytes, size))
    return ADVICE_DAMAGED_ZIP;
  return advice_markup (bytes, size);
}

/* The first line of a sheet, or enough of it. */
#define HEAD_MOST 4096

/* Rows of values: called so, and its first line is parted as a sheet's. */
static gboolean
is_sheet (const char *bytes, gsize size, const char *name)
{
  g_autofree char *folded = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  if (folded == NULL || !(g_str_has_suffix (folded, ".csv") || g_str_has_suffix (folded, ".tsv")))
    return FALSE;
  g_autofree char *head = decode_beginning (bytes, size, HEAD_MOST);
  const char *stop = strpbrk (head, ",;\t\r\n");
  return stop != NULL && *stop != '\r' && *stop != '\n';
}

const Reader *
reader_for (const char *bytes, gsize size, const char *name, GError **error)
{
  const char *advice = advice_known (bytes, size);
  const Reader *best = NULL;
  int best_bid = 0;

  for (const Reader *const *reader = readers_all (); size > 0 && *reader != NULL; reader++)
    {
      int bid = (*reader)->bid (bytes, size, name);
      if (bid > best_bid && (advice == NULL || bid >= READER_SURE))
        {
          best = *reader;
          best_bid = bid;
        }
    }
  if (best == &reader_text && is_sheet (bytes, size, name))
    {
      fail (error, ESP_ERROR_INPUT,
            "it is a sheet of values: 'espalier attributes import' reads attributes of cases from "
            "it; save answers or a transcript as .docx or .txt");
      return NULL;
    }
  if (best == NULL)
    fail (error, ESP_ERROR_INPUT, "%s", advice != NULL ? advice : advice_packed (bytes, size));
  return best;
}
