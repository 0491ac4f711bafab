/* What the rooms of the study file (store, history, upkeep) share: SQLite shows here and nowhere
 * else. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

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
#define STORE_SCHEMA 3

/* ---- schemas */
/* From one schema to the next. */
typedef struct
{
  const char *sql; /* only appends: new tables, columns at the end with a default */
  gboolean (*upgrade) (EspStudy *study, GError **error); /* what SQL cannot say; NULL: nothing */
} MigrationStep;

typedef struct
{
  gint64 number;
  const char *sql;            /* a study made now */
  const MigrationStep *steps; /* the first takes schema 1 to 2; number - 1 of them */
} StoreSchema;

extern const char store_schema_sql[];

struct _EspStudy
{
  sqlite3 *db;
  char *path;
  gboolean for_writing;
  const StoreSchema *schema;
  char *copy_before;   /* made before the study was brought up to date; NULL when it was not */
  guint steps_left;    /* while it is opened: see study.c */
  GHashTable *queries; /* SQL -> Query, those kept */
  GHashTable *tables;  /* name -> StoreTable */

  /* The change that is open; session is NULL when none is. */
  sqlite3_session *session;
  Uuid change, coder;
  char *command, *coder_name, *reason, *now;
  GArray *undoes;  /* Uuid: changes that the open one takes back */
  GArray *waiting; /* for the full-text index: see fulltext.c; NULL when nothing waits */
  GString *waiting_words;
  gint64 writes_before;   /* rows written on the connection when the change began */
  gboolean record_always; /* the change is a line of the history also when it changes nothing */
};

/* Destroys a statement that was kept (for the table of them). */
void store_queries_forget (gpointer query);

/* Turns SQLite's last failure into a sentence about the study; always returns FALSE. `doing`:
 * "read", "change", "copy". */
gboolean store_fail (EspStudy *study, GError **error, const char *doing);
gboolean store_exec (EspStudy *study, const char *sql, const char *doing, GError **error);
gint64 store_pragma (EspStudy *study, const char *pragma);
/* As history_change.made_at; to be freed. */
char *store_time_now (void);

/* ---- opening */
/* Opens the file hardened, when it is a study that this program knows, of this schema or an older
 * one: *number says which. See upkeep_open. */
EspStudy *store_connect (const char *path, gboolean for_writing, const StoreSchema *schema,
                         gint64 *number, GError **error);
/* Whether the tables are as the schema says, and there are no others: in words what is wrong, to be
 * freed; NULL for nothing. */
char *store_structure_fault (EspStudy *study);
gboolean store_structure_holds (EspStudy *study);

/* ---- making files: under another name first */
/* An empty file beside the path, ours alone, 0600; its name, to be freed. */
char *store_make_beside (const char *path, GError **error);
/* Gives the finished file its name, unless something has it. */
gboolean store_give_name (const char *from, const char *path, GError **error);
/* An empty study beside the path; its name, to be freed. */
char *store_make (const char *path, const StoreSchema *schema, GError **error);
/* A copy of the study as it is at one moment, beside the path, where nothing may stand; its name.
 */
char *store_copy_beside (EspStudy *study, const char *to, GError **error);

/* SQLite's own values, for rows of any table. */
sqlite3_value *query_value (Query *query, int column);
/* The statement and the number of a parameter; NULL where it could not be prepared. */
sqlite3_stmt *query_parameter (Query *query, const char *name, int *parameter);
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
  int type; /* SQLITE_INTEGER ... */
  gboolean not_null;
  guint size;             /* bytes that its blobs have; 0: any */
  WordsKind words;        /* the table of words that its value is a key of */
  gboolean is_provenance; /* who made the row, when, from which file: the first to say so is kept */
} StoreColumn;

typedef struct
{
  const char *name;
  const char *element;
  GPtrArray *columns;  /* char *, in order; 0 is id, 1 is gone */
  StoreColumn *shapes; /* as many */
  GPtrArray *refs;     /* TableRef */
} StoreTable;

TableKind store_table_kind (const char *name); /* TABLE_LOCAL for what is not known */
/* A content table by name, its columns read once; NULL when it is none. */
const StoreTable *store_table (EspStudy *study, const char *name);
void store_table_free (gpointer table);
/* SQL that writes all columns of a row, each bound by its name: "INSERT OR IGNORE INTO ..." where
 * `or_else` is "OR IGNORE "; to be freed. */
char *store_insert_sql (const StoreTable *table, const char *or_else);
char *store_update_sql (const StoreTable *table, const char *or_else);
/* Whether a column says who made a row, when, or from which file. */
gboolean store_is_provenance (const char *column);

/* ---- the full-text index */
void fulltext_forget (EspStudy *study);
/* Makes it anew from the texts, inside a transaction. */
gboolean fulltext_write_again (EspStudy *study, GError **error);
void query_bind_words (Query *query, const char *name, const char *words,
                       gsize size_bytes); /* like query_bind_text */

#endif
