/* Words that the file has not got any more: telling of them, and having them back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/private.h"

WordsLost
store_words_lost (EspStudy *study, const guint8 hash[32])
{
  g_autoptr (Query) query = store_query (study, "SELECT why FROM words_lost WHERE hash = :hash");
  query_bind_blob (query, ":hash", hash, 32);
  if (!query_step (query, NULL))
    return WORDS_NOT_LOST;
  return g_str_equal (query_text (query, 0), "compacted") ? WORDS_COMPACTED : WORDS_DAMAGED;
}

const char *
store_words_placeholder (WordsLost why)
{
  return why == WORDS_COMPACTED ? "[words taken back: a compact backup left them out]"
         : why == WORDS_DAMAGED ? "[words lost: the file was damaged]"
                                : "";
}

const char *
store_words_in (EspStudy *study, Query *row, int body, int key)
{
  if (!query_is_null (row, body))
    return query_text (row, body);
  const guint8 *hash = query_hash (row, key);
  return hash != NULL ? store_words_placeholder (store_words_lost (study, hash)) : "";
}

gboolean
words_found (EspStudy *study, WordsKind kind, const guint8 hash[32], GError **error)
{
  g_autoptr (Query) found = store_query (
      study, "DELETE FROM words_lost WHERE hash = :hash AND (kind = 'original') >= :original");
  query_bind_blob (found, ":hash", hash, 32);
  query_bind_int (found, ":original", kind == WORDS_ORIGINAL);
  return query_run (found, error);
}

gboolean
store_words_back (EspStudy *study, const guint8 hash[32], GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  /* Words are outside the changeset: the line of the history would not be written without this. */
  study->record_always = TRUE;
  return words_found (study, WORDS_TEXT, hash, error);
}
