/* Importing attributes of cases from a sheet: what a case has stays unless the person says
 * otherwise, and what says who somebody is stays outside unless the person says so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/attribute_import.h"

#include "base/error.h"
#include "base/sheet_headings.h"
#include "base/text.h"
#include "store/store.h"
#include "study/attribute_known.h"
#include "study/attribute_report.h"
#include "study/case.h"
#include "study/personal.h"
#include "study/roster.h"

#include <string.h>
#include <time.h>

#define ROWS_LISTED 20

/* What a value can look like. */
enum
{
  DOUBT_NAME,
  DOUBT_BIRTH,
  DOUBT_NHS,
  DOUBTS
};

static const char *const doubt_words[DOUBTS]
    = { "a person's name", "a birth date", "an NHS number" };

typedef struct
{
  guint number;
  char *heading;
  const Attribute *attribute;
  gboolean accepted, births, names;
  GHashTable *often;        /* folded value -> how often, in a column of free text; else NULL */
  GArray *doubtful[DOUBTS]; /* guint: rows */
} Column;

typedef struct
{
  guint row, from, to; /* cells */
  Known *known;
} Row;

typedef struct
{
  EspStudy *study;
  const EspAttributeOptions *options;
  EspAttributeReport *report;
  const Sheet *sheet;
  const GArray *told; /* AttributeColumn, where a map says what the columns are; else NULL */
  SheetHeadings *headings;
  Roster *roster;
  GPtrArray *attributes; /* Attribute */
  KnownCases have;
  GPtrArray *columns; /* Column */
  GArray *rows;       /* Row */
  guint case_column;
  GDate today;
} Import;

/* ---- freeing */

static void
column_free (gpointer data)
{
  Column *column = data;
  g_free (column->heading);
  g_clear_pointer (&column->often, g_hash_table_unref);
  for (guint i = 0; i < DOUBTS; i++)
    g_array_unref (column->doubtful[i]);
  g_free (column);
}

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->report, esp_attribute_report_free);
  g_clear_pointer (&self->headings, sheet_headings_free);
  g_clear_pointer (&self->roster, roster_free);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  known_cases_clear (&self->have);
  g_clear_pointer (&self->attributes, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static void
note (Import *self, EspGrade grade, guint row, const char *done, char *what)
{
  g_ptr_array_add (self->report->findings, finding_new (grade, row, what, done));
}

/* ---- what the study has */

static gboolean
load_study (Import *self, GError **error)
{
  self->attributes = attributes_load (self->study, error);
  self->roster = self->attributes != NULL ? roster_load (self->study, error) : NULL;
  return self->roster != NULL
         && known_cases_load (&self->have, self->study, self->attributes, error);
}

/* ---- columns */

static Column *
column_new (Import *self, const SheetHeading *heading, const char *attribute)
{
  Column *column = g_new0 (Column, 1);
  column->number = heading->column;
  column->heading = text_fold_label (heading->name);
  column->attribute
      = attributes_find (self->attributes, attribute != NULL ? attribute : column->heading);
  if (column->attribute == NULL && attribute == NULL)
    column->attribute = attributes_find (self->attributes, heading->title);
  for (guint i = 0; i < DOUBTS; i++)
    column->doubtful[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  if (column->attribute == NULL)
    return column;
  const EspAttribute *info = &column->attribute->info;
  for (const char *const *name = self->options->accept; name != NULL && *name != NULL; name++)
    column->accepted
        |= text_same_name (*name, column->heading) || text_same_name (*name, info->name);
  column->births = personal_births_heading (column->heading) || personal_births_heading (info->name)
                   || personal_births_heading (info->title);
  column->names = personal_names_heading (column->heading) || personal_names_heading (info->name);
  if (g_str_equal (info->type, "text") && info->values->len == 0)
    column->often = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return column;
}

/* Whether the column is to be read; says why not. */
static gboolean
column_keep (Import *self, const Column *column)
{
  if (column->number == self->case_column)
    return FALSE;
  if (column->attribute == NULL)
    {
      g_ptr_array_add (self->report->unknown_columns, g_strdup (column->heading));
      note (self, ESP_GRADE_WARNING, 0,
            "left out; name the attribute in the study definition, or correct the heading",
            g_strdup_printf ("the column '%s' is no attribute of the study", column->heading));
      return FALSE;
    }
  for (guint i = 0; i < self->columns->len; i++)
    if (((const Column *)self->columns->pdata[i])->attribute == column->attribute)
      {
        note (self, ESP_GRADE_WARNING, 0, "left out",
              g_strdup_printf ("the column '%s' is the attribute '%s' once more", column->heading,
                               column->attribute->info.name));
        return FALSE;
      }
  return TRUE;
}

/* A column that is accepted and is not there was misspelt. */
static gboolean
check_accepted (const Import *self, GError **error)
{
  for (const char *const *name = self->options->accept; name != NULL && *name != NULL; name++)
    {
      gboolean is_there = FALSE;
      for (guint i = 0; i < self->columns->len && !is_there; i++)
        {
          const Column *column = self->columns->pdata[i];
          is_there = text_same_name (*name, column->heading)
                     || text_same_name (*name, column->attribute->info.name);
        }
      if (!is_there)
        return fail (error, ESP_ERROR_NOT_FOUND,
                     "there is no column '%s' to be accepted; check its heading", *name);
    }
  return TRUE;
}

static void
take_column (Import *self, const SheetHeading *heading, const char *attribute)
{
  Column *column = column_new (self, heading, attribute);
  if (column_keep (self, column))
    g_ptr_array_add (self->columns, column);
  else
    column_free (column);
}

/* The columns that a map tells. */
static gboolean
take_told (Import *self, GError **error)
{
  for (guint i = 0; i < self->told->len; i++)
    {
      const AttributeColumn *told = &g_array_index (self->told, AttributeColumn, i);
      const SheetHeading *heading = sheet_headings_at (self->headings, told->column);
      if (heading == NULL || attributes_need (self->attributes, told->attribute, error) == NULL)
        return FALSE;
      take_column (self, heading, told->attribute);
    }
  return check_accepted (self, error);
}

static gboolean
read_headings (Import *self, GError **error)
{
  const char *wanted = self->options->case_column;
  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->headings = sheet_headings_read (self->sheet, self->report->findings, error);
  if (self->headings == NULL)
    return FALSE;
  if (self->told != NULL)
    return take_told (self, error);
  const SheetHeading *labels = wanted != NULL ? sheet_headings_find (self->headings, wanted, error)
                                              : self->headings->all->pdata[0];
  if (labels == NULL)
    return FALSE;
  self->case_column = labels->column;
  for (guint i = 0; i < self->headings->all->len; i++)
    take_column (self, self->headings->all->pdata[i], NULL);
  if (self->columns->len > 0)
    return check_accepted (self, error);
  g_autofree char *words = sheet_headings_words (self->headings);
  return fail (
      error, ESP_ERROR_NOT_FOUND,
      "none of its columns is an attribute of the study, which 'espalier attributes' lists; "
      "its first row has: %s",
      words);
}

/* ---- rows */

/* Says that a row is left out, and why; where a map tells the columns, whoever reads the documents
 * of the rows has said it. `what` is taken. */
static void
note_left_out (Import *self, guint row, const char *done, char *what)
{
  self->report->rows_left_out++;
  if (self->told == NULL)
    note (self, ESP_GRADE_WARNING, row, done, what);
  else
    g_free (what);
}

/* The case that a row is of; NULL where the study has none, which is noted. */
static Known *
row_case (Import *self, guint row, const char *text)
{
  g_autofree char *label = NULL, *why = NULL, *folded = NULL;
  const RosterFind found = roster_find (self->roster, text, &label, NULL, &why);
  if (found != ROSTER_CASE)
    {
      g_autofree char *trouble = roster_trouble (self->roster, text, why);
      note_left_out (self, row, "left out", g_strdup_printf ("row %u: %s", row, trouble));
      return NULL;
    }
  folded = text_fold_name (label);
  if (!text_same_name (label, text) && self->told == NULL)
    {
      g_autofree char *done = g_strdup_printf ("read as '%s'", label);
      note (self, ESP_GRADE_WARNING, row, done,
            g_strdup_printf ("row %u: the label is written '%s'", row, text));
    }
  return g_hash_table_lookup (self->have.by_label, folded);
}

/* A value as two are compared: as it would be stored, if it can be. */
static char *
value_comparable (const Column *column, const char *text)
{
  char *normal = attribute_normal (&column->attribute->info, text, NULL);
  return normal != NULL ? normal : g_strstrip (g_strdup (text));
}

/* Takes what a row says of its case, and whether another row says otherwise. */
static void
row_take (Import *self, const Row *row)
{
  Known *known = row->known;
  if (known->said == NULL)
    {
      known->said = g_hash_table_new_full (NULL, NULL, NULL, g_free);
      known->row = row->row;
      self->report->cases++;
    }
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = self->columns->pdata[i];
      const SheetCell *cell = sheet_find (self->sheet, row->from, row->to, column->number);
      const char *before = g_hash_table_lookup (known->said, column);
      if (cell == NULL)
        continue;
      g_autofree char *value = value_comparable (column, cell->text);
      if (before != NULL && !g_str_equal (before, value))
        known->differs = column->heading;
      if (before != NULL)
        continue;
      if (column->often != NULL)
        {
          char *folded = text_fold_name (value);
          const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (column->often, folded));
          g_hash_table_insert (column->often, folded, GUINT_TO_POINTER (n + 1));
        }
      g_hash_table_insert (known->said, column, g_steal_pointer (&value));
    }
}

static gboolean
read_rows (Import *self, GError **error)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  for (guint from = self->headings->first_row, to; sheet_row (self->sheet, from, &to); from = to)
    {
      const SheetCell *label = sheet_find (self->sheet, from, to, self->case_column);
      const guint number = g_array_index (self->sheet->cells, SheetCell, from).row;
      Row row = { number, from, to, NULL };
      if (g_array_index (self->sheet->cells, SheetCell, to - 1).column > self->headings->last)
        note_left_out (self, number,
                       "left out; a value that has the separator in it stands in quotation marks",
                       g_strdup_printf ("row %u has more cells than there are headings", number));
      else if (label != NULL)
        row.known = row_case (self, number, label->text);
      else
        note_left_out (self, number, "left out",
                       g_strdup_printf ("row %u has no label of a case", number));
      if (row.known == NULL)
        continue;
      row_take (self, &row);
      g_array_append_val (self->rows, row);
    }
  return self->rows->len > 0 || self->told != NULL
         || fail (error, ESP_ERROR_NOT_FOUND,
                  "none of its rows is of a case of the study; 'espalier cases' lists them, and "
                  "--case says which column has their labels");
}

/* ---- values */

static gboolean
is_doubtful (const Import *self, const Column *column, const char *text, guint *doubt)
{
  if (column->accepted)
    return FALSE;
  *doubt = DOUBT_NHS;
  if (personal_nhs_number (text))
    return TRUE;
  *doubt = DOUBT_BIRTH;
  if (personal_birth_date (text, column->births, &self->today))
    return TRUE;
  *doubt = DOUBT_NAME;
  if (column->often == NULL)
    return FALSE;
  /* What several cases have is a kind of something, and no one's name. */
  g_autofree char *folded = text_fold_name (text);
  return column->names
         || (personal_name (text)
             && GPOINTER_TO_UINT (g_hash_table_lookup (column->often, folded)) < 2);
}

static void
value_report (Import *self, const Row *row, const Column *column, const Now *now, const char *given,
              EspValueFate fate)
{
  EspImportedValue *value = g_new0 (EspImportedValue, 1);
  value->row = row->row;
  value->column = g_strdup (column->heading);
  value->case_label = g_strdup (row->known->label);
  value->attribute = g_strdup (column->attribute->info.name);
  value->now = g_strdup (now != NULL ? now->value : "");
  value->by_label = now != NULL && now->by_label;
  value->given = g_strdup (given);
  value->fate = fate;
  g_ptr_array_add (self->report->values, value);
}

static void
value_refuse (Import *self, const Row *row, const Column *column, const Now *now,
              const SheetCell *cell, const char *why)
{
  self->report->refused++;
  value_report (self, row, column, now, cell->text, ESP_VALUE_REFUSED);
  note (self, ESP_GRADE_REFUSED, row->row, "not imported",
        g_strdup_printf ("row %u, column '%s': %s", row->row, column->heading, why));
}

static gboolean
value_is_same (const Column *column, const char *now, const char *normal)
{
  return g_str_equal (now, normal)
         || (g_str_equal (column->attribute->info.type, "real")
             && g_ascii_strtod (now, NULL) >= g_ascii_strtod (normal, NULL)
             && g_ascii_strtod (now, NULL) <= g_ascii_strtod (normal, NULL));
}

static void
note_conflict (Import *self, const Row *row, const Column *column, const Now *now,
               const char *normal)
{
  const gboolean replace = self->options->replace;
  note (self, replace && !now->by_label ? ESP_GRADE_NOTE : ESP_GRADE_WARNING, row->row, "",
        g_strdup_printf ("%s %s: %s in the study (%s), %s in the file: %s", row->known->label,
                         column->attribute->info.name, now->value,
                         now->by_label ? "from the label" : "given by hand", normal,
                         replace ? "replaced" : "kept"));
}

static gboolean
value_write (Import *self, const Row *row, const Column *column, const Now *now, const char *normal,
             GError **error)
{
  EspAttributeReport *report = self->report;
  const Known *known = row->known;
  if (now != NULL)
    note_conflict (self, row, column, now, normal);
  const EspValueFate fate = now == NULL              ? ESP_VALUE_SET
                            : self->options->replace ? ESP_VALUE_REPLACED
                                                     : ESP_VALUE_KEPT;
  *(fate == ESP_VALUE_SET        ? &report->set
    : fate == ESP_VALUE_REPLACED ? &report->replaced
                                 : &report->kept)
      += 1;
  value_report (self, row, column, now, normal, fate);
  return fate == ESP_VALUE_KEPT
         || case_give (self->study, &known->id, known->label, column->attribute, normal, error);
}

static gboolean
value_take (Import *self, const Row *row, Column *column, const SheetCell *cell, GError **error)
{
  const Now *now = g_hash_table_lookup (row->known->now, column->attribute);
  g_autoptr (GError) why = NULL;
  guint doubt;
  if (cell->is_error)
    {
      g_autofree char *words = g_strdup_printf ("the formula gave the error %s", cell->text);
      value_refuse (self, row, column, now, cell, words);
      return TRUE;
    }
  g_autofree char *normal = attribute_normal (&column->attribute->info, cell->text, &why);
  const gboolean is_same
      = normal != NULL && now != NULL && value_is_same (column, now->value, normal);
  if (!is_same && is_doubtful (self, column, cell->text, &doubt))
    {
      self->report->questioned++;
      g_array_append_val (column->doubtful[doubt], row->row);
      value_report (self, row, column, now, "", ESP_VALUE_QUESTIONED);
      return TRUE;
    }
  if (normal == NULL)
    {
      value_refuse (self, row, column, now, cell, why->message);
      return TRUE;
    }
  self->report->same += is_same;
  if (is_same)
    return TRUE;
  return value_write (self, row, column, now, normal, error);
}

static gboolean
take_rows (Import *self, GError **error)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);
      if (row->known->differs != NULL)
        {
          self->report->rows_left_out++;
          note (self, ESP_GRADE_REFUSED, row->row, "left out; keep one of them",
                g_strdup_printf ("row %u: another row of %s says otherwise in the column '%s'",
                                 row->row, row->known->label, row->known->differs));
          continue;
        }
      for (guint j = 0; j < self->columns->len; j++)
        {
          Column *column = self->columns->pdata[j];
          const SheetCell *cell = sheet_find (self->sheet, row->from, row->to, column->number);
          /* A second row that says the same says it no more. */
          if (cell != NULL && g_hash_table_remove (row->known->said, column)
              && !value_take (self, row, column, cell, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* One warning for each column and kind, with the rows and never the words. */
static void
note_doubts (Import *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    for (guint doubt = 0; doubt < DOUBTS; doubt++)
      {
        const Column *column = self->columns->pdata[i];
        const GArray *rows = column->doubtful[doubt];
        if (rows->len == 0)
          continue;
        g_autoptr (GString) list = g_string_new (NULL);
        for (guint j = 0; j < rows->len && j < ROWS_LISTED; j++)
          g_string_append_printf (list, "%s%u", j > 0 ? ", " : "", g_array_index (rows, guint, j));
        if (rows->len > ROWS_LISTED)
          g_string_append_printf (list, " and %u more", rows->len - ROWS_LISTED);
        g_autofree char *done = g_strdup_printf (
            "not imported; take the column out, or say --accept '%s'", column->heading);
        note (self, ESP_GRADE_WARNING, g_array_index (rows, guint, 0), done,
              g_strdup_printf ("%s %s, column '%s': it looks like %s",
                               rows->len > 1 ? "rows" : "row", list->str, column->heading,
                               doubt_words[doubt]));
      }
}

/* ---- the whole */

/* Reads what the sheet says, then writes it; FALSE with `refused` when the sheet is at fault. */
static gboolean
import_run (Import *self, gboolean *refused, GError **error)
{
  g_date_clear (&self->today, 1);
  g_date_set_time_t (&self->today, time (NULL));
  if (!load_study (self, error))
    return FALSE;
  *refused = !read_headings (self, error) || !read_rows (self, error);
  if (*refused || !take_rows (self, error))
    return FALSE;
  note_doubts (self);
  if (self->report->set + self->report->replaced == 0)
    return TRUE;
  /* What follows from the values that came: the country of a site. */
  g_autoptr (LabelSchemes) schemes = label_schemes_load (self->study, error);
  return schemes != NULL && cases_read_again (self->study, schemes, error);
}

EspAttributeReport *
attributes_take (EspStudy *study, const Sheet *sheet, guint case_column, const GArray *columns,
                 const char *const *accept, GError **error)
{
  const EspAttributeOptions options = { .accept = accept };
  g_auto (Import) self = { .study = study, .options = &options, .sheet = sheet };
  self.case_column = case_column;
  self.told = columns;
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (finding_free);
  self.report = attribute_report_new (sheet->name, findings);
  gboolean refused = FALSE;
  return import_run (&self, &refused, error) ? g_steal_pointer (&self.report) : NULL;
}

EspAttributeReport *
esp_attributes_import (EspStudy *study, const char *file, const EspAttributeOptions *options,
                       GError **error)
{
  static const EspAttributeOptions none = { 0 };
  if (!store_in_change (study, error))
    return NULL;
  g_auto (Import) self = { .study = study, .options = options != NULL ? options : &none };
  const SheetOptions wanted = { self.options->sheet, self.options->encoding };
  g_autoptr (Sheet) sheet = sheet_read_file (file, &wanted, error);
  gboolean refused = sheet == NULL;
  if (sheet != NULL)
    {
      self.sheet = sheet;
      self.report = attribute_report_new (sheet->name, sheet->findings);
    }
  if (sheet != NULL && import_run (&self, &refused, error))
    return g_steal_pointer (&self.report);
  if (refused)
    g_prefix_error (error, "cannot import '%s': ", file);
  return NULL;
}
