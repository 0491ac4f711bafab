/* What turns open with in a print: names before a colon, in brackets, on a line of their own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_PDF_OPENING_H
#define READING_PDF_OPENING_H

#include "reading/pdf/text.h"

typedef struct PdfOpenings PdfOpenings;

/* Counts where each stands in the lines of the text. */
PdfOpenings *pdf_openings_new (const PdfText *text);
void pdf_openings_free (PdfOpenings *openings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfOpenings, pdf_openings_free)

/* A paragraph begins with these words, for all that the places of its lines say. */
void pdf_openings_learn (PdfOpenings *openings, const char *words);

/* Whether a line with these words begins a paragraph: they open with what opened two, or with what
 * stands at the beginnings of lines too often for chance. */
gboolean pdf_openings_has (const PdfOpenings *openings, const char *words);

#endif
