/* The history as it is read: chosen by person, command, time, case and theme; proven; and from a
 * file that somebody tampered with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sql.h"
#include "support/temporary_study.h"

/* The ids of the changes, joined. */
static char *
ids_of (const GPtrArray *log)
{
  GString *ids = g_string_new (NULL);
  for (guint i = 0; i < log->len; i++)
    g_string_append_printf (ids, "%s ", ((const EspChange *)log->pdata[i])->id);
  return g_string_free (ids, FALSE);
}

static char *
log_ids (EspStudy *study, const EspLogFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) log = esp_log (study, filter, &error);
  cr_assert_not_null (log, "%s", error ? error->message : "");
  return ids_of (log);
}

static guint
log_count (EspStudy *study, const EspLogFilter *filter)
{
  g_autoptr (GPtrArray) log = esp_log (study, filter, NULL);
  cr_assert_not_null (log);
  return log->len;
}

static sqlite3 *
open_beside (EspStudy *study)
{
  sqlite3 *db = NULL;
  cr_assert_eq (sqlite3_open (esp_study_path (study), &db), SQLITE_OK);
  return db;
}

/* What SQL of the test's own says, in the order of the log: ids, joined. `sql` yields ids as they
 * are in the file; ?1 is `value`. */
static char *
asked (EspStudy *study, const char *sql, const char *value)
{
  sqlite3 *db = open_beside (study);
  sqlite3_stmt *query = NULL;
  GString *ids = g_string_new (NULL);
  cr_assert_eq (sqlite3_prepare_v2 (db, sql, -1, &query, NULL), SQLITE_OK, "%s",
                sqlite3_errmsg (db));
  if (value != NULL)
    sqlite3_bind_text (query, 1, value, -1, SQLITE_STATIC);
  while (sqlite3_step (query) == SQLITE_ROW)
    {
      Uuid id;
      memcpy (id.bytes, sqlite3_column_blob (query, 0), sizeof id.bytes);
      g_autofree char *text = uuid_dup_text (&id);
      g_string_append_printf (ids, "%s ", text);
    }
  sqlite3_finalize (query);
  sqlite3_close (db);
  return g_string_free (ids, FALSE);
}

static void
expect_ids (EspStudy *study, const EspLogFilter *filter, const char *sql, const char *value)
{
  g_autofree char *ids = log_ids (study, filter), *wanted = asked (study, sql, value);
  cr_expect_str_eq (ids, wanted, "%s (%s)", sql, value);
}

/* ---- by content */

/* The changes in whose bytes the identity of one of these rows stands. */
#define MEETING(rows)                                                                              \
  "WITH r (id) AS (" rows ") SELECT h.id FROM history_change h WHERE EXISTS"                       \
  " (SELECT 1 FROM r WHERE instr (h.changes, r.id) > 0) ORDER BY h.lamport DESC, h.id DESC"

#define CASE_ROWS                                                                                  \
  "SELECT id FROM study_case WHERE label = ?1 UNION SELECT id FROM group_member WHERE case_label " \
  "= ?1 UNION SELECT d.id FROM document d, study_case c WHERE d.case_id = c.id AND c.label = ?1 "  \
  "UNION SELECT v.id FROM document_version v, document d, study_case c WHERE v.document_id = "     \
  "d.id AND d.case_id = c.id AND c.label = ?1 UNION SELECT x.id FROM coding x, document_version "  \
  "v, document d, study_case c WHERE x.version_id = v.id AND v.document_id = d.id AND d.case_id "  \
  "= c.id AND c.label = ?1 UNION SELECT s.id FROM summary s, study_case c WHERE s.case_id = c.id " \
  "AND c.label = ?1 UNION SELECT a.id FROM case_attribute a, study_case c WHERE a.case_id = c.id " \
  "AND c.label = ?1"

/* The framework of the test is two deep but for one theme. */
#define THEME_ROWS                                                                                 \
  "SELECT s.id FROM summary s, theme t WHERE s.theme_id = t.id AND (t.name = ?1 OR t.parent_id "   \
  "IN (SELECT id FROM theme WHERE name = ?1) OR t.parent_id IN (SELECT b.id FROM theme a, theme b" \
  " WHERE b.parent_id = a.id AND a.name = ?1))"                                                    \
  " UNION SELECT x.id FROM coding x, theme t WHERE x.theme_id = t.id AND (t.name = ?1 OR "         \
  "t.parent_id IN (SELECT id FROM theme WHERE name = ?1) OR t.parent_id IN (SELECT b.id FROM "     \
  "theme a, theme b WHERE b.parent_id = a.id AND a.name = ?1))"                                    \
  " UNION SELECT id FROM theme WHERE name = ?1"

static const char *const labels[] = { "N-CA-001", "S-SU-001" };
static const char *const paths[]
    = { "help/meaning", "help/friends", "old friends", "setting/home", "setting/work" };

static void
work_by_chance (EspStudy *study, GRand *chance)
{
  g_autoptr (GError) error = NULL;
  const guint which = chance_below (chance, 2);
  const char *theme = paths[chance_below (chance, 5)], *coder = which ? "Ben" : "Anna";
  const gsize start = chance_below (chance, 60);
  const EspPlace place = { .start_cp = start, .end_cp = start + 1 + chance_below (chance, 20) };
  const EspChartEntry entry = { .content = ESP_CONTENT_NOTHING_SAID };
  const EspCodingFilter every = { .origin = "any" };
  g_autoptr (GPtrArray) codings = esp_codings (study, &every, NULL);
  static const char *const commands[] = { "code", "chart set", "uncode", "case set", "undo" };
  const guint kind = chance_below (chance, 5);
  gboolean done = FALSE;
  change_begin_as (study, coder, commands[kind]);
  if (kind == 0)
    done = esp_code (study, NULL, labels[which], theme, &place, NULL, &error);
  else if (kind == 1)
    done = esp_chart_set (study, NULL, labels[which], theme, &entry, FALSE, &error);
  else if (kind == 2 && codings != NULL && codings->len > 0) /* NULL: all is undone */
    done = esp_uncode (study,
                       ((const EspCoding *)codings->pdata[chance_below (chance, codings->len)])->id,
                       NULL, &error);
  else if (kind == 3)
    done = esp_case_set_attribute (study, labels[which], "age",
                                   chance_below (chance, 2) ? "18-30" : "31-60", &error);
  else if (kind == 4)
    done = undo_in_change (study, NULL, coder, &error);
  if (done)
    change_commit (study);
  else
    esp_change_abandon (study);
}

Test (log, by_case_and_theme_is_what_the_rows_say)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (guint i = 0; i < 150; i++)
    work_by_chance (temporary.study, chance);
  for (guint i = 0; i < 2; i++)
    expect_ids (temporary.study, &(EspLogFilter){ .case_label = labels[i] }, MEETING (CASE_ROWS),
                labels[i]);
  static const char *const themes[][2] = { { "help", "Help" },
                                           { "help/meaning", "Meaning" },
                                           { "help/friends", "Friends" },
                                           { "old friends", "Old friends" },
                                           { "setting", "Setting" } };
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    expect_ids (temporary.study, &(EspLogFilter){ .theme = themes[i][0] }, MEETING (THEME_ROWS),
                themes[i][1]);
}

Test (log, of_a_cell_is_what_is_of_both)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_free (code_quote (study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_free (code_quote (study, "Anna", "N-SU-001", "help/friends", "My friends help me"));
  g_free (code_quote (study, "Anna", "N-CA-001", "help/meaning", "Home is hard"));
  chart_quote (study, "Ben", "N-SU-001", "help/meaning", "It keeps her going.",
               "Hope is part of it");
  const EspLogFilter cell = { .case_label = "n-su-001", .theme = "meaning" };
  cr_expect_eq (log_count (study, &cell), 2);
  const EspLogFilter by_ben = { .case_label = "N-SU-001", .theme = "help/meaning", .coder = "Ben" };
  cr_expect_eq (log_count (study, &by_ben), 1);
}

/* In a group's document each says words of their own. */
Test (log, of_a_case_has_the_codings_of_its_words)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  const EspLogFilter hers = { .case_label = "N-SU-002" }, others = { .case_label = "S-CA-001" };
  const guint before = log_count (study, &hers), before_others = log_count (study, &others);
  g_autofree char *coding = code_quote (study, "Anna", "group", "setting/work", "Work, then");
  cr_expect_eq (log_count (study, &hers), before + 1);
  cr_expect_eq (log_count (study, &others), before_others);
  change_begin_as (study, "Anna", "uncode");
  cr_assert (esp_uncode (study, coding, NULL, &error));
  change_commit (study);
  cr_expect_eq (log_count (study, &hers), before + 2, "what was taken away is found as well");
}

/* Who removed it, and when, is what is asked then. */
Test (log, of_a_case_and_a_theme_that_were_removed)
{
  g_autoptr (GError) error = NULL;
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autofree char *definition = temporary_file (&temporary, "study.xml", written_definition, -1);
  g_autofree char *framework = temporary_file (&temporary, "framework.xml", written_framework, -1);
  change_begin (study);
  cr_assert (esp_definition_load (study, definition, &error), "%s", error ? error->message : "");
  change_commit (study);
  change_begin (study);
  cr_assert (esp_framework_import (study, NULL, framework, &error), "%s",
             error ? error->message : "");
  change_commit (study);
  import_words (&temporary, "S-SU-001.txt", "Interviewer: How are you?\nS-SU-001: Well enough.\n");
  for (guint i = 0; i < 2; i++)
    {
      change_begin_as (study, "Anna", "undo");
      cr_assert (undo_in_change (study, NULL, "Anna", &error), "%s", error ? error->message : "");
      change_commit (study);
    }
  cr_expect_eq (log_count (study, &(EspLogFilter){ .case_label = "s-su-001" }), 2);
  expect_ids (study, &(EspLogFilter){ .case_label = "S-SU-001" }, MEETING (CASE_ROWS), "S-SU-001");
  cr_expect_eq (log_count (study, &(EspLogFilter){ .theme = "help/old friends" }), 2);
  expect_ids (study, &(EspLogFilter){ .theme = "Friends" }, MEETING (THEME_ROWS), "Friends");
}

Test (log, of_what_is_not_there_says_what_is_near)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  expect_failure (esp_log (temporary.study, &(EspLogFilter){ .case_label = "N-SU-003" }, &error)
                      != NULL,
                  &error, ESP_ERROR_NOT_FOUND, "N-SU-00");
  expect_failure (esp_log (temporary.study, &(EspLogFilter){ .theme = "help/meening" }, &error)
                      != NULL,
                  &error, ESP_ERROR_NOT_FOUND, "help/meaning");
  expect_failure (
      esp_log (temporary.study, &(EspLogFilter){ .theme = "help", .analysis = "other" }, &error)
          != NULL,
      &error, ESP_ERROR_NOT_FOUND, "other");
}

/* ---- by person, command, time */

Test (log, by_person_command_and_number)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  for (guint i = 0; i < 60; i++)
    work_by_chance (study, chance);
  expect_ids (study, &(EspLogFilter){ .coder = "Ben" },
              "SELECT id FROM history_change WHERE coder = ?1 ORDER BY lamport DESC, id DESC",
              "Ben");
  static const char *const chart[] = { "chart", NULL }, *const some[]
                                                        = { "cod", "undo", "case", NULL };
  expect_ids (study, &(EspLogFilter){ .commands = chart },
              "SELECT id FROM history_change WHERE command = 'chart set' ORDER BY lamport DESC",
              NULL);
  expect_ids (study, &(EspLogFilter){ .commands = some },
              "SELECT id FROM history_change WHERE command IN ('undo', 'case set')"
              " ORDER BY lamport DESC",
              NULL);
  expect_ids (study, &(EspLogFilter){ .coder = "Anna", .limit = 3 },
              "SELECT id FROM history_change WHERE coder = 'Anna' ORDER BY lamport DESC LIMIT 3",
              NULL);
  expect_ids (study, NULL, "SELECT id FROM history_change ORDER BY lamport DESC", NULL);
}

static const struct
{
  const char *since, *until;
  guint n;
} times[] = {
  { NULL, NULL, 4 },
  { "2026-03-02", NULL, 3 },
  { NULL, "2026-03-02", 3 },
  { "2026-03-02", "2026-03-02", 2 },
  { "2026-03-03", "2026-03-01", 0 },
  { "2026-03-02T12:00:00.000Z", NULL, 2 },
  { NULL, "2026-03-02T12:00:00.000Z", 2 },
  { "2026-03-02T00:00:00.000Z", "2026-03-02T12:00:00.001Z", 2 },
};

Test (log, by_time)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *title = g_strdup_printf ("Title %u", i);
      change_begin (temporary.study);
      cr_assert (esp_study_set_title (temporary.study, title, NULL));
      change_commit (temporary.study);
    }
  alter (esp_study_path (temporary.study),
         "UPDATE history_change SET made_at = CASE lamport"
         " WHEN 1 THEN '2026-03-01T23:59:59.999Z' WHEN 2 THEN '2026-03-02T00:00:00.000Z'"
         " WHEN 3 THEN '2026-03-02T12:00:00.000Z' ELSE '2026-03-03T00:00:00.000Z' END");
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      const EspLogFilter filter = { .since = times[i].since, .until = times[i].until };
      cr_expect_eq (log_count (temporary.study, &filter), times[i].n, "%s to %s", times[i].since,
                    times[i].until);
    }
  static const char *const no_times[]
      = { "", "yesterday", "2026-02-30", "2026-3-1", "2026-13-01", "2026-03-01T12", "0000-00-00" };
  for (gsize i = 0; i < G_N_ELEMENTS (no_times); i++)
    {
      g_autoptr (GError) error = NULL;
      const EspLogFilter filter = { .until = no_times[i] };
      expect_failure (esp_log (temporary.study, &filter, &error) != NULL, &error, ESP_ERROR_USAGE,
                      "2026-11-03");
    }
}

/* ---- proven */

Test (log, verified_has_a_seal_that_every_change_moves)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  g_autoptr (EspSeal) empty = esp_log_verify (temporary.study, &error);
  cr_assert_not_null (empty);
  cr_expect_eq (empty->changes, 0);
  change_begin (temporary.study);
  cr_assert (esp_study_set_title (temporary.study, "One", NULL));
  change_commit (temporary.study);
  g_autoptr (EspSeal) one = esp_log_verify (temporary.study, &error),
                      again = esp_log_verify (temporary.study, &error);
  cr_expect_eq (one->changes, 1);
  cr_expect_eq (strlen (one->seal), 64);
  cr_expect_str_neq (one->seal, empty->seal);
  cr_expect_str_eq (one->seal, again->seal);
  alter (esp_study_path (temporary.study), "UPDATE history_change SET reason = 'another'");
  expect_failure (esp_log_verify (temporary.study, &error) != NULL, &error, ESP_ERROR_DAMAGED,
                  "was altered");
}

/* ---- hostile */

Test (log, of_changes_that_are_noise_is_read_at_once)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  for (guint i = 0; i < 30; i++)
    work_by_chance (study, chance);
  const guint n = history_length (study);
  const gint64 begun = g_get_monotonic_time ();
  for (guint round = 0; round < 100; round++)
    {
      g_autofree char *sql = g_strdup_printf (
          "UPDATE history_change SET changes = CASE WHEN %u THEN randomblob (%u) ELSE"
          " CAST (substr (changes, 1, %u) || randomblob (%u) || substr (changes, %u) AS BLOB) END"
          " WHERE lamport %% 7 = %u",
          chance_below (chance, 2), chance_below (chance, 100000), chance_below (chance, 200),
          1 + chance_below (chance, 8), chance_below (chance, 300), chance_below (chance, 7));
      alter (esp_study_path (study), sql);
      g_autoptr (GPtrArray) log = esp_log (study, NULL, NULL);
      cr_assert_not_null (log);
      cr_assert_eq (log->len, n, "seed %u", seed);
      const EspLogFilter cell = { .case_label = labels[0], .theme = "help" };
      cr_assert_leq (log_count (study, &cell), n);
    }
  cr_expect_lt (g_get_monotonic_time () - begun, 30 * G_USEC_PER_SEC, "seed %u", seed);
  alter (esp_study_path (study), "UPDATE history_change SET changes = x'54ff'");
  g_autoptr (GPtrArray) log = esp_log (study, NULL, NULL);
  cr_expect_eq (((const EspChange *)log->pdata[0])->rows, 0);
}

/* Undos of undos, each of the two before it, are not gone through one by one. */
Test (log, of_undos_without_end_is_read_at_once)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  alter (
      esp_study_path (temporary.study),
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
      " INSERT INTO history_change (id, lamport, coder, made_at, command, about, schema_number,"
      " changes, chain) SELECT CAST (printf ('%016d', i) AS BLOB), i, 'Ben',"
      " '2026-03-01T00:00:00.000Z', 'undo', '', 1, x'', zeroblob (32) FROM n;"
      "INSERT INTO history_undone (change_id, undone_id) SELECT a.id, b.id FROM history_change a,"
      " history_change b WHERE b.lamport IN (a.lamport - 1, a.lamport - 2, a.lamport + 3)");
  const gint64 begun = g_get_monotonic_time ();
  g_autoptr (GPtrArray) log = esp_log (temporary.study, NULL, NULL);
  cr_assert_not_null (log);
  cr_expect_eq (log->len, 2000);
  for (guint i = 0; i < log->len; i++)
    cr_expect_eq (*((const EspChange *)log->pdata[i])->undone_by == '\0', i % 3 == 0, "%u", i);
  cr_expect_lt (g_get_monotonic_time () - begun, 10 * G_USEC_PER_SEC);
}

/* ---- merges */

Test (log, lists_what_was_merged_newest_first)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (GPtrArray) none = esp_merges (temporary.study, NULL);
  cr_assert_not_null (none);
  cr_expect_eq (none->len, 0);
  alter (esp_study_path (temporary.study),
         "INSERT INTO history_merge VALUES"
         " (1, '2026-03-01T00:00:00.000Z', 'Anna', 'b.espalier', 3, 'Ben: 3 codings'),"
         " (2, '2026-03-02T00:00:00.000Z', 'Ben', 'c.espalier', 1, 'Cleo: 1 summary')");
  g_autoptr (GPtrArray) lines = esp_merges (temporary.study, NULL);
  cr_assert_eq (lines->len, 2);
  const EspMergeLine *newest = lines->pdata[0], *first = lines->pdata[1];
  cr_expect_str_eq (newest->copy, "c.espalier");
  cr_expect_str_eq (newest->coder, "Ben");
  cr_expect_str_eq (first->about, "Ben: 3 codings");
  cr_expect_eq (first->changes, 3);
  cr_expect_eq (first->number, 1);
}
