/* espalier check: is the study whole?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/terminal.h"

#include <stdio.h>
#include <string.h>

static void
check_print (const GPtrArray *items, gboolean quiet)
{
  for (guint i = 0; i < items->len; i++)
    {
      const EspCheckItem *item = items->pdata[i];
      if (item->whole && quiet)
        continue;
      terminal_print (item->whole ? STYLE_GOOD : STYLE_BAD,
                      item->whole ? "ok       " : "PROBLEM  ");
      printf ("%-14s ", item->name);
      terminal_print (STYLE_PLAIN, item->detail);
      putchar ('\n');
    }
}

static void
check_print_json (Call *call, const GPtrArray *items)
{
  g_autoptr (Table) table = table_new (TRUE);
  table_column (table, "name", "name");
  table_column (table, "whole", "whole");
  table_column (table, "detail", "detail");
  for (guint i = 0; i < items->len; i++)
    {
      const EspCheckItem *item = items->pdata[i];
      table_text (table, item->name);
      table_flag (table, item->whole);
      table_text (table, item->detail);
    }
  call_table (call, table, "");
}

static gboolean
run (Call *call, GError **error)
{
  guint problems = 0, damage = 0;
  if (!call_begin (call, NULL, 0, 0, error))
    return FALSE;
  g_autoptr (GPtrArray) items = esp_check (call->study, error);
  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      const EspCheckItem *item = items->pdata[i];
      problems += !item->whole;
      damage += !item->whole && strcmp (item->name, "schedules") != 0;
    }
  if (call->json)
    check_print_json (call, items);
  else
    check_print (items, call->quiet);
  if (problems == 0)
    return TRUE;
  if (damage == 0)
    {
      g_set_error (error, ESP_ERROR, ESP_ERROR_INPUT,
                   "'%s' is whole, but 'not asked' may be wrong where its schedules are",
                   esp_study_path (call->study));
      return FALSE;
    }
  g_set_error (error, ESP_ERROR, ESP_ERROR_DAMAGED,
               "'%s' is not whole; keep it as it is, and go on with the newest backup",
               esp_study_path (call->study));
  return FALSE;
}

const Command command_check = {
  .name = "check",
  .stage = "study",
  .about = "look whether the study is whole: texts, history, evidence",
  .usage = "",
  .example = "espalier check",
  .needs = STUDY_EXAMINE,
  .run = run,
};
