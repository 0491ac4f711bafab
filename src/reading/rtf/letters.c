/* Decoding the bytes of an RTF file. Code pages are those of Windows and of old Macs; iconv knows
 * them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/rtf/letters.h"

#include "reading/rtf/symbol.h"

#include <errno.h>

#define PAGE_UTF8 65001u

/* ---- which code page */

guint
rtf_letters_page_of_charset (int charset)
{
  static const struct
  {
    guchar charset;
    guint16 page;
  } pages[]
      = { { 0, 1252 },   { 77, 10000 }, { 78, 932 },   { 79, 949 },   { 80, 936 },   { 81, 950 },
          { 83, 10005 }, { 84, 10004 }, { 85, 10006 }, { 86, 10081 }, { 87, 874 },   { 88, 10029 },
          { 89, 10007 }, { 128, 932 },  { 129, 949 },  { 130, 1361 }, { 134, 936 },  { 136, 950 },
          { 161, 1253 }, { 162, 1254 }, { 163, 1258 }, { 177, 1255 }, { 178, 1256 }, { 179, 1256 },
          { 180, 1256 }, { 181, 1255 }, { 186, 1257 }, { 204, 1251 }, { 222, 874 },  { 238, 1250 },
          { 254, 437 },  { 255, 850 } };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (pages[i].charset == charset)
      return pages[i].page;
  return 0;
}

guint
rtf_letters_page_of_name (const char *name, gboolean is_symbol)
{
  static const struct
  {
    const char *ending;
    guint page;
  } endings[] = { { " CE", 1250 },  { " Cyr", 1251 },    { " Greek", 1253 },
                  { " Tur", 1254 }, { " Baltic", 1257 }, { " (Vietnamese)", 1258 } };

  if (g_ascii_strcasecmp (name, "Symbol") == 0)
    return RTF_PAGE_SYMBOL;
  if (g_ascii_strcasecmp (name, "Wingdings") == 0)
    return RTF_PAGE_WINGDINGS;
  if (is_symbol)
    return RTF_PAGE_OWN;
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i].ending))
      return endings[i].page;
  return 0;
}

/* As iconv calls it; to be freed. */
static char *
page_name (guint page)
{
  static const struct
  {
    guint page;
    const char *name;
  } names[] = { { 708, "ISO-8859-6" },    { 819, "ISO-8859-1" },   { 10000, "MACINTOSH" },
                { 10001, "CP932" },       { 10002, "CP950" },      { 10003, "CP949" },
                { 10007, "MACCYRILLIC" }, { 10008, "CP936" },      { 10029, "MAC-CENTRALEUROPE" },
                { 10079, "MAC-IS" },      { 20127, "ASCII" },      { 20866, "KOI8-R" },
                { 21866, "KOI8-U" },      { 28591, "ISO-8859-1" }, { 28592, "ISO-8859-2" },
                { 28605, "ISO-8859-15" }, { 51932, "EUC-JP" },     { 51949, "EUC-KR" },
                { 54936, "GB18030" },     { 65001, "UTF-8" } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].page == page)
      return g_strdup (names[i].name);
  return g_strdup_printf ("CP%u", page);
}

/* ---- making one */

static void
letters_free (gpointer data)
{
  RtfLetters *letters = data;

  if (letters->is_known && !letters->is_symbol)
    g_iconv_close (letters->iconv);
  g_free (letters);
}

static gunichar
symbol_letter (guint page, guchar byte)
{
  if (page == RTF_PAGE_SYMBOL)
    return rtf_symbol_symbol (byte);
  if (page == RTF_PAGE_WINGDINGS)
    return rtf_symbol_wingdings (byte);
  return byte < 0x7F ? byte : 0;
}

/* What one byte is by itself. */
static gunichar
single_letter (GIConv iconv, guchar byte)
{
  char in[1] = { (char)byte }, out[8] = { 0 };
  char *from = in, *to = out;
  gsize left = sizeof in, room = sizeof out - 1;

  g_iconv (iconv, NULL, NULL, NULL, NULL);
  if (g_iconv (iconv, &from, &left, &to, &room) == (gsize)-1 || left > 0)
    return 0;
  /* Some converters hold a letter back until they know that no accent follows. */
  g_iconv (iconv, NULL, NULL, &to, &room);
  const gunichar c = g_utf8_get_char_validated (out, -1);
  return c >= 0x80 && c < 0xA0 ? 0 : g_unichar_validate (c) ? c : 0;
}

static gboolean
page_is_multibyte (guint page)
{
  static const guint pages[]
      = { 932, 936, 949, 950, 1361, 10001, 10002, 10003, 10008, 51932, 51949, 54936, 65001 };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (pages[i] == page)
      return TRUE;
  return FALSE;
}

static RtfLetters *
letters_new (guint page)
{
  RtfLetters *letters = g_new0 (RtfLetters, 1);
  g_autofree char *name = page_name (page);

  letters->page = page;
  letters->is_symbol = page <= RTF_PAGE_OWN;
  if (!letters->is_symbol)
    letters->iconv = g_iconv_open ("UTF-8", name);
  letters->is_known = letters->is_symbol || letters->iconv != (GIConv)-1;
  letters->is_multibyte = letters->is_known && page_is_multibyte (page);
  for (guint byte = 0x20; byte < 256 && !letters->is_multibyte; byte++)
    if (letters->is_symbol)
      letters->table[byte] = symbol_letter (page, (guchar)byte);
    else if (byte < 0x7F)
      letters->table[byte] = byte;
    else if (letters->is_known)
      letters->table[byte] = single_letter (letters->iconv, (guchar)byte);
  return letters;
}

GHashTable *
rtf_letters_table (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, letters_free);
}

const RtfLetters *
rtf_letters_get (GHashTable *table, guint page)
{
  /* No code page has a greater number. */
  page = MIN (page, G_MAXUINT16);
  RtfLetters *letters = g_hash_table_lookup (table, GUINT_TO_POINTER (page));

  if (letters == NULL)
    {
      letters = letters_new (page);
      g_hash_table_insert (table, GUINT_TO_POINTER (page), letters);
    }
  return letters;
}

/* ---- several bytes a letter */

/* U+FFFD for a byte that is no letter. */
static void
lose_byte (const char **from, gsize *left, GString *text, guint *lost)
{
  g_string_append (text, "\xEF\xBF\xBD");
  (*lost)++;
  (*from)++;
  (*left)--;
}

/* iconv from UTF-8 to UTF-8 lets through what is none. */
static gsize
decode_utf8 (const char *bytes, gsize size, gboolean last, GString *text, guint *lost)
{
  const char *from = bytes;
  gsize left = size;

  while (left > 0)
    {
      const gunichar c
          = (guchar)*from < 0x80 ? (guchar)*from : g_utf8_get_char_validated (from, (gssize)left);
      const gsize length = g_utf8_skip[(guchar)*from];
      if (c == (gunichar)-2 && !last && left < length)
        break;
      if (c >= (gunichar)-2)
        {
          lose_byte (&from, &left, text, lost);
          continue;
        }
      g_string_append_len (text, from, (gssize)length);
      from += length;
      left -= length;
    }
  return size - left;
}

gsize
rtf_letters_decode (const RtfLetters *self, const char *bytes, gsize size, gboolean last,
                    GString *text, guint *lost)
{
  char *from = (char *)bytes;
  gsize left = size;

  if (self->page == PAGE_UTF8)
    return decode_utf8 (bytes, size, last, text, lost);
  g_iconv (self->iconv, NULL, NULL, NULL, NULL);
  while (left > 0)
    {
      char out[512];
      char *to = out;
      gsize room = sizeof out;
      const gsize done = g_iconv (self->iconv, &from, &left, &to, &room);
      const int trouble = errno;
      g_string_append_len (text, out, to - out);
      if (done != (gsize)-1 || trouble == E2BIG)
        continue;
      if (trouble == EINVAL && !last)
        break;
      lose_byte ((const char **)&from, &left, text, lost);
    }
  return size - left;
}
