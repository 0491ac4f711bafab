/* Stating a row: what a definition says when it is loaded, or a person said on an import, again and
 * again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_STATED_ROW_H
#define STUDY_STATED_ROW_H

#include "base/uuid.h"
#include "espalier.h"

typedef enum
{
  COLUMN_TEXT,
  COLUMN_ID,   /* NULL: none */
  COLUMN_NULL, /* none */
  COLUMN_INT,
  COLUMN_REAL, /* NULL: none */
} ColumnKind;

/* A column and what is said of it. `fixed` ones are part of what the id is derived from: they never
 * change. */
typedef struct
{
  const char *name;
  ColumnKind kind;
  gboolean fixed;
  union
  {
    const char *text;
    const Uuid *id;
    gint64 number;
    const double *real;
  };
} Column;

/* Writes the row of that id when it is new, changes it where it says something else, brings it back
 * when it was gone, and leaves it alone where it says the same. `n`: its place in a list, from 1,
 * for its sort_key; 0 for a table without one. `columns` ends with one without a name. */
gboolean stated_row (EspStudy *study, const char *table, const Uuid *id, guint n,
                     const Column *columns, GError **error);

#endif
