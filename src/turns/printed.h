/* What printing adds to a transcript: numbers of paragraphs, and lines at the head and the foot of
 * each page. Known by their repetition, not by their words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_PRINTED_H
#define TURNS_PRINTED_H

#include "turns/line.h"

/* Over a paragraph's number and the blank after it; p when there is none. `number` may be NULL. */
const char *printed_number (const char *p, const char *end, guint *number);

/* Whether the paragraphs have numbers: most of those with a number count up, and names with a colon
 * follow. */
gboolean printed_is_numbered (const Source *source);

/* Makes notes of the lines that stand at the same place of most pages and differ in digits only,
 * and of 'Page 3 of 10'. */
void printed_mark (Lines *lines);

#endif
