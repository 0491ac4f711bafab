/* espalier coders: who has worked on the study.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

static gboolean
run (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 0, 0, error))
    return FALSE;
  g_autoptr (GPtrArray) coders = esp_coders (call->study, error);
  if (coders == NULL)
    return FALSE;
  g_autoptr (Table) table = table_new (call->json);
  table_column (table, "name", "coder");
  for (guint i = 0; i < coders->len; i++)
    table_text (table, coders->pdata[i]);
  call_table (call, table, "nobody has worked on this study yet");
  return TRUE;
}

const Command command_coders = {
  .name = "coders",
  .stage = "study",
  .about = "list the people who have worked on the study",
  .usage = "",
  .example = "espalier coders",
  .needs = STUDY_READ,
  .run = run,
};
