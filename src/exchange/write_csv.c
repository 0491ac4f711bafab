/* A matrix as a spreadsheet reads it: one row for each case, one column for each theme; and what a
 * search found, one row for each turn.
 *
 * RFC 4180 with a byte order mark, without which spreadsheets take UTF-8 for something else. What a
 * spreadsheet would take for a formula is made harmless by csv_append_field. What a draft, a stale
 * or a checked summary must not be read without stands below it in brackets; evidence is in the
 * other formats.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv.h"
#include "exchange/words.h"
#include "exchange/writer.h"

static char *
csv_cell (const EspCell *cell)
{
  if (cell->summaries->len == 0)
    return g_strdup (words_empty_cell (cell));
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < cell->summaries->len; i++)
    {
      const EspSummary *summary = g_ptr_array_index (cell->summaries, i);
      if (cell->summaries->len > 1)
        g_string_append_printf (text, "%s%s: ", i ? "\n\n" : "", summary->coder);
      g_string_append (text, words_summary (summary));
      g_autofree char *about = words_about_summary (summary, FALSE);
      if (*about != '\0')
        g_string_append_printf (text, "\n[%s]", about);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
csv_add (GString *record, const char *value)
{
  if (record->len > 0)
    g_string_append_c (record, ',');
  csv_append_field (record, value);
}

static void
csv_end (GString *record, Output *output)
{
  g_string_append (record, "\r\n");
  output_bytes (output, record->str, record->len);
  g_string_truncate (record, 0);
}

static void
csv_write_headings (const EspMatrix *matrix, GString *record, Output *output)
{
  csv_add (record, "case");
  for (guint i = 0; i < matrix->attributes->len; i++)
    {
      const EspAttribute *attribute = g_ptr_array_index (matrix->attributes, i);
      csv_add (record, attribute->name);
    }
  for (guint i = 0; i < matrix->themes->len; i++)
    {
      g_autofree char *name = words_theme (g_ptr_array_index (matrix->themes, i));
      csv_add (record, name);
    }
  csv_end (record, output);
}

static void
csv_write_matrix (const EspMatrix *matrix, Output *output)
{
  g_autoptr (GString) record = g_string_new (NULL);
  output_text (output, "\xEF\xBB\xBF");
  csv_write_headings (matrix, record, output);
  for (guint row = 0; row < matrix->cases->len; row++)
    {
      const EspCase *one = g_ptr_array_index (matrix->cases, row);
      csv_add (record, one->label);
      for (guint i = 0; i < matrix->attributes->len; i++)
        csv_add (record, words_value (one, g_ptr_array_index (matrix->attributes, i)));
      for (guint i = 0; i < matrix->themes->len; i++)
        {
          g_autofree char *text = csv_cell (esp_matrix_cell (matrix, row, i));
          csv_add (record, text);
        }
      csv_end (record, output);
    }
}

/* ---- a search */

static void
csv_add_number (GString *record, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  csv_add (record, text);
}

/* All that was found in a turn. */
static char *
csv_found (const EspSearchHit *hit)
{
  g_autoptr (GString) found = g_string_new (NULL);
  for (guint i = 0; i < hit->matches->len; i++)
    {
      const EspSpan *match = &g_array_index (hit->matches, EspSpan, i);
      g_autofree char *words
          = g_utf8_substring (hit->words, (glong)(match->start_cp - hit->start_cp),
                              (glong)(match->end_cp - hit->start_cp));
      g_string_append_printf (found, "%s%s", i > 0 ? "; " : "", words);
    }
  return g_string_free (g_steal_pointer (&found), FALSE);
}

static void
csv_write_search (const EspSearchResult *result, Output *output)
{
  g_autoptr (GString) record = g_string_new (NULL);
  output_text (output, "\xEF\xBB\xBF");
  output_text (output, "document,case,whose,speaker,where,turn,time,start_cp,end_cp,matches,found,"
                       "words\r\n");
  for (guint i = 0; i < result->hits->len; i++)
    {
      const EspSearchHit *hit = result->hits->pdata[i];
      g_autofree char *found = csv_found (hit);
      csv_add (record, hit->document);
      csv_add (record, hit->case_label);
      csv_add (record, esp_part_name (hit->part));
      csv_add (record, hit->speaker);
      csv_add (record, hit->where);
      csv_add_number (record, hit->number);
      csv_add (record, hit->time);
      csv_add_number (record, hit->start_cp);
      csv_add_number (record, hit->end_cp);
      csv_add_number (record, hit->matches->len);
      csv_add (record, found);
      csv_add (record, hit->words);
      csv_end (record, output);
    }
}

const struct Writer writer_csv = {
  .name = "csv",
  .suffix = ".csv",
  .about = "spreadsheet, one row for each case, or for each turn found",
  .matrix_mark = "\xEF\xBB\xBF"
                 "case,",
  .write_matrix = csv_write_matrix,
  .search_mark = "\xEF\xBB\xBF"
                 "document,case,whose,",
  .write_search = csv_write_search,
};
