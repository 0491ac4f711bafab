/* Words of a copy taken into the study: texts, layouts, prose, original files. Each proves itself
 * by its key.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include "store/private.h"

/* A row of words, borrowed. */
typedef struct
{
  const guint8 *body, *second; /* second: the salt of prose, or the hash of the text of a layout */
  gsize size, second_size;
  gint64 numbered; /* of a layout */
} StoredWords;

/* Whether the words are those that the key is of. */
gboolean words_prove (WordsKind kind, const StoredWords *words, const guint8 hash[32]);

/* Stores words that are proven and that the study has not; they are lost no more. */
gboolean words_put (EspStudy *study, WordsKind kind, const StoredWords *words,
                    const guint8 hash[32], GError **error);

/* Takes the words with this key from the copy, unless the study has them. What the copy says it has
 * lost is noted as lost here too. Words that are not there, or not what their key says, are
 * ESP_ERROR_DAMAGED; an original file need not be there. */
gboolean words_take (EspStudy *study, EspStudy *copy, WordsKind kind, const guint8 hash[32],
                     GError **error);

/* Takes what rows of this study name, it has not, and the copy has: what was damaged, what a compact
 * backup left out and is needed again, and original files. */
gboolean words_heal (EspStudy *study, EspStudy *copy, GError **error);

#endif
