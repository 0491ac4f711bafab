/* The fold: what the study is, made anew from its history.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/fold.h"

#include <string.h>

/* No framework is as deep as this; a deeper one is a file made to keep a program busy. */
#define DEPTH_MAX 1000
#define STEPS_MAX ((guint64)5 * 1000 * 1000)
/* Nor do commands alter as many different sets of a table's columns. */
#define UPDATES_MAX 256

/* The first time that a row was made. */
typedef struct
{
  const guint8 *record, *end;
  guint n_columns;
} FirstRow;

typedef struct
{
  const StoreTable *table;
  sqlite3_stmt *insert;
  GHashTable *updates; /* columns, "2,5," -> sqlite3_stmt */
  GHashTable *first;   /* Uuid in the bytes of a change -> place in `rows` + 1 */
  GArray *rows;        /* FirstRow */
} FoldTable;

typedef struct
{
  Uuid theme, parent; /* where it was */
} Move;

struct _Fold
{
  EspStudy *study;
  sqlite3 *db;
  GHashTable *tables; /* const StoreTable * -> FoldTable */
  GHashTable
      *parents;  /* Uuid of a theme -> Uuid of its parent; both owned by the value, a Uuid[2] */
  GArray *moves; /* Move: themes that the change at hand moved */
  guint64 steps; /* up the tree, so far */
};

/* ---- made and freed */

static void
fold_table_free (gpointer table)
{
  FoldTable *one = table;
  sqlite3_finalize (one->insert);
  g_hash_table_unref (one->updates);
  g_hash_table_unref (one->first);
  g_array_unref (one->rows);
  g_free (one);
}

static void
statement_free (gpointer statement)
{
  sqlite3_finalize (statement);
}

void
fold_free (Fold *fold)
{
  if (fold == NULL)
    return;
  g_hash_table_unref (fold->tables);
  g_hash_table_unref (fold->parents);
  g_array_unref (fold->moves);
  sqlite3_close (fold->db);
  g_free (fold);
}

static gboolean
fail_memory (Fold *fold, GError **error)
{
  return fail (error, ESP_ERROR_STORAGE, "cannot make '%s' anew from its history: %s",
               fold->study->path, sqlite3_errmsg (fold->db));
}

static gboolean
fold_exec (Fold *fold, const char *sql, GError **error)
{
  return sqlite3_exec (fold->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail_memory (fold, error);
}

/* Nothing is looked up by indexes here, and keeping them takes most of the time: those that the
 * schema would make are left out. */
static int
leave_out_indexes (void *data, int action, const char *name, const char *table,
                   const char *database, const char *trigger)
{
  (void)data, (void)table, (void)database, (void)trigger;
  return action == SQLITE_CREATE_INDEX && !g_str_has_prefix (name, "sqlite_") ? SQLITE_IGNORE
                                                                              : SQLITE_OK;
}

static gboolean
make_tables (Fold *fold, GError **error)
{
  sqlite3_set_authorizer (fold->db, leave_out_indexes, NULL);
  const gboolean good = fold_exec (fold, fold->study->schema->sql, error);
  sqlite3_set_authorizer (fold->db, NULL, NULL);
  return good;
}

/* The row of the study itself was made with the file, before any change. */
static gboolean
copy_study_row (Fold *fold, GError **error)
{
  g_autoptr (Query) query = store_query (fold->study, "SELECT id FROM study");
  sqlite3_stmt *insert = NULL;
  gboolean good = sqlite3_prepare_v2 (fold->db, "INSERT INTO study (id, title) VALUES (?, '')", -1,
                                      &insert, NULL)
                  == SQLITE_OK;
  while (good && query_step (query, error))
    {
      sqlite3_bind_value (insert, 1, query_value (query, 0));
      good = sqlite3_step (insert) == SQLITE_DONE;
      sqlite3_reset (insert);
    }
  sqlite3_finalize (insert);
  return good ? !query_failed (query) : fail_memory (fold, error);
}

Fold *
fold_new (EspStudy *study, GError **error)
{
  g_autoptr (Fold) fold = g_new0 (Fold, 1);
  fold->study = study;
  fold->tables = g_hash_table_new_full (NULL, NULL, NULL, fold_table_free);
  fold->parents = g_hash_table_new_full (uuid_hash, uuid_equal_func, NULL, g_free);
  fold->moves = g_array_new (FALSE, FALSE, sizeof (Move));
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2 (":memory:", &fold->db, flags, NULL) != SQLITE_OK)
    {
      fail_memory (fold, error);
      return NULL;
    }
  if (!make_tables (fold, error)
      || !fold_exec (fold, "PRAGMA journal_mode = OFF; PRAGMA foreign_keys = OFF; BEGIN", error)
      || !copy_study_row (fold, error))
    return NULL;
  return g_steal_pointer (&fold);
}

sqlite3 *
fold_database (Fold *fold)
{
  return fold->db;
}

static FoldTable *
fold_table (Fold *fold, const StoreTable *table)
{
  FoldTable *one = g_hash_table_lookup (fold->tables, table);
  if (one != NULL)
    return one;
  one = g_new0 (FoldTable, 1);
  one->table = table;
  one->updates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, statement_free);
  one->first = g_hash_table_new (uuid_hash, uuid_equal_func);
  one->rows = g_array_new (FALSE, FALSE, sizeof (FirstRow));
  g_hash_table_insert (fold->tables, (gpointer)table, one);
  return one;
}

/* ---- statements */

/* Inserts the columns that a change of its schema knows; others get what the schema says. */
static sqlite3_stmt *
insert_statement (Fold *fold, FoldTable *table, guint n_columns)
{
  if (table->insert != NULL && sqlite3_bind_parameter_count (table->insert) == (int)n_columns)
    return table->insert;
  g_autoptr (GString) sql = g_string_new (NULL), values = g_string_new (NULL);
  g_string_printf (sql, "INSERT INTO %s (", table->table->name);
  for (guint i = 0; i < n_columns; i++)
    {
      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "",
                              (const char *)table->table->columns->pdata[i]);
      g_string_append (values, i > 0 ? ", ?" : "?");
    }
  g_string_append_printf (sql, ") VALUES (%s) ON CONFLICT (id) DO NOTHING", values->str);
  g_clear_pointer (&table->insert, sqlite3_finalize);
  sqlite3_prepare_v3 (fold->db, sql->str, -1, SQLITE_PREPARE_PERSISTENT, &table->insert, NULL);
  return table->insert;
}

/* Updates the columns that `values` says, bound in their order, then the id. */
static sqlite3_stmt *
update_statement (Fold *fold, FoldTable *table, guint n_columns, const ChangesetValue *values)
{
  g_autoptr (GString) key = g_string_new (NULL), sql = g_string_new (NULL);
  for (guint i = 1; i < n_columns; i++)
    if (values[i].type != 0)
      g_string_append_printf (key, "%u,", i);
  sqlite3_stmt *statement = g_hash_table_lookup (table->updates, key->str);
  if (statement != NULL)
    return statement;
  if (g_hash_table_size (table->updates) >= UPDATES_MAX)
    g_hash_table_remove_all (table->updates);
  g_string_printf (sql, "UPDATE %s SET ", table->table->name);
  const char *separator = "";
  for (guint i = 1; i < n_columns; i++)
    if (values[i].type != 0)
      {
        g_string_append_printf (sql, "%s%s = ?", separator,
                                (const char *)table->table->columns->pdata[i]);
        separator = ", ";
      }
  g_string_append (sql, " WHERE id = ?");
  if (sqlite3_prepare_v3 (fold->db, sql->str, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)
      == SQLITE_OK)
    g_hash_table_insert (table->updates, g_string_free (g_steal_pointer (&key), FALSE), statement);
  return statement;
}

/* ---- the tree */

static gint
parent_column (const StoreTable *table)
{
  guint at;
  return g_str_equal (table->name, "theme")
                 && g_ptr_array_find_with_equal_func (table->columns, "parent_id", g_str_equal, &at)
             ? (gint)at
             : -1;
}

static Uuid
parent_of (Fold *fold, const Uuid *theme)
{
  const Uuid *pair = g_hash_table_lookup (fold->parents, theme);
  return pair != NULL ? pair[1] : UUID_NIL;
}

static void
put_parent (Fold *fold, const Uuid *theme, const Uuid *parent)
{
  Uuid *pair = g_new (Uuid, 2);
  pair[0] = *theme;
  pair[1] = *parent;
  g_hash_table_replace (fold->parents, &pair[0], pair);
}

static void
note_parent (Fold *fold, const ChangesetRow *row, const ChangesetValue *values)
{
  const gint column = parent_column (row->table);
  if (column < 0 || column >= (gint)row->n_columns || values[column].type == 0)
    return;
  const Uuid parent = changeset_uuid (&values[column]);
  const Move move = { row->id, parent_of (fold, &row->id) };
  g_array_append_val (fold->moves, move);
  put_parent (fold, &row->id, &parent);
}

/* Whether the way up from a theme comes back to it; -1 when it is too long, or leads to a circle on
 * which this one does not lie. `depths` keeps how deep those lie from which there is a way to a
 * section, so that it is walked once. */
static int
on_circle (Fold *fold, const Uuid *theme, GHashTable *depths)
{
  const Uuid *way[DEPTH_MAX], *pair = g_hash_table_lookup (fold->parents, theme);
  guint n = 0, depth = 0;
  for (; pair != NULL && !uuid_is_nil (&pair[1]); fold->steps++)
    {
      if ((depth = GPOINTER_TO_UINT (g_hash_table_lookup (depths, pair))) > 0)
        break;
      if (uuid_equal (&pair[1], theme))
        return 1;
      if (n == DEPTH_MAX)
        return -1;
      way[n++] = pair;
      pair = g_hash_table_lookup (fold->parents, &pair[1]);
    }
  while (n-- > 0)
    g_hash_table_insert (depths, (gpointer)way[n], GUINT_TO_POINTER (++depth));
  return depth > DEPTH_MAX ? -1 : 0;
}

static gboolean
set_parent (Fold *fold, const Uuid *theme, const Uuid *parent, GError **error)
{
  sqlite3_stmt *update = NULL;
  gboolean good = sqlite3_prepare_v2 (fold->db, "UPDATE theme SET parent_id = ? WHERE id = ?", -1,
                                      &update, NULL)
                  == SQLITE_OK;
  if (good)
    {
      if (!uuid_is_nil (parent))
        sqlite3_bind_blob (update, 1, parent->bytes, sizeof parent->bytes, SQLITE_STATIC);
      sqlite3_bind_blob (update, 2, theme->bytes, sizeof theme->bytes, SQLITE_STATIC);
      good = sqlite3_step (update) == SQLITE_DONE;
    }
  sqlite3_finalize (update);
  put_parent (fold, theme, parent);
  return good || fail_memory (fold, error);
}

/* The smallest of the moved themes that lie on a circle; NULL when there is none. *deep: whether
 * one was too deep to tell. */
static const Move *
smallest_on_circle (Fold *fold, gboolean *deep)
{
  const Move *smallest = NULL;
  g_autoptr (GHashTable) depths = g_hash_table_new (uuid_hash, uuid_equal_func);
  *deep = FALSE;
  for (guint i = 0; i < fold->moves->len && fold->steps < STEPS_MAX; i++)
    {
      const Move *move = &g_array_index (fold->moves, Move, i);
      const int circle = on_circle (fold, &move->theme, depths);
      *deep = *deep || circle < 0;
      if (circle > 0
          && (smallest == NULL
              || memcmp (move->theme.bytes, smallest->theme.bytes, sizeof (Uuid)) < 0))
        smallest = move;
    }
  return smallest;
}

static gboolean
mend_tree (Fold *fold, GError **error)
{
  gboolean deep = FALSE;
  const Move *move;
  /* Each turn takes one theme off the circles, back into the tree that there was. */
  while (fold->steps < STEPS_MAX)
    {
      if ((move = smallest_on_circle (fold, &deep)) == NULL && fold->steps < STEPS_MAX)
        return !deep || fail (error, ESP_ERROR_DAMAGED, "the themes lie too deep to be told");
      if (move == NULL)
        break;
      const Move back = *move;
      /* Once: a circle on which it still lies has another that was moved. */
      g_array_remove_index_fast (fold->moves,
                                 (guint)(move - (const Move *)(gpointer)fold->moves->data));
      if (!set_parent (fold, &back.theme, &back.parent, error))
        return FALSE;
    }
  return fail (error, ESP_ERROR_DAMAGED, "the themes lie in a circle");
}

/* ---- one change */

static gboolean
fail_hostile (const ChangesetRow *row, const char *what, GError **error)
{
  return fail (error, ESP_ERROR_DAMAGED, "the history does not hold: a change %s (%s)", what,
               row->table->name);
}

/* Sets what `values` says. Where a rule of the table refuses it, the row stays as it is. */
static gboolean
put_values (Fold *fold, FoldTable *table, const ChangesetRow *row, const ChangesetValue *values,
            GError **error)
{
  sqlite3_stmt *update = update_statement (fold, table, row->n_columns, values);
  if (update == NULL)
    return fail_memory (fold, error);
  int parameter = 1;
  for (guint i = 1; i < row->n_columns; i++)
    if (values[i].type != 0)
      changeset_bind (update, parameter++, &values[i]);
  sqlite3_bind_blob (update, parameter, row->id.bytes, sizeof row->id.bytes, SQLITE_STATIC);
  sqlite3_step (update);
  const int code = sqlite3_reset (update);
  sqlite3_clear_bindings (update);
  if ((code & 0xff) == SQLITE_CONSTRAINT)
    return TRUE;
  if (code != SQLITE_OK)
    return fail_memory (fold, error);
  if (sqlite3_changes (fold->db) == 0)
    return fail_hostile (row, "alters what was never made", error);
  note_parent (fold, row, values);
  return TRUE;
}

/* What the row says anew: that it is live, and each column that differs from the first time the row
 * was made, but for who made it. */
static gboolean
insert_again (Fold *fold, FoldTable *table, const ChangesetRow *row, GError **error)
{
  const guint n = table->table->columns->len;
  const guint place = GPOINTER_TO_UINT (g_hash_table_lookup (table->first, &row->id));
  g_autofree ChangesetValue *values = g_new0 (ChangesetValue, n),
                            *first = g_new0 (ChangesetValue, n);
  const FirstRow *one = place > 0 ? &g_array_index (table->rows, FirstRow, place - 1) : NULL;
  if (one == NULL || !changeset_reread (table->table, one->record, one->end, one->n_columns, first))
    return fail_hostile (row, "makes again what no change made", error);
  values[1] = row->after[1];
  for (guint i = 2; i < row->n_columns; i++)
    if (!row->table->shapes[i].is_provenance && !changeset_value_equal (&row->after[i], &first[i]))
      values[i] = row->after[i];
  return put_values (fold, table, row, values, error);
}

static gboolean
insert_row (Fold *fold, FoldTable *table, const ChangesetRow *row, GError **error)
{
  sqlite3_stmt *insert = insert_statement (fold, table, row->n_columns);
  if (insert == NULL)
    return fail_memory (fold, error);
  for (guint i = 0; i < row->n_columns; i++)
    changeset_bind (insert, (int)i + 1, &row->after[i]);
  sqlite3_step (insert);
  const int code = sqlite3_reset (insert);
  sqlite3_clear_bindings (insert);
  if ((code & 0xff) == SQLITE_CONSTRAINT)
    return fail_hostile (row, "makes a row that no command makes", error);
  if (code != SQLITE_OK)
    return fail_memory (fold, error);
  if (sqlite3_changes (fold->db) == 0)
    return insert_again (fold, table, row, error);
  const FirstRow first = { row->record, row->end, row->n_columns };
  g_array_append_val (table->rows, first);
  g_hash_table_insert (table->first, (gpointer)row->after[0].bytes,
                       GUINT_TO_POINTER (table->rows->len));
  note_parent (fold, row, row->after);
  return TRUE;
}

static gboolean
fold_row (const ChangesetRow *row, gpointer data, GError **error)
{
  Fold *fold = data;
  FoldTable *table = fold_table (fold, row->table);
  /* Its one row was made with the file, and stays. */
  if (g_str_equal (row->table->name, "study")
      && (row->op == SQLITE_INSERT || row->after[1].type != 0))
    return fail_hostile (row, "makes or removes what no command does", error);
  return row->op == SQLITE_INSERT ? insert_row (fold, table, row, error)
                                  : put_values (fold, table, row, row->after, error);
}

gboolean
fold_change (Fold *fold, const ChangeRecord *record, GError **error)
{
  g_array_set_size (fold->moves, 0);
  return changeset_each (fold->study, record->changes, record->changes_size, fold_row, fold, error)
         && mend_tree (fold, error);
}

gboolean
fold_history (Fold *fold, const History *history, GError **error)
{
  for (guint i = 0; i < history->lines->len; i++)
    if (!fold_change (fold, history_record (history, i), error))
      return FALSE;
  return TRUE;
}

gboolean
fold_references_hold (Fold *fold, GError **error)
{
  sqlite3_stmt *query = NULL;
  g_autofree char *what = NULL;
  gboolean good
      = sqlite3_prepare_v2 (fold->db, "PRAGMA foreign_key_check", -1, &query, NULL) == SQLITE_OK;
  if (good && sqlite3_step (query) == SQLITE_ROW)
    what = g_strdup_printf ("a %s refers to a %s that no change made",
                            (const char *)sqlite3_column_text (query, 0),
                            (const char *)sqlite3_column_text (query, 2));
  sqlite3_finalize (query);
  if (!good)
    return fail_memory (fold, error);
  return what == NULL || fail (error, ESP_ERROR_DAMAGED, "the history does not hold: %s", what);
}

/* ---- comparing with the tables */

typedef struct
{
  sqlite3_stmt *statement;
  gboolean there;
  int code;
} Side;

static void
side_step (Side *side)
{
  side->code = sqlite3_step (side->statement);
  side->there = side->code == SQLITE_ROW;
}

static void
side_values (const Side *side, guint n_columns, ChangesetValue *values)
{
  for (guint i = 0; side->there && i < n_columns; i++)
    values[i] = changeset_value_of (sqlite3_column_value (side->statement, (int)i));
}

static int
compare_sides (const Side *here, const Side *folded, const ChangesetValue *a,
               const ChangesetValue *b)
{
  if (!here->there || !folded->there)
    return here->there ? -1 : 1;
  const Uuid one = changeset_uuid (a), other = changeset_uuid (b);
  return memcmp (one.bytes, other.bytes, sizeof one.bytes);
}

static gboolean
rows_equal (const ChangesetValue *a, const ChangesetValue *b, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!changeset_value_equal (&a[i], &b[i]))
      return FALSE;
  return TRUE;
}

static gboolean
compare_walk (Fold *fold, const StoreTable *table, Side *here, Side *folded, FoldDifference visit,
              gpointer data, GError **error)
{
  const guint n = table->columns->len;
  g_autofree ChangesetValue *a = g_new0 (ChangesetValue, n), *b = g_new0 (ChangesetValue, n);
  side_step (here);
  side_step (folded);
  while (here->there || folded->there)
    {
      side_values (here, n, a);
      side_values (folded, n, b);
      const int order = compare_sides (here, folded, a, b);
      const Uuid id = changeset_uuid (order <= 0 ? a : b);
      if ((order != 0 || !rows_equal (a, b, n))
          && !visit (table, &id, order <= 0 ? a : NULL, order >= 0 ? b : NULL, data, error))
        return FALSE;
      if (order <= 0)
        side_step (here);
      if (order >= 0)
        side_step (folded);
    }
  if (here->code != SQLITE_DONE)
    return store_fail (fold->study, error, "read");
  return folded->code == SQLITE_DONE || fail_memory (fold, error);
}

static gboolean
compare_table (Fold *fold, const StoreTable *table, FoldDifference visit, gpointer data,
               GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY id", table->name);
  Side here = { 0 }, folded = { 0 };
  gboolean good = sqlite3_prepare_v2 (fold->study->db, sql, -1, &here.statement, NULL) == SQLITE_OK
                      ? sqlite3_prepare_v2 (fold->db, sql, -1, &folded.statement, NULL) == SQLITE_OK
                            || fail_memory (fold, error)
                      : store_fail (fold->study, error, "read");
  good = good && compare_walk (fold, table, &here, &folded, visit, data, error);
  sqlite3_finalize (here.statement);
  sqlite3_finalize (folded.statement);
  return good;
}

gboolean
fold_compare (Fold *fold, FoldDifference visit, gpointer data, GError **error)
{
  for (const char *const *name = store_content_tables (); *name != NULL; name++)
    if (!compare_table (fold, store_table (fold->study, *name), visit, data, error))
      return FALSE;
  return TRUE;
}
