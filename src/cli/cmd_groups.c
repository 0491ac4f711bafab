/* espalier groups: cases that belong together; listing them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/verbs.h"

#include <string.h>

GPtrArray *
groups_members (const EspGroup *group)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < group->members->len; i++)
    {
      const EspGroupMember *member = group->members->pdata[i];
      const char *between = member->part[0] != '\0' && !member->present ? ": " : "";
      const char *absent = member->present ? "" : "not imported";
      if (member->part[0] == '\0' && member->present)
        g_ptr_array_add (texts, g_strdup (member->label));
      else
        g_ptr_array_add (
            texts, g_strdup_printf ("%s (%s%s%s)", member->label, member->part, between, absent));
    }
  return texts;
}

json_t *
groups_members_json (const EspGroup *group)
{
  json_t *array = json_array ();
  for (guint i = 0; i < group->members->len; i++)
    {
      const EspGroupMember *member = group->members->pdata[i];
      json_array_append_new (array, json_pack ("{s:s, s:s, s:b}", "label", member->label, "part",
                                               member->part, "present", member->present));
    }
  return array;
}

static void
groups_row (Table *table, const EspGroup *group)
{
  g_autoptr (GPtrArray) members = groups_members (group);
  table_text (table, group->kind);
  table_text (table, group->name);
  table_uint (table, group->members->len);
  table_list (table, members);
  table_json (table, groups_members_json (group));
}

static gboolean
run_list (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 0, 1, error))
    return FALSE;
  g_autoptr (GPtrArray) groups = esp_groups (call->study, error);
  if (groups == NULL)
    return FALSE;
  g_autoptr (Table) table = table_new (call->json);
  table_column (table, "kind", "kind");
  table_column (table, "name", "group");
  table_column (table, "size", "cases");
  table_column (table, NULL, "members");
  table_column (table, "members", NULL);
  for (guint i = 0; i < groups->len; i++)
    {
      const EspGroup *group = groups->pdata[i];
      if (call->n_arguments == 0 || strcmp (group->kind, call->arguments[0]) == 0)
        groups_row (table, group);
    }
  if (call->n_arguments > 0 && table_rows (table) == 0)
    {
      g_set_error (error, ESP_ERROR, ESP_ERROR_NOT_FOUND,
                   "there is no group of the kind '%s'; 'espalier groups' lists all",
                   call->arguments[0]);
      return FALSE;
    }
  call_table (call, table, "no groups; the study definition names them, or 'espalier groups add'");
  return TRUE;
}

static const Command groups_list = {
  .name = "groups list",
  .about = "list the groups with their members",
  .usage = "[KIND]",
  .example = "espalier groups triad",
  .needs = STUDY_READ,
  .run = run_list,
};

static const Command *const verbs[]
    = { &groups_list, &groups_propose, &groups_confirm, &groups_reject, &groups_import,
        &groups_kind, &groups_add,     &groups_put,     &groups_take,   &groups_remove,
        NULL };

const Command command_groups = {
  .name = "groups",
  .stage = "corpus",
  .about = "list the groups of cases: sites, teams, triads; make them and say who is in them",
  .example = "espalier groups propose",
  .verbs = verbs,
  .standard = &groups_list,
};
