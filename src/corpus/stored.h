/* What a file that was read leaves in the study: its words, a version of a document, who speaks in
 * it. The same for a new document and for a corrected text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_STORED_H
#define CORPUS_STORED_H

#include "corpus/belonging.h"

typedef struct
{
  EspStudy *study;
  const Rulebook *book;
  GPtrArray *new_cases; /* char *: labels, added to */
} Storing;

/* The text, its layout and, where originals are kept, the bytes of the file: all of them, or those
 * that the study has lost. *some (may be NULL): whether there were any. */
gboolean stored_words (EspStudy *study, const Intake *intake, gboolean only_lost, gboolean *some,
                       GError **error);

/* `replaces` NULL or nil, and `difference` '': the first text of the document. */
gboolean stored_version (EspStudy *study, const Intake *intake, const Uuid *document,
                         const Uuid *version, const Uuid *replaces, const char *difference,
                         GError **error);

/* The case of a label, made where there is none yet. */
gboolean stored_case (const Storing *storing, const Label *label, Uuid *id, GError **error);

/* What is known of a speaker already. */
typedef struct
{
  EspPart part;
  Uuid case_id;
} KnownSpeaker;

/* `known`: folded name -> KnownSpeaker, which comes before the plan; NULL: none. */
gboolean stored_speakers (const Storing *storing, const Belonging *belonging, const Uuid *version,
                          const Uuid *own_case, GHashTable *known, GError **error);

#endif
