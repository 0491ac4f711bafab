/* Words: immutable, each under a key made of it; outside the changesets.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/words.h"

#include <string.h>

const WordsTable words_tables[WORDS_KINDS] = {
  { WORDS_TEXT, "text", "text_body", "body", NULL },
  { WORDS_LAYOUT, "layout", "layout", "lines", "text_hash" },
  { WORDS_PROSE, "prose", "prose", "body", "salt" },
  { WORDS_ORIGINAL, "original", "original", "bytes", NULL },
};

const WordsTable *
words_table (WordsKind kind)
{
  return &words_tables[kind - WORDS_TEXT];
}

GArray *
words_columns (EspStudy *study, WordsKind kind)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (WordsColumn));
  for (const char *const *name = store_content_tables (); *name != NULL; name++)
    {
      const StoreTable *table = store_table (study, *name);
      for (guint i = 0; i < table->columns->len; i++)
        {
          const WordsColumn one = { *name, table->columns->pdata[i] };
          if (table->shapes[i].words == kind)
            g_array_append_val (columns, one);
        }
    }
  return columns;
}

/* ---- reading */

static char *
words_sql (WordsKind kind, const char *where)
{
  const WordsTable *table = words_table (kind);
  return g_strdup_printf ("SELECT hash, %s, %s FROM %s%s", table->body,
                          table->second != NULL ? table->second : "NULL", table->table, where);
}

Query *
words_query (EspStudy *study, WordsKind kind)
{
  g_autofree char *sql = words_sql (kind, " WHERE hash = :hash");
  return store_query_kept (study, sql);
}

Query *
words_query_all (EspStudy *study, WordsKind kind)
{
  g_autofree char *sql = words_sql (kind, "");
  return store_query_built (study, sql);
}

StoredWords
words_of_row (Query *row)
{
  StoredWords words = { 0 };
  words.body = query_blob (row, 1, &words.size);
  words.second = query_blob (row, 2, &words.second_size);
  return words;
}

/* ---- keys */

void
store_words_key (WordsKind kind, const StoredWords *words, guint8 key[32])
{
  guint8 lines[32];
  const void *body = words->size > 0 ? words->body : "";
  switch (kind)
    {
    case WORDS_LAYOUT:
      sha256 (lines, body, words->size, NULL, 0);
      sha256 (key, words->second, words->second_size, lines, sizeof lines);
      break;
    case WORDS_PROSE:
      sha256 (key, words->second, words->second_size, body, words->size);
      break;
    default:
      sha256 (key, body, words->size, NULL, 0);
      break;
    }
}

gboolean
words_prove (WordsKind kind, const StoredWords *words, const guint8 key[32])
{
  guint8 computed[32];
  const gsize second_size = kind == WORDS_LAYOUT ? 32 : kind == WORDS_PROSE ? 16 : 0;
  if (words->second_size != second_size
      || (kind != WORDS_ORIGINAL && !g_utf8_validate_len (words->body, words->size, NULL)))
    return FALSE;
  store_words_key (kind, words, computed);
  return memcmp (computed, key, sizeof computed) == 0;
}

/* ---- keeping */

static gboolean
insert_text (EspStudy *study, const StoredWords *words, const guint8 key[32], GError **error)
{
  g_autoptr (Query) last
      = store_query (study, "SELECT ifnull (max (number), 0) + 1 FROM text_body");
  if (!query_step (last, error))
    return FALSE;
  const gint64 number = query_int (last, 0);
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO text_body (hash, body, length_cp, number)"
                            " VALUES (:hash, :body, :length, :number)");
  query_bind_blob (insert, ":hash", key, 32);
  query_bind_words (insert, ":body", words->body, words->size);
  query_bind_int (insert, ":length",
                  words->length_cp > 0 ? (gint64)words->length_cp
                                       : g_utf8_strlen (words->body, (gssize)words->size));
  query_bind_int (insert, ":number", number);
  return query_run (insert, error)
         && store_index_words (study, number, words->body, words->size, error);
}

/* Lines of a layout that have numbers: of turns and of paragraphs (schema.sql). */
static gint64
count_numbered (const StoredWords *lines)
{
  static const char *const numbered[] = { "turn\t", "paragraph\t" };
  gint64 n = 0;
  for (const char *at = lines->body, *end = at + lines->size; at < end;)
    {
      const gsize left = (gsize)(end - at);
      for (guint i = 0; i < G_N_ELEMENTS (numbered); i++)
        n += left > strlen (numbered[i]) && memcmp (at, numbered[i], strlen (numbered[i])) == 0;
      const char *line_end = memchr (at, '\n', left);
      at = line_end != NULL ? line_end + 1 : end;
    }
  return n;
}

static gboolean
insert_layout (EspStudy *study, const StoredWords *words, const guint8 key[32], GError **error)
{
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO layout (hash, text_hash, lines, numbered)"
                            " VALUES (:hash, :text, :lines, :numbered)");
  query_bind_blob (insert, ":hash", key, 32);
  query_bind_blob (insert, ":text", words->second, words->second_size);
  query_bind_words (insert, ":lines", words->body, words->size);
  query_bind_int (insert, ":numbered", count_numbered (words));
  return query_run (insert, error);
}

static gboolean
insert_prose (EspStudy *study, const StoredWords *words, const guint8 key[32], GError **error)
{
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO prose (hash, salt, body) VALUES (:hash, :salt, :body)");
  query_bind_blob (insert, ":hash", key, 32);
  query_bind_blob (insert, ":salt", words->second, words->second_size);
  query_bind_words (insert, ":body", words->body, words->size);
  return query_run (insert, error);
}

static gboolean
insert_original (EspStudy *study, const StoredWords *words, const guint8 key[32], GError **error)
{
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO original (hash, bytes) VALUES (:hash, :bytes)");
  query_bind_blob (insert, ":hash", key, 32);
  query_bind_blob (insert, ":bytes", words->body, words->size);
  return query_run (insert, error);
}

/* The session need not look whether each row is content. */
static gboolean
insert_words (EspStudy *study, WordsKind kind, const StoredWords *words, const guint8 key[32],
              GError **error)
{
  StoredWords there = *words;
  if (words->size == 0)
    there.body = "";
  if (study->session != NULL)
    sqlite3session_enable (study->session, 0);
  const gboolean good = kind == WORDS_TEXT     ? insert_text (study, &there, key, error)
                        : kind == WORDS_LAYOUT ? insert_layout (study, &there, key, error)
                        : kind == WORDS_PROSE  ? insert_prose (study, &there, key, error)
                                               : insert_original (study, &there, key, error);
  if (study->session != NULL)
    sqlite3session_enable (study->session, 1);
  return good;
}

/* Takes words off the list of those lost. */
static gboolean
strike_lost (EspStudy *study, WordsKind kind, const guint8 key[32], GError **error)
{
  g_autoptr (Query) strike
      = store_query (study, "DELETE FROM words_lost WHERE hash = :hash AND kind = :kind");
  query_bind_blob (strike, ":hash", key, 32);
  query_bind_text (strike, ":kind", words_table (kind)->name);
  if (!query_run (strike, error))
    return FALSE;
  /* Words are outside the changeset: the history would have no line of it without this. */
  if (study->session != NULL && sqlite3_changes64 (study->db) > 0)
    study->record_always = TRUE;
  return TRUE;
}

gboolean
words_keep (EspStudy *study, WordsKind kind, const StoredWords *words, const guint8 key[32],
            gboolean *added, GError **error)
{
  g_autoptr (Query) query = words_query (study, kind);
  query_bind_blob (query, ":hash", key, 32);
  const gboolean there = query_step (query, error);
  if (added != NULL)
    *added = !there;
  return !query_failed (query)
         && (there
             || (strike_lost (study, kind, key, error)
                 && insert_words (study, kind, words, key, error)));
}

gboolean
store_keep_words (EspStudy *study, WordsKind kind, const StoredWords *words, const guint8 key[32],
                  GError **error)
{
  return words_keep (study, kind, words, key, NULL, error);
}

/* ---- prose */

gboolean
store_add_prose (EspStudy *study, const char *body, guint8 key[32], GError **error)
{
  const Uuid salt = uuid_random ();
  const StoredWords words = { body, strlen (body), salt.bytes, sizeof salt.bytes, 0 };
  store_words_key (WORDS_PROSE, &words, key);
  return insert_words (study, WORDS_PROSE, &words, key, error);
}

char *
store_prose (EspStudy *study, const guint8 *key, GError **error)
{
  if (key == NULL)
    return g_strdup ("");
  g_autoptr (Query) query = store_query (study, "SELECT body FROM prose WHERE hash = :hash");
  query_bind_blob (query, ":hash", key, 32);
  if (query_step (query, error))
    return g_strdup (query_text (query, 0));
  const WordsLost why
      = query_failed (query) ? WORDS_NOT_LOST : store_words_lost (study, WORDS_PROSE, key);
  if (why != WORDS_NOT_LOST)
    return g_strdup (store_words_placeholder (why));
  if (!query_failed (query))
    fail (error, ESP_ERROR_DAMAGED, "words are missing from '%s'; run 'espalier check'",
          study->path);
  return NULL;
}

/* ---- words that are lost */

WordsLost
store_words_lost (EspStudy *study, WordsKind kind, const guint8 key[32])
{
  g_autoptr (Query) query
      = store_query (study, "SELECT why FROM words_lost WHERE hash = :hash AND kind = :kind");
  query_bind_blob (query, ":hash", key, 32);
  query_bind_text (query, ":kind", words_table (kind)->name);
  if (!query_step (query, NULL))
    return WORDS_NOT_LOST;
  return g_str_equal (query_text (query, 0), "compacted") ? WORDS_COMPACTED : WORDS_DAMAGED;
}

gboolean
words_note_lost (EspStudy *study, WordsKind kind, const guint8 key[32], WordsLost why,
                 GError **error)
{
  g_autofree char *now = store_time_now ();
  g_autoptr (Query) insert
      = store_query (study, "INSERT INTO words_lost (hash, kind, why, lost_at) VALUES (:hash, "
                            ":kind, :why, :now) ON CONFLICT (hash, kind) DO NOTHING");
  query_bind_blob (insert, ":hash", key, 32);
  query_bind_text (insert, ":kind", words_table (kind)->name);
  query_bind_text (insert, ":why", why == WORDS_COMPACTED ? "compacted" : "damaged");
  query_bind_text (insert, ":now", now);
  return query_run (insert, error);
}

const char *
store_words_placeholder (WordsLost why)
{
  return why == WORDS_COMPACTED ? "[words taken back: a compact backup left them out]"
         : why == WORDS_DAMAGED ? "[words lost: the file was damaged]"
                                : "";
}

const char *
store_words_in (EspStudy *study, Query *row, int body, int key)
{
  if (!query_is_null (row, body))
    return query_text (row, body);
  const guint8 *hash = query_hash (row, key);
  return hash != NULL ? store_words_placeholder (store_words_lost (study, WORDS_PROSE, hash)) : "";
}
