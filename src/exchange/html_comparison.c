/* The comparisons as web pages. Within: one case or group read across its themes, theme after
 * theme. Across: themes by groups, how many of those asked mention each theme, and their summaries
 * side by side.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/html_comparison.h"

#include "exchange/page.h"
#include "exchange/words.h"

#include <string.h>

static gboolean
comparison_is_within (const EspComparison *comparison)
{
  return *comparison->by == '\0';
}

static const EspCase *
comparison_case (const EspComparison *comparison, const EspGroupCell *cell, guint i, guint *row)
{
  *row = GPOINTER_TO_UINT (g_ptr_array_index (cell->rows, i));
  return g_ptr_array_index (comparison->matrix->cases, *row);
}

static void
comparison_left_out (Markup *markup, const EspComparison *comparison)
{
  if (comparison->left_out->len == 0)
    return;
  g_autofree char *because
      = g_strdup_printf ("Left out, as they have no value of '%s':", comparison->by);
  markup_open (markup, "p");
  page_leaf (markup, "strong", NULL, because);
  for (guint i = 0; i < comparison->left_out->len; i++)
    {
      markup_text (markup, i ? ", " : " ");
      markup_text (markup, g_ptr_array_index (comparison->left_out, i));
    }
  markup_close (markup);
}

static void
comparison_header (Markup *markup, const EspComparison *comparison)
{
  const EspMatrix *matrix = comparison->matrix;
  /* The matrix of a within-case reading holds cases that are not shown. */
  guint shown = comparison_is_within (comparison) && matrix->themes->len > 0
                    ? esp_comparison_cell (comparison, 0, 0)->cases
                    : matrix->cases->len;
  g_autofree char *cases = words_count (shown, "case", "cases");
  g_autofree char *themes = words_count (matrix->themes->len, "theme", "themes");
  g_autofree char *extent = g_strdup_printf ("%s, %s", cases, themes);
  page_facts_begin (markup);
  page_fact (markup, "Analysis", matrix->analysis);
  page_fact (markup, "Framework", matrix->framework);
  page_fact (markup, "Themes of", matrix->title);
  page_fact (markup, "Compared by", comparison->by);
  page_fact (markup, "Extent", extent);
  page_fact_time (markup, "Last change", matrix->made_at);
  page_facts_end (markup);
  page_how (markup, comparison_is_within (comparison)
                        ? "Theme by theme, what each case has to say. Under a summary stand the "
                          "places that it rests on: open one "
                          "to read the words."
                        : "Each row is a theme and each column a group of cases. Mentioned by 3 "
                          "of 4 asked: three said something on "
                          "the theme in their own words, of four who were asked or spoke of it "
                          "all the same. Under a summary "
                          "stand the places that it rests on: open one to read the words.");
  comparison_left_out (markup, comparison);
}

static void
comparison_mentioned (Markup *markup, const EspGroupCell *cell)
{
  g_autofree char *mentioned = words_mentioned (cell);
  page_leaf (markup, "p", "mentioned", mentioned);
}

static void
comparison_states (Markup *markup, const EspComparison *comparison, guint theme,
                   const EspGroupCell *cell)
{
  g_autoptr (GPtrArray) states = words_without_summary (comparison, theme, cell);
  for (guint i = 0; i < states->len; i++)
    page_leaf (markup, "p", "state", g_ptr_array_index (states, i));
}

/* ---- across */

static void
across_cell (Markup *markup, const EspComparison *comparison, guint theme, guint group)
{
  const EspGroupCell *cell = esp_comparison_cell (comparison, theme, group);
  page_open (markup, "td", "cell");
  comparison_mentioned (markup, cell);
  for (guint i = 0; i < cell->rows->len; i++)
    {
      guint row;
      const EspCase *one = comparison_case (comparison, cell, i, &row);
      const EspCell *charted = esp_matrix_cell (comparison->matrix, row, theme);
      if (charted->summaries->len == 0)
        continue;
      g_autofree char *tag = g_strdup_printf ("[%s]", one->label);
      page_open (markup, "div", "one");
      page_leaf (markup, "p", "tag", tag);
      page_cell (markup, charted);
      markup_close (markup);
    }
  comparison_states (markup, comparison, theme, cell);
  markup_close (markup);
}

static void
across_headings (Markup *markup, const EspComparison *comparison)
{
  markup_open (markup, "thead");
  markup_open (markup, "tr");
  page_open (markup, "th", "case");
  markup_attr (markup, "scope", "col");
  markup_text (markup, "Theme");
  markup_close (markup);
  for (guint i = 0; i < comparison->groups->len; i++)
    {
      const char *name = g_ptr_array_index (comparison->groups, i);
      const EspGroupCell *cell = esp_comparison_cell (comparison, 0, i);
      g_autofree char *cases = words_count (cell->cases, "case", "cases");
      page_open (markup, "th", "theme");
      markup_attr (markup, "scope", "col");
      markup_leaf (markup, "span", name);
      page_leaf (markup, "p", "about", cases);
      markup_close (markup);
    }
  markup_close (markup);
  markup_close (markup);
}

static void
across_theme (Markup *markup, const EspComparison *comparison, guint theme)
{
  const EspMatrix *matrix = comparison->matrix;
  const EspTheme *one = g_ptr_array_index (matrix->themes, theme);
  g_autofree char *name
      = words_column (one, g_ptr_array_index (matrix->sections, matrix->section_of[theme]));
  markup_open (markup, "tr");
  page_open (markup, "th", "case");
  markup_attr (markup, "scope", "row");
  markup_leaf (markup, "span", name);
  if (strcmp (one->origin, "emergent") == 0)
    page_leaf (markup, "p", "about", "emergent");
  markup_close (markup);
  for (guint group = 0; group < comparison->groups->len; group++)
    across_cell (markup, comparison, theme, group);
  markup_close (markup);
}

static void
across_section (Markup *markup, const EspComparison *comparison, guint section)
{
  const EspMatrix *matrix = comparison->matrix;
  g_autofree char *name = words_theme (g_ptr_array_index (matrix->sections, section));
  g_autofree char *caption_id = g_strdup_printf ("caption-%u", section + 1);
  markup_open (markup, "section");
  page_open (markup, "div", "scroll");
  markup_attr (markup, "role", "region");
  markup_attr (markup, "aria-labelledby", caption_id);
  markup_attr (markup, "tabindex", "0");
  markup_open (markup, "table");
  markup_open (markup, "caption");
  markup_attr (markup, "id", caption_id);
  markup_leaf (markup, "span", name);
  markup_close (markup);
  across_headings (markup, comparison);
  markup_open (markup, "tbody");
  for (guint theme = 0; theme < matrix->themes->len; theme++)
    if (matrix->section_of[theme] == section)
      across_theme (markup, comparison, theme);
  markup_close (markup);
  markup_close (markup);
  markup_close (markup);
  markup_close (markup);
}

/* ---- within */

static void
within_row (Markup *markup, const EspComparison *comparison, guint theme, guint i)
{
  guint row;
  const EspMatrix *matrix = comparison->matrix;
  const EspCase *one
      = comparison_case (comparison, esp_comparison_cell (comparison, theme, 0), i, &row);
  g_autofree char *attributes = words_attributes (one, matrix->attributes);
  markup_open (markup, "tr");
  page_open (markup, "th", "case");
  markup_attr (markup, "scope", "row");
  markup_leaf (markup, "span", one->label);
  if (*attributes != '\0')
    page_leaf (markup, "p", "about", attributes);
  markup_close (markup);
  page_open (markup, "td", "cell wide");
  page_cell (markup, esp_matrix_cell (matrix, row, theme));
  markup_close (markup);
  markup_close (markup);
}

static void
within_theme (Markup *markup, const EspComparison *comparison, guint theme)
{
  const EspMatrix *matrix = comparison->matrix;
  const EspTheme *one = g_ptr_array_index (matrix->themes, theme);
  const EspGroupCell *cell = esp_comparison_cell (comparison, theme, 0);
  g_autofree char *name
      = words_column (one, g_ptr_array_index (matrix->sections, matrix->section_of[theme]));
  g_autofree char *id = g_strdup_printf ("theme-%u", theme + 1);
  markup_open (markup, "h3");
  markup_attr (markup, "id", id);
  markup_text (markup, name);
  markup_close (markup);
  if (cell->rows->len > 1)
    comparison_mentioned (markup, cell);
  markup_open (markup, "table");
  markup_attr (markup, "aria-labelledby", id);
  markup_open (markup, "thead");
  markup_open (markup, "tr");
  static const char *const headings[] = { "Case", "Summary" };
  for (gsize i = 0; i < G_N_ELEMENTS (headings); i++)
    {
      page_open (markup, "th", i == 0 ? "case" : NULL);
      markup_attr (markup, "scope", "col");
      markup_text (markup, headings[i]);
      markup_close (markup);
    }
  markup_close (markup);
  markup_close (markup);
  markup_open (markup, "tbody");
  for (guint i = 0; i < cell->rows->len; i++)
    within_row (markup, comparison, theme, i);
  markup_close (markup);
  markup_close (markup);
}

static void
within_section (Markup *markup, const EspComparison *comparison, guint section)
{
  const EspMatrix *matrix = comparison->matrix;
  g_autofree char *name = words_theme (g_ptr_array_index (matrix->sections, section));
  page_open (markup, "section", "within");
  markup_leaf (markup, "h2", name);
  for (guint theme = 0; theme < matrix->themes->len; theme++)
    if (matrix->section_of[theme] == section)
      within_theme (markup, comparison, theme);
  markup_close (markup);
}

void
html_comparison_write (const EspComparison *comparison, Output *output)
{
  g_autoptr (Markup) markup = markup_new (output, TRUE);
  PageFrame frame = { comparison->matrix->study, comparison->title, "comparison" };
  page_begin (markup, &frame);
  comparison_header (markup, comparison);
  page_main (markup);
  for (guint i = 0; i < comparison->matrix->sections->len; i++)
    if (comparison_is_within (comparison))
      within_section (markup, comparison, i);
    else
      across_section (markup, comparison, i);
  page_end (markup);
}
