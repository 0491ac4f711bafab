/* Memos as rows, and the comments that came with a file, which are memos too.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_MEMO_H
#define CORPUS_MEMO_H

#include "base/text.h"
#include "base/uuid.h"
#include "reading/reader.h"

/* A memo to be written. What it is about: nil ids and has_span FALSE for what is not meant; the
 * study, when nothing is. */
typedef struct
{
  Uuid id;
  Uuid replaces_id; /* nil: none */
  const char *kind; /* as in the study file */
  const char *text;
  const char *author;  /* '' for the coder of the open change */
  const char *made_at; /* NULL: now */
  Uuid version_id;
  gboolean has_span;
  gsize start_cp, end_cp;
  Uuid case_id, theme_id, group_id;
} MemoRow;

/* Inside a change. One that is there already, also one that was taken away, stands again. */
gboolean memo_write (EspStudy *study, const MemoRow *row, GError **error);

/* A new wording of a memo, by the coder of the open change, in the place of the old one. */
gboolean memo_write_wording (EspStudy *study, const Uuid *old_id, const Uuid *new_id,
                             const char *text, GError **error);

/* Takes a memo away with all wordings that it had: none of them comes back. Inside a change. */
gboolean memo_take_away (EspStudy *study, const Uuid *id, GError **error);

/* The comments of a source as memos on the version made of it, but those that an earlier text of
 * the document had. Inside a change. */
gboolean memo_write_comments (EspStudy *study, const Source *source, const TextIndex *index,
                              const Uuid *version, GError **error);

#endif
