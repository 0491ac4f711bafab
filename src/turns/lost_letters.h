/* Whose name lost a letter on its way into the file: 'Interview�' beside 'Interviewé'.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_LOST_LETTERS_H
#define TURNS_LOST_LETTERS_H

#include "turns/line.h"

/* Makes one speaker of a name that has U+FFFD and of the only other one of the document that it can
 * have been. */
void lost_letters_join (Lines *lines, const Speakers *speakers);

#endif
