/* Coding by pattern: only the cases' own speech, in the unit asked for, counted as one counts by
 * hand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/temporary_study.h"

static GPtrArray *
autocode (const TemporaryStudy *temporary, const char *sheet, const EspAutocodeOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *rules = temporary_file (temporary, "rules.csv", sheet, -1);
  change_begin (temporary->study);
  GPtrArray *rows = esp_autocode (temporary->study, NULL, rules, options, &error);
  cr_assert_not_null (rows, "%s", error ? error->message : "");
  change_commit (temporary->study);
  return rows;
}

static GPtrArray *
proposals (EspStudy *study)
{
  const EspCodingFilter filter = { .origin = "proposed" };
  GPtrArray *found = esp_codings (study, &filter, NULL);
  cr_assert_not_null (found);
  return found;
}

Test (autocode, never_codes_an_interviewer_or_anyone_else)
{
  for (EspUnit unit = ESP_UNIT_MATCH; unit <= ESP_UNIT_TURN; unit++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      written_study_open (&temporary);
      import_words (
          &temporary, "S-CA-003.md",
          "# Hope at home: S-CA-003\n\nHope notes.\n\n**Interviewer:** Hope?\n\n**Participant:** "
          "Hope.\n\n"
          "**Gregory:** Hope!\n\n**Interviewer:** Hope.\n\n**Participant:** Yes, hope, for as long as it takes.\n");
      const EspAutocodeOptions options = { .unit = unit, .with_unspoken = unit == ESP_UNIT_TURN };
      g_autoptr (GPtrArray) rows G_GNUC_UNUSED
          = autocode (&temporary, "help/meaning,hope\n", &options);
      g_autoptr (GPtrArray) found = proposals (temporary.study);
      cr_expect_gt (found->len, 5);
      guint unspoken = 0;
      for (guint i = 0; i < found->len; i++)
        {
          const EspCoding *one = found->pdata[i];
          unspoken += one->part == ESP_PART_NONE;
          cr_expect (one->part == ESP_PART_CASE || one->part == ESP_PART_NONE, "%s, %s: %s",
                     one->document, one->where, one->words);
          cr_expect (g_str_has_prefix (one->where, "turn")
                         || g_str_has_prefix (one->where, "paragraph"),
                     "%s", one->where);
        }
      cr_expect_eq (unspoken, options.with_unspoken ? 2 : 0, "%u", unspoken);
    }
}

Test (autocode, a_match_that_runs_on_hides_none_in_the_next_turn)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  import_words (&temporary, "S-CA-003.md",
                "**Interviewer:** zebras, or\n\n**Participant:** zebras, and a hut\n\n"
                "**Interviewer:** Hut.\n");
  const EspAutocodeOptions options = { .unit = ESP_UNIT_MATCH };
  g_autoptr (GPtrArray) rows
      = autocode (&temporary, "help/meaning,/zebras[\\s\\S]*hut/\n", &options);
  g_autoptr (GPtrArray) found = proposals (temporary.study);
  cr_assert_eq (rows->len, 1);
  cr_assert_eq (found->len, 1);
  cr_expect_str_eq (((const EspCoding *)found->pdata[0])->words, "zebras, and a hut");
}

/* ---- units */

static const struct
{
  const char *words, *match, *sentence;
} sentences[] = {
  { "One thing. I hope so. Another.", "hope", "I hope so." },
  { "hope first. Then more.", "hope", "hope first." },
  { "More. And last hope", "hope", "And last hope" },
  { "\u201cI hope.\u201d Then (so I hope!) Yes?", "hope", "\u201cI hope.\u201d" },
  { "Is it 3.5 of hope? No.", "hope", "Is it 3.5 of hope?" },
  { "Well\u2026 hope\u2026 and so on.", "hope", "hope\u2026" },
  { "Ask www.hope.org today. Yes.", "hope", "Ask www.hope.org today." },
  { "\u5e0c\u671b\u3002 hope \u2014 \U0001F600! End.", "hope", "hope \u2014 \U0001F600!" },
  { "What?! Hope?! Yes.", "Hope", "Hope?!" },
};

Test (autocode, takes_the_sentence_or_the_turn_around_a_match)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    for (EspUnit unit = ESP_UNIT_MATCH; unit <= ESP_UNIT_TURN; unit++)
      {
        g_auto (TemporaryStudy) temporary = { 0 };
        written_study_open (&temporary);
        g_autofree char *text = g_strdup_printf (
            "Interviewer: A?\n\nParticipant: %s\n\nInterviewer: B?\n", sentences[i].words);
        import_words (&temporary, "S-CA-003.txt", text);
        const EspAutocodeOptions options = { .unit = unit };
        g_autoptr (GPtrArray) rows G_GNUC_UNUSED
            = autocode (&temporary, "theme,words\nsetting/work,hope\n", &options);
        const EspCodingFilter filter = { .origin = "proposed", .document = "S-CA-003" };
        g_autoptr (GPtrArray) found = esp_codings (temporary.study, &filter, NULL);
        cr_assert_geq (found->len, 1);
        const char *expected = unit == ESP_UNIT_MATCH      ? sentences[i].match
                               : unit == ESP_UNIT_SENTENCE ? sentences[i].sentence
                                                           : sentences[i].words;
        cr_expect_str_eq (((const EspCoding *)found->pdata[0])->words, expected, "unit %d: '%s'",
                          (int)unit, ((const EspCoding *)found->pdata[0])->words);
      }
}

Test (autocode, joins_matches_of_one_unit)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const EspAutocodeOptions turn = { .unit = ESP_UNIT_TURN }, match = { .unit = ESP_UNIT_MATCH };
  g_autoptr (GPtrArray) rows = autocode (&temporary, "help/friends,friend*\n", &turn);
  const EspAutocodeRow *row = rows->pdata[0];
  cr_expect_eq (row->matches, 4, "%u", row->matches);
  cr_expect_eq (row->proposals, 2, "%u", row->proposals);
  cr_expect_eq (row->documents, 2);
  cr_expect_eq (row->cases, 2);
  cr_expect_str_eq (row->theme_path, "help/friends");
  cr_expect_str_eq (row->rule, "friend*");
  g_autoptr (GPtrArray) again = autocode (&temporary, "help/friends,friend*\n", &match);
  cr_expect_eq (((const EspAutocodeRow *)again->pdata[0])->proposals, 0,
                "what is proposed around them is enough");
  cr_expect_eq (((const EspAutocodeRow *)again->pdata[0])->matches, 4);
}

Test (autocode, finds_words_of_writing_without_spaces)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  import_words (&temporary, "S-CA-003.txt",
                "Interviewer: A?\n\nParticipant: 我們的希望在家。有了希望就hope了，hopeful。\n");
  const EspAutocodeOptions match = { .unit = ESP_UNIT_MATCH };
  g_autoptr (GPtrArray) rows
      = autocode (&temporary, "setting/work,希望|家\nhelp/friends,hope\n", &match);
  cr_expect_eq (((const EspAutocodeRow *)rows->pdata[0])->matches, 3);
}

/* ---- whose speech */

static const struct
{
  const char *where[3];
  const char *labels; /* of the cases coded, in order */
} wheres[] = {
  { { NULL }, "N-CA-001 N-SU-001 S-SU-001 N-SU-002 S-CA-001" },
  { { "site=North", NULL }, "N-CA-001 N-SU-001 N-SU-002" },
  { { "site=north", "role=user", NULL }, "N-SU-001 N-SU-002" },
  { { "role=carer", NULL }, "N-CA-001 S-CA-001" },
};

Test (autocode, takes_only_the_cases_asked_for)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wheres); i++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      written_study_open (&temporary);
      const EspAutocodeOptions options = { .where = wheres[i].where };
      g_autoptr (GPtrArray) rows = autocode (&temporary, "help/meaning,hope\n", &options);
      g_autoptr (GPtrArray) found = proposals (temporary.study);
      g_auto (GStrv) labels = g_strsplit (wheres[i].labels, " ", -1);
      cr_expect_eq (((const EspAutocodeRow *)rows->pdata[0])->cases, g_strv_length (labels));
      for (guint n = 0; n < found->len; n++)
        cr_expect (g_strv_contains ((const char *const *)labels,
                                    ((const EspCoding *)found->pdata[n])->case_label),
                   "%s", ((const EspCoding *)found->pdata[n])->case_label);
    }
}

/* ---- counts of the sample equal a count that shares nothing with ours: GLib's own expressions
 * over the turns of the cases */

static const struct
{
  const char *sheet, *pattern;
} counted[] = {
  { "care-planning/risk,/\\brisk(s|y)?\\b/\n", "\\brisk(s|y)?\\b" },
  { "recovery/meaning,recover* | hope | getting better\n",
    "(?<![\\p{L}\\p{N}])(recover[\\p{L}\\p{N}]*|hope|getting\\s+better)(?![\\p{L}\\p{N}])" },
  { "personalisation/choice,/\\b(?:choice|choices|choose|chose|chosen|decide[ds]?)\\b/\n",
    "\\b(choices?|choose|chosen?|decide[ds]?)\\b" },
};

static guint
count_naive (const char *words, const char *pattern)
{
  guint n = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, &error);
  cr_assert_not_null (regex, "%s", error ? error->message : "");
  g_autoptr (GMatchInfo) match = NULL;
  for (gboolean more = g_regex_match (regex, words, 0, &match); more;
       more = g_match_info_next (match, NULL))
    n++;
  return n;
}

Test (autocode, counts_the_sample_as_one_counts_by_hand)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  definition_load_path (temporary.study, "corpora/recovery-care/study.xml");
  framework_import_path (temporary.study, "frameworks/care-planning.xml");
  g_autofree char *folder = source_path ("corpora/recovery-care/documents");
  const char *const paths[] = { folder, NULL };
  const EspImportOptions import = { 0 };
  change_begin (temporary.study);
  g_autoptr (EspImportReport) report = esp_import (temporary.study, paths, &import, &error);
  cr_assert_not_null (report);
  change_commit (temporary.study);
  for (gsize r = 0; r < G_N_ELEMENTS (counted); r++)
    {
      const EspAutocodeOptions options = { 0 };
      g_autoptr (GPtrArray) rows = autocode (&temporary, counted[r].sheet, &options);
      guint matches = 0, documents = 0;
      for (guint i = 0; i < report->files->len; i++)
        {
          g_autoptr (EspTranscript) transcript = esp_transcript (
              temporary.study, ((const EspImportedFile *)report->files->pdata[i])->document, NULL);
          const guint before = matches;
          for (guint n = 0; n < transcript->items->len; n++)
            {
              const EspItem *item = transcript->items->pdata[n];
              if (item->kind == ESP_ITEM_TURN && item->part == ESP_PART_CASE)
                matches += count_naive (item->words, counted[r].pattern);
            }
          documents += matches > before;
        }
      const EspAutocodeRow *row = rows->pdata[0];
      cr_expect_gt (matches, 5);
      cr_expect_eq (row->matches, matches, "%s: %u, by hand %u", counted[r].sheet, row->matches,
                    matches);
      cr_expect_eq (row->proposals, matches);
      cr_expect_eq (row->documents, documents);
    }
  expect_whole (temporary.study);
}

/* ---- sheets that are none */

static const struct
{
  const char *sheet, *says;
} bad[] = {
  { "theme,words\n", "has no rules" },
  { "help/meaning\n", "rules.csv:1: a rule has two columns" },
  { "theme,words\nhelp/meaning,hope\nnothing,hope\n", "rules.csv:3:" },
  { "help/meaning,/(/\n", "rules.csv:1:" },
  { "help/meaning, | \n", "has no words" },
  { "<rules xmlns='urn:espalier:rules:1'><rule/></rules>", "rules.csv" },
};

Test (autocode, refuses_a_sheet_with_file_and_line)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      const EspAutocodeOptions options = { 0 };
      g_autofree char *rules = temporary_file (&temporary, "rules.csv", bad[i].sheet, -1);
      change_begin (temporary.study);
      g_autoptr (GPtrArray) rows = esp_autocode (temporary.study, NULL, rules, &options, &error);
      expect_failure (rows != NULL, &error, error != NULL ? (EspError)error->code : ESP_ERROR_INPUT,
                      bad[i].says);
      esp_change_abandon (temporary.study);
    }
}

Test (autocode, proposes_nothing_where_a_person_coded_the_match)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const EspAutocodeOptions options = { .unit = ESP_UNIT_SENTENCE };
  g_free (code_quote (temporary.study, "Anna", "S-SU-001", "help/friends", "family, always"));
  g_autoptr (GPtrArray) other G_GNUC_UNUSED
      = autocode (&temporary, "help/friends,Friends and\nhelp/meaning,always\n", &options);
  g_autoptr (GPtrArray) found = proposals (temporary.study);
  cr_expect_eq (found->len, 2, "words beside it and other themes are proposed: %u", found->len);
  g_autoptr (GPtrArray) rows = autocode (&temporary, "help/friends,always\n", &options);
  const EspAutocodeRow *row = rows->pdata[0];
  cr_expect_eq (row->matches, 1);
  cr_expect_eq (row->proposals, 0);
}
