/* espalier sessions: when, where and by whom the interviews were held; and saying it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/filter.h"
#include "cli/wording.h"

#include <stdio.h>

static Table *
sessions_table (gboolean as_json)
{
  static const char *const columns[][2] = {
    { "document", "document" },
    { "kind", "kind" },
    { "case", "case" },
    { "held_on", "date" },
    { NULL, "minutes" },
    { "minutes", NULL },
    { "minutes_by", NULL },
    { "mode", "mode" },
    { "interviewers", "interviewers" },
    { "others_present", "others present" },
    { "place", "place" },
  };
  Table *table = table_new (as_json);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    table_column (table, columns[i][0], columns[i][1]);
  return table;
}

/* "66", "48.5"; "62 by times" where the transcript tells it. */
static char *
sessions_minutes (const EspSession *session)
{
  g_autofree char *number = wording_number (session->minutes);
  if (session->minutes <= 0)
    return g_strdup ("");
  return g_strconcat (number, session->by_times ? " by times" : "", NULL);
}

static void
sessions_add (Table *table, const EspSession *session)
{
  const EspDocument *document = session->document;
  g_autofree char *minutes = sessions_minutes (session);
  table_text (table, document->name);
  table_text (table, document->kind);
  table_text (table, document->case_label);
  table_text (table, document->held_on);
  table_text (table, minutes);
  table_json (table, session->minutes > 0 ? json_real (session->minutes) : json_null ());
  table_text (table, session->by_times ? "times" : session->minutes > 0 ? "record" : "");
  table_text (table, document->mode);
  table_text (table, document->interviewers);
  table_text (table, document->others);
  table_text (table, document->place);
}

/* "26 sessions, of 24 the length is known: 38 to 74 minutes, mean 54.2; 2 have no date": what a
 * methods section says. */
static char *
sessions_sum (const GPtrArray *sessions)
{
  guint known = 0, undated = 0;
  double least = 0, most = 0, all = 0;
  for (guint i = 0; i < sessions->len; i++)
    {
      const EspSession *session = sessions->pdata[i];
      undated += session->document->held_on[0] == '\0';
      if (session->minutes <= 0)
        continue;
      least = known == 0 ? session->minutes : MIN (least, session->minutes);
      most = MAX (most, session->minutes);
      all += session->minutes;
      known++;
    }
  g_autofree char *counted = wording_count (sessions->len, "session");
  GString *sum = g_string_new (counted);
  if (known == 0)
    g_string_append (sum, ", no length is known");
  else if (known < sessions->len)
    g_string_append_printf (sum, ", of %u the length is known", known);
  if (known > 1)
    {
      g_autofree char *short_one = wording_number (least), *long_one = wording_number (most);
      g_autofree char *mean = wording_number (all / known);
      g_string_append_printf (sum, ": %s to %s minutes, mean %s", short_one, long_one, mean);
    }
  if (undated > 0)
    g_string_append_printf (sum, "; %u without a date", undated);
  return g_string_free (sum, FALSE);
}

static gboolean
run_list (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 0, 1, error))
    return FALSE;
  g_autoptr (GPtrArray) sessions = esp_sessions (call->study, call->arguments[0], error);
  if (sessions == NULL)
    return FALSE;
  g_autoptr (Table) table = sessions_table (call->json);
  for (guint i = 0; i < sessions->len; i++)
    sessions_add (table, sessions->pdata[i]);
  call_table (call, table, "no sessions; interviews that are imported have one");
  if (sessions->len > 1 && !call->json && !call->quiet)
    {
      g_autofree char *sum = sessions_sum (sessions);
      printf ("\n%s\n", sum);
    }
  return TRUE;
}

#define MINUTES_LEAST 3
#define MINUTES_MOST 300

/* Seconds, or hours, that were taken for minutes. */
static void
set_doubt_minutes (const Call *call, const char *value)
{
  const double minutes = g_ascii_strtod (value, NULL);
  if (*value != '\0' && (minutes < MINUTES_LEAST || minutes > MINUTES_MOST))
    call_warn (call,
               "is it right? a session of %s minutes is unusual; if it is not, set minutes again",
               value);
}

static gboolean
run_set (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 2, -1, error))
    return FALSE;
  g_autoptr (GString) pairs = g_string_new (NULL);
  for (guint i = 1; i < call->n_arguments; i++)
    {
      g_autofree char *name = NULL, *value = NULL;
      if (!filter_split (call->arguments[i], &name, &value, error)
          || !esp_session_set (call->study, call->arguments[0], name, value, error))
        return FALSE;
      if (g_ascii_strcasecmp (name, "minutes") == 0)
        set_doubt_minutes (call, value);
      g_string_append_printf (pairs, "%s%s = %s", i > 1 ? ", " : "", name,
                              value[0] != '\0' ? value : "not recorded");
    }
  g_autofree char *about = g_strdup_printf ("session of %s: %s", call->arguments[0], pairs->str);
  if (!call_commit (call, about, error))
    return FALSE;
  call_say (call, "%s", about);
  return TRUE;
}

static const Command sessions_list = {
  .name = "sessions list",
  .about = "list the sessions: date, length, mode, place, who was there",
  .usage = "[DOCUMENT or CASE]",
  .example = "espalier sessions",
  .needs = STUDY_READ,
  .run = run_list,
};

static const Command sessions_set = {
  .name = "sessions set",
  .about = "say when, how long, how, where and by whom an interview was held",
  .usage = "DOCUMENT NAME=VALUE …",
  .example = "espalier sessions set B-SM-001 date=2014-03-06 minutes=66",
  .needs = STUDY_WRITE,
  .names = TRUE,
  .run = run_set,
};

static const Command *const verbs[] = { &sessions_list, &sessions_set, NULL };

const Command command_sessions = {
  .name = "sessions",
  .stage = "corpus",
  .about = "list the sessions in which the interviews were held; say what is known of them",
  .example = "espalier sessions set B-SM-001 date=2014-03-06 minutes=66",
  .verbs = verbs,
  .standard = &sessions_list,
};
