/* What a person searches for, read into a tree.
 *
 *   hope                 a word, in any case, with or without diacritics
 *   "part of it"         a phrase: these words one after the other
 *   hop*, "care pla*"    a word that begins so
 *   hope NEAR/5 dog      both, with at most 5 words between them; NEAR (hope dog, 5) is the same
 *   hope dog             both; hope AND dog is the same
 *   hope OR dog, hope NOT dog, (hope OR wish) AND dog
 *
 * NOT binds closest, then AND, then OR; they are operators in capitals only. All of it must hold
 * within one turn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef INDEXING_SEARCH_QUERY_H
#define INDEXING_SEARCH_QUERY_H

#include "store/tokenizer.h"

/* A word, or its beginning, as the index has it. */
typedef struct
{
  char *folded;
  gsize size;
  gboolean is_beginning;
} SearchTerm;

typedef enum
{
  SEARCH_PHRASE,
  SEARCH_NEAR,
  SEARCH_AND,
  SEARCH_OR,
  SEARCH_NOT,
} SearchKind;

typedef struct
{
  SearchKind kind;
  GArray *terms;       /* guint: the words of a phrase, indexes in the query's terms */
  GPtrArray *children; /* SearchNode: of all others; of NEAR phrases only */
  guint distance;      /* of NEAR: words between the first phrase's end and the last one's start */
  char *match;         /* of a phrase: FTS5 expression that every text with it fits */
} SearchNode;

typedef struct
{
  GPtrArray *terms; /* SearchTerm, each once */
  SearchNode *root;
  char *candidates; /* FTS5 expression: every text with a turn that the query fits, fits it */
} SearchQuery;

/* NULL with an error (ESP_ERROR_INPUT) that says where the query cannot be read. */
SearchQuery *search_query_read (const Tokenizer *tokenizer, const char *written, GError **error);
void search_query_free (SearchQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SearchQuery, search_query_free)

#endif
