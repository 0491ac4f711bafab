/* Making a sheet cell by cell: for its readers only.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_SHEET_BUILD_H
#define BASE_SHEET_BUILD_H

#include "base/sheet.h"

#define SHEET_ROWS_MAX 1048576
#define SHEET_COLUMNS_MAX 16384

Sheet *sheet_new (const char *format);

/* Adds a cell in any order; `text` is copied unless it is `lent` (it then lives in sheet->texts).
 * What is only white space is no cell. FALSE when there are too many. */
gboolean sheet_add (Sheet *sheet, guint row, guint column, const char *text, gboolean lent,
                    gboolean is_error);

/* Puts the cells in order, once all are there; of two at one place the later stays. */
void sheet_sort (Sheet *sheet);

/* Notes something for the report; `what` is taken. */
void sheet_note (Sheet *sheet, EspGrade grade, guint row, char *what, const char *done);

gboolean sheet_fail_large (GError **error);

/* The reader of workbooks; the bytes are those of a zip archive. */
Sheet *sheet_read_xlsx (const char *bytes, gsize size, const char *wanted, GError **error);

#endif
