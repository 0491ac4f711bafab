/* Changes: each a line of the history, in a chain; all of it or nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"
#include "support/sql.h"
#include "support/temporary_study.h"

Test (change, that_changes_nothing_leaves_no_line)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const guint before = history_length (temporary.study);
  g_autofree char *content = archive_text (&temporary);
  change_begin_as (temporary.study, "Nobody", "code");
  change_commit (temporary.study);
  cr_expect_eq (history_length (temporary.study), before);
  g_autofree char *after = archive_text (&temporary);
  cr_expect_str_eq (after, content, "not even the person is new");
}

/* Writing and taking back within one change, and writing what stands there already, change nothing
 * either. */
Test (change, that_takes_itself_back_leaves_no_line)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  const guint before = history_length (temporary.study);
  static const char *const coders[] = { "Anna", "Someone new" };
  for (gsize i = 0; i < G_N_ELEMENTS (coders); i++)
    {
      change_begin_as (temporary.study, coders[i], "case set");
      cr_assert (esp_case_set_attribute (temporary.study, "N-SU-001", "age", "18-30", &error), "%s",
                 error ? error->message : "");
      esp_change_abandon (temporary.study);
      change_begin_as (temporary.study, coders[i], "test");
      cr_assert (store_exec (temporary.study,
                             "UPDATE study_case SET kind = 'unit' WHERE label = 'N-SU-001'",
                             "change", &error));
      cr_assert (store_exec (temporary.study,
                             "UPDATE study_case SET kind = 'participant' WHERE label = 'N-SU-001'",
                             "change", &error));
      cr_assert (esp_change_commit (temporary.study, "nothing", &error), "%s",
                 error ? error->message : "");
      cr_expect_eq (history_length (temporary.study), before);
    }
  expect_whole (temporary.study);
}

Test (change, makes_its_coder_known_at_once)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EspCoding) coding = NULL;
  const EspPlace place = { .quote = "Hope is part of it" };
  written_study_open (&temporary);
  change_begin_as (temporary.study, "Zoe", "code");
  cr_assert (esp_code (temporary.study, NULL, "N-SU-001", "help/meaning", &place, &coding, &error),
             "%s", error ? error->message : "");
  cr_expect_str_eq (coding->coder, "Zoe");
  change_commit (temporary.study);
  g_autoptr (GPtrArray) coders = esp_coders (temporary.study, NULL);
  cr_assert_eq (coders->len, 2);
  cr_expect_str_eq (coders->pdata[1], "Zoe");
  expect_whole (temporary.study);
}

Test (change, abandoned_is_forgotten)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  const EspPlace place = { .quote = "Hope is part of it" };
  written_study_open (&temporary);
  g_autofree char *before = archive_text (&temporary);
  const guint lines = history_length (temporary.study);
  change_begin_as (temporary.study, "Zoe", "code");
  cr_assert (esp_code (temporary.study, NULL, "N-SU-001", "help/meaning", &place, NULL, &error));
  esp_change_abandon (temporary.study);
  esp_change_abandon (temporary.study);
  g_autofree char *after = archive_text (&temporary);
  cr_expect_str_eq (after, before);
  cr_expect_eq (history_length (temporary.study), lines);
}

Test (change, not_committed_when_the_study_closes_is_forgotten)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  const EspPlace place = { .quote = "Hope is part of it" };
  written_study_open (&temporary);
  g_autofree char *before = archive_text (&temporary),
                  *path = g_strdup (esp_study_path (temporary.study));
  change_begin (temporary.study);
  cr_assert (esp_code (temporary.study, NULL, "N-SU-001", "help/meaning", &place, NULL, NULL));
  esp_study_close (temporary.study);
  temporary.study = esp_study_open (path, TRUE, NULL);
  g_autofree char *after = archive_text (&temporary);
  cr_expect_str_eq (after, before);
}

Test (change, names_the_one_before_as_its_parent)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const gint64 n = (gint64)history_length (temporary.study);
  cr_expect_gt (n, 3);
  cr_expect_eq (one_number (temporary.study, "SELECT count(*) FROM history_head"), 1);
  cr_expect_eq (one_number (temporary.study, "SELECT max(lamport) FROM history_change"), n);
  cr_expect_eq (one_number (temporary.study, "SELECT count(*) FROM history_parent"), n - 1);
  cr_expect_eq (
      one_number (
          temporary.study,
          "SELECT count(*) FROM history_parent p JOIN history_change c ON c.id = p.change_id"
          " JOIN history_change b ON b.id = p.parent_id WHERE c.lamport = b.lamport + 1"),
      n - 1);
  cr_expect_eq (one_number (temporary.study, "SELECT count(DISTINCT chain) FROM history_change"),
                n);
}

Test (change, is_told_by_the_log)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  const EspPlace place = { .quote = "Hope is part of it" };
  written_study_open (&temporary);
  cr_assert (esp_change_begin (temporary.study, "code", "Ben", "it was missing", &error));
  cr_assert (esp_code (temporary.study, NULL, "N-SU-001", "help/meaning", &place, NULL, &error));
  cr_assert (esp_change_commit (temporary.study, "N-SU-001, turn 2", &error));
  g_autoptr (GPtrArray) log = log_lines (temporary.study, NULL, 1),
                        of_ben = log_lines (temporary.study, "Ben", 0);
  cr_assert_eq (log->len, 1);
  cr_expect_eq (of_ben->len, 1);
  const EspChange *change = log->pdata[0];
  cr_expect_str_eq (change->coder, "Ben");
  cr_expect_str_eq (change->command, "code");
  cr_expect_str_eq (change->about, "N-SU-001, turn 2");
  cr_expect_str_eq (change->reason, "it was missing");
  cr_expect_eq (change->undoes->len, 0);
  cr_expect_str_empty (change->undone_by);
  cr_expect_eq (change->rows, 2, "a coding and a coder: %u", change->rows);
  g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 (change->made_at, NULL);
  cr_expect_not_null (when);
}

static const char *const no_names[]
    = { NULL, "", "two\nlines", "tab\there", "\xff", "a\033[2J", "a\302\233" };

Test (change, needs_a_person)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (no_names); i++)
    {
      g_autoptr (GError) error = NULL;
      expect_failure (esp_change_begin (temporary.study, "code", no_names[i], NULL, &error), &error,
                      ESP_ERROR_USAGE, "name");
    }
  g_autofree char *mode = one_text (temporary.study, "PRAGMA journal_mode");
  cr_expect_str_eq (mode, "delete");
}

Test (change, cannot_be_made_outside_of_one)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const EspPlace place = { .turn = 2 };
  const EspCodingFilter filter = { 0 };
  guint n;
  g_autoptr (GError) error = NULL;
  expect_failure (
      esp_code (temporary.study, NULL, "N-SU-001", "help/meaning", &place, NULL, &error), &error,
      ESP_ERROR_USAGE, "change");
  expect_failure (esp_uncode (temporary.study, "00000000", NULL, &error), &error, ESP_ERROR_USAGE,
                  "change");
  expect_failure (esp_codings_accept (temporary.study, &filter, &n, &error), &error,
                  ESP_ERROR_USAGE, "change");
  expect_failure (undo_in_change (temporary.study, NULL, "Anna", &error), &error, ESP_ERROR_USAGE,
                  "change");
  expect_failure (esp_case_set_attribute (temporary.study, "N-SU-001", "age", "18-30", &error),
                  &error, ESP_ERROR_USAGE, "change");
  expect_failure (esp_archive_import (temporary.study, "none.xml", &error) != NULL, &error,
                  ESP_ERROR_USAGE, "change");
}

static const char *const like_names[] = { "anna", "ANNA", " Anna", "Anna " };

Test (change, makes_no_second_person_of_another_way_to_write_a_name)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (GError) error = NULL;
  change_begin (temporary.study);
  cr_assert (esp_study_set_title (temporary.study, "Mine", &error));
  change_commit (temporary.study);
  for (gsize i = 0; i < G_N_ELEMENTS (like_names); i++)
    expect_failure (esp_change_begin (temporary.study, "code", like_names[i], NULL, &error), &error,
                    ESP_ERROR_USAGE, "there is a coder 'Anna'; write the name the same way");
  change_begin (temporary.study);
  esp_change_abandon (temporary.study);
  change_begin_as (temporary.study, "Ann", "code");
  esp_change_abandon (temporary.study);
}
