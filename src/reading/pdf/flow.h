/* Which lines of a print are one paragraph.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_PDF_FLOW_H
#define READING_PDF_FLOW_H

#include "reading/pdf/text.h"

/* Lines that stand together: a paragraph, or a row of a table. */
typedef struct
{
  guint first, count; /* lines */
  gboolean row;
  guint level; /* of a heading; 0: none */
} PdfPart;

/* PdfPart, in order; all lines are in one. `numbered`: numbers stood beside the paragraphs, and the
 * lines that `starts` begin them. */
GArray *pdf_flow (const PdfText *text, gboolean numbered);

#endif
