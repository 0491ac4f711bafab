/* espalier undo: takes a change back, as a change of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/change_table.h"
#include "cli/wording.h"

static gboolean
run (Call *call, GError **error)
{
  g_autoptr (EspChange) undone = NULL;
  if (!call_begin (call, NULL, 0, 1, error)
      || !esp_undo (call->study, call->arguments[0], call->coder, &undone, error))
    return FALSE;
  g_autofree char *about = g_strdup_printf ("%s: %s", undone->command, undone->about);
  if (!call_commit (call, about, error))
    return FALSE;
  if (call->json)
    {
      g_autoptr (Table) table = change_table_new (TRUE);
      change_table_add (table, undone);
      call_table (call, table, "");
    }
  g_autofree char *id = wording_short_id (undone->id);
  g_autofree char *when = wording_local_time (undone->made_at, TRUE);
  call_say (call, "undone: '%s' of %s, %s: %s (%s)", undone->command, undone->coder, when,
            undone->about, id);
  return TRUE;
}

const Command command_undo = {
  .name = "undo",
  .stage = "study",
  .about = "take back your last change, or the change named",
  .usage = "[CHANGE]",
  .example = "espalier undo --reason \"coded the wrong passage\"",
  .needs = STUDY_WRITE,
  .run = run,
};
