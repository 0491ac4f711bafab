/* Words of a page as they come, made into paragraphs: white space folded, lines broken, marks of
 * lists before the words of their item. A paragraph begins with its first word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_HTML_WORDS_H
#define READING_HTML_WORDS_H

#include "reading/prose.h"

typedef struct
{
  Prose *prose;
  guint level;    /* of the heading around it */
  GString *mark;  /* of the item, before its first paragraph */
  gboolean space; /* white space since the last word */
  guint breaks;   /* lines broken since */
} HtmlWords;

HtmlWords *html_words_new (Source *source);
void html_words_free (HtmlWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HtmlWords, html_words_free)

void html_words_add (HtmlWords *words, const char *text, gsize size_bytes, gboolean bold,
                     gboolean pre);
void html_words_break (HtmlWords *words);
/* The paragraph ends, if there is one. */
void html_words_end (HtmlWords *words);
/* Whether nothing but white space stands in the open paragraph, or none is open. */
gboolean html_words_blank (const HtmlWords *words);

/* A mark is due before the next words: "1. " */
void html_words_mark (HtmlWords *words, const char *mark);
/* What a word processor wrote as the mark, made into one of ours with its space: "1. ", "- ". */
char *html_words_normal_mark (const char *written);
/* The words at the beginning of the open paragraph turn out to be a mark, when they look like one.
 */
void html_words_were_mark (HtmlWords *words);

/* What a comment is about begins or ends here. */
void html_words_anchor (HtmlWords *words, guint comment, gboolean is_end);

void html_words_row (HtmlWords *words);
void html_words_cell (HtmlWords *words);
void html_words_row_end (HtmlWords *words);

#endif
