/* The tables of words, for the files of the store: texts, layouts, prose, original files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include "store/sqlite.h"

typedef struct
{
  WordsKind kind;
  const char *name;         /* words_lost.kind */
  const char *table, *body; /* the column of the words themselves */
  const char *second;       /* the column that the key is made of too; NULL: none */
} WordsTable;

#define WORDS_KINDS 4
extern const WordsTable words_tables[WORDS_KINDS];
const WordsTable *words_table (WordsKind kind);

typedef struct
{
  const char *table, *column;
} WordsColumn;

/* WordsColumn: the columns of content that hold keys of these words. */
GArray *words_columns (EspStudy *study, WordsKind kind);

/* A query of words by their key (:hash), or of all: the key, then what words_of_row reads. */
Query *words_query (EspStudy *study, WordsKind kind);
Query *words_query_all (EspStudy *study, WordsKind kind);
StoredWords words_of_row (Query *row); /* borrowed until the next step */

/* Whether the words are those that the key is of. */
gboolean words_prove (WordsKind kind, const StoredWords *words, const guint8 key[32]);

/* As store_keep_words; *added (may be NULL): they were not there. */
gboolean words_keep (EspStudy *study, WordsKind kind, const StoredWords *words,
                     const guint8 key[32], gboolean *added, GError **error);

/* Notes words that the study has not as lost, unless they are on the list. */
gboolean words_note_lost (EspStudy *study, WordsKind kind, const guint8 key[32], WordsLost why,
                          GError **error);

/* ---- of a copy (store/words_take.c) */

/* Takes the words with this key from the copy, unless the study has them. What the copy says it has
 * lost is noted as lost here too. Words that are not there, or not what their key says, are
 * ESP_ERROR_DAMAGED; an original file need not be there. */
gboolean words_take (EspStudy *study, EspStudy *copy, WordsKind kind, const guint8 key[32],
                     GError **error);

/* Takes what rows of this study name, it has not, and the copy has: what was damaged, what a
 * compact backup left out and is needed again, and original files. */
gboolean words_heal (EspStudy *study, EspStudy *copy, GError **error);

#endif
