/* espalier log: the history, newest first.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/change_table.h"

static gboolean
run (Call *call, GError **error)
{
  g_autofree char *coder = NULL;
  int limit = 0;
  const GOptionEntry options[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, "At most this many (0: all)", "N" },
    { "coder", 0, 0, G_OPTION_ARG_FILENAME, &coder, "Only the changes of this person", "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error))
    return FALSE;
  if (limit < 0)
    return call_wrong_usage (error, "--limit wants a number from 0 on");
  g_autoptr (GPtrArray) changes = esp_log (call->study, coder, (guint)limit, error);
  if (changes == NULL)
    return FALSE;
  g_autoptr (Table) table = change_table_new (call->json);
  for (guint i = 0; i < changes->len; i++)
    change_table_add (table, changes->pdata[i]);
  call_table (call, table, "no changes");
  return TRUE;
}

const Command command_log = {
  .name = "log",
  .stage = "study",
  .about = "list who changed what, when and why",
  .usage = "",
  .example = "espalier log --limit 10",
  .needs = STUDY_READ,
  .run = run,
};
