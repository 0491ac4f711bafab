/* Attributes: typed facts about cases, and what a value of each type looks like.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_ATTRIBUTE_H
#define STUDY_ATTRIBUTE_H

#include "base/uuid.h"
#include "espalier.h"

/* An attribute with its id. `info` comes first: an array of these is an array of EspAttribute. */
typedef struct
{
  EspAttribute info;
  Uuid id;
} Attribute;

GPtrArray *attributes_load (EspStudy *study,
                            GError **error); /* Attribute, in the order of the definition */

/* By name or title, case folded; NULL when there is none. */
const Attribute *attributes_find (const GPtrArray *attributes, const char *name);

/* As attributes_find, with an error (ESP_ERROR_NOT_FOUND) that lists those there are. */
const Attribute *attributes_need (const GPtrArray *attributes, const char *name, GError **error);

/* A value as it is stored: whole numbers without leading zeros, booleans as yes or no, listed
 * values as they are listed. NULL with an error (ESP_ERROR_INPUT) when the value is not one of this
 * attribute's. */
char *attribute_normal (const EspAttribute *attribute, const char *value, GError **error);

void attribute_free (gpointer attribute); /* an Attribute, also as EspAttribute */

#endif
