/* The table of readers, which of them takes a file, and what they all make: a source.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/reader.h"

#include "base/archive.h"
#include "base/error.h"
#include "base/text.h"

#include <string.h>

/* ---------------------------------------------------------------- the source */

Source *
source_new (void)
{
  Source *source = g_new0 (Source, 1);

  source->text = g_strdup ("");
  source->paras = g_array_new (FALSE, TRUE, sizeof (Para));
  source->findings = g_ptr_array_new_with_free_func (finding_free);
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
  g_free (source);
}

void
source_find (Source *source, EspGrade grade, guint line, char *what, const char *done)
{
  g_ptr_array_add (source->findings, finding_new (grade, line, what, done));
}

static gboolean
is_blank (const char *from, const char *end)
{
  while (from < end && g_unichar_isspace (g_utf8_get_char (from)))
    from += g_utf8_skip[(guchar)*from];
  return from >= end;
}

static void
source_find_lost_letters (Source *source)
{
  static const char lost[] = "\xEF\xBF\xBD"; /* U+FFFD */
  guint count = 0;

  for (const char *at = strstr (source->text, lost); at != NULL; at = strstr (at + 3, lost))
    count++;
  if (count > 0)
    source_find (
        source, ESP_GRADE_WARNING, 0,
        g_strdup_printf ("has %u replacement %s (U+FFFD): letters were lost before it came here",
                         count, count == 1 ? "character" : "characters"),
        "kept as they are");
}

gboolean
source_can_be_lines (const char *bytes, gsize size)
{
  if (size >= 2 && (memcmp (bytes, "\xFF\xFE", 2) == 0 || memcmp (bytes, "\xFE\xFF", 2) == 0))
    return TRUE;
  /* A zip archive that breaks off early can be valid UTF-8. */
  if (size >= 4 && memcmp (bytes, "PK\x03\x04", 4) == 0)
    return FALSE;
  return g_utf8_validate_len (bytes, size, NULL); /* refuses NUL too */
}

Source *
source_new_lines (const char *bytes, gsize size, GError **error)
{
  const char *encoding = "";
  g_autoptr (Source) source = source_new ();
  g_autofree char *text = text_decode (bytes, size, &encoding, error);

  if (text == NULL)
    return NULL;
  g_free (source->text);
  source->text = g_steal_pointer (&text);
  source->size = strlen (source->text);

  guint number = 1;
  for (const char *line = source->text; *line != '\0'; number++)
    {
      const char *end = strchrnul (line, '\n');
      const Para para = { .kind = PARA_TEXT,
                          .line = number,
                          .start = (gsize)(line - source->text),
                          .end = (gsize)(end - source->text) };
      if (!is_blank (line, end))
        g_array_append_val (source->paras, para);
      line = *end != '\0' ? end + 1 : end;
    }
  if (source->paras->len == 0)
    {
      fail (error, ESP_ERROR_INPUT, "there are no words in it");
      return NULL;
    }
  if (!g_str_has_prefix (encoding, "UTF-8"))
    source_find (source, ESP_GRADE_NOTE, 0, g_strdup_printf ("is in %s", encoding),
                 "stored as UTF-8");
  source_find_lost_letters (source);
  return g_steal_pointer (&source);
}

/* ---------------------------------------------------------------- the table */

#define READER(name) extern const Reader reader_##name;
#include "corpus/readers.def"
#undef READER

const Reader *const *
readers_all (void)
{
#define READER(name) &reader_##name,
  static const Reader *const readers[] = {
#include "corpus/readers.def"
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

static const Signature signatures[] = {
  SIGNATURE ("{\\rtf", 0, "it is an RTF file, which is not read; save it as .docx"),
  SIGNATURE ("%PDF", 0, "it is a PDF file, which is not read; save its text as .docx or .txt"),
  SIGNATURE ("\x89PNG", 0, ADVICE_PICTURE),
  SIGNATURE ("\xFF\xD8\xFF", 0, ADVICE_PICTURE),
  SIGNATURE ("GIF8", 0, ADVICE_PICTURE),
  SIGNATURE ("OggS", 0, ADVICE_RECORDING),
  SIGNATURE ("RIFF", 0, ADVICE_RECORDING),
  SIGNATURE ("ID3", 0, ADVICE_RECORDING),
  SIGNATURE ("ftyp", 4, ADVICE_RECORDING),
  SIGNATURE ("SQLite format 3", 0, "it is a database, or a study; open a study with '-s'"),
};

static const Signature packed[] = {
  SIGNATURE ("word/", 0,
             "it is a Word document that is damaged or cut short; get a new copy of it"),
  SIGNATURE ("xl/", 0, "it is a spreadsheet; save its text as .docx or .txt"),
  SIGNATURE ("ppt/", 0, "it is a presentation; save its text as .docx or .txt"),
  SIGNATURE ("content.xml", 0, "it is an OpenDocument file, which is not read; save it as .docx"),
  SIGNATURE ("project.qde", 0, "it is a REFI-QDA project, not a document"),
};

static gboolean
has_bytes (const char *bytes, gsize size, const char *wanted, gsize wanted_size, gsize at)
{
  return size >= at + wanted_size && memcmp (bytes + at, wanted, wanted_size) == 0;
}

/* An OLE file: Office wraps a document with a password in one, and old Word files are one. */
static const char *
advice_ole (const char *bytes, gsize size)
{
  static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

  if (memmem (bytes, size, encrypted, sizeof encrypted - 1) != NULL)
    return "it is password-protected; save a copy without the password";
  return "it is an old binary Word file; save it as .docx";
}

/* A zip archive that no reader takes. */
static const char *
advice_packed (const char *bytes, gsize size)
{
  g_autoptr (Archive) archive = archive_open (bytes, size, NULL);

  if (archive == NULL)
    return "it is a zip archive that is damaged or cut short; get a new copy of it";
  for (gsize i = 0; i < G_N_ELEMENTS (packed); i++)
    for (guint entry = 0; entry < archive_count (archive); entry++)
      if (g_str_has_prefix (archive_name (archive, entry), packed[i].magic))
        return packed[i].advice;
  return "it is a zip archive; unpack it and import what is inside";
}

/* The first byte that is neither white space nor inside a comment of HTML. */
static gsize
skip_comments (const char *bytes, gsize size)
{
  gsize at = has_bytes (bytes, size, "\xEF\xBB\xBF", 3, 0) ? 3 : 0;

  for (;;)
    {
      while (at < size && g_ascii_isspace (bytes[at]))
        at++;
      if (!has_bytes (bytes, size, "<!--", 4, at))
        return at;
      const char *end = memmem (bytes + at, size - at, "-->", 3);
      if (end == NULL)
        return size;
      at = (gsize)(end - bytes) + 3;
    }
}

static const char *
advice_markup (const char *bytes, gsize size)
{
  gsize at = skip_comments (bytes, size);

  bytes += at;
  size -= at;
  if ((size > 5 && g_ascii_strncasecmp (bytes, "<html", 5) == 0)
      || (size > 14 && g_ascii_strncasecmp (bytes, "<!doctype html", 14) == 0))
    return "it is a web page, which is not read; save it as .docx or .txt";
  return has_bytes (bytes, size, "<?xml", 5, 0) ? "it is an XML file, not a document" : NULL;
}

/* What the bytes are, when that is known and no reader may try: NULL for what readers may bid on.
 */
static const char *
advice_known (const char *bytes, gsize size)
{
  if (size == 0)
    return "it is empty";
  if (has_bytes (bytes, size, "\xD0\xCF\x11\xE0", 4, 0))
    return advice_ole (bytes, size);
  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (has_bytes (bytes, size, signatures[i].magic, signatures[i].size, signatures[i].at))
      return signatures[i].advice;
  return advice_markup (bytes, size);
}

/* For what no reader bid on. */
static const char *
advice_unknown (const char *bytes, gsize size)
{
  if (has_bytes (bytes, size, "PK", 2, 0))
    return advice_packed (bytes, size);
  if (memchr (bytes, '\0', size) != NULL)
    return "it is not a text";
  return "it is neither UTF-8 nor UTF-16; save it as UTF-8";
}

const Reader *
reader_for (const char *bytes, gsize size, const char *name, GError **error)
{
  const char *advice = advice_known (bytes, size);
  const Reader *best = NULL;
  int best_bid = 0;

  for (const Reader *const *reader = readers_all (); advice == NULL && *reader != NULL; reader++)
    {
      int bid = (*reader)->bid (bytes, size, name);
      if (bid > best_bid)
        {
          best = *reader;
          best_bid = bid;
        }
    }
  if (best == NULL)
    fail (error, ESP_ERROR_INPUT, "%s", advice != NULL ? advice : advice_unknown (bytes, size));
  return best;
}
