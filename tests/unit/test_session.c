/* Sessions: saying what is known of one, and how long it was by the times in the transcript.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/session.h"
#include "support/sql.h"
#include "support/undoing.h"

static gboolean
say (EspStudy *study, const char *document, const char *name, const char *value, GError **error)
{
  change_begin_as (study, "Anna", "sessions set");
  const gboolean done = esp_session_set (study, document, name, value, error);
  if (done)
    change_commit (study);
  else
    esp_change_abandon (study);
  return done;
}

/* The session of a document, borrowed from `all`; NULL for none. */
static const EspSession *
session_of (const GPtrArray *all, const char *document)
{
  for (guint i = 0; i < all->len; i++)
    if (g_str_equal (((const EspSession *)all->pdata[i])->document->name, document))
      return all->pdata[i];
  return NULL;
}

Test (session, is_listed_for_what_is_spoken_and_for_what_has_one)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (GPtrArray) sessions = esp_sessions (temporary.study, NULL, NULL);
  const EspSession *group = session_of (sessions, "group");
  cr_assert_not_null (group);
  cr_expect_str_eq (group->document->held_on, "2026-02-01");
  cr_expect_eq (group->minutes, 60);
  cr_expect_not (group->by_times);
  cr_expect_not_null (session_of (sessions, "N-SU-001"), "an interview has one, if not recorded");
  cr_expect_null (session_of (sessions, "rules"), "nobody speaks in a protocol");
  cr_assert (say (temporary.study, "rules", "date", "2026-01-01", NULL));
  g_autoptr (GPtrArray) more = esp_sessions (temporary.study, NULL, NULL);
  cr_expect_not_null (session_of (more, "rules"), "what was said of it is listed");
  cr_expect_eq (more->len, sessions->len + 1);
}

static const struct
{
  const char *name, *value, *column, *stored;
} sayings[] = {
  { "date", "2024-02-29", "held_on", "2024-02-29" },
  { "Date ", " 2026-03-14 ", "held_on", "2026-03-14" },
  { "minutes", "48.5", "minutes", "48.5" },
  { "mode", "telephone", "mode", "telephone" },
  { "place", "Café, 2nd floor", "place", "Café, 2nd floor" },
  { "interviewers", "RW, TB", "interviewers", "RW, TB" },
  { "others", "husband", "others", "husband" },
  { "place", "", "place", "" },
  { "minutes", "", "ifnull (minutes, '')", "" },
  { "date", "2026-02-29", NULL, "is no date" },
  { "date", "14.3.2026", NULL, "is no date" },
  { "minutes", "0", NULL, "is no length" },
  { "minutes", "-3", NULL, "is no length" },
  { "minutes", "nan", NULL, "is no length" },
  { "minutes", "1e9", NULL, "is no length" },
  { "minutes", "99999", NULL, "is no length" },
  { "minutes", "1:06", NULL, "is no length" },
  { "place", "a\x1b[31mb", NULL, "without control characters" },
  { "mode", "one\ntwo", NULL, "on one line" },
  { "who", "me", NULL, "a session has no 'who'; it has date, minutes" },
};

Test (session, stores_what_is_said_or_refuses_it_in_words)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (sayings); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *before = live_text (temporary.study);
      const gboolean done
          = say (temporary.study, "N-SU-001", sayings[i].name, sayings[i].value, &error);
      cr_assert_eq (done, sayings[i].column != NULL, "%s=%s", sayings[i].name, sayings[i].value);
      if (!done)
        {
          g_autofree char *after = live_text (temporary.study);
          cr_expect (strstr (error->message, sayings[i].stored) != NULL, "%s", error->message);
          cr_expect_str_eq (after, before, "what is refused changes nothing");
          continue;
        }
      g_autofree char *sql = g_strdup_printf (
          "SELECT %s FROM session s JOIN document d ON d.id = s.document_id WHERE d.name ="
          " 'N-SU-001'",
          sayings[i].column);
      g_autofree char *stored = one_text (temporary.study, sql);
      cr_expect_str_eq (stored, sayings[i].stored);
    }
  expect_whole (temporary.study);
}

Test (session, said_and_undone_is_as_before_and_can_be_said_again)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *before = live_text (temporary.study);
  cr_assert (say (temporary.study, "N-SU-001", "place", "garden", NULL));
  undo_last (temporary.study, "Anna");
  g_autofree char *after = live_text (temporary.study);
  cr_expect_str_eq (after, before);
  cr_assert (say (temporary.study, "N-SU-001", "mode", "telephone", NULL));
  g_autoptr (GPtrArray) sessions = esp_sessions (temporary.study, NULL, NULL);
  const EspSession *session = session_of (sessions, "N-SU-001");
  cr_expect_str_eq (session->document->mode, "telephone");
  cr_expect_str_eq (session->document->place, "", "what was taken back does not come back");
  expect_whole (temporary.study);
}

Test (session, has_the_length_that_is_recorded_before_that_of_the_times)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  import_words (&temporary, "timed.txt",
                "[00:00:30] Rita: Shall we?\n\n[00:01:00] Tom: Yes.\n\n[00:20:00] Rita: Well?\n\n"
                "[00:48:30] Tom: That is all.\n");
  g_autoptr (GPtrArray) told = esp_sessions (temporary.study, "timed", NULL);
  const EspSession *session = told->pdata[0];
  cr_expect (session->by_times);
  cr_expect_eq (session->minutes, 48);
  cr_assert (say (temporary.study, "timed", "minutes", "51", NULL));
  g_autoptr (GPtrArray) recorded = esp_sessions (temporary.study, "timed", NULL);
  session = recorded->pdata[0];
  cr_expect_not (session->by_times);
  cr_expect_eq (session->minutes, 51);
}

static const struct
{
  gint64 seconds[8];
  gsize n;
  gint64 length;
} lengths[] = {
  { { 0 }, 0, 0 },
  { { -1, -1 }, 2, 0 },
  { { 900 }, 1, 0 },
  { { 5, 60, 3600 }, 3, 3595 },
  { { -1, 5, -1, 65 }, 4, 60 },
  { { 36000, 36060, 39600 }, 3, 3600 },     /* of a clock */
  { { 0, 1800, 10, 610 }, 4, 2400 },        /* a second recording */
  { { 0, 600, 3000, 660, 1200 }, 5, 3000 }, /* a slip forth */
  { { 0, 600, 60, 660 }, 4, 660 },          /* a slip back */
  { { 0, 90, 10, 100 }, 4, 100 },           /* hardly begun: a slip, no recording */
};

Test (session, is_as_long_as_its_recordings)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
      for (gsize j = 0; j < lengths[i].n; j++)
        {
          const gint64 ms = lengths[i].seconds[j] < 0 ? -1 : lengths[i].seconds[j] * 1000;
          g_array_append_val (times, ms);
        }
      cr_expect_eq (session_length_ms (times), lengths[i].length * 1000, "row %zu", i);
    }
}
