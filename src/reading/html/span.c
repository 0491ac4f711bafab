/* Counting the cells that reach down.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/span.h"

static guint
span_of (const HtmlAttrs *attrs, const char *name, guint most)
{
  g_autofree char *value = html_attrs_get (attrs, name);

  return value != NULL ? (guint)MIN (g_ascii_strtoull (value, NULL, 10), most) : 1;
}

guint
html_spans_taken (HtmlSpans *self)
{
  guint count = 0;

  for (; self->column < SPAN_COLUMNS && self->below[self->column] > 0; count++)
    self->below[self->column++]--;
  return count;
}

void
html_spans_cell (HtmlSpans *self, const HtmlAttrs *attrs)
{
  const guint columns = MAX (span_of (attrs, "colspan", SPAN_COLUMNS), 1);
  const guint rows = span_of (attrs, "rowspan", G_MAXUINT16);
  const guint end = MIN (self->column + columns, SPAN_COLUMNS);

  for (; self->column < end; self->column++)
    self->below[self->column] = (guint16)(rows > 0 ? rows - 1 : G_MAXUINT16); /* 0: all below */
}

void
html_spans_row_end (HtmlSpans *self)
{
  for (; self->column < SPAN_COLUMNS; self->column++)
    if (self->below[self->column] > 0)
      self->below[self->column]--;
  self->column = 0;
}
