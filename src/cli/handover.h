/* What follows when words, or a document, become another case's, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_HANDOVER_H
#define CLI_HANDOVER_H

#include "cli/call.h"

/* "; 3 codings now count for N-SU-002; 1 coding now stands as context with N-PT-01; gone, as nothing is left of it: 'N-SU-001'", of them all,
 * appended. `to` is whose they are now, '' for nobody's. */
void handover_append (GString *text, EspHandover *const *handovers, guint n, const char *to);

/* Warns of what stays with the old case, and says what to do with it. */
void handover_warn (const Call *call, const EspHandover *handover, const char *to);

#endif
