/* Finding the documents that a person means.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_DOCUMENT_H
#define CORPUS_DOCUMENT_H

#include "base/uuid.h"
#include "espalier.h"

typedef struct
{
  Uuid document_id, version_id; /* the version in force */
} DocRef;

/* A document's name, or a case's label: then all documents that are the case's, or in which it
 * speaks. GArray of DocRef, by name, at least one; NULL with error. */
GArray *documents_find (EspStudy *study, const char *name, GError **error);

/* Fails, listing them, when there are several. */
gboolean documents_only_one (EspStudy *study, const GArray *found, const char *name,
                             GError **error);

/* Its name, to be freed. */
char *document_name (EspStudy *study, const Uuid *id);

/* A document that is called by the label of its case is called by another one, unless another
 * document is called so. Inside a change. */
gboolean document_follow_label (EspStudy *study, const Uuid *id, const char *old_label,
                                const char *new_label, GError **error);

/* Whether a document is among those found; `found` NULL: all are meant. */
gboolean documents_hold (const GArray *found, const Uuid *document_id);

/* The documents of a case, none allowed. */
GArray *documents_of_case (EspStudy *study, const Uuid *case_id, GError **error);

#endif
