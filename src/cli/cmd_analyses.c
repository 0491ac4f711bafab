/* espalier analyses: the questions put to the study, each with its framework and matrix.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

static gboolean
run_list (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 0, 0, error))
    return FALSE;
  g_autoptr (GPtrArray) analyses = esp_analyses (call->study, error);
  if (analyses == NULL)
    return FALSE;
  g_autoptr (Table) table = table_new (call->json);
  table_column (table, "name", "analysis");
  table_column (table, "themes", "themes");
  for (guint i = 0; i < analyses->len; i++)
    {
      g_autoptr (GPtrArray) framework = esp_framework (call->study, analyses->pdata[i], error);
      if (framework == NULL)
        return FALSE;
      table_text (table, analyses->pdata[i]);
      table_uint (table, framework->len);
    }
  call_table (call, table, "no analysis yet; 'espalier framework import' makes the first");
  return TRUE;
}

static gboolean
run_add (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 1, 1, error)
      || !esp_analysis_add (call->study, call->arguments[0], error)
      || !call_commit (call, call->arguments[0], error))
    return FALSE;
  call_say (
      call,
      "added the analysis '%s'; its framework: espalier framework import FILE --analysis '%s'",
      call->arguments[0], call->arguments[0]);
  return TRUE;
}

static const Command analyses_list = {
  .name = "analyses list",
  .about = "list the analyses",
  .usage = "",
  .example = "espalier analyses",
  .needs = STUDY_READ,
  .run = run_list,
};

static const Command analyses_add = {
  .name = "analyses add",
  .about = "add an analysis, with a framework of its own over the same texts",
  .usage = "NAME",
  .example = "espalier analyses add involvement",
  .needs = STUDY_WRITE,
  .run = run_add,
};

static const Command *const verbs[] = { &analyses_list, &analyses_add, NULL };

const Command command_analyses = {
  .name = "analyses",
  .stage = "study",
  .about = "list or add the questions put to the study",
  .example = "espalier analyses add involvement",
  .verbs = verbs,
  .standard = &analyses_list,
};
