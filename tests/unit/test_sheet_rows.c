/* Rows of a sheet as documents: whose they are, what their times and formulas say, and which rows
 * are told of. Workbooks and lists alike. SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/packed.h"
#include "support/sql.h"
#include "support/temporary_study.h"

#define NS "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static EspImportReport *
import_sheet (const TemporaryStudy *temporary, const char *name, const char *bytes, gssize size,
              const char *rows, const char *const *columns)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = temporary_file (temporary, name, bytes, size);
  const char *const paths[] = { path, NULL };
  const EspImportOptions options = { .rows = rows, .columns = columns };
  change_begin (temporary->study);
  EspImportReport *report = esp_import (temporary->study, paths, &options, &error);
  cr_assert_not_null (report, "%s", error != NULL ? error->message : "");
  change_commit (temporary->study);
  return report;
}

/* "imported name:", "refused", with the findings of each file, "(2) row 2: ...", by grade and line.
 */
static char *
report_text (const EspImportReport *report)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < report->files->len; i++)
    {
      const EspImportedFile *file = report->files->pdata[i];
      g_string_append_printf (text, "%s %s\n",
                              file->outcome == ESP_OUTCOME_IMPORTED  ? "imported"
                              : file->outcome == ESP_OUTCOME_REFUSED ? "refused"
                                                                     : "other",
                              file->document);
      for (guint f = 0; f < file->findings->len; f++)
        {
          const EspFinding *one = file->findings->pdata[f];
          g_string_append_printf (text, "  %s %u: %s\n", esp_grade_name (one->grade), one->line,
                                  one->what);
        }
    }
  return g_string_free (text, FALSE);
}

static void
expect_said (const EspImportReport *report, const char *part)
{
  g_autofree char *text = report_text (report);
  cr_expect_not_null (strstr (text, part), "'%s' is not in: %s", part, text);
}

/* "h ?: Q", "t Ann@1000: words" for each item of a document. */
static char *
items_text (EspStudy *study, const char *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspTranscript) transcript = esp_transcript (study, document, &error);
  cr_assert_not_null (transcript, "%s", error != NULL ? error->message : "");
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < transcript->items->len; i++)
    {
      const EspItem *item = transcript->items->pdata[i];
      g_string_append_printf (text, "%c %s@%d: %s\n", "tphn"[item->kind], item -> speaker,
                              (int)item -> time_ms, item -> words);
    }
  return g_string_free (text, FALSE);
}

static void
expect_items (EspStudy *study, const char *document, const char *expected)
{
  g_autofree char *text = items_text (study, document);
  cr_expect_str_eq (text, expected, "%s", text);
}

/* A workbook of one sheet whose rows are `rows`. */
static char *
workbook_of (const char *rows, gsize *size)
{
  g_autofree char *cells
      = g_strdup_printf ("<worksheet " NS "><sheetData>%s</sheetData></worksheet>", rows);
  const PackedPart parts[] = {
    { "_rels/.rels", "<Relationships><Relationship Id='w' Type='" TYPE
                     "officeDocument' Target='/xl/workbook.xml'/></Relationships>" },
    { "xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='a' Type='" TYPE
                                    "worksheet' Target='worksheets/one.xml'/></Relationships>" },
    { "xl/workbook.xml", "<workbook " NS " xmlns:r='http://schemas.openxmlformats.org/"
                         "officeDocument/2006/relationships'><sheets><sheet name='One' sheetId='1'"
                         " r:id='a'/></sheets></workbook>" },
    { "xl/worksheets/one.xml", cells },
  };
  return packed_new (parts, G_N_ELEMENTS (parts), size);
}

#define TEXT(place, words) "<c r='" place "' t='str'><v>" words "</v></c>"
#define ERROR(place) "<c r='" place "' t='e'><v>#REF!</v></c>"

Test (sheet_rows, leave_out_what_a_formula_could_not_tell_and_say_so)
{
  static const char *const answers[] = { "ID=case", "Q=question", "R=question", NULL };
  static const char *const turns[] = { "R=words", "Q=speaker", "ID=nothing", NULL };
  g_auto (TemporaryStudy) temporary = { 0 };
  gsize size;
  g_autofree char *book = workbook_of (
      "<row r='1'>" TEXT ("A1", "ID") TEXT ("B1", "Q")
          TEXT ("C1", "R") "</row>"
                           "<row r='2'>" TEXT ("A2", "P1") ERROR ("B2") TEXT (
                               "C2", "Well.") "</row>"
                                              "<row r='3'>" ERROR ("A3") TEXT ("B3", "x")
                                                  TEXT ("C3", "y") "</row>"
                                                                   "<row r='4'>" TEXT ("A4", "P4")
                                                                       TEXT ("B4", "Ann")
                                                                           ERROR ("C4") "</row>",
      &size);
  temporary_study_open (&temporary);
  g_autoptr (EspImportReport) report
      = import_sheet (&temporary, "a.xlsx", book, (gssize)size, "respondent", answers);
  expect_said (report, "imported P1, a\n  warning 2: row 2: the formula gave the error #REF!");
  expect_said (report, "row 3: the formula of its label gave the error #REF!");
  expect_said (report, "imported P4, a\n  warning 4: row 4: the formula gave the error #REF!");
  expect_items (temporary.study, "P1, a", "h @-1: R\nt P1@-1: Well.\n");
  expect_items (temporary.study, "P4, a", "h @-1: Q\nt P4@-1: Ann\n");
  g_autofree char *read_by
      = one_text (temporary.study, "SELECT DISTINCT reader FROM document_version");
  cr_expect_str_eq (read_by, "xlsx");
  g_autoptr (EspImportReport) talk
      = import_sheet (&temporary, "b.xlsx", book, (gssize)size, "turn", turns);
  expect_said (talk, "warning 4: row 4: the formula gave the error #REF!");
  cr_expect_eq (talk->imported, 1);
}

/* Times as people and programs have them, by the heading where they are plain numbers. */
static const struct
{
  const char *heading, *time;
  int ms; /* -1: it is none */
} times[] = {
  { "start", "0:01:02", 62000 },
  { "start", "[01:02]", 62000 },
  { "start", "[0:05 --> 0:09]", 5000 },
  { "start", "(00:01:02.250 --> 00:01:03)", 62250 },
  { "start", "1:02:03.5", 3723500 },
  { "start", "12", -1 },
  { "start", "soon", -1 },
  { "start", "0:61", -1 },
  { "start", "[0:05", -1 },
  { "Start (s)", "12", 12000 },
  { "seconds", "1.2346", 1235 },
  { "Start in sec", "0", 0 },
  { "begin ms", "1500", 1500 },
  { "milliseconds", "0.6", 1 },
  { "seconds", "-1", -1 },
  { "seconds", "1e9", -1 },
  { "seconds", "12 s", -1 },
  { "seconds", "0:12", 12000 },
};

Test (sheet_rows, have_times_as_their_cells_and_headings_say)
{
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      temporary_study_open (&temporary);
      g_autofree char *csv = g_strdup_printf ("who,%s,said\nAnn,%s,Yes.\nBo,x,No.\nAnn,y,Well.\n",
                                              times[i].heading, times[i].time);
      g_autofree char *time = g_strdup_printf ("%s=time", times[i].heading);
      const char *const columns[] = { "who=speaker", time, "said=words", NULL };
      g_autoptr (EspImportReport) report
          = import_sheet (&temporary, "a.csv", csv, -1, "turn", columns);
      g_autofree char *items
          = g_strdup_printf ("t Ann@%d: Yes.\nt Bo@-1: No.\nt Ann@-1: Well.\n", times[i].ms);
      expect_items (temporary.study, "a", items);
      g_autofree char *wrong
          = g_strdup_printf ("warning %u: row %u and others: what stands as a time is none\n",
                             times[i].ms < 0 ? 2u : 3u, times[i].ms < 0 ? 2u : 3u);
      expect_said (report, wrong);
    }
}

Test (sheet_rows, belong_to_the_case_or_document_that_they_name)
{
  static const char *const columns[] = { "id=case", "talk=document", "said=words", NULL };
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (EspImportReport) report = import_sheet (
      &temporary, "a.csv",
      "id,talk,said\nn-su- 009,one,A.\n,,B.\nS-SU-009,two,C.\nN-SU-009,two,D.\nN-XX-001,three,E.\n"
      "N-SU-010, One ,F.\n,four,G.\n",
      -1, "turn", columns);
  expect_said (report, "refused");
  expect_said (report, "row 4: it is of 'S-SU-009', and row 5 of the same document of 'N-SU-009'");
  expect_said (report, "row 6: 'N-XX-001' is no label of this study: the role 'XX' is not in");
  /* The first row of 'one' and a later one do not agree whose it is. */
  expect_said (report, "row 2: it is of 'n-su- 009', and row 7 of the same document of 'N-SU-010'");
  g_autoptr (EspImportReport) again = import_sheet (
      &temporary, "b.csv", "id,talk,said\nn-su- 009,one,A.\n,,B.\n,two,C.\nN-SU-009,one,D.\n", -1,
      "turn", (const char *const[]){ "id=case", "talk=document", "said=words", NULL });
  expect_said (again, "the label 'n-su- 009' is not written as the scheme has it");
  cr_expect_eq (again->imported, 2);
  expect_items (temporary.study, "one",
                "t N-SU-009@-1: A.\nt N-SU-009@-1: B.\nt N-SU-009@-1: D.\n");
  g_autofree char *corrected = one_text (
      temporary.study, "SELECT group_concat (label) FROM study_case WHERE label LIKE '%009'");
  cr_expect_str_eq (corrected, "N-SU-009", "two ways to write a label are one case");
}

/* ... and one document, where the label alone says whose the rows are. */
Test (sheet_rows, of_one_label_are_one_document_however_it_is_written)
{
  static const char *const columns[] = { "id=case", "who=speaker", "said=words", NULL };
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (EspImportReport) report = import_sheet (
      &temporary, "a.csv",
      "id,who,said\nN-SU-009,Ann,A.\nS-SU-009,Bo,B.\nn-su- 009,Ann,C.\n\"N-SU-009 \",Ann,D.\n", -1,
      "turn", columns);
  cr_expect_eq (report->imported, 2);
  expect_items (temporary.study, "N-SU-009", "t Ann@-1: A.\nt Ann@-1: C.\nt Ann@-1: D.\n");
  expect_items (temporary.study, "S-SU-009", "t Bo@-1: B.\n");
}

/* The words of rows without a speaker are the case's, where the sheet has no column of speakers. */
Test (sheet_rows, are_said_by_the_case_where_nobody_else_is_named)
{
  static const char *const columns[] = { "id=case", "said=words", NULL };
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (EspImportReport) report = import_sheet (
      &temporary, "a.csv", "id,said\nP1,One.\n,Two.\nP2,Three.\nP1,Four.\n", -1, "turn", columns);
  cr_expect_eq (report->imported, 2);
  expect_items (temporary.study, "P1", "t P1@-1: One.\nt P1@-1: Two.\nt P1@-1: Four.\n");
  expect_items (temporary.study, "P2", "t P2@-1: Three.\n");
  g_autofree char *cases
      = one_text (temporary.study, "SELECT group_concat (label) FROM (SELECT label FROM"
                                   " study_case WHERE gone = 0 ORDER BY label)");
  cr_expect_str_eq (cases, "P1,P2");
}

Test (sheet_rows, of_one_respondent_are_told_apart_by_a_column)
{
  static const char *const wave[] = { "id=case", "wave=document", "q=question", NULL };
  static const char *const none[] = { "id=case", "q=question", "wave=nothing", NULL };
  static const char rows[] = "id,wave,q\nP1,first wave,A.\nP1,second,B.\nP2,first wave,C.\n";
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (EspImportReport) told
      = import_sheet (&temporary, "a.csv", rows, -1, "respondent", wave);
  cr_expect_eq (told->imported, 3);
  expect_items (temporary.study, "P1, first wave", "h @-1: q\nt P1@-1: A.\n");
  expect_items (temporary.study, "P1, second", "h @-1: q\nt P1@-1: B.\n");
  g_autoptr (EspImportReport) untold
      = import_sheet (&temporary, "b.csv", rows, -1, "respondent", none);
  expect_said (untold, "row 3: row 2 is of 'P1' too; say which column tells the two apart: "
                       "'HEADING=document'");
}

/* Rows without words are listed, the first twenty by their numbers. */
Test (sheet_rows, without_words_are_listed)
{
  static const char *const columns[] = { "id=case", "q=question", NULL };
  for (guint n = 19; n < 23; n++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      g_autoptr (GString) csv = g_string_new ("id,q\nP0,Yes.\n");
      temporary_study_open (&temporary);
      for (guint i = 1; i <= n; i++)
        g_string_append_printf (csv, "P%u,\n", i);
      g_autoptr (EspImportReport) report
          = import_sheet (&temporary, "a.csv", csv->str, -1, "respondent", columns);
      g_autofree char *end = g_strdup_printf (", %u%s: no words\n", MIN (n, 20) + 2,
                                              n == 21   ? " and 1 more"
                                              : n == 22 ? " and 2 more"
                                                        : "");
      expect_said (report, "  warning 3: rows 3, 4, ");
      expect_said (report, end);
      cr_expect_eq (report->imported, 1);
      cr_expect_eq (one_number (temporary.study, "SELECT count(*) FROM document"), 1);
    }
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (EspImportReport) nothing
      = import_sheet (&temporary, "a.csv", "id,q\nP1,\nP2, \n", -1, "respondent", columns);
  expect_said (nothing, "none of its rows has words");
  cr_expect_eq (nothing->refused, 1);
}

/* What the definition says is nobody's speech is not a turn in a sheet either; nor does it end
 * one's speech for the row below. */
Test (sheet_rows, that_nobody_says_are_notes_and_headings)
{
  static const char definition[]
      = "<study xmlns='urn:espalier:study:1' title='Rows'><attributes><attribute name='age' "
        "type='integer'/></attributes>"
        "<labels name='a' pattern='P(?&lt;n&gt;\\d)' canonical='P{n}'/>"
        "<transcripts>"
        "<not-speech kind='page' pattern='Page \\d+'/>"
        "<not-speech kind='question' pattern='Topic .*'/></transcripts></study>";
  static const char *const columns[] = { "who=speaker", "said=words", NULL };
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  g_autofree char *path = temporary_file (&temporary, "study.xml", definition, -1);
  change_begin (temporary.study);
  cr_assert (esp_definition_load (temporary.study, path, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (temporary.study);
  g_autoptr (EspImportReport) report = import_sheet (
      &temporary, "a.csv", "who,said\nAnn,Topic 1\nAnn,Yes.\n,Page 2\n,And no.\nBo,So.\n,More.\n",
      -1, "turn", columns);
  cr_expect_eq (report->imported, 1);
  expect_items (temporary.study, "a",
                "h @-1: Topic 1\nt Ann@-1: Yes.\nn @-1: Page 2\np @-1: And no.\nt Bo@-1: So.\n"
                "More.\n");
  import_words (&temporary, "b.txt",
                "Ann: One.\n\nTopic 2\n\nBo: Two.\n\nPage 3\n\nAnn: Three.\n\nBo: Four.\n");
  expect_items (temporary.study, "b",
                "t Ann@-1: One.\nh @-1: Topic 2\nt Bo@-1: Two.\nn @-1: Page 3\nt Ann@-1: Three.\n"
                "t Bo@-1: Four.\n");
}

/* Signs written as in a web page are read in the words of every question, and only if all are. */
Test (sheet_rows, have_their_references_read_in_every_column_of_words)
{
  static const char *const columns[]
      = { "id=case", "a=question", "b=question", "c=question", "d=nothing", NULL };
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (EspImportReport) report
      = import_sheet (&temporary, "a.csv", "id,a,d,b,c\nP1,x &lt; y,R&D <,z,a &amp; b\n", -1,
                      "respondent", columns);
  expect_said (report, "its words have 2 signs written as in a web page, such as '&amp;'");
  expect_items (temporary.study, "P1, a",
                "h @-1: a\nt P1@-1: x < y\nh @-1: b\nt P1@-1: z\nh @-1: c\nt P1@-1: a & b\n");
  for (guint column = 0; column < 3; column++)
    {
      const char *cells[] = { "&amp;", "&amp;", "&amp;" };
      cells[column] = "R&D";
      g_autofree char *csv
          = g_strdup_printf ("id,a,d,b,c\nP2,%s,,%s,%s\n", cells[0], cells[1], cells[2]);
      g_autofree char *name = g_strdup_printf ("b%u.csv", column);
      g_autofree char *document = g_strdup_printf ("P2, b%u", column);
      g_autofree char *items = g_strdup_printf (
          "h @-1: a\nt P2@-1: %s\nh @-1: b\nt P2@-1: %s\nh @-1: c\nt P2@-1: %s\n", cells[0],
          cells[1], cells[2]);
      g_autoptr (EspImportReport) kept
          = import_sheet (&temporary, name, csv, -1, "respondent", columns);
      cr_expect_eq (kept->imported, 1);
      expect_items (temporary.study, document, items);
    }
}
