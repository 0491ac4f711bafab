/* Words as the full-text index has them: cut and folded by the same code of SQLite.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/tokenizer.h"

#include "store/sqlite.h"

/* FTS5 keeps no more of a token, neither of a text nor of what is looked for. */
#define TOKEN_BYTES_MAX 32768

struct _Tokenizer
{
  fts5_tokenizer functions;
  Fts5Tokenizer *made;
};

static fts5_api *
fts5_of (sqlite3 *db)
{
  fts5_api *api = NULL;
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, "SELECT fts5 (?1)", -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
      sqlite3_step (statement);
    }
  sqlite3_finalize (statement);
  return api;
}

Tokenizer *
tokenizer_new (EspStudy *study, GError **error)
{
  /* As `tokenize` of search_words in schema.sql. */
  const char *arguments[] = { "remove_diacritics", "2" };
  g_autoptr (Tokenizer) tokenizer = g_new0 (Tokenizer, 1);
  fts5_api *api = fts5_of (study->db);
  void *context = NULL;
  if (api != NULL
      && api->xFindTokenizer (api, "unicode61", &context, &tokenizer->functions) == SQLITE_OK
      && tokenizer->functions.xCreate (context, arguments, G_N_ELEMENTS (arguments),
                                       &tokenizer->made)
             == SQLITE_OK)
    return g_steal_pointer (&tokenizer);
  fail (error, ESP_ERROR_STORAGE, "this SQLite cannot search texts; it was built without FTS5");
  return NULL;
}

void
tokenizer_free (Tokenizer *tokenizer)
{
  if (tokenizer == NULL)
    return;
  if (tokenizer->made != NULL)
    tokenizer->functions.xDelete (tokenizer->made);
  g_free (tokenizer);
}

typedef struct
{
  TokenFunc each;
  gpointer data;
} Cutting;

static int
take_token (void *context, int flags G_GNUC_UNUSED, const char *folded, int size, int start,
            int end)
{
  const Cutting *cutting = context;
  const Token token = { .folded = folded,
                        .size = MIN ((gsize)size, TOKEN_BYTES_MAX),
                        .start = (gsize)start,
                        .end = (gsize)end };
  cutting->each (&token, cutting->data);
  return SQLITE_OK;
}

void
tokenizer_cut (const Tokenizer *tokenizer, const char *words, gsize size_bytes, TokenFunc each,
               gpointer data)
{
  Cutting cutting = { each, data };
  tokenizer->functions.xTokenize (tokenizer->made, &cutting, FTS5_TOKENIZE_DOCUMENT, words,
                                  (int)MIN (size_bytes, G_MAXINT), take_token);
}
