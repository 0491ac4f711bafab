/* Walking over a stretch of one line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/stretch.h"

#include <string.h>

const char *
stretch_after (const char *p)
{
  return p + g_utf8_skip[(guchar)*p];
}

const char *
stretch_skip_space (const char *p, const char *end)
{
  while (p < end && g_unichar_isspace (g_utf8_get_char (p)))
    p = stretch_after (p);
  return p;
}

const char *
stretch_trim_space (const char *p, const char *end)
{
  while (end > p)
    {
      const char *last = g_utf8_prev_char (end);
      if (!g_unichar_isspace (g_utf8_get_char (last)))
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
  while (p < end && stretch_is_mark (*p))
    p++;
  return p;
}

const char *
stretch_trim_marks (const char *p, const char *end)
{
  while (end > p && stretch_is_mark (end[-1]))
    end--;
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
         && g_utf8_strchr (".?!:…。？！：", -1, g_utf8_get_char (g_utf8_prev_char (end))) != NULL;
}
