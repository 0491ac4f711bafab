/* Rows of any content table as names and values in text: what the archive writes and reads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_ROW_H
#define STORE_ROW_H

#include "store/store.h"

typedef enum
{
  FIELD_ID,   /* a UUID, 36 characters */
  FIELD_HASH, /* hexadecimal */
  FIELD_TEXT,
  FIELD_INT,
  FIELD_REAL,
  FIELD_PROSE, /* the words themselves, not their key */
} FieldKind;

typedef struct
{
  const char *name; /* the column, without _id or _prose: "coder", "made_at", "text" */
  FieldKind kind;
  char *value; /* NULL: none; an empty text and 0 for `gone` are none too */
} Field;

/* The element that stands for a table in the archive ("case" for study_case). */
const char *store_table_element (const char *table);
/* The table of an element; NULL when there is none. */
const char *store_element_table (const char *element);

/* Calls for each row of a content table, by id; fields in the order of the columns. FALSE with
 * error stops. */
typedef gboolean (*RowVisit) (const char *table, const Field *fields, guint n_fields, gpointer data,
                              GError **error);
gboolean store_each_row (EspStudy *study, const char *table, RowVisit visit, gpointer data,
                         GError **error);

/* Adds a row, inside a change. `value` gives the value of a field, NULL for none (borrowed). A row
 * of that id that is there already must say the same (who made it, when and from which file apart):
 * else ESP_ERROR_EXISTS. One that was taken away comes back as it is given. *added: it was not
 * there, or was gone. */
typedef const char *(*RowValue) (const Field *field, gpointer data);
gboolean store_put_row (EspStudy *study, const char *table, RowValue value, gpointer data,
                        gboolean *added, GError **error);

#endif
