/* Undo: an ordinary change that takes back what another one did, wholly or not at all.
 *
 * Each row that the undone change inserted is marked gone, each column that it updated gets its old
 * value back, provided that every one still holds what the change wrote. Then it is looked whether
 * anything live stands on what went, or what came back stands on something gone; if so, all is as
 * before and the later changes that are in the way are named.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/changeset.h"
#include "store/history.h"

#include <string.h>

typedef struct
{
  EspStudy *study;
  GHashTable *touched;  /* "table:id" of every row of the undone change */
  GHashTable *blocking; /* "table:id" of rows that are in the way */
} Undoing;

/* ---- which change */

static gboolean
find_by_id (EspStudy *study, const char *id, EspChange **found, GError **error)
{
  gsize digits = strlen (id);
  g_autofree char *low = g_ascii_strdown (id, -1);
  if (digits < 4 || strspn (low, "0123456789abcdef-") != digits)
    return fail (error, ESP_ERROR_USAGE, "'%s' is not a change; 'espalier log' shows them", id);
  g_autoptr (Query) query = store_query (
      study,
      "SELECT id, coder, made_at, command, about, reason, undoes_id, changes FROM history_change"
      " WHERE lower (substr (hex (id), 1, 8) || '-' || substr (hex (id), 9, 4) || '-' || substr "
      "(hex (id), 13, 4) || '-'"
      " || substr (hex (id), 17, 4) || '-' || substr (hex (id), 21)) LIKE :id || '%'");
  query_bind_text (query, ":id", low);
  while (query_step (query, error))
    {
      if (*found != NULL)
        return fail (error, ESP_ERROR_AMBIGUOUS, "several changes begin with '%s'; give more of it",
                     id);
      *found = history_read_row (study, query);
    }
  if (query_failed (query))
    return FALSE;
  if (*found == NULL)
    return fail (error, ESP_ERROR_NOT_FOUND, "there is no change '%s'; 'espalier log' shows them",
                 id);
  return TRUE;
}

static gboolean
find_last (EspStudy *study, const char *coder, EspChange **found, GError **error)
{
  g_autoptr (Query) query = store_query (
      study,
      "SELECT id, coder, made_at, command, about, reason, undoes_id, changes FROM history_change"
      " WHERE coder = :coder AND undoes_id IS NULL ORDER BY lamport DESC, id DESC");
  query_bind_text (query, ":coder", coder);
  while (query_step (query, error))
    {
      *found = history_read_row (study, query);
      if (*(*found)->undone_by == '\0')
        return TRUE;
      g_clear_pointer (found, esp_change_free);
    }
  if (query_failed (query))
    return FALSE;
  return fail (error, ESP_ERROR_NOT_FOUND, "%s has made no change that could be undone", coder);
}

/* ---- taking back */

static gboolean
same_value (sqlite3_value *a, sqlite3_value *b)
{
  int type = sqlite3_value_type (a);
  if (type != sqlite3_value_type (b))
    return FALSE;
  switch (type)
    {
    case SQLITE_NULL:
      return TRUE;
    case SQLITE_INTEGER:
      return sqlite3_value_int64 (a) == sqlite3_value_int64 (b);
    case SQLITE_FLOAT:
      return sqlite3_value_double (a) == sqlite3_value_double (b);
    default:
      {
        int size = sqlite3_value_bytes (a);
        return size == sqlite3_value_bytes (b)
               && (size == 0
                   || memcmp (sqlite3_value_blob (a), sqlite3_value_blob (b), (gsize)size) == 0);
      }
    }
}

/* Does the row still hold what the change wrote in the columns that it says? */
static gboolean
still_holds (Undoing *undoing, const ChangesetRow *row, gboolean *holds, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE id = :id", row->table);
  g_autoptr (Query) now = store_query_literal (undoing->study, sql);
  query_bind_uuid (now, ":id", &row->id);
  *holds = query_step (now, error);
  if (query_failed (now))
    return FALSE;
  for (int i = 1; *holds && i < row->n_columns; i++)
    {
      sqlite3_value *written = changeset_new (row, i);
      if (written != NULL)
        *holds = same_value (written, query_value (now, i));
    }
  return TRUE;
}

static gboolean
restore (EspStudy *study, const ChangesetRow *row, GError **error)
{
  if (row->op == SQLITE_INSERT)
    return store_gone (study, row->table, &row->id, error);

  const StoreTable *table = store_table (study, row->table);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_string_printf (sql, "UPDATE %s SET ", row->table);
  const char *separator = "";
  for (int i = 1; i < row->n_columns; i++)
    if (changeset_new (row, i) != NULL)
      {
        g_string_append_printf (sql, "%s%s = :c%d", separator,
                                (const char *)table->columns->pdata[i], i);
        separator = ", ";
      }
  g_string_append (sql, " WHERE id = :id");
  g_autoptr (Query) update = store_query_literal (study, sql->str);
  query_bind_uuid (update, ":id", &row->id);
  for (int i = 1; i < row->n_columns; i++)
    if (changeset_new (row, i) != NULL)
      {
        char name[16];
        g_snprintf (name, sizeof name, ":c%d", i);
        query_bind_value (update, name, changeset_old (row, i));
      }
  return query_run (update, error);
}

static gboolean
take_back_row (const ChangesetRow *row, gpointer data, GError **error)
{
  Undoing *undoing = data;
  g_autofree char *key = row_key (row->table, &row->id);
  /* The person who made the change stays known. */
  if (g_str_equal (row->table, "coder"))
    return TRUE;
  gboolean holds;
  if (!still_holds (undoing, row, &holds, error))
    return FALSE;
  if (!holds)
    {
      g_hash_table_add (undoing->blocking, g_steal_pointer (&key));
      return TRUE;
    }
  g_hash_table_add (undoing->touched, g_steal_pointer (&key));
  return restore (undoing->study, row, error);
}

/* ---- what stands on what */

/* Live rows of one table that refer to a gone row among those touched: they are in the way. */
static gboolean
find_standing (Undoing *undoing, const StoreTable *table, const TableRef *ref, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT r.id, t.id FROM %s t JOIN %s r ON r.%s = t.id WHERE t.gone = 1 AND r.gone = 0",
      ref->table, table->name, ref->column);
  g_autoptr (Query) standing = store_query_literal (undoing->study, sql);
  while (query_step (standing, error))
    {
      Uuid child = query_uuid (standing, 0), parent = query_uuid (standing, 1);
      g_autofree char *child_key = row_key (table->name, &child);
      g_autofree char *parent_key = row_key (ref->table, &parent);
      if (g_hash_table_contains (undoing->touched, parent_key))
        g_hash_table_add (undoing->blocking, g_strdup (child_key));
      if (g_hash_table_contains (undoing->touched, child_key))
        g_hash_table_add (undoing->blocking, g_strdup (parent_key));
    }
  return !query_failed (standing);
}

static gboolean
find_all_standing (Undoing *undoing, GError **error)
{
  for (const char *const *name = store_content_tables (); *name != NULL; name++)
    {
      const StoreTable *table = store_table (undoing->study, *name);
      for (guint i = 0; i < table->refs->len; i++)
        if (!find_standing (undoing, table, table->refs->pdata[i], error))
          return FALSE;
    }
  return TRUE;
}

/* ---- naming what is in the way */

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
  g_autofree char *key = row_key (row->table, &row->id);
  meeting->meets = meeting->meets || g_hash_table_contains (meeting->rows, key);
  return TRUE;
}

/* Fails, naming the changes after the undone one that touch a row in the way (five at most, the
 * rest counted). */
static gboolean
fail_blocked (Undoing *undoing, const EspChange *target, GError **error)
{
  Uuid id;
  uuid_from_text (target->id, &id);
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = 0;
  g_autoptr (Query) later = store_query (
      undoing->study,
      "SELECT c.id, c.coder, c.command, c.about, c.changes FROM history_change c, history_change u"
      " WHERE u.id = :id AND (c.lamport, c.id) > (u.lamport, u.id) ORDER BY c.lamport, c.id");
  query_bind_uuid (later, ":id", &id);
  while (query_step (later, error))
    {
      Meeting meeting = { undoing->blocking, FALSE };
      gsize size;
      const guint8 *changes = query_blob (later, 4, &size);
      if (!changeset_each (undoing->study, changes, size, row_meets, &meeting, error))
        return FALSE;
      if (!meeting.meets || ++n > 5)
        continue;
      Uuid change = query_uuid (later, 0);
      char text[UUID_TEXT_SIZE];
      uuid_to_text (&change, text);
      g_string_append_printf (names, "%s%s by %s, %s (%.8s)", n > 1 ? "; " : "",
                              query_text (later, 2), query_text (later, 1), query_text (later, 3),
                              text);
    }
  if (query_failed (later))
    return FALSE;
  if (n > 5)
    g_string_append_printf (names, "; and %u more", n - 5);
  return fail (error, ESP_ERROR_STANDS,
               "cannot undo %s (%.8s): later work stands on it: %s; undo %s first", target->command,
               target->id, n > 0 ? names->str : "made by no change that is known",
               n > 1 ? "those, the newest" : "that");
}

/* ---- the whole */

static gboolean
take_back (EspStudy *study, const EspChange *target, GError **error)
{
  Undoing undoing = { .study = study };
  g_autoptr (GHashTable) touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) blocking = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  undoing.touched = touched;
  undoing.blocking = blocking;
  g_autoptr (Query) query
      = store_query (study, "SELECT changes FROM history_change WHERE id = :id");
  uuid_from_text (target->id, &study->undoes);
  query_bind_uuid (query, ":id", &study->undoes);
  if (!query_step (query, error))
    return query_failed (query)
               ? FALSE
               : fail (error, ESP_ERROR_NOT_FOUND, "there is no change '%s'", target->id);
  gsize size;
  const guint8 *changes = query_blob (query, 0, &size);
  if (!changeset_each (study, changes, size, take_back_row, &undoing, error)
      || !find_all_standing (&undoing, error))
    return FALSE;
  return g_hash_table_size (blocking) == 0 || fail_blocked (&undoing, target, error);
}

gboolean
esp_undo (EspStudy *study, const char *id, const char *coder, EspChange **undone, GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  g_autoptr (EspChange) target = NULL;
  if (!(id != NULL ? find_by_id (study, id, &target, error)
                   : find_last (study, coder, &target, error)))
    return FALSE;
  if (*target->undone_by != '\0')
    return fail (error, ESP_ERROR_EXISTS, "%s (%.8s) is undone already, by %.8s", target->command,
                 target->id, target->undone_by);
  /* On failure whatever was taken back so far goes with the savepoint: the change that is open
   * stays as it was. */
  if (!store_exec (study, "SAVEPOINT undo", "change", error))
    return FALSE;
  gboolean done = take_back (study, target, error);
  if (!done)
    {
      study->undoes = UUID_NIL;
      sqlite3_exec (study->db, "ROLLBACK TO undo", NULL, NULL, NULL);
    }
  if (!store_exec (study, "RELEASE undo", "change", done ? error : NULL))
    return FALSE;
  if (done && undone != NULL)
    *undone = g_steal_pointer (&target);
  return done;
}
