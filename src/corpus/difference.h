/* How a corrected text differs from the one that it replaces, and where a span of one stands in the
 * other.
 *
 * As text, for the study file: a line for each changed stretch, "old_start old_end new_start
 * new_end" in code points, ascending; what is between two is the same on both sides. A stretch that
 * is empty on one side was added, or taken out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_DIFFERENCE_H
#define CORPUS_DIFFERENCE_H

#include "espalier.h"

typedef struct
{
  gsize start_cp, end_cp;
} Span;

typedef struct
{
  Span before, after;
} Stretch;

typedef struct
{
  GArray *stretches; /* Stretch */
} Difference;

typedef struct
{
  gsize before, after;     /* words of the two texts */
  gsize removed, inserted; /* of these, in changed stretches */
} DifferenceWords;

/* By words, runs of spaces, and single marks. The shortest difference where that is cheap; else a
 * longer one that is as true. Time grows with the texts, not with their product. */
Difference *difference_make (const char *before, const char *after);
void difference_free (Difference *difference);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Difference, difference_free)

char *difference_write (const Difference *difference);
/* NULL with error for anything that difference_write does not write. */
Difference *difference_read (const char *text, GError **error);

/* Whether it leads from the one text to the other: what lies between the stretches is equal. */
gboolean difference_leads (const Difference *difference, const char *before, const char *after);

DifferenceWords difference_words (const Difference *difference, const char *before,
                                  const char *after);

/* Where a span stands on the other side; `backward`: it is one of the corrected text. *carried gets
 * worse where it meets a changed stretch, and never better. What a span has of a stretch becomes
 * all of the stretch's other side. */
Span difference_map (const Difference *difference, gboolean backward, Span span,
                     EspCarried *carried);

#endif
