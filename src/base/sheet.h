/* A sheet of rows and cells, as a spreadsheet shows it: from csv and its kin, or from xlsx.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_SHEET_H
#define BASE_SHEET_H

#include "espalier.h"

typedef struct
{
  guint row, column; /* from 1 on, as a spreadsheet numbers them */
  gboolean is_error; /* a formula that failed: the text is '#N/A' or the like */
  const char *text;  /* never '' */
} SheetCell;

typedef struct
{
  char *name;          /* of the sheet in its workbook; '' where there is none */
  const char *format;  /* "csv" or "xlsx"; static */
  GArray *cells;       /* SheetCell that hold something, by row and column, each place once */
  GPtrArray *findings; /* EspFinding; the line is a row of the sheet */
  GStringChunk *texts; /* what the cells borrow */
} Sheet;

typedef struct
{
  const char *sheet;    /* the name of one of a workbook; NULL: the first that is not hidden */
  const char *encoding; /* of csv without a mark of its own; NULL: it is found out */
} SheetOptions;

/* Reads a sheet by what the bytes are, not by a name. `options` may be NULL. NULL with an error
 * (ESP_ERROR_INPUT, or ESP_ERROR_NOT_FOUND for a sheet that is not there; one sentence without the
 * file's name, which says what to do) for what is none, is locked, or has more than two million
 * cells. Thread-safe.
 *
 * Cells are as a spreadsheet shows them, but that a date is always YYYY-MM-DD and a number has all
 * its digits: whole numbers without a point, times as hh:mm, TRUE and FALSE, the result of a
 * formula, line ends as LF. */
Sheet *sheet_read (const char *bytes, gsize size, const SheetOptions *options, GError **error);
/* The same of a file of at most 256 MB. */
Sheet *sheet_read_file (const char *path, const SheetOptions *options, GError **error);
void sheet_free (Sheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sheet, sheet_free)

/* The first cell of the next row that has any: `from` is the index of a cell, 0 for the first row;
 * *to gets the index after its last one. FALSE when there are no more. */
gboolean sheet_row (const Sheet *sheet, guint from, guint *to);

/* The cell of a column among those of a row, [from, to); NULL for none. */
const SheetCell *sheet_find (const Sheet *sheet, guint from, guint to, guint column);

/* The words of a cell or heading on one line: runs of spaces and line ends are one space. */
char *sheet_one_line (const char *text);

/* "A", "Z", "AA": to be freed. */
char *sheet_column_name (guint column);

#endif
