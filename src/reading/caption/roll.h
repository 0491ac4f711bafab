/* Captions that roll: each cue shows the last lines of the one before again, and a new one below.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_CAPTION_ROLL_H
#define READING_CAPTION_ROLL_H

#include "reading/caption/stretch.h"

#define ROLL_LINES 4 /* that a screen shows at most */

/* What the screen shows: the last lines of a cue. */
typedef struct
{
  Stretch lines[ROLL_LINES];
  guint count;
} RollScreen;

/* Borrows the text. */
void roll_screen_read (RollScreen *screen, const char *text, gsize size);
/* How many lines, at the beginning of the text of the next cue, the screen ends with. Where less
 * than the whole text does, that is meant: who says the same again, says it. *all: it has no other
 * lines. */
guint roll_screen_repeats (const RollScreen *screen, const char *text, gsize size, gboolean *all);

#endif
