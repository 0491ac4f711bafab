/* Check: finds nothing in a whole study, and every byte that another program altered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"
#include "support/copies.h"
#include "support/sql.h"
#include "support/undoing.h"

#include <glib/gstdio.h>

static const struct
{
  const char *sql, *finds;
} alterations[] = {
  { "UPDATE history_change SET made_at = '2020-01-01T00:00:00Z' WHERE lamport = 2", "history" },
  { "UPDATE history_change SET about = about || '.' WHERE lamport = 3", "history" },
  { "UPDATE history_change SET coder = 'Ben' WHERE lamport = 2", "history" },
  { "UPDATE history_change SET reason = 'because' WHERE lamport = 2", "history" },
  { "UPDATE history_change SET command = 'import' WHERE lamport = 1", "history" },
  { "INSERT INTO history_undone (change_id, undone_id) SELECT a.id, b.id FROM history_change a, "
    "history_change b WHERE a.lamport = 4 AND b.lamport = 1",
    "history" },
  { "UPDATE history_change SET changes = CAST(substr(changes, 1, length(changes) - 1) || x'ff' AS "
    "BLOB) WHERE lamport = 5",
    "history" },
  { "UPDATE history_change SET chain = zeroblob(32) WHERE lamport = 5", "history" },
  { "UPDATE history_change SET lamport = 99 WHERE lamport = (SELECT max(lamport) FROM "
    "history_change)",
    "history" },
  { "DELETE FROM history_parent WHERE change_id = (SELECT id FROM history_change WHERE lamport = "
    "4)",
    "history" },
  { "DELETE FROM history_head", "history" },
  { "UPDATE history_head SET change_id = (SELECT id FROM history_change WHERE lamport = 1)",
    "history" },
  { "UPDATE text_body SET body = replace(body, 'Hope', 'Rope')", "texts" },
  { "UPDATE text_body SET length_cp = length_cp + 1", "turns" },
  { "UPDATE prose SET body = body || ' '", "prose" },
  { "UPDATE prose SET salt = zeroblob(16)", "prose" },
  { "UPDATE original SET bytes = x'00'", "originals" },
  { "DELETE FROM prose", "prose" },
  { "UPDATE coding SET start_cp = start_cp + 1", "content" },
  { "UPDATE coding SET origin = 'accepted'", "content" },
  { "UPDATE coding SET gone = 1", "content" },
  { "DELETE FROM coding", "content" },
  { "UPDATE coding SET end_cp = 100000", "codings" },
  { "UPDATE evidence SET end_cp = 100000", "evidence" },
  { "UPDATE evidence SET start_cp = start_cp - 3, end_cp = end_cp - 3", "evidence" },
  { "UPDATE case_attribute SET value = 'South' WHERE value = 'North'", "content" },
  { "DELETE FROM theme WHERE name = 'Meaning'", "references" },
  { "UPDATE theme SET gone = 1", "content" },
  { "UPDATE layout SET lines = replace (lines, 'Participant', 'Interviewer')", "turns" },
  { "UPDATE layout SET lines = replace (lines, 'turn', 'note')", "turns" },
  { "UPDATE layout SET lines = lines || 'turn' || char (9) || '1' || char (9) || '2' || char (9) "
    "|| '-1' || char (9) || char (10)",
    "turns" },
  { "UPDATE layout SET lines = substr (lines, 1, length (lines) - 3)", "turns" },
  { "UPDATE layout SET text_hash = zeroblob (32)", "turns" },
  { "DELETE FROM layout", "turns" },
  { "INSERT INTO search_words (search_words) VALUES ('delete-all')", "search" },
  { "UPDATE theme SET parent_id = id WHERE parent_id IS NOT NULL", "circles" },
  { "UPDATE summary SET replaces_id = id", "circles" },
  { "UPDATE document SET gone = 1", "content" },
  { "INSERT INTO history_undone (change_id, undone_id) SELECT id, id FROM history_change",
    "history" },
  { "UPDATE history_change SET lamport = 9223372036854775807", "history" },
  { "PRAGMA ignore_check_constraints = 1; UPDATE layout SET text_hash = x'01'", "turns" },
  { "PRAGMA ignore_check_constraints = 1; UPDATE study SET note_prose = x'01'", "prose" },
  { "PRAGMA ignore_check_constraints = 1; UPDATE analysis SET framework_source_prose = x'01'",
    "prose" },
  { "UPDATE theme SET id = zeroblob (16) WHERE name = 'Meaning'", "references" },
  { "DELETE FROM coder", "references" },
  { "CREATE TRIGGER search_words_t AFTER INSERT ON coding BEGIN SELECT 1; END", "structure" },
  { "DROP INDEX coding_theme", "structure" },
  { "CREATE TRIGGER t AFTER INSERT ON coding BEGIN SELECT 1; END", "structure" },
};

static void
open_with_work (TemporaryStudy *temporary)
{
  written_study_open (temporary);
  g_autofree char *path = temporary_file (
      temporary, "S-CA-009.txt", "Interviewer: So?\n\nParticipant: Kept as it came.\n", -1);
  change_begin (temporary->study);
  g_autoptr (EspImportReport) report G_GNUC_UNUSED
      = import_in_change (temporary->study, path, TRUE);
  change_commit (temporary->study);
  g_free (code_quote (temporary->study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  chart_quote (temporary->study, "Ben", "N-SU-001", "help/meaning", "It keeps her going.",
               "Hope \u2026 part of it");
}

Test (check, finds_a_study_whole)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  expect_whole (temporary.study);
  temporary_study_close (&temporary);
  open_with_work (&temporary);
  expect_whole (temporary.study);
  /* It changes nothing, and needs no right to write. */
  g_autoptr (EspStudy) reading = esp_study_open (esp_study_path (temporary.study), FALSE, NULL);
  expect_whole (reading);
}

/* A copy that is not what it was; its path. */
static char *
altered_copy (const TemporaryStudy *temporary, const char *sql)
{
  char *path = copy_path (temporary, "altered.espalier");
  cr_assert (alter (path, sql) > 0 || g_str_has_prefix (sql, "DROP")
                 || g_str_has_prefix (sql, "CREATE"),
             "%s", sql);
  return path;
}

/* Whatever was done to the file, using it ends, with an answer or an error. */
static void
use_all_of (EspStudy *study)
{
  g_autoptr (GPtrArray) log G_GNUC_UNUSED = log_lines (study, NULL, 0);
  g_autoptr (GPtrArray) themes G_GNUC_UNUSED = esp_framework (study, NULL, NULL);
  g_autoptr (EspMatrix) matrix G_GNUC_UNUSED = esp_matrix (study, NULL, NULL, NULL, NULL);
  g_autoptr (EspTranscript) transcript G_GNUC_UNUSED = esp_transcript (study, "N-SU-001", NULL);
  g_autoptr (EspCellView) cell G_GNUC_UNUSED
      = esp_chart_show (study, NULL, "N-SU-001", "help/meaning", NULL);
  g_autofree char *to = g_strconcat (esp_study_path (study), ".xml", NULL);
  esp_archive_write (study, to, NULL);
  g_remove (to);
}

Test (check, finds_what_another_program_altered)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_work (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (alterations); i++)
    {
      g_autofree char *path = altered_copy (&temporary, alterations[i].sql);
      g_autoptr (GError) error = NULL;
      g_autoptr (EspStudy) opened = esp_study_open (path, FALSE, &error),
                           altered = esp_study_examine (path, NULL);
      if (g_str_equal (alterations[i].finds, "structure"))
        expect_failure (opened != NULL, &error, ESP_ERROR_DAMAGED, "altered");
      else
        use_all_of (opened);
      g_autofree char *wrong = check_text (altered);
      cr_expect_not_null (strstr (wrong, alterations[i].finds), "'%s' not found by %s, but: %s",
                          alterations[i].sql, alterations[i].finds, wrong);
    }
}

/* The item of a name; NULL when it is not there. */
static const EspCheckItem *
item_of (const GPtrArray *items, const char *name)
{
  for (guint i = 0; i < items->len; i++)
    if (g_str_equal (((const EspCheckItem *)items->pdata[i])->name, name))
      return items->pdata[i];
  return NULL;
}

Test (check, says_what_to_do_about_each_thing)
{
  static const char *const helps[] = { "backup", "merge", "import", "chart", "uncode", "mend" };
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_work (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (alterations); i++)
    {
      g_autofree char *path = altered_copy (&temporary, alterations[i].sql);
      g_autoptr (EspStudy) altered = esp_study_examine (path, NULL);
      cr_assert_not_null (altered);
      g_autofree char *wrong = check_text (altered);
      g_auto (GStrv) lines = g_strsplit (wrong, "\n", -1);
      for (char **line = lines; *line != NULL && **line != '\0'; line++)
        {
          guint help = 0;
          while (help < G_N_ELEMENTS (helps) && strstr (*line, helps[help]) == NULL)
            help++;
          cr_expect_lt (help, G_N_ELEMENTS (helps), "%s", *line);
        }
    }
}

/* Ben codes a document whose import Anna, who does not know of it, takes back. */
Test (check, a_thing_that_stands_on_what_another_removed_is_no_damage)
{
  g_autoptr (GError) error = NULL;
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (EspStudy) copy = copy_for (&temporary, "copy.espalier", "Ben");
  g_free (code_quote (copy, "Ben", "rules", "help/meaning", "All plans give hope"));
  undo_last (temporary.study, "Anna");
  merge_in (temporary.study, copy);
  g_autoptr (GPtrArray) items = esp_check (temporary.study, &error);
  const EspCheckItem *standing = item_of (items, "standing"), *back = item_of (items, "taken back");
  cr_assert (standing != NULL && back != NULL);
  cr_expect (standing->whole);
  cr_expect_str_eq (standing->detail,
                    "1 thing stands on what was removed; 'espalier conflicts' lists them");
  /* The words of the document that was taken back are kept. */
  cr_expect (back->whole);
  cr_expect_not_null (strstr (back->detail, "1 text,"), "%s", back->detail);
  expect_whole (temporary.study);
}

/* Any one byte of any page: found, or it was in a place where nothing stands. */
Test (check, never_breaks_on_a_damaged_file)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_work (&temporary);
  g_autofree char *bytes = NULL;
  gsize size;
  cr_assert (g_file_get_contents (esp_study_path (temporary.study), &bytes, &size, NULL));
  for (guint round = 0; round < 150; round++)
    {
      g_autofree char *copy = g_memdup2 (bytes, size);
      for (guint n = 1 + chance_below (chance, 20); n > 0; n--)
        copy[chance_below (chance, (guint)size)] = (char)chance_below (chance, 256);
      g_autofree char *path = temporary_file (&temporary, "damaged.espalier", copy, (gssize)size);
      g_autoptr (GError) error = NULL;
      g_autoptr (EspStudy) damaged = esp_study_open (path, FALSE, &error);
      g_autoptr (GPtrArray) items = damaged != NULL ? esp_check (damaged, &error) : NULL;
      cr_assert (items != NULL || error != NULL, "seed %u", seed);
    }
}
