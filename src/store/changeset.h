/* Reading changesets row by row.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_CHANGESET_H
#define STORE_CHANGESET_H

#include "store/private.h"

typedef struct
{
  const char *table;
  int op; /* SQLITE_INSERT, SQLITE_UPDATE */
  int n_columns;
  Uuid id;
  sqlite3_changeset_iter *iter;
} ChangesetRow;

/* Called for each row; FALSE with error stops. */
typedef gboolean (*ChangesetVisit) (const ChangesetRow *row, gpointer data, GError **error);

/* Visits the rows of a changeset of this study. A changeset that cannot be read, names another
 * table than content, or deletes, is an error (ESP_ERROR_DAMAGED). */
gboolean changeset_each (EspStudy *study, const void *bytes, gsize size, ChangesetVisit visit,
                         gpointer data, GError **error);

/* The value that a column had before and has after the row; NULL where the changeset does not say.
 * Borrowed during the visit. */
sqlite3_value *changeset_old (const ChangesetRow *row, int column);
sqlite3_value *changeset_new (const ChangesetRow *row, int column);

guint changeset_count (const void *bytes, gsize size);

/* TRUE when a changeset touches a row of a set: keys are "table:uuid" as made by row_key. */
char *row_key (const char *table, const Uuid *id);

#endif
