/* Chance and time of the tests' own, so that a seed gives the same round again: the program's
 * random numbers (identities, salts) and its clock come from here too.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RANDOM_CHANCE_H
#define RANDOM_CHANCE_H

#include <glib.h>

/* Begins anew: everything drawn from now on follows from the seed, and the clock stands at its
 * beginning. */
void chance_begin (guint64 seed);

/* Below n; n is at least 1. */
guint chance_below (guint n);
/* TRUE once in n times. */
gboolean chance_once_in (guint n);

/* How far the clock of the person at work is ahead; negative: behind. */
void chance_clock (gint64 ahead_ms);

#endif
