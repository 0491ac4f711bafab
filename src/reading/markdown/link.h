/* The addresses of links in Markdown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_MARKDOWN_LINK_H
#define READING_MARKDOWN_LINK_H

#include "espalier.h"

/* Bytes of the words in brackets by which an address is found. */
#define MARKDOWN_LABEL_MAX 999

/* How those words are compared: to be freed. */
char *markdown_link_key (const char *words, gsize size);

/* Whether the bytes look like the address of a link, and not like something that was said. */
gboolean markdown_link_is_whole_address (const char *at, const char *end);
gboolean markdown_link_is_address (const char *at, const char *end);

/* Behind "(address)" or "(<address> "title")" on one line, when it stands at the place; else NULL.
 */
const char *markdown_link_behind_address (const char *at, const char *end);
/* Behind "[words][label]", "[words][]" or "[words]" whose key is among those known; else NULL.
 * `close`: the bracket that ends the words, which begin at `from`. */
const char *markdown_link_behind_label (const char *from, const char *close, const char *end,
                                        GHashTable *known);

#endif
