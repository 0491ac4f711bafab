/* Searching: what SQLite finds with one row a turn, our search finds with one row a text; to the
 * code point; counted as one counts by hand; and coded once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv.h"
#include "corpus/transcript.h"
#include "indexing/search_turn.h"
#include "support/sql.h"
#include "support/temporary_study.h"

static EspSearchResult *
search_as (EspStudy *study, const char *what, const EspSearchOptions *options)
{
  g_autoptr (GError) error = NULL;
  EspSearchResult *result = esp_search (study, what, options, &error);
  cr_assert_not_null (result, "'%s': %s", what, error ? error->message : "");
  return result;
}

static EspSearchResult *
search (EspStudy *study, const char *what)
{
  return search_as (study, what, NULL);
}

/* "N-SU-001 2, S-SU-001 4": documents and numbers of turns; to be freed. */
static char *
places (const EspSearchResult *result)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < result->hits->len; i++)
    {
      const EspSearchHit *hit = result->hits->pdata[i];
      g_string_append_printf (text, "%s%s %u", i > 0 ? ", " : "", hit->document, hit->number);
    }
  return g_string_free (text, FALSE);
}

static void
expect_places (EspStudy *study, const char *what, const char *wanted)
{
  g_autoptr (EspSearchResult) result = search (study, what);
  g_autofree char *found = places (result);
  cr_expect_str_eq (found, wanted, "'%s': %s", what, found);
}

/* What was found in each turn, between stars in its words; to be freed. */
static char *
marked (const EspSearchHit *hit, const char *open, const char *close)
{
  GString *text = g_string_new (NULL);
  gsize at = 0;
  for (guint i = 0; i < hit->matches->len; i++)
    {
      const EspSpan *match = &g_array_index (hit->matches, EspSpan, i);
      const gsize start = match->start_cp - hit->start_cp, end = match->end_cp - hit->start_cp;
      cr_assert (at <= start && start < end && match->end_cp <= hit->end_cp);
      g_autofree char *before = g_utf8_substring (hit->words, (glong)at, (glong)start);
      g_autofree char *found = g_utf8_substring (hit->words, (glong)start, (glong)end);
      g_string_append_printf (text, "%s%s%s%s", before, open, found, close);
      at = end;
    }
  g_autofree char *rest
      = g_utf8_substring (hit->words, (glong)at, (glong)(hit->end_cp - hit->start_cp));
  g_string_append (text, rest);
  return g_string_free (text, FALSE);
}

/* ---- the oracle: FTS5 over a table of its own with one row a turn */

static sqlite3 *
oracle_open (EspStudy *study)
{
  sqlite3 *db;
  cr_assert_eq (sqlite3_open (":memory:", &db), SQLITE_OK);
  cr_assert_eq (sqlite3_exec (db,
                              "CREATE VIRTUAL TABLE turns USING fts5 (document UNINDEXED, number "
                              "UNINDEXED, words, tokenize = 'unicode61 remove_diacritics 2')",
                              NULL, NULL, NULL),
                SQLITE_OK);
  sqlite3_stmt *insert;
  cr_assert_eq (sqlite3_prepare_v2 (db, "INSERT INTO turns VALUES (?, ?, ?)", -1, &insert, NULL),
                SQLITE_OK);
  g_autoptr (GPtrArray) documents = esp_documents (study, NULL, NULL);
  for (guint i = 0; i < documents->len; i++)
    {
      g_autoptr (EspTranscript) transcript
          = esp_transcript (study, ((const EspDocument *)documents->pdata[i])->name, NULL);
      cr_assert_not_null (transcript);
      for (guint j = 0; j < transcript->items->len; j++)
        {
          const EspItem *item = transcript->items->pdata[j];
          if (item->number == 0)
            continue;
          sqlite3_bind_text (insert, 1, transcript->document->name, -1, SQLITE_TRANSIENT);
          sqlite3_bind_int64 (insert, 2, item->number);
          sqlite3_bind_text (insert, 3, item->words, -1, SQLITE_TRANSIENT);
          cr_assert_eq (sqlite3_step (insert), SQLITE_DONE);
          sqlite3_reset (insert);
        }
    }
  sqlite3_finalize (insert);
  return db;
}

/* "document number: words with marks" for each turn, by document and turn; without the words where
 * `marks` is FALSE. To be freed. */
static char *
oracle_answer (sqlite3 *db, const char *expression, gboolean marks)
{
  sqlite3_stmt *query;
  cr_assert_eq (sqlite3_prepare_v2 (db,
                                    "SELECT document, number, highlight (turns, 2, '\u27e6', "
                                    "'\u27e7') FROM turns WHERE turns MATCH ? ORDER BY document, "
                                    "number",
                                    -1, &query, NULL),
                SQLITE_OK);
  sqlite3_bind_text (query, 1, expression, -1, SQLITE_TRANSIENT);
  GString *answer = g_string_new (NULL);
  int step;
  while ((step = sqlite3_step (query)) == SQLITE_ROW)
    g_string_append_printf (answer, "%s %d%s%s\n", sqlite3_column_text (query, 0),
                            sqlite3_column_int (query, 1), marks ? ": " : "",
                            marks ? (const char *)sqlite3_column_text (query, 2) : "");
  cr_assert_eq (step, SQLITE_DONE, "%s: %s", expression, sqlite3_errmsg (db));
  sqlite3_finalize (query);
  return g_string_free (answer, FALSE);
}

static char *
our_answer (const EspSearchResult *result, gboolean marks)
{
  GString *answer = g_string_new (NULL);
  for (guint i = 0; i < result->hits->len; i++)
    {
      const EspSearchHit *hit = result->hits->pdata[i];
      g_autofree char *words = marked (hit, "\u27e6", "\u27e7");
      g_string_append_printf (answer, "%s %u%s%s\n", hit->document, hit->number, marks ? ": " : "",
                              marks ? words : "");
    }
  return g_string_free (answer, FALSE);
}

/* What evaluating the query on every turn of every text finds, whatever the index says. */
static char *
answer_without_index (EspStudy *study, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Tokenizer) tokenizer = tokenizer_new (study, &error);
  g_autoptr (SearchQuery) query = search_query_read (tokenizer, what, &error);
  cr_assert_not_null (query, "%s", error ? error->message : "");
  g_autoptr (TurnSearch) turns = turn_search_new (tokenizer, query, NULL);
  g_autoptr (GPtrArray) documents = esp_documents (study, NULL, NULL);
  GString *answer = g_string_new (NULL);
  for (guint i = 0; i < documents->len; i++)
    {
      g_autoptr (EspTranscript) transcript
          = esp_transcript (study, ((const EspDocument *)documents->pdata[i])->name, NULL);
      for (guint j = 0; j < transcript->items->len; j++)
        {
          const EspItem *item = transcript->items->pdata[j];
          if (item->number > 0
              && turn_search_run (turns, item->words, strlen (item->words), NULL)->len > 0)
            g_string_append_printf (answer, "%s %u\n", transcript->document->name, item->number);
        }
    }
  return g_string_free (answer, FALSE);
}

/* ---- chance: texts and queries */

static const char *const chance_words[] = { "hope",
                                            "Hope",
                                            "HOPED",
                                            "hopeful",
                                            "dog",
                                            "Dog's",
                                            "don\u2019t",
                                            "don't",
                                            "caf\u00e9",
                                            "cafe\u0301",
                                            "CAF\u00c9",
                                            "na\u00efve",
                                            "\u05e9\u05dc\u05d5\u05dd",
                                            "\u043c\u0438\u0440",
                                            "\u041c\u0418\u0420\u0410",
                                            "\ud55c\uad6d\uc5b4",
                                            "\U0001F600",
                                            "x\u00adyz",
                                            "Stra\u00dfe",
                                            "STRASSE",
                                            "\u0130stanbul",
                                            "\ufb01n",
                                            "\u00bd",
                                            "a",
                                            "b",
                                            "the",
                                            "\u0301lone",
                                            "\uff11\uff12",
                                            "\u01c5",
                                            "care-plan",
                                            "3.5",
                                            "AND",
                                            "near",
                                            "it\u2026",
                                            "\u2014" };

static const char *
chance_word (GRand *chance)
{
  return chance_words[chance_below (chance, G_N_ELEMENTS (chance_words))];
}

static void
import_chance (const TemporaryStudy *temporary, GRand *chance)
{
  static const char *const gaps[] = { " ", " ", " ", ", ", "\u00a0", " \u2013 ", ". " };
  for (guint n = 0; n < 8; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *name = g_strdup_printf ("N-SU-%03u.txt", 10 + n);
      const guint turns = 2 + chance_below (chance, 8);
      for (guint turn = 0; turn < turns; turn++)
        {
          g_string_append (text, turn % 2 == 0 ? "Interviewer: so" : "Participant: well");
          for (guint words = chance_below (chance, 12); words > 0; words--)
            g_string_append_printf (text, "%s%s", gaps[chance_below (chance, G_N_ELEMENTS (gaps))],
                                    chance_word (chance));
          g_string_append (text, n % 2 == 0 ? "\n\n" : "\r\n\r\n");
        }
      import_words (temporary, name, text->str);
    }
}

/* A word that has a letter or digit, and is no operator. */
static const char *
chance_searched (GRand *chance)
{
  for (;;)
    {
      const char *word = chance_word (chance);
      if (!g_str_equal (word, "\U0001F600") && !g_str_equal (word, "\u2014")
          && !g_str_equal (word, "AND"))
        return word;
    }
}

/* Adds a word, a beginning or a phrase: as ours reads it, and as FTS5 does. */
static void
chance_phrase (GRand *chance, GString *ours, GString *theirs)
{
  g_autofree char *word = g_strdup (chance_searched (chance));
  switch (chance_below (chance, 4))
    {
    case 0:
      {
        /* The first characters of a word; a star right after a letter. */
        const glong length = g_utf8_strlen (word, -1);
        char *end
            = g_utf8_offset_to_pointer (word, 1 + (glong)chance_below (chance, (guint)length));
        *end = '\0';
        end = g_utf8_prev_char (end);
        if (!g_unichar_isalnum (g_utf8_get_char (end))
            || !g_unichar_isalnum (g_utf8_get_char (word)))
          g_string_append (ours, "hop*"), g_string_append (theirs, "\"hop\" *");
        else
          {
            g_string_append_printf (ours, "%s*", word);
            g_string_append_printf (theirs, "\"%s\" *", word);
          }
        break;
      }
    case 1:
      {
        const char *second = chance_searched (chance);
        g_string_append_printf (ours, "\u201c%s %s\u201d", word, second);
        g_string_append_printf (theirs, "\"%s %s\"", word, second);
        break;
      }
    default:
      g_string_append (ours, word);
      g_string_append_printf (theirs, "\"%s\"", word);
    }
}

static void
chance_near (GRand *chance, GString *ours, GString *theirs)
{
  const guint phrases = 2 + chance_below (chance, 2), distance = chance_below (chance, 5);
  const gboolean as_list = chance_below (chance, 2) == 0;
  g_string_append (ours, as_list ? "NEAR (" : "");
  g_string_append (theirs, "NEAR (");
  for (guint i = 0; i < phrases; i++)
    {
      if (i > 0 && !as_list)
        g_string_append_printf (ours, " NEAR/%u ", distance);
      else if (i > 0)
        g_string_append_c (ours, ' ');
      g_string_append (theirs, i > 0 ? " " : "");
      chance_phrase (chance, ours, theirs);
    }
  if (as_list)
    g_string_append_printf (ours, ", %u)", distance);
  g_string_append_printf (theirs, ", %u)", distance);
}

static void
chance_query (GRand *chance, guint depth, GString *ours, GString *theirs)
{
  static const char *const operators[] = { " AND ", " OR ", " NOT ", " AND " };
  if (depth == 0 || chance_below (chance, 3) == 0)
    {
      (chance_below (chance, 3) == 0 ? chance_near : chance_phrase) (chance, ours, theirs);
      return;
    }
  const guint which = chance_below (chance, G_N_ELEMENTS (operators));
  g_string_append_c (ours, '(');
  g_string_append_c (theirs, '(');
  chance_query (chance, depth - 1, ours, theirs);
  g_string_append (ours, which == 3 ? ") (" : ")");
  if (which != 3)
    g_string_append_printf (ours, "%s(", operators[which]);
  g_string_append_printf (theirs, ")%s(", operators[which]);
  chance_query (chance, depth - 1, ours, theirs);
  g_string_append_c (ours, ')');
  g_string_append_c (theirs, ')');
}

Test (search, finds_the_turns_that_an_index_of_turns_finds)
{
  guint32 seed;
  GRand *chance = chance_new (&seed);
  guint hits = 0;
  for (guint round = 0; round < 4; round++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      written_study_open (&temporary);
      import_chance (&temporary, chance);
      sqlite3 *oracle = oracle_open (temporary.study);
      for (guint n = 0; n < 150; n++)
        {
          g_autoptr (GString) ours = g_string_new (NULL), theirs = g_string_new (NULL);
          chance_query (chance, chance_below (chance, 4), ours, theirs);
          g_autoptr (EspSearchResult) result = search (temporary.study, ours->str);
          g_autofree char *found = our_answer (result, FALSE);
          g_autofree char *wanted = oracle_answer (oracle, theirs->str, FALSE);
          g_autofree char *everywhere = answer_without_index (temporary.study, ours->str);
          cr_assert_str_eq (found, wanted, "ESPALIER_SEED=%u: %s\nas %s\nfound:\n%swanted:\n%s",
                            seed, ours->str, theirs->str, found, wanted);
          cr_assert_str_eq (found, everywhere, "ESPALIER_SEED=%u: %s\nby the index:\n%selse:\n%s",
                            seed, ours->str, found, everywhere);
          hits += result->hits->len;
        }
      sqlite3_close (oracle);
    }
  cr_expect_gt (hits, 1000, "ESPALIER_SEED=%u: only %u hits", seed, hits);
  g_rand_free (chance);
}

/* Of a single phrase or NEAR, FTS5 marks just what it found. */
Test (search, marks_the_words_that_an_index_of_turns_marks)
{
  guint32 seed;
  GRand *chance = chance_new (&seed);
  for (guint round = 0; round < 4; round++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      written_study_open (&temporary);
      import_chance (&temporary, chance);
      sqlite3 *oracle = oracle_open (temporary.study);
      for (guint n = 0; n < 150; n++)
        {
          g_autoptr (GString) ours = g_string_new (NULL), theirs = g_string_new (NULL);
          (n % 2 == 0 ? chance_near : chance_phrase) (chance, ours, theirs);
          g_autoptr (EspSearchResult) result = search (temporary.study, ours->str);
          g_autofree char *found = our_answer (result, TRUE);
          g_autofree char *wanted = oracle_answer (oracle, theirs->str, TRUE);
          cr_assert_str_eq (found, wanted, "ESPALIER_SEED=%u: %s\nas %s\nfound:\n%swanted:\n%s",
                            seed, ours->str, theirs->str, found, wanted);
        }
      sqlite3_close (oracle);
    }
  g_rand_free (chance);
}

/* ---- what a search says */

static const struct
{
  const char *what, *places;
} queries[] = {
  { "rex", "N-SU-001 2" },
  { "\"part of it\"", "N-SU-001 2" },
  { "\"part of\" dog", "N-SU-001 2" },
  { "don't", "N-SU-001 2" },
  { "fam*", "S-SU-001 2, group 3" },
  { "friends NOT old", "N-SU-001 3, S-SU-001 2" },
  { "friends AND NOT old", "N-SU-001 3, S-SU-001 2" },
  { "NOT old AND friends", "N-SU-001 3, S-SU-001 2" },
  { "old OR work", "N-CA-001 4, N-SU-001 4, group 4" },
  { "old OR work then", "N-SU-001 4, group 4" },
  { "(old OR work) then", "group 4" },
  { "dog NEAR/2 me", "N-SU-001 2" },
  { "dog NEAR/1 me", "" },
  { "me NEAR/2 dog", "N-SU-001 2" },
  { "NEAR(dog me,2)", "N-SU-001 2" },
  { "NEAR (dog me , 2)", "N-SU-001 2" },
  { "dog NEAR me", "N-SU-001 2" },
  { "\"my d* (rex)\"", "N-SU-001 2" },
  { "\"th* pla*\" goes", "N-plan 1" },
  { "\"pla* th*\"", "" },
  { "\"th* pla*\"", "N-plan 1" },
  { "\"all pla\"*", "rules 1" },
  { "and", "N-SU-001 3, S-SU-001 2" },
  { "words:hope", "" },
  { "^home", "N-CA-001 1, N-CA-001 2, N-plan 1" },
  { "hope, then.", "group 4" },
};

Test (search, reads_words_phrases_and_operators)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    expect_places (temporary.study, queries[i].what, queries[i].places);
}

/* Of all parts of a search that hold in a turn, and only of those. */
static const struct
{
  const char *what, *marked;
} marks[] = {
  { "\"part of it\" of", "Hope is [part of it]. I" },
  { "rex AND of", "part [of] it. I don\u2019t give up \u2014 not ever. My dog ([Rex])" },
  { "(hope AND zebra) OR rex",
    "Hope is part of it. I don\u2019t give up \u2014 not ever. My dog ([Rex])" },
  { "rex NOT (hope AND zebra)",
    "Hope is part of it. I don\u2019t give up \u2014 not ever. My dog ([Rex])" },
};

Test (search, marks_what_holds_and_joins_what_overlaps)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const EspSearchOptions options = { .document = "N-SU-001" };
      g_autoptr (EspSearchResult) result = search_as (temporary.study, marks[i].what, &options);
      cr_assert_eq (result->hits->len, 1);
      g_autofree char *words = marked (result->hits->pdata[0], "[", "]");
      cr_expect_not_null (strstr (words, marks[i].marked), "%s: %s", marks[i].what, words);
    }
}

static const struct
{
  const char *what, *part;
} unreadable[] = {
  { "", "nothing to search for" },
  { " \t", "nothing to search for" },
  { "hope AND", "not complete at its end" },
  { "OR hope", "at its character 1: a word or a phrase is missing" },
  { "hope AND OR dog", "at its character 10: a word" },
  { "(hope", "at its character 1: the parenthesis that opens here is never closed" },
  { "hope) dog", "at its character 5: a parenthesis is closed" },
  { "caf\u00e9 \"hope", "at its character 6: the quotation mark" },
  { "*", "a star stands for" },
  { "*hope", "a star stands for" },
  { "ho*pe", "a star stands for" },
  { "hope**", "a star stands for" },
  { "\"a * b\"", "a star stands for" },
  { "\u2014", "no letter and no digit" },
  { "\"\"", "no letter and no digit" },
  { "NOT hope", "only what must not stand" },
  { "hope OR NOT dog", "only what must not stand" },
  { "NOT NOT hope", "at its character 5" },
  { "NEAR", "a word or a phrase is missing" },
  { "NEAR (hope)", "two words" },
  { "NEAR (hope OR dog)", "NEAR takes words" },
  { "NEAR (hope dog", "not complete" },
  { "NEAR (hope dog, 99999)", "never near" },
  { "hope NEAR/x dog", "NEAR/ wants" },
  { "hope NEAR/3 (dog OR cat)", "NEAR takes words" },
  { "(a OR b) NEAR/3 c", "NEAR takes words" },
  { "a NEAR/3 b NEAR/4 c", "one distance" },
  { "\xff", "not valid UTF-8" },
};

Test (search, says_where_it_cannot_be_read)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (unreadable); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EspSearchResult) result
          = esp_search (temporary.study, unreadable[i].what, NULL, &error);
      expect_failure (result != NULL, &error, ESP_ERROR_INPUT, unreadable[i].part);
    }
}

static char *
repeated (const char *open, guint n, const char *middle, const char *close)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    g_string_append (text, open);
  g_string_append (text, middle);
  for (guint i = 0; i < n; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

Test (search, bounds_what_it_is_asked)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const gint64 begin = cpu_time ();
  g_autofree char *deepest = repeated ("(zebra OR rex AND (rex AND zebra OR ", 6, "rex", "))");
  g_autofree char *deeper = repeated ("(", 13, "rex", ")");
  g_autofree char *deep = repeated ("(", 100000, "rex", ")");
  g_autofree char *many = repeated ("rex OR ", 499, "rex", "");
  g_autofree char *more = repeated ("rex ", 1000000, "rex", "");
  g_autoptr (GString) phrase = g_string_new ("\"");
  for (guint i = 0; i < 300000; i++)
    g_string_append_printf (phrase, "w%u ", i);
  g_string_append_c (phrase, '"');
  expect_places (temporary.study, many, "N-SU-001 2");
  expect_places (temporary.study, deepest, "N-SU-001 2");
  const char *const refused[] = { deeper, deep, more, phrase->str };
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EspSearchResult) result = esp_search (temporary.study, refused[i], NULL, &error);
      expect_failure (result != NULL, &error, ESP_ERROR_INPUT,
                      i < 2 ? "too many" : "more than 500");
    }
  g_autofree char *pairs = repeated ("dodo emu ", 20000, "", "");
  g_autofree char *text = g_strconcat ("Interviewer: So?\n\nParticipant: ", pairs, "\n", NULL);
  import_words (&temporary, "S-SU-009.txt", text);
  g_autoptr (EspSearchResult) result = search (temporary.study, "dodo NEAR/10000 emu");
  cr_expect_eq (result->matches, 40000);
  cr_expect_lt (cpu_time () - begin, 5 * G_USEC_PER_SEC);
}

/* ---- counts */

static void
expect_count (const EspSearchCount *count, const char *name, guint turns, guint own_turns,
              guint cases, guint own_cases, guint of_cases)
{
  cr_expect_str_eq (count->name, name);
  cr_expect (count->turns == turns && count->own_turns == own_turns && count->cases == cases
                 && count->own_cases == own_cases && count->of_cases == of_cases,
             "%s: %u turns, %u own, %u cases, %u own, of %u", count->name, count->turns,
             count->own_turns, count->cases, count->own_cases, count->of_cases);
}

Test (search, counts_turns_and_cases_as_one_counts_by_hand)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const EspSearchOptions options = { .by = "site", .limit = 3 };
  g_autoptr (EspSearchResult) result = search_as (temporary.study, "hope", &options);
  cr_expect_eq (result->hits->len, 3, "the limit keeps three");
  cr_expect_eq (result->documents, 6);
  cr_expect_eq (result->matches, 15);
  expect_count (result->total, "all", 13, 7, 5, 5, 5);
  cr_assert_eq (result->by_case->len, 6);
  expect_count (result->by_case->pdata[0], "N-CA-001", 2, 1, 1, 1, 1);
  expect_count (result->by_case->pdata[1], "N-SU-001", 5, 2, 1, 1, 1);
  expect_count (result->by_case->pdata[2], "N-SU-002", 2, 2, 1, 1, 1);
  expect_count (result->by_case->pdata[5], "", 2, 0, 0, 0, 0);
  cr_assert_eq (result->by_group->len, 3);
  cr_expect_str_eq (result->by, "site");
  expect_count (result->by_group->pdata[0], "North", 9, 5, 3, 3, 3);
  expect_count (result->by_group->pdata[1], "South", 2, 2, 2, 2, 2);
  expect_count (result->by_group->pdata[2], "", 2, 0, 0, 0, 0);

  const EspSearchOptions pairs = { .by = "pair" };
  g_autoptr (EspSearchResult) by_pair = search_as (temporary.study, "hope", &pairs);
  cr_assert_eq (by_pair->by_group->len, 2);
  expect_count (by_pair->by_group->pdata[0], "First pair", 7, 3, 2, 2, 2);
  g_autoptr (GError) error = NULL;
  const EspSearchOptions none = { .by = "shoe size" };
  g_autoptr (EspSearchResult) failed = esp_search (temporary.study, "hope", &none, &error);
  expect_failure (failed != NULL, &error, ESP_ERROR_NOT_FOUND, "shoe size");
}

Test (search, looks_where_it_is_told)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  static const char *const where[] = { "role=carer", NULL };
  const struct
  {
    EspSearchOptions options;
    const char *places;
  } rows[] = {
    { { .parts = 1u << ESP_PART_INTERVIEWER }, "N-CA-001 1, N-SU-001 1, group 5" },
    { { .parts = 1u << ESP_PART_OTHER | 1u << ESP_PART_NONE }, "N-SU-001 5, N-plan 1, rules 1" },
    { { .where = where }, "N-CA-001 1, N-CA-001 2, group 3" },
    { { .where = where, .parts = 1u << ESP_PART_CASE }, "N-CA-001 2, group 3" },
    { { .case_label = "N-SU-001" }, "N-SU-001 1, N-SU-001 2, N-SU-001 4, N-SU-001 5, N-plan 1" },
    { { .case_label = "n-su-002" }, "group 2, group 4" },
    { { .document = "group" }, "group 2, group 3, group 4, group 5" },
    { { .document = "group", .case_label = "S-CA-001" }, "group 3" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EspSearchResult) result = search_as (temporary.study, "hope", &rows[i].options);
      g_autofree char *found = places (result);
      cr_expect_str_eq (found, rows[i].places, "%zu: %s", i, found);
    }
}

Test (search, finds_within_a_theme_only_what_is_coded_there)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const EspSearchOptions within = { .within = "help" };
  g_autoptr (EspSearchResult) before = search_as (temporary.study, "hope", &within);
  cr_expect_eq (before->total->turns, 0);
  g_autofree char *id G_GNUC_UNUSED
      = code_quote (temporary.study, "Anna", "N-CA-001", "help/meaning", "We hope still");
  g_autofree char *other G_GNUC_UNUSED
      = code_quote (temporary.study, "Anna", "S-SU-001", "setting/home", "I hope not");
  g_autofree char *deep G_GNUC_UNUSED = code_quote (temporary.study, "Anna", "N-SU-001",
                                                    "help/friends/old-friends", "She has hope");
  g_autoptr (EspSearchResult) result = search_as (temporary.study, "hope", &within);
  g_autofree char *found = places (result);
  cr_assert_str_eq (found, "N-CA-001 2, N-SU-001 5");
  g_autofree char *words = marked (result->hits->pdata[0], "[", "]");
  cr_expect_not_null (strstr (words, "There was hope\u2026"), "%s", words);
  cr_expect_not_null (strstr (words, "We [hope] still"), "%s", words);
}

/* ---- patterns */

Test (search, looks_for_a_pattern_turn_by_turn)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const EspSearchOptions options = { .is_pattern = TRUE };
  const struct
  {
    const char *pattern, *places;
  } rows[] = {
    { "^hope", "N-SU-001 2, group 5" }, { "hope\\.$", "" },    { "still\\.$", "N-CA-001 2" },
    { "\U0001F600", "N-CA-001 2" },     { "Interviewer", "" }, { "(?-i)HOPE", "" },
    { "(?s)once.*barks", "" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EspSearchResult) result = search_as (temporary.study, rows[i].pattern, &options);
      g_autofree char *found = places (result);
      cr_expect_str_eq (found, rows[i].places, "%s: %s", rows[i].pattern, found);
    }
  g_autoptr (GError) error = NULL;
  g_autoptr (EspSearchResult) failed = esp_search (temporary.study, "(hope", &options, &error);
  expect_failure (failed != NULL, &error, ESP_ERROR_INPUT, "the pattern '(hope'");
  g_autofree char *long_turn = repeated ("a", 3000, "", "");
  g_autofree char *text = g_strconcat ("Interviewer: So?\n\nParticipant: ", long_turn, "\n", NULL);
  import_words (&temporary, "S-SU-009.txt", text);
  failed = esp_search (temporary.study, "(a|aa)+[bc]", &options, &error);
  expect_failure (failed != NULL, &error, ESP_ERROR_INPUT, "S-SU-009, turn 2: the pattern");
}

/* ---- coding */

static EspSearchCoding
code_all (EspStudy *study, const char *coder, const char *what, const EspSearchOptions *options,
          EspUnit unit)
{
  g_autoptr (GError) error = NULL;
  EspSearchCoding coded;
  change_begin_as (study, coder, "search");
  g_autoptr (EspSearchResult) result = search_as (study, what, options);
  cr_assert (esp_search_code (study, NULL, result, "help/meaning", unit, &coded, &error), "%s",
             error ? error->message : "");
  change_commit (study);
  return coded;
}

/* The words of each coding, parted by '|'. */
static char *
coded_words (EspStudy *study, const char *coder)
{
  const EspCodingFilter filter = { .coder = coder, .origin = "hand" };
  g_autoptr (GPtrArray) codings = esp_codings (study, &filter, NULL);
  GString *words = g_string_new (NULL);
  for (guint i = 0; i < codings->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? "|" : "",
                            ((const EspCoding *)codings->pdata[i])->words);
  return g_string_free (words, FALSE);
}

Test (search, codes_what_it_found_once_for_each_coder)
{
  const struct
  {
    EspUnit unit;
    const char *words;
  } rows[] = {
    { ESP_UNIT_MATCH, "hope|hope" },
    { ESP_UNIT_SENTENCE, "There was hope\u2026|\U0001F600 We hope still." },
    { ESP_UNIT_TURN, "Home is hard. There was hope\u2026 once. \U0001F600 We hope still." },
  };
  const EspSearchOptions own = { .document = "N-CA-001", .parts = 1u << ESP_PART_CASE };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      written_study_open (&temporary);
      const guint new = rows[i].unit == ESP_UNIT_TURN ? 1 : 2;
      EspSearchCoding coded = code_all (temporary.study, "Anna", "hope", &own, rows[i].unit);
      cr_expect (coded.codings == new &&coded.already == 0 && coded.documents == 1);
      g_autofree char *words = coded_words (temporary.study, NULL);
      cr_expect_str_eq (words, rows[i].words, "%s", words);
      const guint lines = history_length (temporary.study);
      coded = code_all (temporary.study, "Anna", "hope", &own, rows[i].unit);
      cr_expect (coded.codings == 0 && coded.already == new &&coded.documents == 0);
      cr_expect_eq (history_length (temporary.study), lines, "nothing new leaves no line");
      coded = code_all (temporary.study, "Ben", "hope", &own, rows[i].unit);
      cr_expect (coded.codings == new &&coded.already == 0, "another coder codes for himself");
      expect_whole (temporary.study);
      change_begin (temporary.study);
      cr_assert (undo_in_change (temporary.study, NULL, "Ben", NULL));
      change_commit (temporary.study);
      g_autofree char *left = coded_words (temporary.study, "Ben");
      cr_expect_str_empty (left, "%s", left);
    }
}

Test (search, does_not_code_inside_what_is_coded_and_takes_over_a_proposal)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *id G_GNUC_UNUSED = code_quote (temporary.study, "Anna", "N-CA-001",
                                                  "help/meaning", "There was hope\u2026 once");
  const EspSearchOptions own = { .document = "N-CA-001", .parts = 1u << ESP_PART_CASE };
  const EspSearchCoding coded = code_all (temporary.study, "Anna", "hope", &own, ESP_UNIT_MATCH);
  cr_expect (coded.codings == 1 && coded.already == 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *rules = temporary_file (&temporary, "rules.csv", "help/meaning,dog\n", -1);
  const EspAutocodeOptions options = { .unit = ESP_UNIT_TURN };
  change_begin (temporary.study);
  g_autoptr (GPtrArray) proposed = esp_autocode (temporary.study, NULL, rules, &options, &error);
  cr_assert_not_null (proposed);
  change_commit (temporary.study);
  const EspSearchCoding taken = code_all (temporary.study, "Anna", "dog", &own, ESP_UNIT_TURN);
  cr_expect (taken.codings == 1 && taken.already == 0);
  const EspCodingFilter any = { .document = "N-CA-001", .origin = "any" };
  g_autoptr (GPtrArray) codings = esp_codings (temporary.study, &any, NULL);
  cr_assert_eq (codings->len, 3);
  cr_expect_str_eq (((const EspCoding *)codings->pdata[2])->origin, "hand");
}

Test (search, refuses_to_code_a_section_or_less_than_was_found)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (GError) error = NULL;
  EspSearchCoding coded;
  const EspSearchOptions limited = { .limit = 2 };
  g_autoptr (EspSearchResult) all = search (temporary.study, "hope");
  g_autoptr (EspSearchResult) some = search_as (temporary.study, "hope", &limited);
  expect_failure (
      esp_search_code (temporary.study, NULL, all, "help/meaning", ESP_UNIT_TURN, &coded, &error),
      &error, ESP_ERROR_USAGE, "");
  change_begin (temporary.study);
  expect_failure (
      esp_search_code (temporary.study, NULL, all, "help", ESP_UNIT_TURN, &coded, &error), &error,
      ESP_ERROR_INPUT, "is a section");
  expect_failure (
      esp_search_code (temporary.study, NULL, some, "help/meaning", ESP_UNIT_TURN, &coded, &error),
      &error, ESP_ERROR_USAGE, "a limit left out");
  esp_change_abandon (temporary.study);
}

/* ---- the rest */

Test (search, finds_words_that_the_open_change_brought)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *path = temporary_file (
      &temporary, "S-SU-007.txt", "Interviewer: So?\n\nParticipant: An ocelot, I think.\n", -1);
  change_begin (temporary.study);
  g_autoptr (EspImportReport) report G_GNUC_UNUSED
      = import_in_change (temporary.study, path, FALSE);
  expect_places (temporary.study, "ocelot", "S-SU-007 2");
  change_commit (temporary.study);
  expect_places (temporary.study, "ocelot", "S-SU-007 2");
  expect_whole (temporary.study);
}

Test (search, tells_of_documents_that_have_lost_their_words)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *path = g_strdup (esp_study_path (temporary.study));
  esp_study_close (temporary.study);
  alter (path,
         "DELETE FROM text_body WHERE body LIKE '%Rex%'; DELETE FROM layout WHERE text_hash = "
         "(SELECT hash FROM text_body WHERE body LIKE '%barks%')");
  temporary.study = esp_study_open (path, TRUE, NULL);
  cr_assert_not_null (temporary.study);
  g_autoptr (EspSearchResult) result = search (temporary.study, "hope");
  cr_assert_eq (result->lost->len, 2);
  cr_expect_str_eq (result->lost->pdata[0], "N-CA-001");
  cr_expect_str_eq (result->lost->pdata[1], "N-SU-001");
  cr_expect_eq (result->documents, 4);
}

Test (search, shows_the_words_around_on_one_line)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (GString) text = g_string_new ("Interviewer: So?\n\nParticipant: ");
  for (guint i = 0; i < 100; i++)
    g_string_append (text, "caf\u00e9 \U0001F600 ");
  g_string_append (text, "an ocelot,");
  for (guint i = 0; i < 100; i++)
    g_string_append (text, " \u05e9\u05dc\u05d5\u05dd");
  g_string_append (text, " ocelot\n");
  import_words (&temporary, "S-SU-007.txt", text->str);
  g_autoptr (EspSearchResult) result = search (temporary.study, "ocelot");
  const EspSearchHit *hit = result->hits->pdata[0];
  cr_expect_eq (hit->matches->len, 2);
  cr_assert_eq (hit->snippet->len, 3, "the second is too far away");
  const char *before = hit->snippet->pdata[0], *after = hit->snippet->pdata[2];
  cr_expect (g_str_has_prefix (before, "\u2026 ") && g_str_has_suffix (before, " an "), "%s",
             before);
  cr_expect_str_eq (hit->snippet->pdata[1], "ocelot");
  cr_expect (g_str_has_prefix (after, ", ") && g_str_has_suffix (after, " \u2026"), "%s", after);
  cr_expect_leq (g_utf8_strlen (before, -1), 80);
  cr_expect_leq (g_utf8_strlen (before, -1) + g_utf8_strlen (after, -1), 230);
}

Test (search, writes_csv_that_reads_back_and_holds_no_formula)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  import_words (&temporary, "S-SU-007.txt",
                "Interviewer: So?\n\nParticipant: =cmd() said \"ocelot\",\nand ocelots\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (EspSearchResult) result = search (temporary.study, "ocelot*");
  g_autofree char *path = g_build_filename (temporary.folder, "found.csv", NULL);
  g_autofree char *bytes = NULL;
  cr_assert (esp_search_result_write (result, path, NULL, &error), "%s",
             error ? error->message : "");
  cr_assert (esp_search_result_write (result, path, NULL, NULL), "it replaces its own");
  cr_assert (g_file_get_contents (path, &bytes, NULL, NULL));
  cr_assert (g_str_has_prefix (bytes, "\xEF\xBB\xBF"
                                      "document,"));
  g_autoptr (GPtrArray) records = csv_read (bytes + 3, &error);
  cr_assert_not_null (records);
  cr_assert_eq (records->len, 2);
  const GPtrArray *headings = ((const CsvRecord *)records->pdata[0])->fields;
  const GPtrArray *fields = ((const CsvRecord *)records->pdata[1])->fields;
  cr_assert_eq (headings->len, fields->len);
  cr_assert_eq (fields->len, 12);
  cr_expect_str_eq (fields->pdata[0], "S-SU-007");
  cr_expect_str_eq (fields->pdata[2], "own");
  cr_expect_str_eq (fields->pdata[10], "ocelot; ocelots");
  cr_expect_str_eq (fields->pdata[11], "'=cmd() said \"ocelot\",\nand ocelots");
  cr_expect_not (esp_search_result_write (result, "found.html", NULL, &error));
  cr_expect_str_eq (error->message, "cannot write a search as '.html'; choose one of .csv");
}

/* ---- writing without spaces between words */

static const char *const unspaced[]
    = { "我們覺得用API做設計很好。希望也是，朋友也是。",
        "朋友們幫助我；我們的希望在家裡。",
        "東京タワーは好きです。友だちがいます。",
        "家で、友だちと希望について話します。計画（ケアプラン）は𠮷野さんが書きました。",
        "希\n望",
        "hope 希望 hope" };

/* Its letters of Chinese and Japanese, and a star for each other row of letters. */
static char *
letters_only (const char *words)
{
  GString *text = g_string_new (NULL);
  for (const char *at = words; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      if (c >= 0x3041 && g_unichar_isalpha (c))
        g_string_append_unichar (text, c);
      else if (g_unichar_isalpha (c) && (text->len == 0 || text->str[text->len - 1] != '*'))
        g_string_append_c (text, '*');
    }
  return g_string_free (text, FALSE);
}

static void
unspaced_open (TemporaryStudy *temporary)
{
  written_study_open (temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (unspaced); i++)
    {
      g_autofree char *name = g_strdup_printf ("S-SU-1%02zu.txt", i);
      g_autofree char *words
          = g_strdup_printf ("Interviewer: So?\n\nParticipant: %s\n", unspaced[i]);
      import_words (temporary, name, words);
    }
}

/* The documents that have the letters one after the other, as one counts by hand. */
static guint
count_by_hand (const char *letters)
{
  guint n = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (unspaced); i++)
    {
      g_autofree char *text = letters_only (unspaced[i]);
      n += strstr (text, letters) != NULL;
    }
  return n;
}

Test (search, finds_chinese_and_japanese_inside_a_row_of_letters)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  unspaced_open (&temporary);
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  guint found = 0;
  for (guint i = 0; i < 300; i++)
    {
      const gsize from = (gsize)g_rand_int_range (rand, 0, G_N_ELEMENTS (unspaced));
      g_autofree char *text = letters_only (unspaced[from]);
      const glong length = g_utf8_strlen (text, -1),
                  start = g_rand_int_range (rand, 0, (int)length),
                  end = MIN (length, start + g_rand_int_range (rand, 1, 6));
      g_autofree char *letters = g_utf8_substring (text, start, end);
      if (strchr (letters, '*') != NULL)
        continue;
      g_autoptr (EspSearchResult) result = search (temporary.study, letters);
      cr_expect_eq (result->hits->len, count_by_hand (letters), "'%s': %u", letters,
                    result->hits->len);
      found += result->hits->len;
    }
  cr_expect_gt (found, 100);
}

Test (search, marks_letters_that_are_words_where_they_stand)
{
  static const struct
  {
    const char *what, *marked;
  } wanted[] = {
    { "希望 朋友 NOT 家", "我們覺得用API做設計很好。<希望>也是，<朋友>也是。" },
    { "api", "我們覺得用<API>做設計很好。希望也是，朋友也是。" },
    { "\"用API做\"", "我們覺得<用API做>設計很好。希望也是，朋友也是。" },
    { "設*", "我們覺得用API做<設>計很好。希望也是，朋友也是。" },
    { "api NEAR/3 設計", "我們覺得用<API>做<設計>很好。希望也是，朋友也是。" },
    { "𠮷野", "家で、友だちと希望について話します。計画（ケアプラン）は<𠮷野>さんが書きました。" },
  };
  g_auto (TemporaryStudy) temporary = { 0 };
  unspaced_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (EspSearchResult) result = search (temporary.study, wanted[i].what);
      cr_assert_eq (result->hits->len, 1, "%s", wanted[i].what);
      g_autofree char *words = marked (result->hits->pdata[0], "<", ">");
      cr_expect_str_eq (words, wanted[i].marked);
    }
}

Test (search, refuses_writing_whose_words_it_cannot_tell_apart)
{
  static const char *const words[] = { "ความหวัง", "ຄວາມ", "រួម", "hope ที่" };
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  import_words (&temporary, "S-SU-008.txt", "Interviewer: So?\n\nParticipant: มีความหวังที่บ้าน\n");
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (GError) error = NULL;
      cr_assert_null (esp_search (temporary.study, words[i], NULL, &error), "%s", words[i]);
      cr_expect_not_null (strstr (error->message, "--regex"), "%s", error->message);
    }
  const EspSearchOptions pattern = { .is_pattern = TRUE };
  g_autoptr (EspSearchResult) result = search_as (temporary.study, "ความหวัง", &pattern);
  cr_expect_eq (result->hits->len, 1);
}

/* A study of schema 2 has rows of these letters as one word each. */
Test (search, finds_them_in_a_study_that_was_brought_up_to_date)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  unspaced_open (&temporary);
  g_autofree char *path = g_strdup (esp_study_path (temporary.study));
  g_clear_pointer (&temporary.study, esp_study_close);
  alter (path, "INSERT INTO search_words (search_words) VALUES ('delete-all');"
               "INSERT INTO search_words (rowid, words) SELECT number, body FROM text_body;"
               "PRAGMA user_version = 2");
  g_autoptr (GError) error = NULL;
  temporary.study = esp_study_open (path, FALSE, &error);
  cr_assert_not_null (temporary.study, "%s", error ? error->message : "");
  g_autoptr (EspSearchResult) result = search (temporary.study, "希望");
  cr_expect_eq (result->hits->len, count_by_hand ("希望"));
}
