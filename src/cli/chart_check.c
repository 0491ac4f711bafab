/* espalier chart check: records that a person checked a summary.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/input.h"
#include "cli/verbs.h"
#include "cli/wording.h"

#include <string.h>

typedef struct
{
  char *of, *verdict, *note;
} CheckOptions;

static void
check_clear (CheckOptions *options)
{
  g_free (options->of);
  g_free (options->verdict);
  g_free (options->note);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckOptions, check_clear)

/* The summary that was checked: the newest in force, of one person where several have theirs. */
static const EspSummary *
check_summary (const EspCellView *view, const char *of)
{
  const GPtrArray *summaries = view->cell->summaries;
  for (guint i = summaries->len; i > 0; i--)
    {
      const EspSummary *one = summaries->pdata[i - 1];
      if (of == NULL || strcmp (one->coder, of) == 0)
        return one;
    }
  return NULL;
}

static gboolean
check_finish (Call *call, const CheckOptions *given, GError **error)
{
  g_autoptr (EspCellView) view
      = esp_chart_show (call->study, call->analysis, call->arguments[0], call->arguments[1], error);
  if (view == NULL)
    return FALSE;
  const EspSummary *checked = check_summary (view, given->of);
  g_autofree char *about
      = g_strdup_printf ("%s, %s: %s", view->case_label, view->theme->title, given->verdict);
  if (!call_commit (call, about, error))
    return FALSE;
  g_autofree char *theme = wording_theme (view->theme->number, view->theme->title);
  call_say (call, "checked %s: %s, version %u by %s, %s%s", view->case_label, theme,
            checked->version, checked->coder, given->verdict,
            strcmp (checked->coder, call->coder) == 0 ? "; note: it is your own summary" : "");
  return TRUE;
}

static gboolean
run (Call *call, GError **error)
{
  g_auto (CheckOptions) given = { 0 };
  const GOptionEntry options[] = {
    { "of", 0, 0, G_OPTION_ARG_FILENAME, &given.of,
      "Whose summary, where several people's stand side by side", "CODER" },
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
                             given.of, given.verdict, given.note, error)
         && check_finish (call, &given, error);
}

const Command chart_check = {
  .name = "chart check",
  .about = "record that you checked the summary of a case on a theme",
  .usage = "CASE THEME --verdict VERDICT",
  .example = "espalier chart check B-SM-001 recovery/meaning --coder C2 --verdict agreed",
  .needs = STUDY_WRITE,
  .run = run,
};
