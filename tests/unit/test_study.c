/* The study file: made for its owner only, hardened, copied; what is no study is refused in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"
#include "support/copies.h"
#include "support/sql.h"

#include <sys/stat.h>
#include <unistd.h>

static char *
path_in (const TemporaryStudy *temporary, const char *name)
{
  return g_build_filename (temporary->folder, name, NULL);
}

static guint
files_in (const TemporaryStudy *temporary)
{
  g_autoptr (GDir) folder = g_dir_open (temporary->folder, 0, NULL);
  guint n = 0;
  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

Test (study, belongs_to_its_owner_only)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  const mode_t mask = umask (0);
  temporary_study_open (&temporary);
  g_autofree char *copy = path_in (&temporary, "b.espalier");
  cr_assert (esp_study_backup (temporary.study, copy, NULL));
  umask (mask);
  const char *const paths[] = { esp_study_path (temporary.study), copy };
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      struct stat about;
      cr_assert_eq (stat (paths[i], &about), 0);
      cr_expect_eq (about.st_mode & 07777, 0600, "%s: %o", paths[i], about.st_mode & 07777);
    }
  cr_expect_eq (files_in (&temporary), 2, "nothing else is left in the folder");
}

Test (study, is_made_only_where_nothing_stands)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  g_autofree char *other = temporary_file (&temporary, "other.txt", "mine", -1);
  const char *const taken[] = { esp_study_path (temporary.study), other };
  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autoptr (EspStudy) made = esp_study_create (taken[i], &error);
      expect_failure (made != NULL, &error, ESP_ERROR_EXISTS, taken[i]);
      expect_failure (esp_study_backup (temporary.study, taken[i], &error), &error,
                      ESP_ERROR_EXISTS, taken[i]);
    }
  g_autofree char *still = NULL;
  cr_assert (g_file_get_contents (other, &still, NULL, NULL));
  cr_expect_str_eq (still, "mine");
  g_autofree char *nowhere = path_in (&temporary, "no/such/folder.espalier");
  cr_expect_null (esp_study_create (nowhere, &error));
  cr_expect_eq (error->code, ESP_ERROR_STORAGE);
  g_clear_error (&error);
  cr_expect_eq (files_in (&temporary), 2);
}

/* ---- hardening */

static const char *const forbidden[] = {
  "DELETE FROM coding",
  "DELETE FROM study",
  "DELETE FROM prose",
  "DELETE FROM text_body",
  "UPDATE text_body SET body = 'other'",
  "UPDATE prose SET body = 'other'",
  "UPDATE layout SET lines = 'other'",
  "UPDATE original SET bytes = x''",
  "ATTACH ':memory:' AS other",
  "UPDATE sqlite_schema SET sql = ''",
  "SELECT load_extension ('x')",
};

Test (study, refuses_statements_that_no_change_makes)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    cr_expect_neq (sqlite3_exec (temporary.study->db, forbidden[i], NULL, NULL, NULL), SQLITE_OK,
                   "%s", forbidden[i]);
  cr_expect_eq (store_pragma (temporary.study, "foreign_keys"), 1);
  cr_expect_eq (store_pragma (temporary.study, "secure_delete"), 1);
  cr_expect_eq (store_pragma (temporary.study, "temp_store"), 2);
  cr_expect_eq (store_pragma (temporary.study, "trusted_schema"), 0);
}

Test (study, opened_for_reading_cannot_be_changed)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  change_begin (temporary.study);
  cr_assert (esp_study_set_title (temporary.study, "A study", NULL));
  change_commit (temporary.study);
  g_autoptr (EspStudy) reading = esp_study_open (esp_study_path (temporary.study), FALSE, &error);
  cr_assert_not_null (reading);
  expect_failure (esp_change_begin (reading, "code", "Anna", NULL, &error), &error,
                  ESP_ERROR_STORAGE, "opened for reading");
  expect_failure (esp_analysis_add (reading, "main", &error), &error, ESP_ERROR_USAGE, "change");
  g_autofree char *title = esp_study_title (reading, NULL);
  cr_expect_str_eq (title, "A study");
}

/* ---- what is no study */

static void
expect_no_study (const TemporaryStudy *temporary, const char *path, EspError code, const char *says)
{
  (void)temporary;
  for (gboolean writing = FALSE; writing <= TRUE; writing++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EspStudy) study = esp_study_open (path, writing, &error);
      expect_failure (study != NULL, &error, code, says);
    }
}

Test (study, says_what_a_file_is_that_is_none)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autofree char *missing = path_in (&temporary, "missing.espalier"),
                  *database = path_in (&temporary, "database.sqlite");
  g_autofree char *empty = temporary_file (&temporary, "empty.espalier", "", 0);
  g_autofree char *text = temporary_file (
      &temporary, "text.espalier", "Interviewer: Hello.\nThis is long enough to be read.\n", -1);
  alter (database, "CREATE TABLE t (a)");
  expect_no_study (&temporary, missing, ESP_ERROR_NOT_FOUND, "no such file");
  expect_no_study (&temporary, empty, ESP_ERROR_NOT_STUDY, "empty");
  expect_no_study (&temporary, text, ESP_ERROR_NOT_STUDY, "not an Espalier study");
  expect_no_study (&temporary, database, ESP_ERROR_NOT_STUDY, "not an Espalier study");
  expect_no_study (&temporary, temporary.folder, ESP_ERROR_NOT_STUDY, "a folder");
  g_autofree char *newer = copy_path (&temporary, "newer.espalier");
  alter (newer, "PRAGMA user_version = 99");
  expect_no_study (&temporary, newer, ESP_ERROR_NEWER, "99");
  alter (newer, "PRAGMA user_version = 0");
  expect_no_study (&temporary, newer, ESP_ERROR_DAMAGED, "0");
}

Test (study, that_is_cut_short_is_refused_or_found_damaged)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *bytes = NULL;
  gsize size;
  cr_assert (g_file_get_contents (esp_study_path (temporary.study), &bytes, &size, NULL));
  for (guint eighth = 0; eighth < 8; eighth++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *cut
          = temporary_file (&temporary, "cut.espalier", bytes, (gssize)(size * eighth / 8 + 10));
      g_autoptr (EspStudy) study = esp_study_open (cut, FALSE, &error);
      if (study == NULL)
        continue;
      g_autoptr (GPtrArray) items = esp_check (study, &error);
      cr_expect (items == NULL || !((const EspCheckItem *)items->pdata[0])->whole,
                 "%u eighths pass for a whole study", eighth);
    }
}

/* ---- copies and company */

Test (study, backup_is_the_study)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_auto (TemporaryStudy) copy = { 0 };
  written_study_open (&temporary);
  copy.folder = g_dir_make_tmp ("espalier-XXXXXX", NULL);
  g_autofree char *path = path_in (&copy, "a.espalier");
  cr_assert (esp_study_backup (temporary.study, path, NULL));
  copy.study = esp_study_open (path, TRUE, NULL);
  cr_assert_not_null (copy.study);
  g_autofree char *before = archive_text (&temporary), *after = archive_text (&copy);
  cr_expect_str_eq (after, before);
  cr_expect_eq (history_length (copy.study), history_length (temporary.study));
  expect_whole (copy.study);
  /* They go their own ways. */
  g_free (code_quote (copy.study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_autofree char *untouched = archive_text (&temporary);
  cr_expect_str_eq (untouched, before);
}

Test (study, second_writer_waits_and_is_told_who_writes)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  g_setenv ("ESPALIER_WAIT", "0", TRUE);
  temporary_study_open (&temporary);
  g_autoptr (EspStudy) second = esp_study_open (esp_study_path (temporary.study), TRUE, NULL);
  cr_assert_not_null (second);
  change_begin (temporary.study);
  expect_failure (esp_change_begin (second, "code", "Ben", NULL, &error), &error, ESP_ERROR_BUSY,
                  "another program");
  g_autofree char *title = esp_study_title (second, NULL);
  cr_expect_str_eq (title, "", "reading goes on");
  esp_change_abandon (temporary.study);
  change_begin_as (second, "Ben", "code");
  change_commit (second);
}

Test (study, backup_while_another_holds_the_file_fails_and_leaves_nothing)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  g_setenv ("ESPALIER_WAIT", "0", TRUE);
  temporary_study_open (&temporary);
  g_autoptr (EspStudy) second = esp_study_open (esp_study_path (temporary.study), TRUE, NULL);
  g_autofree char *to = path_in (&temporary, "copy.espalier");
  cr_assert_eq (sqlite3_exec (second->db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
  const gboolean done = esp_study_backup (temporary.study, to, &error);
  expect_failure (done, &error, ESP_ERROR_BUSY, "another program");
  cr_expect_not (g_file_test (to, G_FILE_TEST_EXISTS));
  cr_expect_eq (files_in (&temporary), 1, "nothing is left beside it");
  sqlite3_exec (second->db, "ROLLBACK", NULL, NULL, NULL);
  cr_expect (esp_study_backup (temporary.study, to, &error));
}
