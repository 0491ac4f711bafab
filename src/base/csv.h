/* Comma-separated values, RFC 4180: reading records with their lines, and writing fields that no
 * spreadsheet runs as a formula.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "espalier.h"

typedef struct
{
  guint line;        /* 1-based, of its beginning */
  GPtrArray *fields; /* char *; at least one */
} CsvRecord;

/* CsvRecord, in order; empty lines are no records. The text is valid UTF-8 without BOM, as
 * base/decode.h gives it; lines end in LF or CRLF. A quoted field may hold commas, lines and
 * doubled quotes; a quote inside a field that does not begin with one stands for itself. Errors
 * (ESP_ERROR_INPUT) name the line: a quote that never closes, words after a closing quote. */
GPtrArray *csv_read (const char *text, GError **error);

/* The same with another separator: ';' where a comma stands in numbers, or a tab. */
GPtrArray *csv_read_by (const char *text, char separator, GError **error);

/* The separator of a text: a comma, semicolon or tab, whichever most of its first lines have as
 * often as the first one; a comma when there is none. */
char csv_separator (const char *text);

/* Appends a field, quoted where it must be. What a spreadsheet would take for a formula (it begins
 * with = + - @, a tab or CR, and is no plain number) gets an apostrophe before it. Commas and line
 * ends (CRLF in RFC 4180) are the caller's. */
void csv_append_field (GString *out, const char *value);

#endif
