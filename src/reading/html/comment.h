/* Comments in the margin of a page, as Word and Google Docs save them: a sign in the text, and the
 * words at the end of the page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_HTML_COMMENT_H
#define READING_HTML_COMMENT_H

#include "reading/reader.h"

typedef struct
{
  Source *source;     /* borrowed */
  GHashTable *places; /* key -> place among the source's comments + 1 */
  GString *text;      /* of the one that is being read */
} HtmlComments;

HtmlComments *html_comments_new (Source *source);
void html_comments_free (HtmlComments *comments);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HtmlComments, html_comments_free)

/* The comment of that number, made when new. */
guint html_comments_get (HtmlComments *comments, const char *number, gboolean *is_new);
/* The same by what Word says where it is about something: "AB_1", "20240131T0930". */
guint html_comments_of_word (HtmlComments *comments, const char *reference, const char *made_at,
                             gboolean *is_new);

/* Its words come, in pieces, with breaks between paragraphs; then they are over. */
void html_comments_add (HtmlComments *comments, const char *text, gsize size_bytes);
void html_comments_break (HtmlComments *comments);
void html_comments_end (HtmlComments *comments, guint place);

#endif
