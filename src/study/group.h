/* Groups of cases: those that are stated, by the definition or by a person, and those that follow
 * from an attribute.
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

/* The same among EspGroup, borrowed. NULL with an error that lists those like it. */
const EspGroup *group_find (const GPtrArray *groups, const char *text, GError **error);

/* As group_find. Of one that is only proposed the error says what state it is in, and how it becomes
 * a group. */
const EspGroup *group_confirmed (EspStudy *study, const GPtrArray *groups, const char *text,
                                 GError **error);

char *group_display (const EspGroup *group); /* "site: Burgundy" */

/* A kind by its name, case folded: its id and own name, and the attribute that its groups come
 * from, '' for none. `id` and `from` may be NULL. An unknown one is an error that lists those there
 * are. */
gboolean group_kind_find (EspStudy *study, const char *kind, Uuid *id, char **own, char **from,
                          GError **error);

/* The names of a kind and of a group of it as the study writes them, to be freed: a value of the
 * attribute for kinds that come from one. `kind_id` may be NULL. */
gboolean group_normal (EspStudy *study, const char *kind, const char *name, Uuid *kind_id,
                       char **own_kind, char **own, GError **error);

/* The row of a group, made when it is not there: a policy belongs to the country Wales. Inside a
 * change. A kind that the study has not, or a value that its attribute cannot have, is an error. */
gboolean group_ensure (EspStudy *study, const char *kind, const char *name, Uuid *id,
                       GError **error);

/* A group that is none, and is not to be proposed again; its members wait. Inside a change. */
gboolean group_reject (EspStudy *study, const char *kind, const char *name, GError **error);

/* A case in a group, whose row is `id`: the member's row is made, brought back, or gets the part.
 * Names and label are the study's own. Inside a change. */
gboolean group_member_ensure (EspStudy *study, const EspGroup *group, const Uuid *id,
                              const char *label, const char *part, GError **error);

/* The id that a new group gets, and a new member of it. */
Uuid group_id (const char *kind, const char *name);
Uuid group_member_id (const char *kind, const char *name, const char *label);

void group_members_add (GPtrArray *members, const char *label, const char *part, gboolean present);
void group_member_free (gpointer member); /* esp_group_member_free, for arrays */
void group_free (gpointer group);         /* an EspGroup */

#endif
