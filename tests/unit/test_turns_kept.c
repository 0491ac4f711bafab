/* What a transcript's lines are taken for, where a small difference decides: names in brackets and
 * cells of tables, numbers before lines, quoted answers, and patterns that cost too much.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/unspoken.h"
#include "support/layout_text.h"
#include "support/temporary_study.h"
#include "turns/layout.h"

extern const Reader reader_text;
extern const Reader reader_markdown;

static void
expect_turns (const Reader *reader, const char *text, const char *expected)
{
  g_autoptr (Source) source = reader->read (text, strlen (text), NULL, NULL);
  cr_assert_not_null (source, "%s", text);
  g_autofree char *found = layout_text (source, NULL);
  cr_expect_str_eq (found, expected, "%s:\n%s", text, found);
}

Test (turns, have_names_in_brackets_of_which_only_both_go)
{
  expect_turns (&reader_text, "[Ann]: One.\n[ Bo ]: Two.\n[Ann]: Three.\n[Bo]: Four.\n",
                "Name: text\nt Ann: One.\nt Bo: Two.\nt Ann: Three.\nt Bo: Four.\n");
  expect_turns (&reader_text, "Ann: One.\nBo [2]: Two.\nAnn: Three.\nBo [2]: Four.\n",
                "Name: text\nt Ann: One.\nt Bo [2]: Two.\nt Ann: Three.\nt Bo [2]: Four.\n");
}

/* Labels in a form that is no style make no turns, and are told of. */
Test (turns, in_a_strange_form_are_told_of)
{
  static const struct
  {
    const char *text;
    guint unfit;
  } texts[] = {
    { "M) Why?\nA) So.\nM) How?\nA) Thus.\nM) End?\nA) Yes.\n", 6 },
    { "Anna - Well.\n\nBo - No.\n\nAnna - So.\n\nBo - Yes.\n\nAnna - Why?\n\nBo - Thus.\n", 6 },
    { "Moderator - Why?\nAnna - So.\nModerator - How?\nAnna - Thus.\nModerator - And?\nAnna - "
      "Yes.\n",
      3 },
    { "[id1] hello\n[id2] hi\n[id1] so\n[id2] no\n", 4 },
    { "A) one\nB) two\nC) three\nD) four\n", 0 },
    { "Yes - it was.\nNo - it was not.\nYes - it was.\nNo.\nYes - so.\nNo - it was not.\n", 0 },
    { "[1] Smith\n[2] Jones\n[1] Smith\n[2] Jones\n", 0 },
    { "Anna - who asked - was ill.\nBo came.\nThen it rained.\nAll day.\nAnd more.\nThe end.\n",
      0 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (Source) source
          = reader_text.read (texts[i].text, strlen (texts[i].text), NULL, NULL);
      g_autoptr (Layout) layout = layout_make (source, NULL);
      cr_expect_eq (layout->unfit, texts[i].unfit, "%s: %u", texts[i].text, layout->unfit);
    }
}

Test (turns, of_a_row_are_those_of_its_cells_that_are_not_empty)
{
  expect_turns (
      &reader_markdown,
      "| Ann: one | Ann: eins | |\n| Bo: two | | Bo: zwei |\n| Ann: three | Ann: drei | |\n"
      "| Bo: four | Bo: vier | |\n",
      "Name: text\nt Ann: one\nt Ann: eins\nt Bo: two\nt Bo: zwei\nt Ann: three\nt Ann: "
      "drei\nt Bo: four\nt Bo: vier\n");
}

/* Half of the headings have to be answered in quotation marks, and two at least. */
Test (turns, that_are_quoted_answers_follow_half_of_the_headings)
{
  static const char asked[] = "### How is it?\n\"Good.\"\n\n",
                    other[] = "### How is it?\nGood.\n\n";
  for (guint answers = 0; answers < 5; answers++)
    for (guint others = 0; others < 7; others++)
      {
        g_autoptr (GString) text = g_string_new (NULL);
        for (guint i = 0; i < MAX (answers, others); i++)
          {
            g_string_append (text, i < answers ? asked : "");
            g_string_append (text, i < others ? other : "");
          }
        if (text->len == 0)
          continue;
        g_autoptr (Source) source = reader_markdown.read (text->str, text->len, NULL, NULL);
        g_autoptr (Layout) layout = layout_make (source, NULL);
        cr_expect_eq (*layout->style != '\0', answers >= 2 && answers >= others, "%u, %u: '%s'",
                      answers, others, layout->style);
      }
}

/* A pattern that would never end is said, and the others go on. */
Test (turns, are_not_held_up_by_a_pattern_without_end)
{
  static const char definition[]
      = "<study xmlns='urn:espalier:study:1' title='Costly'><attributes><attribute name='n' "
        "type='integer'/></attributes><labels name='a' pattern='P(?&lt;n&gt;\\d)' canonical='P{n}'>"
        "<part name='n' attribute='n'/></labels><transcripts>"
        "<not-speech kind='page' pattern='(a|aa|a*b?)+c'/>"
        "<not-speech kind='question' pattern='Topic \\d'/></transcripts></study>";
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  g_autofree char *path = temporary_file (&temporary, "study.xml", definition, -1);
  change_begin (temporary.study);
  cr_assert (esp_definition_load (temporary.study, path, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (temporary.study);
  g_autoptr (UnspokenLines) lines = unspoken_lines_load (temporary.study, &error);
  cr_assert_not_null (lines);
  cr_expect_null (unspoken_lines_costly (lines));
  cr_expect_eq (unspoken_line (lines, "aac"), UNSPOKEN_NOTE);
  cr_expect_eq (unspoken_line (lines, "Topic 2"), UNSPOKEN_QUESTION);
  cr_expect_eq (unspoken_line (lines, "Topic 23"), SPOKEN, "the pattern is of the whole line");
  g_autofree char *many = g_strnfill (4000, 'a');
  g_autofree char *hard = g_strconcat (many, "c!", NULL);
  cr_expect_eq (unspoken_line (lines, hard), SPOKEN);
  cr_expect_str_eq (unspoken_lines_costly (lines), "(a|aa|a*b?)+c");
  cr_expect_eq (unspoken_line (lines, "Topic 2"), UNSPOKEN_QUESTION);
  cr_expect_eq (unspoken_line (lines, "aac"), SPOKEN, "it is not tried again");
  g_autofree char *words
      = g_strdup_printf ("Ann: One.\n\n%s\n\nBo: Two.\n\nAnn: Three.\n\nBo: Four.\n", hard);
  g_autoptr (EspImportReport) report = import_file (&temporary, "hard.txt", words, -1);
  const EspImportedFile *file = report->files->pdata[0];
  gboolean told = FALSE;
  for (guint i = 0; i < file->findings->len; i++)
    told |= strstr (((const EspFinding *)file->findings->pdata[i])->what, "(a|aa|a*b?)+c") != NULL;
  cr_expect (told, "the import says which pattern it could not use");
}
