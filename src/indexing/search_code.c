/* Coding what a search found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "indexing/coding.h"
#include "indexing/search.h"
#include "indexing/unit.h"
#include "store/store.h"
#include "study/analysis.h"

typedef struct
{
  EspStudy *study;
  const ThemeEntry *theme;
  EspUnit unit;
  EspSearchCoding *coded;
  DocText *doc;  /* of the hit at hand */
  GArray *spans; /* EspSpan: what its coder has coded there with the theme */
  guint before;  /* codings when the document began */
} SearchCoder;

/* Another coder's codings say nothing about what this one thinks. */
static GArray *
load_own (SearchCoder *coder, GError **error)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (EspSpan));
  g_autoptr (Query) query = store_query (
      coder->study, "SELECT x.start_cp, x.end_cp, x.version_id FROM document_version v JOIN coding"
                    " x ON x.version_id = v.id WHERE v.document_id = :document AND v.gone = 0 AND"
                    " +x.theme_id = :theme AND x.coder_id = :coder AND x.gone = 0 AND x.origin <>"
                    " 'proposed'");
  query_bind_uuid (query, ":document", &coder->doc->document_id);
  query_bind_uuid (query, ":theme", &coder->theme->id);
  query_bind_uuid (query, ":coder", store_coder (coder->study));
  while (query_step (query, error))
    {
      const Uuid version = query_uuid (query, 2);
      EspCarried carried = ESP_CARRIED_AS_IT_WAS;
      Span at = { (gsize)query_int (query, 0), (gsize)query_int (query, 1) };
      if (!doc_text_map (coder->doc, &version, &at, &carried, error))
        return NULL;
      const EspSpan span = { at.start_cp, at.end_cp };
      g_array_append_val (spans, span);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&spans);
}

static void
document_end (SearchCoder *coder)
{
  coder->coded->documents += coder->coded->codings > coder->before;
  coder->before = coder->coded->codings;
  g_clear_pointer (&coder->doc, doc_text_free);
  g_clear_pointer (&coder->spans, g_array_unref);
}

static gboolean
document_begin (SearchCoder *coder, const SearchHit *hit, GError **error)
{
  if (coder->doc != NULL && uuid_equal (&coder->doc->version_id, &hit->version_id))
    return TRUE;
  document_end (coder);
  coder->doc = doc_text_load (coder->study, &hit->version_id, error);
  return coder->doc != NULL && (coder->spans = load_own (coder, error)) != NULL;
}

static gboolean
is_coded (const SearchCoder *coder, gsize start_cp, gsize end_cp)
{
  for (guint i = 0; i < coder->spans->len; i++)
    {
      const EspSpan *span = &g_array_index (coder->spans, EspSpan, i);
      if (span->start_cp <= start_cp && end_cp <= span->end_cp)
        return TRUE;
    }
  return FALSE;
}

static gboolean
code_span (SearchCoder *coder, gsize start_cp, gsize end_cp, GError **error)
{
  Uuid id;
  gboolean added;
  if (is_coded (coder, start_cp, end_cp))
    {
      coder->coded->already++;
      return TRUE;
    }
  coder->coded->codings++;
  return coding_add (coder->study, coder->theme, coder->doc, start_cp, end_cp, "hand", &id, &added,
                     error);
}

/* The units around what was found in a turn; one that a match before it lies in is not coded
 * again. */
static gboolean
code_hit (SearchCoder *coder, const SearchHit *hit, GError **error)
{
  const TextIndex *index = coder->doc->index;
  const TextItem *item = &g_array_index (coder->doc->items, TextItem, hit->item);
  gsize last_end = 0;
  for (guint i = 0; i < hit->info.matches->len; i++)
    {
      const EspSpan *match = &g_array_index (hit->info.matches, EspSpan, i);
      gsize start = text_index_bytes (index, match->start_cp),
            end = text_index_bytes (index, match->end_cp);
      if (start < last_end)
        continue;
      unit_widen (coder->doc, item, coder->unit, last_end, &start, &end);
      last_end = end;
      if (!code_span (coder, text_index_cp (index, start), text_index_cp (index, end - 1) + 1,
                      error))
        return FALSE;
    }
  return TRUE;
}

gboolean
esp_search_code (EspStudy *study, const char *analysis, const EspSearchResult *result,
                 const char *theme, EspUnit unit, EspSearchCoding *coded, GError **error)
{
  Uuid analysis_id;
  if (!store_in_change (study, error) || !analysis_find (study, analysis, &analysis_id, error))
    return FALSE;
  if (result->hits->len < result->total->turns)
    return fail (error, ESP_ERROR_USAGE, "a limit left out some of what was found; search again");
  g_autoptr (ThemeTree) tree = theme_tree_load (study, &analysis_id, error);
  *coded = (EspSearchCoding){ 0 };
  SearchCoder coder = { .study = study, .unit = unit, .coded = coded };
  gboolean good = tree != NULL && (coder.theme = coding_theme (tree, theme, error)) != NULL;
  for (guint i = 0; good && i < result->hits->len; i++)
    {
      const SearchHit *hit = result->hits->pdata[i];
      good = document_begin (&coder, hit, error) && code_hit (&coder, hit, error);
    }
  document_end (&coder);
  return good;
}
