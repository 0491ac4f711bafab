/* Taking changes back.
 *
 * One change after the other, the newest first: each row that a change made is marked gone, each
 * column that it altered gets the value it had, provided that it still holds what the change wrote.
 * Then it is looked at what stands on the rows that went, and on what those stand that came back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/takeback.h"

#include <string.h>

#define COLUMNS_MAX 64
#define DEPTH_MAX 1000

typedef struct
{
  const StoreTable *table;
  Uuid id;
  Uuid change; /* the oldest of those that were taken back there */
  gboolean was_gone;
  guint64 put; /* columns that were given another value */
} Touched;

/* ---- made and freed */

static void
block_free (gpointer block)
{
  g_array_unref (((Block *)block)->cells);
  g_free (block);
}

static guint
row_hash (gconstpointer row)
{
  return uuid_hash (&((const Touched *)row)->id);
}

static gboolean
row_equal (gconstpointer a, gconstpointer b)
{
  const Touched *one = a, *other = b;
  return one->table == other->table && uuid_equal (&one->id, &other->id);
}

Takeback *
takeback_new (EspStudy *study, gint64 first)
{
  Takeback *back = g_new0 (Takeback, 1);
  back->study = study;
  back->first = first;
  back->blocks = g_ptr_array_new_with_free_func (block_free);
  back->touched = g_ptr_array_new_with_free_func (g_free);
  back->rows = g_hash_table_new (row_hash, row_equal);
  back->referrers = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  return back;
}

void
takeback_free (Takeback *back)
{
  if (back == NULL)
    return;
  g_clear_pointer (&back->trace, trace_free);
  g_ptr_array_unref (back->blocks);
  g_ptr_array_unref (back->touched);
  g_hash_table_unref (back->rows);
  g_hash_table_unref (back->referrers);
  g_free (back);
}

gboolean
takeback_read_trace (Takeback *back, GError **error)
{
  return back->trace != NULL || (back->trace = trace_new (back->study, back->first, error)) != NULL;
}

static Block *
add_block (Takeback *back, BlockKind kind, const Uuid *change)
{
  Block *block = g_new0 (Block, 1);
  block->kind = kind;
  block->change = *change;
  block->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_ptr_array_add (back->blocks, block);
  return block;
}

static void
add_cell (Block *block, const StoreTable *table, const Uuid *id, guint64 columns)
{
  const Cell cell = { table, *id, columns };
  g_array_append_val (block->cells, cell);
}

/* ---- one row */

/* What is to become of a row. */
typedef struct
{
  guint64 held; /* columns that must hold what the change wrote */
  guint64 put;  /* columns that get a value */
  ChangesetValue put_values[COLUMNS_MAX];
  gboolean was_gone;
} Plan;

static void
plan_row (const Takeback *back, const ChangesetRow *row, Plan *plan)
{
  const TraceEntry *entry = back->trace != NULL ? trace_entry (back->trace, row) : NULL;
  plan->held = plan->put = 0;
  if (row->op == SQLITE_INSERT && (entry == NULL || !entry->again))
    {
      /* Who made a row stays as it was first said, whatever this change says of it. */
      for (guint i = 1; i < row->n_columns; i++)
        if (!row->table->shapes[i].is_provenance)
          plan->held |= TRACE_COLUMN (i);
      plan->put = TRACE_GONE;
      plan->put_values[1] = (ChangesetValue){ .type = SQLITE_INTEGER, .number = 1 };
      return;
    }
  for (guint i = 1; i < row->n_columns; i++)
    if (entry != NULL ? (entry->columns & TRACE_COLUMN (i)) != 0 : row->after[i].type != 0)
      {
        plan->held |= TRACE_COLUMN (i);
        plan->put_values[i] = entry != NULL ? trace_before (back->trace, entry, i) : row->before[i];
      }
  plan->put = plan->held;
}

/* Finds which of the columns do not hold what the change wrote, and takes from the plan those that
 * hold already what they are to get. */
static gboolean
compare_row (Takeback *back, const ChangesetRow *row, Plan *plan, guint64 *lost, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE id = :id", row->table->name);
  g_autoptr (Query) now = store_query_kept (back->study, sql);
  query_bind_uuid (now, ":id", &row->id);
  *lost = plan->held;
  if (!query_step (now, error))
    return !query_failed (now);
  for (guint i = 1; i < row->n_columns; i++)
    {
      const ChangesetValue value = changeset_value_of (query_value (now, (int)i));
      if (changeset_value_equal (&value, &row->after[i]))
        *lost &= ~TRACE_COLUMN (i);
      if (plan->put_values[i].type == 0 || changeset_value_equal (&value, &plan->put_values[i]))
        plan->put &= ~TRACE_COLUMN (i);
    }
  plan->was_gone = query_int (now, 1) != 0;
  return TRUE;
}

static void
touch (Takeback *back, const ChangesetRow *row, const Plan *plan)
{
  const Touched key = { .table = row->table, .id = row->id };
  Touched *touched = g_hash_table_lookup (back->rows, &key);
  if (touched == NULL)
    {
      touched = g_memdup2 (&key, sizeof key);
      touched->was_gone = plan->was_gone;
      g_ptr_array_add (back->touched, touched);
      g_hash_table_add (back->rows, touched);
    }
  touched->change = back->change;
  touched->put |= plan->put;
}

static gboolean
put_row (Takeback *back, const ChangesetRow *row, const Plan *plan, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_string_printf (sql, "UPDATE %s SET ", row->table->name);
  const char *separator = "";
  for (guint i = 1; i < row->n_columns; i++)
    if ((plan->put & TRACE_COLUMN (i)) != 0)
      {
        g_string_append_printf (sql, "%s%s = :c%u", separator,
                                (const char *)row->table->columns->pdata[i], i);
        separator = ", ";
      }
  g_string_append (sql, " WHERE id = :id");
  g_autoptr (Query) update = store_query_kept (back->study, sql->str);
  query_bind_uuid (update, ":id", &row->id);
  for (guint i = 1; i < row->n_columns; i++)
    if ((plan->put & TRACE_COLUMN (i)) != 0)
      {
        char name[16];
        g_snprintf (name, sizeof name, ":c%u", i);
        query_bind_changeset (update, name, &plan->put_values[i]);
      }
  g_autoptr (GError) why = NULL;
  if (query_run (update, &why))
    return TRUE;
  if ((sqlite3_errcode (back->study->db) & 0xff) != SQLITE_CONSTRAINT)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  /* With what other columns hold by now a rule of the table would be broken. */
  add_cell (add_block (back, BLOCK_LATER, &back->change), row->table, &row->id, ~(guint64)0);
  return TRUE;
}

static gboolean
take_back_row (const ChangesetRow *row, gpointer data, GError **error)
{
  Takeback *back = data;
  Plan plan = { 0 };
  guint64 lost;
  /* The person who made the change stays known. */
  if (g_str_equal (row->table->name, "coder"))
    return TRUE;
  plan_row (back, row, &plan);
  if (!compare_row (back, row, &plan, &lost, error))
    return FALSE;
  if (lost != 0)
    {
      add_cell (add_block (back, BLOCK_OVERWRITTEN, &back->change), row->table, &row->id, lost);
      return TRUE;
    }
  touch (back, row, &plan);
  return plan.put == 0 || put_row (back, row, &plan, error);
}

/* ---- what stands on what */

static void
note_referrers (Takeback *back, const StoreTable *table)
{
  for (guint i = 0; i < table->refs->len; i++)
    {
      const TableRef *ref = table->refs->pdata[i];
      const StoreTable *to = store_table (back->study, ref->table);
      GPtrArray *all = g_hash_table_lookup (back->referrers, to);
      guint at = 0;
      if (all == NULL)
        g_hash_table_insert (back->referrers, (gpointer)to,
                             all = g_ptr_array_new_with_free_func (g_free));
      g_ptr_array_find_with_equal_func (table->columns, ref->column, g_str_equal, &at);
      Referrer one = { table, ref->column, TRACE_COLUMN (at) };
      g_ptr_array_add (all, g_memdup2 (&one, sizeof one));
    }
}

const GPtrArray *
takeback_referrers (Takeback *back, const StoreTable *table)
{
  if (g_hash_table_size (back->referrers) == 0)
    for (const char *const *name = store_content_tables (); *name != NULL; name++)
      note_referrers (back, store_table (back->study, *name));
  const GPtrArray *all = g_hash_table_lookup (back->referrers, table);
  if (all == NULL)
    g_hash_table_insert (back->referrers, (gpointer)table,
                         (gpointer)(all = g_ptr_array_new_with_free_func (g_free)));
  return all;
}

/* Whether someone who had not, or not yet, seen a change wrote into a cell. */
static gboolean
was_written_since (const Takeback *back, const Uuid *change, const Cell *cell)
{
  const gint place = history_find (trace_history (back->trace), change);
  for (const TraceEntry *entry = trace_newest (back->trace, cell->table, &cell->id); entry != NULL;
       entry = trace_older (back->trace, entry))
    if ((entry->columns & cell->columns) != 0 && place >= 0
        && !trace_sees (back->trace, (guint)place, entry->place))
      return TRUE;
  return FALSE;
}

/* Live rows on a row that went. One that stood there before, while the row was gone (it is told of
 * as a conflict, and the change brought the row back for it), is no hindrance. */
static gboolean
find_children (Takeback *back, const Touched *row, GError **error)
{
  const GPtrArray *referrers = takeback_referrers (back, row->table);
  for (guint i = 0; i < referrers->len; i++)
    {
      const Referrer *from = referrers->pdata[i];
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE %s = :id AND gone = 0",
                                              from->table->name, from->column);
      g_autoptr (Query) query = store_query_kept (back->study, sql);
      query_bind_uuid (query, ":id", &row->id);
      while (query_step (query, error))
        {
          const Uuid child = query_uuid (query, 0);
          const Cell cell = { from->table, child, from->columns | TRACE_GONE };
          if (!takeback_read_trace (back, error))
            return FALSE;
          if (was_written_since (back, &row->change, &cell))
            add_cell (add_block (back, BLOCK_STANDING, &row->change), from->table, &child,
                      from->columns | TRACE_GONE);
        }
      if (query_failed (query))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_gone (Takeback *back, const StoreTable *table, const Uuid *id, gboolean *gone, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT gone FROM %s WHERE id = :id", table->name);
  g_autoptr (Query) query = store_query_kept (back->study, sql);
  query_bind_uuid (query, ":id", id);
  *gone = query_step (query, error) && query_int (query, 0) != 0;
  return !query_failed (query);
}

/* A gone row under one that came back. One that goes with this undo shows from the other side; one
 * that had gone before was no hindrance then. */
static gboolean
find_parent (Takeback *back, const Touched *row, const StoreTable *table, const Uuid *parent,
             GHashTable *seen, GError **error)
{
  gboolean gone;
  if (g_hash_table_contains (seen, parent))
    return TRUE;
  if (!is_gone (back, table, parent, &gone, error))
    return FALSE;
  const Touched key = { .table = table, .id = *parent };
  const Touched *touched = g_hash_table_lookup (back->rows, &key);
  if (!gone)
    g_hash_table_add (seen, g_memdup2 (parent, sizeof *parent));
  if (!gone || (touched != NULL && !touched->was_gone))
    return TRUE;
  const Cell cell = { table, *parent, TRACE_GONE };
  if (!takeback_read_trace (back, error))
    return FALSE;
  if (was_written_since (back, &row->change, &cell))
    g_array_append_val (add_block (back, BLOCK_LATER, &row->change)->cells, cell);
  return TRUE;
}

/* Themes on a circle that the undo would close. */
static gboolean
find_circle (Takeback *back, const Touched *row, guint64 column, GError **error)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_autoptr (Query) query = store_query (back->study, "SELECT parent_id FROM theme WHERE id = :id");
  Uuid at = row->id;
  for (guint depth = 0; depth < DEPTH_MAX; depth++)
    {
      query_bind_uuid (query, ":id", &at);
      at = query_step (query, error) ? query_uuid (query, 0) : UUID_NIL;
      if (query_failed (query))
        return FALSE;
      query_reset (query);
      if (uuid_is_nil (&at))
        return TRUE;
      if (uuid_equal (&at, &row->id))
        {
          Block *block = add_block (back, BLOCK_LATER, &row->change);
          g_array_append_vals (block->cells, cells->data, cells->len);
          return TRUE;
        }
      const Cell cell = { row->table, at, column };
      g_array_append_val (cells, cell);
    }
  return TRUE;
}

/* What a live row refers to, where the undo brought the row back or changed that. */
static gboolean
find_parents (Takeback *back, const Touched *row, Query *now, GHashTable *seen, GError **error)
{
  for (guint i = 0; i < row->table->refs->len; i++)
    {
      const TableRef *ref = row->table->refs->pdata[i];
      const StoreTable *table = store_table (back->study, ref->table);
      guint at = 0;
      g_ptr_array_find_with_equal_func (row->table->columns, ref->column, g_str_equal, &at);
      if (!row->was_gone && (row->put & TRACE_COLUMN (at)) == 0)
        continue;
      const ChangesetValue value = changeset_value_of (query_value (now, (int)at));
      const Uuid parent = changeset_uuid (&value);
      if (!uuid_is_nil (&parent) && !find_parent (back, row, table, &parent, seen, error))
        return FALSE;
      if (table == row->table && g_str_equal (ref->column, "parent_id")
          && (row->put & TRACE_COLUMN (at)) != 0
          && !find_circle (back, row, TRACE_COLUMN (at), error))
        return FALSE;
    }
  return TRUE;
}

/* Words that would be shown again. */
static void
find_lost_words (Takeback *back, const Touched *row, Query *now)
{
  for (guint i = 1; i < row->table->columns->len; i++)
    {
      const WordsKind words = row->table->shapes[i].words;
      if (words == WORDS_NONE || words == WORDS_ORIGINAL
          || (!row->was_gone && (row->put & TRACE_COLUMN (i)) == 0))
        continue;
      const guint8 *key = query_hash (now, (int)i);
      const WordsLost lost
          = key != NULL ? store_words_lost (back->study, words, key) : WORDS_NOT_LOST;
      if (lost == WORDS_NOT_LOST)
        continue;
      back->lost = lost;
      back->lost_table = row->table;
    }
}

static gboolean
look_at_row (Takeback *back, const Touched *row, gboolean any_lost, GHashTable *seen,
             GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE id = :id", row->table->name);
  g_autoptr (Query) now = store_query_kept (back->study, sql);
  query_bind_uuid (now, ":id", &row->id);
  if (!query_step (now, error))
    return !query_failed (now);
  if (query_int (now, 1) != 0)
    return row->was_gone || find_children (back, row, error);
  if (any_lost)
    find_lost_words (back, row, now);
  return find_parents (back, row, now, seen, error);
}

static gboolean
look_around (Takeback *back, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, NULL);
  g_autoptr (Query) query = store_query (back->study, "SELECT 1 FROM words_lost LIMIT 1");
  const gboolean any_lost = query_step (query, error);
  if (query_failed (query))
    return FALSE;
  for (guint i = 0; i < back->touched->len; i++)
    if (!look_at_row (back, back->touched->pdata[i], any_lost, seen, error))
      return FALSE;
  return TRUE;
}

/* ---- the whole */

static gboolean
take_back_change (Takeback *back, const Uuid *id, GError **error)
{
  back->change = *id;
  if (back->trace != NULL)
    {
      const History *history = trace_history (back->trace);
      const gint place = history_find (history, id);
      const ChangeRecord *record = place >= 0 ? history_record (history, (guint)place) : NULL;
      return record == NULL
             || changeset_each (back->study, record->changes, record->changes_size, take_back_row,
                                back, error);
    }
  g_autoptr (Query) query
      = store_query (back->study, "SELECT changes FROM history_change WHERE id = :id");
  query_bind_uuid (query, ":id", id);
  if (!query_step (query, error))
    return !query_failed (query);
  gsize size;
  const guint8 *changes = query_blob (query, 0, &size);
  return changeset_each (back->study, changes, size, take_back_row, back, error);
}

gboolean
takeback_try (Takeback *back, const GArray *changes, GError **error)
{
  g_ptr_array_set_size (back->blocks, 0);
  g_hash_table_remove_all (back->rows);
  g_ptr_array_set_size (back->touched, 0);
  back->lost = WORDS_NOT_LOST;
  for (guint i = 0; i < changes->len; i++)
    if (!take_back_change (back, &g_array_index (changes, Uuid, i), error))
      return FALSE;
  return back->blocks->len > 0 || look_around (back, error);
}
