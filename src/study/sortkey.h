/* The keys that order siblings: attributes, values, questions, themes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_SORTKEY_H
#define STUDY_SORTKEY_H

#include "espalier.h"

/* The key of the nth of a list, n from 1: "0001", "0002" ... "9999", and then "A00010000", which
 * sorts after them. To be freed. */
char *sortkey_nth (guint n);

#endif
