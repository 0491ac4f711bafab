/* Footnotes of a print: what stands small at the foot of a page, with the sign that the text has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_PDF_FOOTNOTE_H
#define READING_PDF_FOOTNOTE_H

#include "reading/pdf/order.h"

/* Moves the lines of footnotes behind all others and gives each note a number (PdfLine.footnote),
 * so that a paragraph goes on from one page to the next. Returns how many notes there are. */
guint pdf_footnotes_move (const PdfBook *book, PdfOrder *order);

#endif
