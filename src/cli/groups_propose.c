/* espalier groups propose: groups that a rule of the definition finds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/verbs.h"
#include "cli/wording.h"

#include <stdio.h>

/* "complete"; "carer missing"; "2 as carer, at most 1". */
static char *
propose_state (const EspGroupProposal *proposal)
{
  g_autoptr (GString) state = g_string_new (proposal->is_there ? "would join it" : "");
  for (guint i = 0; !proposal->is_there && i < proposal->excess->len; i++)
    g_string_append_printf (state, "%s%s", state->len > 0 ? "; " : "",
                            (const char *)proposal->excess->pdata[i]);
  for (guint i = 0; !proposal->is_there && i < proposal->lacking->len; i++)
    g_string_append_printf (state, "%s%s", state->len > 0 ? "; " : "",
                            (const char *)proposal->lacking->pdata[i]);
  return state->len > 0 ? g_string_free (g_steal_pointer (&state), FALSE) : g_strdup ("complete");
}

static json_t *
propose_texts_json (const GPtrArray *texts)
{
  json_t *array = json_array ();
  for (guint i = 0; i < texts->len; i++)
    json_array_append_new (array, table_json_text (texts->pdata[i]));
  return array;
}

static void
propose_add (Table *table, const EspGroupProposal *proposal)
{
  const EspGroup group = { proposal->kind, proposal->name, proposal->members };
  g_autoptr (GPtrArray) members = groups_members (&group);
  g_autofree char *state = propose_state (proposal);
  table_text (table, proposal->kind);
  table_text (table, proposal->name);
  table_text (table, state);
  table_json (table, json_boolean (proposal->lacking->len + proposal->excess->len == 0));
  table_json (table, json_boolean (proposal->is_there));
  table_json (table, propose_texts_json (proposal->lacking));
  table_json (table, propose_texts_json (proposal->excess));
  table_list (table, members);
  table_json (table, groups_members_json (&group));
}

static void
propose_strays (const Call *call, const GPtrArray *strays)
{
  for (guint i = 0; i < strays->len; i++)
    {
      const EspGroupStray *stray = strays->pdata[i];
      call_warn (call, "%s%s%s%s fits no %s: %s", stray->label, *stray->part ? " (" : "",
                 stray->part, *stray->part ? ")" : "", stray->kind, stray->why);
    }
}

static gboolean
run_propose (Call *call, GError **error)
{
  g_autofree char *kind = NULL;
  const GOptionEntry options[] = {
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &kind, "Only groups of this kind", "KIND" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error))
    return FALSE;
  g_autoptr (GPtrArray) strays = NULL;
  g_autoptr (GPtrArray) proposals = esp_group_proposals (call->study, kind, &strays, error);
  if (proposals == NULL)
    return FALSE;
  g_autoptr (Table) table = table_new (call->json);
  table_column (table, "kind", "kind");
  table_column (table, "name", "group");
  table_column (table, NULL, "state");
  table_column (table, "complete", NULL);
  table_column (table, "is_there", NULL);
  table_column (table, "lacking", NULL);
  table_column (table, "excess", NULL);
  table_column (table, NULL, "members");
  table_column (table, "members", NULL);
  for (guint i = 0; i < proposals->len; i++)
    propose_add (table, proposals->pdata[i]);
  call_table (call, table, "nothing is proposed; all groups that the rules find are there");
  propose_strays (call, strays);
  if (proposals->len > 0 && !call->json && !call->quiet)
    puts (
        "\nmake them groups of the study: espalier groups confirm NAME, or --complete for all that "
        "are complete\nor say that one is none: espalier groups reject NAME");
  return TRUE;
}

const Command groups_propose = {
  .name = "groups propose",
  .about = "list the groups that the rules of the definition find",
  .usage = "",
  .example = "espalier groups propose --kind triad",
  .needs = STUDY_READ,
  .run = run_propose,
};
