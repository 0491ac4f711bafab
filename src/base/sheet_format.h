/* How a number of a workbook is shown: by the format of its cell.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_SHEET_FORMAT_H
#define BASE_SHEET_FORMAT_H

#include "espalier.h"

typedef enum
{
  SHOWN_PLAIN,
  SHOWN_DATE,
  SHOWN_TIME, /* of a day */
  SHOWN_BOTH,
  SHOWN_ELAPSED, /* hours, which may be more than 24 */
  SHOWN_PERCENT,
  SHOWN_ZEROS, /* a whole number with zeros before it: "007" */
} SheetShown;

typedef struct
{
  SheetShown shown;
  guint digits; /* of SHOWN_ZEROS: at least so many */
} SheetFormat;

/* By the number of a format that every workbook has; plain for any other. */
SheetFormat sheet_format_known (guint id);

/* By the code of a format: "dd/mm/yyyy hh:mm". Its first section is what counts. */
SheetFormat sheet_format_read (const char *code);

/* A stored number as it is shown; what is no number stays as it is. Days are counted from 1900,
 * with the 29 February 1900 that never was, or from 1904. To be freed. */
char *sheet_format_number (const char *number, SheetFormat format, gboolean from_1904);

#endif
