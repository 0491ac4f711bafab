/* What a search found: for people, and as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_FOUND_H
#define CLI_FOUND_H

#include "cli/call.h"

/* Each turn with the words around what was found, which stands between stars. */
void found_print (const EspSearchResult *result);

/* "34 turns in 12 documents of 9 cases (in their own words: 29 turns, 8 of 24 cases)"; to be freed.
 */
char *found_line (const EspSearchResult *result);

/* How often it was found by case (`by` "case"), or by what the result was counted by. */
void found_print_counts (Call *call, const EspSearchResult *result, const char *by);

/* The whole result as a JSON object. */
json_t *found_json (const EspSearchResult *result, const char *what);

#endif
