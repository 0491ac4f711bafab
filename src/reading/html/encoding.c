/* Decoding a page: a byte-order mark, then what the page says, then UTF-8 if it is that, then
 * windows-1252, as browsers do. Bytes that do not fit never stop it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/encoding.h"

#include "base/decode.h"
#include "base/html.h"

#include <errno.h>
#include <string.h>

#define UTF8 "UTF-8"
#define FALLBACK "WINDOWS-1252"
#define LOST "\uFFFD"

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

typedef struct
{
  const char *encoding; /* NULL: it is as it should be */
  gsize mark;           /* bytes of a byte-order mark */
  gboolean is_wide;     /* two bytes a character */
} Marked;

static Marked
marked_of (const char *bytes, gsize size)
{
  static const struct
  {
    const char *bytes;
    gsize size, mark;
    Marked marked;
  } marks[] = {
    { "\xEF\xBB\xBF", 3, 3, { UTF8, 3, FALSE } },  { "\xFF\xFE", 2, 2, { "UTF-16LE", 2, TRUE } },
    { "\xFE\xFF", 2, 2, { "UTF-16BE", 2, TRUE } }, { "<\0", 2, 0, { "UTF-16LE", 0, TRUE } },
    { "\0<", 2, 0, { "UTF-16BE", 0, TRUE } },
  };
  const Marked none = { NULL, 0, FALSE };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (size >= marks[i].size && memcmp (bytes, marks[i].bytes, marks[i].size) == 0)
      return marks[i].marked;
  return none;
}

/* ---- converting */

/* What cannot be converted becomes U+FFFD, and is counted. */
static GString *
convert (const char *bytes, gsize size, const char *encoding, gsize unit, guint *lost)
{
  GString *text = g_string_sized_new (size);
  GIConv converter = g_iconv_open (UTF8, encoding);
  char *from = (char *)bytes;
  char buffer[4096];

  while (size > 0)
    {
      char *to = buffer;
      gsize room = sizeof buffer;
      const gsize done = g_iconv (converter, &from, &size, &to, &room);
      const int trouble = done == (gsize)-1 ? errno : 0;
      g_string_append_len (text, buffer, to - buffer);
      if (trouble == EILSEQ || trouble == EINVAL)
        {
          const gsize skipped = trouble == EINVAL ? size : MIN (unit, size);
          g_string_append (text, LOST);
          (*lost)++;
          from += skipped;
          size -= skipped;
        }
    }
  g_iconv_close (converter);
  return text;
}

static GString *
make_valid (const char *bytes, gsize size, guint *lost)
{
  GString *text = g_string_sized_new (size);
  const char *end = bytes + size, *stop = NULL;

  while (!g_utf8_validate_len (bytes, (gsize)(end - bytes), &stop))
    {
      g_string_append_len (text, bytes, stop - bytes);
      g_string_append (text, LOST);
      (*lost)++;
      bytes = stop + 1;
    }
  g_string_append_len (text, bytes, end - bytes);
  return text;
}

/* Takes out NULs, in place. */
static guint
drop_nuls (GString *text)
{
  char *to = memchr (text->str, '\0', text->len);
  const char *end = text->str + text->len;

  if (to == NULL)
    return 0;
  for (const char *from = to; from < end; from++)
    if (*from != '\0')
      *to++ = *from;
  const guint dropped = (guint)(end - to);
  g_string_truncate (text, (gsize)(to - text->str));
  return dropped;
}

/* CRLF and CR to LF, in place. */
static void
unify_line_ends (GString *text)
{
  char *to = memchr (text->str, '\r', text->len);
  const char *end = text->str + text->len;

  if (to == NULL)
    return;
  for (const char *from = to; from < end; from++)
    if (*from != '\r')
      *to++ = *from;
    else if (from + 1 == end || from[1] != '\n')
      *to++ = '\n';
  g_string_truncate (text, (gsize)(to - text->str));
}

/* ---- deciding */

typedef struct
{
  const char *encoding;
  char *what; /* about it, for the report; NULL: nothing is out of the ordinary */
} Choice;

static Choice
choice_unsaid (const char *bytes, gsize size, const char *said)
{
  if (g_utf8_validate_len (bytes, size, NULL))
    return (Choice){ UTF8, NULL };
  const char *told = said != NULL ? decode_find (said) : NULL;
  if (told != NULL)
    return (Choice){ told, NULL };
  return (Choice){ FALLBACK, g_strdup ("does not say in which encoding it is, and is not UTF-8") };
}

/* What the page says counts unless the bytes contradict it. */
static Choice
choice_make (const char *bytes, gsize size, const char *said)
{
  const char *own = encoding_said (bytes, size);

  if (own == NULL)
    return choice_unsaid (bytes, size, said);
  const gboolean is_valid = g_utf8_validate_len (bytes, size, NULL);
  if (strcmp (own, UTF8) == 0 && !is_valid && !has_utf8 (bytes, size))
    return (Choice){ FALLBACK, g_strdup ("says that it is UTF-8, but is not") };
  if (strcmp (own, UTF8) != 0 && is_valid && has_high (bytes, size))
    return (Choice){ UTF8, g_strdup_printf ("says that it is in %s, but is UTF-8", own) };
  return (Choice){ own, NULL };
}

static void
find_encoding (Source *source, const Choice *choice)
{
  if (choice->what != NULL)
    source_find (source, ESP_GRADE_WARNING, 0, g_strdup (choice->what),
                 strcmp (choice->encoding, UTF8) == 0 ? "read as UTF-8"
                                                      : "read as windows-1252, as browsers do");
  else if (strcmp (choice->encoding, UTF8) != 0)
    source_find (source, ESP_GRADE_NOTE, 0, g_strdup_printf ("is in %s", choice->encoding),
                 "stored as UTF-8");
}

static void
find_losses (Source *source, guint lost, guint nuls)
{
  if (lost > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("has %u byte%s that %s no character in its encoding", lost,
                                  lost == 1 ? "" : "s", lost == 1 ? "is" : "are"),
                 "read as U+FFFD");
  if (nuls > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("has %u NUL character%s", nuls, nuls == 1 ? "" : "s"),
                 "left out");
}

static GString *
decode_narrow (Source *source, GString *bytes, const char *said, gboolean is_marked, guint *lost)
{
  Choice choice = { UTF8, NULL };

  if (!is_marked)
    choice = choice_make (bytes->str, bytes->len, said);
  GString *text = strcmp (choice.encoding, UTF8) == 0
                      ? make_valid (bytes->str, bytes->len, lost)
                      : convert (bytes->str, bytes->len, choice.encoding, 1, lost);
  /* The first 128 characters are the same everywhere. */
  if (text->len != bytes->len || memcmp (text->str, bytes->str, text->len) != 0
      || choice.what != NULL)
    find_encoding (source, &choice);
  g_free (choice.what);
  return text;
}

char *
html_encoding_decode (Source *source, const char *bytes, gsize size_bytes, const char *said,
                      gsize *text_size)
{
  const Marked marked = marked_of (bytes, size_bytes);
  guint lost = 0, nuls = 0;
  GString *text = NULL;

  bytes += marked.mark;
  size_bytes -= marked.mark;
  if (marked.is_wide)
    {
      const Choice choice = { marked.encoding, NULL };
      text = convert (bytes, size_bytes, marked.encoding, 2, &lost);
      nuls = drop_nuls (text);
      find_encoding (source, &choice);
    }
  else
    {
      GString *copy = g_string_new_len (bytes, (gssize)size_bytes);
      nuls = drop_nuls (copy);
      text = decode_narrow (source, copy, said, marked.encoding != NULL, &lost);
      nuls += drop_nuls (text);
      g_string_free (copy, TRUE);
    }
  unify_line_ends (text);
  find_losses (source, lost, nuls);
  *text_size = text->len;
  return g_string_free (text, FALSE);
}
