/* Documents of one name, which two people imported without seeing each other: told apart by the
 * beginning of their ids, as the message says; and whose words change with whose a document is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pair.h"
#include "support/sql.h"

static void
import_as (EspStudy *study, const TemporaryStudy *temporary, const char *words)
{
  g_autofree char *path = temporary_file (temporary, "visit.txt", words, -1);
  change_begin (study);
  g_autoptr (EspImportReport) report = import_in_change (study, path, FALSE);
  cr_assert_eq (report->imported, 1);
  change_commit (study);
}

Test (document_names, that_two_have_are_told_apart_by_their_ids)
{
  static const char *const said[] = { "Ann: One here.\n", "Ann: Two there.\n" };
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  pair_open (&pair);
  import_as (pair.anna, &pair.first, said[0]);
  import_as (pair.ben, &pair.first, said[1]);
  exchange (&pair);
  cr_assert_null (esp_transcript (pair.anna, "visit", &error));
  cr_expect_eq (error->code, (gint)ESP_ERROR_AMBIGUOUS);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *sql = g_strdup_printf (
          "SELECT lower (substr (hex (d.id), 1, 8)) FROM document d JOIN document_version v ON"
          " v.document_id = d.id JOIN text_body t ON t.hash = v.text_hash WHERE t.body = '%s'",
          said[i]);
      g_autofree char *id = one_text (pair.anna, sql);
      g_autofree char *told = g_strdup_printf ("'visit' (%s)", id);
      cr_expect_not_null (strstr (error->message, told), "%s is not in: %s", told, error->message);
      cr_expect_not_null (strstr (error->message, "'visit' has 2 documents: "));
      g_autoptr (GError) why = NULL;
      g_autoptr (EspTranscript) transcript = esp_transcript (pair.anna, id, &why);
      cr_assert_not_null (transcript, "%s", why != NULL ? why->message : "");
      cr_expect_str_eq (transcript->text, said[i]);
    }
  g_autoptr (GError) none = NULL;
  cr_expect_null (esp_transcript (pair.anna, "00000000", &none));
  cr_expect_eq (none->code, (gint)ESP_ERROR_NOT_FOUND);
}

/* Every speaker of the study, "N-SU-001 Participant: N-SU-001", a line each. */
static char *
speakers_text (EspStudy *study)
{
  return one_text (
      study,
      "SELECT group_concat (line, char (10)) FROM (SELECT d.name || ' ' || s.name || ': ' || ifnull"
      " (c.label, '-') AS line FROM speaker s JOIN document_version v ON v.id = s.version_id JOIN"
      " document d ON d.id = v.document_id LEFT JOIN study_case c ON c.id = s.case_id"
      " WHERE s.gone = 0 ORDER BY 1)");
}

Test (document, that_is_said_to_be_anothers_changes_nobody_elses_words)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  const EspDocumentFacts facts = { .case_label = "S-CA-001" };
  written_study_open (&temporary);
  import_words (&temporary, "N-SU-003.txt",
                "Participant: Mine.\n\nN-SU-002: Not mine.\n\nParticipant: So.\n\nN-SU-002: No.\n");
  g_autofree char *before = speakers_text (temporary.study);
  change_begin (temporary.study);
  cr_assert (esp_document_set (temporary.study, "N-SU-003", &facts, NULL, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (temporary.study);
  g_autofree char *after = speakers_text (temporary.study);
  /* The document's name was the label, and follows it. */
  static const char *const lines[]
      = { "N-SU-003 N-SU-002: N-SU-002", "S-CA-001 N-SU-002: N-SU-002",
          "N-SU-003 Participant: N-SU-003", "S-CA-001 Participant: S-CA-001" };
  g_auto (GStrv) were = g_strsplit (before, "\n", -1), are = g_strsplit (after, "\n", -1);
  cr_expect_eq (g_strv_length (were), g_strv_length (are));
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i += 2)
    {
      cr_expect (g_strv_contains ((const char *const *)were, lines[i]), "%s", lines[i]);
      cr_expect (g_strv_contains ((const char *const *)are, lines[i + 1]), "%s", after);
    }
  for (char **line = were; *line != NULL; line++)
    cr_expect (g_str_has_prefix (*line, "N-SU-003 ")
                   || g_strv_contains ((const char *const *)are, *line),
               "%s", *line);
}
