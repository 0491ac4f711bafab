/* Rich Text Format: the words that are read, those that are left out, and what is said of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sources.h"

extern const Reader reader_rtf;

/* What the documents here begin with: fonts 0 to 8, and some styles. */
#define HEAD                                                                                       \
  "{\\rtf1\\ansi\\ansicpg1252\\deff0\\uc1{\\fonttbl{\\f0\\froman\\fcharset0 Serif;}"               \
  "{\\f1\\fmodern\\fcharset128{\\*\\panose 0204}Mincho{\\*\\falt Other};}"                         \
  "{\\f2\\fcharset2 Symbol;}{\\f3\\fcharset204 Sans Cyr;}{\\f4\\fcharset2 Wingdings;}"             \
  "{\\f5\\fcharset2 Dingwings;}{\\f6\\fcharset177 David;}{\\f7\\cpg1250 Latin;}"                   \
  "{\\f8\\fnil Old Greek}}\n"                                                                      \
  "{\\stylesheet{\\ql Normal;}{\\s1\\b\\outlinelevel0 berschrift;}{\\s2\\sbasedon1 Mine;}"         \
  "{\\s3\\outlinelevel9 heading 2;}{\\*\\cs4\\b Strong;}{\\s5 Title}{\\s6\\v Secret;}"             \
  "{\\*\\ts7\\tsrowd Grid;}}\n{\\colortbl;\\red0;}"

static Source *
read_body (const char *body)
{
  g_autofree char *rtf = g_strconcat (HEAD, body, "}", NULL);

  return source_of (&reader_rtf, rtf, strlen (rtf));
}

static void
expect (const char *body, const char *expected)
{
  g_autoptr (Source) source = read_body (body);
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, expected, "%s\ngave\n%s\nnot\n%s", body, paras, expected);
}

static void
expect_text (const char *body, const char *expected)
{
  g_autoptr (Source) source = read_body (body);

  cr_expect_str_eq (source->text, expected, "%s\ngave '%s', not '%s'", body, source->text,
                    expected);
}

/* A document with these words has just this finding. */
static void
expect_only_finding (const char *body, EspGrade grade, const char *what)
{
  g_autoptr (Source) source = read_body (body);

  cr_expect_eq (source->findings->len, 1, "%s", what);
  expect_finding (source, grade, what);
}

/* ---- who reads it */

Test (read_rtf, is_told_by_content_whatever_the_name)
{
  static const char *const names[] = { "a.rtf", "a.doc", "a.txt", "a" };
  static const char plain[] = "{\\rtf1 hello}", late[] = "\xEF\xBB\xBF\r\n{\\rtf1 hello}";

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      cr_expect_eq (reader_for (plain, sizeof plain - 1, names[i], NULL), &reader_rtf);
      cr_expect_eq (reader_for (late, sizeof late - 1, names[i], NULL), &reader_rtf);
    }
  cr_expect_eq (reader_rtf.bid ("hello {\\rtf1", 12, "a.rtf"), 0);
  cr_expect_eq (reader_rtf.bid ("{\\rt", 4, "a.rtf"), 0);
  expect_refused (&reader_rtf, "hello", 5, "it is no RTF file");
}

Test (read_rtf, reads_an_interview_as_a_word_processor_writes_it)
{
  gsize size = 0;
  g_autofree char *bytes = fixture ("interview.rtf", &size);
  g_autoptr (Source) source = source_of (&reader_rtf, bytes, size);
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, "heading 1 *Interview with a cook*\n"
                           "text 0 *Interviewer:* What do you cook on Sundays?\n"
                           "text 0 *Cook:* Soup “of the day”, always.\n"
                           "text 0 And bread.\n"
                           "text 0 [1. ]*Interviewer:* Why?\n"
                           "text 0 [- ]It is cheap.\n"
                           "row 0 *Dish*\tPrice\n"
                           "row 0 Leek & potato\t3,50 €\n"
                           "text 0 Thank you.\n"
                           "note 0  The name was changed.\n");
  cr_expect_eq (source->comments->len, 1);
}

/* ---- letters */

Test (read_rtf, reads_letters_of_code_pages)
{
  expect_text ("caf\\'e9 \\'80 \\'93x\\'94", "café € “x”");
  expect_text ("\\f3 \\'cf\\'f0\\'e8", "При");
  expect_text ("\\f7\\'b9\\'e6", "ąć");
  expect_text ("{\\f6\\'f9\\'ec}", "של");
  expect_text ("\\f6 x{\\rtlch\\af6\\ltrch\\f0 \\'e9}{\\ltrch\\f0\\rtlch\\af6 \\'f9}", "xéש");
  expect_text ("\\f8\\'e1 \\f99\\'e1", "α á");
  expect_text ("\\f3\\'cf\\plain\\'e9", "Пé");
  expect_text ("caf\\'E9 \\'zz\\'", "café zz");
}

Test (read_rtf, takes_the_code_page_that_the_document_says)
{
  static const struct
  {
    const char *rtf, *text;
  } cases[] = {
    { "{\\rtf1\\mac \\'8e}", "é" },
    { "{\\rtf1\\pc \\'82}", "é" },
    { "{\\rtf1\\pca \\'9b}", "ø" },
    { "{\\rtf1\\ansi\\ansicpg1251 \\'cf}", "П" },
    { "{\\rtf1\\ansicpg1251\\ansi \\'cf}", "П" },
    { "{\\rtf1\\ansi\\ansicpg0 \\'e9}", "é" },
    { "{\\rtf1 \\'e9}", "é" },
    { "{\\rtf1\\ansi\\ansicpg65001{\\fonttbl{\\f0\\fcharset0 A;}}\\f0 \\'c3\\'a9 \xC3\xA9}",
      "é é" },
    { "{\\rtf1\\ansicpg65001 \xF7\xBA\xBA\xBA\xC3(\xED\xA0\x80\xE2\x82}",
      "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD("
      "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "{\\rtf1\\ansi\\ansicpg936 \\'c4\\'e3\\'ba\\'c3}", "你好" },
    { "{\\rtf1\\ansi\\ansicpg10007 \\'80}", "А" },
    { "{\\rtf1\\ansi{\\fonttbl\\f0\\fnil Arial;\\f1\\fnil Arial CE;\\f2\\fnil Arial Greek;}"
      "\\f1\\'b9\\f2\\'e1\\f0\\'e1}",
      "ąαá" },
    { "{\\rtf1\\ansi{\\fonttbl{\\f1\\fcharset77 A;}{\\f2\\fcharset255 B;}{\\f3\\fcharset129 C;}}"
      "\\f1\\'8e\\f2\\'9b\\f3\\'b0\\'a1}",
      "éø가" },
    /* Word says another name of a font before the semicolon that ends it. */
    { "{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset204 A{\\*\\falt B};}"
      "{\\f1\\fcharset128 C{\\*\\falt \\'82l};}{\\f2\\fcharset238 D;}}"
      "\\f0\\'cf\\f2\\'b9}",
      "Пą" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Source) source = source_of (&reader_rtf, cases[i].rtf, strlen (cases[i].rtf));
      cr_expect_str_eq (source->text, cases[i].text, "%s gave '%s'", cases[i].rtf, source->text);
    }
}

Test (read_rtf, gathers_the_bytes_of_a_letter)
{
  expect_text ("\\f1\\'82\\'b1\\'82\\'f1 abc", "こん abc");
  expect_text ("\\f1\\'83e\\'83\\\\", "テソ"); /* the second byte is a letter, or a backslash */
  expect_text ("\\f1\\'82\r\n\\'b1{\\b \\'82}\\'b1", "ここ");
  expect_text ("\\f1 a\\'82\\'b1\\f0 b\\'e9", "aこbé");
  expect_text ("\\f1\\'82\\par\\f0 b", "\xEF\xBF\xBD\n\nb");
  expect_text ("\\f1\\'82\\'b1\\u21644?\\'82\\'b1", "こ和こ"); /* not yet settled bytes before \u */
  expect_text ("{\\deleted\\f1\\'82\\'b1}\\f1\\'82\\'f1", "ん");
}

Test (read_rtf, reads_unicode_and_passes_over_what_stands_for_it)
{
  expect_text ("\\u8364?x \\u8364\\'80x {\\uc0\\u8364 x}\\u8364?", "€x €x €x€");
  expect_text ("\\u8220\\ldblquote a\\u8221\\rdblquote b{\\uc2\\u8212\\emdash -c}\\u8364\\b d",
               "“a”b—c€d");
  expect_text ("{\\uc2\\u24180\\'94\\'4e abc \\u24180 zzabc}", "年 abc 年abc");
  expect_text ("\\u8364\\par a\\u8364{b}c\\u8364\\{d", "€\n\na€bc€d");
  expect_text ("\\u-3902?a", "\xEF\xBF\xBD"
                             "a");
  expect_text ("\\u-10179?\\u-8704?\\u55357?\\u56832?", "😀😀");
  expect_text ("\\u-10179?a\\u-8704?b\\u-10179?\\u-10179?\\u-8704?", "\xEF\xBF\xBD"
                                                                     "a\xEF\xBF\xBD"
                                                                     "b\xEF\xBF\xBD😀");
  expect_text ("a\\u10?b\\u8232?c\\u0?\\u65279?\\u7?d\\u9?e\\u147?", "a\nb\ncd\te“");
  expect_text ("\\u128512?\\u9999999?", "😀\xEF\xBF\xBD");
}

Test (read_rtf, reads_the_words_for_signs)
{
  expect_text ("a\\emdash b\\endash c\\lquote d\\rquote\\ldblquote e\\rdblquote\\bullet f",
               "a—b–c‘d’“e”•f");
  expect_text ("a\\~b\\_c\\-d\\\\\\{\\}\\tab e\\line f\\\tg",
               "a\u00A0b\u2011c\u00ADd\\{}\te\nf\tg");
  expect_text ("a\\emspace b\\enspace c\\qmspace\\zwj\\zwnj\\ltrmark\\rtlmark d",
               "a\u2003b\u2002c\u2005\u200D\u200C\u200E\u200Fd");
}

Test (read_rtf, shows_signs_of_symbol_fonts)
{
  expect_text ("{\\f2 \\'b7ab\\'a5}{\\f4 \\'fc\\'a7 }{\\f2\\u-3913?}", "•αβ∞✔▪ •");
  expect_text ("{\\f5 word}", "word");
  expect_text ("a {\\field{\\*\\fldinst SYMBOL 97 \\\\f \"Symbol\" \\\\s 10}{\\fldrslt\\f2 a}} b",
               "a α b");
  expect_text (
      "{\\field{\\*\\fldinst {SYMBOL} 233}{\\fldrslt}}{\\field{\\*\\fldinst symbol 8364 \\\\u}}",
      "é€");
  expect_only_finding ("{\\f4\\'01\\'20\\'30\\'31 x}", ESP_GRADE_NOTE,
                       "has 2 symbols of a font of its own");
  expect_only_finding ("\\u-3913?", ESP_GRADE_NOTE, "has 1 symbol of a font of its own");
}

Test (read_rtf, leaves_out_the_readings_above_words)
{
  expect_text ("a{\\field{\\*\\fldinst { EQ \\\\* jc2 \\\\o\\\\ad(\\\\s\\\\up "
               "10(\\u12392?),{\\*\\bkmkend x}{\\f1\\'82\\'b1\\'82\\'f1})}}"
               "{\\fldrslt x}}b{\\field{\\*\\fldinst EQ \\\\f(1,2)}{\\fldrslt c}}"
               "{\\field{\\*\\fldinst EQ \\\\s\\\\up(}{\\fldrslt d}}{\\field{\\*\\fldinst EQ "
               "\\\\s\\\\up),}{\\fldrslt e}}",
               "aこんbcde");
  expect_only_finding ("{\\field{\\*\\fldinst EQ \\\\o(\\\\s\\\\up 9(a),b)}}", ESP_GRADE_NOTE,
                       "has readings above its words (ruby)");
}

Test (read_rtf, says_which_letters_it_lost)
{
  expect_only_finding ("a\\'81", ESP_GRADE_WARNING,
                       "has 1 letter that its code page does not have");
  expect_only_finding ("a\\u-10179?b\\f1\\'82", ESP_GRADE_WARNING,
                       "has 2 letters that its code page does not have");

  static const char unknown[] = "{\\rtf1\\ansi\\ansicpg4711 a\\'e9}";
  g_autoptr (Source) source = source_of (&reader_rtf, unknown, sizeof unknown - 1);
  cr_expect_str_eq (source->text, "a\xEF\xBF\xBD");
  expect_finding (source, ESP_GRADE_WARNING, "is in code page 4711, which is not known here");
}

Test (read_rtf, drops_what_is_no_letter)
{
  static const char rtf[] = "{\\rtf1 a\0b\x01\x7F"
                            "c\td\\'00\\'0d\\'1f e}";
  g_autoptr (Source) source = source_of (&reader_rtf, rtf, sizeof rtf - 1);
  static const char wide[] = "{\\rtf1\\ansicpg932 \\'82\\'b1\0\x01\t\\'82\\'b1}";
  g_autoptr (Source) japanese = source_of (&reader_rtf, wide, sizeof wide - 1);

  cr_expect_str_eq (source->text, "abc\td e");
  cr_expect_str_eq (japanese->text, "こ\tこ");
}

/* ---- paragraphs */

Test (read_rtf, ends_paragraphs_where_the_document_does)
{
  expect ("a\\par b\\page c\\sect d\\column e\\\nf\\\r\ng\r\nh\\par\\par i",
          "text 0 a\ntext 0 b\ntext 0 c\ntext 0 d\ntext 0 e\ntext 0 f\ntext 0 gh\ntext 0 i\n");
  expect_text ("a\\par\\par  \\par b", "a\n\nb");
}

Test (read_rtf, finds_headings)
{
  expect (
      "\\pard\\s1 One\\par\\pard Text\\par\\pard\\outlinelevel4 Five\\par\\pard\\s1\\outlinelevel9 "
      "No\\par\\pard\\s2 Based\\par\\pard\\s3 Two\\par\\pard\\s5 Name\\par\\pard\\s9 x",
      "heading 1 *One*\ntext 0 *Text*\nheading 5 *Five*\ntext 0 *No*\nheading 1 *Based*\nheading 2 "
      "*Two*\nheading 1 *Name*\ntext 0 *x*\n");
  expect ("{\\pard\\outlinelevel3\\s3 One\\par}{\\pard\\plain\\s3 Last}",
          "heading 2 One\ntext 0 Last\n");
}

Test (read_rtf, keeps_the_bold_beginning)
{
  expect ("\\b P1:\\b0  yes {\\b no}\\par{\\b P2: }yes\\par{\\cs4 P3:} yes\\par\\b1 P4\\plain : "
          "\\b yes",
          "text 0 *P1:* yes no\ntext 0 *P2: *yes\ntext 0 *P3:* yes\ntext 0 *P4*: yes\n");
}

Test (read_rtf, writes_the_marks_of_lists)
{
  expect (
      "{\\listtext\\pard\\plain 1.\\tab}\\pard\\b P1:\\b0  yes\\par{\\pntext\\f2\\'b7\\tab}no\\par"
      "{\\listtext o\\tab}maybe\\par{\\listtext ii)}x\\par{\\listtext Moderator:\\tab}y\\par",
      "text 0 [1. ]*P1:* yes\ntext 0 [- ]no\ntext 0 [- ]maybe\ntext 0 [ii) ]x\ntext 0 Moderator: "
      "y\n");
  /* The mark of a paragraph that has no words, or begins before it. */
  expect ("{\\listtext 1.}\\par{\\listtext 2.}{\\listtext 3.}b{\\listtext 4.} c\\par{\\listtext "
          "\\tab}d",
          "text 0 [3. ]b c\ntext 0 d\n");
  expect ("{\\listtext 1.\\tab}{\\footnote\\pard Note}Words{\\*\\pn\\pnlvlblt{\\pntxtb\\'b7}}",
          "text 0 [1. ]Words\nnote 0 Note\n");
}

/* ---- tables */

Test (read_rtf, makes_one_paragraph_of_a_row)
{
  expect ("a\\par\\trowd\\cellx1\\cellx2\\pard\\intbl b\\par b2\\cell{\\b c}\\cell\\row"
          "\\trowd\\pard\\intbl\\cell d\\tab e\\line f\\cell\\row\\pard g\\par",
          "text 0 a\nrow 0 b b2\tc\nrow 0 \td e f\ntext 0 g\n");
  expect_text ("\\intbl{\\b a}\\cell b\\cell\\row c\\cell\\row\\pard d", "a\tb\nc\n\nd");
}

Test (read_rtf, reads_tables_inside_tables)
{
  expect ("\\pard\\intbl a \\par\\pard\\intbl\\itap2 b\\nestcell\\nestcell c\\nestcell"
          "{\\*\\nesttableprops\\trowd\\cellx1\\nestrow}{\\nonesttables no\\par}\\intbl\\itap2 "
          "d\\nestcell"
          "\\nestrow\\pard\\intbl e\\cell f\\cell\\row\\pard g",
          "row 0 a  b  c d e\tf\ntext 0 g\n");
  /* The row inside is never ended, or never begun. */
  expect ("\\intbl\\itap2 a\\nestcell\\pard\\intbl\\cell b\\cell\\row\\pard c",
          "row 0 a\tb\ntext 0 c\n");
  expect ("\\intbl\\itap2 a\\cell\\pard\\intbl b\\cell\\row", "row 0 a\tb\n");
  expect ("a\\nestcell b\\nestrow\\par\\pard c", "row 0 a\tb\ntext 0 c\n");
}

Test (read_rtf, sees_a_table_that_only_its_cells_say)
{
  expect ("{Fax\\cell Phone\\cell}\\pard x", "row 0 Fax\tPhone\ntext 0 x\n");
  expect ("a\\cell\\cell\\row b\\cell\\row\\row", "row 0 a\t\nrow 0 b\n");
  expect ("\\intbl a\\cell\\pard b", "row 0 a\ntext 0 b\n");
}

/* ---- beside the text */

Test (read_rtf, puts_notes_and_headers_behind_the_text)
{
  expect (
      "{\\header\\pard\\qc Top\\par}{\\headerl Top\\par}{\\footer Page {\\field{\\*\\fldinst PAGE}"
      "{\\fldrslt 1}}}{\\footerr 12}a\\chftn{\\footnote\\pard {\\b One}\\par Two} b\\par\\sect"
      "{\\headerf\\b Top\\par}{\\footnote\\ftnalt Three}c{\\*\\ftnsep x}{\\ftnsepc y}",
      "text 0 a b\ntext 0 c\nnote 0 Top\nnote 0 Page 1\nnote 0 *One*\nnote 0 Two\nnote 0 Three\n");
  expect ("a{\\footnote\\intbl b\\cell c\\cell\\row}", "text 0 a\nnote 0 b\tc\n");
}

Test (read_rtf, reads_text_boxes_after_their_paragraph)
{
  static const char box[]
      = "a {\\shp{\\*\\shpinst\\shpleft1{\\sp{\\sn type}{\\sv 202}}{\\shptxt\\pard "
        "In{\\shp{\\*\\shpinst{\\shptxt Deep\\par}}}\\par it\\par}}{\\shprslt{\\*\\do"
        "{\\dptxbxtext In\\par}}}}b\\par c";

  expect (box, "text 0 a b\ntext 0 In\ntext 0 Deep\ntext 0 it\ntext 0 c\n");
  expect ("{\\*\\do\\dptxbx{\\dptxbxtext Box\\par}\\dpx1}\\par b", "text 0 Box\ntext 0 b\n");
  expect ("\\intbl a{\\shptxt\\pard Box\\par}\\cell b\\cell\\row", "row 0 a Box\tb\n");
  expect ("{\\footnote n{\\shp{\\*\\shpinst{\\shptxt Box\\par}}}}a",
          "text 0 a\nnote 0 n\nnote 0 Box\n");
}

Test (read_rtf, leaves_out_what_is_not_text)
{
  expect_text ("a{\\pict\\wmetafile8 0102}{\\*\\shppict{\\pict 01}}{\\nonshppict{\\pict 01}}"
               "{\\*\\bkmkstart x}{\\bkmkend x}{\\xe{index}}{\\*\\unknown b{c}d}{\\tc e}b",
               "ab");
  expect_text (
      "{\\field\\fldedit{\\*\\fldinst{ HYPERLINK \"x\"}{\\*\\datafield 00}}{\\fldrslt{\\ul link}}}",
      "link");
  expect_text ("{\\object\\objemb{\\*\\objclass X}{\\*\\objdata 0102}{\\result{\\b Result}}}",
               "Result");
  expect_text ("{\\upr{a{b}}{\\*\\ud{\\u8364 c}}}", "€");
  expect_text (
      "{\\mmath{\\*\\moMath{\\mf{\\mfPr{\\mtype lin}}{\\mnum{\\mr x}}}}{\\mmathPict{\\pict 1}}}",
      "x");
  expect_text ("a\\bin3 }{{b\\bin0 c\\bin-5 d", "abcd");
  expect_text ("a{\\*\\u8364?b{\\i c}}{\\i\\*\\cs4 d}\\*\\nothing e", "a€bcde");
}

Test (read_rtf, reads_tracked_changes_as_accepted)
{
  expect_text ("Kept{\\revised  added}{\\deleted  gone\\tab gone}{\\mvf  from}{\\mvt  to}\\deleted "
               "x\\deleted0 y",
               "Kept added toy");
  expect_text ("a{\\deleted\\par b}\\par c", "a\n\nc");
  expect_text ("a{\\deleted b\\par}c", "ac");
  expect_text (
      "a{\\deleted{\\footnote\\pard\\plain note}{\\shp{\\*\\shpinst{\\shptxt\\pard\\plain box}}}}",
      "a");
  expect_only_finding ("a{\\deleted b}{\\b{\\deleted c}}d{\\deleted e}", ESP_GRADE_WARNING,
                       "has 2 tracked deletions");
  expect_only_finding ("a{\\deleted{\\footnote b}}", ESP_GRADE_WARNING, "has 1 tracked deletion");
}

Test (read_rtf, leaves_out_hidden_text)
{
  expect_text ("a{\\v b\\v0 c}{\\v{\\footnote d}}\\pard\\s6 e\\plain f", "acf");
  expect_only_finding ("a{\\v b}", ESP_GRADE_WARNING, "has hidden text");

  g_autoptr (Source) source = read_body ("a{\\v  \\tab}");
  cr_expect_eq (source->findings->len, 0);
}

Test (read_rtf, says_what_else_it_left_out_and_prints_no_name)
{
  g_autoptr (Source) source = read_body (
      "{\\info{\\title T}{\\upr{\\author A}{\\*\\ud{\\author Example}}}{\\operator  }{\\company C}}"
      "{\\object\\objemb{\\*\\objdata 00}}{\\object\\objemb{\\result a}}");

  cr_expect_str_eq (source->text, "a");
  expect_finding (source, ESP_GRADE_WARNING, "its properties name a person (author)");
  expect_finding (source, ESP_GRADE_WARNING, "has 2 objects embedded in it");
  cr_expect_eq (source->findings->len, 2);
  expect_only_finding ("{\\info{\\author X}}a", ESP_GRADE_WARNING,
                       "its properties name a person (author)");
}

/* ---- comments */

Test (read_rtf, keeps_comments_with_the_words_they_are_about)
{
  g_autoptr (Source) source
      = read_body ("a\\par {\\*\\atrfstart 7}b\\'e9{\\*\\atrfend 7}{\\*\\atnid EX}{\\*\\atnauthor "
                   "Example}\\chatn"
                   "{\\*\\annotation{\\*\\atnref 7}{\\*\\atndate "
                   "1735617476}\\pard\\plain{\\listtext 1.\\tab} wh\\'ff\\par"
                   "{\\v no}{\\deleted no}so? } c{\\*\\atrfstart 9}{\\*\\annotation "
                   "here}{\\*\\annotation }d\\intbl\\par"
                   "\\intbl e{\\*\\atrfstart 8}f\\cell g{\\*\\atrfend "
                   "8}{\\*\\annotation{\\*\\atnref 8}{\\*\\atndate 77}t}\\cell");

  cr_expect_str_eq (source->text, "a\n\nbé cd\n\nef\tg");
  cr_expect_eq (source->comments->len, 3);
  expect_comment (source, 0, "bé", "Example", "2019-03-13T15:04:00", "1. whÿ\nso?");
  expect_comment (source, 1, "", "", "", "here");
  expect_comment (source, 2, "f\tg", "", "", "t");
  expect_finding (source, ESP_GRADE_NOTE, "has 3 comments");
}

/* As LibreOffice 7.4 writes a comment on two paragraphs: without a reference, with places of
 * numbers that no comment has where it begins, and behind it. */
Test (read_rtf, finds_where_a_comment_on_paragraphs_of_libreoffice_begins)
{
  g_autoptr (Source) source
      = read_body ("On {{\\*\\atrfstart 1}{\\*\\atrfend 1}the round.}\\par And the{{\\*\\atnid "
                   "}{\\*\\atnauthor Carl}\\chatn{\\*\\annotation both}}{{\\*\\atrfstart "
                   "2}{\\*\\atrfend 2} family}{\\*\\annotation here}?\\par");

  cr_assert_eq (source->comments->len, 2);
  expect_comment (source, 0, "the round.\n\nAnd the", "Carl", "", "both");
  expect_comment (source, 1, "", "", "", "here");
}

Test (read_rtf, takes_each_comment_once)
{
  g_autoptr (Source) source
      = read_body ("{\\*\\atrfstart 1}a{\\*\\atrfend 1}{\\*\\annotation{\\*\\atnref 1}x}b"
                   "{\\*\\annotation{\\*\\atnref 1}y}");

  cr_expect_eq (source->comments->len, 2);
  expect_comment (source, 0, "a", "", "", "x");
  expect_comment (source, 1, "", "", "", "y");

  g_autoptr (Source) one = read_body ("a{\\footnote b{\\*\\annotation x}}");
  expect_finding (one, ESP_GRADE_NOTE, "has 1 comment");
}

/* ---- damage */

Test (read_rtf, says_why_it_cannot_read)
{
  static const char empty[] = "{\\rtf1\\ansi{\\fonttbl{\\f0 A;}}\\par}";
  static const char picture[] = "{\\rtf1{\\pict 0102}\\par}";
  static const char cut[] = "{\\rtf1{\\fonttbl{\\f0 Arial";
  static const char data[] = "{\\rtf1{\\pict\\bin2000000000 abc} hello}";

  expect_refused (&reader_rtf, empty, sizeof empty - 1, "there are no words in it");
  expect_refused (&reader_rtf, picture, sizeof picture - 1,
                  "there are no words in it, only pictures");
  expect_refused (&reader_rtf, cut, sizeof cut - 1, "it is cut short before its first words");
  expect_refused (&reader_rtf, data, sizeof data - 1,
                  "there are only pictures in it, or it is cut short before its first words");
}

Test (read_rtf, says_that_it_has_bytes_of_zero)
{
  static const char nuls[] = "{\\rtf1{\\fonttbl{\\f0 A;}}he\0l\0lo}";
  g_autoptr (Source) source = source_of (&reader_rtf, nuls, sizeof nuls - 1);

  cr_expect_str_eq (source->text, "hello");
  expect_finding (source, ESP_GRADE_WARNING, "has 2 NUL characters");
}

Test (read_rtf, says_where_it_is_cut_or_goes_on)
{
  static const char cut[] = "{\\rtf1 hello {\\b world";
  static const char data[] = "{\\rtf1 hello\\bin99999999999999999999 }";
  static const char on[] = "{\\rtf1 hello} \r\n\0 world}";
  static const char done[] = "{\\rtf1 hello} \r\n\0";
  g_autoptr (Source) first = source_of (&reader_rtf, cut, sizeof cut - 1);
  g_autoptr (Source) second = source_of (&reader_rtf, data, sizeof data - 1);
  g_autoptr (Source) third = source_of (&reader_rtf, on, sizeof on - 1);
  g_autoptr (Source) fourth = source_of (&reader_rtf, done, sizeof done);

  cr_expect_str_eq (first->text, "hello world");
  expect_finding (first, ESP_GRADE_WARNING, "is cut short: it ends in the middle of the document");
  expect_finding (second, ESP_GRADE_WARNING, "is cut short: it ends in the middle of the document");
  cr_expect_str_eq (third->text, "hello");
  expect_finding (third, ESP_GRADE_WARNING, "goes on after its end, with 6 bytes");
  cr_expect_eq (fourth->findings->len, 0);
}

/* `count` times the opening, then the words, then as many closings. */
static char *
nested (guint count, const char *open, const char *close)
{
  GString *rtf = g_string_new (HEAD);

  for (guint i = 0; i < count; i++)
    g_string_append (rtf, open);
  g_string_append (rtf, "deep");
  for (guint i = 0; i < count; i++)
    g_string_append (rtf, close);
  g_string_append (rtf, "}");
  return g_string_free (rtf, FALSE);
}

Test (read_rtf, bounds_the_depth_of_groups)
{
  g_autofree char *deep = nested (9000, "{", "}");
  g_autofree char *deeper = nested (10001, "{\\b ", "}");
  g_autofree char *skipped = nested (300000, "{\\*\\x", "}");
  g_autofree char *boxes = nested (4000, "{\\shptxt a", "\\par}");
  g_autofree char *notes = nested (4000, "{\\footnote a", "\\par}");
  g_autoptr (Source) source = source_of (&reader_rtf, deep, strlen (deep));
  g_autoptr (Source) box = source_of (&reader_rtf, boxes, strlen (boxes));
  g_autoptr (Source) note = source_of (&reader_rtf, notes, strlen (notes));

  cr_expect_str_eq (source->text, "deep");
  expect_refused (&reader_rtf, deeper, strlen (deeper),
                  "its groups stand inside one another more than 10000");
  expect_refused (&reader_rtf, skipped, strlen (skipped), "there are no words in it");
  cr_expect_eq (box->paras->len, 49);
  cr_expect_eq (note->paras->len, 49);
}

Test (read_rtf, takes_numbers_of_any_size)
{
  expect ("\\itap999999999\\intbl a\\cell\\row\\pard\\itap-5\\intbl b\\cell\\row\\f-99999999999 "
          "c\\s-1\\uc99999 "
          "\\u8364?\\par",
          "row 0 a\nrow 0 b\nrow 0 c€\n");
  expect_text ("\\uc-3\\u8364 a\\outlinelevel-77\\par\\u99999999999999999999?b",
               "€a\n\n\xEF\xBF\xBD"
               "?b");
  expect_text ("\\abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz12 a", "a");
}

Test (read_rtf, stands_a_document_cut_anywhere)
{
  gsize size = 0;
  g_autofree char *bytes = fixture ("interview.rtf", &size);

  for (gsize cut = 0; cut < size; cut++)
    {
      g_autofree char *part = g_memdup2 (bytes, cut + 1);
      expect_source_or_error (&reader_rtf, part, cut);
    }
}

Test (read_rtf, stands_a_document_with_any_byte_changed)
{
  static const char others[] = "{}\\*;\xFF";
  gsize size = 0;
  g_autofree char *bytes = fixture ("interview.rtf", &size);

  for (gsize at = 0; at < size; at++)
    for (gsize i = 0; i < sizeof others; i++)
      {
        const char before = bytes[at];
        bytes[at] = others[i];
        expect_source_or_error (&reader_rtf, bytes, size);
        bytes[at] = before;
      }
}

/* ---- what goes in comes out */

static char *
written_as_rtf (const char *words, gboolean only_ascii)
{
  GString *rtf = g_string_new ("{\\rtf1\\ansi\\ansicpg65001\\uc1 ");

  for (const char *at = words; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      if (c == '\n')
        g_string_append (rtf, "\\line\n");
      else if (c == '\\' || c == '{' || c == '}')
        g_string_append_printf (rtf, "\\%c", (char)c);
      else if (c < 0x80)
        g_string_append_c (rtf, (char)c);
      else if (!only_ascii)
        g_string_append_len (rtf, at, g_utf8_next_char (at) - at);
      else if (c < 0x10000)
        g_string_append_printf (rtf, "\\u%d?", (gint16)c);
      else
        g_string_append_printf (rtf, "\\u%d?\\u%d\\'3f", (gint16)(0xD800 + ((c - 0x10000) >> 10)),
                                (gint16)(0xDC00 + ((c - 0x10000) & 0x3FF)));
    }
  g_string_append (rtf, "\\par}");
  return g_string_free (rtf, FALSE);
}

Test (read_rtf, gives_back_the_words_that_were_written)
{
  static const char *const pieces[]
      = { "a",    "Interviewer: ", "\\",  "{",      "}", " ", "\n", "é",
          "ß",    "Привет",        "年",  "가",     "😀", ";", "?",  "\t",
          "שלום", "e\u0301",       "'e9", "\u2011", "𝒳", "*", "1.", "-" };
  GRand *random = g_rand_new_with_seed (4);

  for (guint round = 0; round < 400; round++)
    {
      g_autoptr (GString) words = g_string_new ("w");
      for (gint n = g_rand_int_range (random, 0, 60); n > 0; n--)
        g_string_append (words,
                         pieces[g_rand_int_range (random, 0, (gint32)G_N_ELEMENTS (pieces))]);
      for (guint ascii = 0; ascii < 2; ascii++)
        {
          g_autofree char *rtf = written_as_rtf (words->str, ascii == 1);
          g_autoptr (Source) source = source_of (&reader_rtf, rtf, strlen (rtf));
          cr_assert_str_eq (source->text, words->str);
          cr_assert_eq (source->findings->len, 0);
        }
    }
  g_rand_free (random);
}

/* Bytes of code pages with several bytes a letter are gathered over any number of them. */
Test (read_rtf, reads_long_runs_of_wide_letters)
{
  g_autoptr (GString) words = g_string_new ("年");
  g_autoptr (GString) rtf = g_string_new ("{\\rtf1\\ansicpg932 ");

  for (guint i = 0; i < 70001; i++)
    g_string_append (words, i % 3 == 0 ? "こ" : "x");
  g_autofree char *bytes = g_convert (words->str, -1, "CP932", "UTF-8", NULL, NULL, NULL);
  for (const char *at = bytes; *at != '\0'; at++)
    g_string_append_printf (rtf, "\\'%02x", (guchar)*at);
  g_string_append_c (rtf, '}');
  g_autoptr (Source) source = source_of (&reader_rtf, rtf->str, rtf->len);

  cr_expect_str_eq (source->text, words->str);
}
