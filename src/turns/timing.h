/* The timing of a cue that stands in a text: '00:00:11.000 --> 00:00:15.000', as somebody pasted it
 * from captions, or a program that listens wrote it in brackets. It is a time and no speech.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_TIMING_H
#define TURNS_TIMING_H

#include "espalier.h"

typedef struct
{
  const char *start, *end; /* brackets and settings included */
  gint64 time_ms;          /* when it begins */
} Timing;

/* The next timing in a line at or after `from`: at the line's start, or glued to words with
 * thousandths of a second. `line` and `from` are where words begin, or a timing ended. FALSE: there
 * is none. */
gboolean timing_find (const char *line, const char *from, const char *end, Timing *timing);

#endif
