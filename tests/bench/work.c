/* Does much work in a study at once, for the benchmark of the history.
 *
 *   work code STUDY CODER NUMBER [CHANGES]   codes so many places, in one change or in so many
 *   work plain STUDY CODER NUMBER            stores the same rows in one transaction of SQLite,
 * with the same tables, indexes and settings, and no history
 *   work peak COMMAND ...                    runs it, and prints the most memory it had, in KiB
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/uuid.h"
#include "store/sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define INSERT                                                                                     \
  "INSERT INTO coding (id, version_id, theme_id, coder_id, start_cp, end_cp, origin, made_at)"     \
  " VALUES (:id, :version, :theme, :coder, :start, :end, 'hand', '2026-11-01T10:00:00.000Z')"

static G_NORETURN void
die (const char *what, const char *why)
{
  fprintf (stderr, "work: %s: %s\n", what, why != NULL ? why : "failed");
  exit (EXIT_FAILURE);
}

/* ---- what is coded */

typedef struct
{
  Uuid version;
  gint64 length;
} Text;

typedef struct
{
  const char *coder_name;
  Uuid coder;
  GArray *texts;  /* Text */
  GArray *themes; /* Uuid */
} Work;

static Uuid
column_uuid (sqlite3_stmt *row, int column)
{
  Uuid id = UUID_NIL;
  if (sqlite3_column_bytes (row, column) == (int)sizeof id.bytes)
    memcpy (id.bytes, sqlite3_column_blob (row, column), sizeof id.bytes);
  return id;
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    die (sql, sqlite3_errmsg (db));
  return statement;
}

static void
work_read (Work *work, sqlite3 *db)
{
  work->texts = g_array_new (FALSE, FALSE, sizeof (Text));
  work->themes = g_array_new (FALSE, FALSE, sizeof (Uuid));
  sqlite3_stmt *texts = prepare (db, "SELECT v.id, t.length_cp FROM document_version v"
                                     " JOIN text_body t ON t.hash = v.text_hash ORDER BY v.id");
  while (sqlite3_step (texts) == SQLITE_ROW)
    {
      const Text text = { column_uuid (texts, 0), sqlite3_column_int64 (texts, 1) };
      g_array_append_val (work->texts, text);
    }
  sqlite3_finalize (texts);
  sqlite3_stmt *themes
      = prepare (db, "SELECT id FROM theme WHERE parent_id IS NOT NULL ORDER BY id");
  while (sqlite3_step (themes) == SQLITE_ROW)
    {
      const Uuid id = column_uuid (themes, 0);
      g_array_append_val (work->themes, id);
    }
  sqlite3_finalize (themes);
  if (work->texts->len == 0 || work->themes->len == 0)
    die ("study", "it has no document or no theme");
}

/* The place of a number: each of them is another one. */
typedef struct
{
  const Text *text;
  const Uuid *theme;
  gint64 start, end;
  Uuid id;
} Place;

static Place
place_of (const Work *work, guint64 number)
{
  Place place = { .text = &g_array_index (work->texts, Text, number % work->texts->len) };
  const guint64 in_text = number / work->texts->len;
  place.theme = &g_array_index (work->themes, Uuid, in_text % work->themes->len);
  place.start = (gint64)(in_text * 37 % (guint64)(place.text->length - 200));
  place.end = place.start + 20 + (gint64)(in_text % 150);
  g_autofree char *at = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  place.id = uuid_derived ("bench", work->coder_name, at, NULL);
  return place;
}

static void
bind_uuid (sqlite3_stmt *statement, const char *name, const Uuid *id)
{
  sqlite3_bind_blob (statement, sqlite3_bind_parameter_index (statement, name), id->bytes,
                     sizeof id->bytes, SQLITE_STATIC);
}

static void
insert (sqlite3_stmt *statement, const Work *work, guint64 from, guint64 to)
{
  for (guint64 number = from; number < to; number++)
    {
      const Place place = place_of (work, number);
      bind_uuid (statement, ":id", &place.id);
      bind_uuid (statement, ":version", &place.text->version);
      bind_uuid (statement, ":theme", place.theme);
      bind_uuid (statement, ":coder", &work->coder);
      sqlite3_bind_int64 (statement, sqlite3_bind_parameter_index (statement, ":start"),
                          place.start);
      sqlite3_bind_int64 (statement, sqlite3_bind_parameter_index (statement, ":end"), place.end);
      sqlite3_step (statement);
      if (sqlite3_reset (statement) != SQLITE_OK)
        die ("insert", sqlite3_errmsg (sqlite3_db_handle (statement)));
    }
}

/* ---- with the history, and without */

static void
code (const char *path, Work *work, guint64 number, guint64 changes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspStudy) study = esp_study_open (path, TRUE, &error);
  if (study == NULL)
    die (path, error->message);
  /* Many changes are made to be measured, not measured themselves. */
  if (changes > 1)
    sqlite3_exec (study->db, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
  work_read (work, study->db);
  sqlite3_stmt *statement = prepare (study->db, INSERT);
  for (guint64 i = 0; i < changes; i++)
    {
      if (!esp_change_begin (study, "code", work->coder_name, NULL, &error))
        die (path, error->message);
      insert (statement, work, number * i / changes, number * (i + 1) / changes);
      if (!esp_change_commit (study, "a place", &error))
        die (path, error->message);
    }
  sqlite3_finalize (statement);
}

static void
run (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    die (sql, sqlite3_errmsg (db));
}

static void
plain (const char *path, Work *work, guint64 number)
{
  sqlite3 *db = NULL;
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    die (path, sqlite3_errmsg (db));
  run (db, "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
           "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -65536;"
           "BEGIN IMMEDIATE");
  work_read (work, db);
  sqlite3_stmt *coder = prepare (db, "INSERT OR IGNORE INTO coder (id, name) VALUES (?, ?)");
  sqlite3_bind_blob (coder, 1, work->coder.bytes, sizeof work->coder.bytes, SQLITE_STATIC);
  sqlite3_bind_text (coder, 2, work->coder_name, -1, SQLITE_STATIC);
  sqlite3_step (coder);
  sqlite3_finalize (coder);
  sqlite3_stmt *statement = prepare (db, INSERT);
  insert (statement, work, 0, number);
  sqlite3_finalize (statement);
  run (db, "COMMIT");
  sqlite3_close (db);
}

static int
peak (char **command)
{
  g_autoptr (GError) error = NULL;
  int status = 0;
  struct rusage used;
  if (!g_spawn_sync (NULL, command, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                     NULL, NULL, NULL, &status, &error)
      || !g_spawn_check_wait_status (status, &error))
    die (command[0], error->message);
  getrusage (RUSAGE_CHILDREN, &used);
  printf ("%ld\n", used.ru_maxrss);
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc >= 3 && g_str_equal (argv[1], "peak"))
    return peak (argv + 2);
  const gboolean with_history = argc >= 5 && g_str_equal (argv[1], "code");
  if (!with_history && !(argc == 5 && g_str_equal (argv[1], "plain")))
    {
      fputs ("usage: work code|plain STUDY CODER NUMBER [CHANGES]\n"
             "       work peak COMMAND ...\n",
             stderr);
      return 2;
    }
  Work work = { .coder_name = argv[3], .coder = uuid_derived ("coder", argv[3], NULL) };
  const guint64 number = g_ascii_strtoull (argv[4], NULL, 10);
  if (with_history)
    code (argv[2], &work, number, argc > 5 ? MAX (1, g_ascii_strtoull (argv[5], NULL, 10)) : 1);
  else
    plain (argv[2], &work, number);
  g_array_unref (work.texts);
  g_array_unref (work.themes);
  return 0;
}
