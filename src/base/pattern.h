/* Regular expressions (PCRE2): Unicode, compiled once, safe on any text and in any thread.
 *
 * A pattern that would take too long on a text is stopped and reported, never waited for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include "espalier.h"

typedef enum
{
  PATTERN_PLAIN = 0,
  PATTERN_CASELESS = 1 << 0,
  PATTERN_WHOLE = 1 << 1, /* matches the whole subject or not at all */
} PatternOptions;

typedef struct _Pattern Pattern; /* compiled; never changes; shared by threads */

/* NULL with an error of ESP_ERROR_INPUT that says what is wrong and at which character. */
Pattern *pattern_new (const char *source, PatternOptions options, GError **error);
void pattern_free (Pattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pattern, pattern_free)

const char *const *
pattern_names (const Pattern *pattern); /* of the named groups, by name; NULL-terminated */
gboolean pattern_has_name (const Pattern *pattern, const char *name);

/* The matches in one subject, from left to right, not overlapping. A match of nothing (as a* has in
 * "b") is none, so that a scan always ends. Pattern and subject are borrowed; the subject is valid
 * UTF-8. */
typedef struct _PatternScan PatternScan;
PatternScan *pattern_scan_new (const Pattern *pattern, const char *subject, gsize size_bytes);
void pattern_scan_free (PatternScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PatternScan, pattern_scan_free)

/* The next match, bytes [start, end). FALSE at the end, or with an error when the pattern is too
 * costly on this subject. */
gboolean pattern_scan_next (PatternScan *scan, gsize *start, gsize *end, GError **error);

/* Goes on from a byte of the subject, the beginning of a character, instead of the end of the last
 * match. */
void pattern_scan_resume (PatternScan *scan, gsize byte);

/* What a named group of the last match matched; NULL when it took no part in it. To be freed. */
char *pattern_scan_group (const PatternScan *scan, const char *name);

#endif
