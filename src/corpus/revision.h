/* Correcting a text: a new version of a document.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_REVISION_H
#define CORPUS_REVISION_H

#include "base/uuid.h"
#include "corpus/difference.h"

typedef struct
{
  Uuid document, version; /* the new one */
  char *name;             /* of the document */
  DifferenceWords words;
  GPtrArray *findings;         /* EspFinding */
  GPtrArray *new_cases;        /* char *: labels */
  GPtrArray *unknown_speakers; /* char *: names */
} Revision;

/* Reads a file and makes it the text of a document, inside a change. Who speaks under a name that
 * the text had before stays who it is. */
Revision *revision_make (EspStudy *study, const char *document, const char *file,
                         const EspReviseOptions *options, GError **error);
void revision_free (Revision *revision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Revision, revision_free)

/* Settles which of two texts side by side stands: writes one with the words of `kept` that replaces
 * `other`, inside a change, so that what was marked on either of them is carried over. */
gboolean revision_prefer (EspStudy *study, const Uuid *kept, const Uuid *other, GError **error);

#endif
