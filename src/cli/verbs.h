/* What several commands run, and verbs that have a file of their own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

#include "cli/command.h"

/* "framework export" and "export framework" are the same. */
gboolean framework_run_export (Call *call, GError **error);

extern const Command attributes_import;

extern const Command cases_gaps;

extern const Command chart_show;
extern const Command chart_set;
extern const Command chart_check;
extern const Command chart_coverage;

#endif
