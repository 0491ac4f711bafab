/* Searching the turns of a study.
 *
 * The full-text index has a row for each text and gives the texts that may have a hit; whether a
 * turn fits, and where, is told from the turn itself. A pattern is tried on every turn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexing/search.h"

#include "base/error.h"
#include "corpus/document.h"
#include "corpus/transcript.h"
#include "framework/theme.h"
#include "indexing/search_snippet.h"
#include "indexing/search_turn.h"
#include "store/store.h"
#include "study/analysis.h"
#include "study/case.h"
#include "study/in_force.h"
#include "turns/timestamp.h"

#include <string.h>

typedef struct
{
  EspStudy *study;
  const EspSearchOptions *options;
  EspSearchResult *result;
  SearchCounts *counts;
  Tokenizer *tokenizer;
  SearchQuery *query; /* NULL for a pattern */
  Pattern *pattern;
  TurnSearch *turns;
  GArray *documents; /* DocRef: those that are searched; NULL: all */
  GHashTable *coded; /* version in force -> GArray of CodedSpan; NULL: anywhere */
  GArray *kept;      /* FoundBytes: what counts of a turn */
} Searching;

/* ---- results */

static void
search_hit_free (gpointer hit)
{
  EspSearchHit *one = hit;
  g_free (one->document);
  g_free (one->case_label);
  g_free (one->speaker);
  g_free (one->where);
  g_free (one->time);
  g_free (one->words);
  g_array_unref (one->matches);
  g_ptr_array_unref (one->snippet);
  g_free (hit);
}

static EspSearchResult *
result_new (void)
{
  EspSearchResult *result = g_new0 (EspSearchResult, 1);
  result->hits = g_ptr_array_new_with_free_func (search_hit_free);
  result->by_case = g_ptr_array_new_with_free_func (search_count_free);
  result->by_group = g_ptr_array_new_with_free_func (search_count_free);
  result->lost = g_ptr_array_new_with_free_func (g_free);
  return result;
}

void
esp_search_result_free (EspSearchResult *result)
{
  if (result == NULL)
    return;
  g_ptr_array_unref (result->hits);
  g_ptr_array_unref (result->by_case);
  g_ptr_array_unref (result->by_group);
  g_ptr_array_unref (result->lost);
  search_count_free (result->total);
  g_free (result->by);
  g_free (result);
}

/* ---- what is asked for */

/* As it was coded, on whichever text. */
typedef struct
{
  Uuid version;
  Span made;
} CodedSpan;

/* The spans that are coded with the theme or one below it. */
static gboolean
load_coded (Searching *searching, GError **error)
{
  const EspSearchOptions *options = searching->options;
  Uuid analysis;
  guint theme;
  if (options->within == NULL)
    return TRUE;
  if (!analysis_find (searching->study, options->analysis, &analysis, error))
    return FALSE;
  g_autoptr (ThemeTree) tree = theme_tree_load (searching->study, &analysis, error);
  if (tree == NULL || !theme_tree_index (tree, options->within, &theme, error))
    return FALSE;
  g_autoptr (GHashTable) in_force = versions_in_force (searching->study, error);
  if (in_force == NULL)
    return FALSE;
  searching->coded
      = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, (GDestroyNotify)g_array_unref);
  g_autoptr (Query) query
      = store_query (searching->study, "SELECT version_id, start_cp, end_cp FROM coding WHERE "
                                       "theme_id = :theme AND gone = 0 AND origin <> 'proposed'");
  for (const guint end = theme_tree_end (tree, theme); theme < end; theme++)
    {
      query_bind_uuid (query, ":theme", &theme_tree_entry (tree, theme)->id);
      while (query_step (query, error))
        {
          const Uuid version = query_uuid (query, 0);
          const CodedSpan span
              = { version, { (gsize)query_int (query, 1), (gsize)query_int (query, 2) } };
          const Uuid *found = g_hash_table_lookup (in_force, &version);
          const Uuid *one = found != NULL ? found : &version;
          GArray *spans = g_hash_table_lookup (searching->coded, one);
          if (spans == NULL)
            {
              spans = g_array_new (FALSE, FALSE, sizeof (CodedSpan));
              g_hash_table_insert (searching->coded, g_memdup2 (one, sizeof *one), spans);
            }
          g_array_append_val (spans, span);
        }
      if (query_failed (query) || !query_reset (query))
        return FALSE;
    }
  return TRUE;
}

/* Which documents are searched; which of their turns, the counts tell. */
static gboolean
find_documents (Searching *searching, GError **error)
{
  const char *document = searching->options->document, *label = searching->options->case_label;
  Uuid case_id;
  if (document != NULL)
    return (searching->documents = documents_find (searching->study, document, error)) != NULL;
  if (label == NULL)
    return TRUE;
  return case_find (searching->study, label, &case_id, NULL, error)
         && (searching->documents = documents_of_case (searching->study, &case_id, error)) != NULL;
}

static gboolean
searching_open (Searching *searching, const char *what, GError **error)
{
  EspStudy *study = searching->study;
  if (searching->options->is_pattern)
    searching->pattern = pattern_new (what, PATTERN_CASELESS, error);
  else if ((searching->tokenizer = tokenizer_new (study, error)) != NULL)
    searching->query = search_query_read (searching->tokenizer, what, error);
  if (searching->pattern == NULL && searching->query == NULL)
    return FALSE;
  searching->turns = turn_search_new (searching->tokenizer, searching->query, searching->pattern);
  searching->result = result_new ();
  searching->kept = g_array_new (FALSE, FALSE, sizeof (FoundBytes));
  searching->counts = search_counts_new (study, searching->options, error);
  return searching->counts != NULL && find_documents (searching, error)
         && load_coded (searching, error) && store_index_flush (study, error);
}

static void
searching_clear (Searching *searching)
{
  turn_search_free (searching->turns);
  search_query_free (searching->query);
  pattern_free (searching->pattern);
  tokenizer_free (searching->tokenizer);
  search_counts_free (searching->counts);
  esp_search_result_free (searching->result);
  g_clear_pointer (&searching->documents, g_array_unref);
  g_clear_pointer (&searching->coded, g_hash_table_unref);
  g_clear_pointer (&searching->kept, g_array_unref);
}

/* ---- one turn */

static gboolean
is_coded (const Searching *searching, const DocText *doc, const FoundBytes *found)
{
  if (searching->coded == NULL)
    return TRUE;
  const GArray *spans = g_hash_table_lookup (searching->coded, &doc->version_id);
  const gsize start_cp = text_index_cp (doc->index, found->start),
              end_cp = text_index_cp (doc->index, found->end - 1) + 1;
  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      const CodedSpan *span = &g_array_index (spans, CodedSpan, i);
      EspCarried carried = ESP_CARRIED_AS_IT_WAS;
      Span at = span->made;
      if (doc_text_map (doc, &span->version, &at, &carried, NULL) && at.start_cp < end_cp
          && start_cp < at.end_cp)
        return TRUE;
    }
  return FALSE;
}

static SearchHit *
hit_new (const DocText *doc, const TextItem *item, const char *label, gsize from)
{
  SearchHit *hit = g_new0 (SearchHit, 1);
  hit->version_id = doc->version_id;
  hit->item = (guint)(item - &g_array_index (doc->items, TextItem, 0));
  hit->info = (EspSearchHit){
    .document = g_strdup (doc->name),
    .case_label = g_strdup (label),
    .speaker = g_strdup (item->speaker),
    .part = item->part,
    .where = doc_text_where (doc, item->start_cp, item->end_cp),
    .number = item->number,
    .time = timestamp_text (item->time_ms),
    .start_cp = item->start_cp,
    .end_cp = item->end_cp,
    .words = g_strndup (doc->text + from, text_index_bytes (doc->index, item->end_cp) - from),
    .matches = g_array_new (FALSE, FALSE, sizeof (EspSpan)),
  };
  return hit;
}

/* Adds the turn with what is left of the places found in it; `from` is where it begins in the text.
 */
static void
add_hit (Searching *searching, const DocText *doc, const TextItem *item, const char *label,
         gsize from)
{
  EspSearchResult *result = searching->result;
  search_counts_add (searching->counts, label, item->part);
  result->matches += searching->kept->len;
  if (searching->options->limit > 0 && result->hits->len >= searching->options->limit)
    return;
  SearchHit *hit = hit_new (doc, item, label, from);
  for (guint i = 0; i < searching->kept->len; i++)
    {
      const FoundBytes *found = &g_array_index (searching->kept, FoundBytes, i);
      const EspSpan span = { text_index_cp (doc->index, from + found->start),
                             text_index_cp (doc->index, from + found->end - 1) + 1 };
      g_array_append_val (hit->info.matches, span);
    }
  hit->info.snippet = search_snippet (hit->info.words, searching->kept);
  g_ptr_array_add (result->hits, hit);
}

/* FALSE with error; *fits whether it was found in the turn. */
static gboolean
search_item (Searching *searching, const DocText *doc, const TextItem *item, gboolean *fits,
             GError **error)
{
  const char *label = *item->case_label != '\0' ? item->case_label : doc->case_label;
  const guint parts = searching->options->parts;
  *fits = FALSE;
  if (item->number == 0 || (parts != 0 && (parts & (1u << item->part)) == 0)
      || !search_counts_wants (searching->counts, label))
    return TRUE;
  const gsize from = text_index_bytes (doc->index, item->start_cp),
              to = text_index_bytes (doc->index, item->end_cp);
  const GArray *found = turn_search_run (searching->turns, doc->text + from, to - from, error);
  if (found == NULL)
    {
      g_autofree char *where = doc_text_where (doc, item->start_cp, item->end_cp);
      g_prefix_error (error, "%s, %s: ", doc->name, where);
      return FALSE;
    }
  g_array_set_size (searching->kept, 0);
  for (guint i = 0; i < found->len; i++)
    {
      const FoundBytes one = g_array_index (found, FoundBytes, i);
      const FoundBytes in_text = { from + one.start, from + one.end };
      if (is_coded (searching, doc, &in_text))
        g_array_append_val (searching->kept, one);
    }
  *fits = searching->kept->len > 0;
  if (*fits)
    add_hit (searching, doc, item, label, from);
  return TRUE;
}

/* ---- all texts */

#define TEXTS_TO_SEARCH(narrowed)                                                                  \
  "SELECT v.id, d.id, d.name FROM document d JOIN document_version v ON v.id = " TEXT_IN_FORCE (   \
      "d.id") " WHERE d.gone = 0" narrowed " ORDER BY d.name, d.id"

/* Texts that are lost come up too, to be told of. */
static Query *
texts_query (Searching *searching)
{
  if (searching->query == NULL)
    return store_query (searching->study, TEXTS_TO_SEARCH (""));
  Query *query = store_query (
      searching->study,
      TEXTS_TO_SEARCH (" AND (v.text_hash IN (SELECT hash FROM text_body WHERE number IN"
                       " (SELECT rowid FROM search_words WHERE search_words MATCH :match))"
                       " OR NOT EXISTS (SELECT 1 FROM text_body WHERE hash = v.text_hash))"));
  query_bind_text (query, ":match", searching->query->candidates);
  return query;
}

static gboolean
search_text (Searching *searching, const Uuid *version, const char *name, GError **error)
{
  GError *why = NULL;
  g_autoptr (DocText) doc = doc_text_load (searching->study, version, &why);
  if (doc == NULL && why->code == ESP_ERROR_DAMAGED)
    {
      g_ptr_array_add (searching->result->lost, g_strdup (name));
      g_error_free (why);
      return TRUE;
    }
  if (doc == NULL)
    {
      g_propagate_error (error, why);
      return FALSE;
    }
  gboolean any = FALSE, fits;
  for (guint i = 0; i < doc->items->len; i++)
    {
      if (!search_item (searching, doc, &g_array_index (doc->items, TextItem, i), &fits, error))
        return FALSE;
      any |= fits;
    }
  searching->result->documents += any;
  return TRUE;
}

static gboolean
search_texts (Searching *searching, GError **error)
{
  g_autoptr (Query) query = texts_query (searching);
  while (query_step (query, error))
    {
      const Uuid version = query_uuid (query, 0), document = query_uuid (query, 1);
      g_autofree char *name = g_strdup (query_text (query, 2));
      if (documents_hold (searching->documents, &document)
          && (searching->coded == NULL || g_hash_table_contains (searching->coded, &version))
          && !search_text (searching, &version, name, error))
        return FALSE;
    }
  return !query_failed (query);
}

EspSearchResult *
esp_search (EspStudy *study, const char *what, const EspSearchOptions *options, GError **error)
{
  const EspSearchOptions none = { 0 };
  Searching searching = { .study = study, .options = options != NULL ? options : &none };
  EspSearchResult *result = NULL;
  if (!store_read_begin (study, error))
    return NULL;
  if (searching_open (&searching, what, error) && search_texts (&searching, error))
    {
      search_counts_finish (searching.counts, searching.result);
      result = g_steal_pointer (&searching.result);
    }
  store_read_end (study);
  searching_clear (&searching);
  return result;
}
