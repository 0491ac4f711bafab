/* espalier chart coverage: how much of the matrix is charted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/verbs.h"

#include <string.h>

static Table *
coverage_table (const GPtrArray *rows, const char *by, gboolean as_json)
{
  static const char *const columns[][2] = {
    { "cells", "cells" },
    { "asked", "asked" },
    { "charted", "charted" },
    { "draft", "draft" },
    { "not_started", "not started" },
    { "summarised", "summarised" },
    { "nothing_said", "nothing said" },
    { "not_asked", "not asked" },
    { "not_applicable", "not applicable" },
    { "uncharted", "codings not charted" },
  };
  Table *table = table_new (as_json);
  table_column (table, "name", by);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    table_column (table, columns[i][0], columns[i][1]);
  for (guint i = 0; i < rows->len; i++)
    {
      const EspCoverage *row = rows->pdata[i];
      const guint numbers[]
          = { row->cells,          row->asked,      row->charted,      row->draft,
              row->not_started,    row->summarised, row->nothing_said, row->not_asked,
              row->not_applicable, row->uncharted };
      table_text (table, row->name);
      for (gsize j = 0; j < G_N_ELEMENTS (numbers); j++)
        table_uint (table, numbers[j]);
    }
  return table;
}

static gboolean
run (Call *call, GError **error)
{
  g_autofree char *by = NULL, *section = NULL;
  g_auto (GStrv) where = NULL;
  const GOptionEntry options[] = {
    { "by", 0, 0, G_OPTION_ARG_FILENAME, &by, "A row for each theme (usual) or for each case",
      "theme or case" },
    { "section", 0, 0, G_OPTION_ARG_FILENAME, &section, "Only this section of the framework",
      "THEME" },
    { "where", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &where,
      "Only cases that have this; may be given again", "NAME=VALUE" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error))
    return FALSE;
  gboolean by_case = g_strcmp0 (by, "case") == 0;
  if (by != NULL && !by_case && strcmp (by, "theme") != 0)
    return call_wrong_usage (error, "'%s' is neither theme nor case; --by takes one of these", by);
  g_autoptr (EspMatrix) matrix
      = esp_matrix (call->study, call->analysis, section, (const char *const *)where, error);
  g_autoptr (GPtrArray) rows = matrix != NULL ? esp_coverage (matrix, by_case) : NULL;
  if (rows == NULL)
    return FALSE;
  g_autoptr (Table) table = coverage_table (rows, by_case ? "case" : "theme", call->json);
  call_table (call, table, "no cells");
  return TRUE;
}

const Command chart_coverage = {
  .name = "chart coverage",
  .about = "count what is charted, theme by theme or case by case",
  .usage = "",
  .example = "espalier chart coverage --by case",
  .needs = STUDY_READ,
  .run = run,
};
