/* Lines that all open alike, with what may be a name and a sign that no style has after it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_STRANGE_H
#define TURNS_STRANGE_H

#include "turns/line.h"

/* Says of such lines that they look like a label with a slip: 'M) And then?', 'Anna - I went',
 * where names come back. To be asked when the asides are marked. */
void strange_mark (Lines *lines, Speakers *speakers);

#endif
