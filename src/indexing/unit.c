/* The unit around a match: the sentence or the turn that it stands in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexing/unit.h"

static gboolean
ends_sentence (gunichar c)
{
  return c == '.' || c == '?' || c == '!' || c == 0x2026 || c == 0x3002 || c == 0xff1f
         || c == 0xff01;
}

static gboolean
closes_quote (gunichar c)
{
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201d;
}

/* A sentence ends after . ? ! or … and any closing quotes, where white space or the end of the turn
 * follows; a line end parts too. */
static void
widen_to_sentence (const char *text, gsize from, gsize to, gsize *start, gsize *end)
{
  gsize begin = from;
  const char *p = text + from;
  while (p < text + to)
    {
      gunichar c = g_utf8_get_char (p);
      p = g_utf8_next_char (p);
      if (c != '\n' && !ends_sentence (c))
        continue;
      while (c != '\n' && p < text + to
             && (closes_quote (g_utf8_get_char (p)) || ends_sentence (g_utf8_get_char (p))))
        p = g_utf8_next_char (p);
      if (p < text + to && !g_unichar_isspace (g_utf8_get_char (p)) && c != '\n')
        continue;
      gsize here = (gsize)(p - text);
      if (here >= *end)
        {
          to = here;
          break;
        }
      while (p < text + to && g_unichar_isspace (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      if ((gsize)(p - text) <= *start)
        begin = (gsize)(p - text);
    }
  while (to > begin && g_ascii_isspace (text[to - 1]))
    to--;
  *start = begin;
  *end = MAX (to, *end);
}

void
unit_widen (const DocText *doc, const TextItem *item, EspUnit unit, gsize after, gsize *start,
            gsize *end)
{
  gsize from = text_index_bytes (doc->index, item->start_cp),
        to = text_index_bytes (doc->index, item->end_cp);
  if (unit == ESP_UNIT_SENTENCE && after > from)
    for (from = after; from < *start && g_unichar_isspace (g_utf8_get_char (doc->text + from));)
      from = (gsize)(g_utf8_next_char (doc->text + from) - doc->text);
  if (unit == ESP_UNIT_TURN)
    {
      *start = from;
      *end = to;
    }
  else if (unit == ESP_UNIT_SENTENCE)
    widen_to_sentence (doc->text, from, to, start, end);
}
