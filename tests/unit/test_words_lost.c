/* Words that are lost together: a file as plain as its text has one key for both, and there is one
 * line for both in the list of what is lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/copies.h"
#include "support/sql.h"
#include "support/undoing.h"

static void
import_plain (const TemporaryStudy *temporary, EspStudy *study, gboolean keep_originals)
{
  g_autofree char *path = temporary_file (temporary, "S-CA-009.txt",
                                          "Interviewer: So?\n\nParticipant: As it came.\n", -1);
  change_begin (study);
  g_autoptr (EspImportReport) report = import_in_change (study, path, keep_originals);
  cr_assert_eq (report->imported + report->skipped, 1);
  change_commit (study);
}

static void
open_with_original (TemporaryStudy *temporary)
{
  written_study_open (temporary);
  import_plain (temporary, temporary->study, TRUE);
  cr_assert_eq (one_number (temporary->study, "SELECT count (*) FROM original JOIN text_body USING"
                                              " (hash)"),
                1, "the file has the key of its text");
}

static const char text_damaged[]
    = "UPDATE text_body SET body = 'x' WHERE hash IN (SELECT hash FROM original)";
static const char original_damaged[] = "UPDATE original SET bytes = x'00'";

/* What can be recovered of a study whose file was damaged so; to be closed. */
static EspStudy *
recovered (const TemporaryStudy *temporary, const char *name, gboolean text, gboolean original)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *damaged = copy_path (temporary, "damaged.espalier");
  g_autofree char *path = g_build_filename (temporary->folder, name, NULL);
  g_remove (path);
  if (text)
    cr_assert_eq (alter (damaged, text_damaged), 1);
  if (original)
    cr_assert_eq (alter (damaged, original_damaged), 1);
  g_autoptr (EspRecovery) recovery = esp_recover (damaged, path, "Anna", &error);
  cr_assert_not_null (recovery, "%s", error ? error->message : "");
  cr_expect_eq (recovery->words_lost, (guint)(text + original), "text %d, original %d: %u", text,
                original, recovery->words_lost);
  EspStudy *study = esp_study_open (path, TRUE, &error);
  cr_assert_not_null (study, "%s", error ? error->message : "");
  g_autofree char *wrong = check_text (study);
  cr_expect_not_null (strstr (wrong, text ? "1 text is lost" : "1 original file is lost"),
                      "text %d, original %d: '%s'", text, original, wrong);
  return study;
}

static void
expect_all_back (const TemporaryStudy *temporary, EspStudy *study, const char *when)
{
  g_autofree char *is = archive_of (study), *was = archive_of (temporary->study);
  cr_expect_str_eq (is, was, "%s", when);
  cr_expect_eq (one_number (study, "SELECT count (*) FROM words_lost"), 0, "%s", when);
  expect_whole (study);
}

static const struct
{
  const char *name;
  gboolean text, original;
} losses[] = { { "the text", TRUE, FALSE },
               { "the file", FALSE, TRUE },
               { "the text and the file", TRUE, TRUE } };

Test (words_lost, of_a_file_and_its_text_are_brought_back_by_the_file)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_original (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autoptr (EspStudy) study
          = recovered (&temporary, "new.espalier", losses[i].text, losses[i].original);
      import_plain (&temporary, study, TRUE);
      expect_all_back (&temporary, study, losses[i].name);
    }
}

Test (words_lost, of_a_file_and_its_text_are_brought_back_by_a_copy)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_original (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autoptr (EspStudy) study
          = recovered (&temporary, "new.espalier", losses[i].text, losses[i].original);
      merge_in (study, temporary.study);
      expect_all_back (&temporary, study, losses[i].name);
    }
}

/* Whoever does not keep files gets the text back, and the file from a copy. */
Test (words_lost, of_a_text_are_brought_back_without_its_file)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_original (&temporary);
  g_autoptr (EspStudy) study = recovered (&temporary, "new.espalier", TRUE, TRUE);
  import_plain (&temporary, study, FALSE);
  cr_expect_eq (one_number (study, "SELECT count (*) FROM original"), 0);
  g_autofree char *wrong = check_text (study);
  cr_expect_null (strstr (wrong, "texts: "), "%s", wrong);
  cr_expect_not_null (strstr (wrong, "1 original file is lost"), "%s", wrong);
  merge_in (study, temporary.study);
  expect_all_back (&temporary, study, "the file from a copy");
}

/* A copy that has only the file gives it; that the text is lost is still said. */
Test (words_lost, of_a_text_stay_lost_when_its_file_is_back)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_original (&temporary);
  g_autoptr (EspStudy) study = recovered (&temporary, "new.espalier", TRUE, TRUE);
  g_autoptr (EspStudy) copy = recovered (&temporary, "copy.espalier", TRUE, FALSE);
  merge_in (study, copy);
  cr_expect_eq (one_number (study, "SELECT count (*) FROM original"), 1);
  g_autofree char *wrong = check_text (study);
  cr_expect_not_null (strstr (wrong, "1 text is lost (of S-CA-009)"), "%s", wrong);
  import_plain (&temporary, study, FALSE);
  expect_all_back (&temporary, study, "the text by the file");
}

/* The text is there: nothing that needs it is refused. */
Test (words_lost, of_a_file_leave_its_text_alone)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_original (&temporary);
  g_autoptr (EspStudy) study = recovered (&temporary, "new.espalier", FALSE, TRUE);
  undo_last (study, "Anna");
  g_autofree char *taken = newest (study);
  undo_must (study, taken, "Anna");
  cr_expect_eq (one_number (study, "SELECT count (*) FROM words_lost"), 1);
}

/* Damaged twice: the file first, then its text. */
Test (words_lost, of_a_file_and_then_of_its_text_are_brought_back_by_a_copy)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with_original (&temporary);
  g_autoptr (EspStudy) once = recovered (&temporary, "once.espalier", FALSE, TRUE);
  alter (esp_study_path (once),
         "UPDATE text_body SET body = 'x' WHERE hash IN (SELECT hash FROM words_lost)");
  g_autofree char *path = g_build_filename (temporary.folder, "twice.espalier", NULL);
  g_autoptr (EspRecovery) recovery = esp_recover (esp_study_path (once), path, "Anna", NULL);
  cr_assert_not_null (recovery);
  g_autoptr (EspStudy) twice = copy_open (path);
  merge_in (twice, temporary.study);
  expect_all_back (&temporary, twice, "damaged twice");
}
