/* Reading the cells of a workbook (xlsx, ECMA-376 and its strict form).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/sheet_build.h"
#include "base/sheet_format.h"
#include "base/sheet_package.h"
#include "base/text.h"
#include "base/xml.h"

#include <string.h>

#define STRINGS_MAX 2000000
#define FORMATS_MAX 100000
#define MERGES_MAX 100000
#define MERGE_STEPS_MAX 20000000
#define MANY_FINDINGS 20
#define HIDDEN_MAX 1000 /* stretches of hidden columns */

typedef struct
{
  guint row, column, last_row, last_column;
} Range;

/* What is gathered from the parts, one scan after the other. */
typedef struct
{
  const SheetPackage *package;
  Sheet *sheet;
  GPtrArray *strings;                   /* const char *, in sheet->texts */
  GHashTable *codes;                    /* number of a format -> SheetFormat * */
  GArray *formats;                      /* SheetFormat, by the style of a cell */
  GArray *merges;                       /* Range */
  GArray *hidden;                       /* Range: columns that are not shown */
  GHashTable *unseen;                   /* columns of them that have cells */
  GString *text;                        /* of the string or value at hand */
  gboolean takes, is_inside, is_spoken; /* text counts; inside the list; how it is spoken */
  guint row, column;                    /* of the cell at hand, or the last one */
  guint errors, unknown;                /* formulas that failed, or have no result */
  guint hidden_rows, hidden_row;        /* how many have cells; the one at hand, until it has one */
  guint leap_days;                      /* dates of 29 February 1900 */
  gboolean has_formula, too_large;
  SheetFormat format;
  char type[12];
  char *damage; /* the first thing that makes no sense */
} Reading;

static void
reading_clear (Reading *self)
{
  g_clear_pointer (&self->sheet, sheet_free);
  g_ptr_array_unref (self->strings);
  g_hash_table_unref (self->codes);
  g_array_unref (self->formats);
  g_array_unref (self->merges);
  g_array_unref (self->hidden);
  g_hash_table_unref (self->unseen);
  g_string_free (self->text, TRUE);
  g_free (self->damage);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static void
reading_init (Reading *self, const SheetPackage *package)
{
  self->package = package;
  self->sheet = sheet_new ("xlsx");
  self->strings = g_ptr_array_new ();
  self->codes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->formats = g_array_new (FALSE, FALSE, sizeof (SheetFormat));
  self->merges = g_array_new (FALSE, FALSE, sizeof (Range));
  self->hidden = g_array_new (FALSE, FALSE, sizeof (Range));
  self->unseen = g_hash_table_new (NULL, NULL);
  self->text = g_string_new (NULL);
}

static gboolean
scan_part (Reading *self, const char *part, const XmlScan *scan, GError **error)
{
  gsize size = 0;
  g_autofree char *bytes = archive_read (self->package->archive, part, &size, error);
  if (bytes == NULL)
    return FALSE;
  if (!xml_scan (bytes, size, scan, self, error))
    {
      g_prefix_error (error, "it is a damaged workbook, in '%s': ", part);
      return FALSE;
    }
  if (self->damage != NULL)
    return fail (error, ESP_ERROR_INPUT, "it is a damaged workbook: %s; get a new copy of it",
                 self->damage);
  return !self->too_large || sheet_fail_large (error);
}

/* ---- text */

/* A character that XML cannot hold is written _x000D_; line ends become LF. */
static void
text_unescape (GString *text)
{
  gsize to = 0;
  for (gsize at = 0; at < text->len; at++)
    {
      const char *here = text->str + at;
      gunichar c = 0;
      guint digits = 0;
      if (here[0] == '_' && here[1] == 'x')
        for (; digits < 4 && g_ascii_isxdigit (here[2 + digits]); digits++)
          c = c * 16 + (gunichar)g_ascii_xdigit_value (here[2 + digits]);
      if (digits == 4 && here[6] == '_' && c != 0 && g_unichar_validate (c))
        {
          at += 6;
          to += (gsize)g_unichar_to_utf8 (c, text->str + to);
        }
      else
        text->str[to++] = *here;
    }
  g_string_truncate (text, to);
  if (memchr (text->str, '\r', text->len) != NULL)
    {
      g_string_replace (text, "\r\n", "\n", 0);
      g_string_replace (text, "\r", "\n", 0);
    }
}

static void
text_take (const char *text, gsize size, gpointer data)
{
  Reading *self = data;
  if (self->takes && !self->is_spoken)
    g_string_append_len (self->text, text, (gssize)size);
}

/* ---- shared strings */

static void
strings_start (const char *name, const char *uri G_GNUC_UNUSED, const XmlAttrs *attrs G_GNUC_UNUSED,
               gpointer data)
{
  Reading *self = data;
  if (strcmp (name, "si") == 0)
    g_string_truncate (self->text, 0);
  else if (strcmp (name, "rPh") == 0)
    self->is_spoken = TRUE;
  self->takes = strcmp (name, "t") == 0;
}

static void
strings_end (const char *name, const char *uri G_GNUC_UNUSED, gpointer data)
{
  Reading *self = data;
  self->takes = FALSE;
  if (strcmp (name, "rPh") == 0)
    self->is_spoken = FALSE;
  if (strcmp (name, "si") != 0)
    return;
  text_unescape (self->text);
  if (self->strings->len >= STRINGS_MAX)
    self->too_large = TRUE;
  else
    g_ptr_array_add (self->strings, g_string_chunk_insert_len (self->sheet->texts, self->text->str,
                                                               (gssize)self->text->len));
}

/* ---- formats */

static guint
number_of (const char *digits, guint most)
{
  const guint64 number = digits != NULL ? g_ascii_strtoull (digits, NULL, 10) : 0;
  return number <= most ? (guint)number : most;
}

static void
formats_start (const char *name, const char *uri G_GNUC_UNUSED, const XmlAttrs *attrs,
               gpointer data)
{
  Reading *self = data;
  const guint id = number_of (xml_attrs_get (attrs, "numFmtId"), G_MAXINT);
  if (strcmp (name, "cellXfs") == 0 || strcmp (name, "numFmts") == 0)
    self->is_inside = TRUE;
  const char *code = strcmp (name, "numFmt") == 0 ? xml_attrs_get (attrs, "formatCode") : NULL;
  if (!self->is_inside || self->formats->len >= FORMATS_MAX
      || g_hash_table_size (self->codes) >= FORMATS_MAX)
    return;
  if (code != NULL)
    {
      const SheetFormat format = sheet_format_read (code);
      g_hash_table_insert (self->codes, GUINT_TO_POINTER (id), g_memdup2 (&format, sizeof format));
    }
  else if (strcmp (name, "xf") == 0)
    {
      const SheetFormat *own = g_hash_table_lookup (self->codes, GUINT_TO_POINTER (id));
      const SheetFormat format = own != NULL ? *own : sheet_format_known (id);
      g_array_append_val (self->formats, format);
    }
}

static void
formats_end (const char *name, const char *uri G_GNUC_UNUSED, gpointer data)
{
  Reading *self = data;
  if (strcmp (name, "cellXfs") == 0 || strcmp (name, "numFmts") == 0)
    self->is_inside = FALSE;
}

/* ---- cells */

static void
damage (Reading *self, const char *what, const char *value)
{
  if (self->damage == NULL)
    self->damage = g_strdup_printf ("%s '%.20s'", what, value);
}

/* "B7", also "$B$7"; the end of what was read, NULL for no place of a sheet. */
static const char *
place_read (const char *text, guint *row, guint *column)
{
  guint64 letters = 0, digits = 0;
  text += *text == '$';
  for (; g_ascii_isalpha (*text) && letters <= SHEET_COLUMNS_MAX; text++)
    letters = letters * 26 + (guint64)(g_ascii_toupper (*text) - 'A' + 1);
  text += *text == '$';
  for (; g_ascii_isdigit (*text) && digits <= SHEET_ROWS_MAX; text++)
    digits = digits * 10 + (guint64)(*text - '0');
  if (letters == 0 || letters > SHEET_COLUMNS_MAX || digits == 0 || digits > SHEET_ROWS_MAX)
    return NULL;
  *row = (guint)digits;
  *column = (guint)letters;
  return text;
}

static gboolean
is_hidden (const XmlAttrs *attrs)
{
  const char *hidden = xml_attrs_get (attrs, "hidden");
  return hidden != NULL && (strcmp (hidden, "1") == 0 || strcmp (hidden, "true") == 0);
}

static void
columns_hide (Reading *self, const XmlAttrs *attrs)
{
  const Range range
      = { .column = number_of (xml_attrs_get (attrs, "min"), SHEET_COLUMNS_MAX),
          .last_column = number_of (xml_attrs_get (attrs, "max"), SHEET_COLUMNS_MAX) };
  if (is_hidden (attrs) && self->hidden->len < HIDDEN_MAX)
    g_array_append_val (self->hidden, range);
}

/* Counts what a cell with words adds to the rows and columns that nobody sees. */
static void
count_hidden (Reading *self)
{
  if (self->hidden_row == self->row)
    {
      self->hidden_rows++;
      self->hidden_row = 0;
    }
  for (guint i = 0; i < self->hidden->len; i++)
    {
      const Range *range = &g_array_index (self->hidden, Range, i);
      if (self->column >= range->column && self->column <= range->last_column)
        g_hash_table_add (self->unseen, GUINT_TO_POINTER (self->column));
    }
}

static void
row_begin (Reading *self, const XmlAttrs *attrs)
{
  const char *number = xml_attrs_get (attrs, "r");
  self->row = number != NULL ? number_of (number, SHEET_ROWS_MAX + 1) : self->row + 1;
  self->column = 0;
  self->hidden_row = is_hidden (attrs) ? self->row : 0;
  if (self->row == 0 || self->row > SHEET_ROWS_MAX)
    {
      damage (self, "there can be no row", number != NULL ? number : "after the last");
      self->row = 1;
    }
}

static void
cell_begin (Reading *self, const XmlAttrs *attrs)
{
  const char *place = xml_attrs_get (attrs, "r"), *type = xml_attrs_get (attrs, "t");
  const char *style = xml_attrs_get (attrs, "s");
  const guint number = number_of (style, G_MAXINT);
  const char *end = place != NULL ? place_read (place, &self->row, &self->column) : NULL;
  if (place != NULL && (end == NULL || *end != '\0'))
    damage (self, "there can be no cell", place);
  else if (place == NULL && (++self->column > SHEET_COLUMNS_MAX || self->row == 0))
    damage (self, "there can be no cell", "after the last column");
  g_strlcpy (self->type, type != NULL ? type : "n", sizeof self->type);
  self->format = (SheetFormat){ SHOWN_PLAIN, 0 };
  if (style != NULL && number < self->formats->len)
    self->format = g_array_index (self->formats, SheetFormat, number);
  self->has_formula = FALSE;
  g_string_truncate (self->text, 0);
}

static void
merge_add (Reading *self, const char *ref)
{
  Range range = { 0 };
  const char *at = ref != NULL ? place_read (ref, &range.row, &range.column) : NULL;
  if (at != NULL && *at == ':' && self->merges->len < MERGES_MAX
      && place_read (at + 1, &range.last_row, &range.last_column) != NULL)
    g_array_append_val (self->merges, range);
}

static void
cells_start (const char *name, const char *uri G_GNUC_UNUSED, const XmlAttrs *attrs, gpointer data)
{
  Reading *self = data;
  self->takes = FALSE;
  if (strcmp (name, "row") == 0)
    row_begin (self, attrs);
  else if (strcmp (name, "c") == 0)
    {
      cell_begin (self, attrs);
      self->is_inside = TRUE;
    }
  else if (strcmp (name, "col") == 0)
    columns_hide (self, attrs);
  else if (strcmp (name, "mergeCell") == 0)
    merge_add (self, xml_attrs_get (attrs, "ref"));
  else if (strcmp (name, "rPh") == 0)
    self->is_spoken = TRUE;
  else if (self->is_inside && strcmp (name, "f") == 0)
    self->has_formula = TRUE;
  else
    self->takes = self->is_inside && (strcmp (name, "v") == 0 || strcmp (name, "t") == 0);
}

/* A date that is stored as one, as strict workbooks do: midnight is the day. */
static char *
iso_date (const char *text)
{
  const char *time = strchr (text, 'T');
  const gboolean is_midnight = time != NULL && strspn (time + 1, "0:.Z") == strlen (time + 1);
  g_autofree char *shown = g_strndup (text, is_midnight ? (gsize)(time - text) : strlen (text));
  g_auto (GStrv) halves = g_strsplit (shown, "T", 2);
  return g_strjoinv (" ", halves);
}

static const char *
shared_string (Reading *self)
{
  const guint index = number_of (self->text->str, G_MAXINT);
  if (self->text->len > 0 && index < self->strings->len)
    return self->strings->pdata[index];
  if (self->text->len > 0)
    damage (self, "a cell has a text that is not there,", self->text->str);
  return "";
}

static void
note_error (Reading *self)
{
  g_autofree char *column = sheet_column_name (self->column);
  if (++self->errors <= MANY_FINDINGS)
    sheet_note (self->sheet, ESP_GRADE_WARNING, self->row,
                g_strdup_printf ("row %u, column %s: the formula gave the error %.20s", self->row,
                                 column, self->text->str),
                "");
}

static void
number_add (Reading *self)
{
  g_autofree char *shown
      = sheet_format_number (self->text->str, self->format, self->package->from_1904);
  self->too_large |= !sheet_add (self->sheet, self->row, self->column, shown, FALSE, FALSE);
  self->leap_days += g_str_has_prefix (shown, "1900-02-29");
}

static void
cell_add (Reading *self, const char *text, gboolean lent)
{
  self->too_large |= !sheet_add (self->sheet, self->row, self->column, text, lent,
                                 strcmp (self->type, "e") == 0);
}

static void
cell_end (Reading *self)
{
  if (self->damage != NULL || self->too_large)
    return;
  if (self->text->len > 0)
    count_hidden (self);
  if (self->text->len == 0)
    self->unknown += self->has_formula && strcmp (self->type, "str") != 0;
  else if (strcmp (self->type, "s") == 0)
    cell_add (self, shared_string (self), TRUE);
  else if (strcmp (self->type, "n") == 0)
    number_add (self);
  else if (strcmp (self->type, "b") == 0)
    cell_add (self, strcmp (self->text->str, "0") == 0 ? "FALSE" : "TRUE", FALSE);
  else if (strcmp (self->type, "d") == 0)
    {
      g_autofree char *date = iso_date (self->text->str);
      cell_add (self, date, FALSE);
    }
  else
    {
      if (strcmp (self->type, "e") == 0)
        note_error (self);
      text_unescape (self->text);
      cell_add (self, self->text->str, FALSE);
    }
}

static void
cells_end (const char *name, const char *uri G_GNUC_UNUSED, gpointer data)
{
  Reading *self = data;
  self->takes = FALSE;
  if (strcmp (name, "rPh") == 0)
    self->is_spoken = FALSE;
  if (strcmp (name, "c") != 0)
    return;
  cell_end (self);
  self->is_inside = FALSE;
}

/* ---- merged cells: what lies under one is not seen */

static guint
first_from (const GArray *cells, guint row, guint column)
{
  guint from = 0, to = cells->len;
  while (from < to)
    {
      const guint middle = from + (to - from) / 2;
      const SheetCell *cell = &g_array_index (cells, SheetCell, middle);
      if (cell->row < row || (cell->row == row && cell->column < column))
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

static void
merges_apply (Reading *self)
{
  GArray *cells = self->sheet->cells;
  guint steps = 0, kept = 0;
  for (guint i = 0; i < self->merges->len; i++)
    {
      const Range *range = &g_array_index (self->merges, Range, i);
      for (guint at = first_from (cells, range->row, range->column);
           at < cells->len && steps < MERGE_STEPS_MAX; at++, steps++)
        {
          SheetCell *cell = &g_array_index (cells, SheetCell, at);
          const gboolean is_first = cell->row == range->row && cell->column == range->column;
          if (cell->row > range->last_row)
            break;
          if (!is_first && cell->column >= range->column && cell->column <= range->last_column)
            cell->text = NULL;
        }
    }
  for (guint i = 0; i < cells->len; i++)
    if (g_array_index (cells, SheetCell, i).text != NULL)
      g_array_index (cells, SheetCell, kept++) = g_array_index (cells, SheetCell, i);
  if (kept < cells->len)
    sheet_note (self->sheet, ESP_GRADE_WARNING, 0,
                g_strdup_printf ("%u cells with words lie under merged ones", cells->len - kept),
                "left out, as they are not seen");
  g_array_set_size (cells, kept);
}

/* ---- which sheet */

static char *
tab_names (const GPtrArray *tabs, const SheetTab *but, gboolean hidden_too)
{
  GString *names = g_string_new (NULL);
  for (guint i = 0; i < tabs->len; i++)
    {
      const SheetTab *tab = tabs->pdata[i];
      if (tab != but && (hidden_too || !tab->is_hidden))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", tab->name);
    }
  return g_string_free (names, FALSE);
}

static const SheetTab *
tab_named (const GPtrArray *tabs, const char *wanted, GError **error)
{
  g_autofree char *folded = text_fold_name (wanted);
  for (guint i = 0; i < tabs->len; i++)
    {
      g_autofree char *own = text_fold_name (((const SheetTab *)tabs->pdata[i])->name);
      if (strcmp (own, folded) == 0)
        return tabs->pdata[i];
    }
  g_autofree char *names = tab_names (tabs, NULL, TRUE);
  fail (error, ESP_ERROR_NOT_FOUND, "it has no sheet '%s'; it has: %s", wanted, names);
  return NULL;
}

static const SheetTab *
tab_first (const GPtrArray *tabs, GError **error)
{
  for (guint i = 0; i < tabs->len; i++)
    if (!((const SheetTab *)tabs->pdata[i])->is_hidden)
      return tabs->pdata[i];
  g_autofree char *names = tab_names (tabs, NULL, TRUE);
  fail (error, ESP_ERROR_INPUT, "all its sheets are hidden; name one with --sheet: %s", names);
  return NULL;
}

static void
note_what_is_left (Reading *self, const SheetTab *tab, gboolean was_named)
{
  g_autofree char *others = tab_names (self->package->tabs, tab, FALSE);
  if (*others != '\0' && !was_named)
    sheet_note (self->sheet, ESP_GRADE_NOTE, 0, g_strdup_printf ("it has other sheets: %s", others),
                "read the first; --sheet names another");
  if (self->errors > MANY_FINDINGS)
    sheet_note (self->sheet, ESP_GRADE_WARNING, 0,
                g_strdup_printf ("%u more formulas gave an error", self->errors - MANY_FINDINGS),
                "");
  if (self->leap_days > 0)
    sheet_note (self->sheet, ESP_GRADE_WARNING, 0,
                g_strdup_printf ("%u dates are 1900-02-29, a day that never was", self->leap_days),
                "");
  const guint hidden_columns = g_hash_table_size (self->unseen);
  if (self->hidden_rows > 0 || hidden_columns > 0)
    sheet_note (self->sheet, ESP_GRADE_WARNING, 0,
                g_strdup_printf ("of what it holds, %u %s and %u %s are hidden in the workbook",
                                 self->hidden_rows, self->hidden_rows == 1 ? "row" : "rows",
                                 hidden_columns, hidden_columns == 1 ? "column" : "columns"),
                "read all the same; take out what is not meant to be in the study");
  if (self->unknown > 0)
    sheet_note (self->sheet, ESP_GRADE_WARNING, 0,
                g_strdup_printf ("the results of %u formulas are not stored", self->unknown),
                "read as empty; open it in a spreadsheet and save it again");
}

static gboolean
workbook_scan (Reading *self, const SheetTab *tab, GError **error)
{
  static const XmlScan strings = { strings_start, strings_end, text_take },
                       formats = { formats_start, formats_end, NULL },
                       cells = { cells_start, cells_end, text_take };
  if ((self->package->strings != NULL && !scan_part (self, self->package->strings, &strings, error))
      || (self->package->styles != NULL
          && !scan_part (self, self->package->styles, &formats, error)))
    return FALSE;
  self->is_inside = self->takes = self->is_spoken = FALSE;
  return scan_part (self, tab->part, &cells, error);
}

Sheet *
sheet_read_xlsx (const char *bytes, gsize size, const char *wanted, GError **error)
{
  g_autoptr (SheetPackage) package = sheet_package_open (bytes, size, error);
  if (package == NULL)
    return NULL;
  const SheetTab *tab = wanted != NULL ? tab_named (package->tabs, wanted, error)
                                       : tab_first (package->tabs, error);
  if (tab == NULL)
    return NULL;
  g_auto (Reading) self = { 0 };
  reading_init (&self, package);
  if (!workbook_scan (&self, tab, error))
    return NULL;
  g_free (self.sheet->name);
  self.sheet->name = g_strdup (tab->name);
  sheet_sort (self.sheet);
  merges_apply (&self);
  note_what_is_left (&self, tab, wanted != NULL);
  return g_steal_pointer (&self.sheet);
}
