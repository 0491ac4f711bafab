/* espalier chart: the cells of the matrix. Its verbs are in chart_show.c, chart_set.c,
 * chart_check.c and chart_coverage.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

static const Command *const verbs[]
    = { &chart_show, &chart_set, &chart_check, &chart_coverage, NULL };

const Command command_chart = {
  .name = "chart",
  .stage = "chart",
  .about = "write, read and check summaries; see how much is charted",
  .example = "espalier chart show B-SM-001 recovery/meaning",
  .verbs = verbs,
};
