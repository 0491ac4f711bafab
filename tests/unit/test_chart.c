/* Charting: a cell's two axes, its versions, its evidence, and when it is stale.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/temporary_study.h"

static gboolean
try_chart (EspStudy *study, const char *coder, const char *label, const char *theme,
           const EspChartEntry *entry, gboolean independent, GError **error)
{
  change_begin_as (study, coder, "chart set");
  if (esp_chart_set (study, NULL, label, theme, entry, independent, error))
    {
      change_commit (study);
      return TRUE;
    }
  esp_change_abandon (study);
  return FALSE;
}

static EspCellView *
show (EspStudy *study, const char *label, const char *theme)
{
  g_autoptr (GError) error = NULL;
  EspCellView *view = esp_chart_show (study, NULL, label, theme, &error);
  cr_assert_not_null (view, "%s", error ? error->message : "");
  return view;
}

/* ---- the two axes */

static const struct
{
  const char *label, *theme;
  EspContent content;
  gboolean asked;
} by_schedule[] = {
  { "N-SU-001", "help/meaning", ESP_CONTENT_NONE, TRUE },
  { "N-SU-001", "help/friends", ESP_CONTENT_NONE, TRUE },
  { "N-SU-001", "help/friends/old-friends", ESP_CONTENT_NONE,
    TRUE }, /* a question asks about what is below too */
  { "N-SU-001", "help/family", ESP_CONTENT_NOT_ASKED, FALSE },
  { "N-SU-001", "setting/home", ESP_CONTENT_NOT_ASKED, FALSE },
  { "N-SU-001", "help/other", ESP_CONTENT_NONE,
    TRUE }, /* nothing is known of what belongs nowhere */
  { "N-CA-001", "setting/home", ESP_CONTENT_NONE, TRUE },
  { "N-CA-001", "help/friends", ESP_CONTENT_NOT_ASKED, FALSE },
};

Test (chart, not_asked_follows_from_the_schedule)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (by_schedule); i++)
    {
      g_autoptr (EspCellView) view
          = show (temporary.study, by_schedule[i].label, by_schedule[i].theme);
      cr_expect_eq (view->cell->content, by_schedule[i].content, "%s, %s: %s", by_schedule[i].label,
                    by_schedule[i].theme, esp_content_name (view->cell->content));
      cr_expect_eq (view->cell->asked, by_schedule[i].asked, "%s, %s", by_schedule[i].label,
                    by_schedule[i].theme);
      cr_expect_eq (view->cell->work, ESP_WORK_NOT_STARTED);
    }
  /* Said all the same: it counts as asked. */
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/family", "Hope is part of it"));
  g_autoptr (EspCellView) said = show (temporary.study, "N-SU-001", "help/family");
  cr_expect_eq (said->cell->content, ESP_CONTENT_NONE);
  cr_expect (said->cell->asked);
}

static const struct
{
  EspContent content;
  gboolean asked;
} by_hand[] = { { ESP_CONTENT_NOTHING_SAID, TRUE },
                { ESP_CONTENT_NOT_ASKED, FALSE },
                { ESP_CONTENT_NOT_APPLICABLE, FALSE } };

Test (chart, takes_what_a_person_says_of_a_cell)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (by_hand); i++)
    {
      const EspChartEntry entry = { .content = by_hand[i].content };
      cr_assert (
          try_chart (temporary.study, "Anna", "N-SU-001", "help/meaning", &entry, FALSE, &error));
      g_autoptr (EspCellView) view = show (temporary.study, "N-SU-001", "help/meaning");
      cr_expect_eq (view->cell->content, by_hand[i].content);
      cr_expect_eq (view->cell->work, ESP_WORK_CHARTED);
      cr_expect_eq (view->cell->asked, by_hand[i].asked);
      cr_expect_eq (view->versions->len, i + 1);
      cr_expect_eq (view->cell->summaries->len, 1);
    }
  expect_whole (temporary.study);
}

/* ---- versions */

Test (chart, keeps_every_version_and_replaces_ones_own)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  const EspPlace place = { .quote = "Hope is part of it" };
  const EspChartEntry independent = { .text = "Ben's own.", .evidence = &place, .n_evidence = 1 };
  chart_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "First.\n\n",
               "Hope is part of it");
  chart_quote (temporary.study, "Ben", "N-SU-001", "help/meaning", "Second.", "Hope is part of it");
  cr_assert (
      try_chart (temporary.study, "Ben", "N-SU-001", "help/meaning", &independent, TRUE, &error));
  g_autoptr (EspCellView) two = show (temporary.study, "N-SU-001", "help/meaning");
  cr_assert_eq (two->versions->len, 3);
  cr_assert_eq (two->cell->summaries->len, 2,
                "the second replaced the first, the third stands by itself");
  cr_expect_str_eq (((const EspSummary *)two->versions->pdata[0])->text, "First.");
  chart_quote (temporary.study, "Zoe", "N-SU-001", "help/meaning", "Zoe's.", "Hope is part of it");
  g_autoptr (EspCellView) after = show (temporary.study, "N-SU-001", "help/meaning");
  cr_assert_eq (after->cell->summaries->len, 2);
  guint versions = 0;
  for (guint i = 0; i < after->cell->summaries->len; i++)
    {
      const EspSummary *summary = after->cell->summaries->pdata[i];
      versions += summary->version;
      if (g_str_equal (summary->text, "Second."))
        cr_expect_eq (summary->version, 2);
    }
  cr_expect_eq (versions, 4, "2 and 2: Zoe's replaced the newest");
  expect_whole (temporary.study);
}

Test (chart, is_stale_when_codings_of_the_cell_changed)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  chart_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "It keeps her going.",
               "Hope is part of it");
  g_autoptr (EspCellView) fresh = show (temporary.study, "N-SU-001", "help/meaning");
  cr_expect_not (((const EspSummary *)fresh->cell->summaries->pdata[0])->stale);
  cr_expect_eq (fresh->uncharted->len, 0);
  g_free (code_quote (temporary.study, "Ben", "N-SU-001", "help/friends", "my old friends"));
  g_free (code_quote (temporary.study, "Ben", "S-SU-001", "help/meaning", "I hope not"));
  g_autoptr (EspCellView) still = show (temporary.study, "N-SU-001", "help/meaning");
  cr_expect_not (((const EspSummary *)still->cell->summaries->pdata[0])->stale,
                 "other cells are not its business");
  g_autofree char *coding
      = code_quote (temporary.study, "Ben", "N-SU-001", "help/meaning", "no hope at all");
  g_autoptr (EspCellView) stale = show (temporary.study, "N-SU-001", "help/meaning");
  cr_expect (((const EspSummary *)stale->cell->summaries->pdata[0])->stale);
  cr_expect_eq (stale->codings->len, 2);
  cr_assert_eq (stale->uncharted->len, 1);
  cr_expect_str_eq (((const EspCoding *)stale->uncharted->pdata[0])->id, coding);
  cr_expect_eq (stale->cell->uncharted, 1);
  chart_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "It comes and goes.",
               "there is no hope at all");
  g_autoptr (EspCellView) renewed = show (temporary.study, "N-SU-001", "help/meaning");
  cr_expect_not (((const EspSummary *)renewed->cell->summaries->pdata[0])->stale);
  cr_expect_eq (renewed->cell->uncharted, 1,
                "the evidence of a version that is replaced charts nothing");
}

/* ---- evidence */

static const struct
{
  EspPlace place;
  const char *document, *words, *where, *speaker;
  EspQuoteMatch match;
  gboolean own;
} evidence[] = {
  { { .quote = "Hope is part of it" },
    NULL,
    "Hope is part of it",
    "turn 2",
    "Participant",
    ESP_QUOTE_SPAN,
    TRUE },
  { { .quote = "I don't give up - not ever" },
    NULL,
    "I don't give up - not ever",
    "turn 2",
    "Participant",
    ESP_QUOTE_EXACT,
    TRUE },
  { { .quote = "\"I don't give up [\u2026] (Rex) helps\"" },
    NULL,
    "\"I don't give up [\u2026] (Rex) helps\"",
    "turn 2",
    "Participant",
    ESP_QUOTE_EDITED,
    TRUE },
  { { .quote = "She has hope" }, NULL, "She has hope", "turn 5", "Husband", ESP_QUOTE_SPAN, FALSE },
  { { .quote = "What does hope mean to you?" },
    NULL,
    "What does hope mean to you?",
    "turn 1",
    "Interviewer",
    ESP_QUOTE_SPAN,
    FALSE },
  { { .quote = "The plan is signed" },
    NULL,
    "The plan is signed",
    "paragraph 1",
    "",
    ESP_QUOTE_SPAN,
    FALSE },
  { { .turn = 3 }, "N-SU-001", "And friends?", "turn 3", "Interviewer", ESP_QUOTE_SPAN, FALSE },
  { { .quote = "Participant: My friends help me" },
    NULL,
    "Participant: My friends help me",
    "turn 4",
    "Participant",
    ESP_QUOTE_SPAN,
    TRUE },
  { { .quote = "All plans give hope" },
    "rules",
    "All plans give hope",
    "paragraph 1",
    "",
    ESP_QUOTE_SPAN,
    FALSE },
};

Test (chart, tells_own_words_from_context_and_edited_quotes_from_exact)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (evidence); i++)
    {
      g_autoptr (GError) error = NULL;
      const EspChartEntry entry = { .text = "Words.",
                                    .evidence = &evidence[i].place,
                                    .n_evidence = 1,
                                    .document = evidence[i].document };
      cr_assert (
          try_chart (temporary.study, "Anna", "N-SU-001", "help/meaning", &entry, FALSE, &error),
          "%s: %s", evidence[i].words, error ? error->message : "");
      g_autoptr (EspCellView) view = show (temporary.study, "N-SU-001", "help/meaning");
      const EspSummary *summary = view->cell->summaries->pdata[0];
      cr_assert_eq (summary->evidence->len, 1);
      const EspEvidence *one = summary->evidence->pdata[0];
      cr_expect_str_eq (one->words, evidence[i].words);
      cr_expect_str_eq (one->where, evidence[i].where, "%s: %s", one->words, one->where);
      cr_expect_str_eq (one->speaker, evidence[i].speaker, "%s: %s", one->words, one->speaker);
      cr_expect_eq (one->match, evidence[i].match, "%s: %s", one->words,
                    esp_quote_match_name (one->match));
      cr_expect_eq (one->own, evidence[i].own, "%s", one->words);
    }
  expect_whole (temporary.study);
}

/* ---- what is refused */

static const EspPlace good_place = { .quote = "Hope is part of it" },
                      bad_place = { .quote = "Never said" };

static const struct
{
  const char *label, *theme;
  EspChartEntry entry;
  EspError code;
  const char *says;
} refused[] = {
  { "N-SU-001", "help/meaning", { .text = "Words." }, ESP_ERROR_INPUT, "stands on evidence" },
  { "N-SU-001", "help/meaning", { .text = " \n" }, ESP_ERROR_INPUT, "no summary" },
  { "N-SU-001", "help/meaning", { .content = ESP_CONTENT_NONE }, ESP_ERROR_INPUT, "no summary" },
  { "N-SU-001",
    "help/meaning",
    { .text = "Words.", .content = ESP_CONTENT_NOT_ASKED },
    ESP_ERROR_INPUT,
    "not asked" },
  { "N-SU-001",
    "help/meaning",
    { .content = ESP_CONTENT_NOTHING_SAID, .evidence = &good_place, .n_evidence = 1 },
    ESP_ERROR_INPUT,
    "nothing said" },
  { "N-SU-001",
    "help",
    { .text = "Words.", .evidence = &good_place, .n_evidence = 1 },
    ESP_ERROR_INPUT,
    "is a section" },
  { "N-SU-001",
    "nothing",
    { .text = "Words.", .evidence = &good_place, .n_evidence = 1 },
    ESP_ERROR_NOT_FOUND,
    "nothing" },
  { "N-SU-009",
    "help/meaning",
    { .text = "Words.", .evidence = &good_place, .n_evidence = 1 },
    ESP_ERROR_NOT_FOUND,
    "N-SU-009" },
  { "N-SU-001",
    "help/meaning",
    { .text = "Words.", .evidence = &bad_place, .n_evidence = 1 },
    ESP_ERROR_NOT_FOUND,
    "Never said" },
  { "N-SU-001",
    "help/meaning",
    { .text = "\xff", .evidence = &good_place, .n_evidence = 1 },
    ESP_ERROR_INPUT,
    "UTF-8" },
};

Test (chart, refuses_what_does_not_hold_together_and_leaves_nothing)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  g_autofree char *before = live_text (temporary.study);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    expect_failure (try_chart (temporary.study, "Anna", refused[i].label, refused[i].theme,
                               &refused[i].entry, FALSE, &error),
                    &error, refused[i].code, refused[i].says);
  g_autofree char *after = live_text (temporary.study);
  cr_expect_str_eq (after, before);
  const EspChartEntry draft = { .text = "To be done.", .work = ESP_WORK_DRAFT };
  cr_expect (try_chart (temporary.study, "Anna", "N-SU-001", "help/meaning", &draft, FALSE, &error),
             "a draft may wait for evidence");
  g_autoptr (EspCellView) view = show (temporary.study, "N-SU-001", "help/meaning");
  cr_expect_eq (view->cell->work, ESP_WORK_DRAFT);
}

static gboolean
try_check (EspStudy *study, const char *of, GError **error)
{
  change_begin_as (study, "Cy", "chart check");
  if (esp_chart_check (study, NULL, "N-SU-001", "help/meaning", of, "agreed", NULL, error))
    {
      change_commit (study);
      return TRUE;
    }
  esp_change_abandon (study);
  return FALSE;
}

Test (chart, is_checked_by_its_author_where_several_charted)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (GError) error = NULL;
  expect_failure (try_check (temporary.study, NULL, &error), &error, ESP_ERROR_NOT_FOUND,
                  "is not started");
  chart_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Hope.", "Hope is part of it");
  cr_expect (try_check (temporary.study, NULL, &error));
  const EspPlace place = { .quote = "Hope is part of it" };
  const EspChartEntry entry = { .text = "Part.", .evidence = &place, .n_evidence = 1 };
  cr_assert (try_chart (temporary.study, "Ben", "N-SU-001", "help/meaning", &entry, TRUE, &error));
  expect_failure (try_check (temporary.study, NULL, &error), &error, ESP_ERROR_AMBIGUOUS,
                  "by Anna, Ben; say whose");
  expect_failure (try_check (temporary.study, "Dee", &error), &error, ESP_ERROR_NOT_FOUND,
                  "no summary by 'Dee'; it has: Anna, Ben");
  cr_expect (try_check (temporary.study, "Ben", &error));
  g_autoptr (EspCellView) view = show (temporary.study, "N-SU-001", "help/meaning");
  cr_assert_eq (view->cell->summaries->len, 2);
  for (guint i = 0; i < 2; i++)
    cr_expect_eq (((const EspSummary *)view->cell->summaries->pdata[i])->checks->len, 1);
}
