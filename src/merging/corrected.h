/* Texts of documents that a merge brought corrections to, or codings that were made before one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MERGING_CORRECTED_H
#define MERGING_CORRECTED_H

#include "espalier.h"

/* How texts stand before a copy is joined. */
typedef struct _CorrectedBefore CorrectedBefore;

CorrectedBefore *corrected_before (EspStudy *study, GError **error);
void corrected_before_free (CorrectedBefore *before);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CorrectedBefore, corrected_before_free)

/* EspMergeText, by name of the document: what is new since then. */
GPtrArray *corrected_since (EspStudy *study, const CorrectedBefore *before, GError **error);

void corrected_text_free (gpointer text);

#endif
