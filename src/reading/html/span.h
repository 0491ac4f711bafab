/* The cells of a table that reach down into the rows below, where they are not written again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_HTML_SPAN_H
#define READING_HTML_SPAN_H

#include "base/html.h"

#define SPAN_COLUMNS 64 /* of those that come later, nothing is kept in mind */

/* Of one table. */
typedef struct
{
  guint16 below[SPAN_COLUMNS]; /* rows that a cell of that column still takes */
  guint column;                /* that comes next in the row */
} HtmlSpans;

/* How many columns are taken from above before the next cell of the row. */
guint html_spans_taken (HtmlSpans *spans);
/* That cell comes. */
void html_spans_cell (HtmlSpans *spans, const HtmlAttrs *attrs);
void html_spans_row_end (HtmlSpans *spans);

#endif
