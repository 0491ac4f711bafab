/* What stands on what: rows and the rows that they refer to.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/standing.h"

#include "store/sqlite.h"

/* `query` yields a row and one that it stands on. */
static gboolean
take_all (Query *query, const StoreTable *table, const TableRef *ref, GArray *found, GError **error)
{
  while (query_step (query, error))
    {
      const Standing one = { .table = table->name,
                             .column = ref->column,
                             .on_table = ref->table,
                             .id = query_uuid (query, 0),
                             .on = query_uuid (query, 1) };
      g_array_append_val (found, one);
    }
  return !query_failed (query);
}

GArray *
standing_on_gone (EspStudy *study, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Standing));
  for (const char *const *name = store_content_tables (); *name != NULL; name++)
    {
      const StoreTable *table = store_table (study, *name);
      for (guint i = 0; i < table->refs->len; i++)
        {
          const TableRef *ref = table->refs->pdata[i];
          g_autofree char *sql = g_strdup_printf (
              "SELECT r.id, t.id FROM %s t JOIN %s r ON r.%s = t.id WHERE t.gone = 1 AND r.gone = 0"
              " ORDER BY r.id",
              ref->table, table->name, ref->column);
          g_autoptr (Query) query = store_query_kept (study, sql);
          if (!take_all (query, table, ref, found, error))
            return NULL;
        }
    }
  return g_steal_pointer (&found);
}

GArray *
standing_on (EspStudy *study, const char *on_table, const Uuid *on, gboolean gone, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Standing));
  for (const char *const *name = store_content_tables (); *name != NULL; name++)
    {
      const StoreTable *table = store_table (study, *name);
      for (guint i = 0; i < table->refs->len; i++)
        {
          const TableRef *ref = table->refs->pdata[i];
          if (!g_str_equal (ref->table, on_table))
            continue;
          g_autofree char *sql = g_strdup_printf (
              "SELECT id, %s FROM %s WHERE %s = :on AND gone = :gone ORDER BY id", ref->column,
              table->name, ref->column);
          g_autoptr (Query) query = store_query_kept (study, sql);
          query_bind_uuid (query, ":on", on);
          query_bind_int (query, ":gone", gone);
          if (!take_all (query, table, ref, found, error))
            return NULL;
        }
    }
  return g_steal_pointer (&found);
}

GArray *
standing_under (EspStudy *study, const char *name, const Uuid *id, GError **error)
{
  const StoreTable *table = store_table (study, name);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Standing));
  for (guint i = 0; i < table->refs->len; i++)
    {
      const TableRef *ref = table->refs->pdata[i];
      g_autofree char *sql
          = g_strdup_printf ("SELECT id, %s FROM %s WHERE id = :id AND %s IS NOT NULL", ref->column,
                             table->name, ref->column);
      g_autoptr (Query) query = store_query_kept (study, sql);
      query_bind_uuid (query, ":id", id);
      if (!take_all (query, table, ref, found, error))
        return NULL;
    }
  return g_steal_pointer (&found);
}

gboolean
standing_remove (EspStudy *study, const char *table, const Uuid *id, GError **error)
{
  const Standing first = { .table = table, .id = *id };
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (Standing));
  g_array_append_val (rest, first);
  /* Each row goes once: what is gone stands on nothing any more. */
  while (rest->len > 0)
    {
      const Standing one = g_array_index (rest, Standing, rest->len - 1);
      g_array_set_size (rest, rest->len - 1);
      if (!store_gone (study, one.table, &one.id, error))
        return FALSE;
      g_autoptr (GArray) above = standing_on (study, one.table, &one.id, FALSE, error);
      if (above == NULL)
        return FALSE;
      g_array_append_vals (rest, above->data, above->len);
    }
  return TRUE;
}
