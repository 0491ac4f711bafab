/* Words of a copy taken into the study: each proves itself by its key.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "store/words.h"

static gboolean
step_to (Query *query, const guint8 key[32], gboolean *there, GError **error)
{
  query_bind_blob (query, ":hash", key, 32);
  *there = query_step (query, error);
  return !query_failed (query);
}

static gboolean
take_row (EspStudy *study, WordsKind kind, Query *row, const guint8 key[32], GError **error)
{
  const StoredWords words = words_of_row (row);
  if (!words_prove (kind, &words, key))
    return fail (error, ESP_ERROR_DAMAGED,
                 "words in it were damaged or altered: they are not those that its history names");
  return words_keep (study, kind, &words, key, NULL, error);
}

/* Of the copy's list only what it says is lost counts. */
static gboolean
note_lost (EspStudy *study, EspStudy *copy, WordsKind kind, const guint8 key[32], GError **error)
{
  const WordsLost why = store_words_lost (copy, kind, key);
  if (why == WORDS_NOT_LOST)
    return kind == WORDS_ORIGINAL
           || fail (error, ESP_ERROR_DAMAGED, "words that its history names are not in it");
  return words_note_lost (study, kind, key, why, error);
}

gboolean
words_take (EspStudy *study, EspStudy *copy, WordsKind kind, const guint8 key[32], GError **error)
{
  gboolean here, there;
  g_autoptr (Query) ours = words_query (study, kind);
  if (!step_to (ours, key, &here, error) || here)
    return here;
  g_autoptr (Query) theirs = words_query (copy, kind);
  if (!step_to (theirs, key, &there, error))
    return FALSE;
  return there ? take_row (study, kind, theirs, key, error)
               : note_lost (study, copy, kind, key, error);
}

/* ---- what the study lacks */

/* Keys of words that are lost and should be there: all that was damaged; of what a compact backup
 * left out, what live rows need. */
static Query *
lost_and_needed (EspStudy *study, WordsKind kind, const WordsColumn *of)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT DISTINCT t.%s FROM words_lost l JOIN %s t ON t.%s = l.hash"
                         " WHERE l.kind = :kind AND (l.why = 'damaged' OR t.gone = 0)",
                         of->column, of->table, of->column);
  Query *query = store_query_built (study, sql);
  query_bind_text (query, ":kind", words_table (kind)->name);
  return query;
}

/* Keys of original files that this copy of the study never had. */
static Query *
never_given (EspStudy *study, const WordsColumn *of)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT DISTINCT %s FROM %s WHERE %s NOT IN (SELECT hash FROM original UNION ALL"
      " SELECT hash FROM words_lost WHERE kind = 'original')",
      of->column, of->table, of->column);
  return store_query_built (study, sql);
}

static gboolean
add_keys (Query *query, GArray *keys, GError **error)
{
  while (query_step (query, error))
    g_array_append_vals (keys, query_key (query, 0), 1);
  return !query_failed (query);
}

static gboolean
add_lacking (EspStudy *study, WordsKind kind, const WordsColumn *of, GArray *keys, GError **error)
{
  g_autoptr (Query) lost = lost_and_needed (study, kind, of);
  if (!add_keys (lost, keys, error) || kind != WORDS_ORIGINAL)
    return kind != WORDS_ORIGINAL && !query_failed (lost);
  g_autoptr (Query) never = never_given (study, of);
  return add_keys (never, keys, error);
}

/* What the copy has, and as it should be; else it cannot help. */
static gboolean
heal (EspStudy *study, EspStudy *copy, WordsKind kind, const guint8 key[32], GError **error)
{
  gboolean there;
  g_autoptr (GError) why = NULL;
  g_autoptr (Query) theirs = words_query (copy, kind);
  if (!step_to (theirs, key, &there, error))
    return FALSE;
  if (!there || take_row (study, kind, theirs, key, &why)
      || g_error_matches (why, ESP_ERROR, ESP_ERROR_DAMAGED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}

static gboolean
heal_kind (EspStudy *study, EspStudy *copy, WordsKind kind, GError **error)
{
  g_autoptr (GArray) columns = words_columns (study, kind);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, 32);
  for (guint i = 0; i < columns->len; i++)
    if (!add_lacking (study, kind, &g_array_index (columns, WordsColumn, i), keys, error))
      return FALSE;
  for (guint i = 0; i < keys->len; i++)
    if (!heal (study, copy, kind, (const guint8 *)keys->data + (gsize)i * 32, error))
      return FALSE;
  return TRUE;
}

gboolean
words_heal (EspStudy *study, EspStudy *copy, GError **error)
{
  for (guint i = 0; i < WORDS_KINDS; i++)
    if (!heal_kind (study, copy, words_tables[i].kind, error))
      return FALSE;
  return TRUE;
}
