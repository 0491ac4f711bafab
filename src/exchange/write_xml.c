/* A matrix (urn:espalier:matrix:1) and a comparison (urn:espalier:comparison:1) as XML, for other
 * programs. Everything that stands in memory is written; docs/schemas says what each element and
 * attribute holds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/words.h"
#include "exchange/writer.h"

#define XML_MATRIX "urn:espalier:matrix:1"
#define XML_COMPARISON "urn:espalier:comparison:1"

static void
xml_attr_yes (Markup *markup, const char *name, gboolean yes)
{
  markup_attr (markup, name, yes ? "yes" : "no");
}

static void
xml_attributes (Markup *markup, const GPtrArray *attributes)
{
  markup_open (markup, "attributes");
  for (guint i = 0; i < attributes->len; i++)
    {
      const EspAttribute *attribute = g_ptr_array_index (attributes, i);
      markup_open (markup, "attribute");
      markup_attr (markup, "name", attribute->name);
      markup_attr (markup, "title", attribute->title);
      markup_attr (markup, "type", attribute->type);
      for (guint v = 0; v < attribute->values->len; v++)
        {
          markup_open (markup, "value");
          markup_attr (markup, "name", g_ptr_array_index (attribute->values, v));
          markup_close (markup);
        }
      markup_close (markup);
    }
  markup_close (markup);
}

static void
xml_words (Markup *markup, const char *name, const GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    markup_leaf (markup, name, g_ptr_array_index (words, i));
}

/* Opens a section or a theme and says what it means; the caller closes it. */
static void
xml_open_theme (Markup *markup, const char *element, const EspTheme *theme)
{
  markup_open (markup, element);
  markup_attr (markup, "id", theme->id);
  markup_attr_some (markup, "number", theme->number);
  markup_attr (markup, "name", theme->name);
  markup_attr (markup, "title", theme->title);
  markup_attr (markup, "path", theme->path);
  markup_attr (markup, "origin", theme->origin);
  if (theme->is_other)
    markup_attr (markup, "kind", "other");
  if (*theme->definition != '\0')
    markup_leaf (markup, "definition", theme->definition);
  xml_words (markup, "include", theme->include);
  xml_words (markup, "exclude", theme->exclude);
  xml_words (markup, "example", theme->examples);
}

static void
xml_themes (Markup *markup, const EspMatrix *matrix)
{
  markup_open (markup, "themes");
  for (guint section = 0; section < matrix->sections->len; section++)
    {
      xml_open_theme (markup, "section", g_ptr_array_index (matrix->sections, section));
      for (guint i = 0; i < matrix->themes->len; i++)
        if (matrix->section_of[i] == section)
          {
            xml_open_theme (markup, "theme", g_ptr_array_index (matrix->themes, i));
            markup_close (markup);
          }
      markup_close (markup);
    }
  markup_close (markup);
}

static void
xml_case (Markup *markup, const EspMatrix *matrix, guint row)
{
  const EspCase *one = g_ptr_array_index (matrix->cases, row);
  markup_open (markup, "case");
  markup_attr (markup, "label", one->label);
  markup_attr (markup, "kind", one->kind);
  markup_attr_uint (markup, "documents", one->documents);
  for (guint i = 0; i < matrix->attributes->len; i++)
    {
      const EspAttribute *attribute = g_ptr_array_index (matrix->attributes, i);
      const char *value = words_value (one, attribute);
      if (*value == '\0')
        continue;
      markup_open (markup, "attribute");
      markup_attr (markup, "name", attribute->name);
      markup_attr (markup, "value", value);
      markup_close (markup);
    }
  for (guint i = 0; i < one->groups->len; i++)
    {
      markup_open (markup, "group");
      markup_attr (markup, "name", g_ptr_array_index (one->groups, i));
      markup_close (markup);
    }
  markup_close (markup);
}

/* The cases of these rows; `rows` NULL: all of them. */
static void
xml_cases (Markup *markup, const EspMatrix *matrix, const GPtrArray *rows)
{
  markup_open (markup, "cases");
  for (guint i = 0; i < (rows != NULL ? rows->len : matrix->cases->len); i++)
    xml_case (markup, matrix, rows != NULL ? GPOINTER_TO_UINT (g_ptr_array_index (rows, i)) : i);
  markup_close (markup);
}

static void
xml_evidence (Markup *markup, const EspEvidence *evidence)
{
  markup_open (markup, "evidence");
  markup_attr (markup, "document", evidence->document);
  markup_attr (markup, "where", evidence->where);
  markup_attr_uint (markup, "start", evidence->start_cp);
  markup_attr_uint (markup, "end", evidence->end_cp);
  markup_attr_some (markup, "speaker", evidence->speaker);
  markup_attr (markup, "whose", esp_part_name (evidence->part));
  xml_attr_yes (markup, "own", evidence->own);
  markup_attr (markup, "match", esp_quote_match_name (evidence->match));
  markup_attr_some (markup, "carried", esp_carried_name (evidence->carried));
  markup_attr_some (markup, "before", evidence->before);
  markup_text (markup, evidence->words);
  markup_close (markup);
}

static void
xml_check (Markup *markup, const EspSummaryCheck *check)
{
  markup_open (markup, "check");
  markup_attr (markup, "coder", check->coder);
  markup_attr (markup, "made-at", check->made_at);
  markup_attr (markup, "verdict", check->verdict);
  markup_text (markup, check->note);
  markup_close (markup);
}

static void
xml_summary (Markup *markup, const EspSummary *summary)
{
  markup_open (markup, "summary");
  markup_attr (markup, "id", summary->id);
  markup_attr (markup, "content", esp_content_name (summary->content));
  markup_attr (markup, "work", esp_work_name (summary->work));
  markup_attr (markup, "coder", summary->coder);
  markup_attr (markup, "made-at", summary->made_at);
  markup_attr_uint (markup, "version", summary->version);
  xml_attr_yes (markup, "stale", summary->stale);
  if (summary->content == ESP_CONTENT_SUMMARISED)
    markup_leaf (markup, "text", summary->text);
  for (guint i = 0; i < summary->evidence->len; i++)
    xml_evidence (markup, g_ptr_array_index (summary->evidence, i));
  for (guint i = 0; summary->checks != NULL && i < summary->checks->len; i++)
    xml_check (markup, g_ptr_array_index (summary->checks, i));
  markup_close (markup);
}

/* `theme` is NULL where the cell stands inside its theme. */
static void
xml_cell (Markup *markup, const EspMatrix *matrix, guint row, guint column, const EspTheme *theme)
{
  const EspCase *one = g_ptr_array_index (matrix->cases, row);
  const EspCell *cell = esp_matrix_cell (matrix, row, column);
  markup_open (markup, "cell");
  markup_attr (markup, "case", one->label);
  markup_attr (markup, "theme", theme != NULL ? theme->path : NULL);
  markup_attr_some (markup, "content", esp_content_name (cell->content));
  markup_attr (markup, "work", esp_work_name (cell->work));
  xml_attr_yes (markup, "asked", cell->asked);
  markup_attr_uint (markup, "codings", cell->codings);
  markup_attr_uint (markup, "own-codings", cell->own_codings);
  markup_attr_uint (markup, "uncharted", cell->uncharted);
  for (guint i = 0; i < cell->summaries->len; i++)
    xml_summary (markup, g_ptr_array_index (cell->summaries, i));
  markup_close (markup);
}

static void
xml_cells (Markup *markup, const EspMatrix *matrix)
{
  markup_open (markup, "cells");
  for (guint row = 0; row < matrix->cases->len; row++)
    for (guint i = 0; i < matrix->themes->len; i++)
      xml_cell (markup, matrix, row, i, g_ptr_array_index (matrix->themes, i));
  markup_close (markup);
}

static void
xml_open_root (Markup *markup, const char *name, const char *namespace, const EspMatrix *matrix)
{
  markup_raw (markup, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  markup_open (markup, name);
  markup_attr (markup, "xmlns", namespace);
  markup_attr (markup, "study", matrix->study);
  markup_attr (markup, "analysis", matrix->analysis);
  markup_attr_some (markup, "framework", matrix->framework);
  markup_attr_some (markup, "made-at", matrix->made_at);
}

static void
xml_write_matrix (const EspMatrix *matrix, Output *output)
{
  g_autoptr (Markup) markup = markup_new (output, FALSE);
  xml_open_root (markup, "matrix", XML_MATRIX, matrix);
  markup_attr (markup, "title", matrix->title);
  xml_attributes (markup, matrix->attributes);
  xml_themes (markup, matrix);
  xml_cases (markup, matrix, NULL);
  xml_cells (markup, matrix);
  markup_close (markup);
}

/* ---- comparisons */

static void
xml_groups (Markup *markup, const EspComparison *comparison)
{
  const EspMatrix *matrix = comparison->matrix;
  markup_open (markup, "groups");
  for (guint group = 0; group < comparison->groups->len; group++)
    {
      markup_open (markup, "group");
      markup_attr (markup, "name", g_ptr_array_index (comparison->groups, group));
      /* The cases of a group are the same for every theme. */
      const GPtrArray *rows
          = matrix->themes->len ? esp_comparison_cell (comparison, 0, group)->rows : NULL;
      for (guint i = 0; rows != NULL && i < rows->len; i++)
        {
          const EspCase *one
              = g_ptr_array_index (matrix->cases, GPOINTER_TO_UINT (g_ptr_array_index (rows, i)));
          markup_open (markup, "member");
          markup_attr (markup, "case", one->label);
          markup_close (markup);
        }
      markup_close (markup);
    }
  for (guint i = 0; i < comparison->left_out->len; i++)
    {
      markup_open (markup, "left-out");
      markup_attr (markup, "case", g_ptr_array_index (comparison->left_out, i));
      markup_close (markup);
    }
  markup_close (markup);
}

static void
xml_compared_theme (Markup *markup, const EspComparison *comparison, guint theme)
{
  xml_open_theme (markup, "theme", g_ptr_array_index (comparison->matrix->themes, theme));
  for (guint group = 0; group < comparison->groups->len; group++)
    {
      const EspGroupCell *cell = esp_comparison_cell (comparison, theme, group);
      markup_open (markup, "in");
      markup_attr (markup, "group", g_ptr_array_index (comparison->groups, group));
      markup_attr_uint (markup, "cases", cell->cases);
      markup_attr_uint (markup, "asked", cell->asked);
      markup_attr_uint (markup, "mentioned", cell->mentioned);
      for (guint i = 0; i < cell->rows->len; i++)
        xml_cell (markup, comparison->matrix, GPOINTER_TO_UINT (g_ptr_array_index (cell->rows, i)),
                  theme, NULL);
      markup_close (markup);
    }
  markup_close (markup);
}

static void
xml_write_comparison (const EspComparison *comparison, Output *output)
{
  const EspMatrix *matrix = comparison->matrix;
  /* A file that goes to one site tells nothing of the cases of others. */
  const GPtrArray *within = *comparison->by == '\0' && matrix->themes->len > 0
                                ? esp_comparison_cell (comparison, 0, 0)->rows
                                : NULL;
  g_autoptr (Markup) markup = markup_new (output, FALSE);
  xml_open_root (markup, "comparison", XML_COMPARISON, matrix);
  markup_attr (markup, "title", comparison->title);
  markup_attr (markup, "kind", *comparison->by ? "across" : "within");
  markup_attr_some (markup, "by", comparison->by);
  markup_attr (markup, "themes-of", matrix->title);
  xml_attributes (markup, matrix->attributes);
  xml_cases (markup, matrix, within);
  xml_groups (markup, comparison);
  markup_open (markup, "themes");
  for (guint section = 0; section < matrix->sections->len; section++)
    {
      xml_open_theme (markup, "section", g_ptr_array_index (matrix->sections, section));
      for (guint theme = 0; theme < matrix->themes->len; theme++)
        if (matrix->section_of[theme] == section)
          xml_compared_theme (markup, comparison, theme);
      markup_close (markup);
    }
  markup_close (markup);
  markup_close (markup);
}

const struct Writer writer_xml = {
  .name = "xml",
  .suffix = ".xml",
  .about = "XML, for other programs",
  .matrix_mark = XML_MATRIX,
  .comparison_mark = XML_COMPARISON,
  .write_matrix = xml_write_matrix,
  .write_comparison = xml_write_comparison,
};
