/* What the tables of a damaged study still say beyond its proven history: rows read by SQLite, each
 * looked at by itself, written as one change.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "upkeep/recover.h"

#include <string.h>

#define HOPS_MAX 400                                /* over what cannot be read, in one table */
#define STEPS_MAX ((guint64)2 * 1000 * 1000 * 1000) /* of SQLite's machine, in all */
#define STEPS_ASKED 100000
#define DEPTH_MAX 1000

/* A row of a table as found. */
typedef struct
{
  const StoreTable *table;
  ChangesetValue *values;
  guint8 *bytes; /* what the values point to */
} FoundRow;

typedef struct
{
  const StoreTable *table;
  Query *read, *insert, *update;
} Statements;

typedef struct
{
  EspStudy *study;
  sqlite3 *damaged;
  guint64 steps;
  GPtrArray *rows;        /* FoundRow, in the order of the tables */
  GHashTable *statements; /* const StoreTable * -> Statements */
  FoundRows *count;
} Rows;

static void
found_row_free (gpointer row)
{
  FoundRow *one = row;
  if (one == NULL)
    return;
  g_free (one->values);
  g_free (one->bytes);
  g_free (one);
}

static void
statements_free (gpointer statements)
{
  Statements *one = statements;
  query_end (one->read);
  query_end (one->insert);
  query_end (one->update);
  g_free (one);
}

/* ---- the damaged file */

static int
count_steps (void *data)
{
  Rows *rows = data;
  rows->steps += STEPS_ASKED;
  return rows->steps > STEPS_MAX;
}

/* As it is, without its journal and without locks: nothing of it is written. */
static gboolean
open_damaged (Rows *rows, const char *path)
{
  g_autofree char *folder = g_get_current_dir ();
  g_autofree char *whole_path = g_canonicalize_filename (path, folder);
  g_autofree char *address = g_filename_to_uri (whole_path, NULL, NULL);
  g_autofree char *name = address != NULL ? g_strconcat (address, "?immutable=1", NULL) : NULL;
  if (name == NULL
      || sqlite3_open_v2 (name, &rows->damaged,
                          SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL)
             != SQLITE_OK)
    return FALSE;
  sqlite3 *db = rows->damaged;
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_progress_handler (db, STEPS_ASKED, count_steps, rows);
  /* With writable_schema a file that was cut off is read as far as it goes; nothing is written. */
  return sqlite3_exec (db,
                       "PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON;"
                       "PRAGMA mmap_size = 0",
                       NULL, NULL, NULL)
         == SQLITE_OK;
}

/* A table of ours, not a view or a virtual table of its name. */
static gboolean
is_plain_table (Rows *rows, const char *name)
{
  sqlite3_stmt *query = NULL;
  gboolean plain = FALSE;
  if (sqlite3_prepare_v2 (rows->damaged,
                          "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
                          " AND rootpage > 1 AND sql LIKE 'CREATE TABLE %'",
                          -1, &query, NULL)
      == SQLITE_OK)
    {
      sqlite3_bind_text (query, 1, name, -1, SQLITE_STATIC);
      plain = sqlite3_step (query) == SQLITE_ROW;
    }
  sqlite3_finalize (query);
  return plain;
}

/* ---- reading rows */

static gboolean
fits (const StoreColumn *column, const ChangesetValue *value)
{
  if (value->type == SQLITE_NULL)
    return !column->not_null;
  if (value->type != column->type || (column->size != 0 && value->size_bytes != column->size))
    return FALSE;
  return value->type != SQLITE_TEXT
         || g_utf8_validate_len ((const char *)value->bytes, value->size_bytes, NULL);
}

static void
add_row (Rows *rows, const StoreTable *table, sqlite3_stmt *from)
{
  const guint n = table->columns->len;
  gsize size = 0;
  FoundRow *row = g_new0 (FoundRow, 1);
  row->table = table;
  row->values = g_new0 (ChangesetValue, n);
  gboolean good = TRUE;
  for (guint i = 0; i < n; i++)
    {
      row->values[i] = changeset_value_of (sqlite3_column_value (from, (int)i + 1));
      good = good && fits (&table->shapes[i], &row->values[i]);
      size += row->values[i].size_bytes;
    }
  if (!good)
    {
      rows->count->left_out++;
      found_row_free (row);
      return;
    }
  guint8 *at = row->bytes = g_malloc (size + 1);
  for (guint i = 0; i < n; i++)
    if (row->values[i].size_bytes > 0)
      {
        memcpy (at, row->values[i].bytes, row->values[i].size_bytes);
        row->values[i].bytes = at;
        at += row->values[i].size_bytes;
      }
  g_ptr_array_add (rows->rows, row);
}

/* Reads rows from one on, upwards or downwards, until the end, or where it cannot go on, or a row
 * that was read before. *last gets the last one read. TRUE at an end. */
static gboolean
read_run (Rows *rows, const StoreTable *table, sqlite3_stmt *query, gint64 from, GHashTable *seen,
          gint64 *last)
{
  int code;
  sqlite3_bind_int64 (query, 1, from);
  while ((code = sqlite3_step (query)) == SQLITE_ROW)
    {
      const gint64 rowid = sqlite3_column_int64 (query, 0);
      if (g_hash_table_contains (seen, &rowid))
        break;
      g_hash_table_add (seen, g_memdup2 (&rowid, sizeof rowid));
      add_row (rows, table, query);
      *last = rowid;
    }
  sqlite3_reset (query);
  return code == SQLITE_DONE || code == SQLITE_ROW;
}

/* Upwards; behind each place that cannot be read, on from a row further on, and down from there. */
static void
read_up_and_down (Rows *rows, const StoreTable *table, sqlite3_stmt *up, sqlite3_stmt *down)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gint64 last = 0, top = 0, hop = 1;
  if (read_run (rows, table, up, G_MININT64, seen, &last))
    return;
  rows->count->unread = TRUE;
  read_run (rows, table, down, G_MAXINT64, seen, &top);
  for (guint i = 0;
       i < HOPS_MAX && last < G_MAXINT64 / 2 && hop < G_MAXINT64 / 4 && rows->steps <= STEPS_MAX;
       i++)
    {
      const gint64 from = last + hop, before = last;
      if (read_run (rows, table, up, from, seen, &last))
        return;
      gint64 down_to = last;
      if (last != before)
        read_run (rows, table, down, from, seen, &down_to);
      hop = last != before ? 1 : hop * 2;
    }
}

static void
read_table (Rows *rows, const StoreTable *table)
{
  g_autofree char *up_sql = g_strdup_printf (
      "SELECT rowid, * FROM %s NOT INDEXED WHERE rowid >= ? ORDER BY rowid", table->name);
  g_autofree char *down_sql = g_strdup_printf (
      "SELECT rowid, * FROM %s NOT INDEXED WHERE rowid <= ? ORDER BY rowid DESC", table->name);
  sqlite3_stmt *up = NULL, *down = NULL;
  if (is_plain_table (rows, table->name)
      && sqlite3_prepare_v2 (rows->damaged, up_sql, -1, &up, NULL) == SQLITE_OK
      && sqlite3_prepare_v2 (rows->damaged, down_sql, -1, &down, NULL) == SQLITE_OK
      && sqlite3_column_count (up) == (int)table->columns->len + 1)
    read_up_and_down (rows, table, up, down);
  else
    rows->count->unread = TRUE;
  sqlite3_finalize (up);
  sqlite3_finalize (down);
}

/* ---- whether a row holds together with what is there */

static const ChangesetValue *
value_of (const FoundRow *row, const char *column)
{
  for (guint i = 0; i < row->table->columns->len; i++)
    if (g_str_equal (row->table->columns->pdata[i], column))
      return &row->values[i];
  return NULL;
}

static Uuid
uuid_in (const FoundRow *row, const char *column)
{
  const ChangesetValue *value = value_of (row, column);
  return value != NULL ? changeset_uuid (value) : UUID_NIL;
}

static gboolean
is_there (Rows *rows, const char *table, const Uuid *id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s WHERE id = :id", table);
  g_autoptr (Query) query = store_query_kept (rows->study, sql);
  query_bind_uuid (query, ":id", id);
  return query_step (query, NULL);
}

/* Nothing stands below itself: the way from what a row refers to in its own table does not come
 * back to it. */
static gboolean
leads_away (Rows *rows, const FoundRow *row, const char *column)
{
  const Uuid own = changeset_uuid (&row->values[0]);
  Uuid at = uuid_in (row, column);
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s FROM %s WHERE id = :id", column, row->table->name);
  for (guint depth = 0; depth < DEPTH_MAX; depth++)
    {
      if (uuid_is_nil (&at))
        return TRUE;
      if (uuid_equal (&at, &own))
        return FALSE;
      g_autoptr (Query) query = store_query_kept (rows->study, sql);
      query_bind_uuid (query, ":id", &at);
      at = query_step (query, NULL) ? query_uuid (query, 0) : UUID_NIL;
    }
  return FALSE;
}

static gboolean
references_hold (Rows *rows, const FoundRow *row)
{
  for (guint i = 0; i < row->table->refs->len; i++)
    {
      const TableRef *ref = row->table->refs->pdata[i];
      const Uuid id = uuid_in (row, ref->column);
      if (!uuid_is_nil (&id) && !is_there (rows, ref->table, &id))
        return FALSE;
    }
  return TRUE;
}

/* The id of a coding or of evidence is made of what it says: one that was altered shows. */
static gboolean
span_proves_itself (const FoundRow *row)
{
  const Uuid id = changeset_uuid (&row->values[0]);
  const gboolean is_coding = g_str_equal (row->table->name, "coding");
  const Uuid first_id = uuid_in (row, is_coding ? "coder_id" : "summary_id"),
             version_id = uuid_in (row, "version_id"), theme_id = uuid_in (row, "theme_id");
  char first[UUID_TEXT_SIZE], version[UUID_TEXT_SIZE], theme[UUID_TEXT_SIZE], span[64];
  uuid_to_text (&first_id, first);
  uuid_to_text (&version_id, version);
  uuid_to_text (&theme_id, theme);
  g_snprintf (span, sizeof span, "%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
              value_of (row, "start_cp")->number, value_of (row, "end_cp")->number);
  const Uuid made = is_coding ? uuid_derived ("coding", first, version, span, theme, NULL)
                              : uuid_derived ("evidence", first, version, span, NULL);
  /* Only ids of version 5 are made so. */
  return id.bytes[6] >> 4 != 5 || uuid_equal (&made, &id);
}

static gboolean
span_lies_in_text (Rows *rows, const FoundRow *row)
{
  const Uuid version = uuid_in (row, "version_id");
  g_autoptr (Query) query = store_query (
      rows->study, "SELECT t.length_cp FROM document_version v JOIN text_body t ON t.hash = "
                   "v.text_hash WHERE v.id = :version");
  query_bind_uuid (query, ":version", &version);
  return !query_step (query, NULL) || value_of (row, "end_cp")->number <= query_int (query, 0);
}

/* A summary replaces one of its own cell. */
static gboolean
is_of_its_cell (Rows *rows, const FoundRow *row)
{
  const Uuid replaced = uuid_in (row, "replaces_id"), theme = uuid_in (row, "theme_id"),
             of_case = uuid_in (row, "case_id");
  if (uuid_is_nil (&replaced))
    return TRUE;
  g_autoptr (Query) query
      = store_query (rows->study, "SELECT 1 FROM summary WHERE id = :id AND theme_id = :theme AND "
                                  "case_id = :case");
  query_bind_uuid (query, ":id", &replaced);
  query_bind_uuid (query, ":theme", &theme);
  query_bind_uuid (query, ":case", &of_case);
  return query_step (query, NULL);
}

static gboolean
holds_together (Rows *rows, const FoundRow *row)
{
  const char *name = row->table->name;
  for (guint i = 0; i < row->table->refs->len; i++)
    {
      const TableRef *ref = row->table->refs->pdata[i];
      if (g_str_equal (ref->table, name) && !leads_away (rows, row, ref->column))
        return FALSE;
    }
  if (g_str_equal (name, "coding") || g_str_equal (name, "evidence"))
    return span_proves_itself (row) && span_lies_in_text (rows, row);
  if (g_str_equal (name, "study"))
    {
      const Uuid id = changeset_uuid (&row->values[0]);
      return is_there (rows, "study", &id);
    }
  return !g_str_equal (name, "summary") || is_of_its_cell (rows, row);
}

/* ---- writing */

static Statements *
statements_of (Rows *rows, const StoreTable *table)
{
  Statements *one = g_hash_table_lookup (rows->statements, table);
  if (one != NULL)
    return one;
  one = g_new0 (Statements, 1);
  g_autofree char *insert = store_insert_sql (table, "OR IGNORE "),
                  *update = store_update_sql (table, "OR IGNORE ");
  g_autofree char *read = g_strdup_printf ("SELECT * FROM %s WHERE id = :id", table->name);
  one->insert = store_query_built (rows->study, insert);
  one->update = store_query_built (rows->study, update);
  one->read = store_query_built (rows->study, read);
  g_hash_table_insert (rows->statements, (gpointer)table, one);
  return one;
}

/* Whether the study has the row, and has it so. */
static gboolean
look_up (const Statements *statements, const FoundRow *row, gboolean *same, GError **error)
{
  const Uuid id = changeset_uuid (&row->values[0]);
  query_bind_uuid (statements->read, ":id", &id);
  const gboolean there = query_step (statements->read, error);
  *same = there;
  for (guint i = 0; *same && i < row->table->columns->len; i++)
    {
      const ChangesetValue value = changeset_value_of (query_value (statements->read, (int)i));
      *same = changeset_value_equal (&value, &row->values[i]);
    }
  query_reset (statements->read);
  return there;
}

typedef enum
{
  ROW_DONE,
  ROW_WAITS, /* for what it refers to */
  ROW_REFUSED,
  ROW_FAILED,
} RowResult;

static RowResult
write_row (Rows *rows, const FoundRow *row, GError **error)
{
  const Uuid id = changeset_uuid (&row->values[0]);
  const Statements *statements = statements_of (rows, row->table);
  gboolean same;
  if (uuid_is_nil (&id))
    return ROW_REFUSED;
  const gboolean there = look_up (statements, row, &same, error);
  if (query_failed (statements->read))
    return ROW_FAILED;
  if (same)
    return ROW_DONE;
  if (!references_hold (rows, row))
    return ROW_WAITS;
  if (!holds_together (rows, row))
    return ROW_REFUSED;
  Query *query = there ? statements->update : statements->insert;
  for (guint i = 0; i < row->table->columns->len; i++)
    query_bind_column (query, row->table, i, &row->values[i]);
  if (!query_run (query, error))
    return ROW_FAILED;
  /* What a rule of the table forbids is passed over. */
  if (sqlite3_changes64 (rows->study->db) == 0)
    return ROW_REFUSED;
  rows->count->written++;
  return ROW_DONE;
}

/* Again and again, as long as more rows find what they refer to. */
static gboolean
write_rows (Rows *rows, GError **error)
{
  gboolean more = TRUE;
  for (guint depth = 0; more && depth < DEPTH_MAX; depth++)
    {
      g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (found_row_free);
      more = FALSE;
      for (guint i = 0; i < rows->rows->len; i++)
        {
          const RowResult result = write_row (rows, rows->rows->pdata[i], error);
          if (result == ROW_FAILED)
            return FALSE;
          if (result == ROW_WAITS)
            g_ptr_array_add (waiting, g_steal_pointer (&rows->rows->pdata[i]));
          else
            more = TRUE;
          rows->count->left_out += result == ROW_REFUSED;
        }
      g_ptr_array_unref (rows->rows);
      rows->rows = g_steal_pointer (&waiting);
      more = more && rows->rows->len > 0;
    }
  rows->count->left_out += rows->rows->len;
  return TRUE;
}

gboolean
recover_rows (EspStudy *study, const char *damaged, FoundRows *count, GError **error)
{
  Rows rows = { .study = study, .count = count };
  rows.rows = g_ptr_array_new_with_free_func (found_row_free);
  rows.statements = g_hash_table_new_full (NULL, NULL, NULL, statements_free);
  if (open_damaged (&rows, damaged))
    for (const char *const *name = store_content_tables (); *name != NULL; name++)
      read_table (&rows, store_table (study, *name));
  else
    count->unread = TRUE;
  sqlite3_close (rows.damaged);
  const gboolean good = write_rows (&rows, error);
  g_ptr_array_unref (rows.rows);
  g_hash_table_unref (rows.statements);
  return good;
}
