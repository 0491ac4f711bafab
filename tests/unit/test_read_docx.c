/* Word documents: the words that are read, those that are left out, and what is said of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/reader.h"

#include <criterion/criterion.h>
#include <string.h>

extern const Reader reader_docx;

static char *
fixture (const char *name, gsize *size)
{
  const char *srcdir = g_getenv ("srcdir");
  g_autofree char *path = g_build_filename (srcdir != NULL ? srcdir : ".", "tests", "fixtures",
                                            "readers", name, NULL);
  char *bytes = NULL;

  cr_assert (g_file_get_contents (path, &bytes, size, NULL), "no fixture '%s'", path);
  return bytes;
}

static Source *
read_fixture (const char *name)
{
  gsize size = 0;
  g_autofree char *bytes = fixture (name, &size);
  g_autoptr (GError) error = NULL;
  const Reader *reader = reader_for (bytes, size, "file", &error);

  cr_assert_eq (reader, &reader_docx, "%s", error != NULL ? error->message : "another reader");
  Source *source = reader->read (bytes, size, NULL, &error);
  cr_assert_not_null (source, "%s", error != NULL ? error->message : "");
  return source;
}

static void
expect_refused (const char *name, const char *message)
{
  gsize size = 0;
  g_autofree char *bytes = fixture (name, &size);
  g_autoptr (GError) error = NULL;

  cr_assert_null (reader_docx.read (bytes, size, NULL, &error));
  cr_expect_eq (error->code, ESP_ERROR_INPUT);
  cr_expect (g_str_has_prefix (error->message, message), "'%s'", error->message);
}

/* Every paragraph as "kind level words", one a line, the bold beginning between '*'. */
static char *
describe (const Source *source)
{
  static const char *const kinds[] = { "text", "heading", "row", "note" };
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < source->paras->len; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      const char *words = source->text + para->start;
      g_string_append_printf (all, "%s %u ", kinds[para->kind], para->level);
      if (para->bold_end > 0)
        g_string_append_printf (all, "*%.*s*", (int)para->bold_end, words);
      g_string_append_len (all, words + para->bold_end,
                           (gssize)(para->end - para->start - para->bold_end));
      g_string_append_c (all, '\n');
    }
  return g_string_free (all, FALSE);
}

static const EspFinding *
finding_of (const Source *source, const char *what)
{
  for (guint i = 0; i < source->findings->len; i++)
    {
      const EspFinding *finding = g_ptr_array_index (source->findings, i);
      if (strstr (finding->what, what) != NULL)
        return finding;
    }
  return NULL;
}

static void
expect_finding (const Source *source, EspGrade grade, const char *what)
{
  const EspFinding *finding = finding_of (source, what);

  cr_assert_not_null (finding, "no finding '%s'", what);
  cr_expect_eq (finding->grade, grade);
  cr_expect_str_neq (finding->done, "");
}

Test (read_docx, reads_headings_bold_names_lines_and_footnotes)
{
  g_autoptr (Source) source = read_fixture ("interview.docx");
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
  g_autoptr (Source) source = read_fixture ("interview.docx");

  expect_finding (source, ESP_GRADE_WARNING, "has 1 comment, which is not imported");
  expect_finding (source, ESP_GRADE_WARNING, "its properties name a person (author)");
  expect_finding (source, ESP_GRADE_WARNING, "has macros");
  cr_expect_null (finding_of (source, "Example"));
  cr_expect_null (strstr (source->text, "check this"));
}

Test (read_docx, reads_tracked_changes_as_accepted)
{
  g_autoptr (Source) source = read_fixture ("changes.docx");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras,
                    "text 0 Kept added moved here\ntext 0 7\ntext 0 a\tb\u2011c\u00ADd\uFFFDé\n");
  expect_finding (source, ESP_GRADE_WARNING, "has 1 tracked deletion");
  expect_finding (source, ESP_GRADE_WARNING, "has hidden text");
  expect_finding (source, ESP_GRADE_NOTE, "has 1 symbol of a font of its own");
}

Test (read_docx, reads_each_text_box_once_after_its_paragraph)
{
  g_autoptr (Source) source = read_fixture ("boxes.docx");

  cr_expect_str_eq (source->text, "Before after\n\nInside the box\n\nOnly inside the box");
}

Test (read_docx, makes_one_paragraph_of_a_row)
{
  g_autoptr (Source) source = read_fixture ("tables.docx");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, "text 0 Above\nrow 0 Interviewer\tHello? Ready?\nrow 0 P1\tin ner "
                           "Yes.\nrow 0 Interviewer\tAnd?\n"
                           "row 0 P1\tNo.\nrow 0 Interviewer\tThanks.\ntext 0 Below\n");
}

Test (read_docx, follows_the_relationship_and_reads_strict_documents)
{
  g_autoptr (Source) source = read_fixture ("strict.docx");

  cr_expect_str_eq (source->text, "Strict words");
  cr_expect_eq (source->findings->len, 0);
}

Test (read_docx, says_why_it_cannot_read)
{
  expect_refused (
      "doctype.docx",
      "its part 'word/document.xml' is damaged: line 1: it has a document type declaration");
  expect_refused ("broken.docx",
                  "its part 'word/document.xml' is damaged: line 1 is not well-formed XML: ");
  expect_refused ("empty.docx", "there are no words in it");
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
