/* Comparing: reading one site or case across its themes, and themes across groups of cases. Both
 * are a matrix and a grouping of its rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "study/case.h"
#include "study/group.h"
#include "study/grouping.h"

/* ---- building */

/* "Mentioned": a summary that rests on the case's own words, or on no words at all yet; or, where
 * nothing is charted, a coding of the case. */
static gboolean
is_mentioned (const EspCell *cell)
{
  for (guint i = 0; i < cell->summaries->len; i++)
    {
      const EspSummary *summary = cell->summaries->pdata[i];
      if (summary->content != ESP_CONTENT_SUMMARISED)
        continue;
      if (summary->evidence->len == 0)
        return TRUE;
      for (guint e = 0; e < summary->evidence->len; e++)
        if (((const EspEvidence *)summary->evidence->pdata[e])->own)
          return TRUE;
    }
  return cell->summaries->len == 0 && cell->own_codings > 0;
}

static void
count_group (EspGroupCell *cell, const EspMatrix *matrix, guint theme, const GArray *rows)
{
  cell->rows = g_ptr_array_new ();
  cell->cases = rows->len;
  for (guint i = 0; i < rows->len; i++)
    {
      guint row = g_array_index (rows, guint, i);
      const EspCell *one = esp_matrix_cell (matrix, row, theme);
      g_ptr_array_add (cell->rows, GUINT_TO_POINTER (row));
      cell->asked += one->asked;
      cell->mentioned += one->asked && is_mentioned (one);
    }
}

/* `matrix`, `title_taken` and the grouping's names are taken. */
static EspComparison *
comparison_new (EspMatrix *matrix, char *title_taken, const char *by, Grouping *grouping)
{
  EspComparison *comparison = g_new0 (EspComparison, 1);
  comparison->matrix = matrix;
  comparison->title = title_taken;
  comparison->by = g_strdup (by);
  comparison->groups = g_steal_pointer (&grouping->names);
  comparison->left_out = g_ptr_array_new_with_free_func (g_free);
  comparison->cells = g_new0 (EspGroupCell, (gsize)matrix->themes->len * comparison->groups->len);
  for (guint theme = 0; theme < matrix->themes->len; theme++)
    for (guint group = 0; group < comparison->groups->len; group++)
      count_group (&comparison->cells[theme * comparison->groups->len + group], matrix, theme,
                   grouping->rows->pdata[group]);
  return comparison;
}

const EspGroupCell *
esp_comparison_cell (const EspComparison *comparison, guint theme, guint group)
{
  return &comparison->cells[(gsize)theme * comparison->groups->len + group];
}

void
esp_comparison_free (EspComparison *comparison)
{
  if (comparison == NULL)
    return;
  for (gsize i = 0; i < (gsize)comparison->matrix->themes->len * comparison->groups->len; i++)
    g_ptr_array_unref (comparison->cells[i].rows);
  g_free (comparison->cells);
  esp_matrix_free (comparison->matrix);
  g_free (comparison->title);
  g_free (comparison->by);
  g_ptr_array_unref (comparison->groups);
  g_ptr_array_unref (comparison->left_out);
  g_free (comparison);
}

/* ---- within */

/* The labels that "Burgundy" or "B-SM-001" means, and what to call them. */
static GPtrArray *
labels_of (EspStudy *study, const char *of, char **display, GError **error)
{
  Uuid id;
  g_autofree char *label = NULL;
  g_autoptr (GError) no_group = NULL;
  GPtrArray *labels = group_resolve (study, of, display, &no_group);
  if (labels != NULL)
    return labels;
  if (no_group->code == ESP_ERROR_NOT_FOUND && case_find (study, of, &id, &label, NULL))
    {
      labels = g_ptr_array_new_with_free_func (g_free);
      *display = g_strdup (label);
      g_ptr_array_add (labels, g_steal_pointer (&label));
      return labels;
    }
  if (no_group->code == ESP_ERROR_NOT_FOUND)
    fail (error, ESP_ERROR_NOT_FOUND,
          "there is no case and no group '%s'; 'espalier groups' and 'espalier cases' list them",
          of);
  else
    g_propagate_error (error, g_steal_pointer (&no_group));
  return NULL;
}

EspComparison *
esp_compare_within (EspStudy *study, const char *analysis, const char *section, const char *of,
                    GError **error)
{
  g_autofree char *display = NULL;
  g_autoptr (GPtrArray) labels = labels_of (study, of, &display, error);
  if (labels == NULL)
    return NULL;
  g_autoptr (EspMatrix) matrix = esp_matrix (study, analysis, section, NULL, error);
  if (matrix == NULL)
    return NULL;
  Grouping grouping;
  grouping_init (&grouping);
  GArray *rows = grouping_add (&grouping, display);
  for (guint row = 0; row < matrix->cases->len; row++)
    if (g_ptr_array_find_with_equal_func (
            labels, ((const EspCase *)matrix->cases->pdata[row])->label, g_str_equal, NULL))
      g_array_append_val (rows, row);
  EspComparison *comparison = NULL;
  if (rows->len > 0)
    comparison = comparison_new (g_steal_pointer (&matrix), g_strdup_printf ("Within %s", display),
                                 "", &grouping);
  else
    fail (error, ESP_ERROR_NOT_FOUND, "no case of '%s' has a document", display);
  grouping_clear (&grouping);
  return comparison;
}

/* ---- across */

static void
list_left_out (EspComparison *comparison, const Grouping *grouping)
{
  g_autoptr (GArray) rows = grouping_left_out (grouping, comparison->matrix->cases->len);
  for (guint i = 0; i < rows->len; i++)
    {
      const EspCase *one = comparison->matrix->cases->pdata[g_array_index (rows, guint, i)];
      g_ptr_array_add (comparison->left_out, g_strdup (one->label));
    }
}

EspComparison *
esp_compare_across (EspStudy *study, const char *analysis, const char *section, const char *by,
                    GError **error)
{
  g_autoptr (EspMatrix) matrix = esp_matrix (study, analysis, section, NULL, error);
  if (matrix == NULL)
    return NULL;
  Grouping grouping;
  grouping_init (&grouping);
  g_autofree char *display = NULL;
  EspComparison *comparison = NULL;
  if (grouping_make (&grouping, study, matrix->cases, by, &display, error))
    {
      if (grouping.names->len == 0)
        fail (error, ESP_ERROR_NOT_FOUND, "no case has a value of '%s'", display);
      else
        {
          comparison = comparison_new (g_steal_pointer (&matrix),
                                       g_strdup_printf ("Across cases, by %s", display), display,
                                       &grouping);
          list_left_out (comparison, &grouping);
        }
    }
  grouping_clear (&grouping);
  return comparison;
}
