/* Word documents: the words that are read, those that are left out, and what is said of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/packed.h"
#include "support/sources.h"

extern const Reader reader_docx;

Test (read_docx, reads_headings_bold_names_lines_and_footnotes)
{
  g_autoptr (Source) source = read_fixture (&reader_docx, "interview.docx");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (
      paras,
      "heading 1 Interview\nheading 1 Second\ntext 0 *Interviewer:* Hello?\ntext 0 *P1:* Yes.\n"
      "text 0 And more.\ntext 0 On a second line.\ntext 0 *Interviewer:* Good.\ntext 0 *P1:* Bye.\n"
      "note 0 A name was changed.\n");
  cr_expect_not_null (strstr (source->text, "Yes.\n\nAnd more.\nOn a second line.\n\n"));
}

Test (read_docx, says_what_it_left_out_and_prints_no_name)
{
  g_autoptr (Source) source = read_fixture (&reader_docx, "interview.docx");

  expect_finding (source, ESP_GRADE_NOTE, "has 1 comment");
  expect_finding (source, ESP_GRADE_WARNING, "its properties name a person (author)");
  expect_finding (source, ESP_GRADE_WARNING, "has macros");
  cr_expect_null (finding_of (source, "Example"));
  cr_expect_null (strstr (source->text, "check this"));
}

Test (read_docx, reads_tracked_changes_as_accepted)
{
  g_autoptr (Source) source = read_fixture (&reader_docx, "changes.docx");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras,
                    "text 0 Kept added moved here\ntext 0 7\ntext 0 a\tb\u2011c\u00ADd\uFFFDé\n");
  expect_finding (source, ESP_GRADE_WARNING, "has 1 tracked deletion");
  expect_finding (source, ESP_GRADE_WARNING, "has hidden text");
  expect_finding (source, ESP_GRADE_NOTE, "has 1 symbol of a font of its own");
}

/* A document of this body, and of these comments (NULL: it has none). */
static Source *
read_body (const char *body, const char *comments)
{
#define NAMESPACE "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
  g_autofree char *document
      = g_strdup_printf ("<w:document " NAMESPACE "><w:body>%s</w:body></w:document>", body);
  g_autofree char *margin = g_strdup_printf ("<w:comments " NAMESPACE ">%s</w:comments>",
                                             comments != NULL ? comments : "");
  const PackedPart parts[] = {
    { "[Content_Types].xml", "<Types/>" },
    { "word/_rels/document.xml.rels",
      "<Relationships><Relationship Id=\"r1\" Type=\"" RELATION "\" "
      "Target=\"comments.xml\"/></Relationships>" },
    { "word/document.xml", document },
    { "word/comments.xml", margin },
  };
  gsize size = 0;
  g_autofree char *bytes = packed_new (parts, G_N_ELEMENTS (parts), &size);
  return source_of (&reader_docx, bytes, size);
}

#define P(properties, words)                                                                       \
  "<w:p><w:pPr>" properties "</w:pPr><w:r><w:t>" words "</w:t></w:r></w:p>"
#define END_DELETED "<w:rPr><w:del w:id=\"1\" w:author=\"A\"/></w:rPr>"
#define END_INSERTED "<w:rPr><w:ins w:id=\"1\" w:author=\"A\"/></w:rPr>"
#define CELL(content)                                                                              \
  "<w:tbl><w:tr><w:tc>" content "</w:tc><w:tc>" P ("", "x") "</w:tc></w:tr></w:tbl>"

Test (read_docx, joins_paragraphs_whose_end_was_deleted)
{
  static const char *const documents[][2] = {
    { P (END_DELETED, "One") P (END_DELETED, "two") P ("", "three") P ("", "Four"),
      "Onetwothree|Four" },
    { P (END_INSERTED, "One") P ("", "Two"), "One|Two" },
    { P ("<w:rPr><w:moveFrom w:id=\"1\"/></w:rPr>", "One ") P ("", "two"), "One two" },
    /* nothing to go on with: the end of a cell, a table, the end of all */
    { CELL (P (END_DELETED, "One")) P ("", "Two"), "One\tx|Two" },
    { P (END_DELETED, "One") CELL (P ("", "Two")) P (END_DELETED, "Three"), "One|Two\tx|Three" },
    /* all of a paragraph was deleted: nothing of it stays */
    { P ("", "One") "<w:p><w:pPr>" END_DELETED "</w:pPr><w:del><w:r><w:delText>no</w:delText></w:r>"
                    "</w:del></w:p>" P ("", "Two"),
      "One|Two" },
    /* a text box in it has paragraphs of its own */
    { "<w:p><w:pPr>" END_DELETED "</w:pPr><w:r><w:t>One </w:t><w:txbxContent>" P (
          END_DELETED, "box") "</w:txbxContent></w:r></w:p>" P ("", "two"),
      "One two|box" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr (Source) source = read_body (documents[i][0], NULL);
      g_autoptr (GString) found = g_string_new (source->text);
      g_string_replace (found, "\n\n", "|", 0);
      cr_expect_str_eq (found->str, documents[i][1], "%zu", i);
    }
}

Test (read_docx, takes_the_kind_of_a_joined_paragraph_from_its_end)
{
  g_autoptr (Source) source = read_body (P (END_DELETED "<w:outlineLvl w:val=\"0\"/>", "One ")
                                             P ("<w:outlineLvl w:val=\"1\"/>", "two"),
                                         NULL);
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, "heading 2 One two\n");
  expect_finding (source, ESP_GRADE_WARNING, "has 1 tracked deletion");
}

/* As LibreOffice 7.4 writes a comment on two paragraphs: places of numbers that no comment has
 * stand where it begins, and behind it. */
Test (read_docx, finds_where_a_comment_on_paragraphs_of_libreoffice_begins)
{
#define BARE(id)                                                                                   \
  "<w:commentRangeStart w:id=\"" id "\"/><w:commentRangeEnd w:id=\"" id "\"/><w:r>"                \
  "<w:commentReference w:id=\"" id "\"/></w:r>"
  g_autoptr (Source) source = read_body (
      "<w:p><w:r><w:t>On </w:t></w:r>" BARE (
          "1") "<w:r><w:t>the round.</w:t></w:r></w:p>"
               "<w:p><w:r><w:t>And the</w:t></w:r><w:r><w:commentReference "
               "w:id=\"2\"/></w:r>" BARE (
                   "3") "<w:r><w:t> family</w:t></w:r><w:r><w:commentReference "
                        "w:id=\"4\"/></w:r></w:p>",
      "<w:comment w:id=\"2\" w:author=\"A\"><w:p><w:r><w:t>both</w:t></w:r></w:p></w:comment>"
      "<w:comment w:id=\"4\" w:author=\"A\"><w:p><w:r><w:t>here</w:t></w:r></w:p></w:comment>");

  cr_assert_eq (source->comments->len, 2);
  expect_comment (source, 0, "the round.\n\nAnd the", "A", "", "both");
  expect_comment (source, 1, "", "A", "", "here");
  expect_finding (source, ESP_GRADE_NOTE, "has 2 comments");
}

Test (read_docx, reads_each_text_box_once_after_its_paragraph)
{
  g_autoptr (Source) source = read_fixture (&reader_docx, "boxes.docx");

  cr_expect_str_eq (source->text, "Before after\n\nInside the box\n\nOnly inside the box");
}

Test (read_docx, makes_one_paragraph_of_a_row)
{
  g_autoptr (Source) source = read_fixture (&reader_docx, "tables.docx");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, "text 0 Above\nrow 0 Interviewer\tHello? Ready?\nrow 0 P1\tin ner "
                           "Yes.\nrow 0 Interviewer\tAnd?\n"
                           "row 0 P1\tNo.\nrow 0 Interviewer\tThanks.\ntext 0 Below\n");
}

Test (read_docx, follows_the_relationship_and_reads_strict_documents)
{
  g_autoptr (Source) source = read_fixture (&reader_docx, "strict.docx");

  cr_expect_str_eq (source->text, "Strict words");
  cr_expect_eq (source->findings->len, 0);
}

Test (read_docx, says_why_it_cannot_read)
{
  expect_fixture_refused (
      &reader_docx, "doctype.docx",
      "its part 'word/document.xml' is damaged: line 1: it has a document type declaration");
  expect_fixture_refused (
      &reader_docx, "broken.docx",
      "its part 'word/document.xml' is damaged: line 1 is not well-formed XML: ");
  expect_fixture_refused (&reader_docx, "empty.docx", "there are no words in it");
}

Test (read_docx, refuses_a_document_cut_anywhere)
{
  gsize size = 0;
  g_autofree char *bytes = fixture ("interview.docx", &size);

  for (gsize cut = 0; cut < size; cut += 37)
    {
      g_autofree char *part = g_malloc (cut + 1);
      g_autoptr (GError) error = NULL;
      memcpy (part, bytes, cut);
      cr_assert_null (reader_docx.read (part, cut, NULL, &error));
      cr_assert_not_null (error);
    }
}
