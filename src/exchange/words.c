/* The words that every format prints alike. They are whole words, never dashes or colours: a reader
 * of any format gets them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/words.h"

#include "base/text.h"

#include <string.h>

char *
words_theme (const EspTheme *theme)
{
  return *theme->number ? g_strdup_printf ("%s %s", theme->number, theme->title)
                        : g_strdup (theme->title);
}

char *
words_column (const EspTheme *theme, const EspTheme *section)
{
  g_autofree char *above = g_strconcat (section->title, " / ", NULL);
  const char *name
      = g_str_has_prefix (theme->title, above) ? theme->title + strlen (above) : theme->title;
  return *theme->number ? g_strdup_printf ("%s %s", theme->number, name) : g_strdup (name);
}

const char *
words_empty_cell (const EspCell *cell)
{
  return cell->content != ESP_CONTENT_NONE && cell->content != ESP_CONTENT_SUMMARISED
             ? esp_content_name (cell->content)
             : esp_work_name (ESP_WORK_NOT_STARTED);
}

const char *
words_summary (const EspSummary *summary)
{
  return summary->content == ESP_CONTENT_SUMMARISED ? summary->text
                                                    : esp_content_name (summary->content);
}

char *
words_about_summary (const EspSummary *summary, gboolean with_author)
{
  gboolean draft = summary->work == ESP_WORK_DRAFT;
  g_autoptr (GString) about = g_string_new (draft ? esp_work_name (ESP_WORK_DRAFT) : "");
  if (draft || with_author)
    g_string_append_printf (about, "%sby %s", draft ? " " : "", summary->coder);
  if (summary->recoded)
    g_string_append_printf (about, "%scodings have changed since this was written",
                            about->len ? "; " : "");
  if (summary->corrected)
    g_string_append_printf (about, "%swords that this rests on were corrected since it was written",
                            about->len ? "; " : "");
  for (guint i = 0; summary->checks != NULL && i < summary->checks->len; i++)
    {
      const EspSummaryCheck *check = g_ptr_array_index (summary->checks, i);
      g_string_append_printf (about, "%schecked by %s: %s%s%s", about->len ? "; " : "",
                              check->coder, check->verdict, *check->note ? ", " : "", check->note);
    }
  return g_string_free (g_steal_pointer (&about), FALSE);
}

char *
words_uncharted (const EspCell *cell)
{
  if (cell->uncharted == 0)
    return g_strdup ("");
  g_autofree char *count = words_count (cell->uncharted, "coding", "codings");
  return g_strdup_printf ("%s not yet charted", count);
}

char *
words_place (const EspEvidence *evidence)
{
  return g_strdup_printf ("%s, %s", evidence->document, evidence->where);
}

const char *
words_whose (const EspEvidence *evidence)
{
  if (evidence->own)
    return "";
  switch (evidence->part)
    {
    case ESP_PART_INTERVIEWER:
      return "interviewer's words, as context";
    case ESP_PART_CASE:
      return "another participant's words, as context";
    case ESP_PART_OTHER:
      return "words of someone else present, as context";
    case ESP_PART_UNKNOWN:
      return "an unknown speaker's words, as context";
    case ESP_PART_NONE:
    default:
      return "words of a document, as context";
    }
}

char *
words_corrected (const EspEvidence *evidence)
{
  switch (evidence->carried)
    {
    case ESP_CARRIED_CHANGED:
      {
        g_autofree char *before = text_excerpt (evidence->before, G_MAXSIZE);
        return g_strdup_printf ("words corrected since; before: “%s”", before);
      }
    case ESP_CARRIED_WITHOUT_WORDS:
      return g_strdup ("words taken out of the text since");
    case ESP_CARRIED_ANOTHERS:
      return g_strdup ("said by somebody else since the text was corrected");
    case ESP_CARRIED_AS_IT_WAS:
    default:
      return g_strdup ("");
    }
}

const char *
words_match (const EspEvidence *evidence)
{
  switch (evidence->match)
    {
    case ESP_QUOTE_EDITED:
      return "edited";
    case ESP_QUOTE_NOT_FOUND:
      return "not found in the text";
    case ESP_QUOTE_SPAN:
    case ESP_QUOTE_EXACT:
    default:
      return "";
    }
}

const char *
words_value (const EspCase *one, const EspAttribute *attribute)
{
  const char *value = g_hash_table_lookup (one->attributes, attribute->name);
  return value != NULL ? value : "";
}

char *
words_attributes (const EspCase *one, const GPtrArray *attributes)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < attributes->len; i++)
    {
      const char *value = words_value (one, g_ptr_array_index (attributes, i));
      if (*value != '\0')
        g_string_append_printf (list, "%s%s", list->len ? ", " : "", value);
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

char *
words_mentioned (const EspGroupCell *cell)
{
  return cell->asked == 0
             ? g_strdup ("nobody here was asked")
             : g_strdup_printf ("mentioned by %u of %u asked", cell->mentioned, cell->asked);
}

static const EspCell *
group_row (const EspMatrix *matrix, guint theme, const EspGroupCell *cell, guint i,
           const char **label)
{
  guint row = GPOINTER_TO_UINT (g_ptr_array_index (cell->rows, i));
  *label = ((const EspCase *)g_ptr_array_index (matrix->cases, row))->label;
  return esp_matrix_cell (matrix, row, theme);
}

/* "coded, not yet charted: C-SM-001 (1 coding)"; NULL for none. */
static char *
words_coded_only (const EspMatrix *matrix, guint theme, const EspGroupCell *cell)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < cell->rows->len; i++)
    {
      const char *label;
      const EspCell *one = group_row (matrix, theme, cell, i, &label);
      if (one->summaries->len > 0 || one->own_codings == 0)
        continue;
      g_autofree char *count = words_count (one->own_codings, "coding", "codings");
      g_string_append_printf (list, "%s%s (%s)",
                              list->len ? ", " : "coded, not yet charted: ", label, count);
    }
  return list->len > 0 ? g_string_free (g_steal_pointer (&list), FALSE) : NULL;
}

GPtrArray *
words_without_summary (const EspComparison *comparison, guint theme, const EspGroupCell *cell)
{
  const EspMatrix *matrix = comparison->matrix;
  GPtrArray *states = g_ptr_array_new_with_free_func (g_free);
  char *coded = words_coded_only (matrix, theme, cell);
  if (coded != NULL)
    g_ptr_array_add (states, coded);
  for (int content = ESP_CONTENT_NONE; content <= ESP_CONTENT_NOT_APPLICABLE; content++)
    {
      g_autoptr (GString) list = g_string_new (NULL);
      for (guint i = 0; i < cell->rows->len; i++)
        {
          const char *label;
          const EspCell *charted = group_row (matrix, theme, cell, i, &label);
          if (charted->summaries->len > 0 || charted->own_codings > 0
              || charted->content != (EspContent)content)
            continue;
          if (list->len == 0)
            g_string_append_printf (list, "%s: ", words_empty_cell (charted));
          else
            g_string_append (list, ", ");
          g_string_append (list, label);
        }
      if (list->len > 0)
        g_ptr_array_add (states, g_string_free (g_steal_pointer (&list), FALSE));
    }
  return states;
}

/* Written out here, as the names that GLib prints follow the computer's language. */
static const char *const months[]
    = { "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December" };
static const char *const weekdays[]
    = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };

/* NULL for what is no time. */
static GDateTime *
read_time (const char *time, gboolean local)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (time, NULL);
  return utc == NULL ? NULL : local ? g_date_time_to_local (utc) : g_steal_pointer (&utc);
}

static char *
words_date (GDateTime *when)
{
  return g_strdup_printf ("%d %s %d", g_date_time_get_day_of_month (when),
                          months[g_date_time_get_month (when) - 1], g_date_time_get_year (when));
}

static char *
words_moment (const char *time, gboolean local)
{
  g_autoptr (GDateTime) when = read_time (time, local);
  if (when == NULL)
    return g_strdup (time);
  g_autofree char *date = words_date (when), *clock = words_clock (time, local);
  return g_strdup_printf ("%s, %s", date, clock);
}

char *
words_time (const char *time)
{
  return words_moment (time, FALSE);
}

char *
words_local_time (const char *time)
{
  return words_moment (time, TRUE);
}

char *
words_clock (const char *time, gboolean local)
{
  g_autoptr (GDateTime) when = read_time (time, local);
  if (when == NULL)
    return g_strdup (time);
  return g_strdup_printf ("%02d:%02d %s", g_date_time_get_hour (when),
                          g_date_time_get_minute (when),
                          local ? g_date_time_get_timezone_abbreviation (when) : "UTC");
}

char *
words_day (const char *time)
{
  g_autoptr (GDateTime) when = read_time (time, TRUE);
  if (when == NULL)
    return g_strdup (time);
  g_autofree char *date = words_date (when);
  return g_strdup_printf ("%s, %s", weekdays[g_date_time_get_day_of_week (when) - 1], date);
}

char *
words_count (guint n, const char *one, const char *several)
{
  return g_strdup_printf ("%u %s", n, n == 1 ? one : several);
}
