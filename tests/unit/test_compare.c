/* Comparing: who is in which group, and "mentioned by n of m asked".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/temporary_study.h"

static EspComparison *
across (EspStudy *study, const char *by)
{
  g_autoptr (GError) error = NULL;
  EspComparison *comparison = esp_compare_across (study, NULL, NULL, by, &error);
  cr_assert_not_null (comparison, "%s", error ? error->message : "");
  return comparison;
}

static EspComparison *
within (EspStudy *study, const char *of)
{
  g_autoptr (GError) error = NULL;
  EspComparison *comparison = esp_compare_within (study, NULL, "help", of, &error);
  cr_assert_not_null (comparison, "%s", error ? error->message : "");
  return comparison;
}

static const EspGroupCell *
cell_of (const EspComparison *comparison, const char *path, const char *group)
{
  for (guint t = 0; t < comparison->matrix->themes->len; t++)
    for (guint g = 0; g < comparison->groups->len; g++)
      if (g_str_equal (((const EspTheme *)comparison->matrix->themes->pdata[t])->path, path)
          && g_str_equal (comparison->groups->pdata[g], group))
        return esp_comparison_cell (comparison, t, g);
  cr_assert_fail ("no cell %s, %s", path, group);
  return NULL;
}

static const struct
{
  const char *by, *group, *path;
  guint cases, asked, mentioned;
} cells[] = {
  /* N-SU-001, N-CA-001, N-SU-002 are of the north; users are asked of friends, carers are not. */
  { "site", "North", "help/meaning", 3, 3, 2 },
  { "site", "South", "help/meaning", 2, 2, 0 }, /* the interviewer's words are nobody's mention */
  { "site", "North", "help/friends", 3, 2, 1 },
  { "role", "carer", "help/friends", 2, 0, 0 }, /* not asked is out of the denominator */
  { "role", "user", "help/friends", 3, 3, 1 },
  { "role", "carer", "help/family", 2, 1, 1 }, /* said without being asked */
  { "role", "user", "help/family", 3, 0, 0 },  /* the other's words are context */
  { "pair", "First pair", "help/meaning", 2, 2, 2 },
  { "Site", "South", "setting/home", 2, 1, 0 },
};

Test (compare, counts_the_cases_own_words_among_those_asked)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  chart_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Part of it.",
               "Hope is part of it");
  g_free (code_quote (temporary.study, "Anna", "N-CA-001", "help/meaning", "We hope still"));
  g_free (code_quote (temporary.study, "Anna", "S-SU-001", "help/meaning", "What helps?"));
  chart_quote (temporary.study, "Anna", "S-SU-001", "help/meaning", "Was asked.", "What helps?");
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/friends", "My friends help me"));
  g_free (code_quote (temporary.study, "Anna", "group", "help/family", "Family first"));
  const EspChartEntry nothing = { .content = ESP_CONTENT_NOT_ASKED };
  change_begin (temporary.study);
  cr_assert (
      esp_chart_set (temporary.study, NULL, "N-SU-001", "help/family", &nothing, FALSE, &error));
  change_commit (temporary.study);
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (EspComparison) comparison = across (temporary.study, cells[i].by);
      const EspGroupCell *cell = cell_of (comparison, cells[i].path, cells[i].group);
      cr_expect (cell->cases == cells[i].cases && cell->asked == cells[i].asked
                     && cell->mentioned == cells[i].mentioned,
                 "%s, %s: %u of %u of %u", cells[i].group, cells[i].path, cell->mentioned,
                 cell->asked, cell->cases);
    }
}

Test (compare, across_leaves_nobody_out_unsaid)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  g_autoptr (EspComparison) site = across (temporary.study, "site"),
                            pair = across (temporary.study, "pair");
  cr_assert_eq (site->groups->len, 2);
  cr_expect_str_eq (site->groups->pdata[0], "North", "in the order of the definition");
  cr_expect_eq (site->left_out->len, 0);
  cr_expect_eq (pair->left_out->len, 3);
  for (guint i = 0; i < site->matrix->themes->len; i++)
    {
      guint cases = 0;
      for (guint g = 0; g < site->groups->len; g++)
        {
          const EspGroupCell *cell = esp_comparison_cell (site, i, g);
          cr_expect_leq (cell->mentioned, cell->asked);
          cr_expect_leq (cell->asked, cell->cases);
          cr_expect_eq (cell->cases, cell->rows->len);
          cases += cell->cases;
        }
      cr_expect_eq (cases, site->matrix->cases->len);
    }
  /* Nobody has an age yet; one gets one. */
  expect_failure (esp_compare_across (temporary.study, NULL, NULL, "age", &error) != NULL, &error,
                  ESP_ERROR_NOT_FOUND, "age");
  change_begin (temporary.study);
  cr_assert (esp_case_set_attribute (temporary.study, "N-SU-001", "age", "31-60", &error));
  change_commit (temporary.study);
  g_autoptr (EspComparison) age = across (temporary.study, "age");
  cr_expect_eq (age->groups->len, 1);
  cr_expect_eq (age->left_out->len, 4);
  expect_failure (esp_compare_across (temporary.study, NULL, NULL, "shoe size", &error) != NULL,
                  &error, ESP_ERROR_NOT_FOUND, "shoe size");
}

Test (compare, tells_a_kind_without_groups_from_one_that_is_not_there)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);

  change_begin (temporary.study);
  cr_assert (esp_group_kind_add (temporary.study, "wave", NULL, &error));
  change_commit (temporary.study);
  expect_failure (esp_compare_across (temporary.study, NULL, NULL, "wave", &error) != NULL, &error,
                  ESP_ERROR_NOT_FOUND, "no case is in a group of the kind 'wave' yet");
}

static const struct
{
  const char *of, *title;
  guint cases;
} withins[] = { { "North", "North", 3 },
                { "N-SU-001", "Within N-SU-001", 1 },
                { "pair: First pair", "First pair", 2 },
                { "n\u2013su\u2013001", "N-SU-001", 1 } };

Test (compare, within_reads_a_site_a_group_or_a_case)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (withins); i++)
    {
      g_autoptr (EspComparison) comparison = within (temporary.study, withins[i].of);
      cr_assert_eq (comparison->groups->len, 1);
      cr_expect_eq (esp_comparison_cell (comparison, 0, 0)->cases, withins[i].cases, "%s",
                    withins[i].of);
      cr_expect_str_empty (comparison->by);
      cr_expect_not_null (strstr (comparison->title, withins[i].title), "%s", comparison->title);
    }
  expect_failure (esp_compare_within (temporary.study, NULL, NULL, "Nowhere", &error) != NULL,
                  &error, ESP_ERROR_NOT_FOUND, "Nowhere");
}
