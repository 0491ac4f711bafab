/* Saying who speaks, and the case that stood for the person till then: it stays with all that
 * stands on it, and goes when that is gone. SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sql.h"
#include "support/temporary_study.h"
#include "support/undoing.h"

/* What may stand on a case; each is put there in the change that is open. */
typedef gboolean (*Deed) (EspStudy *study, GError **error);

#define CASE "talk, Ula"

static gboolean
attribute_stands (EspStudy *study, GError **error)
{
  return esp_case_set_attribute (study, CASE, "age", "18-30", error);
}

static gboolean
group_stands (EspStudy *study, GError **error)
{
  return esp_group_put (study, "pair: First pair", CASE, "", NULL, NULL, error);
}

static gboolean
document_stands (EspStudy *study, GError **error)
{
  const EspDocumentFacts facts = { .case_label = CASE };
  return esp_document_set (study, "rules", &facts, NULL, error);
}

static gboolean
memo_stands (EspStudy *study, GError **error)
{
  const EspMemoEntry entry = { .text = "She came late.", .case_label = CASE };
  g_autoptr (EspMemo) memo = NULL;
  return esp_memo_add (study, &entry, &memo, error);
}

static const struct
{
  const char *what;
  Deed deed;
} standing[] = {
  { "an attribute", attribute_stands },
  { "a place in a group", group_stands },
  { "a document", document_stands },
  { "a memo", memo_stands },
};

static void
stand (EspStudy *study, gsize i)
{
  g_autoptr (GError) error = NULL;
  change_begin (study);
  cr_assert (standing[i].deed (study, &error), "%s: %s", standing[i].what,
             error != NULL ? error->message : "");
  change_commit (study);
}

/* Whether the case is there after somebody else is said to have spoken. */
static gboolean
stays (EspStudy *study)
{
  g_autoptr (GError) error = NULL;
  change_begin (study);
  cr_assert (esp_speaker_identify (study, "talk", "Ula", ESP_PART_CASE, "N-SU-001", NULL, &error),
             "%s", error != NULL ? error->message : "");
  change_commit (study);
  return one_number (study, "SELECT count(*) FROM study_case WHERE label = '" CASE "' AND gone = 0")
         == 1;
}

Test (naming, keeps_the_case_that_stood_for_somebody_while_anything_stands_on_it)
{
  for (gsize i = 0; i < G_N_ELEMENTS (standing); i++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      written_study_open (&temporary);
      import_words (&temporary, "talk.txt",
                    "Interviewer: Now?\n\nUla: Yes.\n\nInterviewer: And?\n\nUla: No.\n");
      stand (temporary.study, i);
      cr_expect (stays (temporary.study), "%s", standing[i].what);
      expect_whole (temporary.study);
      undo_last (temporary.study, "Anna");
      undo_last (temporary.study, "Anna");
      cr_expect_not (stays (temporary.study), "%s that was taken away", standing[i].what);
      expect_whole (temporary.study);
    }
}
