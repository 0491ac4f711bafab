/* Markdown: the text stays as it is, its paragraphs are told apart.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/reader.h"

#include <criterion/criterion.h>
#include <string.h>

extern const Reader reader_markdown;

typedef struct
{
  ParaKind kind;
  guint level, line;
  const char *words;
  const char *bold; /* the bold run at the beginning, with its marks */
} Expected;

static void
expect_paras (const char *bytes, const Expected *expected, guint count)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Source) source = reader_markdown.read (bytes, strlen (bytes), NULL, &error);

  cr_assert_not_null (source, "%s", error != NULL ? error->message : "");
  cr_expect_str_eq (source->text, bytes);
  cr_assert_eq (source->paras->len, count, "%u paragraphs in: %s", source->paras->len, bytes);
  for (guint i = 0; i < count; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      g_autofree char *words = g_strndup (source->text + para->start, para->end - para->start);
      g_autofree char *bold = g_strndup (source->text + para->start, para->bold_end);
      cr_expect_eq (para->kind, expected[i].kind, "%s", words);
      cr_expect_eq (para->level, expected[i].level, "%s", words);
      cr_expect_eq (para->line, expected[i].line, "%s", words);
      cr_expect_str_eq (words, expected[i].words);
      cr_expect_str_eq (bold, expected[i].bold != NULL ? expected[i].bold : "");
    }
}

Test (read_markdown, tells_front_matter_and_comments_from_words)
{
  static const Expected expected[] = {
    { PARA_NOTE, 0, 1, "---", NULL },      { PARA_NOTE, 0, 2, "title: x", NULL },
    { PARA_NOTE, 0, 3, "---", NULL },      { PARA_TEXT, 0, 4, "Words", NULL },
    { PARA_NOTE, 0, 5, "<!-- one", NULL }, { PARA_NOTE, 0, 6, "# two -->", NULL },
    { PARA_TEXT, 0, 7, "more", NULL },
  };

  expect_paras ("---\ntitle: x\n---\nWords\n<!-- one\n# two -->\nmore\n", expected,
                G_N_ELEMENTS (expected));
}

Test (read_markdown, leaves_the_marks_of_headings_out)
{
  static const Expected expected[] = {
    { PARA_HEADING, 1, 1, "One", NULL },      { PARA_HEADING, 3, 2, "Ann：", NULL },
    { PARA_TEXT, 0, 3, "#no heading", NULL }, { PARA_HEADING, 2, 4, "Two #x", NULL },
    { PARA_HEADING, 1, 7, "Three", NULL },
  };

  expect_paras ("# One #\n### Ann：\n#no heading\n  ## Two #x ##\n##\n\nThree\n=====\n", expected,
                G_N_ELEMENTS (expected));
}

Test (read_markdown, notes_how_far_a_bold_beginning_goes)
{
  static const Expected expected[] = {
    { PARA_TEXT, 0, 1, "**Ann:** one", "**Ann:**" },
    { PARA_TEXT, 0, 2, "**Ann**: two", "**Ann**" },
    { PARA_TEXT, 0, 3, "***Ann:*** 3", "***Ann:***" },
    { PARA_TEXT, 0, 4, "*Ann* four", NULL },
    { PARA_TEXT, 0, 5, "**open five", NULL },
    { PARA_TEXT, 0, 6, "six **late**", NULL },
  };

  expect_paras ("**Ann:** one\n**Ann**: two\n***Ann:*** 3\n*Ann* four\n**open five\nsix **late**\n",
                expected, G_N_ELEMENTS (expected));
}

Test (read_markdown, keeps_tables_and_code_and_drops_rules)
{
  static const Expected expected[] = {
    { PARA_ROW, 0, 1, "| a | b |", NULL }, { PARA_ROW, 0, 3, "| 1 | 2 |", NULL },
    { PARA_TEXT, 0, 5, "```", NULL },      { PARA_TEXT, 0, 6, "# code", NULL },
    { PARA_TEXT, 0, 7, "```", NULL },      { PARA_TEXT, 0, 9, "end", NULL },
  };

  expect_paras ("| a | b |\n|---|:-:|\n| 1 | 2 |\n\n```\n# code\n```\n* * *\nend\n", expected,
                G_N_ELEMENTS (expected));
}

Test (read_markdown, bids_for_headings_front_matter_and_its_own_suffix)
{
  cr_expect_gt (reader_markdown.bid ("text\n## Head\n", 13, "a.txt"), 30);
  cr_expect_gt (reader_markdown.bid ("---\na: b\n---\n", 13, "a.txt"), 30);
  cr_expect_gt (reader_markdown.bid ("plain", 5, "a.markdown"), 30);
  cr_expect_eq (reader_markdown.bid ("plain #1", 8, "a.txt"), 0);
  cr_expect_eq (reader_markdown.bid ("#hashtag", 8, "a.txt"), 0);
  cr_expect_eq (reader_markdown.bid ("PK\x03\x04# a", 7, "a.md"), 0);
}
