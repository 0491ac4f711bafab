/* White space in the XML.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/odt/white.h"

static gboolean
is_white (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

gsize
odt_white_skip (const char *words, gsize size)
{
  gsize at = 0;

  while (at < size && is_white (words[at]))
    at++;
  return at;
}

OdtWhite
odt_white_new (void)
{
  return (OdtWhite){ .after_space = TRUE };
}

void
odt_white_break (OdtWhite *white)
{
  white->after_space = FALSE;
  white->ends_soft = FALSE;
}

void
odt_white_words (OdtWhite *white, const char *text, gsize size,
                 void (*put) (const char *words, gsize size, gpointer data), gpointer data)
{
  for (gsize from = 0; from < size;)
    {
      gsize to = from;
      for (; to < size && !(is_white (text[to]) && (text[to] != ' ' || white->after_space)); to++)
        white->after_space = text[to] == ' ';
      if (to > from)
        put (text + from, to - from, data);
      if (to < size && !white->after_space)
        put (" ", 1, data);
      if (to < size)
        white->after_space = TRUE;
      from = to + 1;
    }
  white->ends_soft = white->after_space;
}
