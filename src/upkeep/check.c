/* Checking a study file: its pages, structure, references, words, and that it is the fold of its
 * history.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "upkeep/check.h"

#include "history/fold.h"
#include "store/words.h"

/* What a person does about a study that is not whole. */
#define ADVICE                                                                                     \
  "keep the file as it is, and go on with the newest backup; or let 'espalier backup --recover "   \
  "FILE' write what proves itself to a new study"

EspCheckItem *
check_item (const char *name, gboolean whole, char *detail_taken)
{
  EspCheckItem *item = g_new0 (EspCheckItem, 1);
  item->name = g_strdup (name);
  item->whole = whole;
  item->detail = detail_taken;
  return item;
}

void
check_item_free (gpointer item)
{
  EspCheckItem *one = item;
  g_free (one->name);
  g_free (one->detail);
  g_free (one);
}

static void
add (GPtrArray *items, const char *name, gboolean whole, char *detail_taken)
{
  g_ptr_array_add (items, check_item (name, whole, detail_taken));
}

/* ---- the file */

/* SQLite's account of what is wrong, of several lines, as one short line. */
static void
note_wrong (GString *wrong, const char *said)
{
  if (g_str_equal (said, "ok") || wrong->len > 200)
    return;
  g_auto (GStrv) lines = g_strsplit (said, "\n", 4);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && **line != '*')
      g_string_append_printf (wrong, "%s%s", wrong->len > 0 ? "; " : "", *line);
}

static gboolean
check_file (EspStudy *study, GPtrArray *items, gboolean *whole, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (Query) query = store_query (study, "PRAGMA integrity_check (3)");
  g_autoptr (GString) wrong = g_string_new (NULL);
  while (query_step (query, &why))
    note_wrong (wrong, query_text (query, 0));
  if (why != NULL && (why->code == ESP_ERROR_BUSY || why->code == ESP_ERROR_STORAGE))
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  /* A file too damaged to be walked is a finding, not a failure to check. */
  if (query_failed (query) && wrong->len == 0)
    g_string_append (wrong, "its pages do not hold together");
  *whole = wrong->len == 0;
  add (items, "file", *whole,
       *whole ? g_strdup ("every page is whole")
              : g_strdup_printf ("the file is damaged (%s); " ADVICE, wrong->str));
  return TRUE;
}

/* ---- the structure: equal to that of a study made now */

static gboolean
check_structure (EspStudy *study, GPtrArray *items)
{
  g_autofree char *fault = store_structure_fault (study);
  add (items, "structure", fault == NULL,
       fault == NULL
           ? g_strdup_printf ("as schema %" G_GINT64_FORMAT " says", study->schema->number)
           : g_strdup_printf (
               "tables are missing or altered: %s; another program changed the file: " ADVICE,
               fault));
  return fault == NULL;
}

static gboolean
check_references (EspStudy *study, GPtrArray *items, GError **error)
{
  g_autoptr (Query) query = store_query (study, "PRAGMA foreign_key_check");
  guint n = 0;
  g_autofree char *first = NULL;
  while (query_step (query, error))
    if (n++ == 0)
      first = g_strdup_printf ("%s to %s", query_text (query, 0), query_text (query, 2));
  if (query_failed (query))
    return FALSE;
  add (items, "references", n == 0,
       n == 0 ? g_strdup ("every row stands on rows that are there")
              : g_strdup_printf ("%u rows refer to rows that are not there (first: %s); " ADVICE, n,
                                 first));
  return TRUE;
}

/* ---- words */

/* How a person calls a kind of words. */
typedef struct
{
  WordsKind kind;
  const char *item, *one, *many;
} WordsCalled;

static const WordsCalled words_called[] = {
  { WORDS_TEXT, "texts", "text", "texts" },
  { WORDS_LAYOUT, "layouts", "division into turns", "divisions into turns" },
  { WORDS_PROSE, "prose", "summary, definition, quote or note",
    "summaries, definitions, quotes and notes" },
  { WORDS_ORIGINAL, "originals", "original file", "original files" },
};

static gboolean
count_altered (EspStudy *study, WordsKind kind, guint *rows, guint *altered, GError **error)
{
  g_autoptr (Query) query = words_query_all (study, kind);
  while (query_step (query, error))
    {
      const StoredWords words = words_of_row (query);
      ++*rows;
      *altered += !words_prove (kind, &words, query_key (query, 0));
    }
  return !query_failed (query);
}

static gboolean
count_missing_in (EspStudy *study, WordsKind kind, const WordsColumn *of, guint *missing,
                  guint *lost, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count (*) FILTER (WHERE l.hash IS NULL),"
      " count (*) FILTER (WHERE l.hash IS NOT NULL AND t.gone = 0)"
      " FROM %s t LEFT JOIN words_lost l ON l.hash = t.%s AND l.kind = '%s'"
      " WHERE t.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s w WHERE w.hash = t.%s)",
      of->table, of->column, words_table (kind)->name, of->column, words_table (kind)->table,
      of->column);
  g_autoptr (Query) query = store_query_built (study, sql);
  if (!query_step (query, error))
    return FALSE;
  /* Originals are kept only when asked for. */
  *missing += kind == WORDS_ORIGINAL ? 0 : (guint)query_int (query, 0);
  *lost += (guint)query_int (query, 1);
  return TRUE;
}

/* Keys in the content to which there are no words: `missing` are not known to be lost, `lost` are,
 * and something live needs them. */
static gboolean
count_missing (EspStudy *study, WordsKind kind, guint *missing, guint *lost, GError **error)
{
  g_autoptr (GArray) columns = words_columns (study, kind);
  for (guint i = 0; i < columns->len; i++)
    if (!count_missing_in (study, kind, &g_array_index (columns, WordsColumn, i), missing, lost,
                           error))
      return FALSE;
  return TRUE;
}

/* "; of the documents A, B" where their texts or turns are lost; to be freed. */
static char *
lost_documents (EspStudy *study)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (Query) query = store_query (
      study,
      "SELECT DISTINCT d.name FROM document_version v JOIN document d ON d.id = v.document_id"
      " JOIN words_lost l ON l.kind <> 'original' AND l.hash IN (v.text_hash, v.layout_hash)"
      " WHERE v.gone = 0 AND d.gone = 0 ORDER BY d.name LIMIT 6");
  guint n = 0;
  for (; query_step (query, NULL); n++)
    g_string_append_printf (names, "%s%s", n == 0 ? " (of " : ", ",
                            n >= 5 ? "..." : query_text (query, 0));
  g_string_append (names, n > 0 ? ")" : "");
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static char *
say_missing (EspStudy *study, const WordsCalled *words, guint missing, guint lost)
{
  if (missing > 0)
    return g_strdup_printf ("%u %s %s not in the file; " ADVICE, missing,
                            missing == 1 ? words->one : words->many, missing == 1 ? "is" : "are");
  g_autofree char *documents = words->kind == WORDS_PROSE || words->kind == WORDS_ORIGINAL
                                   ? g_strdup ("")
                                   : lost_documents (study);
  return g_strdup_printf ("%u %s %s lost%s; the rest of the study is not touched by it: %smerge a "
                          "copy that has them",
                          lost, lost == 1 ? words->one : words->many, lost == 1 ? "is" : "are",
                          documents,
                          words->kind == WORDS_PROSE ? "" : "import the same files again, or ");
}

static gboolean
check_words_of (EspStudy *study, const WordsCalled *words, GPtrArray *items, GError **error)
{
  guint rows = 0, altered = 0, missing = 0, lost = 0;
  if (!count_altered (study, words->kind, &rows, &altered, error)
      || !count_missing (study, words->kind, &missing, &lost, error))
    return FALSE;
  if (altered > 0)
    add (items, words->item, FALSE,
         g_strdup_printf ("%u of %u %s %s altered: the checksums do not match; " ADVICE, altered,
                          rows, words->many, altered == 1 ? "was" : "were"));
  if (missing + lost > 0)
    add (items, words->item, FALSE, say_missing (study, words, missing, lost));
  if (altered + missing + lost == 0)
    add (items, words->item, TRUE,
         rows == 1 ? g_strdup_printf ("1 %s matches its checksum", words->one)
                   : g_strdup_printf ("%u %s match their checksums", rows, words->many));
  return TRUE;
}

static gboolean
check_words (EspStudy *study, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (words_called); i++)
    if (!check_words_of (study, &words_called[i], items, error))
      return FALSE;
  return TRUE;
}

/* ---- history */

static gboolean
check_chain (EspStudy *study, const History *history, GPtrArray *items)
{
  g_autoptr (GError) wrong = NULL;
  const gboolean whole = history_prove (study, history, NULL, &wrong);
  add (items, "history", whole,
       whole ? g_strdup_printf ("%u changes, each proven by the one before it", history->lines->len)
             : g_strdup_printf ("%s; " ADVICE, wrong->message));
  return whole;
}

static gboolean
check_heads (EspStudy *study, GPtrArray *items, GError **error)
{
  g_autoptr (Query) query = store_query (
      study,
      "SELECT (SELECT count (*) FROM (SELECT id FROM history_change WHERE id NOT IN (SELECT "
      "parent_id FROM history_parent)"
      "                               EXCEPT SELECT change_id FROM history_head))"
      "     + (SELECT count (*) FROM (SELECT change_id FROM history_head EXCEPT SELECT id FROM "
      "history_change"
      "                               WHERE id NOT IN (SELECT parent_id FROM history_parent)))");
  if (!query_step (query, error))
    return FALSE;
  if (query_int (query, 0) > 0)
    add (items, "history ends", FALSE,
         g_strdup ("the newest changes of the history are not those it says; " ADVICE));
  return TRUE;
}

static gboolean
note_table (const StoreTable *table, const Uuid *id, const ChangesetValue *here,
            const ChangesetValue *folded, gpointer data, GError **error)
{
  (void)id, (void)here, (void)folded, (void)error;
  GPtrArray *tables = data;
  if (!g_ptr_array_find (tables, table->name, NULL))
    g_ptr_array_add (tables, (gpointer)table->name);
  return TRUE;
}

/* The study is the fold of its history: what is made anew from it must equal what is there. */
static gboolean
check_fold (EspStudy *study, const History *history, GPtrArray *items, GError **error)
{
  g_autoptr (GPtrArray) differ = g_ptr_array_new ();
  g_autoptr (GError) wrong = NULL;
  g_autoptr (Fold) fold = fold_new (study, error);
  if (fold == NULL)
    return FALSE;
  if (!fold_history (fold, history, &wrong))
    {
      add (items, "content", FALSE, g_strdup_printf ("%s; " ADVICE, wrong->message));
      return TRUE;
    }
  if (!fold_compare (fold, note_table, differ, error))
    return FALSE;
  g_ptr_array_add (differ, NULL);
  g_autofree char *names = g_strjoinv (", ", (char **)differ->pdata);
  const gboolean whole = differ->len == 1;
  add (items, "content", whole,
       whole ? g_strdup ("is what the history says")
             : g_strdup_printf (
                 "is not what the history says (%s): another program changed the file; " ADVICE,
                 names));
  return TRUE;
}

gboolean
upkeep_check (EspStudy *study, GPtrArray *items, GError **error)
{
  gboolean whole;
  if (!check_file (study, items, &whole, error))
    return FALSE;
  if (!whole || !check_structure (study, items))
    return TRUE;
  g_autoptr (History) history = NULL;
  if (!check_references (study, items, error) || !check_words (study, items, error)
      || (history = history_load (study, error)) == NULL)
    return FALSE;
  return (!check_chain (study, history, items) || check_fold (study, history, items, error))
         && check_heads (study, items, error);
}
