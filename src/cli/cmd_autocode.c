/* espalier autocode: proposes codings by patterns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/input.h"
#include "cli/wording.h"

/* Prints a row for each rule. */
static void
autocode_print (Call *call, const GPtrArray *rows)
{
  static const char *const columns[][2] = {
    { "theme", "theme" },         { "matches", "found" }, { "proposals", "new proposals" },
    { "documents", "documents" }, { "cases", "cases" },   { "rule", "rule" },
  };
  g_autoptr (Table) table = table_new (call->json);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    table_column (table, columns[i][0], columns[i][1]);
  for (guint i = 0; i < rows->len; i++)
    {
      const EspAutocodeRow *row = rows->pdata[i];
      table_text (table, row->theme_path);
      table_uint (table, row->matches);
      table_uint (table, row->proposals);
      table_uint (table, row->documents);
      table_uint (table, row->cases);
      table_text (table, row->rule);
    }
  if (call->json || !call->quiet)
    call_table (call, table, "no rules");
}

static gboolean
run (Call *call, GError **error)
{
  g_autofree char *unit = NULL;
  g_auto (GStrv) where = NULL;
  EspAutocodeOptions wanted = { .unit = ESP_UNIT_SENTENCE };
  const GOptionEntry options[] = {
    { "unit", 0, 0, G_OPTION_ARG_FILENAME, &unit,
      "How much each match proposes: match, sentence (usual) or turn", "UNIT" },
    { "where", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &where,
      "Only the speech of cases that have this; may be given again", "NAME=VALUE" },
    { "with-documents", 0, 0, G_OPTION_ARG_NONE, &wanted.with_unspoken,
      "Also texts that nobody speaks: care plans, policies", NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 1, error) || !input_unit (unit, &wanted.unit, error))
    return FALSE;
  wanted.where = (const char *const *)where;
  g_autoptr (GPtrArray) rows
      = esp_autocode (call->study, call->analysis, call->arguments[0], &wanted, error);
  if (rows == NULL)
    return FALSE;
  guint proposals = 0;
  for (guint i = 0; i < rows->len; i++)
    proposals += ((const EspAutocodeRow *)rows->pdata[i])->proposals;
  g_autofree char *counted = wording_count (proposals, "proposal");
  g_autofree char *name = g_path_get_basename (call->arguments[0]);
  g_autofree char *about = g_strdup_printf ("%s by '%s'", counted, name);
  if (!call_commit (call, about, error))
    return FALSE;
  autocode_print (call, rows);
  if (proposals == 0)
    call_say (call, "no new proposals by '%s'", name);
  else
    call_say (call, "%s; they count once a person accepts them: espalier codings accept --all",
              about);
  return TRUE;
}

const Command command_autocode = {
  .name = "autocode",
  .stage = "indexing",
  .about = "propose codings by words and patterns from a sheet",
  .usage = "RULES",
  .example = "espalier autocode corpora/recovery-care/rules.csv --dry-run",
  .needs = STUDY_WRITE,
  .run = run,
};
