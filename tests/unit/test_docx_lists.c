/* What a Word document says apart from its words: the numbers of its lists, comments, the heads and
 * feet of its pages, tracked changes of form.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/list_number.h"
#include "support/packed.h"
#include "support/sources.h"

extern const Reader reader_docx;

#define WORD "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

typedef struct
{
  const char *body, *styles, *numbering, *comments, *header, *first_header, *footer;
} Written;

static char *
part (const char *element, const char *inside)
{
  return inside != NULL ? g_strdup_printf ("<w:%s " WORD ">%s</w:%s>", element, inside, element)
                        : NULL;
}

static Source *
read_written (const Written *written)
{
  static const char rels[]
      = "<Relationships><Relationship Type='" REL "styles' Target='styles.xml'/>"
        "<Relationship Type='" REL "numbering' Target='numbering.xml'/>"
        "<Relationship Type='" REL "comments' Target='comments.xml'/>"
        "<Relationship Type='" REL "header' Target='header1.xml'/>"
        "<Relationship Type='" REL "header' Target='header2.xml'/>"
        "<Relationship Type='" REL "footer' Target='footer1.xml'/></Relationships>";
  g_autofree char *inside = g_strdup_printf ("<w:body>%s</w:body>", written->body);
  g_autofree char *document = part ("document", inside), *styles = part ("styles", written->styles);
  g_autofree char *numbering = part ("numbering", written->numbering);
  g_autofree char *comments = part ("comments", written->comments);
  g_autofree char *header = part ("hdr", written->header);
  g_autofree char *first_header = part ("hdr", written->first_header);
  g_autofree char *footer = part ("ftr", written->footer);
  const PackedPart parts[] = {
    { "word/document.xml", document },    { "word/_rels/document.xml.rels", rels },
    { "word/styles.xml", styles },        { "word/numbering.xml", numbering },
    { "word/comments.xml", comments },    { "word/header1.xml", header },
    { "word/header2.xml", first_header }, { "word/footer1.xml", footer },
  };
  gsize size = 0;
  g_autofree char *bytes = packed_new (parts, G_N_ELEMENTS (parts), &size);
  return source_bid_for (&reader_docx, bytes, size);
}

#define P(words) "<w:p><w:r><w:t>" words "</w:t></w:r></w:p>"
#define LI(num, level, words)                                                                      \
  "<w:p><w:pPr><w:numPr><w:ilvl w:val='" #level "'/><w:numId w:val='" #num                         \
  "'/></w:numPr></w:pPr><w:r><w:t>" words "</w:t></w:r></w:p>"
#define STYLED(style, words)                                                                       \
  "<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr><w:r><w:t>" words "</w:t></w:r></w:p>"
#define LEVEL(level, start, format, text, more)                                                    \
  "<w:lvl w:ilvl='" #level "'><w:start w:val='" #start "'/><w:numFmt w:val='" format               \
  "'/><w:lvlText w:val='" text "'/>" more "</w:lvl>"

static const char three_levels[] = "<w:abstractNum w:abstractNumId='7'>" LEVEL (
    0, 1, "decimal", "%1.", "") LEVEL (1, 1, "lowerLetter", "%1.%2)", "")
    LEVEL (2, 3, "upperRoman", "(%3)",
           "") "</w:abstractNum>"
               "<w:abstractNum w:abstractNumId='8'>" LEVEL (
                   0, 1, "bullet", "\xEF\x82\xB7",
                   "") "</w:abstractNum>"
                       "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
                       "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'>"
                       "<w:startOverride w:val='5'/></w:lvlOverride></w:num>"
                       "<w:num w:numId='3'><w:abstractNumId w:val='8'/></w:num>"
                       "<w:num w:numId='4'><w:abstractNumId w:val='7'/></w:num>";

Test (docx_lists, are_counted_as_word_counts_them)
{
  const Written written
      = { .numbering = three_levels,
          .body = LI (1, 0, "one") LI (1, 0, "two") LI (1, 1, "below") LI (1, 1, "again")
              LI (1, 2, "deep") LI (1, 0, "three") LI (1, 1, "anew") P ("between")
                  LI (4, 0, "goes on") LI (2, 0, "begins at five") LI (2, 0, "six")
                      LI (3, 0, "point") LI (0, 0, "no list") LI (9, 0, "unknown list") };
  g_autoptr (Source) source = read_written (&written);
  expect_paras (source,
                "text 0 [1. ]one\ntext 0 [2. ]two\ntext 0 [2.a) ]below\ntext 0 [2.b) ]again\n"
                "text 0 [(III) ]deep\ntext 0 [3. ]three\ntext 0 [3.a) ]anew\ntext 0 between\n"
                "text 0 [4. ]goes on\ntext 0 [5. ]begins at five\ntext 0 [6. ]six\n"
                "text 0 [- ]point\ntext 0 no list\ntext 0 unknown list\n");
}

Test (docx_lists, may_follow_from_a_style)
{
  const Written written = {
    .styles = "<w:style w:styleId='H1'><w:name w:val='heading 1'/><w:pPr><w:numPr><w:numId "
              "w:val='1'/></w:numPr></w:pPr></w:style>"
              "<w:style w:styleId='H2'><w:name w:val='heading 2'/><w:basedOn w:val='H1'/>"
              "</w:style>",
    .numbering = "<w:abstractNum w:abstractNumId='1'>" LEVEL (0, 1, "upperRoman", "%1",
                                                              "<w:pStyle w:val='H1'/>")
        LEVEL (
            1, 1, "decimal", "%1.%2",
            "<w:pStyle w:val='H2'/><w:isLgl/>") "</w:abstractNum><w:num "
                                                "w:numId='1'><w:abstractNumId w:val='1'/></w:num>",
    .body = STYLED ("H1", "First") STYLED ("H2", "Below") STYLED ("H2", "Next")
        STYLED ("H1", "Second") STYLED ("Other", "Plain")
  };
  g_autoptr (Source) source = read_written (&written);
  expect_paras (source, "heading 1 [I ]First\nheading 2 [1.1 ]Below\nheading 2 [1.2 ]Next\n"
                        "heading 1 [II ]Second\ntext 0 Plain\n");
}

/* A list whose "number" is a name is somebody who speaks. */
Test (docx_lists, that_write_out_names_are_words)
{
  const Written written
      = { .numbering = "<w:abstractNum w:abstractNumId='1'>" LEVEL (
              0, 1, "none", "Nurse:",
              "") "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>",
          .body = LI (1, 0, "Come in.") };
  g_autoptr (Source) source = read_written (&written);
  cr_expect_str_eq (source->text, "Nurse: Come in.");
  cr_expect_eq (g_array_index (source->paras, Para, 0).mark, 0);
}

Test (docx_lists, of_hostile_files_end)
{
  const Written written = {
    .styles = "<w:style w:styleId='A'><w:basedOn w:val='B'/></w:style>"
              "<w:style w:styleId='B'><w:basedOn w:val='A'/></w:style>"
              "<w:style w:styleId='L'><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr>"
              "</w:style>",
    .numbering
    = "<w:abstractNum w:abstractNumId='1'><w:numStyleLink w:val='L'/>"
      "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>"
      "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
      "<w:abstractNum w:abstractNumId='1'>" LEVEL (
          0, 1, "decimal", "%1",
          "") "</w:abstractNum><w:num w:numId='3'/>"
              "<w:abstractNum w:abstractNumId='5'>" LEVEL (0, 99999999999999999999, "lowerLetter",
                                                           "%1%9%", "")
                  LEVEL (
                      77, 1, "decimal", "%1",
                      "") "</w:abstractNum><w:num w:numId='5'><w:abstractNumId w:val='5'/></w:num>",
    .body = STYLED ("A", "circle") LI (1, 0, "linked") LI (3, 0, "nothing") LI (5, 0, "far")
        LI (5, 99, "too deep") LI (5, 8, "deep")
  };
  g_autoptr (Source) source = read_written (&written);
  expect_paras (source, "text 0 circle\ntext 0 linked\ntext 0 nothing\ntext 0 [100000% ]far\n"
                        "text 0 too deep\ntext 0 deep\n");
}

Test (docx_lists, numbers_are_as_the_formats_say)
{
  static const struct
  {
    ListFormat format;
    guint number;
    const char *text;
  } cases[] = {
    { LIST_DECIMAL, 0, "0" },          { LIST_DECIMAL_ZERO, 7, "07" },
    { LIST_DECIMAL_ZERO, 112, "112" }, { LIST_LETTER, 26, "z" },
    { LIST_LETTER, 27, "aa" },         { LIST_LETTER, 28, "ab" },
    { LIST_LETTER_UPPER, 702, "ZZ" },  { LIST_LETTER, 703, "aaa" },
    { LIST_LETTERS, 28, "bb" },        { LIST_LETTERS_UPPER, 53, "AAA" },
    { LIST_LETTERS, 521, "521" },      { LIST_ROMAN, 4, "iv" },
    { LIST_ROMAN, 1999, "mcmxcix" },   { LIST_ROMAN_UPPER, 3999, "MMMCMXCIX" },
    { LIST_ROMAN, 4000, "4000" },      { LIST_ROMAN, 0, "0" },
    { LIST_NOTHING, 3, "" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      list_number_append (text, cases[i].format, cases[i].number);
      cr_expect_str_eq (text->str, cases[i].text);
    }
}

/* ---- comments */

#define FROM(id) "<w:commentRangeStart w:id='" #id "'/>"
#define TO(id) "<w:commentRangeEnd w:id='" #id "'/><w:r><w:commentReference w:id='" #id "'/></w:r>"
#define R(words) "<w:r><w:t xml:space='preserve'>" words "</w:t></w:r>"

#define COMMENT(id, inside) "<w:comment w:id='" #id "'>" inside "</w:comment>"
#define SIGN(id) "<w:r><w:commentReference w:id='" #id "'/></w:r>"

/* The words of a document with one comment, and what it is about. */
static void
expect_about (const char *body, const char *about)
{
  const Written written = { .body = body, .comments = COMMENT (0, P ("Why?")) };
  g_autoptr (Source) source = read_written (&written);

  expect_comment (source, 0, about, "", "", "Why?");
}

Test (docx_comments, begin_and_end_in_paragraphs_without_words)
{
  expect_about (P ("a") "<w:p>" FROM (0) "</w:p>" P ("b c") "<w:p>" TO (0) "</w:p>" P ("d"), "b c");
  expect_about (P ("a") FROM (0) P ("b") TO (0) P ("c"), "b");
  expect_about ("<w:p>" FROM (0) R ("  ") "</w:p>" P ("a") "<w:p>" R ("b") TO (0) "</w:p>",
                "a\n\nb");
  expect_about ("<w:p>" FROM (0) R ("a") "</w:p><w:p>" R ("   ") TO (0) "</w:p>", "a");
  expect_about ("<w:tbl><w:tr><w:tc>" P ("a") "<w:p>" FROM (0) "</w:p>" P ("b") "<w:p>" R (" ")
                    TO (0) "</w:p>" P ("c") "</w:tc></w:tr></w:tbl>",
                "b");
}

Test (docx_comments, are_about_words_not_the_blanks_around_them)
{
  expect_about ("<w:p>" R ("a") FROM (0) R (" b\u00e9 ") TO (0) R ("c") "</w:p>", "b\u00e9");
  expect_about ("<w:p>" R ("a") FROM (0) R ("  ") TO (0) R ("c") "</w:p>", "");
}

Test (docx_comments, keep_lines_and_tabs)
{
  const Written written
      = { .body = "<w:p>" R ("a") SIGN (0) "</w:p>",
          .comments = COMMENT (0, "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>One"
                                  "</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r>"
                                  "</w:p>") };
  g_autoptr (Source) source = read_written (&written);

  expect_comment (source, 0, "", "", "", "One\ntwo\tthree");
}

Test (docx_comments, stand_at_the_words_that_they_are_about)
{
  static const char comments[]
      = "<w:comment w:id='0' w:author='Ann' w:date='2026-03-01T10:00:00Z'>" P ("Why?")
          P ("Ask.") "</w:comment>" COMMENT (4, P ("Over two.")) "<w:comment w:id='9' "
                                                                 "w:author='Ben'>" P (
                                                                     "A place.") "</"
                                                                                 "w:"
                                                                                 "comment"
                                                                                 ">" COMMENT (5,
                                                                                              P ("I"
                                                                                                 "n"
                                                                                                 " "
                                                                                                 "a"
                                                                                                 " "
                                                                                                 "c"
                                                                                                 "e"
                                                                                                 "l"
                                                                                                 "l"
                                                                                                 "."))
                                                                                     COMMENT (
                                                                                         6,
                                                                                         P ("Nowher"
                                                                                            "e."));
  static const char body[]
      = "<w:p>" R ("I said ") FROM (0) R ("no") TO (0) R (" to it.") "</w:p><w:p>" R ("The ")
          FROM (4) R ("end") "</w:p><w:p>" R ("begins") TO (4) R (" here") SIGN (9)
              R (".") "</w:p>"
                      "<w:tbl><w:tr><w:tc>" P ("left") "</w:tc><w:tc><w:p>" R ("to the ") FROM (5)
                          R ("right") TO (5) "</w:p></w:tc></w:tr></w:tbl>";
  const Written written = { .body = body, .comments = comments };
  g_autoptr (Source) source = read_written (&written);
  cr_expect_str_eq (source->text,
                    "I said no to it.\n\nThe end\n\nbegins here.\n\nleft\tto the right");
  cr_expect_eq (source->comments->len, 5);
  expect_comment (source, 0, "no", "Ann", "2026-03-01T10:00:00Z", "Why?\nAsk.");
  expect_comment (source, 1, "end\n\nbegins", "", "", "Over two.");
  expect_comment (source, 2, "", "Ben", "", "A place.");
  cr_expect_str_eq (source->text + g_array_index (source->comments, SourceComment, 2).start,
                    ".\n\nleft\tto the right");
  expect_comment (source, 3, "right", "", "", "In a cell.");
  expect_comment (source, 4, "", "", "", "Nowhere.");
}

/* ---- readings above words */

Test (docx_readings, are_left_out_and_said)
{
  const Written written = { .body = "<w:p><w:r><w:ruby><w:rt><w:r><w:t>reading</w:t></w:r></w:rt>"
                                    "<w:rubyBase>" R ("words") "</w:rubyBase></w:ruby></w:r>"
                                                               "</w:p>" };
  g_autoptr (Source) source = read_written (&written);
  expect_paras (source, "text 0 words\n");
  expect_finding (source, ESP_GRADE_NOTE, "has readings above its words (ruby)");
  cr_expect_eq (source->findings->len, 1);
}

/* ---- pages */

Test (docx_pages, heads_and_feet_are_notes_each_once)
{
  const Written written = { .body = P ("Words."),
                            .header = P ("Interview with P07"),
                            .first_header = P ("Interview with P07"),
                            .footer = P ("- 3 -") };
  g_autoptr (Source) source = read_written (&written);
  cr_expect_str_eq (source->text, "Words.\n\nInterview with P07");
  cr_expect_eq (g_array_index (source->paras, Para, 1).kind, PARA_NOTE);
}

Test (docx_pages, alone_are_no_document)
{
  gsize size = 0;
  static const PackedPart parts[] = {
    { "word/document.xml", "<w:document " WORD "><w:body><w:p/></w:body></w:document>" },
    { "word/_rels/document.xml.rels",
      "<Relationships><Relationship Type='" REL "header' Target='h.xml'/></Relationships>" },
    { "word/h.xml", "<w:hdr " WORD ">" P ("Head") "</w:hdr>" },
  };
  g_autofree char *bytes = packed_new (parts, G_N_ELEMENTS (parts), &size);
  g_autoptr (GError) error = NULL;
  cr_expect_null (reader_docx.read (bytes, size, NULL, &error));
  cr_expect_str_eq (error->message, "there are no words in it");
}

/* ---- tracked changes of form */

Test (docx_changes, of_form_hold_as_they_are_now)
{
#define CHANGED(now, before, words)                                                                \
  "<w:r><w:rPr>" now "<w:rPrChange w:id='1'><w:rPr>" before                                        \
  "</w:rPr></w:rPrChange></w:rPr><w:t>" words "</w:t></w:r>"
  const Written written
      = { .body = "<w:p>" CHANGED ("", "<w:vanish/>", "Shown")
              CHANGED ("<w:vanish/>", "<w:vanish w:val='0'/>", " hidden") "</w:p><w:p>" CHANGED (
                  "<w:b/>", "<w:b w:val='0'/>", "Ann:") CHANGED ("", "<w:b/>", " Yes.") "</w:p>" };
  g_autoptr (Source) source = read_written (&written);
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, "text 0 Shown\ntext 0 *Ann:* Yes.\n");
}
