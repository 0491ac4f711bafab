/* The study file: made, opened hardened, copied, closed; and what SQLite says put into words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_SECONDS_DEFAULT 10

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

gboolean
store_fail (EspStudy *study, GError **error, const char *doing)
{
  int code = sqlite3_extended_errcode (study->db);
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
    case SQLITE_NOTADB:
      return fail (error, ESP_ERROR_NOT_STUDY, "'%s' is not an Espalier study", study->path);
    case SQLITE_CORRUPT:
      return fail (error, ESP_ERROR_DAMAGED,
                   "cannot %s '%s': the file is damaged (%s); keep it, and go on with a backup",
                   doing, study->path, sqlite3_errmsg (study->db));
    default:
      return fail (error, ESP_ERROR_DAMAGED,
                   "cannot %s '%s': the study does not hold together (%s); run 'espalier check'",
                   doing, study->path, sqlite3_errmsg (study->db));
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

/* Refuses what no change ever does: deleting rows that people made, altering words, reaching other
 * files. */
static int
authorize (void *data, int action, const char *first, const char *second, const char *database,
           const char *trigger)
{
  (void)data, (void)second, (void)database, (void)trigger;
  switch (action)
    {
    case SQLITE_DELETE:
      return store_table_kind (first) == TABLE_LOCAL ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_UPDATE:
      return store_table_kind (first) == TABLE_WORDS ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      return SQLITE_DENY;
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

static EspStudy *
study_connect (const char *path, int flags, GError **error)
{
  EspStudy *study = g_new0 (EspStudy, 1);
  study->path = g_strdup (path);
  study->for_writing = (flags & SQLITE_OPEN_READWRITE) != 0;
  study->queries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, store_queries_forget);
  study->tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, store_table_free);
  /* SQLite takes a name that begins so for an address. */
  g_autofree char *name
      = g_str_has_prefix (path, "file:") ? g_build_filename (".", path, NULL) : g_strdup (path);
  /* A study belongs to one thread at a time: readers of an import do not touch it. */
  if (sqlite3_open_v2 (name, &study->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    store_fail (study, error, "open");
  else if (harden (study, error))
    return study;
  esp_study_close (study);
  return NULL;
}

/* Says what the file is, when it is not a study that this program can open. */
static gboolean
accept_file (EspStudy *study, GError **error)
{
  /* Takes a read lock first, so that a file that is no database, or is locked, is told apart from a
   * study of another number. */
  if (!store_exec (study, "SELECT count (*) FROM sqlite_schema", "open", error))
    return FALSE;
  if (store_pragma (study, "application_id") != STORE_APPLICATION_ID)
    return fail (error, ESP_ERROR_NOT_STUDY, "'%s' is not an Espalier study", study->path);
  gint64 schema = store_pragma (study, "user_version");
  if (schema > STORE_SCHEMA)
    return fail (error, ESP_ERROR_NEWER,
                 "'%s' was made by a newer Espalier (its schema is %" G_GINT64_FORMAT
                 ", this program knows %d); update the program",
                 study->path, schema, STORE_SCHEMA);
  if (schema < 1)
    return fail (error, ESP_ERROR_DAMAGED,
                 "'%s' says that its schema is %" G_GINT64_FORMAT ", which no Espalier made",
                 study->path, schema);
  return TRUE;
}

/* A program that was killed while it wrote leaves a journal, and only who may write can undo what
 * it began. Reading the file once in that way does it; whether it went well shows when the study is
 * opened. */
static void
clear_up (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  if (access (journal, F_OK) != 0 || access (path, W_OK) != 0)
    return;
  g_autoptr (EspStudy) study = study_connect (path, SQLITE_OPEN_READWRITE, NULL);
  if (study != NULL)
    store_exec (study, "SELECT count (*) FROM sqlite_schema", "open", NULL);
}

EspStudy *
esp_study_open (const char *path, gboolean for_writing, GError **error)
{
  struct stat about;
  if (stat (path, &about) != 0)
    {
      fail (error, errno == ENOENT ? ESP_ERROR_NOT_FOUND : ESP_ERROR_STORAGE,
            "cannot open '%s': %s", path,
            errno == ENOENT ? "there is no such file" : g_strerror (errno));
      return NULL;
    }
  if (!S_ISREG (about.st_mode) || about.st_size == 0)
    {
      fail (error, ESP_ERROR_NOT_STUDY, "'%s' is not an Espalier study: it is %s", path,
            S_ISDIR (about.st_mode) ? "a folder"
            : about.st_size == 0    ? "empty"
                                    : "not a file");
      return NULL;
    }
  if (for_writing && access (path, W_OK) != 0)
    {
      fail (error, ESP_ERROR_STORAGE, "cannot change '%s': %s", path, g_strerror (errno));
      return NULL;
    }
  if (!for_writing)
    clear_up (path);
  EspStudy *study
      = study_connect (path, for_writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, error);
  if (study == NULL)
    return NULL;
  if (!accept_file (study, error))
    {
      esp_study_close (study);
      return NULL;
    }
  sqlite3_set_authorizer (study->db, authorize, NULL);
  return study;
}

void
esp_study_close (EspStudy *study)
{
  if (study == NULL)
    return;
  esp_change_abandon (study);
  g_hash_table_unref (study->queries);
  g_hash_table_unref (study->tables);
  sqlite3_close (study->db);
  g_free (study->path);
  g_free (study);
}

/* ---- making */

/* An empty file beside the path, ours alone, 0600; its name is returned. */
static char *
make_beside (const char *path, GError **error)
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

/* Gives the finished file its name, unless something has it. */
static gboolean
give_name (const char *from, const char *path, GError **error)
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
      STORE_APPLICATION_ID, STORE_SCHEMA);
  if (!store_exec (study, head, "make", error)
      || !store_exec (study, store_schema_sql, "make", error))
    return FALSE;
  Uuid id = uuid_random ();
  g_autoptr (Query) insert = store_query (study, "INSERT INTO study (id, title) VALUES (:id, '')");
  query_bind_uuid (insert, ":id", &id);
  return query_run (insert, error) && store_exec (study, "COMMIT", "make", error);
}

EspStudy *
esp_study_create (const char *path, GError **error)
{
  if (access (path, F_OK) == 0)
    {
      fail (error, ESP_ERROR_EXISTS, "'%s' is there already; choose another name", path);
      return NULL;
    }
  g_autofree char *beside = make_beside (path, error);
  if (beside == NULL)
    return NULL;
  EspStudy *study = study_connect (beside, SQLITE_OPEN_READWRITE, error);
  gboolean made = study != NULL && write_schema (study, error);
  esp_study_close (study);
  if (!made || !give_name (beside, path, error))
    {
      unlink (beside);
      return NULL;
    }
  return esp_study_open (path, TRUE, error);
}

gboolean
esp_study_backup (EspStudy *study, const char *to, GError **error)
{
  if (access (to, F_OK) == 0)
    return fail (error, ESP_ERROR_EXISTS, "'%s' is there already; choose another name", to);
  g_autofree char *beside = make_beside (to, error);
  if (beside == NULL)
    return FALSE;
  g_autoptr (EspStudy) copy = study_connect (beside, SQLITE_OPEN_READWRITE, error);
  if (copy == NULL)
    {
      unlink (beside);
      return FALSE;
    }
  /* In one step: others may write before or after it, not in between, and the copy is of one
   * moment. */
  sqlite3_backup *backup = sqlite3_backup_init (copy->db, "main", study->db, "main");
  if (backup != NULL)
    {
      sqlite3_backup_step (backup, -1);
      sqlite3_backup_finish (backup);
    }
  gboolean done = sqlite3_errcode (copy->db) == SQLITE_OK;
  if (!done)
    {
      g_free (copy->path);
      copy->path = g_strdup (to);
      store_fail (copy, error, "write");
    }
  if (done && give_name (beside, to, error))
    return TRUE;
  unlink (beside);
  return FALSE;
}

/* ---- asking */

const char *
esp_study_path (const EspStudy *study)
{
  return study->path;
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
