/* Changes of the history as rows of a table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/change_table.h"

Table *
change_table_new (gboolean as_json)
{
  Table *table = table_new (as_json);
  table_column (table, "id", "change");
  table_column (table, "made_at", "when (local time)");
  table_column (table, "coder", "who");
  table_column (table, "command", "command");
  table_column (table, "undoes", "undoes");
  table_column (table, "undone_by", "undone by");
  table_column (table, "rows", NULL);
  table_column (table, "about", "about");
  table_column (table, "reason", "reason");
  return table;
}

void
change_table_add (Table *table, const EspChange *change)
{
  table_id (table, change->id);
  table_time (table, change->made_at);
  table_text (table, change->coder);
  table_text (table, change->command);
  table_ids (table, change->undoes);
  table_id (table, change->undone_by);
  table_uint (table, change->rows);
  table_text (table, change->about);
  table_text (table, change->reason);
}
