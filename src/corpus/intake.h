/* A file on its way into the study: read by any thread (intake_read), then placed by what the
 * definition says (belonging.h).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_INTAKE_H
#define CORPUS_INTAKE_H

#include "base/text.h"
#include "corpus/layout.h"
#include "reading/reader.h"

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
  GError *error; /* why it was refused */
} Intake;

/* Reads a file, finds its reader, makes its layout and hashes. `options` as for readers. What
 * cannot be read has `error` set. Thread-safe. */
Intake *intake_read (const char *path, const LayoutNames *names, const ReadOptions *options,
                     gboolean keep_bytes);
void intake_free (Intake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Intake, intake_free)

/* The files that a list of files and folders means, by name: char *. What no transcript is (hidden
 * files, a word processor's lock files) is left out. A path that is not there stays, and is refused
 * when read. `passed_over` gets the folders inside that were not looked into, for display. */
GPtrArray *intake_paths (const char *const *paths, gboolean recurse, GPtrArray *passed_over);

#endif
