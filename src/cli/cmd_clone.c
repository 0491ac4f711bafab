/* espalier clone: a copy of the study for another person.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

/* "clone STUDY COPY", or "clone COPY" of the study that other commands would take; *to gets the
 * copy. */
static gboolean
clone_names (Call *call, const char **to, GError **error)
{
  *to = call->arguments[call->n_arguments - 1];
  if (call->n_arguments == 1)
    return TRUE;
  if (call->study_path != NULL)
    return call_wrong_usage (error, "the study is given twice: '%s' and '%s'", call->study_path,
                             call->arguments[0]);
  call->study_path = g_strdup (call->arguments[0]);
  return TRUE;
}

static gboolean
run (Call *call, GError **error)
{
  g_autofree char *coder = NULL;
  const char *given;
  const GOptionEntry options[] = {
    { "coder", 0, 0, G_OPTION_ARG_FILENAME, &coder, "The person whom the copy is for", "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_read (call, options, 1, 2, error) || !clone_names (call, &given, error))
    return FALSE;
  /* Never from the environment, where it says who works here. */
  const char *person = coder != NULL ? coder : call->coder;
  if (person == NULL)
    return call_wrong_usage (error, "a copy is for a person: say for whom with --coder NAME");
  if (!call_open (call, error))
    return FALSE;
  const char *suffix = g_str_has_suffix (given, ".espalier") ? "" : ".espalier";
  g_autofree char *to = g_strconcat (given, suffix, NULL);
  if (!esp_study_clone (call->study, to, person, error))
    return FALSE;
  call_say (call,
            "copied '%s' to '%s' for %s: send it to %s, or put it where %s can work; 'espalier "
            "merge %s' joins the work again",
            esp_study_path (call->study), to, person, person, person, to);
  return TRUE;
}

const Command command_clone = {
  .name = "clone",
  .stage = "study",
  .about = "copy the study for another person to work in",
  .usage = "[STUDY] COPY",
  .example = "espalier clone care.espalier copies/care-C2.espalier --coder C2",
  .needs = STUDY_READ,
  .run = run,
};
