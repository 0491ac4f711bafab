/* Names that somebody may have meant who typed one that is not there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include "espalier.h"

/* Those of `names` (char *) that are like `text`, at most five, nearest first, as "B-SM-001,
 * B-SM-002"; NULL when none is. Like are those that one contains the other of, or that few changed
 * letters make the same; case does not count. */
char *near_names (const char *text, const GPtrArray *names);

#endif
