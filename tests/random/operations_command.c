/* What a person does to a study by a command.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/image.h"
#include "random/operations.h"
#include "store/store.h"
#include "support/written_words.h"

#include <string.h>

/* ---- picking */

/* One of an array, at random, mostly one of the first two, so that people meet; NULL for none. */
static gpointer
pick (const GPtrArray *array)
{
  if (array == NULL || array->len == 0)
    return NULL;
  return array->pdata[chance_below (chance_once_in (3) ? array->len : MIN (array->len, 2))];
}

/* One that is no section. */
static char *
pick_theme (Turn *turn, GError **error)
{
  g_autoptr (GPtrArray) themes = esp_framework (turn->study, NULL, error);
  g_autoptr (GPtrArray) deep = g_ptr_array_new ();
  for (guint i = 0; themes != NULL && i < themes->len; i++)
    if (((const EspTheme *)themes->pdata[i])->depth > 0)
      g_ptr_array_add (deep, themes->pdata[i]);
  const EspTheme *theme = pick (deep);
  if (theme == NULL && themes != NULL)
    operation_nothing (error, "theme");
  return theme != NULL ? g_strdup (theme->path) : NULL;
}

static char *
pick_case (Turn *turn, GError **error)
{
  g_autoptr (GPtrArray) cases = esp_cases (turn->study, NULL, error);
  const EspCase *one = pick (cases);
  if (one == NULL && cases != NULL)
    operation_nothing (error, "case");
  return one != NULL ? g_strdup (one->label) : NULL;
}

/* Few texts, so that two copies often get the same one. */
static const struct
{
  const char *name, *words;
} texts[] = {
  { "N-SU-007.txt", "Interviewer: And you?\n\nParticipant: I hope so.\n" },
  { "N-SU-007.txt", "Interviewer: And you?\n\nParticipant: I hope not, friends.\n" },
  { "S-CA-008.txt", "Interviewer: Home?\n\nParticipant: Home, family, work.\n" },
  { "renamed.txt", "Interviewer: Home?\n\nParticipant: Home, family, work.\n" },
  { "N-SU-009.md", "**Interviewer:** Hope?\n\n**Participant:** Hope. The dog helps.\n" },
  { "note.txt", "A note on hope.\n\nAnd on friends.\n" },
  { "talk.txt",
    "Rita: Shall we?\n\nTom: Yes.\n\nRita: Well?\n\nTom: Hope.\n\nRita: So?\n\nTom: So.\n" },
};

static char *
write_file (Turn *turn, const char *name, const char *words, GError **error)
{
  g_autofree char *path = g_build_filename (turn->folder, name, NULL);
  return g_file_set_contents_full (path, words, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error)
             ? g_steal_pointer (&path)
             : NULL;
}

/* The words with one piece said otherwise. */
static char *
say_otherwise (const char *words, const char *piece, const char *other)
{
  g_auto (GStrv) parts = g_strsplit (words, piece, -1);
  return g_strjoinv (other, parts);
}

/* ---- the corpus */

static gboolean
run_import (Turn *turn, GError **error)
{
  const guint which = chance_below (G_N_ELEMENTS (texts));
  g_autofree char *path = write_file (turn, texts[which].name, texts[which].words, error);
  if (path == NULL)
    return FALSE;
  const char *const paths[] = { path, NULL };
  const EspImportOptions options = { .keep_originals = chance_once_in (3) };
  g_autoptr (EspImportReport) report = esp_import (turn->study, paths, &options, error);
  return report != NULL;
}

/* A sheet of answers: the same respondents again and again, of whom one answers alike or otherwise,
 * and has one age or another. */
static gboolean
run_import_sheet (Turn *turn, GError **error)
{
  static const char *const answers[] = { "The dog.", "Hope and friends.", "" };
  static const char *const ages[] = { "18-30", "31-60" };
  g_autofree char *words = g_strdup_printf (
      "ID;Helps;Age\nN-SU-031;%s;%s\nS-CA-032;%s;%s\n",
      answers[chance_below (G_N_ELEMENTS (answers))], ages[chance_below (G_N_ELEMENTS (ages))],
      answers[chance_below (2)], ages[chance_below (G_N_ELEMENTS (ages))]);
  g_autofree char *path = write_file (turn, "answers.csv", words, error);
  if (path == NULL)
    return FALSE;
  const char *const paths[] = { path, NULL }, *const columns[]
                                              = { "ID=case", "Helps=question:What helps?",
                                                  "Age=attribute:age", NULL };
  const EspImportOptions options = { .rows = "respondent", .columns = columns };
  g_autoptr (EspImportReport) report = esp_import (turn->study, paths, &options, error);
  return report != NULL;
}

static char *
pick_document (Turn *turn, GError **error)
{
  g_autoptr (GPtrArray) documents = esp_documents (turn->study, NULL, error);
  const EspDocument *one = pick (documents);
  if (one == NULL && documents != NULL)
    operation_nothing (error, "document");
  return one != NULL ? g_strndup (one->id, 8) : NULL;
}

/* A few words said otherwise, taken out, or put in; seldom all of them. */
static gboolean
run_revise (Turn *turn, GError **error)
{
  static const char *const pieces[][2]
      = { { "hope", "faith" }, { "Hope", "Faith" }, { "friends", "old friends" }, { "old ", "" },
          { ". ", ".\n" },     { "?", "? And?" },   { "Participant", "INT" },     { "home", "" },
          { "faith", "hope" }, { "e", "e" } };
  const guint which = chance_below (G_N_ELEMENTS (pieces));
  /* Mostly words that somebody coded, so that there is something to look at. */
  const EspCodingFilter any = { 0 };
  g_autoptr (GPtrArray) codings = chance_once_in (3) ? NULL : esp_codings (turn->study, &any, NULL);
  const EspCoding *coded = pick (codings);
  const char *piece = coded != NULL ? coded->words : pieces[which][0];
  g_autofree char *document
      = coded != NULL ? g_strdup (coded->document) : pick_document (turn, error);
  g_autoptr (EspTranscript) transcript
      = document != NULL ? esp_transcript (turn->study, document, error) : NULL;
  if (transcript == NULL)
    return FALSE;
  g_autofree char *words = chance_below (10) == 0
                               ? g_strdup (texts[chance_below (G_N_ELEMENTS (texts))].words)
                               : say_otherwise (transcript->text, *piece != '\0' ? piece : "hope",
                                                coded != NULL ? "otherwise" : pieces[which][1]);
  g_autofree char *path = write_file (turn, "corrected.txt", words, error);
  const EspReviseOptions options = { .anyway = TRUE };
  g_autoptr (EspRevision) revision
      = path != NULL ? esp_revise (turn->study, document, path, &options, error) : NULL;
  return revision != NULL;
}

/* With nothing to look at, a text is corrected first. */
static gboolean
run_carried_accept (Turn *turn, GError **error)
{
  guint accepted = 0;
  g_autoptr (GPtrArray) items = esp_carried (turn->study, NULL, FALSE, error);
  if (items != NULL && items->len == 0 && run_revise (turn, NULL))
    {
      g_ptr_array_unref (items);
      items = esp_carried (turn->study, NULL, FALSE, error);
    }
  const EspCarriedItem *one = pick (items);
  if (one == NULL)
    return items != NULL && operation_nothing (error, "item to look at");
  return esp_carried_accept (turn->study, NULL, one->id, &accepted, error);
}

static gboolean
run_definition (Turn *turn, GError **error)
{
  static const char *const pieces[][2]
      = { { "title='Written'", "title='Written again'" },
          { "Who helps?", "Who is there?" },
          { "as='carer'", "as='sister'" },
          { "<rule name='{site} {number}'>", "<rule name='{site}'>" },
          { "code='N'", "code='X'" },
          { "name='Husband' as='other'", "name='Wife' as='other'" } };
  const guint which = chance_below (G_N_ELEMENTS (pieces) + 1);
  g_autofree char *ruled
      = say_otherwise (written_definition, "<kind name='pair'>",
                       "<kind name='pair'><rule name='{site} {number}'><member as='user' for='role'"
                       " value='user'/><member as='carer' for='role' value='carer' least='0'"
                       " most='any'/></rule>");
  g_autofree char *words = which < G_N_ELEMENTS (pieces)
                               ? say_otherwise (ruled, pieces[which][0], pieces[which][1])
                               : g_strdup (ruled);
  g_autofree char *path = write_file (turn, "study.xml", words, error);
  return path != NULL && esp_definition_load (turn->study, path, error);
}

static gboolean
run_attribute (Turn *turn, GError **error)
{
  static const char *const pairs[][2]
      = { { "site", "North" }, { "site", "South" }, { "role", "user" }, { "age", "18-30" },
          { "age", "31-60" },  { "number", "7" },   { "number", "8" } };
  const guint which = chance_below (G_N_ELEMENTS (pairs));
  g_autofree char *label = pick_case (turn, error);
  return label != NULL
         && esp_case_set_attribute (turn->study, label, pairs[which][0], pairs[which][1], error);
}

/* A sheet for two cases, with a wrong value in it now and then. */
static gboolean
run_attributes_import (Turn *turn, GError **error)
{
  static const char *const ages[] = { "18-30", "31-60", "old" };
  static const char *const sites[] = { "North", "South", "" };
  g_autofree char *first = pick_case (turn, error);
  g_autofree char *second = first != NULL ? pick_case (turn, error) : NULL;
  if (second == NULL)
    return FALSE;
  g_autofree char *words = g_strdup_printf (
      "case;age;site\n\"%s\";%s;%s\n\"%s\";%s;\n", first, ages[chance_below (G_N_ELEMENTS (ages))],
      sites[chance_below (G_N_ELEMENTS (sites))], second, ages[chance_below (G_N_ELEMENTS (ages))]);
  g_autofree char *path = write_file (turn, "ages.csv", words, error);
  const EspAttributeOptions options = { .replace = chance_once_in (2) };
  g_autoptr (EspAttributeReport) report
      = path != NULL ? esp_attributes_import (turn->study, path, &options, error) : NULL;
  return report != NULL;
}

/* Somebody in a document is a case, or was there only. */
static gboolean
run_name (Turn *turn, GError **error)
{
  static const char *const labels[] = { "N-SU-001", "N-SU-007", "S-CA-008", "S-CA-009" };
  g_autoptr (GPtrArray) speakers = esp_speakers (turn->study, NULL, chance_once_in (2), error);
  const EspSpeaker *one = pick (speakers);
  if (one == NULL)
    return speakers != NULL && operation_nothing (error, "speaker");
  if (chance_once_in (3))
    return esp_speaker_identify (turn->study, one->document, one->name,
                                 chance_once_in (2) ? ESP_PART_INTERVIEWER : ESP_PART_OTHER, NULL,
                                 NULL, error);
  return esp_speaker_identify (turn->study, one->document, one->name, ESP_PART_CASE,
                               labels[chance_below (G_N_ELEMENTS (labels))], NULL, error);
}

/* Two cases are one; or a case gets another label. */
static gboolean
run_case_join (Turn *turn, GError **error)
{
  static const char *const labels[] = { "N-SU-001", "N-SU-007", "S-CA-008", "S-CA-009" };
  g_autofree char *from = pick_case (turn, error);
  return from != NULL
         && esp_case_join (turn->study, from, labels[chance_below (G_N_ELEMENTS (labels))], NULL,
                           error);
}

/* What was given is taken back. */
static gboolean
run_attribute_clear (Turn *turn, GError **error)
{
  static const char *const names[] = { "age", "number", "role" };
  g_autofree char *label = pick_case (turn, error);
  return label != NULL
         && esp_case_clear_attribute (turn->study, label,
                                      names[chance_below (G_N_ELEMENTS (names))], NULL, error);
}

/* Something of a session; two people may say the same thing otherwise, or different things. */
static gboolean
run_session (Turn *turn, GError **error)
{
  static const char *const said[][2]
      = { { "date", "2026-03-14" },  { "date", "2026-03-15" }, { "minutes", "48.5" },
          { "minutes", "66" },       { "minutes", "" },        { "mode", "telephone" },
          { "place", "her garden" }, { "place", "" },          { "others", "a dog" },
          { "interviewers", "MJ" },  { "minutes", "long" } };
  g_autoptr (GPtrArray) documents = esp_documents (turn->study, NULL, error);
  const EspDocument *document = pick (documents);
  const guint which = chance_below (G_N_ELEMENTS (said));
  if (document == NULL)
    return documents != NULL && operation_nothing (error, "document");
  return esp_session_set (turn->study, document->name, said[which][0], said[which][1], error);
}

static gboolean
run_title (Turn *turn, GError **error)
{
  static const char *const titles[] = { "Hope", "Hope at home", "Written" };
  return esp_study_set_title (turn->study, titles[chance_below (G_N_ELEMENTS (titles))], error);
}

/* ---- the framework */

static gboolean
run_analysis (Turn *turn, GError **error)
{
  static const char *const names[] = { "second", "third" };
  return esp_analysis_add (turn->study, names[chance_below (G_N_ELEMENTS (names))], error);
}

static gboolean
run_framework (Turn *turn, GError **error)
{
  static const char *const pieces[][2]
      = { { "name='Home'", "name='Home' number='7'" },
          { "<theme name='Work'/>", "<theme name='Work'><definition>Paid.</definition></theme>" } };
  const guint which = chance_below (G_N_ELEMENTS (pieces) + 1);
  g_autofree char *words
      = which < G_N_ELEMENTS (pieces)
            ? say_otherwise (written_framework, pieces[which][0], pieces[which][1])
            : g_strdup (written_framework);
  g_autofree char *path = write_file (turn, "framework.xml", words, error);
  const char *analysis = chance_once_in (2) ? "second" : "third";
  g_autoptr (GError) is_there = NULL;
  esp_analysis_add (turn->study, analysis, &is_there);
  return path != NULL && esp_framework_import (turn->study, analysis, path, error);
}

/* ---- indexing */

static gboolean
run_code (Turn *turn, GError **error)
{
  g_autofree char *theme = pick_theme (turn, error);
  g_autoptr (GPtrArray) documents = theme != NULL ? esp_documents (turn->study, NULL, error) : NULL;
  const EspDocument *document = pick (documents);
  if (document == NULL)
    return documents != NULL && operation_nothing (error, "document");
  EspPlace place = { .turn = 1 + chance_below (document->turns + 1) };
  if (chance_once_in (3) && document->length_cp > 8)
    {
      const gsize start = chance_below (4) * 2;
      place = (EspPlace){ .start_cp = start, .end_cp = start + 2 };
    }
  g_autoptr (EspCoding) coding = NULL;
  return esp_code (turn->study, NULL, document->name, theme, &place, &coding, error);
}

static gboolean
run_uncode (Turn *turn, GError **error)
{
  const EspCodingFilter filter = { .origin = "any" };
  g_autoptr (GPtrArray) codings = esp_codings (turn->study, &filter, error);
  const EspCoding *coding = pick (codings);
  if (coding == NULL)
    return codings != NULL && operation_nothing (error, "coding");
  g_autoptr (EspCoding) gone = NULL;
  return esp_uncode (turn->study, coding->id, &gone, error);
}

static gboolean
run_autocode (Turn *turn, GError **error)
{
  static const char *const sheets[]
      = { "help/meaning,hope\n", "help/friends,friend*\nsetting/home,home\n",
          "help/meaning,dog\n" };
  g_autofree char *path
      = write_file (turn, "rules.csv", sheets[chance_below (G_N_ELEMENTS (sheets))], error);
  const EspAutocodeOptions options = { .unit = (EspUnit)chance_below (3) };
  g_autoptr (GPtrArray) rows
      = path != NULL ? esp_autocode (turn->study, NULL, path, &options, error) : NULL;
  return rows != NULL;
}

static gboolean
run_search_code (Turn *turn, GError **error)
{
  static const char *const searches[] = { "hope", "friend* OR home", "dog NEAR/5 me" };
  const EspSearchOptions options = { .parts = chance_once_in (2) ? 1u << ESP_PART_CASE : 0 };
  g_autofree char *theme = pick_theme (turn, error);
  g_autoptr (EspSearchResult) result
      = theme != NULL ? esp_search (turn->study, searches[chance_below (G_N_ELEMENTS (searches))],
                                    &options, error)
                      : NULL;
  EspSearchCoding coded;
  if (result != NULL && result->hits->len == 0)
    return operation_nothing (error, "turn found");
  return result != NULL
         && esp_search_code (turn->study, NULL, result, theme, (EspUnit)chance_below (3), &coded,
                             error);
}

/* Settles one proposal, or all at a theme. */
static gboolean
settle (Turn *turn, gboolean accept, GError **error)
{
  const EspCodingFilter any = { .origin = "proposed" };
  g_autoptr (GPtrArray) proposals = esp_codings (turn->study, &any, error);
  const EspCoding *one = pick (proposals);
  if (one == NULL)
    return proposals != NULL && operation_nothing (error, "proposal");
  const gboolean at_theme = chance_once_in (3);
  const EspCodingFilter filter
      = { .id = at_theme ? NULL : one->id, .theme = at_theme ? one->theme_path : NULL };
  guint settled;
  return accept ? esp_codings_accept (turn->study, &filter, &settled, error)
                : esp_codings_reject (turn->study, &filter, &settled, error);
}

static gboolean
run_accept (Turn *turn, GError **error)
{
  return settle (turn, TRUE, error);
}

static gboolean
run_reject (Turn *turn, GError **error)
{
  return settle (turn, FALSE, error);
}

/* ---- charting */

static gboolean
run_chart_set (Turn *turn, GError **error)
{
  static const char *const words[] = { "Hope, mostly.", "Friends came first.", "No hope." };
  g_autofree char *label = pick_case (turn, error);
  g_autofree char *theme = label != NULL ? pick_theme (turn, error) : NULL;
  if (theme == NULL)
    return FALSE;
  g_autoptr (GPtrArray) documents = esp_documents (turn->study, label, NULL);
  const EspDocument *document = pick (documents);
  const EspPlace place = { .turn = 2 };
  EspChartEntry entry = { .text = words[chance_below (G_N_ELEMENTS (words))],
                          .work = chance_once_in (3) ? ESP_WORK_DRAFT : ESP_WORK_NOT_STARTED };
  if (chance_once_in (4))
    entry = (EspChartEntry){ .content = ESP_CONTENT_NOTHING_SAID };
  else if (document != NULL && chance_once_in (2))
    {
      entry.evidence = &place;
      entry.n_evidence = 1;
      entry.document = document->name;
    }
  return esp_chart_set (turn->study, NULL, label, theme, &entry, chance_once_in (4), error);
}

static gboolean
run_chart_check (Turn *turn, GError **error)
{
  static const char *const verdicts[] = { "agreed", "to discuss", "disagreed" };
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) themes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Query) query = store_query (
      turn->study, "SELECT c.label, lower (hex (s.theme_id)) FROM summary s JOIN study_case c"
                   " ON c.id = s.case_id WHERE s.gone = 0 ORDER BY s.id");
  while (query_step (query, error))
    {
      g_ptr_array_add (labels, g_strdup (query_text (query, 0)));
      g_ptr_array_add (themes, g_strdup (query_text (query, 1)));
    }
  if (query_failed (query))
    return FALSE;
  if (labels->len == 0)
    return operation_nothing (error, "summary");
  const guint which = chance_below (labels->len);
  g_autoptr (GPtrArray) framework = esp_framework (turn->study, NULL, error);
  for (guint i = 0; framework != NULL && i < framework->len; i++)
    {
      const EspTheme *theme = framework->pdata[i];
      g_autofree char *digits = say_otherwise (theme->id, "-", "");
      if (g_str_equal (digits, themes->pdata[which]))
        return esp_chart_check (turn->study, NULL, labels->pdata[which], theme->path, NULL,
                                verdicts[chance_below (G_N_ELEMENTS (verdicts))],
                                chance_once_in (2) ? "Look again." : NULL, error);
    }
  return framework != NULL && operation_nothing (error, "theme of it");
}

/* ---- notes */

/* A memo is written on something, reworded, or taken away. */
static gboolean
run_memos (Turn *turn, GError **error)
{
  static const char *const words[] = { "Look again.", "Whose hope?", "Split it." };
  const char *text = words[chance_below (G_N_ELEMENTS (words))];
  const EspMemoFilter every = { 0 };
  g_autoptr (EspMemo) memo = NULL;
  g_autoptr (GPtrArray) memos = esp_memos (turn->study, &every, error);
  if (memos == NULL)
    return FALSE;
  if (memos->len > 0 && chance_once_in (2))
    {
      const char *id = ((const EspMemo *)pick (memos))->id;
      return chance_once_in (3) ? esp_memo_remove (turn->study, id, &memo, error)
                                : esp_memo_reword (turn->study, id, text, &memo, error);
    }
  g_autofree char *label = chance_once_in (2) ? pick_case (turn, error) : NULL;
  const EspPlace place = { .turn = 1 + chance_below (3) };
  const gboolean on_turn = label != NULL && chance_once_in (2);
  const EspMemoEntry entry = { .text = text,
                               .kind = chance_once_in (3) ? "decision" : NULL,
                               .document = on_turn ? label : NULL,
                               .place = on_turn ? &place : NULL,
                               .case_label = on_turn ? NULL : label };
  g_clear_error (error);
  return esp_memo_add (turn->study, &entry, &memo, error);
}

/* ---- exchange */

static gboolean
run_archive (Turn *turn, GError **error)
{
  const Seat *other = &turn->seats[chance_below (turn->n_seats)];
  g_autofree char *path = g_build_filename (turn->folder, "exchanged.xml", NULL);
  g_autoptr (EspArchiveReport) report = esp_archive_write (other->study, path, error)
                                            ? esp_archive_import (turn->study, path, error)
                                            : NULL;
  return report != NULL;
}

const Operation command_operations[] = {
  { "import", 5, FALSE, run_import },
  { "definition load", 4, FALSE, run_definition },
  { "case set", 8, FALSE, run_attribute },
  { "attributes import", 4, FALSE, run_attributes_import },
  { "cases name", 6, FALSE, run_name },
  { "cases join", 2, FALSE, run_case_join },
  { "case clear", 3, FALSE, run_attribute_clear },
  { "session set", 5, FALSE, run_session },
  { "title", 4, FALSE, run_title },
  { "analysis add", 2, FALSE, run_analysis },
  { "framework import", 3, FALSE, run_framework },
  { "revise", 6, FALSE, run_revise },
  { "import sheet", 5, FALSE, run_import_sheet },
  { "carried accept", 9, FALSE, run_carried_accept },
  { "code", 16, FALSE, run_code },
  { "uncode", 5, FALSE, run_uncode },
  { "autocode", 4, FALSE, run_autocode },
  { "search --code", 4, FALSE, run_search_code },
  { "codings accept", 4, FALSE, run_accept },
  { "codings reject", 4, FALSE, run_reject },
  { "chart set", 12, FALSE, run_chart_set },
  { "chart check", 5, FALSE, run_chart_check },
  { "memos", 6, FALSE, run_memos },
  { "archive import", 3, FALSE, run_archive },
  { 0 },
};
