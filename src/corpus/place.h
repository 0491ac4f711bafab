/* Places in a document as a person gives them: a quote, a turn, a span.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_PLACE_H
#define CORPUS_PLACE_H

#include "corpus/document.h"
#include "corpus/transcript.h"

/* Finds a place in one document. Errors say what is there: the places of a quote that occurs
 * several times, the beginning of one that occurs nowhere, the number of turns. */
gboolean place_find (DocText *doc, const EspPlace *place, Span *span, GError **error);

/* Finds a place in the one of several documents that has it: a quote may be in any of them, exactly
 * once in all; a turn or a span needs one document. `docs` are DocText. */
gboolean place_find_among (GPtrArray *docs, const EspPlace *place, DocText **doc, Span *span,
                           GError **error);

/* Finds a place where a person says it is: a quote in all that the case of that label has or speaks
 * in; else in the document of that name. `doc` is borrowed from `docs`. */
gboolean place_find_named (EspStudy *study, DocTexts *docs, const char *document,
                           const EspPlace *place, DocText **doc, Span *span, GError **error);

/* How a quote stands to the words of a span (docs/architecture.md, "Quotes"). */
EspQuoteMatch quote_match (const DocText *doc, Span span, const char *quote);

#endif
