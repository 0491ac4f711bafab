/* Places in a document: quotes as people copy and journals print them, turns, spans.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/place.h"
#include "support/temporary_study.h"

/* A document in memory; each line is a turn of its own. */
static DocText *
doc_of (const char *name, const char *text)
{
  DocText *doc = g_new0 (DocText, 1);
  doc->name = g_strdup (name);
  doc->text = g_strdup (text);
  doc->index = text_index_new (doc->text, -1);
  doc->items = g_array_new (FALSE, TRUE, sizeof (TextItem));
  const char *line = doc->text;
  for (guint number = 1; *line != '\0'; number++)
    {
      const char *end = strchr (line, '\n');
      if (end == NULL)
        end = line + strlen (line);
      const TextItem item = { .kind = ESP_ITEM_TURN,
                              .number = number,
                              .start_cp = text_index_cp (doc->index, (gsize)(line - doc->text)),
                              .end_cp = text_index_cp (doc->index, (gsize)(end - doc->text)) };
      g_array_append_val (doc->items, item);
      line = *end != '\0' ? end + 1 : end;
    }
  return doc;
}

static char *
words_of (const DocText *doc, Span span)
{
  return text_slice (doc->text, doc->index, span.start_cp, span.end_cp);
}

/* ---- quotes that are found, and the words that they are */

static const struct
{
  const char *text, *quote, *words;
  EspQuoteMatch match;
} found[] = {
  { "I don\u2019t give up", "don't give", "don\u2019t give", ESP_QUOTE_EXACT },
  { "I don't give up", "don\u2019t give", "don't give", ESP_QUOTE_EXACT },
  { "he said \u201chope\u201d twice", "said \"hope\" twice", "said \u201chope\u201d twice",
    ESP_QUOTE_EXACT },
  { "he said \"hope\" twice", "\u2018said \u00abhope\u00bb twice\u2019", "said \"hope\" twice",
    ESP_QUOTE_EXACT },
  { "up \u2014 not ever", "up - not", "up \u2014 not", ESP_QUOTE_EXACT },
  { "up \u2014 not ever", "up -- not", "up \u2014 not", ESP_QUOTE_EXACT },
  { "up -- not ever", "up \u2013 not", "up -- not", ESP_QUOTE_EXACT },
  { "a well\u2011known man", "well-known", "well\u2011known", ESP_QUOTE_EXACT },
  { "at\u00a0home\u202fnow", "at home now", "at\u00a0home\u202fnow", ESP_QUOTE_EXACT },
  { "at  home\tnow", "at home now", "at  home\tnow", ESP_QUOTE_EXACT },
  { "co\u00adoperation", "cooperation", "co\u00adoperation", ESP_QUOTE_EXACT },
  { "cooperation", "co\u00adoper\u200bation", "cooperation", ESP_QUOTE_EXACT },
  { "wait\u2026 what", "wait... what", "wait\u2026 what", ESP_QUOTE_EXACT },
  { "wait... what", "wait\u2026 what", "wait... what", ESP_QUOTE_EXACT },
  { "  the  end  ", " the end ", "the  end", ESP_QUOTE_EXACT },
  { "\U0001F600 we hope still", "we hope", "we hope", ESP_QUOTE_EXACT },
  { "e\u0301t\u00e9 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd", ESP_QUOTE_EXACT },
  /* What stands in the source matches first. */
  { "It was [laughs] fine, it was so fine", "was [laughs] fine", "was [laughs] fine",
    ESP_QUOTE_EXACT },
  { "well \u2026 maybe, well or maybe", "well \u2026 maybe", "well \u2026 maybe", ESP_QUOTE_EXACT },
  { "quote \"as it was\" said", "\"as it was\"", "\"as it was\"", ESP_QUOTE_EXACT },
  /* Edited. */
  { "I had hope but no money then", "I had hope \u2026 then", "I had hope but no money then",
    ESP_QUOTE_EDITED },
  { "I had hope but no money then", "I had hope ... then", "I had hope but no money then",
    ESP_QUOTE_EDITED },
  { "I had hope but no money then", "I had hope [...] money", "I had hope but no money",
    ESP_QUOTE_EDITED },
  { "I had hope but no money then", "I had hope [\u2026] money", "I had hope but no money",
    ESP_QUOTE_EDITED },
  { "I had hope but no money then", "I had hope [of work] but no", "I had hope but no",
    ESP_QUOTE_EDITED },
  { "I had hope but no money then", "[She] had hope", "had hope", ESP_QUOTE_EDITED },
  { "I had hope but no money then", "\u2026 no money [at all]", "no money", ESP_QUOTE_EDITED },
  { "I had hope but no money then", "\u201chad hope \u2026 money\u201d", "had hope but no money",
    ESP_QUOTE_EDITED },
  { "I had hope but no money then", "'had hope \u2026 money'", "had hope but no money",
    ESP_QUOTE_EDITED },
};

Test (place, finds_a_quote_as_people_write_it)
{
  for (gsize i = 0; i < G_N_ELEMENTS (found); i++)
    {
      g_autoptr (DocText) doc = doc_of ("A", found[i].text);
      g_autoptr (GError) error = NULL;
      const EspPlace place = { .quote = found[i].quote };
      Span span;
      const gboolean good = place_find (doc, &place, &span, &error);
      cr_expect (good, "'%s' in '%s': %s", found[i].quote, found[i].text,
                 error ? error->message : "");
      if (!good)
        continue;
      g_autofree char *words = words_of (doc, span);
      cr_expect_str_eq (words, found[i].words, "'%s': '%s'", found[i].quote, words);
      cr_expect_eq (quote_match (doc, span, found[i].quote), found[i].match,
                    "'%s' in '%s' is said to be %s", found[i].quote, found[i].text,
                    esp_quote_match_name (quote_match (doc, span, found[i].quote)));
    }
}

/* ---- quotes that are not */

static const struct
{
  const char *text, *quote;
  EspError code;
  const char *says;
} not_found[] = {
  { "hope and hope", "hope", ESP_ERROR_AMBIGUOUS, "2 times: A, turn 1 (0-4); A, turn 1 (9-13)" },
  { "some hope\nno hope\nmore hope", "hope", ESP_ERROR_AMBIGUOUS, "A, turn 2" },
  { "I had hope\nbut no money", "had hope \u2026 money", ESP_ERROR_NOT_FOUND, "does not occur" },
  { "I had hope\nbut no money", "[She] had hope [then] but", ESP_ERROR_NOT_FOUND,
    "does not occur" },
  { "I had hope but no money", "I had hope but no time", ESP_ERROR_NOT_FOUND,
    "its beginning 'I had hope but no' stands in A, turn 1" },
  { "I had hope", "entirely other words", ESP_ERROR_NOT_FOUND, "does not occur in A" },
  { "I had hope but no money", "money \u2026 hope", ESP_ERROR_NOT_FOUND, "does not occur" },
  { "I had hope", "[all of it]", ESP_ERROR_NOT_FOUND, "does not occur" },
  { "I had hope", "\u2026", ESP_ERROR_NOT_FOUND, "does not occur" },
  { "I had hope", "  \n", ESP_ERROR_NOT_FOUND, "does not occur" },
  { "I had hope", "", ESP_ERROR_INPUT, "empty" },
};

Test (place, says_where_a_quote_is_or_how_far_it_goes)
{
  for (gsize i = 0; i < G_N_ELEMENTS (not_found); i++)
    {
      g_autoptr (DocText) doc = doc_of ("A", not_found[i].text);
      g_autoptr (GError) error = NULL;
      const EspPlace place = { .quote = not_found[i].quote };
      Span span;
      expect_failure (place_find (doc, &place, &span, &error), &error, not_found[i].code,
                      not_found[i].says);
    }
}

static const struct
{
  EspPlace place;
  gboolean good;
  EspError code;
  const char *says;
} given[] = {
  { { .turn = 2 }, TRUE, 0, "but no money" },
  { { .turn = 3 }, FALSE, ESP_ERROR_NOT_FOUND, "there is no turn 3 in 'A'; its last is 2" },
  { { .start_cp = 2, .end_cp = 5 }, TRUE, 0, "had" },
  { { .start_cp = 0, .end_cp = 23 }, TRUE, 0, "I had hope\nbut no money" },
  { { .start_cp = 0, .end_cp = 24 },
    FALSE,
    ESP_ERROR_INPUT,
    "outside 'A', which has 23 characters" },
  { { .start_cp = 5, .end_cp = 5 }, FALSE, ESP_ERROR_INPUT, "empty" },
  { { .start_cp = 7, .end_cp = 5 }, FALSE, ESP_ERROR_INPUT, "empty" },
  { { .start_cp = 10, .end_cp = 11 }, FALSE, ESP_ERROR_INPUT, "has no words" },
  { { 0 }, FALSE, ESP_ERROR_USAGE, "one of them" },
  { { .turn = 1, .quote = "had" }, FALSE, ESP_ERROR_USAGE, "one of them" },
};

Test (place, is_a_turn_or_a_span_within_the_text)
{
  g_autoptr (DocText) doc = doc_of ("A", "I had hope\nbut no money");
  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    {
      g_autoptr (GError) error = NULL;
      Span span;
      const gboolean good = place_find (doc, &given[i].place, &span, &error);
      if (!given[i].good)
        {
          expect_failure (good, &error, given[i].code, given[i].says);
          continue;
        }
      cr_assert (good, "%s", error ? error->message : "");
      g_autofree char *words = words_of (doc, span);
      cr_expect_str_eq (words, given[i].says);
    }
}

Test (place, of_a_quote_is_in_one_of_several_documents)
{
  g_autoptr (DocText) a = doc_of ("A", "I had hope"), b = doc_of ("B", "I had help");
  g_autoptr (GPtrArray) docs = g_ptr_array_new ();
  g_ptr_array_add (docs, a);
  g_ptr_array_add (docs, b);
  g_autoptr (GError) error = NULL;
  const EspPlace help = { .quote = "had help" }, both = { .quote = "I had" }, turn = { .turn = 1 };
  DocText *doc;
  Span span;
  cr_assert (place_find_among (docs, &help, &doc, &span, &error));
  cr_expect_eq (doc, b);
  expect_failure (place_find_among (docs, &both, &doc, &span, &error), &error, ESP_ERROR_AMBIGUOUS,
                  "A, turn 1 (0-5); B, turn 1 (0-5)");
  expect_failure (place_find_among (docs, &turn, &doc, &span, &error), &error, ESP_ERROR_AMBIGUOUS,
                  "one document");
}

/* ---- chance: a piece of a text is found at its own place, or said to occur as often as it does */

static const char *const letters[]
    = { "a",      "b",      "c",       " d", " e",      "\u00e9", "\U0001F600",
        "\u05d0", "\u2019", "\u2014x", ".",  "\u00a0y", "\n" };

static guint
count_naive (const char *text, const char *piece)
{
  guint n = 0;
  for (const char *at = text; (at = strstr (at, piece)) != NULL; at++)
    n++;
  return n;
}

Test (place, of_a_piece_of_the_text_is_where_it_was_taken)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  guint unique = 0;
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GString) text = g_string_new ("a");
      for (guint i = 0; i < 80; i++)
        g_string_append (text, letters[chance_below (chance, G_N_ELEMENTS (letters))]);
      g_autoptr (DocText) doc = doc_of ("A", text->str);
      const gsize length = text_index_length (doc->index),
                  start = chance_below (chance, (guint)length - 12);
      const Span taken = { start, start + 1 + chance_below (chance, 10) };
      g_autofree char *piece = words_of (doc, taken);
      g_autofree char *trimmed = text_fold_label (piece);
      /* White space at an end of a quote is no part of it; '...' would skip words. */
      const gunichar first = g_utf8_get_char (piece),
                     last = g_utf8_get_char (g_utf8_prev_char (piece + strlen (piece)));
      if (*trimmed == '\0' || g_unichar_isspace (first) || g_unichar_isspace (last)
          || strstr (piece, "...") != NULL)
        continue;
      g_autoptr (GError) error = NULL;
      const EspPlace place = { .quote = piece };
      /* Counted in a text of which only what cannot be told apart is unified. */
      g_autoptr (GString) unified = g_string_new (text->str), wanted = g_string_new (piece);
      GString *const both[] = { unified, wanted };
      for (guint i = 0; i < 2; i++)
        {
          g_string_replace (both[i], "\u00a0", " ", 0);
          g_string_replace (both[i], "\n", " ", 0);
          while (g_string_replace (both[i], "  ", " ", 0) > 0)
            ;
        }
      const guint n = count_naive (unified->str, wanted->str);
      Span span;
      if (n == 1)
        {
          unique++;
          cr_assert (place_find (doc, &place, &span, &error), "seed %u: '%s': %s", seed, piece,
                     error ? error->message : "");
          cr_assert_eq (span.start_cp, taken.start_cp, "seed %u: '%s'", seed, piece);
          cr_assert_eq (span.end_cp, taken.end_cp, "seed %u: '%s'", seed, piece);
          cr_assert_eq (quote_match (doc, span, piece), ESP_QUOTE_EXACT, "seed %u", seed);
        }
      else
        {
          g_autofree char *times = g_strdup_printf ("occurs %u times", n);
          expect_failure (place_find (doc, &place, &span, &error), &error, ESP_ERROR_AMBIGUOUS,
                          times);
        }
    }
  cr_expect_gt (unique, 500);
}
