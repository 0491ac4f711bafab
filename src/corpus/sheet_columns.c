/* Which columns of a sheet hold what: by their headings, as a map names them or as they are usual.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/sheet_columns.h"

#include "base/error.h"
#include "base/text.h"
#include "study/attribute.h"

#include <string.h>

#define HEADINGS_SAID 20 /* of a wide sheet no more are listed */
#define HEADING_CP 40
#define QUESTIONS_SHOWN 2

/* Headings by which a column is known without a map. */
static const struct
{
  SheetUse use;
  const char *names[13];
} usual[] = {
  { SHEET_WORDS, { "words", "text", "utterance", "speech", "content", "spoken words", NULL } },
  { SHEET_SPEAKER, { "speaker", "who", "name", "speaker name", "said by", NULL } },
  { SHEET_TIME,
    { "time", "timestamp", "time stamp", "start", "start time", "begin", "starts at", NULL } },
  { SHEET_DOCUMENT,
    { "document", "file", "file name", "filename", "interview", "recording", NULL } },
  { SHEET_CASE,
    { "case", "id", "label", "participant", "participant id", "respondent", "respondent id",
      "response id", "responseid", "case id", "code", NULL } },
};

char *
sheet_one_line (const char *text)
{
  GString *line = g_string_new (NULL);
  gboolean space = FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar c = g_utf8_get_char (text);
      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        space = line->len > 0;
      else
        {
          if (space)
            g_string_append_c (line, ' ');
          g_string_append_unichar (line, c);
          space = FALSE;
        }
    }
  return g_string_free (line, FALSE);
}

/* ---- headings */

static gboolean
is_named (const char *heading, const char *name)
{
  g_autofree char *one = sheet_one_line (heading), *other = sheet_one_line (name);
  g_autofree char *left = text_fold_name (one), *right = text_fold_name (other);
  return g_str_equal (left, right);
}

static const SheetCell *
heading_at (const Sheet *sheet, guint i)
{
  return &g_array_index (sheet->cells, SheetCell, i);
}

/* "'ID', 'Q1' and 12 more". */
static char *
headings_words (const Sheet *sheet, guint to)
{
  GString *words = g_string_new (NULL);
  for (guint i = 0; i < to && i < HEADINGS_SAID; i++)
    {
      g_autofree char *line = sheet_one_line (heading_at (sheet, i)->text);
      g_autofree char *cut = text_excerpt (line, HEADING_CP);
      g_string_append_printf (words, "%s'%s'", i > 0 ? ", " : "", cut);
    }
  if (to > HEADINGS_SAID)
    g_string_append_printf (words, " and %u more", to - HEADINGS_SAID);
  return g_string_free (words, FALSE);
}

/* ---- guessing */

static gboolean
usual_use (const char *heading, SheetUse *use)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    for (const char *const *name = usual[i].names; *name != NULL; name++)
      if (is_named (heading, *name))
        {
          *use = usual[i].use;
          return TRUE;
        }
  return FALSE;
}

static gboolean
is_question (const char *heading)
{
  g_autofree char *line = sheet_one_line (heading);
  return g_str_has_suffix (line, "?") || g_str_has_suffix (line, "\xef\xbc\x9f");
}

/* The map that the headings suggest; a use is taken once. */
static SheetMap *
map_guess (const Sheet *sheet, guint to, SheetRows rows, const GPtrArray *attributes)
{
  SheetMap *map = sheet_map_new (rows);
  gboolean taken[SHEET_USES] = { FALSE };
  for (guint i = 0; i < to; i++)
    {
      const char *heading = heading_at (sheet, i)->text;
      const gboolean respondent = rows == SHEET_ROWS_RESPONDENT;
      SheetUse use;
      if (respondent && is_question (heading))
        sheet_map_add (map, heading, SHEET_QUESTION, NULL, NULL);
      else if (usual_use (heading, &use) && !taken[use] && (!respondent || use == SHEET_CASE))
        {
          taken[use] = TRUE;
          sheet_map_add (map, heading, use, NULL, NULL);
        }
      else if (respondent && attributes_find (attributes, heading) != NULL)
        sheet_map_add (map, heading, SHEET_ATTRIBUTE, NULL, NULL);
    }
  return map;
}

/* "--column 'ID=case' --column 'Q1=question'". */
static char *
map_words (const SheetMap *map)
{
  GString *words = g_string_new (NULL);
  for (guint i = 0; i < map->columns->len && i < HEADINGS_SAID; i++)
    {
      const SheetMapColumn *column = map->columns->pdata[i];
      g_autofree char *line = sheet_one_line (column->name);
      g_string_append_printf (words, "%s--column '%s=%s'", i > 0 ? " " : "", line,
                              sheet_use_name (column->use));
    }
  return g_string_free (words, FALSE);
}

static gboolean
map_has (const SheetMap *map, SheetUse use)
{
  for (guint i = 0; i < map->columns->len; i++)
    if (((const SheetMapColumn *)map->columns->pdata[i])->use == use)
      return TRUE;
  return FALSE;
}

/* Of a sheet of answers: the labels and a few columns that could be questions. */
static void
map_complete (SheetMap *map, const Sheet *sheet, guint to)
{
  if (!map_has (map, SHEET_CASE) && to > 0)
    sheet_map_add (map, heading_at (sheet, 0)->text, SHEET_CASE, NULL, NULL);
  const gboolean has = map_has (map, SHEET_QUESTION);
  for (guint i = 0, shown = 0; !has && i < to && shown < QUESTIONS_SHOWN; i++)
    {
      gboolean named = FALSE;
      for (guint j = 0; j < map->columns->len && !named; j++)
        named = g_str_equal (((const SheetMapColumn *)map->columns->pdata[j])->name,
                             heading_at (sheet, i)->text);
      if (named)
        continue;
      sheet_map_add (map, heading_at (sheet, i)->text, SHEET_QUESTION, NULL, NULL);
      shown++;
    }
}

char *
sheet_columns_advice (const Sheet *sheet, const GPtrArray *attributes)
{
  guint to;
  if (!sheet_row (sheet, 0, &to))
    return g_strdup ("it is a sheet without words in any cell");
  g_autoptr (SheetMap) turns = map_guess (sheet, to, SHEET_ROWS_TURN, attributes);
  g_autoptr (SheetMap) answers = map_guess (sheet, to, SHEET_ROWS_RESPONDENT, attributes);
  const gboolean of_turns
      = map_has (turns, SHEET_WORDS)
        && (map_has (turns, SHEET_SPEAKER) || !map_has (answers, SHEET_QUESTION));
  if (!of_turns)
    map_complete (answers, sheet, to);
  g_autofree char *headings = headings_words (sheet, to);
  g_autofree char *columns = map_words (of_turns ? turns : answers);
  return g_strdup_printf (
      "it is a sheet of values with the columns %s; where each row is %s, say so: --rows %s %s; "
      "'espalier attributes import' reads attributes of cases",
      headings, of_turns ? "a turn of a transcript" : "one person's answers",
      of_turns ? "turn" : "respondent", columns);
}

/* ---- finding */

static void
question_clear (gpointer data)
{
  g_free (((SheetQuestion *)data)->title);
}

void
sheet_columns_free (SheetColumns *columns)
{
  if (columns == NULL)
    return;
  g_array_unref (columns->questions);
  g_array_unref (columns->attributes);
  sheet_map_free (columns->map);
  g_free (columns);
}

/* The heading of a name; two of them cannot be told apart. */
static const SheetCell *
heading_find (const Sheet *sheet, guint to, GHashTable *headings, const char *name, GError **error)
{
  g_autofree char *line = sheet_one_line (name), *folded = text_fold_name (line);
  const guint place = GPOINTER_TO_UINT (g_hash_table_lookup (headings, folded));
  if (place > 0 && place <= to)
    return heading_at (sheet, place - 1);
  if (place > to)
    fail (error, ESP_ERROR_INPUT, "it has two columns '%s'; give each a heading of its own", line);
  else
    {
      g_autofree char *words = headings_words (sheet, to);
      fail (error, ESP_ERROR_INPUT, "it has no column '%s'; it has: %s", line, words);
    }
  return NULL;
}

/* Folded heading -> its place from 1 on; beyond all places where two are alike. */
static GHashTable *
headings_table (const Sheet *sheet, guint to)
{
  GHashTable *headings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < to; i++)
    {
      g_autofree char *line = sheet_one_line (heading_at (sheet, i)->text);
      char *folded = text_fold_name (line);
      const gboolean twice = g_hash_table_contains (headings, folded);
      g_hash_table_insert (headings, folded, GUINT_TO_POINTER (twice ? G_MAXUINT : i + 1));
    }
  return headings;
}

static int
by_column (gconstpointer a, gconstpointer b)
{
  const SheetQuestion *left = a, *right = b;
  return left->column < right->column ? -1 : left->column > right->column;
}

static void
columns_add (SheetColumns *self, const SheetMapColumn *said, const SheetCell *cell)
{
  if (said->use == SHEET_QUESTION)
    {
      const SheetQuestion question
          = { cell->column, sheet_one_line (*said->title != '\0' ? said->title : cell->text) };
      g_array_append_val (self->questions, question);
    }
  else if (said->use == SHEET_ATTRIBUTE)
    {
      const AttributeColumn attribute
          = { cell->column, *said->attribute != '\0' ? said->attribute : said->name };
      g_array_append_val (self->attributes, attribute);
    }
  else
    self->of[said->use] = cell->column;
}

/* Columns with a heading that nobody spoke of: perhaps words are lost. */
static void
note_left_out (const Sheet *sheet, guint to, GHashTable *spoken, GPtrArray *findings)
{
  GString *names = g_string_new (NULL);
  guint n = 0;
  for (guint i = 0; i < to; i++)
    {
      const SheetCell *cell = heading_at (sheet, i);
      if (g_hash_table_contains (spoken, cell) || n++ >= HEADINGS_SAID)
        continue;
      g_autofree char *line = sheet_one_line (cell->text);
      g_autofree char *cut = text_excerpt (line, HEADING_CP);
      g_string_append_printf (names, "%s'%s'", names->len > 0 ? ", " : "", cut);
    }
  if (n > HEADINGS_SAID)
    g_string_append_printf (names, " and %u more", n - HEADINGS_SAID);
  if (n > 0)
    g_ptr_array_add (findings, finding_new (ESP_GRADE_WARNING, 0,
                                            g_strdup_printf ("nothing says what the %s %s %s",
                                                             n > 1 ? "columns" : "column",
                                                             names->str, n > 1 ? "hold" : "holds"),
                                            "left out; 'HEADING=nothing' says that this is meant"));
  g_string_free (names, TRUE);
}

static gboolean
columns_take (SheetColumns *self, const Sheet *sheet, guint to, GPtrArray *findings, GError **error)
{
  g_autoptr (GHashTable) headings = headings_table (sheet, to);
  g_autoptr (GHashTable) spoken = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->map->columns->len; i++)
    {
      const SheetMapColumn *said = self->map->columns->pdata[i];
      const SheetCell *cell = heading_find (sheet, to, headings, said->name, error);
      if (cell == NULL)
        return FALSE;
      g_hash_table_add (spoken, (gpointer)cell);
      columns_add (self, said, cell);
    }
  g_array_sort (self->questions, by_column);
  note_left_out (sheet, to, spoken, findings);
  return TRUE;
}

static SheetMap *
map_copy (const SheetMap *map)
{
  SheetMap *copy = sheet_map_new (map->rows);
  for (guint i = 0; i < map->columns->len; i++)
    {
      const SheetMapColumn *column = map->columns->pdata[i];
      sheet_map_add (copy, column->name, column->use, column->title, column->attribute);
    }
  return copy;
}

/* The map as said; where it names no column, the headings tell them. */
static SheetMap *
map_settle (const Sheet *sheet, guint to, const SheetMap *map, const GPtrArray *attributes,
            GPtrArray *findings, GError **error)
{
  if (map->columns->len > 0)
    return map_copy (map);
  g_autoptr (SheetMap) guess = map_guess (sheet, to, map->rows, attributes);
  if (!sheet_map_check (guess, error))
    {
      g_autofree char *headings = headings_words (sheet, to);
      g_prefix_error (error, "the headings %s do not tell what the columns hold: ", headings);
      return NULL;
    }
  g_autofree char *words = map_words (guess);
  g_ptr_array_add (findings, finding_new (ESP_GRADE_WARNING, 0,
                                          g_strdup_printf ("its columns are told by their "
                                                           "headings, as if you had said %s",
                                                           words),
                                          "say it yourself where that is wrong"));
  return g_steal_pointer (&guess);
}

SheetColumns *
sheet_columns_find (const Sheet *sheet, const SheetMap *map, const GPtrArray *attributes,
                    GPtrArray *findings, GError **error)
{
  g_autoptr (SheetColumns) self = g_new0 (SheetColumns, 1);
  guint to;
  self->rows = map->rows;
  self->questions = g_array_new (FALSE, FALSE, sizeof (SheetQuestion));
  g_array_set_clear_func (self->questions, question_clear);
  self->attributes = g_array_new (FALSE, FALSE, sizeof (AttributeColumn));
  if (!sheet_row (sheet, 0, &to))
    {
      fail (error, ESP_ERROR_INPUT, "it has no words in any cell");
      return NULL;
    }
  self->first_row = to;
  self->last = heading_at (sheet, to - 1)->column;
  self->map = map_settle (sheet, to, map, attributes, findings, error);
  if (self->map == NULL || !columns_take (self, sheet, to, findings, error))
    return NULL;
  return g_steal_pointer (&self);
}
