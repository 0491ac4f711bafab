/* Changes of the history as rows of a table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CHANGE_TABLE_H
#define CLI_CHANGE_TABLE_H

#include "cli/table.h"
#include "espalier.h"

Table *change_table_new (gboolean as_json);
void change_table_add (Table *table, const EspChange *change);

#endif
