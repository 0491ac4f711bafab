/* espalier search: finds words in turns, and codes what it found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/found.h"
#include "cli/input.h"
#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  gboolean regex, typed; /* typed: the words stand on the command line */
  char *within, *case_label, *document, *by, *code, *unit, *to, *format;
  char **where, **speakers;
  int limit;
} SearchOptions;

static void
search_clear (SearchOptions *given)
{
  char *texts[] = { given->within, given->case_label, given->document, given->by,
                    given->code,   given->unit,       given->to,       given->format };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (given->where);
  g_strfreev (given->speakers);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SearchOptions, search_clear)

/* ---- options */

static gboolean
search_options_fit (const SearchOptions *given, GError **error)
{
  if (given->limit < 0)
    return call_wrong_usage (error, "--limit wants a number from 0 on");
  if (given->code != NULL && given->limit > 0)
    return call_wrong_usage (error, "--code codes all that is found; leave --limit out");
  if (given->to != NULL && given->limit > 0)
    return call_wrong_usage (error, "--to writes all that is found; leave --limit out");
  if (given->code == NULL && given->unit != NULL)
    return call_wrong_usage (error, "--unit says how much --code codes; give --code THEME too");
  if (given->to == NULL && given->format != NULL)
    return call_wrong_usage (error, "--format is for --to -");
  return TRUE;
}

/* What is coded is participants' own words, unless others are asked for. */
static gboolean
search_parts (const SearchOptions *given, guint *parts, GError **error)
{
  *parts = given->code != NULL && given->speakers == NULL ? 1u << ESP_PART_CASE : 0;
  for (char **name = given->speakers; name != NULL && *name != NULL; name++)
    {
      guint part = ESP_PART_INTERVIEWER;
      while (part <= ESP_PART_NONE && strcmp (esp_part_name ((EspPart)part), *name) != 0)
        part++;
      if (part > ESP_PART_NONE)
        return call_wrong_usage (error,
                                 "'%s' is nobody's words; --speaker takes interviewer, own, "
                                 "other, unknown or document",
                                 *name);
      *parts |= 1u << part;
    }
  return TRUE;
}

/* ---- answers */

static gboolean
search_write (Call *call, const EspSearchResult *result, const SearchOptions *given, GError **error)
{
  const char *verb = call_verb_for (given->to);
  fflush (stdout);
  if (!esp_search_result_write (result, given->to, given->format, error))
    return FALSE;
  g_autofree char *line = found_line (result);
  if (strcmp (given->to, "-") != 0 && given->code == NULL)
    call_say (call, "%s '%s': %s", verb, given->to, line);
  return TRUE;
}

static void
search_print (Call *call, const EspSearchResult *result, const SearchOptions *given)
{
  g_autofree char *line = found_line (result);
  TerminalPager *pager = given->code == NULL ? terminal_page_begin () : NULL;
  found_print (result);
  if (given->by != NULL && result->total->turns > 0)
    found_print_counts (call, result, given->by);
  if (!call->quiet)
    printf ("%s\n", line);
  terminal_page_end (pager);
}

/* Stores what was coded, once it is shown, and says so; *coded gets it for JSON. */
static gboolean
search_commit (Call *call, const EspSearchCoding *done, const SearchOptions *given, json_t **coded,
               GError **error)
{
  g_autofree char *counted = wording_count (done->codings, "coding");
  g_autofree char *documents = wording_count (done->documents, "document");
  g_autofree char *words = g_strdup_printf ("'%s'", call->arguments[0]);
  g_autofree char *about = g_strdup_printf ("%s at %s, found by %s", counted, given->code,
                                            given->typed ? words : "a search");
  if (!call_commit (call, about, error))
    return FALSE;
  *coded
      = json_pack ("{s:i, s:i, s:i, s:b}", "codings", (int)done->codings, "already",
                   (int)done->already, "documents", (int)done->documents, "dry_run", call->dry_run);
  g_autofree char *already = done->already > 0
                                 ? g_strdup_printf ("; coded with it before: %u", done->already)
                                 : g_strdup ("");
  if (!call->json)
    call_say (call, "%s in %s at %s%s", counted, documents, given->code, already);
  return TRUE;
}

/* What cannot be coded is refused before anything is shown. */
static gboolean
search_answer (Call *call, const char *what, const EspSearchResult *result,
               const SearchOptions *given, EspUnit unit, GError **error)
{
  json_t *coded = NULL;
  EspSearchCoding done;
  if (given->code != NULL
      && !esp_search_code (call->study, call->analysis, result, given->code, unit, &done, error))
    return FALSE;
  for (guint i = 0; i < result->lost->len; i++)
    call_warn (call, "warning: '%s' was not searched: its words are lost",
               (const char *)result->lost->pdata[i]);
  if (given->to != NULL && !search_write (call, result, given, error))
    return FALSE;
  if (given->to == NULL && !call->json)
    search_print (call, result, given);
  if (given->code != NULL && !search_commit (call, &done, given, &coded, error))
    return FALSE;
  if (given->to == NULL && call->json)
    {
      json_t *answer = found_json (result, what);
      if (coded != NULL)
        json_object_set (answer, "coded", coded);
      call_json (call, answer);
    }
  else if (coded != NULL && call->json)
    call_json (call, json_incref (coded));
  json_decref (coded);
  return TRUE;
}

static gboolean
search_run (Call *call, const SearchOptions *given, GError **error)
{
  guint parts;
  EspUnit unit = ESP_UNIT_TURN;
  g_autofree char *what = g_strdup (call->arguments[0]);
  if (!search_parts (given, &parts, error) || !input_unit (given->unit, &unit, error)
      || !input_text (call, "search", &what, error))
    return FALSE;
  const gboolean by_case = g_strcmp0 (given->by, "case") == 0;
  const EspSearchOptions options = {
    .is_pattern = given->regex,
    .analysis = call->analysis,
    .within = given->within,
    .case_label = given->case_label,
    .document = given->document,
    .where = (const char *const *)given->where,
    .parts = parts,
    .by = by_case ? NULL : given->by,
    .limit = (guint)given->limit,
  };
  g_autoptr (EspSearchResult) result = esp_search (call->study, what, &options, error);
  return result != NULL && search_answer (call, what, result, given, unit, error);
}

static gboolean
run (Call *call, GError **error)
{
  g_auto (SearchOptions) given = { 0 };
  const GOptionEntry options[] = {
    { "regex", 0, 0, G_OPTION_ARG_NONE, &given.regex, "The words are a regular expression (PCRE2)",
      NULL },
    { "within", 0, 0, G_OPTION_ARG_FILENAME, &given.within,
      "Only what is coded with this theme or one below it", "THEME" },
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &given.case_label, "Only of this case", "CASE" },
    { "where", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given.where,
      "Only of cases that have this; may be given again", "NAME=VALUE" },
    { "document", 0, 0, G_OPTION_ARG_FILENAME, &given.document, "Only in this document",
      "DOCUMENT" },
    { "speaker", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given.speakers,
      "Only words of: interviewer, own, other, unknown, document; may be given again", "WHOSE" },
    { "by", 0, 0, G_OPTION_ARG_FILENAME, &given.by,
      "Count by case, by an attribute or by a kind of group", "NAME" },
    { "limit", 0, 0, G_OPTION_ARG_INT, &given.limit,
      "Show at most this many, and count all (0: show all)", "N" },
    { "to", 'o', 0, G_OPTION_ARG_FILENAME, &given.to,
      "Write what was found to a file: .csv; - is standard output", "FILE" },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &given.format, "csv, for --to -", "FORMAT" },
    { "code", 0, 0, G_OPTION_ARG_FILENAME, &given.code,
      "Code what was found: participants' own words, unless --speaker says others", "THEME" },
    { "unit", 0, 0, G_OPTION_ARG_FILENAME, &given.unit,
      "How much --code codes: match, sentence or turn (usual)", "UNIT" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_read (call, options, 1, 1, error) || !search_options_fit (&given, error))
    return FALSE;
  given.typed = strcmp (call->arguments[0], "-") != 0;
  call->needs = given.code != NULL ? STUDY_WRITE : STUDY_READ;
  return call_open (call, error) && search_run (call, &given, error);
}

const Command command_search = {
  .name = "search",
  .stage = "indexing",
  .about = "find words, phrases or patterns in what was said, and code them",
  .usage = "WORDS",
  .example = "espalier search 'hop* NEAR/5 recovery' --by site",
  .needs = STUDY_READ | STUDY_WRITE,
  .run = run,
};
