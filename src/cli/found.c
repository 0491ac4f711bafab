/* What a search found: for people, and as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/found.h"

#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

#define INDENT "      "

/* ---- for people */

/* "B-SM-001, turn 14, 00:14:03, own"; in a document of others the case or the speaker too. */
static char *
found_heading (const EspSearchHit *hit)
{
  const char *whose = esp_part_name (hit->part);
  const char *who = hit->part == ESP_PART_CASE ? hit->case_label : hit->speaker;
  if (strcmp (who, hit->document) == 0 || g_ascii_strcasecmp (who, whose) == 0)
    who = "";
  const char *const facts[] = { hit->where, hit->time, who, whose };
  GString *line = g_string_new (hit->document);
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i][0] != '\0')
      g_string_append_printf (line, ", %s", facts[i]);
  if (hit->matches->len > 1)
    g_string_append_printf (line, ", %u times", hit->matches->len);
  return g_string_free (line, FALSE);
}

static void
found_print_hit (const EspSearchHit *hit)
{
  g_autofree char *heading = found_heading (hit);
  g_autofree char *line = wording_line (heading);
  terminal_print (STYLE_HEADING, line);
  fputs ("\n" INDENT, stdout);
  for (guint i = 0; i < hit->snippet->len; i++)
    {
      const gboolean is_match = i % 2 == 1;
      fputs (is_match ? "*" : "", stdout);
      terminal_print (is_match ? STYLE_FOUND : STYLE_PLAIN, hit->snippet->pdata[i]);
      fputs (is_match ? "*" : "", stdout);
    }
  putchar ('\n');
}

void
found_print (const EspSearchResult *result)
{
  for (guint i = 0; i < result->hits->len; i++)
    found_print_hit (result->hits->pdata[i]);
  if (result->hits->len < result->total->turns)
    printf ("… and %u more\n", result->total->turns - result->hits->len);
}

char *
found_line (const EspSearchResult *result)
{
  const EspSearchCount *total = result->total;
  g_autofree char *turns = wording_count (total->turns, "turn");
  g_autofree char *documents = wording_count (result->documents, "document");
  g_autofree char *cases = wording_count (total->cases, "case");
  g_autofree char *own_turns = wording_count (total->own_turns, "turn");
  g_autofree char *own_cases = wording_count (total->own_cases, "case");
  if (total->turns == 0)
    return g_strdup ("no turn has it");
  if (total->cases == 0)
    return g_strdup_printf ("%s in %s of no case", turns, documents);
  if (total->of_cases == 0)
    return g_strdup_printf ("%s in %s of %s (in their own words: %s, %s)", turns, documents, cases,
                            own_turns, own_cases);
  g_autofree char *of_cases = wording_count (total->of_cases, "case");
  return g_strdup_printf ("%s in %s of %s (in their own words: %s, %u of %s)", turns, documents,
                          cases, own_turns, total->own_cases, of_cases);
}

void
found_print_counts (Call *call, const EspSearchResult *result, const char *by)
{
  const gboolean by_case = strcmp (by, "case") == 0;
  const GPtrArray *counts = by_case ? result->by_case : result->by_group;
  g_autoptr (Table) table = table_new (FALSE);
  table_column (table, NULL, by);
  table_column (table, NULL, "turns");
  table_column (table, NULL, "in own words");
  table_column (table, NULL, by_case ? NULL : "cases");
  table_column (table, NULL, by_case ? NULL : "in own words");
  table_column (table, NULL, by_case || result->total->of_cases == 0 ? NULL : "of");
  for (guint i = 0; i < counts->len; i++)
    {
      const EspSearchCount *count = counts->pdata[i];
      table_text (table, count->name[0] != '\0' ? count->name : by_case ? "no case" : "none");
      table_uint (table, count->turns);
      table_uint (table, count->own_turns);
      table_uint (table, count->cases);
      table_uint (table, count->own_cases);
      table_uint (table, count->of_cases);
    }
  call_table (call, table, "nothing to count");
}

/* ---- as JSON */

static json_t *
found_spans (const GArray *spans)
{
  json_t *array = json_array ();
  for (guint i = 0; i < spans->len; i++)
    {
      const EspSpan *span = &g_array_index (spans, EspSpan, i);
      json_array_append_new (array, json_pack ("{s:I, s:I}", "start_cp", (json_int_t)span->start_cp,
                                               "end_cp", (json_int_t)span->end_cp));
    }
  return array;
}

/* With stars, as it is printed. */
static json_t *
found_snippet (const GPtrArray *snippet)
{
  g_autoptr (GString) line = g_string_new (NULL);
  for (guint i = 0; i < snippet->len; i++)
    g_string_append_printf (line, i % 2 == 1 ? "*%s*" : "%s", (const char *)snippet->pdata[i]);
  return table_json_text (line->str);
}

static json_t *
found_hit_json (const EspSearchHit *hit)
{
  return json_pack ("{s:o, s:o, s:s, s:o, s:s, s:i, s:s, s:I, s:I, s:o, s:o, s:o}", "document",
                    table_json_text (hit->document), "case", table_json_text (hit->case_label),
                    "whose", esp_part_name (hit->part), "speaker", table_json_text (hit->speaker),
                    "where", hit->where, "turn", (int)hit->number, "time", hit->time, "start_cp",
                    (json_int_t)hit->start_cp, "end_cp", (json_int_t)hit->end_cp, "matches",
                    found_spans (hit->matches), "snippet", found_snippet (hit->snippet), "words",
                    table_json_text (hit->words));
}

static json_t *
found_counts_json (const GPtrArray *counts)
{
  json_t *array = json_array ();
  for (guint i = 0; i < counts->len; i++)
    {
      const EspSearchCount *count = counts->pdata[i];
      json_array_append_new (
          array, json_pack ("{s:o, s:i, s:i, s:i, s:i, s:i}", "name", table_json_text (count->name),
                            "turns", (int)count->turns, "own_turns", (int)count->own_turns, "cases",
                            (int)count->cases, "own_cases", (int)count->own_cases, "of_cases",
                            (int)count->of_cases));
    }
  return array;
}

json_t *
found_json (const EspSearchResult *result, const char *what)
{
  const EspSearchCount *total = result->total;
  json_t *hits = json_array (), *lost = json_array ();
  for (guint i = 0; i < result->hits->len; i++)
    json_array_append_new (hits, found_hit_json (result->hits->pdata[i]));
  for (guint i = 0; i < result->lost->len; i++)
    json_array_append_new (lost, table_json_text (result->lost->pdata[i]));
  return json_pack ("{s:o, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:o, s:o, s:o, s:o, s:o}", "search",
                    table_json_text (what), "turns", (int)total->turns, "own_turns",
                    (int)total->own_turns, "matches", (int)result->matches, "documents",
                    (int)result->documents, "cases", (int)total->cases, "own_cases",
                    (int)total->own_cases, "of_cases", (int)total->of_cases, "hits", hits,
                    "by_case", found_counts_json (result->by_case), "by",
                    table_json_text (result->by), "by_group", found_counts_json (result->by_group),
                    "not_searched", lost);
}
