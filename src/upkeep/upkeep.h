/* A study file through its life: opened, brought up to date, copied.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UPKEEP_UPKEEP_H
#define UPKEEP_UPKEEP_H

#include "store/sqlite.h"

extern const StoreSchema upkeep_schema; /* this program's */

typedef enum
{
  OPEN_READ,
  OPEN_WRITE,
  OPEN_EXAMINE, /* to look at what is there, whole or not: only read, never brought up to date */
} StudyOpening;
EspStudy *upkeep_open (const char *path, StudyOpening how, const StoreSchema *schema,
                       GError **error);
/* Brings a study that was opened for writing from the schema that it has to study->schema: wholly,
 * or it is as before. */
gboolean upkeep_migrate (EspStudy *study, GError **error);

/* Called with the copy, open for writing. */
typedef gboolean (*StudyWork) (EspStudy *copy, gpointer data, GError **error);
/* A copy that was worked on (`work` may be NULL) and then got its name; where anything fails there
 * is none. */
gboolean upkeep_copy (EspStudy *study, const char *to, StudyWork work, gpointer data,
                      GError **error);

#endif
