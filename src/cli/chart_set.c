/* espalier chart set: writes a cell of the matrix.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/input.h"
#include "cli/verbs.h"
#include "cli/wording.h"

#include <string.h>

typedef struct
{
  char *text, *content, *document;
  GStrv quotes, turns, spans;
  gboolean draft, independent;
} SetOptions;

static void
set_clear (SetOptions *options)
{
  g_free (options->text);
  g_free (options->content);
  g_free (options->document);
  g_strfreev (options->quotes);
  g_strfreev (options->turns);
  g_strfreev (options->spans);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SetOptions, set_clear)

/* "nothing said" and the like; a text needs no --content. */
static gboolean
set_read_content (const SetOptions *given, EspContent *content, GError **error)
{
  if (given->content == NULL && given->text == NULL)
    return call_wrong_usage (
        error, "say what to chart: --text WORDS, or --content \"nothing said\" without a text");
  if (given->content == NULL)
    {
      *content = ESP_CONTENT_SUMMARISED;
      return TRUE;
    }
  for (EspContent i = ESP_CONTENT_SUMMARISED; i <= ESP_CONTENT_NOT_APPLICABLE; i++)
    if (strcmp (given->content, esp_content_name (i)) == 0)
      {
        *content = i;
        return (i == ESP_CONTENT_SUMMARISED) == (given->text != NULL)
               || call_wrong_usage (error,
                                    "a text is given with 'summarised', and with nothing else");
      }
  return call_wrong_usage (
      error, "'%s' is no content; it is summarised, nothing said, not asked or not applicable",
      given->content);
}

static gboolean
set_read_evidence (Call *call, SetOptions *given, GArray *places, GError **error)
{
  for (char **quote = given->quotes; quote != NULL && *quote != NULL; quote++)
    {
      if (!input_text (call, "--evidence", quote, error))
        return FALSE;
      const EspPlace place = { .quote = *quote };
      g_array_append_val (places, place);
    }
  for (char **turn = given->turns; turn != NULL && *turn != NULL; turn++)
    {
      EspPlace place;
      if (!input_turn ("--evidence-turn", *turn, &place, error))
        return FALSE;
      g_array_append_val (places, place);
    }
  for (char **span = given->spans; span != NULL && *span != NULL; span++)
    {
      EspPlace place;
      if (!input_span ("--evidence-span", *span, &place, error))
        return FALSE;
      g_array_append_val (places, place);
    }
  return TRUE;
}

static gboolean
set_write (Call *call, SetOptions *given, GError **error)
{
  EspChartEntry entry
      = { .work = given->draft ? ESP_WORK_DRAFT : ESP_WORK_CHARTED, .document = given->document };
  g_autoptr (GArray) places = g_array_new (FALSE, TRUE, sizeof (EspPlace));
  if (!set_read_content (given, &entry.content, error)
      || !input_text (call, "--text", &given->text, error)
      || !set_read_evidence (call, given, places, error))
    return FALSE;
  entry.text = given->text;
  entry.evidence = (const EspPlace *)(gpointer)places->data;
  entry.n_evidence = places->len;
  return esp_chart_set (call->study, call->analysis, call->arguments[0], call->arguments[1], &entry,
                        given->independent, error);
}

/* "; replaces version 1 by Ben; ...": of another person's summary that a new version takes the
 * place of; asked before it is written. */
static gboolean
set_replaced (Call *call, const SetOptions *given, char **remark, GError **error)
{
  g_autoptr (EspCellView) view
      = esp_chart_show (call->study, call->analysis, call->arguments[0], call->arguments[1], error);
  if (view == NULL)
    return FALSE;
  const GPtrArray *summaries = view->cell->summaries;
  const EspSummary *newest = summaries->len > 0 ? summaries->pdata[summaries->len - 1] : NULL;
  gboolean has_own = FALSE;
  for (guint i = 0; i < summaries->len; i++)
    has_own |= strcmp (((const EspSummary *)summaries->pdata[i])->coder, call->coder) == 0;
  *remark = newest == NULL || has_own || given->independent
                ? g_strdup ("")
                : g_strdup_printf ("; replaces version %u by %s; --independent keeps both",
                                   newest->version, newest->coder);
  return TRUE;
}

/* What is odd about a cell that was just written, for the person to look at. */
static char *
set_note (const EspCell *cell, const EspSummary *newest)
{
  if (newest->content != ESP_CONTENT_SUMMARISED && cell->own_codings > 0)
    {
      g_autofree char *passages = wording_count (cell->own_codings, "passage");
      return g_strdup_printf ("; note: %s of the case's own words %s coded here", passages,
                              cell->own_codings == 1 ? "is" : "are");
    }
  gboolean has_own = newest->content != ESP_CONTENT_SUMMARISED || newest->work == ESP_WORK_DRAFT;
  for (guint i = 0; i < newest->evidence->len; i++)
    has_own |= ((const EspEvidence *)newest->evidence->pdata[i])->own;
  return g_strdup (has_own ? "" : "; note: no evidence is in the case's own words");
}

static gboolean
set_finish (Call *call, const char *replaced, GError **error)
{
  g_autoptr (EspCellView) view
      = esp_chart_show (call->study, call->analysis, call->arguments[0], call->arguments[1], error);
  if (view == NULL)
    return FALSE;
  g_autofree char *theme = wording_theme (view->theme->number, view->theme->title);
  g_autofree char *about = g_strdup_printf ("%s, %s", view->case_label, view->theme->title);
  if (!call_commit (call, about, error))
    return FALSE;
  const EspSummary *newest = view->versions->pdata[view->versions->len - 1];
  g_autofree char *note = set_note (view->cell, newest);
  g_autofree char *pieces = wording_count (newest->evidence->len, "piece");
  g_autofree char *evidence = newest->content == ESP_CONTENT_SUMMARISED
                                  ? g_strdup_printf (", %s of evidence", pieces)
                                  : g_strdup ("");
  call_say (call, "%s %s: %s, %s%s%s%s", newest->work == ESP_WORK_DRAFT ? "drafted" : "charted",
            view->case_label, theme, esp_content_name (newest->content), evidence, replaced, note);
  return TRUE;
}

static gboolean
run (Call *call, GError **error)
{
  g_auto (SetOptions) given = { 0 };
  g_autofree char *replaced = NULL;
  const GOptionEntry options[] = {
    { "text", 0, 0, G_OPTION_ARG_FILENAME, &given.text, "The summary; - reads standard input",
      "WORDS" },
    { "content", 0, 0, G_OPTION_ARG_FILENAME, &given.content,
      "Without a text: \"nothing said\", \"not asked\" or \"not applicable\"", "CONTENT" },
    { "evidence", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given.quotes,
      "A quote that the summary rests on; may be given again", "WORDS" },
    { "evidence-turn", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given.turns, "A turn that it rests on",
      "N" },
    { "evidence-span", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given.spans, "A span that it rests on",
      "START-END" },
    { "document", 0, 0, G_OPTION_ARG_FILENAME, &given.document,
      "Where the evidence stands, when the case has several documents", "DOCUMENT" },
    { "draft", 0, 0, G_OPTION_ARG_NONE, &given.draft, "A draft, to be looked at again", NULL },
    { "independent", 0, 0, G_OPTION_ARG_NONE, &given.independent,
      "Stands beside the summaries of others instead of replacing the newest", NULL },
    G_OPTION_ENTRY_NULL,
  };
  return call_begin (call, options, 2, 2, error) && set_replaced (call, &given, &replaced, error)
         && set_write (call, &given, error) && set_finish (call, replaced, error);
}

const Command chart_set = {
  .name = "chart set",
  .about = "write the summary of a case on a theme, with its evidence",
  .usage = "CASE THEME (--text WORDS | --content CONTENT)",
  .example
  = "espalier chart set B-SM-001 recovery/meaning --text \"Ordinary things; hope is part of it.\" "
    "--evidence \"hope is part of it\"",
  .needs = STUDY_WRITE,
  .run = run,
};
