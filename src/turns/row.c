/* Taking a row apart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/row.h"

#include "turns/stretch.h"

#include <string.h>

guint
row_cells (const char *p, const char *end, Cell cells[ROW_CELLS])
{
  guint count = 0;

  while (count < ROW_CELLS)
    {
      const char *stop = memchr (p, '\t', (gsize)(end - p));
      const char *last = stop != NULL ? stop : end;
      cells[count].start = stretch_skip_space (p, last);
      cells[count].end = stretch_trim_space (cells[count].start, last);
      count++;
      if (stop == NULL)
        return count;
      p = stop + 1;
    }
  return ROW_CELLS + 1;
}
