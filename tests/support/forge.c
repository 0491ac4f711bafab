/* Makes hostile copies of a study: runs SQL over the file that it is, and then makes the chain of
 * its history right again, as somebody would who wants to be believed.
 *
 *   forge FILE <SQL          the chain and the heads are made to fit
 *   forge --as-is FILE <SQL  they are left as they are
 *   forge --spoil FILE SEED  no SQL: some bytes of the file become others
 *
 * The SQL has functions for changesets, in pieces to be joined with ||:
 *   header (table [, columns [, key]])   what stands before the rows of a table
 *   added (value, ...)                   a new row
 *   removed (value, ...)                 a deleted one
 *   altered (columns, id, column, before, after, ...)  a changed one; columns count from 0
 *   joined (piece)                       an aggregate: the pieces of many rows
 *   change (changeset [, coder [, time [, command]]])  a line on top of all others; gives its id
 *   spoiled (bytes, seed)                some bytes become others
 *   sha (bytes [, bytes])                SHA-256
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/history.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static G_NORETURN void
stop (sqlite3 *db, const char *what)
{
  fprintf (stderr, "forge: %s: %s\n", what, sqlite3_errmsg (db));
  exit (EXIT_FAILURE);
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    stop (db, sql);
  return statement;
}

/* ---- pieces of changesets */

static void
add_byte (GByteArray *bytes, int byte)
{
  const guint8 one = (guint8)byte;
  g_byte_array_append (bytes, &one, 1);
}

static void
add_varint (GByteArray *bytes, guint number)
{
  for (int shift = 28; shift > 0; shift -= 7)
    if (number >> shift > 0)
      add_byte (bytes, (int)(number >> shift & 0x7f) | 0x80);
  add_byte (bytes, (int)(number & 0x7f));
}

static void
add_value (GByteArray *bytes, sqlite3_value *value)
{
  guint64 number = 0;
  double real;
  add_byte (bytes, sqlite3_value_type (value));
  switch (sqlite3_value_type (value))
    {
    case SQLITE_INTEGER:
      number = GUINT64_TO_BE ((guint64)sqlite3_value_int64 (value));
      g_byte_array_append (bytes, (const guint8 *)&number, sizeof number);
      return;
    case SQLITE_FLOAT:
      real = sqlite3_value_double (value);
      memcpy (&number, &real, sizeof number);
      number = GUINT64_TO_BE (number);
      g_byte_array_append (bytes, (const guint8 *)&number, sizeof number);
      return;
    case SQLITE_TEXT:
    case SQLITE_BLOB:
      add_varint (bytes, (guint)sqlite3_value_bytes (value));
      g_byte_array_append (bytes, sqlite3_value_blob (value), (guint)sqlite3_value_bytes (value));
      return;
    default:
      return;
    }
}

static void
give_bytes (sqlite3_context *context, GByteArray *bytes)
{
  sqlite3_result_blob64 (context, bytes->data, bytes->len, SQLITE_TRANSIENT);
}

static int
columns_of (sqlite3 *db, const char *table)
{
  sqlite3_stmt *count = prepare (db, "SELECT count (*) FROM pragma_table_info (?)");
  sqlite3_bind_text (count, 1, table, -1, SQLITE_STATIC);
  const int n = sqlite3_step (count) == SQLITE_ROW ? sqlite3_column_int (count, 0) : 0;
  sqlite3_finalize (count);
  return n;
}

static void
header (sqlite3_context *context, int n, sqlite3_value **values)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const char *table = (const char *)sqlite3_value_text (values[0]);
  const int columns = n > 1 ? sqlite3_value_int (values[1])
                            : columns_of (sqlite3_context_db_handle (context), table);
  const int key = n > 2 ? sqlite3_value_int (values[2]) : 0;
  add_byte (bytes, 'T');
  add_varint (bytes, (guint)columns);
  for (int i = 0; i < columns; i++)
    add_byte (bytes, i == key);
  g_byte_array_append (bytes, (const guint8 *)table, (guint)strlen (table) + 1);
  give_bytes (context, bytes);
}

/* Its operation is the function's user data. */
static void
whole_row (sqlite3_context *context, int n, sqlite3_value **values)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  add_byte (bytes, GPOINTER_TO_INT (sqlite3_user_data (context)));
  add_byte (bytes, 0);
  for (int i = 0; i < n; i++)
    add_value (bytes, values[i]);
  give_bytes (context, bytes);
}

/* `which`: 1 the values before, 2 those after. */
static void
add_half (GByteArray *bytes, int n, sqlite3_value **values, int which)
{
  const int columns = sqlite3_value_int (values[0]);
  for (int column = 0; column < columns; column++)
    {
      sqlite3_value *said = column == 0 && which == 1 ? values[1] : NULL;
      for (int i = 2; i + 2 < n; i += 3)
        if (sqlite3_value_int (values[i]) == column)
          said = values[i + which];
      if (said != NULL)
        add_value (bytes, said);
      else
        add_byte (bytes, 0);
    }
}

static void
altered (sqlite3_context *context, int n, sqlite3_value **values)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  add_byte (bytes, SQLITE_UPDATE);
  add_byte (bytes, 0);
  add_half (bytes, n, values, 1);
  add_half (bytes, n, values, 2);
  give_bytes (context, bytes);
}

static void
joined_step (sqlite3_context *context, int n, sqlite3_value **values)
{
  (void)n;
  GByteArray **bytes = sqlite3_aggregate_context (context, sizeof *bytes);
  if (*bytes == NULL)
    *bytes = g_byte_array_new ();
  g_byte_array_append (*bytes, sqlite3_value_blob (values[0]),
                       (guint)sqlite3_value_bytes (values[0]));
}

static void
joined_end (sqlite3_context *context)
{
  GByteArray **bytes = sqlite3_aggregate_context (context, sizeof *bytes);
  if (bytes == NULL || *bytes == NULL)
    return sqlite3_result_zeroblob (context, 0);
  give_bytes (context, *bytes);
  g_byte_array_unref (*bytes);
}

/* ---- bytes */

/* A few bytes become others, or their neighbours, or what is often at the edge of something. */
static void
spoil (guint8 *bytes, gsize size, guint32 seed)
{
  static const guint8 edges[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  const gint times = g_rand_int_range (random, 1, 9);
  for (gint i = 0; size > 0 && i < times; i++)
    {
      guint8 *at = &bytes[g_rand_int (random) % size];
      switch (g_rand_int_range (random, 0, 3))
        {
        case 0:
          *at = (guint8)g_rand_int_range (random, 0, 256);
          break;
        case 1:
          *at ^= (guint8)(1u << g_rand_int_range (random, 0, 8));
          break;
        default:
          *at = edges[g_rand_int_range (random, 0, G_N_ELEMENTS (edges))];
        }
    }
}

static void
spoiled (sqlite3_context *context, int n, sqlite3_value **values)
{
  (void)n;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_append (bytes, sqlite3_value_blob (values[0]),
                       (guint)sqlite3_value_bytes (values[0]));
  spoil (bytes->data, bytes->len, (guint32)sqlite3_value_int64 (values[1]));
  give_bytes (context, bytes);
}

static void
sha (sqlite3_context *context, int n, sqlite3_value **values)
{
  guint8 hash[32];
  sha256 (hash, sqlite3_value_blob (values[0]), (gsize)sqlite3_value_bytes (values[0]),
          n > 1 ? sqlite3_value_blob (values[1]) : NULL,
          n > 1 ? (gsize)sqlite3_value_bytes (values[1]) : 0);
  sqlite3_result_blob (context, hash, sizeof hash, SQLITE_TRANSIENT);
}

static int
spoil_file (const char *path, const char *seed)
{
  g_autofree char *bytes = NULL;
  gsize size;
  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return 1;
  spoil ((guint8 *)bytes, size, (guint32)g_ascii_strtoull (seed, NULL, 10));
  return !g_file_set_contents (path, bytes, (gssize)size, NULL);
}

/* ---- lines */

static const char *
text_or (sqlite3_value **values, int n, int at, const char *otherwise)
{
  return n > at ? (const char *)sqlite3_value_text (values[at]) : otherwise;
}

static void
run_bound (sqlite3 *db, const char *sql, const Uuid *id)
{
  sqlite3_stmt *statement = prepare (db, sql);
  sqlite3_bind_blob (statement, 1, id->bytes, sizeof id->bytes, SQLITE_STATIC);
  if (sqlite3_step (statement) != SQLITE_DONE)
    stop (db, sql);
  sqlite3_finalize (statement);
}

static void
change (sqlite3_context *context, int n, sqlite3_value **values)
{
  sqlite3 *db = sqlite3_context_db_handle (context);
  const Uuid id = uuid_random ();
  sqlite3_stmt *insert = prepare (
      db, "INSERT INTO history_change (id, lamport, coder, made_at, command, about, schema_number,"
          " changes, chain) VALUES (?, 1 + (SELECT max (lamport) FROM history_change), ?, ?, ?,"
          " 'forged', 1, ?, zeroblob (32))");
  sqlite3_bind_blob (insert, 1, id.bytes, sizeof id.bytes, SQLITE_STATIC);
  sqlite3_bind_text (insert, 2, text_or (values, n, 1, "C2"), -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (insert, 3, text_or (values, n, 2, "2026-11-01T10:00:00.000Z"), -1,
                     SQLITE_TRANSIENT);
  sqlite3_bind_text (insert, 4, text_or (values, n, 3, "code"), -1, SQLITE_TRANSIENT);
  sqlite3_bind_blob (insert, 5,
                     sqlite3_value_bytes (values[0]) > 0 ? sqlite3_value_blob (values[0]) : "",
                     sqlite3_value_bytes (values[0]), SQLITE_STATIC);
  if (sqlite3_step (insert) != SQLITE_DONE)
    stop (db, "change");
  sqlite3_finalize (insert);
  run_bound (db, "INSERT INTO history_parent SELECT ?, change_id FROM history_head", &id);
  run_bound (db, "DELETE FROM history_head WHERE change_id <> ?", &id);
  run_bound (db, "INSERT INTO history_head VALUES (?)", &id);
  sqlite3_result_blob (context, id.bytes, sizeof id.bytes, SQLITE_TRANSIENT);
}

static GArray *
read_ids (sqlite3_stmt *query, const Uuid *id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (Uuid));
  sqlite3_bind_blob (query, 1, id->bytes, sizeof id->bytes, SQLITE_STATIC);
  while (sqlite3_step (query) == SQLITE_ROW)
    {
      Uuid one = UUID_NIL;
      const gsize size = MIN ((gsize)sqlite3_column_bytes (query, 0), sizeof one.bytes);
      if (size > 0)
        memcpy (one.bytes, sqlite3_column_blob (query, 0), size);
      g_array_append_val (ids, one);
    }
  sqlite3_reset (query);
  return ids;
}

static const char *
column_text (sqlite3_stmt *row, int column)
{
  const char *text = (const char *)sqlite3_column_text (row, column);
  return text != NULL ? text : "";
}

/* The chain of each line from the one before it, in the order of the fold. */
static void
chain_again (sqlite3 *db)
{
  guint8 chain[32] = { 0 };
  sqlite3_stmt *rows = prepare (
      db, "SELECT id, lamport, schema_number, coder, made_at, command, about, reason, changes,"
          " rowid FROM history_change ORDER BY lamport, id");
  sqlite3_stmt *parents
      = prepare (db, "SELECT parent_id FROM history_parent WHERE change_id = ? ORDER BY parent_id");
  sqlite3_stmt *undoes
      = prepare (db, "SELECT undone_id FROM history_undone WHERE change_id = ? ORDER BY undone_id");
  sqlite3_stmt *update = prepare (db, "UPDATE history_change SET chain = ? WHERE rowid = ?");
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      ChangeRecord record = { .lamport = sqlite3_column_int64 (rows, 1),
                              .schema = sqlite3_column_int64 (rows, 2),
                              .coder = column_text (rows, 3),
                              .made_at = column_text (rows, 4),
                              .command = column_text (rows, 5),
                              .about = column_text (rows, 6),
                              .reason = column_text (rows, 7),
                              .changes = sqlite3_column_blob (rows, 8),
                              .changes_size = (gsize)sqlite3_column_bytes (rows, 8) };
      memcpy (record.id.bytes, sqlite3_column_blob (rows, 0),
              MIN ((gsize)sqlite3_column_bytes (rows, 0), sizeof record.id.bytes));
      g_autoptr (GArray) parent_ids G_GNUC_UNUSED = record.parents = read_ids (parents, &record.id);
      g_autoptr (GArray) undone_ids G_GNUC_UNUSED = record.undoes = read_ids (undoes, &record.id);
      guint8 before[32];
      memcpy (before, chain, sizeof before);
      history_chain (before, &record, chain);
      sqlite3_bind_blob (update, 1, chain, sizeof chain, SQLITE_STATIC);
      sqlite3_bind_int64 (update, 2, sqlite3_column_int64 (rows, 9));
      if (sqlite3_step (update) != SQLITE_DONE)
        stop (db, "chain");
      sqlite3_reset (update);
    }
  sqlite3_finalize (rows);
  sqlite3_finalize (parents);
  sqlite3_finalize (undoes);
  sqlite3_finalize (update);
}

static void
run (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    stop (db, sql);
}

static sqlite3 *
open_copy (const char *path)
{
  sqlite3 *db = NULL;
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    stop (db, path);
  sqlite3_create_function (db, "header", -1, SQLITE_UTF8, NULL, header, NULL, NULL);
  sqlite3_create_function (db, "added", -1, SQLITE_UTF8, GINT_TO_POINTER (SQLITE_INSERT), whole_row,
                           NULL, NULL);
  sqlite3_create_function (db, "removed", -1, SQLITE_UTF8, GINT_TO_POINTER (SQLITE_DELETE),
                           whole_row, NULL, NULL);
  sqlite3_create_function (db, "altered", -1, SQLITE_UTF8, NULL, altered, NULL, NULL);
  sqlite3_create_function (db, "joined", 1, SQLITE_UTF8, NULL, NULL, joined_step, joined_end);
  sqlite3_create_function (db, "spoiled", 2, SQLITE_UTF8, NULL, spoiled, NULL, NULL);
  sqlite3_create_function (db, "sha", -1, SQLITE_UTF8, NULL, sha, NULL, NULL);
  sqlite3_create_function (db, "change", -1, SQLITE_UTF8, NULL, change, NULL, NULL);
  run (db, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = "
           "OFF; PRAGMA recursive_triggers = ON; BEGIN");
  return db;
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--spoil"))
    return spoil_file (argv[2], argv[3]);
  const gboolean as_is = argc == 3 && g_str_equal (argv[1], "--as-is");
  if (argc != 2 && !as_is)
    return 2;
  g_autoptr (GString) sql = g_string_new (NULL);
  char part[4096];
  for (gsize n; (n = fread (part, 1, sizeof part, stdin)) > 0;)
    g_string_append_len (sql, part, (gssize)n);
  sqlite3 *db = open_copy (argv[argc - 1]);
  run (db, sql->str);
  if (!as_is)
    {
      run (db, "DELETE FROM history_head; INSERT INTO history_head SELECT id FROM history_change"
               " WHERE id NOT IN (SELECT parent_id FROM history_parent)");
      chain_again (db);
    }
  run (db, "COMMIT");
  sqlite3_close (db);
  return 0;
}
