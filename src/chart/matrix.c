/* The framework matrix: built once in memory, then only read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "chart/cell.h"
#include "history/log.h"
#include "store/store.h"
#include "study/analysis.h"
#include "study/attribute.h"
#include "study/case.h"

#include <string.h>

static gboolean
choose_section (const ThemeTree *tree, const char *section, guint *start, guint *end,
                GError **error)
{
  *start = 0;
  *end = tree->entries->len;
  if (section == NULL)
    return *end > 0
           || fail (error, ESP_ERROR_NOT_FOUND,
                    "there is no framework yet; 'espalier framework import' brings one");
  if (!theme_tree_index (tree, section, start, error))
    return FALSE;
  if (theme_tree_entry (tree, *start)->theme->depth > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "'%s' is not a section; a matrix is of a section or of all",
                 theme_tree_entry (tree, *start)->theme->title);
  *end = theme_tree_end (tree, *start);
  return TRUE;
}

static void
remove_others (GPtrArray *array, gboolean (*stays) (gconstpointer))
{
  for (guint i = array->len; i > 0; i--)
    if (!stays (array->pdata[i - 1]))
      g_ptr_array_remove_index (array, i - 1);
}

static gboolean
has_documents (gconstpointer one)
{
  return ((const EspCase *)one)->documents > 0;
}

static gboolean
is_key (gconstpointer attribute)
{
  return ((const EspAttribute *)attribute)->is_key;
}

/* The columns: every theme below a section. A theme is taken out of the tree by giving its place
 * there up. */
static void
take_themes (EspMatrix *matrix, ChartData *data, guint start, guint end, GArray *columns)
{
  guint section = 0;
  matrix->section_of = g_new0 (guint, end - start + 1);
  for (guint i = start; i < end; i++)
    {
      EspTheme *theme = theme_tree_entry (data->tree, i)->theme;
      if (theme->depth == 0)
        section = matrix->sections->len;
      else
        {
          matrix->section_of[columns->len] = section;
          g_array_append_val (columns, i);
        }
      g_ptr_array_add (theme->depth == 0 ? matrix->sections : matrix->themes, theme);
    }
}

static void
fill_cells (EspMatrix *matrix, ChartData *data, const GArray *columns)
{
  matrix->cells = g_new0 (EspCell, (gsize)matrix->cases->len * columns->len);
  for (guint row = 0; row < matrix->cases->len; row++)
    for (guint column = 0; column < columns->len; column++)
      chart_data_cell (data, row, g_array_index (columns, guint, column),
                       &matrix->cells[row * columns->len + column]);
}

/* Moves the themes of the matrix out of the tree, which is freed with the rest. */
static void
own_themes (EspMatrix *matrix, ChartData *data)
{
  g_autoptr (GPtrArray) all = theme_tree_steal (data->tree);
  for (guint i = all->len; i > 0; i--)
    if (g_ptr_array_find (matrix->themes, all->pdata[i - 1], NULL)
        || g_ptr_array_find (matrix->sections, all->pdata[i - 1], NULL))
      g_ptr_array_steal_index (all, i - 1);
}

static gboolean
fill_head (EspMatrix *matrix, EspStudy *study, const Uuid *analysis, GError **error)
{
  matrix->study = esp_study_title (study, error);
  matrix->analysis = matrix->study != NULL ? analysis_name (study, analysis, error) : NULL;
  matrix->made_at = matrix->analysis != NULL ? history_last_at (study, error) : NULL;
  matrix->attributes = matrix->made_at != NULL ? esp_attributes (study, error) : NULL;
  if (matrix->attributes == NULL)
    return FALSE;
  remove_others (matrix->attributes, is_key);
  return TRUE;
}

static gboolean
build (EspMatrix *matrix, EspStudy *study, const Uuid *analysis, const char *section,
       const char *const *where, GError **error)
{
  GPtrArray *cases = esp_cases (study, where, error);
  if (cases == NULL)
    return FALSE;
  remove_others (cases, has_documents);
  g_autoptr (ChartData) data = chart_data_load (study, analysis, cases, error);
  guint start, end;
  if (data == NULL || !choose_section (data->tree, section, &start, &end, error))
    return FALSE;
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));
  matrix->framework = g_strdup (data->tree->framework_name);
  matrix->title = g_strdup (section != NULL ? theme_tree_entry (data->tree, start)->theme->name
                                            : "All sections");
  take_themes (matrix, data, start, end, columns);
  matrix->cases = g_ptr_array_ref (data->cases);
  fill_cells (matrix, data, columns);
  own_themes (matrix, data);
  return TRUE;
}

EspMatrix *
esp_matrix (EspStudy *study, const char *analysis, const char *section, const char *const *where,
            GError **error)
{
  Uuid analysis_id;
  if (!analysis_find (study, analysis, &analysis_id, error))
    return NULL;
  g_autoptr (EspMatrix) matrix = g_new0 (EspMatrix, 1);
  matrix->themes = g_ptr_array_new_with_free_func (theme_free);
  matrix->sections = g_ptr_array_new_with_free_func (theme_free);
  if (!fill_head (matrix, study, &analysis_id, error)
      || !build (matrix, study, &analysis_id, section, where, error))
    return NULL;
  return g_steal_pointer (&matrix);
}

const EspCell *
esp_matrix_cell (const EspMatrix *matrix, guint row, guint column)
{
  return &matrix->cells[(gsize)row * matrix->themes->len + column];
}

void
esp_matrix_free (EspMatrix *matrix)
{
  if (matrix == NULL)
    return;
  gsize cells = matrix->cells != NULL ? (gsize)matrix->cases->len * matrix->themes->len : 0;
  for (gsize i = 0; i < cells; i++)
    cell_clear (&matrix->cells[i]);
  g_free (matrix->cells);
  g_free (matrix->section_of);
  g_clear_pointer (&matrix->cases, g_ptr_array_unref);
  g_clear_pointer (&matrix->attributes, g_ptr_array_unref);
  g_ptr_array_unref (matrix->themes);
  g_ptr_array_unref (matrix->sections);
  g_free (matrix->study);
  g_free (matrix->analysis);
  g_free (matrix->framework);
  g_free (matrix->title);
  g_free (matrix->made_at);
  g_free (matrix);
}
