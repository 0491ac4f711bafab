/* Who is named in full once and by initials after: 'Michael Flaxman (MF): ...', then 'MF: ...'.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_INITIALS_H
#define TURNS_INITIALS_H

#include "turns/line.h"

/* Makes one speaker of the name in full, with its initials in parentheses, and of the initials,
 * where both open lines: the initials, as most turns have them, or the one that the study knows. */
void initials_join (Lines *lines, const Speakers *speakers);

#endif
