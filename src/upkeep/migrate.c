/* Bringing a study of an older schema up to this program's: a copy beside it first, then all steps
 * in one transaction, which is kept only when the study is then what a study made now would be.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/fold.h"
#include "upkeep/upkeep.h"

#include <string.h>
#include <unistd.h>

static const char to_schema_2[] =
#include "store/schema_2.sql.inc"
    ;

/* From schema 1 on, one step for each. See docs/adding-things.md. */
static const MigrationStep steps[] = {
  { to_schema_2, NULL },
  /* Chinese and Japanese letters are words of their own in the index; the tables are the same. */
  { "", fulltext_write_again },
  { NULL, NULL }, /* after the last */
};
G_STATIC_ASSERT (G_N_ELEMENTS (steps) == STORE_SCHEMA);

const StoreSchema upkeep_schema = { STORE_SCHEMA, store_schema_sql, steps };

/* ---- the copy */

/* "care.schema-1.espalier" for "care.espalier"; a number is added until nothing stands there. */
static char *
copy_name (const char *path, gint64 number)
{
  const char *suffix = ".espalier";
  g_autofree char *stem = g_str_has_suffix (path, suffix)
                              ? g_strndup (path, strlen (path) - strlen (suffix))
                              : g_strdup (path);
  for (guint i = 1;; i++)
    {
      g_autofree char *again = i > 1 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      g_autofree char *name
          = g_strdup_printf ("%s.schema-%" G_GINT64_FORMAT "%s%s", stem, number, again, suffix);
      if (access (name, F_OK) != 0)
        return g_steal_pointer (&name);
    }
}

/* Of what no other program can write to meanwhile. SQLite copies nothing over a connection that has
 * begun to write, so another one reads. A free name that is taken meanwhile is left. */
static char *
make_copy (EspStudy *study, gint64 number, GError **error)
{
  const StoreSchema as_it_is = { .number = number };
  g_autoptr (EspStudy) reading = upkeep_open (study->path, OPEN_EXAMINE, &as_it_is, error);
  for (guint i = 0; reading != NULL && i < 100; i++)
    {
      g_autoptr (GError) wrong = NULL;
      g_autofree char *name = copy_name (study->path, number);
      if (esp_study_backup (reading, name, &wrong))
        return g_steal_pointer (&name);
      if (wrong->code != ESP_ERROR_EXISTS)
        {
          g_propagate_error (error, g_steal_pointer (&wrong));
          return NULL;
        }
    }
  if (reading != NULL)
    fail (error, ESP_ERROR_EXISTS, "cannot copy '%s' before it is changed: every name is taken",
          study->path);
  return NULL;
}

/* ---- the steps */

static gboolean
run_steps (EspStudy *study, gint64 number, GError **error)
{
  for (; number < study->schema->number; number++)
    {
      const MigrationStep *step = &study->schema->steps[number - 1];
      if (!store_exec (study, step->sql, "bring up to date", error)
          || (step->upgrade != NULL && !step->upgrade (study, error)))
        return FALSE;
    }
  /* What was read of the tables is of before. */
  g_hash_table_remove_all (study->tables);
  g_autofree char *sql
      = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, study->schema->number);
  return store_exec (study, sql, "bring up to date", error);
}

static gboolean
note_difference (const StoreTable *table, const Uuid *id, const ChangesetValue *here,
                 const ChangesetValue *folded, gpointer data, GError **error)
{
  (void)id, (void)here, (void)folded;
  const EspStudy *study = data;
  return fail (error, ESP_ERROR_DAMAGED,
               "'%s' would not be what its history says (%s); run 'espalier check'", study->path,
               table->name);
}

/* Whether it is what a study made now would be. */
static gboolean
verify (EspStudy *study, GError **error)
{
  g_autofree char *fault = store_structure_fault (study);
  if (fault != NULL)
    return fail (error, ESP_ERROR_DAMAGED,
                 "'%s' cannot be brought up to date: its tables are missing or altered (%s); run "
                 "'espalier check'",
                 study->path, fault);
  g_autoptr (History) history = history_load (study, error);
  if (history == NULL || !history_prove (study, history, NULL, error))
    return FALSE;
  g_autoptr (Fold) fold = fold_new (study, error);
  return fold != NULL && fold_history (fold, history, error) && fold_references_hold (fold, error)
         && fold_compare (fold, note_difference, study, error);
}

gboolean
upkeep_migrate (EspStudy *study, GError **error)
{
  if (!store_exec (study, "BEGIN IMMEDIATE", "bring up to date", error))
    return FALSE;
  /* Another program may have done it while this one waited. */
  const gint64 number = store_pragma (study, "user_version");
  gboolean done = number == study->schema->number;
  g_autofree char *copy = done ? NULL : make_copy (study, number, error);
  if (copy != NULL)
    done = run_steps (study, number, error) && verify (study, error);
  if (done)
    done = store_exec (study, "COMMIT", "bring up to date", error);
  if (!sqlite3_get_autocommit (study->db))
    sqlite3_exec (study->db, "ROLLBACK", NULL, NULL, NULL);
  if (done)
    study->copy_before = g_steal_pointer (&copy);
  else if (copy != NULL)
    {
      unlink (copy);
      g_hash_table_remove_all (study->tables);
    }
  return done;
}
