/* Memos: on whatever they are on, reworded and taken away whole; and comments of files, which stand
 * on the words that they were about.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pair.h"
#include "support/sql.h"

static GPtrArray *
memos (EspStudy *study, const EspMemoFilter *filter)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = esp_memos (study, filter, &error);
  cr_assert_not_null (found, "%s", error ? error->message : "");
  return found;
}

/* What all of them are on, joined. */
static char *
abouts (EspStudy *study, const EspMemoFilter *filter)
{
  g_autoptr (GPtrArray) found = memos (study, filter);
  GString *joined = g_string_new (NULL);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? "; " : "",
                            ((const EspMemo *)found->pdata[i])->about);
  return g_string_free (joined, FALSE);
}

static void
expect_abouts (EspStudy *study, const EspMemoFilter *filter, const char *wanted)
{
  g_autofree char *found = abouts (study, filter);
  cr_expect_str_eq (found, wanted);
}

/* Its id, to be freed. */
static char *
add (EspStudy *study, const EspMemoEntry *entry)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspMemo) memo = NULL;
  change_begin (study);
  cr_assert (esp_memo_add (study, entry, &memo, &error), "%s", error ? error->message : "");
  change_commit (study);
  return g_strdup (memo->id);
}

static void
add_all (EspStudy *study)
{
  const EspPlace quote = { .quote = "Hope is part of it" }, turn = { .turn = 2 };
  const EspMemoEntry entries[] = {
    { .text = "on the study", .kind = "decision" },
    { .text = "on a quote", .document = "N-SU-001", .place = &quote },
    { .text = "on a turn", .document = "N-CA-001", .place = &turn, .kind = "reflexive" },
    { .text = "on a document", .document = "S-SU-001" },
    { .text = "on a case", .case_label = "N-SU-001" },
    { .text = "on a theme", .theme = "help/friends" },
    { .text = "on a cell", .case_label = "N-CA-001", .theme = "help/meaning" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    g_free (add (study, &entries[i]));
}

Test (memo, stands_on_what_it_was_written_on)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  add_all (study);
  expect_abouts (study, &(EspMemoFilter){ 0 },
                 "N-CA-001, turn 2; N-SU-001, turn 2; S-SU-001; the study; N-SU-001; 1.2 Help / "
                 "Friends; N-CA-001, Help / Meaning");
  expect_abouts (study, &(EspMemoFilter){ .case_label = "n-su-001" }, "N-SU-001, turn 2; N-SU-001");
  expect_abouts (study, &(EspMemoFilter){ .theme = "help" },
                 "1.2 Help / Friends; N-CA-001, Help / Meaning");
  expect_abouts (study, &(EspMemoFilter){ .document = "S-SU-001" }, "S-SU-001");
  expect_abouts (study, &(EspMemoFilter){ .kind = "reflexive" }, "N-CA-001, turn 2");
  expect_abouts (study, &(EspMemoFilter){ .author = "Ben" }, "");
  g_autoptr (GPtrArray) quoted = memos (study, &(EspMemoFilter){ .document = "N-SU-001" });
  const EspMemo *memo = quoted->pdata[0];
  cr_expect_str_eq (memo->words, "Hope is part of it");
  cr_expect_str_eq (memo->text, "on a quote");
  cr_expect_str_eq (memo->author, "Anna");
}

Test (memo, of_nothing_clear_is_refused)
{
  static const EspPlace turn = { .turn = 99 }, first = { .turn = 1 };
  static const struct
  {
    EspMemoEntry entry;
    EspError code;
    const char *says;
  } wrong[] = {
    { { .text = " \n" }, ESP_ERROR_INPUT, "needs words" },
    { { .text = "\xff" }, ESP_ERROR_INPUT, "UTF-8" },
    { { .text = "x", .kind = "hunch" }, ESP_ERROR_USAGE, "reflexive" },
    { { .text = "x", .kind = "comment" }, ESP_ERROR_USAGE, "come with files" },
    { { .text = "x", .document = "N-SU-001", .group = "g" }, ESP_ERROR_USAGE, "a memo is on" },
    { { .text = "x", .document = "N-SU-001", .theme = "help" }, ESP_ERROR_USAGE, "a memo is on" },
    { { .text = "x", .place = &first }, ESP_ERROR_USAGE, "needs the document" },
    { { .text = "x", .document = "N-SU-001", .place = &turn }, ESP_ERROR_NOT_FOUND, "turn" },
    { { .text = "x", .document = "N-SU-009" }, ESP_ERROR_NOT_FOUND, "N-SU-00" },
    { { .text = "x", .case_label = "N-SU-009" }, ESP_ERROR_NOT_FOUND, "N-SU-00" },
    { { .text = "x", .theme = "help/meening" }, ESP_ERROR_NOT_FOUND, "help/meaning" },
    { { .text = "x", .group = "team: 1" }, ESP_ERROR_NOT_FOUND, "team" },
  };
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EspMemo) memo = NULL;
      change_begin (temporary.study);
      expect_failure (esp_memo_add (temporary.study, &wrong[i].entry, &memo, &error), &error,
                      wrong[i].code, wrong[i].says);
      esp_change_abandon (temporary.study);
    }
  expect_abouts (temporary.study, &(EspMemoFilter){ 0 }, "");
}

Test (memo, that_is_removed_comes_back_with_no_older_words)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EspMemo) reworded = NULL, removed = NULL;
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autofree char *first = add (study, &(EspMemoEntry){ .text = "one", .case_label = "N-SU-001" });
  change_begin_as (study, "Ben", "memos reword");
  cr_assert (esp_memo_reword (study, first, "two", &reworded, &error));
  change_commit (study);
  g_autoptr (GPtrArray) listed = memos (study, &(EspMemoFilter){ 0 });
  cr_assert_eq (listed->len, 1);
  cr_expect_str_eq (((const EspMemo *)listed->pdata[0])->text, "two");
  cr_expect_str_eq (((const EspMemo *)listed->pdata[0])->author, "Ben");
  change_begin_as (study, "Ben", "memos remove");
  cr_expect_not (esp_memo_remove (study, first, &removed, &error), "a wording that is replaced");
  g_clear_error (&error);
  cr_assert (esp_memo_remove (study, reworded->id, &removed, &error));
  change_commit (study);
  expect_abouts (study, &(EspMemoFilter){ 0 }, "");
  change_begin_as (study, "Ben", "undo");
  cr_assert (undo_in_change (study, NULL, "Ben", &error));
  change_commit (study);
  expect_abouts (study, &(EspMemoFilter){ 0 }, "N-SU-001");
  expect_whole (study);
}

/* The log of a case and of a theme has them. */
Test (memo, is_in_the_history_of_what_it_is_on)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  const EspLogFilter of_case = { .case_label = "N-SU-001", .commands = NULL },
                     of_theme = { .theme = "help/friends" };
  g_autoptr (GPtrArray) case_before = esp_log (study, &of_case, NULL),
                        theme_before = esp_log (study, &of_theme, NULL);
  add_all (study);
  g_autoptr (GPtrArray) case_after = esp_log (study, &of_case, NULL),
                        theme_after = esp_log (study, &of_theme, NULL);
  cr_expect_eq (case_after->len, case_before->len + 2);
  cr_expect_eq (theme_after->len, theme_before->len + 1);
}

static void
import_comments (const TemporaryStudy *temporary)
{
  g_autofree char *path = source_path ("tests/fixtures/readers/comments.fodt");
  change_begin (temporary->study);
  g_autoptr (EspImportReport) report = import_in_change (temporary->study, path, FALSE);
  change_commit (temporary->study);
  cr_assert_eq (report->imported, 1);
}

Test (memo, comments_of_a_file_are_memos_once_and_again_after_an_undo)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  EspStudy *study = temporary.study;
  const EspMemoFilter comments = { .kind = "comment" };
  import_comments (&temporary);
  g_autofree char *first = abouts (study, &comments);
  g_autoptr (GPtrArray) found = memos (study, &comments);
  cr_assert_gt (found->len, 0);
  for (guint i = 0; i < found->len; i++)
    {
      const EspMemo *memo = found->pdata[i];
      g_autofree char *slice = g_strdup_printf (
          "SELECT substr (t.body, %zu + 1, %zu) FROM text_body t, document_version v WHERE"
          " v.text_hash = t.hash",
          memo->start_cp, memo->end_cp - memo->start_cp);
      g_autofree char *sliced = one_text (study, slice);
      cr_expect_str_eq (memo->words, sliced);
      cr_expect (memo->has_span && *memo->text != '\0');
    }
  change_begin (study);
  cr_assert (undo_in_change (study, NULL, "Anna", &error));
  change_commit (study);
  expect_abouts (study, &comments, "");
  import_comments (&temporary);
  expect_abouts (study, &comments, first);
  g_autoptr (EspMemo) memo = NULL;
  change_begin (study);
  cr_expect_not (esp_memo_reword (study, ((const EspMemo *)found->pdata[0])->id, "x", &memo, NULL));
  esp_change_abandon (study);
  expect_whole (study);
}

/* ---- in two copies */

static void
reword (EspStudy *study, const char *coder, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspMemo) memo = NULL;
  g_autoptr (GPtrArray) all = memos (study, &(EspMemoFilter){ 0 });
  change_begin_as (study, coder, "memos reword");
  cr_assert (esp_memo_reword (study, ((const EspMemo *)all->pdata[0])->id, text, &memo, &error),
             "%s", error ? error->message : "");
  change_commit (study);
}

Test (memo, reworded_by_two_is_a_conflict_that_a_third_wording_settles)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  g_free (add (pair.anna, &(EspMemoEntry){ .text = "one", .theme = "help/family" }));
  exchange (&pair);
  reword (pair.anna, "Anna", "two");
  reword (pair.ben, "Ben", "three");
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  cr_expect_str_eq (one->kind, "versions");
  cr_expect_neq (side_saying (one, "two"), side_saying (one, "three"));
  resolve_must (pair.anna, "Anna", one, 0, "four");
  exchange (&pair);
  expect_none (pair.ben);
  g_autoptr (GPtrArray) left = memos (pair.ben, &(EspMemoFilter){ 0 });
  cr_assert_eq (left->len, 1);
  cr_expect_str_eq (((const EspMemo *)left->pdata[0])->text, "four");
  cr_expect_str_eq (((const EspMemo *)left->pdata[0])->about, "1.3 Help / Family");
}

Test (memo, reworded_by_one_and_removed_by_another_is_listed)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EspMemo) gone = NULL;
  pair_open (&pair);
  g_autofree char *id = add (pair.anna, &(EspMemoEntry){ .text = "one" });
  exchange (&pair);
  reword (pair.anna, "Anna", "two");
  change_begin_as (pair.ben, "Ben", "memos remove");
  cr_assert (esp_memo_remove (pair.ben, id, &gone, &error));
  change_commit (pair.ben);
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  cr_expect_str_eq (one->kind, "removed");
}
