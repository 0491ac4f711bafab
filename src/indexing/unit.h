/* The unit around a match: the sentence or the turn that it stands in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef INDEXING_UNIT_H
#define INDEXING_UNIT_H

#include "corpus/transcript.h"

/* Widens a match in the text, bytes [*start, *end), to the unit around it in its item. `after`:
 * where the last unit ended, or 0; a sentence begins no earlier. */
void unit_widen (const DocText *doc, const TextItem *item, EspUnit unit, gsize after, gsize *start,
                 gsize *end);

#endif
