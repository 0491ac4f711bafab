/* Reading the times that stand in a transcript.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/timestamp.h"

#include "turns/stretch.h"

#include <string.h>

#define STAMP_MAX 34 /* bytes of '[00:00:00.000 --> 00:00:00.000]' and some */

gsize
timestamp_bare (const char *p, const char *end, gint64 *ms)
{
  gint64 parts[3] = { 0 };
  guint count = 0;
  const char *at = p;

  while (count < 3)
    {
      guint digits = 0;
      while (at < end && g_ascii_isdigit (*at) && digits < 3)
        {
          parts[count] = 10 * parts[count] + (*at++ - '0');
          digits++;
        }
      if (digits == 0 || (count > 0 && (digits != 2 || parts[count] > 59)))
        return 0;
      count++;
      if (at == end || *at != ':' || at + 1 == end || !g_ascii_isdigit (at[1]))
        break;
      at++;
    }
  if (count < 2)
    return 0;
  gint64 seconds
      = count == 3 ? 3600 * parts[0] + 60 * parts[1] + parts[2] : 60 * parts[0] + parts[1];
  *ms = 1000 * seconds;
  if (at + 1 < end && (*at == '.' || *at == ',') && g_ascii_isdigit (at[1]))
    for (gint64 unit = 100; ++at < end && g_ascii_isdigit (*at); unit /= 10)
      *ms += unit * (*at - '0');
  return at < end && g_ascii_isdigit (*at) ? 0 : (gsize)(at - p);
}

/* '#00:14:03-5#': with tenths, as programs for transcribing write it. */
static gsize
timestamp_hashed (const char *p, const char *end, gint64 *ms)
{
  gint64 found;
  const gsize size = timestamp_bare (p + 1, end, &found);
  const char *at = p + 1 + size;

  if (size > 0 && at + 1 < end && *at == '-' && g_ascii_isdigit (at[1]))
    {
      found += 100 * (at[1] - '0');
      at += 2;
    }
  if (size == 0 || at == end || *at != '#')
    return 0;
  *ms = found;
  return (gsize)(at + 1 - p);
}

gsize
timestamp_bracketed (const char *p, const char *end, gint64 *ms)
{
  if (p < end && *p == '#')
    return timestamp_hashed (p, end, ms);
  if (p >= end || (*p != '[' && *p != '('))
    return 0;
  char closing = *p == '[' ? ']' : ')';
  const char *at = stretch_skip_space (p + 1, end);
  gint64 found, second;
  gsize size = timestamp_bare (at, end, &found);

  if (size == 0)
    return 0;
  at = stretch_skip_space (at + size, end);
  if (end - at > 3 && memcmp (at, "-->", 3) == 0)
    {
      at = stretch_skip_space (at + 3, end);
      at = stretch_skip_space (at + timestamp_bare (at, end, &second), end);
    }
  if (at == end || *at != closing)
    return 0;
  *ms = found;
  return (gsize)(at + 1 - p);
}

const char *
timestamp_skip (const char *p, const char *end, gint64 *ms)
{
  gsize size = timestamp_bracketed (p, end, ms);

  if (size == 0)
    {
      size = timestamp_bare (p, end, ms);
      if (size == 0 || p + size == end || stretch_skip_space (p + size, end) == p + size)
        {
          *ms = -1;
          return p;
        }
    }
  return stretch_skip_space (p + size, end);
}

/* Before white space and a dash: 'Anna - 14:03' is Anna. */
static const char *
trim_dash (const char *p, const char *end)
{
  static const char *const dashes[] = { " -", " \u2013", " \u2014" };

  end = stretch_trim_space (p, end);
  for (gsize i = 0; i < G_N_ELEMENTS (dashes); i++)
    {
      const gsize size = strlen (dashes[i]);
      if ((gsize)(end - p) > size && memcmp (end - size, dashes[i], size) == 0)
        return stretch_trim_space (p, end - size);
    }
  return end;
}

const char *
timestamp_stamp (const char *p, const char *end, gint64 *ms)
{
  gint64 found;

  if (p == end || (end[-1] != ']' && end[-1] != '#'))
    return end;
  const char opening = end[-1] == ']' ? '[' : '#';
  for (const char *from = end - 1; from > p && end - from < STAMP_MAX; from--)
    if (from[-1] == opening)
      {
        if (timestamp_bracketed (from - 1, end, &found) != (gsize)(end - (from - 1)))
          return end;
        *ms = found;
        return from - 1;
      }
  return end;
}

const char *
timestamp_trim (const char *p, const char *end, gint64 *ms)
{
  const char *from = end;
  gint64 found = -1;

  /* No time is longer than '[00:00:00.000 --> 00:00:00.000]'. */
  for (guint i = 0; from > p && i < 32; i++)
    {
      from--;
      gboolean gap = from > p && (g_ascii_isspace (from[-1]) || (guchar)from[-1] >= 0x80);
      if (*from == '[' || *from == '(')
        {
          if (timestamp_bracketed (from, end, &found) != (gsize)(end - from))
            return end;
          *ms = found;
          return trim_dash (p, from);
        }
      if (g_ascii_isdigit (*from) && gap
          && timestamp_bare (from, end, &found) == (gsize)(end - from))
        {
          *ms = found;
          return trim_dash (p, from);
        }
    }
  return end;
}

char *
timestamp_text (gint64 ms)
{
  const gint64 seconds = ms / 1000;
  return ms < 0 ? g_strdup ("")
                : g_strdup_printf ("%02" G_GINT64_FORMAT ":%02d:%02d", seconds / 3600,
                                   (int)(seconds / 60 % 60), (int)(seconds % 60));
}
