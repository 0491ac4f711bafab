/* A copy of a study without the words of what was taken back.
 *
 * The history and the content stay whole: they hold only the keys of words. Which words are left
 * out stands in words_lost.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/private.h"

#include "base/error.h"
#include "store/check.h"

#include <unistd.h>

/* A table of words, and what stands in words_lost for it. */
typedef struct
{
  WordsKind kind;
  const char *table, *name;
} Store;

static const Store stores[] = {
  { WORDS_TEXT, "text_body", "text" },
  { WORDS_LAYOUT, "layout", "layout" },
  { WORDS_PROSE, "prose", "prose" },
  { WORDS_ORIGINAL, "original", "original" },
};

/* A query of the keys that live rows hold, from each column that holds keys of these words. */
static char *
live_keys_sql (EspStudy *study, WordsKind kind)
{
  GString *sql = g_string_new (NULL);
  for (const char *const *name = store_content_tables (); *name != NULL; name++)
    {
      const StoreTable *table = store_table (study, *name);
      for (guint i = 0; i < table->columns->len; i++)
        if (table->shapes[i].words == kind)
          g_string_append_printf (sql, "%sSELECT %s FROM %s WHERE gone = 0 AND %s IS NOT NULL",
                                  sql->len > 0 ? " UNION " : "",
                                  (const char *)table->columns->pdata[i], *name,
                                  (const char *)table->columns->pdata[i]);
    }
  return g_string_free (sql, FALSE);
}

gboolean
store_count_gone_words (EspStudy *study, GoneWords *gone, GError **error)
{
  guint *const counts[] = { &gone->texts, &gone->layouts, &gone->prose, &gone->originals };
  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      g_autofree char *live = live_keys_sql (study, stores[i].kind);
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE hash NOT IN (%s)",
                                              stores[i].table, live);
      g_autoptr (Query) query = store_query_built (study, sql);
      if (!query_step (query, error))
        return FALSE;
      *counts[i] = (guint)query_int (query, 0);
    }
  return TRUE;
}

static gboolean
drop_words (EspStudy *copy, const Store *store, guint *dropped, GError **error)
{
  g_autofree char *live = live_keys_sql (copy, store->kind);
  g_autofree char *now = store_time_now ();
  g_autofree char *note_sql
      = g_strdup_printf ("INSERT OR IGNORE INTO words_lost (hash, kind, why, lost_at)"
                         " SELECT hash, :kind, 'compacted', :now FROM %s WHERE hash NOT IN (%s)",
                         store->table, live);
  g_autofree char *drop_sql
      = g_strdup_printf ("DELETE FROM %s WHERE hash NOT IN (%s)", store->table, live);
  g_autoptr (Query) note = store_query_built (copy, note_sql);
  query_bind_text (note, ":kind", store->name);
  query_bind_text (note, ":now", now);
  g_autoptr (Query) drop = store_query_built (copy, drop_sql);
  if (!query_run (note, error) || !query_run (drop, error))
    return FALSE;
  *dropped += (guint)sqlite3_changes (copy->db);
  return TRUE;
}

/* The index has no words of its own, so that none can be taken out of it. */
static gboolean
index_again (EspStudy *copy, GError **error)
{
  return store_exec (copy,
                     "INSERT INTO search_words (search_words) VALUES ('delete-all');"
                     "INSERT INTO search_words (rowid, words) SELECT number, body FROM text_body",
                     "write", error);
}

static gboolean
compact_copy (EspStudy *copy, guint *dropped, GError **error)
{
  /* No person changes this file yet: words may be left out. */
  sqlite3_set_authorizer (copy->db, NULL, NULL);
  if (!store_exec (copy, "BEGIN IMMEDIATE", "write", error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    if (!drop_words (copy, &stores[i], dropped, error))
      return FALSE;
  /* VACUUM writes all of the file anew: not in memory. */
  return index_again (copy, error)
         && store_exec (copy, "COMMIT; PRAGMA temp_store = FILE; VACUUM", "write", error);
}

gboolean
esp_study_compact (EspStudy *study, const char *to, guint *dropped, GError **error)
{
  guint n = 0;
  g_autofree char *beside = store_copy_beside (study, to, error);
  if (beside == NULL)
    return FALSE;
  EspStudy *copy = esp_study_open (beside, TRUE, error);
  if (copy != NULL)
    {
      /* What fails is told under the name that the person gave. */
      g_free (copy->path);
      copy->path = g_strdup (to);
    }
  const gboolean done = copy != NULL && compact_copy (copy, &n, error);
  esp_study_close (copy);
  if (dropped != NULL)
    *dropped = n;
  if (done && store_give_name (beside, to, error))
    return TRUE;
  unlink (beside);
  return FALSE;
}
