/* Names that open what is said in captions, 'ANNA: Yes.': found in the whole file first, so that a
 * second one in a cue is told from words before a colon.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_CAPTION_NAMES_H
#define READING_CAPTION_NAMES_H

#include "espalier.h"

typedef GHashTable CaptionNames;

CaptionNames *caption_names_new (void);
/* Counts the names in one line of a cue. */
void caption_names_add (CaptionNames *self, const char *line, const char *end);
/* Whether what looks like a name and a colon opens the line, be it known or not. */
gboolean caption_names_open_line (const char *line, const char *end);
/* Whether a name that is known in the file opens the line. */
gboolean caption_names_open (const CaptionNames *self, const char *line, const char *end);
/* Where somebody known begins to speak inside the line, after the end of a sentence; NULL: nowhere.
 * A name is known that opens a line somewhere and comes back. */
const char *caption_names_inside (const CaptionNames *self, const char *line, const char *end);

#endif
