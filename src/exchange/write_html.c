/* The matrix as a web page: a table for each section, cases by themes, each cell with its summary
 * and what the summary rests on. The page reads and prints without script; the script of page.js
 * adds sorting and choosing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/html_comparison.h"
#include "exchange/page.h"
#include "exchange/words.h"
#include "exchange/writer.h"

#include <string.h>

#define LABEL_SHORT 12 /* code points */

static gint
compare_authors (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The names of all who wrote a summary that stands in the matrix. */
static char *
matrix_authors (const EspMatrix *matrix)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (gsize i = 0; i < (gsize)matrix->cases->len * matrix->themes->len; i++)
    for (guint s = 0; s < matrix->cells[i].summaries->len; s++)
      {
        EspSummary *summary = g_ptr_array_index (matrix->cells[i].summaries, s);
        if (g_hash_table_add (seen, summary->coder))
          g_ptr_array_add (names, summary->coder);
      }
  g_ptr_array_sort (names, compare_authors);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **)names->pdata);
}

static void
matrix_header (Markup *markup, const EspMatrix *matrix)
{
  g_autofree char *cases = words_count (matrix->cases->len, "case", "cases");
  g_autofree char *themes = words_count (matrix->themes->len, "theme", "themes");
  g_autofree char *extent = g_strdup_printf ("%s, %s", cases, themes);
  g_autofree char *authors = matrix_authors (matrix);
  page_facts_begin (markup);
  page_fact (markup, "Analysis", matrix->analysis);
  page_fact (markup, "Framework", matrix->framework);
  page_fact (markup, "Extent", extent);
  page_fact (markup, "Summaries by", authors);
  page_fact_time (markup, "Last change", matrix->made_at);
  page_facts_end (markup);
  page_how (markup, "Each row is a case and each column a theme; a cell says what the case has "
                    "to say on the theme. Under a "
                    "summary stand the places that it rests on: open one to read the words.");
}

static void
matrix_contents (Markup *markup, const EspMatrix *matrix)
{
  if (matrix->sections->len < 2)
    return;
  markup_open (markup, "nav");
  markup_attr (markup, "aria-label", "Sections");
  markup_open (markup, "ul");
  for (guint i = 0; i < matrix->sections->len; i++)
    {
      g_autofree char *name = words_theme (g_ptr_array_index (matrix->sections, i));
      g_autofree char *target = g_strdup_printf ("#section-%u", i + 1);
      markup_open (markup, "li");
      markup_open (markup, "a");
      markup_attr (markup, "href", target);
      markup_text (markup, name);
      markup_close (markup);
      markup_close (markup);
    }
  markup_close (markup);
  markup_close (markup);
}

static void
matrix_theme_heading (Markup *markup, const EspTheme *theme, const EspTheme *section)
{
  g_autofree char *name = words_column (theme, section);
  page_open (markup, "th", "theme");
  markup_attr (markup, "scope", "col");
  markup_open (markup, "span");
  markup_text (markup, name);
  markup_close (markup);
  if (strcmp (theme->origin, "emergent") == 0)
    page_leaf (markup, "p", "about", "emergent");
  if (*theme->definition != '\0')
    {
      markup_open (markup, "details");
      markup_leaf (markup, "summary", "definition");
      markup_leaf (markup, "p", theme->definition);
      markup_close (markup);
    }
  markup_close (markup);
}

/* Whether a label takes more room on paper than a code such as B-SM-001 does. */
static gboolean
matrix_has_long_label (const EspMatrix *matrix)
{
  for (guint i = 0; i < matrix->cases->len; i++)
    if (g_utf8_strlen (((const EspCase *)matrix->cases->pdata[i])->label, -1) > LABEL_SHORT)
      return TRUE;
  return FALSE;
}

static void
matrix_headings (Markup *markup, const EspMatrix *matrix, guint section)
{
  markup_open (markup, "thead");
  markup_open (markup, "tr");
  page_open (markup, "th", matrix_has_long_label (matrix) ? "case long" : "case");
  markup_attr (markup, "scope", "col");
  markup_attr (markup, "data-sort", "text");
  markup_text (markup, "Case");
  markup_close (markup);
  for (guint i = 0; i < matrix->attributes->len; i++)
    {
      const EspAttribute *attribute = g_ptr_array_index (matrix->attributes, i);
      page_open (markup, "th", "attribute");
      markup_attr (markup, "scope", "col");
      markup_attr (markup, "data-sort", attribute->type);
      markup_attr (markup, "data-attribute", attribute->name);
      markup_text (markup, *attribute->title ? attribute->title : attribute->name);
      markup_close (markup);
    }
  for (guint i = 0; i < matrix->themes->len; i++)
    if (matrix->section_of[i] == section)
      matrix_theme_heading (markup, g_ptr_array_index (matrix->themes, i),
                            g_ptr_array_index (matrix->sections, section));
  markup_close (markup);
  markup_close (markup);
}

/* The place of a value among those of an ordered attribute, for sorting; -1 when it has no such
 * order. */
static int
attribute_rank (const EspAttribute *attribute, const char *value)
{
  guint rank;
  if (strcmp (attribute->type, "ordered") == 0
      && g_ptr_array_find_with_equal_func (attribute->values, value, g_str_equal, &rank))
    return (int)rank;
  return -1;
}

static void
matrix_attribute (Markup *markup, const EspCase *one, const EspAttribute *attribute)
{
  const char *value = words_value (one, attribute);
  int rank = attribute_rank (attribute, value);
  page_open (markup, "td", "attribute");
  if (rank >= 0)
    markup_attr_uint (markup, "data-rank", (guint64)rank);
  if (*value != '\0')
    markup_text (markup, value);
  markup_close (markup);
}

static void
matrix_row (Markup *markup, const EspMatrix *matrix, guint row, guint section)
{
  const EspCase *one = g_ptr_array_index (matrix->cases, row);
  gboolean charted = FALSE;
  for (guint i = 0; i < matrix->themes->len && !charted; i++)
    charted
        = matrix->section_of[i] == section && esp_matrix_cell (matrix, row, i)->summaries->len > 0;
  markup_open (markup, "tr");
  if (charted)
    markup_attr (markup, "data-charted", "");
  page_open (markup, "th", "case");
  markup_attr (markup, "scope", "row");
  markup_text (markup, one->label);
  markup_close (markup);
  for (guint i = 0; i < matrix->attributes->len; i++)
    matrix_attribute (markup, one, g_ptr_array_index (matrix->attributes, i));
  for (guint i = 0; i < matrix->themes->len; i++)
    if (matrix->section_of[i] == section)
      {
        page_open (markup, "td", "cell");
        page_cell (markup, esp_matrix_cell (matrix, row, i));
        markup_close (markup);
      }
  markup_close (markup);
}

static void
matrix_section (Markup *markup, const EspMatrix *matrix, guint section)
{
  g_autofree char *name = words_theme (g_ptr_array_index (matrix->sections, section));
  g_autofree char *id = g_strdup_printf ("section-%u", section + 1);
  g_autofree char *caption_id = g_strdup_printf ("caption-%u", section + 1);
  markup_open (markup, "section");
  markup_attr (markup, "id", id);
  page_open (markup, "div", "scroll");
  markup_attr (markup, "role", "region");
  markup_attr (markup, "aria-labelledby", caption_id);
  markup_attr (markup, "tabindex", "0");
  markup_open (markup, "table");
  markup_attr (markup, "data-cases", "");
  markup_open (markup, "caption");
  markup_attr (markup, "id", caption_id);
  markup_leaf (markup, "span", name);
  markup_close (markup);
  matrix_headings (markup, matrix, section);
  markup_open (markup, "tbody");
  for (guint row = 0; row < matrix->cases->len; row++)
    matrix_row (markup, matrix, row, section);
  markup_close (markup);
  markup_close (markup);
  markup_close (markup);
  markup_close (markup);
}

/* The themes once more with all that is said of them: a heading shows its definition only when it
 * is opened, and paper opens none. */
static void
matrix_themes (Markup *markup, const EspMatrix *matrix)
{
  page_open (markup, "section", "themes");
  markup_leaf (markup, "h2", "Themes");
  markup_open (markup, "dl");
  for (guint i = 0; i < matrix->themes->len; i++)
    {
      const EspTheme *theme = g_ptr_array_index (matrix->themes, i);
      g_autofree char *name = words_theme (theme);
      markup_open (markup, "div");
      markup_leaf (markup, "dt", name);
      markup_open (markup, "dd");
      page_theme_meaning (markup, theme);
      markup_close (markup);
      markup_close (markup);
    }
  markup_close (markup);
  markup_close (markup);
}

static void
html_write_matrix (const EspMatrix *matrix, Output *output)
{
  g_autoptr (Markup) markup = markup_new (output, TRUE);
  PageFrame frame = { matrix->study, matrix->title, "matrix" };
  page_begin (markup, &frame);
  matrix_header (markup, matrix);
  matrix_contents (markup, matrix);
  page_main (markup);
  if (matrix->cases->len == 0)
    page_leaf (markup, "p", "state", "No case fits, so there are no rows.");
  else
    for (guint i = 0; i < matrix->sections->len; i++)
      matrix_section (markup, matrix, i);
  matrix_themes (markup, matrix);
  page_end (markup);
}

const struct Writer writer_html = {
  .name = "html",
  .suffix = ".html",
  .about = "web page, for reading and printing",
  .matrix_mark = "<meta name=\"generator\" content=\"Espalier matrix ",
  .comparison_mark = "<meta name=\"generator\" content=\"Espalier comparison ",
  .write_matrix = html_write_matrix,
  .write_comparison = html_comparison_write,
};
