/* Sheets: csv and its kin, workbooks, numbers as they are shown, hostile files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sheet.h"
#include "base/sheet_format.h"
#include "support/packed.h"

#include <criterion/criterion.h>

#define NS "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
#define R "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define STRICT "http://purl.oclc.org/ooxml/officeDocument/relationships/"

/* "1:A=x 1:B=y", the findings after it as "|warning 3". */
static char *
sheet_words (const char *bytes, gsize size, const SheetOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Sheet) sheet = sheet_read (bytes, size, options, &error);
  if (sheet == NULL)
    return g_strdup_printf ("! %s", error->message);
  GString *words = g_string_new (NULL);
  for (guint i = 0; i < sheet->cells->len; i++)
    {
      const SheetCell *cell = &g_array_index (sheet->cells, SheetCell, i);
      g_autofree char *column = sheet_column_name (cell->column);
      g_string_append_printf (words, "%s%u:%s=%s%s", i > 0 ? " " : "", cell->row, column,
                              cell->text, cell->is_error ? "!" : "");
    }
  for (guint i = 0; i < sheet->findings->len; i++)
    {
      const EspFinding *finding = sheet->findings->pdata[i];
      g_string_append_printf (words, "|%s %u", esp_grade_name (finding->grade), finding->line);
    }
  return g_string_free (words, FALSE);
}

static void
expect_csv (const char *text, const char *wanted)
{
  g_autofree char *words = sheet_words (text, strlen (text), NULL);
  cr_expect_str_eq (words, wanted, "%s", words);
}

typedef struct
{
  const char *cells;    /* inside <worksheet> */
  const char *workbook; /* what stands before <sheets>; NULL: nothing */
  const char *sheets;   /* inside <sheets>; NULL: one called Ages */
  const char *styles, *strings;
} Written;

static char *
workbook_new (const Written *written, gsize *size)
{
  g_autofree char *cells = g_strdup_printf ("<worksheet " NS ">%s</worksheet>", written->cells);
  g_autofree char *workbook = g_strdup_printf (
      "<workbook " NS " " R ">%s<sheets>%s</sheets></workbook>",
      written->workbook != NULL ? written->workbook : "",
      written->sheets != NULL ? written->sheets : "<sheet name='Ages' sheetId='1' r:id='a'/>");
  g_autofree char *strings
      = g_strdup_printf ("<sst " NS ">%s</sst>", written->strings != NULL ? written->strings : "");
  g_autofree char *styles = g_strdup_printf ("<styleSheet " NS ">%s</styleSheet>",
                                             written->styles != NULL ? written->styles : "");
  const PackedPart parts[] = {
    { "_rels/.rels", "<Relationships><Relationship Id='w' Type='" TYPE
                     "officeDocument' Target='/xl/workbook.xml'/></Relationships>" },
    { "xl/_rels/workbook.xml.rels",
      "<Relationships><Relationship Id='a' Type='" STRICT "worksheet' Target='worksheets/one.xml'/>"
      "<Relationship Id='b' Type='" TYPE "worksheet' Target='../xl/worksheets/two.xml'/>"
      "<Relationship Id='s' Type='" TYPE "sharedStrings' Target='strings.xml'/>"
      "<Relationship Id='t' Type='" TYPE "styles' Target='styles.xml'/></Relationships>" },
    { "xl/workbook.xml", workbook },
    { "xl/worksheets/one.xml", cells },
    { "xl/worksheets/two.xml", "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData>"
                               "</worksheet>" },
    { "xl/strings.xml", strings },
    { "xl/styles.xml", styles },
  };
  return packed_new (parts, G_N_ELEMENTS (parts), size);
}

static void
expect_workbook (const Written *written, const char *wanted)
{
  gsize size;
  g_autofree char *bytes = workbook_new (written, &size);
  g_autofree char *words = sheet_words (bytes, size, NULL);
  cr_expect_str_eq (words, wanted, "%s\ninstead of\n%s", words, wanted);
}

static void
expect_refused (const char *bytes, gsize size, const char *part)
{
  g_autofree char *words = sheet_words (bytes, size, NULL);
  cr_expect (words[0] == '!' && strstr (words, part) != NULL, "'%s' is not in: %s", part, words);
}

/* ---- csv */

Test (sheet, finds_the_separator_out)
{
  expect_csv ("a,b\n1,2\n", "1:A=a 1:B=b 2:A=1 2:B=2");
  expect_csv ("a;b\n1,5;2,5\n", "1:A=a 1:B=b 2:A=1,5 2:B=2,5");
  expect_csv ("a\tb\n1, 2, 3\t\n", "1:A=a 1:B=b 2:A=1, 2, 3");
  expect_csv ("sep=;\na,b;c\n", "1:A=a,b 1:B=c");
  expect_csv ("one\ntwo\n", "1:A=one 2:A=two");
  expect_csv ("\"a;b;c\",d\n\"x;;\",y\n", "1:A=a;b;c 1:B=d 2:A=x;; 2:B=y");
}

Test (sheet, counts_rows_as_a_spreadsheet_does)
{
  expect_csv ("a,b\r\n\"x\r\ny\",1\r\n\r\nz,2\r\n", "1:A=a 1:B=b 2:A=x\ny 2:B=1 4:A=z 4:B=2");
}

Test (sheet, reads_any_encoding)
{
  const char utf16[] = "\xFF\xFE"
                       "a\0,\0\xE9\0\n\0";
  g_autofree char *words = sheet_words (utf16, sizeof utf16 - 1, NULL);
  cr_expect_str_eq (words, "1:A=a 1:B=\u00e9|note 0");
  const SheetOptions options = { NULL, "windows-1252" };
  g_autofree char *told = sheet_words ("a,\xE9\n", 4, &options);
  cr_expect_str_eq (told, "1:A=a 1:B=\u00e9|note 0");
}

Test (sheet, refuses_what_is_no_sheet_with_advice)
{
  const char old[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 Workbook";
  const char locked[]
      = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
  const PackedPart ods[] = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet" } };
  const PackedPart other[] = { { "word/document.xml", "<x/>" } };
  gsize size;
  expect_refused (old, sizeof old - 1, ".xls)");
  expect_refused (locked, sizeof locked - 1, "password");
  expect_refused ("", 0, "empty");
  expect_refused ("<html><table>", 13, "neither csv nor xlsx");
  expect_refused ("a,\"b\n", 5, "line 1");
  g_autofree char *sheet = packed_new (ods, 1, &size);
  expect_refused (sheet, size, "OpenDocument");
  g_autofree char *document = packed_new (other, 1, &size);
  expect_refused (document, size, "no workbook");
}

/* ---- workbooks */

Test (sheet, reads_every_kind_of_cell)
{
  const Written written = {
    .strings = "<si><t>shared</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>no</t></rPh></si>"
               "<si><t>a_x000D_\nb</t></si>",
    .cells = "<sheetData><row r='1'><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c>"
             "<c t='inlineStr'><is><t>in</t><r><t>line</t></r></is></c><c t='b'><v>1</v></c>"
             "<c t='b'><v>0</v></c><c t='e'><f>1/0</f><v>#DIV/0!</v></c>"
             "<c t='str'><f>\"x\"</f><v>x</v></c><c><f>1+1</f><v>2.0</v></c><c><f>1+1</f></c>"
             "<c t='d'><v>2014-05-01T00:00:00</v></c></row></sheetData>"
  };
  expect_workbook (&written,
                   "1:A=shared 1:B=rich 1:C=a\nb 1:D=inline 1:E=TRUE 1:F=FALSE 1:G=#DIV/0!! 1:H=x "
                   "1:I=2 1:K=2014-05-01|warning 1|warning 0");
}

Test (sheet, takes_cells_in_any_order_and_without_places)
{
  const Written written
      = { .cells
          = "<sheetData><row r='3'><c r='B3'><v>2</v></c><c><v>3</v></c><c r='A3'><v>1</v></c>"
            "</row><row><c><v>9</v></c></row><row r='2'><c r='XFD2'><v>0</v></c></row>"
            "<row r='1048576'><c r='C1048576'><v>7</v></c></row></sheetData>" };
  expect_workbook (&written, "2:XFD=0 3:A=1 3:B=2 3:C=3 4:A=9 1048576:C=7");
}

Test (sheet, refuses_places_that_no_sheet_has)
{
  static const char *const bad[] = { "<row><c r='XFE1'><v>1</v></c></row>",
                                     "<row><c r='A1048577'><v>1</v></c></row>",
                                     "<row><c r='A0'><v>1</v></c></row>",
                                     "<row><c r='A'><v>1</v></c></row>",
                                     "<row><c r='A1B'><v>1</v></c></row>",
                                     "<row r='0'><c><v>1</v></c></row>",
                                     "<row r='99999999999999999999'><c><v>1</v></c></row>",
                                     "<row><c t='s'><v>5</v></c></row>" };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gsize size;
      g_autofree char *bytes = workbook_new (&(Written){ .cells = bad[i] }, &size);
      expect_refused (bytes, size, "damaged");
    }
}

Test (sheet, chooses_the_first_sheet_that_is_seen_or_the_one_named)
{
  const Written written = { .sheets = "<sheet name='Old' sheetId='1' state='hidden' r:id='a'/>"
                                      "<sheet name='New' sheetId='2' r:id='b'/>",
                            .cells = "<sheetData><row><c><v>1</v></c></row></sheetData>" };
  gsize size;
  g_autofree char *bytes = workbook_new (&written, &size);
  g_autofree char *first = sheet_words (bytes, size, NULL);
  g_autofree char *named = sheet_words (bytes, size, &(SheetOptions){ "OLD", NULL });
  g_autofree char *none = sheet_words (bytes, size, &(SheetOptions){ "Other", NULL });
  cr_expect_str_eq (first, "1:A=2");
  cr_expect_str_eq (named, "1:A=1");
  cr_expect_str_eq (none, "! it has no sheet 'Other'; it has: Old, New");
}

Test (sheet, leaves_out_what_lies_under_merged_cells)
{
  const Written written
      = { .cells
          = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c/>"
            "<c><v>4</v></c></row></sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells>" };
  expect_workbook (&written, "1:A=1 2:C=4|warning 0");
}

/* ---- numbers; the days are those of Python's datetime */

Test (sheet, shows_numbers_as_people_see_them)
{
  static const struct
  {
    const char *code, *stored, *shown;
    gboolean from_1904;
  } rows[] = {
    { "General", "45", "45", FALSE },
    { "General", "45.0", "45", FALSE },
    { "General", "0.1", "0.1", FALSE },
    { "General", "0.30000000000000004", "0.3", FALSE },
    { "General", "-0", "0", FALSE },
    { "General", "9434765919", "9434765919", FALSE },
    { "General", "words", "words", FALSE },
    { "000", "7", "007", FALSE },
    { "0.00%", "0.45", "45%", FALSE },
    { "[Red]0.00", "1.5", "1.5", FALSE },
    { "\"day\" 0", "3", "3", FALSE },
    { "dd/mm/yyyy", "1", "1900-01-01", FALSE },
    { "dd/mm/yyyy", "59", "1900-02-28", FALSE },
    { "dd/mm/yyyy", "60", "1900-02-29", FALSE },
    { "dd/mm/yyyy", "61", "1900-03-01", FALSE },
    { "d mmm yy", "25569", "1970-01-01", FALSE },
    { "[$-409]yyyy\\-mm\\-dd;@", "44927", "2023-01-01", FALSE },
    { "mmmm", "44927", "2023-01-01", FALSE },
    { "d/m/yy h:mm", "44927.395833333336", "2023-01-01 09:30", FALSE },
    { "d/m/yy", "36526.999999", "2000-01-02", FALSE },
    { "h:mm", "0.5", "12:00", FALSE },
    { "[h]:mm", "1.5", "36:00", FALSE },
    { "dd/mm/yyyy", "2958465", "9999-12-31", FALSE },
    { "dd/mm/yyyy", "2958466", "2958466", FALSE },
    { "dd/mm/yyyy", "-1", "-1", FALSE },
    { "dd/mm/yyyy", "0", "1904-01-01", TRUE },
    { "dd/mm/yyyy", "43465", "2023-01-01", TRUE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *shown = sheet_format_number (
          rows[i].stored, sheet_format_read (rows[i].code), rows[i].from_1904);
      cr_expect_str_eq (shown, rows[i].shown, "%s as %s: %s instead of %s", rows[i].stored,
                        rows[i].code, shown, rows[i].shown);
    }
}

Test (sheet, takes_the_format_of_a_cell_by_its_style)
{
  const Written written
      = { .workbook = "<workbookPr date1904='true'/>",
          .styles
          = "<numFmts><numFmt numFmtId='165' formatCode='yyyy'/></numFmts><cellStyleXfs>"
            "<xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/>"
            "<xf numFmtId='165'/></cellXfs>",
          .cells = "<sheetData><row><c s='0'><v>1</v></c><c s='1'><v>1</v></c><c s='2'><v>1</v></c>"
                   "<c s='77'><v>1</v></c></row></sheetData>" };
  expect_workbook (&written, "1:A=1 1:B=1904-01-02 1:C=1904-01-02 1:D=1");
}

/* ---- hostile files */

Test (sheet, stands_a_workbook_cut_or_changed_anywhere)
{
  const Written written
      = { .strings = "<si><t>x</t></si>",
          .cells = "<sheetData><row r='2'><c r='B2' t='s'><v>0</v></c></row></sheetData>" };
  gsize size;
  g_autofree char *bytes = workbook_new (&written, &size);
  for (gsize cut = 0; cut < size; cut += 7)
    {
      g_autofree char *part = g_memdup2 (bytes, cut + 1);
      g_autofree char *words = sheet_words (part, cut, NULL);
      cr_expect (words[0] == '!', "cut at %zu: %s", cut, words);
    }
  for (gsize at = 0; at < size; at++)
    {
      bytes[at] ^= 0x55;
      g_autofree char *words = sheet_words (bytes, size, NULL);
      cr_expect_not_null (words, "byte %zu", at);
      bytes[at] ^= 0x55;
    }
}

Test (sheet, refuses_too_many_cells)
{
  g_autoptr (GString) text = g_string_sized_new (5000000);
  for (guint i = 0; i < 2000001; i++)
    g_string_append (text, "1\n");
  expect_refused (text->str, text->len, "more than 2000000 cells");
}

Test (sheet, names_columns)
{
  static const struct
  {
    guint column;
    const char *name;
  } rows[]
      = { { 1, "A" }, { 26, "Z" }, { 27, "AA" }, { 702, "ZZ" }, { 703, "AAA" }, { 16384, "XFD" } };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = sheet_column_name (rows[i].column);
      cr_expect_str_eq (name, rows[i].name);
    }
}
