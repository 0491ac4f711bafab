/* Sessions: the occasion of an interview, as the definition or a person says it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_SESSION_H
#define CORPUS_SESSION_H

#include "corpus/belonging.h"

/* Stores what a rule of the definition says of the session of a document, if it says anything;
 * inside a change. */
gboolean session_store (EspStudy *study, const DocumentRule *rule, const Uuid *document,
                        GError **error);

/* The length that times in a transcript tell, in milliseconds: from the lowest to the highest. A
 * fall back into the first minute begins another recording, which is added; any other fall is a
 * slip. `times_ms` are gint64, -1 for none. 0: they tell none. */
gint64 session_length_ms (const GArray *times_ms);

#endif
