/* Two cases that are one; values that are taken away; and what is left of a case that lost its
 * words. SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sql.h"
#include "support/temporary_study.h"
#include "support/undoing.h"

static EspCaseJoined *
join (EspStudy *study, const char *from, const char *to)
{
  g_autoptr (GError) error = NULL;
  EspCaseJoined *joined = NULL;
  change_begin_as (study, "Anna", "cases join");
  cr_assert (esp_case_join (study, from, to, &joined, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (study);
  return joined;
}

static void
set_value (EspStudy *study, const char *label, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;
  change_begin_as (study, "Anna", "attributes set");
  cr_assert (esp_case_set_attribute (study, label, name, value, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (study);
}

/* "age=31-60 role=user site=North", of a case. */
static char *
values_of (EspStudy *study, const char *label)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT ifnull (group_concat (v, ' '), '') FROM (SELECT a.name || '=' || c.value AS v FROM"
      " case_attribute c JOIN attribute a ON a.id = c.attribute_id JOIN study_case s ON"
      " s.id = c.case_id WHERE s.label = '%s' AND s.gone = 0 AND c.gone = 0 ORDER BY a.name)",
      label);
  return one_text (study, sql);
}

static void
study_open (TemporaryStudy *temporary)
{
  written_study_open (temporary);
  import_words (temporary, "N-SU-051.txt", "Interviewer: And?\n\nParticipant: Hope, mostly.\n");
  import_words (
      temporary, "more.txt",
      "Interviewer: More?\n\nN-SU-051: More hope.\n\nInterviewer: So?\n\nN-SU-051: So.\n");
}

Test (case_join, gives_all_to_the_other_and_is_undone_wholly)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  study_open (&temporary);
  EspStudy *study = temporary.study;
  chart_quote (study, "Anna", "N-SU-051", "help/meaning", "Hope.", "Hope, mostly.");
  set_value (study, "N-SU-051", "age", "31-60");
  change_begin (study);
  cr_assert (esp_group_kind_add (study, "household", NULL, &error));
  cr_assert (esp_group_add (study, "household", "Lane", NULL, &error));
  cr_assert (esp_group_put (study, "Lane", "N-SU-051", "son", NULL, NULL, &error));
  change_commit (study);
  g_autofree char *before = live_text (study);
  g_autoptr (EspCaseJoined) joined = join (study, "n-su-051", "N-SU-052");
  cr_expect (joined->is_new);
  cr_expect_str_eq (joined->to, "N-SU-052");
  cr_expect_eq (joined->documents->len + joined->spoken_in->len, 2);
  cr_expect_eq (joined->summaries, 1);
  cr_expect_eq (joined->not_taken->len, 0);
  g_autofree char *values = values_of (study, "N-SU-052");
  cr_expect_not_null (strstr (values, "age=31-60"), "%s", values);
  cr_expect_not_null (strstr (values, "site=North"), "%s", values);
  cr_expect_eq (one_number (study, "SELECT count (*) FROM document d JOIN study_case c ON"
                                   " c.id = d.case_id WHERE c.label = 'N-SU-052'"),
                2);
  cr_expect_eq (one_number (study, "SELECT count (*) FROM document WHERE name = 'N-SU-052'"), 1,
                "what was called by the label is called by the new one");
  cr_expect_eq (one_number (study, "SELECT count (*) FROM summary s JOIN study_case c ON"
                                   " c.id = s.case_id WHERE s.gone = 0 AND c.label = 'N-SU-052'"),
                1);
  cr_expect_eq (one_number (study, "SELECT count (*) FROM group_member WHERE gone = 0 AND"
                                   " case_label = 'N-SU-052' AND part = 'son'"),
                1);
  cr_expect_eq (one_number (study, "SELECT count (*) FROM group_member WHERE gone = 0 AND"
                                   " case_label = 'N-SU-051'"),
                0);
  expect_whole (study);
  undo_last (study, "Anna");
  g_autofree char *after = live_text (study);
  cr_expect_str_eq (after, before);
}

Test (case_join, keeps_what_the_other_has)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  EspStudy *study = temporary.study;
  set_value (study, "N-SU-051", "age", "31-60");
  set_value (study, "N-SU-001", "age", "18-30");
  g_autoptr (EspCaseJoined) joined = join (study, "N-SU-051", "N-SU-001");
  cr_expect_not (joined->is_new);
  cr_assert_eq (joined->not_taken->len, 1);
  cr_expect_str_eq (joined->not_taken->pdata[0], "age = 31-60");
  g_autofree char *values = values_of (study, "N-SU-001");
  cr_expect_not_null (strstr (values, "age=18-30"), "%s", values);
  cr_expect_eq (one_number (study, "SELECT count (*) FROM document WHERE name = 'N-SU-051'"), 1,
                "the name of the other document is taken");
  expect_whole (study);
}

/* Two groups that both are in: in one only the case that goes has a part, in the other both. */
Test (case_join, tells_of_the_part_in_a_group_that_does_not_come_along)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  study_open (&temporary);
  EspStudy *study = temporary.study;
  change_begin (study);
  cr_assert (esp_group_kind_add (study, "household", NULL, &error));
  cr_assert (esp_group_add (study, "household", "Lane", NULL, &error));
  cr_assert (esp_group_add (study, "household", "Mill", NULL, &error));
  cr_assert (esp_group_put (study, "Lane", "N-SU-051", "son", NULL, NULL, &error));
  cr_assert (esp_group_put (study, "Lane", "N-SU-001", "", NULL, NULL, &error));
  cr_assert (esp_group_put (study, "Mill", "N-SU-051", "neighbour", NULL, NULL, &error));
  cr_assert (esp_group_put (study, "Mill", "N-SU-001", "father", NULL, NULL, &error));
  change_commit (study);
  g_autofree char *before = live_text (study);
  g_autoptr (EspCaseJoined) joined = join (study, "N-SU-051", "N-SU-001");
  cr_assert_eq (joined->not_taken->len, 1);
  cr_expect_str_eq (joined->not_taken->pdata[0], "neighbour in 'household: Mill'");
  cr_expect_eq (one_number (study, "SELECT count (*) FROM group_member m JOIN study_group g ON"
                                   " g.id = m.group_id WHERE m.gone = 0 AND m.case_label ="
                                   " 'N-SU-001' AND (g.name, m.part) IN (VALUES ('Lane', 'son'),"
                                   " ('Mill', 'father'))"),
                2);
  cr_expect_eq (one_number (study,
                            "SELECT count (*) FROM group_member WHERE gone = 0 AND case_label ="
                            " 'N-SU-051'"),
                0);
  expect_whole (study);
  undo_last (study, "Anna");
  g_autofree char *after = live_text (study);
  cr_expect_str_eq (after, before);
}

Test (case_join, refuses_what_is_no_two_cases)
{
  static const char *const wrong[][3] = { { "N-SU-001", "n-su-001", "are one case already" },
                                          { "N-SU-099", "N-SU-001", "there is no case" },
                                          { "N-SU-001", "Rose", "is no label of this study" },
                                          { "N-SU-001", "", "needs a label" } };
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  g_autofree char *before = live_text (temporary.study);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      change_begin (temporary.study);
      cr_expect_not (esp_case_join (temporary.study, wrong[i][0], wrong[i][1], NULL, &error));
      cr_assert_not_null (error);
      cr_expect_not_null (strstr (error->message, wrong[i][2]), "%s", error->message);
      esp_change_abandon (temporary.study);
    }
  g_autofree char *after = live_text (temporary.study);
  cr_expect_str_eq (after, before);
}

/* ---- naming */

Test (naming, takes_away_a_participant_of_whom_nothing_is_left)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (EspIdentified) done = NULL;
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  import_words (&temporary, "N-SU-051.txt", "Interviewer: And?\n\nParticipant: Hope, mostly.\n");
  g_autofree char *before = live_text (study);
  change_begin_as (study, "Anna", "cases name");
  cr_assert (esp_speaker_identify (study, "N-SU-051", "Participant", ESP_PART_CASE, "N-SU-052",
                                   &done, &error),
             "%s", error != NULL ? error->message : "");
  change_commit (study);
  const EspHandover *came = done->handovers->pdata[0];
  cr_expect (came->is_gone && came->has_document);
  cr_expect_str_eq (came->from, "N-SU-051");
  g_autofree char *owner
      = one_text (study, "SELECT c.label FROM document d JOIN study_case c ON c.id = d.case_id"
                         " WHERE d.name = 'N-SU-052'");
  cr_expect_str_eq (owner, "N-SU-052");
  cr_expect_eq (one_number (study, "SELECT count (*) FROM study_case WHERE gone = 0 AND label ="
                                   " 'N-SU-051'"),
                0);
  expect_whole (study);
  undo_last (study, "Anna");
  g_autofree char *after = live_text (study);
  cr_expect_str_eq (after, before);
}

/* ---- values taken away */

static gboolean
clear (EspStudy *study, const char *label, const char *name, char **now, GError **error)
{
  change_begin_as (study, "Anna", "attributes set");
  const gboolean done = esp_case_clear_attribute (study, label, name, now, error);
  if (done)
    change_commit (study);
  else
    esp_change_abandon (study);
  return done;
}

Test (attribute, is_taken_away_and_what_the_label_says_holds_again)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL, *label = NULL;
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autofree char *before = values_of (study, "N-SU-001");
  set_value (study, "N-SU-001", "age", "31-60");
  set_value (study, "N-SU-001", "site", "South");
  cr_assert (clear (study, "N-SU-001", "age", &none, &error));
  cr_expect_str_eq (none, "");
  cr_assert (clear (study, "n-su-001", "site", &label, &error));
  cr_expect_str_eq (label, "North");
  g_autofree char *after = values_of (study, "N-SU-001");
  cr_expect_str_eq (after, before);
  expect_failure (clear (study, "N-SU-001", "age", NULL, &error), &error, ESP_ERROR_NOT_FOUND,
                  "has no 'age' that could be taken away");
  expect_failure (clear (study, "N-SU-001", "site", NULL, &error), &error, ESP_ERROR_INPUT,
                  "follows from its label");
  expect_failure (clear (study, "N-SU-001", "size", NULL, &error), &error, ESP_ERROR_NOT_FOUND,
                  "there is no attribute 'size'");
  undo_last (study, "Anna");
  g_autofree char *undone = values_of (study, "N-SU-001");
  cr_expect_not_null (strstr (undone, "site=South"), "%s", undone);
  expect_whole (study);
}
