/* Reading changesets row by row.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/changeset.h"

#include <string.h>

sqlite3_value *
changeset_old (const ChangesetRow *row, int column)
{
  sqlite3_value *value = NULL;
  if (row->op != SQLITE_INSERT)
    sqlite3changeset_old (row->iter, column, &value);
  return value;
}

sqlite3_value *
changeset_new (const ChangesetRow *row, int column)
{
  sqlite3_value *value = NULL;
  sqlite3changeset_new (row->iter, column, &value);
  return value;
}

char *
row_key (const char *table, const Uuid *id)
{
  char text[UUID_TEXT_SIZE];
  uuid_to_text (id, text);
  return g_strconcat (table, ":", text, NULL);
}

static gboolean
read_row (EspStudy *study, sqlite3_changeset_iter *iter, ChangesetRow *row, GError **error)
{
  int indirect;
  row->iter = iter;
  if (sqlite3changeset_op (iter, &row->table, &row->n_columns, &row->op, &indirect) != SQLITE_OK)
    return fail (error, ESP_ERROR_DAMAGED,
                 "the history of '%s' cannot be read; run 'espalier check'", study->path);
  const StoreTable *table = store_table (study, row->table);
  if (table == NULL || row->n_columns > (int)table->columns->len || row->op == SQLITE_DELETE)
    return fail (error, ESP_ERROR_DAMAGED,
                 "the history of '%s' does what no change does (to '%s'); run 'espalier check'",
                 study->path, row->table);
  sqlite3_value *id = row->op == SQLITE_INSERT ? changeset_new (row, 0) : changeset_old (row, 0);
  if (id == NULL || sqlite3_value_bytes (id) != (int)sizeof row->id.bytes)
    return fail (error, ESP_ERROR_DAMAGED,
                 "the history of '%s' names a row without an id; run 'espalier check'",
                 study->path);
  memcpy (row->id.bytes, sqlite3_value_blob (id), sizeof row->id.bytes);
  return TRUE;
}

gboolean
changeset_each (EspStudy *study, const void *bytes, gsize size, ChangesetVisit visit, gpointer data,
                GError **error)
{
  sqlite3_changeset_iter *iter = NULL;
  g_autofree void *own = g_memdup2 (bytes, size);
  if (size > G_MAXINT || sqlite3changeset_start (&iter, (int)size, own) != SQLITE_OK)
    return fail (error, ESP_ERROR_DAMAGED,
                 "the history of '%s' cannot be read; run 'espalier check'", study->path);
  gboolean good = TRUE;
  int code = SQLITE_DONE;
  while (good && (code = sqlite3changeset_next (iter)) == SQLITE_ROW)
    {
      ChangesetRow row = { 0 };
      good = read_row (study, iter, &row, error) && visit (&row, data, error);
    }
  sqlite3changeset_finalize (iter);
  if (good && code != SQLITE_DONE)
    return fail (error, ESP_ERROR_DAMAGED,
                 "the history of '%s' cannot be read; run 'espalier check'", study->path);
  return good;
}

guint
changeset_count (const void *bytes, gsize size)
{
  sqlite3_changeset_iter *iter = NULL;
  guint rows = 0;
  g_autofree void *own = g_memdup2 (bytes, size);
  if (size > G_MAXINT || sqlite3changeset_start (&iter, (int)size, own) != SQLITE_OK)
    return 0;
  while (sqlite3changeset_next (iter) == SQLITE_ROW)
    rows++;
  sqlite3changeset_finalize (iter);
  return rows;
}
