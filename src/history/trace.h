/* Who wrote what: the rows that changes wrote, from one change on, found by the row.
 *
 * Undo looks here when something is in its way, or when people worked without seeing each other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HISTORY_TRACE_H
#define HISTORY_TRACE_H

#include "history/changeset.h"
#include "history/history.h"

#define TRACE_COLUMN(i) (G_GUINT64_CONSTANT (1) << (i))
#define TRACE_GONE TRACE_COLUMN (1)

typedef struct _Trace Trace;

/* One row written by one change. */
typedef struct
{
  guint place; /* of the change in the history */
  const StoreTable *table;
  int op;
  gboolean again; /* a new row that was there already: two copies made it */
  guint64
      columns; /* what it wrote, the id apart; of a row made again what the fold takes from it */
  guint n_columns;
  const guint8 *record, *end; /* of a new row */
  ChangesetValue *said;       /* of a changed row: each column's old value and its new one */
  gint older;                 /* the entry of the row before this one; -1: none */
  gint made;                  /* the entry that made the row first; -1: none that is known */
} TraceEntry;

/* Of the changes that have a clock from `first` on. Before, no one may have worked without seeing
 * the others. */
Trace *trace_new (EspStudy *study, gint64 first, GError **error);
void trace_free (Trace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trace, trace_free)

const History *trace_history (const Trace *trace);
guint trace_length (const Trace *trace);
/* Not undone. */
gboolean trace_is_live (const Trace *trace, guint place);
/* Whether one change was made by someone who had the other. */
gboolean trace_sees (const Trace *trace, guint later, guint earlier);
gboolean trace_concurrent (const Trace *trace, guint a, guint b);
/* Whether any changes were made without one seeing the other. */
gboolean trace_forks (const Trace *trace);

/* The newest entry of a row, and the one before an entry; NULL at the end. */
const TraceEntry *trace_newest (const Trace *trace, const StoreTable *table, const Uuid *id);
const TraceEntry *trace_older (const Trace *trace, const TraceEntry *entry);
/* The entry of a row of a changeset that the trace holds; NULL for none. */
const TraceEntry *trace_entry (const Trace *trace, const ChangesetRow *row);

/* What an entry wrote into a column of its `columns`. */
ChangesetValue trace_written (const Trace *trace, const TraceEntry *entry, guint column);
/* What the column held before it: in the study as the history makes it up to there, which is what
 * someone else wrote where the two did not see each other. Type 0 where there was no row. */
ChangesetValue trace_before (const Trace *trace, const TraceEntry *entry, guint column);

#endif
