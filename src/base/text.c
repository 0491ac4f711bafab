/* UTF-8 text: between code points and bytes, folded for comparing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"

#include <string.h>

/* ---- code points and bytes */

/* Every STRIDE code points the byte where they begin; in ASCII the two are the same and no table is
 * needed. */
#define STRIDE 64

struct _TextIndex
{
  const char *text;
  gsize size, length; /* bytes, code points */
  gsize *marks;       /* byte of code point i * STRIDE; NULL for ASCII */
};

static gboolean
is_continuation (char byte)
{
  return ((guint8)byte & 0xc0) == 0x80;
}

/* Every text is counted when it is imported: eight bytes are, at once. */
#define WIDE sizeof (guint64)
#define EACH_BYTE G_GUINT64_CONSTANT (0x0101010101010101)

/* Code points that begin in the next eight bytes: those whose two highest bits are not 10. */
static gsize
wide_count_cp (const char *at)
{
  guint64 bytes;
  memcpy (&bytes, at, WIDE);
  const guint64 continuations = (bytes >> 7) & ~(bytes >> 6) & EACH_BYTE;
  return WIDE - (gsize)((continuations * EACH_BYTE) >> 56);
}

gsize
text_count_cp (const char *text, gsize size)
{
  gsize count = 0, i = 0;
  for (; i + WIDE <= size; i += WIDE)
    count += wide_count_cp (text + i);
  for (; i < size; i++)
    count += !is_continuation (text[i]);
  return count;
}

static void
index_mark (TextIndex *index)
{
  gsize cp = 0, next = 0; /* of the byte; of the next mark */
  for (gsize i = 0; i < index->size;)
    {
      const gsize wide = i + WIDE <= index->size ? wide_count_cp (index->text + i) : 0;
      if (wide > 0 && cp + wide <= next)
        {
          cp += wide;
          i += WIDE;
          continue;
        }
      if (!is_continuation (index->text[i]) && cp++ == next)
        {
          index->marks[next / STRIDE] = i;
          next += STRIDE;
        }
      i++;
    }
  if (index->length % STRIDE == 0)
    index->marks[index->length / STRIDE] = index->size;
}

TextIndex *
text_index_new (const char *text, gssize size_bytes)
{
  TextIndex *index = g_new0 (TextIndex, 1);
  index->text = text;
  index->size = size_bytes < 0 ? strlen (text) : (gsize)size_bytes;
  index->length = text_count_cp (text, index->size);
  if (index->length == index->size)
    return index;
  index->marks = g_new (gsize, index->length / STRIDE + 1);
  index_mark (index);
  return index;
}

void
text_index_free (TextIndex *index)
{
  if (index == NULL)
    return;
  g_free (index->marks);
  g_free (index);
}

gsize
text_index_length (const TextIndex *index)
{
  return index->length;
}

gsize
text_index_bytes (const TextIndex *index, gsize cp)
{
  g_return_val_if_fail (cp <= index->length, index->size);
  if (index->marks == NULL)
    return cp;
  const char *p = index->text + index->marks[cp / STRIDE];
  for (gsize n = cp % STRIDE; n > 0; n--)
    p = g_utf8_next_char (p);
  return (gsize)(p - index->text);
}

gsize
text_index_cp (const TextIndex *index, gsize byte)
{
  g_return_val_if_fail (byte <= index->size, index->length);
  if (index->marks == NULL)
    return byte;
  while (byte > 0 && byte < index->size && is_continuation (index->text[byte]))
    byte--;
  gsize low = 0, high = index->length / STRIDE;
  while (low < high)
    {
      gsize middle = (low + high + 1) / 2;
      if (index->marks[middle] <= byte)
        low = middle;
      else
        high = middle - 1;
    }
  gsize cp = low * STRIDE;
  for (const char *p = index->text + index->marks[low]; p < index->text + byte;
       p = g_utf8_next_char (p))
    cp++;
  return cp;
}

gboolean
text_is_blank (const char *text, const char *end)
{
  while (text < end && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text >= end;
}

char *
text_slice (const char *text, const TextIndex *index, gsize start_cp, gsize end_cp)
{
  /* A damaged study may have a span that ends before it begins: it has no words. */
  start_cp = MIN (start_cp, end_cp);
  gsize start = text_index_bytes (index, start_cp), end = text_index_bytes (index, end_cp);
  return g_strndup (text + start, end - start);
}

/* ---- folding */

gboolean
text_is_unseen (gunichar c)
{
  if (c < 0x2000)
    return c == 0x00ad || c == 0x061c || c == 0x180e; /* soft hyphen, Arabic mark, Mongolian */
  return (c >= 0x200b && c <= 0x200f)                 /* zero width, joiners, direction */
         || (c >= 0x202a && c <= 0x202e)              /* embeddings and overrides */
         || (c >= 0x2060 && c <= 0x206f)              /* word joiner, isolates */
         || c == 0xfeff;
}

gunichar
text_fold_char (gunichar c)
{
  if (text_is_unseen (c))
    return 0;
  switch (c)
    {
    case 0x2212: /* minus */
    case 0xfe63:
    case 0xff0d:
      return '-';
    default:
      break;
    }
  if (c == '_')
    return c;
  if (g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION)
    return '-';
  return g_unichar_isspace (c) ? ' ' : c;
}

char *
text_fold_label (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  GString *folded = g_string_new (NULL);
  gboolean space = FALSE;
  for (const char *p = composed != NULL ? composed : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = text_fold_char (g_utf8_get_char (p));
      if (c == ' ')
        space = TRUE;
      else if (c != 0)
        {
          if (space && folded->len > 0)
            g_string_append_c (folded, ' ');
          space = FALSE;
          g_string_append_unichar (folded, c);
        }
    }
  return g_string_free (folded, FALSE);
}

char *
text_fold_name (const char *text)
{
  g_autofree char *label = text_fold_label (text);
  return g_utf8_casefold (label, -1);
}

gboolean
text_same_name (const char *text, const char *other)
{
  g_autofree char *one = text_fold_name (text), *two = text_fold_name (other);
  return strcmp (one, two) == 0;
}

char *
text_slug (const char *name)
{
  g_autofree char *folded = text_fold_name (name);
  GString *slug = g_string_new (NULL);
  gboolean gap = FALSE;
  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c == '\'' || c == 0x2019)
        continue;
      if (!g_unichar_isalnum (c))
        gap = TRUE;
      else
        {
          if (gap && slug->len > 0)
            g_string_append_c (slug, '-');
          gap = FALSE;
          g_string_append_unichar (slug, c);
        }
    }
  return g_string_free (slug, FALSE);
}

gsize
text_count_words (const char *text)
{
  gsize words = 0;
  gboolean inside = FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean part = g_unichar_isalnum (c) || (inside && (c == '\'' || c == 0x2019));
      words += part && !inside;
      inside = part;
    }
  return words;
}

char *
text_excerpt (const char *text, gsize max_cp)
{
  GString *line = g_string_new (NULL);
  gsize length = 0,
        last_word = 0; /* last_word: bytes up to a space that leave room for the ellipsis */
  gboolean space = FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (g_unichar_isspace (c))
        {
          space = line->len > 0;
          continue;
        }
      if (space)
        {
          if (length < max_cp)
            last_word = line->len;
          g_string_append_c (line, ' ');
          length++;
        }
      space = FALSE;
      g_string_append_unichar (line, c);
      if (++length > max_cp)
        {
          glong cut = (glong)max_cp - 1;
          g_string_truncate (
              line, last_word > 0
                        ? last_word
                        : (gsize)(g_utf8_offset_to_pointer (line->str, MAX (cut, 0)) - line->str));
          g_string_append (line, "…");
          break;
        }
    }
  return g_string_free (line, FALSE);
}

char *
text_typed (const char *name)
{
  return *name == '\0' || strpbrk (name, " '\"$`\\&;()*?<>|") != NULL ? g_shell_quote (name)
                                                                      : g_strdup (name);
}
