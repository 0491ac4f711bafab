/* The headings of a sheet, in one row or in several.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sheet_headings.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

#define HEADINGS_SAID 20 /* of a wide sheet no more are listed */
#define HEADING_CP 40
#define ALIKE_LEAST 3 /* headings that a second row repeats in other words */

/* A row: the cells [from, to). */
typedef struct
{
  guint from, to;
} Cells;

/* ---- names */

char *
sheet_heading_bare (const char *heading)
{
  g_autofree char *folded = text_fold_name (heading);
  GString *bare = g_string_new (NULL);
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalnum (g_utf8_get_char (at)))
      g_string_append_unichar (bare, g_utf8_get_char (at));
  return g_string_free (bare, FALSE);
}

gboolean
sheet_heading_of_service (const char *heading)
{
  /* Qualtrics, SurveyMonkey, Google Forms, Microsoft Forms, LimeSurvey, REDCap. */
  static const char *const names[] = { "startdate",
                                       "enddate",
                                       "status",
                                       "ipaddress",
                                       "progress",
                                       "durationinseconds",
                                       "finished",
                                       "recordeddate",
                                       "recipientlastname",
                                       "recipientfirstname",
                                       "recipientemail",
                                       "externalreference",
                                       "externaldatareference",
                                       "locationlatitude",
                                       "locationlongitude",
                                       "distributionchannel",
                                       "userlanguage",
                                       "collectorid",
                                       "datecreated",
                                       "datemodified",
                                       "emailaddress",
                                       "firstname",
                                       "lastname",
                                       "customdata1",
                                       "timestamp",
                                       "username",
                                       "starttime",
                                       "completiontime",
                                       "email",
                                       "name",
                                       "lastmodifiedtime",
                                       "language",
                                       "submitdate",
                                       "datesubmitted",
                                       "lastpage",
                                       "startlanguage",
                                       "seed",
                                       "datelastaction",
                                       "datestarted",
                                       "refurl",
                                       "referrerurl",
                                       "redcapsurveyidentifier",
                                       "surveytimestamp",
                                       "responsetype" };
  g_autofree char *bare = sheet_heading_bare (heading);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (bare, names[i]) == 0)
      return TRUE;
  /* Of each form of REDCap. */
  return g_str_has_suffix (heading, "_timestamp") || g_str_has_suffix (heading, "_complete");
}

char *
sheet_heading_excerpt (const char *heading)
{
  g_autofree char *line = sheet_one_line (heading);
  return text_excerpt (line, HEADING_CP);
}

char *
sheet_headings_words (const SheetHeadings *headings)
{
  GString *words = g_string_new (NULL);
  for (guint i = 0; i < headings->all->len && i < HEADINGS_SAID; i++)
    {
      g_autofree char *cut
          = sheet_heading_excerpt (((const SheetHeading *)headings->all->pdata[i])->name);
      g_string_append_printf (words, "%s'%s'", i > 0 ? ", " : "", cut);
    }
  if (headings->all->len > HEADINGS_SAID)
    g_string_append_printf (words, " and %u more", headings->all->len - HEADINGS_SAID);
  return g_string_free (words, FALSE);
}

/* ---- which rows */

static const SheetCell *
cell_at (const Sheet *sheet, guint i)
{
  return &g_array_index (sheet->cells, SheetCell, i);
}

/* Qualtrics writes how it would read each column back. */
static gboolean
is_import_ids (const Sheet *sheet, Cells row)
{
  for (guint i = row.from; i < row.to; i++)
    {
      const char *text = cell_at (sheet, i)->text;
      while (g_ascii_isspace (*text))
        text++;
      if (*text != '{' || !g_str_has_prefix (text + 1 + strspn (text + 1, "\""), "ImportId\""))
        return FALSE;
    }
  return row.from < row.to;
}

/* Whether a row says the headings once more, in words: 'ResponseId' and 'Response ID'. */
static gboolean
repeats (const Sheet *sheet, Cells first, Cells row)
{
  guint alike = 0;
  for (guint i = row.from; i < row.to && alike < ALIKE_LEAST; i++)
    {
      const SheetCell *cell = cell_at (sheet, i);
      const SheetCell *above = sheet_find (sheet, first.from, first.to, cell->column);
      g_autofree char *bare = sheet_heading_bare (cell->text),
                      *other = above != NULL ? sheet_heading_bare (above->text) : NULL;
      if (*bare == '\0' || g_strcmp0 (bare, other) != 0)
        continue;
      alike += strcmp (bare, "responseid") == 0 ? ALIKE_LEAST : 1;
    }
  return alike >= ALIKE_LEAST;
}

/* What stands below a question that was asked for words. */
static gboolean
is_open_ended (const char *text)
{
  g_autofree char *bare = sheet_heading_bare (text);
  return strcmp (bare, "openendedresponse") == 0 || strcmp (bare, "response") == 0;
}

/* SurveyMonkey writes below each question what it asks for, and nothing below its own columns. */
static gboolean
divides (const Sheet *sheet, Cells first, Cells row)
{
  if (row.from == row.to
      || cell_at (sheet, row.from)->column == cell_at (sheet, first.from)->column)
    return FALSE;
  for (guint i = row.from; i < row.to; i++)
    if (is_open_ended (cell_at (sheet, i)->text))
      return TRUE;
  return FALSE;
}

/* ---- taking them */

static void
heading_free (gpointer data)
{
  SheetHeading *heading = data;
  g_free (heading->name);
  g_free (heading->title);
  g_free (heading);
}

static void
heading_add (SheetHeadings *self, guint column, char *name_taken, char *title_taken)
{
  SheetHeading *heading = g_new (SheetHeading, 1);
  *heading = (SheetHeading){ column, name_taken, title_taken };
  g_ptr_array_add (self->all, heading);
  self->last = MAX (self->last, column);
}

/* One row of names, and perhaps one of titles. */
static void
take_names (SheetHeadings *self, const Sheet *sheet, Cells names, Cells titles)
{
  for (guint i = names.from; i < names.to; i++)
    {
      const SheetCell *cell = cell_at (sheet, i);
      const SheetCell *title = sheet_find (sheet, titles.from, titles.to, cell->column);
      heading_add (self, cell->column, sheet_one_line (cell->text),
                   title != NULL ? sheet_one_line (title->text) : g_strdup (""));
    }
}

/* LimeSurvey can write code and question as one: 'Q1. What helps?'. */
static gboolean
is_coded (const SheetHeadings *self)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      g_autofree char *bare
          = sheet_heading_bare (((const SheetHeading *)self->all->pdata[i])->name);
      if (strcmp (bare, "idresponseid") == 0)
        return TRUE;
    }
  return FALSE;
}

static void
split_codes (SheetHeadings *self)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      SheetHeading *heading = self->all->pdata[i];
      const char *dot = strstr (heading->name, ". ");
      if (dot == NULL || dot == heading->name || dot[2] == '\0' || *heading->title != '\0')
        continue;
      g_free (heading->title);
      heading->title = g_strdup (dot + 2);
      heading->name[dot - heading->name] = '\0';
    }
}

/* A row of questions, whose parts stand below, from the question's column on. */
static void
take_divided (SheetHeadings *self, const Sheet *sheet, Cells names, Cells parts)
{
  const SheetCell *question = NULL;
  while (names.from < names.to || parts.from < parts.to)
    {
      const guint above = names.from < names.to ? cell_at (sheet, names.from)->column : G_MAXUINT;
      const guint below = parts.from < parts.to ? cell_at (sheet, parts.from)->column : G_MAXUINT;
      const SheetCell *part = below <= above ? cell_at (sheet, parts.from++) : NULL;
      if (above <= below)
        question = cell_at (sheet, names.from++);
      g_autofree char *asked = question != NULL ? sheet_one_line (question->text) : NULL;
      g_autofree char *divided
          = part != NULL && !is_open_ended (part->text) ? sheet_one_line (part->text) : NULL;
      heading_add (self, MIN (above, below),
                   asked != NULL && divided != NULL ? g_strdup_printf ("%s / %s", asked, divided)
                                                    : g_strdup (asked != NULL     ? asked
                                                                : divided != NULL ? divided
                                                                                  : part->text),
                   g_strdup (""));
    }
}

static void
place (SheetHeadings *self, const char *words, guint at)
{
  char *folded = text_fold_name (words);
  const guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, folded));
  g_hash_table_insert (self->places, folded,
                       GUINT_TO_POINTER (before != 0 && before != at ? G_MAXUINT : at));
}

/* Names come before titles: a title that is another column's name is not asked for. */
static void
place_all (SheetHeadings *self)
{
  for (guint i = 0; i < self->all->len; i++)
    place (self, ((const SheetHeading *)self->all->pdata[i])->name, i + 1);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->all->len; i++)
    g_hash_table_add (names, text_fold_name (((const SheetHeading *)self->all->pdata[i])->name));
  for (guint i = 0; i < self->all->len; i++)
    {
      const SheetHeading *heading = self->all->pdata[i];
      g_autofree char *folded = text_fold_name (heading->title);
      if (*folded != '\0' && !g_hash_table_contains (names, folded))
        place (self, heading->title, i + 1);
    }
}

static void
note (GPtrArray *findings, guint row, const char *what)
{
  g_ptr_array_add (findings,
                   finding_new (ESP_GRADE_NOTE, row, g_strdup (what),
                                "read as headings; the questions are titles of sections"));
}

/* The next row; nothing where there is none. */
static Cells
row_after (const Sheet *sheet, guint from)
{
  Cells row = { from, from };
  sheet_row (sheet, from, &row.to);
  return row;
}

SheetHeadings *
sheet_headings_read (const Sheet *sheet, GPtrArray *findings, GError **error)
{
  const Cells none = { 0, 0 }, first = row_after (sheet, 0), second = row_after (sheet, first.to),
              third = row_after (sheet, second.to);
  if (first.to == 0)
    {
      fail (error, ESP_ERROR_INPUT, "it has no words in any cell");
      return NULL;
    }
  SheetHeadings *self = g_new0 (SheetHeadings, 1);
  self->all = g_ptr_array_new_with_free_func (heading_free);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->first_row = first.to;
  if (is_import_ids (sheet, third))
    {
      take_names (self, sheet, first, second);
      self->first_row = third.to;
      note (findings, cell_at (sheet, second.from)->row,
            "its second and third rows are no person's, but questions and numbers of Qualtrics");
    }
  else if (is_import_ids (sheet, second))
    {
      take_names (self, sheet, first, none);
      self->first_row = second.to;
      note (findings, cell_at (sheet, second.from)->row,
            "its second row is no person's, but numbers of Qualtrics");
    }
  else if (repeats (sheet, first, second))
    {
      take_names (self, sheet, first, second);
      self->first_row = second.to;
      note (findings, cell_at (sheet, second.from)->row,
            "its second row is no person's, but says the headings in words");
    }
  else if (divides (sheet, first, second))
    {
      take_divided (self, sheet, first, second);
      self->first_row = second.to;
      note (findings, cell_at (sheet, second.from)->row,
            "its second row is no person's, but has the parts of questions, as SurveyMonkey writes "
            "them");
    }
  else
    take_names (self, sheet, first, none);
  if (is_coded (self))
    {
      split_codes (self);
      note (findings, cell_at (sheet, 0)->row,
            "its headings have codes and questions in one, as LimeSurvey writes them");
    }
  place_all (self);
  return self;
}

void
sheet_headings_free (SheetHeadings *headings)
{
  if (headings == NULL)
    return;
  g_ptr_array_unref (headings->all);
  g_hash_table_unref (headings->places);
  g_free (headings);
}

/* ---- finding */

const SheetHeading *
sheet_headings_find (const SheetHeadings *headings, const char *name, GError **error)
{
  g_autofree char *line = sheet_one_line (name), *folded = text_fold_name (line);
  const guint at = GPOINTER_TO_UINT (g_hash_table_lookup (headings->places, folded));
  if (at > 0 && at <= headings->all->len)
    return headings->all->pdata[at - 1];
  g_autofree char *words = sheet_headings_words (headings);
  if (at > headings->all->len)
    fail (error, ESP_ERROR_INPUT, "it has two columns '%s'; give each a heading of its own", line);
  else
    fail (error, ESP_ERROR_NOT_FOUND, "it has no column '%s'; it has: %s", line, words);
  return NULL;
}

const SheetHeading *
sheet_headings_at (const SheetHeadings *headings, guint column)
{
  for (guint low = 0, high = headings->all->len; low < high;)
    {
      const guint middle = low + (high - low) / 2;
      const SheetHeading *heading = headings->all->pdata[middle];
      if (heading->column == column)
        return heading;
      if (heading->column < column)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}
