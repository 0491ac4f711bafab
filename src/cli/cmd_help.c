/* espalier help: all commands by stage, or one of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

static gboolean
run (Call *call, GError **error)
{
  guint used = 0;
  if (!call_begin (call, NULL, 0, 2, error))
    return FALSE;
  if (call->n_arguments == 0)
    {
      command_print_overview ();
      return TRUE;
    }
  const Command *about = command_find (call->arguments, FALSE, &used, error);
  if (about == NULL)
    return FALSE;
  if (used < call->n_arguments)
    return call_wrong_usage (error, "'%s' has no '%s'", about->name, call->arguments[used]);
  if (about->run == NULL)
    {
      command_print_verbs (about);
      return TRUE;
    }
  call_take_command (call, about, used);
  call->help = TRUE;
  return about->run (call, error);
}

const Command command_help = {
  .name = "help",
  .stage = "help",
  .about = "list all commands, or explain one",
  .usage = "[COMMAND]",
  .example = "espalier help chart set",
  .needs = STUDY_NONE,
  .run = run,
};
