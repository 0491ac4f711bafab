/* The parts of a Word document: a zip archive whose parts name each other by relationships.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_DOCX_PACKAGE_H
#define READING_DOCX_PACKAGE_H

#include "base/archive.h"

typedef struct
{
  Archive *archive;
  char *main_part;   /* that holds the text: "word/document.xml" */
  GHashTable *parts; /* of the main part: kind ("styles") -> GPtrArray of names of parts */
} DocxPackage;

/* The bytes are borrowed. NULL with an error (ESP_ERROR_INPUT) for what is no whole document. */
DocxPackage *docx_package_open (const char *bytes, gsize size, GError **error);
void docx_package_free (DocxPackage *package);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocxPackage, docx_package_free)

/* The names of the parts of a kind: char *, borrowed; NULL when the document has none. */
const GPtrArray *docx_package_parts (const DocxPackage *package, const char *kind);
/* The first of them; NULL when the document has none. Borrowed. */
const char *docx_package_part (const DocxPackage *package, const char *kind);

gboolean docx_package_has_macros (const DocxPackage *package);

#endif
