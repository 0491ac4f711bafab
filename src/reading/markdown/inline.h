/* The marks of Markdown inside a paragraph, made into the words that a page shows: emphasis, code,
 * links, escapes, characters by name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_MARKDOWN_INLINE_H
#define READING_MARKDOWN_INLINE_H

#include "reading/reader.h"

/* What a paragraph or cell becomes. Every line of it stays one line. */
typedef struct
{
  GString *words;
  gsize bold_end; /* bytes of words that one bold run has at the beginning */
  GArray *breaks; /* gsize: bytes of the line feeds that "<br>" stands for */
  guint links;    /* whose addresses were left out */
} MarkdownInline;

MarkdownInline *markdown_inline_new (void);
void markdown_inline_free (MarkdownInline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MarkdownInline, markdown_inline_free)

/* Reads the text, in time that grows with its size; what was read before is forgotten, but for the
 * links. `addresses`: keys of link addresses that the document gives (markdown_link_key). A
 * comment on one line becomes one of `source`; its place counts from the words. */
void markdown_inline_read (MarkdownInline *self, const char *text, gsize size,
                           GHashTable *addresses, Source *source);

#endif
