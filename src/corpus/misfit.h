/* What of a transcript may have been read wrongly: lines that look like a speaker's and were not
 * taken for one, for the report of an import.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_MISFIT_H
#define CORPUS_MISFIT_H

#include "corpus/intake.h"

/* A warning with the first such line, where there are any that matter. `spoken`: people speak in it,
 * as far as the study knows; `document`: how it is called. */
void misfit_note (Intake *intake, const char *document, gboolean spoken);

#endif
