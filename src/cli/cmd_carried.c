/* espalier carried: what was carried over to a corrected text on changed words, and is to be looked
 * at.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/carried_table.h"
#include "cli/wording.h"

static gboolean
run_list (Call *call, GError **error)
{
  gboolean all = FALSE;
  const GOptionEntry options[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, "Also what somebody looked at", NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 1, error))
    return FALSE;
  g_autoptr (GPtrArray) items = esp_carried (call->study, call->arguments[0], all, error);
  if (items == NULL)
    return FALSE;
  g_autoptr (Table) table = carried_table (items, call->json, all);
  call_table (call, table, "nothing that was carried over to a corrected text waits for a look");
  return TRUE;
}

static gboolean
run_accept (Call *call, GError **error)
{
  gboolean all = FALSE;
  g_autofree char *document = NULL;
  guint accepted = 0;
  const GOptionEntry options[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, "All of them", NULL },
    { "document", 0, 0, G_OPTION_ARG_FILENAME, &document, "Those in this document", "DOCUMENT" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, -1, error))
    return FALSE;
  if (!all && document == NULL && call->n_arguments == 0)
    return call_wrong_usage (error, "say which: name some, or give --document or --all");
  if (call->n_arguments == 0 && !esp_carried_accept (call->study, document, NULL, &accepted, error))
    return FALSE;
  for (guint i = 0; i < call->n_arguments; i++)
    {
      guint one = 0;
      if (!esp_carried_accept (call->study, document, call->arguments[i], &one, error))
        return FALSE;
      accepted += one;
    }
  g_autofree char *counted = wording_count (accepted, "item");
  g_autofree char *about = g_strdup_printf ("%s%s%s", counted, document != NULL ? " of " : "",
                                            document != NULL ? document : "");
  if (!call_commit (call, about, error))
    return FALSE;
  call_say (call, "looked at: %s", counted);
  return TRUE;
}

static const Command carried_list = {
  .name = "carried list",
  .about = "list what stands on words that were corrected, with the words before and after",
  .usage = "[DOCUMENT]",
  .example = "espalier carried B-SM-001",
  .needs = STUDY_READ,
  .run = run_list,
};

static const Command carried_accept = {
  .name = "carried accept",
  .about = "let it stand where it is",
  .usage = "[ID …]",
  .example = "espalier carried accept --document B-SM-001",
  .needs = STUDY_WRITE,
  .run = run_accept,
};

static const Command *const verbs[] = { &carried_list, &carried_accept, NULL };

const Command command_carried = {
  .name = "carried",
  .stage = "corpus",
  .about = "look at what was carried over to corrected words",
  .example = "espalier carried",
  .verbs = verbs,
  .standard = &carried_list,
};
