/* What was carried over to a corrected text: codings, evidence and memos whose words were changed
 * after they were made, and who looked at them since.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "chart/cell.h"
#include "corpus/document.h"
#include "corpus/sheet_revision.h"
#include "framework/theme.h"
#include "store/store.h"
#include "study/analysis.h"
#include "study/case.h"

#include <string.h>

/* ---- freeing */

void
esp_carried_item_free (EspCarriedItem *item)
{
  if (item == NULL)
    return;
  char *texts[] = { item->id,          item->document, item->where,  item->case_label,
                    item->analysis,    item->coder,    item->before, item->theme_number,
                    item->theme_title, item->after,    item->quote,  item->looked_at_by };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (item);
}

static void
carried_item_free (gpointer item)
{
  esp_carried_item_free (item);
}

void
esp_revision_free (EspRevision *revision)
{
  if (revision == NULL)
    return;
  g_free (revision->document);
  g_clear_pointer (&revision->changed, g_ptr_array_unref);
  g_clear_pointer (&revision->findings, g_ptr_array_unref);
  g_clear_pointer (&revision->new_cases, g_ptr_array_unref);
  g_clear_pointer (&revision->unknown_speakers, g_ptr_array_unref);
  g_free (revision);
}

/* ---- what there is to look at */

typedef enum
{
  KIND_CODING,
  KIND_EVIDENCE,
  KIND_MEMO,
  KINDS,
} CarriedKind;

static const char *const kind_names[KINDS] = { "coding", "evidence", "memo" };

/* An item, and what orders it. */
typedef struct
{
  EspCarriedItem *item;
  CarriedKind kind;
  Uuid id;
  DocSpan span;
} Found;

typedef struct
{
  EspStudy *study;
  DocTexts *docs;
  GHashTable *documents; /* Uuid -> Counts: which; NULL: all */
  gboolean all;          /* also what somebody looked at */
  GHashTable *trees;     /* Uuid of an analysis -> ThemeTree */
  GHashTable *reviews;   /* Uuid of what was looked at -> GArray of Review */
  GPtrArray *found;      /* Found */
} Gathering;

/* How much of each kind stands on a document. */
typedef struct
{
  EspCarriedCount of[KINDS];
} Counts;

/* Somebody looked at it on this version. */
typedef struct
{
  Uuid version;
  char *coder;
} Review;

static void
found_free (gpointer found)
{
  esp_carried_item_free (((Found *)found)->item);
  g_free (found);
}

static void
review_clear (gpointer review)
{
  g_free (((Review *)review)->coder);
}

static void
tree_free (gpointer tree)
{
  theme_tree_free (tree);
}

static void
gathering_clear (Gathering *gathering)
{
  doc_texts_free (gathering->docs);
  g_clear_pointer (&gathering->documents, g_hash_table_unref);
  g_clear_pointer (&gathering->trees, g_hash_table_unref);
  g_clear_pointer (&gathering->reviews, g_hash_table_unref);
  g_clear_pointer (&gathering->found, g_ptr_array_unref);
}

static gboolean
load_reviews (Gathering *gathering, GError **error)
{
  gathering->reviews
      = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, (GDestroyNotify)g_array_unref);
  g_autoptr (Query) query = store_query (
      gathering->study, "SELECT ifnull (r.coding_id, ifnull (r.evidence_id, r.memo_id)),"
                        " r.version_id, p.name FROM carried_review r JOIN coder p ON p.id ="
                        " r.coder_id WHERE r.gone = 0 ORDER BY r.made_at, r.id");
  while (query_step (query, error))
    {
      const Uuid of = query_uuid (query, 0);
      const Review review = { query_uuid (query, 1), g_strdup (query_text (query, 2)) };
      GArray *list = g_hash_table_lookup (gathering->reviews, &of);
      if (list == NULL)
        {
          list = g_array_new (FALSE, FALSE, sizeof (Review));
          g_array_set_clear_func (list, review_clear);
          g_hash_table_insert (gathering->reviews, g_memdup2 (&of, sizeof of), list);
        }
      g_array_append_val (list, review);
    }
  return !query_failed (query);
}

/* Who looked at it on a version from which on its words were not corrected again; NULL: nobody. */
static gboolean
find_review (const Gathering *gathering, const Uuid *id, const DocSpan *span, const char **coder,
             GError **error)
{
  const GArray *list = g_hash_table_lookup (gathering->reviews, id);
  *coder = NULL;
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const Review *review = &g_array_index (list, Review, i);
      EspCarried since = ESP_CARRIED_AS_IT_WAS, before = since;
      Span at = span->made;
      if (span->doc->versions == NULL
          || !version_tree_map (span->doc->versions, &span->made_version, &review->version, &at,
                                &before, error))
        return FALSE;
      const Span there = at;
      if (!doc_text_map (span->doc, &review->version, &at, &since, error))
        return FALSE;
      const DocText *seen = since == ESP_CARRIED_AS_IT_WAS && before != ESP_CARRIED_WITHOUT_WORDS
                                ? doc_texts_get (gathering->docs, &review->version, NULL)
                                : NULL;
      if (since == ESP_CARRIED_AS_IT_WAS
          && (seen == NULL || doc_texts_same_speaker (seen, there, span->doc, at)))
        *coder = review->coder;
    }
  return TRUE;
}

static const ThemeEntry *
find_theme (Gathering *gathering, const Uuid *analysis, const Uuid *theme)
{
  ThemeTree *tree = g_hash_table_lookup (gathering->trees, analysis);
  if (tree == NULL && (tree = theme_tree_load (gathering->study, analysis, NULL)) != NULL)
    g_hash_table_insert (gathering->trees, g_memdup2 (analysis, sizeof *analysis), tree);
  return tree != NULL ? theme_tree_by_id (tree, theme) : NULL;
}

static char *
case_label (Gathering *gathering, const DocSpan *span, const Uuid *of)
{
  Uuid id = *of;
  if (uuid_is_nil (&id))
    doc_span_part (span, &id);
  if (uuid_is_nil (&id))
    id = span->doc->case_id;
  g_autoptr (Query) query
      = store_query (gathering->study, "SELECT label FROM study_case WHERE id = :id");
  query_bind_uuid (query, ":id", &id);
  return g_strdup (!uuid_is_nil (&id) && query_step (query, NULL) ? query_text (query, 0) : "");
}

/* Columns of every row that is gathered. */
enum
{
  ROW_ID,
  ROW_VERSION,
  ROW_START,
  ROW_END,
  ROW_THEME,
  ROW_CASE,
  ROW_CODER,
  ROW_QUOTE,
  ROW_ANALYSIS,
  ROW_ANALYSIS_NAME,
  ROW_ACCEPTED,
};

/* "Anna: the words". */
static void
say_speaker (char **words, const DocText *doc, Span at)
{
  const TextItem *item = doc_text_first_item (doc, at.start_cp, at.end_cp);
  g_autofree char *only = *words;
  *words = g_strdup_printf ("%s: %s",
                            item == NULL             ? "nobody"
                            : *item->speaker != '\0' ? item->speaker
                                                     : esp_part_name (item->part),
                            only);
}

static EspCarriedItem *
item_new (Gathering *gathering, CarriedKind kind, Query *row, const DocSpan *span)
{
  EspCarriedItem *item = g_new0 (EspCarriedItem, 1);
  const Uuid id = query_uuid (row, ROW_ID), theme = query_uuid (row, ROW_THEME),
             analysis = query_uuid (row, ROW_ANALYSIS), case_id = query_uuid (row, ROW_CASE);
  const ThemeEntry *entry = uuid_is_nil (&theme) ? NULL : find_theme (gathering, &analysis, &theme);
  /* A quote that was exact is kept as its span only: it is the words that this had. */
  const char *quote = query_is_null (row, ROW_QUOTE) ? NULL : query_text (row, ROW_QUOTE);
  g_autofree char *words = NULL;
  item->id = uuid_dup_text (&id);
  item->kind = kind_names[kind];
  item->document = g_strdup (span->doc->name);
  item->where = doc_span_where (span);
  item->start_cp = span->at.start_cp;
  item->end_cp = span->at.end_cp;
  item->case_label = case_label (gathering, span, &case_id);
  item->analysis = g_strdup (query_text (row, ROW_ANALYSIS_NAME));
  item->theme_number = g_strdup (entry != NULL ? entry->theme->number : "");
  item->theme_title = g_strdup (entry != NULL ? entry->theme->title : "");
  item->coder = g_strdup (query_text (row, ROW_CODER));
  item->carried = span->carried;
  item->before = doc_span_words_before (span);
  if (kind == KIND_EVIDENCE && quote == NULL && *item->before != '\0')
    quote = words = g_strdup (item->before);
  item->after = span->carried == ESP_CARRIED_WITHOUT_WORDS ? g_strdup ("") : doc_span_words (span);
  if (span->carried == ESP_CARRIED_ANOTHERS)
    {
      say_speaker (&item->before, span->made_in, span->made);
      say_speaker (&item->after, span->doc, span->at);
    }
  item->quote = g_strdup (quote != NULL ? quote : "");
  item->match = evidence_match (span, quote);
  return item;
}

/* Who accepted a proposal has looked at it on the text that there was then. */
static gboolean
was_accepted_here (const Gathering *gathering, const DocSpan *span, const char *accepted_at)
{
  g_autoptr (Query) query
      = store_query (gathering->study, "SELECT made_at FROM document_version WHERE id = :id");
  query_bind_uuid (query, ":id", &span->doc->version_id);
  return *accepted_at != '\0' && query_step (query, NULL)
         && strcmp (accepted_at, query_text (query, 0)) >= 0;
}

static gboolean
gather_row (Gathering *gathering, CarriedKind kind, Query *row, GError **error)
{
  const Uuid version = query_uuid (row, ROW_VERSION), id = query_uuid (row, ROW_ID);
  const Span made = { (gsize)query_int (row, ROW_START), (gsize)query_int (row, ROW_END) };
  const char *looked_at_by;
  DocSpan span;
  if (!doc_texts_place (gathering->docs, &version, made, &span, error))
    return FALSE;
  Counts *counts = gathering->documents != NULL
                       ? g_hash_table_lookup (gathering->documents, &span.doc->document_id)
                       : NULL;
  if (gathering->documents != NULL && counts == NULL)
    return TRUE;
  const gboolean as_it_was = span.carried == ESP_CARRIED_AS_IT_WAS;
  if (counts != NULL)
    *(as_it_was ? &counts->of[kind].as_they_were : &counts->of[kind].changed) += 1;
  if (as_it_was)
    return TRUE;
  if (!find_review (gathering, &id, &span, &looked_at_by, error))
    return FALSE;
  if (looked_at_by == NULL && was_accepted_here (gathering, &span, query_text (row, ROW_ACCEPTED)))
    looked_at_by = query_text (row, ROW_CODER);
  if (looked_at_by != NULL && !gathering->all)
    return TRUE;
  Found *found = g_new0 (Found, 1);
  found->kind = kind;
  found->id = id;
  found->span = span;
  found->item = item_new (gathering, kind, row, &span);
  found->item->looked_at_by = g_strdup (looked_at_by != NULL ? looked_at_by : "");
  g_ptr_array_add (gathering->found, found);
  return TRUE;
}

#define OF_CORRECTED                                                                               \
  " JOIN document_version v ON v.id = x.version_id AND v.gone = 0 JOIN document d ON d.id"         \
  " = v.document_id AND d.gone = 0 AND d.id IN (SELECT document_id FROM document_version WHERE"    \
  " replaces_id IS NOT NULL AND gone = 0)"

/* A row for each of a kind, in documents that were corrected. */
static Query *
rows_of (EspStudy *study, CarriedKind kind)
{
  switch (kind)
    {
    case KIND_CODING:
      return store_query (
          study, "SELECT x.id, x.version_id, x.start_cp, x.end_cp, x.theme_id, NULL, p.name, NULL,"
                 " t.analysis_id, a.name, x.accepted_at FROM coding x" OF_CORRECTED
                 " JOIN theme t ON t.id = x.theme_id AND t.gone = 0 JOIN analysis a ON a.id ="
                 " t.analysis_id JOIN coder p ON p.id = x.coder_id WHERE x.gone = 0 AND x.origin <>"
                 " 'proposed'");
    case KIND_EVIDENCE:
      return store_query (
          study, "SELECT x.id, x.version_id, x.start_cp, x.end_cp, s.theme_id, s.case_id, p.name,"
                 " q.body, t.analysis_id, a.name, '' FROM evidence x" OF_CORRECTED
                 " JOIN summary s ON s.id = x.summary_id AND s.gone = 0 AND NOT EXISTS (SELECT 1"
                 " FROM summary n WHERE n.replaces_id = s.id AND n.gone = 0) JOIN theme t ON t.id ="
                 " s.theme_id AND t.gone = 0 JOIN analysis a ON a.id = t.analysis_id JOIN coder p"
                 " ON p.id = s.coder_id LEFT JOIN prose q ON q.hash = x.quote_prose"
                 " WHERE x.gone = 0");
    default:
      return store_query (
          study, "SELECT x.id, x.version_id, x.start_cp, x.end_cp, x.theme_id, x.case_id, p.name,"
                 " NULL, t.analysis_id, ifnull (a.name, ''), '' FROM memo x" OF_CORRECTED
                 " LEFT JOIN theme t ON t.id = x.theme_id LEFT JOIN analysis a ON a.id ="
                 " t.analysis_id JOIN coder p ON p.id = x.coder_id WHERE x.gone = 0 AND x.start_cp"
                 " IS NOT NULL AND x.end_cp IS NOT NULL AND NOT EXISTS (SELECT 1 FROM memo n WHERE"
                 " n.replaces_id = x.id AND n.gone = 0)");
    }
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *one = *(const Found *const *)a, *other = *(const Found *const *)b;
  const int by_name = strcmp (one->item->document, other->item->document);
  if (by_name != 0)
    return by_name;
  const int by_document = uuid_compare (&one->span.doc->document_id, &other->span.doc->document_id);
  const int by_place = by_document != 0 ? by_document : doc_span_compare (&one->span, &other->span);
  if (by_place != 0)
    return by_place;
  return one->kind != other->kind ? (int)one->kind - (int)other->kind
                                  : uuid_compare (&one->id, &other->id);
}

static gboolean
gather (Gathering *gathering, GError **error)
{
  gathering->docs = doc_texts_new (gathering->study);
  gathering->trees = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, tree_free);
  gathering->found = g_ptr_array_new_with_free_func (found_free);
  if (!load_reviews (gathering, error))
    return FALSE;
  for (CarriedKind kind = KIND_CODING; kind < KINDS; kind++)
    {
      g_autoptr (Query) query = rows_of (gathering->study, kind);
      while (query_step (query, error))
        if (!gather_row (gathering, kind, query, error))
          return FALSE;
      if (query_failed (query))
        return FALSE;
    }
  g_ptr_array_sort (gathering->found, compare_found);
  return TRUE;
}

static void
want (Gathering *gathering, const Uuid *document)
{
  if (gathering->documents == NULL)
    gathering->documents = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, g_free);
  g_hash_table_insert (gathering->documents, g_memdup2 (document, sizeof *document),
                       g_new0 (Counts, 1));
}

/* The documents that a person means; `name` NULL: all. */
static gboolean
want_named (Gathering *gathering, const char *name, GError **error)
{
  g_autoptr (GArray) found = name != NULL ? documents_find (gathering->study, name, error) : NULL;
  for (guint i = 0; found != NULL && i < found->len; i++)
    want (gathering, &g_array_index (found, DocRef, i).document_id);
  return name == NULL || found != NULL;
}

GPtrArray *
esp_carried (EspStudy *study, const char *document, gboolean all, GError **error)
{
  Gathering gathering = { .study = study, .all = all };
  GPtrArray *items = NULL;
  if (want_named (&gathering, document, error) && gather (&gathering, error))
    {
      items = g_ptr_array_new_with_free_func (carried_item_free);
      for (guint i = 0; i < gathering.found->len; i++)
        g_ptr_array_add (items, g_steal_pointer (&((Found *)gathering.found->pdata[i])->item));
    }
  gathering_clear (&gathering);
  return items;
}

/* ---- looking at it */

static gboolean
insert_review (EspStudy *study, const Found *found, GError **error)
{
  g_autofree char *of = uuid_dup_text (&found->id),
                  *version = uuid_dup_text (&found->span.doc->version_id);
  const Uuid id = uuid_derived ("carried_review", of, version, NULL);
  g_autoptr (Query) insert = store_query (
      study,
      "INSERT INTO carried_review (id, version_id, coding_id, evidence_id, memo_id, coder_id,"
      " made_at) VALUES (:id, :version, :coding, :evidence, :memo, :coder, :now)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, coder_id = excluded.coder_id, made_at ="
      " excluded.made_at");
  query_bind_uuid (insert, ":id", &id);
  query_bind_uuid (insert, ":version", &found->span.doc->version_id);
  query_bind_uuid (insert, ":coding", found->kind == KIND_CODING ? &found->id : NULL);
  query_bind_uuid (insert, ":evidence", found->kind == KIND_EVIDENCE ? &found->id : NULL);
  query_bind_uuid (insert, ":memo", found->kind == KIND_MEMO ? &found->id : NULL);
  query_bind_uuid (insert, ":coder", store_coder (study));
  query_bind_text (insert, ":now", store_now (study));
  return query_run (insert, error);
}

/* Keeps those whose id begins so. */
static gboolean
narrow_to_id (GPtrArray *found, const char *id, GError **error)
{
  g_autofree char *start = g_ascii_strdown (id, -1);
  if (strlen (start) < 4)
    return fail (error, ESP_ERROR_USAGE, "'%s' is too short; 'espalier carried' shows the ids", id);
  for (guint i = found->len; i > 0; i--)
    if (!g_str_has_prefix (((const Found *)found->pdata[i - 1])->item->id, start))
      g_ptr_array_remove_index (found, i - 1);
  if (found->len == 0)
    return fail (error, ESP_ERROR_NOT_FOUND,
                 "nothing that was carried over and waits for a look begins with '%s'; 'espalier "
                 "carried' lists what does",
                 id);
  return found->len == 1
         || fail (error, ESP_ERROR_AMBIGUOUS, "%u ids begin with '%s'; give more of it", found->len,
                  id);
}

gboolean
esp_carried_accept (EspStudy *study, const char *document, const char *id, guint *accepted,
                    GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  Gathering gathering = { .study = study };
  gboolean good = want_named (&gathering, document, error) && gather (&gathering, error)
                  && (id == NULL || narrow_to_id (gathering.found, id, error));
  *accepted = good ? gathering.found->len : 0;
  for (guint i = 0; good && i < gathering.found->len; i++)
    good = insert_review (study, gathering.found->pdata[i], error);
  gathering_clear (&gathering);
  return good;
}

/* ---- the whole */

/* What was carried over, told to the reports of the documents that were corrected. */
static void
tell (const Gathering *gathering, const Uuid *document, EspRevision *report)
{
  const Counts *counts = g_hash_table_lookup (gathering->documents, document);
  report->codings = counts->of[KIND_CODING];
  report->evidence = counts->of[KIND_EVIDENCE];
  report->memos = counts->of[KIND_MEMO];
  report->changed = g_ptr_array_new_with_free_func (carried_item_free);
  for (guint i = 0; i < gathering->found->len; i++)
    {
      Found *found = gathering->found->pdata[i];
      if (found->item != NULL && uuid_equal (&found->span.doc->document_id, document))
        g_ptr_array_add (report->changed, g_steal_pointer (&found->item));
    }
}

static EspRevision *
report_new (EspStudy *study, Revision *revision, GError **error)
{
  g_autoptr (VersionTree) versions = version_tree_load (study, &revision->document, error);
  if (versions == NULL)
    return NULL;
  EspRevision *report = g_new0 (EspRevision, 1);
  report->document = g_strdup (revision->name);
  report->version = version_tree_number (versions, &revision->version);
  report->same_text = revision->same_text;
  report->words_before = revision->words.before;
  report->words_after = revision->words.after;
  report->words_removed = revision->words.removed;
  report->words_inserted = revision->words.inserted;
  report->findings = g_steal_pointer (&revision->findings);
  report->new_cases = g_steal_pointer (&revision->new_cases);
  report->unknown_speakers = g_steal_pointer (&revision->unknown_speakers);
  return report;
}

static void
revision_report_free (gpointer report)
{
  esp_revision_free (report);
}

/* EspRevision of each of the revisions; what stands on all of them is gathered at once. */
static GPtrArray *
reports_of (EspStudy *study, Revision *const *revisions, guint n, GError **error)
{
  g_autoptr (GPtrArray) reports = g_ptr_array_new_with_free_func (revision_report_free);
  Gathering gathering = { .study = study };
  gboolean good = TRUE;
  for (guint i = 0; good && i < n; i++)
    {
      EspRevision *report = report_new (study, revisions[i], error);
      want (&gathering, &revisions[i]->document);
      good = report != NULL;
      if (good)
        g_ptr_array_add (reports, report);
    }
  good = good && (n == 0 || gather (&gathering, error));
  for (guint i = 0; good && i < n; i++)
    tell (&gathering, &revisions[i]->document, reports->pdata[i]);
  gathering_clear (&gathering);
  return good ? g_steal_pointer (&reports) : NULL;
}

EspRevision *
esp_revise (EspStudy *study, const char *document, const char *file,
            const EspReviseOptions *options, GError **error)
{
  g_autoptr (Revision) revision = revision_make (study, document, file, options, error);
  if (revision == NULL)
    return NULL;
  g_autoptr (GPtrArray) reports = reports_of (study, &revision, 1, error);
  return reports != NULL ? g_ptr_array_steal_index (reports, 0) : NULL;
}

void
esp_sheet_revision_free (EspSheetRevision *revision)
{
  if (revision == NULL)
    return;
  g_free (revision->sheet);
  g_clear_pointer (&revision->revisions, g_ptr_array_unref);
  g_clear_pointer (&revision->findings, g_ptr_array_unref);
  g_free (revision);
}

EspSheetRevision *
esp_revise_sheet (EspStudy *study, const char *file, const EspReviseOptions *options,
                  GError **error)
{
  g_autoptr (SheetRevisions) made = sheet_revisions_make (study, file, options, error);
  if (made == NULL)
    return NULL;
  g_autoptr (GPtrArray) reports
      = reports_of (study, (Revision *const *)made->revisions->pdata, made->revisions->len, error);
  if (reports == NULL)
    return NULL;
  EspSheetRevision *report = g_new0 (EspSheetRevision, 1);
  report->sheet = g_steal_pointer (&made->sheet);
  report->revisions = g_steal_pointer (&reports);
  report->findings = g_steal_pointer (&made->findings);
  report->same = made->same;
  report->refused = made->refused;
  report->unknown = made->unknown;
  report->left = made->left;
  return report;
}
