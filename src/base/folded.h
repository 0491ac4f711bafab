/* A text folded for finding quotes in it, with the way back to its code points. Typographic quotes,
 * dashes and spaces count as plain ones, runs of spaces and of hyphens as one, '…' as three dots; a
 * letter and its accent as the letter with the accent; what is not seen (soft hyphens, zero-width
 * characters) does not count.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_FOLDED_H
#define BASE_FOLDED_H

#include "espalier.h"

typedef struct _FoldedText FoldedText;

FoldedText *folded_text_new (const char *text);
void folded_text_free (FoldedText *folded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoldedText, folded_text_free)

const char *folded_text_words (const FoldedText *folded);
/* The code points of the text [start, end) that a byte of the words comes from: several where
 * letters and accents were composed. */
gsize folded_text_start_cp (const FoldedText *folded, gsize byte);
gsize folded_text_end_cp (const FoldedText *folded, gsize byte);
gsize
folded_text_byte (const FoldedText *folded,
                  gsize cp); /* the first byte of the words that comes from it or a later one */

/* Just the words of a quote, trimmed; to be freed. */
char *folded_quote (const char *quote);

#endif
