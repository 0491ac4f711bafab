/* Walking over a stretch of one line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/stretch.h"

#include "base/text.h"

#include <string.h>

static gboolean
is_unseen (const char *p)
{
  return (guchar)*p >= 0x80 && text_is_unseen (g_utf8_get_char (p));
}

/* White space, and what cannot be seen at all: no label begins or ends with a mark of direction. */
static gboolean
is_blank (const char *p)
{
  if ((guchar)*p < 0x80)
    return *p == ' ' || (*p >= '\t' && *p <= '\r' && *p != '\v');
  const gunichar c = g_utf8_get_char (p);
  return g_unichar_isspace (c) || text_is_unseen (c);
}

const char *
stretch_after (const char *p)
{
  return p + g_utf8_skip[(guchar)*p];
}

const char *
stretch_skip_space (const char *p, const char *end)
{
  while (p < end && is_blank (p))
    p = stretch_after (p);
  return p;
}

const char *
stretch_trim_space (const char *p, const char *end)
{
  while (end > p)
    {
      const char *last = g_utf8_prev_char (end);
      if (!is_blank (last))
        break;
      end = last;
    }
  return end;
}

gboolean
stretch_is_mark (char c)
{
  return c == '*' || c == '_' || c == '`' || c == '\\';
}

const char *
stretch_skip_marks (const char *p, const char *end)
{
  while (p < end && (stretch_is_mark (*p) || is_unseen (p)))
    p = stretch_after (p);
  return p;
}

const char *
stretch_trim_marks (const char *p, const char *end)
{
  for (const char *last; end > p; end = last)
    {
      last = g_utf8_prev_char (end);
      if (!stretch_is_mark (*last) && !is_unseen (last))
        break;
    }
  return end;
}

gboolean
stretch_ends_sentence (const char *p, const char *end)
{
  end = stretch_trim_marks (p, end);
  while (end > p
         && g_utf8_strchr ("\"')”’»」』", -1, g_utf8_get_char (g_utf8_prev_char (end))) != NULL)
    end = g_utf8_prev_char (end);
  return end > p
         && g_utf8_strchr (".?!:…。？！：؟۔।", -1, g_utf8_get_char (g_utf8_prev_char (end)))
                != NULL;
}
