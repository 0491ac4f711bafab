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

/* A name made ready to be compared with others. */
typedef struct _NearName NearName;
NearName *near_name_new (const char *text);
void near_name_free (NearName *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NearName, near_name_free)

/* Its numbers, and the signs that mean something: a slip never changes them. */
const char *near_name_fixed (const NearName *name);

/* Whether two names that differ may be one and a slip: they are alike but for case, spaces and the
 * like, or for a letter or two that are wrong, missing, too many or have changed places. A word of
 * fewer than four letters, as codes are, is no slip of another. */
gboolean near_name_slip (const NearName *a, const NearName *b);

/* Whether two labels that differ may be one and a slip: as names are, or alike but for letters that
 * look alike, as I, l and 1, or O and 0: "lnterviewer", "P1O". */
gboolean near_label_slip (const char *a, const char *b);

#endif
