/* Codings: made, taken away, listed; proposals accepted and rejected.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexing/coding.h"

#include "base/error.h"
#include "corpus/document.h"
#include "corpus/place.h"
#include "store/store.h"
#include "study/analysis.h"
#include "study/case.h"

#include <string.h>

void
esp_coding_free (EspCoding *coding)
{
  if (coding == NULL)
    return;
  g_free (coding->id);
  g_free (coding->document);
  g_free (coding->case_label);
  g_free (coding->theme_number);
  g_free (coding->theme_path);
  g_free (coding->theme_title);
  g_free (coding->coder);
  g_free (coding->origin);
  g_free (coding->made_at);
  g_free (coding->where);
  g_free (coding->words);
  g_free (coding);
}

void
coding_free (gpointer coding)
{
  esp_coding_free (coding);
}

/* ---- loading */

/* Where the coding of a row stands, whose columns from `first` on are version, theme, start, end.
 */
static gboolean
place_row (DocTexts *docs, Query *row, int first, DocSpan *span, GError **error)
{
  const Uuid version = query_uuid (row, first);
  const Span made = { (gsize)query_int (row, first + 2), (gsize)query_int (row, first + 3) };
  return doc_texts_place (docs, &version, made, span, error);
}

/* Whether a version's words may be those of one of the cases: it is of one, or one speaks in its
 * document. */
static gboolean
concerns (EspStudy *study, const Uuid *version, GHashTable *cases)
{
  gboolean found = FALSE;
  g_autoptr (Query) query = store_query (
      study,
      "SELECT d.case_id FROM document_version v JOIN document d ON d.id = v.document_id"
      " WHERE v.id = :version UNION SELECT s.case_id FROM document_version v JOIN document_version"
      " o ON o.document_id = v.document_id JOIN speaker s ON s.version_id = o.id WHERE v.id ="
      " :version");
  query_bind_uuid (query, ":version", version);
  while (!found && query_step (query, NULL))
    {
      const Uuid one = query_uuid (query, 0);
      found = g_hash_table_contains (cases, &one);
    }
  return found || query_failed (query);
}

/* By document, place, id: rows come so where no text was corrected. */
static int
compare_refs (gconstpointer a, gconstpointer b)
{
  const CodingRef *one = a, *other = b;
  const int by_name = strcmp (one->span.doc->name, other->span.doc->name);
  if (by_name != 0)
    return by_name;
  const int by_document = uuid_compare (&one->span.doc->document_id, &other->span.doc->document_id);
  const int by_place = by_document != 0 ? by_document : doc_span_compare (&one->span, &other->span);
  return by_place != 0 ? by_place : uuid_compare (&one->id, &other->id);
}

GArray *
coding_refs_load (EspStudy *study, DocTexts *docs, const ThemeTree *tree, const Uuid *case_id,
                  GHashTable *cases, GError **error)
{
  g_autoptr (GArray) refs = g_array_new (FALSE, FALSE, sizeof (CodingRef));
  gboolean moved = FALSE; /* some stand elsewhere than they were made */
  g_autoptr (Query) query = store_query (
      study, "SELECT x.id, x.version_id, x.theme_id, x.start_cp, x.end_cp FROM coding x"
             " JOIN document_version v ON v.id = x.version_id AND v.gone = 0 JOIN document d ON "
             "d.id = v.document_id AND d.gone = 0"
             " JOIN theme t ON t.id = x.theme_id AND t.gone = 0 AND t.analysis_id = :analysis"
             " WHERE x.gone = 0 AND x.origin <> 'proposed' AND (:case IS NULL OR d.case_id = :case"
             " OR d.id IN (SELECT o.document_id FROM speaker s JOIN document_version o ON o.id ="
             " s.version_id WHERE s.case_id = :case AND s.gone = 0))"
             " ORDER BY d.name, d.id, x.start_cp, x.end_cp, x.id");
  query_bind_uuid (query, ":analysis", &tree->analysis);
  query_bind_uuid (query, ":case", case_id);
  while (query_step (query, error))
    {
      CodingRef ref = { .id = query_uuid (query, 0) };
      const Uuid version = query_uuid (query, 1), theme_id = query_uuid (query, 2);
      const ThemeEntry *theme = theme_tree_by_id (tree, &theme_id);
      g_autoptr (GError) why = NULL;
      const gboolean placed = place_row (docs, query, 1, &ref.span, &why);
      /* A document that has lost its words does not keep the other cases from being looked at. */
      if (!placed && !concerns (study, &version, cases))
        continue;
      if (!placed)
        {
          g_propagate_error (error, g_steal_pointer (&why));
          return NULL;
        }
      if (theme == NULL)
        continue;
      g_ptr_array_find (tree->entries, theme, &ref.theme);
      ref.part = doc_span_whose (&ref.span, &ref.case_id);
      moved = moved || !uuid_equal (&version, &ref.span.doc->version_id);
      if (case_id == NULL || uuid_equal (case_id, &ref.case_id))
        g_array_append_val (refs, ref);
    }
  if (moved)
    g_array_sort (refs, compare_refs);
  return query_failed (query) ? NULL : g_steal_pointer (&refs);
}

/* ---- listing */

typedef struct
{
  EspStudy *study;
  const EspCodingFilter *filter;
  DocTexts *docs;
  ThemeTree *tree;
  guint theme_start, theme_end; /* of the tree; what the filter asks for */
  Uuid case_id;                 /* nil: any */
  GArray *documents;            /* DocRef; NULL: any */
  Uuid least, greatest;         /* what its id can be, where the filter has one */
  gboolean moved;               /* some stand elsewhere than they were made */
} Listing;

static gboolean
listing_open (Listing *listing, GError **error)
{
  const EspCodingFilter *filter = listing->filter;
  Uuid analysis;
  if (!analysis_find (listing->study, filter->analysis, &analysis, error)
      || (listing->tree = theme_tree_load (listing->study, &analysis, error)) == NULL)
    return FALSE;
  listing->theme_end = listing->tree->entries->len;
  if (filter->theme != NULL)
    {
      if (!theme_tree_index (listing->tree, filter->theme, &listing->theme_start, error))
        return FALSE;
      listing->theme_end = theme_tree_end (listing->tree, listing->theme_start);
    }
  if (filter->case_label != NULL
      && !case_find (listing->study, filter->case_label, &listing->case_id, NULL, error))
    return FALSE;
  if (filter->document != NULL
      && (listing->documents = documents_find (listing->study, filter->document, error)) == NULL)
    return FALSE;
  if (filter->id != NULL && !uuid_bounds (filter->id, &listing->least, &listing->greatest))
    return fail (error, ESP_ERROR_USAGE, "'%s' is not a coding; 'espalier codings' shows them",
                 filter->id);
  listing->docs = doc_texts_new (listing->study);
  return TRUE;
}

static void
listing_clear (Listing *listing)
{
  doc_texts_free (listing->docs);
  theme_tree_free (listing->tree);
  if (listing->documents != NULL)
    g_array_unref (listing->documents);
}

static gboolean
origin_fits (const char *wanted, const char *origin)
{
  if (wanted == NULL)
    return !g_str_equal (origin, "proposed");
  return g_str_equal (wanted, "any") || g_str_equal (wanted, origin);
}

static gboolean
document_fits (const Listing *listing, const Uuid *version)
{
  Uuid in_force;
  if (listing->documents == NULL)
    return TRUE;
  if (!doc_texts_in_force (listing->docs, version, &in_force, NULL))
    return FALSE;
  for (guint i = 0; i < listing->documents->len; i++)
    if (uuid_equal (&g_array_index (listing->documents, DocRef, i).version_id, &in_force))
      return TRUE;
  return FALSE;
}

static char *
case_label (EspStudy *study, const DocText *doc, const Uuid *case_id)
{
  if (uuid_is_nil (case_id))
    return g_strdup ("");
  if (uuid_equal (case_id, &doc->case_id))
    return g_strdup (doc->case_label);
  g_autoptr (Query) query = store_query (study, "SELECT label FROM study_case WHERE id = :id");
  query_bind_uuid (query, ":id", case_id);
  return g_strdup (query_step (query, NULL) ? query_text (query, 0) : "");
}

/* What is listed, and where it stands. */
typedef struct
{
  EspCoding *coding;
  Uuid id;
  DocSpan span;
} Listed;

static void
listed_free (gpointer listed)
{
  esp_coding_free (((Listed *)listed)->coding);
  g_free (listed);
}

/* As compare_refs. */
static int
compare_listed (gconstpointer a, gconstpointer b)
{
  const Listed *one = *(const Listed *const *)a, *other = *(const Listed *const *)b;
  const CodingRef first = { .id = one->id, .span = one->span },
                  second = { .id = other->id, .span = other->span };
  return compare_refs (&first, &second);
}

/* The public form of one row of: id, version, theme, start, end, origin, made_at, coder. NULL when
 * the filter leaves it out (or with error). */
static Listed *
listing_row (Listing *listing, Query *row, GError **error)
{
  Uuid id = query_uuid (row, 0), version = query_uuid (row, 1), theme_id = query_uuid (row, 2),
       case_id;
  guint theme_at = 0;
  const ThemeEntry *theme = theme_tree_by_id (listing->tree, &theme_id);
  if (theme == NULL || !document_fits (listing, &version)
      || !origin_fits (listing->filter->origin, query_text (row, 5))
      || (listing->filter->coder != NULL
          && !g_str_equal (listing->filter->coder, query_text (row, 7))))
    return NULL;
  g_ptr_array_find (listing->tree->entries, theme, &theme_at);
  if (theme_at < listing->theme_start || theme_at >= listing->theme_end)
    return NULL;
  DocSpan span;
  if (!place_row (listing->docs, row, 1, &span, error))
    return NULL;
  EspPart part = doc_span_whose (&span, &case_id);
  if (!uuid_is_nil (&listing->case_id) && !uuid_equal (&listing->case_id, &case_id))
    return NULL;

  listing->moved = listing->moved || !uuid_equal (&version, &span.doc->version_id);
  Listed *listed = g_new0 (Listed, 1);
  EspCoding *coding = listed->coding = g_new0 (EspCoding, 1);
  listed->id = id;
  listed->span = span;
  coding->id = uuid_dup_text (&id);
  coding->document = g_strdup (span.doc->name);
  coding->case_label = case_label (listing->study, span.doc, &case_id);
  coding->theme_number = g_strdup (theme->theme->number);
  coding->theme_path = g_strdup (theme->theme->path);
  coding->theme_title = g_strdup (theme->theme->title);
  coding->origin = g_strdup (query_text (row, 5));
  coding->made_at = g_strdup (query_text (row, 6));
  coding->coder = g_strdup (query_text (row, 7));
  coding->start_cp = span.at.start_cp;
  coding->end_cp = span.at.end_cp;
  coding->where = doc_span_where (&span);
  coding->part = part;
  coding->carried = span.carried;
  coding->words = doc_span_words (&span);
  return listed;
}

#define CODING_ROWS(narrowed)                                                                      \
  "SELECT x.id, x.version_id, x.theme_id, x.start_cp, x.end_cp, x.origin, x.made_at, p.name"       \
  " FROM coding x JOIN document_version v ON v.id = x.version_id AND v.gone = 0"                   \
  " JOIN document d ON d.id = v.document_id AND d.gone = 0"                                        \
  " JOIN theme t ON t.id = x.theme_id AND t.gone = 0 AND t.analysis_id = :analysis"                \
  " JOIN coder p ON p.id = x.coder_id WHERE x.gone = 0" narrowed                                   \
  " ORDER BY d.name, d.id, x.start_cp, x.end_cp, x.id"

/* One coding is found without a look at all the others. */
static Query *
listing_query (const Listing *listing)
{
  const gboolean one = listing->filter->id != NULL;
  Query *query
      = !one ? store_query (listing->study, CODING_ROWS (""))
             : store_query (listing->study,
                            CODING_ROWS (" AND x.id IN (SELECT id FROM coding WHERE id BETWEEN"
                                         " :least AND :greatest)"));
  query_bind_uuid (query, ":analysis", &listing->tree->analysis);
  if (one)
    {
      query_bind_blob (query, ":least", listing->least.bytes, sizeof listing->least.bytes);
      query_bind_blob (query, ":greatest", listing->greatest.bytes, sizeof listing->greatest.bytes);
    }
  return query;
}

GPtrArray *
esp_codings (EspStudy *study, const EspCodingFilter *filter, GError **error)
{
  Listing listing = { .study = study, .filter = filter };
  g_autoptr (GPtrArray) codings = g_ptr_array_new_with_free_func (coding_free);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (listed_free);
  GError *why = NULL;
  if (listing_open (&listing, &why))
    {
      g_autoptr (Query) query = listing_query (&listing);
      while (why == NULL && query_step (query, &why))
        {
          Listed *listed = listing_row (&listing, query, &why);
          if (listed != NULL)
            g_ptr_array_add (rows, listed);
        }
    }
  if (listing.moved)
    g_ptr_array_sort (rows, compare_listed);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (codings, g_steal_pointer (&((Listed *)rows->pdata[i])->coding));
  listing_clear (&listing);
  if (why == NULL)
    return g_steal_pointer (&codings);
  g_propagate_error (error, why);
  return NULL;
}

/* The one coding of an id, proposals too. */
static EspCoding *
coding_by_id (EspStudy *study, const char *id, const char *analysis, GError **error)
{
  const EspCodingFilter filter = { .analysis = analysis, .id = id, .origin = "any" };
  g_autoptr (GPtrArray) found = esp_codings (study, &filter, error);
  if (found == NULL)
    return NULL;
  if (found->len == 1)
    return g_ptr_array_steal_index (found, 0);
  if (found->len == 0)
    fail (error, ESP_ERROR_NOT_FOUND, "there is no coding '%s'; 'espalier codings' shows them", id);
  else
    fail (error, ESP_ERROR_AMBIGUOUS, "%u codings begin with '%s'; give more of it", found->len,
          id);
  return NULL;
}

/* ---- making */

typedef struct
{
  gboolean live, proposed;
  gboolean undone; /* a proposal that an undo took back; one that a person rejected says who did */
} CodingState;

static gboolean
find_coding (EspStudy *study, const Uuid *id, gboolean *there, CodingState *state, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT gone, origin = 'proposed', accepted_by_id IS NULL FROM coding WHERE id = :id");
  query_bind_uuid (query, ":id", id);
  *there = query_step (query, error);
  *state = (CodingState){ 0 };
  if (*there)
    {
      state->live = query_int (query, 0) == 0;
      state->proposed = query_int (query, 1) != 0;
      state->undone = !state->live && state->proposed && query_int (query, 2) != 0;
    }
  return !query_failed (query);
}

/* A coding of the same person, words and theme that was made on an earlier text of the document is
 * that coding: *id gets its id. A live one comes before one that was taken away. */
static gboolean
find_carried (EspStudy *study, const DocText *doc, const Uuid *theme, Span span, Uuid *id,
              GError **error)
{
  if (doc->versions == NULL)
    return TRUE;
  g_autoptr (Query) query = store_query (
      study, "SELECT x.id, x.version_id, x.start_cp, x.end_cp, x.gone FROM document_version v JOIN "
             "coding x"
             " ON x.version_id = v.id WHERE v.document_id = :document AND v.id <> :version AND"
             " v.gone = 0 AND x.coder_id = :coder AND +x.theme_id = :theme ORDER BY x.gone, x.id");
  query_bind_uuid (query, ":document", &doc->document_id);
  query_bind_uuid (query, ":version", &doc->version_id);
  query_bind_uuid (query, ":coder", store_coder (study));
  query_bind_uuid (query, ":theme", theme);
  while (query_step (query, error))
    {
      const Uuid version = query_uuid (query, 1);
      EspCarried carried = ESP_CARRIED_AS_IT_WAS;
      Span at = { (gsize)query_int (query, 2), (gsize)query_int (query, 3) };
      if (!doc_text_map (doc, &version, &at, &carried, error))
        return FALSE;
      if (at.start_cp != span.start_cp || at.end_cp != span.end_cp
          || (query_int (query, 4) != 0 && carried != ESP_CARRIED_AS_IT_WAS))
        continue;
      *id = query_uuid (query, 0);
      return TRUE;
    }
  return !query_failed (query);
}

gboolean
coding_add (EspStudy *study, const ThemeEntry *theme, const DocText *doc, gsize start_cp,
            gsize end_cp, const char *origin, Uuid *id, gboolean *added, GError **error)
{
  char coder[UUID_TEXT_SIZE], version[UUID_TEXT_SIZE], theme_id[UUID_TEXT_SIZE], span[48];
  uuid_to_text (store_coder (study), coder);
  uuid_to_text (&doc->version_id, version);
  uuid_to_text (&theme->id, theme_id);
  g_snprintf (span, sizeof span, "%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT, start_cp, end_cp);
  *id = uuid_derived ("coding", coder, version, span, theme_id, NULL);

  gboolean there, by_hand = g_str_equal (origin, "hand");
  CodingState state;
  if (!find_coding (study, id, &there, &state, error)
      || (!state.live
          && (!find_carried (study, doc, &theme->id, (Span){ start_cp, end_cp }, id, error)
              || !find_coding (study, id, &there, &state, error))))
    return FALSE;
  *added = by_hand || !there || state.undone; /* a proposal that was rejected is not made again */
  if (by_hand && state.live && !state.proposed)
    return fail (error, ESP_ERROR_EXISTS, "these words are coded with '%s' already",
                 theme->theme->title);
  if (!*added)
    return TRUE;
  g_autoptr (Query) insert = store_query (
      study,
      "INSERT INTO coding (id, version_id, theme_id, coder_id, start_cp, end_cp, origin, made_at)"
      " VALUES (:id, :version, :theme, :coder, :start, :end, :origin, :now)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, origin = excluded.origin, made_at = "
      "excluded.made_at,"
      " accepted_by_id = NULL, accepted_at = ''");
  query_bind_uuid (insert, ":id", id);
  query_bind_uuid (insert, ":version", &doc->version_id);
  query_bind_uuid (insert, ":theme", &theme->id);
  query_bind_uuid (insert, ":coder", store_coder (study));
  query_bind_int (insert, ":start", (gint64)start_cp);
  query_bind_int (insert, ":end", (gint64)end_cp);
  query_bind_text (insert, ":origin", origin);
  query_bind_text (insert, ":now", store_now (study));
  return query_run (insert, error);
}

const ThemeEntry *
coding_theme (const ThemeTree *tree, const char *text, GError **error)
{
  guint index;
  if (!theme_tree_index (tree, text, &index, error))
    return NULL;
  const ThemeEntry *entry = theme_tree_entry (tree, index);
  if (entry->theme->depth > 0)
    return entry;
  for (guint i = index + 1; i < theme_tree_end (tree, index); i++)
    {
      const EspTheme *other = theme_tree_entry (tree, i)->theme;
      if (!other->is_other || other->depth != 1)
        continue;
      fail (error, ESP_ERROR_INPUT, "'%s' is a section; code its themes, or %s for what fits none",
            entry->theme->name, other->path);
      return NULL;
    }
  fail (error, ESP_ERROR_INPUT, "'%s' is a section; code its themes", entry->theme->name);
  return NULL;
}

gboolean
esp_code (EspStudy *study, const char *analysis, const char *document, const char *theme,
          const EspPlace *place, EspCoding **coding, GError **error)
{
  Uuid analysis_id, id;
  if (!store_in_change (study, error) || !analysis_find (study, analysis, &analysis_id, error))
    return FALSE;
  g_autoptr (ThemeTree) tree = theme_tree_load (study, &analysis_id, error);
  const ThemeEntry *entry = tree != NULL ? coding_theme (tree, theme, error) : NULL;
  g_autoptr (DocTexts) docs = doc_texts_new (study);
  DocText *doc;
  Span span;
  gboolean added;
  if (entry == NULL || !place_find_named (study, docs, document, place, &doc, &span, error)
      || !coding_add (study, entry, doc, span.start_cp, span.end_cp, "hand", &id, &added, error))
    return FALSE;
  if (coding == NULL)
    return TRUE;
  g_autofree char *id_text = uuid_dup_text (&id);
  *coding = coding_by_id (study, id_text, analysis, error);
  return *coding != NULL;
}

gboolean
coding_remove (EspStudy *study, const Uuid *id, GError **error)
{
  g_autoptr (Query) reviews = store_query (
      study, "UPDATE carried_review SET gone = 1 WHERE coding_id = :id AND gone = 0");
  query_bind_uuid (reviews, ":id", id);
  return query_run (reviews, error) && store_gone (study, "coding", id, error);
}

/* Who rejected it stays with it, so that it is not proposed again. */
static gboolean
reject_one (EspStudy *study, const Uuid *id, GError **error)
{
  g_autoptr (Query) update
      = store_query (study, "UPDATE coding SET gone = 1, accepted_by_id = :coder, accepted_at = "
                            ":now WHERE id = :id AND gone = 0");
  query_bind_uuid (update, ":id", id);
  query_bind_uuid (update, ":coder", store_coder (study));
  query_bind_text (update, ":now", store_now (study));
  return query_run (update, error);
}

gboolean
esp_uncode (EspStudy *study, const char *id, EspCoding **coding, GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  g_autoptr (GPtrArray) analyses = esp_analyses (study, error);
  if (analyses == NULL)
    return FALSE;
  g_autoptr (EspCoding) found = NULL;
  for (guint i = 0; i < analyses->len && found == NULL; i++)
    {
      g_autoptr (GError) why = NULL;
      found = coding_by_id (study, id, analyses->pdata[i], &why);
      gboolean go_on = why != NULL && why->code == ESP_ERROR_NOT_FOUND && i + 1 < analyses->len;
      if (found == NULL && !go_on)
        {
          g_propagate_error (error, g_steal_pointer (&why));
          return FALSE;
        }
    }
  if (found == NULL)
    return fail (error, ESP_ERROR_NOT_FOUND,
                 "there is no coding '%s': the study has no framework yet", id);
  Uuid row;
  uuid_from_text (found->id, &row);
  /* A proposal that a person takes away is rejected. */
  if (!(g_str_equal (found->origin, "proposed") ? reject_one (study, &row, error)
                                                : coding_remove (study, &row, error)))
    return FALSE;
  if (coding != NULL)
    *coding = g_steal_pointer (&found);
  return TRUE;
}

/* ---- proposals */

static gboolean
accept_one (EspStudy *study, const Uuid *id, GError **error)
{
  g_autoptr (Query) update
      = store_query (study, "UPDATE coding SET origin = 'accepted', accepted_by_id = :coder, "
                            "accepted_at = :now WHERE id = :id AND gone = 0");
  query_bind_uuid (update, ":id", id);
  query_bind_uuid (update, ":coder", store_coder (study));
  query_bind_text (update, ":now", store_now (study));
  return query_run (update, error);
}

static gboolean
settle_proposals (EspStudy *study, const EspCodingFilter *filter,
                  gboolean (*settle) (EspStudy *, const Uuid *, GError **), guint *n,
                  GError **error)
{
  EspCodingFilter proposals = *filter;
  proposals.origin = "proposed";
  if (!store_in_change (study, error))
    return FALSE;
  g_autoptr (GPtrArray) found = esp_codings (study, &proposals, error);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      Uuid id;
      if (!uuid_from_text (((const EspCoding *)found->pdata[i])->id, &id)
          || !settle (study, &id, error))
        return FALSE;
    }
  *n = found->len;
  return TRUE;
}

gboolean
esp_codings_accept (EspStudy *study, const EspCodingFilter *filter, guint *accepted, GError **error)
{
  return settle_proposals (study, filter, accept_one, accepted, error);
}

gboolean
esp_codings_reject (EspStudy *study, const EspCodingFilter *filter, guint *rejected, GError **error)
{
  return settle_proposals (study, filter, reject_one, rejected, error);
}
