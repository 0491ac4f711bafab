/* espalier undo: takes changes back, as a change of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/change_table.h"
#include "cli/wording.h"

static void
say_undone (Call *call, const EspChange *undone)
{
  g_autofree char *id = wording_short_id (undone->id);
  g_autofree char *when = wording_local_time (undone->made_at, TRUE);
  call_say (call, "undone: '%s' of %s, %s: %s (%s)", undone->command, undone->coder, when,
            undone->about, id);
}

static gboolean
run (Call *call, GError **error)
{
  gboolean with_later = FALSE;
  const GOptionEntry options[] = {
    { "with-later", 0, 0, G_OPTION_ARG_NONE, &with_later,
      "Undo the changes that are in the way, too", NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 1, error))
    return FALSE;
  g_autoptr (GPtrArray) undone
      = esp_undo (call->study, call->arguments[0], call->coder, with_later, error);
  if (undone == NULL)
    return FALSE;
  /* The oldest is the one that was asked for, or one that did the same. */
  const EspChange *oldest = undone->pdata[undone->len - 1];
  g_autofree char *about = undone->len == 1
                               ? g_strdup_printf ("%s: %s", oldest->command, oldest->about)
                               : g_strdup_printf ("%s: %s; and %u more", oldest->command,
                                                  oldest->about, undone->len - 1);
  if (!call_commit (call, about, error))
    return FALSE;
  if (call->json)
    {
      g_autoptr (Table) table = change_table_new (TRUE);
      for (guint i = 0; i < undone->len; i++)
        change_table_add (table, undone->pdata[i]);
      call_table (call, table, "");
    }
  for (guint i = 0; i < undone->len; i++)
    say_undone (call, undone->pdata[i]);
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
