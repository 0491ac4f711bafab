/* A sheet as documents. A reader makes one source of a file; a sheet holds many documents, so it is
 * read here, between the reading of files and their storing: one row a turn makes a document of
 * each file, or of each value of a column; one row a respondent makes a document of each row, with
 * a section for each question that was answered. An answer that is empty has no section: the sheet
 * does not tell whether the question was asked and nothing said, or never asked; the schedule of
 * the study does.
 *
 * The documents come one at a time, so that memory does not grow with their number.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_SHEET_DOCUMENTS_H
#define CORPUS_SHEET_DOCUMENTS_H

#include "corpus/belonging.h"

/* What a person says of the sheets of an import. */
typedef struct
{
  const SheetMap *map;       /* NULL: the definition says it, or nobody */
  const char *sheet;         /* of a workbook; NULL: the first that is not hidden */
  const char *encoding;      /* of a list; NULL: it is found out */
  const char *const *accept; /* columns whose values may look like names; NULL: none */
} SheetWish;

/* What is said of a file that is called so: the definition's map goes before the person's, and that
 * before what was said of such a file on an import before. NULL: nothing, or it is no sheet by its
 * name. */
const SheetMap *sheet_documents_map (const Rulebook *book, const SheetWish *wish, const char *name);
/* Whether a file is called as sheets are: .csv, .tsv, .xlsx ... */
gboolean sheet_documents_named (const char *name);

/* Reads a file as a sheet: an intake with `sheet`, or with an error. `map` NULL: it is refused, and
 * told what could be said. Thread-safe. */
Intake *sheet_documents_read (const char *path, const Rulebook *book, const SheetMap *map,
                              const SheetWish *wish, gboolean keep_bytes);
void sheet_documents_free (SheetDocuments *self);

/* The next document of the sheet, or a row that is refused; NULL at the end. */
Intake *sheet_documents_next (SheetDocuments *self, const Intake *whole);

/* What there is to say of the sheet as a whole, once all documents were taken: EspFinding. */
GPtrArray *sheet_documents_findings (const SheetDocuments *self);

/* Gives the cases what the columns of attributes say, inside a change, when the documents are
 * stored; what there is to say of it goes to the findings. */
gboolean sheet_documents_attributes (SheetDocuments *self, EspStudy *study,
                                     const char *const *accept, GError **error);

#endif
