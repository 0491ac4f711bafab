/* Which columns of a sheet hold what: by their headings, as a map names them or as they are usual.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/sheet_columns.h"

#include "base/error.h"
#include "base/text.h"
#include "study/attribute.h"

#include <string.h>

#define COLUMNS_SAID 20 /* of a wide sheet no more are listed */
#define QUESTIONS_SHOWN 2
#define ROWS_LOOKED_AT 100

/* Headings by which a column is known without a map: their letters and digits. */
static const struct
{
  SheetUse use;
  const char *names[13];
} usual[] = {
  { SHEET_WORDS,
    { "words", "text", "utterance", "speech", "content", "spokenwords", "transcript", NULL } },
  { SHEET_SPEAKER, { "speaker", "who", "name", "speakername", "saidby", NULL } },
  { SHEET_TIME, { "time", "timestamp", "start", "starttime", "begin", "startsat", NULL } },
  { SHEET_DOCUMENT,
    { "document", "file", "filename", "interview", "recording", "redcapeventname", NULL } },
  { SHEET_CASE,
    { "case", "id", "label", "participant", "participantid", "respondent", "respondentid",
      "responseid", "caseid", "code", "recordid", NULL } },
};

/* ---- guessing */

static gboolean
usual_use (const char *heading, SheetUse *use)
{
  g_autofree char *bare = sheet_heading_bare (heading);
  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    for (const char *const *name = usual[i].names; *name != NULL; name++)
      if (strcmp (bare, *name) == 0)
        {
          *use = usual[i].use;
          return TRUE;
        }
  return FALSE;
}

static gboolean
is_question (const SheetHeading *heading)
{
  const char *words = *heading->title != '\0' ? heading->title : heading->name;
  return g_str_has_suffix (words, "?") || g_str_has_suffix (words, "\xef\xbc\x9f");
}

/* Whether such rows have columns of that use that headings tell. */
static gboolean
is_told (SheetRows rows, SheetUse use, const char *heading)
{
  if (rows == SHEET_ROWS_TURN)
    return TRUE;
  g_autofree char *bare = sheet_heading_bare (heading);
  return use == SHEET_CASE || (use == SHEET_DOCUMENT && strcmp (bare, "redcapeventname") == 0);
}

/* The map that the headings suggest; a use is taken once. */
static SheetMap *
map_guess (const SheetHeadings *headings, SheetRows rows, const GPtrArray *attributes)
{
  SheetMap *map = sheet_map_new (rows);
  gboolean taken[SHEET_USES] = { FALSE };
  for (guint i = 0; i < headings->all->len; i++)
    {
      const SheetHeading *heading = headings->all->pdata[i];
      const gboolean respondent = rows == SHEET_ROWS_RESPONDENT;
      SheetUse use;
      if (respondent && is_question (heading))
        sheet_map_add (map, heading->name, SHEET_QUESTION, NULL, NULL);
      else if (usual_use (heading->name, &use) && !taken[use] && is_told (rows, use, heading->name))
        {
          taken[use] = TRUE;
          sheet_map_add (map, heading->name, use, NULL, NULL);
        }
      else if (respondent && attributes_find (attributes, heading->name) != NULL)
        sheet_map_add (map, heading->name, SHEET_ATTRIBUTE, NULL, NULL);
    }
  return map;
}

/* "--column 'ID=case' --column 'Q1=question'". */
static char *
map_words (const SheetMap *map)
{
  GString *words = g_string_new (NULL);
  for (guint i = 0; i < map->columns->len && i < COLUMNS_SAID; i++)
    {
      const SheetMapColumn *column = map->columns->pdata[i];
      g_autofree char *said = g_strdup_printf ("%s=%s", column->name, sheet_use_name (column->use));
      g_autofree char *quoted = g_shell_quote (said);
      g_string_append_printf (words, "%s--column %s", i > 0 ? " " : "", quoted);
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

static gboolean
map_names (const SheetMap *map, const char *name)
{
  for (guint i = 0; i < map->columns->len; i++)
    if (g_str_equal (((const SheetMapColumn *)map->columns->pdata[i])->name, name))
      return TRUE;
  return FALSE;
}

/* The column with most words in its first rows, of those that the map does not name. */
static const SheetHeading *
longest (const Sheet *sheet, const SheetHeadings *headings, const SheetMap *map)
{
  g_autofree gsize *lengths = g_new0 (gsize, headings->all->len);
  guint row = 0;
  for (guint from = headings->first_row, to; row < ROWS_LOOKED_AT && sheet_row (sheet, from, &to);
       from = to, row++)
    for (guint i = 0; i < headings->all->len; i++)
      {
        const SheetHeading *heading = headings->all->pdata[i];
        const SheetCell *cell = sheet_find (sheet, from, to, heading->column);
        lengths[i] += cell != NULL ? strlen (cell->text) : 0;
      }
  const SheetHeading *most = NULL;
  gsize length = 0;
  for (guint i = 0; i < headings->all->len; i++)
    {
      const SheetHeading *heading = headings->all->pdata[i];
      if (lengths[i] <= length || map_names (map, heading->name)
          || sheet_heading_of_service (heading->name))
        continue;
      length = lengths[i];
      most = heading;
    }
  return most;
}

/* What could be said of the columns where the headings do not tell enough: labels stand in the
 * first one that no service writes; words, and answers, where most words are. */
static void
map_complete (SheetMap *map, const Sheet *sheet, const SheetHeadings *headings)
{
  const gboolean respondent = map->rows == SHEET_ROWS_RESPONDENT;
  for (guint i = 0; respondent && i < headings->all->len && !map_has (map, SHEET_CASE); i++)
    {
      const char *name = ((const SheetHeading *)headings->all->pdata[i])->name;
      if (!map_names (map, name) && !sheet_heading_of_service (name))
        sheet_map_add (map, name, SHEET_CASE, NULL, NULL);
    }
  const SheetUse use = respondent ? SHEET_QUESTION : SHEET_WORDS;
  const guint missing = map_has (map, use) ? 0 : respondent ? QUESTIONS_SHOWN : 1;
  for (guint i = 0; i < missing; i++)
    {
      const SheetHeading *heading = longest (sheet, headings, map);
      if (heading != NULL)
        sheet_map_add (map, heading->name, use, NULL, NULL);
    }
}

/* Whether rows have cells where there is no heading: perhaps something stands above the headings.
 */
static gboolean
has_more_columns (const Sheet *sheet, const SheetHeadings *headings)
{
  guint row = 0;
  for (guint from = headings->first_row, to; row < ROWS_LOOKED_AT && sheet_row (sheet, from, &to);
       from = to, row++)
    for (guint i = from; i < to; i++)
      if (sheet_headings_at (headings, g_array_index (sheet->cells, SheetCell, i).column) == NULL)
        return TRUE;
  return FALSE;
}

/* "--rows turn --column 'who=speaker' --column 'said=words'". */
static char *
map_advice (const Sheet *sheet, const SheetHeadings *headings, SheetRows rows,
            const GPtrArray *attributes)
{
  g_autoptr (SheetMap) map = map_guess (headings, rows, attributes);
  map_complete (map, sheet, headings);
  g_autofree char *words = map_words (map);
  const gboolean labelled = rows == SHEET_ROWS_TURN || map_has (map, SHEET_CASE);
  if (has_more_columns (sheet, headings))
    return g_strdup (
        "once each column has a heading in the first row, as below it some columns have "
        "none");
  return g_strdup_printf ("--rows %s %s%s", sheet_rows_name (rows), words,
                          labelled ? ""
                                   : ", once a column that you add, 'LABEL=case', says whose row "
                                     "each is");
}

char *
sheet_columns_advice (const Sheet *sheet, const GPtrArray *attributes)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (finding_free);
  g_autoptr (SheetHeadings) headings = sheet_headings_read (sheet, findings, NULL);
  if (headings == NULL)
    return g_strdup ("it is a sheet without words in any cell");
  g_autoptr (SheetMap) turns = map_guess (headings, SHEET_ROWS_TURN, attributes);
  g_autoptr (SheetMap) answers = map_guess (headings, SHEET_ROWS_RESPONDENT, attributes);
  const gboolean of_turns
      = map_has (turns, SHEET_WORDS)
        && (map_has (turns, SHEET_SPEAKER) || !map_has (answers, SHEET_QUESTION));
  g_autofree char *names = sheet_headings_words (headings);
  g_autofree char *said = map_advice (
      sheet, headings, of_turns ? SHEET_ROWS_TURN : SHEET_ROWS_RESPONDENT, attributes);
  return g_strdup_printf (
      "it is a sheet of values with the columns %s; where each row is %s, say so: %s; "
      "'espalier attributes import' reads attributes of cases",
      names, of_turns ? "a turn of a transcript" : "one person's answers", said);
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
  sheet_headings_free (columns->headings);
  g_free (columns);
}

static int
by_column (gconstpointer a, gconstpointer b)
{
  const SheetQuestion *left = a, *right = b;
  return left->column < right->column ? -1 : left->column > right->column;
}

static void
columns_add (SheetColumns *self, const SheetMapColumn *said, const SheetHeading *heading)
{
  if (said->use == SHEET_QUESTION)
    {
      const char *title = *said->title != '\0'      ? said->title
                          : *heading->title != '\0' ? heading->title
                                                    : heading->name;
      const SheetQuestion question = { heading->column, sheet_one_line (title) };
      g_array_append_val (self->questions, question);
    }
  else if (said->use == SHEET_ATTRIBUTE)
    {
      const AttributeColumn attribute
          = { heading->column, *said->attribute != '\0' ? said->attribute : said->name };
      g_array_append_val (self->attributes, attribute);
    }
  else
    self->of[said->use] = heading->column;
}

/* Names of columns, until there are too many of them. */
typedef struct
{
  GString *names;
  guint n;
} NameList;

static void
list_add (NameList *list, const char *name)
{
  if (list->n++ >= COLUMNS_SAID)
    return;
  g_autofree char *cut = sheet_heading_excerpt (name);
  g_string_append_printf (list->names, "%s'%s'", list->names->len > 0 ? ", " : "", cut);
}

static void
list_tell (NameList *list, EspGrade grade, const char *before, const char *one, const char *more,
           const char *done, GPtrArray *findings)
{
  if (list->n > COLUMNS_SAID)
    g_string_append_printf (list->names, " and %u more", list->n - COLUMNS_SAID);
  if (list->n > 0)
    g_ptr_array_add (
        findings,
        finding_new (grade, 0,
                     g_strdup_printf ("%sthe %s %s %s", before, list->n > 1 ? "columns" : "column",
                                      list->names->str, list->n > 1 ? more : one),
                     done));
  g_string_free (list->names, TRUE);
}

/* Columns with a heading that nobody spoke of: perhaps words are lost; but not where a survey
 * service wrote when and from where somebody answered. */
static void
note_left_out (const SheetColumns *self, GHashTable *spoken, GPtrArray *findings)
{
  NameList unknown = { g_string_new (NULL), 0 }, services = { g_string_new (NULL), 0 };
  for (guint i = 0; i < self->headings->all->len; i++)
    {
      const SheetHeading *heading = self->headings->all->pdata[i];
      if (!g_hash_table_contains (spoken, heading))
        list_add (self->rows == SHEET_ROWS_RESPONDENT && sheet_heading_of_service (heading->name)
                      ? &services
                      : &unknown,
                  heading->name);
    }
  list_tell (&unknown, ESP_GRADE_WARNING, "nothing says what ", "holds", "hold",
             "left out; 'HEADING=nothing' says that this is meant", findings);
  list_tell (&services, ESP_GRADE_NOTE, "", "is what a survey service writes",
             "are what a survey service writes", "left out", findings);
}

static gboolean
columns_take (SheetColumns *self, GPtrArray *findings, GError **error)
{
  g_autoptr (GHashTable) spoken = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->map->columns->len; i++)
    {
      const SheetMapColumn *said = self->map->columns->pdata[i];
      const SheetHeading *heading = sheet_headings_find (self->headings, said->name, error);
      if (heading == NULL)
        return FALSE;
      g_hash_table_add (spoken, (gpointer)heading);
      columns_add (self, said, heading);
    }
  g_array_sort (self->questions, by_column);
  note_left_out (self, spoken, findings);
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
map_settle (const Sheet *sheet, const SheetHeadings *headings, const SheetMap *map,
            const GPtrArray *attributes, GPtrArray *findings, GError **error)
{
  if (map->columns->len > 0)
    return map_copy (map);
  g_autoptr (SheetMap) guess = map_guess (headings, map->rows, attributes);
  if (!sheet_map_check (guess, NULL))
    {
      g_autofree char *names = sheet_headings_words (headings);
      g_autofree char *advice = map_advice (sheet, headings, map->rows, attributes);
      fail (error, ESP_ERROR_INPUT,
            "the headings %s do not tell what the columns hold; say it, perhaps so: %s", names,
            advice);
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
  self->rows = map->rows;
  self->questions = g_array_new (FALSE, FALSE, sizeof (SheetQuestion));
  g_array_set_clear_func (self->questions, question_clear);
  self->attributes = g_array_new (FALSE, FALSE, sizeof (AttributeColumn));
  self->headings = sheet_headings_read (sheet, findings, error);
  if (self->headings == NULL)
    return NULL;
  self->map = map_settle (sheet, self->headings, map, attributes, findings, error);
  if (self->map == NULL || !columns_take (self, findings, error))
    return NULL;
  return g_steal_pointer (&self);
}
