/* Converting bytes to UTF-8 without losing the text for a few of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/conversion.h"

#include <errno.h>
#include <string.h>

#define LOST "\uFFFD"

/* One byte in so many may be wrong, and always so many. */
#define FEW_SHARE 100
#define FEW 3

gboolean
conversion_are_few (guint count, gsize of)
{
  return count <= FEW || count <= of / FEW_SHARE;
}

/* ---------------------------------------------------------------- places */

/* A count of lines that goes on where it ended. */
typedef struct
{
  gsize seen, line;
} LineCount;

static gsize
line_count_to (LineCount *self, const char *text, gsize size)
{
  for (; self->seen < size; self->seen++)
    {
      const char *at = text + self->seen;
      self->line += *at == '\n' || (*at == '\r' && (self->seen + 1 == size || at[1] != '\n'));
    }
  return self->line;
}

gsize
conversion_line (const char *text, gsize size)
{
  LineCount count = { 0, 1 };

  return line_count_to (&count, text, size);
}

static void
faults_add (DecodedFaults *self, gsize offset, guint8 byte, gsize line)
{
  if (self->count++ == 0)
    {
      self->offset = offset;
      self->byte = byte;
    }
  if (self->lines_count > 0 && self->lines[self->lines_count - 1] == line)
    return;
  if (self->lines_count < DECODED_LINES)
    self->lines[self->lines_count++] = line;
  else
    self->has_more_lines = TRUE;
}

/* ---------------------------------------------------------------- converting */

typedef struct
{
  const char *bytes;
  gsize size;
  GString *text;
  LineCount count; /* of the text */
  Conversion *conversion;
} Writing;

static void
writing_lose (Writing *self, const char *at)
{
  const gsize line = line_count_to (&self->count, self->text->str, self->text->len);

  faults_add (&self->conversion->lost, (gsize)(at - self->bytes), (guint8)*at, line);
  g_string_append (self->text, LOST);
}

static void
writing_utf8 (Writing *self)
{
  const char *at = self->bytes, *end = self->bytes + self->size, *stop;

  while (!g_utf8_validate_len (at, (gsize)(end - at), &stop))
    {
      g_string_append_len (self->text, at, stop - at);
      at = stop + 1;
      if (*stop == '\0')
        g_string_append_c (self->text, '\0');
      else if (g_utf8_get_char_validated (stop, end - stop) == (gunichar)-2)
        {
          self->conversion->is_cut = TRUE;
          writing_lose (self, stop);
          at = end;
        }
      else
        writing_lose (self, stop);
    }
  g_string_append_len (self->text, at, end - at);
}

/* Bytes of a unit of the encoding: what is passed over where one does not fit. */
static gsize
unit_of (const char *encoding)
{
  g_autofree char *upper = g_ascii_strup (encoding, -1);

  if (g_str_has_prefix (upper, "UTF-16") || g_str_has_prefix (upper, "UCS-2"))
    return 2;
  return g_str_has_prefix (upper, "UTF-32") || g_str_has_prefix (upper, "UCS-4") ? 4 : 1;
}

static void
writing_iconv (Writing *self, const char *encoding)
{
  const gsize unit = unit_of (encoding);
  GIConv converter = g_iconv_open ("UTF-8", encoding);
  char *from = (char *)self->bytes, buffer[4096];
  gsize left = self->size;
  gboolean is_done = FALSE;

  while (!is_done)
    {
      char *to = buffer;
      gsize room = sizeof buffer;
      /* The last call gives what the converter holds back for a mark that may follow a letter. */
      is_done = left == 0;
      const gsize done = g_iconv (converter, is_done ? NULL : &from, &left, &to, &room);
      const int trouble = done == (gsize)-1 ? errno : 0;
      g_string_append_len (self->text, buffer, to - buffer);
      if (trouble != EILSEQ && trouble != EINVAL)
        continue;
      self->conversion->is_cut = trouble == EINVAL;
      const gsize skipped = trouble == EINVAL ? left : MIN (unit, left);
      writing_lose (self, from);
      from += skipped;
      left -= skipped;
    }
  g_iconv_close (converter);
}

GString *
conversion_make (const char *bytes, gsize size, const char *encoding, Conversion *conversion)
{
  Writing writing = { bytes, size, g_string_sized_new (size), { 0, 1 }, conversion };

  *conversion = (Conversion){ 0 };
  if (g_ascii_strcasecmp (encoding, "UTF-8") == 0)
    writing_utf8 (&writing);
  else
    writing_iconv (&writing, encoding);
  return writing.text;
}

/* ---------------------------------------------------------------- in place */

void
conversion_drop_nuls (GString *text, DecodedFaults *nuls)
{
  LineCount count = { 0, 1 };
  const char *end = text->str + text->len;
  char *to = memchr (text->str, '\0', text->len);

  *nuls = (DecodedFaults){ 0 };
  if (to == NULL)
    return;
  for (const char *from = to; from < end; from++)
    if (*from != '\0')
      *to++ = *from;
    else
      faults_add (nuls, (gsize)(from - text->str), 0,
                  line_count_to (&count, text->str, (gsize)(to - text->str)));
  g_string_truncate (text, (gsize)(to - text->str));
}

void
conversion_unify_line_ends (GString *text)
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
