/* Rows of named columns, printed for people (aligned) or for programs (JSON): the same rows for
 * both.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <glib.h>
#include <jansson.h>

typedef struct _Table Table;

Table *table_new (gboolean as_json);
void table_free (Table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Table, table_free)

/* Adds a column; all of them before the first cell. `key` is its name in JSON; `heading` NULL: in
 * JSON only; `key` NULL: not in JSON. A column is not printed when all its cells are empty. */
void table_column (Table *table, const char *key, const char *heading);

/* As table_column; the key stands in an object `inside` of each row. */
void table_column_inside (Table *table, const char *inside, const char *key, const char *heading);

/* The next cell; the row is full when every column has one. */
void table_text (Table *table, const char *text);
void table_id (Table *table, const char *id);        /* printed short, whole in JSON */
void table_ids (Table *table, const GPtrArray *ids); /* char *; the same, a list in JSON */
void table_time (Table *table, const char *utc);     /* printed as local time, UTC in JSON */
void table_uint (Table *table, guint64 number);
void table_flag (Table *table, gboolean flag); /* "yes" or nothing; true or false */
void table_list (Table *table, const GPtrArray *texts);
void table_json (Table *table, json_t *value); /* for a column in JSON only; the value is taken */

guint table_rows (const Table *table);

/* Prints; cells are wrapped so that a line has `width` columns, 0: nothing is wrapped. */
void table_print (const Table *table, guint width);

/* Prints a JSON value, indented, with every control character escaped. */
void table_print_json (const json_t *value);

/* A JSON string; what is no UTF-8 is repaired. */
json_t *table_json_text (const char *text);

#endif
