/* Merging: copies of a study joined, whatever the order; hostile ones refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/copies.h"

#include "store/store.h"

/* Three copies of one written study. */
typedef struct
{
  TemporaryStudy first;
  EspStudy *second, *third;
} Team;

static void
team_open (Team *team)
{
  written_study_open (&team->first);
  team->second = copy_of (&team->first, "b.espalier");
  team->third = copy_of (&team->first, "c.espalier");
}

static void
team_close (Team *team)
{
  esp_study_close (team->second);
  esp_study_close (team->third);
  temporary_study_close (&team->first);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Team, team_close)

static guint
count_of (const GArray *counts, const char *what)
{
  for (guint i = 0; i < counts->len; i++)
    if (g_str_equal (g_array_index (counts, EspCount, i).what, what))
      return g_array_index (counts, EspCount, i).n;
  return 0;
}

Test (merge, brings_what_a_colleague_did_and_says_so)
{
  g_auto (Team) team = { 0 };
  team_open (&team);
  g_free (code_quote (team.second, "Ben", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_free (code_quote (team.second, "Ben", "N-SU-001", "help/friends", "My friends help me"));
  chart_quote (team.second, "Ben", "N-SU-001", "help/meaning", "It keeps her going.",
               "Hope is part of it");
  g_autoptr (EspMerge) merge = merge_must (team.first.study, team.second);
  cr_assert_eq (merge->changes, 3);
  cr_expect_eq (merge->unseen, 0);
  cr_assert_eq (merge->people->len, 1);
  const EspMergePerson *ben = merge->people->pdata[0];
  cr_expect_str_eq (ben->coder, "Ben");
  cr_expect_eq (ben->changes, 3);
  cr_expect_eq (count_of (ben->added, "coding"), 2);
  cr_expect_eq (count_of (ben->added, "summary"), 1);
  cr_expect_eq (count_of (ben->added, "evidence"), 1);
  cr_expect_eq (ben->altered->len, 0);
  cr_expect_eq (merge->conflicts->len, 0);
  cr_expect_eq (merge->notes->len, 0);
  g_autofree char *ours = archive_of (team.first.study), *theirs = archive_of (team.second);
  cr_expect_str_eq (ours, theirs);
  expect_whole (team.first.study);
  g_autoptr (EspMerge) again = merge_must (team.first.study, team.second);
  cr_expect_eq (again->changes, 0);
  cr_expect_eq (again->people->len, 0);
}

Test (merge, gives_the_same_study_in_every_order)
{
  g_auto (Team) team = { 0 };
  team_open (&team);
  g_free (code_quote (team.first.study, "Anna", "N-CA-001", "setting/home", "Home is hard"));
  g_free (code_quote (team.second, "Ben", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_free (code_quote (team.third, "Cleo", "S-SU-001", "help/family", "always family"));
  chart_quote (team.third, "Cleo", "S-SU-001", "help/family", "Family, always.", "always family");
  EspStudy *one = copy_of (&team.first, "ab.espalier"),
           *other = copy_of (&team.first, "ac.espalier");
  merge_in (one, team.second);
  merge_in (one, team.third);
  merge_in (other, team.third);
  merge_in (other, team.second);
  merge_in (team.third, one);
  g_autofree char *a = archive_of (one), *b = archive_of (other), *c = archive_of (team.third);
  cr_expect_str_eq (a, b);
  cr_expect_str_eq (a, c);
  g_autoptr (EspSeal) seal_a = esp_log_verify (one, NULL), seal_b = esp_log_verify (other, NULL);
  cr_assert (seal_a != NULL && seal_b != NULL);
  cr_expect_str_eq (seal_a->seal, seal_b->seal);
  expect_whole (one);
  expect_whole (team.third);
  esp_study_close (one);
  esp_study_close (other);
}

Test (merge, goes_on_from_what_was_merged)
{
  g_auto (Team) team = { 0 };
  team_open (&team);
  g_free (code_quote (team.second, "Ben", "N-SU-001", "help/meaning", "Hope is part of it"));
  merge_in (team.first.study, team.second);
  g_free (code_quote (team.first.study, "Anna", "N-CA-001", "setting/home", "Home is hard"));
  merge_in (team.second, team.first.study);
  g_free (code_quote (team.second, "Ben", "N-CA-001", "setting/work", "Work is far away"));
  merge_in (team.first.study, team.second);
  g_autofree char *ours = archive_of (team.first.study), *theirs = archive_of (team.second);
  cr_expect_str_eq (ours, theirs);
  expect_whole (team.first.study);
}

/* Two people import the same transcript: one document. */
Test (merge, joins_what_both_made_of_the_same_fact)
{
  g_auto (Team) team = { 0 };
  team_open (&team);
  static const char words[] = "Interviewer: Well?\n\nParticipant: I hope so.\n";
  const TemporaryStudy second = { team.first.folder, team.second };
  import_words (&team.first, "N-SU-003.txt", words);
  import_words (&second, "N-SU-003.txt", words);
  g_free (code_quote (team.second, "Ben", "N-SU-003", "help/meaning", "I hope so"));
  g_autoptr (EspMerge) merge = merge_must (team.first.study, team.second);
  const EspMergePerson *anna = merge->people->pdata[0], *ben = merge->people->pdata[1];
  cr_expect_eq (anna->added->len, 0, "the document was there");
  cr_expect_eq (count_of (ben->added, "coding"), 1);
  cr_expect_eq (merge->conflicts->len, 0);
  g_autoptr (GPtrArray) documents = esp_documents (team.first.study, "N-SU-003", NULL);
  cr_assert_not_null (documents);
  cr_expect_eq (documents->len, 1);
  expect_whole (team.first.study);
}

Test (merge, of_a_dry_run_stores_nothing)
{
  g_auto (Team) team = { 0 };
  g_autoptr (GError) error = NULL;
  team_open (&team);
  g_free (code_quote (team.second, "Ben", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_autofree char *before = NULL, *after = NULL;
  gsize size_before, size_after;
  const char *path = esp_study_path (team.first.study);
  cr_assert (g_file_get_contents (path, &before, &size_before, NULL));
  g_autoptr (EspMerge) merge
      = esp_merge (team.first.study, esp_study_path (team.second), "Anna", TRUE, &error);
  cr_assert_not_null (merge, "%s", error ? error->message : "");
  cr_expect_eq (merge->changes, 1);
  cr_assert (g_file_get_contents (path, &after, &size_after, NULL));
  cr_assert_eq (size_before, size_after);
  cr_expect (memcmp (before, after, size_before) == 0, "a byte of the file changed");
}

Test (merge, keeps_a_merge_log_of_this_file)
{
  g_auto (Team) team = { 0 };
  team_open (&team);
  g_free (code_quote (team.second, "Ben", "N-SU-001", "help/meaning", "Hope is part of it"));
  merge_in (team.first.study, team.second);
  merge_in (team.first.study, team.second);
  g_autoptr (GPtrArray) merges = esp_merges (team.first.study, NULL);
  cr_assert_not_null (merges);
  cr_assert_eq (merges->len, 1, "a merge that brings nothing is no merge");
  const EspMergeLine *line = merges->pdata[0];
  cr_expect_str_eq (line->coder, "Anna");
  cr_expect_str_eq (line->copy, "b.espalier");
  cr_expect_eq (line->changes, 1);
}

Test (merge, refuses_what_is_no_copy_of_the_study)
{
  g_auto (TemporaryStudy) one = { 0 }, other = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&one);
  written_study_open (&other);
  g_autofree char *before = archive_text (&one);
  expect_failure (esp_merge (one.study, esp_study_path (one.study), "Anna", FALSE, &error) != NULL,
                  &error, ESP_ERROR_INPUT, "itself");
  expect_failure (esp_merge (one.study, esp_study_path (other.study), "Anna", FALSE, &error)
                      != NULL,
                  &error, ESP_ERROR_INPUT, "another one, 'Written'");
  expect_failure (esp_merge (one.study, one.folder, "Anna", FALSE, &error) != NULL, &error,
                  ESP_ERROR_NOT_STUDY, "a folder");
  g_autofree char *after = archive_text (&one);
  cr_expect_str_eq (before, after);
}

Test (merge, says_what_is_worth_looking_at)
{
  g_auto (Team) team = { 0 };
  team_open (&team);
  g_free (code_quote (team.first.study, "Anna", "N-CA-001", "setting/home", "Home is hard"));
  g_free (code_quote (team.second, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_free (code_quote (team.second, "anna b", "N-SU-001", "help/friends", "My friends help me"));
  g_free (code_quote (team.first.study, "Anna B", "N-CA-001", "setting/work", "Work is far away"));
  g_autoptr (EspMerge) merge = merge_must (team.first.study, team.second);
  g_ptr_array_add (merge->notes, NULL);
  g_autofree char *notes = g_strjoinv ("\n", (char **)merge->notes->pdata);
  cr_expect_not_null (strstr (notes, "both have work by Anna that the other had not"), "%s", notes);
  cr_expect_not_null (strstr (notes, "'anna b' and 'Anna B' count as two people"), "%s", notes);
  expect_whole (team.first.study);
}

static void
import_keeping (const Team *team, EspStudy *study, gboolean keep_originals)
{
  g_autofree char *path = temporary_file (&team->first, "N-SU-003.txt",
                                          "Interviewer: Well?\n\nParticipant: I hope so.\n", -1);
  change_begin (study);
  g_autoptr (EspImportReport) report = import_in_change (study, path, keep_originals);
  cr_assert_eq (report->imported, 1);
  change_commit (study);
}

/* Who imported a transcript without its file gets the file from whoever kept it. */
Test (merge, brings_original_files_in_either_order)
{
  g_auto (Team) team = { 0 };
  team_open (&team);
  import_keeping (&team, team.first.study, FALSE);
  import_keeping (&team, team.second, TRUE);
  merge_in (team.third, team.first.study);
  merge_in (team.third, team.second);
  merge_in (team.first.study, team.second);
  merge_in (team.second, team.third);
  g_autofree char *a = archive_of (team.first.study), *b = archive_of (team.second),
                  *c = archive_of (team.third);
  cr_expect_str_eq (a, b);
  cr_expect_str_eq (a, c);
  cr_expect_not_null (strstr (a, "<original "));
}
