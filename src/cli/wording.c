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

/* Whether a line may end between two characters without a space: in scripts that write none. */
static gboolean
wording_may_part (gunichar before, gunichar after)
{
  if (!g_unichar_iswide (before) && !g_unichar_iswide (after))
    return FALSE;
  if (g_unichar_break_type (before) == G_UNICODE_BREAK_OPEN_PUNCTUATION)
    return FALSE;
  switch (g_unichar_break_type (after))
    {
    case G_UNICODE_BREAK_CLOSE_PUNCTUATION:
    case G_UNICODE_BREAK_CLOSE_PARANTHESIS:
    case G_UNICODE_BREAK_NON_STARTER:
    case G_UNICODE_BREAK_EXCLAMATION:
    case G_UNICODE_BREAK_INFIX_SEPARATOR:
    case G_UNICODE_BREAK_COMBINING_MARK:
    case G_UNICODE_BREAK_ZERO_WIDTH_JOINER:
      return FALSE;
    default:
      return TRUE;
    }
}

/* Where a line of `width` columns ends: where it may be parted last; else, in a long word, behind a
 * hyphen or the like; else where it is full. */
static const char *
wording_line_end (const char *text, guint width)
{
  const char *part = NULL, *joint = NULL, *at = text;
  gunichar before = 0;
  guint used = 0;
  for (; *at != '\0' && *at != '\n'; at = wording_next (at))
    {
      gunichar c = g_utf8_get_char (at);
      used += wording_width_of (c);
      if (*at == ' ' || (at > text && wording_may_part (before, c)))
        part = at;
      else if (used <= width && strchr ("-_/", *at) != NULL)
        joint = wording_next (at);
      if (*at != ' ' && used > width && at > text)
        return part != NULL ? part : joint != NULL ? joint : at;
      before = c;
    }
  return at;
}

const char *
wording_break (const char *text, guint width, const char **next)
{
  const char *end = width > 0 ? wording_line_end (text, width) : text + strcspn (text, "\n");
  const char *at = end;
  while (*at == ' ')
    at++;
  *next = *at == '\0' ? NULL : *at == '\n' ? at + 1 : at;
  while (width > 0 && end > text && end[-1] == ' ')
    end--;
  return end;
}

GPtrArray *
wording_wrap (const char *text, guint width)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  for (const char *next; text != NULL; text = next)
    {
      const char *end = wording_break (text, width, &next);
      g_ptr_array_add (lines, g_strndup (text, (gsize)(end - text)));
    }
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
wording_list (const GPtrArray *texts, guint most)
{
  GString *list = g_string_new (NULL);
  for (guint i = 0; i < texts->len && i < most; i++)
    {
      g_autofree char *line = wording_line (texts->pdata[i]);
      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", line);
    }
  if (texts->len > most)
    g_string_append_printf (list, " and %u more", texts->len - most);
  return g_string_free (list, FALSE);
}

char *
wording_number (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (text, sizeof text, "%.1f", number);
  if (g_str_has_suffix (text, ".0"))
    text[strlen (text) - 2] = '\0';
  return g_strdup (text);
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

char *
wording_argument (const char *text)
{
  static const char plain[]
      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=";
  return strspn (text, plain) == strlen (text) && *text != '\0' ? g_strdup (text)
                                                                : g_shell_quote (text);
}
