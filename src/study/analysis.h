/* Analyses: the questions put to a study, each with a framework of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_ANALYSIS_H
#define STUDY_ANALYSIS_H

#include "base/uuid.h"
#include "espalier.h"

/* The analysis of that name; NULL or '': the only or first one. An unknown name is an error
 * (ESP_ERROR_NOT_FOUND) that lists those there are. */
gboolean analysis_find (EspStudy *study, const char *name, Uuid *id, GError **error);

/* Its name, to be freed; NULL with error. */
char *analysis_name (EspStudy *study, const Uuid *id, GError **error);

#endif
