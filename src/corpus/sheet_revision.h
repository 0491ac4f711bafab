/* Correcting the documents of a sheet by the sheet as it is now: each of its rows, or groups of
 * rows, is the document that an import made of it, known by its name, which follows from its label
 * and part.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_SHEET_REVISION_H
#define CORPUS_SHEET_REVISION_H

#include "corpus/revision.h"
#include "corpus/sheet_documents.h"

/* Whether a file of that name is read as a sheet. */
gboolean sheet_revision_is_sheet (const Rulebook *book, const char *name);

/* What a sheet has for one document, which came from the file `origin`; where the sheet is one
 * document, that. *belonging gets what was decided of it. */
Intake *sheet_revision_row (const Rulebook *book, const DocText *doc,
                            const char *origin, const char *file, const EspReviseOptions *options,
                            Belonging **belonging, GError **error);

typedef struct
{
  char *sheet;          /* the name of the file by which the documents came */
  GPtrArray *revisions; /* Revision: of what differs, in the order of the rows */
  guint same, refused, unknown, left; /* documents as before; rows refused, or of none; documents
                                         without a row */
  GPtrArray *findings;                /* EspFinding */
} SheetRevisions;

/* Corrects all documents of a sheet that differ, inside a change. */
SheetRevisions *sheet_revisions_make (EspStudy *study, const char *file,
                                      const EspReviseOptions *options, GError **error);
void sheet_revisions_free (SheetRevisions *revisions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SheetRevisions, sheet_revisions_free)

#endif
