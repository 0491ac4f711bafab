/* Words of a copy taken into the study.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/words.h"

#include <string.h>

static const char *const kind_names[] = { "", "text", "layout", "prose", "original" };

/* ---- is it there */

static gboolean
has_row (Query *query, const guint8 hash[32], gboolean *there, GError **error)
{
  query_bind_blob (query, ":hash", hash, 32);
  *there = query_step (query, error);
  return !query_failed (query);
}

static Query *
query_of (EspStudy *study, WordsKind kind)
{
  switch (kind)
    {
    case WORDS_TEXT:
      return store_query (study, "SELECT body FROM text_body WHERE hash = :hash");
    case WORDS_LAYOUT:
      return store_query (study,
                          "SELECT lines, text_hash, numbered FROM layout WHERE hash = :hash");
    case WORDS_PROSE:
      return store_query (study, "SELECT body, salt FROM prose WHERE hash = :hash");
    default:
      return store_query (study, "SELECT bytes FROM original WHERE hash = :hash");
    }
}

/* ---- proving */

gboolean
words_prove (WordsKind kind, const StoredWords *words, const guint8 hash[32])
{
  guint8 computed[32], lines_hash[32];
  if (kind != WORDS_ORIGINAL && !g_utf8_validate_len ((const char *)words->body, words->size, NULL))
    return FALSE;
  switch (kind)
    {
    case WORDS_LAYOUT:
      sha256 (lines_hash, words->body, words->size, NULL, 0);
      if (words->second_size != 32 || words->numbered < 0)
        return FALSE;
      sha256 (computed, words->second, 32, lines_hash, 32);
      break;
    case WORDS_PROSE:
      if (words->second_size != 16)
        return FALSE;
      sha256 (computed, words->second, 16, words->body, words->size);
      break;
    default:
      sha256 (computed, words->body, words->size, NULL, 0);
      break;
    }
  return memcmp (computed, hash, 32) == 0;
}

/* ---- keeping */

static gboolean
keep_text (EspStudy *study, const StoredWords *words, const guint8 hash[32], GError **error)
{
  g_autoptr (Query) last
      = store_query (study, "SELECT ifnull (max (number), 0) + 1 FROM text_body");
  if (!query_step (last, error))
    return FALSE;
  const gint64 number = query_int (last, 0);
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO text_body (hash, body, length_cp, number)"
                            " VALUES (:hash, :body, :length, :number)");
  query_bind_blob (insert, ":hash", hash, 32);
  query_bind_words (insert, ":body", (const char *)words->body, words->size);
  query_bind_int (insert, ":length",
                  (gint64)g_utf8_strlen ((const char *)words->body, (gssize)words->size));
  query_bind_int (insert, ":number", number);
  return query_run (insert, error)
         && store_index_words (study, number, (const char *)words->body, words->size, error);
}

static gboolean
keep_other (EspStudy *study, WordsKind kind, const StoredWords *words, const guint8 hash[32],
            GError **error)
{
  g_autoptr (Query) insert
      = kind == WORDS_LAYOUT
            ? store_query (study, "INSERT INTO layout (hash, text_hash, lines, numbered)"
                                  " VALUES (:hash, :second, :body, :numbered)")
        : kind == WORDS_PROSE
            ? store_query (study,
                           "INSERT INTO prose (hash, salt, body) VALUES (:hash, :second, :body)")
            : store_query (study, "INSERT INTO original (hash, bytes) VALUES (:hash, :body)");
  query_bind_blob (insert, ":hash", hash, 32);
  if (kind == WORDS_ORIGINAL)
    query_bind_blob (insert, ":body", words->body, words->size);
  else
    {
      query_bind_words (insert, ":body", (const char *)words->body, words->size);
      query_bind_blob (insert, ":second", words->second, words->second_size);
    }
  if (kind == WORDS_LAYOUT)
    query_bind_int (insert, ":numbered", words->numbered);
  return query_run (insert, error);
}

gboolean
words_put (EspStudy *study, WordsKind kind, const StoredWords *words, const guint8 hash[32],
           GError **error)
{
  return words_found (study, kind, hash, error)
         && (kind == WORDS_TEXT ? keep_text (study, words, hash, error)
                                : keep_other (study, kind, words, hash, error));
}

static gboolean
take_row (EspStudy *study, WordsKind kind, Query *row, const guint8 hash[32], GError **error)
{
  StoredWords words = { 0 };
  words.body = query_blob (row, 0, &words.size);
  if (words.body == NULL)
    words.body = (const guint8 *)"";
  if (kind == WORDS_LAYOUT || kind == WORDS_PROSE)
    words.second = query_blob (row, 1, &words.second_size);
  if (kind == WORDS_LAYOUT)
    words.numbered = query_int (row, 2);
  if (!words_prove (kind, &words, hash))
    return fail (error, ESP_ERROR_DAMAGED,
                 "words in it were damaged or altered: they are not those that its history names");
  return words_put (study, kind, &words, hash, error);
}

/* Of the copy's list only what it says is lost counts. */
static gboolean
note_lost (EspStudy *study, EspStudy *copy, WordsKind kind, const guint8 hash[32], GError **error)
{
  const WordsLost why = store_words_lost (copy, hash);
  if (why == WORDS_NOT_LOST)
    return kind == WORDS_ORIGINAL
           || fail (error, ESP_ERROR_DAMAGED, "words that its history names are not in it");
  g_autofree char *now = store_time_now ();
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO words_lost (hash, kind, why, lost_at) VALUES (:hash, "
                            ":kind, :why, :now) ON CONFLICT (hash) DO NOTHING");
  query_bind_blob (insert, ":hash", hash, 32);
  query_bind_text (insert, ":kind", kind_names[kind]);
  query_bind_text (insert, ":why", why == WORDS_COMPACTED ? "compacted" : "damaged");
  query_bind_text (insert, ":now", now);
  return query_run (insert, error);
}

gboolean
words_take (EspStudy *study, EspStudy *copy, WordsKind kind, const guint8 hash[32], GError **error)
{
  gboolean here, there;
  g_autoptr (Query) ours = query_of (study, kind);
  if (!has_row (ours, hash, &here, error) || here)
    return here;
  g_autoptr (Query) theirs = query_of (copy, kind);
  if (!has_row (theirs, hash, &there, error))
    return FALSE;
  return there ? take_row (study, kind, theirs, hash, error)
               : note_lost (study, copy, kind, hash, error);
}

/* ---- what the study lacks */

/* Adds the keys in one column of words that the study has lost and should have: all that was
 * damaged, of what a compact backup left out what live rows need, and originals never given. */
static gboolean
note_lacking (EspStudy *study, const char *table, const char *column, WordsKind kind, GArray *keys,
              GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT DISTINCT %s FROM %s WHERE %s IN (SELECT hash FROM words_lost"
      " WHERE why = 'damaged' OR %s.gone = 0)%s%s%s",
      column, table, column, table, kind == WORDS_ORIGINAL ? " OR NOT EXISTS (SELECT 1 FROM " : "",
      kind == WORDS_ORIGINAL ? "(SELECT hash FROM original UNION ALL SELECT hash FROM words_lost)"
                               " WHERE hash = "
                             : "",
      kind == WORDS_ORIGINAL ? "original_hash)" : "");
  g_autoptr (Query) query = store_query_built (study, sql);
  while (query_step (query, error))
    g_array_append_vals (keys, query_key (query, 0), 1);
  return !query_failed (query);
}

static gboolean
heal_column (EspStudy *study, EspStudy *copy, const char *table, const char *column, WordsKind kind,
             GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, 32);
  if (!note_lacking (study, table, column, kind, keys, error))
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      const guint8 *hash = (const guint8 *)keys->data + (gsize)i * 32;
      gboolean there;
      g_autoptr (GError) why = NULL;
      g_autoptr (Query) theirs = query_of (copy, kind);
      if (!has_row (theirs, hash, &there, error))
        return FALSE;
      if (!there || take_row (study, kind, theirs, hash, &why)
          || g_error_matches (why, ESP_ERROR, ESP_ERROR_DAMAGED))
        continue; /* Taken, or the copy cannot help. */
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  return TRUE;
}

gboolean
words_heal (EspStudy *study, EspStudy *copy, GError **error)
{
  for (const char *const *name = store_content_tables (); *name != NULL; name++)
    {
      const StoreTable *table = store_table (study, *name);
      for (guint i = 0; i < table->columns->len; i++)
        if (table->shapes[i].words != WORDS_NONE
            && !heal_column (study, copy, *name, table->columns->pdata[i], table->shapes[i].words,
                             error))
          return FALSE;
    }
  return TRUE;
}
