/* Shaping words for people: what may go to a terminal, how wide it is there, lines, counts, times.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_WORDING_H
#define CLI_WORDING_H

#include <glib.h>

/* Valid UTF-8 without control characters but LF and TAB, nor those that turn the order of writing
 * around: a document can hold what would drive a terminal or show words that are not there. To be
 * freed. */
char *wording_clean (const char *text);

/* A message: wording_clean, on one line, whatever the file that it tells of has. */
char *wording_message (const char *text);

/* wording_clean on one line, white space folded. */
char *wording_line (const char *text);

/* The next character; as g_utf8_next_char, for text that is not to be changed. */
const char *wording_next (const char *at);

/* The beginning of a line, with an ellipsis, where it is wider than `width`. */
char *wording_excerpt (const char *line, guint width);

/* Columns on a terminal. */
guint wording_width (const char *text);

/* Where the line that begins at `text` ends, which may have `width` columns, 0: any number. It is
 * parted at spaces, between characters of scripts that write none, or, in a longer word, behind a
 * hyphen or anywhere.
 * *next gets where the line after it begins, NULL at the end. */
const char *wording_break (const char *text, guint width, const char **next);

/* char *: lines of at most `width` columns, broken at spaces, a longer word cut; 0: lines are never
 * broken. LF begins a new line. */
GPtrArray *wording_wrap (const char *text, guint width);

/* "1 file", "31 files", "2 countries". */
char *wording_count (guint n, const char *noun);

/* "Meaning, Hope and 3 more": the first of some texts, on one line. */
char *wording_list (const GPtrArray *texts, guint most);

/* "66", "48.5": to a tenth, with a point in every locale. */
char *wording_number (double number);

/* "2026-03-14T09:05:00Z" as "2026-03-14 10:05" where the person is, under a heading that says so;
 * with its zone, "2026-03-14 10:05 CET", anywhere else. What is no time stays as it is. */
char *wording_local_time (const char *utc, gboolean with_zone);

/* A word of a command line, as a person would type it: quoted where it must be. */
char *wording_argument (const char *text);

/* The 8 characters of an id that commands take. */
char *wording_short_id (const char *id);

/* "3.1 Recovery / Meaning". */
char *wording_theme (const char *number, const char *title);

#endif
