/* How texts divide into turns: each style, what is no speaker, and what holds for every layout.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/layout_lines.h"
#include "support/layout_text.h"
#include "turns/layout.h"

#include <criterion/criterion.h>
#include <string.h>

extern const Reader reader_text;
extern const Reader reader_markdown;
extern const Reader reader_docx;

static gboolean
is_known (const char *name, gpointer data)
{
  g_autofree char *folded = text_fold_name (name);

  return g_strv_contains (data, folded);
}

static const char *known_names[] = { "interviewer", "participant", NULL };

static char *
describe_text (const Reader *reader, const char *text, gboolean with_names)
{
  const LayoutNames names = { .is_speaker = is_known, .data = known_names };
  g_autoptr (Source) source = reader->read (text, strlen (text), NULL, NULL);

  cr_assert_not_null (source, "%s", text);
  return layout_text (source, with_names ? &names : NULL);
}

typedef struct
{
  const char *claim;
  const Reader *reader;
  gboolean with_names;
  const char *text, *expected;
} Case;

#define LECTURE "A lecture that goes on for a while, is read out from a page, and says much, "

static const Case cases[] = {
  { "a name and a colon", &reader_text, FALSE,
    "Ann: One.\nBo: Two.\nmore\n\nstill Bo\n\nAnn: Three.\nBo: Four.\n",
    "Name: text\nt Ann: One.\nt Bo: Two./more//still Bo\nt Ann: Three.\nt Bo: Four.\n" },
  { "spaces and wide colons", &reader_text, FALSE, "Ann : A\nBo\u00A0: B\nAnn：C\nBo:\tD\n",
    "Name: text\nt Ann: A\nt Bo: B\nt Ann: C\nt Bo: D\n" },
  { "a code or a part and a dash", &reader_text, FALSE,
    "INT - How?\n\nEN07 - Well - I think.\nEN07 - I said: no.\n\nINT - So?\n\n"
    "But then - I went.\n\nEN07 - No.\n",
    "Name: text\nt INT: How?\nt EN07: Well - I think.\nt EN07: I said: no.\n"
    "t INT: So?//But then - I went.\nt EN07: No.\n" },
  { "how somebody goes on is no name", &reader_text, TRUE,
    "Interviewer: Why?\n\nParticipant: Three things.\n\nSecond: a place.\n\nProblem: no money.\n\n"
    "Interviewer: And?\n\nNurse: Sorry.\n\nInterviewer: And then?\n\nParticipant: Home.\n",
    "Name: text\nt Interviewer: Why?\nt Participant: Three things.//Second: a place.//Problem: no "
    "money.\nt Interviewer: And?\nt Nurse: Sorry.\nt Interviewer: And then?\nt Participant: "
    "Home.\n" },
  { "in a group somebody speaks once", &reader_text, FALSE,
    "Ann: A.\n\nBo: B.\n\nCy: C.\n\nDee: D.\n\nAnn: E.\n\nCy: F.\n\nBo: G.\n",
    "Name: text\nt Ann: A.\nt Bo: B.\nt Cy: C.\nt Dee: D.\nt Ann: E.\nt Cy: F.\nt Bo: G.\n" },
  { "a chat", &reader_text, FALSE,
    "00:06:31 From Pedro Lima to Everyone: Hello\n00:06:40 From Ann to Everyone : Hi\n"
    "00:07:40 From Pedro Lima to Ann(Direct Message) : Bye\n",
    "Name: text\nt Pedro Lima@391: Hello\nt Ann@400: Hi\nt Pedro Lima@460: Bye\n" },
  { "names and times above the words", &reader_text, FALSE,
    "David Mull   0:03\nHello all.\n\nAnn Bell   0:08\nHi.\n\nDavid Mull   0:10\nBye.\n",
    "label alone on a line\nt David Mull@3: Hello all.\nt Ann Bell@8: Hi.\nt David Mull@10: "
    "Bye.\n" },
  { "names in front matter", &reader_markdown, FALSE,
    "---\nspeakers: [\"Ann Bell\", 'Bo']\n---\nAnn Bell: One.\n\nBo: Two.\n",
    "Name: text\nn : ---/speakers: [\"Ann Bell\", 'Bo']/---\nt Ann Bell: One.\nt Bo: Two.\n" },
  { "names in front matter, a line each", &reader_markdown, FALSE,
    "---\nspeakers:\n  - Ann Bell\n  - \"Bo\"\ntags: x\n---\nAnn Bell: One.\n\nBo: Two.\n",
    "Name: text\nn : ---/speakers:/  - Ann Bell/  - \"Bo\"/tags: x/---\nt Ann Bell: One.\n"
    "t Bo: Two.\n" },
  { "the header is no turn", &reader_text, FALSE,
    "Interview 3\nDate: 3 March\nInterviewer: RW\nPlace: here\n\nInterviewer: Hello?\n\nP1: "
    "Yes.\n\nInterviewer: And?\n\nP1: No.\n",
    "Name: text\nn : Interview 3/Date: 3 March/Interviewer: RW/Place: here\nt Interviewer: "
    "Hello?\nt P1: Yes.\nt Interviewer: And?\n"
    "t P1: No.\n" },
  { "a header of paragraphs is no turn", &reader_text, FALSE,
    "Title\n\nDate: 3 March\n\nInterviewer: RW\n\nInterviewer: Hello?\n\nP1: Yes.\n\nInterviewer: "
    "And?\n\nP1: No.\n",
    "Name: text\nn : Title\nn : Date: 3 March\nn : Interviewer: RW\nt Interviewer: Hello?\nt P1: "
    "Yes.\nt Interviewer: And?\nt P1: No.\n" },
  { "a label alone on a line", &reader_text, FALSE,
    "Interviewer\nHow are "
    "you?\n\nB-SM-001\nFine.\n\nMore.\n\nInterviewer\nGood.\n\nB-SM-001\nYes.\n\nInterviewer\nBye."
    "\n",
    "label alone on a line\nt Interviewer: How are you?\nt B-SM-001: Fine.//More.\nt Interviewer: "
    "Good.\nt B-SM-001: Yes.\n"
    "t Interviewer: Bye.\n" },
  { "a label with a time on its line", &reader_text, FALSE,
    "Ann: 00:01:10\nOne.\n\nBo  0:02\nTwo.\n\nAnn 1:03\nThree.\n\nBo: 00:04:00\nFour.\n\nAnn: "
    "00:05:00\nFive.\n",
    "label alone on a line\nt Ann@70: One.\nt Bo@2: Two.\nt Ann@63: Three.\nt Bo@240: Four.\nt "
    "Ann@300: Five.\n" },
  { "a time beside the label", &reader_text, FALSE,
    "[00:00:01] Ann: One.\n[00:00:02.500 --> 00:00:03.000] Bo: Two.\nAnn (0:03): Three.\nBo: "
    "[00:14:03] Four at 10:30: yes\n",
    "Name: text\nt Ann@1: One.\nt Bo@2: Two.\nt Ann@3: Three.\nt Bo@843: Four at 10:30: yes\n" },
  { "headings that are names", &reader_markdown, FALSE,
    "# Talk\n\n### Ann：\nOne.\n\n### Bo：\nI say：two.\n\n### Ann：\nThree.\n\n## Part 2\n\n### "
    "Bo：\nFour.\n",
    "Markdown heading\nh : Talk\nt Ann: One.\nt Bo: I say：two.\nt Ann: Three.\nh : Part 2\nt Bo: "
    "Four.\n" },
  { "bold names", &reader_markdown, FALSE,
    "**Ann:** One.\n\n**Bo**: Two.\n\n**Ann** Three.\n\n**Bo:** **Four**.\n\n**Ann: Five?**\n",
    "bold name\nt Ann: One.\nt Bo: Two.\nt Ann: Three.\nt Bo: Four.\nt Ann: Five?\n" },
  { "words before a colon that are no speakers", &reader_text, FALSE,
    "Ann: One.\nhttp://example.org\nBo: Two.\nHe said: no.\nAnn: Three.\nHe said: yes.\nBo: "
    "Four.\nthis is it: that\nNote: x\nat 10:30 we\n",
    "Name: text\nt Ann: One./http://example.org\nt Bo: Two./He said: no.\nt Ann: Three./He said: "
    "yes.\n"
    "t Bo: Four./this is it: that/Note: x/at 10:30 we\n" },
  { "long labels with parentheses, and speakers who speak once", &reader_text, FALSE,
    "The Chair: One.\nHon. A. B. Hussen (Minister of Families, Children and Social Development; "
    "also of this: and that): Two.\n"
    "The Chair: Three.\nHon. A. B. Hussen (Minister of Families, Children and Social Development; "
    "also of this: and that): Four.\n"
    "Ms. O'Neil-Paré: Five.\n",
    "Name: text\nt The Chair: One.\n"
    "t Hon. A. B. Hussen (Minister of Families, Children and Social Development; also of this: and "
    "that): Two.\nt The Chair: Three.\n"
    "t Hon. A. B. Hussen (Minister of Families, Children and Social Development; also of this: and "
    "that): Four.\n"
    "t Ms. O'Neil-Paré: Five.\n" },
  { "a short interview, by known names", &reader_text, TRUE,
    "Interviewer: One?\n\nParticipant: Two.\n",
    "Name: text\nt Interviewer: One?\nt Participant: Two.\n" },
  { "a form has fields, no speakers", &reader_text, TRUE,
    "Site: Provence\nParticipant: P-SU-003\nPlan agreed: yes\nPlan signed: yes\nCopy given: no\n",
    "\np : Site: Provence/Participant: P-SU-003/Plan agreed: yes/Plan signed: yes/Copy given: "
    "no\n" },
  { "a text without speakers", &reader_markdown, FALSE,
    "# Policy\n\nOne\ntwo.\n\n| a | b |\n| c | d |\n\n<!-- x -->\nThree.\n",
    "\nh : Policy\np : One/two.\np : a\tb\np : c\td\nn : <!-- x -->\np : Three.\n" },
  { "nobody is known to speak below a heading", &reader_markdown, FALSE,
    "Ann: One.\nBo: Two.\nAnn: Three.\nBo: Four.\n\n## Field notes\n\nThe room was cold.\n",
    "Name: text\nt Ann: One.\nt Bo: Two.\nt Ann: Three.\nt Bo: Four.\nh : Field notes\np : The "
    "room was cold.\n" },
  { "a label without words is no turn", &reader_text, FALSE,
    "Ann: One.\nBo:\nAnn: Two.\nBo: Three.\n",
    "Name: text\nt Ann: One.\nt Ann: Two.\nt Bo: Three.\n" },
  { "little before the first turn is preamble, however short the text", &reader_text, FALSE,
    "Interview with the ward's nurse, in her office.\n\nQ: Why?\nA: So.\nQ: How?\nA: Thus.\n",
    "Name: text\nn : Interview with the ward's nurse, in her office.\nt Q: Why?\nt A: So.\nt Q: "
    "How?\nt A: Thus.\n" },
  { "and so it is when it has several lines", &reader_text, FALSE,
    "Interview 3\nThe ward\nIn her office\n\nQ: Why?\nA: So.\nQ: How?\nA: Thus.\n",
    "Name: text\nn : Interview 3/The ward/In her office\nt Q: Why?\nt A: So.\nt Q: "
    "How?\nt A: Thus.\n" },
  { "much before the first turn is text, not preamble", &reader_text, FALSE,
    LECTURE LECTURE LECTURE LECTURE LECTURE LECTURE "ends.\n\nQ: Why?\nA: So.\nQ: How?\nA: Thus.\n",
    "Name: text\np : " LECTURE LECTURE LECTURE LECTURE LECTURE LECTURE
    "ends.\nt Q: Why?\nt A: So.\nt Q: "
    "How?\nt A: Thus.\n" },
};

Test (layout, divides_each_style_as_a_reader_would)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = describe_text (cases[i].reader, cases[i].text, cases[i].with_names);
      cr_expect_str_eq (found, cases[i].expected, "%s:\n%s", cases[i].claim, found);
    }
}

Test (layout, takes_rows_of_two_cells_as_turns)
{
  const char *srcdir = g_getenv ("srcdir");
  g_autofree char *path = g_build_filename (srcdir != NULL ? srcdir : ".",
                                            "tests/fixtures/readers/tables.docx", NULL);
  g_autofree char *bytes = NULL;
  gsize size = 0;

  cr_assert (g_file_get_contents (path, &bytes, &size, NULL));
  g_autoptr (Source) source = reader_docx.read (bytes, size, NULL, NULL);
  g_autofree char *found = layout_text (source, NULL);
  cr_expect_str_eq (found, "name in a table\nn : Above\nt Interviewer: Hello? Ready?\nt P1: in ner "
                           "Yes.\nt Interviewer: And?\n"
                           "t P1: No.\nt Interviewer: Thanks.//Below\n");
}

Test (layout, counts_code_points_not_bytes)
{
  static const char text[] = "Zoë: 😀 a\u0301\nBo: Two.\nZoë: שלום\nBo: x\n";
  g_autoptr (Source) source = reader_text.read (text, sizeof text - 1, NULL, NULL);
  g_autoptr (Layout) layout = layout_make (source, NULL);
  const LayoutItem *items = (const LayoutItem *)(const void *)layout->items->data;

  cr_assert_eq (layout->items->len, 4);
  cr_expect_eq (items[0].start_cp, 5);
  cr_expect_eq (items[0].end_cp, 9);
  cr_expect_eq (items[2].start_cp, 24);
  cr_expect_eq (items[2].end_cp, 28);
}

Test (layout, loses_no_word_outside_labels)
{
  static const char text[]
      = "Ann: One two.\nthree\n\nBo: four\n\nfive six\nAnn: seven\nBo: eight\n";
  g_autofree char *found = describe_text (&reader_text, text, FALSE);
  static const char *const words[]
      = { "One", "two", "three", "four", "five", "six", "seven", "eight" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *first = strstr (found, words[i]);
      cr_assert_not_null (first, "%s", words[i]);
      cr_expect_null (strstr (first + 1, words[i]));
    }
}

static void
expect_same_item (const LayoutItem *item, const LayoutItem *wanted)
{
  cr_expect_eq (item->kind, wanted->kind);
  cr_expect_eq (item->start_cp, wanted->start_cp);
  cr_expect_eq (item->end_cp, wanted->end_cp);
  cr_expect_eq (item->time_ms, wanted->time_ms);
  cr_expect_str_eq (item->speaker, wanted->speaker);
}

Test (layout, lines_say_all_of_it)
{
  static const char text[]
      = "Date: today\n\nAnn [00:01:02]: One.\n\nBo: Two — é.\n\nAnn: 3\n\nBo: 4\n";
  g_autoptr (Source) source = reader_text.read (text, strlen (text), NULL, NULL);
  g_autoptr (Layout) layout = layout_make (source, NULL);
  g_autofree char *lines = layout_lines (layout->items);
  const char *rest = lines;
  LayoutItem item;
  guint n = 0;

  cr_assert_gt (layout->items->len, 3);
  for (; layout_line_next (&rest, &item); n++)
    {
      expect_same_item (&item, &g_array_index (layout->items, LayoutItem, n));
      g_free (item.speaker);
    }
  cr_expect_eq (n, layout->items->len);
  cr_expect_str_eq (rest, "");
}

static const char *const bad_lines[] = {
  "turn\t3\t2\t-1\tA\n", "turn\t-3\t2\t-1\tA\n", "song\t1\t2\t-1\tA\n",
  "turn\t1\t2\n",        "turn 1 2 -1 A\n",      "turn\tx\t2\t-1\tA\n",
};

Test (layout, lines_that_are_none_are_not_read)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_lines); i++)
    {
      const char *rest = bad_lines[i];
      LayoutItem item;
      cr_expect_not (layout_line_next (&rest, &item), "%s", bad_lines[i]);
      cr_expect_eq (rest, bad_lines[i]);
    }
}

Test (layout, keys_are_alike_for_what_is_alike_and_nothing_else)
{
  static const char *const texts[]
      = { "Ann: One.\nBo: Two.\nAnn: 3\nBo: 4\n", "Ann: One.\nBo: Two.\nAnn: 3\nBo: 4\n",
          "Ann: One.\nBe: Two.\nAnn: 3\nBe: 4\n" };
  guint8 hashes[3][32];

  for (gsize i = 0; i < 3; i++)
    {
      g_autoptr (Source) source = reader_text.read (texts[i], strlen (texts[i]), NULL, NULL);
      g_autoptr (Layout) layout = layout_make (source, NULL);
      g_autofree char *lines = layout_lines (layout->items);
      const StoredWords words
          = layout_words (lines, (const guint8 *)"0123456789abcdef0123456789abcdef");
      store_words_key (WORDS_LAYOUT, &words, hashes[i]);
    }
  cr_expect_arr_eq (hashes[0], hashes[1], 32);
  cr_expect_arr_neq (hashes[0], hashes[2], 32);
}

Test (layout, takes_a_million_lines_in_seconds)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, i % 2 == 0 ? "A: b\n" : "C: d\n");
  g_autoptr (Source) source = reader_text.read (text->str, text->len, NULL, NULL);
  g_autoptr (Layout) layout = layout_make (source, NULL);
  cr_expect_eq (layout->items->len, 1000000);
}
