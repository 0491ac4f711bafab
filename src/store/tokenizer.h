/* Words as the full-text index has them: cut and folded by the same code of SQLite, so that what is
 * found in a text is what the index knows of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_TOKENIZER_H
#define STORE_TOKENIZER_H

#include "espalier.h"

typedef struct _Tokenizer Tokenizer;

/* Serves as long as the study is open. NULL with error. */
Tokenizer *tokenizer_new (EspStudy *study, GError **error);
void tokenizer_free (Tokenizer *tokenizer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tokenizer, tokenizer_free)

typedef struct
{
  const char *folded; /* in lower case without diacritics; not ended by NUL */
  gsize size;
  gsize start, end; /* bytes in the words that were cut */
} Token;

/* The words with spaces around each letter of a writing that has none between words (Chinese,
 * Japanese): each is a word of its own, in the index and in what it is asked. NULL when there is no
 * such letter. `gaps` (gsize; may be NULL) gets where in the result spaces were put in. */
GString *tokenizer_apart (const char *words, gsize size_bytes, GArray *gaps);

/* Calls `each` for every token of the words, in order. */
typedef void (*TokenFunc) (const Token *token, gpointer data);
void tokenizer_cut (const Tokenizer *tokenizer, const char *words, gsize size_bytes, TokenFunc each,
                    gpointer data);

#endif
