/* Cases in groups: by the values of an attribute, or by a kind of group.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_GROUPING_H
#define STUDY_GROUPING_H

#include "espalier.h"

typedef struct
{
  GPtrArray *names; /* char *: of the groups, in order */
  GPtrArray *rows;  /* for each group a GArray of guint: indexes of its cases */
} Grouping;

void grouping_init (Grouping *grouping);
void grouping_clear (Grouping *grouping);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Grouping, grouping_clear)

/* An empty group; its rows, borrowed. */
GArray *grouping_add (Grouping *grouping, const char *name);

/* Groups `cases` (EspCase) by an attribute, in the order of its values, or else by a kind of group,
 * in which a case can be in several groups. Groups by an attribute are not empty. `display` gets
 * what it is by, to be freed. */
gboolean grouping_make (Grouping *grouping, EspStudy *study, const GPtrArray *cases, const char *by,
                        char **display, GError **error);

/* guint: those of `n_cases` cases that are in no group. */
GArray *grouping_left_out (const Grouping *grouping, guint n_cases);

#endif
