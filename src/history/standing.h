/* What stands on what: rows and the rows that they refer to.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HISTORY_STANDING_H
#define HISTORY_STANDING_H

#include "store/store.h"

/* A row, and one that it stands on. */
typedef struct
{
  const char *table, *column, *on_table; /* `column` of `table` refers to `on_table` */
  Uuid id, on;
} Standing;

/* Live rows that stand on gone ones, by table. */
GArray *standing_on_gone (EspStudy *study, GError **error);

/* The rows that stand on one; only live ones, or only gone ones. */
GArray *standing_on (EspStudy *study, const char *on_table, const Uuid *on, gboolean gone,
                     GError **error);

/* What a row stands on, live or gone. */
GArray *standing_under (EspStudy *study, const char *table, const Uuid *id, GError **error);

/* Takes rows away with all that stands on them, inside a change. */
gboolean standing_remove (EspStudy *study, const char *table, const Uuid *id, GError **error);

#endif
