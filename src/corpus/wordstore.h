/* Keeping the words of documents: texts and layouts, content-addressed, and the full-text index
 * over them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_WORDSTORE_H
#define CORPUS_WORDSTORE_H

#include "espalier.h"

typedef struct
{
  const char *text;
  gsize length_cp;   /* code points in it */
  const char *lines; /* its layout (layout_lines.h) */
  guint numbered;    /* turns and paragraphs in the layout */
} Words;

/* Stores a text and its layout under their hashes, unless they are there; inside a change. */
gboolean words_keep (EspStudy *study, const Words *words, const guint8 text_hash[32],
                     const guint8 layout_key[32], GError **error);

/* Stores those of them again that the study has lost. */
gboolean words_restore (EspStudy *study, const Words *words, const guint8 text_hash[32],
                        const guint8 layout_key[32], gboolean *restored, GError **error);

#endif
