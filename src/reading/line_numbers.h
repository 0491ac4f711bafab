/* Numbers of lines that a print program wrote before the lines of a plain text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_LINE_NUMBERS_H
#define READING_LINE_NUMBERS_H

#include "reading/reader.h"

/* Takes them out of a source of lines (source_new_lines) when they count its lines without doubt,
 * with the white space behind them; how many they were. A line that had nothing else stays as a
 * blank one. */
guint line_numbers_take_out (Source *source);

#endif
