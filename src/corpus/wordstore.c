/* Keeping the words of documents: texts and layouts, content-addressed, and the full-text index over them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/wordstore.h"

#include "corpus/transcript.h"
#include "store/store.h"

static gboolean
keep_text (EspStudy *study, const Words *words, const guint8 hash[32], GError **error)
{
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO text_body (hash, body, length_cp) VALUES (:hash, :body, :length) ON CONFLICT (hash) DO NOTHING");
  query_bind_blob (insert, ":hash", hash, 32);
  query_bind_text (insert, ":body", words->text);
  query_bind_int (insert, ":length", (gint64) text_index_length (words->index));
  return query_run (insert, error);
}

/* The items of a layout, and their words in the full-text index. */
static gboolean
keep_items (EspStudy *study, const Words *words, const guint8 key[32], gint64 number, GError **error)
{
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO layout_item (hash, position, kind, start_cp, end_cp, speaker, time_ms)"
             " VALUES (:hash, :position, :kind, :start, :end, :speaker, :time)");
  for (guint i = 0; i < words->items->len; i++)
    {
      const LayoutItem *item = &g_array_index (words->items, LayoutItem, i);
      query_bind_blob (insert, ":hash", key, 32);
      query_bind_int (insert, ":position", i);
      query_bind_text (insert, ":kind", item_kind_name (item->kind));
      query_bind_int (insert, ":start", (gint64) item->start_cp);
      query_bind_int (insert, ":end", (gint64) item->end_cp);
      query_bind_text (insert, ":speaker", item->speaker);
      if (item->time_ms >= 0)
        query_bind_int (insert, ":time", item->time_ms);
      else
        query_bind_text (insert, ":time", NULL);
      gsize start = text_index_bytes (words->index, item->start_cp), end = text_index_bytes (words->index, item->end_cp);
      if (!query_run (insert, error) || !store_index_words (study, number << 24 | i, words->text + start, end - start, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
keep_layout (EspStudy *study, const Words *words, const guint8 text_hash[32], const guint8 key[32], GError **error)
{
  g_autoptr (Query) there = store_query (study, "SELECT 1 FROM layout WHERE hash = :hash");
  query_bind_blob (there, ":hash", key, 32);
  if (query_step (there, error))
    return TRUE;
  if (query_failed (there))
    return FALSE;
  g_autoptr (Query) next = store_query (study, "SELECT ifnull (max (rowid), 0) + 1 FROM layout");
  if (!query_step (next, error))
    return FALSE;
  gint64 number = query_int (next, 0);
  query_reset (next);
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO layout (rowid, hash, text_hash, number) VALUES (:number, :hash, :text, :number)");
  query_bind_int (insert, ":number", number);
  query_bind_blob (insert, ":hash", key, 32);
  query_bind_blob (insert, ":text", text_hash, 32);
  return query_run (insert, error) && keep_items (study, words, key, number, error);
}

gboolean
words_keep (EspStudy *study, const Words *words, const guint8 text_hash[32], const guint8 layout_key[32], GError **error)
{
  return keep_text (study, words, text_hash, error) && keep_layout (study, words, text_hash, layout_key, error);
}
