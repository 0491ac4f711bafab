/* What the study definition says of how transcripts are written: their style, lines that nobody
 * says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_UNSPOKEN_H
#define CORPUS_UNSPOKEN_H

#include "turns/layout.h"

/* The patterns of lines that nobody says. */
typedef struct _UnspokenLines UnspokenLines;
UnspokenLines *unspoken_lines_load (EspStudy *study, GError **error);
void unspoken_lines_free (UnspokenLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UnspokenLines, unspoken_lines_free)

/* What a line is, without spaces around it. A pattern that once took too long is not asked again.
 * Thread-safe. */
Unspoken unspoken_line (UnspokenLines *lines, const char *line);

/* The first pattern that took too long, NULL for none; borrowed. */
const char *unspoken_lines_costly (const UnspokenLines *lines);

#endif
