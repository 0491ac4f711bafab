/* espalier backup: a copy of the study, whole at one moment; one without what was taken back; or
 * what can be read of a damaged one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/locate.h"
#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>

#define STATUS_LOST 3

static gboolean
backup_whole (Call *call, const char *to, GError **error)
{
  if (!call_open (call, error) || !esp_study_backup (call->study, to, error))
    return FALSE;
  call_say (call, "copied '%s' to '%s'", esp_study_path (call->study), to);
  return TRUE;
}

static gboolean
backup_compact (Call *call, const char *to, GError **error)
{
  guint dropped;
  if (!call_open (call, error) || !esp_study_compact (call->study, to, &dropped, error))
    return FALSE;
  if (dropped == 0)
    call_say (call, "copied '%s' to '%s'; it had no words of what was taken back",
              esp_study_path (call->study), to);
  else
    call_say (call,
              "copied '%s' to '%s' without %u texts, summaries or notes of what was taken back: in "
              "the copy, that cannot be brought back",
              esp_study_path (call->study), to, dropped);
  return TRUE;
}

/* ---- a damaged study */

static json_t *
recovery_json (const EspRecovery *recovery)
{
  json_t *lost = json_array ();
  for (guint i = 0; i < recovery->lost->len; i++)
    json_array_append_new (lost, table_json_text (recovery->lost->pdata[i]));
  return json_pack ("{s:i, s:i, s:i, s:i, s:i, s:o}", "changes", (int)recovery->changes,
                    "changes_lost", (int)recovery->changes_lost, "words", (int)recovery->words,
                    "words_lost", (int)recovery->words_lost, "rows_as_found",
                    (int)recovery->rows_as_found, "lost", lost);
}

static void
recovery_print (const EspRecovery *recovery, const char *to)
{
  g_autofree char *changes = wording_count (recovery->changes, "change");
  g_autofree char *head = g_strdup_printf (
      "wrote '%s': %s whole; %u texts, summaries and other words match their checksums\n", to,
      changes, recovery->words);
  terminal_print (STYLE_PLAIN, head);
  for (guint i = 0; i < recovery->lost->len; i++)
    {
      terminal_print (STYLE_BAD, i == 0 ? "lost     " : "         ");
      g_autofree char *line = wording_line (recovery->lost->pdata[i]);
      terminal_print (STYLE_PLAIN, line);
      putchar ('\n');
    }
  if (recovery->rows_as_found > 0)
    printf ("%u rows of the tables that no change proves were added as they stood, as the change "
            "'backup --recover': look at them with 'espalier log' and 'espalier show'\n",
            recovery->rows_as_found);
  if (recovery->lost->len == 0)
    printf ("nothing is lost: the history is whole, and the study follows from it\n");
  else
    printf ("keep the damaged file until you have looked through the new one; a backup or a "
            "colleague's copy that is newer in places can be merged into it\n");
}

/* SQLite would first bring a file with a journal beside it back to what it was. */
static void
warn_of_journal (const Call *call, const char *damaged)
{
  g_autofree char *journal = g_strconcat (damaged, "-journal", NULL);
  if (g_file_test (journal, G_FILE_TEST_EXISTS))
    call_warn (call,
               "'%s' is there: a change was being written when the program ended; neither it nor "
               "the study is touched, and the file is read as it stands",
               journal);
}

static gboolean
backup_recover (Call *call, const char *to, GError **error)
{
  g_autofree char *damaged = locate_study (call->study_path, error);
  if (damaged == NULL || !call_find_coder (call, error))
    return FALSE;
  warn_of_journal (call, damaged);
  g_autoptr (EspRecovery) recovery = esp_recover (damaged, to, call->coder, error);
  if (recovery == NULL)
    return FALSE;
  if (call->json)
    call_json (call, recovery_json (recovery));
  else if (!call->quiet)
    recovery_print (recovery, to);
  if (recovery->lost->len > 0)
    call->status = STATUS_LOST;
  return TRUE;
}

static gboolean
run (Call *call, GError **error)
{
  gboolean compact = FALSE, recover = FALSE;
  const GOptionEntry options[] = {
    { "compact", 0, 0, G_OPTION_ARG_NONE, &compact,
      "Without the words of what was taken back, and without empty space", NULL },
    { "recover", 0, 0, G_OPTION_ARG_NONE, &recover,
      "Write what can be read of a damaged study, which is only read", NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_read (call, options, 1, 1, error))
    return FALSE;
  if (compact && recover)
    return call_wrong_usage (error, "give --compact or --recover, not both");
  const char *to = call->arguments[0];
  return recover   ? backup_recover (call, to, error)
         : compact ? backup_compact (call, to, error)
                   : backup_whole (call, to, error);
}

const Command command_backup = {
  .name = "backup",
  .stage = "study",
  .about = "copy the study, also while others work on it; recover a damaged one",
  .usage = "FILE",
  .example = "espalier backup backups/care.espalier",
  .needs = STUDY_READ,
  .run = run,
};
