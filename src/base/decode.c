/* From bytes in any encoding to text: what says the encoding, and the converting.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decode.h"

#include "base/conversion.h"
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

/* ---------------------------------------------------------------- what is no text */

/* Control characters that texts have. */
static gboolean
is_text_control (gunichar c)
{
  return (c >= '\t' && c <= '\r') || c == 0x1b || c == 0x85;
}

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

/* ---------------------------------------------------------------- UTF-8 with damage */

/* Whether bytes that are not valid UTF-8 are mostly that: of what is outside ASCII at least half
 * is, which in another encoding it hardly ever is by chance. */
static gboolean
is_damaged_utf8 (const char *bytes, gsize size)
{
  const char *at = bytes, *end = bytes + size, *stop;
  gsize good_count = 0, bad_count = 0;

  while (!g_utf8_validate_len (at, (gsize)(end - at), &stop))
    {
      for (; at < stop; at = g_utf8_next_char (at))
        good_count += (guint8)*at >= 0x80;
      bad_count++;
      at = stop + 1;
    }
  for (; at < end; at = g_utf8_next_char (at))
    good_count += (guint8)*at >= 0x80;
  return good_count >= bad_count && good_count > 0;
}

/* ---------------------------------------------------------------- UTF-16 and UTF-32 without a mark
 */

/* How much of the text tells. */
#define TRIAL ((gsize)1 << 16)

/* Whether bytes with NUL are a text of one byte a letter with a few of them in it: in UTF-16 every
 * other byte of such letters would be NUL. */
static gboolean
is_narrow_with_nuls (const char *bytes, gsize size)
{
  g_autoptr (GString) text = g_string_new_len (bytes, (gssize)size);
  DecodedFaults nuls;
  gsize ascii = 0;

  conversion_drop_nuls (text, &nuls);
  if (nuls.count >= size / 3 || has_many_controls (text->str, text->len, CONTROL_SHARE))
    return FALSE;
  for (gsize i = 0; i < text->len; i++)
    ascii += (guint8)text->str[i] < 0x80;
  return ascii * 10 > text->len * 9 || is_damaged_utf8 (text->str, text->len);
}

/* One character in so many may be none that texts have: the file may be damaged there. */
#define WIDE_SHARE 100

/* How many of the characters are ASCII, or marks of Chinese and Japanese; -1 for what is no text.
 * In UTF-16 with the bytes of each character turned, most of them are letters of some script too.
 */
static gssize
wide_weight (const char *bytes, gsize size, const char *encoding)
{
  Conversion conversion;
  g_autoptr (GString) text = conversion_make (bytes, size, encoding, &conversion);
  gsize count = 0, strange = 0, usual = 0;

  for (const char *at = text->str; at < text->str + text->len; at = g_utf8_next_char (at), count++)
    {
      const gunichar c = g_utf8_get_char (at);
      usual += c < 0x80 || (c >= 0x3000 && c <= 0x3002) || c == 0xff0c || c == 0xff1a;
      strange += !g_unichar_isdefined (c) || (g_unichar_iscntrl (c) && !is_text_control (c));
    }
  /* The end of the trial, or of the file, may stand in a character. */
  strange += conversion.lost.count - conversion.is_cut;
  return strange <= count / WIDE_SHARE && usual > count / WIDE_SHARE ? (gssize)usual : -1;
}

/* The encoding of several bytes a unit that bytes with NUL are in; NULL for none. */
static const char *
wide_find (const char *bytes, gsize size)
{
  static const char *const encodings[] = { "UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE" };
  const char *best = NULL;
  gssize most = -1;

  size = MIN (size, TRIAL);
  if (size < 2 || is_narrow_with_nuls (bytes, size))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      const gssize weight = wide_weight (bytes, size, encodings[i]);
      if (weight > most)
        {
          best = encodings[i];
          most = weight;
        }
    }
  return best;
}

gboolean
decode_is_wide (const char *bytes, gsize size)
{
  gsize mark_size;
  const char *mark = mark_find (bytes, size, &mark_size);

  if (mark != NULL)
    return !g_str_equal (mark, "UTF-8");
  return memchr (bytes, '\0', size) != NULL && wide_find (bytes, size) != NULL;
}

char *
decode_beginning (const char *bytes, gsize size, gsize most)
{
  gsize mark_size;
  size = MIN (size, most);
  const char *encoding = mark_find (bytes, size, &mark_size);
  Conversion conversion;

  bytes += mark_size;
  size -= mark_size;
  if (encoding == NULL && memchr (bytes, '\0', size) != NULL)
    encoding = wide_find (bytes, size);
  g_autoptr (GString) text = encoding != NULL ? conversion_make (bytes, size, encoding, &conversion)
                                              : g_string_new_len (bytes, (gssize)size);
  conversion_drop_nuls (text, &conversion.lost);
  char *to = text->str;
  for (const char *at = text->str; *at != '\0'; at++)
    if ((guint8)*at < 0x80)
      *to++ = *at;
    else if (encoding == NULL || (guint8)*at >= 0xc0)
      *to++ = '?';
  *to = '\0';
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---------------------------------------------------------------- converting */

static gboolean
fail_nuls (const DecodedFaults *nuls, GError **error)
{
  return fail (error, ESP_ERROR_INPUT,
               "it has %u NUL character%s, the first in line %" G_GSIZE_FORMAT ", and is not a "
               "text, or a damaged one; get a new copy of it, or open it in the program that made "
               "it and save it as UTF-8",
               nuls->count, nuls->count == 1 ? "" : "s", nuls->lines[0]);
}

static gboolean
fail_lost (const Decoded *decoded, GError **error)
{
  const DecodedFaults *lost = &decoded->lost;

  return fail (error, ESP_ERROR_INPUT,
               "it is not all in %s: %u bytes are not, the first is byte %" G_GSIZE_FORMAT
               " (0x%02X, line %" G_GSIZE_FORMAT "); %s",
               decoded->encoding, lost->count, lost->offset + 1, lost->byte, lost->lines[0],
               decoded->by == DECODED_MARKED ? "save all of it as UTF-8"
               : decoded->by == DECODED_TOLD ? "say another with --encoding"
                                             : "save all of it as UTF-8, or say with --encoding "
                                               "what it is in");
}

/* Converts as `decoded` says, and sets its faults; NULL when they are more than a few. */
static char *
convert (const char *bytes, gsize size, Decoded *decoded, GError **error)
{
  Conversion conversion;
  g_autoptr (GString) text = conversion_make (bytes, size, decoded->encoding, &conversion);

  decoded->lost = conversion.lost;
  decoded->is_cut = conversion.is_cut;
  if (!conversion_are_few (decoded->lost.count, text->len))
    return fail_lost (decoded, error), NULL;
  const gsize length = text->len;
  conversion_drop_nuls (text, &decoded->nuls);
  if (!conversion_are_few (decoded->nuls.count, length))
    return fail_nuls (&decoded->nuls, error), NULL;
  if (!g_utf8_validate_len (text->str, text->len, NULL))
    {
      fail (error, ESP_ERROR_INPUT,
            "it has characters in %s that Unicode has not; save it as UTF-8", decoded->encoding);
      return NULL;
    }
  conversion_unify_line_ends (text);
  return g_string_free (g_steal_pointer (&text), FALSE);
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

/* In the first of the encodings that all of it fits; NULL when there is none. */
static char *
decode_first (const char *bytes, gsize size, const char *const *names, Decoded *decoded)
{
  for (; *names != NULL; names++)
    {
      Decoded trial = { .encoding = *names, .by = DECODED_GUESSED };
      g_autofree char *text = convert (bytes, size, &trial, NULL);
      if (text != NULL && trial.lost.count == 0 && is_plausible (text))
        {
          *decoded = trial;
          return g_steal_pointer (&text);
        }
    }
  return NULL;
}

/* What is not UTF-8, or not all of it. */
static char *
decode_guessed (const char *bytes, gsize size, Decoded *decoded, GError **error)
{
  if (has_many_controls (bytes, size, CONTROL_SHARE))
    {
      fail (error, ESP_ERROR_INPUT,
            "it is not a text; save its words as .docx or .txt in the program that made it");
      return NULL;
    }
  if (is_damaged_utf8 (bytes, size))
    return convert (bytes, size, decoded, error);
  g_autofree const char **names = guess_encodings (bytes, size);
  char *text = decode_first (bytes, size, names, decoded);
  if (text == NULL && (text = convert (bytes, size, decoded, NULL)) == NULL)
    fail (error, ESP_ERROR_INPUT,
          "it is not UTF-8, and what it is in cannot be told; say it with --encoding, or save it "
          "as UTF-8");
  return text;
}

/* UTF-8 without fault. */
static char *
take_utf8 (const char *bytes, gsize size)
{
  GString *text = g_string_new_len (bytes, (gssize)size);
  conversion_unify_line_ends (text);
  return g_string_free (text, FALSE);
}

/* What nothing says the encoding of, without NUL. */
static char *
decode_unsaid (const char *bytes, gsize size, Decoded *decoded, GError **error)
{
  *decoded = (Decoded){ .encoding = "UTF-8", .by = DECODED_PLAIN };
  if (!g_utf8_validate_len (bytes, size, NULL)
      || has_many_controls (bytes, size, CONTROL_SHARE_UTF8))
    return decode_guessed (bytes, size, decoded, error);
  if (has_escapes (bytes, size) && is_ascii (bytes, size))
    {
      g_autofree const char **names = guess_encodings (bytes, size);
      char *escaped = decode_first (bytes, size, names, decoded);
      if (escaped != NULL)
        return escaped;
    }
  return take_utf8 (bytes, size);
}

/* The same with NUL: characters of several bytes, or a text with a few NULs in it. */
static char *
decode_with_nuls (const char *bytes, gsize size, Decoded *decoded, GError **error)
{
  const char *wide = wide_find (bytes, size);
  DecodedFaults nuls;

  *decoded = (Decoded){ .encoding = wide, .by = DECODED_GUESSED };
  if (wide != NULL)
    return convert (bytes, size, decoded, error);
  g_autoptr (GString) without = g_string_new_len (bytes, (gssize)size);
  conversion_drop_nuls (without, &nuls);
  if (!conversion_are_few (nuls.count, size))
    return fail_nuls (&nuls, error), NULL;
  char *text = decode_unsaid (without->str, without->len, decoded, error);
  decoded->nuls = nuls;
  return text;
}

static char *
decode_told (const char *bytes, gsize size, const char *said, Decoded *decoded, GError **error)
{
  const gboolean is_utf8 = g_utf8_validate_len (bytes, size, NULL) && !is_ascii (bytes, size);

  *decoded = (Decoded){ .encoding = said,
                        .by = DECODED_TOLD,
                        .doubtful = is_utf8 && !mark_fits ("UTF-8", said) };
  return convert (bytes, size, decoded, error);
}

char *
decode_text (const char *bytes, gsize size, const char *encoding, Decoded *decoded, GError **error)
{
  const char *said = encoding != NULL ? decode_find (encoding) : NULL;
  gsize mark_size;
  const char *mark = mark_find (bytes, size, &mark_size);

  if (encoding != NULL && said == NULL)
    {
      fail (error, ESP_ERROR_USAGE, "there is no encoding '%s'", encoding);
      return NULL;
    }
  if (mark != NULL)
    {
      *decoded = (Decoded){ .encoding = mark,
                            .by = DECODED_MARKED,
                            .doubtful = said != NULL && !mark_fits (mark, said) };
      return convert (bytes + mark_size, size - mark_size, decoded, error);
    }
  if (said != NULL)
    return decode_told (bytes, size, said, decoded, error);
  if (memchr (bytes, '\0', size) != NULL)
    return decode_with_nuls (bytes, size, decoded, error);
  return decode_unsaid (bytes, size, decoded, error);
}

char *
decode_strict (const char *bytes, gsize size, GError **error)
{
  gsize mark_size;
  const char *mark = mark_find (bytes, size, &mark_size);
  Decoded decoded = { .encoding = mark != NULL ? mark : "UTF-8",
                      .by = mark != NULL ? DECODED_MARKED : DECODED_PLAIN };
  g_autofree char *text = convert (bytes + mark_size, size - mark_size, &decoded, NULL);

  if (decoded.lost.count == 0 && decoded.nuls.count == 0 && text != NULL)
    return g_steal_pointer (&text);
  if (decoded.is_cut)
    fail (error, ESP_ERROR_INPUT,
          "it is cut off in the middle of a character (%s, line %" G_GSIZE_FORMAT
          "); get a new copy of it",
          decoded.encoding, decoded.lost.lines[0]);
  else if (decoded.lost.count > 0)
    fail (error, ESP_ERROR_INPUT,
          "it is neither UTF-8 nor UTF-16 (line %" G_GSIZE_FORMAT "); save it as UTF-8",
          decoded.lost.lines[0]);
  else
    fail_nuls (&decoded.nuls, error);
  return NULL;
}
