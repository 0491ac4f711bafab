/* What is to be known of a page before its words are read: its style sheets and title, which of its
 * tables only lay it out, how long lists that count down are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_HTML_PLAN_H
#define READING_HTML_PLAN_H

#include "reading/html/style.h"

typedef struct
{
  HtmlSheet *sheet;
  GString *title; /* as it stands, white space and all */
  GByteArray
      *tables;   /* in the order of their tags: 1 where its rows are rows, 0 where it lays out */
  GArray *lists; /* guint: of each ol, in the order of their tags, how many items */
  guint scripts, frames, embedded; /* how many */
  gboolean of_libreoffice;         /* comments in its margin are those of the page */
} HtmlPlan;

/* `text`: valid UTF-8. */
HtmlPlan *html_plan_new (const char *text, gsize size_bytes);
void html_plan_free (HtmlPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HtmlPlan, html_plan_free)

#endif
