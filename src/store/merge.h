/* Joining a copy of a study with the study: its changes, its words, and the study made anew.
 *
 * Nothing in the copy is trusted. Of its tables only the history and the words are read, through
 * our own reader; the content follows from them. Its chain must hold, every line must follow those
 * it says, what both have must be the same, and every word must be what its key says.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_MERGE_H
#define STORE_MERGE_H

#include "store/store.h"

/* A row that was written. */
typedef struct
{
  const char *table, *element;
  const char *coder; /* whose change wrote it last; NULL: none of those that came */
  gboolean was_live, is_live;
} StoreMergeRow;

/* A change that came. */
typedef struct
{
  const char *coder, *made_at;
  const char *follows; /* the latest time of those that it follows; '' for none */
} StoreMergeChange;

typedef struct
{
  GArray *came;   /* StoreMergeChange */
  GArray *unseen; /* StoreMergeChange: those of the study that the copy has not */
  GArray *rows;   /* StoreMergeRow */
  gpointer histories[3];
} StoreMerge;

/* Begins: nobody else writes to the study until store_merge_end. */
gboolean store_merge_begin (EspStudy *study, GError **error);

/* Joins; NULL with error when the copy is refused, and then store_merge_end must be told not to
 * keep. */
StoreMerge *store_merge_join (EspStudy *study, EspStudy *copy, GError **error);
void store_merge_free (StoreMerge *merge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreMerge, store_merge_free)

/* Ends: stores all, with a line for the file's own log of merges when something came, or nothing.
 */
gboolean store_merge_end (EspStudy *study, gboolean keep, const StoreMerge *merge, const char *copy,
                          const char *coder, const char *about, GError **error);

#endif
