/* espalier groups propose, confirm, reject: groups that a rule of the definition finds, and what a
 * person says to each.
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

/* "triad: B-3, triad: C-1". */
static char *
names_joined (const GPtrArray *names)
{
  GString *list = g_string_new (NULL);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (const char *)names->pdata[i]);
  return g_string_free (list, FALSE);
}

static gboolean
confirm_into (Call *call, const char *kind, const char *name, GPtrArray *all, GError **error)
{
  g_autoptr (GPtrArray) some = NULL;
  if (!esp_groups_confirm (call->study, kind, name, &some, error))
    return FALSE;
  for (guint i = 0; i < some->len; i++)
    g_ptr_array_add (all, g_strdup (some->pdata[i]));
  return TRUE;
}

static gboolean
run_confirm (Call *call, GError **error)
{
  g_autofree char *kind = NULL;
  gboolean complete = FALSE;
  const GOptionEntry options[] = {
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &kind, "Groups of this kind", "KIND" },
    { "complete", 0, 0, G_OPTION_ARG_NONE, &complete, "All that are complete", NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, -1, error))
    return FALSE;
  if (complete == (call->n_arguments > 0))
    return call_wrong_usage (error, "say which proposals: name some, or give --complete");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  if (complete && !confirm_into (call, kind, NULL, names, error))
    return FALSE;
  for (guint i = 0; i < call->n_arguments; i++)
    if (!confirm_into (call, kind, call->arguments[i], names, error))
      return FALSE;
  g_autofree char *about = names_joined (names);
  if (!call_commit (call, names->len > 0 ? about : "none is complete", error))
    return FALSE;
  if (names->len > 0)
    call_say (call, "confirmed %s", about);
  else
    call_say (call, "nothing to confirm: no proposal is complete");
  return TRUE;
}

static gboolean
run_reject (Call *call, GError **error)
{
  g_autofree char *kind = NULL;
  const GOptionEntry options[] = {
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &kind, "Groups of this kind", "KIND" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, -1, error))
    return FALSE;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < call->n_arguments; i++)
    {
      char *display = NULL;
      if (!esp_group_reject (call->study, kind, call->arguments[i], &display, error))
        return FALSE;
      g_ptr_array_add (names, display);
    }
  g_autofree char *about = names_joined (names);
  if (!call_commit (call, about, error))
    return FALSE;
  call_say (call, "rejected %s; it is not proposed again", about);
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

const Command groups_confirm = {
  .name = "groups confirm",
  .about = "make proposed groups groups of the study",
  .usage = "GROUP … or --complete",
  .example = "espalier groups confirm --complete --kind triad",
  .needs = STUDY_WRITE,
  .run = run_confirm,
};

const Command groups_reject = {
  .name = "groups reject",
  .about = "say that proposed groups are none: they are not proposed again",
  .usage = "GROUP …",
  .example = "espalier groups reject 'triad: B-3'",
  .needs = STUDY_WRITE,
  .run = run_reject,
};
