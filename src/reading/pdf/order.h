/* The lines of a print in the order in which a person reads them: columns one after the other, the
 * rows of a table one by one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_PDF_ORDER_H
#define READING_PDF_ORDER_H

#include "reading/pdf/book.h"

/* A line of a column, or of a cell. */
typedef struct
{
  guint first, count; /* among the pieces of PdfOrder */
  guint page;
  guint block; /* lines of one column of one stretch of a page have the same */
  float x1, y1, x2, y2;
  float size;
  float right;     /* where the column ends; 0: the page's text does */
  gboolean starts; /* a paragraph's number stands beside it */
  gboolean cell;   /* it belongs to a cell of a table */
  guint row;       /* of a table: from 1 on, over the whole book */
  guint column;    /* of a table, from 0 */
  guint footnote;  /* that it belongs to, from 1 on (reading/pdf/footnote.h); 0: none */
} PdfLine;

typedef struct
{
  GArray *pieces; /* guint: pieces of the line's page, from the beginning of the line to its end */
  GArray *lines;  /* PdfLine */
} PdfOrder;

PdfOrder *pdf_order_new (const PdfBook *book);
void pdf_order_free (PdfOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfOrder, pdf_order_free)

/* The size that most letters have. */
float pdf_order_body_size (const PdfBook *book, const PdfOrder *order);

#endif
