/* Shaping words for people: what may go to a terminal, how wide it is there, lines, counts, times.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/wording.h"

#include <string.h>

#define REPLACEMENT 0xFFFD

const char *
wording_next (const char *at)
{
  return at + g_utf8_skip[(guchar)*at];
}

static gboolean
wording_is_control (gunichar c)
{
  /* From 0x202A on: what turns the order of writing around, beyond the words it stands in. */
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F)
         || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

char *
wording_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));
  for (const char *at = valid; *at != '\0'; at = wording_next (at))
    {
      gunichar c = g_utf8_get_char (at);
      g_string_append_unichar (clean, wording_is_control (c) ? REPLACEMENT : c);
    }
  return g_string_free (clean, FALSE);
}

char *
wording_message (const char *text)
{
  return g_strdelimit (wording_clean (text), "\n", ' ');
}

char *
wording_line (const char *text)
{
  g_autofree char *clean = wording_clean (text);
  GString *line = g_string_sized_new (strlen (clean));
  gboolean space = FALSE;
  for (const char *at = clean; *at != '\0'; at++)
    {
      if (strchr (" \t\n", *at) != NULL)
        {
          space = line->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (line, ' ');
      space = FALSE;
      g_string_append_c (line, *at);
    }
  return g_string_free (line, FALSE);
}

static guint
wording_width_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

guint
wording_width (const char *text)
{
  guint width = 0;
  for (const char *at = text; *at != '\0'; at = wording_next (at))
    width += wording_width_of (g_utf8_get_char (at));
  return width;
}

char *
wording_excerpt (const char *line, guint width)
{
  if (wording_width (line) <= width)
    return g_strdup (line);
  guint used = 1; /* the ellipsis */
  const char *end = line;
  while (used + wording_width_of (g_utf8_get_char (end)) <= width)
    {
      used += wording_width_of (g_utf8_get_char (end));
      end = wording_next (end);
    }
  g_autofree char *kept = g_strchomp (g_strndup (line, (gsize)(end - line)));
  return g_strconcat (kept, "…", NULL);
}

/* Where the line that begins at `text` ends: at a space if one is near enough, else where the width
 * is full. */
static const char *
wording_line_end (const char *text, guint width)
{
  const char *space = NULL;
  guint used = 0;
  for (const char *at = text; *at != '\0'; at = wording_next (at))
    {
      used += wording_width_of (g_utf8_get_char (at));
      if (*at == ' ')
        space = at;
      else if (used > width && at > text)
        return space != NULL ? space : at;
    }
  return text + strlen (text);
}

static void
wording_wrap_line (GPtrArray *lines, const char *line, guint width)
{
  do
    {
      const char *end = wording_line_end (line, width);
      g_ptr_array_add (lines, g_strchomp (g_strndup (line, (gsize)(end - line))));
      line = end;
      while (*line == ' ')
        line++;
    }
  while (*line != '\0');
}

GPtrArray *
wording_wrap (const char *text, guint width)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) given = g_strsplit (text, "\n", -1);
  for (char **line = given; *line != NULL; line++)
    if (width == 0)
      g_ptr_array_add (lines, g_strdup (*line));
    else
      wording_wrap_line (lines, *line, width);
  if (lines->len == 0)
    g_ptr_array_add (lines, g_strdup (""));
  return lines;
}

char *
wording_count (guint n, const char *noun)
{
  gsize length = strlen (noun);
  if (n == 1 || length == 0)
    return g_strdup_printf ("%u %s", n, noun);
  if (length > 1 && noun[length - 1] == 'y' && strchr ("aeiou", noun[length - 2]) == NULL)
    return g_strdup_printf ("%u %.*sies", n, (int)length - 1, noun);
  return g_strdup_printf ("%u %s%s", n, noun, noun[length - 1] == 's' ? "es" : "s");
}

char *
wording_local_time (const char *utc, gboolean with_zone)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (utc, NULL);
  if (time == NULL)
    return g_strdup (utc);
  g_autoptr (GDateTime) local = g_date_time_to_local (time);
  return g_date_time_format (local, with_zone ? "%Y-%m-%d %H:%M %Z" : "%Y-%m-%d %H:%M");
}

char *
wording_short_id (const char *id)
{
  return g_strndup (id, 8);
}

char *
wording_theme (const char *number, const char *title)
{
  return g_strdup_printf ("%s%s%s", number, number[0] != '\0' ? " " : "", title);
}
