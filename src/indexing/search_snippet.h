/* The words around what was found in a turn, on one line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef INDEXING_SEARCH_SNIPPET_H
#define INDEXING_SEARCH_SNIPPET_H

#include "espalier.h"

/* As EspSearchHit.snippet; `found` are FoundBytes in the words. */
GPtrArray *search_snippet (const char *words, const GArray *found);

#endif
