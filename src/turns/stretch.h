/* A stretch of one line of text, from `p` up to `end`: walking over it, and trimming what stands
 * around its words. Pointers into UTF-8, on the first byte of a character.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_STRETCH_H
#define TURNS_STRETCH_H

#include "espalier.h"

const char *stretch_after (const char *p); /* the next character */
/* White space, and marks that cannot be seen (text_is_unseen): in a label they are as if not there.
 */
const char *stretch_skip_space (const char *p, const char *end);
const char *stretch_trim_space (const char *p, const char *end); /* the new end */

/* The marks of Markdown that can stand around a label in a text that is not read as such: * _ ` and
 * the backslash; unseen ones too. */
gboolean stretch_is_mark (char c);
const char *stretch_skip_marks (const char *p, const char *end);
const char *stretch_trim_marks (const char *p, const char *end); /* the new end */
/* Whether a sentence ends at `end`, marks and closing quotation marks apart. */
gboolean stretch_ends_sentence (const char *p, const char *end);

#endif
