/* The full-text index, written in large portions.
 *
 * FTS5 writes what it has gathered whenever SQLite sets a savepoint, which almost every statement
 * on a content table does; a portion of its own for each document would then have to be merged
 * again and again. So words wait here until there are many, or the change ends.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"
#include "store/tokenizer.h"

#define PORTION_BYTES ((gsize)32 * 1024 * 1024)

typedef struct
{
  gint64 rowid;
  gsize start, size; /* in the waiting words */
} Waiting;

void
fulltext_forget (EspStudy *study)
{
  g_clear_pointer (&study->waiting, g_array_unref);
  if (study->waiting_words != NULL)
    g_string_free (study->waiting_words, TRUE);
  study->waiting_words = NULL;
}

gboolean
store_index_flush (EspStudy *study, GError **error)
{
  if (study->waiting == NULL)
    return TRUE;
  gboolean good = TRUE;
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO search_words (rowid, words) VALUES (:rowid, :words)");
  for (guint i = 0; good && i < study->waiting->len; i++)
    {
      const Waiting *one = &g_array_index (study->waiting, Waiting, i);
      query_bind_int (insert, ":rowid", one->rowid);
      query_bind_words (insert, ":words", study->waiting_words->str + one->start, one->size);
      good = query_run (insert, error);
    }
  fulltext_forget (study);
  return good;
}

gboolean
store_index_words (EspStudy *study, gint64 rowid, const char *words, gsize size, GError **error)
{
  if (study->waiting == NULL)
    {
      study->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
      study->waiting_words = g_string_new (NULL);
    }
  GString *apart = tokenizer_apart (words, size, NULL);
  const Waiting one = { rowid, study->waiting_words->len, apart != NULL ? apart->len : size };
  g_array_append_val (study->waiting, one);
  g_string_append_len (study->waiting_words, apart != NULL ? apart->str : words, (gssize)one.size);
  if (apart != NULL)
    g_string_free (apart, TRUE);
  return study->waiting_words->len < PORTION_BYTES || store_index_flush (study, error);
}

gboolean
fulltext_write_again (EspStudy *study, GError **error)
{
  if (!store_index_flush (study, error)
      || !store_exec (study, "INSERT INTO search_words (search_words) VALUES ('delete-all')",
                      "write the index of", error))
    return FALSE;
  g_autoptr (Query) texts
      = store_query (study, "SELECT number, body FROM text_body ORDER BY number");
  while (query_step (texts, error))
    {
      gsize size;
      const guint8 *words = query_blob (texts, 1, &size);
      if (!store_index_words (study, query_int (texts, 0), (const char *)words, size, error))
        return FALSE;
    }
  return !query_failed (texts) && store_index_flush (study, error);
}
