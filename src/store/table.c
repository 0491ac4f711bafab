/* The tables of the study file: which are content, what columns they have, what they refer to.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"

typedef struct
{
  const char *name;
  TableKind kind;
  const char *element;
} TableEntry;

static const TableEntry entries[] = {
#define CONTENT(name, element) { #name, TABLE_CONTENT, element },
#define WORDS(name) { #name, TABLE_WORDS, NULL },
#define LOCAL(name) { #name, TABLE_LOCAL, NULL },
#include "store/tables.def"
#undef CONTENT
#undef WORDS
#undef LOCAL
};

static const char *const content_tables[] = {
#define CONTENT(name, element) #name,
#define WORDS(name)
#define LOCAL(name)
#include "store/tables.def"
#undef CONTENT
#undef WORDS
#undef LOCAL
  NULL,
};

const char *const *
store_content_tables (void)
{
  return content_tables;
}

static const TableEntry *
find_entry (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    if (g_str_equal (entries[i].name, name))
      return &entries[i];
  return NULL;
}

TableKind
store_table_kind (const char *name)
{
  const TableEntry *entry = find_entry (name);
  return entry != NULL ? entry->kind : TABLE_LOCAL;
}

static void
table_ref_free (gpointer ref)
{
  TableRef *one = ref;
  g_free (one->column);
  g_free (one->table);
  g_free (one);
}

void
store_table_free (gpointer table)
{
  StoreTable *one = table;
  g_ptr_array_unref (one->columns);
  g_ptr_array_unref (one->refs);
  g_free (one->shapes);
  g_free (one);
}

gboolean
store_is_provenance (const char *field)
{
  static const char *const names[]
      = { "coder", "coder_id", "made_at", "original_hash", "original_name", "reader" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], field))
      return TRUE;
  return FALSE;
}

static WordsKind
words_of (const char *column)
{
  return g_str_has_suffix (column, "_prose")     ? WORDS_PROSE
         : g_str_equal (column, "text_hash")     ? WORDS_TEXT
         : g_str_equal (column, "layout_hash")   ? WORDS_LAYOUT
         : g_str_equal (column, "original_hash") ? WORDS_ORIGINAL
                                                 : WORDS_NONE;
}

static StoreColumn
column_shape (const char *name, const char *type, gboolean not_null)
{
  StoreColumn shape = { .type = SQLITE_BLOB,
                        .not_null = not_null,
                        .words = words_of (name),
                        .is_provenance = store_is_provenance (name) };
  if (g_str_equal (type, "TEXT"))
    shape.type = SQLITE_TEXT;
  else if (g_str_equal (type, "INTEGER"))
    shape.type = SQLITE_INTEGER;
  else if (g_str_equal (type, "REAL"))
    shape.type = SQLITE_FLOAT;
  else
    shape.size = g_str_equal (name, "id") || g_str_has_suffix (name, "_id") ? 16 : 32;
  return shape;
}

static StoreTable *
read_table (EspStudy *study, const TableEntry *entry)
{
  StoreTable *table = g_new0 (StoreTable, 1);
  table->name = entry->name;
  table->element = entry->element;
  table->columns = g_ptr_array_new_with_free_func (g_free);
  table->refs = g_ptr_array_new_with_free_func (table_ref_free);

  g_autoptr (Query) columns
      = store_query (study, "SELECT name, type, \"notnull\" FROM pragma_table_info (:table)"
                            " ORDER BY cid");
  g_autoptr (GArray) shapes = g_array_new (FALSE, FALSE, sizeof (StoreColumn));
  query_bind_text (columns, ":table", entry->name);
  while (query_step (columns, NULL))
    {
      const StoreColumn shape = column_shape (query_text (columns, 0), query_text (columns, 1),
                                              query_int (columns, 2) != 0);
      g_ptr_array_add (table->columns, g_strdup (query_text (columns, 0)));
      g_array_append_val (shapes, shape);
    }
  table->shapes = (StoreColumn *)(gpointer)g_array_free (g_steal_pointer (&shapes), FALSE);

  g_autoptr (Query) refs = store_query (
      study, "SELECT \"from\", \"table\" FROM pragma_foreign_key_list (:table) ORDER BY id DESC");
  query_bind_text (refs, ":table", entry->name);
  while (query_step (refs, NULL))
    {
      TableRef *ref = g_new0 (TableRef, 1);
      ref->column = g_strdup (query_text (refs, 0));
      ref->table = g_strdup (query_text (refs, 1));
      g_ptr_array_add (table->refs, ref);
    }
  return table;
}

const StoreTable *
store_table (EspStudy *study, const char *name)
{
  StoreTable *table = g_hash_table_lookup (study->tables, name);
  if (table != NULL)
    return table;
  const TableEntry *entry = find_entry (name);
  if (entry == NULL || entry->kind != TABLE_CONTENT)
    return NULL;
  table = read_table (study, entry);
  g_hash_table_insert (study->tables, g_strdup (name), table);
  return table;
}

char *
store_insert_sql (const StoreTable *table, const char *or_else)
{
  g_autoptr (GString) values = g_string_new (NULL);
  GString *sql = g_string_new (NULL);
  g_string_printf (sql, "INSERT %sINTO %s (", or_else, table->name);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const char *column = table->columns->pdata[i];
      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", column);
      g_string_append_printf (values, "%s:%s", i > 0 ? ", " : "", column);
    }
  g_string_append_printf (sql, ") VALUES (%s)", values->str);
  return g_string_free (sql, FALSE);
}

char *
store_update_sql (const StoreTable *table, const char *or_else)
{
  GString *sql = g_string_new (NULL);
  g_string_printf (sql, "UPDATE %s%s SET ", or_else, table->name);
  for (guint i = 1; i < table->columns->len; i++)
    {
      const char *column = table->columns->pdata[i];
      g_string_append_printf (sql, "%s%s = :%s", i > 1 ? ", " : "", column, column);
    }
  g_string_append (sql, " WHERE id = :id");
  return g_string_free (sql, FALSE);
}
