/* Reading files ahead of their storing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_READ_AHEAD_H
#define CORPUS_READ_AHEAD_H

#include "corpus/sheet_documents.h"

typedef struct _ReadAhead ReadAhead;

/* Begins to read; all that is given is borrowed until the end. */
ReadAhead *read_ahead_new (const GPtrArray *paths, Rulebook *book, const SheetWish *wish,
                           const EspImportOptions *options);

/* The file at that position, each once and in order; waits for it. */
Intake *read_ahead_take (ReadAhead *ahead, guint i);
void read_ahead_free (ReadAhead *ahead);

#endif
