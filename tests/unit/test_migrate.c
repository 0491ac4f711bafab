/* Migrations: a study of an older schema becomes what one made now would be, wholly or not at all.
 * Two steps beyond this program's schema are made up here; those that there are lead from the
 * oldest study.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/fold.h"
#include "upkeep/upkeep.h"
#include "support/sql.h"
#include "support/temporary_study.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define THIS ".schema-" G_STRINGIFY (STORE_SCHEMA)

static const char weight[] = "weight INTEGER NOT NULL DEFAULT 7";
static const char colour[] = "colour TEXT NOT NULL DEFAULT 'red'";
static const char extra[]
    = "CREATE TABLE extra (id INTEGER NOT NULL PRIMARY KEY, words TEXT) STRICT;"
      "CREATE INDEX extra_words ON extra (words);";

/* Two steps: a column and a table; a column of a table that has a rule at its end. */
static const MigrationStep good_steps[] = {
  { "ALTER TABLE coding ADD COLUMN weight INTEGER NOT NULL DEFAULT 7;"
    "CREATE TABLE extra (id INTEGER NOT NULL PRIMARY KEY, words TEXT) STRICT;"
    "CREATE INDEX extra_words ON extra (words);",
    NULL },
  { "ALTER TABLE document ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';", NULL },
};

static char *
replaced (const char *text, const char *from, const char *to)
{
  cr_assert_not_null (strstr (text, from), "schema.sql has no '%s'", from);
  g_auto (GStrv) parts = g_strsplit (text, from, 2);
  return g_strjoinv (to, parts);
}

/* The whole of a schema to which `beyond` steps lead, written as schema.sql would say it. */
static const char *
schema_sql (guint beyond)
{
  static char *made[3];
  if (made[beyond] != NULL)
    return made[beyond];
  g_autofree char *last = g_strdup_printf ("\n  accepted_at TEXT NOT NULL DEFAULT '', -- when\n"
                                           "  %s   -- in grams\n)",
                                           weight);
  g_autofree char *two
      = replaced (store_schema_sql, "\n  accepted_at TEXT NOT NULL DEFAULT ''\n)", last);
  GString *all = g_string_new (two);
  g_string_append (all, extra);
  if (beyond == 2)
    {
      g_autofree char *rule
          = g_strdup_printf ("  %s,\n  CHECK (case_id IS NULL OR group_id IS NULL)", colour);
      g_autofree char *three
          = replaced (all->str, "  CHECK (case_id IS NULL OR group_id IS NULL)", rule);
      g_string_assign (all, three);
    }
  return made[beyond] = g_string_free (all, FALSE);
}

/* This program's schema and `beyond` steps more; two may be in use at once. */
static StoreSchema
made_up (guint beyond, const MigrationStep *steps)
{
  static MigrationStep both[2][STORE_SCHEMA + 1];
  static guint which;
  MigrationStep *all = both[which++ % 2];
  for (guint i = 0; i + 1 < STORE_SCHEMA; i++)
    all[i] = upkeep_schema.steps[i];
  for (guint i = 0; i < beyond; i++)
    all[STORE_SCHEMA - 1 + i] = steps[i];
  return (StoreSchema){ STORE_SCHEMA + beyond, schema_sql (beyond), all };
}

/* A study of this program's schema with work in it, closed; its path. */
static char *
older_study (TemporaryStudy *temporary)
{
  written_study_open (temporary);
  g_free (code_quote (temporary->study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  chart_quote (temporary->study, "Ben", "N-SU-001", "help/meaning", "It keeps her going.",
               "Hope is part of it");
  char *path = g_strdup (esp_study_path (temporary->study));
  g_clear_pointer (&temporary->study, esp_study_close);
  return path;
}

static char *
bytes_of (const char *path, gsize *size)
{
  char *bytes = NULL;
  cr_assert (g_file_get_contents (path, &bytes, size, NULL));
  return bytes;
}

static void
expect_same_bytes (const char *path, const char *before, gsize size_before)
{
  gsize size;
  g_autofree char *after = bytes_of (path, &size);
  cr_expect (size == size_before && memcmp (after, before, size) == 0, "the file was changed");
}

static guint
files_beside (const TemporaryStudy *temporary, const char *part)
{
  guint n = 0;
  GDir *folder = g_dir_open (temporary->folder, 0, NULL);
  for (const char *name = g_dir_read_name (folder); name; name = g_dir_read_name (folder))
    n += strstr (name, part) != NULL;
  g_dir_close (folder);
  return n;
}

Test (migrate, leads_over_two_steps_to_what_a_new_study_is)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = older_study (&temporary);
  const StoreSchema last = made_up (2, good_steps);
  temporary.study = upkeep_open (path, OPEN_WRITE, &last, &error);
  cr_assert_not_null (temporary.study, "%s", error ? error->message : "");
  cr_expect_eq (one_number (temporary.study, "PRAGMA user_version"), STORE_SCHEMA + 2);
  cr_expect_eq (one_number (temporary.study, "SELECT min (weight) FROM coding"), 7);
  cr_expect_eq (one_number (temporary.study, "SELECT count (*) FROM document WHERE colour = 'red'"),
                (gint64)G_N_ELEMENTS (written_documents));
  cr_expect_eq (one_number (temporary.study, "SELECT count (*) FROM extra"), 0);
  expect_whole (temporary.study);
  /* Old changes and new ones stand side by side in the history. */
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/friends", "my old friends"));
  cr_expect_eq (
      one_number (temporary.study, "SELECT count (DISTINCT schema_number) FROM history_change"), 2);
  expect_whole (temporary.study);
  /* Nothing is left to be done the next time. */
  g_clear_pointer (&temporary.study, esp_study_close);
  temporary.study = upkeep_open (path, OPEN_WRITE, &last, &error);
  cr_assert_not_null (temporary.study, "%s", error ? error->message : "");
  cr_expect_null (esp_study_copy_before (temporary.study));
}

Test (migrate, keeps_a_copy_of_what_was)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = older_study (&temporary);
  temporary.study = esp_study_open (path, FALSE, NULL);
  g_autofree char *before = archive_text (&temporary);
  g_clear_pointer (&temporary.study, esp_study_close);
  g_free (temporary_file (&temporary, "a" THIS ".espalier", "mine", -1));
  const StoreSchema next = made_up (1, good_steps);
  g_autoptr (EspStudy) study = upkeep_open (path, OPEN_WRITE, &next, &error);
  cr_assert_not_null (study, "%s", error ? error->message : "");
  cr_assert_not_null (esp_study_copy_before (study));
  cr_expect (g_str_has_suffix (esp_study_copy_before (study), "/a" THIS "-2.espalier"), "%s",
             esp_study_copy_before (study));
  temporary.study = esp_study_open (esp_study_copy_before (study), FALSE, &error);
  cr_assert_not_null (temporary.study, "%s", error ? error->message : "");
  g_autofree char *kept = archive_text (&temporary);
  cr_expect_str_eq (kept, before);
  expect_whole (temporary.study);
  g_autofree char *mine_path = g_build_filename (temporary.folder, "a" THIS ".espalier", NULL);
  gsize size;
  g_autofree char *mine = bytes_of (mine_path, &size);
  cr_expect_str_eq (mine, "mine");
}

Test (migrate, happens_also_where_the_study_is_only_read)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = older_study (&temporary);
  const StoreSchema next = made_up (1, good_steps);
  cr_expect_null (upkeep_open (path, OPEN_EXAMINE, &next, &error));
  expect_failure (FALSE, &error, ESP_ERROR_INPUT, "older Espalier");
  temporary.study = upkeep_open (path, OPEN_READ, &next, &error);
  cr_assert_not_null (temporary.study, "%s", error ? error->message : "");
  cr_expect_not_null (esp_study_copy_before (temporary.study));
  cr_expect_eq (one_number (temporary.study, "PRAGMA user_version"), STORE_SCHEMA + 1);
  cr_expect_not (esp_change_begin (temporary.study, "code", "Anna", NULL, &error), "only reading");
}

Test (migrate, is_refused_where_the_study_cannot_be_written)
{
  if (geteuid () == 0)
    cr_skip_test ("the superuser can write everywhere");
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = older_study (&temporary);
  const StoreSchema next = made_up (1, good_steps);
  g_chmod (path, 0400);
  cr_expect_null (upkeep_open (path, OPEN_READ, &next, &error));
  expect_failure (FALSE, &error, ESP_ERROR_STORAGE, "copy it to where it can");
}

/* ---- steps that go wrong */

static gboolean
upgrade_fails (EspStudy *study, GError **error)
{
  return fail (error, ESP_ERROR_DAMAGED, "'%s' is not to be upgraded", esp_study_path (study));
}

/* Content that no change made. */
static gboolean
upgrade_alters (EspStudy *study, GError **error)
{
  return store_exec (study, "UPDATE coding SET weight = 8", "change", error);
}

static const struct
{
  MigrationStep second;
  EspError code;
  const char *says;
} wrong_steps[] = {
  { { "ALTER TABLE nothing ADD COLUMN x TEXT;", NULL }, ESP_ERROR_DAMAGED, "bring up to date" },
  { { "ALTER TABLE document ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';"
      "CREATE TABLE other (id INTEGER) STRICT;",
      NULL },
    ESP_ERROR_DAMAGED,
    "'other'" },
  { { "", NULL }, ESP_ERROR_DAMAGED, "'document' was altered" },
  { { "ALTER TABLE document ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue';", NULL },
    ESP_ERROR_DAMAGED,
    "'document' was altered" },
  { { "ALTER TABLE document ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'; DROP INDEX "
      "coding_theme;",
      NULL },
    ESP_ERROR_DAMAGED,
    "'coding_theme' is missing" },
  { { "ALTER TABLE document ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';", upgrade_fails },
    ESP_ERROR_DAMAGED,
    "not to be upgraded" },
  { { "ALTER TABLE document ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';", upgrade_alters },
    ESP_ERROR_DAMAGED,
    "what its history says (coding)" },
  { { "PRAGMA max_page_count = 1; CREATE TABLE big (x BLOB) STRICT;"
      "INSERT INTO big VALUES (zeroblob (1000000));",
      NULL },
    ESP_ERROR_STORAGE,
    "the disk is full" },
};

Test (migrate, that_fails_leaves_the_file_as_it_was)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autofree char *path = older_study (&temporary);
  gsize size;
  g_autofree char *before = bytes_of (path, &size);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_steps); i++)
    {
      g_autoptr (GError) error = NULL;
      const MigrationStep both[] = { good_steps[0], wrong_steps[i].second };
      const StoreSchema last = made_up (2, both);
      EspStudy *study = upkeep_open (path, i % 2 == 0 ? OPEN_WRITE : OPEN_READ, &last, &error);
      expect_failure (study != NULL, &error, wrong_steps[i].code, wrong_steps[i].says);
      esp_study_close (study);
      expect_same_bytes (path, before, size);
      cr_expect_eq (files_beside (&temporary, THIS), 0, "step %zu left a copy", i);
    }
  temporary.study = esp_study_open (path, TRUE, NULL);
  expect_whole (temporary.study);
}

/* Files may become so large and no larger: first the copy does not fit, then the study itself. */
Test (migrate, without_room_on_the_disk_leaves_the_file_as_it_was)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autofree char *path = older_study (&temporary);
  const StoreSchema last = made_up (2, good_steps);
  gsize size;
  g_autofree char *before = bytes_of (path, &size);
  signal (SIGXFSZ, SIG_IGN);
  guint refused = 0;
  EspStudy *study = NULL;
  for (rlim_t room = size / 2; study == NULL && room < size + 100000; room += 4096)
    {
      g_autoptr (GError) error = NULL;
      const struct rlimit limit = { room, RLIM_INFINITY }, none = { RLIM_INFINITY, RLIM_INFINITY };
      cr_assert_eq (setrlimit (RLIMIT_FSIZE, &limit), 0);
      study = upkeep_open (path, OPEN_WRITE, &last, &error);
      cr_assert_eq (setrlimit (RLIMIT_FSIZE, &none), 0);
      if (study != NULL)
        break;
      refused++;
      cr_expect_eq (error->code, (gint)ESP_ERROR_STORAGE, "%s", error->message);
      expect_same_bytes (path, before, size);
      cr_expect_eq (files_beside (&temporary, THIS), 0);
    }
  cr_expect_gt (refused, size / 2 / 4096, "also where the copy fits and the study does not");
  cr_assert_not_null (study);
  expect_whole (study);
  esp_study_close (study);
}

/* ---- in the middle of it, and two at once */

static gboolean
upgrade_is_killed (EspStudy *study, GError **error)
{
  (void)error;
  /* What is done so far is in the file, not only in memory. */
  sqlite3_db_cacheflush (study->db);
  raise (SIGKILL);
  return FALSE;
}

static int
child_opens (const char *path, const StoreSchema *schema)
{
  const pid_t child = fork ();
  if (child == 0)
    {
      EspStudy *study = upkeep_open (path, OPEN_WRITE, schema, NULL);
      const gboolean opened = study != NULL;
      esp_study_close (study);
      _exit (opened ? 0 : 1);
    }
  return child;
}

Test (migrate, killed_in_the_middle_is_as_if_it_had_not_begun)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = older_study (&temporary);
  gsize size;
  g_autofree char *before = bytes_of (path, &size);
  const MigrationStep killed[]
      = { { good_steps[0].sql, NULL }, { good_steps[1].sql, upgrade_is_killed } };
  const StoreSchema last = made_up (2, killed), good = made_up (2, good_steps);
  int status;
  cr_assert_gt (waitpid (child_opens (path, &last), &status, 0), 0);
  cr_assert (WIFSIGNALED (status));
  gsize size_between;
  g_autofree char *between = bytes_of (path, &size_between);
  cr_expect (size_between != size || memcmp (between, before, size) != 0, "too early to tell");
  temporary.study = esp_study_open (path, FALSE, &error);
  cr_assert_not_null (temporary.study, "%s", error ? error->message : "");
  expect_whole (temporary.study);
  g_clear_pointer (&temporary.study, esp_study_close);
  expect_same_bytes (path, before, size);
  temporary.study = upkeep_open (path, OPEN_READ, &good, &error);
  cr_assert_not_null (temporary.study, "%s", error ? error->message : "");
  expect_whole (temporary.study);
}

Test (migrate, by_two_at_once_happens_once)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autofree char *path = older_study (&temporary);
  const StoreSchema last = made_up (2, good_steps);
  int status[4];
  pid_t children[4];
  for (guint i = 0; i < 4; i++)
    children[i] = child_opens (path, &last);
  for (guint i = 0; i < 4; i++)
    {
      waitpid (children[i], &status[i], 0);
      cr_expect (WIFEXITED (status[i]) && WEXITSTATUS (status[i]) == 0, "child %u", i);
    }
  cr_expect_eq (files_beside (&temporary, "schema-"), 1);
  temporary.study = upkeep_open (path, OPEN_WRITE, &last, NULL);
  cr_assert_not_null (temporary.study);
  expect_whole (temporary.study);
}

/* ---- outside of migrations tables stay as they are */

Test (migrate, is_no_part_of_a_change)
{
  static const char *const statements[] = { "CREATE TABLE x (y)",
                                            "DROP TABLE summary",
                                            "CREATE INDEX x ON coding (id)",
                                            "ALTER TABLE coding ADD COLUMN x TEXT",
                                            "ALTER TABLE coding RENAME TO x",
                                            "CREATE VIEW x AS SELECT 1" };
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  change_begin (temporary.study);
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    cr_expect_not (store_exec (temporary.study, statements[i], "change", NULL), "%s",
                   statements[i]);
  esp_change_abandon (temporary.study);
  expect_whole (temporary.study);
}

/* ---- the oldest study, and the newest */

#define OLDEST "tests/studies/schema-1"
#define NEWEST "tests/studies/schema-" G_STRINGIFY (STORE_SCHEMA)

static void
open_golden (TemporaryStudy *temporary, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strconcat (name, ".espalier", NULL), *golden = source_path (file),
                  *bytes = NULL;
  gsize size;
  if (!g_file_get_contents (golden, &bytes, &size, NULL))
    cr_skip_test ("there is no %s yet: tests/studies/make-golden.sh makes it", file);
  temporary_study_open (temporary);
  g_clear_pointer (&temporary->study, esp_study_close);
  g_autofree char *path = temporary_file (temporary, "golden.espalier", bytes, (gssize)size);
  temporary->study = esp_study_open (path, TRUE, &error);
  cr_assert_not_null (temporary->study, "a step is missing in upkeep/migrate.c: %s",
                      error ? error->message : "");
}

/* Opening compares its structure with that of a study made now: after all steps there is no
 * difference. */
Test (migrate, leads_from_the_oldest_study_to_a_new_one)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_golden (&temporary, OLDEST);
  g_autofree char *fault = store_structure_fault (temporary.study);
  cr_expect_null (fault, "%s", fault);
  cr_expect_eq (one_number (temporary.study, "PRAGMA user_version"), STORE_SCHEMA);
  expect_whole (temporary.study);
}

Test (migrate, finds_every_kind_of_row_in_the_newest_study)
{
  static const char *const local[]
      = { "text_body",    "layout",        "prose",          "original",      "history_change",
          "history_head", "history_merge", "history_parent", "history_undone" };
  g_auto (TemporaryStudy) temporary = { 0 };
  open_golden (&temporary, NEWEST);
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();
  for (const char *const *table = store_content_tables (); *table != NULL; table++)
    g_ptr_array_add (tables, (gpointer)*table);
  for (gsize i = 0; i < G_N_ELEMENTS (local); i++)
    g_ptr_array_add (tables, (gpointer)local[i]);
  for (guint i = 0; i < tables->len; i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("SELECT count (*) FROM %s", (const char *)tables->pdata[i]);
      cr_expect_gt (one_number (temporary.study, sql), 0, "%s is empty",
                    (const char *)tables->pdata[i]);
    }
}

Test (migrate, finds_in_the_oldest_study_what_was_put_into_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_golden (&temporary, OLDEST);
  g_autofree char *archive = archive_text (&temporary), *file = source_path (OLDEST ".xml"),
                  *kept = NULL;
  cr_assert (g_file_get_contents (file, &kept, NULL, NULL));
  cr_expect_str_eq (archive, kept);
}
