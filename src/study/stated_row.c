/* Stating a row: the one statement by which what is said again and again changes only what it says
 * otherwise.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/stated_row.h"

#include "store/store.h"
#include "study/sortkey.h"

/* The statement, put together from names of our own tables. */
typedef struct
{
  GString *names, *values; /* of the row that is new */
  GString *set;            /* what is changed in the one that is there */
  GString *stands, *said;  /* what is compared, to leave a row alone that says the same */
} Statement;

static void
statement_add (Statement *self, const char *name, gboolean fixed)
{
  g_string_append_printf (self->names, ", %s", name);
  g_string_append_printf (self->values, ", :%s", name);
  if (fixed)
    return;
  g_string_append_printf (self->set, ", %s = excluded.%s", name, name);
  g_string_append_printf (self->stands, ", %s", name);
  g_string_append_printf (self->said, ", excluded.%s", name);
}

static void
statement_clear (Statement *self)
{
  GString *const parts[] = { self->names, self->values, self->set, self->stands, self->said };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    g_string_free (parts[i], TRUE);
}

static char *
statement_text (const char *table, gboolean has_key, const Column *columns)
{
  Statement self = { g_string_new ("id"), g_string_new (":id"), g_string_new ("gone = 0"),
                     g_string_new ("gone"), g_string_new ("0") };

  for (const Column *column = columns; column->name != NULL; column++)
    statement_add (&self, column->name, column->fixed);
  if (has_key)
    statement_add (&self, "sort_key", FALSE);
  char *sql = g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)"
                               " ON CONFLICT (id) DO UPDATE SET %s WHERE (%s) IS NOT (%s)",
                               table, self.names->str, self.values->str, self.set->str,
                               self.stands->str, self.said->str);
  statement_clear (&self);
  return sql;
}

static void
column_bind (const Column *column, Query *query)
{
  g_autofree char *parameter = g_strconcat (":", column->name, NULL);

  switch (column->kind)
    {
    case COLUMN_TEXT:
      query_bind_text (query, parameter, column->text);
      break;
    case COLUMN_ID:
      query_bind_uuid (query, parameter, column->id);
      break;
    case COLUMN_NULL:
      query_bind_text (query, parameter, NULL);
      break;
    case COLUMN_INT:
      query_bind_int (query, parameter, column->number);
      break;
    case COLUMN_REAL:
      if (column->real != NULL)
        query_bind_real (query, parameter, *column->real);
      break;
    }
}

gboolean
stated_row (EspStudy *study, const char *table, const Uuid *id, guint n, const Column *columns,
            GError **error)
{
  g_autofree char *sql = statement_text (table, n > 0, columns);
  g_autofree char *key = sortkey_nth (n);
  g_autoptr (Query) query = store_query_built (study, sql);

  query_bind_uuid (query, ":id", id);
  for (const Column *column = columns; column->name != NULL; column++)
    column_bind (column, query);
  if (n > 0)
    query_bind_text (query, ":sort_key", key);
  return query_run (query, error);
}
