/* OpenDocument texts: the words that are read, those that are left out, and what is said of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/packed.h"
#include "support/sources.h"

extern const Reader reader_odt;

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"
#define NAMESPACES                                                                                 \
  "xmlns:office='" OASIS "office:1.0' xmlns:text='" OASIS "text:1.0' "                             \
  "xmlns:style='" OASIS "style:1.0' xmlns:table='" OASIS "table:1.0' "                             \
  "xmlns:fo='" OASIS "xsl-fo-compatible:1.0' xmlns:draw='" OASIS "drawing:1.0' "                   \
  "xmlns:meta='" OASIS "meta:1.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "                    \
  "xmlns:ooo='http://openoffice.org/2004/office'"
#define CONTENT(body)                                                                              \
  "<office:document-content " NAMESPACES "><office:body>" body                                     \
  "</office:body></office:document-content>"
#define FLAT(body) "<office:document " NAMESPACES ">" body "</office:document>"
#define TEXT(body) "<office:text>" body "</office:text>"
#define MIME "application/vnd.oasis.opendocument."

static Source *
read_flat (const char *body)
{
  g_autofree char *bytes
      = g_strconcat (FLAT ("<office:body><office:text>"), NULL); /* up to the text */
  char *end = strstr (bytes, "</office:document>");
  *end = '\0';
  g_autofree char *all
      = g_strconcat (bytes, body, "</office:text></office:body></office:document>", NULL);

  return source_bid_for (&reader_odt, all, strlen (all));
}

static void
expect_pack_refused (const PackedPart *parts, gsize n_parts, const char *message)
{
  gsize size = 0;
  g_autofree char *bytes = packed_new (parts, n_parts, &size);

  expect_refused (NULL, bytes, size, message);
}

static void
expect_warning (const Source *source, const char *what)
{
  expect_finding (source, ESP_GRADE_WARNING, what);
}

/* ---- words */

Test (read_odt, reads_headings_bold_names_white_space_notes_and_pages)
{
  g_autoptr (Source) source = read_fixture (&reader_odt, "interview.fodt");

  expect_paras (source, "heading 1 Interview\n"
                        "heading 2 Second\n"
                        "text 0 *Interviewer:* Hello?\n"
                        "text 0 *P1:* Yes. And    more.\tTabbed\n"
                        "text 0 On a second line.\n"
                        "text 0 *All of it is loud*, but not this\n"
                        "text 0 *訪談者：*你好\n"
                        "text 0 Round in a circle\n"
                        "text 0 A link, a base, a field 1 May, a <gap>.\n"
                        "text 0 Goodbye.\n"
                        "note 0 A name was changed.\n"
                        "note 0 By the team.\n"
                        "note 0 At the end.\n"
                        "note 0 Study of care at home\n"
                        "note 0 Page 2\n"
                        "note 0 Appendix\n");
  cr_expect_not_null (strstr (source->text, "Tabbed\nOn a second line.\n\nAll"));
  expect_warning (source, "its properties name a person (author)");
  expect_finding (source, ESP_GRADE_NOTE, "has readings above its words (ruby)");
  cr_expect_null (finding_of (source, "Example"));
  cr_expect_eq (source->findings->len, 2);
}

Test (read_odt, reads_what_a_word_processor_packed_as_it_reads_the_flat_file)
{
  g_autoptr (Source) packed = read_fixture (&reader_odt, "interview.odt");
  g_autoptr (Source) flat = read_fixture (&reader_odt, "interview.fodt");

  char *page = strstr (flat->text, "Page 2");
  cr_assert_not_null (page);
  page[5] = '0'; /* the word processor had not counted its pages yet */
  cr_expect_str_eq (packed->text, flat->text);
  cr_expect_eq (packed->paras->len, flat->paras->len);
}

Test (read_odt, counts_lists_as_a_word_processor_shows_them)
{
  g_autoptr (Source) source = read_fixture (&reader_odt, "lists.fodt");

  expect_paras (source,
                "text 0 [1. ]a\ntext 0 [2. ]b\ntext 0 b goes on\ntext 0 [(a) ]b-a\n"
                "text 0 [(b) ]b-b\ntext 0 [2.b.i. ]deep\ntext 0 [- ]bullet\ntext 0 [7. ]c\n"
                "text 0 [8. ]*d:* said\ntext 0 [(a) ]anew\ntext 0 between\ntext 0 [9. ]goes on\n"
                "text 0 [1. ]new\ntext 0 [10. ]goes on with the first\n"
                "text 0 [(a) ]only deeper\ntext 0 a header\ntext 0 [C) ]x\n"
                "text 0 [§C-1: 5% ]xx\ntext 0 [D) ]y\ntext 0 no number\n"
                "text 0 [aa ]r\ntext 0 [bb ]s\ntext 0 [- ]picture\n"
                "text 0 [an incredibly long prefix, longer than fAA ]r\n"
                "text 0 [I ]roman\ntext 0 [A ]deep\n"
                "text 0 [C) ]by its paragraph\ntext 0 [- ]of no style\n"
                "text 0 [1. ]w\ntext 0 [3. ]after an empty one\ntext 0 [D) ]other\n"
                "text 0 [1. ]numbered alone\ntext 0 no list\n"
                "heading 1 [1. ]First\nheading 2 [1.1 ]Sub\nheading 1 [2. ]Second\n"
                "heading 2 [2.1 ]Sub\nheading 3 Deeper\nheading 1 Unnumbered\n"
                "heading 1 [9. ]Anew\nheading 1 [1. ]Again from one\nheading 1 [1. ]Listed\n");
}

Test (read_odt, makes_one_paragraph_of_a_row)
{
  g_autoptr (Source) source = read_fixture (&reader_odt, "tables.fodt");

  expect_paras (source, "text 0 Above\nrow 0 Who\tWhat\nrow 0 P1:\tYes. Really yes. - item\n"
                        "row 0 \tUnder it\nrow 0 Wide\tLast\nrow 0 Twice\tTwice\n"
                        "row 0 Twice\tTwice\nrow 0 in ner\touter\ntext 0 Below\n");
}

Test (read_odt, reads_each_text_box_once_after_its_paragraph)
{
  g_autoptr (Source) source = read_fixture (&reader_odt, "boxes.fodt");

  expect_paras (source, "text 0 On the page\ntext 0 Before after\ntext 0 Inside the box\n"
                        "text 0 [1. ]listed\ntext 0 In a shape\ntext 0 In a group\n"
                        "text 0 An object stays out\ntext 0 [1. ]first\ntext 0 beside\n"
                        "text 0 [2. ]second\ntext 0 Contents\ntext 0 Chapter\t3\n");
  expect_warning (source, "has 1 object embedded in it");
}

/* A list in a text box begins at the first level, a heading of a list has no number, and cells
 * beside a wide one are none. */
Test (read_odt, tells_apart_what_stands_in_one_another)
{
  static const char flat[] = FLAT (
      "<office:styles><text:outline-style><text:outline-level-style text:level='1' "
      "style:num-format='1'/></text:outline-style><text:list-style style:name='L'>"
      "<text:list-level-style-number text:level='1' style:num-format='1'/>"
      "<text:list-level-style-number text:level='2' style:num-format='a'/></text:list-style>"
      "</office:styles><office:body><office:text><text:list text:style-name='L'><text:list-item>"
      "<text:p>one<draw:text-box>loose<text:list text:style-name='L'><text:list-item>"
      "<text:p>boxed</text:p></text:list-item></text:list></draw:text-box></text:p>"
      "</text:list-item><text:list-header><text:h>No number</text:h></text:list-header>"
      "</text:list><table:table><table:table-row><table:table-cell "
      "table:number-columns-spanned='2'><text:p>wide</text:p></table:table-cell>"
      "<table:covered-table-cell/><table:covered-table-cell/><table:table-cell><text:p>last"
      "</text:p></table:table-cell></table:table-row></table:table></office:text></office:body>");
  g_autoptr (Source) source = source_bid_for (&reader_odt, flat, sizeof flat - 1);

  expect_paras (source, "text 0 [1 ]one\ntext 0 [1 ]boxed\nheading 1 No number\n"
                        "row 0 wide\t\tlast\n");
}

Test (read_odt, reads_the_heads_of_the_pages_that_were_used)
{
  static const char flat[] = FLAT (
      "<office:automatic-styles><style:style style:name='P' style:family='paragraph' "
      "style:master-page-name='Cover'/></office:automatic-styles><office:master-styles>"
      "<style:master-page style:name='Standard'><style:header><text:p>standard</text:p>"
      "</style:header></style:master-page><style:master-page style:name='Cover'><style:footer>"
      "<text:p>cover</text:p></style:footer></style:master-page></office:master-styles>"
      "<office:body><office:text><text:p text:style-name='P'>Words</text:p><text:p>and more"
      "</text:p></office:text></office:body>");
  g_autoptr (Source) source = source_bid_for (&reader_odt, flat, sizeof flat - 1);

  expect_paras (source, "text 0 Words\ntext 0 and more\nnote 0 cover\n");
}

Test (read_odt, says_that_a_section_is_hidden)
{
  g_autoptr (Source) source = read_flat ("<text:p>Words</text:p><text:section text:display='none'>"
                                         "<text:p>none</text:p></text:section>");

  cr_expect_str_eq (source->text, "Words");
  expect_warning (source, "has hidden text");
}

Test (read_odt, leaves_out_what_a_field_hides)
{
  g_autoptr (Source) source
      = read_flat ("<text:p>Set <text:variable-set text:name='v' text:display='none'>secret"
                   "</text:variable-set>and <text:user-field-get text:display='none'>other"
                   "</text:user-field-get>got <text:variable-get text:display='value'>five"
                   "</text:variable-get></text:p>");

  cr_expect_str_eq (source->text, "Set and got five");
  expect_warning (source, "has hidden text");
}

Test (read_odt, leaves_out_what_was_deleted_or_is_hidden)
{
  g_autoptr (Source) source = read_fixture (&reader_odt, "changes.fodt");

  cr_expect_str_eq (source->text, "Kept added here\n\nOpen end\n\nShown: overt, as it is\n\n"
                                  "In a shown section");
  expect_warning (source, "has 2 tracked deletions");
  expect_warning (source, "has hidden text");
  cr_expect_eq (source->findings->len, 2);
}

Test (read_odt, keeps_comments_with_the_words_they_are_about)
{
  static const struct
  {
    const char *words, *author, *made_at, *text;
  } expected[] = {
    { "the marked words", "A. Reader", "2024-03-02T09:30:00", "- Why so?\nAsk again." },
    { "", "", "2024-03-03", "Here." },
    { "three", "B", "", "In a cell" },
    { "here\n\nto here", "B", "", "Over two" },
  };
  g_autoptr (Source) source = read_fixture (&reader_odt, "comments.fodt");

  cr_assert_eq (source->comments->len, G_N_ELEMENTS (expected));
  for (guint i = 0; i < source->comments->len; i++)
    expect_comment (source, i, expected[i].words, expected[i].author, expected[i].made_at,
                    expected[i].text);
  cr_expect_str_eq (source->text, "Before the marked words after.\n\nA place only.\n\n"
                                  "one\ttwo three\n\nFrom here\n\nto here.");
  expect_finding (source, ESP_GRADE_NOTE, "has 4 comments");
}

/* White space at the end of a paragraph is none, also where a comment ends behind it. */
Test (read_odt, ends_a_comment_inside_the_text)
{
  g_autoptr (Source) source
      = read_flat ("<text:p>  a <office:annotation office:name='n'><text:p>x</text:p>"
                   "</office:annotation>b  <office:annotation-end office:name='n'/></text:p>");
  const SourceComment *comment = &g_array_index (source->comments, SourceComment, 0);

  cr_expect_str_eq (source->text, "a b");
  cr_expect_eq (comment->start, 2);
  cr_expect_eq (comment->end, 3);
}

Test (read_odt, says_one_comment_as_one)
{
  g_autoptr (Source) source
      = read_flat ("<text:p>a<office:annotation><text:p>x<office:annotation><text:p>y</text:p>"
                   "</office:annotation></text:p></office:annotation></text:p>");

  expect_finding (source, ESP_GRADE_NOTE, "has 1 comment");
  cr_expect_str_eq (g_array_index (source->comments, SourceComment, 0).text, "xy");
}

Test (read_odt, reads_a_package_of_parts_and_says_what_is_in_it)
{
  const PackedPart parts[] = {
    { "content.xml", CONTENT (TEXT ("<text:p text:style-name='P'>Words</text:p>")) },
    { "styles.xml",
      "<office:document-styles " NAMESPACES "><office:automatic-styles/><office:master-styles>"
      "<style:master-page style:name='First'><style:header><text:p>Head</text:p>"
      "</style:header></style:master-page></office:master-styles>"
      "</office:document-styles>" },
    { "meta.xml", "<office:document-meta " NAMESPACES "><office:meta><dc:creator> A. Person"
                  "</dc:creator></office:meta></office:document-meta>" },
    { "Basic/Standard/one.xml", "x" },
  };
  gsize size = 0;
  g_autofree char *bytes = packed_new (parts, G_N_ELEMENTS (parts), &size);
  g_autoptr (Source) source = source_bid_for (&reader_odt, bytes, size);

  expect_paras (source, "text 0 Words\nnote 0 Head\n");
  expect_warning (source, "has macros");
  expect_warning (source, "its properties name a person (author)");
}

Test (read_odt, reads_without_parts_that_are_damaged)
{
  const PackedPart parts[] = {
    { "content.xml", CONTENT (TEXT ("<text:p>Words</text:p>")) },
    { "styles.xml", "<office:document-styles" },
    { "META-INF/manifest.xml", "<manifest" },
  };
  gsize size = 0;
  g_autofree char *bytes = packed_new (parts, G_N_ELEMENTS (parts), &size);
  g_autoptr (Source) source = source_bid_for (&reader_odt, bytes, size);

  cr_expect_str_eq (source->text, "Words");
  expect_finding_with (source, ESP_GRADE_WARNING,
                       "its part 'styles.xml' is damaged: line 1 is not well-formed XML: ");
}

Test (read_odt, finds_the_macros_and_the_author_of_a_flat_file)
{
  static const char flat[] = FLAT (
      "<office:meta><meta:initial-creator>A</meta:initial-creator></office:meta><office:scripts>"
      "<ooo:module>sub</ooo:module></office:scripts><office:body><office:text>"
      "<text:p>Words</text:p></office:text></office:body>");
  g_autoptr (Source) source = source_bid_for (&reader_odt, flat, sizeof flat - 1);

  expect_warning (source, "has macros");
  expect_warning (source, "its properties name a person (author)");
}

/* ---- text in, text out */

/* Words with all that XML has a name for come out as they went in, and each slices back. */
Test (read_odt, gives_every_paragraph_as_it_was_written)
{
  static const char *const pieces[]
      = { "a",      "é",   "e\u0301", "\u200Fשלום", "你好：", "\U0001F642", "<&>\"'", "-",
          "\u00A0", "x y", "1.",      "\uFFFD",     "Q:",     "]]>",        ".",      "\u2028" };
  g_autoptr (GRand) chance = g_rand_new_with_seed (4);

  for (guint round = 0; round < 300; round++)
    {
      GString *body = g_string_new (NULL), *wanted = g_string_new (NULL);
      for (gint i = g_rand_int_range (chance, 1, 6); i > 0; i--)
        {
          GString *words = g_string_new ("w");
          for (gint n = g_rand_int_range (chance, 0, 9); n > 0; n--)
            g_string_append (words, pieces[g_rand_int_range (chance, 0, G_N_ELEMENTS (pieces))]);
          g_autofree char *markup = g_markup_escape_text (words->str, -1);
          const gsize half = (gsize)(g_utf8_offset_to_pointer (words->str, 1) - words->str);
          g_autofree char *rest = g_markup_escape_text (words->str + half, -1);
          if (i % 2 == 0)
            g_string_append_printf (body, "<text:p>%s</text:p>\n", markup);
          else
            g_string_append_printf (body, "<text:p><text:span>w</text:span>%s\n</text:p>", rest);
          g_string_append_printf (wanted, "%s%s", wanted->len > 0 ? "\n\n" : "", words->str);
          g_string_free (words, TRUE);
        }
      g_autoptr (Source) source = read_flat (body->str);
      cr_assert_str_eq (source->text, wanted->str);
      g_string_free (body, TRUE);
      g_string_free (wanted, TRUE);
    }
}

/* ---- what is refused */

Test (read_odt, refuses_what_is_no_text_with_advice)
{
  static const struct
  {
    const char *mimetype, *content, *manifest, *message;
  } refused[] = {
    { MIME "spreadsheet", CONTENT ("<office:spreadsheet/>"), NULL, "it is a spreadsheet; save" },
    { NULL, CONTENT ("<office:spreadsheet/>"), NULL, "it is a spreadsheet; save its text as" },
    { MIME "presentation", CONTENT ("<office:presentation/>"), NULL, "it is a presentation; save" },
    { MIME "graphics", CONTENT ("<office:drawing/>"), NULL, "it is a drawing, not a text" },
    { NULL, CONTENT ("<office:drawing/>"), NULL, "it is a drawing, not a text" },
    { MIME "chart-template", "<a/>", NULL, "it is a chart, not a text" },
    { MIME "formula", "<math/>", NULL, "it is a formula, not a text" },
    { "application/vnd.sun.xml.writer", "<a/>", NULL,
      "it is a file of OpenOffice 1; save it as .odt" },
    { MIME "text", NULL, NULL, "its part 'content.xml', the text, is missing; get a new copy" },
    { MIME "text", "<a/>", NULL, "it is an OpenDocument file without a text; get a new copy" },
    { MIME "text", CONTENT (TEXT ("<text:p> </text:p>")), NULL, "there are no words in it" },
    { MIME "text",
      CONTENT (TEXT ("<text:list><text:list-item><text:p/></text:list-item>"
                     "</text:list>")),
      NULL, "there are no words in it" },
    { MIME "text", CONTENT (TEXT ("<text:p><draw:object/></text:p>")), NULL,
      "its words are in an object embedded in it" },
    { MIME "text-master", CONTENT ("<office:text text:global='true'/>"), NULL,
      "it is a master document whose text lies in files of its own; import those" },
    { MIME "text", "\x01\x02\x03",
      "<m:manifest xmlns:m='" OASIS "manifest:1.0'><m:file-entry m:full-path='content.xml'>"
      "<m:encryption-data/></m:file-entry></m:manifest>",
      "it is password-protected; save a copy without the password" },
    { MIME "text", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", NULL,
      "its part 'content.xml' is damaged: line 1: it has a document type declaration" },
    { MIME "text", CONTENT (TEXT ("<text:p>")), NULL,
      "its part 'content.xml' is damaged: line 1 is not well-formed XML: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const PackedPart parts[] = { { "mimetype", refused[i].mimetype },
                                   { "content.xml", refused[i].content },
                                   { "META-INF/manifest.xml", refused[i].manifest } };
      expect_pack_refused (parts, G_N_ELEMENTS (parts), refused[i].message);
    }
}

Test (read_odt, refuses_flat_files_that_are_damaged_or_no_texts)
{
  static const char sheet[] = FLAT ("<office:body><office:spreadsheet/></office:body>");
  static const char cut[] = "<?xml version='1.0'?><office:document " NAMESPACES "><office:body>";
  static const char other[] = "<?xml version='1.0'?><letter><p>words</p></letter>";

  expect_refused (NULL, sheet, sizeof sheet - 1, "it is a spreadsheet");
  expect_refused (NULL, cut, sizeof cut - 1,
                  "it is a flat OpenDocument file that is damaged: line 1 ");
  expect_refused (
      NULL, other, sizeof other - 1,
      "it is an XML file, not a document; open it in the program that made it and save it as "
      ".docx or .txt");
}

/* A package that is cut has no list of its parts; a flat file breaks off. */
Test (read_odt, refuses_a_document_cut_anywhere)
{
  gsize size = 0;
  g_autofree char *packed = fixture ("interview.odt", &size);

  for (gsize cut = 4; cut < size; cut += 61)
    {
      g_autofree char *part = g_memdup2 (packed, cut);
      expect_refused (NULL, part, cut, "it is ");
    }
  g_autofree char *flat = fixture ("interview.fodt", &size);
  for (gsize cut = 2000; cut < size - 20; cut += 43)
    {
      g_autofree char *part = g_memdup2 (flat, cut);
      expect_refused (NULL, part, cut, "it is a flat OpenDocument file that is damaged: ");
    }
}

Test (read_odt, stands_any_byte_changed)
{
  gsize size = 0;
  g_autofree char *flat = fixture ("changes.fodt", &size);
  g_autoptr (GRand) chance = g_rand_new_with_seed (7);

  for (guint i = 0; i < 1500; i++)
    {
      const gsize at = (gsize)g_rand_int_range (chance, 0, (gint)size);
      const char was = flat[at];
      flat[at] = (char)g_rand_int_range (chance, 0, 256);
      expect_source_or_error (&reader_odt, flat, size);
      flat[at] = was;
    }
}

/* ---- bounds */

Test (read_odt, bounds_what_elements_ask_to_repeat)
{
  GString *body = g_string_new ("<text:p>x<text:s text:c='4000000000'/>y</text:p><table:table>");

  for (guint i = 0; i < 2000; i++)
    g_string_append (body, "<table:table-row table:number-rows-repeated='99999'><table:table-cell "
                           "table:number-columns-repeated='99999'><text:p>word</text:p>"
                           "</table:table-cell></table:table-row>");
  g_string_append (body, "</table:table>");
  g_autoptr (Source) source = read_flat (body->str);
  cr_expect_lt (source->size, body->len * 4);
  cr_expect_gt (source->size, body->len);
  g_string_free (body, TRUE);
}

Test (read_odt, refuses_elements_too_deep_and_takes_those_that_are_not)
{
  GString *deep = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append (deep, "<text:list><text:list-item>");
  g_string_append (deep, "<text:p>deep</text:p>");
  for (guint i = 0; i < 100; i++)
    g_string_append (deep, "</text:list-item></text:list>");
  g_autoptr (Source) source = read_flat (deep->str);
  expect_paras (source, "text 0 [- ]deep\n");

  g_string_truncate (deep, 0);
  g_string_append (deep, FLAT (""));
  g_string_truncate (deep, deep->len - strlen ("</office:document>"));
  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "<text:section>");
  expect_refused (NULL, deep->str, deep->len,
                  "it is a flat OpenDocument file that is damaged: line 1 ");
  g_string_free (deep, TRUE);
}

Test (read_odt, stands_elements_where_none_belongs)
{
  g_autoptr (Source) source = read_flat (
      "<table:table-cell><text:p>no row</text:p></table:table-cell><table:covered-table-cell>"
      "<text:p>never</text:p></table:covered-table-cell><text:list-item><text:p>no list</text:p>"
      "</text:list-item><office:annotation-end/><text:s/><text:hidden-paragraph "
      "text:is-hidden='true'/><text:span>no paragraph</text:span><dc:creator>no comment"
      "</dc:creator><text:p>in<text:p>side</text:p></text:p><table:table-row><text:p>no cell"
      "</text:p></table:table-row><text:note-body><table:table><table:table-row>"
      "<table:table-cell><text:p>noted</text:p></table:table-cell></table:table-row>"
      "</table:table></text:note-body><office:forms><text:p>a form</text:p></office:forms><text:p>"
      "<form:text xmlns:form='" OASIS "form:1.0'><text:p>a field</text:p></form:text><svg:title "
      "xmlns:svg='" OASIS "svg-compatible:1.0'>a title</svg:title>the end</text:p>");

  expect_paras (source, "text 0 no row\ntext 0 no list\ntext 0 in\ntext 0 side\nrow 0 no cell\n"
                        "text 0 the end\nnote 0 noted\n");
}

Test (read_odt, refuses_a_part_that_would_fill_the_memory)
{
  const gsize many = (gsize)64 << 20;
  g_autofree char *zeros = g_strnfill (many, '0');
  const PackedPart parts[] = { { "mimetype", MIME "text" }, { "content.xml", zeros } };

  expect_pack_refused (parts, G_N_ELEMENTS (parts),
                       "its part 'content.xml' would unpack to more than 200 times its size");
}
