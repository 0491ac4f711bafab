/* Words that are lost, compact backups, and what is recovered of a damaged file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"
#include "support/copies.h"
#include "support/sql.h"
#include "support/undoing.h"

#include <glib/gstdio.h>

/* ---- a study with some forty changes */

static const struct
{
  const char *document, *quote;
} places[] = {
  { "N-SU-001", "Hope is part of it" }, { "N-SU-001", "My friends help me" },
  { "N-SU-001", "no hope at all" },     { "N-CA-001", "Home is hard" },
  { "N-CA-001", "The dog barks" },      { "S-SU-001", "family, always family" },
  { "group", "Family first" },          { "group", "Hope, then" },
};

static const char *const themes[]
    = { "help/meaning", "help/friends", "help/family", "setting/home", "setting/work" };

static void
open_with_work (TemporaryStudy *temporary)
{
  written_study_open (temporary);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint j = 0; j < 3; j++)
      g_free (code_quote (temporary->study, (i + j) % 2 ? "Anna" : "Ben", places[i].document,
                          themes[(i + j) % G_N_ELEMENTS (themes)], places[i].quote));
  chart_quote (temporary->study, "Anna", "N-SU-001", "help/meaning", "It keeps her going.",
               "Hope \u2026 part of it");
  chart_quote (temporary->study, "Ben", "N-CA-001", "setting/home", "Home is hard for him.",
               "Home is hard");
  chart_quote (temporary->study, "Anna", "N-SU-001", "help/friends", "Old friends.",
               "my old friends");
  undo_last (temporary->study, "Anna");
  undo_last (temporary->study, "Ben");
  chart_quote (temporary->study, "Ben", "S-SU-001", "help/family", "Family, always.",
               "family, always family");
}

static char *
study_bytes (EspStudy *study, gsize *size)
{
  char *bytes = NULL;
  cr_assert (g_file_get_contents (esp_study_path (study), &bytes, size, NULL));
  return bytes;
}

/* ---- words that are lost */

Test (recover, words_that_are_lost_stop_what_needs_them_and_nothing_else)
{
  g_autoptr (GError) error = NULL;
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_work (&temporary);
  g_autofree char *path = g_strdup (esp_study_path (temporary.study));
  g_autofree char *before G_GNUC_UNUSED = archive_of (temporary.study);
  const guint lines = history_length (temporary.study);
  alter (path,
         "INSERT INTO words_lost SELECT hash, 'text', 'damaged', '' FROM text_body WHERE body "
         "LIKE '%Home is hard%'; DELETE FROM text_body WHERE body LIKE '%Home is hard%';"
         "INSERT INTO words_lost SELECT hash, 'prose', 'damaged', '' FROM prose WHERE body "
         "LIKE 'Family, always.';"
         "DELETE FROM prose WHERE body LIKE 'Family, always.'");

  g_autoptr (EspTranscript) lost = esp_transcript (temporary.study, "N-CA-001", &error);
  expect_failure (lost != NULL, &error, ESP_ERROR_DAMAGED, "the words of the document 'N-CA-001'");
  g_autoptr (EspTranscript) other = esp_transcript (temporary.study, "N-SU-001", &error);
  cr_expect_not_null (other);
  g_autoptr (GPtrArray) documents = esp_documents (temporary.study, NULL, &error);
  cr_assert_not_null (documents);
  cr_expect_eq (documents->len, G_N_ELEMENTS (written_documents));
  const char *const where[] = { "site=South", NULL };
  g_autoptr (EspMatrix) matrix = esp_matrix (temporary.study, NULL, NULL, where, &error);
  cr_expect_not_null (matrix, "%s", error ? error->message : "");
  g_clear_error (&error);
  cr_expect_eq (history_length (temporary.study), lines);
  g_autofree char *wrong = check_text (temporary.study);
  cr_expect_not_null (strstr (wrong, "texts: 1 text is lost (of N-CA-001)"), "%s", wrong);
  cr_expect_not_null (strstr (wrong, "prose: 1 summary, definition, quote or note is lost"), "%s",
                      wrong);
  cr_expect_null (strstr (wrong, "evidence"), "%s", wrong);

  /* The same file again puts the words back, as a line of the history. */
  g_autoptr (EspImportReport) report
      = import_file (&temporary, written_documents[1].name, written_documents[1].words, -1);
  cr_expect_eq (report->skipped, 1);
  const EspImportedFile *file = report->files->pdata[0];
  cr_expect_not_null (strstr (((const EspFinding *)file->findings->pdata[0])->done, "again"));
  cr_expect_eq (history_length (temporary.study), lines + 1);
  g_autoptr (EspTranscript) back = esp_transcript (temporary.study, "N-CA-001", &error);
  cr_expect_not_null (back);
  cr_expect_eq (one_number (temporary.study, "SELECT count (*) FROM words_lost"), 1);
  cr_expect_eq (one_number (temporary.study,
                            "SELECT count (*) FROM search_words s JOIN text_body t ON "
                            "t.number = s.rowid WHERE search_words MATCH 'hard'"),
                1);
  g_autofree char *after = archive_of (temporary.study);
  cr_expect_not_null (strstr (after, "[words lost: the file was damaged]"));
}

/* ---- compact backups */

Test (recover, a_compact_backup_leaves_out_only_words_taken_back)
{
  g_autoptr (GError) error = NULL;
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_work (&temporary);
  g_autoptr (GString) long_words = g_string_new ("Interviewer: Well?\n\n");
  for (guint i = 0; i < 4000; i++)
    g_string_append_printf (long_words, "Participant: Sunflowers number %u.\n\n", i);
  import_words (&temporary, "S-CA-007.txt", long_words->str);
  undo_last (temporary.study, "Anna");
  g_autofree char *all = live_text (temporary.study);
  g_autofree char *path = g_build_filename (temporary.folder, "compact.espalier", NULL);
  guint dropped = 0;
  cr_assert (esp_study_compact (temporary.study, path, &dropped, &error), "%s",
             error ? error->message : "");
  /* Of the text and its turns, and of two summaries. */
  cr_expect_eq (dropped, 4, "%u", dropped);
  g_autoptr (EspStudy) copy = esp_study_open (path, TRUE, &error);
  cr_assert_not_null (copy);
  expect_whole (copy);
  g_autofree char *live = live_text (copy);
  cr_expect_str_eq (live, all);
  cr_expect_eq (history_length (copy), history_length (temporary.study));
  cr_expect_eq (one_number (copy, "SELECT count (*) FROM words_lost WHERE why = 'compacted'"), 4);
  cr_expect_eq (
      one_number (copy, "SELECT count (*) FROM search_words WHERE search_words MATCH 'sunflowers'"),
      0);
  cr_expect_eq (
      one_number (copy, "SELECT count (*) FROM search_words WHERE search_words MATCH 'hope'"), 6);
  gsize size, old_size;
  g_autofree char *bytes = study_bytes (copy, &size);
  g_free (study_bytes (temporary.study, &old_size));
  cr_expect_lt (size, old_size);
  cr_expect_null (memmem (bytes, size, "unflowers", 9));
  expect_failure (esp_study_compact (temporary.study, path, NULL, &error), &error, ESP_ERROR_EXISTS,
                  "there already");

  /* What was taken back cannot be brought back there; here it can. */
  g_autoptr (GPtrArray) log = log_lines (copy, NULL, 1);
  const char *undo = ((const EspChange *)log->pdata[0])->id;
  change_begin (copy);
  expect_failure (undo_in_change (copy, undo, "Anna", &error), &error, ESP_ERROR_STANDS,
                  "compact backup");
  esp_change_abandon (copy);
  expect_whole (copy);
  change_begin (temporary.study);
  cr_expect (undo_in_change (temporary.study, undo, "Anna", &error));
  change_commit (temporary.study);
  /* Importing it anew is possible in the copy too. */
  g_autofree char *file = g_build_filename (temporary.folder, "S-CA-007.txt", NULL);
  change_begin (copy);
  g_autoptr (EspImportReport) report = import_in_change (copy, file, FALSE);
  change_commit (copy);
  cr_expect_eq (report->imported, 1);
  expect_whole (copy);
  cr_expect_eq (one_number (copy, "SELECT count (*) FROM words_lost"), 2);
}

static gpointer
write_in_a_loop (gpointer data)
{
  const char *path = data;
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *title = g_strdup_printf ("title %u", i);
      g_autoptr (EspStudy) study = esp_study_open (path, TRUE, NULL);
      if (study != NULL && esp_change_begin (study, "test", "Anna", NULL, NULL)
          && esp_study_set_title (study, title, NULL))
        esp_change_commit (study, title, NULL);
    }
  return NULL;
}

Test (recover, a_backup_while_another_writes_is_of_one_moment)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_work (&temporary);
  g_autofree char *path = g_strdup (esp_study_path (temporary.study));
  g_autoptr (EspStudy) reader = esp_study_open (path, FALSE, NULL);
  GThread *writer = g_thread_new ("writer", write_in_a_loop, path);
  guint last = 0;
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = g_strdup_printf ("copy-%u.espalier", i);
      g_autofree char *to = g_build_filename (temporary.folder, name, NULL);
      cr_assert (esp_study_backup (reader, to, &error), "%s", error ? error->message : "");
      g_autoptr (EspStudy) copy = esp_study_open (to, FALSE, &error);
      cr_assert_not_null (copy);
      expect_whole (copy);
      /* The title is what the newest line says, and no copy is older than the one before. */
      g_autofree char *title = esp_study_title (copy, NULL);
      g_autoptr (GPtrArray) log = log_lines (copy, NULL, 0);
      const EspChange *newest = log->pdata[0];
      cr_expect (g_str_equal (newest->command, "chart set") || g_str_equal (newest->about, title));
      cr_expect_geq (log->len, last);
      last = log->len;
      g_usleep (10000);
    }
  g_thread_join (writer);
}

/* ---- recovering */

typedef struct
{
  TemporaryStudy temporary;
  char *bytes, *archive;
  gsize size;
  guint lines;
} Whole;

static void
whole_open (Whole *whole)
{
  open_with_work (&whole->temporary);
  whole->bytes = study_bytes (whole->temporary.study, &whole->size);
  whole->archive = archive_of (whole->temporary.study);
  whole->lines = history_length (whole->temporary.study);
}

static void
whole_clear (Whole *whole)
{
  g_free (whole->bytes);
  g_free (whole->archive);
  temporary_study_close (&whole->temporary);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Whole, whole_clear)

/* Of what recovery wrote: it opens, and nothing is wrong with it but words that are lost, and
 * questions about themes that are. */
static void
expect_sound (EspStudy *study, const char *round)
{
  g_autofree char *wrong = check_text (study);
  g_auto (GStrv) lines = g_strsplit (wrong, "\n", -1);
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    cr_expect (strstr (*line, " lost") != NULL || g_str_has_prefix (*line, "schedules: "), "%s: %s",
               round, *line);
}

/* Recovers bytes; the new study, NULL when there was nothing. */
static EspStudy *
recover_bytes (const Whole *whole, const char *bytes, gsize size, EspRecovery **recovery,
               const char *round)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path
      = temporary_file (&whole->temporary, "damaged.espalier", bytes, (gssize)size);
  g_autofree char *to = g_build_filename (whole->temporary.folder, "new.espalier", NULL);
  g_remove (to);
  const gint64 start = cpu_time ();
  *recovery = esp_recover (path, to, "Carla", &error);
  cr_expect_lt (cpu_time () - start, 5 * G_USEC_PER_SEC, "%s: too slow", round);
  g_autofree char *now = NULL;
  gsize now_size;
  cr_assert (g_file_get_contents (path, &now, &now_size, NULL));
  cr_expect (now_size == size && memcmp (now, bytes, size) == 0, "%s: it was written to", round);
  if (*recovery == NULL)
    {
      cr_expect_not_null (error, "%s", round);
      cr_expect_not (g_file_test (to, G_FILE_TEST_EXISTS), "%s", round);
      return NULL;
    }
  EspStudy *study = esp_study_open (to, TRUE, &error);
  cr_assert_not_null (study, "%s: %s", round, error ? error->message : "");
  expect_sound (study, round);
  return study;
}

Test (recover, a_whole_study_is_recovered_as_it_is)
{
  g_auto (Whole) whole = { 0 };
  whole_open (&whole);
  g_autoptr (EspRecovery) recovery = NULL;
  g_autoptr (EspStudy) study
      = recover_bytes (&whole, whole.bytes, whole.size, &recovery, "untouched");
  cr_assert_not_null (study);
  cr_expect_eq (recovery->changes, whole.lines);
  cr_expect_eq (recovery->changes_lost + recovery->words_lost + recovery->rows_as_found
                    + recovery->lost->len,
                0);
  g_autofree char *archive = archive_of (study);
  cr_expect_str_eq (archive, whole.archive);
  g_autoptr (EspSeal) old = esp_log_verify (whole.temporary.study, NULL);
  g_autoptr (EspSeal) new = esp_log_verify (study, NULL);
  cr_assert (old != NULL && new != NULL);
  cr_expect_str_eq (new->seal, old->seal);
  expect_whole (study);
}

/* char *: numbers of pages that belong to the tables, or their indexes, that the SQL names; in the
 * order of the tree. */
static GArray *
pages_of (const Whole *whole, const char *where)
{
  sqlite3 *db;
  sqlite3_stmt *query;
  GArray *pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *sql = g_strdup_printf (
      "SELECT s.pageno FROM dbstat s JOIN sqlite_schema m ON m.name = s.name WHERE %s"
      " ORDER BY s.path",
      where);
  cr_assert_eq (sqlite3_open (esp_study_path (whole->temporary.study), &db), SQLITE_OK);
  cr_assert_eq (sqlite3_prepare_v2 (db, sql, -1, &query, NULL), SQLITE_OK, "%s",
                sqlite3_errmsg (db));
  while (sqlite3_step (query) == SQLITE_ROW)
    {
      const guint page = (guint)sqlite3_column_int (query, 0);
      g_array_append_val (pages, page);
    }
  sqlite3_finalize (query);
  sqlite3_close (db);
  return pages;
}

#define PAGE ((gsize)4096)

static void
scratch_page (GRand *chance, char *bytes, guint page)
{
  for (gsize i = 0; i < PAGE; i++)
    bytes[(page - 1) * PAGE + i] = (char)chance_below (chance, 256);
}

Test (recover, content_follows_from_the_history_when_tables_are_lost)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (Whole) whole = { 0 };
  whole_open (&whole);
  g_autoptr (GArray) pages = pages_of (
      &whole, "m.tbl_name NOT IN ('history_change', 'history_parent', 'history_undone', "
              "'history_head', 'text_body', 'layout', 'prose', 'original', 'words_lost')");
  cr_assert_gt (pages->len, 20);
  for (guint round = 0; round < 12; round++)
    {
      g_autofree char *name = g_strdup_printf ("seed %u, round %u", seed, round);
      g_autofree char *copy = g_memdup2 (whole.bytes, whole.size);
      for (guint i = 0; i < pages->len; i++)
        if (round == 0 || chance_below (chance, 3) == 0)
          scratch_page (chance, copy, g_array_index (pages, guint, i));
      /* And the first page, which says where all others are. */
      if (round % 2 == 0)
        scratch_page (chance, copy, 1);
      g_autoptr (EspRecovery) recovery = NULL;
      g_autoptr (EspStudy) study = recover_bytes (&whole, copy, whole.size, &recovery, name);
      cr_assert_not_null (study, "%s", name);
      cr_expect_eq (recovery->changes, whole.lines, "%s", name);
      cr_expect_eq (recovery->lost->len, 0, "%s", name);
      g_autofree char *archive = archive_of (study);
      cr_expect_str_eq (archive, whole.archive, "%s", name);
    }
}

Test (recover, lost_words_are_named_and_all_else_is_there)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (Whole) whole = { 0 };
  whole_open (&whole);
  g_autoptr (GArray) pages
      = pages_of (&whole, "m.tbl_name IN ('text_body', 'layout', 'prose') AND m.type = 'table'");
  g_autofree char *copy = g_memdup2 (whole.bytes, whole.size);
  for (guint i = 0; i < pages->len; i++)
    scratch_page (chance, copy, g_array_index (pages, guint, i));
  g_autoptr (EspRecovery) recovery = NULL;
  g_autoptr (EspStudy) study = recover_bytes (&whole, copy, whole.size, &recovery, "words");
  cr_assert_not_null (study);
  cr_expect_eq (recovery->changes, whole.lines);
  cr_expect_eq (recovery->changes_lost, 0);
  cr_expect_eq (recovery->words, 0);
  cr_expect_geq (recovery->words_lost, 2 * G_N_ELEMENTS (written_documents));
  cr_expect_eq (one_number (study, "SELECT count (*) FROM coding"),
                one_number (whole.temporary.study, "SELECT count (*) FROM coding"));
  /* The files are imported again, and only the prose stays lost. */
  for (guint i = 0; i < G_N_ELEMENTS (written_documents); i++)
    {
      g_autofree char *path
          = g_build_filename (whole.temporary.folder, written_documents[i].name, NULL);
      change_begin (study);
      g_autoptr (EspImportReport) report = import_in_change (study, path, FALSE);
      cr_expect_eq (report->skipped, 1);
      change_commit (study);
    }
  g_autofree char *wrong = check_text (study);
  cr_expect (g_str_has_prefix (wrong, "prose: "), "%s", wrong);
  cr_expect_null (strchr (strchr (wrong, '\n') + 1, '\n'), "%s", wrong);
}

/* Which lines, counted from 0 in the order they were made, stand on which pages: told by SQLite's
 * own account of the tree, in which a long record's pages stand below its cell. */
typedef struct
{
  guint page, line;
} PageLine;

static GArray *
pages_of_lines (const Whole *whole)
{
  sqlite3 *db;
  sqlite3_stmt *query;
  GArray *found = g_array_new (FALSE, FALSE, sizeof (PageLine));
  guint line = 0, first = 0;
  cr_assert_eq (sqlite3_open (esp_study_path (whole->temporary.study), &db), SQLITE_OK);
  cr_assert_eq (sqlite3_prepare_v2 (db,
                                    "SELECT pageno, path, pagetype, ncell FROM dbstat"
                                    " WHERE name = 'history_change' ORDER BY path",
                                    -1, &query, NULL),
                SQLITE_OK);
  while (sqlite3_step (query) == SQLITE_ROW)
    {
      const guint page = (guint)sqlite3_column_int (query, 0);
      const char *path = (const char *)sqlite3_column_text (query, 1);
      if (g_str_equal ((const char *)sqlite3_column_text (query, 2), "leaf"))
        {
          first = line;
          for (int i = 0; i < sqlite3_column_int (query, 3); i++, line++)
            {
              const PageLine one = { page, line };
              g_array_append_val (found, one);
            }
        }
      else if (strchr (path, '+') != NULL)
        {
          const char *cell = strchr (path, '+');
          while (cell > path && cell[-1] != '/')
            cell--;
          const PageLine one = { page, first + (guint)g_ascii_strtoull (cell, NULL, 16) };
          g_array_append_val (found, one);
        }
    }
  sqlite3_finalize (query);
  sqlite3_close (db);
  cr_assert_eq (line, whole->lines);
  return found;
}

Test (recover, lines_before_the_first_that_was_hit_are_kept)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (Whole) whole = { 0 };
  whole_open (&whole);
  g_autoptr (GArray) pages = pages_of_lines (&whole);
  for (guint i = 0; i < pages->len; i++)
    {
      const guint page = g_array_index (pages, PageLine, i).page;
      if (i > 0 && g_array_index (pages, PageLine, i - 1).page == page)
        continue;
      guint first = G_MAXUINT, hit = 0;
      for (guint j = 0; j < pages->len; j++)
        if (g_array_index (pages, PageLine, j).page == page)
          {
            first = MIN (first, g_array_index (pages, PageLine, j).line);
            hit++;
          }
      g_autofree char *name = g_strdup_printf ("seed %u, page %u of line %u", seed, page, first);
      g_autofree char *copy = g_memdup2 (whole.bytes, whole.size);
      scratch_page (chance, copy, page);
      g_autoptr (EspRecovery) recovery = NULL;
      g_autoptr (EspStudy) study = recover_bytes (&whole, copy, whole.size, &recovery, name);
      cr_assert_not_null (study, "%s", name);
      cr_expect_geq (recovery->changes, first, "%s: %u", name, recovery->changes);
      if (recovery->changes == whole.lines)
        continue;
      cr_expect_geq (recovery->changes_lost, hit, "%s: %u", name, recovery->changes_lost);
      cr_expect_eq (recovery->changes + recovery->changes_lost, whole.lines, "%s: %u and %u", name,
                    recovery->changes, recovery->changes_lost);
      /* The tables were not hit: what the lost lines had made is there as found. */
      g_autofree char *live = live_text (study), *old = live_text (whole.temporary.study);
      cr_expect_str_eq (live, old, "%s", name);
    }
}

/* A line that says that somebody else made it proves nothing, nor are those kept that follow it. */
Test (recover, does_not_believe_a_line_that_was_altered)
{
  g_auto (Whole) whole = { 0 };
  whole_open (&whole);
  guint n = 0;
  for (char *at = whole.bytes; n < 4; at += 4, n++)
    {
      at = memmem (at, whole.size - (gsize)(at - whole.bytes), "Ben20", 5);
      if (at == NULL)
        break;
      at[2] = 'm';
      g_autofree char *name = g_strdup_printf ("at %zu", (gsize)(at - whole.bytes));
      g_autoptr (EspRecovery) recovery = NULL;
      g_autoptr (EspStudy) study = recover_bytes (&whole, whole.bytes, whole.size, &recovery, name);
      at[2] = 'n';
      cr_assert_not_null (study);
      cr_expect_lt (recovery->changes, whole.lines, "%s", name);
      cr_expect_eq (recovery->changes + recovery->changes_lost, whole.lines, "%s", name);
      cr_expect_eq (one_number (study, "SELECT count (*) FROM history_change WHERE coder = 'Bem'"),
                    0, "%s", name);
      cr_expect_not_null (strstr (recovery->lost->pdata[0], "by Bem of "), "%s",
                          (const char *)recovery->lost->pdata[0]);
      g_autofree char *live = live_text (study), *old = live_text (whole.temporary.study);
      cr_expect_str_eq (live, old, "%s", name);
    }
  cr_expect_geq (n, 3);
}

static void
damage (GRand *chance, char *bytes, gsize *size, guint kind)
{
  const guint n_pages = (guint)(*size / PAGE);
  switch (kind)
    {
    case 0:
      for (guint n = 1 + chance_below (chance, 200); n > 0; n--)
        bytes[chance_below (chance, (guint)*size)] = (char)chance_below (chance, 256);
      return;
    case 1:
      for (guint n = 1 + chance_below (chance, 20); n > 0; n--)
        scratch_page (chance, bytes, 1 + chance_below (chance, n_pages));
      return;
    case 2:
      for (guint n = 1 + chance_below (chance, 20); n > 0; n--)
        memset (bytes + PAGE * chance_below (chance, n_pages), 0, PAGE);
      return;
    case 3:
      for (guint n = 1 + chance_below (chance, 20); n > 0; n--)
        bytes[chance_below (chance, 100)] = (char)chance_below (chance, 256);
      return;
    case 4:
      *size = 1 + chance_below (chance, (guint)*size - 1);
      return;
    default: /* pages in each other's places */
      for (guint n = 1 + chance_below (chance, 5); n > 0; n--)
        memmove (bytes + PAGE * chance_below (chance, n_pages),
                 bytes + PAGE * chance_below (chance, n_pages), PAGE);
      return;
    }
}

/* Whatever was done to the file: looking at it ends, what is recovered is sound, and nothing is
 * lost without a word. */
Test (recover, is_sound_whatever_was_done_to_the_file)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  const char *asked = g_getenv ("ESPALIER_ROUNDS");
  const guint rounds = asked != NULL ? (guint)g_ascii_strtoull (asked, NULL, 10) : 60;
  g_auto (Whole) whole = { 0 };
  whole_open (&whole);
  for (guint round = 0; round < rounds; round++)
    {
      const guint kind = round % 6;
      g_autofree char *name = g_strdup_printf ("seed %u, round %u, kind %u", seed, round, kind);
      g_autofree char *copy = g_memdup2 (whole.bytes, whole.size);
      gsize size = whole.size;
      damage (chance, copy, &size, kind);
      g_autofree char *path
          = temporary_file (&whole.temporary, "damaged.espalier", copy, (gssize)size);
      const gint64 start = cpu_time ();
      g_autoptr (GError) error = NULL;
      g_autoptr (EspStudy) damaged = esp_study_open (path, FALSE, &error);
      g_autoptr (GPtrArray) items = damaged != NULL ? esp_check (damaged, &error) : NULL;
      cr_expect (items != NULL || error != NULL, "%s", name);
      cr_expect_lt (cpu_time () - start, 5 * G_USEC_PER_SEC, "%s: too slow", name);
      g_clear_pointer (&damaged, esp_study_close);

      g_autoptr (EspRecovery) recovery = NULL;
      g_autoptr (EspStudy) study = recover_bytes (&whole, copy, size, &recovery, name);
      if (study == NULL)
        continue;
      cr_expect_leq (recovery->changes, whole.lines, "%s", name);
      cr_expect (recovery->changes == whole.lines || recovery->changes_lost > 0
                     || recovery->changes == 0,
                 "%s: %u of %u lines, and not a word about the others", name, recovery->changes,
                 whole.lines);
      if (recovery->changes == whole.lines && recovery->words_lost == 0)
        {
          g_autofree char *archive = archive_of (study);
          cr_expect_str_eq (archive, whole.archive, "%s", name);
        }
    }
}

Test (recover, a_history_of_several_copies_is_recovered)
{
  g_auto (Whole) whole = { 0 };
  open_with_work (&whole.temporary);
  EspStudy *study = whole.temporary.study;
  g_autoptr (EspStudy) copy = copy_for (&whole.temporary, "copy.espalier", "Carla");
  g_free (code_quote (copy, "Carla", "group", "help/family", "Hope later"));
  g_free (code_quote (copy, "Carla", "group", "help/meaning", "Hope later"));
  g_free (code_quote (study, "Anna", "group", "setting/work", "Work, then"));
  undo_last (study, "Anna");
  merge_in (study, copy);
  g_free (code_quote (study, "Anna", "group", "help/friends", "Work, then"));
  whole.bytes = study_bytes (study, &whole.size);
  whole.archive = archive_of (study);
  whole.lines = history_length (study);
  /* Without what says which line is after which, in either place where it stands. */
  static const char *const lost[]
      = { "m.name = 'x'", "m.name = 'history_parent'", "m.name = 'history_parent_parent'",
          "m.name = 'history_undone'", "m.name = 'history_head'" };
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint i = 0; i < G_N_ELEMENTS (lost); i++)
    {
      g_autoptr (GArray) pages = pages_of (&whole, lost[i]);
      g_autofree char *bytes = g_memdup2 (whole.bytes, whole.size);
      for (guint j = 0; j < pages->len; j++)
        scratch_page (chance, bytes, g_array_index (pages, guint, j));
      g_autoptr (EspRecovery) recovery = NULL;
      g_autoptr (EspStudy) new = recover_bytes (&whole, bytes, whole.size, &recovery, lost[i]);
      cr_assert_not_null (new);
      cr_expect_eq (recovery->changes, whole.lines, "%s: %u", lost[i], recovery->changes);
      cr_expect_eq (recovery->changes_lost, 0);
      g_autofree char *archive = archive_of (new);
      cr_expect_str_eq (archive, whole.archive, "%s", lost[i]);
    }
}

Test (recover, refuses_what_has_nothing_of_a_study)
{
  g_autoptr (GError) error = NULL;
  g_auto (Whole) whole = { 0 };
  whole_open (&whole);
  const char *folder = whole.temporary.folder;
  g_autofree char *to = g_build_filename (folder, "new.espalier", NULL);
  g_autofree char *none = g_build_filename (folder, "none.espalier", NULL);
  g_autofree char *words = temporary_file (&whole.temporary, "words.txt", "Hope.\n", -1);
  g_autofree char *empty = temporary_file (&whole.temporary, "empty.espalier", "", 0);
  expect_failure (esp_recover (none, to, "Anna", &error) != NULL, &error, ESP_ERROR_NOT_FOUND,
                  "no such file");
  expect_failure (esp_recover (folder, to, "Anna", &error) != NULL, &error, ESP_ERROR_NOT_STUDY,
                  "not a file");
  expect_failure (esp_recover (empty, to, "Anna", &error) != NULL, &error, ESP_ERROR_NOT_STUDY,
                  "empty");
  expect_failure (esp_recover (words, to, "Anna", &error) != NULL, &error, ESP_ERROR_NOT_STUDY,
                  "nothing of a study");
  expect_failure (esp_recover (words, to, "\033[2J", &error) != NULL, &error, ESP_ERROR_USAGE,
                  "name");
  cr_expect_not (g_file_test (to, G_FILE_TEST_EXISTS));
  const char *own = esp_study_path (whole.temporary.study);
  expect_failure (esp_recover (own, own, "Anna", &error) != NULL, &error, ESP_ERROR_EXISTS,
                  "there already");
  /* Nothing is left beside. */
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  for (const char *name = g_dir_read_name (names); name != NULL; name = g_dir_read_name (names))
    cr_expect_null (strstr (name, ".new-"), "%s", name);
}
