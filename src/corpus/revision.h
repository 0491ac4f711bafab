/* Correcting a text: a new version of a document.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_REVISION_H
#define CORPUS_REVISION_H

#include "base/uuid.h"
#include "corpus/belonging.h"
#include "corpus/difference.h"
#include "corpus/transcript.h"

typedef struct
{
  Uuid document, version; /* the new one */
  char *name;             /* of the document */
  gboolean same_text;     /* only who speaks in it, or when, is another */
  DifferenceWords words;
  GPtrArray *findings;         /* EspFinding */
  GPtrArray *new_cases;        /* char *: labels */
  GPtrArray *unknown_speakers; /* char *: names */
} Revision;

/* The file by which a document came into the study, and its reader; both to be freed. */
gboolean revision_origin (EspStudy *study, const Uuid *document, char **name, char **reader,
                          GError **error);

/* What a text is and whose, as if it came from the file by which its document did: only who speaks
 * is taken from that. */
Belonging *revision_decide (const Rulebook *book, Intake *intake, const char *origin,
                            GError **error);

/* Makes what was read the new text of a document, inside a change. A text with few of the words
 * before is taken too: revision_is_doubtful says whether it is such a one. */
Revision *revision_take (EspStudy *study, const Rulebook *book, const DocText *doc, Intake *intake,
                         const Belonging *belonging, GError **error);
gboolean revision_is_doubtful (const Revision *revision);

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
