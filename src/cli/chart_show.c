/* espalier chart show: a cell with its evidence, and what is coded there and not yet charted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/coding_table.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "cli/wording.h"

#include <stdio.h>

/* Prints words with an indent, wrapped on a terminal. */
static void
show_indented (const char *text, guint indent)
{
  guint width = terminal_width ();
  g_autoptr (GPtrArray) lines = wording_wrap (text, width > indent + 20 ? width - indent : width);
  for (guint i = 0; i < lines->len; i++)
    {
      printf ("%*s", (int)indent, "");
      terminal_print (STYLE_PLAIN, lines->pdata[i]);
      putchar ('\n');
    }
}

/* What a reader must know of a quote: that it is not what stands there, and that the case did not
 * say it. */
static char *
show_remark (const EspEvidence *evidence)
{
  gboolean changed = evidence->match == ESP_QUOTE_EDITED || evidence->match == ESP_QUOTE_NOT_FOUND;
  const gboolean named = !evidence->own && *evidence->speaker != '\0';
  if (!changed && evidence->own)
    return g_strdup ("");
  return g_strdup_printf (" (%s%s%s%s%s)", changed ? esp_quote_match_name (evidence->match) : "",
                          changed && !evidence->own ? "; " : "", evidence->own ? "" : "context",
                          named ? ", words of " : "", named ? evidence->speaker : "");
}

/* How the words of evidence were corrected after it was given. */
static char *
show_corrected (const EspEvidence *evidence)
{
  switch (evidence->carried)
    {
    case ESP_CARRIED_CHANGED:
      {
        g_autofree char *before = wording_line (evidence->before);
        return g_strdup_printf ("; words corrected since; before: “%s”", before);
      }
    case ESP_CARRIED_WITHOUT_WORDS:
      return g_strdup ("; words taken out of the text since");
    case ESP_CARRIED_ANOTHERS:
      return g_strdup ("; said by somebody else since the text was corrected");
    case ESP_CARRIED_AS_IT_WAS:
    default:
      return g_strdup ("");
    }
}

static void
show_evidence (const EspEvidence *evidence)
{
  g_autofree char *words = wording_line (evidence->words);
  g_autofree char *remark = show_remark (evidence);
  g_autofree char *corrected = show_corrected (evidence);
  g_autofree char *line = g_strdup_printf ("%s, %s%s: “%s”%s", evidence->document, evidence->where,
                                           remark, words, corrected);
  show_indented (line, 4);
}

static void
show_check (const EspSummaryCheck *check)
{
  g_autofree char *when = wording_local_time (check->made_at, TRUE);
  g_autofree char *line
      = g_strdup_printf ("checked by %s, %s: %s%s%s", check->coder, when, check->verdict,
                         check->note[0] != '\0' ? "; " : "", check->note);
  show_indented (line, 2);
}

static void
show_summary (const EspSummary *summary)
{
  g_autofree char *when = wording_local_time (summary->made_at, TRUE);
  printf ("%s, %s", esp_content_name (summary->content), esp_work_name (summary->work));
  g_autofree char *who = g_strdup_printf (
      " by %s, %s, version %u%s%s%s\n", summary->coder, when, summary->version,
      summary->recoded ? "; STALE: its codings have changed since" : "",
      !summary->corrected ? ""
      : summary->recoded  ? ", and "
                          : "; STALE: ",
      summary->corrected ? "words that it rests on were corrected since it was written" : "");
  terminal_print (STYLE_PLAIN, who);
  if (summary->text[0] != '\0')
    show_indented (summary->text, 2);
  if (summary->evidence->len > 0)
    puts ("  evidence");
  for (guint i = 0; i < summary->evidence->len; i++)
    show_evidence (summary->evidence->pdata[i]);
  for (guint i = 0; i < summary->checks->len; i++)
    show_check (summary->checks->pdata[i]);
  putchar ('\n');
}

static void
show_uncharted (const EspCellView *view)
{
  printf ("%u coded here, %u of them not yet charted\n", view->codings->len, view->uncharted->len);
  for (guint i = 0; i < view->uncharted->len; i++)
    {
      const EspCoding *coding = view->uncharted->pdata[i];
      g_autofree char *id = wording_short_id (coding->id);
      g_autofree char *words = wording_line (coding->words);
      g_autofree char *line = g_strdup_printf ("%s  %s, %s, %s: “%s”", id, coding->document,
                                               coding->where, coding->coder, words);
      show_indented (line, 4);
    }
}

static void
show_text (const EspCellView *view, const GPtrArray *summaries)
{
  g_autofree char *theme = wording_theme (view->theme->number, view->theme->title);
  g_autofree char *heading = g_strdup_printf ("%s: %s", view->case_label, theme);
  terminal_print (STYLE_HEADING, heading);
  fputs ("\n\n", stdout);
  if (summaries->len == 0)
    printf ("%s%s%s\n\n", esp_content_name (view->cell->content),
            view->cell->content != ESP_CONTENT_NONE ? ", " : "", esp_work_name (view->cell->work));
  for (guint i = 0; i < summaries->len; i++)
    show_summary (summaries->pdata[i]);
  show_uncharted (view);
}

static json_t *
show_evidence_json (const EspEvidence *evidence)
{
  return json_pack ("{s:s, s:s, s:I, s:I, s:s, s:b, s:s, s:s, s:s, s:s, s:s}", "document",
                    evidence->document, "where", evidence->where, "start_cp",
                    (json_int_t)evidence->start_cp, "end_cp", (json_int_t)evidence->end_cp, "whose",
                    esp_part_name (evidence->part), "own", evidence->own, "speaker",
                    evidence->speaker, "words", evidence->words, "match",
                    esp_quote_match_name (evidence->match), "carried",
                    esp_carried_name (evidence->carried), "before", evidence->before);
}

static json_t *
show_summary_json (const EspSummary *summary)
{
  json_t *evidence = json_array ();
  for (guint i = 0; i < summary->evidence->len; i++)
    json_array_append_new (evidence, show_evidence_json (summary->evidence->pdata[i]));
  json_t *checks = json_array ();
  for (guint i = 0; i < summary->checks->len; i++)
    {
      const EspSummaryCheck *check = summary->checks->pdata[i];
      json_array_append_new (checks, json_pack ("{s:s, s:s, s:s, s:s}", "coder", check->coder,
                                                "made_at", check->made_at, "verdict",
                                                check->verdict, "note", check->note));
    }
  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:b, s:o, s:o}", "id", summary->id,
                    "content", esp_content_name (summary->content), "work",
                    esp_work_name (summary->work), "text", summary->text, "coder", summary->coder,
                    "made_at", summary->made_at, "version", (int)summary->version, "stale",
                    summary->stale, "evidence", evidence, "checks", checks);
}

static json_t *
show_codings_json (const GPtrArray *codings)
{
  json_t *array = json_array ();
  for (guint i = 0; i < codings->len; i++)
    json_array_append_new (array, coding_json (codings->pdata[i]));
  return array;
}

static json_t *
show_json (const EspCellView *view, const GPtrArray *summaries)
{
  json_t *array = json_array ();
  for (guint i = 0; i < summaries->len; i++)
    json_array_append_new (array, show_summary_json (summaries->pdata[i]));
  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:b, s:o, s:o, s:o}", "case", view->case_label,
                    "theme_number", view->theme->number, "theme_path", view->theme->path, "content",
                    esp_content_name (view->cell->content), "work",
                    esp_work_name (view->cell->work), "asked", view->cell->asked, "summaries",
                    array, "codings", show_codings_json (view->codings), "uncharted",
                    show_codings_json (view->uncharted));
}

static gboolean
run (Call *call, GError **error)
{
  gboolean versions = FALSE;
  const GOptionEntry options[] = {
    { "versions", 0, 0, G_OPTION_ARG_NONE, &versions, "All versions ever written, oldest first",
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 2, 2, error))
    return FALSE;
  g_autoptr (EspCellView) view
      = esp_chart_show (call->study, call->analysis, call->arguments[0], call->arguments[1], error);
  if (view == NULL)
    return FALSE;
  const GPtrArray *summaries = versions ? view->versions : view->cell->summaries;
  if (call->json)
    call_json (call, show_json (view, summaries));
  else
    show_text (view, summaries);
  return TRUE;
}

const Command chart_show = {
  .name = "chart show",
  .about = "read a cell: summary, evidence, what is coded and not yet charted",
  .usage = "CASE THEME",
  .example = "espalier chart show B-SM-001 recovery/meaning",
  .needs = STUDY_READ,
  .run = run,
};
