/* espalier compare: cases of one group theme by theme, or groups side by side.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/wording.h"

#include <stdio.h>

typedef struct
{
  char *section, *to, *format, *by;
} CompareOptions;

static void
compare_clear (CompareOptions *options)
{
  g_free (options->section);
  g_free (options->to);
  g_free (options->format);
  g_free (options->by);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CompareOptions, compare_clear)

/* The labels of the cases of a group in a table's cell. */
static GPtrArray *
compare_labels (const EspComparison *comparison, const EspGroupCell *cell)
{
  GPtrArray *labels = g_ptr_array_new ();
  for (guint i = 0; i < cell->rows->len; i++)
    {
      const EspCase *one
          = comparison->matrix->cases->pdata[GPOINTER_TO_UINT (cell->rows->pdata[i])];
      g_ptr_array_add (labels, one->label);
    }
  return labels;
}

static void
compare_add (Table *table, const EspComparison *comparison, guint theme, guint group)
{
  const EspTheme *column = comparison->matrix->themes->pdata[theme];
  const EspGroupCell *cell = esp_comparison_cell (comparison, theme, group);
  g_autoptr (GPtrArray) labels = compare_labels (comparison, cell);
  table_text (table, column->number);
  table_text (table, column->path);
  table_text (table, comparison->groups->pdata[group]);
  table_uint (table, cell->cases);
  table_uint (table, cell->asked);
  table_uint (table, cell->mentioned);
  table_list (table, labels);
}

static void
compare_json (Call *call, const EspComparison *comparison)
{
  static const char *const keys[]
      = { "theme_number", "theme_path", "group", "cases", "asked", "mentioned", "labels" };
  g_autoptr (Table) table = table_new (TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    table_column (table, keys[i], keys[i]);
  for (guint theme = 0; theme < comparison->matrix->themes->len; theme++)
    for (guint group = 0; group < comparison->groups->len; group++)
      compare_add (table, comparison, theme, group);
  call_table (call, table, "");
}

/* To a file, by its suffix; else as text, or as counts in JSON. */
static gboolean
compare_write (Call *call, const EspComparison *comparison, const CompareOptions *given,
               GError **error)
{
  if (given->to == NULL && call->json)
    {
      compare_json (call, comparison);
      return TRUE;
    }
  const char *to = given->to != NULL ? given->to : "-";
  const char *format = given->to == NULL && given->format == NULL ? "txt" : given->format;
  const char *verb = call_verb_for (to);
  fflush (stdout);
  if (!esp_comparison_write (comparison, to, format, error))
    return FALSE;
  g_autofree char *cases = wording_count (comparison->matrix->cases->len, "case");
  g_autofree char *themes = wording_count (comparison->matrix->themes->len, "theme");
  if (given->to != NULL && g_strcmp0 (to, "-") != 0)
    call_say (call, "%s '%s': %s, %s, %s", verb, to, comparison->title, cases, themes);
  return TRUE;
}

static gboolean
run_within (Call *call, GError **error)
{
  g_auto (CompareOptions) given = { 0 };
  const GOptionEntry options[] = {
    { "section", 0, 0, G_OPTION_ARG_FILENAME, &given.section, "Only this section of the framework",
      "THEME" },
    { "to", 'o', 0, G_OPTION_ARG_FILENAME, &given.to, "Write it to a file: .html, .xml or .txt",
      "FILE" },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &given.format, "html, xml or txt, for standard output",
      "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 1, error))
    return FALSE;
  g_autoptr (EspComparison) comparison
      = esp_compare_within (call->study, call->analysis, given.section, call->arguments[0], error);
  return comparison != NULL && compare_write (call, comparison, &given, error);
}

static gboolean
run_across (Call *call, GError **error)
{
  g_auto (CompareOptions) given = { 0 };
  const GOptionEntry options[] = {
    { "by", 0, 0, G_OPTION_ARG_FILENAME, &given.by, "An attribute, or a kind of group", "NAME" },
    { "section", 0, 0, G_OPTION_ARG_FILENAME, &given.section, "Only this section of the framework",
      "THEME" },
    { "to", 'o', 0, G_OPTION_ARG_FILENAME, &given.to, "Write it to a file: .html, .xml or .txt",
      "FILE" },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &given.format, "html, xml or txt, for standard output",
      "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error))
    return FALSE;
  if (given.by == NULL)
    return call_wrong_usage (error, "say by what to compare: --by ATTRIBUTE, as in --by site");
  g_autoptr (EspComparison) comparison
      = esp_compare_across (call->study, call->analysis, given.section, given.by, error);
  return comparison != NULL && compare_write (call, comparison, &given, error);
}

static const Command compare_within = {
  .name = "compare within",
  .about = "read the cases of one site or group theme by theme, or one case",
  .usage = "CASE or GROUP",
  .example = "espalier compare within Burgundy",
  .needs = STUDY_READ,
  .run = run_within,
};

static const Command compare_across = {
  .name = "compare across",
  .about = "lay groups of cases side by side, theme by theme",
  .usage = "--by NAME",
  .example = "espalier compare across --by site --to sites.html",
  .needs = STUDY_READ,
  .run = run_across,
};

static const Command *const verbs[] = { &compare_within, &compare_across, NULL };

const Command command_compare = {
  .name = "compare",
  .stage = "compare",
  .about = "read cases within a group, or groups across the study",
  .example = "espalier compare across --by site --to sites.html",
  .verbs = verbs,
};
