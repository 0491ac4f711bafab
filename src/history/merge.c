/* Joining a copy of a study with the study.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/merge.h"

#include "history/fold.h"
#include "store/words.h"

#include <string.h>
#include <sys/stat.h>

/* Steps of SQLite's machine that reading a copy may take: far more than any study of its size. */
#define STEPS_EACH 1000000
#define STEPS_MIN ((gint64)300 * 1000 * 1000)
#define STEPS_A_BYTE 20

void
history_merge_free (HistoryMerge *merge)
{
  if (merge == NULL)
    return;
  g_array_unref (merge->came);
  g_array_unref (merge->unseen);
  g_array_unref (merge->rows);
  for (guint i = 0; i < G_N_ELEMENTS (merge->histories); i++)
    history_free (merge->histories[i]);
  g_free (merge);
}

/* ---- is it a copy of this study */

static gboolean
study_id (EspStudy *study, Uuid *id, GError **error)
{
  g_autoptr (Query) query = store_query (study, "SELECT id FROM study");
  if (!query_step (query, error))
    return query_failed (query) ? FALSE
                                : fail (error, ESP_ERROR_DAMAGED,
                                        "'%s' has no row for the study itself", study->path);
  *id = query_uuid (query, 0);
  return TRUE;
}

static gboolean
accept_copy (EspStudy *study, EspStudy *copy, GError **error)
{
  struct stat ours, theirs;
  Uuid our_id, their_id;
  if (stat (study->path, &ours) == 0 && stat (copy->path, &theirs) == 0
      && ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino)
    return fail (error, ESP_ERROR_INPUT, "'%s' is the study itself, not a copy of it", copy->path);
  if (store_pragma (copy, "user_version") != STORE_SCHEMA || !store_structure_holds (copy))
    return fail (error, ESP_ERROR_DAMAGED,
                 "'%s' cannot be merged: its tables are missing or altered; ask for it again",
                 copy->path);
  if (!study_id (study, &our_id, error) || !study_id (copy, &their_id, error))
    return FALSE;
  if (uuid_equal (&our_id, &their_id))
    return TRUE;
  g_autofree char *title = esp_study_title (copy, NULL);
  return fail (error, ESP_ERROR_INPUT,
               "'%s' is no copy of this study: it is another one, '%s'; only copies of one study "
               "can be merged",
               copy->path, title != NULL ? title : "without a title");
}

/* ---- are the histories of one origin */

static gboolean
same_line (const ChangeRecord *a, const ChangeRecord *b)
{
  const guint8 zero[32] = { 0 };
  guint8 one[32], other[32];
  history_chain (zero, a, one);
  history_chain (zero, b, other);
  return memcmp (one, other, 32) == 0;
}

/* The latest time among those that a change follows; '' for none. */
static const char *
follows (const History *history, const ChangeRecord *record)
{
  const char *latest = "";
  for (guint i = 0; i < record->parents->len; i++)
    {
      const gint place = history_find (history, &g_array_index (record->parents, Uuid, i));
      const char *at = history_record (history, (guint)place)->made_at;
      latest = strcmp (at, latest) > 0 ? at : latest;
    }
  return latest;
}

static void
note_change (GArray *changes, const History *history, const ChangeRecord *record)
{
  const HistoryMergeChange one = { record->coder, record->made_at, follows (history, record) };
  g_array_append_val (changes, one);
}

static gboolean
compare_histories (HistoryMerge *merge, EspStudy *copy, const History *ours, const History *theirs,
                   GError **error)
{
  for (guint i = 0; i < ours->lines->len; i++)
    {
      const ChangeRecord *record = history_record (ours, i);
      const gint place = history_find (theirs, &record->id);
      if (place < 0)
        note_change (merge->unseen, ours, record);
      else if (!same_line (record, history_record (theirs, (guint)place)))
        return fail (error, ESP_ERROR_DAMAGED,
                     "'%s' tells another history: '%s' by %s of %s is not what it is here; it was "
                     "altered",
                     copy->path, record->command, record->coder, record->made_at);
    }
  for (guint i = 0; i < theirs->lines->len; i++)
    if (history_find (ours, &history_record (theirs, i)->id) < 0)
      note_change (merge->came, theirs, history_record (theirs, i));
  return TRUE;
}

/* ---- what came */

typedef struct
{
  const StoreTable *table;
  Uuid id;
} RowKey;

static guint
row_key_hash (gconstpointer key)
{
  const RowKey *one = key;
  return uuid_hash (&one->id) ^ GPOINTER_TO_UINT (one->table);
}

static gboolean
row_key_equal (gconstpointer a, gconstpointer b)
{
  const RowKey *one = a, *other = b;
  return one->table == other->table && uuid_equal (&one->id, &other->id);
}

typedef struct
{
  EspStudy *study, *copy;
  const ChangeRecord *record;
  GHashTable *touched; /* RowKey -> const char *: whose change wrote it last */
  HistoryMerge *merge;
} Joining;

static gboolean
take_row (const ChangesetRow *row, gpointer data, GError **error)
{
  Joining *joining = data;
  RowKey *key = g_new (RowKey, 1);
  *key = (RowKey){ row->table, row->id };
  g_hash_table_replace (joining->touched, key, (gpointer)joining->record->coder);
  for (guint i = 2; i < row->n_columns; i++)
    {
      const StoreColumn *column = &row->table->shapes[i];
      if (column->words != WORDS_NONE && row->after[i].type == SQLITE_BLOB
          && !words_take (joining->study, joining->copy, column->words, row->after[i].bytes, error))
        return FALSE;
    }
  return TRUE;
}

/* Reads each change that came, strictly, and takes the words that it names. */
static gboolean
take_changes (Joining *joining, const History *ours, const History *joined, GError **error)
{
  for (guint i = 0; i < joined->lines->len; i++)
    {
      joining->record = history_record (joined, i);
      if (history_find (ours, &joining->record->id) < 0
          && !changeset_each (joining->study, joining->record->changes,
                              joining->record->changes_size, take_row, joining, error))
        return FALSE;
    }
  return TRUE;
}

/* The study's own lines have proven themselves: what does not hold now came with the copy. */
static gboolean
of_copy (const Joining *joining, gboolean good, GError **error)
{
  if (!good && error != NULL && g_error_matches (*error, ESP_ERROR, ESP_ERROR_DAMAGED))
    g_prefix_error (error, "cannot merge '%s': ", joining->copy->path);
  return good;
}

static gboolean
note_row (const StoreTable *table, const Uuid *id, gboolean was_live, gboolean is_live,
          gpointer data, GError **error)
{
  Joining *joining = data;
  const RowKey key = { table, *id };
  const HistoryMergeRow row = { table->name, table->element,
                                g_hash_table_lookup (joining->touched, &key), was_live, is_live };
  /* What no change that came has touched can only be a theme that had to go back. */
  if (row.coder == NULL && !g_str_equal (table->name, "theme"))
    return fail (error, ESP_ERROR_DAMAGED,
                 "'%s' is not what its own history says (%s): another program changed it; run "
                 "'espalier check'",
                 joining->study->path, table->name);
  g_array_append_val (joining->merge->rows, row);
  return TRUE;
}

/* ---- a bound on reading the copy */

typedef struct
{
  gint64 left;
} Budget;

static int
spend (void *data)
{
  Budget *budget = data;
  budget->left -= STEPS_EACH;
  return budget->left < 0;
}

static History *
load_copy (EspStudy *copy, GError **error)
{
  g_autoptr (History) theirs = history_load (copy, error);
  return theirs != NULL && history_prove (copy, theirs, NULL, error) ? g_steal_pointer (&theirs)
                                                                     : NULL;
}

/* ---- the whole */

/* What came is added, and the study made anew. */
static gboolean
join_changes (Joining *joining, const History *ours, const History *joined, GError **error)
{
  EspStudy *study = joining->study;
  g_autoptr (Fold) fold = fold_new (study, error);
  return fold != NULL
         && of_copy (joining,
                     take_changes (joining, ours, joined, error)
                         && fold_history (fold, joined, error)
                         && fold_references_hold (fold, error),
                     error)
         && fold_write (fold, study, note_row, joining, error)
         && history_store (study, joined, error);
}

static gboolean
join_histories (Joining *joining, GError **error)
{
  HistoryMerge *merge = joining->merge;
  EspStudy *study = joining->study;
  History *ours = merge->histories[0] = history_load (study, error);
  if (ours == NULL || !history_prove (study, ours, NULL, error))
    return FALSE;
  History *theirs = merge->histories[1] = load_copy (joining->copy, error);
  if (theirs == NULL || !compare_histories (merge, joining->copy, ours, theirs, error))
    return FALSE;
  History *joined = merge->histories[2] = history_join (ours, theirs);
  return (merge->came->len == 0 || join_changes (joining, ours, joined, error))
         && of_copy (joining, words_heal (study, joining->copy, error), error)
         && store_index_flush (study, error);
}

gboolean
history_merge_begin (EspStudy *study, GError **error)
{
  g_return_val_if_fail (study->session == NULL, FALSE);
  if (!study->for_writing)
    return fail (error, ESP_ERROR_STORAGE, "cannot change '%s': it was opened for reading",
                 study->path);
  return store_exec (study, "BEGIN IMMEDIATE", "change", error);
}

HistoryMerge *
history_merge_join (EspStudy *study, EspStudy *copy, GError **error)
{
  struct stat about;
  g_autoptr (HistoryMerge) merge = g_new0 (HistoryMerge, 1);
  merge->came = g_array_new (FALSE, FALSE, sizeof (HistoryMergeChange));
  merge->unseen = g_array_new (FALSE, FALSE, sizeof (HistoryMergeChange));
  merge->rows = g_array_new (FALSE, FALSE, sizeof (HistoryMergeRow));
  g_autoptr (GHashTable) touched
      = g_hash_table_new_full (row_key_hash, row_key_equal, g_free, NULL);
  Joining joining = { .study = study, .copy = copy, .touched = touched, .merge = merge };
  Budget budget
      = { STEPS_MIN + (stat (copy->path, &about) == 0 ? about.st_size * STEPS_A_BYTE : 0) };
  sqlite3_progress_handler (copy->db, STEPS_EACH, spend, &budget);
  /* Its owner may go on writing to it: what is read is of one moment. */
  gboolean good = store_read_begin (copy, error);
  if (good)
    {
      good = accept_copy (study, copy, error) && join_histories (&joining, error);
      store_read_end (copy);
    }
  sqlite3_progress_handler (copy->db, 0, NULL, NULL);
  if (!good && budget.left < 0)
    {
      g_clear_error (error);
      fail (error, ESP_ERROR_DAMAGED,
            "'%s' cannot be merged: reading it has no end; it is damaged, or was made to do so",
            copy->path);
    }
  return good ? g_steal_pointer (&merge) : NULL;
}

static gboolean
insert_log (EspStudy *study, const HistoryMerge *merge, const char *copy, const char *coder,
            const char *about, GError **error)
{
  g_autofree char *name = g_path_get_basename (copy);
  g_autofree char *words = g_utf8_make_valid (name, -1);
  g_autofree char *now = store_time_now ();
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO history_merge (merged_at, coder, copy, changes, about) VALUES (:at, "
             ":coder, :copy, :changes, :about)");
  query_bind_text (insert, ":at", now);
  query_bind_text (insert, ":coder", coder);
  query_bind_text (insert, ":copy", words);
  query_bind_int (insert, ":changes", merge->came->len);
  query_bind_text (insert, ":about", about);
  return query_run (insert, error);
}

gboolean
history_merge_end (EspStudy *study, gboolean keep, const HistoryMerge *merge, const char *copy,
                   const char *coder, const char *about, GError **error)
{
  const gboolean kept
      = keep && (merge->came->len == 0 || insert_log (study, merge, copy, coder, about, error))
        && store_exec (study, "COMMIT", "change", error);
  fulltext_forget (study);
  if (!sqlite3_get_autocommit (study->db))
    sqlite3_exec (study->db, "ROLLBACK", NULL, NULL, NULL);
  return kept || !keep;
}
