/* The lists of a Word document: the number or bullet that a paragraph begins with, which the file
 * does not hold, but how it is counted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_DOCX_NUMBER_H
#define READING_DOCX_NUMBER_H

#include "reading/docx/style.h"

#define DOCX_LEVELS 9

typedef struct _DocxNumbers DocxNumbers;
DocxNumbers *docx_numbers_new (const DocxStyles *styles); /* borrowed */
void docx_numbers_free (DocxNumbers *numbers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocxNumbers, docx_numbers_free)
/* Reads the part that holds the lists; data is a DocxNumbers. */
extern const XmlScan docx_numbers_scan;

/* What the next paragraph begins with: "2.1 ", "- "; NULL for nothing. Each paragraph counts on, so
 * it is asked once for each, in their order. What the paragraph says of itself goes before what its
 * style says: `num_id` NULL and `level` -1 where it says nothing. To be freed. */
char *docx_numbers_next (DocxNumbers *numbers, const char *style_id, const char *num_id, int level);

#endif
