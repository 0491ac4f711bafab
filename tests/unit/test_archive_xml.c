/* The archive: a whole study out and in again, the same to the byte; what was altered is refused
 * with file and line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/undoing.h"

static gboolean
import_archive (EspStudy *study, const char *path, guint *added, GError **error)
{
  change_begin (study);
  g_autoptr (EspArchiveReport) report = esp_archive_import (study, path, error);
  if (report != NULL)
    {
      if (added != NULL)
        *added = report->added;
      change_commit (study);
      return TRUE;
    }
  esp_change_abandon (study);
  return FALSE;
}

/* What XML likes least: control characters, markup, white space at the ends, line ends, bytes
 * beyond ASCII. */
static const char *const awkward[] = {
  "bell\a and escape\033[1m",
  "<b>&amp;]]> \"both' quotes\"",
  "  leading and trailing  ",
  "a\ttab\nand a line",
  "\u00a0\u200b\ufeff",
  "\U0001F600 e\u0301 \u202e",
  "a\rreturn",
  "\x7f\xc2\x85\u2028",
  "\ufffe\uffff",
  "=1+1",
};

static void
open_with_work (TemporaryStudy *temporary)
{
  g_autoptr (GError) error = NULL;
  written_study_open (temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (awkward); i++)
    {
      g_autofree char *name = g_strdup_printf ("S-CA-%03zu.txt", 100 + i);
      g_autofree char *words = g_strdup_printf ("Interviewer: %s?\n\nParticipant: Number %zu. %s\n",
                                                awkward[i], i, awkward[i]);
      g_autofree char *path = temporary_file (temporary, name, words, -1),
                      *label = g_strndup (name, 8);
      const char *const paths[] = { path, NULL };
      const EspImportOptions options = { .keep_originals = i % 2 };
      const EspPlace place = { .turn = 2 };
      g_autofree char *text = g_strdup_printf ("%s.", awkward[i]);
      const EspChartEntry entry = { .text = text, .evidence = &place, .n_evidence = 1 };
      change_begin_as (temporary->study, "Ben & Zoe <\"'>", "import");
      g_autoptr (EspImportReport) report = esp_import (temporary->study, paths, &options, &error);
      cr_assert (report != NULL && report->imported == 1);
      cr_assert (
          esp_chart_set (temporary->study, NULL, label, "help/meaning", &entry, FALSE, &error),
          "%s", error ? error->message : "");
      cr_assert (esp_code (temporary->study, NULL, label, "help/meaning", &place, NULL, &error));
      change_commit (temporary->study);
    }
  g_autofree char *id
      = code_quote (temporary->study, "Anna", "N-SU-001", "help/friends", "My friends");
  change_begin (temporary->study);
  cr_assert (esp_uncode (temporary->study, id, NULL, &error));
  cr_assert (esp_case_set_attribute (temporary->study, "N-SU-001", "age", "31-60", &error));
  change_commit (temporary->study);
  chart_quote (temporary->study, "Anna", "N-SU-001", "help/meaning", "First.", "Hope \u2026 part");
  chart_quote (temporary->study, "Anna", "N-SU-001", "help/meaning", "Second.",
               "Hope is part of it");
}

/* Writes the archive of a study and reads it into a new one. */
static void
copy_by_archive (TemporaryStudy *from, TemporaryStudy *to, char **written)
{
  g_autoptr (GError) error = NULL;
  *written = archive_text (from);
  temporary_study_open (to);
  g_autofree char *path = temporary_file (to, "in.xml", *written, -1);
  guint added = 0;
  cr_assert (import_archive (to->study, path, &added, &error), "%s", error ? error->message : "");
  cr_expect_gt (added, 100);
}

Test (archive_xml, read_into_a_new_study_gives_the_same_archive)
{
  g_auto (TemporaryStudy) first = { 0 };
  g_auto (TemporaryStudy) second = { 0 };
  g_autofree char *written = NULL;
  open_with_work (&first);
  copy_by_archive (&first, &second, &written);
  g_autofree char *again = archive_text (&second);
  cr_expect (g_str_equal (again, written), "the archives differ");
  expect_whole (second.study);
  for (gsize i = 0; i < G_N_ELEMENTS (awkward); i++)
    {
      g_autofree char *label = g_strdup_printf ("S-CA-%03zu", 100 + i);
      g_autoptr (EspTranscript) a = esp_transcript (first.study, label, NULL),
                                b = esp_transcript (second.study, label, NULL);
      g_autoptr (EspCellView) x = esp_chart_show (first.study, NULL, label, "help/meaning", NULL),
                              y = esp_chart_show (second.study, NULL, label, "help/meaning", NULL);
      cr_expect_str_eq (a->text, b->text);
      cr_expect_str_eq (((const EspSummary *)x->versions->pdata[0])->text,
                        ((const EspSummary *)y->versions->pdata[0])->text);
      cr_expect_not (((const EspSummary *)y->versions->pdata[0])->stale
                     != ((const EspSummary *)x->versions->pdata[0])->stale);
    }
}

Test (archive_xml, read_twice_adds_nothing)
{
  g_auto (TemporaryStudy) first = { 0 };
  g_auto (TemporaryStudy) second = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;
  open_with_work (&first);
  copy_by_archive (&first, &second, &written);
  const guint lines = history_length (second.study);
  TemporaryStudy *const both[] = { &first, &second };
  for (gsize i = 0; i < 2; i++)
    {
      g_autofree char *path = temporary_file (both[i], "in.xml", written, -1);
      guint added = 99;
      cr_assert (import_archive (both[i]->study, path, &added, &error), "%s",
                 error ? error->message : "");
      cr_expect_eq (added, 0);
      g_autofree char *after = archive_text (both[i]);
      cr_expect (g_str_equal (after, written));
    }
  cr_expect_eq (history_length (second.study), lines, "and leaves no line in the history");
}

/* A transcript of somebody who was imported by mistake, and what was coded in it. */
Test (archive_xml, leaves_out_a_transcript_that_was_taken_back)
{
  g_auto (TemporaryStudy) first = { 0 };
  g_auto (TemporaryStudy) second = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;
  open_with_work (&first);
  g_autofree char *file = temporary_file (
      &first, "S-CA-777.txt", "Interviewer: Well?\n\nParticipant: A secret of the seventh.\n", -1);
  const char *const paths[] = { file, NULL };
  const EspImportOptions options = { .keep_originals = TRUE };
  change_begin_as (first.study, "Anna", "import");
  g_autoptr (EspImportReport) report = esp_import (first.study, paths, &options, &error);
  cr_assert (report != NULL && report->imported == 1);
  change_commit (first.study);
  g_autofree char *with_it = archive_text (&first);
  cr_expect_not_null (strstr (with_it, "A secret of the seventh"));
  g_autofree char *id
      = code_quote (first.study, "Anna", "S-CA-777", "help/friends", "A secret of the seventh.");
  cr_assert_not_null (id);
  undo_last (first.study, "Anna");
  undo_last (first.study, "Anna");
  copy_by_archive (&first, &second, &written);
  cr_expect_null (strstr (written, "A secret of the seventh"));
  cr_expect_null (strstr (written, id), "nor the coding");
  cr_expect_null (strstr (written, "S-CA-777.txt"), "nor its file");
  g_autofree char *again = archive_text (&second);
  cr_expect (g_str_equal (again, written), "the archives differ");
  expect_whole (second.study);
  expect_whole (first.study);
}

/* Undone and read again, everything is there again. */
Test (archive_xml, read_undone_and_read_again_is_there)
{
  g_auto (TemporaryStudy) first = { 0 };
  g_auto (TemporaryStudy) second = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;
  open_with_work (&first);
  copy_by_archive (&first, &second, &written);
  g_autofree char *before = live_text (second.study);
  undo_last (second.study, "Anna");
  guint added = 0;
  g_autofree char *path = temporary_file (&second, "in.xml", written, -1);
  cr_assert (import_archive (second.study, path, &added, &error), "%s",
             error ? error->message : "");
  cr_expect_gt (added, 100);
  g_autofree char *after = live_text (second.study);
  cr_expect_str_eq (after, before);
  expect_whole (second.study);
}

/* ---- what was altered */

static const struct
{
  const char *from, *to, *says;
} altered[] = {
  { "Hope is part of it. I", "Rope is part of it. I", "checksum" },
  { "kind=\"turn\" start=\"13\"", "kind=\"turn\" start=\"14\"", "checksum" },
  { "speaker=\"Husband\"", "speaker=\"Participant\"", "checksum" },
  { ">Second.<", ">Seconds.<", "the study has another summary" },
  { "value=\"31-60\"", "value=\"18-30\"", "the study has another case-attribute" },
  { "</archive>", "", "in.xml:" },
  { "<coding ", "<koding ", "in.xml:" },
  { "<coding ", "<coding colour=\"red\" ", "in.xml:" },
  { "origin=\"hand\"", "origin=\"guessed\"", "in.xml:" },
  { "urn:espalier:archive:1", "urn:espalier:archive:2", "in.xml" },
};

/* Replaces the first; FALSE when it is not there. */
static char *
with_alteration (const char *written, const char *from, const char *to)
{
  const char *at = strstr (written, from);
  if (at == NULL)
    return NULL;
  g_autofree char *head = g_strndup (written, (gsize)(at - written));
  return g_strconcat (head, to, at + strlen (from), NULL);
}

Test (archive_xml, altered_is_refused_with_file_and_line)
{
  g_auto (TemporaryStudy) first = { 0 };
  g_autofree char *written = NULL;
  open_with_work (&first);
  written = archive_text (&first);
  for (gsize i = 0; i < G_N_ELEMENTS (altered); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = with_alteration (written, altered[i].from, altered[i].to);
      cr_assert_not_null (text, "%s is not in the archive", altered[i].from);
      g_autofree char *path = temporary_file (&first, "in.xml", text, -1);
      const gboolean done = import_archive (first.study, path, NULL, &error);
      expect_failure (done, &error, error != NULL ? (EspError)error->code : ESP_ERROR_INPUT,
                      altered[i].says);
      g_autofree char *after = archive_text (&first);
      cr_expect (g_str_equal (after, written), "%s changed the study", altered[i].from);
    }
}

/* What could be stored, and would then be hidden or wrong for ever. */
static const struct
{
  const char *pattern, *replacement, *says;
} unsound[] = {
  { "(<theme id=\"([0-9a-f-]{36})\"[^>]* parent=\")[0-9a-f-]{36}\"", "\\1\\2\"",
    "below themselves" },
  { "(<summary id=\"([0-9a-f-]{36})\"[^>]* replaces=\")[0-9a-f-]{36}\"", "\\1\\2\"", "replace" },
  { "(<coding [^>]*end-cp=\")[0-9]+\"", "\\g<1>999999\"", "outside their texts" },
  { "(<evidence [^>]*end-cp=\")[0-9]+\"", "\\g<1>999999\"", "evidence" },
};

Test (archive_xml, unsound_is_not_taken_in)
{
  g_auto (TemporaryStudy) first = { 0 };
  open_with_work (&first);
  g_autofree char *written = archive_text (&first);
  for (gsize i = 0; i < G_N_ELEMENTS (unsound); i++)
    {
      g_auto (TemporaryStudy) second = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (GRegex) regex = g_regex_new (unsound[i].pattern, 0, 0, NULL);
      g_autofree char *text
          = g_regex_replace (regex, written, -1, 0, unsound[i].replacement, 0, NULL);
      cr_assert_str_neq (text, written, "%s", unsound[i].says);
      temporary_study_open (&second);
      g_autofree char *before = archive_text (&second);
      g_autofree char *path = temporary_file (&second, "in.xml", text, -1);
      expect_failure (import_archive (second.study, path, NULL, &error), &error, ESP_ERROR_INPUT,
                      unsound[i].says);
      g_autofree char *after = archive_text (&second);
      cr_expect_str_eq (after, before);
    }
}

Test (archive_xml, altered_row_is_named_by_its_line)
{
  g_auto (TemporaryStudy) first = { 0 };
  g_autoptr (GError) error = NULL;
  open_with_work (&first);
  g_autofree char *written = archive_text (&first),
                  *text = with_alteration (written, "value=\"31-60\"", "value=\"18-30\"");
  guint line = 1;
  for (const char *p = text; p < strstr (text, "origin=\"given\""); p++)
    line += *p == '\n';
  g_autofree char *path = temporary_file (&first, "in.xml", text, -1),
                  *place = g_strdup_printf ("in.xml:%u: ", line);
  expect_failure (import_archive (first.study, path, NULL, &error), &error, ESP_ERROR_EXISTS,
                  place);
}

/* A row without what it stands on. */
Test (archive_xml, that_does_not_hold_together_is_refused)
{
  g_auto (TemporaryStudy) first = { 0 };
  g_auto (TemporaryStudy) second = { 0 };
  g_autoptr (GError) error = NULL;
  open_with_work (&first);
  temporary_study_open (&second);
  g_autofree char *written = archive_text (&first);
  g_autoptr (GRegex) regex = g_regex_new ("<theme [^>]*name=\"Meaning\"[^>]*/>", 0, 0, NULL);
  g_autofree char *text = g_regex_replace_literal (regex, written, -1, 0, "", 0, NULL);
  cr_assert_str_neq (text, written);
  g_autofree char *path = temporary_file (&second, "in.xml", text, -1),
                  *before = archive_text (&second);
  expect_failure (import_archive (second.study, path, NULL, &error), &error, ESP_ERROR_INPUT,
                  "does not hold together");
  g_autofree char *after = archive_text (&second);
  cr_expect_str_eq (after, before);
}
