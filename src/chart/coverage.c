/* How much of a matrix is charted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "espalier.h"

static void
coverage_free (gpointer coverage)
{
  EspCoverage *one = coverage;
  g_free (one->name);
  g_free (one);
}

static void
count_cell (EspCoverage *coverage, const EspCell *cell)
{
  coverage->cells++;
  coverage->asked += cell->asked;
  coverage->charted += cell->asked && cell->work == ESP_WORK_CHARTED;
  coverage->draft += cell->asked && cell->work == ESP_WORK_DRAFT;
  coverage->not_started += cell->asked && cell->work == ESP_WORK_NOT_STARTED;
  coverage->summarised += cell->content == ESP_CONTENT_SUMMARISED;
  coverage->nothing_said += cell->content == ESP_CONTENT_NOTHING_SAID;
  coverage->not_asked += cell->content == ESP_CONTENT_NOT_ASKED;
  coverage->not_applicable += cell->content == ESP_CONTENT_NOT_APPLICABLE;
  coverage->uncharted += cell->uncharted;
}

GPtrArray *
esp_coverage (const EspMatrix *matrix, gboolean by_case)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (coverage_free);
  EspCoverage *all = g_new0 (EspCoverage, 1);
  guint n = by_case ? matrix->cases->len : matrix->themes->len,
        across = by_case ? matrix->themes->len : matrix->cases->len;
  all->name = g_strdup ("all");
  for (guint i = 0; i < n; i++)
    {
      EspCoverage *one = g_new0 (EspCoverage, 1);
      if (by_case)
        one->name = g_strdup (((const EspCase *)matrix->cases->pdata[i])->label);
      else
        {
          const EspTheme *theme = matrix->themes->pdata[i];
          one->name = g_strdup_printf ("%s %s", theme->number, theme->title);
        }
      for (guint j = 0; j < across; j++)
        {
          const EspCell *cell
              = by_case ? esp_matrix_cell (matrix, i, j) : esp_matrix_cell (matrix, j, i);
          count_cell (one, cell);
          count_cell (all, cell);
        }
      g_ptr_array_add (rows, one);
    }
  g_ptr_array_add (rows, all);
  return rows;
}
