/* A layout as text, a line for each item: what the study file keeps, and what its hash is of.
 *
 *   kind TAB start TAB end TAB milliseconds TAB speaker LF
 *
 * kind is turn, paragraph, heading or note; start and end are code points; milliseconds are -1
 * where no time is given; the speaker is written as in the text, with every control character made
 * a space, and is empty where nobody speaks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_LAYOUT_LINES_H
#define CORPUS_LAYOUT_LINES_H

#include "store/store.h"
#include "turns/layout.h"

/* `items` are LayoutItem. */
char *layout_lines (const GArray *items);

/* The words that a layout of a text is; both are borrowed. */
StoredWords layout_words (const char *lines, const guint8 text_hash[32]);

/* How many of the items are numbered: turns and paragraphs. */
guint layout_numbered (const GArray *items);

/* Reads one line; *lines moves on. `item->speaker` is to be freed. FALSE at the end, or where a
 * line cannot be read (*lines stays). */
gboolean layout_line_next (const char **lines, LayoutItem *item);

/* Names of kinds, and back; FALSE for no kind. */
const char *item_kind_name (EspItemKind kind);
gboolean item_kind_from_name (const char *name, gsize size, EspItemKind *kind);

#endif
