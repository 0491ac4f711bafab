/* The content of a study file as rows and values, read with SQLite alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/image.h"

#include <string.h>

gboolean
image_fault (GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, IMAGE_FAULT, 0, message);
  return FALSE;
}

static gboolean
fail_file (sqlite3 *db, GError **error)
{
  return image_fault (error, "SQLite says: %s", sqlite3_errmsg (db));
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  return sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK ? statement : NULL;
}

/* ---- tables */

static void
table_free (gpointer data)
{
  ImageTable *table = data;
  sqlite3_finalize (table->each);
  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->refs);
  g_free (table->name);
  g_free (table);
}

static void
read_refs (sqlite3 *db, ImageTable *table)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT \"from\", \"table\" FROM pragma_foreign_key_list ('%s')", table->name);
  sqlite3_stmt *refs = prepare (db, sql);
  g_ptr_array_set_size (table->refs, (gint)table->columns->len);
  while (refs != NULL && sqlite3_step (refs) == SQLITE_ROW)
    {
      const gint column = image_column (table, (const char *)sqlite3_column_text (refs, 0));
      table->refs->pdata[column] = g_strdup ((const char *)sqlite3_column_text (refs, 1));
    }
  sqlite3_finalize (refs);
}

static ImageTable *
read_table (sqlite3 *db, const char *name)
{
  ImageTable *table = g_new0 (ImageTable, 1);
  table->name = g_strdup (name);
  table->columns = g_ptr_array_new_with_free_func (g_free);
  table->refs = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\"", name);
  table->each = prepare (db, sql);
  for (int i = 0; i < sqlite3_column_count (table->each); i++)
    g_ptr_array_add (table->columns, g_strdup (sqlite3_column_name (table->each, i)));
  read_refs (db, table);
  return table;
}

/* Content is what can be gone. */
static GPtrArray *
read_tables (sqlite3 *db)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func (table_free);
  sqlite3_stmt *names
      = prepare (db, "SELECT m.name FROM sqlite_schema m, pragma_table_info (m.name) c"
                     " WHERE m.type = 'table' AND c.name = 'gone' ORDER BY m.name");
  while (names != NULL && sqlite3_step (names) == SQLITE_ROW)
    g_ptr_array_add (tables, read_table (db, (const char *)sqlite3_column_text (names, 0)));
  sqlite3_finalize (names);
  return tables;
}

const ImageTable *
image_table (const Image *image, const char *name)
{
  for (guint i = 0; i < image->tables->len; i++)
    if (g_str_equal (((const ImageTable *)image->tables->pdata[i])->name, name))
      return image->tables->pdata[i];
  return NULL;
}

gint
image_column (const ImageTable *table, const char *name)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (g_str_equal (table->columns->pdata[i], name))
      return (gint)i;
  return -1;
}

/* ---- the image */

static void
row_free (gpointer data)
{
  ImageRow *row = data;
  g_strfreev (row->values);
  g_free (row->key);
  g_free (row);
}

void
image_difference_free (gpointer data)
{
  ImageDifference *difference = data;
  g_strfreev (difference->before);
  g_strfreev (difference->after);
  g_free (difference->key);
  g_free (difference);
}

Image *
image_open (const char *path, GError **error)
{
  g_autoptr (Image) image = g_new0 (Image, 1);
  image->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  if (sqlite3_open_v2 (path, &image->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    {
      fail_file (image->db, error);
      return NULL;
    }
  image->tables = read_tables (image->db);
  if (image->tables->len == 0)
    {
      image_fault (error, "'%s' has no content", path);
      return NULL;
    }
  return g_steal_pointer (&image);
}

void
image_free (Image *image)
{
  if (image == NULL)
    return;
  g_clear_pointer (&image->tables, g_ptr_array_unref);
  g_hash_table_unref (image->rows);
  sqlite3_close (image->db);
  g_free (image);
}

static char *
hex (const guint8 *bytes, int size)
{
  char *text = g_malloc ((gsize)size * 2 + 1);
  for (int i = 0; i < size; i++)
    {
      text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
      text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
  text[2 * (gsize)size] = '\0';
  return text;
}

char *
image_text (sqlite3_value *value)
{
  g_autofree char *digits = NULL;
  switch (sqlite3_value_type (value))
    {
    case SQLITE_NULL:
      return g_strdup ("n");
    case SQLITE_INTEGER:
      return g_strdup_printf ("i%" G_GINT64_FORMAT, (gint64)sqlite3_value_int64 (value));
    case SQLITE_FLOAT:
      return g_strdup_printf ("r%.17g", sqlite3_value_double (value));
    case SQLITE_TEXT:
      return g_strconcat ("t", (const char *)sqlite3_value_text (value), NULL);
    default:
      digits = hex (sqlite3_value_blob (value), sqlite3_value_bytes (value));
      return g_strconcat ("b", digits, NULL);
    }
}

char *
image_key (const char *table, sqlite3_value *id)
{
  g_autofree char *digits = hex (sqlite3_value_blob (id), sqlite3_value_bytes (id));
  return g_strconcat (table, ":", digits, NULL);
}

/* FNV-1a. */
static guint64
add_bytes (guint64 hash, const void *bytes, gsize size)
{
  const guint8 *at = bytes;
  for (gsize i = 0; i < size; i++)
    hash = (hash ^ at[i]) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

static guint64
hash_row (sqlite3_stmt *row)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);
  for (int i = 0; i < sqlite3_column_count (row); i++)
    {
      const int type = sqlite3_column_type (row, i);
      hash = add_bytes (hash, &type, sizeof type);
      const gint64 number = type == SQLITE_INTEGER ? sqlite3_column_int64 (row, i) : 0;
      const double real = type == SQLITE_FLOAT ? sqlite3_column_double (row, i) : 0;
      if (type == SQLITE_INTEGER)
        hash = add_bytes (hash, &number, sizeof number);
      else if (type == SQLITE_FLOAT)
        hash = add_bytes (hash, &real, sizeof real);
      else if (type != SQLITE_NULL)
        {
          const void *bytes = sqlite3_column_blob (row, i);
          hash = add_bytes (hash, bytes, (gsize)sqlite3_column_bytes (row, i));
        }
    }
  return hash;
}

static char **
row_values (sqlite3_stmt *row)
{
  const int n = sqlite3_column_count (row);
  char **values = g_new0 (char *, (gsize)n + 1);
  for (int i = 0; i < n; i++)
    values[i] = image_text (sqlite3_column_value (row, i));
  return values;
}

static void
add_difference (GPtrArray *differences, const ImageRow *row, char **before_taken)
{
  ImageDifference *difference = g_new0 (ImageDifference, 1);
  difference->table = row->table;
  difference->key = g_strdup (row->key);
  difference->before = before_taken;
  difference->after = g_strdupv (row->values);
  g_ptr_array_add (differences, difference);
}

static void
take_row (Image *image, const ImageTable *table, GPtrArray *differences)
{
  g_autofree char *key = image_key (table->name, sqlite3_column_value (table->each, 0));
  const guint64 hash = hash_row (table->each);
  ImageRow *row = g_hash_table_lookup (image->rows, key);
  if (row == NULL)
    {
      row = g_new0 (ImageRow, 1);
      row->table = table;
      row->key = g_steal_pointer (&key);
      g_hash_table_insert (image->rows, row->key, row);
    }
  row->seen = TRUE;
  if (row->values != NULL && row->hash == hash)
    return;
  char **before = row->values;
  row->values = row_values (table->each);
  row->hash = hash;
  add_difference (differences, row, before);
}

/* Rows that the file has not any more. */
static void
drop_unseen (Image *image, GPtrArray *differences)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, image->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      ImageRow *row = value;
      if (!row->seen)
        {
          char **before = g_steal_pointer (&row->values);
          add_difference (differences, row, before);
          g_hash_table_iter_remove (&iter);
        }
      else
        row->seen = FALSE;
    }
}

static gint
compare_differences (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const ImageDifference *const *)a)->key,
                 (*(const ImageDifference *const *)b)->key);
}

GPtrArray *
image_read (Image *image, GError **error)
{
  g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (image_difference_free);
  for (guint i = 0; i < image->tables->len; i++)
    {
      const ImageTable *table = image->tables->pdata[i];
      while (sqlite3_step (table->each) == SQLITE_ROW)
        take_row (image, table, differences);
      if (sqlite3_reset (table->each) != SQLITE_OK)
        {
          fail_file (image->db, error);
          return NULL;
        }
    }
  drop_unseen (image, differences);
  g_ptr_array_sort (differences, compare_differences);
  return g_steal_pointer (&differences);
}

const char *
image_value (const Image *image, const char *key, guint column)
{
  const ImageRow *row = g_hash_table_lookup (image->rows, key);
  return row != NULL && row->values != NULL ? row->values[column] : NULL;
}

/* ---- whole files */

/* Numbers that are a file's own: which row of the full text a text is. */
static const char *const shared[] = {
  "SELECT hash, body, length_cp FROM text_body",
  "SELECT * FROM layout",
  "SELECT * FROM prose",
  "SELECT * FROM original",
  "SELECT * FROM history_change",
  "SELECT * FROM history_parent",
  "SELECT * FROM history_head",
  "SELECT * FROM history_undone",
};

/* Rows add up, so that their order does not matter. */
static gboolean
add_rows (sqlite3 *db, sqlite3_stmt *each, guint64 sums[2], GError **error)
{
  if (each == NULL)
    return fail_file (db, error);
  while (sqlite3_step (each) == SQLITE_ROW)
    {
      const guint64 hash = hash_row (each);
      sums[0] += hash;
      sums[1] += add_bytes (hash, "again", 5);
    }
  return sqlite3_reset (each) == SQLITE_OK || fail_file (db, error);
}

char *
image_digest (const char *path, GError **error)
{
  g_autoptr (Image) image = image_open (path, error);
  g_autoptr (GString) digest = g_string_new (NULL);
  gboolean good = image != NULL;
  for (guint i = 0; good && i < image->tables->len + G_N_ELEMENTS (shared); i++)
    {
      guint64 sums[2] = { 0, 0 };
      const gboolean is_content = i < image->tables->len;
      sqlite3_stmt *each = is_content ? ((const ImageTable *)image->tables->pdata[i])->each
                                      : prepare (image->db, shared[i - image->tables->len]);
      good = add_rows (image->db, each, sums, error);
      g_string_append_printf (digest, "%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x ",
                              sums[0], sums[1]);
      if (!is_content)
        sqlite3_finalize (each);
    }
  return good ? g_string_free (g_steal_pointer (&digest), FALSE) : NULL;
}

/* The first row that a query of faults finds is the fault. */
static gboolean
finds_nothing (Image *image, const char *sql, const char *what, GError **error)
{
  sqlite3_stmt *faults = prepare (image->db, sql);
  if (faults == NULL)
    return fail_file (image->db, error);
  const gboolean found = sqlite3_step (faults) == SQLITE_ROW;
  g_autofree char *which = found ? g_strdup ((const char *)sqlite3_column_text (faults, 0)) : NULL;
  sqlite3_finalize (faults);
  return !found || image_fault (error, "%s: %s", what, which);
}

gboolean
image_holds_together (Image *image, GError **error)
{
  return finds_nothing (image, "PRAGMA foreign_key_check", "a row refers to nothing", error)
         && finds_nothing (image,
                           "WITH RECURSIVE tree (id) AS (SELECT id FROM theme WHERE parent_id IS"
                           " NULL UNION SELECT t.id FROM theme t JOIN tree ON t.parent_id ="
                           " tree.id) SELECT hex (id) FROM theme WHERE id NOT IN tree",
                           "a theme is on a circle, or below one", error);
}
