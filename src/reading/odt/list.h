/* The lists of an OpenDocument text as they are met in it: which number or bullet comes next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_ODT_LIST_H
#define READING_ODT_LIST_H

#include "reading/odt/style.h"

typedef struct _OdtLists OdtLists;
OdtLists *odt_lists_new (const OdtStyles *styles); /* borrowed */
void odt_lists_free (OdtLists *lists);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdtLists, odt_lists_free)

/* What stands in a text box, a note or a cell is not part of the list around it: gives what
 * odt_lists_leave takes at its end. */
guint odt_lists_enter (OdtLists *lists);
void odt_lists_leave (OdtLists *lists, guint before);

void odt_lists_open (OdtLists *lists, const XmlAttrs *attrs);
void odt_lists_close (OdtLists *lists);
/* An item, or a heading of the list that has no number. */
void odt_lists_item (OdtLists *lists, const XmlAttrs *attrs, gboolean is_header);

gboolean odt_lists_inside (const OdtLists *lists);

/* What the paragraph that begins here begins with: "2.1 ", "- "; NULL for nothing. Each counts on,
 * so it is asked once for each, in their order. To be freed. */
char *odt_lists_mark (OdtLists *lists, const char *style);
/* The same for a heading outside of lists, level 1 ... */
char *odt_lists_heading (OdtLists *lists, guint level, const XmlAttrs *attrs);

#endif
