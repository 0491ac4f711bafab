/* Saying who speaks: whose the words then are, and which cases come and go with it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sql.h"
#include "support/temporary_study.h"
#include "support/undoing.h"

static const char talk[] = "Rita: Shall we begin?\n\nTom: I hope so.\n\nRita: And you?\n\n"
                           "Ula: No hope here. None.\n\nTom: Some.\n\nRita: Thank you.\n\n"
                           "Ula: And you.\n";

static void
open_with_talk (TemporaryStudy *temporary)
{
  written_study_open (temporary);
  import_words (temporary, "talk.txt", talk);
}

/* The cases that are not identified, one a line. */
static char *
unidentified (EspStudy *study)
{
  GString *all = g_string_new (NULL);
  g_autoptr (GPtrArray) cases = esp_cases (study, NULL, NULL);
  for (guint i = 0; i < cases->len; i++)
    {
      const EspCase *one = cases->pdata[i];
      if (g_str_equal (one->kind, "unidentified"))
        g_string_append_printf (all, "%s\n", one->label);
    }
  return g_string_free (all, FALSE);
}

static gboolean
identify (EspStudy *study, const char *document, const char *name, EspPart part, const char *label,
          GError **error)
{
  change_begin_as (study, "Anna", "cases name");
  const gboolean done = esp_speaker_identify (study, document, name, part, label, NULL, error);
  if (done)
    change_commit (study);
  else
    esp_change_abandon (study);
  return done;
}

/* Whose words each turn of a document is. */
static char *
whose (EspStudy *study, const char *document)
{
  GString *all = g_string_new (NULL);
  g_autoptr (EspTranscript) transcript = esp_transcript (study, document, NULL);
  cr_assert_not_null (transcript);
  for (guint i = 0; i < transcript->items->len; i++)
    {
      const EspItem *item = transcript->items->pdata[i];
      g_string_append_printf (all, "%s=%s %s\n", item->speaker, esp_part_name (item->part),
                              item->case_label);
    }
  return g_string_free (all, FALSE);
}

Test (naming, lists_whom_nobody_knows_with_their_first_words)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_talk (&temporary);
  g_autoptr (GPtrArray) unknown = esp_speakers (temporary.study, NULL, TRUE, NULL);
  cr_assert_eq (unknown->len, 3);
  const EspSpeaker *ula = unknown->pdata[2];
  cr_expect_str_eq (ula->document, "talk");
  cr_expect_str_eq (ula->name, "Ula");
  cr_expect_str_eq (ula->case_label, "talk, Ula");
  cr_expect_eq (ula->turns, 2);
  cr_expect_str_eq (ula->first_words, "No hope here. None.");
  cr_expect_not (ula->is_known);
  g_autoptr (GPtrArray) all = esp_speakers (temporary.study, NULL, FALSE, NULL);
  cr_expect_gt (all->len, unknown->len);
  g_autofree char *cases = unidentified (temporary.study);
  cr_expect_str_eq (cases, "talk, Rita\ntalk, Tom\ntalk, Ula\n");
  expect_whole (temporary.study);
}

Test (naming, gives_the_words_to_a_case_and_drops_the_one_that_stood_for_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_talk (&temporary);
  EspStudy *study = temporary.study;
  cr_assert (identify (study, NULL, "rita", ESP_PART_INTERVIEWER, NULL, NULL));
  cr_assert (identify (study, "talk", "Tom", ESP_PART_CASE, "N-SU-001", NULL));
  cr_assert (identify (study, "talk", "Ula", ESP_PART_CASE, "S- CA-077", NULL));
  g_autofree char *turns = whose (study, "talk"), *left = unidentified (study);
  cr_expect_str_eq (turns, "Rita=interviewer \nTom=own N-SU-001\nRita=interviewer \n"
                           "Ula=own S-CA-077\nTom=own N-SU-001\nRita=interviewer \n"
                           "Ula=own S-CA-077\n");
  cr_expect_str_eq (left, "");
  g_autoptr (GPtrArray) unknown = esp_speakers (study, NULL, TRUE, NULL);
  cr_expect_eq (unknown->len, 0);
  /* A new case has what its label says. */
  const char *const carers[] = { "role=carer", "site=South", NULL };
  g_autoptr (GPtrArray) found = esp_cases (study, carers, NULL);
  gboolean there = FALSE;
  for (guint i = 0; i < found->len; i++)
    there = there || g_str_equal (((const EspCase *)found->pdata[i])->label, "S-CA-077");
  cr_expect (there);
  expect_whole (study);
}

/* One case alone speaks in it: the document is theirs. */
Test (naming, gives_the_document_of_one_case_to_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  import_words (&temporary, "tape 7.txt",
                "Rita: Well?\n\nTom: Well.\n\nRita: So?\n\nTom: So.\n\nRita: Yes?\n\nTom: Yes.\n");
  EspStudy *study = temporary.study;
  cr_assert (identify (study, "tape 7", "Tom", ESP_PART_CASE, "N-SU-001", NULL));
  g_autofree char *not_yet = one_text (study, "SELECT ifnull (hex (case_id), '') FROM document"
                                              " WHERE name = 'tape 7'");
  cr_expect_str_eq (not_yet, "", "somebody in it is not known");
  cr_assert (identify (study, "tape 7", "Rita", ESP_PART_OTHER, NULL, NULL));
  g_autofree char *owner
      = one_text (study, "SELECT c.label FROM document d JOIN study_case c ON c.id = d.case_id"
                         " WHERE d.name = 'tape 7'");
  cr_expect_str_eq (owner, "N-SU-001");
}

Test (naming, keeps_a_case_on_which_something_stands)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_talk (&temporary);
  EspStudy *study = temporary.study;
  chart_quote (study, "Anna", "talk, Ula", "help/meaning", "None.", "No hope here");
  cr_assert (identify (study, "talk", "Ula", ESP_PART_CASE, "N-SU-001", NULL));
  g_autofree char *left = unidentified (study);
  cr_expect_not_null (strstr (left, "talk, Ula\n"));
  expect_whole (study);
}

Test (naming, says_what_came_of_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (EspIdentified) made = NULL, moved = NULL, other = NULL;
  open_with_talk (&temporary);
  EspStudy *study = temporary.study;
  change_begin (study);
  cr_assert (esp_speaker_identify (study, "talk", "Ula", ESP_PART_CASE, "S-CA-099", &made, NULL));
  cr_assert (esp_speaker_identify (study, "talk", "Ula", ESP_PART_CASE, "N-SU-001", &moved, NULL));
  cr_assert (esp_speaker_identify (study, NULL, "Rita", ESP_PART_OTHER, NULL, &other, NULL));
  change_commit (study);
  cr_expect (made->is_new && !moved->is_new && !other->is_new);
  cr_expect_str_eq (made->case_label, "S-CA-099");
  cr_expect_str_eq (other->case_label, "");
  cr_assert_eq (made->handovers->len, 1);
  const EspHandover *came = made->handovers->pdata[0];
  cr_expect (came->is_gone);
  cr_expect_str_eq (came->from, "talk, Ula");
  const EspSpeaker *unknown = made->before->pdata[0], *known = moved->before->pdata[0];
  cr_expect_not (unknown->is_known);
  cr_expect (known->is_known);
  cr_expect_str_eq (known->case_label, "S-CA-099");
}

Test (naming, is_undone_wholly)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_talk (&temporary);
  EspStudy *study = temporary.study;
  g_autofree char *before = live_text (study);
  cr_assert (identify (study, "talk", "Ula", ESP_PART_CASE, "S-CA-099", NULL));
  g_autofree char *named = live_text (study);
  cr_expect_str_neq (named, before);
  undo_last (study, "Anna");
  g_autofree char *after = live_text (study);
  cr_expect_str_eq (after, before);
}

Test (naming, refuses_what_it_cannot_tell)
{
  static const struct
  {
    const char *document, *name;
    EspPart part;
    const char *label;
    EspError code;
    const char *says;
  } wrong[] = {
    { NULL, "Uma", ESP_PART_OTHER, NULL, ESP_ERROR_NOT_FOUND, "near it are: Ula" },
    { "talk", "Xyzzy", ESP_PART_OTHER, NULL, ESP_ERROR_NOT_FOUND, "nobody speaks as 'Xyzzy'" },
    { "nowhere", "Ula", ESP_PART_OTHER, NULL, ESP_ERROR_NOT_FOUND, "no document or case" },
    { NULL, "Ula", ESP_PART_CASE, "N-SU-001", ESP_ERROR_AMBIGUOUS,
      "speaks in 2 documents ('more talk', 'talk')" },
    { "talk", "Ula", ESP_PART_CASE, "Q-SU-001", ESP_ERROR_INPUT, "is no label of this study" },
    { "talk", "Ula", ESP_PART_CASE, " ", ESP_ERROR_INPUT, "needs a label" },
  };
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_talk (&temporary);
  import_words (&temporary, "more talk.txt",
                "Rita: More?\n\nUla: More.\n\nRita: Much?\n\nUla: Much.\n\nRita: Yes?\n\n"
                "Ula: Yes.\n");
  g_autofree char *before = live_text (temporary.study);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      const gboolean done = identify (temporary.study, wrong[i].document, wrong[i].name,
                                      wrong[i].part, wrong[i].label, &error);
      expect_failure (done, &error, wrong[i].code, wrong[i].says);
    }
  g_autofree char *after = live_text (temporary.study);
  cr_expect_str_eq (after, before);
}

Test (naming, says_it_when_it_was_said_already)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  open_with_talk (&temporary);
  cr_assert (identify (temporary.study, NULL, "Rita", ESP_PART_INTERVIEWER, NULL, NULL));
  const gboolean again = identify (temporary.study, NULL, "rita", ESP_PART_OTHER, NULL, &error);
  expect_failure (again, &error, ESP_ERROR_NOT_FOUND,
                  "who 'Rita' is in 'talk' has been said already");
  cr_expect (identify (temporary.study, "talk", "rita", ESP_PART_OTHER, NULL, NULL));
}

/* A study without label schemes: any name is a label. */
Test (naming, makes_any_case_where_there_are_no_schemes)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  import_words (&temporary, "talk.txt", talk);
  cr_assert (identify (temporary.study, "talk", "Ula", ESP_PART_CASE, "Mrs  U.", NULL));
  g_autoptr (GPtrArray) cases = esp_cases (temporary.study, NULL, NULL);
  gboolean there = FALSE;
  for (guint i = 0; i < cases->len; i++)
    {
      const EspCase *one = cases->pdata[i];
      there
          = there || (g_str_equal (one->label, "Mrs U.") && g_str_equal (one->kind, "participant"));
    }
  cr_expect (there);
}
