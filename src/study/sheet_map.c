/* What the columns of a sheet hold: said, stored, checked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/sheet_map.h"

#include "base/error.h"
#include "base/text.h"
#include "store/store.h"
#include "study/attribute.h"
#include "study/stated_row.h"

#include <string.h>

/* What each use is for, and how often it may stand in a map of turns and of respondents. */
static const struct
{
  const char *name;
  gboolean of_turns, of_respondents, once;
} uses[SHEET_USES] = {
  [SHEET_CASE] = { "case", TRUE, TRUE, TRUE },
  [SHEET_DOCUMENT] = { "document", TRUE, TRUE, TRUE },
  [SHEET_SPEAKER] = { "speaker", TRUE, FALSE, TRUE },
  [SHEET_WORDS] = { "words", TRUE, FALSE, TRUE },
  [SHEET_TIME] = { "time", TRUE, FALSE, TRUE },
  [SHEET_QUESTION] = { "question", FALSE, TRUE, FALSE },
  [SHEET_ATTRIBUTE] = { "attribute", FALSE, TRUE, FALSE },
  [SHEET_NOTHING] = { "nothing", TRUE, TRUE, FALSE },
};

/* ---- names */

const char *
sheet_rows_name (SheetRows rows)
{
  return rows == SHEET_ROWS_TURN ? "turn" : rows == SHEET_ROWS_RESPONDENT ? "respondent" : "";
}

SheetRows
sheet_rows_from_name (const char *name)
{
  return g_ascii_strcasecmp (name, "turn") == 0         ? SHEET_ROWS_TURN
         : g_ascii_strcasecmp (name, "respondent") == 0 ? SHEET_ROWS_RESPONDENT
                                                        : SHEET_ROWS_NONE;
}

const char *
sheet_use_name (SheetUse use)
{
  return uses[use].name;
}

gboolean
sheet_use_from_name (const char *name, SheetUse *use)
{
  for (guint i = 0; i < SHEET_USES; i++)
    if (g_ascii_strcasecmp (uses[i].name, name) == 0)
      {
        *use = (SheetUse)i;
        return TRUE;
      }
  return FALSE;
}

/* ---- making */

static void
column_free (gpointer data)
{
  SheetMapColumn *column = data;
  g_free (column->name);
  g_free (column->title);
  g_free (column->attribute);
  g_free (column);
}

SheetMap *
sheet_map_new (SheetRows rows)
{
  SheetMap *map = g_new0 (SheetMap, 1);
  map->rows = rows;
  map->columns = g_ptr_array_new_with_free_func (column_free);
  return map;
}

void
sheet_map_free (SheetMap *map)
{
  if (map == NULL)
    return;
  g_ptr_array_unref (map->columns);
  g_free (map);
}

void
sheet_map_add (SheetMap *map, const char *name, SheetUse use, const char *title,
               const char *attribute)
{
  SheetMapColumn *column = g_new0 (SheetMapColumn, 1);
  column->name = g_strdup (name);
  column->use = use;
  column->title = g_strdup (title != NULL ? title : "");
  column->attribute = g_strdup (attribute != NULL ? attribute : "");
  g_ptr_array_add (map->columns, column);
}

/* ---- checking */

static gboolean
check_column (const SheetMap *map, const SheetMapColumn *column, GHashTable *names,
              const SheetMapColumn *used[SHEET_USES], GError **error)
{
  const gboolean turns = map->rows == SHEET_ROWS_TURN;
  if (!g_hash_table_add (names, text_fold_name (column->name)))
    return fail (error, ESP_ERROR_USAGE, "the column '%s' is there twice", column->name);
  if (turns ? !uses[column->use].of_turns : !uses[column->use].of_respondents)
    return fail (error, ESP_ERROR_USAGE, "the column '%s' cannot be '%s' where a row is a %s",
                 column->name, uses[column->use].name, sheet_rows_name (map->rows));
  if (uses[column->use].once && used[column->use] != NULL)
    return fail (error, ESP_ERROR_USAGE, "both '%s' and '%s' are said to be the column '%s'",
                 used[column->use]->name, column->name, uses[column->use].name);
  used[column->use] = column;
  return TRUE;
}

gboolean
sheet_map_check (const SheetMap *map, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const SheetMapColumn *used[SHEET_USES] = { NULL };
  for (guint i = 0; i < map->columns->len; i++)
    if (!check_column (map, map->columns->pdata[i], names, used, error))
      return FALSE;
  if (map->rows == SHEET_ROWS_TURN && used[SHEET_WORDS] == NULL)
    return fail (error, ESP_ERROR_USAGE,
                 "no column has the words of the turns; say which: words=words");
  if (map->rows == SHEET_ROWS_RESPONDENT && used[SHEET_CASE] == NULL)
    return fail (error, ESP_ERROR_USAGE,
                 "no column has the labels of the respondents; say which: ID=case");
  if (map->rows == SHEET_ROWS_RESPONDENT && used[SHEET_QUESTION] == NULL)
    return fail (error, ESP_ERROR_USAGE,
                 "no column has the answers to a question; say which: Q1=question");
  return TRUE;
}

/* ---- said by a person */

/* The '=' behind the heading: the last one before the name of a use, as headings may have others.
 */
static const char *
said_sign (const char *said, SheetUse *use)
{
  for (const char *at = strrchr (said, '='); at != NULL; at = g_strrstr_len (said, at - said, "="))
    {
      g_autofree char *name = g_strndup (at + 1, strcspn (at + 1, ":"));
      if (sheet_use_from_name (g_strstrip (name), use))
        return at;
    }
  return NULL;
}

static gboolean
map_say (SheetMap *map, const char *said, GError **error)
{
  SheetUse use;
  const char *sign = said_sign (said, &use);
  if (sign == NULL || sign == said)
    return fail (error, ESP_ERROR_USAGE,
                 "'%s' does not say what a column holds: write 'HEADING=' and one of case, "
                 "document, speaker, words, time, question, attribute, nothing",
                 said);
  g_autofree char *name = g_strndup (said, (gsize)(sign - said));
  const char *colon = strchr (sign, ':');
  g_autofree char *more = colon != NULL ? g_strstrip (g_strdup (colon + 1)) : g_strdup ("");
  if (*more != '\0' && use != SHEET_QUESTION && use != SHEET_ATTRIBUTE)
    return fail (error, ESP_ERROR_USAGE,
                 "in '%s', only a question has a title and an attribute a name", said);
  sheet_map_add (map, name, use, use == SHEET_QUESTION ? more : NULL,
                 use == SHEET_ATTRIBUTE ? more : NULL);
  return TRUE;
}

SheetMap *
sheet_map_said (const char *rows, const char *const *columns, GError **error)
{
  const SheetRows kind = rows != NULL ? sheet_rows_from_name (rows) : SHEET_ROWS_NONE;
  if (rows != NULL && kind == SHEET_ROWS_NONE)
    fail (error, ESP_ERROR_USAGE, "a row is a 'turn' or a 'respondent', not a '%s'", rows);
  else if (rows == NULL)
    fail (error, ESP_ERROR_USAGE, "--column needs --rows turn or --rows respondent");
  if (kind == SHEET_ROWS_NONE)
    return NULL;
  g_autoptr (SheetMap) map = sheet_map_new (kind);
  for (; columns != NULL && *columns != NULL; columns++)
    if (!map_say (map, *columns, error))
      return NULL;
  if (map->columns->len > 0 && !sheet_map_check (map, error))
    {
      g_prefix_error (error, "--column: ");
      return NULL;
    }
  return g_steal_pointer (&map);
}

/* ---- stored */

SheetMap *
sheet_map_load (EspStudy *study, const Uuid *rule_id, SheetRows rows, GError **error)
{
  g_autoptr (SheetMap) map = sheet_map_new (rows);
  g_autoptr (Query) query
      = store_query (study, "SELECT c.name, c.use, c.title, a.name FROM sheet_column c"
                            " LEFT JOIN attribute a ON a.id = c.attribute_id"
                            " WHERE c.rule_id = :rule AND c.gone = 0 ORDER BY c.sort_key, c.id");
  query_bind_uuid (query, ":rule", rule_id);
  while (query_step (query, error))
    {
      SheetUse use;
      if (sheet_use_from_name (query_text (query, 1), &use))
        sheet_map_add (map, query_text (query, 0), use, query_text (query, 2),
                       query_text (query, 3));
    }
  return query_failed (query) ? NULL : g_steal_pointer (&map);
}

static gboolean
store_column (EspStudy *study, const SheetMapColumn *column, const char *file, const char *scope,
              const Uuid *rule_id, guint n, const Attribute *attribute, GError **error)
{
  g_autofree char *folded = text_fold_name (column->name);
  const Uuid id = uuid_derived ("sheet_column", file, folded, scope, NULL);
  const Column columns[] = {
    { "rule_id", COLUMN_ID, .id = rule_id, .fixed = TRUE },
    { "name", .text = column->name },
    { "use", .text = sheet_use_name (column->use) },
    { "attribute_id", COLUMN_ID, .id = attribute != NULL ? &attribute->id : NULL },
    { "title", .text = column->title },
    { .name = NULL },
  };
  return stated_row (study, "sheet_column", &id, n, columns, error);
}

gboolean
sheet_map_store (EspStudy *study, const SheetMap *map, const char *file, const char *scope,
                 const Uuid *rule_id, const GPtrArray *attributes, GError **error)
{
  g_autoptr (Query) forget
      = store_query (study, "UPDATE sheet_column SET gone = 1 WHERE rule_id = :rule AND gone = 0");
  query_bind_uuid (forget, ":rule", rule_id);
  if (!query_run (forget, error))
    return FALSE;
  for (guint i = 0; i < map->columns->len; i++)
    {
      const SheetMapColumn *column = map->columns->pdata[i];
      const char *name = *column->attribute != '\0' ? column->attribute : column->name;
      const Attribute *attribute
          = column->use == SHEET_ATTRIBUTE ? attributes_find (attributes, name) : NULL;
      if (!store_column (study, column, file, scope, rule_id, i + 1, attribute, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- kept */

#define KEPT "columns"

static Uuid
kept_id (const char *file)
{
  return uuid_derived ("document_rule", file, KEPT, NULL);
}

gboolean
sheet_map_is_kept (const Uuid *rule_id, const char *file)
{
  const Uuid id = kept_id (file);
  return uuid_equal (rule_id, &id);
}

gboolean
sheet_map_keep (EspStudy *study, const SheetMap *map, const char *file, const GPtrArray *attributes,
                GError **error)
{
  const Uuid id = kept_id (file);
  const Column columns[] = {
    { "file", .text = file, .fixed = TRUE },
    { "rows", .text = sheet_rows_name (map->rows) },
    { .name = NULL },
  };
  return stated_row (study, "document_rule", &id, 1, columns, error)
         && sheet_map_store (study, map, file, KEPT, &id, attributes, error);
}
