/* Joining a copy of a study with the study: its changes, its words, and the study made anew.
 *
 * Nothing in the copy is trusted. Of its tables only the history and the words are read, through
 * our own reader; the content follows from them. Its chain must hold, every line must follow those
 * it says, what both have must be the same, and every word must be what its key says.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HISTORY_MERGE_H
#define HISTORY_MERGE_H

#include "store/store.h"

/* A row that was written. */
typedef struct
{
  const char *table, *element;
  const char *coder; /* whose change wrote it last; NULL: none of those that came */
  gboolean was_live, is_live;
} HistoryMergeRow;

/* A change that came. */
typedef struct
{
  const char *coder, *made_at;
  const char *follows; /* the latest time of those that it follows; '' for none */
} HistoryMergeChange;

typedef struct
{
  GArray *came;   /* HistoryMergeChange */
  GArray *unseen; /* HistoryMergeChange: those of the study that the copy has not */
  GArray *rows;   /* HistoryMergeRow */
  gpointer histories[3];
} HistoryMerge;

/* Begins: nobody else writes to the study until history_merge_end. */
gboolean history_merge_begin (EspStudy *study, GError **error);

/* Joins; NULL with error when the copy is refused, and then history_merge_end must be told not to
 * keep. */
HistoryMerge *history_merge_join (EspStudy *study, EspStudy *copy, GError **error);
void history_merge_free (HistoryMerge *merge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HistoryMerge, history_merge_free)

/* Ends: stores all, with a line for the file's own log of merges when something came, or nothing.
 */
gboolean history_merge_end (EspStudy *study, gboolean keep, const HistoryMerge *merge,
                            const char *copy, const char *coder, const char *about, GError **error);

#endif
