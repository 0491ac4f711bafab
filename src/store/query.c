/* Statements: prepared once, kept, stepped.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"

#include <string.h>

struct _Query
{
  EspStudy *study;
  sqlite3_stmt *statement; /* NULL when it could not be prepared */
  gboolean kept;           /* stays prepared after query_end */
  gboolean in_use;
  gboolean failed;
};

static Query *
query_prepare (EspStudy *study, const char *sql, gboolean kept)
{
  Query *query = g_new0 (Query, 1);
  query->study = study;
  query->kept = kept;
  unsigned flags = kept ? SQLITE_PREPARE_PERSISTENT : 0;
  if (sqlite3_prepare_v3 (study->db, sql, -1, flags, &query->statement, NULL) != SQLITE_OK)
    query->failed = TRUE;
  return query;
}

static void
query_free (Query *query)
{
  sqlite3_finalize (query->statement);
  g_free (query);
}

void
store_queries_forget (gpointer query)
{
  query_free (query);
}

Query *
store_query_kept (EspStudy *study, const char *sql)
{
  Query *query = g_hash_table_lookup (study->queries, sql);
  if (query != NULL && !query->in_use)
    {
      query->in_use = TRUE;
      query->failed = FALSE;
      return query;
    }
  gboolean kept = query == NULL;
  query = query_prepare (study, sql, kept);
  query->in_use = TRUE;
  if (query->failed)
    query->kept = FALSE;
  else if (kept)
    g_hash_table_insert (study->queries, g_strdup (sql), query);
  return query;
}

Query *
store_query_built (EspStudy *study, const char *sql)
{
  Query *query = query_prepare (study, sql, FALSE);
  query->in_use = TRUE;
  return query;
}

void
query_end (Query *query)
{
  if (query == NULL)
    return;
  if (!query->kept)
    {
      query_free (query);
      return;
    }
  sqlite3_reset (query->statement);
  sqlite3_clear_bindings (query->statement);
  query->in_use = FALSE;
}

static int
parameter (Query *query, const char *name)
{
  if (query->statement == NULL)
    return 0;
  int index = sqlite3_bind_parameter_index (query->statement, name);
  if (index == 0)
    g_critical ("no parameter %s in: %s", name, sqlite3_sql (query->statement));
  return index;
}

void
query_bind_text (Query *query, const char *name, const char *text)
{
  if (query->statement != NULL)
    sqlite3_bind_text (query->statement, parameter (query, name), text, -1, SQLITE_STATIC);
}

void
query_bind_words (Query *query, const char *name, const char *words, gsize size_bytes)
{
  if (query->statement != NULL)
    sqlite3_bind_text64 (query->statement, parameter (query, name), words, size_bytes,
                         SQLITE_STATIC, SQLITE_UTF8);
}

void
query_bind_int (Query *query, const char *name, gint64 value)
{
  if (query->statement != NULL)
    sqlite3_bind_int64 (query->statement, parameter (query, name), value);
}

void
query_bind_real (Query *query, const char *name, double value)
{
  if (query->statement != NULL)
    sqlite3_bind_double (query->statement, parameter (query, name), value);
}

void
query_bind_blob (Query *query, const char *name, const void *bytes, gsize size)
{
  if (query->statement != NULL)
    sqlite3_bind_blob64 (query->statement, parameter (query, name), bytes, size, SQLITE_STATIC);
}

void
query_bind_uuid (Query *query, const char *name, const Uuid *id)
{
  if (query->statement == NULL)
    return;
  int index = parameter (query, name);
  if (id == NULL || uuid_is_nil (id))
    sqlite3_bind_null (query->statement, index);
  else
    sqlite3_bind_blob (query->statement, index, id->bytes, sizeof id->bytes, SQLITE_TRANSIENT);
}

gboolean
query_step (Query *query, GError **error)
{
  if (query->failed || query->statement == NULL)
    {
      query->failed = TRUE;
      return store_fail (query->study, error, "use");
    }
  int code = sqlite3_step (query->statement);
  if (code == SQLITE_ROW)
    return TRUE;
  if (code == SQLITE_DONE)
    return FALSE;
  query->failed = TRUE;
  return store_fail (query->study, error, "use");
}

gboolean
query_failed (const Query *query)
{
  return query->failed;
}

gboolean
query_run (Query *query, GError **error)
{
  while (query_step (query, error))
    ;
  if (query->statement != NULL)
    sqlite3_reset (query->statement);
  return !query->failed;
}

gboolean
query_reset (Query *query)
{
  return query->statement != NULL && sqlite3_reset (query->statement) == SQLITE_OK;
}

const char *
query_text (Query *query, int column)
{
  const unsigned char *text = sqlite3_column_text (query->statement, column);
  return text != NULL ? (const char *)text : "";
}

gint64
query_int (Query *query, int column)
{
  return sqlite3_column_int64 (query->statement, column);
}

double
query_real (Query *query, int column)
{
  return sqlite3_column_double (query->statement, column);
}

gboolean
query_is_null (Query *query, int column)
{
  return sqlite3_column_type (query->statement, column) == SQLITE_NULL;
}

const guint8 *
query_blob (Query *query, int column, gsize *size)
{
  const guint8 *bytes = sqlite3_column_blob (query->statement, column);
  if (size != NULL)
    *size = (gsize)sqlite3_column_bytes (query->statement, column);
  return bytes;
}

const guint8 *
query_key (Query *query, int column)
{
  static const guint8 none[32];
  gsize size;
  const guint8 *key = query_blob (query, column, &size);
  return size == sizeof none ? key : none;
}

const guint8 *
query_hash (Query *query, int column)
{
  return query_is_null (query, column) ? NULL : query_key (query, column);
}

Uuid
query_uuid (Query *query, int column)
{
  Uuid id = UUID_NIL;
  const void *bytes = sqlite3_column_blob (query->statement, column);
  if (bytes != NULL && sqlite3_column_bytes (query->statement, column) == (int)sizeof id.bytes)
    memcpy (id.bytes, bytes, sizeof id.bytes);
  return id;
}

sqlite3_value *
query_value (Query *query, int column)
{
  return sqlite3_column_value (query->statement, column);
}

sqlite3_stmt *
query_parameter (Query *query, const char *name, int *index)
{
  *index = parameter (query, name);
  return query->statement;
}

void
query_bind_blob_copy (Query *query, const char *name, const void *bytes, gsize size)
{
  if (query->statement != NULL)
    sqlite3_bind_blob64 (query->statement, parameter (query, name), bytes, size, SQLITE_TRANSIENT);
}
