/* Codings: as rows of a table, as one line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CODING_TABLE_H
#define CLI_CODING_TABLE_H

#include "cli/table.h"
#include "espalier.h"

Table *coding_table_new (gboolean as_json);
void coding_table_add (Table *table, const EspCoding *coding);

/* One coding as a JSON object. */
json_t *coding_json (const EspCoding *coding);

/* "B-SM-001, turn 14, as 3.1 Recovery / Meaning (a1b2c3d4)" */
char *coding_line (const EspCoding *coding);

/* What a change says of it in the history: "B-SM-001, turn 14, Recovery / Meaning". */
char *coding_about (const EspCoding *coding);

#endif
