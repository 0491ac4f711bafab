/* Memos: notes on a span, a document, a case, a theme, a group, or the study; written, reworded,
 * taken away, listed. A comment that came with a file is one, too.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/memo.h"

#include "base/error.h"
#include "corpus/place.h"
#include "framework/theme.h"
#include "store/store.h"
#include "study/analysis.h"
#include "study/case.h"
#include "study/group.h"

#include <string.h>

void
esp_memo_free (EspMemo *memo)
{
  if (memo == NULL)
    return;
  g_free (memo->id);
  g_free (memo->kind);
  g_free (memo->text);
  g_free (memo->author);
  g_free (memo->made_at);
  g_free (memo->about);
  g_free (memo->document);
  g_free (memo->where);
  g_free (memo->words);
  g_free (memo->case_label);
  g_free (memo->theme_path);
  g_free (memo->group);
  g_free (memo);
}

static void
memo_free (gpointer memo)
{
  esp_memo_free (memo);
}

static const char *const kinds[]
    = { "familiarisation", "analytic", "reflexive", "decision", "comment", NULL };

static gboolean
kind_is_known (const char *kind, GError **error)
{
  if (kind == NULL || g_strv_contains (kinds, kind))
    return TRUE;
  g_autofree char *all = g_strjoinv (", ", (char **)kinds);
  return fail (error, ESP_ERROR_USAGE, "there is no kind of memo '%s'; there are: %s", kind, all);
}

/* ---- the trees of all analyses: a memo may be on a theme of any */

typedef struct
{
  GPtrArray *trees; /* ThemeTree */
} Forest;

static void
tree_free (gpointer tree)
{
  theme_tree_free (tree);
}

static gboolean
forest_load (Forest *forest, EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) names = esp_analyses (study, error);
  forest->trees = g_ptr_array_new_with_free_func (tree_free);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      Uuid analysis;
      ThemeTree *tree = analysis_find (study, names->pdata[i], &analysis, error)
                            ? theme_tree_load (study, &analysis, error)
                            : NULL;
      if (tree == NULL)
        return FALSE;
      g_ptr_array_add (forest->trees, tree);
    }
  return names != NULL;
}

static const EspTheme *
forest_theme (const Forest *forest, const Uuid *id)
{
  for (guint i = 0; i < forest->trees->len; i++)
    {
      const ThemeEntry *entry = theme_tree_by_id (forest->trees->pdata[i], id);
      if (entry != NULL)
        return entry->theme;
    }
  return NULL;
}

/* ---- listing */

typedef struct
{
  EspStudy *study;
  const EspMemoFilter *filter;
  DocTexts *docs;
  Forest forest;
  GHashTable *themes;   /* Uuid: what the filter asks for; NULL: any */
  Uuid case_id;         /* nil: any */
  GArray *documents;    /* DocRef; NULL: any */
  Uuid least, greatest; /* what its id can be, where the filter has one */
} Listing;

static void
listing_clear (Listing *listing)
{
  doc_texts_free (listing->docs);
  g_clear_pointer (&listing->forest.trees, g_ptr_array_unref);
  g_clear_pointer (&listing->themes, g_hash_table_unref);
  g_clear_pointer (&listing->documents, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

/* The theme that the filter names, and those below it. */
static gboolean
listing_find_themes (Listing *listing, GError **error)
{
  Uuid analysis;
  guint index;
  if (!analysis_find (listing->study, listing->filter->analysis, &analysis, error))
    return FALSE;
  listing->themes = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, NULL);
  for (guint i = 0; i < listing->forest.trees->len; i++)
    {
      const ThemeTree *tree = listing->forest.trees->pdata[i];
      if (!uuid_equal (&tree->analysis, &analysis))
        continue;
      if (!theme_tree_index (tree, listing->filter->theme, &index, error))
        return FALSE;
      for (guint k = index; k < theme_tree_end (tree, index); k++)
        {
          const Uuid *id = &theme_tree_entry (tree, k)->id;
          g_hash_table_add (listing->themes, g_memdup2 (id, sizeof *id));
        }
    }
  return TRUE;
}

static gboolean
listing_open (Listing *listing, GError **error)
{
  const EspMemoFilter *filter = listing->filter;
  listing->docs = doc_texts_new (listing->study);
  if (!forest_load (&listing->forest, listing->study, error) || !kind_is_known (filter->kind, error)
      || (filter->theme != NULL && !listing_find_themes (listing, error))
      || (filter->case_label != NULL
          && !case_find (listing->study, filter->case_label, &listing->case_id, NULL, error)))
    return FALSE;
  if (filter->document != NULL
      && (listing->documents = documents_find (listing->study, filter->document, error)) == NULL)
    return FALSE;
  if (filter->id != NULL && !uuid_bounds (filter->id, &listing->least, &listing->greatest))
    return fail (error, ESP_ERROR_USAGE, "'%s' is not a memo; 'espalier memos' shows them",
                 filter->id);
  return TRUE;
}

/* The columns of a memo in a listing. */
enum
{
  COLUMN_ID,
  COLUMN_KIND,
  COLUMN_AUTHOR,
  COLUMN_TEXT,
  COLUMN_MADE_AT,
  COLUMN_CODER,
  COLUMN_VERSION,
  COLUMN_START,
  COLUMN_END,
  COLUMN_CASE,
  COLUMN_CASE_LABEL,
  COLUMN_THEME,
  COLUMN_GROUP,
  COLUMN_DOCUMENT,
  COLUMN_DOCUMENT_NAME,
  COLUMN_DOCUMENT_CASE,
};

/* What stands on something gone is listed by esp_conflicts. */
#define MEMO_ROWS                                                                                  \
  "SELECT x.id, x.kind, x.author, x.text_prose, x.made_at, p.name, x.version_id, x.start_cp,"      \
  " x.end_cp, x.case_id, c.label, x.theme_id, k.name || ': ' || g.name, d.id, d.name, d.case_id"   \
  " FROM memo x JOIN coder p ON p.id = x.coder_id"                                                 \
  " LEFT JOIN document_version v ON v.id = x.version_id"                                           \
  " LEFT JOIN document d ON d.id = v.document_id LEFT JOIN study_case c ON c.id = x.case_id"       \
  " LEFT JOIN study_group g ON g.id = x.group_id LEFT JOIN group_kind k ON k.id = g.kind_id"       \
  " LEFT JOIN theme t ON t.id = x.theme_id"                                                        \
  " WHERE x.gone = 0 AND coalesce (v.gone, 0) = 0 AND coalesce (d.gone, 0) = 0"                    \
  " AND coalesce (c.gone, 0) = 0 AND coalesce (g.gone, 0) = 0 AND coalesce (t.gone, 0) = 0"        \
  " AND NOT EXISTS (SELECT 1 FROM memo n WHERE n.replaces_id = x.id AND n.gone = 0)"               \
  " ORDER BY d.name IS NULL, d.name, d.id, x.start_cp, x.end_cp, x.made_at, x.id"

static gboolean
document_fits (const Listing *listing, const Uuid *document)
{
  return documents_hold (listing->documents, document);
}

static gboolean
row_fits (const Listing *listing, Query *row)
{
  const EspMemoFilter *filter = listing->filter;
  const Uuid id = query_uuid (row, COLUMN_ID), theme = query_uuid (row, COLUMN_THEME),
             document = query_uuid (row, COLUMN_DOCUMENT), own_case = query_uuid (row, COLUMN_CASE),
             document_case = query_uuid (row, COLUMN_DOCUMENT_CASE);
  const char *author = query_text (row, COLUMN_AUTHOR);
  return (filter->id == NULL || uuid_between (&id, &listing->least, &listing->greatest))
         && document_fits (listing, &document)
         && (filter->kind == NULL || g_str_equal (filter->kind, query_text (row, COLUMN_KIND)))
         && (filter->author == NULL
             || g_str_equal (filter->author,
                             *author != '\0' ? author : query_text (row, COLUMN_CODER)))
         && (listing->themes == NULL || g_hash_table_contains (listing->themes, &theme))
         && (uuid_is_nil (&listing->case_id) || uuid_equal (&listing->case_id, &own_case)
             || uuid_equal (&listing->case_id, &document_case));
}

/* A document whose words are lost keeps its memos, without them. */
static void
fill_place (Listing *listing, Query *row, EspMemo *memo)
{
  const Uuid version = query_uuid (row, COLUMN_VERSION);
  const Span made = { (gsize)query_int (row, COLUMN_START), (gsize)query_int (row, COLUMN_END) };
  DocSpan span;
  memo->has_span = TRUE;
  memo->start_cp = made.start_cp;
  memo->end_cp = made.end_cp;
  if (!doc_texts_place (listing->docs, &version, made, &span, NULL))
    {
      memo->where = g_strdup_printf ("characters %zu to %zu", memo->start_cp, memo->end_cp);
      memo->words = g_strdup ("");
      return;
    }
  memo->start_cp = span.at.start_cp;
  memo->end_cp = span.at.end_cp;
  memo->where = doc_span_where (&span);
  memo->words = doc_span_words (&span);
}

static char *
about (const EspMemo *memo, const EspTheme *theme)
{
  if (memo->has_span)
    return g_strdup_printf ("%s, %s", memo->document, memo->where);
  if (*memo->document != '\0')
    return g_strdup (memo->document);
  if (theme != NULL && *memo->case_label != '\0')
    return g_strdup_printf ("%s, %s", memo->case_label, theme->title);
  if (theme != NULL)
    return g_strdup_printf ("%s %s", theme->number, theme->title);
  if (*memo->case_label != '\0')
    return g_strdup (memo->case_label);
  return g_strdup (*memo->group != '\0' ? memo->group : "the study");
}

static EspMemo *
listing_row (Listing *listing, Query *row, GError **error)
{
  const Uuid id = query_uuid (row, COLUMN_ID), theme_id = query_uuid (row, COLUMN_THEME);
  const EspTheme *theme = forest_theme (&listing->forest, &theme_id);
  const char *author = query_text (row, COLUMN_AUTHOR);
  g_autofree char *text = store_prose (listing->study, query_hash (row, COLUMN_TEXT), error);
  if (text == NULL)
    return NULL;
  EspMemo *memo = g_new0 (EspMemo, 1);
  memo->id = uuid_dup_text (&id);
  memo->kind = g_strdup (query_text (row, COLUMN_KIND));
  memo->text = g_steal_pointer (&text);
  memo->author = g_strdup (*author != '\0' ? author : query_text (row, COLUMN_CODER));
  memo->made_at = g_strdup (query_text (row, COLUMN_MADE_AT));
  memo->document = g_strdup (query_text (row, COLUMN_DOCUMENT_NAME));
  memo->case_label = g_strdup (query_text (row, COLUMN_CASE_LABEL));
  memo->theme_path = g_strdup (theme != NULL ? theme->path : "");
  memo->group = g_strdup (query_text (row, COLUMN_GROUP));
  if (!query_is_null (row, COLUMN_START))
    fill_place (listing, row, memo);
  else
    {
      memo->where = g_strdup ("");
      memo->words = g_strdup ("");
    }
  memo->about = about (memo, theme);
  return memo;
}

GPtrArray *
esp_memos (EspStudy *study, const EspMemoFilter *filter, GError **error)
{
  g_auto (Listing) listing = { .study = study, .filter = filter };
  g_autoptr (GPtrArray) memos = g_ptr_array_new_with_free_func (memo_free);
  if (!listing_open (&listing, error))
    return NULL;
  g_autoptr (Query) query = store_query (study, MEMO_ROWS);
  while (query_step (query, error))
    {
      if (!row_fits (&listing, query))
        continue;
      EspMemo *memo = listing_row (&listing, query, error);
      if (memo == NULL)
        return NULL;
      g_ptr_array_add (memos, memo);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&memos);
}

/* The one memo of an id. */
static EspMemo *
memo_by_id (EspStudy *study, const char *id, GError **error)
{
  const EspMemoFilter filter = { .id = id };
  g_autoptr (GPtrArray) found = esp_memos (study, &filter, error);
  if (found == NULL)
    return NULL;
  if (found->len == 1)
    return g_ptr_array_steal_index (found, 0);
  if (found->len == 0)
    fail (error, ESP_ERROR_NOT_FOUND, "there is no memo '%s'; 'espalier memos' shows them", id);
  else
    fail (error, ESP_ERROR_AMBIGUOUS, "%u memos begin with '%s'; give more of it", found->len, id);
  return NULL;
}

/* ---- writing */

/* "triad: B-1" as esp_groups says it. */
static gboolean
find_group (EspStudy *study, const char *text, Uuid *id, GError **error)
{
  g_autofree char *display = NULL;
  g_autoptr (GPtrArray) members = group_resolve (study, text, &display, error);
  if (members == NULL)
    return FALSE;
  g_auto (GStrv) parts = g_strsplit (display, ": ", 2);
  return group_ensure (study, parts[0], parts[1], id, error);
}

static gboolean
find_document (EspStudy *study, const EspMemoEntry *entry, MemoRow *row, GError **error)
{
  if (entry->place != NULL)
    {
      DocText *doc;
      Span span;
      g_autoptr (DocTexts) docs = doc_texts_new (study);
      if (!place_find_named (study, docs, entry->document, entry->place, &doc, &span, error))
        return FALSE;
      row->version_id = doc->version_id;
      row->has_span = TRUE;
      row->start_cp = span.start_cp;
      row->end_cp = span.end_cp;
      return TRUE;
    }
  g_autoptr (GArray) found = documents_find (study, entry->document, error);
  if (found == NULL || !documents_only_one (study, found, entry->document, error))
    return FALSE;
  row->version_id = g_array_index (found, DocRef, 0).version_id;
  return TRUE;
}

static gboolean
find_theme (EspStudy *study, const EspMemoEntry *entry, MemoRow *row, GError **error)
{
  Uuid analysis;
  if (!analysis_find (study, entry->analysis, &analysis, error))
    return FALSE;
  g_autoptr (ThemeTree) tree = theme_tree_load (study, &analysis, error);
  const ThemeEntry *theme = tree != NULL ? theme_tree_find (tree, entry->theme, error) : NULL;
  if (theme == NULL)
    return FALSE;
  row->theme_id = theme->id;
  return TRUE;
}

static gboolean
entry_is_clear (const EspMemoEntry *entry, GError **error)
{
  if (entry->text == NULL || strspn (entry->text, " \t\n") == strlen (entry->text))
    return fail (error, ESP_ERROR_INPUT, "a memo needs words");
  if (!g_utf8_validate (entry->text, -1, NULL))
    return fail (error, ESP_ERROR_INPUT, "the words of the memo are not UTF-8");
  if (entry->place != NULL && entry->document == NULL)
    return fail (error, ESP_ERROR_USAGE, "a place needs the document in which it is");
  const guint cell = entry->case_label != NULL || entry->theme != NULL;
  if (cell + (entry->document != NULL) + (entry->group != NULL) > 1)
    return fail (error, ESP_ERROR_USAGE,
                 "a memo is on a document, a group, a case, a theme, or a case and a theme");
  if (g_strcmp0 (entry->kind, "comment") == 0)
    return fail (error, ESP_ERROR_USAGE, "comments come with files; choose another kind");
  return kind_is_known (entry->kind, error);
}

gboolean
esp_memo_add (EspStudy *study, const EspMemoEntry *entry, EspMemo **memo, GError **error)
{
  MemoRow row = { .id = uuid_random (),
                  .kind = entry->kind != NULL ? entry->kind : "analytic",
                  .text = entry->text,
                  .author = "" };
  if (!store_in_change (study, error) || !entry_is_clear (entry, error)
      || (entry->document != NULL && !find_document (study, entry, &row, error))
      || (entry->case_label != NULL
          && !case_find (study, entry->case_label, &row.case_id, NULL, error))
      || (entry->theme != NULL && !find_theme (study, entry, &row, error))
      || (entry->group != NULL && !find_group (study, entry->group, &row.group_id, error))
      || !memo_write (study, &row, error))
    return FALSE;
  g_autofree char *id = uuid_dup_text (&row.id);
  *memo = memo_by_id (study, id, error);
  return *memo != NULL;
}

gboolean
esp_memo_reword (EspStudy *study, const char *id, const char *text, EspMemo **memo, GError **error)
{
  const EspMemoEntry entry = { .text = text };
  Uuid old_id;
  if (!store_in_change (study, error) || !entry_is_clear (&entry, error))
    return FALSE;
  g_autoptr (EspMemo) old = memo_by_id (study, id, error);
  if (old == NULL)
    return FALSE;
  uuid_from_text (old->id, &old_id);
  if (g_str_equal (old->kind, "comment"))
    return fail (error, ESP_ERROR_USAGE,
                 "'%s' is a comment that came with a file; write a memo beside it", id);
  const Uuid new_id = uuid_random ();
  if (!memo_write_wording (study, &old_id, &new_id, text, error))
    return FALSE;
  g_autofree char *new_text = uuid_dup_text (&new_id);
  *memo = memo_by_id (study, new_text, error);
  return *memo != NULL;
}

gboolean
esp_memo_remove (EspStudy *study, const char *id, EspMemo **memo, GError **error)
{
  Uuid row;
  if (!store_in_change (study, error))
    return FALSE;
  g_autoptr (EspMemo) found = memo_by_id (study, id, error);
  if (found == NULL)
    return FALSE;
  uuid_from_text (found->id, &row);
  if (!memo_take_away (study, &row, error))
    return FALSE;
  *memo = g_steal_pointer (&found);
  return TRUE;
}
