/* Converting bytes to UTF-8 without losing the text for a few of them: what is no character becomes
 * U+FFFD, and is counted with its place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_CONVERSION_H
#define BASE_CONVERSION_H

#include "base/decode.h"

/* What was wrong with the bytes of a text. */
typedef struct
{
  DecodedFaults lost; /* bytes that are no character of the encoding: U+FFFD stands for each */
  gboolean is_cut;    /* it ends in the middle of a character: the last U+FFFD */
} Conversion;

/* All of the bytes, NUL characters too; to be freed. `encoding` is known to iconv. */
GString *conversion_make (const char *bytes, gsize size, const char *encoding,
                          Conversion *conversion);

/* Takes NUL characters out of a text, in place. */
void conversion_drop_nuls (GString *text, DecodedFaults *nuls);

/* CRLF and CR to LF, in place. */
void conversion_unify_line_ends (GString *text);

/* The line in which so much of a text ends: LF, CR and CRLF end one. */
gsize conversion_line (const char *text, gsize size);

/* Whether so few of so many are wrong that the text is none the worse for it elsewhere. */
gboolean conversion_are_few (guint count, gsize of);

#endif
