/* The study file: made, opened hardened, copied, closed; and what SQLite says put into words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_SECONDS_DEFAULT 10

/* Steps of SQLite's machine that reading the list of tables may take, in hundreds: twenty times as
 * many as it takes. */
#define STEPS_EACH 100
#define STEPS_OPENING 300

#define HEADER_BYTES 100

/* ---- failures in words */

/* The program that holds the file locked, as "espalier, process 4711"; NULL when it cannot be told.
 * SQLite's locks are POSIX locks on the bytes from 0x40000000 on. Only called while this process
 * holds none, since closing a descriptor drops them all. */
static char *
lock_holder (const char *path)
{
  int file = open (path, O_RDWR | O_CLOEXEC);
  if (file < 0)
    return NULL;
  struct flock lock
      = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 512 };
  gboolean locked = fcntl (file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid > 0;
  close (file);
  if (!locked)
    return NULL;
  g_autofree char *name_file = g_strdup_printf ("/proc/%d/comm", (int)lock.l_pid);
  g_autofree char *name = NULL;
  if (!g_file_get_contents (name_file, &name, NULL, NULL))
    return g_strdup_printf ("process %d", (int)lock.l_pid);
  return g_strdup_printf ("%s, process %d", g_strstrip (name), (int)lock.l_pid);
}

static gboolean
fail_busy (EspStudy *study, GError **error, const char *doing)
{
  g_autofree char *holder = sqlite3_get_autocommit (study->db) ? lock_holder (study->path) : NULL;
  return fail (
      error, ESP_ERROR_BUSY,
      "cannot %s '%s': another program (%s) is writing to it; try again when it has finished",
      doing, study->path, holder != NULL ? holder : "not known which");
}

/* What SQLite says, as far as it fits into a sentence: of a damaged file it may be pages. */
static char *
said_by_sqlite (sqlite3 *db)
{
  const char *said = sqlite3_errmsg (db);
  g_autofree char *line = g_strndup (said, strcspn (said, "\r\n\"("));
  g_autofree char *valid = g_utf8_make_valid (line, -1);
  return g_strchomp (g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), 100)));
}

gboolean
store_fail (EspStudy *study, GError **error, const char *doing)
{
  int code = sqlite3_extended_errcode (study->db);
  g_autofree char *said = said_by_sqlite (study->db);
  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail_busy (study, error, doing);
    case SQLITE_FULL:
      return fail (error, ESP_ERROR_STORAGE,
                   "cannot %s '%s': the disk is full; nothing was changed", doing, study->path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return fail (error, ESP_ERROR_STORAGE,
                   "cannot %s '%s': the file or its folder cannot be written; nothing was changed",
                   doing, study->path);
    case SQLITE_IOERR:
      return fail (error, ESP_ERROR_STORAGE,
                   "cannot %s '%s': the disk failed (%s); nothing was changed", doing, study->path,
                   g_strerror (sqlite3_system_errno (study->db)));
    case SQLITE_INTERRUPT:
      return fail (error, ESP_ERROR_DAMAGED,
                   "cannot %s '%s': the file is damaged (reading it does not come to an end); keep "
                   "it, and go on with a backup",
                   doing, study->path);
    case SQLITE_NOTADB:
      return fail (error, ESP_ERROR_NOT_STUDY,
                   "'%s' is not an Espalier study; if it was one, its beginning is damaged, and "
                   "'espalier backup --recover' may save the rest",
                   study->path);
    case SQLITE_CORRUPT:
      return fail (error, ESP_ERROR_DAMAGED,
                   "cannot %s '%s': the file is damaged (%s); keep it, and go on with a backup or "
                   "with what 'espalier backup --recover' can read of it",
                   doing, study->path, said);
    default:
      return fail (error, ESP_ERROR_DAMAGED,
                   "cannot %s '%s': the study does not hold together (%s); run 'espalier check'",
                   doing, study->path, said);
    }
}

gboolean
store_exec (EspStudy *study, const char *sql, const char *doing, GError **error)
{
  if (sqlite3_exec (study->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return store_fail (study, error, doing);
}

gint64
store_pragma (EspStudy *study, const char *pragma)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s", pragma);
  g_autoptr (Query) query = store_query_built (study, sql);
  return query_step (query, NULL) ? query_int (query, 0) : -1;
}

/* ---- opening */

/* Refuses what no change ever does: deleting rows that people made, altering words, altering
 * tables, reaching other files. */
static int
authorize (void *data, int action, const char *first, const char *second, const char *database,
           const char *trigger)
{
  (void)second, (void)database, (void)trigger;
  const EspStudy *study = data;
  switch (action)
    {
    case SQLITE_DELETE:
      return store_table_kind (first) == TABLE_LOCAL ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_UPDATE:
      return store_table_kind (first) == TABLE_WORDS ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      return SQLITE_DENY;
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_INDEX:
    case SQLITE_CREATE_VTABLE:
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_CREATE_VIEW:
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_VTABLE:
    case SQLITE_ALTER_TABLE:
      /* The session would record rows of a table that is another meanwhile. */
      return study->session != NULL ? SQLITE_DENY : SQLITE_OK;
    default:
      return SQLITE_OK;
    }
}

static int
wait_seconds (void)
{
  const char *given = g_getenv ("ESPALIER_WAIT");
  guint64 seconds = WAIT_SECONDS_DEFAULT;
  if (given != NULL && !g_ascii_string_to_unsigned (given, 10, 0, 3600, &seconds, NULL))
    seconds = WAIT_SECONDS_DEFAULT;
  return (int)seconds;
}

static gboolean
harden (EspStudy *study, GError **error)
{
  sqlite3 *db = study->db;
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_busy_timeout (db, wait_seconds () * 1000);
  return store_exec (
      study,
      "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
      "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -65536;",
      "open", error);
}

/* A file can be made so that the list of its tables does not come to an end. */
static int
count_steps (void *data)
{
  EspStudy *study = data;
  return study->steps_left == 0 || --study->steps_left == 0;
}

static EspStudy *
study_connect (const char *path, int flags, const StoreSchema *schema, GError **error)
{
  EspStudy *study = g_new0 (EspStudy, 1);
  study->path = g_strdup (path);
  study->for_writing = (flags & SQLITE_OPEN_READWRITE) != 0;
  study->schema = schema;
  study->queries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, store_queries_forget);
  study->tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, store_table_free);
  /* SQLite takes a name that begins so for an address. */
  g_autofree char *name
      = g_str_has_prefix (path, "file:") ? g_build_filename (".", path, NULL) : g_strdup (path);
  /* A study belongs to one thread at a time: readers of an import do not touch it. */
  if (sqlite3_open_v2 (name, &study->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    store_fail (study, error, "open");
  else
    {
      study->steps_left = STEPS_OPENING;
      sqlite3_progress_handler (study->db, STEPS_EACH, count_steps, study);
      if (harden (study, error))
        return study;
    }
  esp_study_close (study);
  return NULL;
}

/* ---- what the file is, when it is no study that this program can open */

static gboolean
accept_path (const char *path, gboolean for_writing, GError **error)
{
  struct stat about;
  if (stat (path, &about) != 0)
    return fail (error, errno == ENOENT ? ESP_ERROR_NOT_FOUND : ESP_ERROR_STORAGE,
                 "cannot open '%s': %s", path,
                 errno == ENOENT ? "there is no such file" : g_strerror (errno));
  if (!S_ISREG (about.st_mode) || about.st_size == 0)
    return fail (error, ESP_ERROR_NOT_STUDY, "'%s' is not an Espalier study: it is %s", path,
                 S_ISDIR (about.st_mode) ? "a folder"
                 : about.st_size == 0    ? "empty"
                                         : "not a file");
  if (access (path, R_OK) != 0)
    return fail (error, ESP_ERROR_STORAGE, "cannot open '%s': %s", path, g_strerror (errno));
  if (for_writing && access (path, W_OK) != 0)
    return fail (error, ESP_ERROR_STORAGE, "cannot change '%s': %s", path, g_strerror (errno));
  return TRUE;
}

/* The last bytes of a file; FALSE when it has not so many. */
static gboolean
read_end (const char *path, guint8 *bytes, gsize size)
{
  int file = open (path, O_RDONLY | O_CLOEXEC);
  const off_t end = file >= 0 ? lseek (file, 0, SEEK_END) : -1;
  const gboolean read
      = end >= (off_t)size && pread (file, bytes, size, end - (off_t)size) == (ssize_t)size;
  if (file >= 0)
    close (file);
  return read;
}

/* A journal that ends so names another file, which SQLite deletes when it has undone what the
 * journal holds. A study is one file: no journal of ours names any. */
static gboolean
accept_journal (const char *path, GError **error)
{
  static const guint8 sign[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
  guint8 end[sizeof sign];
  g_autofree char *file = realpath (path, NULL);
  g_autofree char *journal = g_strconcat (file != NULL ? file : path, "-journal", NULL);
  return !read_end (journal, end, sizeof end) || memcmp (end, sign, sizeof sign) != 0
         || fail (
             error, ESP_ERROR_DAMAGED,
             "cannot open '%s': the file '%s' beside it was not made by Espalier; move it away",
             path, journal);
}

/* *number gets its schema. */
static gboolean
accept_file (EspStudy *study, gint64 *number, GError **error)
{
  /* Takes a read lock first, so that a file that is no database, or is locked, is told apart from a
   * study of another number. */
  if (!store_exec (study, "SELECT name FROM sqlite_schema LIMIT 1", "open", error))
    return FALSE;
  if (store_pragma (study, "application_id") != STORE_APPLICATION_ID)
    return fail (error, ESP_ERROR_NOT_STUDY, "'%s' is not an Espalier study", study->path);
  *number = store_pragma (study, "user_version");
  if (*number > study->schema->number)
    return fail (error, ESP_ERROR_NEWER,
                 "'%s' was made by a newer Espalier (its schema is %" G_GINT64_FORMAT
                 ", this program knows %" G_GINT64_FORMAT "); update the program",
                 study->path, *number, study->schema->number);
  if (*number < 1)
    return fail (error, ESP_ERROR_DAMAGED,
                 "'%s' says that its schema is %" G_GINT64_FORMAT ", which no Espalier made",
                 study->path, *number);
  return TRUE;
}

/* ---- opening */

/* Whether another program keeps the newest changes in a file of its own (WAL). SQLite reads here:
 * to close a file that one has opened oneself drops the locks that SQLite holds on it. */
static gboolean
is_divided (EspStudy *study)
{
  guint8 header[HEADER_BYTES];
  sqlite3_file *file = NULL;
  return sqlite3_file_control (study->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK
         && file != NULL && file->pMethods != NULL
         && file->pMethods->xRead (file, header, sizeof header, 0) == SQLITE_OK
         && memcmp (header, "SQLite format 3", 16) == 0 && (header[18] > 1 || header[19] > 1);
}

/* A program that was killed while it wrote leaves a journal, and only who may write can undo what
 * it began. Reading the file once in that way does it; and what another program has divided becomes
 * one file again. Whether it went well shows when the study is opened. */
static void
clear_up (const char *path, gboolean divided)
{
  if (access (path, W_OK) != 0)
    return;
  g_autoptr (EspStudy) study = study_connect (path, SQLITE_OPEN_READWRITE, NULL, NULL);
  if (study != NULL)
    store_exec (study,
                divided ? "PRAGMA journal_mode = DELETE" : "SELECT name FROM sqlite_schema LIMIT 1",
                "open", NULL);
}

static EspStudy *
connect_whole (const char *path, gboolean for_writing, const StoreSchema *schema, GError **error)
{
  const int flags = for_writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  if (!for_writing && access (journal, F_OK) == 0)
    clear_up (path, FALSE);
  EspStudy *study = study_connect (path, flags, schema, error);
  if (study == NULL || !is_divided (study))
    return study;
  esp_study_close (study);
  clear_up (path, TRUE);
  return study_connect (path, flags, schema, error);
}

EspStudy *
store_connect (const char *path, gboolean for_writing, const StoreSchema *schema, gint64 *number,
               GError **error)
{
  if (!accept_path (path, for_writing, error) || !accept_journal (path, error))
    return NULL;
  g_autoptr (EspStudy) study = connect_whole (path, for_writing, schema, error);
  if (study == NULL)
    return NULL;
  sqlite3_set_authorizer (study->db, authorize, study);
  const gboolean is_study = accept_file (study, number, error);
  sqlite3_progress_handler (study->db, 0, NULL, NULL);
  return is_study ? g_steal_pointer (&study) : NULL;
}

void
esp_study_close (EspStudy *study)
{
  if (study == NULL)
    return;
  esp_change_abandon (study);
  fulltext_forget (study);
  g_hash_table_unref (study->queries);
  g_hash_table_unref (study->tables);
  sqlite3_close (study->db);
  g_free (study->path);
  g_free (study->copy_before);
  g_free (study);
}

/* ---- making */

char *
store_make_beside (const char *path, GError **error)
{
  char *name = g_strdup_printf ("%s.new-XXXXXX", path);
  int file = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);
  if (file < 0)
    {
      fail (error, ESP_ERROR_STORAGE, "cannot make '%s': %s", path,
            errno == ENOENT ? "there is no such folder; make it first" : g_strerror (errno));
      g_free (name);
      return NULL;
    }
  close (file);
  return name;
}

gboolean
store_give_name (const char *from, const char *path, GError **error)
{
  if (link (from, path) == 0)
    {
      unlink (from);
      return TRUE;
    }
  if (errno == EEXIST)
    return fail (error, ESP_ERROR_EXISTS, "'%s' is there already; choose another name", path);
  /* A file system without hard links. */
  if (access (path, F_OK) != 0 && rename (from, path) == 0)
    return TRUE;
  return fail (error, ESP_ERROR_STORAGE, "cannot make '%s': %s", path, g_strerror (errno));
}

static gboolean
write_schema (EspStudy *study, GError **error)
{
  g_autofree char *head = g_strdup_printf (
      "PRAGMA page_size = 4096; BEGIN; PRAGMA application_id = %d; PRAGMA user_version = %d;",
      STORE_APPLICATION_ID, (int)study->schema->number);
  if (!store_exec (study, head, "make", error)
      || !store_exec (study, study->schema->sql, "make", error))
    return FALSE;
  Uuid id = uuid_random ();
  g_autoptr (Query) insert = store_query (study, "INSERT INTO study (id, title) VALUES (:id, '')");
  query_bind_uuid (insert, ":id", &id);
  return query_run (insert, error) && store_exec (study, "COMMIT", "make", error);
}

char *
store_make (const char *path, const StoreSchema *schema, GError **error)
{
  g_autofree char *beside = store_make_beside (path, error);
  if (beside == NULL)
    return NULL;
  g_autoptr (EspStudy) study = study_connect (beside, SQLITE_OPEN_READWRITE, schema, error);
  if (study != NULL && write_schema (study, error))
    return g_steal_pointer (&beside);
  unlink (beside);
  return NULL;
}

char *
store_copy_beside (EspStudy *study, const char *to, GError **error)
{
  if (access (to, F_OK) == 0)
    {
      fail (error, ESP_ERROR_EXISTS, "'%s' is there already; choose another name", to);
      return NULL;
    }
  g_autofree char *beside = store_make_beside (to, error);
  if (beside == NULL)
    return NULL;
  g_autoptr (EspStudy) copy = study_connect (beside, SQLITE_OPEN_READWRITE, study->schema, error);
  if (copy == NULL)
    {
      unlink (beside);
      return NULL;
    }
  /* Whoever writes is waited for here: a backup goes on counting the waits of the one before it. */
  if (!store_read_begin (study, error)
      || !store_exec (study, "SELECT count (*) FROM sqlite_schema", "read", error))
    {
      store_read_end (study);
      unlink (beside);
      return NULL;
    }
  /* In one step: others may write before or after it, not in between, and the copy is of one
   * moment. */
  sqlite3_backup *backup = sqlite3_backup_init (copy->db, "main", study->db, "main");
  if (backup != NULL)
    {
      sqlite3_backup_step (backup, -1);
      sqlite3_backup_finish (backup);
    }
  store_read_end (study);
  if (sqlite3_errcode (copy->db) == SQLITE_OK)
    return g_steal_pointer (&beside);
  g_free (copy->path);
  copy->path = g_strdup (to);
  store_fail (copy, error, "write");
  unlink (beside);
  return NULL;
}

/* ---- asking */

const char *
esp_study_path (const EspStudy *study)
{
  return study->path;
}

const char *
esp_study_copy_before (const EspStudy *study)
{
  return study->copy_before;
}

char *
esp_study_title (EspStudy *study, GError **error)
{
  g_autoptr (Query) query = store_query (study, "SELECT title FROM study WHERE gone = 0");
  if (query_step (query, error))
    return g_strdup (query_text (query, 0));
  if (!query_failed (query))
    fail (error, ESP_ERROR_DAMAGED, "'%s' has no row for the study itself; run 'espalier check'",
          study->path);
  return NULL;
}

gboolean
esp_study_set_title (EspStudy *study, const char *title, GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  g_autoptr (Query) update
      = store_query (study, "UPDATE study SET title = :title WHERE title <> :title");
  query_bind_text (update, ":title", title);
  return query_run (update, error);
}
