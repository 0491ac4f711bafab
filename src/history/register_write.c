/* The register: writing a value that it told of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/changeset.h"
#include "history/register.h"

#include <string.h>

static gint
column_of (const StoreTable *table, const char *column)
{
  guint at;
  return g_ptr_array_find_with_equal_func (table->columns, column, g_str_equal, &at) ? (gint)at
                                                                                     : -1;
}

RegisterShape
register_shape (EspStudy *study, const char *table, const char *column, const char **to)
{
  const StoreTable *one = store_table (study, table);
  const gint at = column_of (one, column);
  g_return_val_if_fail (at > 0, REGISTER_HASH);
  for (guint i = 0; i < one->refs->len; i++)
    {
      const TableRef *ref = one->refs->pdata[i];
      if (!g_str_equal (ref->column, column))
        continue;
      if (to != NULL)
        *to = ref->table;
      return REGISTER_REFERENCE;
    }
  if (at == 1)
    return REGISTER_GONE;
  if (one->shapes[at].type == SQLITE_BLOB)
    return g_str_has_suffix (column, "_prose") ? REGISTER_PROSE : REGISTER_HASH;
  return one->shapes[at].type == SQLITE_TEXT ? REGISTER_TEXT : REGISTER_NUMBER;
}

/* From what value_text gives; FALSE where it is no such value. */
static gboolean
value_read (const StoreColumn *shape, const char *text, guint8 bytes[32], ChangesetValue *value)
{
  char *end = NULL;
  Uuid id;
  *value = (ChangesetValue){ .type = text != NULL ? shape->type : SQLITE_NULL, .bytes = bytes };
  if (text == NULL)
    return !shape->not_null;
  switch (shape->type)
    {
    case SQLITE_INTEGER:
      return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value->number, NULL);
    case SQLITE_FLOAT:
      value->real = g_ascii_strtod (text, &end);
      return *text != '\0' && *end == '\0';
    case SQLITE_TEXT:
      value->bytes = (const guint8 *)text;
      value->size_bytes = strlen (text);
      return TRUE;
    default:
      value->size_bytes = shape->size;
      if (shape->size == 32)
        return strlen (text) == 64 && hex_decode (text, bytes, 32);
      if (!uuid_from_text (text, &id))
        return FALSE;
      memcpy (bytes, id.bytes, sizeof id.bytes);
      return TRUE;
    }
}

gboolean
register_write (EspStudy *study, const char *table, const Uuid *id, const char *column,
                const char *value, GError **error)
{
  const StoreTable *one = store_table (study, table);
  const gint at = column_of (one, column);
  guint8 bytes[32];
  ChangesetValue typed;
  g_return_val_if_fail (at > 0, FALSE);
  if (!store_in_change (study, error))
    return FALSE;
  if (!value_read (&one->shapes[at], value, bytes, &typed))
    return fail (error, ESP_ERROR_INPUT, "'%s' is no value for this; give a number",
                 value != NULL ? value : "");
  g_autofree char *sql
      = g_strdup_printf ("UPDATE %s SET %s = :value WHERE id = :id", table, column);
  g_autoptr (Query) update = store_query_kept (study, sql);
  query_bind_changeset (update, ":value", &typed);
  query_bind_uuid (update, ":id", id);
  g_autoptr (GError) why = NULL;
  if (query_run (update, &why))
    return TRUE;
  if ((sqlite3_errcode (study->db) & 0xff) == SQLITE_CONSTRAINT)
    return fail (error, ESP_ERROR_INPUT,
                 "'%s' cannot stand here: it does not go with what else is said of the same thing",
                 value != NULL ? value : "nothing");
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}
