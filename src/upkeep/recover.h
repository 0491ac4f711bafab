/* Recovering a damaged study, in steps: what its pages hold, which lines of the history prove
 * themselves, which rows the tables still have.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UPKEEP_RECOVER_H
#define UPKEEP_RECOVER_H

#include "history/changeset.h"
#include "history/history.h"

/* ---- pages (recover_pages.c) */

/* Records that can be told by their shape alone. */
typedef enum
{
  FOUND_CHANGE,   /* history_change */
  FOUND_TEXT,     /* text_body */
  FOUND_LAYOUT,   /* layout */
  FOUND_PROSE,    /* prose */
  FOUND_ORIGINAL, /* original */
  FOUND_STUDY,    /* study */
  FOUND_MERGE,    /* history_merge */
  FOUND_PAIR,     /* history_parent, history_undone, and their indexes: two changes */
  FOUND_HEAD,     /* history_head */
  FOUND_ORDER,    /* an index of history_change: lamport, id */
  FOUND_LOST,     /* words_lost */
} FoundKind;

#define FOUND_COLUMNS_MAX 10

typedef struct
{
  FoundKind kind;
  gint64 rowid; /* 0 in an index */
  guint n_columns;
  const ChangesetValue *values; /* n_columns; of type 0 where the record is cut off */
  gboolean whole;               /* FALSE: the end of the record is lost */
} FoundRecord;

/* The record lives until it returns. FALSE with error stops. */
typedef gboolean (*FoundVisit) (const FoundRecord *record, gpointer data, GError **error);

/* Visits what looks like a record of ours on any page of the file, whatever stands around it. Time
 * and memory are bounded by the size of the file. What is read is not proven. */
gboolean recover_pages (int file, guint64 size_bytes, FoundVisit visit, gpointer data,
                        GError **error);

/* ---- the history (recover_history.c) */

typedef struct _FoundHistory FoundHistory;
FoundHistory *found_history_new (void);
void found_history_free (FoundHistory *found);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoundHistory, found_history_free)

/* Takes a record of a change, a pair, a newest change or a place in the order. */
void found_history_add (FoundHistory *found, const FoundRecord *record);

/* The lines that are proven by the chain, and whose ancestors are; borrowed from `found`. */
History *found_history_prove (FoundHistory *found, gint64 schema);

/* How many lines are known of and not among `kept`, of which at most `limit` sentences go to
 * `lost`. */
guint found_history_lost (FoundHistory *found, const History *kept, guint limit, GPtrArray *lost);

/* ---- rows (recover_rows.c) */

typedef struct
{
  guint written;   /* added, or set to what was found */
  guint left_out;  /* what refers to things that are lost, or does not hold together */
  gboolean unread; /* tables that could not be read to the end */
} FoundRows;

/* Sets the content of `study`, inside a change, to what the tables of a damaged file say beyond it.
 */
gboolean recover_rows (EspStudy *study, const char *damaged, FoundRows *rows, GError **error);

#endif
