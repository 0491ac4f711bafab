/* Numbers of a workbook as they are shown. Dates are numbers of days, and only the format of a cell
 * tells them apart (ECMA-376 part 1, 18.8.30 for the codes, 18.17.4 for the days).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sheet_format.h"

#include <math.h>
#include <string.h>

#define DAY_SECONDS 86400
#define DAYS_MAX 2958465 /* 9999-12-31 */
#define WHOLE_MAX 1e15   /* below it every whole number is exact */

/* ---- formats */

SheetFormat
sheet_format_known (guint id)
{
  SheetFormat format = { SHOWN_PLAIN, 0 };
  if (id == 9 || id == 10)
    format.shown = SHOWN_PERCENT;
  else if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || (id >= 50 && id <= 58) || id == 36)
    format.shown = SHOWN_DATE;
  else if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47)
    format.shown = SHOWN_TIME;
  else if (id == 22)
    format.shown = SHOWN_BOTH;
  else if (id == 46)
    format.shown = SHOWN_ELAPSED;
  return format;
}

/* What stands in brackets: [h], [mm] and [s] count on beyond a day; the rest is a colour, a
 * currency, a condition. */
static gboolean
bracket_is_elapsed (const char *from, const char *to)
{
  for (const char *at = from; at < to; at++)
    if (strchr ("hmsHMS", *at) == NULL || g_ascii_tolower (*at) != g_ascii_tolower (*from))
      return FALSE;
  return from < to;
}

/* The letters of the first section that are no words, colours or fillers; *elapsed as above. */
static char *
code_letters (const char *code, gboolean *elapsed)
{
  GString *letters = g_string_new (NULL);
  for (const char *at = code; *at != '\0' && *at != ';'; at++)
    {
      const char *close = *at == '"' ? strchr (at + 1, '"') : *at == '[' ? strchr (at, ']') : NULL;
      if ((*at == '\\' || *at == '_' || *at == '*') && at[1] != '\0')
        at++;
      else if (close != NULL)
        {
          *elapsed |= *at == '[' && bracket_is_elapsed (at + 1, close);
          at = close;
        }
      else
        g_string_append_c (letters, g_ascii_tolower (*at));
    }
  return g_string_free (letters, FALSE);
}

SheetFormat
sheet_format_read (const char *code)
{
  SheetFormat format = { SHOWN_PLAIN, 0 };
  gboolean elapsed = FALSE;
  g_autofree char *letters = code_letters (code, &elapsed);
  const gboolean has_time = strpbrk (letters, "hs") != NULL;
  if (g_str_has_prefix (letters, "general"))
    return format;
  if (elapsed)
    format.shown = SHOWN_ELAPSED;
  else if (strpbrk (letters, "yd") != NULL)
    format.shown = has_time ? SHOWN_BOTH : SHOWN_DATE;
  else if (has_time)
    format.shown = SHOWN_TIME;
  else if (strchr (letters, 'm') != NULL)
    format.shown = SHOWN_DATE;
  else if (strchr (letters, '%') != NULL)
    format.shown = SHOWN_PERCENT;
  else if (letters[0] == '0' && letters[1] == '0' && strspn (letters, "0") == strlen (letters))
    {
      format.shown = SHOWN_ZEROS;
      format.digits = (guint)MIN (strlen (letters), 30);
    }
  return format;
}

/* ---- numbers */

static char *
show_plain (double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  const gboolean is_whole
      = number > -WHOLE_MAX && number < WHOLE_MAX && number == (double)(gint64)number;
  return g_strdup (
      g_ascii_formatd (digits, sizeof digits, is_whole ? "%.0f" : "%.15g", number + 0.0));
}

static char *
show_percent (double number)
{
  g_autofree char *hundredths = show_plain (number * 100);
  return g_strconcat (hundredths, "%", NULL);
}

/* "09:30", with seconds where there are any. */
static void
append_time (GString *text, gint64 hours, gint64 seconds)
{
  g_string_append_printf (text, "%02" G_GINT64_FORMAT ":%02d", hours, (int)(seconds / 60 % 60));
  if (seconds % 60 != 0)
    g_string_append_printf (text, ":%02d", (int)(seconds % 60));
}

/* Day 60 of 1900 is a 29 February that the year had not; days before it are one less. */
static void
append_date (GString *text, gint64 days, gboolean from_1904)
{
  if (!from_1904 && days == 60)
    {
      g_string_append (text, "1900-02-29");
      return;
    }
  GDate date;
  g_date_clear (&date, 1);
  if (from_1904)
    g_date_set_dmy (&date, 1, G_DATE_JANUARY, 1904);
  else
    g_date_set_dmy (&date, days < 60 ? 31 : 30, G_DATE_DECEMBER, 1899);
  g_date_add_days (&date, (guint)days);
  g_string_append_printf (text, "%04d-%02d-%02d", g_date_get_year (&date),
                          (int)g_date_get_month (&date), g_date_get_day (&date));
}

/* NULL for what no calendar shows. */
static char *
show_moment (double number, SheetShown shown, gboolean from_1904)
{
  if (number < 0 || number > DAYS_MAX - (from_1904 ? 1462 : 0) + 0.999)
    return NULL;
  const gint64 all = (gint64)(number * DAY_SECONDS + 0.5), days = all / DAY_SECONDS,
               seconds = all % DAY_SECONDS;
  const gboolean has_date = shown == SHOWN_DATE || shown == SHOWN_BOTH;
  if (has_date && days == 0 && !from_1904)
    return NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  if (has_date)
    append_date (text, days, from_1904);
  if (shown == SHOWN_BOTH && seconds != 0)
    g_string_append_c (text, ' ');
  if (shown == SHOWN_TIME || (shown == SHOWN_BOTH && seconds != 0))
    append_time (text, seconds / 3600, seconds);
  else if (shown == SHOWN_ELAPSED)
    append_time (text, all / 3600, all);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
sheet_format_number (const char *number, SheetFormat format, gboolean from_1904)
{
  char *end = NULL, *shown = NULL;
  const double value = g_ascii_strtod (number, &end);
  if (end == number || *end != '\0' || !isfinite (value))
    return g_strdup (number);
  if (format.shown == SHOWN_PERCENT)
    return show_percent (value);
  if (format.shown == SHOWN_ZEROS && value >= 0 && value < WHOLE_MAX)
    return g_strdup_printf ("%0*" G_GINT64_FORMAT, (int)format.digits, (gint64)(value + 0.5));
  if (format.shown != SHOWN_PLAIN && format.shown != SHOWN_ZEROS)
    shown = show_moment (value, format.shown, from_1904);
  return shown != NULL ? shown : show_plain (value);
}
