/* espalier groups kind, add, put, take, remove: groups by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/verbs.h"

#include <string.h>

static gboolean
run_kind (Call *call, GError **error)
{
  g_autofree char *from = NULL;
  const GOptionEntry options[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from,
      "An attribute: each of its values makes a group of this kind", "ATTRIBUTE" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 1, error)
      || !esp_group_kind_add (call->study, call->arguments[0], from, error)
      || !call_commit (call, call->arguments[0], error))
    return FALSE;
  call_say (call, "added the kind of group %s", call->arguments[0]);
  return TRUE;
}

static gboolean
run_add (Call *call, GError **error)
{
  g_autofree char *display = NULL;
  if (!call_begin (call, NULL, 2, 2, error)
      || !esp_group_add (call->study, call->arguments[0], call->arguments[1], &display, error)
      || !call_commit (call, display, error))
    return FALSE;
  call_say (call, "added the group %s; nobody is in it yet", display);
  return TRUE;
}

static gboolean
run_remove (Call *call, GError **error)
{
  g_autofree char *display = NULL;
  if (!call_begin (call, NULL, 1, 1, error)
      || !esp_group_remove (call->study, call->arguments[0], &display, error)
      || !call_commit (call, display, error))
    return FALSE;
  call_say (call, "removed the group %s; its cases stay", display);
  return TRUE;
}

/* "triad: B-3" that is to be made. */
static gboolean
put_new (Call *call, const char *group, GError **error)
{
  g_auto (GStrv) halves = g_strsplit (group, ":", 2);
  if (halves[0] == NULL || halves[1] == NULL)
    return call_wrong_usage (error, "a new group is named with its kind: --in 'KIND: %s'", group);
  return esp_group_add (call->study, g_strstrip (halves[0]), g_strstrip (halves[1]), NULL, error);
}

static gboolean
run_put (Call *call, GError **error)
{
  g_autofree char *in = NULL, *as = NULL, *display = NULL;
  gboolean is_new = FALSE;
  const GOptionEntry options[] = {
    { "in", 0, 0, G_OPTION_ARG_FILENAME, &in, "The group", "GROUP" },
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &as, "As what, such as carer", "PART" },
    { "new", 0, 0, G_OPTION_ARG_NONE, &is_new, "Make the group: 'KIND: NAME'", NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, -1, error))
    return FALSE;
  if (in == NULL)
    return call_wrong_usage (error, "say into which group: --in GROUP");
  if (is_new && !put_new (call, in, error))
    return FALSE;
  g_autoptr (GString) labels = g_string_new (NULL);
  for (guint i = 0; i < call->n_arguments; i++)
    {
      g_autofree char *own = NULL;
      g_clear_pointer (&display, g_free);
      if (!esp_group_put (call->study, in, call->arguments[i], as, &display, &own, error))
        return FALSE;
      g_string_append_printf (labels, "%s%s", i > 0 ? ", " : "", own);
    }
  g_autofree char *about = g_strdup_printf ("%s in %s%s%s", labels->str, display,
                                            as != NULL ? " as " : "", as != NULL ? as : "");
  if (!call_commit (call, about, error))
    return FALSE;
  call_say (call, "%s", about);
  return TRUE;
}

static gboolean
run_take (Call *call, GError **error)
{
  g_autofree char *from = NULL, *display = NULL;
  const GOptionEntry options[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, "The group", "GROUP" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, -1, error))
    return FALSE;
  if (from == NULL)
    return call_wrong_usage (error, "say out of which group: --from GROUP");
  g_autoptr (GString) labels = g_string_new (NULL);
  for (guint i = 0; i < call->n_arguments; i++)
    {
      g_autofree char *own = NULL;
      g_clear_pointer (&display, g_free);
      if (!esp_group_take (call->study, from, call->arguments[i], &display, &own, error))
        return FALSE;
      g_string_append_printf (labels, "%s%s", i > 0 ? ", " : "", own);
    }
  g_autofree char *about = g_strdup_printf ("%s out of %s", labels->str, display);
  if (!call_commit (call, about, error))
    return FALSE;
  call_say (call, "%s", about);
  return TRUE;
}

const Command groups_kind = {
  .name = "groups kind",
  .about = "add a kind of group, such as household",
  .usage = "NAME",
  .example = "espalier groups kind household",
  .needs = STUDY_WRITE,
  .run = run_kind,
};

const Command groups_add = {
  .name = "groups add",
  .about = "add a group",
  .usage = "KIND NAME",
  .example = "espalier groups add household 'Household 7'",
  .needs = STUDY_WRITE,
  .run = run_add,
};

const Command groups_put = {
  .name = "groups put",
  .about = "put cases into a group",
  .usage = "CASE … --in GROUP",
  .example = "espalier groups put B-CA-001 --in 'Triad Burgundy' --as carer",
  .needs = STUDY_WRITE,
  .run = run_put,
};

const Command groups_take = {
  .name = "groups take",
  .about = "take cases out of a group",
  .usage = "CASE … --from GROUP",
  .example = "espalier groups take B-CA-001 --from 'Triad Burgundy'",
  .needs = STUDY_WRITE,
  .run = run_take,
};

const Command groups_remove = {
  .name = "groups remove",
  .about = "take a group away; its cases stay",
  .usage = "GROUP",
  .example = "espalier groups remove 'Triad Burgundy'",
  .needs = STUDY_WRITE,
  .run = run_remove,
};
