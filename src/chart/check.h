/* Checking the content of a study: what an archive that is taken in must pass, too.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHART_CHECK_H
#define CHART_CHECK_H

#include "espalier.h"

/* Adds an EspCheckItem for turns, codings, evidence, and circles (themes below themselves, versions
 * that replace each other). FALSE with error when the study cannot be read. */
gboolean check_content (EspStudy *study, GPtrArray *items, GError **error);

#endif
