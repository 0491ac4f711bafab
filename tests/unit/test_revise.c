/* Correcting a text: what stood on the old one stands on the new one, or is listed; nothing is
 * dropped; undone, merged and settled like everything else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pair.h"

static const EspReviseOptions plainly = { 0 }, anyway = { .anyway = TRUE };

static EspRevision *
try_revise (EspStudy *study, const char *coder, const char *document, const char *words,
            const EspReviseOptions *options, GError **error)
{
  g_autofree char *path = g_strconcat (esp_study_path (study), ".new.txt", NULL);
  cr_assert (g_file_set_contents (path, words, -1, NULL));
  change_begin_as (study, coder, "revise");
  EspRevision *revision = esp_revise (study, document, path, options, error);
  g_remove (path);
  if (revision != NULL)
    change_commit (study);
  else
    esp_change_abandon (study);
  return revision;
}

static EspRevision *
revise (EspStudy *study, const char *coder, const char *document, const char *words)
{
  g_autoptr (GError) error = NULL;
  EspRevision *revision = try_revise (study, coder, document, words, &anyway, &error);
  cr_assert_not_null (revision, "%s", error != NULL ? error->message : "");
  return revision;
}

static void
code (EspStudy *study, const char *coder, const char *theme, const char *quote)
{
  g_autofree char *id = code_quote (study, coder, "N-SU-001", theme, quote);
  cr_assert_not_null (id);
}

/* With some words for others. */
static char *
text_with (EspStudy *study, const char *document, const char *words, const char *other)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspTranscript) transcript = esp_transcript (study, document, &error);
  cr_assert_not_null (transcript, "%s", error != NULL ? error->message : "");
  cr_assert_not_null (strstr (transcript->text, words), "%s", words);
  g_auto (GStrv) parts = g_strsplit (transcript->text, words, 2);
  return g_strjoinv (other, parts);
}

static void
correct (EspStudy *study, const char *coder, const char *document, const char *words,
         const char *other)
{
  g_autofree char *text = text_with (study, document, words, other);
  g_autoptr (EspRevision) revision = revise (study, coder, document, text);
  cr_assert_str_eq (revision->document, document);
}

static GPtrArray *
carried (EspStudy *study, gboolean all)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *items = esp_carried (study, NULL, all, &error);
  cr_assert_not_null (items, "%s", error != NULL ? error->message : "");
  return items;
}

/* "coding turn 2 Hope -> Faith", one line each. */
static char *
carried_text (EspStudy *study)
{
  g_autoptr (GPtrArray) items = carried (study, FALSE);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < items->len; i++)
    {
      const EspCarriedItem *item = items->pdata[i];
      g_string_append_printf (text, "%s %s: %s -> %s%s%s\n", item->kind, item->where, item->before,
                              item->after, *item->quote != '\0' ? " " : "",
                              *item->quote != '\0' ? esp_quote_match_name (item->match) : "");
    }
  return g_string_free (text, FALSE);
}

static void
expect_carried (EspStudy *study, const char *expected)
{
  g_autofree char *text = carried_text (study);
  cr_expect_str_eq (text, expected, "got: %s", text);
}

static void
accept (EspStudy *study, const char *coder, const char *id)
{
  guint n;
  g_autoptr (GError) error = NULL;
  change_begin_as (study, coder, "carried accept");
  cr_assert (esp_carried_accept (study, NULL, id, &n, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (study);
}

/* All codings as one text: place, state, words. */
static char *
codings_text (EspStudy *study)
{
  const EspCodingFilter all = { .origin = "any" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) codings = esp_codings (study, &all, &error);
  cr_assert_not_null (codings, "%s", error != NULL ? error->message : "");
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < codings->len; i++)
    {
      const EspCoding *one = codings->pdata[i];
      g_string_append_printf (text, "%s %s %zu-%zu %s %s [%s] %s\n", one->document, one->where,
                              one->start_cp, one->end_cp, one->case_label, one->theme_path,
                              esp_carried_name (one->carried), one->words);
    }
  return g_string_free (text, FALSE);
}

/* What the cell is shown as: stale, its evidence, what is not charted. */
static char *
cell_text (EspStudy *study, const char *label, const char *theme)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspCellView) view = esp_chart_show (study, NULL, label, theme, &error);
  cr_assert_not_null (view, "%s", error != NULL ? error->message : "");
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%u codings, %u uncharted;", view->cell->codings,
                          view->cell->uncharted);
  for (guint i = 0; i < view->cell->summaries->len; i++)
    {
      const EspSummary *summary = view->cell->summaries->pdata[i];
      g_string_append (text, summary->stale ? " stale" : " fresh");
      for (guint k = 0; k < summary->evidence->len; k++)
        {
          const EspEvidence *one = summary->evidence->pdata[k];
          g_string_append_printf (text, " (%s: %s, %s%s)", one->where, one->words,
                                  esp_quote_match_name (one->match), one->own ? ", own" : "");
        }
    }
  return g_string_free (text, FALSE);
}

static void
expect_cell (EspStudy *study, const char *expected)
{
  g_autofree char *text = cell_text (study, "N-SU-001", "help/meaning");
  cr_expect_str_eq (text, expected, "got: %s", text);
}

/* A label with a slip, of which a person said whose it is: mending it takes nothing from the case.
 */
Test (revise, tells_nothing_of_a_slip_of_a_label_that_is_mended)
{
  static const char words[]
      = "Interviewer: One?\n\nN-SU-061: Yes.\n\nInterviewer: Two?\n\nN-SU61: No, I said.\n\n"
        "Interviewer: Three?\n\nN-SU-061: Yes again.\n\nInterviewer: Four?\n\nN-SU61: No, no.\n";
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  import_words (&temporary, "N-SU-061.txt", words);
  change_begin (temporary.study);
  cr_assert (esp_speaker_identify (temporary.study, "N-SU-061", "N-SU61", ESP_PART_CASE, "N-SU-061",
                                   NULL, &error),
             "%s", error != NULL ? error->message : "");
  change_commit (temporary.study);
  g_auto (GStrv) parts = g_strsplit (words, "N-SU61", -1);
  g_autofree char *mended = g_strjoinv ("N-SU-061", parts);
  g_autoptr (EspRevision) revision = revise (temporary.study, "Anna", "N-SU-061", mended);
  cr_expect_eq (
      revision->findings->len, 0, "%s",
      revision->findings->len > 0 ? ((const EspFinding *)revision->findings->pdata[0])->what : "");
}

Test (revise, carries_codings_and_evidence_over)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  code (study, "Anna", "help/meaning", "Hope is part of it");
  code (study, "Anna", "help/friends", "My dog (Rex)");
  code (study, "Ben", "help/family", "She has hope");
  chart_quote (study, "Anna", "N-SU-001", "help/meaning", "Hope.", "Hope is [always] part of it");
  expect_cell (study,
               "1 codings, 0 uncharted; fresh (turn 2: Hope is [always] part of it, edited, own)");
  correct (study, "Anna", "N-SU-001", "Hope is part of it", "Yes, well. Hope was part of it");
  expect_carried (study, "coding turn 2: Hope is part of it -> Hope was part of it\n"
                         "evidence turn 2: Hope is part of it -> Hope was part of it not found\n");
  expect_cell (
      study, "1 codings, 0 uncharted; stale (turn 2: Hope is [always] part of it, not found, own)");
  correct (study, "Anna", "N-SU-001", "My dog (Rex) helps me.", "");
  expect_carried (study, "coding turn 2: Hope is part of it -> Hope was part of it\n"
                         "evidence turn 2: Hope is part of it -> Hope was part of it not found\n"
                         "coding without words: My dog (Rex) -> \n");
  g_autofree char *codings = codings_text (study);
  cr_expect_not_null (strstr (codings, "without words"));
  cr_expect_not_null (strstr (codings, "N-SU-001 help/friends [without words] My dog (Rex)\n"));
  cr_expect_not_null (strstr (codings, "turn 5"));
  g_autoptr (EspCellView) friends = esp_chart_show (study, NULL, "N-SU-001", "help/friends", NULL);
  cr_expect_eq (friends->cell->codings, 1);
  cr_expect_eq (friends->cell->own_codings, 0, "what was taken out is no mention");
  expect_whole (study);
  g_autofree char *archive = archive_of (study);
  cr_expect_not_null (strstr (archive, "difference"));
}

/* What the summary of the cell says of the words that it rests on. */
static void
expect_corrected (EspStudy *study, gboolean corrected, const char *before)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspCellView) view = esp_chart_show (study, NULL, "N-SU-001", "help/meaning", &error);
  cr_assert_not_null (view, "%s", error != NULL ? error->message : "");
  const EspSummary *summary = view->cell->summaries->pdata[0];
  cr_expect_eq (summary->corrected, corrected);
  cr_expect_eq (summary->stale, corrected);
  cr_expect_not (summary->recoded);
  cr_expect_str_eq (((const EspEvidence *)summary->evidence->pdata[0])->before, before);
}

static void
check_summary (EspStudy *study, const char *verdict)
{
  g_autoptr (GError) error = NULL;
  change_begin_as (study, "Ben", "chart check");
  cr_assert (
      esp_chart_check (study, NULL, "N-SU-001", "help/meaning", NULL, verdict, NULL, &error));
  change_commit (study);
}

Test (revise, makes_summaries_stale_until_somebody_agrees_or_writes_anew)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  chart_quote (study, "Anna", "N-SU-001", "help/meaning", "Hope.", "Hope is part of it");
  expect_corrected (study, FALSE, "");
  correct (study, "Anna", "N-SU-001", "And friends?", "And what about friends?");
  expect_corrected (study, FALSE, "");
  correct (study, "Anna", "N-SU-001", "Hope is part of it", "Hope was part of it");
  expect_corrected (study, TRUE, "Hope is part of it");
  accept (study, "Ben", NULL);
  expect_corrected (study, TRUE, "Hope is part of it");
  check_summary (study, "to discuss");
  expect_corrected (study, TRUE, "Hope is part of it");
  check_summary (study, "agreed");
  expect_corrected (study, FALSE, "Hope is part of it");
  g_usleep (1100000); /* times are whole seconds */
  correct (study, "Anna", "N-SU-001", "And what about friends?", "And friends then?");
  expect_corrected (study, FALSE, "Hope is part of it");
  correct (study, "Anna", "N-SU-001", "Hope was part", "Faith was part");
  expect_corrected (study, TRUE, "Hope is part of it");
  chart_quote (study, "Anna", "N-SU-001", "help/meaning", "Faith.", "Faith was part of it");
  expect_corrected (study, FALSE, "");
  expect_whole (study);
}

Test (revise, is_asked_again_only_when_the_words_change_again)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autofree char *a = code_quote (study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it");
  correct (study, "Anna", "N-SU-001", "part of it", "all of it");
  accept (study, "Ben", a);
  expect_carried (study, "");
  correct (study, "Anna", "N-SU-001", "And friends?", "And what about friends?");
  expect_carried (study, "");
  g_autoptr (GPtrArray) all = carried (study, TRUE);
  cr_assert_eq (all->len, 1);
  cr_expect_str_eq (((const EspCarriedItem *)all->pdata[0])->looked_at_by, "Ben");
  correct (study, "Anna", "N-SU-001", "Hope is", "Faith is");
  expect_carried (study, "coding turn 2: Hope is part of it -> Faith is all of it\n");
  undo_last (study, "Anna");
  expect_carried (study, "");
  /* What was taken away needs no look, and leaves nothing that stands on it. */
  change_begin_as (study, "Anna", "uncode");
  cr_assert (esp_uncode (study, a, NULL, NULL));
  change_commit (study);
  expect_none (study);
  expect_whole (study);
}

/* A label that was wrong is the commonest correction, and changes whose words were coded. */
Test (revise, lists_what_somebody_else_says_now)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autofree char *a = code_quote (study, "Anna", "N-SU-001", "help/meaning", "She has hope");
  code (study, "Anna", "help/friends", "my old friends");
  correct (study, "Anna", "N-SU-001", "Husband: She", "Participant: She");
  expect_carried (study, "coding turn 5: Husband: She has hope -> Participant: She has hope\n");
  accept (study, "Ben", a);
  expect_carried (study, "");
  correct (study, "Anna", "N-SU-001", "Participant: She", "Husband: She");
  /* It is again as it was made. */
  expect_carried (study, "");
  correct (study, "Anna", "N-SU-001", "Husband: She", "Interviewer: She");
  expect_carried (study, "coding turn 5: Husband: She has hope -> Interviewer: She has hope\n");
  /* Words that stay with who says them are not asked about, whatever happens around them. */
  correct (study, "Anna", "N-SU-001", "Interviewer: And friends?\n\n", "");
  expect_carried (study, "coding turn 4: Husband: She has hope -> Interviewer: She has hope\n");
  undo_last (study, "Anna");
  undo_last (study, "Anna");
  expect_carried (study, "");
  expect_whole (study);
}

/* What was among the words and is a label now says who speaks, and is said once. */
Test (revise, does_not_take_a_label_for_words)
{
  const EspCodingFilter all = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  correct (study, "Anna", "N-SU-001", "\n\nHusband: She has hope.", " Husband: She has hope.");
  code (study, "Anna", "help/meaning", "Husband: She has hope");
  correct (study, "Anna", "N-SU-001", " Husband: She has hope.", "\n\nHusband: She has hope.");
  g_autoptr (GPtrArray) items = carried (study, FALSE), codings = esp_codings (study, &all, &error);
  cr_assert_eq (items->len, 1);
  cr_assert_eq (codings->len, 1);
  const EspCarriedItem *item = items->pdata[0];
  cr_expect (g_str_has_suffix (item->before, ": Husband: She has hope"), "%s", item->before);
  cr_expect_str_eq (item->after, "Husband: She has hope");
  cr_expect_str_eq (((const EspCoding *)codings->pdata[0])->words, "She has hope");
}

/* Only its span is kept of a quote that was exact: what is said of it is said all the same. */
Test (revise, says_of_an_exact_quote_whether_it_stands_there)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  chart_quote (study, "Anna", "N-SU-001", "help/meaning", "Hope.", "Hope is part of it");
  correct (study, "Anna", "N-SU-001", "Hope is part", "Hope is, a big part");
  expect_carried (study,
                  "evidence turn 2: Hope is part of it -> Hope is, a big part of it not found\n");
}

Test (revise, undone_gives_everything_back)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  code (study, "Anna", "help/meaning", "Hope is part of it");
  chart_quote (study, "Anna", "N-SU-001", "help/meaning", "Hope.", "Hope is part of it");
  g_autofree char *before = live_text (study), *codings = codings_text (study);
  correct (study, "Anna", "N-SU-001", "Hope", "Faith");
  g_autofree char *between = codings_text (study);
  cr_expect_str_neq (codings, between);
  undo_last (study, "Anna");
  g_autofree char *after = live_text (study), *codings_after = codings_text (study);
  cr_expect_str_eq (before, after);
  cr_expect_str_eq (codings, codings_after);
  /* And again, as the same version. */
  correct (study, "Anna", "N-SU-001", "Hope", "Faith");
  g_autofree char *again = codings_text (study);
  cr_expect_str_eq (again, between);
  expect_whole (study);
}

Test (revise, back_to_an_earlier_text_puts_everything_back_in_its_place)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  code (study, "Anna", "help/meaning", "Hope is part of it");
  g_autofree char *text = text_with (study, "N-SU-001", "Hope", "Hope");
  g_autofree char *codings = codings_text (study);
  correct (study, "Anna", "N-SU-001", "Hope is part of it.", "");
  g_autoptr (EspRevision) back = revise (study, "Anna", "N-SU-001", text);
  cr_expect_eq (back->version, 3);
  cr_expect_eq (back->codings.changed, 0);
  g_autofree char *after = codings_text (study);
  cr_expect_str_eq (codings, after);
  expect_carried (study, "");
  expect_whole (study);
}

Test (revise, that_only_breaks_lines_otherwise_changes_no_words)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  code (study, "Anna", "help/meaning", "My friends help me; my old friends.");
  correct (study, "Anna", "N-SU-001", "help me; my old", "help me;\nmy old");
  expect_carried (study, "");
}

Test (revise, leaves_who_speaks_who_it_is)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autoptr (GError) error = NULL;
  import_words (
      &temporary, "talk.txt",
      "Rita: Shall we?\n\nTom: Yes.\n\nRita: Well?\n\nTom: Hope.\n\nRita: So?\n\nTom: So.\n");
  g_autofree char *id = code_quote (study, "Anna", "talk", "help/meaning", "Hope.");
  cr_assert_not_null (id);
  change_begin_as (study, "Anna", "cases name");
  cr_assert (esp_speaker_identify (study, "talk", "Tom", ESP_PART_CASE, "S-SU-009", NULL, &error),
             "%s", error != NULL ? error->message : "");
  change_commit (study);
  correct (study, "Anna", "talk", "Tom: Hope.", "Tom: Faith.\n\nEva Moor: Me too.");
  g_autoptr (GPtrArray) speakers = esp_speakers (study, "talk", FALSE, &error);
  cr_assert_not_null (speakers);
  cr_assert_eq (speakers->len, 3);
  cr_expect_str_eq (((const EspSpeaker *)speakers->pdata[2])->case_label, "S-SU-009");
  cr_expect (((const EspSpeaker *)speakers->pdata[2])->is_known);
  cr_expect_not (((const EspSpeaker *)speakers->pdata[0])->is_known, "Eva is new");
  g_autofree char *codings = codings_text (study);
  cr_expect_not_null (strstr (codings, "S-SU-009 help/meaning [changed] Faith."), "%s", codings);
  /* Named on the new text, and nothing left of the words: it is theirs all the same. */
  correct (study, "Anna", "talk", "Tom: Faith.\n\n", "");
  g_autofree char *gone = codings_text (study);
  cr_expect_not_null (strstr (gone, "S-SU-009 help/meaning [without words] Hope."), "%s", gone);
  expect_whole (study);
}

Test (revise, refuses_what_is_no_correction)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = live_text (study);
  expect_failure (try_revise (study, "Anna", "N-plan", written_documents[4].words, &anyway, &error)
                      != NULL,
                  &error, ESP_ERROR_EXISTS, "nothing to correct");
  expect_failure (try_revise (study, "Anna", "N-plan", written_documents[5].words, &anyway, &error)
                      != NULL,
                  &error, ESP_ERROR_EXISTS, "another document, 'rules'");
  expect_failure (
      try_revise (study, "Anna", "N-plan", "Something else was written.\n", &plainly, &error)
          != NULL,
      &error, ESP_ERROR_INPUT, "is it another transcript?");
  expect_failure (try_revise (study, "Anna", "N-plan", "", &anyway, &error) != NULL, &error,
                  ESP_ERROR_INPUT, "cannot read");
  expect_failure (try_revise (study, "Anna", "nothing", "x", &anyway, &error) != NULL, &error,
                  ESP_ERROR_NOT_FOUND, "no document");
  g_autofree char *after = live_text (study);
  cr_expect_str_eq (before, after);
}

Test (revise, coding_the_same_words_again_is_the_same_coding)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autoptr (GError) error = NULL;
  const EspPlace place = { .quote = "My friends help me" };
  g_autofree char *first = code_quote (study, "Anna", "N-SU-001", "help/friends", place.quote);
  correct (study, "Anna", "N-SU-001", "Hope is", "Well, hope is");
  change_begin (study);
  expect_failure (esp_code (study, NULL, "N-SU-001", "help/friends", &place, NULL, &error), &error,
                  ESP_ERROR_EXISTS, "coded with");
  cr_assert (esp_uncode (study, first, NULL, &error));
  esp_change_commit (study, "", NULL);
  g_autofree char *again = code_quote (study, "Anna", "N-SU-001", "help/friends", place.quote);
  cr_expect_str_eq (first, again);
  /* Nor does a rule propose them. */
  g_autofree char *rules = temporary_file (&temporary, "rules.csv",
                                           "theme,match\nhelp/friends,my friends help me\n", -1);
  const EspAutocodeOptions options = { 0 };
  change_begin (study);
  g_autoptr (GPtrArray) rows = esp_autocode (study, NULL, rules, &options, &error);
  cr_assert_not_null (rows, "%s", error != NULL ? error->message : "");
  cr_expect_eq (((const EspAutocodeRow *)rows->pdata[0])->matches, 1);
  cr_expect_eq (((const EspAutocodeRow *)rows->pdata[0])->proposals, 0);
  esp_change_abandon (study);
}

/* ---- copies */

Test (revise, takes_codings_of_a_colleague_along_who_had_the_old_text)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  correct (pair.anna, "Anna", "N-SU-001", "What does hope mean", "What, then, does hope mean");
  correct (pair.anna, "Anna", "N-SU-001", "My friends", "All my friends");
  code (pair.ben, "Ben", "help/meaning", "Hope is part of it");
  code (pair.ben, "Ben", "help/friends", "My friends help me; my old friends");
  exchange (&pair);
  expect_none (pair.anna);
  expect_carried (pair.anna, "coding turn 4: My friends help me; my old friends -> All my friends "
                             "help me; my old friends\n");
  g_autofree char *here = codings_text (pair.anna), *there = codings_text (pair.ben);
  cr_expect_str_eq (here, there);
  expect_whole (pair.anna);
}

/* "Ben N-SU-001 1", a line for each text. */
static void
expect_merged_texts (EspStudy *study, EspStudy *copy, gboolean dry_run, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspMerge) merge = esp_merge (study, esp_study_path (copy), "Anna", dry_run, &error);
  cr_assert_not_null (merge, "%s", error != NULL ? error->message : "");
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < merge->texts->len; i++)
    {
      const EspMergeText *one = merge->texts->pdata[i];
      for (guint k = 0; k < one->coders->len; k++)
        g_string_append_printf (text, "%s ", (const char *)one->coders->pdata[k]);
      g_string_append_printf (text, "%s %u\n", one->document, one->to_look_at);
    }
  cr_expect_str_eq (text->str, expected, "got: %s", text->str);
}

Test (revise, tells_whoever_merges_who_corrected_what_and_what_to_look_at)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  code (pair.anna, "Anna", "help/meaning", "Hope is part of it");
  code (pair.anna, "Anna", "help/friends", "And friends?");
  correct (pair.ben, "Ben", "N-SU-001", "And friends?", "And your friends?");
  expect_merged_texts (pair.anna, pair.ben, TRUE, "Ben N-SU-001 1\n");
  expect_merged_texts (pair.anna, pair.ben, FALSE, "Ben N-SU-001 1\n");
  expect_merged_texts (pair.anna, pair.ben, FALSE, "");
  code (pair.ben, "Ben", "help/friends", "And your friends?");
  expect_merged_texts (pair.anna, pair.ben, FALSE, "");
  expect_merged_texts (pair.ben, pair.anna, FALSE, "N-SU-001 1\n");
}

Test (revise, side_by_side_has_no_both_and_no_third_text)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  correct (pair.anna, "Anna", "N-SU-001", "And friends?", "And your friends?");
  correct (pair.ben, "Ben", "N-SU-001", "She has hope.", "She has some hope.");
  exchange (&pair);
  g_autoptr (EspConflict) conflict = only_one (pair.anna);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      cr_expect_not (resolve (pair.anna, "Anna", conflict->id, 0, i == 0 ? NULL : "words", &error));
      cr_expect_not_null (strstr (error->message, "a document has one text: keep one of the sides"),
                          "%s", error->message);
      cr_expect (g_error_matches (error, ESP_ERROR, ESP_ERROR_INPUT));
    }
  cr_expect (conflict->is_text);
  const char *value = ((const EspConflictSide *)conflict->sides->pdata[0])->value;
  cr_expect_not_null (strstr (value, "'espalier show N-SU-001 --changes "), "%s", value);
}

Test (revise, side_by_side_is_a_conflict_that_loses_nothing)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  code (pair.anna, "Anna", "help/meaning", "Hope is part of it");
  merge_in (pair.ben, pair.anna);
  correct (pair.anna, "Anna", "N-SU-001", "And friends?", "And your friends?");
  correct (pair.ben, "Ben", "N-SU-001", "She has hope.", "She has some hope.");
  code (pair.anna, "Anna", "help/friends", "And your friends?");
  code (pair.ben, "Ben", "help/family", "She has some hope.");
  exchange (&pair);
  g_autofree char *open = codings_text (pair.anna), *open_there = codings_text (pair.ben);
  cr_expect_str_eq (open, open_there);
  g_autoptr (EspConflict) conflict = only_one (pair.anna);
  cr_expect_str_eq (conflict->kind, "versions");
  cr_expect_str_eq (conflict->subject, "the text of the document N-SU-001");
  g_autoptr (GError) error = NULL;
  const guint other = side_holding (conflict) == 1 ? 2 : 1;
  cr_assert (resolve (pair.anna, "Anna", conflict->id, other, NULL, &error), "%s",
             error != NULL ? error->message : "");
  expect_none (pair.anna);
  g_autofree char *settled = codings_text (pair.anna);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const themes[] = { "help/meaning", "help/friends", "help/family" };
      cr_expect_not_null (strstr (settled, themes[i]), "%s is lost: %s", themes[i], settled);
    }
  cr_expect_not_null (strstr (settled, "[] Hope is part of it"));
  exchange (&pair);
  expect_none (pair.ben);
  g_autofree char *there = codings_text (pair.ben);
  cr_expect_str_eq (settled, there);
  expect_whole (pair.anna);
  undo_last (pair.anna, "Anna");
  g_autofree char *again = codings_text (pair.anna);
  cr_expect_str_eq (again, open);
}

Test (revise, done_alike_by_two_people_is_one)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  correct (pair.anna, "Anna", "N-SU-001", "And friends?", "And your friends?");
  correct (pair.ben, "Ben", "N-SU-001", "And friends?", "And your friends?");
  exchange (&pair);
  expect_none (pair.anna);
  expect_whole (pair.anna);
}

/* "N-SU-001, turn 4: Faith is part of it" for the only memo. */
static void
expect_memo (EspStudy *study, const char *expected)
{
  const EspMemoFilter all = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) memos = esp_memos (study, &all, &error);
  cr_assert (memos != NULL && memos->len == 1, "%s", error != NULL ? error->message : "");
  const EspMemo *memo = memos->pdata[0];
  g_autofree char *text = g_strdup_printf ("%s: %s", memo->about, memo->words);
  cr_expect_str_eq (text, expected, "got: %s", text);
  g_autoptr (EspTranscript) transcript = esp_transcript (study, "N-SU-001", NULL);
  g_autofree char *there
      = g_utf8_substring (transcript->text, (glong)memo->start_cp, (glong)memo->end_cp);
  cr_expect (memo->start_cp == memo->end_cp || g_str_equal (there, memo->words), "%s", there);
}

Test (revise, memos_stand_on_their_words_or_are_listed)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EspMemo) memo = NULL;
  pair_open (&pair);
  const EspPlace place = { .quote = "Hope is part of it" };
  const EspMemoEntry entry = { .text = "Whose?", .document = "N-SU-001", .place = &place };
  change_begin_as (pair.anna, "Anna", "memos add");
  cr_assert (esp_memo_add (pair.anna, &entry, &memo, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (pair.anna);
  g_autofree char *where = g_strdup (memo->about);
  g_autofree char *as_it_was = g_strdup_printf ("%s: Hope is part of it", where);
  g_autofree char *changed = g_strdup_printf ("%s: Hope is a part of it", where);
  correct (pair.anna, "Anna", "N-SU-001", "And friends?", "And your own good friends?");
  expect_memo (pair.anna, as_it_was);
  expect_carried (pair.anna, "");
  correct (pair.anna, "Anna", "N-SU-001", "Hope is part", "Hope is a part");
  expect_memo (pair.anna, changed);
  g_autofree char *listed = carried_text (pair.anna);
  cr_expect_not_null (strstr (listed, "memo "), "%s", listed);
  cr_expect_not_null (strstr (listed, ": Hope is part of it -> Hope is a part of it\n"), "%s",
                      listed);
  accept (pair.anna, "Anna", NULL);
  expect_carried (pair.anna, "");
  correct (pair.anna, "Anna", "N-SU-001", "Hope is a part of it", "Well");
  g_autofree char *again = carried_text (pair.anna);
  cr_expect_not_null (strstr (again, "memo "), "%s", again);
  expect_whole (pair.anna);
}

/* ---- hostile copies */

static void
tamper (EspStudy *study, const char *difference)
{
  change_begin_as (study, "Ben", "revise");
  g_autoptr (Query) update = store_query (
      study, "UPDATE document_version SET difference = :difference WHERE replaces_id IS NOT NULL");
  query_bind_text (update, ":difference", difference);
  cr_assert (query_run (update, NULL));
  change_commit (study);
}

Test (revise, with_a_difference_that_is_not_true_is_refused)
{
  static const char *const lies[] = {
    "", "nonsense", "0 1 0 1\n", "0 999999 0 999999\n", "5 5 5 4000000000\n", "1 2 1 2\n1 2 1 2\n"
  };
  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_auto (Pair) pair = { 0 };
      g_autoptr (GError) error = NULL;
      pair_open (&pair);
      code (pair.ben, "Ben", "help/meaning", "Hope is part of it");
      correct (pair.ben, "Ben", "N-SU-001", "Hope", "Faith");
      tamper (pair.ben, lies[i]);
      g_autofree char *wrong = check_text (pair.ben);
      cr_expect_not_null (strstr (wrong, "corrections"), "%s: %s", lies[i], wrong);
      g_autofree char *before = live_text (pair.anna);
      g_autoptr (EspMerge) merge
          = esp_merge (pair.anna, esp_study_path (pair.ben), "Anna", FALSE, &error);
      cr_expect_null (merge, "%s", lies[i]);
      cr_expect_not_null (error);
      g_autofree char *after = live_text (pair.anna);
      cr_expect_str_eq (before, after);
      /* The damaged study itself is read without harm. */
      const EspCodingFilter all = { 0 };
      g_autoptr (GPtrArray) codings = esp_codings (pair.ben, &all, NULL);
      g_autoptr (GPtrArray) items = esp_carried (pair.ben, NULL, TRUE, NULL);
      cr_expect (codings == NULL || codings->len == 1);
      cr_expect (items == NULL || items->len <= 1);
    }
}

/* ---- a thousand edits */

#define EDITS 1000
#define CODED 40

/* Whole lines: moved, typed anew, with another label, parted or joined. */
static void
edit_line (GRand *chance, GString *text)
{
  g_auto (GStrv) lines = g_strsplit (text->str, "\n", -1);
  const guint n = g_strv_length (lines), from = chance_below (chance, n),
              to = chance_below (chance, n);
  char *line = lines[from];
  switch (chance_below (chance, 5))
    {
    case 0:
      lines[from] = lines[to];
      lines[to] = line;
      break;
    case 1:
      lines[from] = g_strdup_printf ("typed anew %u.", chance_below (chance, 100));
      break;
    case 2:
      lines[from] = g_strdup_printf ("Somebody: %s", line);
      break;
    case 3:
      lines[from] = g_strdup_printf ("%s\n\n%s", line, lines[to]);
      break;
    default:
      lines[from] = g_strdup_printf ("%s %s", line, from + 1 < n ? lines[from + 1] : "");
    }
  if (lines[from] != line && lines[to] != line)
    g_free (line);
  g_autofree char *joined = g_strjoinv ("\n", lines);
  g_string_assign (text, joined);
}

static void
edit (GRand *chance, GString *text)
{
  static const char *const pieces[]
      = { "hope", "so it goes", "well,", "\u00e9t\u00e9", "\U0001F600" };
  const glong length = g_utf8_strlen (text->str, -1);
  const glong from = g_rand_int_range (chance, 0, (gint32)length);
  const glong wide = g_rand_int_range (chance, 0, 20), to = MIN (length, from + wide);
  const gssize at = g_utf8_offset_to_pointer (text->str, from) - text->str;
  const gssize end = g_utf8_offset_to_pointer (text->str, to) - text->str;
  if (chance_below (chance, 3) > 0)
    g_string_erase (text, at, end - at);
  g_string_insert (text, at, " ");
  if (chance_below (chance, 3) > 0)
    g_string_insert (text, at, pieces[chance_below (chance, G_N_ELEMENTS (pieces))]);
}

/* On one line, as the words of codings are compared. */
static char *
on_one_line (const char *words)
{
  g_auto (GStrv) parts = g_strsplit_set (words, " \n", -1);
  g_autoptr (GString) line = g_string_new (NULL);
  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", *part);
  return g_strdup (line->str);
}

static void
expect_all_there (EspStudy *study, GHashTable *made, guint32 seed)
{
  const EspCodingFilter all = { 0 };
  g_autoptr (GPtrArray) codings = esp_codings (study, &all, NULL);
  g_autoptr (GPtrArray) items = carried (study, TRUE);
  g_autoptr (EspTranscript) transcript = esp_transcript (study, "long", NULL);
  cr_assert (codings != NULL && transcript != NULL);
  cr_assert_eq (codings->len, g_hash_table_size (made), "seed %u", seed);
  for (guint i = 0; i < codings->len; i++)
    {
      const EspCoding *one = codings->pdata[i];
      const char *words = g_hash_table_lookup (made, one->id);
      gboolean listed = FALSE;
      for (guint k = 0; k < items->len; k++)
        {
          const EspCarriedItem *item = items->pdata[k];
          if (g_str_equal (item->id, one->id))
            {
              /* The same words that are another's now: who said them stands before them. */
              const gboolean anothers = item->carried == ESP_CARRIED_ANOTHERS;
              listed = !anothers;
              cr_assert (anothers ? g_str_has_suffix (item->before, words)
                                  : g_str_equal (item->before, words),
                         "seed %u: '%s' before is '%s'", seed, words, item->before);
            }
        }
      g_autofree char *there
          = g_utf8_substring (transcript->text, (glong)one->start_cp, (glong)one->end_cp);
      g_autofree char *line = on_one_line (there), *line_made = on_one_line (words);
      cr_assert (listed != g_str_equal (line, line_made), "seed %u: '%s', made as '%s', %s", seed,
                 there, words, listed ? "listed" : "not listed");
    }
}

Test (revise, codings_survive_a_thousand_edits_or_are_listed, .timeout = 300)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_autoptr (GString) text = g_string_new ("The notes of a long day.\n");
  g_autoptr (GHashTable) made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  written_study_open (&temporary);
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "word%u%s", chance_below (chance, 500),
                            i % 12 == 0 ? ".\n" : " ");
  import_words (&temporary, "long.txt", text->str);
  for (guint i = 0; i < CODED; i++)
    {
      g_autoptr (EspCoding) coding = NULL;
      g_autoptr (GError) error = NULL;
      const gsize start = 30 + chance_below (chance, 14000);
      const EspPlace place
          = { .start_cp = start, .end_cp = start + 5 + chance_below (chance, 200) };
      change_begin (temporary.study);
      if (esp_code (temporary.study, NULL, "long", "help/meaning", &place, &coding, &error))
        g_hash_table_insert (made, g_strdup (coding->id), g_strdup (coding->words));
      change_commit (temporary.study);
    }
  cr_assert_gt (g_hash_table_size (made), CODED / 2);
  for (guint i = 1; i <= EDITS; i++)
    {
      if (i % 10 == 0)
        edit_line (chance, text);
      else
        edit (chance, text);
      g_autoptr (GError) error = NULL;
      g_autoptr (EspRevision) revision
          = try_revise (temporary.study, "Anna", "long", text->str, &anyway, &error);
      cr_assert (revision != NULL || error->code == ESP_ERROR_EXISTS, "seed %u: %s", seed,
                 error != NULL ? error->message : "");
      if (i % 50 == 0)
        expect_all_there (temporary.study, made, seed);
    }
  expect_whole (temporary.study);
}
