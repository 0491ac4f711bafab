/* What is open on a study: the change that somebody makes, or reading at one moment.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"

char *
store_time_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *seconds = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  /* Milliseconds, so that the versions of a cell have an order in every copy of the study. */
  return g_strdup_printf ("%s.%03dZ", seconds, g_date_time_get_microsecond (now) / 1000);
}

gboolean
store_in_change (EspStudy *study, GError **error)
{
  if (study->session != NULL)
    return TRUE;
  return fail (error, ESP_ERROR_USAGE, "writing to a study needs a change to be begun first");
}

const Uuid *
store_coder (EspStudy *study)
{
  return &study->coder;
}

const char *
store_now (EspStudy *study)
{
  return study->now;
}

gboolean
store_read_begin (EspStudy *study, GError **error)
{
  return store_exec (study, "SAVEPOINT reading", "read", error);
}

void
store_read_end (EspStudy *study)
{
  sqlite3_exec (study->db, "RELEASE reading", NULL, NULL, NULL);
}

gboolean
store_references_hold (EspStudy *study, const char *what, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT \"table\", parent FROM pragma_foreign_key_check");
  if (!query_step (query, error))
    return !query_failed (query);
  return fail (error, ESP_ERROR_INPUT,
               "'%s' does not hold together: a %s refers to a %s that is not in it", what,
               query_text (query, 0), query_text (query, 1));
}

gboolean
store_gone (EspStudy *study, const char *table, const Uuid *id, GError **error)
{
  g_return_val_if_fail (store_table_kind (table) == TABLE_CONTENT, FALSE);
  g_autofree char *sql
      = g_strdup_printf ("UPDATE %s SET gone = 1 WHERE id = :id AND gone = 0", table);
  g_autoptr (Query) update = store_query_kept (study, sql);
  query_bind_uuid (update, ":id", id);
  return query_run (update, error);
}

static void
change_forget (EspStudy *study)
{
  g_clear_pointer (&study->session, sqlite3session_delete);
  fulltext_forget (study);
  g_clear_pointer (&study->command, g_free);
  g_clear_pointer (&study->coder_name, g_free);
  g_clear_pointer (&study->reason, g_free);
  g_clear_pointer (&study->now, g_free);
  g_clear_pointer (&study->undoes, g_array_unref);
  study->record_always = FALSE;
}

void
esp_change_abandon (EspStudy *study)
{
  if (study->command == NULL)
    return;
  change_forget (study);
  if (!sqlite3_get_autocommit (study->db))
    sqlite3_exec (study->db, "ROLLBACK", NULL, NULL, NULL);
}
