/* Codings: one for the same person, words and theme; taken away and brought back; proposals count
 * nowhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/undoing.h"

static GPtrArray *
codings (EspStudy *study, const EspCodingFilter *filter)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = esp_codings (study, filter, &error);
  cr_assert_not_null (found, "%s", error ? error->message : "");
  return found;
}

static guint
count (EspStudy *study, const EspCodingFilter *filter)
{
  g_autoptr (GPtrArray) found = codings (study, filter);
  return found->len;
}

static gboolean
try_code (EspStudy *study, const char *coder, const char *theme, const EspPlace *place,
          GError **error)
{
  change_begin_as (study, coder, "code");
  if (esp_code (study, NULL, "N-SU-001", theme, place, NULL, error))
    {
      change_commit (study);
      return TRUE;
    }
  esp_change_abandon (study);
  return FALSE;
}

static void
uncode (EspStudy *study, const char *coder, const char *id)
{
  g_autoptr (GError) error = NULL;
  change_begin_as (study, coder, "uncode");
  cr_assert (esp_uncode (study, id, NULL, &error), "%s", error ? error->message : "");
  change_commit (study);
}

Test (coding, of_the_same_words_is_the_same_in_every_copy)
{
  g_auto (TemporaryStudy) a = { 0 };
  g_auto (TemporaryStudy) b = { 0 };
  written_study_open (&a);
  written_study_open (&b);
  g_autofree char *in_a
      = code_quote (a.study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it");
  g_autofree char *in_b = code_quote (b.study, "Anna", "N-SU-001", "1.1", "Hope is part of it");
  g_autofree char *of_ben
      = code_quote (b.study, "Ben", "N-SU-001", "help/meaning", "Hope is part of it");
  g_autofree char *of_theme
      = code_quote (b.study, "Anna", "N-SU-001", "help/family", "Hope is part of it");
  g_autofree char *of_span
      = code_quote (b.study, "Anna", "N-SU-001", "help/meaning", "Hope is part of");
  cr_expect_str_eq (in_a, in_b);
  cr_expect_str_neq (in_a, of_ben);
  cr_expect_str_neq (in_a, of_theme);
  cr_expect_str_neq (in_a, of_span);
}

Test (coding, twice_is_refused_and_after_uncoding_is_not)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  const EspPlace place = { .quote = "Hope is part of it" };
  const EspCodingFilter all = { 0 };
  written_study_open (&temporary);
  g_autofree char *first
      = code_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", place.quote);
  expect_failure (try_code (temporary.study, "Anna", "help/meaning", &place, &error), &error,
                  ESP_ERROR_EXISTS, "coded with");
  cr_expect (try_code (temporary.study, "Ben", "help/meaning", &place, &error),
             "another person may");
  uncode (temporary.study, "Ben", first);
  cr_expect_eq (count (temporary.study, &all), 1);
  change_begin (temporary.study);
  expect_failure (esp_uncode (temporary.study, first, NULL, &error), &error, ESP_ERROR_NOT_FOUND,
                  "no coding");
  esp_change_abandon (temporary.study);
  g_autofree char *again
      = code_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", place.quote);
  cr_expect_str_eq (again, first);
  cr_expect_eq (count (temporary.study, &all), 2);
  expect_whole (temporary.study);
}

Test (coding, says_whose_words_where)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  static const struct
  {
    const char *document, *quote, *label, *where;
    EspPart part;
  } rows[] = {
    { "N-SU-001", "Hope is part of it", "N-SU-001", "turn 2", ESP_PART_CASE },
    { "N-SU-001", "What does hope mean", "N-SU-001", "turn 1", ESP_PART_INTERVIEWER },
    { "N-SU-001", "She has hope", "N-SU-001", "turn 5", ESP_PART_OTHER },
    { "group", "Hope later", "S-CA-001", "turn 3", ESP_PART_CASE },
    { "group", "Welcome", "", "turn 1", ESP_PART_INTERVIEWER },
    { "N-plan", "The plan is signed", "N-SU-001", "paragraph 1", ESP_PART_NONE },
    { "rules", "All plans give hope", "", "paragraph 1", ESP_PART_NONE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *id
          = code_quote (temporary.study, "Anna", rows[i].document, "help/meaning", rows[i].quote);
      const EspCodingFilter filter = { .id = id };
      g_autoptr (GPtrArray) found = codings (temporary.study, &filter);
      cr_assert_eq (found->len, 1);
      const EspCoding *coding = found->pdata[0];
      cr_expect_str_eq (coding->words, rows[i].quote);
      cr_expect_str_eq (coding->document, rows[i].document);
      cr_expect_str_eq (coding->case_label, rows[i].label, "%s: %s", rows[i].quote,
                        coding->case_label);
      cr_expect_str_eq (coding->where, rows[i].where);
      cr_expect_eq (coding->part, rows[i].part, "%s", rows[i].quote);
      cr_expect_str_eq (coding->origin, "hand");
      cr_expect_str_eq (coding->theme_path, "help/meaning");
    }
}

static const struct
{
  EspCodingFilter filter;
  guint n;
} filters[] = {
  { { .theme = NULL }, 5 },
  { { .theme = "help" }, 4 },
  { { .theme = "help/friends" }, 2 },
  { { .theme = "help/friends/old-friends" }, 1 },
  { { .theme = "setting" }, 1 },
  { { .coder = "Ben" }, 2 },
  { { .case_label = "N-SU-001" }, 3 },
  { { .case_label = "S-CA-001" }, 1 },
  { { .document = "group" }, 1 },
  { { .document = "N-SU-001", .coder = "Anna", .theme = "help" }, 2 },
  { { .origin = "hand" }, 5 },
  { { .origin = "proposed" }, 0 },
};

Test (coding, is_listed_by_case_theme_coder_and_document)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/friends", "My friends help me"));
  g_free (code_quote (temporary.study, "Ben", "N-SU-001", "help/friends/old-friends",
                      "my old friends"));
  g_free (code_quote (temporary.study, "Ben", "group", "help/meaning", "Hope later"));
  g_free (code_quote (temporary.study, "Anna", "N-CA-001", "setting/work", "Work is far away"));
  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    cr_expect_eq (count (temporary.study, &filters[i].filter), filters[i].n, "filter %zu gives %u",
                  i, count (temporary.study, &filters[i].filter));
}

/* ---- proposals */

static void
autocode (const TemporaryStudy *temporary, const char *coder, const char *sheet)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *rules = temporary_file (temporary, "rules.csv", sheet, -1);
  const EspAutocodeOptions options = { 0 };
  change_begin_as (temporary->study, coder, "autocode");
  g_autoptr (GPtrArray) rows = esp_autocode (temporary->study, NULL, rules, &options, &error);
  cr_assert_not_null (rows, "%s", error ? error->message : "");
  change_commit (temporary->study);
}

static guint
settle (EspStudy *study, const EspCodingFilter *filter, gboolean accept)
{
  guint n = 0;
  g_autoptr (GError) error = NULL;
  change_begin_as (study, "Ben", accept ? "codings accept" : "codings reject");
  cr_assert ((accept ? esp_codings_accept : esp_codings_reject) (study, filter, &n, &error));
  change_commit (study);
  return n;
}

/* All numbers that a proposal could slip into. */
static guint
counted_anywhere (EspStudy *study)
{
  const EspCodingFilter all = { 0 };
  guint n = count (study, &all);
  g_autoptr (GPtrArray) documents = esp_documents (study, NULL, NULL),
                        themes = esp_framework (study, NULL, NULL);
  for (guint i = 0; i < documents->len; i++)
    n += ((const EspDocument *)documents->pdata[i])->codings;
  for (guint i = 0; i < themes->len; i++)
    n += ((const EspTheme *)themes->pdata[i])->codings;
  g_autoptr (EspMatrix) matrix = esp_matrix (study, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < matrix->cases->len * matrix->themes->len; i++)
    n += matrix->cells[i].codings + matrix->cells[i].own_codings + matrix->cells[i].uncharted;
  g_autoptr (GPtrArray) coverage = esp_coverage (matrix, FALSE);
  for (guint i = 0; i < coverage->len; i++)
    n += ((const EspCoverage *)coverage->pdata[i])->uncharted;
  g_autoptr (EspComparison) across = esp_compare_across (study, NULL, NULL, "site", NULL);
  for (guint i = 0; i < across->matrix->themes->len * across->groups->len; i++)
    n += across->cells[i].mentioned;
  g_autoptr (EspCellView) view = esp_chart_show (study, NULL, "N-SU-001", "help/meaning", NULL);
  return n + view->codings->len + view->uncharted->len + view->cell->codings;
}

Test (coding, proposed_counts_nowhere_until_accepted)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  cr_expect_eq (counted_anywhere (temporary.study), 0);
  autocode (&temporary, "Anna", "theme,words\nhelp/meaning,hope\n");
  const EspCodingFilter any = { .origin = "any" }, all = { 0 }, one = { .case_label = "N-SU-001" };
  const guint proposed = count (temporary.study, &any);
  cr_expect_gt (proposed, 3);
  cr_expect_eq (counted_anywhere (temporary.study), 0);
  const guint accepted = settle (temporary.study, &one, TRUE);
  cr_expect_gt (accepted, 0);
  cr_expect_lt (accepted, proposed);
  cr_expect_eq (count (temporary.study, &all), accepted);
  cr_expect_gt (counted_anywhere (temporary.study), accepted * 5);
  cr_expect_eq (settle (temporary.study, &one, TRUE), 0,
                "what is accepted is no proposal any more");
  g_autoptr (GPtrArray) found = codings (temporary.study, &all);
  for (guint i = 0; i < found->len; i++)
    cr_expect_str_eq (((const EspCoding *)found->pdata[i])->origin, "accepted");
  expect_whole (temporary.study);
}

Test (coding, rejected_is_not_proposed_again)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const EspCodingFilter any = { .origin = "any" }, one = { .case_label = "N-SU-001" };
  autocode (&temporary, "Anna", "theme,words\nhelp/meaning,hope\n");
  const guint proposed = count (temporary.study, &any),
              rejected = settle (temporary.study, &one, FALSE);
  cr_expect_gt (rejected, 0);
  static const char *const coders[] = { "Anna", "Ben", "Zoe" };
  for (gsize i = 0; i < G_N_ELEMENTS (coders); i++)
    {
      autocode (&temporary, coders[i], "theme,words\nhelp/meaning,hope\n");
      cr_expect_eq (count (temporary.study, &any), proposed - rejected, "by %s: %u", coders[i],
                    count (temporary.study, &any));
    }
  /* A person may still code it. */
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Hope"));
  expect_whole (temporary.study);
}

Test (coding, uncoded_proposal_is_a_rejected_one)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const EspCodingFilter any = { .origin = "any" };
  autocode (&temporary, "Anna", "theme,words\nhelp/family,dog\n");
  const guint proposed = count (temporary.study, &any);
  g_autoptr (GPtrArray) found = codings (temporary.study, &any);
  uncode (temporary.study, "Ben", ((const EspCoding *)found->pdata[0])->id);
  autocode (&temporary, "Anna", "theme,words\nhelp/family,dog\n");
  cr_expect_eq (count (temporary.study, &any), proposed - 1);
}

/* Undone is not rejected: the rules may be run again. */
Test (coding, proposed_undone_and_proposed_again_is_there)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const EspCodingFilter any = { .origin = "any" };
  autocode (&temporary, "Anna", "theme,words\nhelp/meaning,hope\n");
  const guint proposed = count (temporary.study, &any);
  undo_last (temporary.study, "Anna");
  cr_expect_eq (count (temporary.study, &any), 0);
  autocode (&temporary, "Anna", "theme,words\nhelp/meaning,hope\n");
  cr_expect_eq (count (temporary.study, &any), proposed);
  expect_whole (temporary.study);
}

static const struct
{
  const char *document, *theme, *id;
  EspError code;
} unknown[] = {
  { "nobody", "help/meaning", "zz", ESP_ERROR_NOT_FOUND },
  { "N-SU-001", "nothing", "12", ESP_ERROR_NOT_FOUND },
  { "N-SU-001", "Other", "%%%%", ESP_ERROR_AMBIGUOUS },
};

Test (coding, needs_a_document_and_a_theme_that_are_there)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const EspPlace place = { .turn = 2 };
  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autoptr (GError) error = NULL;
      change_begin (temporary.study);
      expect_failure (esp_code (temporary.study, NULL, unknown[i].document, unknown[i].theme,
                                &place, NULL, &error),
                      &error, unknown[i].code,
                      unknown[i].code == ESP_ERROR_AMBIGUOUS ? "help/other" : "there is no");
      expect_failure (esp_uncode (temporary.study, unknown[i].id, NULL, &error), &error,
                      ESP_ERROR_USAGE, "is not a coding");
      esp_change_abandon (temporary.study);
    }
}

Test (coding, looks_for_a_quote_in_all_that_a_case_has)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (GError) error = NULL;
  import_words (&temporary, "N-SU-001 again.txt",
                "Interviewer: Again?\n\nParticipant: Hope is part of it.\n\nInterviewer: A dog?\n\n"
                "Participant: Rex is older now.\n");
  const EspPlace twice = { .quote = "Hope is part of it" }, turn = { .turn = 2 },
                 once = { .quote = "Rex is older" };
  expect_failure (try_code (temporary.study, "Anna", "help/meaning", &twice, &error), &error,
                  ESP_ERROR_AMBIGUOUS, "occurs 2 times");
  cr_expect (try_code (temporary.study, "Anna", "help/meaning", &once, &error));
  cr_expect (try_code (temporary.study, "Anna", "help/meaning", &turn, &error),
             "a turn is in the document of the name");
  g_free (code_quote (temporary.study, "Anna", "N-SU-001 again", "help/meaning", twice.quote));
  expect_failure (try_code (temporary.study, "Anna", "help", &turn, &error), &error,
                  ESP_ERROR_INPUT, "code its themes, or help/other for what fits none");
}
