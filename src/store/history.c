/* The history: the chain of its hashes, and reading it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/history.h"

#include "store/changeset.h"

#include <string.h>

/* ---- the chain
 *
 * chain(n) = SHA-256 (chain(n-1) || record), where the record is each of id, lamport, schema,
 * coder, time, command, about, reason, undone id, SHA-256 (changes) and the parents' ids, every
 * field with its size before it. Before the first change stand 32 zeros. */

static void
add_field (GChecksum *sum, const void *bytes, gsize size)
{
  guint64 size_be = GUINT64_TO_BE ((guint64)size);
  g_checksum_update (sum, (const guchar *)&size_be, sizeof size_be);
  g_checksum_update (sum, bytes, (gssize)size);
}

static void
add_number (GChecksum *sum, gint64 number)
{
  guint64 number_be = GUINT64_TO_BE ((guint64)number);
  add_field (sum, &number_be, sizeof number_be);
}

static void
add_text (GChecksum *sum, const char *text)
{
  add_field (sum, text, strlen (text));
}

void
history_chain (const guint8 before[32], const ChangeRecord *record, guint8 chain[32])
{
  guint8 changes_hash[32];
  sha256 (changes_hash, record->changes, record->changes_size, NULL, 0);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, before, 32);
  add_field (sum, record->id.bytes, sizeof record->id.bytes);
  add_number (sum, record->lamport);
  add_number (sum, record->schema);
  add_text (sum, record->coder);
  add_text (sum, record->made_at);
  add_text (sum, record->command);
  add_text (sum, record->about);
  add_text (sum, record->reason);
  add_field (sum, record->undoes.bytes, sizeof record->undoes.bytes);
  add_field (sum, changes_hash, sizeof changes_hash);
  for (guint i = 0; i < record->parents->len; i++)
    add_field (sum, g_array_index (record->parents, Uuid, i).bytes, sizeof (Uuid));
  gsize size = 32;
  g_checksum_get_digest (sum, chain, &size);
}

/* ---- reading */

void
esp_change_free (EspChange *change)
{
  if (change == NULL)
    return;
  g_free (change->id);
  g_free (change->coder);
  g_free (change->made_at);
  g_free (change->command);
  g_free (change->about);
  g_free (change->reason);
  g_free (change->undoes);
  g_free (change->undone_by);
  g_free (change);
}

/* An undo is later than what it undoes, or the file was tampered with and there would be no end.
 * The live undo of a change: one that is not itself undone by a live one. '' when there is none. */
static char *
live_undo_of (EspStudy *study, const Uuid *id)
{
  g_autoptr (Query) undos = store_query (
      study,
      "SELECT u.id FROM history_change u, history_change c WHERE u.undoes_id = :id AND c.id = :id"
      " AND u.lamport > c.lamport ORDER BY u.lamport DESC, u.id DESC");
  query_bind_uuid (undos, ":id", id);
  while (query_step (undos, NULL))
    {
      Uuid undo = query_uuid (undos, 0);
      g_autofree char *undone = live_undo_of (study, &undo);
      if (*undone == '\0')
        return uuid_dup_text (&undo);
    }
  return g_strdup ("");
}

EspChange *
history_read_row (EspStudy *study, Query *row)
{
  EspChange *change = g_new0 (EspChange, 1);
  Uuid id = query_uuid (row, 0), undoes = query_uuid (row, 6);
  change->id = uuid_dup_text (&id);
  change->coder = g_strdup (query_text (row, 1));
  change->made_at = g_strdup (query_text (row, 2));
  change->command = g_strdup (query_text (row, 3));
  change->about = g_strdup (query_text (row, 4));
  change->reason = g_strdup (query_text (row, 5));
  change->undoes = uuid_is_nil (&undoes) ? g_strdup ("") : uuid_dup_text (&undoes);
  change->undone_by = live_undo_of (study, &id);
  gsize size;
  const guint8 *changes = query_blob (row, 7, &size);
  change->rows = changeset_count (changes, size);
  return change;
}

GPtrArray *
esp_log (EspStudy *study, const char *coder, guint limit, GError **error)
{
  g_autoptr (GPtrArray) log = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_change_free);
  g_autoptr (Query) query = store_query (
      study,
      "SELECT id, coder, made_at, command, about, reason, undoes_id, changes FROM history_change"
      " WHERE :coder IS NULL OR coder = :coder ORDER BY lamport DESC, id DESC LIMIT :limit");
  query_bind_text (query, ":coder", coder);
  query_bind_int (query, ":limit", limit > 0 ? (gint64)limit : -1);
  while (query_step (query, error))
    g_ptr_array_add (log, history_read_row (study, query));
  return query_failed (query) ? NULL : g_steal_pointer (&log);
}

char *
store_last_change_at (EspStudy *study, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT made_at FROM history_change ORDER BY lamport DESC, id DESC LIMIT 1");
  if (query_step (query, error))
    return g_strdup (query_text (query, 0));
  return query_failed (query) ? NULL : g_strdup ("");
}
