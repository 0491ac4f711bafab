/* The parts of a Word document that hold words: the main text, footnotes, endnotes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_DOCX_BODY_H
#define READING_DOCX_BODY_H

#include "reading/docx/number.h"
#include "reading/docx/style.h"
#include "reading/left_out.h"
#include "reading/reader.h"

typedef struct _DocxBody DocxBody;
/* What it reads with: all borrowed. */
typedef struct
{
  const DocxStyles *styles;
  DocxNumbers *numbers;
  GHashTable *comments; /* id -> place among the source's comments + 1 */
} DocxBeside;

DocxBody *docx_body_new (Source *source, const DocxBeside *beside);
void docx_body_free (DocxBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocxBody, docx_body_free)

/* Reads one part. FALSE with an error where it is damaged; what stands before stays. */
gboolean docx_body_read (DocxBody *body, const char *bytes, gsize size, gboolean notes,
                         GError **error);
/* Adds a note: what stands at the head or the foot of the pages. */
void docx_body_note (DocxBody *body, const char *words);
/* After the last part: the source gets its words. */
void docx_body_finish (DocxBody *body);
const LeftOut *docx_body_left_out (const DocxBody *body);

#endif
