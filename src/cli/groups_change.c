/* espalier groups kind, add, put, take, remove: groups by hand; confirm, reject: what a person says
 * to those that are proposed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/verbs.h"

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

/* ---- one thing done to each of several */

/* What is done to each argument, and with what. */
typedef struct _Deed Deed;
struct _Deed
{
  /* Adds to `done` what it was done to, as the study writes it. */
  gboolean (*one) (EspStudy *study, const char *argument, Deed *deed, GError **error);
  const char *group, *part, *kind; /* NULL: not said */
  char *display;                   /* of the group, as the study writes it */
  GPtrArray *done;                 /* char * */
  GString *waiting;                /* labels among them that have no transcript yet */
};

static void
deed_clear (Deed *deed)
{
  g_free (deed->display);
  g_clear_pointer (&deed->done, g_ptr_array_unref);
  if (deed->waiting != NULL)
    g_string_free (deed->waiting, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Deed, deed_clear)

/* Does it to each argument of the call. */
static gboolean
deed_do (Deed *deed, const Call *call, GError **error)
{
  deed->done = g_ptr_array_new_with_free_func (g_free);
  deed->waiting = g_string_new (NULL);
  for (guint i = 0; i < call->n_arguments; i++)
    if (!deed->one (call->study, call->arguments[i], deed, error))
      return FALSE;
  return TRUE;
}

/* "B-SU-001, B-CA-001" and what follows; stores the change under these words. */
static char *
deed_commit (const Deed *deed, Call *call, const char *more, GError **error)
{
  g_autoptr (GString) words = g_string_new (NULL);
  for (guint i = 0; i < deed->done->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", (const char *)deed->done->pdata[i]);
  g_string_append (words, more);
  return call_commit (call, words->str, error) ? g_string_free (g_steal_pointer (&words), FALSE)
                                               : NULL;
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
put_one (EspStudy *study, const char *label, Deed *deed, GError **error)
{
  EspGroupMember *member = NULL;
  g_clear_pointer (&deed->display, g_free);
  if (!esp_group_put (study, deed->group, label, deed->part, &deed->display, &member, error))
    return FALSE;
  g_ptr_array_add (deed->done, g_strdup (member->label));
  if (!member->present)
    g_string_append_printf (deed->waiting, "%s%s", deed->waiting->len > 0 ? ", " : "",
                            member->label);
  esp_group_member_free (member);
  return TRUE;
}

static gboolean
run_put (Call *call, GError **error)
{
  g_autofree char *in = NULL, *as = NULL;
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
  g_auto (Deed) deed = { .one = put_one, .group = in, .part = as };
  if ((is_new && !put_new (call, in, error)) || !deed_do (&deed, call, error))
    return FALSE;
  g_autofree char *more = g_strdup_printf (" in %s%s%s", deed.display, as != NULL ? " as " : "",
                                           as != NULL ? as : "");
  g_autofree char *words = deed_commit (&deed, call, more, error);
  if (words == NULL)
    return FALSE;
  call_say (call, "%s", words);
  if (deed.waiting->len > 0)
    call_warn (call, "no transcript of %s yet; the group waits for it", deed.waiting->str);
  return TRUE;
}

static gboolean
take_one (EspStudy *study, const char *label, Deed *deed, GError **error)
{
  char *own = NULL;
  g_clear_pointer (&deed->display, g_free);
  if (!esp_group_take (study, deed->group, label, &deed->display, &own, error))
    return FALSE;
  g_ptr_array_add (deed->done, own);
  return TRUE;
}

static gboolean
run_take (Call *call, GError **error)
{
  g_autofree char *from = NULL;
  const GOptionEntry options[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, "The group", "GROUP" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, -1, error))
    return FALSE;
  if (from == NULL)
    return call_wrong_usage (error, "say out of which group: --from GROUP");
  g_auto (Deed) deed = { .one = take_one, .group = from };
  if (!deed_do (&deed, call, error))
    return FALSE;
  g_autofree char *more = g_strdup_printf (" out of %s", deed.display);
  g_autofree char *words = deed_commit (&deed, call, more, error);
  if (words != NULL)
    call_say (call, "%s", words);
  return words != NULL;
}

/* ---- what a rule proposes */

/* `name` NULL: all that are complete. */
static gboolean
confirm_one (EspStudy *study, const char *name, Deed *deed, GError **error)
{
  g_autoptr (GPtrArray) some = NULL;
  if (!esp_groups_confirm (study, deed->kind, name, &some, error))
    return FALSE;
  while (some->len > 0)
    g_ptr_array_add (deed->done, g_ptr_array_steal_index (some, 0));
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
  g_auto (Deed) deed = { .one = confirm_one, .kind = kind };
  if (!deed_do (&deed, call, error) || (complete && !confirm_one (call->study, NULL, &deed, error)))
    return FALSE;
  const gboolean any = deed.done->len > 0;
  g_autofree char *words = deed_commit (&deed, call, any ? "" : "none is complete", error);
  if (words == NULL)
    return FALSE;
  if (any)
    call_say (call, "confirmed %s", words);
  else
    call_say (call, "nothing to confirm: no proposal is complete");
  return TRUE;
}

static gboolean
reject_one (EspStudy *study, const char *name, Deed *deed, GError **error)
{
  char *display = NULL;
  if (!esp_group_reject (study, deed->kind, name, &display, error))
    return FALSE;
  g_ptr_array_add (deed->done, display);
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
  g_auto (Deed) deed = { .one = reject_one, .kind = kind };
  if (!deed_do (&deed, call, error))
    return FALSE;
  g_autofree char *words = deed_commit (&deed, call, "", error);
  if (words != NULL)
    call_say (call, "rejected %s; it is not proposed again", words);
  return words != NULL;
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
  .names = TRUE,
  .run = run_add,
};

const Command groups_put = {
  .name = "groups put",
  .about = "put cases into a group",
  .usage = "CASE … --in GROUP",
  .example = "espalier groups put B-CA-001 --in 'Triad Burgundy' --as carer",
  .needs = STUDY_WRITE,
  .names = TRUE,
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
