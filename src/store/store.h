/* The study file: statements, what is written inside a change, words. SQLite shows in three rooms
 * only: here, in history/ and in upkeep/.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/uuid.h"
#include "espalier.h"

/* ---- statements
 * store_query gives a statement, prepared once and kept; ended by query_end (g_autoptr does it).
 * Errors of preparing or binding show at the next step. Only literals are SQL: store_query (study,
 * name) does not compile.
 *
 *   g_autoptr (Query) q = store_query (study, "SELECT label FROM study_case WHERE id = :id");
 *   query_bind_uuid (q, ":id", &id);
 *   while (query_step (q, error)) ... query_text (q, 0) ...
 *   if (query_failed (q)) return FALSE;        // error is set */
typedef struct _Query Query;
#define store_query(study, sql) store_query_kept ((study), "" sql "")
/* The same for SQL put together from names of our own tables, never from what a person typed: kept
 * where there are few such statements, or prepared for this once. */
Query *store_query_kept (EspStudy *study, const char *sql);
Query *store_query_built (EspStudy *study, const char *sql);
void query_end (Query *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Query, query_end)

void query_bind_text (Query *query, const char *name,
                      const char *text); /* NULL binds NULL; the text must live until the step */
void query_bind_int (Query *query, const char *name, gint64 value);
void query_bind_real (Query *query, const char *name, double value);
void query_bind_blob (Query *query, const char *name, const void *bytes,
                      gsize size); /* NULL bytes binds NULL */
void query_bind_uuid (Query *query, const char *name,
                      const Uuid *id); /* NULL or the nil UUID binds NULL */

gboolean query_step (Query *query,
                     GError **error); /* TRUE: a row; FALSE: the end, or a failure (query_failed) */
gboolean query_failed (const Query *query);
gboolean
query_run (Query *query,
           GError **error); /* steps to the end and resets for the next binding; FALSE with error */
gboolean query_reset (Query *query); /* to bind and step again */

const char *query_text (Query *query, int column); /* '' for NULL; borrowed until the next step */
gint64 query_int (Query *query, int column);
double query_real (Query *query, int column);
gboolean query_is_null (Query *query, int column);
const guint8 *query_blob (Query *query, int column, gsize *size);
/* A SHA-256: 32 bytes, zeros where a damaged study has another size, or none. */
const guint8 *query_key (Query *query, int column);
/* The same of a column that may have none: NULL for NULL. */
const guint8 *query_hash (Query *query, int column);
Uuid query_uuid (Query *query, int column); /* nil for NULL */

/* ---- inside a change */
gboolean store_in_change (
    EspStudy *study,
    GError **error); /* FALSE with an error when none is open: each writer asks first */
const Uuid *store_coder (EspStudy *study); /* of the open change */
const char *store_now (EspStudy *study);   /* one time for all rows of the open change */

/* Marks a row gone. `table` is a content table's name. */
gboolean store_gone (EspStudy *study, const char *table, const Uuid *id, GError **error);

/* ---- reading at one moment: others may write meanwhile, and what is read is of one state */
gboolean store_read_begin (EspStudy *study, GError **error);
void store_read_end (EspStudy *study);

/* Fails when a row written in the open change refers to one that is not there; `what` was read. */
gboolean store_references_hold (EspStudy *study, const char *what, GError **error);

/* ---- words: immutable, each under a key made of it */
typedef enum
{
  WORDS_NONE,
  WORDS_TEXT,     /* of a document */
  WORDS_LAYOUT,   /* its turns and paragraphs: lines; second: the key of the text */
  WORDS_PROSE,    /* second: a salt of 16 bytes */
  WORDS_ORIGINAL, /* the bytes of a file; may be absent: kept only when asked for */
} WordsKind;

/* Borrowed. */
typedef struct
{
  const void *body;
  gsize size;
  const void *second;
  gsize second_size;
  gsize length_cp; /* of a text, where its code points were counted already; else 0 */
} StoredWords;

/* SHA-256 of what schema.sql says. */
void store_words_key (WordsKind kind, const StoredWords *words, guint8 key[32]);
/* Stores words under their key, unless they are there, inside a change; texts with the full-text
 * index. Words that were lost are so no more, and the history has a line of it. */
gboolean store_keep_words (EspStudy *study, WordsKind kind, const StoredWords *words,
                           const guint8 key[32], GError **error);

/* Stores prose and gives its key; the same words get another key each time. */
gboolean store_add_prose (EspStudy *study, const char *body, guint8 key[32], GError **error);
/* The words for a key; NULL with error (ESP_ERROR_DAMAGED) when they are missing. NULL key gives
 * ''. */
char *store_prose (EspStudy *study, const guint8 *key, GError **error);

/* Why words with a key are not in the file. */
typedef enum
{
  WORDS_NOT_LOST, /* they are there, or should be */
  WORDS_COMPACTED,
  WORDS_DAMAGED,
} WordsLost;
WordsLost store_words_lost (EspStudy *study, WordsKind kind, const guint8 key[32]);
/* What stands where lost prose would: "[words lost: the file was damaged]"; '' for none. */
const char *store_words_placeholder (WordsLost why);
/* From a row with the body of prose and its key: the body, or what stands in its place; '' for no
 * key, and where the words are missing without a word about it. Borrowed as query_text is. */
const char *store_words_in (EspStudy *study, Query *row, int body, int key);

/* Puts words into the full-text index, at the latest when the change is committed. */
gboolean store_index_words (EspStudy *study, gint64 rowid, const char *words, gsize size_bytes,
                            GError **error);
/* Writes what waits for that: before the index is asked. */
gboolean store_index_flush (EspStudy *study, GError **error);

/* Whether a person may be called so: it is printed in every list, and must not drive a terminal. */
gboolean coder_is_name (const char *coder);
/* Refuses another way of writing the name of somebody who is known: nobody becomes two people. */
gboolean coder_refuse_likeness (EspStudy *study, const char *coder, GError **error);

/* ---- metadata */
/* The content tables in an order in which what is referred to comes first; NULL-terminated. */
const char *const *store_content_tables (void);

#endif
