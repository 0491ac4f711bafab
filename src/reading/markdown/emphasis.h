/* Which runs of '*', '_' and '~' belong together, and what is bold: after CommonMark 0.30 (6.2).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_MARKDOWN_EMPHASIS_H
#define READING_MARKDOWN_EMPHASIS_H

#include "espalier.h"

/* Places are bytes of words that are being written, the marks among them. */
typedef struct
{
  GArray *runs, *bolds;
  GByteArray *cut; /* for each byte so far, whether it goes */
  int last;        /* of the runs that may still belong to something; -1: none */
} MarkdownEmphasis;

MarkdownEmphasis *markdown_emphasis_new (void);
void markdown_emphasis_free (MarkdownEmphasis *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MarkdownEmphasis, markdown_emphasis_free)

/* A run of so many of one mark stands at a place, between these characters. */
void markdown_emphasis_add (MarkdownEmphasis *self, gsize at, char mark, gsize size,
                            gunichar before, gunichar after);
/* Pairs the runs behind `bottom`, the last at some place before; -1: all. They are done with. */
void markdown_emphasis_settle (MarkdownEmphasis *self, int bottom);

/* So many bytes go. */
void markdown_emphasis_cut (MarkdownEmphasis *self, gsize from, gsize size);
gboolean markdown_emphasis_goes (const MarkdownEmphasis *self, gsize at);
/* Where the bold run ends before which nothing stays; 0: there is none. */
gsize markdown_emphasis_bold_end (const MarkdownEmphasis *self);

#endif
