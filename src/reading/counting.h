/* Whether numbers that stand beside a text, in its order, count its lines or paragraphs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_COUNTING_H
#define READING_COUNTING_H

#include "espalier.h"

typedef struct
{
  guint page; /* of the text; any number that grows where a page may begin */
  guint value;
} Numeral;

typedef struct
{
  gboolean counts;  /* nearly every one is the next */
  gboolean by_five; /* 5, 10, 15 */
  guint again;      /* pages on which they begin anew */
} Counting;

/* Of an array of Numeral. Print programs give the number of a paragraph that goes on once more on
 * the next page. */
Counting counting_of (const GArray *numerals);

#endif
