/* The matrix and its coverage: the same cases in the same order everywhere, and numbers that add
 * up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/temporary_study.h"

static const char *const themes[]
    = { "help/meaning", "help/friends", "help/family", "setting/home", "setting/work" };
static const char *const labels[] = { "N-SU-001", "N-CA-001", "S-SU-001" };

/* Codes and charts at random, by two coders. */
static inline void
work_at_random (EspStudy *study, GRand *chance, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      const char *label = labels[chance_below (chance, 3)],
                 *theme = themes[chance_below (chance, 5)];
      const gsize start = chance_below (chance, 60), length = 1 + chance_below (chance, 30);
      const EspPlace span = { .start_cp = start, .end_cp = start + length },
                     turn = { .turn = 1 + chance_below (chance, 4) };
      EspChartEntry entry
          = { .text = "Words.", .evidence = &turn, .n_evidence = 1, .document = label };
      if (chance_below (chance, 3) == 0)
        entry = (EspChartEntry){ .content
                                 = ESP_CONTENT_NOTHING_SAID + (int)chance_below (chance, 3) };
      else if (chance_below (chance, 3) == 0)
        entry = (EspChartEntry){ .text = "Draft.", .work = ESP_WORK_DRAFT };
      change_begin_as (study, chance_below (chance, 2) ? "Anna" : "Ben", "random");
      const gboolean done = chance_below (chance, 2)
                                ? esp_code (study, NULL, label, theme, &span, NULL, &error)
                                : esp_chart_set (study, NULL, label, theme, &entry,
                                                 chance_below (chance, 6) == 0, &error);
      if (done)
        change_commit (study);
      else
        esp_change_abandon (study);
    }
}

static EspMatrix *
matrix_of (EspStudy *study, const char *section, const char *const *where)
{
  g_autoptr (GError) error = NULL;
  EspMatrix *matrix = esp_matrix (study, NULL, section, where, &error);
  cr_assert_not_null (matrix, "%s", error ? error->message : "");
  return matrix;
}

Test (matrix, has_the_same_cases_in_the_same_order_in_every_section)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (EspMatrix) all = matrix_of (temporary.study, NULL, NULL),
                        help = matrix_of (temporary.study, "help", NULL),
                        setting = matrix_of (temporary.study, "2", NULL);
  static const char *const expected[]
      = { "N-CA-001", "N-SU-001", "N-SU-002", "S-CA-001", "S-SU-001" };
  const EspMatrix *const matrices[] = { all, help, setting };
  for (gsize m = 0; m < 3; m++)
    {
      cr_assert_eq (matrices[m]->cases->len, G_N_ELEMENTS (expected));
      for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
        cr_expect_str_eq (((const EspCase *)matrices[m]->cases->pdata[i])->label, expected[i]);
      cr_expect_eq (matrices[m]->attributes->len, 2, "the key attributes");
      for (guint i = 0; i < matrices[m]->themes->len; i++)
        cr_expect_gt (((const EspTheme *)matrices[m]->themes->pdata[i])->depth, 0,
                      "sections are no columns");
    }
  cr_expect_eq (all->themes->len, help->themes->len + setting->themes->len);
  cr_expect_eq (all->sections->len, 2);
  for (guint i = 0; i < all->themes->len; i++)
    {
      const EspTheme *theme = all->themes->pdata[i],
                     *section = all->sections->pdata[all->section_of[i]];
      cr_expect (g_str_has_prefix (theme->path, section->path), "%s in %s", theme->path,
                 section->path);
    }
  cr_expect_str_eq (help->title, "Help");
  cr_expect_str_eq (all->title, "All sections");
  cr_expect_str_eq (all->framework, "Written");
  static const char *const where[] = { "site=South", NULL };
  g_autoptr (EspMatrix) south = matrix_of (temporary.study, NULL, where);
  cr_expect_eq (south->cases->len, 2);
}

/* What a person may type, and what is answered. */
static const struct
{
  const char *where, *answer;
  EspError code;
} slips[] = {
  { "site=Sout", "it can be: North, South", ESP_ERROR_INPUT },
  { "age=18-30", "no case has '18-30' as its age; cases have: 31-60", ESP_ERROR_NOT_FOUND },
  { "number=77", "no case has '77' as its number; cases have: ", ESP_ERROR_NOT_FOUND },
  { "sight=South", "there is no attribute 'sight'", ESP_ERROR_NOT_FOUND },
  { "South", "is not ATTRIBUTE=VALUE", ESP_ERROR_USAGE },
  { "site=", "no case is without a value of 'site'", ESP_ERROR_NOT_FOUND },
};

Test (matrix, refuses_to_choose_what_no_case_has)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  change_begin (temporary.study);
  cr_assert (esp_case_set_attribute (temporary.study, "N-SU-001", "age", "31-60", NULL));
  change_commit (temporary.study);
  for (gsize i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      const char *const where[] = { slips[i].where, NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) cases = esp_cases (temporary.study, where, &error);
      cr_assert_null (cases, "%s", slips[i].where);
      cr_expect_eq (error->code, (gint)slips[i].code, "%s", slips[i].where);
      cr_expect_not_null (strstr (error->message, slips[i].answer), "%s", error->message);
    }
  static const char *const fits[] = { "site=south", NULL };
  g_autoptr (GPtrArray) south = esp_cases (temporary.study, fits, NULL);
  cr_expect_eq (south->len, 2);
}

Test (matrix, refuses_what_is_no_section)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  cr_expect_null (esp_matrix (temporary.study, NULL, NULL, NULL, &error));
  cr_expect_not_null (error);
  g_clear_error (&error);
  temporary_study_close (&temporary);
  written_study_open (&temporary);
  expect_failure (esp_matrix (temporary.study, NULL, "help/meaning", NULL, &error) != NULL, &error,
                  ESP_ERROR_INPUT, "not a section");
  expect_failure (esp_matrix (temporary.study, NULL, "nothing", NULL, &error) != NULL, &error,
                  ESP_ERROR_NOT_FOUND, "nothing");
  static const char *const where[] = { "shoe size=43", NULL };
  expect_failure (esp_matrix (temporary.study, NULL, NULL, where, &error) != NULL, &error,
                  ESP_ERROR_NOT_FOUND, "shoe size");
}

static void
expect_sums (const EspMatrix *matrix, guint32 seed)
{
  g_autoptr (GPtrArray) by_theme = esp_coverage (matrix, FALSE),
                        by_case = esp_coverage (matrix, TRUE);
  cr_assert_eq (by_theme->len, matrix->themes->len + 1);
  cr_assert_eq (by_case->len, matrix->cases->len + 1);
  GPtrArray *const both[] = { by_theme, by_case };
  EspCoverage last[2];
  for (gsize b = 0; b < 2; b++)
    {
      EspCoverage sum = { 0 };
      for (guint i = 0; i + 1 < both[b]->len; i++)
        {
          const EspCoverage *one = both[b]->pdata[i];
          cr_assert_eq (one->asked, one->charted + one->draft + one->not_started, "seed %u, %s",
                        seed, one->name);
          cr_assert_leq (one->asked + one->not_asked, one->cells, "seed %u, %s", seed, one->name);
          cr_assert_leq (one->summarised + one->nothing_said, one->asked, "seed %u, %s", seed,
                         one->name);
          sum.cells += one->cells;
          sum.asked += one->asked;
          sum.charted += one->charted;
          sum.draft += one->draft;
          sum.not_started += one->not_started;
          sum.summarised += one->summarised;
          sum.nothing_said += one->nothing_said;
          sum.not_asked += one->not_asked;
          sum.not_applicable += one->not_applicable;
          sum.uncharted += one->uncharted;
        }
      last[b] = *(const EspCoverage *)both[b]->pdata[both[b]->len - 1];
      cr_expect_str_eq (last[b].name, "all");
      sum.name = last[b].name;
      cr_assert_eq (memcmp (&sum, &last[b], sizeof sum), 0,
                    "seed %u: the sums of %s are not the total", seed, b ? "cases" : "themes");
    }
  last[0].name = last[1].name;
  cr_assert_eq (memcmp (&last[0], &last[1], sizeof last[0]), 0,
                "seed %u: by case and by theme differ", seed);
  cr_assert_eq (last[0].cells, matrix->cases->len * matrix->themes->len);
}

Test (matrix, numbers_add_up)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (guint round = 0; round < 8; round++)
    {
      work_at_random (temporary.study, chance, 15);
      g_autoptr (EspMatrix) all = matrix_of (temporary.study, NULL, NULL);
      expect_sums (all, seed);
      /* Every coding is in one cell, and a cell of its own says what the matrix says. */
      guint codings = 0;
      const EspCodingFilter filter = { 0 };
      g_autoptr (GPtrArray) listed = esp_codings (temporary.study, &filter, NULL);
      for (guint row = 0; row < all->cases->len; row++)
        for (guint column = 0; column < all->themes->len; column++)
          {
            const EspCell *cell = esp_matrix_cell (all, row, column);
            const char *label = ((const EspCase *)all->cases->pdata[row])->label;
            const char *path = ((const EspTheme *)all->themes->pdata[column])->path;
            codings += cell->codings;
            cr_assert_leq (cell->uncharted, cell->codings);
            cr_assert_leq (cell->own_codings, cell->codings);
            if (cell->codings + cell->summaries->len == 0)
              continue;
            g_autoptr (EspCellView) view
                = esp_chart_show (temporary.study, NULL, label, path, NULL);
            cr_assert (view->cell->content == cell->content && view->cell->work == cell->work
                           && view->cell->asked == cell->asked
                           && view->cell->codings == cell->codings
                           && view->cell->uncharted == cell->uncharted
                           && view->cell->summaries->len == cell->summaries->len,
                       "seed %u: %s, %s", seed, label, path);
            cr_assert_eq (view->codings->len, cell->codings, "seed %u: %s, %s", seed, label, path);
            cr_assert_eq (view->uncharted->len, cell->uncharted, "seed %u: %s, %s", seed, label,
                          path);
          }
      cr_assert_eq (codings, listed->len, "seed %u", seed);
    }
  expect_whole (temporary.study);
}
