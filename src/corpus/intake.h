/* A file on its way into the study: read by any thread (intake_read), then placed by what the
 * definition says (belonging.h).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_INTAKE_H
#define CORPUS_INTAKE_H

#include "base/text.h"
#include "reading/reader.h"
#include "study/label.h"
#include "turns/layout.h"

/* More is no transcript. */
#define TRANSCRIPT_SIZE_MAX ((goffset)256 * 1024 * 1024)

typedef struct _SheetDocuments SheetDocuments;

typedef struct
{
  char *path;
  char *name;           /* without folder, in UTF-8 */
  char *stem;           /* without suffix */
  const Reader *reader; /* NULL when refused */
  Source *source;
  Layout *layout;
  char *lines; /* the layout as text */
  TextIndex *index;
  char *bytes; /* of the file, only when asked for */
  gsize bytes_size;
  guint8 original_hash[32], text_hash[32], layout_key[32];
  SheetDocuments *sheet; /* of a sheet whose rows are documents: an intake for each is made of it
                            (sheet_documents.h), and none of the above is set but the names */
  guint row;             /* of a document of a sheet: the first one of it; 0 else */
  gboolean answers;      /* of such a one: of one respondent, and no transcript */
  Label *label;          /* of such a one: whose it is; NULL: it does not say */
  char *written;         /* the label as it stands there; NULL likewise */
  char *part;            /* of such a one: which of the sheet's, '' for the only one */
  GError *error;         /* why it was refused */
} Intake;

/* Reads a file, finds its reader, makes its layout and hashes. `options` as for readers. What
 * cannot be read has `error` set. Thread-safe. */
Intake *intake_read (const char *path, const LayoutNames *names, const ReadOptions *options,
                     gboolean keep_bytes);
/* Calls it otherwise than its file is called; what a column of a sheet calls it by stays its stem.
 */
void intake_name (Intake *intake, const char *name);
void intake_free (Intake *intake);
/* For those that make one otherwise: the names alone; and, once it has a source, a layout and the
 * hashes of its text and its file, what follows from them. */
Intake *intake_new (const char *path);
void intake_finish (Intake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Intake, intake_free)

/* The files that a list of files and folders means, by name: char *. What no transcript is (hidden
 * files, a word processor's lock files) is left out. A path that is not there stays, and is refused
 * when read. `passed_over` gets the folders inside that were not looked into, for display. */
GPtrArray *intake_paths (const char *const *paths, gboolean recurse, GPtrArray *passed_over);

#endif
