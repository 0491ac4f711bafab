/* Decoding a page: a byte-order mark, then what the page says, then what decode_text finds out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/encoding.h"

#include "base/conversion.h"
#include "base/decoded.h"
#include "base/html.h"

#include <string.h>

#define UTF8 "UTF-8"
#define MARK "\xEF\xBB\xBF"
#define FALLBACK "WINDOWS-1252"

/* A page says it at its beginning. */
#define HEAD_MOST 16384

/* ---- what the page says */

/* What a name means in a browser, where iconv takes it at its word. */
static const char *
name_of_browsers (const char *name)
{
  static const struct
  {
    const char *said, *name;
  } names[] = {
    { "iso-8859-1", FALLBACK },
    { "iso8859-1", FALLBACK },
    { "latin1", FALLBACK },
    { "us-ascii", FALLBACK },
    { "ascii", FALLBACK },
    { "iso-8859-9", "WINDOWS-1254" },
    { "latin5", "WINDOWS-1254" },
    { "iso-8859-11", "CP874" },
    { "tis-620", "CP874" },
    { "windows-874", "CP874" },
    { "gb2312", "GB18030" },
    { "gb_2312-80", "GB18030" },
    { "gbk", "GB18030" },
    { "x-gbk", "GB18030" },
    { "big5", "BIG5-HKSCS" },
    { "shift_jis", "CP932" },
    { "shift-jis", "CP932" },
    { "x-sjis", "CP932" },
    { "sjis", "CP932" },
    { "ks_c_5601-1987", "CP949" },
    { "euc-kr", "CP949" },
    { "x-mac-roman", "MACINTOSH" },
    { "x-mac-cyrillic", "MAC-CYRILLIC" },
    { "utf8", UTF8 },
    { "unicode-1-1-utf-8", UTF8 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i].said) == 0)
      return names[i].name;
  return name;
}

/* Whether letters of ASCII are themselves in it: else the page could not have said so. */
static gboolean
is_beside_ascii (const char *encoding)
{
  static const char probe[] = "<meta charset=\"+AGE-1\">";
  g_autofree char *same = g_convert (probe, -1, UTF8, encoding, NULL, NULL, NULL);

  return g_strcmp0 (same, probe) == 0;
}

/* As iconv calls it; NULL for one that is not known. UTF-16 is not possible, and is meant for
 * UTF-8.
 */
static const char *
encoding_called (const char *name)
{
  g_autofree char *plain = g_strstrip (g_strdup (name));

  if (g_ascii_strncasecmp (plain, "utf-16", 6) == 0)
    return UTF8;
  g_autofree char *upper = g_ascii_strup (name_of_browsers (plain), -1);
  if (strcmp (upper, UTF8) == 0)
    return UTF8;
  const char *known = decode_find (upper);
  return known != NULL && is_beside_ascii (known) ? known : NULL;
}

static void
take_encoding (const char **encoding, const char *name)
{
  if (*encoding == NULL && name != NULL)
    *encoding = encoding_called (name);
}

/* "text/html; charset=utf-8" */
static char *
charset_of (const char *content)
{
  g_autofree char *folded = g_ascii_strdown (content, -1);
  const char *at = strstr (folded, "charset");

  at = at != NULL ? at + strlen ("charset") : "";
  at += strspn (at, " \t\n");
  if (*at != '=')
    return NULL;
  at++;
  at += strspn (at, " \t\n\"'");
  return g_strndup (at, strcspn (at, " \t\n\"';,"));
}

static gboolean
head_start (const char *name, const HtmlAttrs *attrs, gboolean closed G_GNUC_UNUSED, gpointer data)
{
  const char **encoding = data;

  if (strcmp (name, "meta") != 0)
    return FALSE;
  g_autofree char *charset = html_attrs_get (attrs, "charset");
  g_autofree char *equivalent = html_attrs_get (attrs, "http-equiv");
  g_autofree char *content = html_attrs_get (attrs, "content");
  take_encoding (encoding, charset);
  if (equivalent != NULL && content != NULL
      && g_ascii_strcasecmp (g_strstrip (equivalent), "content-type") == 0)
    {
      g_autofree char *inside = charset_of (content);
      take_encoding (encoding, inside);
    }
  return *encoding != NULL;
}

/* <?xml version="1.0" encoding="..."?> */
static const char *
encoding_of_xml (const char *bytes, gsize size)
{
  const char *end = size > 5 && memcmp (bytes, "<?xml", 5) == 0 ? memchr (bytes, '>', size) : NULL;

  if (end == NULL)
    return NULL;
  const HtmlAttrs attrs = { bytes + 5, end };
  g_autofree char *name = html_attrs_get (&attrs, "encoding");
  return name != NULL ? encoding_called (name) : NULL;
}

static const char *
encoding_said (const char *bytes, gsize size)
{
  static const HtmlScan scan = { .start = head_start };
  const char *encoding = NULL;

  html_scan (bytes, MIN (size, HEAD_MOST), &scan, &encoding);
  return encoding != NULL ? encoding : encoding_of_xml (bytes, size);
}

/* ---- what the bytes say */

static gboolean
has_high (const char *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if ((guchar)bytes[i] >= 0x80)
      return TRUE;
  return FALSE;
}

/* Whether a letter beyond ASCII stands there as UTF-8 at all. */
static gboolean
has_utf8 (const char *bytes, gsize size)
{
  const char *at = bytes, *end = bytes + size;

  while (at < end)
    if ((guchar)*at < 0x80)
      at++;
    else if ((gint32)g_utf8_get_char_validated (at, end - at) >= 0)
      return TRUE;
    else
      at++;
  return FALSE;
}

/* ---- deciding */

typedef struct
{
  const char *encoding; /* NULL: nothing says it */
  char *what;           /* about it, for the report; NULL: nothing is out of the ordinary */
} Choice;

/* What the page says counts unless the bytes contradict it; then, or where it says nothing, what a
 * person says, of what is not UTF-8. */
static Choice
choice_make (const char *bytes, gsize size, const char *said)
{
  const char *own = encoding_said (bytes, size);
  const gboolean is_valid = g_utf8_validate_len (bytes, size, NULL);

  if (own == NULL)
    return (Choice){ is_valid ? NULL : said, NULL };
  if (strcmp (own, UTF8) == 0 && !is_valid && !has_utf8 (bytes, size))
    return (Choice){ said != NULL ? said : FALLBACK,
                     g_strdup ("says that it is UTF-8, but is not") };
  if (strcmp (own, UTF8) != 0 && is_valid && has_high (bytes, size))
    return (Choice){ UTF8, g_strdup_printf ("says that it is in %s, but is UTF-8", own) };
  return (Choice){ own, NULL };
}

static void
find_encoding (Source *source, const Choice *choice, Decoded *decoded, const char *text)
{
  if (choice->what != NULL)
    source_find (source, ESP_GRADE_WARNING, 0, g_strdup (choice->what),
                 strcmp (choice->encoding, UTF8) == 0       ? "read as UTF-8"
                 : strcmp (choice->encoding, FALLBACK) == 0 ? "read as windows-1252, as browsers do"
                                                            : "read as you say");
  /* It said itself what it is, and the first 128 characters are the same everywhere. */
  if (decoded->by == DECODED_TOLD)
    decoded->by
        = choice->what != NULL || !has_high (text, strlen (text)) ? DECODED_PLAIN : DECODED_MARKED;
  decoded->doubtful = FALSE;
  decoded_find (decoded, text, source->findings);
}

char *
html_encoding_decode (Source *source, const char *bytes, gsize size_bytes, const char *said,
                      GError **error)
{
  Choice choice = { NULL, NULL };
  Decoded decoded;

  if (!decode_is_wide (bytes, size_bytes))
    {
      DecodedFaults nuls;
      g_autoptr (GString) narrow = g_string_new_len (bytes, (gssize)size_bytes);
      conversion_drop_nuls (narrow, &nuls);
      if (!g_str_has_prefix (narrow->str, MARK))
        choice = choice_make (narrow->str, narrow->len, said);
    }
  char *text = decode_text (bytes, size_bytes, choice.encoding, &decoded, error);
  if (text != NULL)
    find_encoding (source, &choice, &decoded, text);
  g_free (choice.what);
  return text;
}
