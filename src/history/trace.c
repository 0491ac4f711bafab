/* Who wrote what.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/trace.h"

#define COLUMNS_MAX 64

struct _Trace
{
  EspStudy *study;
  History *history;
  HistorySight *sight;
  gboolean *live;      /* of each line */
  GArray *entries;     /* TraceEntry, in the order of the history */
  GHashTable *newest;  /* Uuid in the bytes of a change -> place in `entries` + 1 */
  GHashTable *records; /* where a row begins in a change -> place in `entries` + 1 */
  guint at;            /* the change that is being read */
};

static void
entry_clear (gpointer entry)
{
  g_free (((TraceEntry *)entry)->said);
}

void
trace_free (Trace *trace)
{
  if (trace == NULL)
    return;
  g_clear_pointer (&trace->history, history_free);
  g_clear_pointer (&trace->sight, history_sight_free);
  g_free (trace->live);
  g_array_unref (trace->entries);
  g_hash_table_unref (trace->newest);
  g_hash_table_unref (trace->records);
  g_free (trace);
}

/* ---- making */

/* From the newest down: an undo is later than what it undoes. */
static void
find_live (Trace *trace)
{
  const guint n = trace->history->lines->len;
  trace->live = g_new (gboolean, n);
  for (guint i = 0; i < n; i++)
    trace->live[i] = TRUE;
  for (guint i = 0; i < trace->study->undoes->len; i++)
    {
      const gint place
          = history_find (trace->history, &g_array_index (trace->study->undoes, Uuid, i));
      if (place >= 0)
        trace->live[place] = FALSE;
    }
  for (guint i = n; i-- > 0;)
    {
      const GArray *undoes = history_record (trace->history, i)->undoes;
      for (guint j = 0; trace->live[i] && j < undoes->len; j++)
        {
          const gint place = history_find (trace->history, &g_array_index (undoes, Uuid, j));
          if (place >= 0 && (guint)place < i)
            trace->live[place] = FALSE;
        }
    }
}

static guint64
columns_said (const ChangesetRow *row)
{
  guint64 columns = 0;
  for (guint i = 1; i < row->n_columns; i++)
    if (row->after[i].type != 0)
      columns |= TRACE_COLUMN (i);
  return columns;
}

static const TraceEntry *
entry_at (const Trace *trace, gint at)
{
  return at >= 0 ? &g_array_index (trace->entries, TraceEntry, at) : NULL;
}

/* Where the row is there already, the fold takes that it is live, and what differs from the first
 * time. */
static void
note_again (TraceEntry *entry, const TraceEntry *first, const ChangesetRow *row)
{
  entry->again = TRUE;
  entry->columns = TRACE_GONE;
  ChangesetValue values[COLUMNS_MAX] = { 0 };
  changeset_reread (first->table, first->record, first->end, first->n_columns, values);
  for (guint i = 2; i < row->n_columns; i++)
    if (!row->table->shapes[i].is_provenance && !changeset_value_equal (&row->after[i], &values[i]))
      entry->columns |= TRACE_COLUMN (i);
}

static ChangesetValue *
dup_said (const ChangesetRow *row, guint64 columns)
{
  ChangesetValue *said = g_new (ChangesetValue, 2 * (gsize)row->n_columns), *at = said;
  for (guint i = 1; i < row->n_columns; i++)
    if ((columns & TRACE_COLUMN (i)) != 0)
      {
        *at++ = row->before[i];
        *at++ = row->after[i];
      }
  return g_renew (ChangesetValue, said, at - said);
}

static gboolean
note_row (const ChangesetRow *row, gpointer data, GError **error)
{
  (void)error;
  Trace *trace = data;
  const gpointer key = (gpointer)(row->op == SQLITE_INSERT ? row->after : row->before)[0].bytes;
  TraceEntry entry = { .place = trace->at,
                       .table = row->table,
                       .op = row->op,
                       .n_columns = row->n_columns,
                       .columns = columns_said (row),
                       .record = row->record,
                       .end = row->end };
  const TraceEntry *before = trace_newest (trace, row->table, &row->id);
  entry.made = before != NULL ? before->made : -1;
  if (row->op == SQLITE_INSERT && entry.made >= 0)
    note_again (&entry, entry_at (trace, entry.made), row);
  else if (row->op == SQLITE_INSERT)
    entry.made = (gint)trace->entries->len;
  else
    entry.said = dup_said (row, entry.columns);
  entry.older = GPOINTER_TO_INT (g_hash_table_lookup (trace->newest, &row->id)) - 1;
  g_array_append_val (trace->entries, entry);
  g_hash_table_replace (trace->newest, key, GUINT_TO_POINTER (trace->entries->len));
  g_hash_table_insert (trace->records, (gpointer)row->record,
                       GUINT_TO_POINTER (trace->entries->len));
  return TRUE;
}

static gboolean
read_rows (Trace *trace, GError **error)
{
  for (trace->at = 0; trace->at < trace->history->lines->len; trace->at++)
    {
      const ChangeRecord *record = history_record (trace->history, trace->at);
      if (!changeset_each (trace->study, record->changes, record->changes_size, note_row, trace,
                           error))
        return FALSE;
    }
  return TRUE;
}

Trace *
trace_new (EspStudy *study, gint64 first, GError **error)
{
  g_autoptr (Trace) trace = g_new0 (Trace, 1);
  trace->study = study;
  trace->entries = g_array_new (FALSE, FALSE, sizeof (TraceEntry));
  g_array_set_clear_func (trace->entries, entry_clear);
  trace->newest = g_hash_table_new (uuid_hash, uuid_equal_func);
  trace->records = g_hash_table_new (NULL, NULL);
  if ((trace->history = history_load_links (study, first, error)) == NULL
      || (trace->sight = history_sight_new (trace->history, error)) == NULL)
    return NULL;
  find_live (trace);
  return read_rows (trace, error) ? g_steal_pointer (&trace) : NULL;
}

/* ---- asking of changes */

const History *
trace_history (const Trace *trace)
{
  return trace->history;
}

guint
trace_length (const Trace *trace)
{
  return trace->history->lines->len;
}

gboolean
trace_is_live (const Trace *trace, guint place)
{
  return trace->live[place];
}

gboolean
trace_sees (const Trace *trace, guint later, guint earlier)
{
  return history_sees (trace->sight, later, earlier);
}

gboolean
trace_concurrent (const Trace *trace, guint a, guint b)
{
  return !history_sees (trace->sight, a, b) && !history_sees (trace->sight, b, a);
}

gboolean
trace_forks (const Trace *trace)
{
  return history_forks (trace->sight);
}

/* ---- asking of rows */

/* Rows of two tables have no id in common but in a file made to mislead. */
static const TraceEntry *
of_table (const Trace *trace, const TraceEntry *entry, const StoreTable *table)
{
  while (entry != NULL && entry->table != table)
    entry = entry_at (trace, entry->older);
  return entry;
}

const TraceEntry *
trace_newest (const Trace *trace, const StoreTable *table, const Uuid *id)
{
  const gint at = GPOINTER_TO_INT (g_hash_table_lookup (trace->newest, id)) - 1;
  return of_table (trace, entry_at (trace, at), table);
}

const TraceEntry *
trace_older (const Trace *trace, const TraceEntry *entry)
{
  return of_table (trace, entry_at (trace, entry->older), entry->table);
}

const TraceEntry *
trace_entry (const Trace *trace, const ChangesetRow *row)
{
  return entry_at (trace, GPOINTER_TO_INT (g_hash_table_lookup (trace->records, row->record)) - 1);
}

/* Where the two values of a column stand among those said. */
static guint
said_at (const TraceEntry *entry, guint column)
{
  guint at = 0;
  for (guint i = 1; i < column; i++)
    at += (entry->columns & TRACE_COLUMN (i)) != 0 ? 2 : 0;
  return at;
}

ChangesetValue
trace_written (const Trace *trace, const TraceEntry *entry, guint column)
{
  (void)trace;
  if (entry->op == SQLITE_UPDATE)
    return entry->said[said_at (entry, column) + 1];
  ChangesetValue values[COLUMNS_MAX] = { 0 };
  changeset_reread (entry->table, entry->record, entry->end, entry->n_columns, values);
  return values[column];
}

ChangesetValue
trace_before (const Trace *trace, const TraceEntry *entry, guint column)
{
  for (const TraceEntry *older = trace_older (trace, entry); older != NULL;
       older = trace_older (trace, older))
    if ((older->columns & TRACE_COLUMN (column)) != 0)
      {
        if (entry->op == SQLITE_INSERT || !trace_sees (trace, entry->place, older->place))
          return trace_written (trace, older, column);
        break;
      }
  return entry->op == SQLITE_UPDATE ? entry->said[said_at (entry, column)] : (ChangesetValue){ 0 };
}
