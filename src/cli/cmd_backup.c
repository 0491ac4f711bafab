/* espalier backup: a copy of the study, whole at one moment.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

static gboolean
run (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 1, 1, error)
      || !esp_study_backup (call->study, call->arguments[0], error))
    return FALSE;
  call_say (call, "copied '%s' to '%s'", esp_study_path (call->study), call->arguments[0]);
  return TRUE;
}

const Command command_backup = {
  .name = "backup",
  .stage = "study",
  .about = "copy the study, also while others work on it",
  .usage = "FILE",
  .example = "espalier backup backups/care.espalier",
  .needs = STUDY_READ,
  .run = run,
};
