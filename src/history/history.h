/* The history: its lines, their chain, and who has seen what.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "store/sqlite.h"

/* One line of the history. */
typedef struct
{
  Uuid id;
  gint64 lamport, schema;
  const char *coder, *made_at, *command, *about, *reason;
  const void *changes; /* a changeset (history/changeset.h) */
  gsize changes_size;
  GArray *undoes;  /* Uuid, ascending: what it took back */
  GArray *parents; /* Uuid, ascending */
} ChangeRecord;

/* The chain value of a line: SHA-256 (the value before it || the line). */
void history_chain (const guint8 before[32], const ChangeRecord *record, guint8 chain[32]);
/* The same where SHA-256 (changes) is known. */
void history_chain_of (const guint8 before[32], const ChangeRecord *record,
                       const guint8 changes_hash[32], guint8 chain[32]);

/* All lines of a study, in the order (lamport, id). Holds them whole: as much memory as they take
 * in the file. */
typedef struct
{
  GPtrArray *lines;  /* HistoryLine */
  GHashTable *index; /* Uuid -> place in `lines` + 1 */
} History;

typedef struct
{
  ChangeRecord record;
  guint8 chain[32]; /* as stored */
  gpointer bytes;   /* what the record points into */
} HistoryLine;

/* NULL with error when the file cannot be read. What the lines say is not looked at: see
 * history_prove. */
History *history_load (EspStudy *study, GError **error);
/* As history_load, but without what the lines say in words, and with the changesets of lines of a
 * clock from `first` on only; the others are empty. */
History *history_load_links (EspStudy *study, gint64 first, GError **error);
void history_free (History *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (History, history_free)

const ChangeRecord *history_record (const History *history, guint place);
/* The order of the history: by clock, then by id. */
int history_compare (const ChangeRecord *a, const ChangeRecord *b);
/* Place of a change; -1 when it is not there. */
gint history_find (const History *history, const Uuid *id);

/* What is wrong with a line of a history of that schema, its chain value apart; NULL when nothing
 * is. */
const char *history_fault (const History *history, const ChangeRecord *record, gint64 schema);

/* Whether every line is what was written: the chain and the clocks hold, parents and undone changes
 * are there and earlier, names and times are such. ESP_ERROR_DAMAGED names the first that is not.
 * `seal`, when not NULL, gets the last value of the chain (zeros for an empty history). */
gboolean history_prove (EspStudy *study, const History *history, guint8 seal[32], GError **error);

/* What is undone: Uuid of a change -> Uuid of the newest undo of it that is not undone itself. */
GHashTable *history_undone (EspStudy *study, GError **error);

/* ---- who has seen what: the changes that were there when one was made */
typedef struct _HistorySight HistorySight;

/* Linear in the lines and in how many people worked at one time. NULL with error when that is more
 * than a team could be (ESP_ERROR_INPUT). */
HistorySight *history_sight_new (const History *history, GError **error);
void history_sight_free (HistorySight *sight);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HistorySight, history_sight_free)
/* Whether the change at place `later` was made by someone who had the one at `earlier`, itself
 * included. */
gboolean history_sees (const HistorySight *sight, guint later, guint earlier);
/* FALSE when everything was made one after the other. */
gboolean history_forks (const HistorySight *sight);

/* ---- writing, inside a transaction */

/* Stores a line with its parents and what it undid. */
gboolean history_insert (EspStudy *study, const ChangeRecord *record, const guint8 chain[32],
                         GError **error);

/* Lines of two histories in one order; each line once. Borrowed from both. */
History *history_join (const History *ours, const History *theirs);

/* Makes the study's lines those of `history`: stores those that it has not, and the chain and the
 * newest lines anew. Lines are never removed. */
gboolean history_store (EspStudy *study, const History *history, GError **error);

/* From a row of: id, coder, made_at, command, about, reason, changes; `undone` as history_undone
 * gives it. */
EspChange *history_read_row (EspStudy *study, Query *row, GHashTable *undone);

#endif
