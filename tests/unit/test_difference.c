/* Differences of texts: they lead from one to the other, are no longer than need be, and take every
 * span along.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/difference.h"
#include "support/temporary_study.h"

/* A text of few words, so that they come again and again; with what is longer than a byte. */
static char *
random_text (GRand *chance, guint most)
{
  static const char *const pieces[]
      = { "a", "hope", "é\u0301", "\U0001F600", "שלום", "希", ".", ",", "\n", "  ", " ", " ", " " };
  GString *text = g_string_new (NULL);
  for (guint n = chance_below (chance, most + 1); n > 0; n--)
    g_string_append (text, pieces[chance_below (chance, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

/* A text with a few pieces put in, taken out or replaced. */
static char *
edited_text (GRand *chance, const char *text, guint edits)
{
  g_autoptr (GString) other = g_string_new (text);
  for (guint i = 0; i < edits; i++)
    {
      const glong length = g_utf8_strlen (other->str, -1);
      const glong from = g_rand_int_range (chance, 0, (gint32)length + 1);
      const glong wide = g_rand_int_range (chance, 0, 12), to = MIN (length, from + wide);
      const gssize at = g_utf8_offset_to_pointer (other->str, from) - other->str;
      const gssize end = g_utf8_offset_to_pointer (other->str, to) - other->str;
      g_autofree char *piece = random_text (chance, 3);
      g_string_erase (other, at, end - at);
      g_string_insert (other, at, piece);
    }
  return g_strdup (other->str);
}

static char *
slice (const char *text, Span span)
{
  return g_utf8_substring (text, (glong)span.start_cp, (glong)span.end_cp);
}

Test (difference, leads_from_one_text_to_the_other)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint i = 0; i < 4000; i++)
    {
      g_autofree char *before = random_text (chance, 60);
      g_autofree char *after = chance_below (chance, 2) == 0 ? random_text (chance, 60)
                                                             : edited_text (chance, before, 3);
      g_autoptr (GError) error = NULL;
      g_autoptr (Difference) difference = difference_make (before, after);
      g_autofree char *written = difference_write (difference);
      g_autoptr (Difference) again = difference_read (written, &error);
      cr_assert (difference_leads (difference, before, after), "seed %u:\n%s\n---\n%s\n---\n%s",
                 seed, before, after, written);
      cr_assert_not_null (again, "seed %u: %s", seed, error != NULL ? error->message : "");
      g_autofree char *rewritten = difference_write (again);
      cr_assert_str_eq (written, rewritten);
      cr_assert_eq (*written == '\0', g_str_equal (before, after));
      if (!g_str_equal (before, after))
        cr_assert_not (difference_leads (difference, before, before) && *written == '\0');
    }
}

/* The length of the longest common subsequence of characters, the plain way. */
static guint
common_length (const char *a, const char *b)
{
  const gsize n = strlen (a), m = strlen (b);
  g_autofree guint *row = g_new0 (guint, m + 1);
  for (gsize i = 1; i <= n; i++)
    {
      guint corner = 0;
      for (gsize j = 1; j <= m; j++)
        {
          const guint above = row[j];
          row[j] = a[i - 1] == b[j - 1] ? corner + 1 : MAX (row[j], row[j - 1]);
          corner = above;
        }
    }
  return row[m];
}

/* Marks are tokens of their own, so that texts of marks only are compared by characters. */
Test (difference, of_short_texts_is_the_shortest)
{
  static const char marks[] = ".,;:!?";
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint i = 0; i < 3000; i++)
    {
      char texts[2][81] = { { 0 } };
      for (guint t = 0; t < 2; t++)
        for (guint n = chance_below (chance, 80), k = 0; k < n; k++)
          texts[t][k] = marks[chance_below (chance, 2 + i % 5)];
      g_autoptr (Difference) difference = difference_make (texts[0], texts[1]);
      gsize taken_out = 0;
      for (guint k = 0; k < difference->stretches->len; k++)
        {
          const Stretch *one = &g_array_index (difference->stretches, Stretch, k);
          taken_out += one->before.end_cp - one->before.start_cp;
        }
      cr_assert_eq (strlen (texts[0]) - taken_out, common_length (texts[0], texts[1]),
                    "seed %u: %s | %s", seed, texts[0], texts[1]);
    }
}

/* Lines of few kinds, so that where one came or went can often be told in several ways. */
Test (difference, of_whole_lines_is_whole_lines)
{
  static const char *const lines[]
      = { "Ann: yes.\n", "Bob: yes.\n", "Ann: no.\n", "Bob: no, no.\n" };
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GString) few = g_string_new (NULL), many = g_string_new (NULL);
      const guint at = chance_below (chance, 8), n = 1 + chance_below (chance, 3);
      for (guint k = 0; k < 8; k++)
        {
          const char *line = lines[chance_below (chance, G_N_ELEMENTS (lines))];
          g_string_append (few, line);
          for (guint m = k == at ? n : 0; m > 0; m--)
            g_string_append (many, lines[chance_below (chance, G_N_ELEMENTS (lines))]);
          g_string_append (many, line);
        }
      const gboolean out = chance_below (chance, 2) == 0;
      const char *before = out ? many->str : few->str, *after = out ? few->str : many->str;
      g_autoptr (Difference) difference = difference_make (before, after);
      cr_assert (difference_leads (difference, before, after), "seed %u", seed);
      for (guint k = 0; k < difference->stretches->len; k++)
        {
          const Stretch *one = &g_array_index (difference->stretches, Stretch, k);
          const Span span = out ? one->before : one->after;
          cr_assert (span.start_cp == 0 || many->str[span.start_cp - 1] == '\n',
                     "seed %u:\n%s---\n%s", seed, before, after);
          cr_assert (many->str[span.end_cp - 1] == '\n', "seed %u:\n%s---\n%s", seed, before,
                     after);
        }
    }
}

/* Whether a span meets a changed stretch, looked for one by one. */
static gboolean
meets (const Difference *difference, Span span)
{
  for (guint i = 0; i < difference->stretches->len; i++)
    {
      const Span *old = &g_array_index (difference->stretches, Stretch, i).before;
      if (old->start_cp < span.end_cp && old->end_cp > span.start_cp)
        return TRUE;
    }
  return FALSE;
}

Test (difference, takes_every_span_along)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  guint kept = 0, changed = 0, without = 0;
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *before = random_text (chance, 60);
      g_autofree char *after = edited_text (chance, before, 4);
      g_autoptr (Difference) difference = difference_make (before, after);
      const gsize length = (gsize)g_utf8_strlen (before, -1),
                  other_length = (gsize)g_utf8_strlen (after, -1);
      for (guint k = 0; k < 20 && length > 0; k++)
        {
          Span span = { chance_below (chance, (guint)length), 0 };
          span.end_cp = span.start_cp + 1 + chance_below (chance, (guint)(length - span.start_cp));
          EspCarried carried = ESP_CARRIED_AS_IT_WAS, back = carried;
          const Span there = difference_map (difference, FALSE, span, &carried);
          cr_assert_leq (there.start_cp, there.end_cp);
          cr_assert_leq (there.end_cp, other_length);
          cr_assert_eq (carried != ESP_CARRIED_AS_IT_WAS, meets (difference, span),
                        "seed %u: %s | %s, %zu-%zu", seed, before, after, span.start_cp,
                        span.end_cp);
          cr_assert_eq (carried == ESP_CARRIED_WITHOUT_WORDS, there.start_cp == there.end_cp);
          kept += carried == ESP_CARRIED_AS_IT_WAS;
          changed += carried == ESP_CARRIED_CHANGED;
          without += carried == ESP_CARRIED_WITHOUT_WORDS;
          if (carried != ESP_CARRIED_AS_IT_WAS)
            continue;
          g_autofree char *words = slice (before, span), *words_there = slice (after, there);
          cr_assert_str_eq (words, words_there, "seed %u", seed);
          const Span home = difference_map (difference, TRUE, there, &back);
          cr_assert (home.start_cp == span.start_cp && home.end_cp == span.end_cp
                     && back == ESP_CARRIED_AS_IT_WAS);
        }
    }
  cr_expect (kept > 500 && changed > 500 && without > 50, "%u %u %u", kept, changed, without);
}

Test (difference, gives_a_span_the_words_in_its_place)
{
  static const struct
  {
    const char *before, *after, *words, *expected;
    EspCarried carried;
  } rows[] = {
    { "one two three", "one 2 three", "two", "2", ESP_CARRIED_CHANGED },
    { "one two three", "one 2 three", "two three", "2 three", ESP_CARRIED_CHANGED },
    { "one two three", "one 2 three", "three", "three", ESP_CARRIED_AS_IT_WAS },
    { "one two three", "very one two three", "one", "one", ESP_CARRIED_AS_IT_WAS },
    { "one two three", "one two and a half three", "one two three", "one two and a half three",
      ESP_CARRIED_CHANGED },
    { "one two three", "one two three four", "three", "three", ESP_CARRIED_AS_IT_WAS },
    { "one two. three", "one 2.\n\nAnd more. three", "two.", "2.", ESP_CARRIED_CHANGED },
    { "one two\nthree", "one 2\nand more\nthree", "two", "2", ESP_CARRIED_CHANGED },
    { "one two three", "one three", "two", "", ESP_CARRIED_WITHOUT_WORDS },
    { "one two three", "", "two", "", ESP_CARRIED_WITHOUT_WORDS },
    { "don\u2019t stop", "do not stop", "don\u2019t", "do not", ESP_CARRIED_CHANGED },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Difference) difference = difference_make (rows[i].before, rows[i].after);
      const char *at = strstr (rows[i].before, rows[i].words);
      const gsize start = (gsize)g_utf8_pointer_to_offset (rows[i].before, at);
      EspCarried carried = ESP_CARRIED_AS_IT_WAS;
      const Span there = difference_map (
          difference, FALSE, (Span){ start, start + (gsize)g_utf8_strlen (rows[i].words, -1) },
          &carried);
      g_autofree char *words = slice (rows[i].after, there);
      cr_expect_str_eq (words, rows[i].expected, "%s | %s", rows[i].before, rows[i].after);
      cr_expect_eq (carried, rows[i].carried, "%s | %s", rows[i].before, rows[i].after);
    }
}

Test (difference, that_makes_no_sense_is_refused)
{
  static const char *const good[] = { "", "0 0 0 1\n", "3 5 3 3\n9 9 7 8\n", "3 5 3 3\n5 6 3 4\n" };
  static const char *const bad[] = { "0 0 0 0\n",
                                     "1 2 0 1\n",
                                     "2 1 2 3\n",
                                     "2 3 2 1\n",
                                     "0 1 0 1",
                                     "0 1 0\n",
                                     "0 1 0 1 2\n",
                                     " 0 1 0 1\n",
                                     "0  1 0 1\n",
                                     "00 1 0 1\n",
                                     "+0 1 0 1\n",
                                     "-1 1 -1 1\n",
                                     "3 5 3 3\n4 6 4 4\n",
                                     "3 5 3 3\n9 9 8 8\n",
                                     "0 4294967296 0 1\n",
                                     "0 99999999999999999999999 0 1\n",
                                     "3 5 3 3\n\n",
                                     "a\n",
                                     "0 1 0 1\r\n",
                                     "3 5 3 3\n9 9 6 8\n" };
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (Difference) difference = difference_read (good[i], &error);
      cr_expect_not_null (difference, "%s: %s", good[i], error != NULL ? error->message : "");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (Difference) difference = difference_read (bad[i], &error);
      cr_expect_null (difference, "%s", bad[i]);
      expect_failure (difference != NULL, &error, ESP_ERROR_DAMAGED, "makes no sense");
    }
}

/* Words by number, a word of each `every` another one. */
static char *
long_text (guint words, guint every, guint other)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < words; i++)
    g_string_append_printf (text, "w%u%c", every > 0 && i % every == 0 ? other + i : i * i % 3001,
                            i % 13 == 0 ? '\n' : ' ');
  return g_string_free (text, FALSE);
}

/* How long a difference takes, in microseconds of work; `after` is taken. */
static gint64
time_of (const char *before, char *after, guint stretches)
{
  const gint64 began = cpu_time ();
  g_autoptr (Difference) difference = difference_make (before, after);
  const gint64 took = cpu_time () - began;
  cr_expect (difference_leads (difference, before, after));
  cr_expect_leq (difference->stretches->len, 50000);
  cr_expect (stretches == 0 || difference->stretches->len == stretches, "%u for %u",
             difference->stretches->len, stretches);
  g_free (after);
  return took;
}

/* The same words in another order: much to try, little to find. */
static char *
turned_text (guint words)
{
  GString *turned = g_string_new (NULL);
  for (guint i = words; i > 0; i--)
    g_string_append_printf (turned, "w%u ", i * 7 % 3001);
  return g_string_free (turned, FALSE);
}

/* Four times the words take about four times as long; what is quadratic takes sixteen. */
Test (difference, of_long_texts_takes_time_in_proportion)
{
  static const guint every[] = { 1, 3, 40, 1000 };
  const guint few = 50000, many = 4 * few;
  const gint64 least = G_USEC_PER_SEC / 50; /* less than this says nothing */
  g_autofree char *short_text = long_text (few, 0, 0), *whole = long_text (many, 0, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (every); i++)
    {
      const gboolean told = every[i] >= 40;
      const gint64 one
          = time_of (short_text, long_text (few, every[i], 70000), told ? few / every[i] : 0),
          four = time_of (whole, long_text (many, every[i], 70000), told ? many / every[i] : 0);
      cr_expect_lt (four, 10 * MAX (one, least), "every %u: %.2f s and %.2f s", every[i],
                    (double)one / 1e6, (double)four / 1e6);
    }
  const gint64 one = time_of (short_text, turned_text (few), 0),
               four = time_of (whole, turned_text (many), 0);
  cr_expect_lt (four, 10 * MAX (one, least), "turned: %.2f s and %.2f s", (double)one / 1e6,
                (double)four / 1e6);
}
