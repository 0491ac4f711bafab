/* A sheet as documents: rows that are turns, or the answers of respondents.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/sheet_documents.h"

#include "base/error.h"
#include "base/file.h"
#include "base/html.h"
#include "corpus/sheet_columns.h"
#include "corpus/sheet_part.h"
#include "study/personal.h"
#include "turns/timestamp.h"

#include <string.h>

#define ROWS_LISTED 20

typedef struct
{
  guint number;   /* as the spreadsheet counts */
  guint from, to; /* cells */
} SheetRow;

struct _SheetDocuments
{
  Sheet *sheet;
  SheetColumns *columns;
  const Rulebook *book;
  gboolean accepts_labels; /* a person said that labels may look like names */
  gboolean references;     /* '&amp;' stands for '&' in its words */
  guint8 original_hash[32];
  GPtrArray *findings;
  GPtrArray *documents; /* GArray of SheetRow: of each document, in the order of first rows */
  guint next;
  GHashTable *seen;  /* label and part -> the row that has them */
  GArray *unsaid;    /* guint: rows without an answer */
  guint wrong_times; /* how many cells are no time */
  guint wrong_row;   /* the first of them */
  guint wordless;    /* rows with a speaker or a time and no words */
  guint wordless_row;
  guint emitted;
};

/* ---- which files */

gboolean
sheet_documents_named (const char *name)
{
  static const char *const suffixes[]
      = { ".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods" };
  g_autofree char *folded = g_ascii_strdown (name, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (folded, suffixes[i]))
      return TRUE;
  return FALSE;
}

const SheetMap *
sheet_documents_map (const Rulebook *book, const SheetWish *wish, const char *name)
{
  const DocumentRule *rule = rulebook_rule (book, name);
  if (rule != NULL && rule->map != NULL)
    return rule->map;
  if (wish->map != NULL)
    return sheet_documents_named (name) ? wish->map : NULL;
  return rulebook_kept_map (book, name);
}

/* ---- reading */

void
sheet_documents_free (SheetDocuments *self)
{
  if (self == NULL)
    return;
  sheet_free (self->sheet);
  sheet_columns_free (self->columns);
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->documents);
  g_hash_table_unref (self->seen);
  g_array_unref (self->unsaid);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SheetDocuments, sheet_documents_free)

static const SheetCell *
row_cell (const SheetDocuments *self, const SheetRow *row, guint column)
{
  return column == 0 ? NULL : sheet_find (self->sheet, row->from, row->to, column);
}

/* The label of a case as a cell has it. FALSE where it is none, with *why as label_read says. */
static gboolean
row_label (const SheetDocuments *self, const char *line, Label **label, char **why)
{
  if (label_read (self->book->schemes, line, label, why))
    return TRUE;
  g_autofree char *upper = g_utf8_strup (line, -1);
  if (*why != NULL || !label_read (self->book->schemes, upper, label, NULL))
    return FALSE;
  (*label)->corrected = TRUE;
  return TRUE;
}

/* What tells one document's rows from another's: two ways to write one label are one. */
static char *
row_key (const SheetDocuments *self, const SheetCell *cell, gboolean is_label)
{
  g_autoptr (Label) label = NULL;
  g_autofree char *why = NULL, *line = sheet_one_line (cell->text);
  return is_label && row_label (self, line, &label, &why) ? g_strdup (label->canonical)
                                                          : text_fold_name (line);
}

/* The rows of turns belong to the document, or else the case, that they name; one that names none
 * goes on with the row above it. */
static void
part_turns (SheetDocuments *self, const GArray *rows)
{
  g_autoptr (GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const SheetColumns *columns = self->columns;
  const gboolean by_label = columns->of[SHEET_DOCUMENT] == 0;
  const guint column = columns->of[by_label ? SHEET_CASE : SHEET_DOCUMENT];
  GArray *at = NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      const SheetRow *row = &g_array_index (rows, SheetRow, i);
      const SheetCell *cell = row_cell (self, row, column);
      g_autofree char *key = cell != NULL ? row_key (self, cell, by_label) : g_strdup ("");
      if (at == NULL || cell != NULL)
        at = g_hash_table_lookup (parts, key);
      if (at == NULL)
        {
          at = g_array_new (FALSE, FALSE, sizeof (SheetRow));
          g_ptr_array_add (self->documents, at);
          g_hash_table_insert (parts, g_steal_pointer (&key), at);
        }
      g_array_append_val (at, *row);
    }
}

static void
part_rows (SheetDocuments *self)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (SheetRow));
  for (guint from = self->columns->headings->first_row, to; sheet_row (self->sheet, from, &to);
       from = to)
    {
      const SheetRow row = { g_array_index (self->sheet->cells, SheetCell, from).row, from, to };
      g_array_append_val (rows, row);
    }
  if (self->columns->rows == SHEET_ROWS_TURN)
    {
      part_turns (self, rows);
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      GArray *one = g_array_sized_new (FALSE, FALSE, sizeof (SheetRow), 1);
      g_array_append_val (one, g_array_index (rows, SheetRow, i));
      g_ptr_array_add (self->documents, one);
    }
}

static gboolean
is_words_column (const SheetColumns *columns, guint column)
{
  if (column == columns->of[SHEET_WORDS])
    return TRUE;
  guint low = 0, high = columns->questions->len;
  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      const guint at = g_array_index (columns->questions, SheetQuestion, middle).column;
      if (at == column)
        return TRUE;
      if (at < column)
        low = middle + 1;
      else
        high = middle;
    }
  return FALSE;
}

/* Counts the references in a text; FALSE where a character stands by itself that HTML would not
 * have so. */
static gboolean
count_references (const char *text, guint *n)
{
  g_autoptr (GString) ignored = g_string_new (NULL);
  const char *end = text + strlen (text);
  for (const char *at = text; (at = strpbrk (at, "&<")) != NULL; (*n)++)
    {
      const gsize size = *at == '&' ? html_reference (at, end, FALSE, ignored) : 0;
      if (size == 0 || at[size - 1] != ';')
        return FALSE;
      at += size;
    }
  return TRUE;
}

/* Whether a program wrote the words as HTML: it then wrote every '&' and '<' as a reference. */
static void
find_references (SheetDocuments *self)
{
  const GArray *cells = self->sheet->cells;
  guint n = 0;
  for (guint i = self->columns->headings->first_row; i < cells->len; i++)
    {
      const SheetCell *cell = &g_array_index (cells, SheetCell, i);
      if (strpbrk (cell->text, "&<") != NULL && is_words_column (self->columns, cell->column)
          && !count_references (cell->text, &n))
        return;
    }
  self->references = n > 0;
  if (n > 0)
    g_ptr_array_add (self->findings,
                     finding_new (ESP_GRADE_NOTE, 0,
                                  g_strdup_printf ("its words have %u signs written as in a web "
                                                   "page, such as '&amp;'",
                                                   n),
                                  "read as what they stand for"));
}

static void
find_accepted (SheetDocuments *self, const SheetMap *map, const char *const *accept)
{
  for (; accept != NULL && *accept != NULL; accept++)
    for (guint i = 0; i < map->columns->len; i++)
      {
        const SheetMapColumn *column = map->columns->pdata[i];
        self->accepts_labels
            |= column->use == SHEET_CASE && g_ascii_strcasecmp (column->name, *accept) == 0;
      }
}

static SheetDocuments *
documents_new (const char *bytes, gsize size, const Rulebook *book, const SheetMap *map,
               const SheetWish *wish, GError **error)
{
  const SheetOptions options = { wish->sheet, wish->encoding };
  g_autoptr (Sheet) sheet = sheet_read (bytes, size, &options, error);
  if (sheet == NULL)
    return NULL;
  if (map == NULL)
    {
      g_autofree char *advice = sheet_columns_advice (sheet, book->attributes);
      fail (error, ESP_ERROR_INPUT, "%s", advice);
      return NULL;
    }
  g_autoptr (SheetDocuments) self = g_new0 (SheetDocuments, 1);
  self->book = book;
  self->findings = g_ptr_array_ref (sheet->findings);
  self->sheet = g_steal_pointer (&sheet);
  self->documents = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unsaid = g_array_new (FALSE, FALSE, sizeof (guint));
  self->columns = sheet_columns_find (self->sheet, map, book->attributes, self->findings, error);
  if (self->columns == NULL)
    return NULL;
  if (map->is_kept)
    g_ptr_array_add (self->findings,
                     finding_new (ESP_GRADE_NOTE, 0,
                                  g_strdup ("its columns are read as you said when it came first"),
                                  "--rows and --column say them anew"));
  find_accepted (self, self->columns->map, wish->accept);
  find_references (self);
  part_rows (self);
  if (self->documents->len == 0)
    {
      fail (error, ESP_ERROR_INPUT, "it has headings and no rows below them");
      return NULL;
    }
  return g_steal_pointer (&self);
}

Intake *
sheet_documents_read (const char *path, const Rulebook *book, const SheetMap *map,
                      const SheetWish *wish, gboolean keep_bytes)
{
  Intake *intake = intake_new (path);
  g_autofree char *bytes = NULL;
  gsize size = 0;
  if (!file_read (path, TRANSCRIPT_SIZE_MAX, &bytes, &size, &intake->error))
    return intake;
  intake->sheet = documents_new (bytes, size, book, map, wish, &intake->error);
  if (intake->sheet == NULL)
    return intake;
  sha256 (intake->sheet->original_hash, bytes, size, NULL, 0);
  if (keep_bytes)
    {
      intake->bytes = g_steal_pointer (&bytes);
      intake->bytes_size = size;
    }
  return intake;
}

/* ---- the words of rows */

/* The words of a cell, without white space around. */
static char *
cell_words (const SheetDocuments *self, const SheetCell *cell)
{
  const char *text = cell->text;
  if (!self->references)
    return g_strstrip (g_strdup (text));
  GString *words = g_string_new (NULL);
  const char *end = text + strlen (text);
  while (text < end)
    {
      const gsize size = *text == '&' ? html_reference (text, end, FALSE, words) : 0;
      if (size == 0)
        g_string_append_c (words, *text);
      text += MAX (size, 1);
    }
  for (char *at = words->str; *at != '\0'; at++)
    if (*at == '\r')
      *at = '\n';
  return g_strstrip (g_string_free (words, FALSE));
}

/* ---- whose row */

/* Whose a document is: by a scheme, or where the study has none, as it stands. */
static gboolean
part_label (const SheetDocuments *self, Intake *part, const SheetCell *cell, GError **error)
{
  g_autofree char *why = NULL, *line = sheet_one_line (cell->text);
  if (cell->is_error)
    return fail (error, ESP_ERROR_INPUT, "the formula of its label gave the error %s", line);
  row_label (self, line, &part->label, &why);
  if (part->label == NULL && !self->accepts_labels && personal_label (line))
    return fail (error, ESP_ERROR_INPUT,
                 "what should be a label looks like a person's name, birth date or NHS number; "
                 "cases are called by their labels");
  if (part->label == NULL && label_schemes_count (self->book->schemes) > 0)
    return fail (error, ESP_ERROR_INPUT, "'%s' is no label of this study%s%s", line,
                 why != NULL ? ": " : "", why != NULL ? why : "");
  if (part->label == NULL)
    part->label = label_plain (line);
  part->written = g_steal_pointer (&line);
  return TRUE;
}

/* Two rows of one label and part would be two documents of one name. */
static gboolean
is_first (SheetDocuments *self, const Intake *part, const char *label, GError **error)
{
  char *key = g_strdup_printf ("%s\n%s", label, part->part);
  const guint other = GPOINTER_TO_UINT (g_hash_table_lookup (self->seen, key));
  if (other == 0)
    {
      g_hash_table_insert (self->seen, key, GUINT_TO_POINTER (part->row));
      return TRUE;
    }
  g_free (key);
  return fail (error, ESP_ERROR_INPUT,
               "row %u is of '%s' too; say which column tells the two apart: 'HEADING=document'",
               other, label);
}

static gboolean
check_row (const SheetDocuments *self, const SheetRow *row, GError **error)
{
  return g_array_index (self->sheet->cells, SheetCell, row->to - 1).column
             <= self->columns->headings->last
         || fail (error, ESP_ERROR_INPUT,
                  "it has more cells than there are headings; a value that has the separator in it "
                  "stands in quotation marks");
}

/* ---- answers */

static void
add_answers (const SheetDocuments *self, SheetPart *builder, const SheetRow *row)
{
  const GArray *questions = self->columns->questions;
  for (guint i = 0; i < questions->len; i++)
    {
      const SheetQuestion *question = &g_array_index (questions, SheetQuestion, i);
      const SheetCell *cell = row_cell (self, row, question->column);
      if (cell == NULL || sheet_part_cell_fails (builder, cell))
        continue;
      g_autofree char *words = cell_words (self, cell);
      if (*words == '\0')
        continue;
      g_string_append (builder->text, builder->text->len > 0 ? "\n\n" : "");
      sheet_part_item (builder, ESP_ITEM_HEADING, "", row->number, question->title);
      g_string_append_c (builder->text, '\n');
      sheet_part_item (builder, ESP_ITEM_TURN, builder->part->label->canonical, row->number, words);
    }
}

/* The document of a respondent; FALSE with an error when the row is refused. */
static gboolean
respondent_fill (SheetDocuments *self, Intake *part, const SheetRow *row, GError **error)
{
  SheetPart builder = { 0 };
  const SheetCell *label = row_cell (self, row, self->columns->of[SHEET_CASE]);
  const SheetCell *which = row_cell (self, row, self->columns->of[SHEET_DOCUMENT]);
  if (!check_row (self, row, error))
    return FALSE;
  if (label == NULL)
    return fail (error, ESP_ERROR_INPUT, "it has no label of a case");
  if (which != NULL)
    {
      g_free (part->stem);
      part->stem = sheet_one_line (which->text);
      part->part = g_strdup (part->stem);
    }
  else
    part->part = g_strdup ("");
  if (!part_label (self, part, label, error)
      || !is_first (self, part, part->label->canonical, error))
    return FALSE;
  sheet_part_begin (&builder, part, self->sheet, self->original_hash);
  part->answers = TRUE;
  add_answers (self, &builder, row);
  sheet_part_end (&builder);
  return TRUE;
}

/* ---- turns */

/* A time as transcripts have it; a plain number is one where the heading says its unit. */
static gboolean
time_read (const SheetDocuments *self, const char *text, gint64 *ms)
{
  const char *end = text + strlen (text);
  if ((gsize)(end - text) > 0
      && (timestamp_bare (text, end, ms) == (gsize)(end - text)
          || timestamp_bracketed (text, end, ms) == (gsize)(end - text)))
    return TRUE;
  const SheetHeading *heading
      = sheet_headings_at (self->columns->headings, self->columns->of[SHEET_TIME]);
  g_autofree char *folded = text_fold_name (heading->name);
  char *rest;
  const double number = g_ascii_strtod (text, &rest);
  const gboolean thousandths = strstr (folded, "ms") != NULL || strstr (folded, "milli") != NULL;
  if (*rest != '\0' || rest == text || !(number >= 0 && number < 1e9)
      || !(thousandths || strstr (folded, "sec") != NULL || strstr (folded, "(s)") != NULL))
    return FALSE;
  *ms = (gint64)(number * (thousandths ? 1 : 1000) + 0.5);
  return TRUE;
}

/* The time of a row; -1 for none. */
static gint64
turn_time (SheetDocuments *self, const SheetRow *row)
{
  const SheetCell *cell = row_cell (self, row, self->columns->of[SHEET_TIME]);
  g_autofree char *text = cell != NULL ? sheet_one_line (cell->text) : NULL;
  gint64 ms = -1;
  if (text != NULL && !time_read (self, text, &ms) && self->wrong_times++ == 0)
    self->wrong_row = row->number;
  return ms;
}

/* Somebody is named, and said nothing. */
static void
count_wordless (SheetDocuments *self, const SheetRow *row)
{
  if (row_cell (self, row, self->columns->of[SHEET_SPEAKER]) != NULL && self->wordless++ == 0)
    self->wordless_row = row->number;
}

/* One row of a transcript. A row without a speaker goes on with what the one before said, which
 * keeps the time at which it began. */
static void
add_turn (SheetDocuments *self, SheetPart *builder, const SheetRow *row)
{
  const SheetCell *cell = row_cell (self, row, self->columns->of[SHEET_WORDS]);
  const SheetCell *named = row_cell (self, row, self->columns->of[SHEET_SPEAKER]);
  GArray *items = builder->part->layout->items;
  LayoutItem *before = items->len > 0 ? &g_array_index (items, LayoutItem, items->len - 1) : NULL;
  if (cell == NULL)
    count_wordless (self, row);
  if (cell == NULL || sheet_part_cell_fails (builder, cell))
    return;
  const gint64 time_ms = turn_time (self, row);
  g_autofree char *words = cell_words (self, cell);
  const Unspoken unspoken = unspoken_line (self->book->unspoken, words);
  if (*words == '\0')
    return;
  if (named == NULL && unspoken == SPOKEN && self->columns->of[SHEET_SPEAKER] > 0 && before != NULL
      && before->kind == ESP_ITEM_TURN)
    {
      g_string_append_printf (builder->text, "\n%s", words);
      before->end_cp = sheet_part_cp (builder);
      return;
    }
  g_autofree char *speaker = named != NULL ? sheet_one_line (named->text) : NULL;
  if (speaker == NULL && self->columns->of[SHEET_SPEAKER] == 0 && builder->part->label != NULL)
    speaker = g_strdup (builder->part->label->canonical);
  const EspItemKind kind = unspoken == UNSPOKEN_QUESTION ? ESP_ITEM_HEADING
                           : unspoken == UNSPOKEN_NOTE   ? ESP_ITEM_NOTE
                           : speaker != NULL             ? ESP_ITEM_TURN
                                                         : ESP_ITEM_PARAGRAPH;
  g_string_append (builder->text, builder->text->len > 0 ? "\n\n" : "");
  LayoutItem *item
      = sheet_part_item (builder, kind, kind == ESP_ITEM_TURN ? speaker : "", row->number, words);
  if (kind == ESP_ITEM_TURN || kind == ESP_ITEM_PARAGRAPH)
    item->time_ms = time_ms;
}

/* The label that the rows of a document have: one, or none. */
static gboolean
turns_label (const SheetDocuments *self, Intake *part, const GArray *rows, GError **error)
{
  const SheetCell *first = NULL;
  g_autofree char *first_key = NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      const SheetRow *row = &g_array_index (rows, SheetRow, i);
      const SheetCell *cell = row_cell (self, row, self->columns->of[SHEET_CASE]);
      if (cell == NULL)
        continue;
      g_autofree char *key = row_key (self, cell, TRUE);
      if (first == NULL)
        {
          first = cell;
          first_key = g_steal_pointer (&key);
        }
      else if (!g_str_equal (first_key, key))
        return fail (error, ESP_ERROR_INPUT,
                     "it is of '%s', and row %u of the same document of '%s'", first->text,
                     row->number, cell->text);
    }
  return first == NULL || part_label (self, part, first, error);
}

static gboolean
turns_fill (SheetDocuments *self, Intake *part, const GArray *rows, GError **error)
{
  SheetPart builder = { 0 };
  const SheetCell *named
      = row_cell (self, &g_array_index (rows, SheetRow, 0), self->columns->of[SHEET_DOCUMENT]);
  for (guint i = 0; i < rows->len; i++)
    if (!check_row (self, &g_array_index (rows, SheetRow, i), error))
      {
        part->row = g_array_index (rows, SheetRow, i).number;
        return FALSE;
      }
  if (!turns_label (self, part, rows, error))
    return FALSE;
  if (named != NULL || part->label != NULL)
    {
      g_free (part->stem);
      part->stem = named != NULL ? sheet_one_line (named->text) : g_strdup (part->label->canonical);
    }
  part->part = g_strdup (named != NULL ? part->stem : "");
  sheet_part_begin (&builder, part, self->sheet, self->original_hash);
  for (guint i = 0; i < rows->len; i++)
    add_turn (self, &builder, &g_array_index (rows, SheetRow, i));
  sheet_part_end (&builder);
  return TRUE;
}

/* ---- one after the other */

static void
note_rows (SheetDocuments *self)
{
  GString *list = g_string_new (NULL);
  for (guint i = 0; i < self->unsaid->len && i < ROWS_LISTED; i++)
    g_string_append_printf (list, "%s%u", i > 0 ? ", " : "",
                            g_array_index (self->unsaid, guint, i));
  if (self->unsaid->len > ROWS_LISTED)
    g_string_append_printf (list, " and %u more", self->unsaid->len - ROWS_LISTED);
  if (self->unsaid->len > 0)
    g_ptr_array_add (
        self->findings,
        finding_new (
            ESP_GRADE_WARNING, g_array_index (self->unsaid, guint, 0),
            g_strdup_printf ("%s %s: no words", self->unsaid->len > 1 ? "rows" : "row", list->str),
            "no document is made of them"));
  if (self->wordless > 0)
    g_ptr_array_add (
        self->findings,
        finding_new (ESP_GRADE_WARNING, self->wordless_row,
                     self->wordless > 1
                         ? g_strdup_printf ("in %u rows somebody is named who says nothing; the "
                                            "first is row %u",
                                            self->wordless, self->wordless_row)
                         : g_strdup_printf ("row %u: somebody is named who says nothing",
                                            self->wordless_row),
                     "passed over"));
  if (self->wrong_times > 0)
    g_ptr_array_add (
        self->findings,
        finding_new (ESP_GRADE_WARNING, self->wrong_row,
                     g_strdup_printf ("row %u%s: what stands as a time is none", self->wrong_row,
                                      self->wrong_times > 1 ? " and others" : ""),
                     "left out; times are such as 0:14:03, or numbers under a heading that says "
                     "seconds or ms"));
  g_string_free (list, TRUE);
}

/* The next document, with its words or an error. */
static Intake *
next_part (SheetDocuments *self, const Intake *whole)
{
  const GArray *rows = self->documents->pdata[self->next++];
  Intake *part = intake_new (whole->path);
  const SheetRow *first = &g_array_index (rows, SheetRow, 0);
  part->row = first->number;
  if (self->columns->rows == SHEET_ROWS_TURN ? turns_fill (self, part, rows, &part->error)
                                             : respondent_fill (self, part, first, &part->error))
    return part;
  g_prefix_error (&part->error, "row %u: ", part->row);
  return part;
}

Intake *
sheet_documents_next (SheetDocuments *self, const Intake *whole)
{
  while (self->next < self->documents->len)
    {
      g_autoptr (Intake) part = next_part (self, whole);
      if (part->error == NULL && part->layout->items->len == 0)
        {
          g_array_append_val (self->unsaid, part->row);
          continue;
        }
      self->emitted++;
      return g_steal_pointer (&part);
    }
  if (self->emitted++ > 0)
    {
      note_rows (self);
      return NULL;
    }
  Intake *none = intake_new (whole->path);
  fail (&none->error, ESP_ERROR_INPUT, "none of its rows has words");
  return none;
}

GPtrArray *
sheet_documents_findings (const SheetDocuments *self)
{
  return self->findings;
}

gboolean
sheet_documents_attributes (SheetDocuments *self, EspStudy *study, const char *const *accept,
                            GError **error)
{
  const SheetColumns *columns = self->columns;
  if (columns->attributes->len == 0)
    return TRUE;
  g_autoptr (EspAttributeReport) report = attributes_take (
      study, self->sheet, columns->of[SHEET_CASE], columns->attributes, accept, error);
  if (report == NULL)
    return FALSE;
  while (report->findings->len > 0)
    g_ptr_array_add (self->findings, g_ptr_array_steal_index (report->findings, 0));
  return TRUE;
}
