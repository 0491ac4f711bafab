/* A comparison as plain text for a terminal: 80 columns, headings underlined, nothing that needs a
 * colour.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/words.h"
#include "exchange/writer.h"

#include <string.h>

#define TEXT_COLUMNS 80
#define TEXT_MARK "A comparison written by Espalier"

/* Columns that a character takes on a terminal. */
static guint
text_width (gunichar character)
{
  return g_unichar_iszerowidth (character) ? 0 : g_unichar_iswide (character) ? 2 : 1;
}

static const char *
text_next (const char *at)
{
  return at + g_utf8_skip[(guchar)*at];
}

static guint
text_word_width (const char *word, const char *end)
{
  guint width = 0;
  for (; word < end; word = text_next (word))
    width += text_width (g_utf8_get_char (word));
  return width;
}

static void
text_spaces (Output *output, guint n)
{
  output_printf (output, "%*s", (int)n, "");
}

/* Control characters could make a terminal do things, so they are shown as what they are not:
 * words. */
static void
text_word (Output *output, const char *word, const char *end)
{
  for (const char *next; word < end; word = next)
    {
      next = text_next (word);
      if (g_unichar_iscntrl (g_utf8_get_char (word)))
        output_text (output, "\xEF\xBF\xBD");
      else
        output_bytes (output, word, (gsize)(next - word));
    }
}

static gboolean
text_is_space (const char *at)
{
  return *at == ' ' || *at == '\t' || *at == '\n';
}

/* Wraps words between `indent` and the last column; line ends of the text stay, empty lines do not.
 */
static void
text_wrap (Output *output, guint indent, const char *text)
{
  guint column = 0;
  const char *at = text;
  while (*at != '\0')
    {
      const char *end = at;
      while (*end != '\0' && !text_is_space (end))
        end++;
      guint width = text_word_width (at, end);
      if (column > 0 && column + 1 + width > TEXT_COLUMNS)
        {
          output_text (output, "\n");
          column = 0;
        }
      if (width > 0)
        {
          text_spaces (output, column ? 1 : indent);
          text_word (output, at, end);
          column += (column ? 1 : indent) + width;
        }
      if (*end == '\n' && column > 0)
        {
          output_text (output, "\n");
          column = 0;
        }
      at = *end != '\0' ? end + 1 : end;
    }
  if (column > 0)
    output_text (output, "\n");
}

static void
text_heading (Output *output, const char *heading, char underline)
{
  guint columns = MIN (text_word_width (heading, heading + strlen (heading)), TEXT_COLUMNS);
  g_autofree char *line = g_strnfill (columns, underline);
  output_text (output, "\n");
  text_wrap (output, 0, heading);
  output_printf (output, "%s\n", line);
}

static void
text_evidence (Output *output, const EspEvidence *evidence)
{
  g_autofree char *place = words_place (evidence);
  const char *whose = words_whose (evidence);
  const char *match = words_match (evidence);
  g_autofree char *corrected = words_corrected (evidence);
  g_autofree char *line = g_strconcat ("[", place, *match ? "; " : "", match, *whose ? "; " : "",
                                       whose, *corrected ? "; " : "", corrected, "]", NULL);
  text_wrap (output, 4, line);
}

static void
text_summary (Output *output, const EspSummary *summary, gboolean with_author)
{
  g_autofree char *about = words_about_summary (summary, with_author);
  text_wrap (output, 4, words_summary (summary));
  if (*about != '\0')
    {
      g_autofree char *line = g_strdup_printf ("(%s)", about);
      text_wrap (output, 4, line);
    }
  for (guint i = 0; i < summary->evidence->len; i++)
    text_evidence (output, g_ptr_array_index (summary->evidence, i));
}

static void
text_case (Output *output, const EspMatrix *matrix, guint row, guint theme)
{
  const EspCase *one = g_ptr_array_index (matrix->cases, row);
  const EspCell *cell = esp_matrix_cell (matrix, row, theme);
  if (cell->summaries->len == 0)
    return;
  g_autofree char *attributes = words_attributes (one, matrix->attributes);
  g_autofree char *label
      = *attributes ? g_strdup_printf ("%s (%s)", one->label, attributes) : g_strdup (one->label);
  g_autofree char *uncharted = words_uncharted (cell);
  text_wrap (output, 2, label);
  for (guint i = 0; i < cell->summaries->len; i++)
    text_summary (output, g_ptr_array_index (cell->summaries, i), cell->summaries->len > 1);
  if (*uncharted != '\0')
    {
      g_autofree char *line = g_strdup_printf ("(%s)", uncharted);
      text_wrap (output, 4, line);
    }
}

static void
text_group (Output *output, const EspComparison *comparison, guint theme, guint group)
{
  const EspGroupCell *cell = esp_comparison_cell (comparison, theme, group);
  g_autofree char *mentioned = words_mentioned (cell);
  g_autofree char *line = g_strdup_printf (
      "%s: %s", (char *)g_ptr_array_index (comparison->groups, group), mentioned);
  g_autoptr (GPtrArray) states = words_without_summary (comparison, theme, cell);
  output_text (output, "\n");
  /* Of a single case its summary says it. */
  if (*comparison->by != '\0' || cell->rows->len > 1)
    text_wrap (output, 0, line);
  for (guint i = 0; i < cell->rows->len; i++)
    text_case (output, comparison->matrix, GPOINTER_TO_UINT (g_ptr_array_index (cell->rows, i)),
               theme);
  for (guint i = 0; i < states->len; i++)
    text_wrap (output, 2, g_ptr_array_index (states, i));
}

static void
text_facts (Output *output, const EspComparison *comparison)
{
  const EspMatrix *matrix = comparison->matrix;
  g_autofree char *time = words_time (matrix->made_at);
  g_autofree char *study = g_strdup_printf ("Study: %s", matrix->study);
  g_autofree char *analysis = g_strdup_printf ("Analysis: %s", matrix->analysis);
  g_autofree char *framework = g_strdup_printf ("Framework: %s", matrix->framework);
  g_autofree char *themes = g_strdup_printf ("Themes of: %s", matrix->title);
  g_autofree char *changed = g_strdup_printf ("Last change: %s", time);
  text_wrap (output, 0, study);
  text_wrap (output, 0, analysis);
  text_wrap (output, 0, framework);
  text_wrap (output, 0, themes);
  if (*time != '\0')
    text_wrap (output, 0, changed);
  if (comparison->left_out->len == 0)
    return;
  g_autoptr (GString) left_out = g_string_new (NULL);
  g_string_printf (left_out, "Left out, as they have no value of '%s':", comparison->by);
  for (guint i = 0; i < comparison->left_out->len; i++)
    g_string_append_printf (left_out, "%s %s", i ? "," : "",
                            (char *)g_ptr_array_index (comparison->left_out, i));
  text_wrap (output, 0, left_out->str);
}

static void
text_write_comparison (const EspComparison *comparison, Output *output)
{
  const EspMatrix *matrix = comparison->matrix;
  text_wrap (output, 0, comparison->title);
  output_text (output, TEXT_MARK "\n\n");
  text_facts (output, comparison);
  for (guint theme = 0; theme < matrix->themes->len; theme++)
    {
      guint section = matrix->section_of[theme];
      g_autofree char *above = words_theme (g_ptr_array_index (matrix->sections, section));
      g_autofree char *name = words_column (g_ptr_array_index (matrix->themes, theme),
                                            g_ptr_array_index (matrix->sections, section));
      if (theme == 0 || matrix->section_of[theme - 1] != section)
        text_heading (output, above, '=');
      text_heading (output, name, '-');
      for (guint group = 0; group < comparison->groups->len; group++)
        text_group (output, comparison, theme, group);
    }
}

const struct Writer writer_text = {
  .name = "text",
  .suffix = ".txt",
  .about = "plain text, for a terminal",
  .comparison_mark = TEXT_MARK,
  .write_comparison = text_write_comparison,
};
