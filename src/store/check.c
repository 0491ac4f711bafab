/* Checking a study file: its pages, structure, references, words, and that it is the fold of its
 * history.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/check.h"

#include "store/changeset.h"
#include "store/private.h"

#include <string.h>

EspCheckItem *
check_item (const char *name, gboolean whole, char *detail_taken)
{
  EspCheckItem *item = g_new0 (EspCheckItem, 1);
  item->name = g_strdup (name);
  item->whole = whole;
  item->detail = detail_taken;
  return item;
}

void
check_item_free (gpointer item)
{
  EspCheckItem *one = item;
  g_free (one->name);
  g_free (one->detail);
  g_free (one);
}

static void
add (GPtrArray *items, const char *name, gboolean whole, char *detail_taken)
{
  g_ptr_array_add (items, check_item (name, whole, detail_taken));
}

/* ---- the file */

static gboolean
check_file (EspStudy *study, GPtrArray *items, GError **error)
{
  g_autoptr (Query) query = store_query (study, "PRAGMA integrity_check (3)");
  g_autoptr (GString) wrong = g_string_new (NULL);
  while (query_step (query, error))
    if (!g_str_equal (query_text (query, 0), "ok"))
      g_string_append_printf (wrong, "%s%s", wrong->len > 0 ? "; " : "", query_text (query, 0));
  if (query_failed (query))
    {
      /* A file too damaged to be walked is a finding, not a failure to check. */
      g_string_append (wrong,
                       error != NULL && *error != NULL ? (*error)->message : "it cannot be read");
      g_clear_error (error);
    }
  gboolean whole = wrong->len == 0;
  add (items, "file", whole,
       whole ? g_strdup ("every page is whole")
             : g_strdup_printf ("the file is damaged: %s; keep it, and go on with a backup",
                                wrong->str));
  return whole;
}

/* ---- the structure: equal to that of a study made now */

/* A definition without its comments, and with every run of white space as one space: what it says.
 */
static void
append_definition (GString *all, const char *sql)
{
  gboolean space = FALSE;
  for (const char *p = sql; *p != '\0'; p++)
    {
      if (p[0] == '-' && p[1] == '-')
        p += strcspn (p, "\n");
      if (*p == '\0')
        break;
      if (!g_ascii_isspace (*p))
        {
          g_string_append (all, space ? " " : "");
          g_string_append_c (all, *p);
        }
      space = g_ascii_isspace (*p);
    }
  g_string_append_c (all, '\n');
}

static char *
structure_of (sqlite3 *db)
{
  GString *all = g_string_new (NULL);
  sqlite3_stmt *statement;
  const char *sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND NOT (type = 'table' "
                    "AND name LIKE 'search\\_words\\_%' ESCAPE '\\')"
                    " ORDER BY type, name";
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK)
    while (sqlite3_step (statement) == SQLITE_ROW)
      append_definition (all, (const char *)sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return g_string_free (all, FALSE);
}

/* A study without content, in memory: what the schema says, and where the history is folded. */
static sqlite3 *
empty_study (void)
{
  sqlite3 *db = NULL;
  if (sqlite3_open (":memory:", &db) == SQLITE_OK
      && sqlite3_exec (db, store_schema_sql, NULL, NULL, NULL) == SQLITE_OK)
    return db;
  sqlite3_close (db);
  return NULL;
}

static void
check_structure (EspStudy *study, sqlite3 *fresh, GPtrArray *items)
{
  g_autofree char *here = structure_of (study->db);
  g_autofree char *should = structure_of (fresh);
  gboolean whole = g_str_equal (here, should);
  add (items, "structure", whole,
       whole ? g_strdup_printf ("as schema %d says", STORE_SCHEMA)
             : g_strdup ("tables are missing or altered: the file was changed by another program"));
}

static gboolean
check_references (EspStudy *study, GPtrArray *items, GError **error)
{
  g_autoptr (Query) query = store_query (study, "PRAGMA foreign_key_check");
  guint n = 0;
  g_autofree char *first = NULL;
  while (query_step (query, error))
    if (n++ == 0)
      first = g_strdup_printf ("%s to %s", query_text (query, 0), query_text (query, 2));
  if (query_failed (query))
    return FALSE;
  add (items, "references", n == 0,
       n == 0 ? g_strdup ("every row stands on rows that are there")
              : g_strdup_printf ("%u rows refer to rows that are not there (first: %s)", n, first));
  return TRUE;
}

/* ---- words */

/* Counts rows whose content does not give their hash. The query yields hash, salt (or NULL),
 * content. */
static gboolean
count_altered (Query *query, guint *rows, guint *altered, GError **error)
{
  while (query_step (query, error))
    {
      gsize hash_size, salt_size, body_size;
      const guint8 *hash = query_blob (query, 0, &hash_size);
      const guint8 *salt = query_blob (query, 1, &salt_size);
      const guint8 *body = query_blob (query, 2, &body_size);
      guint8 computed[32];
      if (salt == NULL)
        sha256 (computed, body, body_size, NULL, 0);
      else
        sha256 (computed, salt, salt_size, body, body_size);
      ++*rows;
      *altered += hash_size != 32 || memcmp (hash, computed, 32) != 0;
    }
  return !query_failed (query);
}

static gboolean
check_words_of (Query *query, const char *name, const char *what, GPtrArray *items, GError **error)
{
  guint rows = 0, altered = 0;
  if (!count_altered (query, &rows, &altered, error))
    return FALSE;
  add (items, name, altered == 0,
       altered == 0 ? g_strdup_printf ("%u %s match their checksums", rows, what)
                    : g_strdup_printf ("%u of %u %s were altered: their checksums do not match",
                                       altered, rows, what));
  return TRUE;
}

static gboolean
check_words (EspStudy *study, GPtrArray *items, GError **error)
{
  g_autoptr (Query) texts = store_query (study, "SELECT hash, NULL, body FROM text_body");
  g_autoptr (Query) prose = store_query (study, "SELECT hash, salt, body FROM prose");
  g_autoptr (Query) originals = store_query (study, "SELECT hash, NULL, bytes FROM original");
  return check_words_of (texts, "texts", "texts", items, error)
         && check_words_of (prose, "prose", "summaries, definitions and notes", items, error)
         && check_words_of (originals, "originals", "original files kept", items, error);
}

/* Every key of prose that a content row holds must be there. */
static gboolean
check_prose_keys (EspStudy *study, GPtrArray *items, GError **error)
{
  guint missing = 0;
  for (const char *const *name = store_content_tables (); *name != NULL; name++)
    {
      const StoreTable *table = store_table (study, *name);
      for (guint i = 0; i < table->columns->len; i++)
        {
          const char *column = table->columns->pdata[i];
          if (!g_str_has_suffix (column, "_prose"))
            continue;
          g_autofree char *sql
              = g_strdup_printf ("SELECT count (*) FROM %s t WHERE %s IS NOT NULL AND NOT EXISTS "
                                 "(SELECT 1 FROM prose WHERE hash = t.%s)",
                                 *name, column, column);
          g_autoptr (Query) query = store_query_built (study, sql);
          if (!query_step (query, error))
            return FALSE;
          missing += (guint)query_int (query, 0);
        }
    }
  if (missing > 0)
    add (items, "words", FALSE,
         g_strdup_printf ("the words of %u summaries, definitions or notes are missing", missing));
  return TRUE;
}

/* ---- history */

static GArray *
parents_of (EspStudy *study, const Uuid *id, gint64 *highest, GError **error)
{
  g_autoptr (GArray) parents = g_array_new (FALSE, FALSE, sizeof (Uuid));
  g_autoptr (Query) query = store_query (study, "SELECT p.parent_id, c.lamport FROM history_parent "
                                                "p LEFT JOIN history_change c ON c.id = p.parent_id"
                                                " WHERE p.change_id = :id ORDER BY p.parent_id");
  query_bind_uuid (query, ":id", id);
  *highest = 0;
  while (query_step (query, error))
    {
      Uuid parent = query_uuid (query, 0);
      g_array_append_val (parents, parent);
      *highest = MAX (*highest, query_int (query, 1));
    }
  return query_failed (query) ? NULL : g_steal_pointer (&parents);
}

static int
replay_conflict (void *data, int conflict, sqlite3_changeset_iter *iter)
{
  (void)data, (void)iter;
  return conflict == SQLITE_CHANGESET_DATA || conflict == SQLITE_CHANGESET_CONFLICT
             ? SQLITE_CHANGESET_REPLACE
         : conflict == SQLITE_CHANGESET_CONSTRAINT  ? SQLITE_CHANGESET_OMIT
         : conflict == SQLITE_CHANGESET_FOREIGN_KEY ? SQLITE_CHANGESET_OMIT
                                                    : SQLITE_CHANGESET_ABORT;
}

static int
content_only (void *data, const char *table)
{
  (void)data;
  return store_table_kind (table) == TABLE_CONTENT;
}

static gboolean
replay (sqlite3 *fresh, const void *changes, gsize size)
{
  g_autofree void *own = g_memdup2 (changes, size);
  return sqlite3changeset_apply (fresh, (int)size, own, content_only, replay_conflict, NULL)
         == SQLITE_OK;
}

/* The chain and clock of each change in fold order; each is replayed into `fresh` on the way. */
static gboolean
check_chain (EspStudy *study, sqlite3 *fresh, GPtrArray *items, GError **error)
{
  guint n = 0;
  g_autofree char *wrong = NULL;
  guint8 before[32] = { 0 };
  g_autoptr (Query) query
      = store_query (study, "SELECT id, lamport, coder, made_at, command, about, reason, "
                            "undoes_id, schema_number, changes, chain, effect"
                            " FROM history_change ORDER BY lamport, id");
  while (query_step (query, error) && wrong == NULL)
    {
      ChangeRecord record = { .id = query_uuid (query, 0),
                              .lamport = query_int (query, 1),
                              .coder = query_text (query, 2),
                              .made_at = query_text (query, 3),
                              .command = query_text (query, 4),
                              .about = query_text (query, 5),
                              .reason = query_text (query, 6),
                              .undoes = query_uuid (query, 7),
                              .schema = query_int (query, 8) };
      record.changes = query_blob (query, 9, &record.changes_size);
      gint64 highest;
      g_autoptr (GArray) parents = parents_of (study, &record.id, &highest, error);
      if (parents == NULL)
        return FALSE;
      record.parents = parents;
      guint8 chain[32];
      history_chain (before, &record, chain);
      gsize chain_size, effect_size;
      const guint8 *stored = query_blob (query, 10, &chain_size);
      const guint8 *effect = query_blob (query, 11, &effect_size);
      n++;
      if (chain_size != 32 || memcmp (chain, stored, 32) != 0 || record.lamport != highest + 1)
        wrong = g_strdup_printf ("the record of '%s' by %s at %s was altered after it was made",
                                 record.command, record.coder, record.made_at);
      else if (!(query_is_null (query, 11) ? replay (fresh, record.changes, record.changes_size)
                                           : replay (fresh, effect, effect_size)))
        wrong = g_strdup_printf ("what '%s' by %s at %s did cannot be done again", record.command,
                                 record.coder, record.made_at);
      memcpy (before, chain, 32);
    }
  if (query_failed (query))
    return FALSE;
  add (items, "history", wrong == NULL,
       wrong != NULL ? g_steal_pointer (&wrong)
                     : g_strdup_printf ("%u changes, each proven by the one before it", n));
  return TRUE;
}

static gboolean
check_heads (EspStudy *study, GPtrArray *items, GError **error)
{
  g_autoptr (Query) query = store_query (
      study,
      "SELECT (SELECT count (*) FROM (SELECT id FROM history_change WHERE id NOT IN (SELECT "
      "parent_id FROM history_parent)"
      "                               EXCEPT SELECT change_id FROM history_head))"
      "     + (SELECT count (*) FROM (SELECT change_id FROM history_head EXCEPT SELECT id FROM "
      "history_change"
      "                               WHERE id NOT IN (SELECT parent_id FROM history_parent)))");
  if (!query_step (query, error))
    return FALSE;
  if (query_int (query, 0) > 0)
    add (items, "history ends", FALSE,
         g_strdup ("the newest changes of the history are not those it says"));
  return TRUE;
}

/* A digest of all rows of a content table, for comparing two files. */
static void
digest_table (sqlite3 *db, const char *table, guint8 digest[32])
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY id", table);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK)
    while (sqlite3_step (statement) == SQLITE_ROW)
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        {
          gint32 head[2]
              = { sqlite3_column_type (statement, i), sqlite3_column_bytes (statement, i) };
          g_checksum_update (sum, (const guchar *)head, sizeof head);
          if (head[1] > 0)
            g_checksum_update (sum, sqlite3_column_blob (statement, i), head[1]);
        }
  sqlite3_finalize (statement);
  gsize size = 32;
  g_checksum_get_digest (sum, digest, &size);
}

/* The study is the fold of its history: what was replayed must equal what is there. The row of the
 * study itself came before any change and is copied first. */
static gboolean
copy_study_row (EspStudy *study, sqlite3 *fresh, GError **error)
{
  g_autoptr (Query) query = store_query (study, "SELECT id FROM study");
  sqlite3_stmt *insert = NULL;
  gboolean good = sqlite3_prepare_v2 (fresh, "INSERT INTO study (id, title) VALUES (?, '')", -1,
                                      &insert, NULL)
                  == SQLITE_OK;
  while (good && query_step (query, error))
    {
      sqlite3_bind_value (insert, 1, query_value (query, 0));
      good = sqlite3_step (insert) == SQLITE_DONE;
      sqlite3_reset (insert);
    }
  sqlite3_finalize (insert);
  return good && !query_failed (query);
}

static void
check_fold (EspStudy *study, sqlite3 *fresh, GPtrArray *items)
{
  g_autoptr (GString) differ = g_string_new (NULL);
  for (const char *const *table = store_content_tables (); *table != NULL; table++)
    {
      guint8 here[32], folded[32];
      digest_table (study->db, *table, here);
      digest_table (fresh, *table, folded);
      if (memcmp (here, folded, 32) != 0)
        g_string_append_printf (differ, "%s%s", differ->len > 0 ? ", " : "", *table);
    }
  gboolean whole = differ->len == 0;
  add (items, "content", whole,
       whole
           ? g_strdup ("is what the history says")
           : g_strdup_printf ("is not what the history says (%s): another program changed the file",
                              differ->str));
}

gboolean
store_check (EspStudy *study, GPtrArray *items, GError **error)
{
  if (!check_file (study, items, error))
    return TRUE;
  sqlite3 *fresh = empty_study ();
  if (fresh == NULL)
    return fail (error, ESP_ERROR_STORAGE, "there is not enough memory to check the history");
  check_structure (study, fresh, items);
  gboolean read = check_references (study, items, error) && check_words (study, items, error)
                  && check_prose_keys (study, items, error) && copy_study_row (study, fresh, error)
                  && check_chain (study, fresh, items, error) && check_heads (study, items, error);
  if (read)
    check_fold (study, fresh, items);
  sqlite3_close (fresh);
  return read;
}
