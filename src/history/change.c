/* A change: one transaction, recorded by a session as one line of the history.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "history/changeset.h"
#include "history/history.h"

#include <string.h>

/* ---- begin */

static gboolean
attach_session (EspStudy *study, GError **error)
{
  if (sqlite3session_create (study->db, "main", &study->session) != SQLITE_OK)
    return store_fail (study, error, "change");
  for (const char *const *table = store_content_tables (); *table != NULL; table++)
    if (sqlite3session_attach (study->session, *table) != SQLITE_OK)
      return store_fail (study, error, "change");
  return TRUE;
}

/* The person becomes known with their first change. */
static gboolean
ensure_coder (EspStudy *study, GError **error)
{
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO coder (id, name) VALUES (:id, :name)"
                            " ON CONFLICT (id) DO UPDATE SET gone = 0 WHERE gone = 1");
  query_bind_uuid (insert, ":id", &study->coder);
  query_bind_text (insert, ":name", study->coder_name);
  return query_run (insert, error);
}

gboolean
esp_change_begin (EspStudy *study, const char *command, const char *coder, const char *reason,
                  GError **error)
{
  g_return_val_if_fail (study->session == NULL, FALSE);
  if (!study->for_writing)
    return fail (error, ESP_ERROR_STORAGE, "cannot change '%s': it was opened for reading",
                 study->path);
  if (coder == NULL || *coder == '\0')
    return fail (error, ESP_ERROR_USAGE, "a change needs the name of the person who makes it");
  if (!coder_is_name (coder))
    return fail (error, ESP_ERROR_USAGE,
                 "the coder's name is too long, or has characters that no name has");
  if (!store_exec (study, "BEGIN IMMEDIATE", "change", error))
    return FALSE;
  study->change = uuid_random ();
  study->coder = uuid_derived ("coder", coder, NULL);
  study->undoes = g_array_new (FALSE, FALSE, sizeof (Uuid));
  study->command = g_strdup (command);
  study->coder_name = g_strdup (coder);
  study->reason = g_strdup (reason != NULL ? reason : "");
  study->now = store_time_now ();
  if (!coder_refuse_likeness (study, coder, error) || !attach_session (study, error)
      || !ensure_coder (study, error))
    {
      esp_change_abandon (study);
      return FALSE;
    }
  study->writes_before = sqlite3_total_changes64 (study->db);
  return TRUE;
}

/* ---- end */

/* All heads become parents; *lamport gets 1 + the highest of theirs. */
static GArray *
read_parents (EspStudy *study, gint64 *lamport, GError **error)
{
  g_autoptr (GArray) parents = g_array_new (FALSE, FALSE, sizeof (Uuid));
  g_autoptr (Query) heads
      = store_query (study, "SELECT h.change_id, c.lamport FROM history_head h"
                            " JOIN history_change c ON c.id = h.change_id ORDER BY h.change_id");
  *lamport = 1;
  while (query_step (heads, error))
    {
      Uuid id = query_uuid (heads, 0);
      g_array_append_val (parents, id);
      *lamport = MAX (*lamport, MIN (query_int (heads, 1), G_MAXINT64 - 1) + 1);
    }
  return query_failed (heads) ? NULL : g_steal_pointer (&parents);
}

static gboolean
read_last_chain (EspStudy *study, guint8 chain[32], GError **error)
{
  memset (chain, 0, 32);
  g_autoptr (Query) last = store_query (
      study, "SELECT chain FROM history_change ORDER BY lamport DESC, id DESC LIMIT 1");
  if (query_step (last, error))
    memcpy (chain, query_key (last, 0), 32);
  return !query_failed (last);
}

static gboolean
move_head (EspStudy *study, const ChangeRecord *record, GError **error)
{
  if (!store_exec (study, "DELETE FROM history_head", "change", error))
    return FALSE;
  g_autoptr (Query) head = store_query (study, "INSERT INTO history_head (change_id) VALUES (:id)");
  query_bind_uuid (head, ":id", &record->id);
  return query_run (head, error);
}

static gboolean
record_change (EspStudy *study, const char *about, const void *changes, gsize size, GError **error)
{
  gint64 lamport;
  guint8 before[32], chain[32];
  g_autoptr (GArray) parents = read_parents (study, &lamport, error);
  if (parents == NULL || !read_last_chain (study, before, error))
    return FALSE;
  const ChangeRecord record = { .id = study->change,
                                .lamport = lamport,
                                .schema = study->schema->number,
                                .coder = study->coder_name,
                                .made_at = study->now,
                                .command = study->command,
                                .about = about,
                                .reason = study->reason,
                                .undoes = study->undoes,
                                .changes = changes,
                                .changes_size = size,
                                .parents = parents };
  g_array_sort (study->undoes, uuid_compare);
  history_chain (before, &record, chain);
  return history_insert (study, &record, chain, error) && move_head (study, &record, error);
}

/* Whether a row of a changeset is more than the person becoming known. */
static gboolean
note_content (const ChangesetRow *row, gpointer data, GError **error)
{
  (void)error;
  gboolean *says_something = data;
  *says_something = *says_something || !g_str_equal (row->table->name, "coder");
  return TRUE;
}

/* Rows that were written and taken back again, or written as they stood, are in no changeset. */
static gboolean
record_session (EspStudy *study, const char *about, GError **error)
{
  int size = 0;
  void *changes = NULL;
  gboolean says_something = study->record_always;
  if (sqlite3session_changeset (study->session, &size, &changes) != SQLITE_OK)
    return fail (error, ESP_ERROR_STORAGE, "cannot change '%s': the change is too large to record",
                 study->path);
  g_clear_pointer (&study->session, sqlite3session_delete);
  gboolean good
      = changeset_each (study, changes, (gsize)size, note_content, &says_something, error);
  if (good && says_something)
    good = record_change (study, about, changes, (gsize)size, error)
           && store_exec (study, "COMMIT", "change", error);
  sqlite3_free (changes);
  return good;
}

gboolean
esp_change_commit (EspStudy *study, const char *about, GError **error)
{
  g_return_val_if_fail (study->session != NULL, FALSE);
  gboolean written = study->record_always
                     || (sqlite3_total_changes64 (study->db) != study->writes_before
                         && !sqlite3session_isempty (study->session));
  gboolean done = !written
                  || (store_index_flush (study, error)
                      && record_session (study, about != NULL ? about : "", error));
  /* Rolls back what was not committed. */
  esp_change_abandon (study);
  return done;
}
