/* Rules for coding by pattern: a theme, and words or a pattern that propose it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef INDEXING_RULES_H
#define INDEXING_RULES_H

#include "base/pattern.h"
#include "framework/theme.h"

typedef struct
{
  const ThemeEntry *theme;
  char *written; /* as in the file */
  Pattern *pattern;
} CodingRule;

/* CodingRule for each rule of a csv file (theme, words or /pattern/) or of XML
 * (urn:espalier:rules:1). Errors name file and line. */
GPtrArray *rules_load (const char *file, const ThemeTree *tree, GError **error);

#endif
