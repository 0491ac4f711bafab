/* Cutting the bytes of an RTF file into tokens. Whatever the bytes are, they are cut into
 * something: what it means is decided by others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/rtf/scan.h"

#include <string.h>

gboolean
rtf_scan_is_rtf (const char *bytes, gsize size, gsize *start)
{
  gsize at = size >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

  while (at < size && at < 256 && g_ascii_isspace (bytes[at]))
    at++;
  if (start != NULL)
    *start = at;
  return size - at >= 5 && memcmp (bytes + at, "{\\rtf", 5) == 0;
}

/* Numbers beyond what any word means stay there. */
static void
scan_number (RtfScan *self, RtfToken *token)
{
  const gboolean minus
      = self->at + 1 < self->end && *self->at == '-' && g_ascii_isdigit (self->at[1]);
  gint64 number = 0;

  if (minus)
    self->at++;
  while (self->at < self->end && g_ascii_isdigit (*self->at))
    {
      number = number * 10 + g_ascii_digit_value (*self->at);
      number = MIN (number, G_MAXINT);
      token->has_number = TRUE;
      self->at++;
    }
  token->number = (int)(minus ? -number : number);
}

static void
scan_word (RtfScan *self, RtfToken *token)
{
  gsize size = 0;

  token->kind = RTF_WORD;
  for (; self->at < self->end && g_ascii_isalpha (*self->at); self->at++)
    if (size < RTF_WORD_MAX)
      token->word[size++] = *self->at;
  token->word[size] = '\0';
  scan_number (self, token);
  if (self->at < self->end && *self->at == ' ')
    self->at++;
  if (strcmp (token->word, "bin") != 0 || token->number <= 0)
    return;
  self->at += MIN ((gsize)token->number, (gsize)(self->end - self->at));
}

/* After \' : two hexadecimal digits, or nothing that means anything. */
static void
scan_byte (RtfScan *self, RtfToken *token)
{
  if (self->end - self->at < 2 || !g_ascii_isxdigit (self->at[0])
      || !g_ascii_isxdigit (self->at[1]))
    return;
  token->kind = RTF_BYTE;
  token->number = g_ascii_xdigit_value (self->at[0]) * 16 + g_ascii_xdigit_value (self->at[1]);
  self->at += 2;
}

static void
scan_control (RtfScan *self, RtfToken *token)
{
  if (self->at < self->end && g_ascii_isalpha (*self->at))
    {
      scan_word (self, token);
      return;
    }
  token->kind = RTF_SYMBOL;
  if (self->at == self->end)
    return;
  token->number = (guchar)*self->at++;
  if (token->number == '\'')
    scan_byte (self, token);
}

static gboolean
ends_text (char byte)
{
  return byte == '\\' || byte == '{' || byte == '}' || byte == '\n' || byte == '\r';
}

gboolean
rtf_scan_next (RtfScan *self, RtfToken *token)
{
  while (self->at < self->end && (*self->at == '\n' || *self->at == '\r'))
    self->at++;
  if (self->at == self->end)
    return FALSE;
  token->has_number = FALSE;
  token->number = 0;
  token->bytes = self->at;
  switch (*self->at)
    {
    case '{':
      token->kind = RTF_OPEN;
      self->at++;
      return TRUE;
    case '}':
      token->kind = RTF_CLOSE;
      self->at++;
      return TRUE;
    case '\\':
      self->at++;
      scan_control (self, token);
      return TRUE;
    default:
      token->kind = RTF_TEXT;
      while (self->at < self->end && !ends_text (*self->at))
        self->at++;
      token->size = (gsize)(self->at - token->bytes);
      return TRUE;
    }
}
