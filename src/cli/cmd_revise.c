/* espalier revise: a corrected text for a document, or for all that came from a sheet.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/carried_table.h"
#include "cli/sheet_options.h"
#include "cli/wording.h"

#include <stdio.h>

/* "12 of its 9,041 words were taken out or replaced, 14 are new". */
static char *
revise_words (const EspRevision *revision)
{
  if (revision->same_text)
    return g_strdup ("its words are the same; who speaks, when, or where a turn ends differs");
  if (revision->words_removed + revision->words_inserted == 0)
    return g_strdup ("no word differs, only spaces and marks do");
  return g_strdup_printf (
      "%" G_GSIZE_FORMAT " of its %" G_GSIZE_FORMAT " words went, %" G_GSIZE_FORMAT " came",
      revision->words_removed, revision->words_before, revision->words_inserted);
}

/* Adds "20 codings (2 on changed words)", or nothing where there are none. */
static void
revise_add_count (GString *line, const EspCarriedCount *count, const char *noun, const char *of)
{
  if (count->as_they_were + count->changed == 0)
    return;
  g_autofree char *counted = wording_count (count->as_they_were + count->changed, noun);
  g_string_append_printf (line, "%s%s%s", line->len > 0 ? ", " : "", counted, of);
  if (count->changed > 0)
    g_string_append_printf (line, " (%u on changed words)", count->changed);
}

static void
revise_warn (Call *call, const EspRevision *revision)
{
  for (guint i = 0; i < revision->findings->len; i++)
    {
      const EspFinding *finding = revision->findings->pdata[i];
      if (finding->grade != ESP_GRADE_NOTE)
        call_warn (call, "%s: %s%s%s", revision->document, finding->what,
                   *finding->done != '\0' ? "; " : "", finding->done);
    }
  for (guint i = 0; i < revision->unknown_speakers->len; i++)
    call_warn (call,
               "%s: it is not known who '%s' is, who did not speak in the text before; 'espalier "
               "cases name' says it",
               revision->document, (const char *)revision->unknown_speakers->pdata[i]);
}

static void
revise_report_changed (Call *call, const GPtrArray *changed)
{
  if (changed->len == 0 || call->quiet)
    return;
  g_autoptr (Table) table = carried_table (changed, FALSE, FALSE);
  putchar ('\n');
  call_table (call, table, "");
  if (!call->dry_run)
    puts ("\nto be looked at: 'espalier carried' lists them, 'espalier carried accept' lets them "
          "stand");
}

static void
revise_report (Call *call, const EspRevision *revision, const char *words)
{
  g_autoptr (GString) carried = g_string_new (NULL);
  revise_add_count (carried, &revision->codings, "coding", "");
  revise_add_count (carried, &revision->evidence, "piece", " of evidence");
  revise_add_count (carried, &revision->memos, "memo", "");
  call_say (call, "%s has version %u of its text: %s; carried over: %s", revision->document,
            revision->version, words, carried->len > 0 ? carried->str : "nothing stood on it");
  revise_report_changed (call, revision->changed);
}

static json_t *
revise_count_json (const EspCarriedCount *count)
{
  return json_pack ("{s:i, s:i}", "as_they_were", (int)count->as_they_were, "changed",
                    (int)count->changed);
}

static json_t *
revise_json (const EspRevision *revision)
{
  json_t *changed = json_array ();
  for (guint i = 0; i < revision->changed->len; i++)
    {
      const EspCarriedItem *item = revision->changed->pdata[i];
      json_array_append_new (
          changed,
          json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "id", item->id,
                     "kind", item->kind, "where", item->where, "case", item->case_label,
                     "theme_number", item->theme_number, "theme_title", item->theme_title, "coder",
                     item->coder, "carried", esp_carried_name (item->carried), "before",
                     item->before, "after", item->after, "quote", item->quote, "match",
                     *item->quote != '\0' ? esp_quote_match_name (item->match) : ""));
    }
  return json_pack (
      "{s:s, s:i, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "document", revision->document,
      "version", (int)revision->version, "words_before", (json_int_t)revision->words_before,
      "words_after", (json_int_t)revision->words_after, "words_removed",
      (json_int_t)revision->words_removed, "words_inserted", (json_int_t)revision->words_inserted,
      "codings", revise_count_json (&revision->codings), "evidence",
      revise_count_json (&revision->evidence), "memos", revise_count_json (&revision->memos),
      "to_look_at", changed);
}

/* ---- of all documents of a sheet */

static char *
sheet_count_words (const EspCarriedCount *count)
{
  if (count->as_they_were + count->changed == 0)
    return g_strdup ("");
  return count->changed == 0
             ? g_strdup_printf ("%u", count->as_they_were)
             : g_strdup_printf ("%u (%u on changed words)", count->as_they_were + count->changed,
                                count->changed);
}

static void
sheet_report_table (Call *call, const EspSheetRevision *revision)
{
  static const char *const headings[]
      = { "document", "version", "codings", "evidence", "memos", "words" };
  g_autoptr (Table) table = table_new (FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (headings); i++)
    table_column (table, NULL, headings[i]);
  for (guint i = 0; i < revision->revisions->len; i++)
    {
      const EspRevision *one = revision->revisions->pdata[i];
      const EspCarriedCount *const counts[] = { &one->codings, &one->evidence, &one->memos };
      g_autofree char *words = revise_words (one);
      table_text (table, one->document);
      table_uint (table, one->version);
      for (gsize k = 0; k < G_N_ELEMENTS (counts); k++)
        {
          g_autofree char *counted = sheet_count_words (counts[k]);
          table_text (table, counted);
        }
      table_text (table, words);
    }
  call_table (call, table, "");
}

static json_t *
sheet_json (const EspSheetRevision *revision)
{
  json_t *documents = json_array (), *findings = json_array ();
  for (guint i = 0; i < revision->revisions->len; i++)
    json_array_append_new (documents, revise_json (revision->revisions->pdata[i]));
  for (guint i = 0; i < revision->findings->len; i++)
    {
      const EspFinding *one = revision->findings->pdata[i];
      json_array_append_new (
          findings, json_pack ("{s:s, s:i, s:o, s:o}", "grade", esp_grade_name (one->grade), "line",
                               (int)one->line, "what", table_json_text (one->what), "done",
                               table_json_text (one->done)));
    }
  return json_pack ("{s:o, s:o, s:i, s:i, s:i, s:i, s:o}", "sheet",
                    table_json_text (revision->sheet), "documents", documents, "same",
                    (int)revision->same, "refused", (int)revision->refused, "not_in_study",
                    (int)revision->unknown, "without_row", (int)revision->left, "findings",
                    findings);
}

static void
sheet_warn (Call *call, const EspSheetRevision *revision)
{
  for (guint i = 0; i < revision->findings->len; i++)
    {
      const EspFinding *one = revision->findings->pdata[i];
      if (one->grade != ESP_GRADE_NOTE)
        call_warn (call, "%s%s%s", one->what, *one->done != '\0' ? "; " : "", one->done);
    }
  for (guint i = 0; i < revision->revisions->len; i++)
    revise_warn (call, revision->revisions->pdata[i]);
}

static void
sheet_report (Call *call, const EspSheetRevision *revision, const char *about)
{
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();
  for (guint i = 0; i < revision->revisions->len; i++)
    g_ptr_array_extend (changed, ((const EspRevision *)revision->revisions->pdata[i])->changed,
                        NULL, NULL);
  if (!call->quiet && revision->revisions->len > 0)
    {
      sheet_report_table (call, revision);
      putchar ('\n');
    }
  call_say (call, "%s, %u as before", about, revision->same);
  revise_report_changed (call, changed);
}

static gboolean
run_sheet (Call *call, const EspReviseOptions *wanted, GError **error)
{
  g_autoptr (EspSheetRevision) revision
      = esp_revise_sheet (call->study, call->arguments[0], wanted, error);
  if (revision == NULL)
    return FALSE;
  g_autofree char *from = g_path_get_basename (call->arguments[0]);
  g_autofree char *counted = wording_count (revision->revisions->len, "document");
  g_autofree char *about
      = g_str_equal (revision->sheet, from)
            ? g_strdup_printf ("%s corrected from '%s'", counted, from)
            : g_strdup_printf ("%s of '%s' corrected from '%s'", counted, revision->sheet, from);
  if (!call_commit (call, about, error))
    return FALSE;
  sheet_warn (call, revision);
  if (call->json)
    call_json (call, sheet_json (revision));
  else
    sheet_report (call, revision, about);
  call->status = revision->refused > 0 ? STATUS_IN_PART : 0;
  return TRUE;
}

/* ---- of one document */

static gboolean
run_document (Call *call, const EspReviseOptions *wanted, GError **error)
{
  g_autoptr (EspRevision) revision
      = esp_revise (call->study, call->arguments[0], call->arguments[1], wanted, error);
  if (revision == NULL)
    return FALSE;
  g_autofree char *words = revise_words (revision);
  g_autofree char *about
      = g_strdup_printf ("%s, version %u: %s", revision->document, revision->version, words);
  if (!call_commit (call, about, error))
    return FALSE;
  revise_warn (call, revision);
  if (call->json)
    call_json (call, revise_json (revision));
  else
    revise_report (call, revision, words);
  return TRUE;
}

static gboolean
run (Call *call, GError **error)
{
  EspReviseOptions wanted = { 0 };
  g_autofree char *encoding = NULL, *of = NULL;
  g_auto (SheetOptions) sheets = { 0 };
  gboolean all = FALSE;
  const GOptionEntry options[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all,
      "All documents that came from a sheet, by the sheet as it is now", NULL },
    { "of", 0, 0, G_OPTION_ARG_STRING, &of,
      "With --all: the name of the sheet that they came from, where the file has another", "NAME" },
    { "encoding", 0, 0, G_OPTION_ARG_STRING, &encoding,
      "What a plain text is in, such as windows-1252; without it, that is found out", "NAME" },
    { "keep-originals", 0, 0, G_OPTION_ARG_NONE, &wanted.keep_original,
      "Keep the bytes of the file in the study", NULL },
    { "anyway", 0, 0, G_OPTION_ARG_NONE, &wanted.anyway,
      "Also where less than half of the words are left, or more than half are new", NULL },
    SHEET_OPTION_ENTRIES (sheets),
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 2, error))
    return FALSE;
  wanted.encoding = encoding;
  SHEET_OPTIONS_SAY (sheets, wanted);
  wanted.of = of;
  if (all)
    return call->n_arguments == 1 ? run_sheet (call, &wanted, error)
                                  : call_wrong_usage (error, "--all takes the sheet alone");
  if (call->n_arguments != 2 || of != NULL)
    return call_wrong_usage (error, of != NULL ? "--of goes with --all"
                                               : "say which document, or --all for all documents "
                                                 "that came from a sheet");
  return run_document (call, &wanted, error);
}

const Command command_revise = {
  .name = "revise",
  .stage = "corpus",
  .about = "correct the text of a document; what stands on it is carried over",
  .usage = "DOCUMENT FILE, or --all SHEET",
  .example = "espalier revise B-SM-001 corrected/B-SM-001.txt",
  .needs = STUDY_WRITE,
  .names = TRUE,
  .run = run,
};
