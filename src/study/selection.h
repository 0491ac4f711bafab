/* Choosing cases by their attributes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_SELECTION_H
#define STUDY_SELECTION_H

#include "espalier.h"

/* Leaves those of all cases (EspCase) that fit all of `where`, each "ATTRIBUTE=VALUE", or
 * "KIND=GROUP" for a kind of group that is no attribute (compared with case and dashes folded); NULL or empty: all. An attribute that the study has not, or a value
 * that no case has, is an error. */
gboolean selection_keep (EspStudy *study, GPtrArray *cases, const char *const *where,
                         GError **error);

#endif
