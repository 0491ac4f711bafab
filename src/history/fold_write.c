/* Making the study's tables what the fold says.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/fold.h"

#include <string.h>

typedef struct
{
  const StoreTable *table;
  Uuid id;
  gboolean was_there, was_live;
} Difference;

static gboolean
note_difference (const StoreTable *table, const Uuid *id, const ChangesetValue *here,
                 const ChangesetValue *folded, gpointer data, GError **error)
{
  if (folded == NULL)
    return fail (error, ESP_ERROR_DAMAGED,
                 "a %s of the study was made by no change: another program changed the file; run "
                 "'espalier check'",
                 table->element);
  const Difference one = { .table = table,
                           .id = *id,
                           .was_there = here != NULL,
                           .was_live = here != NULL && here[1].number == 0 };
  g_array_append_val ((GArray *)data, one);
  return TRUE;
}

/* Statements of one table. */
typedef struct
{
  const StoreTable *table;
  sqlite3_stmt *read;
  Query *insert, *update;
} Writing;

static void
writing_end (Writing *writing)
{
  g_clear_pointer (&writing->read, sqlite3_finalize);
  g_clear_pointer (&writing->insert, query_end);
  g_clear_pointer (&writing->update, query_end);
}

static gboolean
writing_begin (Writing *writing, Fold *fold, EspStudy *study, const StoreTable *table)
{
  writing_end (writing);
  writing->table = table;
  g_autofree char *insert = store_insert_sql (table, ""), *update = store_update_sql (table, "");
  writing->insert = store_query_built (study, insert);
  writing->update = store_query_built (study, update);
  g_autofree char *read = g_strdup_printf ("SELECT * FROM %s WHERE id = ?", table->name);
  return sqlite3_prepare_v2 (fold_database (fold), read, -1, &writing->read, NULL) == SQLITE_OK;
}

static gboolean
write_row (Writing *writing, const Difference *one, gboolean *is_live, GError **error)
{
  sqlite3_bind_blob (writing->read, 1, one->id.bytes, sizeof one->id.bytes, SQLITE_STATIC);
  if (sqlite3_step (writing->read) != SQLITE_ROW)
    return fail (error, ESP_ERROR_STORAGE, "there is not enough memory to make the study anew");
  Query *query = one->was_there ? writing->update : writing->insert;
  for (guint i = 0; i < writing->table->columns->len; i++)
    {
      const ChangesetValue value
          = changeset_value_of (sqlite3_column_value (writing->read, (int)i));
      query_bind_column (query, writing->table, i, &value);
    }
  *is_live = sqlite3_column_int (writing->read, 1) == 0;
  const gboolean good = query_run (query, error);
  sqlite3_reset (writing->read);
  return good;
}

gboolean
fold_write (Fold *fold, EspStudy *study, FoldWritten visit, gpointer data, GError **error)
{
  g_autoptr (GArray) differences = g_array_new (FALSE, FALSE, sizeof (Difference));
  if (!fold_compare (fold, note_difference, differences, error))
    return FALSE;
  Writing writing = { 0 };
  gboolean good = TRUE;
  for (guint i = 0; good && i < differences->len; i++)
    {
      const Difference *one = &g_array_index (differences, Difference, i);
      gboolean is_live = FALSE;
      if (writing.table != one->table)
        good = writing_begin (&writing, fold, study, one->table)
               || fail (error, ESP_ERROR_STORAGE,
                        "there is not enough memory to make the study anew");
      good
          = good && write_row (&writing, one, &is_live, error)
            && (visit == NULL || visit (one->table, &one->id, one->was_live, is_live, data, error));
    }
  writing_end (&writing);
  return good;
}
