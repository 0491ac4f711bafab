/* The kinds of page that an OpenDocument text uses: those whose headers and footers are read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_ODT_PAGE_H
#define READING_ODT_PAGE_H

#include "reading/odt/style.h"

typedef struct
{
  GHashTable *used; /* names */
  gboolean has_started;
} OdtPages;

void odt_pages_init (OdtPages *pages);
void odt_pages_clear (OdtPages *pages);
/* A paragraph or table of that style comes; with the first, the text begins. */
void odt_pages_use (OdtPages *pages, const OdtStyles *styles, OdtFamily family, const char *style);
/* After the text: one kind of page is followed by another, which the text used, too. */
void odt_pages_follow (OdtPages *pages, const OdtStyles *styles);
gboolean odt_pages_has (const OdtPages *pages, const char *name);
/* Whether an element is the header or footer of a kind of page. */
gboolean odt_page_is_text (const char *element);

#endif
