/* A print as a source: its paragraphs, what is written in its margins, and what was left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_PDF_WRITE_H
#define READING_PDF_WRITE_H

#include "reading/pdf/book.h"
#include "reading/reader.h"

/* Cuts the letters of the book into pieces, takes out the page furniture, and writes the rest. A
 * source without paragraphs when there are no words. */
Source *pdf_write (PdfBook *book);

#endif
