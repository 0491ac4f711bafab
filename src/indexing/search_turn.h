/* Finding in one turn what a person searches for: every place of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef INDEXING_SEARCH_TURN_H
#define INDEXING_SEARCH_TURN_H

#include "base/pattern.h"
#include "indexing/search_query.h"

/* Bytes [start, end) of the words of a turn. */
typedef struct
{
  gsize start, end;
} FoundBytes;

typedef struct _TurnSearch TurnSearch;

/* Looks for a query, or (query NULL) for a pattern; all are borrowed. */
TurnSearch *turn_search_new (const Tokenizer *tokenizer, const SearchQuery *query,
                             const Pattern *pattern);
void turn_search_free (TurnSearch *search);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TurnSearch, turn_search_free)

/* FoundBytes in the words of one turn, in order, none overlapping another; empty when the turn does
 * not fit. Borrowed until the next turn. NULL with an error when a pattern is too costly. */
const GArray *turn_search_run (TurnSearch *search, const char *words, gsize size_bytes,
                               GError **error);

#endif
