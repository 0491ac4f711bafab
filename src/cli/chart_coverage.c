/* espalier chart coverage: how much of the matrix is charted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

#define NUMBER_COLUMNS 57u /* what the numbers take of a line */
#define NARROWEST 23u

/* Short headings, so that a line fits 80 columns; coverage_key says what they mean. Programs get
 * every count under its full name. */
static const struct
{
  const char *key, *heading;
  gsize at;
} coverage_columns[] = {
  { "cells", NULL, G_STRUCT_OFFSET (EspCoverage, cells) },
  { "asked", "asked", G_STRUCT_OFFSET (EspCoverage, asked) },
  { "charted", "charted", G_STRUCT_OFFSET (EspCoverage, charted) },
  { "draft", "draft", G_STRUCT_OFFSET (EspCoverage, draft) },
  { "not_started", "to do", G_STRUCT_OFFSET (EspCoverage, not_started) },
  { "summarised", NULL, G_STRUCT_OFFSET (EspCoverage, summarised) },
  { "nothing_said", "none", G_STRUCT_OFFSET (EspCoverage, nothing_said) },
  { "not_asked", "unasked", G_STRUCT_OFFSET (EspCoverage, not_asked) },
  { "not_applicable", "n/a", G_STRUCT_OFFSET (EspCoverage, not_applicable) },
  { "uncharted", "loose", G_STRUCT_OFFSET (EspCoverage, uncharted) },
};

static const char coverage_key[]
    = "to do: asked and not started; none: nothing said; unasked: not asked;\n"
      "n/a: not applicable; loose: codings that no summary rests on yet";

/* What a row is called for people: the number says which section a theme is of, and a terminal has
 * no room for long names. */
static char *
coverage_name (const EspMatrix *matrix, const EspCoverage *row, guint i, gboolean by_case)
{
  const EspTheme *theme = !by_case && i < matrix->themes->len ? matrix->themes->pdata[i] : NULL;
  g_autofree char *name
      = theme != NULL ? wording_theme (theme->number, theme->name) : g_strdup (row->name);
  const guint width = terminal_width ();
  if (width == 0)
    return g_steal_pointer (&name);
  return wording_excerpt (name, MAX (NARROWEST, MAX (width, NUMBER_COLUMNS) - NUMBER_COLUMNS));
}

static Table *
coverage_table (const EspMatrix *matrix, const GPtrArray *rows, gboolean by_case, gboolean as_json)
{
  Table *table = table_new (as_json);
  table_column (table, NULL, by_case ? "case" : "theme");
  table_column (table, "name", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (coverage_columns); i++)
    table_column (table, coverage_columns[i].key, coverage_columns[i].heading);
  for (guint i = 0; i < rows->len; i++)
    {
      const EspCoverage *row = rows->pdata[i];
      g_autofree char *name = coverage_name (matrix, row, i, by_case);
      table_text (table, name);
      table_text (table, row->name);
      for (gsize j = 0; j < G_N_ELEMENTS (coverage_columns); j++)
        table_uint (table, G_STRUCT_MEMBER (guint, row, coverage_columns[j].at));
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
  g_autoptr (Table) table = coverage_table (matrix, rows, by_case, call->json);
  call_table (call, table, "no cells");
  if (!call->json && !call->quiet)
    printf ("\n%s\n", coverage_key);
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
