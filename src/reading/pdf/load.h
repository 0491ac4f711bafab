/* Getting the letters out of a PDF. reading/pdf/load.c alone knows poppler, which does that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_PDF_LOAD_H
#define READING_PDF_LOAD_H

#include "reading/pdf/book.h"

/* What a PDF may cost. */
typedef struct
{
  guint pages;
  guint letters;
  guint seconds;
} PdfLimits;

/* Those for people's files. */
extern const PdfLimits pdf_limits;

/* NULL with an error of ESP_ERROR_INPUT that says what to do; also where espalier was built without
 * poppler. Thread-safe. */
PdfBook *pdf_load (const char *bytes, gsize size, const PdfLimits *limits, GError **error);

#endif
