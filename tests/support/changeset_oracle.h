/* SQLite's own reading of a changeset, compared with that of history/changeset.c row by row. Only for
 * changesets that our reader accepts: SQLite's takes no end of time over some others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_CHANGESET_ORACLE_H
#define TESTS_CHANGESET_ORACLE_H

#include "history/changeset.h"

#include <string.h>

typedef struct
{
  sqlite3_changeset_iter *iterator;
  const char *differs; /* what does; NULL for nothing */
  ChangesetWriter writer;
} ChangesetOracle;

static inline gboolean
oracle_value (ChangesetOracle *oracle, int code, sqlite3_value *theirs, const ChangesetValue *ours)
{
  ChangesetValue value = { 0 };
  if (theirs != NULL)
    value = changeset_value_of (theirs);
  if (code != SQLITE_OK || !changeset_value_equal (&value, ours))
    oracle->differs = "a value";
  return oracle->differs == NULL;
}

static inline gboolean
oracle_row (const ChangesetRow *row, gpointer data, GError **error)
{
  ChangesetOracle *oracle = data;
  const char *table = NULL;
  int n_columns = 0, op = 0, indirect = 0;
  (void)error;
  changeset_write (&oracle->writer, row);
  if (oracle->differs != NULL)
    return TRUE;
  if (sqlite3changeset_next (oracle->iterator) != SQLITE_ROW
      || sqlite3changeset_op (oracle->iterator, &table, &n_columns, &op, &indirect) != SQLITE_OK)
    oracle->differs = "the number of rows";
  else if (strcmp (table, row->table->name) != 0 || n_columns != (int)row->n_columns
           || op != row->op || indirect != 0)
    oracle->differs = "the kind of a row";
  for (int i = 0; oracle->differs == NULL && i < n_columns; i++)
    {
      sqlite3_value *old = NULL, *new = NULL;
      int code = op == SQLITE_UPDATE ? sqlite3changeset_old (oracle->iterator, i, &old) : SQLITE_OK;
      if (oracle_value (oracle, code, old, &row->before[i]))
        {
          code = sqlite3changeset_new (oracle->iterator, i, &new);
          oracle_value (oracle, code, new, &row->after[i]);
        }
    }
  return TRUE;
}

/* NULL when SQLite reads the same rows, or when our reader refuses the changeset; else what
 * differs. *accepted: whether it reads it. `written`, when not NULL, gets it written again. */
static inline const char *
changeset_oracle (EspStudy *study, const void *bytes, gsize size, gboolean *accepted,
                  GByteArray *written)
{
  g_autoptr (GByteArray) own = g_byte_array_new ();
  ChangesetOracle oracle = { .writer = { .bytes = written != NULL ? written : own } };
  *accepted = changeset_each (study, bytes, size, NULL, NULL, NULL);
  if (!*accepted)
    return NULL;
  if (sqlite3changeset_start (&oracle.iterator, (int)size, (void *)(gsize)bytes) != SQLITE_OK)
    return "SQLite does not begin";
  changeset_each (study, bytes, size, oracle_row, &oracle, NULL);
  if (oracle.differs == NULL && sqlite3changeset_next (oracle.iterator) != SQLITE_DONE)
    oracle.differs = "the end";
  sqlite3changeset_finalize (oracle.iterator);
  return oracle.differs;
}

#endif
