/* What several commands run, and verbs that have a file of their own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

#include "cli/command.h"

#include <jansson.h>

/* "framework export" and "export framework" are the same. */
gboolean framework_run_export (Call *call, GError **error);

extern const Command attributes_import;

extern const Command cases_gaps;
/* "B-SU-004 (service user)", and "not imported" for a label without a case; and as JSON. */
GPtrArray *groups_members (const EspGroup *group);
json_t *groups_members_json (const EspGroup *group);

extern const Command groups_propose;
extern const Command groups_confirm;
extern const Command groups_reject;
extern const Command groups_import;
extern const Command groups_kind;
extern const Command groups_add;
extern const Command groups_put;
extern const Command groups_take;
extern const Command groups_remove;

extern const Command chart_show;
extern const Command chart_set;
extern const Command chart_check;
extern const Command chart_coverage;

#endif
