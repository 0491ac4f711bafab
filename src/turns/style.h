/* In which of the common styles a transcript says who speaks: found by counting, not by asking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_STYLE_H
#define TURNS_STYLE_H

#include "turns/line.h"

/* The style in which most names come back, after the document's header; *lower_is_usual: names open
 * with a small letter here. Counts the speakers' forms, so it is asked once. */
Style style_find (const Lines *lines, const Speakers *speakers, gboolean *lower_is_usual);

/* The same for a style that a person asks for. */
void style_count (const Lines *lines, const Speakers *speakers, Style style,
                  gboolean *lower_is_usual);

gboolean style_has_form (Style style, Form form);
/* How often the name stands in a form of the style. */
guint style_occurrences (Style style, const Speaker *speaker);
/* Whether the name is taken for a speaker's: known, or coming back and nothing else. */
gboolean style_takes (Style style, const Speaker *speaker);

/* How many are taken for speakers of whom each comes back. */
guint style_recurring (Style style, const Speakers *speakers);

/* Whether names of the style were counted that the study or the document itself tells. */
gboolean style_is_told (Style style, const Speakers *speakers);

/* In words, for the report: static. */
const char *style_label (Style style, const Lines *lines);

/* Marks those who are nearly one who speaks often, and speak seldom: their names are slips. */
void style_mark_slips (Style style, const Speakers *speakers);

#endif
