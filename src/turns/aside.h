/* Lines of a transcript that are nobody's speech: stage directions, questions of the interview
 * guide, what programs write around the words, what the study names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_ASIDE_H
#define TURNS_ASIDE_H

#include "turns/line.h"

/* Says of every line what it is beside speech. Those that are a note or a prompt have no speaker
 * after. */
void aside_mark (Lines *lines, const LayoutNames *names);

#endif
