/* Word documents: the words that are read, those that are left out, and what is said of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
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
