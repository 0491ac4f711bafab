/* Web pages: the words that are on the page, those that are left out, and what is said of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sources.h"

extern const Reader reader_html;

/* ---- reading, and what came of it */

static void
expect_page (const char *html, const char *wanted)
{
  g_autoptr (Source) source = source_of (&reader_html, html, strlen (html));
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, wanted, "%s gave:\n%s", html, paras);
}

static void
expect_text (const char *html, const char *wanted)
{
  g_autoptr (Source) source = source_of (&reader_html, html, strlen (html));

  cr_expect_str_eq (source->text, wanted, "%s gave: %s", html, source->text);
}

static void
expect_found (const char *html, EspGrade grade, const char *what)
{
  g_autoptr (Source) source = source_of (&reader_html, html, strlen (html));

  expect_finding (source, grade, what);
}

static void
expect_page_refused (const char *html, const char *message)
{
  expect_refused (&reader_html, html, strlen (html), message);
}

/* ---- of word processors */

Test (read_html, reads_a_page_of_word)
{
  g_autoptr (Source) source = read_fixture (&reader_html, "word.html");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, "heading 1 A talk at the clinic\n"
                           "heading 2 [1. ]Waiting\n"
                           "text 0 *Interviewer:* How long did you wait, on the whole?\n"
                           "text 0 *P1:* Two hours \u2013 or nearly caf\u00E9 time.\n"
                           "text 0 [- ]the chairs\n"
                           "text 0 [- ]the light\n"
                           "text 0 [iv) ]*P1:* the door\n"
                           "row 0 *P1*\tIt was cold.\n"
                           "row 0 P2\tNo.\n"
                           "note 0 By the clock on the wall.\n"
                           "note 0 Interview about the clinic\n");
  expect_finding (source, ESP_GRADE_NOTE, "is in windows-1252");
  expect_finding (source, ESP_GRADE_WARNING, "has 1 tracked deletion");
  expect_finding (source, ESP_GRADE_WARNING, "has hidden text");
  expect_finding (source, ESP_GRADE_NOTE, "has 1 comment");
  cr_expect_null (strstr (source->text, "Somebody"));
  cr_expect_not_null (strstr (source->text, "cold.\nP2\tNo.\n\nBy the"));
}

Test (read_html, keeps_the_comments_of_word)
{
  g_autoptr (Source) source = read_fixture (&reader_html, "word.html");
  const SourceComment *comment = &g_array_index (source->comments, SourceComment, 0);
  g_autofree char *about = g_strndup (source->text + comment->start, comment->end - comment->start);

  cr_assert_eq (source->comments->len, 1);
  cr_expect_str_eq (about, "caf\u00E9 time");
  cr_expect_str_eq (comment->author, "JS");
  cr_expect_str_eq (comment->made_at, "2024-03-05T09:31");
  cr_expect_str_eq (comment->text, "Which one?\nAsk again.");
}

Test (read_html, reads_a_filtered_page_of_word)
{
  g_autoptr (Source) source = read_fixture (&reader_html, "filtered.html");
  g_autofree char *paras = describe (source);
  const SourceComment *comment = &g_array_index (source->comments, SourceComment, 0);

  cr_expect_str_eq (paras, "text 0 [1. ]Was it far near?\n"
                           "text 0 [- ]Near enough.\n"
                           "text 0 It was on the 1.\u00A0of May.\n"
                           "text 0 Hm.\n");
  cr_expect_str_eq (comment->text, "Said slowly.");
  cr_expect_str_eq (source->text + comment->start, ".");
  cr_expect_eq (source->findings->len, 1);
}

Test (read_html, reads_a_page_of_google_docs)
{
  g_autoptr (Source) source = read_fixture (&reader_html, "docs.html");
  g_autofree char *paras = describe (source);
  const SourceComment *comment = &g_array_index (source->comments, SourceComment, 0);

  cr_expect_str_eq (paras, "heading 1 Talk two\n"
                           "text 0 *Nia:*\u00A0Where do you live?\n"
                           "text 0 *Rhys:* By the sea, since May.\n"
                           "text 0 [1. ]boats\n"
                           "text 0 [a. ]small ones\n"
                           "text 0 [2. ]nets\n"
                           "text 0 [- ]rope\n"
                           "note 0 \u00A0Two years ago.\n");
  cr_expect_str_eq (comment->text, "which sea?");
  cr_expect (g_str_has_prefix (source->text + comment->start, ", since May."));
}

Test (read_html, reads_what_google_docs_puts_on_the_clipboard)
{
  g_autoptr (Source) source = read_fixture (&reader_html, "clipboard.html");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, "text 0 *Ana: *One  two.\ntext 0 Three.\n");
}

Test (read_html, reads_a_page_of_libreoffice)
{
  g_autoptr (Source) source = read_fixture (&reader_html, "office.html");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, "note 0 Wave 2\n"
                           "heading 1 On work\n"
                           "text 0 *I:* Do you like it?\n"
                           "text 0 *R:* Most days.\n"
                           "text 0 Not on Mondays.\n"
                           "text 0 [C. ]money\n"
                           "text 0 [i. ]wages\n"
                           "text 0 [iv. ]rent\n"
                           "text 0 [D. ]time\n"
                           "text 0 [2. ]two\n"
                           "text 0 [1. ]one\n"
                           "text 0 [- ]friends\n"
                           "text 0 Set in.\n"
                           "text 0 A quotation.\n"
                           "note 0 The work.\n");
}

/* ---- of transcription services, and of people */

Test (read_html, reads_a_page_of_a_transcription_service)
{
  g_autoptr (Source) source = read_fixture (&reader_html, "service.html");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, "heading 1 Call 7\n"
                           "text 0 *Ada King* 00:03\n"
                           "text 0 Good morning.\n"
                           "text 0 *Ben Low* [00:07]\n"
                           "text 0 Morning, & thanks.\n"
                           "text 0 *Ada King* 0:12\n"
                           "text 0 Right.\n"
                           "text 0 So seen.\n"
                           "text 0 Search\n"
                           "text 0  my  notes\n"
                           "text 0  stay\n"
                           "text 0 \u6F22 \u201Cyes\u201D ab \u00ACanentity; \u00A0\u2026 \u20AC x "
                           "< y \u00A92024 1 < 2 \uFFFD\n"
                           "note 0 Call 7 | A transcription service\n");
  expect_finding (source, ESP_GRADE_WARNING, "has hidden text");
  expect_finding (source, ESP_GRADE_NOTE, "has a menu of links");
  expect_finding (source, ESP_GRADE_NOTE, "has readings above its words (ruby)");
  expect_finding (source, ESP_GRADE_NOTE, "has 2 fields to fill in");
  expect_finding (source, ESP_GRADE_NOTE, "has 1 other page inside it");
}

Test (read_html, reads_what_nobody_closed)
{
  g_autoptr (Source) source = read_fixture (&reader_html, "soup.html");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, "text 0 *Moderator: First* words\n"
                           "text 0 second one\n"
                           "text 0 third\n"
                           "text 0 fourth\n"
                           "row 0 a\tb\n"
                           "row 0 c d\te f g\n"
                           "text 0 *bold* and not\n"
                           "text 0 [- ]loose\n"
                           "text 0 [- ]looser\n"
                           "text 0  one\n"
                           "text 0    two\tthree\n"
                           "text 0 four\n"
                           "text 0 <b>raw</b>\n"
                           "heading 3 Half\n"
                           "heading 3 way\n"
                           "text 0 linkaftermore\n"
                           "text 0 only\n"
                           "text 0 layout\n"
                           "row 0 Name\tAge\n"
                           "row 0 Ada\t36\n");
}

/* ---- text as on the page */

Test (read_html, folds_white_space_and_breaks_lines)
{
  expect_text ("<p> a \n b<br> c <br><br><br><br>d <p><br>e<br>", "a b\nc\n\nd\n\ne");
  expect_text ("<div>a<span> b</span><i> </i>c</div>d<hr>e", "a b c\n\nd\n\ne");
  expect_text ("<div>a<!-- x -->b<img alt=no>c</div>", "abc");
  expect_text ("<p>a\xC2\xA0\xC2\xA0 b&#13;c</p><p>\xC2\xA0</p></p>d</br>e",
               "a\u00A0\u00A0 b c\n\nd\ne");
}

Test (read_html, lets_styles_make_blocks_and_lines)
{
  expect_text ("<span style='display:block'>a</span><span style='display: block;'>b</span>",
               "a\n\nb");
  expect_text ("<div style='display:inline'>a</div><div style='display:inline-block'>b</div>",
               "a b");
  expect_text ("<p style='white-space:pre-line'>a\nb</p>", "a\nb");
  expect_text ("<pre>a\n  b<span style='white-space:normal'>\nc</span></pre>", "a\n  b c");
}

Test (read_html, leaves_out_what_is_hidden)
{
  expect_text ("a<span style='display:none'>x<b>y</b></span>b", "ab");
  expect_text ("a<div hidden>x</div>b<p hidden='until-found'>c", "ab\n\nc");
  expect_text (
      "<style>.x{display:none} #y,p.z { visibility: hidden; }</style><p class='q x'>1<p id=y>2"
      "<p class=z>3<b style='visibility:visible'>4</b><p class='x' style='display:block'>5",
      "4\n\n5");
  expect_text ("a<ul hidden><li>x<li>y</ul>b", "ab");
  expect_text ("<p>a<p style='mso-hide:all'>x<p>b<dialog>x</dialog><dialog open>c</dialog>",
               "a\n\nb\n\nc");
}

Test (read_html, leaves_out_deletions_and_keeps_lines_through_words)
{
  expect_text ("a<del>x</del><s>b</s><strike>c</strike><ins>d</ins>", "abcd");
  expect_found ("a<del>x</del><del>y</del>", ESP_GRADE_WARNING, "has 2 tracked deletions");
}

Test (read_html, reads_rules_of_style_sheets_as_far_as_they_count)
{
  expect_page ("<style>/* .a{display:none} */ @media print { .a { display:none } .b{} }\n"
               "@import 'x;y'; <!-- P.a, .b { font: italic bold 9pt x } -->\n"
               ".a .b { display: none } .c:hover{display:none} .d{content:'};'; font-weight:800}\n"
               ".e{font-weight:bold}</style>"
               "<p class=a><span class=b>1</span>2<p class=c>3<p><span class=d>4</span>"
               "<p><b class=e><span style='font-weight:400'>5</span></b><p class=e>6",
               "text 0 *12*\ntext 0 3\ntext 0 *4*\ntext 0 5\ntext 0 *6*\n");
}

Test (read_html, counts_lists)
{
  expect_page ("<ol><li>a<li value=7>b<li>c<li value=x>d</ol>",
               "text 0 [1. ]a\ntext 0 [7. ]b\ntext 0 [8. ]c\ntext 0 [9. ]d\n");
  expect_page ("<ol start=0 type=1><li>a</ol><ol start=-2><li>b</ol><ol type=I start=4><li>c</ol>",
               "text 0 [0. ]a\ntext 0 [-2. ]b\ntext 0 [IV. ]c\n");
  expect_page ("<ul><li><p>a</p><p>b</p></li><li></li><li><b>c</b><ol><li>d</ol>e</ul>",
               "text 0 [- ]a\ntext 0 b\ntext 0 [- ]*c*\ntext 0 [1. ]d\ntext 0 e\n");
  expect_page ("<ol style='list-style: upper-alpha inside'><li>a<li style='list-style-type:disc'>b"
               "<li style='display:inline'>c</ol><ol style='list-style:none'><li>d</ol>",
               "text 0 [A. ]a\ntext 0 [- ]b\ntext 0 c\ntext 0 d\n");
  expect_page ("<ol style='list-style-type:decimal-leading-zero'><li>a</ol>"
               "<ol reversed start=9><li>b<li>c</ol><ul type=a><li>d</ul>",
               "text 0 [01. ]a\ntext 0 [9. ]b\ntext 0 [8. ]c\ntext 0 [- ]d\n");
}

Test (read_html, reads_tables_row_by_row)
{
  expect_page ("<table><caption>Who</caption><thead><tr><th>a<th>b</thead><tbody><tr><td>c<td>d"
               "<tbody><tr><td><td><ul><li>e<li>f</ul></table>g",
               "text 0 Who\nrow 0 a\tb\nrow 0 c\td\nrow 0 \t- e - f\ntext 0 g\n");
  expect_page (
      "<table><tr><td><b>Ann</b></td><td>Yes.<br>No.</td></tr><tr hidden><td>x<td>y</table>",
      "row 0 *Ann*\tYes. No.\n");
  expect_page ("<td>a</td><tr><td>b", "text 0 a\ntext 0 b\n");
}

Test (read_html, does_not_make_one_line_of_a_page_laid_out_with_a_table)
{
  GString *page = g_string_new ("<table><tr><td>menu<td>");

  for (guint i = 0; i < 30; i++)
    g_string_append (page, "<p>Ann: yes");
  g_string_append (page, "<table><tr><td>a<td>b</table></table>");
  g_autoptr (Source) source = source_of (&reader_html, page->str, page->len);
  cr_expect_eq (source->paras->len, 32);
  cr_expect_eq (g_array_index (source->paras, Para, 31).kind, PARA_ROW);
  g_string_free (page, TRUE);
}

Test (read_html, keeps_the_columns_below_a_cell_that_reaches_down)
{
  expect_page ("<table><tr><td rowspan=2>Ann:<td>Hello.<tr><td>Again.<tr><td>Bob:<td>Hi.</table>",
               "row 0 Ann:\tHello.\nrow 0 \tAgain.\nrow 0 Bob:\tHi.\n");
  expect_page ("<table><tr><td>a<td rowspan=3 colspan=2>b<td>c<tr><td>d<td>e<tr><td>f<tr><td>g<td>h"
               "</table>",
               "row 0 a\tb\tc\nrow 0 d\t\t\te\nrow 0 f\nrow 0 g\th\n");
  expect_page (
      "<table><thead><tr><th rowspan=0>a<th>b<tr><td>c<tbody><tr><td>d<td>e</table><table>"
      "<tr><td rowspan=99999999999999999999>f<td>g<tr><td>h<table><tr><td>i</table></table>",
      "row 0 a\tb\nrow 0 \tc\nrow 0 d\te\nrow 0 f\tg\nrow 0 \th i\n");
}

Test (read_html, keeps_a_mark_of_word_behind_blanks_with_its_words)
{
  expect_page ("<p>&nbsp;<span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>one<p>two",
               "text 0 [1. ]one\ntext 0 two\n");
}

Test (read_html, keeps_the_title_where_it_says_more)
{
  expect_page ("<title> Talk \n 3 </title><h1>TALK 3</h1>", "heading 1 TALK 3\n");
  expect_page ("<title>Talk 3</title><title>b</title><p>a", "text 0 a\nnote 0 Talk 3\n");
  expect_page ("<p><svg><title>Icon</title></svg>a<title>b</title>", "text 0 a\nnote 0 b\n");
}

Test (read_html, tells_notes_from_text)
{
  expect_page (
      "<p>a<div id=edn3>b</div><section class='x footnotes'><p>c</section><div title=footer>d"
      "</div><div id=ftnx>e</div><div style='mso-element:header'><p>f</div>g",
      "text 0 a\nnote 0 b\nnote 0 c\nnote 0 d\ntext 0 e\nnote 0 f\ntext 0 g\n");
}

/* Of LibreOffice, Word, Google Docs and pandoc. */
Test (read_html, leaves_the_numbers_of_notes_out_of_the_words)
{
  expect_page (
      "<p>four <a class=sdfootnoteanc name=sdfootnote1anc href=#sdfootnote1sym><sup>1</sup>"
      "</a>after<div id=sdfootnote1><p class=sdfootnote><a class=sdfootnotesym "
      "name=sdfootnote1sym href=#sdfootnote1anc>1</a>foot words</div>",
      "text 0 four after\nnote 0 foot words\n");
  expect_page ("<p>a<a href='#_ftn1' name='_ftnref1' title=''><span class=MsoFootnoteReference>[1]"
               "</span></a>b<div style='mso-element:footnote' id=ftn1><p><a href='#_ftnref1' "
               "name='_ftn1'>[1]</a> foot</div><a name=_ftn>c</a>",
               "text 0 ab\nnote 0 foot\ntext 0 c\n");
  expect_page ("<p>a<sup><a href='#ftnt1' id=ftnt_ref1>[1]</a></sup>b<div><p><a href='#ftnt_ref1' "
               "id=ftnt1>[1]</a><span> foot</span></div>",
               "text 0 ab\nnote 0 foot\n");
  expect_page ("<p>a<a href='#fn1' class='x footnote-ref' id=fnref1><sup>1</sup></a><section "
               "class=footnotes><p>foot<a href='#fnref1' class=footnote-back>\u21a9</a></section>",
               "text 0 a\nnote 0 foot\n");
}

Test (read_html, reads_comments_of_which_a_part_is_missing)
{
  expect_text ("<p>a<a id=cmnt_ref1>[a]</a>b<a id=cmnt2>[b]</a>c", "abc");
  expect_text (
      "<p>a<span class=MsoCommentReference><a class=msocomanchor>x</a></span>b<div id=_com_9>y",
      "ab");
  expect_text ("<p>a<a style='mso-comment-reference:X;mso-comment-date:2024'>b</a>c", "abc");
}

Test (read_html, closes_what_browsers_close)
{
  expect_text ("<span style='display:none'><p>a</span>b</p>c</span>d", "d");
  expect_text ("<i><p>a</i>b</p>c", "ab\n\nc");
  expect_text ("<svg><text>x<p>a", "a");
  expect_text ("<p>a<table><tr><td>b</p>c</td></table>d", "a\n\nb\n\nc\n\nd");
  expect_text ("<dl><dt>a<dd>b<dt>c</dl>d", "a\n\nb\n\nc\n\nd");
  expect_text ("<b><table><tr><td>a</b>b<td>c</table>", "ab\tc");
}

Test (read_html, reads_marks_that_word_wrote_as_words)
{
  expect_page (
      "<p><a id=cmnt_ref1>x</a><b>a)</b><span style='font:7.0pt \"Times New Roman\"'>&nbsp; y"
      "</span>b",
      "text 0 [a) ]yb\n");
  expect_page ("<p>long words<span style='font:7.0pt \"Times New Roman\"'>&nbsp;</span>b",
               "text 0 long words\u00A0b\n");
  expect_page ("<p>a <span style='mso-list:Ignore'>1.&nbsp;</span>b<span style='mso-list:Ignore'> "
               "</span>",
               "text 0 a 1. b\n");
}

/* ---- encodings */

static void
expect_decoded (const char *bytes, gsize size, const char *wanted, const char *finding)
{
  g_autoptr (Source) source = source_of (&reader_html, bytes, size);

  cr_expect_str_eq (source->text, wanted, "%s gave: %s", bytes, source->text);
  if (finding != NULL)
    expect_finding_with (
        source, g_str_has_prefix (finding, "is in") ? ESP_GRADE_NOTE : ESP_GRADE_WARNING, finding);
  else
    cr_expect_eq (source->findings->len, 0, "%s", bytes);
}

#define EXPECT_DECODED(bytes, wanted, finding)                                                     \
  expect_decoded (bytes, sizeof (bytes) - 1, wanted, finding)

Test (read_html, reads_the_encoding_that_the_page_says)
{
  EXPECT_DECODED ("<p>caf\xC3\xA9", "caf\u00E9", NULL);
  EXPECT_DECODED ("\xEF\xBB\xBF<meta charset=latin1><p>caf\xC3\xA9", "caf\u00E9", NULL);
  EXPECT_DECODED ("<meta charset=iso-8859-1><p>\x93"
                  "caf\xE9\x94",
                  "\u201Ccaf\u00E9\u201D", "is in windows-1252");
  EXPECT_DECODED ("<META http-equiv=content-type content='text/html; Charset = koi8-r'><p>\xC4\xC1",
                  "\u0434\u0430", "is in KOI8-R");
  EXPECT_DECODED ("<?xml version='1.0' encoding='Shift_JIS'?><html><p>\x93\xFA", "\u65E5",
                  "is in CP932");
  EXPECT_DECODED ("<meta charset=gb2312><p>\xC4\xE3", "\u4F60", "is in GB18030");
  EXPECT_DECODED ("<meta charset=iso-2022-jp><p>\x1B$B$\"\x1B(B", "\u3042", "is in ISO-2022-JP");
  EXPECT_DECODED ("<meta charset=latin1><p>plain", "plain", NULL);
}

Test (read_html, reads_utf_16_with_and_without_a_mark)
{
  EXPECT_DECODED ("\xFF\xFE<\0p\0>\0\xE9\0", "\u00E9", "is in UTF-16LE");
  EXPECT_DECODED ("\xFE\xFF\0<\0p\0>\0\xE9", "\u00E9", "is in UTF-16BE");
  EXPECT_DECODED ("<\0p\0>\0a\0", "a", "in UTF-16LE, as far");
  EXPECT_DECODED ("\0<\0p\0>\x30\x42", "\u3042", "in UTF-16BE, as far");
  EXPECT_DECODED ("\xFF\xFE<\0p\0>\0a\0\x00\xD8z\0x", "a\uFFFDz\uFFFD", "has 2 bytes in line 1");
}

Test (read_html, does_not_believe_an_encoding_that_cannot_be)
{
  EXPECT_DECODED ("<p>caf\xE9", "caf\u00E9", "in windows-1252, as far as can be told, with 'caf");
  EXPECT_DECODED ("<p>\xC3\xA9\xE9z", "\u00E9\uFFFDz",
                  "has 1 byte in line 1 that is no character of UTF-8");
  EXPECT_DECODED ("<meta charset=utf-8><p>caf\xE9", "caf\u00E9",
                  "says that it is UTF-8, but is not");
  EXPECT_DECODED ("<meta charset=utf-8><p>\xC3\xA9\xE9z", "\u00E9\uFFFDz",
                  "has 1 byte in line 1 that is no");
  EXPECT_DECODED ("<meta charset=windows-1251><p>caf\xC3\xA9", "caf\u00E9",
                  "says that it is in WINDOWS-1251, but is UTF-8");
  EXPECT_DECODED ("<meta charset=utf-16><p>caf\xC3\xA9", "caf\u00E9", NULL);
  EXPECT_DECODED ("<meta charset=utf-7><p>a+AGE-", "a+AGE-", NULL);
  EXPECT_DECODED ("<meta charset=no/such><p>caf\xC3\xA9", "caf\u00E9", NULL);
  EXPECT_DECODED ("<meta charset=windows-1252><p>a\x81z", "a\uFFFDz", "has 1 byte");
}

Test (read_html, asks_a_person_for_the_encoding_only_when_the_page_does_not_say_it_rightly)
{
  const ReadOptions said = { .encoding = "windows-1251" };
  g_autoptr (Source) silent = reader_html.read ("<p>\xE4\xE0", 5, &said, NULL);
  const char *own = "<meta charset=latin1><p>\xE4\xE0";
  g_autoptr (Source) telling = reader_html.read (own, strlen (own), &said, NULL);
  const char *wrong = "<meta charset=utf-8><p>\xE4\xE0";
  g_autoptr (Source) wrongly = reader_html.read (wrong, strlen (wrong), &said, NULL);

  cr_expect_str_eq (wrongly->text, "\u0434\u0430");
  expect_finding (wrongly, ESP_GRADE_WARNING, "says that it is UTF-8, but is not");
  cr_expect_str_eq (silent->text, "\u0434\u0430");
  cr_expect_str_eq (telling->text, "\u00E4\u00E0");
}

Test (read_html, drops_nuls_and_unifies_line_ends)
{
  static const char page[] = "<pre>a\0b\r\nc\rd\r";
  g_autoptr (Source) source = source_of (&reader_html, page, sizeof page - 1);

  cr_expect_str_eq (source->text, "ab\nc\nd");
  expect_finding (source, ESP_GRADE_WARNING, "has 1 NUL character in line 1");
}

/* ---- what is a page */

static void
expect_bid (const char *bytes, const char *name, gboolean is_ours)
{
  g_autoptr (GError) error = NULL;
  const Reader *reader = reader_for (bytes, strlen (bytes), name, &error);

  cr_expect_eq (reader == &reader_html, is_ours, "%s", bytes);
}

Test (read_html, bids_for_pages_by_their_content)
{
  expect_bid ("\xEF\xBB\xBF\n<!-- saved -->\n<!DocType HTML><p>a", "a.txt", TRUE);
  expect_bid ("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC 'x'><html/>", "a", TRUE);
  expect_bid ("<?xml version=\"1.0\"?><html xmlns='x'><body>a</body></html>", "a.xml", TRUE);
  expect_bid ("<div class=turn>a</div>", "a", TRUE);
  expect_bid ("Ann: yes<br>Ben: <b>no</b>", "a.htm", TRUE);
  expect_bid ("Ann: yes<br>Ben: <b>no</b>", "a.txt", FALSE);
  expect_bid ("plain words", "a.html", FALSE);
  expect_bid ("<div align=center>\n\n# Title", "a.md", FALSE);
  expect_bid ("<v Joe>words", "a", FALSE);
  expect_bid ("<?xml version=\"1.0\"?><study/>", "a.html", FALSE);
  expect_bid ("<!-- never closed", "a", FALSE);
}

Test (read_html, says_what_to_do_with_pages_without_words)
{
  expect_page_refused ("<html><body></body></html>", "there are no words in it");
  expect_page_refused ("<html><div id=root></div><noscript>On!</noscript><script>x</script>",
                       "it is a web page that builds its text with a script; open it in a browser");
  expect_page_refused ("<frameset><frame src=a.html><noframes>x</noframes></frameset>",
                       "it is only the frame around other pages; import those pages");
  expect_page_refused ("<html><iframe src=a.html></iframe>",
                       "it is only the frame around other pages");
  expect_page_refused ("<html><body hidden>x<script></script>", "all its words are hidden");
  expect_page_refused ("From: <Saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: "
                       "multipart/related; boundary=x\r\n\r\n<html>",
                       "it is a web archive");
  expect_page_refused ("bplist00....WebMainResource", "it is a web archive");
  expect_found ("<html>Loading ...<script>x</script>", ESP_GRADE_WARNING,
                "has scripts and hardly a word");
}

/* ---- bad input */

Test (read_html, takes_a_page_cut_anywhere)
{
  static const char *const names[] = { "word.html", "docs.html", "service.html", "soup.html" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize size = 0;
      g_autofree char *bytes = fixture (names[i], &size);
      for (gsize cut = 0; cut < size; cut++)
        {
          g_autofree char *part = g_memdup2 (bytes, cut);
          expect_source_or_error (&reader_html, part, cut);
        }
    }
}

Test (read_html, takes_a_page_with_any_byte_changed)
{
  gsize size = 0;
  g_autofree char *bytes = fixture ("word.html", &size);
  GRand *chance = g_rand_new_with_seed (11);

  for (guint round = 0; round < 2000; round++)
    {
      const gsize at = (gsize)g_rand_int_range (chance, 0, (gint32)size);
      const char kept = bytes[at];
      bytes[at] = "<>\"'&;/!-=\0\xE9 ps"[g_rand_int_range (chance, 0, 15)];
      expect_source_or_error (&reader_html, bytes, size);
      bytes[at] = kept;
    }
  g_rand_free (chance);
}

/* A page of so many of a piece, with something before it and behind. */
static Source *
read_many (const char *before, const char *piece, guint count, const char *behind)
{
  GString *page = g_string_new (before);

  for (guint i = 0; i < count; i++)
    g_string_append (page, piece);
  g_string_append (page, behind);
  Source *source = reader_html.read (page->str, page->len, NULL, NULL);
  g_string_free (page, TRUE);
  return source;
}

Test (read_html, bears_any_depth)
{
  g_autoptr (Source) blocks = read_many ("<html>", "<div><b><font>", 100000, "deep<p>er");
  g_autoptr (Source) tables = read_many ("<html>", "<table><tr><td>", 20000, "deep");
  g_autoptr (Source) ends = read_many ("<html>deep", "</p></b></table>", 100000, "");
  g_autoptr (Source) scripts = read_many ("<html>a", "<i>", 600, "<script>no</script>b<br>c");

  cr_expect_str_eq (blocks->text, "deep\n\ner");
  cr_expect_str_eq (tables->text, "deep");
  cr_expect_str_eq (ends->text, "deep");
  cr_expect_str_eq (scripts->text, "ab\nc");
}

Test (read_html, never_shows_what_is_hidden_too_deep)
{
  g_autoptr (Source) deleted = read_many ("<html>a", "<i>", 600, "<del>no</del>b");
  g_autoptr (Source) hidden = read_many ("<html>a<span hidden>", "<i>", 600, "no");

  cr_expect_null (deleted);
  cr_expect_null (hidden);
}

Test (read_html, bears_any_number)
{
  g_autoptr (Source) turns = read_many ("<html>", "<p><b>A:</b> x", 200000, "");
  g_autoptr (Source) attributes = read_many ("<html><p ", "a=1 class=x ", 200000, ">x");
  g_autoptr (Source) line = read_many ("<html><p>", "word &amp; ", 1000000, "");
  g_autoptr (Source) rules = read_many ("<style>", ".a,.b{display:none}#c", 60000, "</style><p>x");

  cr_expect_eq (turns->paras->len, 200000);
  cr_expect_str_eq (attributes->text, "x");
  cr_expect_eq (line->size, 7 * 1000000 - 1);
  cr_expect_str_eq (rules->text, "x");
}

/* Of more rules than a page can need, the last say nothing. */
Test (read_html, bears_any_number_of_rules)
{
  GString *page = g_string_new ("<style>.first{display:none}");

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (page, ".r%u{}", i);
  g_string_append (page, ".last{display:none}</style><p class=first>a<p class=last>b");
  g_autoptr (Source) source = source_of (&reader_html, page->str, page->len);
  cr_expect_str_eq (source->text, "b");
  g_string_free (page, TRUE);
}

/* Words of any kind, written as a page, come back. */
Test (read_html, gives_back_what_was_written)
{
  GRand *chance = g_rand_new_with_seed (21);

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GString) page = g_string_new ("<!doctype html><meta charset=utf-8>");
      g_autoptr (GString) wanted = g_string_new (NULL);
      const guint paragraphs = (guint)g_rand_int_range (chance, 1, 8);
      for (guint i = 0; i < paragraphs; i++)
        {
          g_autoptr (GString) words = g_string_new ("w");
          for (guint length = (guint)g_rand_int_range (chance, 0, 30); length > 0; length--)
            g_string_append_unichar (words,
                                     (gunichar)g_rand_int_range (chance, 0x21, 0x7E)
                                         + (g_rand_int_range (chance, 0, 4) == 0 ? 0x4E00u : 0u));
          g_autofree char *escaped = g_markup_escape_text (words->str, -1);
          g_string_append_printf (page, "%s\n  %s", i % 2 == 0 ? "<p>" : "<div><span>", escaped);
          g_string_append (page, i % 2 == 0 ? "\n" : "</span></div>");
          g_string_append_printf (wanted, "%s%s", i > 0 ? "\n\n" : "", words->str);
        }
      g_autoptr (Source) source = source_of (&reader_html, page->str, page->len);
      cr_assert_str_eq (source->text, wanted->str);
      cr_assert_eq (source->paras->len, paragraphs);
    }
  g_rand_free (chance);
}

/* As LibreOffice 7.4 writes comments in the margin: behind the words, without a name. */
Test (read_html_comments, are_those_of_libreoffice_where_it_wrote_the_page)
{
  static const char body[] = "<p>How is a discharge<!-- First -- <b> & so.\nSecond. -->\ndecided?"
                             "<!----></p><style><!-- p {} --></style><p>No<!-- here--> idea.</p>";
  g_autofree char *html = g_strconcat (
      "<html><head><!-- head --><meta name=\"generator\" content=\"LibreOffice 7.4.7.2 (Linux)\"/>"
      "</head><body>",
      body, "</body></html>", NULL);
  g_autoptr (Source) source = source_of (&reader_html, html, strlen (html));
  g_autoptr (Source) other = source_of (&reader_html, body, sizeof body - 1);

  cr_expect_str_eq (source->text, "How is a discharge decided?\n\nNo idea.");
  cr_assert_eq (source->comments->len, 2);
  expect_comment (source, 0, "", "", "", "First -- <b> & so.\nSecond.");
  expect_comment (source, 1, "", "", "", "here");
  cr_expect_eq (g_array_index (source->comments, SourceComment, 0).start,
                strlen ("How is a discharge"));
  cr_expect_eq (g_array_index (source->comments, SourceComment, 1).start,
                strlen ("How is a discharge decided?\n\nNo"));
  cr_expect_eq (other->comments->len, 0);
  cr_expect_str_eq (other->text, source->text);
}
