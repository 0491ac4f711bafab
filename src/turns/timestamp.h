/* Times in a transcript, as they stand beside a speaker's name: 14:03, 0:14:03, 00:14:03.622, in
 * brackets or not, '#00:14:03-5#', and '[00:01 --> 00:04]', whose first time counts. Milliseconds
 * from the start of the recording.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_TIMESTAMP_H
#define TURNS_TIMESTAMP_H

#include "espalier.h"

/* Bytes of the time that stands at p, 0 for none; *ms is written only by a time. */
gsize timestamp_bare (const char *p, const char *end, gint64 *ms);
gsize timestamp_bracketed (const char *p, const char *end, gint64 *ms);

/* Over a time at p and what separates it from the words; *ms is -1 when there is none. */
const char *timestamp_skip (const char *p, const char *end, gint64 *ms);

/* Before a time at the end, bracketed or after white space: the new end; *ms stays without one. */
const char *timestamp_trim (const char *p, const char *end, gint64 *ms);

/* Before a time in brackets or hashes with which a paragraph ends: where it begins; `end` and an
 * unchanged *ms without one. */
const char *timestamp_stamp (const char *p, const char *end, gint64 *ms);

/* "00:14:03"; '' for -1. To be freed. */
char *timestamp_text (gint64 ms);

#endif
