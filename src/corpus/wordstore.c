/* Keeping the words of documents: texts and layouts, content-addressed, and the full-text index
 * over them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/wordstore.h"

#include "store/store.h"

#include <string.h>

/* Whether a query of the hash finds a row. FALSE in *good: the study failed. */
static gboolean
is_there (Query *query, const guint8 hash[32], gboolean *good, GError **error)
{
  query_bind_blob (query, ":hash", hash, 32);
  gboolean there = query_step (query, error);
  *good = !query_failed (query);
  return there;
}

static gboolean
next_number (EspStudy *study, gint64 *number, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT ifnull (max (number), 0) + 1 FROM text_body");
  if (!query_step (query, error))
    return FALSE;
  *number = query_int (query, 0);
  return TRUE;
}

/* What is stored again is lost no more. */
static gboolean
note_back (EspStudy *study, const guint8 hash[32], GError **error)
{
  return store_words_lost (study, hash) == WORDS_NOT_LOST || store_words_back (study, hash, error);
}

/* A text, and its words in the full-text index. */
static gboolean
keep_text (EspStudy *study, const Words *words, const guint8 hash[32], GError **error)
{
  gboolean good;
  gint64 number;
  g_autoptr (Query) there = store_query (study, "SELECT 1 FROM text_body WHERE hash = :hash");
  if (is_there (there, hash, &good, error) || !good)
    return good;
  if (!next_number (study, &number, error))
    return FALSE;
  g_autoptr (Query) insert = store_query (study, "INSERT INTO text_body (hash, body, length_cp, "
                                                 "number) VALUES (:hash, :body, :length, :number)");
  query_bind_blob (insert, ":hash", hash, 32);
  query_bind_text (insert, ":body", words->text);
  query_bind_int (insert, ":length", (gint64)words->length_cp);
  query_bind_int (insert, ":number", number);
  return query_run (insert, error) && note_back (study, hash, error)
         && store_index_words (study, number, words->text, strlen (words->text), error);
}

static gboolean
keep_layout (EspStudy *study, const Words *words, const guint8 text_hash[32], const guint8 key[32],
             GError **error)
{
  gboolean good;
  g_autoptr (Query) there = store_query (study, "SELECT 1 FROM layout WHERE hash = :hash");
  if (is_there (there, key, &good, error) || !good)
    return good;
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO layout (hash, text_hash, lines, numbered) VALUES (:hash, "
                            ":text, :lines, :numbered)");
  query_bind_blob (insert, ":hash", key, 32);
  query_bind_blob (insert, ":text", text_hash, 32);
  query_bind_text (insert, ":lines", words->lines);
  query_bind_int (insert, ":numbered", words->numbered);
  return query_run (insert, error) && note_back (study, key, error);
}

gboolean
words_keep (EspStudy *study, const Words *words, const guint8 text_hash[32],
            const guint8 layout_key[32], GError **error)
{
  store_words_begin (study);
  gboolean good = keep_text (study, words, text_hash, error)
                  && keep_layout (study, words, text_hash, layout_key, error);
  store_words_end (study);
  return good;
}

gboolean
words_restore (EspStudy *study, const Words *words, const guint8 text_hash[32],
               const guint8 layout_key[32], gboolean *restored, GError **error)
{
  const gboolean text = store_words_lost (study, text_hash) != WORDS_NOT_LOST,
                 layout = store_words_lost (study, layout_key) != WORDS_NOT_LOST;
  *restored = text || layout;
  return (!text || keep_text (study, words, text_hash, error))
         && (!layout || keep_layout (study, words, text_hash, layout_key, error));
}
