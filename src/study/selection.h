/* Choosing cases by their attributes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_SELECTION_H
#define STUDY_SELECTION_H

#include "espalier.h"

/* EspCase, by label: those that fit all of `where`, each "ATTRIBUTE=VALUE" (compared with case and
 * dashes folded); NULL or empty: all. An attribute that the study has not is an error. */
GPtrArray *cases_select (EspStudy *study, const char *const *where, GError **error);

#endif
