/* Sheets as documents: what a definition says is what a person says, words come out as they went
 * in, and no sheet keeps the import from ending.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sql.h"
#include "support/temporary_study.h"
#include "turns/layout.h"

#include <string.h>

static const char *const turns[] = { "who=speaker", "said=words", "at=time", NULL };
static const char *const answers[] = { "id=case", "a=question", "b=question", NULL };

static EspImportReport *
import_rows (const TemporaryStudy *temporary, const char *bytes, gssize size, const char *rows,
             const char *const *columns)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = temporary_file (temporary, "rows.csv", bytes, size);
  const char *const paths[] = { path, NULL };
  const EspImportOptions options = { .rows = rows, .columns = columns };
  change_begin (temporary->study);
  EspImportReport *report = esp_import (temporary->study, paths, &options, &error);
  cr_assert_not_null (report, "%s", error != NULL ? error->message : "");
  change_commit (temporary->study);
  return report;
}

/* A cell as csv has it, always quoted. */
static void
csv_cell (GString *csv, const char *words, char after)
{
  g_auto (GStrv) pieces = g_strsplit (words, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", pieces);
  g_string_append_printf (csv, "\"%s\"%c", doubled, after);
}

static const char *const scraps[]
    = { "No.",       "a\n\nb",           "\"x\"", "Ann: not a label", "\xf0\x9f\x98\x80",
        "e\xcc\x81", "\xd7\xa9\xd7\x9c", ";,\t.", "1.a Was it?",      "[laughs]",
        "R&D <3",    "- a dash" };

static char *
some_words (GRand *random)
{
  GString *words = g_string_new ("w");
  for (int n = g_rand_int_range (random, 1, 5); n > 0; n--)
    g_string_append_printf (words, " %s",
                            scraps[g_rand_int_range (random, 0, G_N_ELEMENTS (scraps))]);
  return g_string_free (words, FALSE);
}

/* Turns of random words, each of which must be the words of its cell and no others. */
Test (sheet_documents, keep_the_words_of_every_turn)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) csv = g_string_new ("who,at,said\n");
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);
  temporary_study_open (&temporary);
  for (guint i = 0; i < 300; i++)
    {
      char *words = some_words (random);
      g_ptr_array_add (said, words);
      csv_cell (csv, i % 3 == 0 ? "Interviewer" : "Ann", ',');
      g_string_append_printf (csv, "0:%02u:%02u,", i / 60, i % 60);
      csv_cell (csv, words, '\n');
    }
  g_autoptr (EspImportReport) report
      = import_rows (&temporary, csv->str, (gssize)csv->len, "turn", turns);
  cr_assert_eq (report->imported, 1);
  g_autoptr (EspTranscript) transcript = esp_transcript (temporary.study, "rows", &error);
  cr_assert_not_null (transcript);
  cr_assert_eq (transcript->items->len, 300);
  for (guint i = 0; i < 300; i++)
    {
      const EspItem *item = transcript->items->pdata[i];
      cr_expect_str_eq (item->words, said->pdata[i]);
      cr_expect_str_eq (item->speaker, i % 3 == 0 ? "Interviewer" : "Ann");
      cr_expect_eq (item->time_ms, (gint64)i * 1000);
    }
}

Test (sheet_documents, tell_two_who_answer_alike_apart_and_know_them_again)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  for (guint again = 0; again < 2; again++)
    {
      g_autoptr (EspImportReport) report
          = import_rows (&temporary, "id,a,b\nP1,No.,\nP2,No.,\n", -1, "respondent", answers);
      cr_expect_eq (report->imported, again == 0 ? 2 : 0);
      cr_expect_eq (report->skipped, again == 0 ? 0 : 2);
    }
  cr_expect_eq (one_number (temporary.study, "SELECT count(*) FROM document"), 2);
  cr_expect_eq (one_number (temporary.study, "SELECT count(*) FROM text_body"), 1);
  cr_expect_eq (one_number (temporary.study, "SELECT count(*) FROM history_change"), 1);
}

Test (sheet_documents, that_are_answers_are_no_sessions)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (EspImportReport) report
      = import_rows (&temporary, "id,a,b\nP1,No.,\nP2,No.,\n", -1, "respondent", answers);
  g_autoptr (GPtrArray) none = esp_sessions (temporary.study, NULL, NULL);
  cr_expect_eq (none->len, 0);
  change_begin_as (temporary.study, "Anna", "sessions set");
  cr_assert (esp_session_set (temporary.study, "P1", "mode", "telephone", NULL));
  change_commit (temporary.study);
  g_autoptr (GPtrArray) one = esp_sessions (temporary.study, NULL, NULL);
  cr_expect_eq (one->len, 1, "unless something is recorded of one");
  cr_expect_eq (report->imported, 2);
}

Test (sheet_documents, have_no_section_for_an_answer_that_is_empty)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  g_autoptr (EspImportReport) report
      = import_rows (&temporary, "id,a,b\nP1, ,Yes.\n", -1, "respondent", answers);
  g_autoptr (EspTranscript) transcript = esp_transcript (temporary.study, "P1", &error);
  cr_assert_not_null (transcript);
  cr_expect_str_eq (transcript->text, "b\nYes.");
  cr_expect_eq (report->imported, 1);
}

static gboolean
has_finding (const EspImportReport *report, const char *what)
{
  const EspImportedFile *file = report->files->pdata[0];
  for (guint i = 0; i < file->findings->len; i++)
    if (strstr (((const EspFinding *)file->findings->pdata[i])->what, what) != NULL)
      return TRUE;
  return FALSE;
}

Test (sheet_documents, keep_the_time_at_which_a_turn_begins)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  g_autoptr (EspImportReport) report
      = import_rows (&temporary,
                     "who,at,said\nAnn,0:00:01,One\n,0:00:09,two\nBo,,Three\n"
                     ",0:00:20,four\nAnn,0:00:30,\nBo,0:00:40,Five\nAnn,,\n",
                     -1, "turn", turns);
  g_autoptr (EspTranscript) transcript = esp_transcript (temporary.study, "rows", &error);
  cr_assert_not_null (transcript);
  cr_assert_eq (transcript->items->len, 3);
  static const gint64 times[] = { 1000, -1, 40000 };
  static const char *const said[] = { "One\ntwo", "Three\nfour", "Five" };
  for (guint i = 0; i < 3; i++)
    {
      const EspItem *item = transcript->items->pdata[i];
      cr_expect_eq (item->time_ms, times[i], "turn %u: %d", i, (int)item->time_ms);
      cr_expect_str_eq (item->words, said[i]);
    }
  cr_expect (
      has_finding (report, "in 2 rows somebody is named who says nothing; the first is row 6"));
}

Test (sheet_documents, hints_name_headings_that_are_there)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (EspImportReport) report = import_rows (
      &temporary, "nr,Person,Gesagtes\n1,Ann,What a long day it was\n", -1, "turn", NULL);
  cr_expect (has_finding (report, "--rows turn --column 'Gesagtes=words'"));
}

/* What no sheet is, or half of one: told, and never more than that. */
static const struct
{
  const char *bytes;
  gssize size;
} hostile[] = {
  { "id,a,b\nP1,\"never closed", -1 },
  { "id,a,b\nP1,\xff\xfe,x\n", -1 },
  { "id,a,b\nP1,a\0b,x\n", 15 },
  { "\xff\xfei\0d\0", 6 },
  { "\n\n\n", -1 },
  { ",,,\n,,,\n", -1 },
  { "id,a,b", -1 },
  { "id,a,b\n\"\",\"\",\"\"\n", -1 },
  { "id,a,b\r\rP1,x,y\r", -1 },
  { "PK\3\4", -1 },
  { "id,a,b\nP1,&#0;&#x110000;,&lt;\n", -1 },
};

Test (sheet_documents, that_are_hostile_are_read_or_refused_in_words)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    for (guint of_turns = 0; of_turns < 2; of_turns++)
      {
        static const char *const words[] = { "a=words", "id=speaker", "b=time", NULL };
        g_autoptr (EspImportReport) report
            = import_rows (&temporary, hostile[i].bytes, hostile[i].size,
                           of_turns ? "turn" : "respondent", of_turns ? words : answers);
        cr_expect_geq (report->files->len, 1, "%zu", i);
        cr_expect_eq (report->imported + report->skipped + report->refused, report->files->len);
        for (guint j = 0; j < report->files->len; j++)
          {
            const EspImportedFile *file = report->files->pdata[j];
            cr_expect (file->outcome == ESP_OUTCOME_IMPORTED || file->findings->len > 0);
          }
      }
}

/* The definition's grammar lists the styles by hand. */
Test (sheet_documents, and_styles_of_transcripts_are_all_in_the_grammar)
{
  g_autofree char *path = source_path ("docs/schemas/study.rng"), *grammar = NULL;
  cr_assert (g_file_get_contents (path, &grammar, NULL, NULL));
  for (const StyleName *name = style_names (); name->name != NULL; name++)
    {
      g_autofree char *value = g_strdup_printf ("<value>%s</value>", name->name);
      cr_expect_eq (strstr (grammar, value) != NULL, !g_str_equal (name->name, "auto"), "%s",
                    name->name);
    }
}
