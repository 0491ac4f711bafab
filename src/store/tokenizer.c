/* Words as the full-text index has them: cut and folded by the same code of SQLite. It takes a row
 * of Chinese or Japanese letters for one word, so these are set apart first, in the index as here.
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

/* ---- writing without spaces between words */

typedef struct
{
  gunichar first, last;
} Letters;

/* Han, kana, bopomofo. */
static const Letters alone[] = {
  { 0x3005, 0x3007 }, { 0x3041, 0x30ff },   { 0x3105, 0x312f },   { 0x31a0, 0x31bf },
  { 0x31f0, 0x31ff }, { 0x3400, 0x4dbf },   { 0x4e00, 0x9fff },   { 0xf900, 0xfaff },
  { 0xff66, 0xff9f }, { 0x1b000, 0x1b16f }, { 0x20000, 0x323af },
};

static gboolean
stands_alone (gunichar c)
{
  for (gsize i = 0; i < G_N_ELEMENTS (alone) && c >= alone[i].first; i++)
    if (c <= alone[i].last)
      return TRUE;
  return FALSE;
}

/* The first byte of the UTF-8 of all these letters is this one or above. */
#define ALONE_FIRST_BYTE 0xe3

static const char *
find_alone (const char *words, const char *end)
{
  for (const char *at = words; at < end; at++)
    if ((guchar)*at >= ALONE_FIRST_BYTE && stands_alone (g_utf8_get_char_validated (at, end - at)))
      return at;
  return NULL;
}

static void
add_gap (GString *apart, GArray *gaps)
{
  if (gaps != NULL)
    g_array_append_val (gaps, apart->len);
  g_string_append_c (apart, ' ');
}

GString *
tokenizer_apart (const char *words, gsize size_bytes, GArray *gaps)
{
  const char *end = words + size_bytes, *next = find_alone (words, end);
  if (next == NULL)
    return NULL;
  GString *apart = g_string_sized_new (size_bytes + size_bytes / 2);
  const char *at = words;
  for (; next != NULL; next = find_alone (at, end))
    {
      g_string_append_len (apart, at, next - at);
      if (next > at)
        add_gap (apart, gaps);
      at = g_utf8_next_char (next);
      g_string_append_len (apart, next, at - next);
      add_gap (apart, gaps);
    }
  g_string_append_len (apart, at, end - at);
  return apart;
}

/* ---- cutting */

typedef struct
{
  TokenFunc each;
  gpointer data;
  const GArray *gaps; /* gsize: where spaces were put in */
  guint passed;       /* of them */
} Cutting;

static int
take_token (void *context, int flags G_GNUC_UNUSED, const char *folded, int size, int start,
            int end)
{
  Cutting *cutting = context;
  while (cutting->passed < cutting->gaps->len
         && g_array_index (cutting->gaps, gsize, cutting->passed) < (gsize)start)
    cutting->passed++;
  const Token token = { .folded = folded,
                        .size = MIN ((gsize)size, TOKEN_BYTES_MAX),
                        .start = (gsize)start - cutting->passed,
                        .end = (gsize)end - cutting->passed };
  cutting->each (&token, cutting->data);
  return SQLITE_OK;
}

void
tokenizer_cut (const Tokenizer *tokenizer, const char *words, gsize size_bytes, TokenFunc each,
               gpointer data)
{
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (gsize));
  GString *apart = tokenizer_apart (words, size_bytes, gaps);
  Cutting cutting = { each, data, gaps, 0 };
  tokenizer->functions.xTokenize (
      tokenizer->made, &cutting, FTS5_TOKENIZE_DOCUMENT, apart != NULL ? apart->str : words,
      (int)MIN (apart != NULL ? apart->len : size_bytes, G_MAXINT), take_token);
  if (apart != NULL)
    g_string_free (apart, TRUE);
}
