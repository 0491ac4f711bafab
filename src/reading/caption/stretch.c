/* Looking at stretches of text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/caption/stretch.h"

#include <string.h>

void
stretch_trim (Stretch *self)
{
  while (self->at < self->end && g_unichar_isspace (g_utf8_get_char (self->at)))
    self->at = g_utf8_next_char (self->at);
  while (self->end > self->at)
    {
      const char *last = g_utf8_prev_char (self->end);
      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      self->end = last;
    }
}

gboolean
stretch_next_line (const char **from, const char *end, Stretch *line)
{
  while (*from < end)
    {
      const char *stop = memchr (*from, '\n', (gsize)(end - *from));
      stop = stop != NULL ? stop : end;
      *line = (Stretch){ *from, stop };
      *from = stop < end ? stop + 1 : end;
      stretch_trim (line);
      if (line->at < line->end)
        return TRUE;
    }
  return FALSE;
}

gboolean
stretch_equal (const Stretch *self, const Stretch *other)
{
  const gsize size = (gsize)(self->end - self->at);

  return size == (gsize)(other->end - other->at) && memcmp (self->at, other->at, size) == 0;
}

gboolean
stretch_is_named (const Stretch *self)
{
  const gsize size = (gsize)(self->end - self->at);

  return size >= 4 && size <= 240 && *self->at == '(' && self->end[-1] == ')'
         && memchr (self->at + 1, '(', size - 1) == NULL && memchr (self->at, ')', size - 1) == NULL
         && g_utf8_strlen (self->at, (gssize)size) <= 62;
}

static gboolean
is_dash (gunichar c)
{
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

gsize
stretch_dash (const Stretch *self, gboolean *tight)
{
  const char *p = self->at;

  if (p == self->end || !is_dash (g_utf8_get_char (p)))
    return 0;
  p = g_utf8_next_char (p);
  const char *dash_end = p;
  while (p < self->end && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  *tight = p == dash_end;
  if (p == self->end)
    return 0;
  const gunichar next = g_utf8_get_char (p);
  if (*tight && (is_dash (next) || g_unichar_isdigit (next) || next == '>'))
    return 0;
  return (gsize)(p - self->at);
}

gboolean
stretch_is_bare_dash (const Stretch *self)
{
  return self->at < self->end && is_dash (g_utf8_get_char (self->at))
         && g_utf8_next_char (self->at) == self->end;
}
