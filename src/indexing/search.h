/* Searching, as the files of this room share it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef INDEXING_SEARCH_H
#define INDEXING_SEARCH_H

#include "base/uuid.h"
#include "espalier.h"

/* A hit and where it is. `info` comes first: an array of these is an array of EspSearchHit. */
typedef struct
{
  EspSearchHit info;
  Uuid version_id;
  guint item; /* index in the items of the document */
} SearchHit;

/* Counts the hits by case, and by what the options say. */
typedef struct _SearchCounts SearchCounts;
/* NULL with error. */
SearchCounts *search_counts_new (EspStudy *study, const EspSearchOptions *options, GError **error);
void search_counts_free (SearchCounts *counts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SearchCounts, search_counts_free)
/* Whether turns of a case, '' for none, are searched. */
gboolean search_counts_wants (const SearchCounts *counts, const char *case_label);
void search_counts_add (SearchCounts *counts, const char *case_label, EspPart part);
void search_counts_finish (SearchCounts *counts, EspSearchResult *result);

void search_count_free (gpointer count); /* an EspSearchCount */

#endif
