/* Writing the history: a line, or the lines of several copies put into one order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/history.h"

#include <string.h>

static gboolean
insert_line (EspStudy *study, const ChangeRecord *record, const guint8 chain[32], GError **error)
{
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO history_change (id, lamport, coder, made_at, command, "
                            "about, reason, schema_number, changes, chain) VALUES (:id, :lamport, "
                            ":coder, :made_at, :command, :about, :reason, :schema, :changes, "
                            ":chain)");
  query_bind_uuid (insert, ":id", &record->id);
  query_bind_int (insert, ":lamport", record->lamport);
  query_bind_text (insert, ":coder", record->coder);
  query_bind_text (insert, ":made_at", record->made_at);
  query_bind_text (insert, ":command", record->command);
  query_bind_text (insert, ":about", record->about);
  query_bind_text (insert, ":reason", record->reason);
  query_bind_int (insert, ":schema", record->schema);
  query_bind_blob (insert, ":changes", record->changes_size > 0 ? record->changes : "",
                   record->changes_size);
  query_bind_blob (insert, ":chain", chain, 32);
  return query_run (insert, error);
}

/* `insert` takes :id and :other. */
static gboolean
insert_pairs (Query *insert, const Uuid *id, const GArray *others, GError **error)
{
  for (guint i = 0; i < others->len; i++)
    {
      query_bind_uuid (insert, ":id", id);
      query_bind_uuid (insert, ":other", &g_array_index (others, Uuid, i));
      if (!query_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
history_insert (EspStudy *study, const ChangeRecord *record, const guint8 chain[32], GError **error)
{
  g_autoptr (Query) parents = store_query (
      study, "INSERT INTO history_parent (change_id, parent_id) VALUES (:id, :other)");
  g_autoptr (Query) undone = store_query (
      study, "INSERT INTO history_undone (change_id, undone_id) VALUES (:id, :other)");
  return insert_line (study, record, chain, error)
         && insert_pairs (parents, &record->id, record->parents, error)
         && insert_pairs (undone, &record->id, record->undoes, error);
}

/* ---- several copies */

static void
join_line (History *joined, HistoryLine *line)
{
  g_ptr_array_add (joined->lines, line);
  g_hash_table_insert (joined->index, &line->record.id, GUINT_TO_POINTER (joined->lines->len));
}

History *
history_join (const History *ours, const History *theirs)
{
  History *joined = g_new0 (History, 1);
  joined->lines = g_ptr_array_new ();
  joined->index = g_hash_table_new (uuid_hash, uuid_equal_func);
  guint i = 0, j = 0;
  while (i < ours->lines->len || j < theirs->lines->len)
    {
      HistoryLine *a = i < ours->lines->len ? ours->lines->pdata[i] : NULL;
      HistoryLine *b = j < theirs->lines->len ? theirs->lines->pdata[j] : NULL;
      const int order = a == NULL ? 1 : b == NULL ? -1 : history_compare (&a->record, &b->record);
      join_line (joined, order <= 0 ? a : b);
      i += order <= 0;
      j += order >= 0;
    }
  return joined;
}

/* One line: added when the study has it not; given its chain value when it has another. */
static gboolean
store_line (EspStudy *study, const HistoryLine *line, const guint8 chain[32], GError **error)
{
  g_autoptr (Query) there = store_query (study, "SELECT chain FROM history_change WHERE id = :id");
  query_bind_uuid (there, ":id", &line->record.id);
  const gboolean is_there = query_step (there, error);
  if (query_failed (there))
    return FALSE;
  if (!is_there)
    return history_insert (study, &line->record, chain, error);
  if (memcmp (query_key (there, 0), chain, 32) == 0)
    return TRUE;
  g_autoptr (Query) update
      = store_query (study, "UPDATE history_change SET chain = :chain WHERE id = :id");
  query_bind_uuid (update, ":id", &line->record.id);
  query_bind_blob (update, ":chain", chain, 32);
  return query_run (update, error);
}

gboolean
history_store (EspStudy *study, const History *history, GError **error)
{
  guint8 before[32] = { 0 };
  for (guint i = 0; i < history->lines->len; i++)
    {
      const HistoryLine *line = history->lines->pdata[i];
      guint8 chain[32];
      history_chain (before, &line->record, chain);
      if (!store_line (study, line, chain, error))
        return FALSE;
      memcpy (before, chain, 32);
    }
  return store_exec (study,
                     "DELETE FROM history_head;"
                     "INSERT INTO history_head (change_id) SELECT id FROM history_change"
                     " WHERE id NOT IN (SELECT parent_id FROM history_parent)",
                     "change", error);
}
