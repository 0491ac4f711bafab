/* The trail of a case or a theme: which rows of the study belong to it, and so which changes of the
 * history touch it.
 *
 * By what the rows are, not by what the history says in words: what was removed, and what stands
 * under the name by now, is found as well.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/text.h"
#include "corpus/transcript.h"
#include "framework/theme.h"
#include "history/log.h"
#include "store/store.h"
#include "study/analysis.h"
#include "study/case.h"

static void
add_row (GHashTable *rows, const Uuid *id)
{
  g_hash_table_add (rows, g_memdup2 (id, sizeof *id));
}

/* `query` yields ids. */
static gboolean
add_rows (GHashTable *rows, Query *query, GError **error)
{
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      add_row (rows, &id);
    }
  return !query_failed (query);
}

/* ---- a case */

static gboolean
add_own_rows (EspStudy *study, const Uuid *id, const char *label, GHashTable *rows, GError **error)
{
  g_autoptr (Query) query = store_query (
      study,
      "WITH own (id) AS (SELECT id FROM document WHERE case_id = :id),"
      " version (id) AS (SELECT v.id FROM own JOIN document_version v ON v.document_id = own.id),"
      " written (id) AS (SELECT id FROM summary WHERE case_id = :id)"
      " SELECT :id UNION ALL SELECT id FROM case_attribute WHERE case_id = :id"
      " UNION ALL SELECT id FROM group_member WHERE case_label = :label"
      " UNION ALL SELECT id FROM own UNION ALL SELECT id FROM version"
      " UNION ALL SELECT x.id FROM own JOIN session x ON x.document_id = own.id"
      " UNION ALL SELECT id FROM speaker WHERE case_id = :id"
      " UNION ALL SELECT x.id FROM version JOIN speaker x ON x.version_id = version.id"
      " UNION ALL SELECT x.id FROM version JOIN coding x ON x.version_id = version.id"
      " UNION ALL SELECT x.id FROM version JOIN memo x ON x.version_id = version.id"
      " UNION ALL SELECT id FROM memo WHERE case_id = :id"
      " UNION ALL SELECT x.id FROM version JOIN carried_review x ON x.version_id = version.id"
      " UNION ALL SELECT id FROM written"
      " UNION ALL SELECT x.id FROM written JOIN evidence x ON x.summary_id = written.id"
      " UNION ALL SELECT x.id FROM written JOIN summary_check x ON x.summary_id = written.id");
  query_bind_uuid (query, ":id", id);
  query_bind_text (query, ":label", label);
  return add_rows (rows, query, error);
}

/* Whether a span begins with words that somebody says under one of the names. */
static gboolean
begins_with (const DocText *doc, gsize start_cp, gsize end_cp, GHashTable *names)
{
  const TextItem *item = doc_text_first_item (doc, start_cp, end_cp);
  return item != NULL && g_hash_table_contains (names, item->speaker);
}

/* What is coded of its words in a document that may be another's. A document whose words are lost
 * says of nothing whose they are. */
static gboolean
add_codings_of (EspStudy *study, const Uuid *version, GHashTable *names, GHashTable *rows,
                GError **error)
{
  g_autoptr (DocText) doc = doc_text_load (study, version, NULL);
  if (doc == NULL)
    return TRUE;
  g_autoptr (Query) query = store_query (
      study, "SELECT x.id, x.start_cp, x.end_cp, x.version_id FROM document_version v JOIN coding x"
             " ON x.version_id = v.id WHERE v.document_id = :document");
  query_bind_uuid (query, ":document", &doc->document_id);
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0), made_on = query_uuid (query, 3);
      Span span = { (gsize)query_int (query, 1), (gsize)query_int (query, 2) };
      EspCarried carried = ESP_CARRIED_AS_IT_WAS;
      if (!doc_text_map (doc, &made_on, &span, &carried, error))
        return FALSE;
      if (begins_with (doc, span.start_cp, span.end_cp, names))
        add_row (rows, &id);
    }
  return !query_failed (query);
}

static gboolean
add_spoken_rows (EspStudy *study, const Uuid *id, GHashTable *rows, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (Query) query
      = store_query (study, "SELECT version_id, name FROM speaker WHERE case_id = :id"
                            " ORDER BY version_id");
  Uuid version = UUID_NIL;
  query_bind_uuid (query, ":id", id);
  while (query_step (query, error))
    {
      const Uuid next = query_uuid (query, 0);
      if (!uuid_equal (&next, &version))
        {
          if (!uuid_is_nil (&version) && !add_codings_of (study, &version, names, rows, error))
            return FALSE;
          g_hash_table_remove_all (names);
          version = next;
        }
      g_hash_table_add (names, g_strdup (query_text (query, 1)));
    }
  return !query_failed (query)
         && (uuid_is_nil (&version) || add_codings_of (study, &version, names, rows, error));
}

/* Whether `error` says that nothing of the study is meant: what was removed may be. */
static gboolean
is_not_found (const GError *error)
{
  return g_error_matches (error, ESP_ERROR, ESP_ERROR_NOT_FOUND);
}

/* As case_find; else a case of that label that was removed. */
static gboolean
find_case_ever (EspStudy *study, const char *text, Uuid *id, char **label, GError **error)
{
  g_autoptr (GError) why = NULL;
  if (case_find (study, text, id, label, &why))
    return TRUE;
  if (is_not_found (why))
    {
      g_autofree char *wanted = text_fold_name (text);
      g_autoptr (Query) query
          = store_query (study, "SELECT id, label FROM study_case WHERE gone = 1");
      while (*label == NULL && query_step (query, error))
        {
          g_autofree char *folded = text_fold_name (query_text (query, 1));
          if (g_str_equal (folded, wanted))
            {
              *id = query_uuid (query, 0);
              *label = g_strdup (query_text (query, 1));
            }
        }
      if (query_failed (query))
        return FALSE;
    }
  if (*label == NULL)
    g_propagate_error (error, g_steal_pointer (&why));
  return *label != NULL;
}

static gboolean
add_case (EspStudy *study, const char *label, GHashTable *rows, GError **error)
{
  Uuid id;
  g_autofree char *own_label = NULL;
  return find_case_ever (study, label, &id, &own_label, error)
         && add_own_rows (study, &id, own_label, rows, error)
         && add_spoken_rows (study, &id, rows, error);
}

/* ---- a theme */

static gboolean
add_theme_rows (EspStudy *study, const Uuid *theme, GHashTable *rows, GError **error)
{
  g_autoptr (Query) query = store_query (
      study,
      "WITH RECURSIVE below (id) AS (SELECT :id"
      "  UNION SELECT t.id FROM below JOIN theme t ON t.parent_id = below.id),"
      " written (id) AS (SELECT x.id FROM below JOIN summary x ON x.theme_id = below.id)"
      " SELECT id FROM below"
      " UNION ALL SELECT x.id FROM below JOIN theme_text x ON x.theme_id = below.id"
      " UNION ALL SELECT x.id FROM below JOIN coding x ON x.theme_id = below.id"
      " UNION ALL SELECT x.id FROM below JOIN memo x ON x.theme_id = below.id"
      " UNION ALL SELECT r.id FROM below JOIN coding x ON x.theme_id = below.id JOIN carried_review"
      " r ON r.coding_id = x.id"
      " UNION ALL SELECT id FROM written"
      " UNION ALL SELECT x.id FROM written JOIN evidence x ON x.summary_id = written.id"
      " UNION ALL SELECT x.id FROM written JOIN summary_check x ON x.summary_id = written.id");
  query_bind_uuid (query, ":id", theme);
  return add_rows (rows, query, error);
}

/* All themes that were removed and had the name, or the end of the path: where they stood, and
 * their analysis, need not be there any more. */
static gboolean
find_removed_themes (EspStudy *study, const char *text, GArray *ids, GError **error)
{
  const char *slash = strrchr (text, '/');
  g_autofree char *wanted = text_fold_name (slash != NULL ? slash + 1 : text);
  g_autoptr (Query) query
      = store_query (study, "SELECT id, name, short_name FROM theme WHERE gone = 1");
  while (query_step (query, error))
    {
      g_autofree char *name = text_fold_name (query_text (query, 1));
      g_autofree char *short_name = text_fold_name (query_text (query, 2));
      const Uuid id = query_uuid (query, 0);
      if (g_str_equal (name, wanted) || g_str_equal (short_name, wanted))
        g_array_append_val (ids, id);
    }
  return !query_failed (query);
}

static gboolean
find_theme (EspStudy *study, const char *analysis_name, const char *text, GArray *ids,
            GError **error)
{
  Uuid analysis;
  if (!analysis_find (study, analysis_name, &analysis, error))
    return FALSE;
  g_autoptr (ThemeTree) tree = theme_tree_load (study, &analysis, error);
  const ThemeEntry *entry = tree != NULL ? theme_tree_find (tree, text, error) : NULL;
  if (entry != NULL)
    g_array_append_val (ids, entry->id);
  return entry != NULL;
}

/* The theme that is meant; else those of that name that were removed. */
static gboolean
find_themes_ever (EspStudy *study, const char *analysis_name, const char *text, GArray *ids,
                  GError **error)
{
  g_autoptr (GError) why = NULL;
  if (find_theme (study, analysis_name, text, ids, &why))
    return TRUE;
  if (is_not_found (why) && !find_removed_themes (study, text, ids, error))
    return FALSE;
  if (ids->len == 0)
    g_propagate_error (error, g_steal_pointer (&why));
  return ids->len > 0;
}

static gboolean
add_theme (EspStudy *study, const char *analysis_name, const char *theme, GHashTable *rows,
           GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (Uuid));
  if (!find_themes_ever (study, analysis_name, theme, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!add_theme_rows (study, &g_array_index (ids, Uuid, i), rows, error))
      return FALSE;
  return TRUE;
}

/* ---- both */

static gboolean
is_missing (gpointer id, gpointer value, gpointer data)
{
  (void)value;
  return !g_hash_table_contains (data, id);
}

static GHashTable *
rows_new (void)
{
  return g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, NULL);
}

/* The rows that the filter asks for: of a case and a theme, what belongs to both. */
static GHashTable *
find_rows (EspStudy *study, const EspLogFilter *filter, GError **error)
{
  g_autoptr (GHashTable) of_case = rows_new (), of_theme = rows_new ();
  if (filter->case_label != NULL && !add_case (study, filter->case_label, of_case, error))
    return NULL;
  if (filter->theme == NULL)
    return g_steal_pointer (&of_case);
  if (!add_theme (study, filter->analysis, filter->theme, of_theme, error))
    return NULL;
  if (filter->case_label != NULL)
    g_hash_table_foreach_remove (of_theme, is_missing, of_case);
  return g_steal_pointer (&of_theme);
}

GPtrArray *
esp_log (EspStudy *study, const EspLogFilter *filter, GError **error)
{
  if (!store_read_begin (study, error))
    return NULL;
  g_autoptr (GHashTable) rows = NULL;
  const gboolean by_content
      = filter != NULL && (filter->case_label != NULL || filter->theme != NULL);
  GPtrArray *log = NULL;
  if (!by_content || (rows = find_rows (study, filter, error)) != NULL)
    log = history_log (study, filter, rows, error);
  store_read_end (study);
  return log;
}
