/* Any bytes as a study file: opened, its log read, checked, merged as a copy into a small study,
 * recovered. The small study is then as before, or whole with all its old lines.
 *
 * Bytes that are no SQLite file are taken as instructions that alter a good study: fields of its
 * history, changesets, words, pages; and then its chain is made good again, so that what lies
 * behind it is reached. SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory-study.h"
#include "history/history.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

/* A study with work, and a copy of it with other work that the study has not. */
typedef struct
{
  char *study, *copy;
  gsize study_size, copy_size;
  guint8 (*lines)[32]; /* of the study: what each says, in its order */
  Uuid *ids;
  guint n_lines;
} Base;

/* ---- the base */

static void
code_turn (EspStudy *study, const char *coder, guint turn, const char *theme)
{
  const EspPlace place = { .turn = turn };
  HOLDS (esp_change_begin (study, "code", coder, NULL, NULL));
  HOLDS (esp_code (study, NULL, "N1", theme, &place, NULL, NULL));
  HOLDS (esp_change_commit (study, "a turn", NULL));
}

static void
chart (EspStudy *study, const char *coder, const char *theme, const char *text)
{
  const EspPlace place = { .turn = 2 };
  const EspChartEntry entry = { .text = text, .evidence = &place, .n_evidence = 1 };
  HOLDS (esp_change_begin (study, "chart set", coder, NULL, NULL));
  HOLDS (esp_chart_set (study, NULL, "N1", theme, &entry, FALSE, NULL));
  HOLDS (esp_change_commit (study, "a cell", NULL));
}

static void
import_one (EspStudy *study)
{
  static const char words[] = "Interviewer: What helps?\n\nN1: Hope, and my friends.\n\n"
                              "Interviewer: And home?\n\nN1: Home is hard.\n";
  g_autofree char *folder = g_dir_make_tmp ("espalier-fuzz-XXXXXX", NULL),
                  *file = g_build_filename (folder, "N1.txt", NULL);
  const char *const paths[] = { file, NULL };
  const EspImportOptions options = { .keep_originals = TRUE };
  HOLDS (g_file_set_contents (file, words, -1, NULL));
  HOLDS (esp_change_begin (study, "import", "Anna", NULL, NULL));
  g_autoptr (EspImportReport) report = esp_import (study, paths, &options, NULL);
  HOLDS (report != NULL && report->imported == 1 && esp_change_commit (study, "a file", NULL));
  g_unlink (file);
  g_rmdir (folder);
}

static const char *
leaf_theme (EspStudy *study, guint nth)
{
  static char *paths[2];
  g_autoptr (GPtrArray) themes = esp_framework (study, NULL, NULL);
  HOLDS (themes != NULL);
  for (guint i = 0, n = 0; i < themes->len && paths[nth] == NULL; i++)
    {
      const EspTheme *theme = themes->pdata[i];
      if (theme->depth > 0 && theme->children == 0 && n++ == nth)
        paths[nth] = g_strdup (theme->path);
    }
  return paths[nth];
}

static void
line_say (const ChangeRecord *record, guint8 says[32])
{
  const guint8 zero[32] = { 0 };
  history_chain (zero, record, says);
}

static void
note_lines (Base *base, EspStudy *study)
{
  g_autoptr (History) history = history_load (study, NULL);
  HOLDS (history != NULL);
  base->n_lines = history->lines->len;
  base->lines = g_malloc (32 * base->n_lines);
  base->ids = g_new (Uuid, base->n_lines);
  for (guint i = 0; i < base->n_lines; i++)
    {
      base->ids[i] = history_record (history, i)->id;
      line_say (history_record (history, i), base->lines[i]);
    }
}

static const Base *
base (void)
{
  static Base made;
  if (made.study != NULL)
    return &made;
  g_autofree char *here = memory_file ("here", "", 0), *there = memory_file ("there", "", 0);
  g_unlink (here);
  g_unlink (there);
  HOLDS (esp_study_backup (memory_study (), here, NULL));
  EspStudy *first = esp_study_open (here, TRUE, NULL);
  HOLDS (first != NULL);
  import_one (first);
  code_turn (first, "Anna", 2, leaf_theme (first, 0));
  HOLDS (esp_study_clone (first, there, "Ben", NULL));
  code_turn (first, "Anna", 4, leaf_theme (first, 0));
  chart (first, "Anna", leaf_theme (first, 0), "Hope, she says.");
  note_lines (&made, first);
  esp_study_close (first);
  EspStudy *copy = esp_study_open (there, TRUE, NULL);
  HOLDS (copy != NULL);
  code_turn (copy, "Ben", 4, leaf_theme (copy, 1));
  chart (copy, "Ben", leaf_theme (copy, 0), "Friends as well.");
  esp_study_close (copy);
  HOLDS (g_file_get_contents (there, &made.copy, &made.copy_size, NULL));
  HOLDS (g_file_get_contents (here, &made.study, &made.study_size, NULL));
  g_unlink (here);
  g_unlink (there);
  return &made;
}

/* ---- instructions */

typedef struct
{
  const uint8_t *at, *end;
} Script;

static guint
take (Script *script)
{
  return script->at < script->end ? *script->at++ : 0;
}

static guint
take_2 (Script *script)
{
  const guint high = take (script);
  return high << 8 | take (script);
}

/* Some of the bytes that are left. */
static gsize
take_bytes (Script *script, const uint8_t **bytes)
{
  const gsize wanted = take (script), left = (gsize)(script->end - script->at);
  const gsize size = MIN (wanted, left);
  *bytes = script->at;
  script->at += size;
  return size;
}

/* Runs a statement with a line of the history (1), a number (2), some bytes as text (3) and as a
 * blob (4), and an offset (5). */
static void
run (sqlite3 *db, const char *sql, Script *script)
{
  sqlite3_stmt *statement = NULL;
  const uint8_t *bytes;
  const guint line = take (script), number = take_2 (script);
  const gsize size = take_bytes (script, &bytes);
  HOLDS (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK);
  sqlite3_bind_int (statement, 1, (int)line);
  sqlite3_bind_int (statement, 2, (int)number);
  sqlite3_bind_text (statement, 3, (const char *)bytes, (int)size, SQLITE_STATIC);
  sqlite3_bind_blob (statement, 4, bytes, (int)size, SQLITE_STATIC);
  sqlite3_step (statement);
  sqlite3_finalize (statement);
}

#define LINE                                                                                       \
  "(SELECT id FROM history_change ORDER BY lamport, id LIMIT 1 OFFSET ?1 % (SELECT count (*) "     \
  "FROM "                                                                                          \
  "history_change))"
#define OTHER                                                                                      \
  "(SELECT id FROM history_change ORDER BY lamport, id LIMIT 1 OFFSET ?2 % (SELECT count (*) "     \
  "FROM "                                                                                          \
  "history_change))"

static const char *const alterations[] = {
  "UPDATE history_change SET lamport = ?2 WHERE ?3 <> 'x' AND id = " LINE,
  "UPDATE history_change SET lamport = 9223372036854775807 - ?2 WHERE id = " LINE,
  "UPDATE history_change SET coder = ?3 WHERE id = " LINE,
  "UPDATE history_change SET made_at = ?3 WHERE id = " LINE,
  "UPDATE history_change SET command = ?3, about = ?3, reason = ?3 WHERE id = " LINE,
  "UPDATE history_change SET schema_number = ?2 WHERE id = " LINE,
  "UPDATE history_change SET id = CAST (substr (?4 || zeroblob (16), 1, 16) AS BLOB) WHERE id "
  "= " LINE,
  /* A byte of a changeset; several; all of it; that of another line. */
  "UPDATE history_change SET changes = CAST (substr (changes, 1, ?2 % (length (changes) + 1)) || "
  "substr (?4, 1, 1) || substr (changes, ?2 % (length (changes) + 1) + 2) AS BLOB) WHERE id "
  "= " LINE,
  "UPDATE history_change SET changes = CAST (substr (changes, 1, ?2 % (length (changes) + 1)) || "
  "?4 "
  "|| substr (changes, ?2 % (length (changes) + 1) + 1 + length (?4)) AS BLOB) WHERE id = " LINE,
  "UPDATE history_change SET changes = CAST (substr (changes, 1, ?2 % (length (changes) + 1)) || "
  "?4 "
  "|| substr (changes, ?2 % (length (changes) + 1) + 1) AS BLOB) WHERE id = " LINE,
  "UPDATE history_change SET changes = ?4 WHERE id = " LINE,
  "UPDATE history_change SET changes = (SELECT changes FROM history_change WHERE id = " OTHER
  ") WHERE id = " LINE,
  "INSERT INTO history_change SELECT CAST (substr (?4 || randomblob (16), 1, 16) AS BLOB), lamport "
  "+ ?2 % 3, coder, made_at, command, about, reason, schema_number, changes, chain FROM "
  "history_change WHERE id = " LINE,
  "INSERT OR IGNORE INTO history_parent VALUES (" LINE ", " OTHER ")",
  "DELETE FROM history_parent WHERE change_id = " LINE,
  "INSERT OR IGNORE INTO history_undone VALUES (" LINE ", " OTHER ")",
  "DELETE FROM history_change WHERE id = " LINE,
  "UPDATE prose SET body = ?3",
  "UPDATE prose SET hash = CAST (substr (?4 || zeroblob (32), 1, 32) AS BLOB)",
  "DELETE FROM prose",
  "UPDATE text_body SET body = ?3, length_cp = ?2",
  "DELETE FROM text_body",
  "UPDATE layout SET lines = ?3",
  "UPDATE layout SET lines = replace (lines, char (9), ?3), numbered = ?2",
  "UPDATE original SET bytes = ?4",
  "UPDATE theme SET parent_id = id",
  "UPDATE study SET title = ?3",
  "UPDATE coding SET start_cp = ?2, end_cp = ?2 + 1",
  "DELETE FROM coding",
  "INSERT INTO words_lost SELECT hash, 'prose', 'damaged', ?3 FROM prose",
};

/* The chain and the heads as a program that knew how would write them. */
static void
make_good (sqlite3 *db, const char *path)
{
  guint8 before[32] = { 0 };
  sqlite3_stmt *update = NULL;
  EspStudy *study = esp_study_open (path, FALSE, NULL);
  g_autoptr (History) history = study != NULL ? history_load (study, NULL) : NULL;
  if (history != NULL
      && sqlite3_prepare_v2 (db, "UPDATE history_change SET chain = ? WHERE id = ?", -1, &update,
                             NULL)
             == SQLITE_OK)
    for (guint i = 0; i < history->lines->len; i++)
      {
        const ChangeRecord *record = history_record (history, i);
        history_chain (before, record, before);
        sqlite3_bind_blob (update, 1, before, 32, SQLITE_STATIC);
        sqlite3_bind_blob (update, 2, record->id.bytes, 16, SQLITE_STATIC);
        sqlite3_step (update);
        sqlite3_reset (update);
      }
  sqlite3_finalize (update);
  esp_study_close (study);
  sqlite3_exec (db,
                "DELETE FROM history_head; INSERT INTO history_head SELECT id FROM history_change "
                "WHERE id NOT IN (SELECT parent_id FROM history_parent)",
                NULL, NULL, NULL);
}

static void
poke (const char *path, Script *script)
{
  int file = open (path, O_WRONLY | O_CLOEXEC);
  for (guint n = take (script) % 16; n > 0; n--)
    {
      const off_t at = (off_t)((take_2 (script) << 8 | take (script)) % base ()->copy_size);
      const uint8_t byte = (uint8_t)take (script);
      HOLDS (pwrite (file, &byte, 1, at) == 1);
    }
  close (file);
}

static char *
altered_copy (const uint8_t *bytes, size_t size)
{
  if (size > 100 && memcmp (bytes, "SQLite format 3", 16) == 0)
    return memory_file ("copy", bytes, size);
  char *path = memory_file ("copy", base ()->copy, base ()->copy_size);
  Script script = { bytes, bytes + size };
  const guint kind = take (&script);
  sqlite3 *db = NULL;
  HOLDS (sqlite3_open (path, &db) == SQLITE_OK);
  sqlite3_exec (db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; BEGIN", NULL, NULL,
                NULL);
  for (guint n = 1 + kind / 4 % 4; n > 0; n--)
    run (db, alterations[take (&script) % G_N_ELEMENTS (alterations)], &script);
  sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
  if (kind % 4 != 0)
    make_good (db, path);
  sqlite3_close (db);
  if (kind % 4 == 1)
    poke (path, &script);
  return path;
}

/* ---- what is done with it */

static void
look_at (const char *path)
{
  g_autoptr (GError) error = NULL, wrong = NULL, open_error = NULL;
  g_autoptr (EspStudy) study = esp_study_open (path, FALSE, &open_error);
  HOLDS ((study == NULL) == (open_error != NULL));
  if (study != NULL)
    {
      g_autoptr (GPtrArray) log = esp_log (study, NULL, &error);
      HOLDS ((log == NULL) == (error != NULL));
      g_autoptr (EspSeal) seal G_GNUC_UNUSED = esp_log_verify (study, NULL);
      g_autoptr (GPtrArray) conflicts G_GNUC_UNUSED = esp_conflicts (study, NULL);
    }
  g_autoptr (EspStudy) examined = esp_study_examine (path, NULL);
  if (examined == NULL)
    return;
  g_autoptr (GPtrArray) items = esp_check (examined, &wrong);
  HOLDS ((items == NULL) == (wrong != NULL));
}

static void
expect_whole (EspStudy *study)
{
  g_autoptr (GPtrArray) items = esp_check (study, NULL);
  HOLDS (items != NULL);
  for (guint i = 0; i < items->len; i++)
    {
      const EspCheckItem *item = items->pdata[i];
      if (!item->whole && !g_str_equal (item->name, "schedules"))
        {
          g_printerr ("%s: %s\n", item->name, item->detail);
          abort ();
        }
    }
}

static void
expect_old_lines (EspStudy *study)
{
  g_autoptr (History) history = history_load (study, NULL);
  HOLDS (history != NULL);
  for (guint i = 0; i < base ()->n_lines; i++)
    {
      guint8 says[32];
      const gint at = history_find (history, &base ()->ids[i]);
      HOLDS (at >= 0);
      line_say (history_record (history, (guint)at), says);
      HOLDS (memcmp (says, base ()->lines[i], 32) == 0);
    }
}

static void
merge_into_small (const char *copy)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = memory_file ("small.espalier", base ()->study, base ()->study_size);
  EspStudy *study = esp_study_open (path, TRUE, NULL);
  HOLDS (study != NULL);
  EspMerge *merge = esp_merge (study, copy, "Anna", FALSE, &error);
  HOLDS ((merge == NULL) == (error != NULL));
  if (merge != NULL)
    {
      expect_whole (study);
      expect_old_lines (study);
      g_autoptr (GPtrArray) conflicts G_GNUC_UNUSED = esp_conflicts (study, NULL);
      HOLDS (conflicts != NULL);
    }
  esp_study_close (study);
  if (merge == NULL)
    {
      g_autofree char *after = NULL;
      gsize size;
      HOLDS (g_file_get_contents (path, &after, &size, NULL) && size == base ()->study_size
             && memcmp (after, base ()->study, size) == 0);
    }
  esp_merge_free (merge);
  g_unlink (path);
}

static void
recover (const char *damaged)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *to = memory_file ("recovered.espalier", "", 0);
  g_unlink (to);
  g_autoptr (EspRecovery) recovery = esp_recover (damaged, to, "Anna", &error);
  HOLDS ((recovery == NULL) == (error != NULL));
  HOLDS ((recovery != NULL) == g_file_test (to, G_FILE_TEST_EXISTS));
  if (recovery != NULL)
    {
      g_autoptr (EspStudy) study = esp_study_open (to, FALSE, NULL);
      HOLDS (study != NULL);
    }
  g_unlink (to);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autofree char *copy = altered_copy (bytes, size),
                  *journal = g_strconcat (copy, "-journal", NULL);
  /* One of three, as the first byte says; all for a file that came as it is. */
  const gboolean all = size == 0 || bytes[0] == 'S';
  if (all || bytes[0] / 16 % 3 == 0)
    look_at (copy);
  if (all || bytes[0] / 16 % 3 == 1)
    merge_into_small (copy);
  if (all || bytes[0] / 16 % 3 == 2)
    recover (copy);
  g_unlink (copy);
  g_unlink (journal);
  return 0;
}
