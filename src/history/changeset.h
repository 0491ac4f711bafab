/* Changesets: the strict reader, and the writer.
 *
 * The format is that of SQLite's session extension. A changeset may come from a file that somebody
 * else made, so none is ever handed to SQLite: this reader takes each apart within its bounds, in
 * one pass, and refuses what no change of ours writes: tables that are not content, other numbers
 * of columns or other keys, deleted rows, values of another type, a table named twice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HISTORY_CHANGESET_H
#define HISTORY_CHANGESET_H

#include "store/sqlite.h"

/* A value of a row. Text and blobs point into the changeset. */
typedef struct
{
  int type; /* SQLITE_INTEGER ... SQLITE_NULL; 0: the changeset does not say */
  gint64 number;
  double real;
  const guint8 *bytes;
  gsize size_bytes;
} ChangesetValue;

typedef struct
{
  const StoreTable *table;
  int op; /* SQLITE_INSERT, SQLITE_UPDATE */
  guint n_columns;
  Uuid id;
  /* n_columns values each. An insert says all of `after` and nothing of `before`; an update says
   * the columns that changed in both, and nothing of the id. */
  const ChangesetValue *before, *after;
  /* Where the values begin in the changeset, and where that ends: for changeset_reread. */
  const guint8 *record, *end;
} ChangesetRow;

/* Called for each row; FALSE with error stops. The row lives until it returns, what its values
 * point to as long as the changeset. */
typedef gboolean (*ChangesetVisit) (const ChangesetRow *row, gpointer data, GError **error);

/* Visits the rows of a changeset in their order. What no change writes is an error
 * (ESP_ERROR_DAMAGED) that says what; whose history it is, the caller knows. Time is
 * linear in the size. `visit` NULL: only reads. */
gboolean changeset_each (EspStudy *study, const void *bytes, gsize size_bytes, ChangesetVisit visit,
                         gpointer data, GError **error);

/* Reads again the values of a new row that changeset_each has shown before. `after` has room for
 * n_columns. */
gboolean changeset_reread (const StoreTable *table, const guint8 *record, const guint8 *end,
                           guint n_columns, ChangesetValue *after);

/* Rows in a changeset; 0 where it cannot be read. */
guint changeset_count (EspStudy *study, const void *bytes, gsize size_bytes);

gboolean changeset_value_equal (const ChangesetValue *a, const ChangesetValue *b);
/* The id that a value is; nil where it is none. */
Uuid changeset_uuid (const ChangesetValue *value);
/* SQLite's value, borrowed as long as SQLite's is. */
ChangesetValue changeset_value_of (sqlite3_value *value);
void changeset_bind (sqlite3_stmt *statement, int parameter, const ChangesetValue *value);
void query_bind_changeset (Query *query, const char *name, const ChangesetValue *value);
/* Binds the value of a column by the column's name. */
void query_bind_column (Query *query, const StoreTable *table, guint column,
                        const ChangesetValue *value);

/* ---- writing: rows of one table one after the other, as the format wants it */
typedef struct
{
  GByteArray *bytes;
  const StoreTable *table; /* the one last begun */
} ChangesetWriter;

/* Appends a row. Rows of one table must come together. Read back it is the same row. */
void changeset_write (ChangesetWriter *writer, const ChangesetRow *row);

#endif
