/* Sheets: what a file is, csv, and the cells in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv.h"
#include "base/decoded.h"
#include "base/error.h"
#include "base/file.h"
#include "base/sheet_build.h"
#include "base/text.h"

#include <string.h>

#define CELLS_MAX 2000000
#define TEXT_BLOCK_BYTES 65536
#define FILE_MAX_BYTES ((goffset)256 << 20)

/* ---- making */

Sheet *
sheet_new (const char *format)
{
  Sheet *sheet = g_new0 (Sheet, 1);
  sheet->name = g_strdup ("");
  sheet->format = format;
  sheet->cells = g_array_new (FALSE, FALSE, sizeof (SheetCell));
  sheet->findings = g_ptr_array_new_with_free_func (finding_free);
  sheet->texts = g_string_chunk_new (TEXT_BLOCK_BYTES);
  return sheet;
}

void
sheet_free (Sheet *sheet)
{
  if (sheet == NULL)
    return;
  g_free (sheet->name);
  g_array_unref (sheet->cells);
  g_ptr_array_unref (sheet->findings);
  g_string_chunk_free (sheet->texts);
  g_free (sheet);
}

gboolean
sheet_add (Sheet *sheet, guint row, guint column, const char *text, gboolean lent,
           gboolean is_error)
{
  if (text_is_blank (text, text + strlen (text)))
    return TRUE;
  if (sheet->cells->len >= CELLS_MAX)
    return FALSE;
  const SheetCell cell
      = { row, column, is_error, lent ? text : g_string_chunk_insert (sheet->texts, text) };
  g_array_append_val (sheet->cells, cell);
  return TRUE;
}

static int
cell_compare (gconstpointer a, gconstpointer b)
{
  const SheetCell *left = a, *right = b;
  if (left->row != right->row)
    return left->row < right->row ? -1 : 1;
  return left->column < right->column ? -1 : left->column > right->column;
}

static gboolean
cells_are_sorted (const GArray *cells)
{
  for (guint i = 1; i < cells->len; i++)
    if (cell_compare (&g_array_index (cells, SheetCell, i - 1),
                      &g_array_index (cells, SheetCell, i))
        >= 0)
      return FALSE;
  return TRUE;
}

void
sheet_sort (Sheet *sheet)
{
  GArray *cells = sheet->cells;
  if (cells_are_sorted (cells))
    return;
  g_array_sort (cells, cell_compare); /* keeps the order of equal ones */
  guint kept = 0;
  for (guint i = 1; i < cells->len; i++)
    {
      SheetCell *last = &g_array_index (cells, SheetCell, kept);
      const SheetCell *cell = &g_array_index (cells, SheetCell, i);
      if (cell_compare (last, cell) != 0)
        last = &g_array_index (cells, SheetCell, ++kept);
      *last = *cell;
    }
  g_array_set_size (cells, kept + 1);
}

void
sheet_note (Sheet *sheet, EspGrade grade, guint row, char *what, const char *done)
{
  g_ptr_array_add (sheet->findings, finding_new (grade, row, what, done));
}

gboolean
sheet_fail_large (GError **error)
{
  return fail (error, ESP_ERROR_INPUT,
               "it has more than %d cells; take out what is not needed, or divide it", CELLS_MAX);
}

/* ---- reading cells */

gboolean
sheet_row (const Sheet *sheet, guint from, guint *to)
{
  const GArray *cells = sheet->cells;
  if (from >= cells->len)
    return FALSE;
  const guint row = g_array_index (cells, SheetCell, from).row;
  for (*to = from + 1; *to < cells->len && g_array_index (cells, SheetCell, *to).row == row;)
    ++*to;
  return TRUE;
}

const SheetCell *
sheet_find (const Sheet *sheet, guint from, guint to, guint column)
{
  while (from < to)
    {
      const guint middle = from + (to - from) / 2;
      const SheetCell *cell = &g_array_index (sheet->cells, SheetCell, middle);
      if (cell->column == column)
        return cell;
      if (cell->column < column)
        from = middle + 1;
      else
        to = middle;
    }
  return NULL;
}

char *
sheet_one_line (const char *text)
{
  GString *line = g_string_new (NULL);
  gboolean space = FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar c = g_utf8_get_char (text);
      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        space = line->len > 0;
      else
        {
          if (space)
            g_string_append_c (line, ' ');
          g_string_append_unichar (line, c);
          space = FALSE;
        }
    }
  return g_string_free (line, FALSE);
}

char *
sheet_column_name (guint column)
{
  char letters[8];
  gsize at = sizeof letters;
  letters[--at] = '\0';
  for (; column > 0 && at > 0; column = (column - 1) / 26)
    letters[--at] = (char)('A' + (column - 1) % 26);
  return g_strdup (letters + at);
}

/* ---- csv */

/* The separator; a first line "sep=;" says it, and is no row. */
static char
csv_begin (const char **text)
{
  const char *at = *text;
  if (g_ascii_strncasecmp (at, "sep=", 4) != 0 || at[4] == '\0' || at[4] == '\n' || at[5] != '\n')
    return csv_separator (at);
  *text = at + 6;
  return at[4];
}

static guint
count_line_ends (const char *text)
{
  guint count = 0;
  for (const char *at = strchr (text, '\n'); at != NULL; at = strchr (at + 1, '\n'))
    count++;
  return count;
}

/* A cell with several lines is in one row, so the rows that a spreadsheet counts are fewer than
 * the lines of the file. */
static gboolean
csv_add (Sheet *sheet, const GPtrArray *records, GError **error)
{
  guint inside = 0;
  for (guint i = 0; i < records->len; i++)
    {
      const CsvRecord *record = records->pdata[i];
      const guint row = record->line - inside;
      for (guint j = 0; j < record->fields->len; j++)
        {
          const char *field = record->fields->pdata[j];
          inside += count_line_ends (field);
          if (!sheet_add (sheet, row, j + 1, field, FALSE, FALSE))
            return sheet_fail_large (error);
        }
    }
  return TRUE;
}

static Sheet *
sheet_read_csv (const char *bytes, gsize size, const char *encoding, GError **error)
{
  Decoded decoded = { 0 };
  g_autofree char *text = decode_text (bytes, size, encoding, &decoded, error);
  if (text == NULL)
    return NULL;
  g_autoptr (Sheet) sheet = sheet_new ("csv");
  const char *at = text;
  const char separator = csv_begin (&at);
  g_autoptr (GPtrArray) records = csv_read_by (at, separator, error);
  if (records == NULL || !csv_add (sheet, records, error))
    return NULL;
  decoded_find (&decoded, text, sheet->findings);
  return g_steal_pointer (&sheet);
}

/* ---- what a file is */

static gboolean
bytes_have (const char *bytes, gsize size, const char *piece, gsize piece_size)
{
  return memmem (bytes, size, piece, piece_size) != NULL;
}

/* The names of parts inside are UTF-16. */
#define OLE_MARK "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
#define OLE_ENCRYPTED "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"

/* What a sheet may be taken for; an error where it is one. */
static gboolean
refuse_other (const char *bytes, gsize size, GError **error)
{
  if (size >= 8 && memcmp (bytes, OLE_MARK, 8) == 0)
    return bytes_have (bytes, size, OLE_ENCRYPTED, sizeof OLE_ENCRYPTED - 1)
               ? fail (
                   error, ESP_ERROR_INPUT,
                   "it is locked with a password; open it in the program that made it, and save "
                   "it without one")
               : fail (error, ESP_ERROR_INPUT,
                       "it is an old workbook (.xls); open it and save it as .xlsx or .csv");
  gsize at = size >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  while (at < size && g_ascii_isspace (bytes[at]))
    at++;
  static const char *const marks[] = { "<?xml", "<html", "<!doctype", "<table", "{\\rtf", "%PDF-" };
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (size - at >= strlen (marks[i])
        && g_ascii_strncasecmp (bytes + at, marks[i], strlen (marks[i])) == 0)
      return fail (
          error, ESP_ERROR_INPUT,
          "it is neither csv nor xlsx, whatever its name says; open it in a spreadsheet and "
          "save it as .xlsx or .csv");
  return at < size || fail (error, ESP_ERROR_INPUT, "it is empty");
}

Sheet *
sheet_read (const char *bytes, gsize size, const SheetOptions *options, GError **error)
{
  const char *wanted = options != NULL ? options->sheet : NULL;
  g_autoptr (Sheet) sheet = NULL;
  if (size >= 4 && memcmp (bytes, "PK", 2) == 0 && (bytes[2] == 3 || bytes[2] == 5))
    sheet = sheet_read_xlsx (bytes, size, wanted, error);
  else if (!refuse_other (bytes, size, error))
    return NULL;
  else if (wanted != NULL)
    {
      fail (error, ESP_ERROR_NOT_FOUND,
            "it is a plain list, which has no sheet '%s'; leave out "
            "the name",
            wanted);
      return NULL;
    }
  else
    sheet = sheet_read_csv (bytes, size, options != NULL ? options->encoding : NULL, error);
  if (sheet == NULL)
    return NULL;
  sheet_sort (sheet);
  return g_steal_pointer (&sheet);
}

Sheet *
sheet_read_file (const char *path, const SheetOptions *options, GError **error)
{
  g_autofree char *bytes = NULL;
  gsize size;
  return file_read (path, FILE_MAX_BYTES, &bytes, &size, error)
             ? sheet_read (bytes, size, options, error)
             : NULL;
}
