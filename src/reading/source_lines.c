/* Plain text as a source: decoded, and each line a paragraph.
 *
 * A line ends at LF, CR or CRLF, which are LF in the text. A paragraph ends there too, and at what
 * else means a new line or page (VT, FF, NEL, U+2028, U+2029); those stay in the text as they are.
 * Messages number lines by LF alone, as editors do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decoded.h"
#include "base/error.h"
#include "base/text.h"
#include "reading/reader.h"

#include <string.h>

/* ---------------------------------------------------------------- what is said of the letters */

static void
find_count (Source *source, guint count, const char *one, const char *many, const char *why)
{
  if (count > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("has %u %s: %s", count, count == 1 ? one : many, why),
                 "kept as they are");
}

/* Letters that were lost or turned into others before the text came here: U+FFFD, beside those that
 * were put in now; control characters where another encoding has quotes; what UTF-8 looks like when
 * it was taken for windows-1252. */
static void
find_lost_letters (Source *source, guint lost_now)
{
  guint lost = 0, controls = 0, twice = 0;

  for (const char *at = source->text; (at = strpbrk (at, "\xC2\xC3\xEF")) != NULL; at++)
    {
      const guint8 next = (guint8)at[1];
      if (*at == '\xC2')
        controls += next < 0xa0 && next != 0x85;
      else if (*at == '\xEF')
        lost += next == 0xbf && at[2] == '\xBD';
      else
        twice += (next == 0x83 && at[2] == '\xC2')
                 || (next == 0xa2 && strncmp (at + 2, "\xE2\x82\xAC", 3) == 0);
    }
  find_count (source, lost - lost_now, "replacement character (U+FFFD)",
              "replacement characters (U+FFFD)", "letters were lost before it came here");
  find_count (source, controls, "control character (U+0080 to U+009F)",
              "control characters (U+0080 to U+009F)",
              "it is or was in another encoding, often windows-1252");
  find_count (source, twice, "sequence such as 'Ã©'", "sequences such as 'Ã©'",
              "UTF-8 was taken for windows-1252 before it came here");
}

/* ---------------------------------------------------------------- lines */

gboolean
source_may_be_lines (const char *bytes, gsize size)
{
  /* "PKs" can open a text; the zip archives have a control character there. */
  return size < 3 || memcmp (bytes, "PK", 2) != 0 || (guint8)bytes[2] >= ' ';
}

gboolean
source_decode (Source *source, const char *bytes, gsize size, const ReadOptions *options,
               GError **error)
{
  Decoded decoded;
  char *text
      = decode_text (bytes, size, options != NULL ? options->encoding : NULL, &decoded, error);

  if (text == NULL)
    return FALSE;
  g_free (source->text);
  source->text = text;
  source->size = strlen (text);
  decoded_find (&decoded, source->text, source->findings);
  find_lost_letters (source, decoded.lost.count);
  return TRUE;
}

/* Where the paragraph that begins at `from` ends, and how many bytes what ends it has: 0 at the end
 * of the text. */
static const char *
find_end (const char *from, gsize *break_size)
{
  for (;; from++)
    {
      from += strcspn (from, "\n\v\f\xC2\xE2");
      *break_size = *from != '\0';
      if (*from == '\xC2')
        *break_size = from[1] == '\x85' ? 2 : 0;
      else if (*from == '\xE2')
        *break_size = from[1] == '\x80' && (from[2] == '\xA8' || from[2] == '\xA9') ? 3 : 0;
      if (*break_size > 0 || *from == '\0')
        return from;
    }
}

Source *
source_new_lines (const char *bytes, gsize size, const ReadOptions *options, GError **error)
{
  g_autoptr (Source) source = source_new ();
  guint number = 1;
  gsize break_size;

  if (!source_decode (source, bytes, size, options, error))
    return NULL;
  for (const char *line = source->text; *line != '\0';)
    {
      const char *end = find_end (line, &break_size);
      const Para para = { .kind = PARA_TEXT,
                          .line = number,
                          .start = (gsize)(line - source->text),
                          .end = (gsize)(end - source->text) };
      if (!text_is_blank (line, end))
        g_array_append_val (source->paras, para);
      number += *end == '\n';
      line = end + break_size;
    }
  if (source->paras->len == 0)
    {
      fail (error, ESP_ERROR_INPUT, "there are no words in it");
      return NULL;
    }
  return g_steal_pointer (&source);
}
