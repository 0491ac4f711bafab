/* The words that every format prints alike: headings of themes, states of cells, places of
 * evidence.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_WORDS_H
#define EXCHANGE_WORDS_H

#include "espalier.h"

/* "3.1 Recovery / Meaning"; a section: "3 Recovery". To be freed, as all that is not const here. */
char *words_theme (const EspTheme *theme);

/* The theme as a column under its section: "3.1 Meaning". */
char *words_column (const EspTheme *theme, const EspTheme *section);

/* What stands in a cell that has no summary: "not asked", "not started" ... */
const char *words_empty_cell (const EspCell *cell);

/* What a summary says: its text, or "nothing said", "not asked", "not applicable". Borrowed. */
const char *words_summary (const EspSummary *summary);

/* What a reader must know of a summary, '' for nothing: "draft by Anna; codings have changed since
 * this was written". */
char *words_about_summary (const EspSummary *summary, gboolean with_author);

/* "2 codings not yet charted", '' when there are none. */
char *words_uncharted (const EspCell *cell);

/* "B-SM-001, turn 14" */
char *words_place (const EspEvidence *evidence);

/* Whose words, where they are not the case's own: "interviewer's words, as context"; '' for its
 * own. */
const char *words_whose (const EspEvidence *evidence);

/* How the words of it were corrected after it was given; '' for not at all. To be freed. */
char *words_corrected (const EspEvidence *evidence);

/* "edited"; "not found in the text"; '' for words that stand there as they are printed. */
const char *words_match (const EspEvidence *evidence);

/* "Burgundy, senior manager, Wales": the key attributes that the case has. */
char *words_attributes (const EspCase *one, const GPtrArray *attributes);

/* The value of an attribute, '' for none. Borrowed. */
const char *words_value (const EspCase *one, const EspAttribute *attribute);

/* "mentioned by 3 of 4 asked" */
char *words_mentioned (const EspGroupCell *cell);

/* char *: the states of the cases of a group that have no summary on a theme, with their labels:
 * "coded, not yet charted: B-SU-001 (1 coding)", of own words, as these count as mentioning; "not
 * asked: B-CA-002". */
GPtrArray *words_without_summary (const EspComparison *comparison, guint theme,
                                  const EspGroupCell *cell);

/* "14 March 2014, 10:20 UTC" from "2014-03-14T10:20:00Z"; what is no such time is given as it is.
 */
char *words_time (const char *time);
/* The same where the person is: "14 March 2014, 11:20 CET"; of it the time of the day alone, there
 * or in UTC; and the day alone: "Friday, 14 March 2014". */
char *words_local_time (const char *time);
char *words_clock (const char *time, gboolean local);
char *words_day (const char *time);

/* "1 case", "12 cases" */
char *words_count (guint n, const char *one, const char *several);

#endif
