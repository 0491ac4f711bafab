/* Undo: an ordinary change that takes back another one wholly, or not at all and says what is in
 * the way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/copies.h"
#include "support/undoing.h"

static const char only_hope[] = "Interviewer: And you?\n\nParticipant: Only hope remains.\n";

Test (undo, takes_back_the_last_change_of_a_person)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *before = live_text (temporary.study);
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_autofree char *of_anna = live_text (temporary.study);
  g_free (code_quote (temporary.study, "Ben", "N-SU-001", "help/meaning", "no hope at all"));
  undo_must (temporary.study, NULL, "Ben");
  g_autofree char *after = live_text (temporary.study);
  cr_expect_str_eq (after, of_anna);
  undo_must (temporary.study, NULL, "Anna");
  g_autofree char *empty = live_text (temporary.study);
  cr_expect_str_eq (empty, before);
  g_autoptr (GError) error = NULL;
  expect_failure (undo (temporary.study, NULL, "Ben", &error), &error, ESP_ERROR_NOT_FOUND, "Ben");
  expect_whole (temporary.study);
}

Test (undo, of_an_undo_brings_it_back)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  chart_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "It keeps her going.",
               "Hope is part of it");
  g_autofree char *charted = live_text (temporary.study), *change = newest (temporary.study);
  undo_must (temporary.study, change, "Ben");
  g_autofree char *taken = live_text (temporary.study), *first_undo = newest (temporary.study);
  expect_failure (undo (temporary.study, change, "Ben", &error), &error, ESP_ERROR_EXISTS,
                  "undone already");
  undo_must (temporary.study, first_undo, "Ben");
  g_autofree char *back = live_text (temporary.study);
  cr_expect_str_eq (back, charted);
  undo_must (temporary.study, change, "Anna");
  g_autofree char *again = live_text (temporary.study);
  cr_expect_str_eq (again, taken);
  expect_whole (temporary.study);
}

Test (undo, says_in_the_log_what_undid_what)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  undo_must (temporary.study, NULL, "Anna");
  g_autoptr (GPtrArray) log = log_lines (temporary.study, NULL, 2);
  const EspChange *second = log->pdata[0], *first = log->pdata[1];
  cr_expect_str_eq (second->undoes->pdata[0], first->id);
  cr_expect_str_eq (first->undone_by, second->id);
  undo_must (temporary.study, second->id, "Anna");
  g_autoptr (GPtrArray) later = log_lines (temporary.study, NULL, 3);
  cr_expect_str_empty (((const EspChange *)later->pdata[2])->undone_by, "it stands again");
}

Test (undo, of_an_import_is_refused_while_codings_stand_on_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  g_autofree char *before = live_text (temporary.study);
  import_words (&temporary, "S-CA-009.txt", only_hope);
  g_autofree char *import = newest (temporary.study);
  g_autofree char *coding G_GNUC_UNUSED
      = code_quote (temporary.study, "Ben", "S-CA-009", "help/meaning", "Only hope remains");
  g_autofree char *coded = live_text (temporary.study), *code = newest (temporary.study);
  const guint lines = history_length (temporary.study);
  expect_failure (undo (temporary.study, import, "Anna", &error), &error, ESP_ERROR_STANDS,
                  "code by Ben");
  expect_failure (undo (temporary.study, import, "Anna", &error), &error, ESP_ERROR_STANDS,
                  "undo that first");
  g_autofree char *still = live_text (temporary.study);
  cr_expect_str_eq (still, coded);
  cr_expect_eq (history_length (temporary.study), lines);
  undo_must (temporary.study, code, "Ben");
  undo_must (temporary.study, import, "Anna");
  g_autofree char *after = live_text (temporary.study);
  cr_expect_str_eq (after, before);
  expect_whole (temporary.study);
  /* What was undone below cannot come back alone. */
  g_autofree char *last = newest (temporary.study);
  g_autoptr (GPtrArray) log = log_lines (temporary.study, "Ben", 1);
  expect_failure (undo (temporary.study, ((const EspChange *)log->pdata[0])->id, "Ben", &error),
                  &error, ESP_ERROR_STANDS, "undo");
  undo_must (temporary.study, last, "Anna");
  undo_must (temporary.study, ((const EspChange *)log->pdata[0])->id, "Ben");
  g_autofree char *all = live_text (temporary.study);
  cr_expect_str_eq (all, coded);
  expect_whole (temporary.study);
}

Test (undo, of_what_was_changed_again_is_refused)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  static const char *const values[] = { "18-30", "31-60" };
  char *changes[2];
  for (guint i = 0; i < 2; i++)
    {
      change_begin_as (temporary.study, i == 0 ? "Anna" : "Ben", "case set");
      cr_assert (esp_case_set_attribute (temporary.study, "N-SU-001", "age", values[i], &error));
      change_commit (temporary.study);
      changes[i] = newest (temporary.study);
    }
  expect_failure (undo (temporary.study, changes[0], "Anna", &error), &error, ESP_ERROR_STANDS,
                  "case set by Ben");
  undo_must (temporary.study, changes[1], "Anna");
  undo_must (temporary.study, changes[0], "Anna");
  g_free (changes[0]);
  g_free (changes[1]);
  expect_whole (temporary.study);
}

/* The change in which an undo was refused goes on as if nobody had asked. */
Test (undo, refused_leaves_the_rest_of_its_change_alone)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  import_words (&temporary, "S-CA-009.txt", only_hope);
  g_autofree char *import = newest (temporary.study);
  g_free (code_quote (temporary.study, "Ben", "S-CA-009", "help/meaning", "Only hope remains"));
  change_begin (temporary.study);
  expect_failure (undo_in_change (temporary.study, import, "Anna", &error), &error,
                  ESP_ERROR_STANDS, "code by Ben");
  cr_assert (esp_case_set_attribute (temporary.study, "N-SU-001", "age", "18-30", &error));
  change_commit (temporary.study);
  g_autoptr (EspTranscript) still = esp_transcript (temporary.study, "S-CA-009", &error);
  cr_expect_not_null (still);
  g_autoptr (GPtrArray) log = log_lines (temporary.study, NULL, 1);
  cr_expect_eq (((const EspChange *)log->pdata[0])->undoes->len, 0);
  expect_whole (temporary.study);
}

static const struct
{
  const char *id;
  EspError code;
} no_changes[] = { { "x", ESP_ERROR_USAGE },    { "abc", ESP_ERROR_USAGE },
                   { "%%%%", ESP_ERROR_USAGE }, { "", ESP_ERROR_USAGE },
                   { "____", ESP_ERROR_USAGE }, { "00000000-0000", ESP_ERROR_NOT_FOUND } };

Test (undo, needs_a_change_that_is_there)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (no_changes); i++)
    {
      g_autoptr (GError) error = NULL;
      expect_failure (undo (temporary.study, no_changes[i].id, "Anna", &error), &error,
                      no_changes[i].code, no_changes[i].id);
    }
}

/* Imported, undone, imported again: all is there again, under its name. */
Test (undo, of_an_import_lets_it_be_imported_again)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  import_words (&temporary, "S-CA-009.txt", only_hope);
  g_autoptr (EspTranscript) first = esp_transcript (temporary.study, "S-CA-009", NULL);
  undo_must (temporary.study, NULL, "Anna");
  cr_expect_null (esp_transcript (temporary.study, "S-CA-009", NULL));
  import_words (&temporary, "S-CA-009.txt", only_hope);
  g_autoptr (EspTranscript) second = esp_transcript (temporary.study, "S-CA-009", NULL);
  cr_assert_not_null (second);
  cr_expect_str_eq (second->document->id, first->document->id);
  cr_expect_str_eq (second->document->name, "S-CA-009");
  expect_whole (temporary.study);
}

/* ---- with what stands on it */

/* Undone are the changes of these ids, the newest first, and the newest line of the history says
 * so. */
static void
expect_undone (EspStudy *study, const GPtrArray *undone, char *const *ids, guint n)
{
  g_autoptr (GPtrArray) log = log_lines (study, NULL, 1);
  const GPtrArray *undoes = ((const EspChange *)log->pdata[0])->undoes;
  cr_assert_eq (undone->len, n);
  cr_assert_eq (undoes->len, n);
  for (guint i = 0; i < n; i++)
    {
      cr_expect_str_eq (((const EspChange *)undone->pdata[i])->id, ids[i]);
      cr_expect_str_eq (undoes->pdata[i], ids[i]);
    }
}

Test (undo, with_later_takes_back_a_cell_charted_three_times)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autofree char *before = live_text (study);
  chart_quote (study, "Anna", "N-SU-001", "help/meaning", "One.", "Hope is part of it");
  g_autofree char *first = newest (study);
  chart_quote (study, "Ben", "N-CA-001", "setting/home", "Beside.", "Home is hard");
  g_autofree char *beside = newest (study);
  chart_quote (study, "Anna", "N-SU-001", "help/meaning", "Two.", "My friends help me");
  g_autofree char *second = newest (study);
  change_begin_as (study, "Ben", "chart check");
  cr_assert (
      esp_chart_check (study, NULL, "N-SU-001", "help/meaning", NULL, "agreed", NULL, &error));
  change_commit (study);
  g_autofree char *checked = newest (study);
  chart_quote (study, "Anna", "N-SU-001", "help/meaning", "Three.", "no hope at all");
  g_autofree char *third = newest (study), *all = live_text (study);
  expect_failure (undo (study, first, "Anna", &error), &error, ESP_ERROR_STANDS,
                  "those, the newest first, or undo all of it with --with-later");
  g_autofree char *still = live_text (study);
  cr_expect_str_eq (still, all);

  char *const ids[] = { third, checked, second, first };
  g_autoptr (GPtrArray) undone = undo_with_later (study, first, "Ben");
  expect_undone (study, undone, ids, G_N_ELEMENTS (ids));
  g_autofree char *undo_id = newest (study);
  g_autoptr (GPtrArray) log = log_lines (study, NULL, 0);
  for (guint i = 1; i < 6; i++)
    {
      const EspChange *one = log->pdata[i];
      cr_expect_str_eq (one->undone_by, g_str_equal (one->id, beside) ? "" : undo_id);
    }
  undo_must (study, undo_id, "Anna");
  g_autofree char *back = live_text (study);
  cr_expect_str_eq (back, all);
  undo_must (study, beside, "Anna");
  g_ptr_array_unref (undo_with_later (study, first, "Anna"));
  g_autofree char *after = live_text (study);
  cr_expect_str_eq (after, before);
  expect_whole (study);
}

Test (undo, with_later_takes_back_an_import_and_what_two_people_made_of_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autofree char *before = live_text (study);
  import_words (&temporary, "S-CA-009.txt",
                "Interviewer: And you?\n\nParticipant: Only hope remains. And work.\n");
  g_autofree char *import = newest (study);
  g_free (code_quote (study, "Ben", "S-CA-009", "help/meaning", "Only hope remains"));
  g_autofree char *by_ben = newest (study);
  g_free (code_quote (study, "Ben", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_autofree char *elsewhere = newest (study), *other = NULL;
  g_free (code_quote (study, "Anna", "S-CA-009", "setting/work", "And work"));
  g_autofree char *by_anna = newest (study);
  chart_quote (study, "Anna", "S-CA-009", "help/meaning", "It remains.", "Only hope remains");
  g_autofree char *charted = newest (study), *all = live_text (study);
  char *const ids[] = { charted, by_anna, by_ben, import };
  g_autoptr (GPtrArray) undone = undo_with_later (study, import, "Ben");
  expect_undone (study, undone, ids, G_N_ELEMENTS (ids));
  cr_expect_null (esp_transcript (study, "S-CA-009", NULL));
  other = newest (study);
  expect_whole (study);
  undo_must (study, other, "Ben");
  g_autofree char *back = live_text (study);
  cr_expect_str_eq (back, all);
  g_ptr_array_unref (undo_with_later (study, import, "Anna"));
  undo_must (study, elsewhere, "Anna");
  g_autofree char *after = live_text (study);
  cr_expect_str_eq (after, before);
  expect_whole (study);
}

/* What came and went again leaves nothing to take back; that it does not count any more is in the
 * history all the same. */
Test (undo, with_later_of_what_had_gone_is_a_line_of_the_history)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autofree char *coding
      = code_quote (study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it");
  g_autofree char *made = newest (study);
  change_begin_as (study, "Ben", "uncode");
  cr_assert (esp_uncode (study, coding, NULL, &error));
  change_commit (study);
  g_autofree char *taken = newest (study), *gone = live_text (study);
  expect_failure (undo (study, made, "Anna", &error), &error, ESP_ERROR_STANDS, "uncode by Ben");
  g_autoptr (GPtrArray) undone = undo_with_later (study, made, "Anna");
  char *const ids[] = { taken, made };
  expect_undone (study, undone, ids, 2);
  g_autofree char *after = live_text (study);
  cr_expect_str_eq (after, gone);
  expect_failure (undo (study, taken, "Ben", &error), &error, ESP_ERROR_EXISTS, "undone already");
  g_autofree char *undo_id = newest (study);
  undo_must (study, undo_id, "Ben");
  undo_must (study, taken, "Ben");
  g_autoptr (EspCoding) again G_GNUC_UNUSED = NULL;
  g_autofree char *with_coding = live_text (study);
  cr_expect_not_null (strstr (with_coding, coding));
  expect_whole (study);
}

/* A value that was given again meanwhile is there once the last other one is undone. */
Test (undo, with_later_stops_where_the_value_shows_again)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  g_autofree char *before = live_text (temporary.study);
  char *ids[4];
  for (guint i = 0; i < 4; i++)
    {
      change_begin_as (temporary.study, both_coders[i % 2], "case set");
      cr_assert (esp_case_set_attribute (temporary.study, "N-SU-001", "age",
                                         i % 2 ? "31-60" : "18-30", &error));
      change_commit (temporary.study);
      ids[i] = newest (temporary.study);
    }
  g_autoptr (GPtrArray) undone = undo_with_later (temporary.study, ids[0], "Anna");
  char *const wanted[] = { ids[3], ids[0] };
  expect_undone (temporary.study, undone, wanted, 2);
  g_autofree char *after = live_text (temporary.study);
  cr_expect_str_eq (after, before);
  for (guint i = 0; i < 4; i++)
    g_free (ids[i]);
  expect_whole (temporary.study);
}

/* ---- what others did stands */

static void
import_into (const TemporaryStudy *temporary, EspStudy *study, const char *coder)
{
  g_autofree char *path = temporary_file (temporary, "S-CA-009.txt", only_hope, -1);
  change_begin_as (study, coder, "import");
  g_autoptr (EspImportReport) report = import_in_change (study, path, FALSE);
  cr_assert_eq (report->imported, 1);
  change_commit (study);
}

Test (undo, of_an_import_that_a_copy_made_too_names_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  EspStudy *study = temporary.study, *copy = copy_of (&temporary, "b.espalier");
  g_autofree char *before = live_text (study);
  import_into (&temporary, study, "Anna");
  g_autofree char *ours = newest (study);
  import_into (&temporary, copy, "Ben");
  g_free (code_quote (copy, "Ben", "S-CA-009", "help/meaning", "Only hope remains"));
  merge_in (study, copy);
  g_autofree char *all = live_text (study);
  expect_failure (undo (study, ours, "Anna", &error), &error, ESP_ERROR_STANDS, "import by Ben");
  g_autofree char *still = live_text (study);
  cr_expect_str_eq (still, all);
  g_autoptr (GPtrArray) undone = undo_with_later (study, ours, "Anna");
  cr_expect_eq (undone->len, 3, "both imports and the coding, not %u", undone->len);
  g_autofree char *after = live_text (study), *id = newest (study);
  cr_expect_str_eq (after, before);
  expect_whole (study);
  undo_must (study, id, "Ben");
  g_autofree char *back = live_text (study);
  cr_expect_str_eq (back, all);
  expect_whole (study);
  esp_study_close (copy);
}

/* The same coding taken away in two copies: one alone does not bring it back. */
Test (undo, of_what_two_took_away_needs_both)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autofree char *coding
      = code_quote (study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it");
  g_autofree char *with = live_text (study);
  EspStudy *copy = copy_of (&temporary, "b.espalier"), *both[] = { study, copy };
  for (guint i = 0; i < 2; i++)
    {
      change_begin_as (both[i], both_coders[i], "uncode");
      cr_assert (esp_uncode (both[i], coding, NULL, &error));
      change_commit (both[i]);
    }
  g_autofree char *ours = newest (study), *theirs = newest (copy);
  merge_in (study, copy);
  expect_failure (undo (study, ours, "Anna", &error), &error, ESP_ERROR_STANDS, "uncode by Ben");
  expect_failure (undo (study, theirs, "Anna", &error), &error, ESP_ERROR_STANDS, "uncode by Anna");
  g_autoptr (GPtrArray) undone = undo_with_later (study, theirs, "Ben");
  cr_expect_eq (undone->len, 2);
  g_autofree char *after = live_text (study);
  cr_expect_str_eq (after, with);
  expect_whole (study);
  esp_study_close (copy);
}

/* Two values of one thing, given without seeing each other: without the one that holds the other
 * does. */
Test (undo, of_a_value_gives_back_what_another_wrote_beside_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  EspStudy *study = temporary.study, *copy = copy_of (&temporary, "b.espalier"),
           *both[] = { study, copy };
  static const char *const titles[] = { "A title by Anna", "A title by Ben" };
  char *ids[2];
  for (guint i = 0; i < 2; i++)
    {
      change_begin_as (both[i], both_coders[i], "title");
      cr_assert (esp_study_set_title (both[i], titles[i], &error));
      change_commit (both[i]);
      ids[i] = newest (both[i]);
    }
  merge_in (study, copy);
  g_autofree char *now = esp_study_title (study, NULL);
  const guint holds = g_str_equal (now, titles[0]) ? 0 : 1;
  cr_assert_str_eq (now, titles[holds]);
  expect_failure (undo (study, ids[!holds], "Anna", &error), &error, ESP_ERROR_STANDS,
                  both_coders[holds]);
  undo_must (study, ids[holds], "Anna");
  g_autofree char *then = esp_study_title (study, NULL);
  cr_expect_str_eq (then, titles[!holds]);
  undo_must (study, ids[!holds], "Anna");
  g_autofree char *first = esp_study_title (study, NULL);
  cr_expect_str_eq (first, "Written");
  expect_whole (study);
  g_free (ids[0]);
  g_free (ids[1]);
  esp_study_close (copy);
}

Test (undo, of_the_last_change_is_that_of_the_last_in_all_copies)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study, *copy = copy_of (&temporary, "b.espalier");
  g_free (code_quote (study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_free (code_quote (copy, "Anna", "N-SU-001", "help/friends", "My friends help me"));
  g_free (code_quote (copy, "Anna", "N-CA-001", "setting/home", "Home is hard"));
  g_autofree char *last = newest (copy);
  merge_in (study, copy);
  g_autoptr (GPtrArray) undone = undo_all (study, NULL, "Anna", FALSE, NULL);
  cr_assert_not_null (undone);
  cr_expect_str_eq (((const EspChange *)undone->pdata[0])->id, last);
  expect_whole (study);
  esp_study_close (copy);
}

Test (undo, brings_back_no_words_that_are_lost)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  chart_quote (study, "Anna", "N-SU-001", "help/meaning", "It keeps her going.",
               "Hope is part of it");
  undo_must (study, NULL, "Anna");
  g_autofree char *taken = newest (study);
  g_autofree char *path = g_build_filename (temporary.folder, "small.espalier", NULL);
  cr_assert (esp_study_compact (study, path, NULL, &error), "%s", error ? error->message : "");
  g_autoptr (EspStudy) small = esp_study_open (path, TRUE, &error);
  cr_assert_not_null (small, "%s", error ? error->message : "");
  expect_failure (
      undo (small, taken, "Anna", &error), &error, ESP_ERROR_STANDS,
      "summary whose words were left out of a compact backup; the study that it was made from");
  undo_must (study, taken, "Anna");
}
