/* Reading the history: its lines for people, what is undone, its proof, what was merged.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/log.h"

#include "base/near.h"
#include "history/changeset.h"
#include "history/history.h"

#include <string.h>

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
  g_ptr_array_unref (change->undoes);
  g_free (change->undone_by);
  g_free (change);
}

/* ---- what is undone */

/* From the newest undo down: whether it is undone itself was settled by those before it, as an undo
 * is later than what it undoes (in a file that was tampered with, too, as others are left out). */
GHashTable *
history_undone (EspStudy *study, GError **error)
{
  g_autoptr (GHashTable) undone
      = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, g_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT u.id, c.id FROM history_undone x JOIN history_change u ON u.id = x.change_id"
             " JOIN history_change c ON c.id = x.undone_id WHERE u.lamport > c.lamport"
             " ORDER BY u.lamport DESC, u.id DESC");
  while (query_step (query, error))
    {
      const Uuid undo = query_uuid (query, 0), change = query_uuid (query, 1);
      if (!g_hash_table_contains (undone, &undo) && !g_hash_table_contains (undone, &change))
        g_hash_table_insert (undone, g_memdup2 (&change, sizeof change),
                             g_memdup2 (&undo, sizeof undo));
    }
  return query_failed (query) ? NULL : g_steal_pointer (&undone);
}

/* ---- one line */

static GPtrArray *
read_undoes (EspStudy *study, const Uuid *id)
{
  GPtrArray *undoes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT x.undone_id FROM history_undone x LEFT JOIN history_change c"
             " ON c.id = x.undone_id WHERE x.change_id = :id ORDER BY c.lamport DESC, c.id DESC");
  query_bind_uuid (query, ":id", id);
  while (query_step (query, NULL))
    {
      const Uuid undone = query_uuid (query, 0);
      g_ptr_array_add (undoes, uuid_dup_text (&undone));
    }
  return undoes;
}

EspChange *
history_read_row (EspStudy *study, Query *row, GHashTable *undone)
{
  EspChange *change = g_new0 (EspChange, 1);
  const Uuid id = query_uuid (row, 0), *undo = g_hash_table_lookup (undone, &id);
  change->id = uuid_dup_text (&id);
  change->coder = g_strdup (query_text (row, 1));
  change->made_at = g_strdup (query_text (row, 2));
  change->command = g_strdup (query_text (row, 3));
  change->about = g_strdup (query_text (row, 4));
  change->reason = g_strdup (query_text (row, 5));
  change->undoes = read_undoes (study, &id);
  change->undone_by = undo != NULL ? uuid_dup_text (undo) : g_strdup ("");
  gsize size;
  const guint8 *changes = query_blob (row, 6, &size);
  change->rows = changeset_count (study, changes, size);
  return change;
}

/* ---- the lines that are asked for */

/* "2026-11-03", or a whole time as the history has it. */
static gboolean
is_moment (const char *text)
{
  static const char shape[] = "dddd-dd-ddTdd:dd:dd.dddZ";
  const gsize size = strlen (text);
  if (size != 10 && size != sizeof shape - 1)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;
  const guint64 year = g_ascii_strtoull (text, NULL, 10),
                month = g_ascii_strtoull (text + 5, NULL, 10),
                day = g_ascii_strtoull (text + 8, NULL, 10);
  return g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static gboolean
accept_moment (const char *text, GError **error)
{
  return text == NULL || is_moment (text)
         || fail (error, ESP_ERROR_USAGE, "'%s' is no day; write it as 2026-11-03", text);
}

static gboolean
command_fits (const char *const *commands, const char *command)
{
  for (gsize i = 0; commands != NULL && commands[i] != NULL; i++)
    {
      const gsize size = strlen (commands[i]);
      if (strncmp (command, commands[i], size) == 0
          && (command[size] == '\0' || command[size] == ' '))
        return TRUE;
    }
  return commands == NULL;
}

typedef struct
{
  GHashTable *rows;
  gboolean meets;
} Meeting;

static gboolean
row_meets (const ChangesetRow *row, gpointer data, GError **error)
{
  (void)error;
  Meeting *meeting = data;
  meeting->meets = meeting->meets || g_hash_table_contains (meeting->rows, &row->id);
  return TRUE;
}

/* A change that cannot be read touches nothing that is known. */
static gboolean
touches (EspStudy *study, Query *row, GHashTable *rows)
{
  Meeting meeting = { rows, FALSE };
  gsize size;
  const guint8 *changes = query_blob (row, 6, &size);
  return rows == NULL
         || (changeset_each (study, changes, size, row_meets, &meeting, NULL) && meeting.meets);
}

/* Somebody who ever changed the study. */
static gboolean
accept_coder (EspStudy *study, const char *coder, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Query) query = store_query (study, "SELECT name FROM coder ORDER BY name");
  while (coder != NULL && query_step (query, error))
    g_ptr_array_add (names, g_strdup (query_text (query, 0)));
  if (query_failed (query))
    return FALSE;
  if (coder == NULL || g_ptr_array_find_with_equal_func (names, coder, g_str_equal, NULL))
    return TRUE;
  g_autofree char *near = near_names (coder, names);
  return fail (error, ESP_ERROR_NOT_FOUND, "nobody who changed '%s' is called '%s'; %s%s",
               study->path, coder, near != NULL ? "there is " : "'espalier coders' lists who did",
               near != NULL ? near : "");
}

GPtrArray *
history_log (EspStudy *study, const EspLogFilter *filter, GHashTable *rows, GError **error)
{
  static const EspLogFilter all = { 0 };
  if (filter == NULL)
    filter = &all;
  if (!accept_moment (filter->since, error) || !accept_moment (filter->until, error)
      || !accept_coder (study, filter->coder, error))
    return NULL;
  g_autoptr (GHashTable) undone = history_undone (study, error);
  if (undone == NULL)
    return NULL;
  /* Of a day all times are before the day with a '~' behind it. */
  g_autofree char *until
      = g_strconcat (filter->until != NULL ? filter->until : "",
                     filter->until != NULL && strlen (filter->until) == 10 ? "~" : "", NULL);
  g_autoptr (GPtrArray) log = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_change_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT id, coder, made_at, command, about, reason, changes FROM history_change"
             " WHERE (:coder IS NULL OR coder = :coder) AND (:since IS NULL OR made_at >= :since)"
             " AND (:until IS NULL OR made_at < :until) ORDER BY lamport DESC, id DESC");
  query_bind_text (query, ":coder", filter->coder);
  query_bind_text (query, ":since", filter->since);
  query_bind_text (query, ":until", filter->until != NULL ? until : NULL);
  while ((filter->limit == 0 || log->len < filter->limit) && query_step (query, error))
    if (command_fits (filter->commands, query_text (query, 3)) && touches (study, query, rows))
      g_ptr_array_add (log, history_read_row (study, query, undone));
  return query_failed (query) ? NULL : g_steal_pointer (&log);
}

char *
history_reason (EspStudy *study, const char *coder, const char *made_at)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT reason FROM history_change WHERE coder = :coder AND made_at ="
                            " :made_at AND reason <> '' ORDER BY lamport, id LIMIT 1");
  query_bind_text (query, ":coder", coder);
  query_bind_text (query, ":made_at", made_at);
  return g_strdup (query_step (query, NULL) ? query_text (query, 0) : "");
}

char *
history_last_at (EspStudy *study, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT made_at FROM history_change ORDER BY lamport DESC, id DESC LIMIT 1");
  if (query_step (query, error))
    return g_strdup (query_text (query, 0));
  return query_failed (query) ? NULL : g_strdup ("");
}

/* ---- proving */

void
esp_seal_free (EspSeal *seal)
{
  if (seal == NULL)
    return;
  g_free (seal->seal);
  g_free (seal);
}

EspSeal *
esp_log_verify (EspStudy *study, GError **error)
{
  guint8 last[32];
  if (!store_read_begin (study, error))
    return NULL;
  g_autoptr (History) history = history_load (study, error);
  const gboolean proven = history != NULL && history_prove (study, history, last, error);
  store_read_end (study);
  if (!proven)
    return NULL;
  EspSeal *seal = g_new0 (EspSeal, 1);
  seal->changes = history->lines->len;
  seal->seal = hex_encode (last, sizeof last);
  return seal;
}

/* ---- merges */

void
esp_merge_line_free (EspMergeLine *line)
{
  if (line == NULL)
    return;
  g_free (line->merged_at);
  g_free (line->coder);
  g_free (line->copy);
  g_free (line->about);
  g_free (line);
}

GPtrArray *
esp_merges (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) lines
      = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_merge_line_free);
  g_autoptr (Query) query
      = store_query (study, "SELECT number, merged_at, coder, copy, changes, about"
                            " FROM history_merge ORDER BY number DESC");
  while (query_step (query, error))
    {
      EspMergeLine *line = g_new0 (EspMergeLine, 1);
      line->number = (guint)query_int (query, 0);
      line->merged_at = g_strdup (query_text (query, 1));
      line->coder = g_strdup (query_text (query, 2));
      line->copy = g_strdup (query_text (query, 3));
      line->changes = (guint)query_int (query, 4);
      line->about = g_strdup (query_text (query, 5));
      g_ptr_array_add (lines, line);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&lines);
}
