/* What was carried over to a corrected text, as rows of a table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CARRIED_TABLE_H
#define CLI_CARRIED_TABLE_H

#include "cli/call.h"

/* EspCarriedItem; with `looked_at` a column of who did. */
Table *carried_table (const GPtrArray *items, gboolean as_json, gboolean looked_at);

#endif
