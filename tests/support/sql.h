/* A study asked in SQL, and altered as another program could.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SQL_H
#define TESTS_SQL_H

#include "store/store.h"

#include <criterion/criterion.h>
#include <sqlite3.h>

static inline gint64
one_number (EspStudy *study, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Query) query = store_query_built (study, sql);
  cr_assert (query_step (query, &error), "%s: %s", sql, error ? error->message : "no row");
  return query_int (query, 0);
}

static inline char *
one_text (EspStudy *study, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Query) query = store_query_built (study, sql);
  cr_assert (query_step (query, &error), "%s: %s", sql, error ? error->message : "no row");
  return g_strdup (query_text (query, 0));
}

/* Runs statements in the file itself; how many rows they changed. */
static inline int
alter (const char *path, const char *sql)
{
  sqlite3 *db;
  char *why = NULL;
  cr_assert_eq (sqlite3_open (path, &db), SQLITE_OK);
  cr_assert_eq (sqlite3_exec (db, sql, NULL, NULL, &why), SQLITE_OK, "%s: %s", sql, why);
  const int changed = sqlite3_total_changes (db);
  sqlite3_close (db);
  return changed;
}

#endif
