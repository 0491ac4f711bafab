/* What there is to see in the labels of cases, on one line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CASES_GAPS_H
#define CLI_CASES_GAPS_H

#include "espalier.h"

/* "2 gaps in the numbers of labels (B-SM-003, P-SU-004 to P-SU-010); ..."; '' where there is
 * nothing. `notes` are EspLabelNote. */
char *cases_gaps_line (const GPtrArray *notes);

#endif
