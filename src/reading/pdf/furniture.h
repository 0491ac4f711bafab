/* What a print adds to the text: headers, footers and numbers of pages, numbers of paragraphs and
 * of lines. They are told by where they stand and how they come again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_PDF_FURNITURE_H
#define READING_PDF_FURNITURE_H

#include "reading/pdf/book.h"

typedef struct
{
  guint headers, footers, numbers; /* pages that had them */
  guint paragraphs;                /* numbers of paragraphs beside the text */
  guint lines;                     /* numbers of lines beside the text */
  guint twice;                     /* lines at the end of a page that begin the next one again */
} PdfFurniture;

/* Marks the pieces that are furniture as `left`, and those that a paragraph's number stands beside
 * as `starts`. */
PdfFurniture pdf_furniture_find (PdfBook *book);

#endif
