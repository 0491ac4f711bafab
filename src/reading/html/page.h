/* The words of a page: one scan, with the elements that are open; what is left out is counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_HTML_PAGE_H
#define READING_HTML_PAGE_H

#include "reading/html/element.h"
#include "reading/html/plan.h"
#include "reading/reader.h"

/* Elements deeper than this are read as if they were not there, as browsers do. */
#define HTML_DEPTH_MOST 512

typedef struct
{
  guint met[OMIT_COMMENT + 1]; /* by HtmlOmit: elements that were left out with words in them */
  guint deletions;
  guint fields;
  gboolean too_deep; /* what is hidden cannot be told from what is not */
} HtmlOmissions;

/* Reads valid UTF-8 into the source. `plan` is that of the same text. */
void html_page_read (Source *source, const HtmlPlan *plan, const char *text, gsize size_bytes,
                     HtmlOmissions *omissions);

#endif
