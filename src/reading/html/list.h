/* The lists of a page that are open, and the number or bullet of the next item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_HTML_LIST_H
#define READING_HTML_LIST_H

#include "base/html.h"
#include "reading/html/element.h"
#include "reading/html/style.h"

typedef struct
{
  HtmlMark mark;
  ListFormat format;
  gint64 next;
  int step; /* -1: it counts down */
} HtmlList;

/* `items`: how many it has, for one that counts down. */
HtmlList html_list_open (HtmlTag tag, const HtmlAttrs *attrs, const HtmlStyle *style, guint items);
/* The mark of its next item, with the space behind it; '' for none. `list` NULL: an item outside
 * any list. To be freed. */
char *html_list_mark (HtmlList *list, const HtmlAttrs *attrs, const HtmlStyle *style);

#endif
