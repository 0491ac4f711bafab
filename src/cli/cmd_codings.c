/* espalier codings: lists codings; accepts and rejects what patterns proposed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/coding_table.h"
#include "cli/wording.h"

typedef struct
{
  char *case_label, *theme, *coder, *document, *origin;
} CodingsOptions;

static void
codings_clear (CodingsOptions *options)
{
  g_free (options->case_label);
  g_free (options->theme);
  g_free (options->coder);
  g_free (options->document);
  g_free (options->origin);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CodingsOptions, codings_clear)

static EspCodingFilter
codings_filter (const Call *call, const CodingsOptions *given)
{
  return (EspCodingFilter){
    .analysis = call->analysis,
    .case_label = given->case_label,
    .theme = given->theme,
    .coder = given->coder,
    .document = given->document,
    .origin = given->origin,
  };
}

static gboolean
run_list (Call *call, GError **error)
{
  g_auto (CodingsOptions) given = { 0 };
  const GOptionEntry options[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &given.case_label, "Only of this case", "CASE" },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &given.theme, "Only at this theme and those below it",
      "THEME" },
    { "document", 0, 0, G_OPTION_ARG_FILENAME, &given.document, "Only in this document",
      "DOCUMENT" },
    { "coder", 0, 0, G_OPTION_ARG_FILENAME, &given.coder, "Only by this person", "NAME" },
    { "origin", 0, 0, G_OPTION_ARG_FILENAME, &given.origin,
      "Only these: hand, accepted, imported, proposed; any: proposals too", "ORIGIN" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error))
    return FALSE;
  const EspCodingFilter filter = codings_filter (call, &given);
  g_autoptr (GPtrArray) codings = esp_codings (call->study, &filter, error);
  if (codings == NULL)
    return FALSE;
  g_autoptr (Table) table = coding_table_new (call->json);
  for (guint i = 0; i < codings->len; i++)
    coding_table_add (table, codings->pdata[i]);
  call_table (call, table, "no codings");
  return TRUE;
}

typedef gboolean (*Decision) (EspStudy *study, const EspCodingFilter *filter, guint *decided,
                              GError **error);

/* By the filter, or one after the other by id. */
static gboolean
codings_decide_each (Call *call, EspCodingFilter filter, Decision decision, guint *decided,
                     GError **error)
{
  if (call->n_arguments == 0)
    return decision (call->study, &filter, decided, error);
  for (guint i = 0; i < call->n_arguments; i++)
    {
      guint one = 0;
      filter.id = call->arguments[i];
      if (!decision (call->study, &filter, &one, error))
        return FALSE;
      if (one == 0)
        {
          g_set_error (error, ESP_ERROR, ESP_ERROR_NOT_FOUND,
                       "there is no proposal '%s'; 'espalier codings --origin "
                       "proposed' lists them",
                       call->arguments[i]);
          return FALSE;
        }
      *decided += one;
    }
  return TRUE;
}

static gboolean
codings_decide (Call *call, Decision decision, const char *verb, GError **error)
{
  g_auto (CodingsOptions) given = { 0 };
  gboolean all = FALSE;
  guint decided = 0;
  const GOptionEntry options[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &given.case_label, "Those of this case", "CASE" },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &given.theme, "Those at this theme and those below it",
      "THEME" },
    { "document", 0, 0, G_OPTION_ARG_FILENAME, &given.document, "Those in this document",
      "DOCUMENT" },
    { "proposed-by", 0, 0, G_OPTION_ARG_FILENAME, &given.coder,
      "Those that this person had proposed", "NAME" },
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, "All of them", NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, -1, error))
    return FALSE;
  gboolean filtered = given.case_label != NULL || given.theme != NULL || given.document != NULL
                      || given.coder != NULL;
  if (!filtered && !all && call->n_arguments == 0)
    return call_wrong_usage (
        error, "say which proposals: name some, or give --case, --theme, --document or --all");
  if (!codings_decide_each (call, codings_filter (call, &given), decision, &decided, error))
    return FALSE;
  g_autofree char *counted = wording_count (decided, "proposal");
  g_autofree char *about = g_strdup_printf ("%s%s%s", counted, given.theme != NULL ? " at " : "",
                                            given.theme != NULL ? given.theme : "");
  if (!call_commit (call, about, error))
    return FALSE;
  call_say (call, "%s %s", verb, counted);
  return TRUE;
}

static gboolean
run_accept (Call *call, GError **error)
{
  return codings_decide (call, esp_codings_accept, "accepted", error);
}

static gboolean
run_reject (Call *call, GError **error)
{
  return codings_decide (call, esp_codings_reject, "rejected", error);
}

static const Command codings_list = {
  .name = "codings list",
  .about = "list codings; without --origin all but proposals",
  .usage = "",
  .example = "espalier codings --theme recovery",
  .needs = STUDY_READ,
  .run = run_list,
};

static const Command codings_accept = {
  .name = "codings accept",
  .about = "turn proposals into codings",
  .usage = "[CODING …]",
  .example = "espalier codings accept --document B-SM-001 --theme recovery",
  .needs = STUDY_WRITE,
  .run = run_accept,
};

static const Command codings_reject = {
  .name = "codings reject",
  .about = "take proposals away",
  .usage = "[CODING …]",
  .example = "espalier codings reject --theme care-planning/risk",
  .needs = STUDY_WRITE,
  .run = run_reject,
};

static const Command *const verbs[] = { &codings_list, &codings_accept, &codings_reject, NULL };

const Command command_codings = {
  .name = "codings",
  .stage = "indexing",
  .about = "list codings; accept or reject proposals",
  .example = "espalier codings --theme recovery",
  .verbs = verbs,
  .standard = &codings_list,
};
