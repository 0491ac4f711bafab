/* Importing: what becomes of each file, whose words they are, and that every word is where its
 * source has it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decode.h"
#include "base/text.h"
#include "support/sql.h"
#include "support/temporary_study.h"

#include <glib/gstdio.h>

static const EspImportedFile *
only_file (const EspImportReport *report)
{
  cr_assert_eq (report->files->len, 1);
  return report->files->pdata[0];
}

static gboolean
has_finding (const EspImportedFile *file, EspGrade grade, const char *part)
{
  for (guint i = 0; i < file->findings->len; i++)
    {
      const EspFinding *finding = file->findings->pdata[i];
      if (finding->grade == grade
          && (strstr (finding->what, part) != NULL || strstr (finding->done, part) != NULL))
        return TRUE;
    }
  return FALSE;
}

static const EspItem *
item_of (const EspTranscript *transcript, guint at)
{
  cr_assert_lt (at, transcript->items->len);
  return transcript->items->pdata[at];
}

/* ---- what is there already */

/* Composing accents takes time by the square of a line: it must not be done of all of one. */
Test (import, reads_a_long_line_of_accented_words_in_time, .timeout = 30)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GString) words = g_string_new (NULL);
  temporary_study_open (&temporary);
  for (guint i = 0; i < 300000; i++)
    g_string_append (words, "\u00e9t\u00e9 apr\u00e8s ");
  import_words (&temporary, "long.txt", words->str);
}

Test (import, skips_what_the_study_has)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *before = archive_text (&temporary);
  g_autoptr (EspImportReport) again
      = import_file (&temporary, "N-SU-001.txt", written_documents[0].words, -1);
  cr_expect_eq (again->skipped, 1);
  cr_expect (has_finding (only_file (again), ESP_GRADE_NOTE,
                          "the same file is in the study as 'N-SU-001'"));
  g_autoptr (EspImportReport) renamed
      = import_file (&temporary, "other name.txt", written_documents[0].words, -1);
  cr_expect_eq (renamed->skipped, 1);
  cr_expect (has_finding (only_file (renamed), ESP_GRADE_WARNING,
                          "the text of 'other name.txt' is in the study as 'N-SU-001'"));
  g_autoptr (EspImportReport) copy
      = import_file (&temporary, "N-SU-001 (copy).txt", written_documents[0].words, -1);
  cr_expect (has_finding (only_file (copy), ESP_GRADE_NOTE, "the same file"));
  g_autofree char *marked = g_strconcat ("\xef\xbb\xbf", written_documents[0].words, NULL);
  g_autoptr (EspImportReport) same_text = import_file (&temporary, "N-SU-007.txt", marked, -1);
  cr_expect_eq (same_text->skipped, 1);
  cr_expect (has_finding (only_file (same_text), ESP_GRADE_WARNING,
                          "the text of 'N-SU-007.txt' is in the study as 'N-SU-001'"));
  g_autofree char *after = archive_text (&temporary);
  cr_expect_str_eq (after, before);
}

/* Whoever asks is no case, in whatever way the transcript has it; numbered participants are not
 * asking, and 'IV' beside other Roman numbers is one of them. */
Test (import, makes_no_case_of_who_asks)
{
  static const char *const asking[]
      = { "Interviewer 1", "Interviewer2", "Interviewer A", "Int.",      "INT 2",        "IV",
          "Moderator 1",   "Researcher",   "Facilitator 2", "Enquêteur", "Interviewerin" };
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (asking); i++)
    {
      g_autofree char *name = g_strdup_printf ("talk %zu.txt", i);
      g_autofree char *words = g_strdup_printf ("%s: Why %zu?\n\nDana: So.\n\n%s: How?\n\nDana: "
                                                "Thus.\n\n%s: When?\n\nDana: Then.\n",
                                                asking[i], i, asking[i], asking[i]);
      g_autoptr (EspImportReport) report = import_file (&temporary, name, words, -1);
      cr_assert_eq (report->unknown_speakers->len, 1, "%s", asking[i]);
      cr_expect_str_eq (((const EspSpeaker *)report->unknown_speakers->pdata[0])->name, "Dana",
                        "%s", asking[i]);
      cr_expect_eq (has_finding (only_file (report), ESP_GRADE_WARNING,
                                 "'IV' is taken to be the interviewer"),
                    g_str_equal (asking[i], "IV"));
    }
  g_autoptr (EspImportReport) numbers
      = import_file (&temporary, "round.txt",
                     "I: Why?\n\nIII: So.\n\nI: How?\n\nIV: Thus.\n\nIII: No.\n\nIV: Yes.\n", -1);
  cr_expect_eq (numbers->unknown_speakers->len, 2);
}

/* The same in the languages that interviews are often held in; whoever answers is the participant
 * in whose file they stand. */
Test (import, knows_who_asks_and_who_answers_in_other_languages)
{
  static const char *const pairs[][2] = {
    { "Interviewerin", "Befragte" },
    { "Enquêtrice", "Enquêté" },
    { "Entrevistadora", "Informante" },
    { "Pesquisador", "Participante" },
    { "Intervistatrice", "Intervistato" },
    { "Onderzoeker", "Geïnterviewde" },
    { "Badaczka", "Rozmówczyni" },
    { "Исследователь", "Респондент" },
    { "Görüşmeci", "Katılımcı" },
    { "GÖRÜŞMECİ", "KATILIMCI" },
    { "ARAŞTIRMACI", "Görüşülen" },
    { "الباحثة", "المشارك" },
    { "\u200fالمحاور\u200f", "المبحوث" },
    { "מראיינת", "מרואיין" },
    { "החוקר", "משתתפת" },
    { "साक्षात्कारकर्ता", "प्रतिभागी" },
    { "访谈者", "受访者" },
    { "訪談者", "受訪者" },
    { "問", "答" },
    { "聞き手", "語り手" },
    { "インタビュアー", "調査協力者" },
    { "연구자", "참여자" },
  };
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      const char *asks = pairs[i][0], *answers = pairs[i][1];
      g_autofree char *file = g_strdup_printf ("N-SU-%03zu.txt", i + 100);
      g_autofree char *words
          = g_strdup_printf ("%s: %zu?\n\n%s: 1.\n\n%s: B?\n\n%s: 2.\n\n%s: C?\n", asks, i, answers,
                             asks, answers, asks);
      g_autoptr (EspImportReport) report = import_file (&temporary, file, words, -1);
      cr_assert_eq (report->imported, 1, "%s", asks);
      cr_expect_eq (report->unknown_speakers->len, 0, "%s, %s", asks, answers);
      g_autofree char *label = g_strdup_printf ("N-SU-%03zu", i + 100);
      g_autoptr (EspTranscript) transcript = esp_transcript (temporary.study, label, NULL);
      cr_assert_not_null (transcript);
      cr_assert_eq (transcript->items->len, 5, "%s: %u", asks, transcript->items->len);
      for (guint j = 0; j < 5; j++)
        cr_expect_eq (item_of (transcript, j)->part,
                      j % 2 == 0 ? ESP_PART_INTERVIEWER : ESP_PART_CASE, "%s, %u", asks, j);
    }
}

Test (import, skips_the_second_of_two_same_files)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  static const char words[] = "Interviewer: Twice?\n\nParticipant: Twice.\n";
  g_autofree char *a = temporary_file (&temporary, "S-CA-005.txt", words, -1);
  g_autofree char *b = temporary_file (&temporary, "S-CA-006.txt", words, -1);
  const char *const paths[] = { a, b, a, NULL };
  const EspImportOptions options = { 0 };
  change_begin (temporary.study);
  g_autoptr (EspImportReport) report = esp_import (temporary.study, paths, &options, &error);
  change_commit (temporary.study);
  cr_expect_eq (report->imported, 1);
  cr_expect_eq (report->skipped, 2);
  expect_whole (temporary.study);
}

Test (import, names_the_folders_it_does_not_look_into)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  g_autofree char *upper = g_dir_make_tmp ("espalier-XXXXXX", NULL);
  g_autofree char *lower = g_build_filename (upper, "site 2", NULL);
  g_autofree char *file = g_build_filename (lower, "a.txt", NULL);
  cr_assert (g_mkdir (lower, 0700) == 0 && g_file_set_contents (file, "Words.\n", -1, NULL));
  const char *const paths[] = { upper, NULL };
  for (guint recurse = 0; recurse < 2; recurse++)
    {
      const EspImportOptions options = { .recurse = recurse };
      change_begin (temporary.study);
      g_autoptr (EspImportReport) report = esp_import (temporary.study, paths, &options, &error);
      esp_change_abandon (temporary.study);
      cr_assert_eq (report->imported, recurse);
      cr_assert_eq (report->passed_over->len, 1 - recurse);
      if (!recurse)
        cr_expect_str_eq (report->passed_over->pdata[0], lower);
    }
  g_unlink (file);
  g_rmdir (lower);
  g_rmdir (upper);
}

Test (import, asks_once_for_all_whom_it_does_not_know)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (GString) words = g_string_new (NULL);
  for (guint i = 0; i < 30; i++)
    g_string_append_printf (words, "Person %c: Words.\n\n", (char)('A' + i % 10));
  g_autoptr (EspImportReport) report = import_file (&temporary, "group.txt", words->str, -1);
  const EspImportedFile *file = only_file (report);
  cr_assert_eq (file->findings->len, 1);
  cr_expect_eq (report->unknown_speakers->len, 10);
  cr_expect (has_finding (file, ESP_GRADE_WARNING,
                          "it is not known who 10 of its speakers are: 'Person A', 'Person B', "));
  cr_expect (has_finding (file, ESP_GRADE_WARNING, "'Person H' and 2 more"));
}

/* ---- whose it is */

static const struct
{
  const char *file, *words;
  EspOutcome outcome;
  const char *document, *belongs_to, *says; /* says: in a finding */
} labelled[] = {
  { "S-CA-003.txt", "Interviewer: A?\n\nParticipant: One.\n", ESP_OUTCOME_IMPORTED, "S-CA-003",
    "S-CA-003", NULL },
  { "S-CA- 004.txt", "Interviewer: A?\n\nParticipant: Two.\n", ESP_OUTCOME_IMPORTED, "S-CA-004",
    "S-CA-004", "read as 'S-CA-004'" },
  { "S\u2011CA\u2011005.txt", "Interviewer: A?\n\nParticipant: Three.\n", ESP_OUTCOME_IMPORTED,
    "S-CA-005", "S-CA-005", NULL },
  { "visit to S-CA-006.txt", "Interviewer: A?\n\nParticipant: Four.\n", ESP_OUTCOME_IMPORTED,
    "visit to S-CA-006", "S-CA-006", NULL },
  { "first.md", "# Interview S-CA-007\n\nInterviewer: A?\n\nParticipant: Five.\n",
    ESP_OUTCOME_IMPORTED, "first", "S-CA-007", NULL },
  { "second.txt", "Interviewer: A?\n\nS-CA-008: Six.\n\nInterviewer: B?\n\nS-CA-008: Seven.\n",
    ESP_OUTCOME_IMPORTED, "second", "S-CA-008", NULL },
  { "Z-CA-001.txt", "Interviewer: A?\n\nParticipant: Eight.\n", ESP_OUTCOME_REFUSED, "", "",
    "'Z'" },
  { "third.txt", "Interviewer: A?\n\nZ-CA-001: Nine.\n\nInterviewer: B?\n\nZ-CA-001: Ten.\n",
    ESP_OUTCOME_REFUSED, "", "", "line 3" },
  { "fourth.txt", "Nobody speaks here, and nothing says whose it is.\n", ESP_OUTCOME_IMPORTED,
    "fourth", "", "which case or group" },
  { "empty.txt", "", ESP_OUTCOME_REFUSED, "", "", "empty" },
  { "blank.txt", " \n\t\n", ESP_OUTCOME_REFUSED, "", "", "no words" },
  { "marks.txt", "\u2022 \u2014 ...\n", ESP_OUTCOME_REFUSED, "", "", "no words" },
  { "nul.txt", "Interviewer: A\001?\n", ESP_OUTCOME_IMPORTED, "nul", "", NULL },
  { "picture.png", "\x89PNG\r\n", ESP_OUTCOME_REFUSED, "", "", "picture" },
};

Test (import, finds_whose_document_it_is)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (labelled); i++)
    {
      g_autoptr (EspImportReport) report
          = import_file (&temporary, labelled[i].file, labelled[i].words, -1);
      const EspImportedFile *file = only_file (report);
      cr_expect_eq (file->outcome, labelled[i].outcome, "%s", labelled[i].file);
      cr_expect_str_eq (file->document, labelled[i].document, "%s: '%s'", labelled[i].file,
                        file->document);
      cr_expect_str_eq (file->belongs_to, labelled[i].belongs_to, "%s: '%s'", labelled[i].file,
                        file->belongs_to);
      if (labelled[i].says != NULL)
        cr_expect (has_finding (file, ESP_GRADE_REFUSED, labelled[i].says)
                       || has_finding (file, ESP_GRADE_WARNING, labelled[i].says),
                   "%s does not say '%s'", labelled[i].file, labelled[i].says);
      const gboolean slip = g_str_equal (labelled[i].file, "S-CA- 004.txt");
      cr_expect_eq (report->corrected_labels->len, (guint)slip, "%s", labelled[i].file);
    }
  expect_whole (temporary.study);
}

Test (import, gives_cases_what_their_labels_say)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (GPtrArray) cases = esp_cases (temporary.study, NULL, NULL);
  static const char *const expected[]
      = { "N-CA-001", "N-SU-001", "N-SU-002", "S-CA-001", "S-SU-001" };
  cr_assert_eq (cases->len, G_N_ELEMENTS (expected));
  for (guint i = 0; i < cases->len; i++)
    {
      const EspCase *one = cases->pdata[i];
      cr_expect_str_eq (one->label, expected[i]);
      cr_expect_str_eq (g_hash_table_lookup (one->attributes, "site"),
                        *one->label == 'N' ? "North" : "South");
      cr_expect_str_eq (g_hash_table_lookup (one->attributes, "role"),
                        one->label[2] == 'S' ? "user" : "carer");
      cr_expect_eq (one->documents, g_str_equal (one->label, "N-SU-001") ? 2 : 1, "%s has %u",
                    one->label, one->documents);
    }
}

Test (import, keeps_apart_who_speaks)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (EspTranscript) interview = esp_transcript (temporary.study, "N-SU-001", NULL);
  cr_assert_not_null (interview, "its own name is not its case's other document");
  cr_assert_eq (interview->items->len, 5);
  static const EspPart parts[] = { ESP_PART_INTERVIEWER, ESP_PART_CASE, ESP_PART_INTERVIEWER,
                                   ESP_PART_CASE, ESP_PART_OTHER };
  for (guint i = 0; i < 5; i++)
    {
      cr_expect_eq (item_of (interview, i)->part, parts[i], "turn %u", i + 1);
      cr_expect_eq (item_of (interview, i)->number, i + 1);
      cr_expect_str_eq (item_of (interview, i)->case_label,
                        parts[i] == ESP_PART_CASE ? "N-SU-001" : "");
    }
  g_autoptr (EspTranscript) group = esp_transcript (temporary.study, "group", NULL);
  cr_expect_str_eq (group->document->kind, "focus group");
  cr_expect_str_eq (group->document->held_on, "2026-02-01");
  cr_expect_eq (group->document->minutes, 60);
  cr_expect_str_eq (item_of (group, 1)->case_label, "N-SU-002");
  cr_expect_str_eq (item_of (group, 2)->case_label, "S-CA-001");
  cr_expect_eq (item_of (group, 4)->part, ESP_PART_INTERVIEWER);
  g_autoptr (EspTranscript) plan = esp_transcript (temporary.study, "N-plan", NULL);
  cr_expect_str_eq (plan->document->case_label, "N-SU-001");
  cr_expect_eq (item_of (plan, 0)->part, ESP_PART_NONE);
  cr_expect_eq (item_of (plan, 0)->kind, ESP_ITEM_PARAGRAPH);
  g_autoptr (EspTranscript) rules = esp_transcript (temporary.study, "rules", NULL);
  cr_expect_str_eq (rules->document->group_name, "North");
  cr_expect_str_eq (rules->document->kind, "protocol");
}

/* What nobody speaks stands between turns: one number counts both, so that "2" is one place. */
Test (import, numbers_turns_and_paragraphs_together)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  import_words (&temporary, "N-SU-055.md",
                "# Talk\n\nInterviewer: A?\n\nParticipant: One.\n\n## Later\n\nA pause here.\n\n"
                "Interviewer: B?\n\nParticipant: Two.\n");
  g_autoptr (EspTranscript) transcript = esp_transcript (temporary.study, "N-SU-055", NULL);
  guint expected = 0, paragraphs = 0;
  for (guint i = 0; i < transcript->items->len; i++)
    {
      const EspItem *item = transcript->items->pdata[i];
      if (item->kind != ESP_ITEM_TURN && item->kind != ESP_ITEM_PARAGRAPH)
        continue;
      paragraphs += item->kind == ESP_ITEM_PARAGRAPH;
      cr_expect_eq (item->number, ++expected);
    }
  cr_expect_eq (expected, 5);
  cr_expect_eq (paragraphs, 1);
}

/* Somebody who spoke once may be in another's turn: it is said, with the line. */
Test (import, warns_of_lines_that_look_like_a_speaker)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (EspImportReport) report
      = import_file (&temporary, "N-SU-056.md",
                     "**Interviewer:** A?\n\n**Participant:** One.\n\n**Interviewer:** B?\n\n"
                     "**Ward clerk:** Sorry.\n\n**Participant:** Two.\n",
                     -1);
  const EspImportedFile *file = only_file (report);
  cr_expect_eq (file->unfit, 1);
  cr_expect (has_finding (file, ESP_GRADE_WARNING, "1 line looks as if somebody began to speak"));
}

/* A transcript whose labels have slips is no text without speakers. */
Test (import, warns_of_a_transcript_that_is_not_read_as_one)
{
  static const struct
  {
    const char *words, *says; /* NULL: nothing */
    guint line;
  } texts[] = {
    { "A talk.\n\nInterveiwer how are you\n\nParticpant; I am well.\n\nParcitipant: Yes.\n",
      "3 lines look like a speaker's; the first is 'Interveiwer how are you'", 3 },
    { "Interviewer- so?\n\nPartcipant. Then we went.\n", "2 lines look", 1 },
    { "Participants were nurses.\n\nInterviewed twice, they said no.\n\nParticipation fell.\n",
      NULL, 0 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      temporary_study_open (&temporary);
      g_autoptr (EspImportReport) report = import_file (&temporary, "talk.txt", texts[i].words, -1);
      const EspImportedFile *file = only_file (report);
      cr_expect_eq (has_finding (file, ESP_GRADE_WARNING, "nobody was found to speak"),
                    texts[i].says != NULL, "%s", texts[i].words);
      cr_expect (texts[i].says == NULL || has_finding (file, ESP_GRADE_WARNING, texts[i].says),
                 "%s", texts[i].words);
      for (guint k = 0; k < file->findings->len; k++)
        {
          const EspFinding *finding = file->findings->pdata[k];
          if (strstr (finding->what, "nobody was found to speak") != NULL)
            cr_expect_eq (finding->line, texts[i].line);
        }
    }
}

Test (import, says_whom_it_does_not_know)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (EspImportReport) report
      = import_file (&temporary, "S-CA-003.txt",
                     "Interviewer: A?\n\nParticipant: One.\n\nGregory: Two.\n\nInterviewer: B?\n\n"
                     "Gregory: Three.\n\nUnknown speaker: Well.\n\nParticipant: Four.\n",
                     -1);
  cr_assert_eq (report->unknown_speakers->len, 2);
  const EspSpeaker *unknown = report->unknown_speakers->pdata[0];
  cr_expect_str_eq (unknown->document, "S-CA-003");
  cr_expect_str_eq (unknown->name, "Gregory");
  g_autoptr (EspTranscript) transcript = esp_transcript (temporary.study, "S-CA-003", NULL);
  /* Somebody, whom a case stands for; and nobody. */
  cr_expect_eq (item_of (transcript, 2)->part, ESP_PART_CASE);
  cr_expect_str_eq (item_of (transcript, 2)->case_label, "S-CA-003, Gregory");
  cr_expect_eq (item_of (transcript, 5)->part, ESP_PART_UNKNOWN);
  cr_expect_str_empty (item_of (transcript, 5)->case_label);
}

Test (import, gives_a_second_document_of_the_same_name_a_number)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  static const char *const names[]
      = { "S-CA-003.txt", "S-CA-003.md", "s-ca-003 .txt", "S\u2013CA\u2013003.txt" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *words = g_strdup_printf ("Interviewer: A?\n\nParticipant: Number %zu.\n", i);
      import_words (&temporary, names[i], words);
    }
  /* Each can be said alone. */
  g_autoptr (GPtrArray) documents = esp_documents (temporary.study, NULL, NULL);
  for (guint i = 0; i < documents->len; i++)
    {
      const EspDocument *document = documents->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (EspTranscript) transcript
          = esp_transcript (temporary.study, document->name, &error);
      cr_expect (transcript != NULL && g_str_equal (transcript->document->id, document->id),
                 "'%s': %s", document->name, error != NULL ? error->message : "another");
    }
  cr_expect_eq (documents->len, G_N_ELEMENTS (written_documents) + G_N_ELEMENTS (names));
}

Test (import, keeps_the_file_only_when_asked)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  cr_expect_eq (one_number (temporary.study, "SELECT count(*) FROM original"), 0);
  static const char bytes[] = "\xef\xbb\xbfInterviewer: A?\r\n\r\nParticipant: One.\r\n";
  g_autofree char *path = temporary_file (&temporary, "S-CA-003.txt", bytes, -1);
  change_begin (temporary.study);
  g_autoptr (EspImportReport) report = import_in_change (temporary.study, path, TRUE);
  change_commit (temporary.study);
  cr_expect_eq (report->imported, 1);
  g_autoptr (Query) query = store_query (temporary.study, "SELECT bytes FROM original");
  cr_assert (query_step (query, NULL));
  gsize size;
  const guint8 *kept = query_blob (query, 0, &size);
  cr_expect_eq (size, sizeof bytes - 1);
  cr_expect_arr_eq (kept, bytes, sizeof bytes - 1);
  expect_whole (temporary.study);
}

/* A folder goes in by name; what is refused does not keep the rest out; hidden and lock files are
 * no transcripts. */
Test (import, takes_a_folder_and_goes_on_after_a_bad_file)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_auto (TemporaryStudy) folder = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  folder.folder = g_dir_make_tmp ("espalier-XXXXXX", NULL);
  static const char *const names[] = { "S-CA-013.txt", "S-CA-011.txt",  "Z-CA-012.txt",
                                       ".hidden.txt",  "~$CA-011.docx", "S-CA-011.txt~" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *words = g_strdup_printf ("Interviewer: A?\n\nParticipant: Number %zu.\n", i);
      g_free (temporary_file (&folder, names[i], words, -1));
    }
  const char *const paths[] = { folder.folder, "/no/such/file.txt", NULL };
  const EspImportOptions options = { 0 };
  change_begin (temporary.study);
  g_autoptr (EspImportReport) report = esp_import (temporary.study, paths, &options, &error);
  cr_assert_not_null (report);
  change_commit (temporary.study);
  cr_expect_eq (report->files->len, 4);
  cr_expect_eq (report->imported, 2);
  cr_expect_eq (report->refused, 2);
  cr_assert_eq (report->new_cases->len, 2);
  cr_expect_str_eq (report->new_cases->pdata[0], "S-CA-011");
  g_autoptr (GPtrArray) of_case = esp_documents (temporary.study, "S-CA-013", NULL);
  cr_expect_eq (of_case->len, 1);
  expect_whole (temporary.study);
}

/* ---- every word of the sample is where its source has it */

Test (import, of_the_sample_loses_no_word)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  definition_load_path (temporary.study, "corpora/recovery-care/study.xml");
  g_autofree char *folder = source_path ("corpora/recovery-care/documents");
  const char *const paths[] = { folder, NULL };
  const EspImportOptions options = { 0 };
  change_begin (temporary.study);
  g_autoptr (EspImportReport) report = esp_import (temporary.study, paths, &options, &error);
  cr_assert_not_null (report);
  change_commit (temporary.study);
  cr_expect_eq (report->refused, 0);
  cr_expect_eq (report->imported, report->files->len);
  cr_assert_eq (report->unknown_speakers->len, 1);
  const EspSpeaker *unknown = report->unknown_speakers->pdata[0];
  cr_expect_str_eq (unknown->document, "focus-group-provence");
  cr_expect_str_eq (unknown->name, "Unknown speaker");
  for (guint i = 0; i < report->files->len; i++)
    {
      const EspImportedFile *file = report->files->pdata[i];
      g_autoptr (EspTranscript) transcript
          = esp_transcript (temporary.study, file->document, &error);
      cr_assert_not_null (transcript, "%s: %s", file->document, error ? error->message : "");
      g_autofree char *source = NULL;
      if (g_str_equal (file->reader, "text"))
        {
          gsize size;
          cr_assert (g_file_get_contents (file->path, &source, &size, NULL));
          g_autofree char *decoded = decode_strict (source, size, NULL);
          cr_expect_str_eq (transcript->text, decoded, "%s", file->path);
        }
      /* The items lie in order; between them are only labels, spaces and marks. */
      gsize at = 0, words = 0;
      for (guint n = 0; n < transcript->items->len; n++)
        {
          const EspItem *item = transcript->items->pdata[n];
          cr_expect_geq (item->start_cp, at, "%s, item %u", file->document, n);
          const char *start = g_utf8_offset_to_pointer (transcript->text, (glong)item->start_cp);
          cr_expect (g_str_has_prefix (start, item->words), "%s, item %u", file->document, n);
          cr_expect_eq ((gsize)g_utf8_strlen (item->words, -1), item->end_cp - item->start_cp);
          words += item->end_cp - item->start_cp;
          at = item->end_cp;
        }
      cr_expect_geq (words * 10, transcript->document->length_cp * 8, "%s: %zu of %zu",
                     file->document, words, transcript->document->length_cp);
    }
  expect_whole (temporary.study);
}
