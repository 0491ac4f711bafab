/* Finding the timings of cues in a text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/timing.h"

#include "turns/stretch.h"
#include "turns/timestamp.h"

#include <string.h>

#define TIME_MAX 13     /* 100:00:00.000 */
#define SETTING_MAX 100 /* bytes of all settings after a timing */

static gboolean
is_gap (char c)
{
  return c == ' ' || c == '\t';
}

/* Where the time that ends at `end` begins; NULL: no time ends there. What is glued to words or to
 * other digits has two digits in each part, and thousandths. */
static const char *
time_start (const char *from, const char *end, gint64 *ms)
{
  static const gsize sizes[] = { sizeof "00:00:00.000" - 1, sizeof "00:00.000" - 1 };
  const char *start = end;

  while (start > from && end - start < TIME_MAX
         && (g_ascii_isdigit (start[-1]) || strchr (":.,", start[-1]) != NULL))
    start--;
  gboolean apart = start == from || is_gap (start[-1]) || start[-1] == '[' || start[-1] == '(';
  if (apart && start < end && timestamp_bare (start, end, ms) == (gsize)(end - start))
    return start;
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if ((gsize)(end - start) >= sizes[i] && strchr (".,", end[-4]) != NULL
        && timestamp_bare (end - sizes[i], end, ms) == sizes[i])
      return end - sizes[i];
  return NULL;
}

/* Over one setting and the blanks before it: ' align:start'; p when there is none. */
static const char *
skip_setting (const char *p, const char *end)
{
  static const char *const settings[]
      = { "align:", "line:", "position:", "size:", "vertical:", "region:" };
  const char *at = p;

  while (at < end && is_gap (*at))
    at++;
  if (at == p)
    return p;
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      gsize size = strlen (settings[i]);
      if ((gsize)(end - at) <= size || memcmp (at, settings[i], size) != 0)
        continue;
      while (at < end && !is_gap (*at))
        at++;
      /* No setting is that long, and none is cut in the midst of a character. */
      return at < end || (guchar)*at < 0x80 ? at : p;
    }
  return p;
}

static const char *
skip_settings (const char *p, const char *end)
{
  const char *stop = end - p > SETTING_MAX ? p + SETTING_MAX : end;

  for (const char *next; (next = skip_setting (p, stop)) > p;)
    p = next;
  return p;
}

/* The timing around an arrow. */
static gboolean
timing_around (const char *line, const char *from, const char *arrow, const char *end,
               Timing *timing)
{
  const char *before = arrow, *after = arrow + strlen ("-->");
  gint64 second;

  while (before > from && is_gap (before[-1]))
    before--;
  while (after < end && is_gap (*after))
    after++;
  timing->start = time_start (from, before, &timing->time_ms);
  gsize size = timestamp_bare (after, end, &second);
  if (timing->start == NULL || size == 0)
    return FALSE;
  timing->end = after + size;
  gboolean bracketed
      = timing->start > from && (timing->start[-1] == '[' || timing->start[-1] == '(');
  if (bracketed)
    {
      if (timing->end == end || (*timing->end != ']' && *timing->end != ')'))
        return FALSE;
      timing->start--;
      timing->end++;
    }
  else
    timing->end = skip_settings (timing->end, end);
  /* Inside a line, only what cannot be meant for anything else: a bracketed time beside a name is
   * the name's. */
  gboolean first = timing->start == line || timing->start == from;
  return first || (!bracketed && strchr (".,", before[-4]) != NULL);
}

gboolean
timing_find (const char *line, const char *from, const char *end, Timing *timing)
{
  for (const char *at = from; at < end; at++)
    {
      at = memchr (at, '>', (gsize)(end - at));
      if (at == NULL)
        return FALSE;
      if (at - from >= 2 && at[-1] == '-' && at[-2] == '-'
          && timing_around (line, from, at - 2, end, timing))
        return TRUE;
    }
  return FALSE;
}
