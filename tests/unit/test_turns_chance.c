/* Random transcripts in every style that was met: nobody is given another's words silently. Every
 * word of a transcript is one that comes once and tells who says it; what is read is looked at word
 * by word. A word may be somebody else's, or nobody's, only where a line is told of as one that
 * does not fit. SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/layout_text.h"
#include "turns/layout.h"

#include <criterion/criterion.h>
#include <string.h>

extern const Reader reader_text;
extern const Reader reader_markdown;
extern const Reader reader_vtt;

/* ---- the styles */

typedef struct
{
  const char *name;
  const Reader *reader;
  const char *head; /* of the file */
  const char *turn; /* @ the name, # the words, & a time that grows, % a number that grows */
  guint people;     /* whose names are used: a row of `people` */
} ChanceStyle;

#define MOST_PEOPLE 6

static const char *const people[][MOST_PEOPLE] = {
  { "Interviewer", "Anna", "Berta Kay", "P7", "Carl", "Dora Lane" },
  { "Interviewer 1", "Interviewee 1", "Interviewee 2", "Interviewee 3", "Interviewee 4",
    "Interviewee 5" },
  { "Q", "A", "Q", "A", "Q", "A" },
  { "RS", "MF", "AvW", "KT", "LB", "JO" },
  { "Speaker 0", "Speaker 1", "Speaker 2", "Speaker 3", "Speaker 4", "Speaker 5" },
  { "id1", "id2", "id3", "id4", "id5", "id6" },
  { "\u5510\u9cf3", "\u6797\u4e00", "\u738b\u5c0f\u660e", "\u9673\u4e8c", "\u9ec3\u4e09",
    "\u5f35\u56db" },
  { "Hon. Ahmed Hussen (Minister of Families, Children)", "The Chair (Mr. Vance Badawey (Niagara))",
    "Mr. Adam Vaughan (Spadina)", "Ms. Leah Gazan", "The Clerk", "Hon. Jean Roy (Member)" },
};

static const ChanceStyle styles[] = {
  { "1 role", &reader_text, "", "@: #\n", 1 },
  { "1 role, blank lines", &reader_text, "", "@: #\n\n", 1 },
  { "2 French colon", &reader_text, "", "@\u00a0: #\n", 0 },
  { "3 proper names", &reader_text, "", "@: #\n", 0 },
  { "4 offices", &reader_text, "", "@: #\n\n", 7 },
  { "5 initials", &reader_text, "", "@: #\n", 3 },
  { "6 colon and tab", &reader_text, "", "@:\t#\n", 3 },
  { "7 numbers", &reader_text, "", "@: #\n", 4 },
  { "8 question and answer", &reader_text, "", "@: #\n\n", 2 },
  { "9 label and time", &reader_text, "", "@: &\n#\n\n", 0 },
  { "10 two spaces and time", &reader_text, "", "@  &\n#\n\n", 0 },
  { "11 heading, wide colon", &reader_markdown, "", "### @\uff1a\n#\n\n", 6 },
  { "12 heading", &reader_markdown, "", "### @\n#\n\n", 0 },
  { "13 bold", &reader_markdown, "", "**@** #\n\n", 0 },
  { "14 bold with colon", &reader_markdown, "", "**@:** #\n\n", 0 },
  { "14 bold, then colon", &reader_markdown, "", "**@**: #\n\n", 0 },
  { "15 alone", &reader_text, "", "    @\n#\n\n", 0 },
  { "15 alone, roles", &reader_text, "", "@\n#\n", 1 },
  { "16 number and label", &reader_text, "", "%    @: #\n", 0 },
  { "17 capitals", &reader_text, "", "@: #\n", 0 },
  { "19 names in cues", &reader_vtt, "WEBVTT\n\n", "& --> &\n@: #\n\n", 0 },
  { "20 voices", &reader_vtt, "WEBVTT\n\n", "& --> &\n<v @>#\n\n", 0 },
  { "21 chat", &reader_text, "", "&\t@:\t#\n", 0 },
  { "23 brackets", &reader_text, "", "[@] #\n", 5 },
  { "23 other brackets", &reader_text, "", "<@> #\n", 0 },
  { "26 three spaces", &reader_text, "", "@   &\n#\n\n", 0 },
  { "27 time and label", &reader_text, "", "[&] @: #\n", 0 },
  { "28 captions that were pasted", &reader_text, "", "& --> &\n@: #\n\n", 0 },
  { "29 above the words", &reader_text, "", "(@)\n#\n\n", 0 },
  { "30 row of a table", &reader_markdown, "", "| **@:** # | **@:** # |\n", 0 },
  { "30 name in a table", &reader_markdown, "", "| @ | # |\n", 0 },
  { "24, 25 notes", &reader_text, "", "@: # [laughs] {pause}\n\n(laughter)\n\n", 0 },
  { "a dash", &reader_text, "", "@ - #\n", 4 },
  { "no style", &reader_text, "", "@) #\n", 0 },
};

/* What is said and looks like a label, at the beginning of what is said or on a line below. */
static const char *const decoys[] = {
  "And then: ", "He said: ", "Problem: ",
  "Yes. ",      "[laughs] ", "(pause) ",
  "At 14:30 ",  "No: ",      "https://example.org/a: ",
  "First - ",
};

/* ---- one transcript */

typedef struct
{
  GString *text;
  GPtrArray *said; /* per word: char *, who says it */
  guint seconds, turns;
} Chance;

/* Words that are numbered: 'W000017 w000018.' */
static void
chance_say (Chance *chance, GRand *random, const char *name)
{
  const guint count = (guint)g_rand_int_range (random, 1, 12);

  if (g_rand_int_range (random, 0, 12) == 0)
    g_string_append (chance->text, decoys[g_rand_int_range (random, 0, G_N_ELEMENTS (decoys))]);
  for (guint i = 0; i < count; i++)
    {
      g_string_append_printf (chance->text, "%s%06u", i > 0 ? " w" : "W", chance->said->len);
      g_ptr_array_add (chance->said, (gpointer)name);
    }
  g_string_append (chance->text, g_rand_boolean (random) ? "." : "?");
}

static void
chance_turn (Chance *chance, GRand *random, const ChanceStyle *style, const char *name)
{
  chance->seconds += (guint)g_rand_int_range (random, 3, 40);
  chance->turns++;
  for (const char *p = style->turn; *p != '\0'; p++)
    if (*p == '@')
      g_string_append (chance->text, name);
    else if (*p == '&')
      g_string_append_printf (chance->text, "%02u:%02u:%02u%s", chance->seconds / 3600,
                              chance->seconds / 60 % 60, chance->seconds % 60,
                              strstr (style->turn, "-->") != NULL ? ".000" : "");
    else if (*p == '%')
      g_string_append_printf (chance->text, "%u", chance->turns);
    else if (*p == '#' && (p == style->turn || p[-1] != '#') && p[1] != '#')
      chance_say (chance, random, name);
    else
      g_string_append_c (chance->text, *p);
}

/* Two or more who come back, and one perhaps who speaks once. */
static void
chance_fill (Chance *chance, GRand *random, const ChanceStyle *style)
{
  const char *const *names = people[style->people];
  const guint count = (guint)g_rand_int_range (random, 2, MOST_PEOPLE + 1);
  const guint turns = (guint)g_rand_int_range (random, 3 * (gint)count, 8 * (gint)count);
  const guint once = (guint)g_rand_int_range (random, 0, (gint)turns);
  const gboolean visited = count > 2 && g_rand_boolean (random);
  guint last = 0;

  for (guint turn = 0; turn < turns; turn++)
    {
      const guint regular = visited ? count - 1 : count;
      guint who = (guint)g_rand_int_range (random, 0, (gint)regular);
      if (who == last)
        who = (who + 1) % regular;
      if (visited && turn == once)
        who = count - 1;
      last = who;
      chance_turn (chance, random, style, names[who]);
    }
}

/* ---- what was read */

/* How many words are another's than who says them, or nobody's in the midst of the talk. Somebody
 * who speaks once, and first of all, may be taken for a title. */
static guint
wrong_words (const Source *source, const Layout *layout, const GPtrArray *said, GString *first)
{
  g_autoptr (TextIndex) index = text_index_new (source->text, (gssize)source->size);
  guint wrong = 0;
  gboolean begun = FALSE;

  for (guint i = 0; i < layout->items->len; i++)
    {
      const LayoutItem *item = &g_array_index (layout->items, LayoutItem, i);
      begun = begun || item->kind == ESP_ITEM_TURN;
      g_autofree char *words = text_slice (source->text, index, item->start_cp, item->end_cp);
      for (const char *p = words; (p = strpbrk (p, "wW")) != NULL; p++)
        {
          if (p[1] != '0')
            continue;
          const char *name = said->pdata[g_ascii_strtoull (p + 1, NULL, 10)];
          if (!begun || strcmp (name, item->speaker) == 0)
            continue;
          if (wrong++ == 0)
            g_string_printf (first, "%.7s of '%s' is of '%s'", p, name, item->speaker);
        }
    }
  return begun ? wrong : said->len;
}

#define ROUNDS 25

Test (turns, by_chance_give_nobody_anothers_words_silently)
{
  guint right = 0, told = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    for (guint round = 0; round < ROUNDS; round++)
      {
        const guint32 seed = (guint32)(1000 * i + 500) + round;
        g_autoptr (GRand) random = g_rand_new_with_seed (seed);
        g_autoptr (GString) text = g_string_new (styles[i].head), first = g_string_new (NULL);
        g_autoptr (GPtrArray) said = g_ptr_array_new ();
        Chance chance = { .text = text, .said = said };
        chance_fill (&chance, random, &styles[i]);
        g_autoptr (Source) source = styles[i].reader->read (text->str, text->len, NULL, NULL);
        cr_assert_not_null (source, "%s, seed %u", styles[i].name, seed);
        g_autoptr (Layout) layout = layout_make (source, NULL);
        const guint wrong = wrong_words (source, layout, said, first);
        cr_expect (wrong == 0 || layout->unfit > 0, "%s, seed %u: %u of %u words, %s ('%s'):\n%s",
                   styles[i].name, seed, wrong, said->len, first->str, layout->style, text->str);
        right += wrong == 0;
        told += wrong > 0 && layout->unfit > 0;
      }
  /* One of the styles is none that is read. */
  cr_expect (20 * right >= 19 * (right + told) - 20 * ROUNDS, "%u right, %u told", right, told);
}
