/* Rows of any content table as names and values in text. What a column holds follows from its type
 * and name (schema.sql).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/row.h"

#include "store/sqlite.h"

#include <string.h>

/* ---- columns to fields */

static FieldKind
kind_of (const char *column, const char *type)
{
  if (g_str_equal (type, "TEXT"))
    return FIELD_TEXT;
  if (g_str_equal (type, "INTEGER"))
    return FIELD_INT;
  if (g_str_equal (type, "REAL"))
    return FIELD_REAL;
  if (g_str_equal (column, "id") || g_str_has_suffix (column, "_id"))
    return FIELD_ID;
  return g_str_has_suffix (column, "_prose") ? FIELD_PROSE : FIELD_HASH;
}

static void
field_clear (gpointer field)
{
  Field *one = field;
  g_free (one->value);
}

typedef struct
{
  GArray *fields;     /* Field, values NULL */
  GPtrArray *names;   /* owns the fields' names */
  GPtrArray *columns; /* char *: the columns' names */
  GArray *not_null;   /* gboolean */
} Shape;

static void
shape_clear (Shape *shape)
{
  g_array_unref (shape->fields);
  g_ptr_array_unref (shape->names);
  g_ptr_array_unref (shape->columns);
  g_array_unref (shape->not_null);
}

static gboolean
shape_load (Shape *shape, EspStudy *study, const char *table, GError **error)
{
  shape->fields = g_array_new (FALSE, TRUE, sizeof (Field));
  g_array_set_clear_func (shape->fields, field_clear);
  shape->names = g_ptr_array_new_with_free_func (g_free);
  shape->columns = g_ptr_array_new_with_free_func (g_free);
  shape->not_null = g_array_new (FALSE, FALSE, sizeof (gboolean));
  g_autoptr (Query) query = store_query (
      study, "SELECT name, type, \"notnull\" FROM pragma_table_info (:table) ORDER BY cid");
  query_bind_text (query, ":table", table);
  while (query_step (query, error))
    {
      const char *column = query_text (query, 0);
      gboolean not_null = query_int (query, 2) != 0;
      Field field = { .kind = kind_of (column, query_text (query, 1)) };
      char *name = g_strdup (column);
      if (field.kind == FIELD_PROSE || (field.kind == FIELD_ID && !g_str_equal (column, "id")))
        *strrchr (name, '_') = '\0';
      field.name = name;
      g_ptr_array_add (shape->names, name);
      g_ptr_array_add (shape->columns, g_strdup (column));
      g_array_append_val (shape->not_null, not_null);
      g_array_append_val (shape->fields, field);
    }
  return !query_failed (query);
}

const char *
store_table_element (const char *table)
{
#define CONTENT(name, element)                                                                     \
  if (g_str_equal (table, #name))                                                                  \
    return element;
#define WORDS(name)
#define LOCAL(name)
#include "store/tables.def"
#undef CONTENT
#undef WORDS
#undef LOCAL
  return NULL;
}

const char *
store_element_table (const char *element)
{
  for (const char *const *table = store_content_tables (); *table != NULL; table++)
    if (g_str_equal (store_table_element (*table), element))
      return *table;
  return NULL;
}

/* ---- reading */

/* One column of a row as text; NULL for none. */
static gboolean
field_value (EspStudy *study, Query *row, int column, const Field *field, char **value,
             GError **error)
{
  *value = NULL;
  if (query_is_null (row, column))
    return TRUE;
  gsize size;
  const guint8 *bytes;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  switch (field->kind)
    {
    case FIELD_ID:
      {
        Uuid id = query_uuid (row, column);
        *value = uuid_dup_text (&id);
        return TRUE;
      }
    case FIELD_HASH:
      bytes = query_blob (row, column, &size);
      *value = hex_encode (bytes, size);
      return TRUE;
    case FIELD_PROSE:
      *value = store_prose (study, query_hash (row, column), error);
      return *value != NULL;
    case FIELD_REAL:
      *value = g_strdup (g_ascii_dtostr (number, sizeof number, query_real (row, column)));
      return TRUE;
    case FIELD_INT:
      *value = query_int (row, column) == 0 && g_str_equal (field->name, "gone")
                   ? NULL
                   : g_strdup_printf ("%" G_GINT64_FORMAT, query_int (row, column));
      return TRUE;
    default:
      *value = *query_text (row, column) == '\0' ? NULL : g_strdup (query_text (row, column));
      return TRUE;
    }
}

static gboolean
fill_fields (EspStudy *study, Query *row, Shape *shape, GError **error)
{
  for (guint i = 0; i < shape->fields->len; i++)
    {
      Field *field = &g_array_index (shape->fields, Field, i);
      g_clear_pointer (&field->value, g_free);
      if (!field_value (study, row, (int)i, field, &field->value, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
store_each_row (EspStudy *study, const char *table, RowVisit visit, gpointer data, GError **error)
{
  Shape shape;
  gboolean good = shape_load (&shape, study, table, error);
  if (good)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY id", table);
      g_autoptr (Query) rows = store_query_built (study, sql);
      while (good && query_step (rows, error))
        good = fill_fields (study, rows, &shape, error)
               && visit (table, (const Field *)(gpointer)shape.fields->data, shape.fields->len,
                         data, error);
      good = good && !query_failed (rows);
    }
  shape_clear (&shape);
  return good;
}

/* ---- writing */

/* A row that is there must say the same, where it is not who made it. One that was taken away (by
 * an undo) and is not gone in what is read comes back as it is read: *back. */
static gboolean
compare_row (EspStudy *study, const char *table, Shape *shape, const Uuid *id, RowValue value,
             gpointer data, gboolean *there, gboolean *back, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE id = :id", table);
  g_autoptr (Query) row = store_query_kept (study, sql);
  query_bind_uuid (row, ":id", id);
  *there = query_step (row, error);
  if (query_failed (row) || (*there && !fill_fields (study, row, shape, error)))
    return FALSE;
  const Field *gone = &g_array_index (shape->fields, Field, 1);
  *back = *there && gone->value != NULL && value (gone, data) == NULL;
  for (guint i = 0; *there && !*back && i < shape->fields->len; i++)
    {
      const Field *field = &g_array_index (shape->fields, Field, i);
      const char *given = value (field, data);
      if (!store_is_provenance (field->name) && !g_str_equal (field->name, "gone")
          && g_strcmp0 (given, field->value) != 0)
        return fail (error, ESP_ERROR_EXISTS,
                     "the study has another %s here: its %s is '%s' and not '%s'",
                     store_table_element (table), field->name,
                     field->value != NULL ? field->value : "", given != NULL ? given : "");
    }
  return TRUE;
}

static gboolean
bind_field (EspStudy *study, Query *insert, const Field *field, const char *parameter,
            const char *given, gboolean not_null, GError **error)
{
  guint8 bytes[32];
  Uuid id;
  gint64 number;
  gboolean good = TRUE;
  if (given == NULL && (field->kind != FIELD_TEXT || !not_null)
      && !(field->kind == FIELD_INT && not_null))
    query_bind_blob (insert, parameter, NULL, 0);
  else if (field->kind == FIELD_TEXT)
    query_bind_text (insert, parameter, given != NULL ? given : "");
  else if (field->kind == FIELD_ID && (good = uuid_from_text (given, &id)))
    query_bind_uuid (insert, parameter, &id);
  else if (field->kind == FIELD_HASH
           && (good = strlen (given) == 64 && hex_decode (given, bytes, 32)))
    query_bind_blob_copy (insert, parameter, bytes, 32);
  else if (field->kind == FIELD_PROSE)
    {
      if (!store_add_prose (study, given, bytes, error))
        return FALSE;
      query_bind_blob_copy (insert, parameter, bytes, 32);
    }
  else if (field->kind == FIELD_INT
           && (good = g_ascii_string_to_signed (given != NULL ? given : "0", 10, G_MININT64,
                                                G_MAXINT64, &number, NULL)))
    query_bind_int (insert, parameter, number);
  else if (field->kind == FIELD_REAL)
    query_bind_real (insert, parameter, g_ascii_strtod (given, NULL));
  return good || fail (error, ESP_ERROR_INPUT, "'%s' is no %s", given, field->name);
}

/* Adds the row, or writes over one that was gone. */
static gboolean
insert_row (EspStudy *study, const char *table, const Shape *shape, RowValue value, gpointer data,
            GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL), parameters = g_string_new (NULL),
                      again = g_string_new (NULL);
  g_string_printf (sql, "INSERT INTO %s (", table);
  for (guint i = 0; i < shape->columns->len; i++)
    {
      const char *column = shape->columns->pdata[i], *separator = i > 0 ? ", " : "";
      g_string_append_printf (sql, "%s%s", separator, column);
      g_string_append_printf (parameters, "%s:%s", separator, column);
      if (i > 0)
        g_string_append_printf (again, "%s%s = excluded.%s", i > 1 ? ", " : "", column, column);
    }
  g_string_append_printf (sql, ") VALUES (%s) ON CONFLICT (id) DO UPDATE SET %s", parameters->str,
                          again->str);
  g_autoptr (Query) insert = store_query_kept (study, sql->str);
  for (guint i = 0; i < shape->columns->len; i++)
    {
      const Field *field = &g_array_index (shape->fields, Field, i);
      g_autofree char *parameter = g_strconcat (":", shape->columns->pdata[i], NULL);
      if (!bind_field (study, insert, field, parameter, value (field, data),
                       g_array_index (shape->not_null, gboolean, i), error))
        return FALSE;
    }
  return query_run (insert, error);
}

gboolean
store_put_row (EspStudy *study, const char *table, RowValue value, gpointer data, gboolean *added,
               GError **error)
{
  Shape shape;
  gboolean there = FALSE, back = FALSE;
  gboolean good = store_in_change (study, error) && shape_load (&shape, study, table, error);
  if (!good)
    return FALSE;
  const char *id_text = value (&g_array_index (shape.fields, Field, 0), data);
  Uuid id;
  good = id_text != NULL && uuid_from_text (id_text, &id)
             ? compare_row (study, table, &shape, &id, value, data, &there, &back, error)
             : fail (error, ESP_ERROR_INPUT, "a %s has no id", store_table_element (table));
  if (good && (!there || back))
    good = insert_row (study, table, &shape, value, data, error);
  *added = good && (!there || back);
  shape_clear (&shape);
  return good;
}
