/* The header of a document: lines at its start that give date, place and who was there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_FRONTMATTER_H
#define TURNS_FRONTMATTER_H

#include "turns/line.h"

/* The number of paragraphs that are header; 0: there is none. */
guint frontmatter_end (const Lines *lines);

/* Notes in the speakers whose short names the document's beginning explains: "Michael Flaxman
 * (MF)", or a list below the line SPEAKERS. */
void frontmatter_key (const Lines *lines, Speakers *speakers);

#endif
