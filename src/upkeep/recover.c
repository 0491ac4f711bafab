/* Recovering a damaged study: what its pages hold goes to a new one, as far as it proves itself.
 *
 * The words prove themselves by their keys, the lines of the history by the chain; the content
 * follows from the history. What the tables say beyond a history that is not all there is added as
 * one change.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "upkeep/recover.h"

#include "base/error.h"
#include "history/fold.h"
#include "store/words.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SENTENCES_MAX 20

typedef struct
{
  EspStudy *study; /* the new one */
  FoundHistory *history;
  EspRecovery *recovery;
  GHashTable *broken; /* GBytes: keys of original files that are there in part */
  GArray *study_ids;  /* Uuid: of rows for the study itself */
} Recovering;

void
esp_recovery_free (EspRecovery *recovery)
{
  if (recovery == NULL)
    return;
  g_ptr_array_unref (recovery->lost);
  g_free (recovery);
}

/* ---- words and other records */

static WordsKind
words_of (const FoundRecord *record, StoredWords *words)
{
  const ChangesetValue *values = record->values;
  const ChangesetValue *body = &values[1], *second = NULL;
  WordsKind kind = WORDS_ORIGINAL;
  if (record->kind == FOUND_TEXT)
    kind = WORDS_TEXT;
  else if (record->kind != FOUND_ORIGINAL)
    {
      kind = record->kind == FOUND_LAYOUT ? WORDS_LAYOUT : WORDS_PROSE;
      second = &values[1];
      body = &values[2];
    }
  words->body = body->bytes;
  words->size = body->size_bytes;
  words->second = second != NULL ? second->bytes : NULL;
  words->second_size = second != NULL ? second->size_bytes : 0;
  return kind;
}

static gboolean
take_words (Recovering *recovering, const FoundRecord *record, GError **error)
{
  const guint8 *hash = record->values[0].bytes;
  StoredWords words = { 0 };
  const WordsKind kind = words_of (record, &words);
  gboolean added;
  if (record->values[0].type != SQLITE_BLOB)
    return TRUE;
  if (!record->whole || !words_prove (kind, &words, hash))
    {
      if (kind == WORDS_ORIGINAL)
        g_hash_table_add (recovering->broken, g_bytes_new (hash, 32));
      return TRUE;
    }
  if (!words_keep (recovering->study, kind, &words, hash, &added, error))
    return FALSE;
  recovering->recovery->words += added;
  return TRUE;
}

/* Texts of a record into parameters of a statement; FALSE when one is none. */
static gboolean
bind_texts (Query *query, const FoundRecord *record, guint first, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const ChangesetValue *value = &record->values[first + i];
      if (value->type == SQLITE_TEXT
          && !g_utf8_validate_len ((const char *)value->bytes, value->size_bytes, NULL))
        return FALSE;
      query_bind_changeset (query, names[i], value);
    }
  return TRUE;
}

static gboolean
take_lost (EspStudy *study, const FoundRecord *record, GError **error)
{
  static const char *const names[] = { ":kind", ":why", ":at", NULL };
  g_autoptr (Query) insert
      = store_query (study, "INSERT OR IGNORE INTO words_lost (hash, kind, why, lost_at)"
                            " VALUES (:hash, :kind, :why, :at)");
  query_bind_changeset (insert, ":hash", &record->values[0]);
  return !bind_texts (insert, record, 1, names) || query_run (insert, error);
}

static gboolean
take_merge (EspStudy *study, const FoundRecord *record, GError **error)
{
  static const char *const names[] = { ":at", ":coder", ":copy", ":changes", ":about", NULL };
  g_autoptr (Query) insert = store_query (
      study, "INSERT OR IGNORE INTO history_merge (number, merged_at, coder, copy, changes, about)"
             " VALUES (:number, :at, :coder, :copy, :changes, :about)");
  query_bind_int (insert, ":number", record->rowid);
  return !bind_texts (insert, record, 1, names) || query_run (insert, error);
}

static gboolean
take_record (const FoundRecord *record, gpointer data, GError **error)
{
  Recovering *recovering = data;
  switch (record->kind)
    {
    case FOUND_TEXT:
    case FOUND_LAYOUT:
    case FOUND_PROSE:
    case FOUND_ORIGINAL:
      return take_words (recovering, record, error);
    case FOUND_LOST:
      return !record->whole || take_lost (recovering->study, record, error);
    case FOUND_MERGE:
      return !record->whole || take_merge (recovering->study, record, error);
    case FOUND_STUDY:
      if (record->values[0].type == SQLITE_BLOB)
        g_array_append_vals (recovering->study_ids, record->values[0].bytes, 1);
      return TRUE;
    default:
      found_history_add (recovering->history, record);
      return TRUE;
    }
}

/* ---- the content */

static gboolean
note_study_id (const ChangesetRow *row, gpointer data, GError **error)
{
  (void)error;
  Uuid *id = data;
  if (g_str_equal (row->table->name, "study") && uuid_is_nil (id))
    *id = row->id;
  return TRUE;
}

/* The study stays the one that it was: its identity stands in the changes that gave it a title, and
 * in its own row. */
static gboolean
set_identity (Recovering *recovering, const History *kept, GError **error)
{
  Uuid id = UUID_NIL;
  for (guint i = 0; uuid_is_nil (&id) && i < kept->lines->len; i++)
    {
      const ChangeRecord *record = history_record (kept, i);
      changeset_each (recovering->study, record->changes, record->changes_size, note_study_id, &id,
                      NULL);
    }
  if (uuid_is_nil (&id) && recovering->study_ids->len > 0)
    id = g_array_index (recovering->study_ids, Uuid, 0);
  if (uuid_is_nil (&id))
    return TRUE;
  g_autoptr (Query) update = store_query (recovering->study, "UPDATE study SET id = :id");
  query_bind_uuid (update, ":id", &id);
  return query_run (update, error);
}

/* The fold of the lines, as far as they can be applied: others are taken off `kept`. */
static Fold *
fold_kept (EspStudy *study, History *kept, GError **error)
{
  for (;;)
    {
      g_autoptr (Fold) fold = fold_new (study, error);
      guint good = 0;
      while (fold != NULL && good < kept->lines->len
             && fold_change (fold, history_record (kept, good), NULL))
        good++;
      if (fold == NULL)
        return NULL;
      if (good == kept->lines->len)
        return g_steal_pointer (&fold);
      for (guint i = good; i < kept->lines->len; i++)
        g_hash_table_remove (kept->index, &history_record (kept, i)->id);
      g_ptr_array_set_size (kept->lines, (gint)good);
    }
}

static gboolean
write_history (Recovering *recovering, History *kept, GError **error)
{
  EspStudy *study = recovering->study;
  if (!set_identity (recovering, kept, error))
    return FALSE;
  g_autoptr (Fold) fold = fold_kept (study, kept, error);
  return fold != NULL && fold_references_hold (fold, error) && history_store (study, kept, error)
         && fold_write (fold, study, NULL, NULL, error) && store_index_flush (study, error);
}

/* ---- what is lost */

typedef struct
{
  guint texts, prose, originals; /* texts and layouts of documents are one thing to a person */
} LostWords;

/* Keys in one column that lead nowhere. */
static gboolean
note_lost_column (Recovering *recovering, const WordsTable *table, const WordsColumn *of,
                  GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT DISTINCT %s FROM %s t WHERE %s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s w WHERE "
      "w.hash = t.%s) AND NOT EXISTS (SELECT 1 FROM words_lost l WHERE l.hash = t.%s AND l.kind = "
      "'%s')",
      of->column, of->table, of->column, table->table, of->column, of->column, table->name);
  g_autoptr (Query) missing = store_query_built (recovering->study, sql);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, 32);
  while (query_step (missing, error))
    g_array_append_vals (keys, query_key (missing, 0), 1);
  if (query_failed (missing))
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      const guint8 *key = (const guint8 *)keys->data + (gsize)i * 32;
      g_autoptr (GBytes) bytes = g_bytes_new (key, 32);
      /* Original files are kept only when asked for: the file does not say which were. */
      if ((table->kind != WORDS_ORIGINAL || g_hash_table_contains (recovering->broken, bytes))
          && !words_note_lost (recovering->study, table->kind, key, WORDS_DAMAGED, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
note_lost_kind (Recovering *recovering, const WordsTable *table, GError **error)
{
  g_autoptr (GArray) columns = words_columns (recovering->study, table->kind);
  for (guint i = 0; i < columns->len; i++)
    if (!note_lost_column (recovering, table, &g_array_index (columns, WordsColumn, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
note_lost_words (Recovering *recovering, GError **error)
{
  for (guint i = 0; i < WORDS_KINDS; i++)
    if (!note_lost_kind (recovering, &words_tables[i], error))
      return FALSE;
  /* A damaged list may name what is there, or what nothing asks for. */
  return store_exec (
      recovering->study,
      "DELETE FROM words_lost WHERE (hash, kind) IN (SELECT hash, 'text' FROM text_body UNION ALL"
      " SELECT hash, 'layout' FROM layout UNION ALL SELECT hash, 'prose' FROM prose"
      " UNION ALL SELECT hash, 'original' FROM original)",
      "change", error);
}

static gboolean
count_lost_words (Recovering *recovering, GError **error)
{
  g_autoptr (Query) count = store_query (
      recovering->study,
      "SELECT count (*), count (*) FILTER (WHERE kind = 'prose'), count (*) FILTER (WHERE kind = "
      "'original') FROM words_lost WHERE why = 'damaged'");
  if (!query_step (count, error))
    return FALSE;
  const guint prose = (guint)query_int (count, 1), originals = (guint)query_int (count, 2);
  recovering->recovery->words_lost = (guint)query_int (count, 0);
  GPtrArray *lost = recovering->recovery->lost;
  g_autoptr (Query) documents = store_query (
      recovering->study,
      "SELECT DISTINCT d.name FROM document_version v JOIN document d ON d.id = v.document_id"
      " JOIN words_lost l ON l.kind <> 'original' AND l.hash IN (v.text_hash, v.layout_hash) WHERE "
      "l.why = 'damaged' AND "
      "v.gone = 0 AND d.gone = 0 ORDER BY d.name");
  guint n = 0;
  while (query_step (documents, error))
    if (n++ < SENTENCES_MAX)
      g_ptr_array_add (lost, g_strdup_printf ("the words of the document '%s': import the same "
                                              "file again, or merge a copy that has them",
                                              query_text (documents, 0)));
  if (n > SENTENCES_MAX)
    g_ptr_array_add (lost, g_strdup_printf ("the words of %u more documents", n - SENTENCES_MAX));
  if (prose > 0)
    g_ptr_array_add (lost,
                     g_strdup_printf ("the words of %u %s: merge a copy that has them", prose,
                                      prose == 1 ? "summary, definition, quote or note"
                                                 : "summaries, definitions, quotes or notes"));
  if (originals > 0)
    g_ptr_array_add (lost, g_strdup_printf ("%u original %s that %s kept", originals,
                                            originals == 1 ? "file" : "files",
                                            originals == 1 ? "was" : "were"));
  return !query_failed (documents);
}

/* ---- the whole */

/* The first half: words, lines and the content that follows from them, in one transaction. */
static gboolean
write_proven (Recovering *recovering, int file, guint64 size, GError **error)
{
  EspStudy *study = recovering->study;
  EspRecovery *recovery = recovering->recovery;
  if (!store_exec (study, "BEGIN IMMEDIATE", "make", error)
      || !recover_pages (file, size, take_record, recovering, error))
    return FALSE;
  History *kept = found_history_prove (recovering->history, study->schema->number);
  if (!write_history (recovering, kept, error))
    return FALSE;
  recovery->changes = kept->lines->len;
  recovery->changes_lost
      = found_history_lost (recovering->history, kept, SENTENCES_MAX, recovery->lost);
  return store_exec (study, "COMMIT", "make", error);
}

static gboolean
write_as_found (Recovering *recovering, const char *damaged, const char *coder, GError **error)
{
  EspRecovery *recovery = recovering->recovery;
  FoundRows rows = { 0 };
  if (!esp_change_begin (recovering->study, "backup --recover", coder, NULL, error)
      || !recover_rows (recovering->study, damaged, &rows, error)
      || !store_references_hold (recovering->study, damaged, error))
    return FALSE;
  g_autofree char *about = g_strdup_printf ("%u rows as found in the damaged file", rows.written);
  if (rows.written == 0)
    esp_change_abandon (recovering->study);
  else if (!esp_change_commit (recovering->study, about, error))
    return FALSE;
  recovery->rows_as_found = rows.written;
  if (rows.left_out > 0)
    g_ptr_array_add (recovery->lost,
                     g_strdup_printf ("%u %s of the tables that %s not hold together with what "
                                      "could be read",
                                      rows.left_out, rows.left_out == 1 ? "row" : "rows",
                                      rows.left_out == 1 ? "does" : "do"));
  if (rows.unread)
    g_ptr_array_add (recovery->lost, g_strdup ("rows of tables that could not be read to the end"));
  return TRUE;
}

static gboolean
recover_into (Recovering *recovering, int file, guint64 size, const char *damaged,
              const char *coder, GError **error)
{
  const EspRecovery *recovery = recovering->recovery;
  EspStudy *study = recovering->study;
  if (!write_proven (recovering, file, size, error))
    return FALSE;
  if (recovery->changes_lost > 0 && !write_as_found (recovering, damaged, coder, error))
    return FALSE;
  if (recovery->changes + recovery->rows_as_found == 0)
    return recovery->words == 0
               ? fail (error, ESP_ERROR_NOT_STUDY, "'%s' has nothing of a study that could be read",
                       damaged)
               : fail (error, ESP_ERROR_DAMAGED,
                       "'%s' has %u texts and other words that are whole, but nothing that says "
                       "what they belong to; go on with a backup or a colleague's copy",
                       damaged, recovery->words);
  return store_exec (study, "BEGIN IMMEDIATE", "make", error) && note_lost_words (recovering, error)
         && store_exec (study, "COMMIT", "make", error) && count_lost_words (recovering, error);
}

static int
open_file (const char *path, guint64 *size, GError **error)
{
  struct stat about;
  const int file = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    {
      fail (error, errno == ENOENT ? ESP_ERROR_NOT_FOUND : ESP_ERROR_STORAGE,
            "cannot read '%s': %s", path,
            errno == ENOENT ? "there is no such file" : g_strerror (errno));
      return -1;
    }
  if (fstat (file, &about) == 0 && S_ISREG (about.st_mode) && about.st_size > 0)
    {
      *size = (guint64)about.st_size;
      return file;
    }
  close (file);
  fail (error, ESP_ERROR_NOT_STUDY, "'%s' has nothing of a study: it is %s", path,
        S_ISREG (about.st_mode) ? "empty" : "not a file");
  return -1;
}

static EspRecovery *
recover_beside (const char *beside, const char *to, int file, guint64 size, const char *damaged,
                const char *coder, GError **error)
{
  g_autoptr (EspRecovery) recovery = g_new0 (EspRecovery, 1);
  g_autoptr (FoundHistory) history = found_history_new ();
  g_autoptr (GHashTable) broken
      = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  g_autoptr (GArray) study_ids = g_array_new (FALSE, FALSE, sizeof (Uuid));
  recovery->lost = g_ptr_array_new_with_free_func (g_free);
  unlink (beside);
  EspStudy *study = esp_study_create (beside, error);
  if (study == NULL)
    return NULL;
  /* What fails is told under the name that the person gave. */
  g_free (study->path);
  study->path = g_strdup (to);
  Recovering recovering = { study, history, recovery, broken, study_ids };
  const gboolean done = recover_into (&recovering, file, size, damaged, coder, error);
  esp_study_close (study);
  return done && store_give_name (beside, to, error) ? g_steal_pointer (&recovery) : NULL;
}

EspRecovery *
esp_recover (const char *damaged, const char *to, const char *coder, GError **error)
{
  guint64 size = 0;
  if (coder == NULL || !coder_is_name (coder))
    {
      fail (error, ESP_ERROR_USAGE,
            "the coder's name is missing, too long, or has characters that no name has");
      return NULL;
    }
  if (access (to, F_OK) == 0)
    {
      fail (error, ESP_ERROR_EXISTS, "'%s' is there already; choose another name", to);
      return NULL;
    }
  const int file = open_file (damaged, &size, error);
  if (file < 0)
    return NULL;
  g_autofree char *beside = store_make_beside (to, error);
  EspRecovery *recovery
      = beside != NULL ? recover_beside (beside, to, file, size, damaged, coder, error) : NULL;
  close (file);
  if (beside != NULL && recovery == NULL)
    unlink (beside);
  return recovery;
}
