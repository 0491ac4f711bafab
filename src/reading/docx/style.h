/* The styles of a Word document as its text needs them: which are headings, bold, hidden.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_DOCX_STYLE_H
#define READING_DOCX_STYLE_H

#include "base/xml.h"

typedef struct
{
  char *based_on; /* id; NULL: nothing */
  guint level;    /* of a heading, 0: none */
  char *num_id;   /* of the list that its paragraphs are of; NULL: it does not say */
  int num_level;  /* in that list; -1: it does not say */
  gboolean bold, hidden;
} DocxStyle;

typedef struct
{
  GHashTable *styles; /* id -> DocxStyle */
  DocxStyle *current; /* that is being read */
} DocxStyles;

DocxStyles *docx_styles_new (void);
void docx_styles_free (DocxStyles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocxStyles, docx_styles_free)
/* Reads the part that holds the styles; data is a DocxStyles. */
extern const XmlScan docx_styles_scan;

/* NULL for no id, or an unknown one. */
const DocxStyle *docx_styles_get (const DocxStyles *styles, const char *id);
/* The level of heading that a paragraph of this style has, or a style it is based on; 0: none. */
guint docx_styles_level (const DocxStyles *styles, const char *id);

/* Properties that styles and paragraphs share: w:val of one that is on when it merely stands there,
 * and w:outlineLvl, whose 0 to 8 are headings and 9 is text. */
gboolean docx_property_is_on (const XmlAttrs *attrs);
guint docx_property_level (const XmlAttrs *attrs);
/* w:val as a small number; -1 for none. */
int docx_property_number (const XmlAttrs *attrs);

#endif
