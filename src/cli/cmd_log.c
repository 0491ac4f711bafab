/* espalier log: the history, newest first; its proof; what was merged; all of it as a page.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/change_table.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  char *coder, *stage, *case_label, *theme, *since, *until, *report;
  int limit;
  gboolean merges, verify;
  GPtrArray *commands; /* const char *: those of the stage, NULL at the end */
} LogOptions;

static void
log_clear (LogOptions *given)
{
  g_free (given->coder);
  g_free (given->stage);
  g_free (given->case_label);
  g_free (given->theme);
  g_free (given->since);
  g_free (given->until);
  g_free (given->report);
  g_clear_pointer (&given->commands, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LogOptions, log_clear)

/* ---- options */

static gboolean
log_has_filter (const LogOptions *given)
{
  return given->coder != NULL || given->stage != NULL || given->case_label != NULL
         || given->theme != NULL || given->since != NULL || given->until != NULL
         || given->limit != 0;
}

static gboolean
log_options_fit (const LogOptions *given, GError **error)
{
  if (given->limit < 0)
    return call_wrong_usage (error, "--limit wants a number from 0 on");
  if ((given->merges ? 1 : 0) + (given->verify ? 1 : 0) + (given->report != NULL ? 1 : 0) > 1)
    return call_wrong_usage (error, "one of --merges, --verify and --report at a time");
  if ((given->merges || given->verify) && log_has_filter (given))
    return call_wrong_usage (error,
                             "%s is about the whole history; leave the other options of log out",
                             given->merges ? "--merges" : "--verify");
  return TRUE;
}

/* The stages of commands that can leave a line in the history. */
static gboolean
log_unknown_stage (const char *stage, GError **error)
{
  g_autoptr (GString) stages = g_string_new (NULL);
  const char *last = "";
  for (const Command *const *c = command_all (); *c != NULL; c++)
    if (strcmp ((*c)->stage, last) != 0 && strcmp ((*c)->stage, "help") != 0)
      {
        last = (*c)->stage;
        g_string_append_printf (stages, "%s%s", stages->len > 0 ? ", " : "", last);
      }
  return call_wrong_usage (error, "there is no stage '%s'; there are: %s", stage, stages->str);
}

/* The history has commands as they were called; their first word says the stage. */
static gboolean
log_take_stage (LogOptions *given, GError **error)
{
  if (given->stage == NULL)
    return TRUE;
  given->commands = g_ptr_array_new ();
  for (const Command *const *c = command_all (); *c != NULL; c++)
    if (g_ascii_strcasecmp ((*c)->stage, given->stage) == 0)
      g_ptr_array_add (given->commands, (gpointer)(*c)->name);
  g_ptr_array_add (given->commands, NULL);
  return given->commands->len > 1 || log_unknown_stage (given->stage, error);
}

/* The first moment of a local day, or of the day after it, in UTC. What is no day stays as it is.
 */
static void
log_take_day (char **day, int days_on)
{
  if (*day == NULL || strlen (*day) != 10)
    return;
  g_autofree char *midnight = g_strconcat (*day, "T00:00:00", NULL);
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autoptr (GDateTime) local = g_date_time_new_from_iso8601 (midnight, here);
  if (local == NULL)
    return;
  g_autoptr (GDateTime) moved = g_date_time_add_days (local, days_on);
  g_autoptr (GDateTime) utc = g_date_time_to_utc (moved);
  g_free (*day);
  *day = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S.000Z");
}

/* ---- answers */

static gboolean
log_list (Call *call, const EspLogFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) changes = esp_log (call->study, filter, error);
  if (changes == NULL)
    return FALSE;
  g_autoptr (Table) table = change_table_new (call->json);
  for (guint i = 0; i < changes->len; i++)
    change_table_add (table, changes->pdata[i]);
  call_table (call, table, "no changes");
  return TRUE;
}

static gboolean
log_list_merges (Call *call, GError **error)
{
  g_autoptr (GPtrArray) merges = esp_merges (call->study, error);
  if (merges == NULL)
    return FALSE;
  g_autoptr (Table) table = table_new (call->json);
  table_column (table, "merged_at", "when (local time)");
  table_column (table, "coder", "who");
  table_column (table, "copy", "copy");
  table_column (table, "changes", "changes");
  table_column (table, "about", "what came");
  for (guint i = 0; i < merges->len; i++)
    {
      const EspMergeLine *line = merges->pdata[i];
      table_time (table, line->merged_at);
      table_text (table, line->coder);
      table_text (table, line->copy);
      table_uint (table, line->changes);
      table_text (table, line->about);
    }
  call_table (call, table, "no copies were merged into this file");
  return TRUE;
}

static gboolean
log_verify (Call *call, GError **error)
{
  g_autoptr (EspSeal) seal = esp_log_verify (call->study, error);
  if (seal == NULL)
    return FALSE;
  g_autofree char *changes = wording_count (seal->changes, "change");
  if (call->json)
    call_json (call, json_pack ("{s:i, s:s}", "changes", (int)seal->changes, "seal", seal->seal));
  else if (!call->quiet)
    printf ("%s, each proven by the one before it\n"
            "seal: %s\n"
            "Two copies with the same seal have the same history. Kept elsewhere, the seal shows\n"
            "later that nothing of the history up to here was altered.\n",
            changes, seal->seal);
  return TRUE;
}

static gboolean
log_write_report (Call *call, const EspLogFilter *filter, const char *to, GError **error)
{
  const char *verb = call_verb_for (to);
  if (!esp_log_report_write (call->study, filter, to, error))
    return FALSE;
  call_say (call, "%s '%s'", verb, to);
  return TRUE;
}

static gboolean
run (Call *call, GError **error)
{
  g_auto (LogOptions) given = { 0 };
  const GOptionEntry options[] = {
    { "coder", 0, 0, G_OPTION_ARG_FILENAME, &given.coder, "Only the changes of this person",
      "NAME" },
    { "stage", 0, 0, G_OPTION_ARG_FILENAME, &given.stage,
      "Only of this stage of the work: a heading of 'espalier help'", "STAGE" },
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &given.case_label, "Only what touches this case",
      "CASE" },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &given.theme,
      "Only what touches this theme or one below it", "THEME" },
    { "since", 0, 0, G_OPTION_ARG_FILENAME, &given.since, "Only from this day on (local time)",
      "DAY" },
    { "until", 0, 0, G_OPTION_ARG_FILENAME, &given.until, "Only up to this day, it included",
      "DAY" },
    { "limit", 0, 0, G_OPTION_ARG_INT, &given.limit, "At most this many (0: all)", "N" },
    { "merges", 0, 0, G_OPTION_ARG_NONE, &given.merges,
      "List which copies were merged into this file", NULL },
    { "verify", 0, 0, G_OPTION_ARG_NONE, &given.verify, "Prove the history, and print its seal",
      NULL },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &given.report, "Write the history as a page",
      "FILE.html" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error) || !log_options_fit (&given, error)
      || !log_take_stage (&given, error))
    return FALSE;
  log_take_day (&given.since, 0);
  log_take_day (&given.until, 1);
  const EspLogFilter filter = {
    .coder = given.coder,
    .commands = given.commands != NULL ? (const char *const *)given.commands->pdata : NULL,
    .case_label = given.case_label,
    .analysis = call->analysis,
    .theme = given.theme,
    .since = given.since,
    .until = given.until,
    .limit = (guint)given.limit,
  };
  if (given.merges)
    return log_list_merges (call, error);
  if (given.verify)
    return log_verify (call, error);
  if (given.report != NULL)
    return log_write_report (call, &filter, given.report, error);
  return log_list (call, &filter, error);
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
