/* What a merge brought, in the researcher's words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_MERGE_WORDS_H
#define CLI_MERGE_WORDS_H

#include "espalier.h"

/* "C2: 214 codings, 31 summaries, 3 themes added; 2 codings removed; 1 theme altered", or "C2 would
 * add 214 codings ..." when `would`. To be freed, as all here. */
char *merge_words_person (const EspMergePerson *person, gboolean would);

/* "2 conflicts (both changed the definition of Recovery / Meaning; ...)" */
char *merge_words_conflicts (const GPtrArray *conflicts);

/* "Ben corrected the text of N-SU-001; 2 items to be looked at in it", for one text. */
char *merge_words_text (const EspMergeText *text, gboolean would);

#endif
