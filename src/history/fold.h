/* The fold: what the study is, made anew from its history.
 *
 * A study is its changes applied one after the other in the order (lamport, id), whichever copy
 * they were made in. One change applies so:
 * - a new row is added. Where the row is there already (two copies made the same thing of the same
 *   outside fact), it is live again, and the columns in which the two differ get the later value;
 *   who made it, when and from which file stays as first said;
 * - a changed row gets the new values, whatever it held; a row whose values would then break a rule
 *   of its table (a document of a case and of a group) is left as it was;
 * - the framework stays a tree: of the themes that the change moved onto a circle, the one with the
 *   smallest id goes back to where it was, until there is no circle.
 * What is lost so is never silent: it is a conflict (history/register.h).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HISTORY_FOLD_H
#define HISTORY_FOLD_H

#include "history/changeset.h"
#include "history/history.h"

typedef struct _Fold Fold;

/* A study in memory with the tables of `study` and its row for the study itself, nothing else. */
Fold *fold_new (EspStudy *study, GError **error);
void fold_free (Fold *fold);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fold, fold_free)

/* Applies the next change. The record's bytes must live as long as the fold. What no history holds
 * (a change to a row that was never made) is ESP_ERROR_DAMAGED. */
gboolean fold_change (Fold *fold, const ChangeRecord *record, GError **error);
/* Applies all of them. */
gboolean fold_history (Fold *fold, const History *history, GError **error);

/* Every row stands on rows that are there. */
gboolean fold_references_hold (Fold *fold, GError **error);

/* The database it is in: content tables without their indexes. */
sqlite3 *fold_database (Fold *fold);

/* Columns of a row (ChangesetValue, table->columns->len of them), borrowed during the visit; NULL
 * where that side has no such row. */
typedef gboolean (*FoldDifference) (const StoreTable *table, const Uuid *id,
                                    const ChangesetValue *here, const ChangesetValue *folded,
                                    gpointer data, GError **error);
/* Visits each row in which the study's tables and the fold differ, table by table, by id. `visit`
 * must not write to the study. */
gboolean fold_compare (Fold *fold, FoldDifference visit, gpointer data, GError **error);

/* Called for each row that was written: whether it was there and not gone before, and is so now. */
typedef gboolean (*FoldWritten) (const StoreTable *table, const Uuid *id, gboolean was_live,
                                 gboolean is_live, gpointer data, GError **error);
/* Makes the study's content tables what the fold says, inside a transaction and outside any change
 * (history/fold_write.c). `study` is the one that the fold was made for. A row that the study has
 * and the fold has not is ESP_ERROR_DAMAGED. `visit` may be NULL. */
gboolean fold_write (Fold *fold, EspStudy *study, FoldWritten visit, gpointer data, GError **error);

#endif
