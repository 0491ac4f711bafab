/* Groups of cases: those that the definition states, and those that follow from an attribute.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_GROUP_H
#define STUDY_GROUP_H

#include "base/uuid.h"
#include "espalier.h"

/* The cases that a person means by "Burgundy" or "site: Burgundy": char *, labels of the cases that
 * are present. `display` (may be NULL) gets "site: Burgundy", to be freed. A name that several
 * kinds have is an error (ESP_ERROR_AMBIGUOUS) that lists them. */
GPtrArray *group_resolve (EspStudy *study, const char *text, char **display, GError **error);

/* The row of a group, made when it is not there: a policy belongs to the country Wales. Inside a
 * change. A kind that the study has not, or a value that its attribute cannot have, is an error. */
gboolean group_ensure (EspStudy *study, const char *kind, const char *name, Uuid *id,
                       GError **error);

void group_free (gpointer group); /* an EspGroup */

#endif
