/* What the store can say of a study's soundness; the rooms above add what they know
 * (chart/check.c).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UPKEEP_CHECK_H
#define UPKEEP_CHECK_H

#include "store/store.h"

EspCheckItem *check_item (const char *name, gboolean whole, char *detail_taken);
void check_item_free (gpointer item);

/* The file, its structure, references, words and history. Adds EspCheckItems; FALSE only when the
 * file cannot be read at all. */
gboolean upkeep_check (EspStudy *study, GPtrArray *items, GError **error);

/* Words to which only rows refer that were taken back, or none at all (upkeep/compact.c). */
typedef struct
{
  guint texts, layouts, prose, originals;
} GoneWords;
gboolean upkeep_count_gone_words (EspStudy *study, GoneWords *gone, GError **error);

#endif
