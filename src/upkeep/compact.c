/* A copy of a study without the words of what was taken back.
 *
 * The history and the content stay whole: they hold only the keys of words. Which words are left
 * out stands in words_lost.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "store/words.h"
#include "upkeep/check.h"
#include "upkeep/upkeep.h"

/* A query of the keys that live rows hold, from each column that holds keys of these words. */
static char *
live_keys_sql (EspStudy *study, WordsKind kind)
{
  g_autoptr (GArray) columns = words_columns (study, kind);
  GString *sql = g_string_new (NULL);
  for (guint i = 0; i < columns->len; i++)
    {
      const WordsColumn *of = &g_array_index (columns, WordsColumn, i);
      g_string_append_printf (sql, "%sSELECT %s FROM %s WHERE gone = 0 AND %s IS NOT NULL",
                              i > 0 ? " UNION " : "", of->column, of->table, of->column);
    }
  return g_string_free (sql, FALSE);
}

gboolean
upkeep_count_gone_words (EspStudy *study, GoneWords *gone, GError **error)
{
  guint *const counts[] = { &gone->texts, &gone->layouts, &gone->prose, &gone->originals };
  for (guint i = 0; i < WORDS_KINDS; i++)
    {
      g_autofree char *live = live_keys_sql (study, words_tables[i].kind);
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE hash NOT IN (%s)",
                                              words_tables[i].table, live);
      g_autoptr (Query) query = store_query_built (study, sql);
      if (!query_step (query, error))
        return FALSE;
      *counts[i] = (guint)query_int (query, 0);
    }
  return TRUE;
}

static gboolean
drop_words (EspStudy *copy, const WordsTable *words, guint *dropped, GError **error)
{
  g_autofree char *live = live_keys_sql (copy, words->kind);
  g_autofree char *now = store_time_now ();
  g_autofree char *note_sql
      = g_strdup_printf ("INSERT OR IGNORE INTO words_lost (hash, kind, why, lost_at)"
                         " SELECT hash, :kind, 'compacted', :now FROM %s WHERE hash NOT IN (%s)",
                         words->table, live);
  g_autofree char *drop_sql
      = g_strdup_printf ("DELETE FROM %s WHERE hash NOT IN (%s)", words->table, live);
  g_autoptr (Query) note = store_query_built (copy, note_sql);
  query_bind_text (note, ":kind", words->name);
  query_bind_text (note, ":now", now);
  g_autoptr (Query) drop = store_query_built (copy, drop_sql);
  if (!query_run (note, error) || !query_run (drop, error))
    return FALSE;
  *dropped += (guint)sqlite3_changes (copy->db);
  return TRUE;
}

static gboolean
compact_copy (EspStudy *copy, gpointer data, GError **error)
{
  /* No person changes this file yet: words may be left out. */
  sqlite3_set_authorizer (copy->db, NULL, NULL);
  if (!store_exec (copy, "BEGIN IMMEDIATE", "write", error))
    return FALSE;
  for (guint i = 0; i < WORDS_KINDS; i++)
    if (!drop_words (copy, &words_tables[i], data, error))
      return FALSE;
  /* VACUUM writes all of the file anew: not in memory. */
  return fulltext_write_again (copy, error)
         && store_exec (copy, "COMMIT; PRAGMA temp_store = FILE; VACUUM", "write", error);
}

gboolean
esp_study_compact (EspStudy *study, const char *to, guint *dropped, GError **error)
{
  guint n = 0;
  const gboolean done = upkeep_copy (study, to, compact_copy, &n, error);
  if (dropped != NULL)
    *dropped = n;
  return done;
}
