/* The cases of a study with the values that they have, while a sheet says more of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_ATTRIBUTE_KNOWN_H
#define STUDY_ATTRIBUTE_KNOWN_H

#include "study/attribute.h"

typedef struct
{
  char *value;
  gboolean by_label;
} Now;

typedef struct
{
  Uuid id;
  char *label;
  GHashTable *now;     /* const Attribute * -> Now */
  GHashTable *said;    /* Column * -> what its first row with a value says; NULL: no row yet */
  guint row;           /* the first one */
  const char *differs; /* the heading in which two rows say different things; NULL: none */
} Known;

typedef struct
{
  GPtrArray *known;     /* Known */
  GHashTable *by_label; /* folded label (owned) -> Known */
  GHashTable *by_id;    /* Uuid * -> Known */
} KnownCases;

/* `attributes` are Attribute, and stay as long. FALSE also when the study has no cases. */
gboolean known_cases_load (KnownCases *self, EspStudy *study, const GPtrArray *attributes,
                           GError **error);
void known_cases_clear (KnownCases *self);

#endif
