/* From bytes in any encoding to text: what says the encoding, and the converting.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decode.h"

#include "base/error.h"
#include "base/guess.h"

#include <string.h>

/* ---------------------------------------------------------------- names */

/* What people write, in small letters and without signs, and iconv does not know. */
static const struct
{
  const char *said, *name;
} by_names[] = {
  { "ansi", "WINDOWS-1252" }, { "macroman", "MACINTOSH" }, { "maccyrillic", "MAC-CYRILLIC" },
  { "shiftjis", "CP932" },    { "unicode", "UTF-16" },     { "windows31j", "CP932" },
};

static gboolean
iconv_knows (const char *name)
{
  GIConv converter = g_iconv_open ("UTF-8", name);

  if (converter == (GIConv)-1)
    return FALSE;
  g_iconv_close (converter);
  return TRUE;
}

const char *
decode_find (const char *name)
{
  /* With a slash iconv takes instructions, such as to drop what does not fit. */
  if (*name == '\0' || strchr (name, '/') != NULL)
    return NULL;
  if (iconv_knows (name))
    return g_intern_string (name);
  g_autoptr (GString) bare = g_string_new (NULL);
  for (; *name != '\0'; name++)
    if (g_ascii_isalnum (*name))
      g_string_append_c (bare, g_ascii_tolower (*name));
  for (gsize i = 0; i < G_N_ELEMENTS (by_names); i++)
    if (g_str_equal (bare->str, by_names[i].said) && iconv_knows (by_names[i].name))
      return by_names[i].name;
  if (g_str_has_prefix (bare->str, "windows"))
    g_string_insert_c (bare, strlen ("windows"), '-');
  return bare->len > 0 && iconv_knows (bare->str) ? g_intern_string (bare->str) : NULL;
}

/* ---------------------------------------------------------------- marks */

static const struct
{
  const char *bytes;
  gsize size;
  const char *encoding;
} marks[] = {
  { "\xEF\xBB\xBF", 3, "UTF-8" },
  /* Before UTF-16, whose mark its own begins with. */
  { "\xFF\xFE\0\0", 4, "UTF-32LE" },
  { "\0\0\xFE\xFF", 4, "UTF-32BE" },
  { "\xFF\xFE", 2, "UTF-16LE" },
  { "\xFE\xFF", 2, "UTF-16BE" },
};

/* The encoding that a mark at the beginning says, and how long the mark is; NULL without one. */
static const char *
mark_find (const char *bytes, gsize size, gsize *mark_size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (size >= marks[i].size && memcmp (bytes, marks[i].bytes, marks[i].size) == 0)
      {
        *mark_size = marks[i].size;
        return marks[i].encoding;
      }
  *mark_size = 0;
  return NULL;
}

/* Whether the encoding that was said is the one of the mark, or of its family: "UTF-16". */
static gboolean
mark_fits (const char *mark, const char *said)
{
  g_autofree char *upper = g_ascii_strup (said, -1);
  g_autofree char *family = g_strndup (mark, strcspn (mark, "LB"));

  return g_str_has_prefix (upper, family) || g_str_equal (upper, "UTF8");
}

/* ---------------------------------------------------------------- UTF-16 and UTF-32 without a mark
 */

/* Control characters that texts have. */
static gboolean
is_text_control (gunichar c)
{
  return (c >= '\t' && c <= '\r') || c == 0x1b || c == 0x85;
}

/* Whether all of a text is characters that texts have: for what would be a great chance otherwise.
 */
static gboolean
is_all_text (const char *text, gsize size)
{
  for (const char *at = text; at < text + size; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      if (!g_unichar_isdefined (c) || (g_unichar_iscntrl (c) && !is_text_control (c)))
        return FALSE;
    }
  return TRUE;
}

/* How much of the text tells. */
#define TRIAL ((gsize)1 << 16)

/* Whether bytes with NUL are ASCII with a few of them in it: in UTF-16 every other byte of such
 * letters would be NUL. */
static gboolean
is_ascii_with_nuls (const char *bytes, gsize size)
{
  gsize nuls = 0, ascii = 0;

  for (gsize i = 0; i < size; i++)
    {
      nuls += bytes[i] == '\0';
      ascii += g_ascii_isprint (bytes[i]) || g_ascii_isspace (bytes[i]);
    }
  return ascii * 10 > (size - nuls) * 9 && nuls * 3 < size;
}

/* The encoding of several bytes a unit that bytes with NUL are in; NULL for none. */
static const char *
wide_find (const char *bytes, gsize size)
{
  static const char *const encodings[] = { "UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE" };

  if (is_ascii_with_nuls (bytes, MIN (size, TRIAL)))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      const gsize unit = i < 2 ? 4 : 2;
      gsize length = MIN (size, TRIAL), read = 0, written = 0;
      if (size % unit != 0)
        continue;
      g_autofree char *text
          = g_convert (bytes, (gssize)length, "UTF-8", encodings[i], &read, &written, NULL);
      /* A pair of surrogates may stand across the end of the trial. */
      if (text != NULL && length - read < 4 && written > 0 && is_all_text (text, written))
        return encodings[i];
    }
  return NULL;
}

/* ---------------------------------------------------------------- what is no text */

/* More than one byte in so many is a control character that no text has; UTF-8 is text for other
 * reasons, and may have more. */
#define CONTROL_SHARE 50
#define CONTROL_SHARE_UTF8 10

/* Around Korean in ISO-2022-KR. */
#define SHIFT_OUT 0x0e
#define SHIFT_IN 0x0f

/* More control characters than one byte in `share`. */
static gboolean
has_many_controls (const char *bytes, gsize size, gsize share)
{
  gsize controls = 0;

  for (gsize i = 0; i < size; i++)
    {
      const guint8 byte = (guint8)bytes[i];
      if (byte < ' ' && !is_text_control (byte) && byte != SHIFT_OUT && byte != SHIFT_IN)
        controls++;
    }
  return controls > size / share;
}

/* ---------------------------------------------------------------- places */

/* The line in which a text ends: LF, CR and CRLF end one. */
static gsize
line_of (const char *text, gsize size)
{
  gsize line = 1;

  for (gsize i = 0; i < size; i++)
    line += text[i] == '\n' || (text[i] == '\r' && (i + 1 == size || text[i + 1] != '\n'));
  return line;
}

/* ---------------------------------------------------------------- UTF-8 with damage */

/* Whether bytes that are not valid UTF-8 are mostly that: more of their characters outside ASCII
 * are than are not. *bad: the first byte that is not. */
static gboolean
is_damaged_utf8 (const char *bytes, gsize size, gsize *bad)
{
  const char *at = bytes, *end = bytes + size, *stop;
  gsize good_count = 0, bad_count = 0;

  while (!g_utf8_validate_len (at, (gsize)(end - at), &stop))
    {
      for (; at < stop; at = g_utf8_next_char (at))
        good_count += (guint8)*at >= 0x80;
      if (bad_count++ == 0)
        *bad = (gsize)(stop - bytes);
      at = stop + 1;
    }
  for (; at < end; at = g_utf8_next_char (at))
    good_count += (guint8)*at >= 0x80;
  return good_count > bad_count;
}

static gboolean
fail_damaged (const char *bytes, gsize bad, const char *advice, GError **error)
{
  return fail (error, ESP_ERROR_INPUT,
               "it is UTF-8, but byte %" G_GSIZE_FORMAT " (0x%02X, line %" G_GSIZE_FORMAT
               ") is not; %s",
               bad + 1, (guint8)bytes[bad], line_of (bytes, bad), advice);
}

/* ---------------------------------------------------------------- converting */

/* CRLF and CR to LF, in place. */
static void
unify_line_ends (char *text)
{
  char *to = strchr (text, '\r');

  if (to == NULL)
    return;
  for (const char *from = to; *from != '\0'; from++)
    {
      if (*from == '\r')
        {
          *to++ = '\n';
          if (from[1] == '\n')
            from++;
        }
      else
        *to++ = *from;
    }
  *to = '\0';
}

/* Says where the bytes stop being in the encoding: `read` of them are. */
static gboolean
fail_conversion (const char *bytes, gsize read, gboolean cut, const char *encoding, GError **error)
{
  gsize written = 0;
  g_autofree char *before
      = g_convert (bytes, (gssize)read, "UTF-8", encoding, NULL, &written, NULL);
  const gsize line = before != NULL ? line_of (before, written) : line_of (bytes, read);

  if (cut)
    return fail (error, ESP_ERROR_INPUT,
                 "it is cut off in the middle of a character (%s, line %" G_GSIZE_FORMAT
                 "); get a new copy of it",
                 encoding, line);
  return fail (error, ESP_ERROR_INPUT,
               "it is not all in %s: byte %" G_GSIZE_FORMAT " (0x%02X, line %" G_GSIZE_FORMAT
               ") is not",
               encoding, read + 1, (guint8)bytes[read], line);
}

static gboolean
fail_nul (const char *text, const char *nul, GError **error)
{
  return fail (error, ESP_ERROR_INPUT,
               "it has a NUL character in line %" G_GSIZE_FORMAT " and is not text; if it is one, "
               "open it in the program that made it and save it anew as UTF-8",
               line_of (text, (gsize)(nul - text)));
}

/* All of it, or NULL with the place of what does not fit. */
static char *
convert (const char *bytes, gsize size, const char *encoding, GError **error)
{
  gsize read = 0, written = 0;
  g_autofree char *text = g_convert (bytes, (gssize)size, "UTF-8", encoding, &read, &written, NULL);

  if (text == NULL || read < size)
    {
      fail_conversion (bytes, read, text != NULL, encoding, error);
      return NULL;
    }
  const char *nul = memchr (text, '\0', written);
  if (nul != NULL)
    {
      fail_nul (text, nul, error);
      return NULL;
    }
  if (!g_utf8_validate_len (text, written, NULL))
    {
      fail (error, ESP_ERROR_INPUT, "it has characters in %s that Unicode has not", encoding);
      return NULL;
    }
  unify_line_ends (text);
  return g_steal_pointer (&text);
}

static char *
copy_utf8 (const char *bytes, gsize size)
{
  char *text = g_strndup (bytes, size);

  unify_line_ends (text);
  return text;
}

/* More than one character in so many that no text has: then a guess was wrong. */
#define STRANGE_SHARE 100

static gboolean
is_plausible (const char *text)
{
  gsize count = 0, strange = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at), count++)
    {
      if (g_ascii_isprint (*at))
        continue;
      const gunichar c = g_utf8_get_char (at);
      if (c >= 0x80 && c < 0xa0)
        return FALSE;
      strange += !g_unichar_isdefined (c) || g_unichar_type (c) == G_UNICODE_PRIVATE_USE
                 || (c < ' ' && !is_text_control (c));
    }
  return strange <= count / STRANGE_SHARE;
}

/* ---------------------------------------------------------------- all together */

/* Encodings in which East Asian mail was sent are ASCII with escapes, and so are valid UTF-8. */
static gboolean
has_escapes (const char *bytes, gsize size)
{
  for (const char *at = bytes; (at = memchr (at, 0x1b, size - (gsize)(at - bytes))) != NULL; at++)
    if (size - (gsize)(at - bytes) > 3 && at[1] == '$' && strchr ("@AB()*", at[2]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_ascii (const char *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if ((guint8)bytes[i] >= 0x80)
      return FALSE;
  return TRUE;
}

/* In the first of the encodings that gives a text; NULL when none does. */
static char *
decode_first (const char *bytes, gsize size, const char *const *names, Decoded *decoded)
{
  for (; *names != NULL; names++)
    {
      g_autofree char *text = convert (bytes, size, *names, NULL);
      if (text != NULL && is_plausible (text))
        {
          *decoded = (Decoded){ .encoding = *names, .by = DECODED_GUESSED };
          return g_steal_pointer (&text);
        }
    }
  return NULL;
}

static char *
decode_guessed (const char *bytes, gsize size, Decoded *decoded, GError **error)
{
  const char *nul = memchr (bytes, '\0', size);
  char *text = NULL;
  gsize bad = 0;

  if (nul != NULL)
    {
      const char *const wide[] = { wide_find (bytes, size), NULL };
      text = decode_first (bytes, size, wide, decoded);
      if (text == NULL)
        fail_nul (bytes, nul, error);
      return text;
    }
  if (has_many_controls (bytes, size, CONTROL_SHARE))
    {
      fail (error, ESP_ERROR_INPUT, "it is not a text");
      return NULL;
    }
  if (is_damaged_utf8 (bytes, size, &bad))
    {
      fail_damaged (bytes, bad, "mend that line, or say with --encoding what the file is in",
                    error);
      return NULL;
    }
  g_autofree const char **names = guess_encodings (bytes, size);
  text = decode_first (bytes, size, names, decoded);
  if (text == NULL)
    fail (error, ESP_ERROR_INPUT,
          "it is not UTF-8, and what it is in cannot be told; say it with --encoding, or save it "
          "as UTF-8");
  return text;
}

/* What begins with a mark, or is UTF-8. NULL without an error: it is neither. */
static char *
decode_sure (const char *bytes, gsize size, Decoded *decoded, GError **error)
{
  gsize mark_size;
  const char *mark = mark_find (bytes, size, &mark_size), *bad;

  *decoded = (Decoded){ mark != NULL ? mark : "UTF-8",
                        mark != NULL ? DECODED_MARKED : DECODED_PLAIN, FALSE };
  if (mark != NULL && !g_str_equal (mark, "UTF-8"))
    return convert (bytes + mark_size, size - mark_size, mark, error);
  if (g_utf8_validate_len (bytes + mark_size, size - mark_size, &bad))
    return copy_utf8 (bytes + mark_size, size - mark_size);
  if (mark != NULL && *bad == '\0')
    fail_nul (bytes, bad, error);
  else if (mark != NULL)
    fail_damaged (bytes, (gsize)(bad - bytes), "mend that line", error);
  return NULL;
}

static char *
decode_told (const char *bytes, gsize size, const char *said, Decoded *decoded, GError **error)
{
  gsize mark_size;
  const char *mark = mark_find (bytes, size, &mark_size);

  if (mark != NULL)
    {
      char *text = decode_sure (bytes, size, decoded, error);
      decoded->doubtful = !mark_fits (mark, said);
      return text;
    }
  const gboolean is_utf8 = g_utf8_validate_len (bytes, size, NULL) && !is_ascii (bytes, size);
  *decoded = (Decoded){ said, DECODED_TOLD, is_utf8 && !mark_fits ("UTF-8", said) };
  return convert (bytes, size, said, error);
}

char *
decode_text (const char *bytes, gsize size, const char *encoding, Decoded *decoded, GError **error)
{
  g_autoptr (GError) why = NULL;
  const char *said = encoding != NULL ? decode_find (encoding) : NULL;

  if (encoding != NULL && said == NULL)
    {
      fail (error, ESP_ERROR_USAGE, "there is no encoding '%s'", encoding);
      return NULL;
    }
  if (said != NULL)
    return decode_told (bytes, size, said, decoded, error);

  char *text = decode_sure (bytes, size, decoded, &why);
  if (why != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return NULL;
    }
  if (text == NULL
      || (decoded->by == DECODED_PLAIN && has_many_controls (bytes, size, CONTROL_SHARE_UTF8)))
    {
      g_free (text);
      return decode_guessed (bytes, size, decoded, error);
    }
  if (has_escapes (bytes, size) && is_ascii (bytes, size))
    {
      g_autofree const char **names = guess_encodings (bytes, size);
      char *escaped = decode_first (bytes, size, names, decoded);
      if (escaped != NULL)
        {
          g_free (text);
          return escaped;
        }
    }
  return text;
}

char *
decode_strict (const char *bytes, gsize size, GError **error)
{
  Decoded decoded;
  g_autoptr (GError) why = NULL;
  char *text = decode_sure (bytes, size, &decoded, &why);
  const char *bad;

  if (why != NULL)
    g_propagate_error (error, g_steal_pointer (&why));
  else if (text == NULL && !g_utf8_validate_len (bytes, size, &bad))
    {
      if (*bad == '\0')
        fail_nul (bytes, bad, error);
      else
        fail (error, ESP_ERROR_INPUT,
              "it is neither UTF-8 nor UTF-16 (line %" G_GSIZE_FORMAT "); save it as UTF-8",
              line_of (bytes, (gsize)(bad - bytes)));
    }
  return text;
}
