/* espalier chart check: records that a person checked a summary.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/input.h"
#include "cli/verbs.h"
#include "cli/wording.h"

typedef struct
{
  char *verdict, *note;
} CheckOptions;

static void
check_clear (CheckOptions *options)
{
  g_free (options->verdict);
  g_free (options->note);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckOptions, check_clear)

static gboolean
check_finish (Call *call, const CheckOptions *given, GError **error)
{
  g_autoptr (EspCellView) view
      = esp_chart_show (call->study, call->analysis, call->arguments[0], call->arguments[1], error);
  if (view == NULL)
    return FALSE;
  g_autofree char *about
      = g_strdup_printf ("%s, %s: %s", view->case_label, view->theme->title, given->verdict);
  if (!call_commit (call, about, error))
    return FALSE;
  g_autofree char *theme = wording_theme (view->theme->number, view->theme->title);
  call_say (call, "checked %s: %s, %s", view->case_label, theme, given->verdict);
  return TRUE;
}

static gboolean
run (Call *call, GError **error)
{
  g_auto (CheckOptions) given = { 0 };
  const GOptionEntry options[] = {
    { "verdict", 0, 0, G_OPTION_ARG_FILENAME, &given.verdict,
      "\"agreed\", \"to discuss\" or \"disagreed\"", "VERDICT" },
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &given.note,
      "What there is to say; - reads standard input", "WORDS" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 2, 2, error))
    return FALSE;
  if (given.verdict == NULL)
    return call_wrong_usage (
        error, "say what the check found: --verdict agreed, \"to discuss\" or disagreed");
  return input_text (call, "--note", &given.note, error)
         && esp_chart_check (call->study, call->analysis, call->arguments[0], call->arguments[1],
                             given.verdict, given.note, error)
         && check_finish (call, &given, error);
}

const Command chart_check = {
  .name = "chart check",
  .about = "record that you checked the newest summary of a case on a theme",
  .usage = "CASE THEME --verdict VERDICT",
  .example = "espalier chart check B-SM-001 recovery/meaning --coder C2 --verdict agreed",
  .needs = STUDY_WRITE,
  .run = run,
};
