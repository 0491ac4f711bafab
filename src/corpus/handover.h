/* Words that become another case's: what follows from it, for whoever did it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_HANDOVER_H
#define CORPUS_HANDOVER_H

#include "base/uuid.h"
#include "espalier.h"

typedef struct _Handover Handover;
void handover_free (Handover *handover);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Handover, handover_free)

/* Looks at a document before its words, or some of them, are taken from a case (nil: from nobody),
 * in a change. */
Handover *handover_begin (EspStudy *study, const Uuid *document, const Uuid *from, GError **error);

/* Looks again when all is written. A case of which nothing is left goes: it has no words, document,
 * summary or memo, is in no group, and nobody gave it an attribute. */
EspHandover *handover_end (EspStudy *study, const Handover *handover, GError **error);

#endif
