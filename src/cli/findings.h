/* What reading a sheet brought up, for people and as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H

#include "cli/call.h"

/* Prints EspFinding, the gravest first; no notes when quiet. */
void findings_print (const Call *call, const GPtrArray *findings);

/* A list of objects; the line of each is a row. */
json_t *findings_json (const GPtrArray *findings);

#endif
