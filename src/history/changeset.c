/* Changesets, read strictly and written.
 *
 * The format (SQLite, ext/session, "changeset blob format"): for each table 'T', the number of its
 * columns as a varint, a byte for each column (its place in the key, or 0), its name and a NUL;
 * then its rows: the operation, a byte "indirect", and records of values. An insert has one record,
 * the new row; an update two, the old values of key and changed columns, the new ones of those
 * changed. A value is its type (0: not said) and, for a number, 8 bytes, for text and blobs a
 * varint and that many bytes. Numbers are big-endian.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/changeset.h"

#include <math.h>
#include <string.h>

#define COLUMNS_MAX 64
#define VALUE_BYTES_MAX ((guint64)64 * 1024 * 1024)

typedef struct
{
  EspStudy *study;
  const guint8 *at, *end;
  const char *wrong; /* what is; NULL while all is well */
  GPtrArray *tables; /* seen so far */
  const StoreTable *table;
  guint n_columns;
  ChangesetValue before[COLUMNS_MAX], after[COLUMNS_MAX];
} Reading;

static gboolean
refuse (Reading *reading, const char *wrong)
{
  if (reading->wrong == NULL)
    reading->wrong = wrong;
  return FALSE;
}

/* ---- pieces */

static gboolean
read_byte (Reading *reading, guint8 *byte)
{
  if (reading->at == reading->end)
    return refuse (reading, "it ends inside a row");
  *byte = *reading->at++;
  return TRUE;
}

/* Seven bits a byte, the highest first; four bytes are more than any size here. */
static gboolean
read_varint (Reading *reading, guint64 *number)
{
  *number = 0;
  for (int i = 0; i < 5; i++)
    {
      guint8 byte;
      if (!read_byte (reading, &byte))
        return FALSE;
      if (i == 0 && byte == 0x80)
        break;
      *number = *number << 7 | (byte & 0x7f);
      if (byte < 0x80)
        return TRUE;
    }
  return refuse (reading, "a size in it is none");
}

static gboolean
read_8 (Reading *reading, guint64 *number)
{
  if (reading->end - reading->at < 8)
    return refuse (reading, "it ends inside a row");
  memcpy (number, reading->at, 8);
  *number = GUINT64_FROM_BE (*number);
  reading->at += 8;
  return TRUE;
}

static gboolean
read_bytes (Reading *reading, ChangesetValue *value)
{
  guint64 size;
  if (!read_varint (reading, &size))
    return FALSE;
  if (size > VALUE_BYTES_MAX || size > (guint64)(reading->end - reading->at))
    return refuse (reading, "a value is longer than what there is");
  value->bytes = reading->at;
  value->size_bytes = (gsize)size;
  reading->at += size;
  return TRUE;
}

/* Of a size that is given, a NUL is no UTF-8 to GLib. */
static gboolean
is_text (const ChangesetValue *value)
{
  return g_utf8_validate_len ((const char *)value->bytes, value->size_bytes, NULL);
}

static gboolean
read_value (Reading *reading, ChangesetValue *value)
{
  guint8 type;
  guint64 number;
  *value = (ChangesetValue){ 0 };
  if (!read_byte (reading, &type))
    return FALSE;
  value->type = type;
  switch (type)
    {
    case 0:
    case SQLITE_NULL:
      return TRUE;
    case SQLITE_INTEGER:
      if (!read_8 (reading, &number))
        return FALSE;
      value->number = (gint64)number;
      return TRUE;
    case SQLITE_FLOAT:
      if (!read_8 (reading, &number))
        return FALSE;
      memcpy (&value->real, &number, 8);
      return !isnan (value->real) || refuse (reading, "a number in it is none");
    case SQLITE_TEXT:
      return read_bytes (reading, value)
             && (is_text (value) || refuse (reading, "a text in it is not UTF-8"));
    case SQLITE_BLOB:
      return read_bytes (reading, value);
    default:
      return refuse (reading, "a value in it is of no type");
    }
}

/* ---- rows */

static gboolean
fits (const StoreColumn *column, const ChangesetValue *value)
{
  if (value->type == SQLITE_NULL)
    return !column->not_null;
  return value->type == column->type && (column->size == 0 || value->size_bytes == column->size);
}

static gboolean
read_record (Reading *reading, ChangesetValue *values)
{
  for (guint i = 0; i < reading->n_columns; i++)
    {
      if (!read_value (reading, &values[i]))
        return FALSE;
      if (values[i].type != 0 && !fits (&reading->table->shapes[i], &values[i]))
        return refuse (reading, "a value in it is of another type than its column");
    }
  return TRUE;
}

static gboolean
read_insert (Reading *reading)
{
  for (guint i = 0; i < reading->n_columns; i++)
    reading->before[i] = (ChangesetValue){ 0 };
  if (!read_record (reading, reading->after))
    return FALSE;
  for (guint i = 0; i < reading->n_columns; i++)
    if (reading->after[i].type == 0)
      return refuse (reading, "a new row in it is not whole");
  return TRUE;
}

static gboolean
read_update (Reading *reading)
{
  guint changed = 0;
  if (!read_record (reading, reading->before) || !read_record (reading, reading->after))
    return FALSE;
  if (reading->before[0].type == 0 || reading->after[0].type != 0)
    return refuse (reading, "a changed row in it has no identity");
  for (guint i = 1; i < reading->n_columns; i++)
    {
      if ((reading->before[i].type == 0) != (reading->after[i].type == 0))
        return refuse (reading, "a changed row in it is not whole");
      changed += reading->after[i].type != 0;
    }
  return changed > 0 || refuse (reading, "a changed row in it changes nothing");
}

static gboolean
read_row (Reading *reading, guint8 op, ChangesetRow *row)
{
  guint8 indirect;
  if (reading->table == NULL)
    return refuse (reading, "it names no table");
  if (op != SQLITE_INSERT && op != SQLITE_UPDATE)
    return refuse (reading, op == SQLITE_DELETE ? "it deletes" : "it does what no change does");
  if (!read_byte (reading, &indirect))
    return FALSE;
  if (indirect != 0)
    return refuse (reading, "it does what no change does");
  const guint8 *record = reading->at;
  if (!(op == SQLITE_INSERT ? read_insert (reading) : read_update (reading)))
    return FALSE;
  *row = (ChangesetRow){ .table = reading->table,
                         .op = op,
                         .n_columns = reading->n_columns,
                         .before = reading->before,
                         .after = reading->after,
                         .record = record,
                         .end = reading->end };
  memcpy (row->id.bytes, op == SQLITE_INSERT ? reading->after[0].bytes : reading->before[0].bytes,
          sizeof row->id.bytes);
  return !uuid_is_nil (&row->id) || refuse (reading, "a row in it has no identity");
}

static gboolean
read_table (Reading *reading)
{
  guint64 n_columns;
  if (!read_varint (reading, &n_columns))
    return FALSE;
  if (n_columns < 2 || n_columns > COLUMNS_MAX
      || n_columns >= (guint64)(reading->end - reading->at))
    return refuse (reading, "a table in it has another number of columns");
  const guint8 *keys = reading->at;
  const char *name = (const char *)keys + n_columns;
  const guint8 *nul = memchr (name, 0, (gsize)(reading->end - (const guint8 *)name));
  reading->table = nul != NULL ? store_table (reading->study, name) : NULL;
  if (reading->table == NULL)
    return refuse (reading, "it changes what is not content");
  /* Columns may have been added to the table since, at its end. */
  if (n_columns > reading->table->columns->len)
    return refuse (reading, "a table in it has another number of columns");
  for (guint i = 0; i < n_columns; i++)
    if (keys[i] != (i == 0))
      return refuse (reading, "a table in it has another key");
  if (g_ptr_array_find (reading->tables, reading->table, NULL))
    return refuse (reading, "it names a table twice");
  g_ptr_array_add (reading->tables, (gpointer)reading->table);
  reading->n_columns = (guint)n_columns;
  reading->at = nul + 1;
  return TRUE;
}

gboolean
changeset_each (EspStudy *study, const void *bytes, gsize size, ChangesetVisit visit, gpointer data,
                GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();
  Reading reading = { .study = study, .tables = tables };
  reading.at = bytes;
  reading.end = size > 0 ? reading.at + size : reading.at;
  while (reading.at < reading.end && reading.wrong == NULL)
    {
      const guint8 op = *reading.at++;
      ChangesetRow row;
      if (op == 'T')
        read_table (&reading);
      else if (read_row (&reading, op, &row) && visit != NULL && !visit (&row, data, error))
        return FALSE;
    }
  return reading.wrong == NULL
         || fail (error, ESP_ERROR_DAMAGED, "a change in the history cannot be read: %s",
                  reading.wrong);
}

gboolean
changeset_reread (const StoreTable *table, const guint8 *record, const guint8 *end, guint n_columns,
                  ChangesetValue *after)
{
  Reading reading = { .at = record, .end = end, .table = table, .n_columns = n_columns };
  return read_record (&reading, after);
}

static gboolean
count_row (const ChangesetRow *row, gpointer data, GError **error)
{
  (void)row, (void)error;
  guint *rows = data;
  ++*rows;
  return TRUE;
}

guint
changeset_count (EspStudy *study, const void *bytes, gsize size)
{
  guint rows = 0;
  return changeset_each (study, bytes, size, count_row, &rows, NULL) ? rows : 0;
}

/* ---- values */

gboolean
changeset_value_equal (const ChangesetValue *a, const ChangesetValue *b)
{
  if (a->type != b->type)
    return FALSE;
  switch (a->type)
    {
    case SQLITE_INTEGER:
      return a->number == b->number;
    case SQLITE_FLOAT:
      return memcmp (&a->real, &b->real, sizeof a->real) == 0;
    case SQLITE_TEXT:
    case SQLITE_BLOB:
      return a->size_bytes == b->size_bytes
             && (a->size_bytes == 0 || memcmp (a->bytes, b->bytes, a->size_bytes) == 0);
    default:
      return TRUE;
    }
}

Uuid
changeset_uuid (const ChangesetValue *value)
{
  Uuid id = UUID_NIL;
  if (value->type == SQLITE_BLOB && value->size_bytes == sizeof id.bytes)
    memcpy (id.bytes, value->bytes, sizeof id.bytes);
  return id;
}

ChangesetValue
changeset_value_of (sqlite3_value *value)
{
  ChangesetValue one = { .type = sqlite3_value_type (value) };
  switch (one.type)
    {
    case SQLITE_INTEGER:
      one.number = sqlite3_value_int64 (value);
      break;
    case SQLITE_FLOAT:
      one.real = sqlite3_value_double (value);
      break;
    case SQLITE_TEXT:
      one.bytes = sqlite3_value_text (value);
      one.size_bytes = (gsize)sqlite3_value_bytes (value);
      break;
    case SQLITE_BLOB:
      one.bytes = sqlite3_value_blob (value);
      one.size_bytes = (gsize)sqlite3_value_bytes (value);
      break;
    default:
      break;
    }
  return one;
}

void
changeset_bind (sqlite3_stmt *statement, int parameter, const ChangesetValue *value)
{
  switch (value->type)
    {
    case SQLITE_INTEGER:
      sqlite3_bind_int64 (statement, parameter, value->number);
      return;
    case SQLITE_FLOAT:
      sqlite3_bind_double (statement, parameter, value->real);
      return;
    case SQLITE_TEXT:
      sqlite3_bind_text (statement, parameter,
                         value->size_bytes > 0 ? (const char *)value->bytes : "",
                         (int)value->size_bytes, SQLITE_STATIC);
      return;
    case SQLITE_BLOB:
      sqlite3_bind_blob (statement, parameter,
                         value->size_bytes > 0 ? (const void *)value->bytes : "",
                         (int)value->size_bytes, SQLITE_STATIC);
      return;
    default:
      sqlite3_bind_null (statement, parameter);
      return;
    }
}

void
query_bind_changeset (Query *query, const char *name, const ChangesetValue *value)
{
  int parameter;
  sqlite3_stmt *statement = query_parameter (query, name, &parameter);
  if (statement != NULL)
    changeset_bind (statement, parameter, value);
}

void
query_bind_column (Query *query, const StoreTable *table, guint column, const ChangesetValue *value)
{
  char name[80];
  g_snprintf (name, sizeof name, ":%s", (const char *)table->columns->pdata[column]);
  query_bind_changeset (query, name, value);
}

/* ---- writing */

static void
write_varint (GByteArray *bytes, guint64 number)
{
  guint8 digits[10];
  int n = 0;
  do
    digits[n++] = number & 0x7f;
  while ((number >>= 7) > 0);
  while (n-- > 0)
    {
      const guint8 byte = digits[n] | (n > 0 ? 0x80 : 0);
      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
write_value (GByteArray *bytes, const ChangesetValue *value)
{
  const guint8 type = (guint8)value->type;
  guint64 number = (guint64)value->number;
  g_byte_array_append (bytes, &type, 1);
  switch (value->type)
    {
    case SQLITE_FLOAT:
      memcpy (&number, &value->real, 8);
      G_GNUC_FALLTHROUGH;
    case SQLITE_INTEGER:
      number = GUINT64_TO_BE (number);
      g_byte_array_append (bytes, (const guint8 *)&number, 8);
      return;
    case SQLITE_TEXT:
    case SQLITE_BLOB:
      write_varint (bytes, value->size_bytes);
      if (value->size_bytes > 0)
        g_byte_array_append (bytes, value->bytes, (guint)value->size_bytes);
      return;
    default:
      return;
    }
}

static void
write_table (ChangesetWriter *writer, const ChangesetRow *row)
{
  g_byte_array_append (writer->bytes, (const guint8 *)"T", 1);
  write_varint (writer->bytes, row->n_columns);
  for (guint i = 0; i < row->n_columns; i++)
    {
      const guint8 key = i == 0;
      g_byte_array_append (writer->bytes, &key, 1);
    }
  g_byte_array_append (writer->bytes, (const guint8 *)row->table->name,
                       (guint)strlen (row->table->name) + 1);
  writer->table = row->table;
}

void
changeset_write (ChangesetWriter *writer, const ChangesetRow *row)
{
  if (writer->table != row->table)
    write_table (writer, row);
  const guint8 head[2] = { (guint8)row->op, 0 };
  g_byte_array_append (writer->bytes, head, sizeof head);
  for (guint i = 0; row->op == SQLITE_UPDATE && i < row->n_columns; i++)
    write_value (writer->bytes, &row->before[i]);
  for (guint i = 0; i < row->n_columns; i++)
    write_value (writer->bytes, &row->after[i]);
}
