/* What the files of the store share among themselves: SQLite shows here and nowhere else.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include "base/error.h"
#include "store/store.h"

#ifndef SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_SESSION
#endif
#ifndef SQLITE_ENABLE_PREUPDATE_HOOK
#define SQLITE_ENABLE_PREUPDATE_HOOK
#endif
#include <sqlite3.h>

#define STORE_APPLICATION_ID 0x45735031 /* "EsP1" */
#define STORE_SCHEMA 1

struct _EspStudy
{
  sqlite3 *db;
  char *path;
  gboolean for_writing;
  GHashTable *queries; /* SQL -> Query, those kept */
  GHashTable *tables;  /* name -> StoreTable */

  /* The change that is open; session is NULL when none is. */
  sqlite3_session *session;
  Uuid change, coder;
  char *command, *coder_name, *reason, *now;
  Uuid undoes;
  GArray *waiting; /* for the full-text index: see fulltext.c; NULL when nothing waits */
  GString *waiting_words;
  gint64 writes_before; /* rows written on the connection when the change began */
};

extern const char store_schema_sql[];

/* Destroys a statement that was kept (for the table of them). */
void store_queries_forget (gpointer query);

/* Turns SQLite's last failure into a sentence about the study; always returns FALSE. `doing`:
 * "read", "change", "copy". */
gboolean store_fail (EspStudy *study, GError **error, const char *doing);
gboolean store_exec (EspStudy *study, const char *sql, const char *doing, GError **error);
gint64 store_pragma (EspStudy *study, const char *pragma);

/* SQLite's own values, for rows of any table. */
sqlite3_value *query_value (Query *query, int column);
void query_bind_value (Query *query, const char *name, sqlite3_value *value); /* NULL binds NULL */
void query_bind_blob_copy (Query *query, const char *name, const void *bytes, gsize size);

/* ---- tables of the study file */
typedef enum
{
  TABLE_CONTENT,
  TABLE_WORDS,
  TABLE_LOCAL,
} TableKind;

typedef struct
{
  char *column, *table; /* the column refers to the id of the table */
} TableRef;

typedef struct
{
  const char *name;
  const char *element;
  GPtrArray *columns; /* char *, in order; 0 is id, 1 is gone */
  GPtrArray *refs;    /* TableRef */
} StoreTable;

TableKind store_table_kind (const char *name); /* TABLE_LOCAL for what is not known */
/* A content table by name, its columns read once; NULL when it is none. */
const StoreTable *store_table (EspStudy *study, const char *name);
void store_table_free (gpointer table);

/* ---- the full-text index */
gboolean fulltext_write (EspStudy *study, GError **error); /* writes what waits */
void fulltext_forget (EspStudy *study);
void query_bind_words (Query *query, const char *name, const char *words,
                       gsize size_bytes); /* like query_bind_text */

/* ---- history */
/* The chain value of a change: SHA-256 (value before || its record). `parents` are Uuids in
 * ascending order. */
typedef struct
{
  Uuid id;
  gint64 lamport, schema;
  const char *coder, *made_at, *command, *about, *reason;
  Uuid undoes;
  const void *changes;
  gsize changes_size;
  GArray *parents;
} ChangeRecord;
void history_chain (const guint8 before[32], const ChangeRecord *record, guint8 chain[32]);

#endif
