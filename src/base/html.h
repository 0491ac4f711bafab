/* Reading HTML as browsers do: any text is HTML, nothing is fetched or run, time grows with the
 * size. What stands between '<' and '>' is told apart by the tokenizer of the HTML standard
 * (WHATWG, 13.2.5); which element closes which is left to the caller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "espalier.h"

/* What stands in a tag behind its name; borrowed during the call. */
typedef struct
{
  const char *at, *end;
} HtmlAttrs;

/* The value, characters decoded, to be freed; NULL when absent. The first of that name counts. */
char *html_attrs_get (const HtmlAttrs *attrs, const char *name);
/* Whether there is an attribute at all: most tags have none. */
gboolean html_attrs_any (const HtmlAttrs *attrs);

/* Names are in lower case, at most 63 bytes of them. `closed`: the element has no end of its own
 * ("<p/>" where that counts, in XHTML and SVG). Words inside script, style and the like are given
 * as they stand. TRUE from `start` or `end` stops the scan. */
typedef struct
{
  gboolean (*start) (const char *name, const HtmlAttrs *attrs, gboolean closed, gpointer data);
  gboolean (*end) (const char *name, gpointer data);
  void (*text) (const char *text, gsize size_bytes, gpointer data); /* may come in pieces */
  /* What stands between "<!--" and "-->". */
  void (*comment) (const char *text, gsize size_bytes, gpointer data);
} HtmlScan;

/* Calls back for each tag and piece of text of valid UTF-8 (html_attrs_get says what a call may
 * ask); any of the four may be NULL. Thread-safe. */
void html_scan (const char *text, gsize size_bytes, const HtmlScan *scan, gpointer data);

/* Whether an element of that name holds words and no elements: script, style, textarea. */
gboolean html_is_raw (const char *name);

/* The bytes from `at` that are a character reference ("&eacute;", "&#233;"), whose characters are
 * appended; 0: they are not one. */
gsize html_reference (const char *at, const char *end, gboolean in_attribute, GString *text);

#endif
