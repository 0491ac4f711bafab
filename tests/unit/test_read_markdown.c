/* Markdown: the words that a page shows, line by line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sources.h"
#include "support/temporary_study.h"

#include <unistd.h>

extern const Reader reader_markdown;

typedef struct
{
  ParaKind kind;
  guint level, line;
  const char *words;
  const char *bold; /* the bold run at the beginning */
  gsize mark;
} Expected;

static void
expect_read (const char *bytes, const char *text, const Expected *expected, guint count)
{
  g_autoptr (Source) source = source_of (&reader_markdown, bytes, strlen (bytes));

  cr_expect_str_eq (source->text, text);
  cr_assert_eq (source->paras->len, count, "%u paragraphs in: %s", source->paras->len, bytes);
  for (guint i = 0; i < count; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      g_autofree char *words = g_strndup (source->text + para->start, para->end - para->start);
      g_autofree char *bold = g_strndup (source->text + para->start, para->bold_end);
      cr_expect_eq (para->kind, expected[i].kind, "%s", words);
      cr_expect_eq (para->level, expected[i].level, "%s", words);
      cr_expect_eq (para->line, expected[i].line, "%s is in line %u", words, para->line);
      cr_expect_eq (para->mark, expected[i].mark, "%s", words);
      cr_expect_str_eq (words, expected[i].words);
      cr_expect_str_eq (bold, expected[i].bold != NULL ? expected[i].bold : "");
    }
}

/* ---- what stands in a line */

/* Written, and what a page shows. */
static const char *const written[][2] = {
  /* escapes, and what is none */
  { "\\[laughs\\] \\*so\\* a\\_b 1\\. \\\\ \\d C:\\dir", "[laughs] *so* a_b 1. \\ \\d C:\\dir" },
  { "a\\", "a\\" },
  /* characters by name and number; one without its semicolon is words */
  { "&quot;no&quot; &amp; &eacute; &#8217; &#x2014; AT&T &copy &nosuch;",
    "\"no\" & \u00E9 \u2019 \u2014 AT&T &copy &nosuch;" },
  { "a&#10;b&Tab;c&#0;d", "a b c\uFFFDd" },
  { "`&quot; \\* *x*` and `` a`b ``", "&quot; \\* *x* and a`b" },
  { "`open *x*", "`open x" },
  /* emphasis, and marks that are none */
  { "*a* **b** ***c*** _d_ __e__ ~~f~~ *g **h** i*", "a b c d e f g h i" },
  { "5 * 3 * 2, P_01_a, __ and ** and *, a ~ b, ~c~",
    "5 * 3 * 2, P_01_a, __ and ** and *, a ~ b, ~c~" },
  { "*open and **shut**", "*open and shut" },
  { "\u8A18\u8005 **\u5510\u9CF3\uFF1A**\u4F60\u597D **Ann:**yes",
    "\u8A18\u8005 \u5510\u9CF3\uFF1A\u4F60\u597D Ann:yes" },
  /* what is said looks like an address or a tag */
  { "[P1]: Mm...yeah", "[P1]: Mm...yeah" },
  { "[P1]: Well...yes (laughs)", "[P1]: Well...yes (laughs)" },
  { "[P1]: #metoo", "[P1]: #metoo" },
  { "[unclear](#00:14:03#) so", "[unclear](#00:14:03#) so" },
  { "<I>: How was it?", "<I>: How was it?" },
  { "<A> Because.", "<A> Because." },
  /* links by their words; what is said in round brackets is no address */
  { "[the **plan**](https://a.b/c \"t\") ![sign](p.png) <https://a.b/?q=1&amp;> <ann@ex.org>",
    "the plan sign https://a.b/?q=1&amp; ann@ex.org" },
  { "[pause](softly) [inaudible](00:14:03) [sic](so.) [x] [y](",
    "[pause](softly) [inaudible](00:14:03) [sic](so.) [x] [y](" },
  { "[a [b](c.html) d](e.html)", "[a b d](e.html)" },
  { "[see]( <x y> ) [t](a(b)c.org 'it\\'s') [e]()", "see t e" },
  /* tags of pages are marks, and other words are not */
  { "<b>so</b> <span class=\"x\">it</span> is <laughs> <5 and <P3> 3 < 4 <v Ann>",
    "so it is <laughs> <5 and <P3> 3 < 4 <v Ann>" },
};

Test (read_markdown, gives_the_words_that_a_page_shows)
{
  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autoptr (Source) source
          = source_of (&reader_markdown, written[i][0], strlen (written[i][0]));
      cr_expect_str_eq (source->text, written[i][1], "%s gives\n%s, not\n%s", written[i][0],
                        source->text, written[i][1]);
    }
}

Test (read_markdown, lets_emphasis_and_links_run_over_lines_that_stay_lines)
{
  static const Expected expected[] = {
    { PARA_TEXT, 0, 1, "one two", NULL, 0 }, { PARA_TEXT, 0, 2, "three four", NULL, 0 },
    { PARA_TEXT, 0, 3, "five", NULL, 0 },    { PARA_TEXT, 0, 5, "six *", NULL, 0 },
    { PARA_TEXT, 0, 7, "* seven", "", 0 },   { PARA_TEXT, 0, 8, "up", NULL, 0 },
    { PARA_TEXT, 0, 8, "down", NULL, 0 },    { PARA_TEXT, 0, 9, "end", NULL, 0 },
  };

  expect_read (
      "one *two\n  three* [four\\\nfive](http://a.b)\n\nsix *\n\n\\* seven  \nup<br>down\nend\n",
      "one two\nthree four\nfive\n\nsix *\n\n* seven\nup\ndown\nend\n", expected,
      G_N_ELEMENTS (expected));
}

Test (read_markdown, finds_addresses_that_stand_by_themselves_and_no_turn_among_them)
{
  static const Expected expected[] = {
    { PARA_TEXT, 0, 1, "See the plan, a Note and [that].", NULL, 0 },
    { PARA_TEXT, 0, 4, "[Ann]: Yes.", NULL, 0 },
    { PARA_NOTE, 0, 5, "[^1]: So it was.", NULL, 0 },
  };
  const char *bytes
      = "See [the *plan*][P 1], a [note] and [that].\n[p  1]: https://a.b/c 'the plan'\n"
        "[NOTE]: <n.html>\n[Ann]: Yes.\n[^1]: So *it* was.";

  expect_read ("See [the *plan*][P 1], a [Note] and [that].\n[p  1]: https://a.b/c 'the plan'\n"
               "[NOTE]: <n.html>\n[Ann]: Yes.\n[^1]: So *it* was.",
               "See the plan, a Note and [that].\n[Ann]: Yes.\n[^1]: So it was.", expected,
               G_N_ELEMENTS (expected));
  g_autoptr (Source) source = source_of (&reader_markdown, bytes, strlen (bytes));
  const EspFinding *finding = source->findings->pdata[0];
  cr_expect_str_eq (finding->what, "has 2 links");
}

/* ---- lines */

Test (read_markdown, tells_front_matter_and_comments_from_words)
{
  static const Expected expected[] = {
    { PARA_NOTE, 0, 1, "---", NULL, 0 },
    { PARA_NOTE, 0, 2, "title: *x*", NULL, 0 },
    { PARA_NOTE, 0, 3, "---", NULL, 0 },
    { PARA_TEXT, 0, 4, "Words", NULL, 0 },
    { PARA_NOTE, 0, 5, "<!-- one", NULL, 0 },
    { PARA_NOTE, 0, 6, "# two -->", NULL, 0 },
    { PARA_TEXT, 0, 6, "on", NULL, 0 },
    { PARA_TEXT, 0, 7, "more", NULL, 0 },
    { PARA_TEXT, 0, 8, "<!-- for ever", NULL, 0 },
  };

  expect_read ("---\ntitle: *x*\n---\nWords\n<!-- one\n# two --> *on*\nmore\n<!-- for ever\n",
               "---\ntitle: *x*\n---\nWords\n<!-- one\n# two -->\non\nmore\n<!-- for ever\n",
               expected, G_N_ELEMENTS (expected));
}

Test (read_markdown, takes_no_interview_between_two_rules_for_front_matter)
{
  static const Expected expected[] = {
    { PARA_TEXT, 0, 3, "Ann: one", NULL, 0 },
    { PARA_TEXT, 0, 5, "Bob: two", NULL, 0 },
  };

  expect_read ("---\n\nAnn: one\n\nBob: two\n---\n", "\n\nAnn: one\n\nBob: two\n\n", expected,
               G_N_ELEMENTS (expected));
}

Test (read_markdown, ends_front_matter_at_no_shorter_line)
{
  static const Expected expected[] = {
    { PARA_TEXT, 0, 2, "a", NULL, 0 },
    { PARA_TEXT, 0, 3, "-#", NULL, 0 },
  };

  expect_read ("---\na\n-#", "\na\n-#", expected, G_N_ELEMENTS (expected));
}

Test (read_markdown, keeps_a_comment_in_a_line_as_a_memo_at_its_place)
{
  const char *bytes = "**One** two<!-- ask *Ann* --> three <!----> four";
  g_autoptr (Source) source = source_of (&reader_markdown, bytes, strlen (bytes));

  cr_expect_str_eq (source->text, "One two three  four");
  cr_assert_eq (source->comments->len, 1);
  const SourceComment *comment = &g_array_index (source->comments, SourceComment, 0);
  cr_expect_str_eq (comment->text, "ask *Ann*");
  cr_expect_eq (comment->start, strlen ("One two"));
  cr_expect_eq (comment->end, comment->start);
}

Test (read_markdown, leaves_the_marks_of_headings_out)
{
  static const Expected expected[] = {
    { PARA_HEADING, 1, 1, "One", NULL, 0 },      { PARA_HEADING, 3, 2, "Ann\uFF1A", NULL, 0 },
    { PARA_TEXT, 0, 3, "#no heading", NULL, 0 }, { PARA_HEADING, 2, 4, "Two #x", NULL, 0 },
    { PARA_HEADING, 1, 7, "Three", NULL, 0 },
  };

  expect_read ("# One #\n### Ann\uFF1A\n#no heading\n  ## Two #x ##\n##\n\nThree\n=====\n",
               "One\nAnn\uFF1A\n#no heading\nTwo #x\n\n\nThree\n\n", expected,
               G_N_ELEMENTS (expected));
}

Test (read_markdown, notes_how_far_a_bold_beginning_goes)
{
  static const Expected expected[] = {
    { PARA_TEXT, 0, 1, "Ann: one", "Ann:", 0 },       { PARA_TEXT, 0, 2, "Ann: two", "Ann", 0 },
    { PARA_TEXT, 0, 3, "Ann: 3", "Ann:", 0 },         { PARA_TEXT, 0, 4, "Ann four", NULL, 0 },
    { PARA_TEXT, 0, 5, "**open five", NULL, 0 },      { PARA_TEXT, 0, 6, "six late", NULL, 0 },
    { PARA_TEXT, 0, 7, "7. Ann seven", "7. Ann", 3 }, { PARA_TEXT, 0, 8, "- Bob", NULL, 2 },
  };

  expect_read ("**Ann:** one\n**Ann**: two\n***Ann:*** 3\n*Ann* four\n**open five\nsix "
               "**late**\n7. **Ann** seven\n* Bob\n",
               "Ann: one\nAnn: two\nAnn: 3\nAnn four\n**open five\nsix late\n7. Ann seven\n- Bob\n",
               expected, G_N_ELEMENTS (expected));
}

Test (read_markdown, joins_cells_by_tabs_and_drops_rules_and_fences)
{
  static const Expected expected[] = {
    { PARA_ROW, 0, 1, "a\tb | c", "a", 0 },         { PARA_ROW, 0, 3, "1\t2 3", NULL, 0 },
    { PARA_TEXT, 0, 6, "# *code* &amp;", NULL, 0 }, { PARA_TEXT, 0, 9, "quoted", NULL, 0 },
    { PARA_TEXT, 0, 10, "end", NULL, 0 },
  };

  expect_read (
      "| **a** | b \\| c |\n|---|:-:|\n| 1 | 2<br>3 |\n\n```\n# *code* &amp;\n```\n* * *\n> "
      "*quoted*\nend\n",
      "a\tb | c\n1\t2 3\n\n\n# *code* &amp;\n\n\nquoted\nend\n", expected, G_N_ELEMENTS (expected));
}

Test (read_markdown, refuses_a_file_of_nothing_but_marks)
{
  g_autoptr (GError) error = NULL;

  cr_assert_null (reader_markdown.read ("***\n\n#\n", 7, NULL, &error));
  cr_expect_str_eq (error->message, "there are no words in it");
}

Test (read_markdown, takes_time_that_grows_with_the_size)
{
  static const char *const pieces[] = { "*a ", "[",   "[a](", "](", "<!--",   "`a ``b ", "a**b",
                                        "&#",  "<b ", "*a_ ", "![", "[a](<b", "_a*" };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      GString *bytes = g_string_new (NULL);
      for (guint n = 0; n < 200000; n++)
        g_string_append (bytes, pieces[i]);
      const gint64 begun = g_get_monotonic_time ();
      source_free (source_of (&reader_markdown, bytes->str, bytes->len));
      cr_expect_lt (g_get_monotonic_time () - begun, 8 * G_USEC_PER_SEC, "'%s' takes too long",
                    pieces[i]);
      g_string_free (bytes, TRUE);
    }
}

/* ---- beside another program */

/* What can stand in a line, of all that CommonMark and this reader take alike. '_' and '`' do not
 * come in runs of one and of two: cmark 0.30 misses some pairs of those, which pandoc finds. */
static const char *const pieces[]
    = { "a",    "b. ",          " c ",    "* ",    "*",          "**",
        "***",  " __",

        "`a",   "\\",           "[",      "![",    "](x.org/y)", "](<u.org> 't')",
        "\\*",  "&amp;",        "&#65;",  "&copy", "(",          ")",
        "!",    "\u00E9",       "\u2019", "\"",    " ",          "<b>",
        "</b>", "<http://a.b>", "\u4F60", "q\nx" };

static void
oracle_text (GMarkupParseContext *context, const char *text, gsize size, gpointer words,
             GError **error G_GNUC_UNUSED)
{
  const char *element = g_markup_parse_context_get_element (context);

  if (g_str_equal (element, "text") || g_str_equal (element, "code"))
    g_string_append_len (words, text, (gssize)size);
}

static void
oracle_start (GMarkupParseContext *context G_GNUC_UNUSED, const char *element,
              const char **names G_GNUC_UNUSED, const char **values G_GNUC_UNUSED, gpointer words,
              GError **error G_GNUC_UNUSED)
{
  if (g_str_equal (element, "softbreak") || g_str_equal (element, "linebreak"))
    g_string_append_c (words, ' ');
  else if (g_str_equal (element, "paragraph"))
    g_string_append (words, "\n\n");
}

/* The words that cmark finds, paragraphs parted by blank lines; NULL: it is not there. */
static char *
oracle_words (const char *text)
{
  static const GMarkupParser parser = { .start_element = oracle_start, .text = oracle_text };
  g_autofree char *xml = NULL, *path = NULL;
  int status = 0;
  const int file = g_file_open_tmp (NULL, &path, NULL);

  cr_assert_geq (file, 0);
  close (file);
  cr_assert (g_file_set_contents (path, text, -1, NULL));
  const char *argv[] = { "cmark", "--to", "xml", path, NULL };
  const gboolean is_there = g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL,
                                          NULL, &xml, NULL, &status, NULL);
  unlink (path);
  if (!is_there)
    return NULL;
  cr_assert_eq (status, 0);
  GString *words = g_string_new (NULL);
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, words, NULL);
  const char *body = strstr (xml, "<document");
  cr_assert (g_markup_parse_context_parse (context, body, -1, NULL));
  g_markup_parse_context_free (context);
  return g_string_free (words, FALSE);
}

static char *
one_line_each (const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  for (char **one = paragraphs; *one != NULL; one++)
    {
      g_auto (GStrv) words = g_strsplit_set (*one, " \n", -1);
      GString *line = g_string_new (NULL);
      for (char **word = words; *word != NULL; word++)
        if (**word != '\0')
          g_string_append_printf (line, "%s ", *word);
      g_free (*one);
      *one = g_string_free (line, FALSE);
    }
  return g_strstrip (g_strjoinv ("\n\n", paragraphs));
}

Test (read_markdown, finds_the_words_that_cmark_finds)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 4000; i++)
    {
      g_string_append (text, "x");
      for (guint n = chance_below (chance, 14); n > 0; n--)
        g_string_append (text, pieces[chance_below (chance, G_N_ELEMENTS (pieces))]);
      g_string_append (text, "x\n\n");
    }
  g_autofree char *found = oracle_words (text->str);
  if (found == NULL)
    cr_skip_test ("MARKDOWN WAS NOT COMPARED: cmark is missing: apt-get install cmark");
  g_autoptr (Source) source = source_of (&reader_markdown, text->str, text->len);
  g_autofree char *theirs = one_line_each (found), *ours = one_line_each (source->text);
  g_auto (GStrv) their = g_strsplit (theirs, "\n\n", -1), our = g_strsplit (ours, "\n\n", -1);
  g_auto (GStrv) from = g_strsplit (text->str, "\n\n", -1);
  for (guint i = 0; their[i] != NULL && our[i] != NULL; i++)
    cr_assert_str_eq (our[i], their[i], "seed %u: '%s' is '%s' to us, and '%s' to cmark", seed,
                      from[i], our[i], their[i]);
  cr_assert_eq (g_strv_length (their), g_strv_length (our));
}

/* ---- bids */

Test (read_markdown, bids_for_headings_front_matter_and_its_own_suffix)
{
  cr_expect_gt (reader_markdown.bid ("text\n## Head\n", 13, "a.txt"), 30);
  cr_expect_gt (reader_markdown.bid ("---\na: b\n---\n", 13, "a.txt"), 30);
  cr_expect_gt (reader_markdown.bid ("plain", 5, "a.markdown"), 30);
  cr_expect_eq (reader_markdown.bid ("plain #1", 8, "a.txt"), 0);
  cr_expect_eq (reader_markdown.bid ("#hashtag", 8, "a.txt"), 0);
  cr_expect_eq (reader_markdown.bid ("PK\x03\x04# a", 7, "a.md"), 0);
}
