/* The cells of a row of a table: with tabs between.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_ROW_H
#define TURNS_ROW_H

#include "espalier.h"

/* Rows that hold names and words have no more cells. */
#define ROW_CELLS 4

typedef struct
{
  const char *start, *end; /* without white space around */
} Cell;

/* The number of cells; ROW_CELLS + 1 when there are more, and then they are not of use. */
guint row_cells (const char *p, const char *end, Cell cells[ROW_CELLS]);

#endif
