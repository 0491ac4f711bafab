/* Words in, words out: the same random paragraphs in every format that is read, and random
 * transcripts in the common styles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "turns/layout.h"
#include "support/formats.h"
#include "support/sources.h"
#include "support/temporary_study.h"

/* ---- random paragraphs */

/* Words of many scripts: combining marks, right to left, joined and plain emoji, signs that markup
 * gives a meaning to, typographic quotes and dashes. */
static const char *const any_words[] = {
  "a",
  "hope",
  "don\u2019t",
  "\u201Chelp\u201D",
  "\u00ABoui\u00BB",
  "\u201Eja\u201C",
  "caf\u00E9",
  "cafe\u0301",
  "\u00DFtra\u00DFe",
  "\u0141\u00F3d\u017A",
  "\u03BB\u03CC\u03B3\u03BF\u03C2",
  "\u043D\u0430\u0434\u0435\u0436\u0434\u0430",
  "\u05EA\u05B4\u05BC\u05E7\u05D5\u05B8\u05D4",
  "\u0623\u064E\u0645\u064E\u0644",
  "\u200F\u05E9\u05DC\u05D5\u05DD\u200E",
  "\u5E0C\u671B",
  "\u304D\u307C\u3046\u3001",
  "\uD76C\uB9DD",
  "\u0928\u092E\u0938\u094D\u0924\u0947",
  "\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35",
  "\U0001F642",
  "\U0001F468\u200D\U0001F469\u200D\U0001F467",
  "\U0001F1E9\U0001F1F0",
  "\U0001D4B3",
  "&",
  "&amp;",
  "<",
  "5 > 3",
  "]]",
  "\\",
  "\\'e9",
  "\"so\"",
  "50%",
  "\u2013",
  "well\u2014no",
  "\u2026",
  "14:30",
  "e.g.",
  "co\u00ADop",
  "\uFFFD",
};

/* Words that a page shows as it is given them: letters by themselves, from the left. */
static const char *const printed_words[] = {
  "a",
  "hope",
  "don\u2019t",
  "\u201Chelp\u201D",
  "caf\u00E9",
  "stra\u00DFe",
  "\u0141\u00F3d\u017A",
  "\u03BB\u03CC\u03B3\u03BF\u03C2",
  "\u043D\u0430\u0434\u0435\u0436\u0434\u0430",
  "&",
  "(no)",
  "50%",
  "\u2026",
  "so,",
  "end.",
};

/* What can stand between words: mostly a blank. */
static const char *const gaps[]
    = { " ", " ", " ", " ", " ", " ", "\u00A0", "\u2009", "\u202F", "\u3000", "\t", "  " };

typedef struct
{
  const char *const *words;
  guint n_words;
  guint n_gaps; /* of the first of them */
} Alphabet;

static const Alphabet any = { any_words, G_N_ELEMENTS (any_words), G_N_ELEMENTS (gaps) };
static const Alphabet folding = { any_words, G_N_ELEMENTS (any_words), G_N_ELEMENTS (gaps) - 2 };
static const Alphabet printed = { printed_words, G_N_ELEMENTS (printed_words), 6 };

static char *
random_words (GRand *chance, const Alphabet *alphabet, guint max)
{
  GString *words = g_string_new ("Word");

  for (guint n = chance_below (chance, max); n > 0; n--)
    {
      g_string_append (words, gaps[chance_below (chance, alphabet->n_gaps)]);
      g_string_append (words, alphabet->words[chance_below (chance, alphabet->n_words)]);
    }
  return g_string_free (words, FALSE);
}

static char **
random_paragraphs (GRand *chance, const Alphabet *alphabet)
{
  GPtrArray *paragraphs = g_ptr_array_new ();

  for (guint n = 1 + chance_below (chance, 8); n > 0; n--)
    g_ptr_array_add (paragraphs, random_words (chance, alphabet, 40));
  g_ptr_array_add (paragraphs, NULL);
  return (char **)g_ptr_array_free (paragraphs, FALSE);
}

/* ---- every format */

extern const Reader reader_docx, reader_html, reader_markdown, reader_odt, reader_pdf, reader_rtf,
    reader_srt, reader_text, reader_vtt;

/* A format in which blanks and tabs are folded by its own rules has single blanks here. */
static const struct
{
  const char *suffix;
  const Reader *reader;
  const Alphabet *alphabet;
} formats[] = {
  { "txt", &reader_text, &any },    { "md", &reader_markdown, &any },
  { "vtt", &reader_vtt, &folding }, { "srt", &reader_srt, &folding },
  { "rtf", &reader_rtf, &any },     { "odt", &reader_odt, &any },
  { "docx", &reader_docx, &any },   { "html", &reader_html, &folding },
#ifdef HAVE_POPPLER
  { "pdf", &reader_pdf, &printed },
#endif
};

/* The newline rule: an empty line stands between paragraphs, whatever the format has there; a file
 * of lines keeps its last one. */
static char *
wanted_text (char **paragraphs, const char *suffix)
{
  g_autofree char *joined = g_strjoinv ("\n\n", paragraphs);
  const gboolean is_plain = g_str_equal (suffix, "txt") || g_str_equal (suffix, "md");

  return g_strconcat (joined, is_plain ? "\n\n" : "", NULL);
}

/* Where a paragraph ends is not said by a PDF: there, words alone are compared. */
static char *
compared (const char *text, const Reader *reader)
{
  if (reader != &reader_pdf)
    return g_strdup (text);
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);
  GString *joined = g_string_new (NULL);
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_string_append_printf (joined, "%s ", *word);
  return g_string_free (joined, FALSE);
}

Test (words, come_out_of_every_format_as_they_went_in)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);

  for (guint round = 0; round < 200; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
      {
        g_auto (GStrv) paragraphs = random_paragraphs (chance, formats[i].alphabet);
        g_autofree char *wanted = wanted_text (paragraphs, formats[i].suffix);
        g_autofree char *name = g_strconcat ("a.", formats[i].suffix, NULL);
        gsize size = 0;
        g_autofree char *bytes
            = format_write (formats[i].suffix, (const char *const *)paragraphs, &size);
        cr_assert_eq (reader_for (bytes, size, name, NULL), formats[i].reader, "seed %u: %s", seed,
                      name);
        g_autoptr (Source) source = source_of (formats[i].reader, bytes, size);
        g_autofree char *words = compared (source->text, formats[i].reader);
        g_autofree char *written = compared (wanted, formats[i].reader);
        cr_assert_str_eq (words, written, "seed %u, round %u: %s has\n%s\nnot\n%s", seed, round,
                          name, source->text, wanted);
        if (formats[i].reader != &reader_pdf)
          cr_assert_eq (source->paras->len, g_strv_length (paragraphs), "seed %u: %s", seed, name);
      }
}

/* ---- transcripts */

/* How a turn is written: %n its speaker, %w its words, %t a time, %d its number. */
typedef struct
{
  const char *turn;
  const Reader *reader;
  gboolean goes_on;        /* paragraphs without a name belong to the turn above them */
  const char *speakers[6]; /* the only ones that can be written so; else any */
} WrittenStyle;

static const WrittenStyle styles[] = {
  { "%n: %w\n\n", &reader_text, TRUE, { NULL } },
  { "%n: %w\n", &reader_text, TRUE, { NULL } },
  { "%n\u00A0: %w\n", &reader_text, TRUE, { NULL } },
  { "%n\uFF1A%w\n\n", &reader_text, TRUE, { NULL } },
  { "%n:\t%w\n\n", &reader_text, TRUE, { NULL } },
  { "%n:\n%w\n\n", &reader_text, TRUE, { NULL } },
  { "%n: %t\n\n%w\n\n", &reader_text, TRUE, { NULL } },
  { "%n  %t\n%w\n\n", &reader_text, TRUE, { NULL } },
  { "%n\n%w\n\n", &reader_text, TRUE, { NULL } },
  { "[%t] %n: %w\n\n", &reader_text, TRUE, { NULL } },
  { "%t\t%n:\t%w\n", &reader_text, FALSE, { NULL } },
  { "%d   %n: %w\n", &reader_text, FALSE, { NULL } },
  { "%n: %w\n", &reader_text, TRUE, { "Q", "A" } },
  { "%n: %w\n\n", &reader_text, TRUE, { "MF", "DB", "RWS" } },
  { "%n: %w\n", &reader_text, TRUE, { "Speaker 0", "Speaker 1", "Speaker 12" } },
  { "%n: %w\n", &reader_text, TRUE, { "SPEAKER_00", "SPEAKER_01" } },
  { "[%n] %w\n\n", &reader_text, TRUE, { "id1", "id2", "id3" } },
  { "**%n:** %w\n\n", &reader_markdown, TRUE, { NULL } },
  { "**%n**: %w\n\n", &reader_markdown, TRUE, { NULL } },
  { "**%n** %w\n\n", &reader_markdown, TRUE, { NULL } },
  { "### %n:\n%w\n\n", &reader_markdown, TRUE, { NULL } },
  { "### %n\n\n%w\n\n", &reader_markdown, TRUE, { NULL } },
  { "| %n | %w |\n", &reader_markdown, FALSE, { NULL } },
  { "%d\n%t.000 --> %t.900\n<v %n>%w\n\n", &reader_vtt, FALSE, { NULL } },
  { "%t.000 --> %t.900\n%n: %w\n\n", &reader_vtt, FALSE, { NULL } },
  { "%d\n%t,000 --> %t,900\n%n: %w\n\n", &reader_srt, FALSE, { NULL } },
};

static const char *const any_speakers[] = { "Interviewer",
                                            "Participant 3",
                                            "Ann Bee",
                                            "B-SM-001",
                                            "Dr. M\u00FCller",
                                            "\u5F35\u5049",
                                            "\u0418\u0432\u0430\u043D",
                                            "Rene\u0301e",
                                            "\u05D3\u05E0\u05D4",
                                            "O\u2019Neil" };

/* Sentences, as people say them. */
static char *
random_sentence (GRand *chance)
{
  GString *words = g_string_new ("So");

  for (guint n = 4 + chance_below (chance, 30); n > 0; n--)
    g_string_append_printf (words, " %s",
                            printed_words[chance_below (chance, G_N_ELEMENTS (printed_words) - 1)]);
  return g_string_free (g_string_append (words, " then."), FALSE);
}

static void
append_turn (GString *text, const WrittenStyle *style, guint number, const char *speaker,
             const char *words)
{
  for (const char *p = style->turn; *p != '\0'; p++)
    if (*p != '%')
      g_string_append_c (text, *p);
    else if (*++p == 'n')
      g_string_append (text, speaker);
    else if (*p == 'w')
      g_string_append (text, words);
    else if (*p == 't')
      g_string_append_printf (text, "%02u:%02u:%02u", number / 360, number / 6 % 60,
                              number % 6 * 10);
    else
      g_string_append_printf (text, "%u", number);
}

/* A transcript in a style, and what its turns are: "speaker: words", one a line. */
static char *
random_transcript (GRand *chance, const WrittenStyle *style, GString *wanted)
{
  GString *text = g_string_new (style->reader == &reader_vtt ? "WEBVTT\n\n" : NULL);
  const char *const *pool = style->speakers[0] != NULL ? style->speakers : any_speakers;
  guint n_pool = 0;

  while (n_pool < (style->speakers[0] != NULL ? G_N_ELEMENTS (style->speakers)
                                              : G_N_ELEMENTS (any_speakers))
         && pool[n_pool] != NULL)
    n_pool++;
  /* Nobody speaks once, or twice on end. */
  const guint n_people = MIN (n_pool, 3), first = chance_below (chance, n_pool);
  const guint n_turns = 12 + chance_below (chance, 30);
  for (guint i = 0, who = 0; i < n_turns; i++)
    {
      who = (who + 1 + (i < 9 ? 0 : chance_below (chance, n_people - 1))) % n_people;
      const char *speaker = pool[(first + who) % n_pool];
      g_autofree char *words = random_sentence (chance);
      append_turn (text, style, i + 1, speaker, words);
      g_string_append_printf (wanted, "%s: %s", speaker, words);
      if (style->goes_on && chance_below (chance, 4) == 0)
        {
          g_autofree char *more = random_sentence (chance);
          g_string_append_printf (text, "%s\n\n", more);
          g_string_append_printf (wanted, "/%s", more);
        }
      g_string_append_c (wanted, '\n');
    }
  return g_string_free (text, FALSE);
}

/* What the turns slice back to; line ends inside as '/'. */
static char *
turns_of (const Source *source)
{
  g_autoptr (Layout) layout = layout_make (source, NULL);
  g_autoptr (TextIndex) index = text_index_new (source->text, (gssize)source->size);
  GString *turns = g_string_new (NULL);

  for (guint i = 0; i < layout->items->len; i++)
    {
      const LayoutItem *item = &g_array_index (layout->items, LayoutItem, i);
      g_autofree char *words = text_slice (source->text, index, item->start_cp, item->end_cp);
      g_auto (GStrv) lines = g_strsplit (words, "\n", -1);
      g_string_append_printf (turns, "%s: ", item->speaker);
      for (char **line = lines; *line != NULL; line++)
        if (**line != '\0')
          g_string_append_printf (turns, "%s%s", line > lines ? "/" : "", *line);
      g_string_append_c (turns, '\n');
    }
  return g_string_free (turns, FALSE);
}

static void
expect_turns (const Reader *reader, const char *bytes, gsize size, const char *wanted,
              const WrittenStyle *style, guint32 seed)
{
  g_autoptr (Source) source = source_of (reader, bytes, size);
  g_autofree char *turns = turns_of (source);

  cr_assert_str_eq (turns, wanted, "seed %u, %s, '%s': the turns are\n%s\nnot\n%s", seed,
                    reader->name, style->turn, turns, wanted);
}

/* As somebody saves it from a word processor, where each turn is a paragraph. */
static void
expect_turns_in_word_processors (GRand *chance, const char *text, const char *wanted,
                                 const WrittenStyle *style, guint32 seed)
{
  static const struct
  {
    const char *suffix;
    const Reader *reader;
  } processed[] = { { "docx", &reader_docx },
                    { "odt", &reader_odt },
                    { "rtf", &reader_rtf },
                    { "html", &reader_html } };
  const guint i = chance_below (chance, G_N_ELEMENTS (processed));
  g_autofree char *body = g_strndup (text, strlen (text) - strlen ("\n\n"));
  g_auto (GStrv) paragraphs = g_strsplit (body, "\n\n", -1);
  gsize size = 0;
  g_autofree char *bytes
      = format_write (processed[i].suffix, (const char *const *)paragraphs, &size);

  expect_turns (processed[i].reader, bytes, size, wanted, style, seed);
}

Test (words, of_every_turn_are_those_of_the_one_who_said_them)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);

  for (guint round = 0; round < 30; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
      {
        const WrittenStyle *style = &styles[i];
        g_autoptr (GString) wanted = g_string_new (NULL);
        g_autofree char *text = random_transcript (chance, style, wanted);
        expect_turns (style->reader, text, strlen (text), wanted->str, style, seed);
        if (style->reader == &reader_text
            && strcspn (style->turn, "\n") + 2 == strlen (style->turn))
          expect_turns_in_word_processors (chance, text, wanted->str, style, seed);
      }
}
