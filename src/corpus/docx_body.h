/* The parts of a Word document that hold words: the main text, footnotes, endnotes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_DOCX_BODY_H
#define CORPUS_DOCX_BODY_H

#include "corpus/docx_style.h"
#include "corpus/reader.h"

/* How often something was met that is not read, or not as it stands. */
typedef struct
{
  guint deletions; /* tracked */
  guint hidden;    /* pieces of hidden text */
  guint symbols;   /* of fonts of their own */
  guint embedded;  /* documents inside the document */
} DocxOmissions;

typedef struct _DocxBody DocxBody;
DocxBody *docx_body_new (Source *source, const DocxStyles *styles); /* both are borrowed */
void docx_body_free (DocxBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocxBody, docx_body_free)

/* Reads one part. FALSE with an error where it is damaged; what stands before stays. */
gboolean docx_body_read (DocxBody *body, const char *bytes, gsize size, gboolean notes,
                         GError **error);
/* After the last part: the source gets its words. */
void docx_body_finish (DocxBody *body);
const DocxOmissions *docx_body_omissions (const DocxBody *body);

#endif
