/* Rules that propose groups: what they say, and the name that a case comes to.
 *
 * A rule is a name with pieces in braces, '{site} {number}', and the places in the group: who has
 * which. The cases for which the name comes out the same belong together. A piece is the value of
 * an attribute; what is no attribute is a part of the case's label, as the label writes it. So
 * cases whose labels follow different schemes meet, and a value given by hand counts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_GROUP_RULE_H
#define STUDY_GROUP_RULE_H

#include "base/uuid.h"
#include "espalier.h"
#include "study/attribute.h"
#include "study/label.h"

typedef struct
{
  char *part;        /* '' for none */
  char *attribute;   /* whom it is for: cases whose attribute ...; NULL: all that are left */
  char *value;       /* ... has this value */
  guint least, most; /* G_MAXUINT: any number */
} GroupPlace;

typedef struct
{
  Uuid id;
  char *kind, *name;
  GPtrArray *places; /* GroupPlace, in order: a case has the first that it fits */
} GroupRule;

/* GroupRule, in order; of one kind, NULL for all. A kind that is not there is an error. */
GPtrArray *group_rules_load (EspStudy *study, const char *kind, GError **error);

/* Whether the name can be made: every piece in braces is an attribute or a part of a label, and
 * there is one. */
gboolean group_rule_check_name (const char *name, const GPtrArray *attributes,
                                const LabelSchemes *schemes, GError **error);

/* The name of the group that a case belongs to, to be freed; NULL when the case has not a piece of
 * it, whose name *lacking gets. */
char *group_rule_name (const GroupRule *rule, const EspCase *one, const GPtrArray *attributes,
                       const LabelSchemes *schemes, char **lacking);

/* The place of a case; NULL when it fits none. */
const GroupPlace *group_rule_place (const GroupRule *rule, const EspCase *one);

#endif
