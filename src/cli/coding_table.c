/* Codings: as rows of a table, as one line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/coding_table.h"

#include "cli/wording.h"

Table *
coding_table_new (gboolean as_json)
{
  static const char *const columns[][2] = {
    { "id", "coding" },      { "document", "document" }, { "case", NULL },
    { "where", "where" },    { "start_cp", NULL },       { "end_cp", NULL },
    { NULL, "theme" },       { "theme_number", NULL },   { "theme_path", NULL },
    { "theme_title", NULL }, { "coder", "coder" },       { "origin", "origin" },
    { "made_at", NULL },     { "whose", "whose" },       { "carried", "corrected" },
    { "words", "words" },
  };
  Table *table = table_new (as_json);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    table_column (table, columns[i][0], columns[i][1]);
  return table;
}

void
coding_table_add (Table *table, const EspCoding *coding)
{
  g_autofree char *theme = wording_theme (coding->theme_number, coding->theme_title);
  table_id (table, coding->id);
  table_text (table, coding->document);
  table_text (table, coding->case_label);
  table_text (table, coding->where);
  table_uint (table, coding->start_cp);
  table_uint (table, coding->end_cp);
  table_text (table, theme);
  table_text (table, coding->theme_number);
  table_text (table, coding->theme_path);
  table_text (table, coding->theme_title);
  table_text (table, coding->coder);
  table_text (table, coding->origin);
  table_text (table, coding->made_at);
  table_text (table, esp_part_name (coding->part));
  table_text (table, esp_carried_name (coding->carried));
  table_text (table, coding->words);
}

json_t *
coding_json (const EspCoding *coding)
{
  return json_pack ("{s:s, s:s, s:s, s:s, s:I, s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "id",
                    coding->id, "document", coding->document, "case", coding->case_label, "where",
                    coding->where, "start_cp", (json_int_t)coding->start_cp, "end_cp",
                    (json_int_t)coding->end_cp, "theme_number", coding->theme_number, "theme_path",
                    coding->theme_path, "theme_title", coding->theme_title, "coder", coding->coder,
                    "origin", coding->origin, "whose", esp_part_name (coding->part), "carried",
                    esp_carried_name (coding->carried), "words", coding->words);
}

char *
coding_line (const EspCoding *coding)
{
  g_autofree char *id = wording_short_id (coding->id);
  return g_strdup_printf ("%s, %s, as %s %s (%s)", coding->document, coding->where,
                          coding->theme_number, coding->theme_title, id);
}

char *
coding_about (const EspCoding *coding)
{
  return g_strdup_printf ("%s, %s, %s", coding->document, coding->where, coding->theme_title);
}
