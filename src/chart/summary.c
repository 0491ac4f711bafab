/* Charting: writing a cell, and showing one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "chart/cell.h"
#include "corpus/document.h"
#include "corpus/place.h"
#include "store/store.h"
#include "study/analysis.h"
#include "study/case.h"

#include <string.h>

/* ---- a cell that a person means */

typedef struct
{
  EspStudy *study;
  Uuid analysis, case_id;
  char *label;
  ChartData *data; /* of the one case */
  guint theme;
} CellPlace;

static void
cell_place_clear (CellPlace *place)
{
  g_free (place->label);
  chart_data_free (place->data);
}

static gboolean
cell_place_open (CellPlace *place, const char *analysis, const char *case_label, const char *theme,
                 GError **error)
{
  if (!analysis_find (place->study, analysis, &place->analysis, error)
      || !case_find (place->study, case_label, &place->case_id, &place->label, error))
    return FALSE;
  GPtrArray *cases = esp_cases (place->study, NULL, error);
  if (cases == NULL)
    return FALSE;
  for (guint i = cases->len; i > 0; i--)
    if (!g_str_equal (((const EspCase *)cases->pdata[i - 1])->label, place->label))
      g_ptr_array_remove_index (cases, i - 1);
  place->data = chart_data_load (place->study, &place->analysis, cases, error);
  if (place->data == NULL || !theme_tree_index (place->data->tree, theme, &place->theme, error))
    return FALSE;
  const EspTheme *meant = theme_tree_entry (place->data->tree, place->theme)->theme;
  if (meant->depth == 0)
    return fail (error, ESP_ERROR_INPUT,
                 "'%s' is a section; summaries are written for the themes in it", meant->title);
  return TRUE;
}

/* ---- what a new version says */

static gboolean
entry_holds_together (const EspChartEntry *entry, EspContent *content, EspWork *work,
                      GError **error)
{
  gboolean has_text = entry->text != NULL && strspn (entry->text, " \t\n") < strlen (entry->text);
  *content = entry->content != ESP_CONTENT_NONE ? entry->content : ESP_CONTENT_SUMMARISED;
  *work = entry->work == ESP_WORK_DRAFT ? ESP_WORK_DRAFT : ESP_WORK_CHARTED;
  if (*content == ESP_CONTENT_SUMMARISED && !has_text)
    return fail (error, ESP_ERROR_INPUT,
                 "there is no summary; give its text, or say 'nothing said', 'not asked' or 'not "
                 "applicable'");
  if (*content != ESP_CONTENT_SUMMARISED && (has_text || entry->n_evidence > 0))
    return fail (error, ESP_ERROR_INPUT, "a cell in which %s has no summary and no evidence",
                 esp_content_name (*content));
  if (has_text && !g_utf8_validate (entry->text, -1, NULL))
    return fail (error, ESP_ERROR_INPUT, "the summary is not UTF-8");
  if (*content == ESP_CONTENT_SUMMARISED && *work == ESP_WORK_CHARTED && entry->n_evidence == 0)
    return fail (error, ESP_ERROR_INPUT,
                 "a charted summary stands on evidence; give some, or keep it as a draft");
  return TRUE;
}

/* The newest version in force of a person, or else of anyone; nil when there is none. */
static Uuid
newest_of (const CellPlace *place, const char *coder)
{
  const GPtrArray *rows = place->data->summaries[place->theme];
  const SummaryRow *mine = NULL, *newest = NULL;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const SummaryRow *row = rows->pdata[i];
      if (row->replaced)
        continue;
      newest = row;
      if (g_str_equal (row->coder, coder))
        mine = row;
    }
  return mine != NULL ? mine->id : newest != NULL ? newest->id : UUID_NIL;
}

static char *
coder_name (EspStudy *study)
{
  g_autoptr (Query) query = store_query (study, "SELECT name FROM coder WHERE id = :id");
  query_bind_uuid (query, ":id", store_coder (study));
  return g_strdup (query_step (query, NULL) ? query_text (query, 0) : "");
}

static gboolean
insert_summary (CellPlace *place, const EspChartEntry *entry, EspContent content, EspWork work,
                const Uuid *id, const Uuid *replaces, GError **error)
{
  EspStudy *study = place->study;
  guint8 key[32], basis[32];
  gboolean has_text = content == ESP_CONTENT_SUMMARISED;
  g_autofree char *text = has_text ? g_strchomp (g_strdup (entry->text)) : NULL;
  if (has_text && !store_add_prose (study, text, key, error))
    return FALSE;
  cell_basis (place->data->by_cell[place->theme], basis);
  g_autoptr (Query) insert = store_query (
      study,
      "INSERT INTO summary (id, theme_id, case_id, replaces_id, content, work, text_prose, basis, "
      "coder_id, made_at)"
      " VALUES (:id, :theme, :case, :replaces, :content, :work, :text, :basis, :coder, :now)");
  query_bind_uuid (insert, ":id", id);
  query_bind_uuid (insert, ":theme", &theme_tree_entry (place->data->tree, place->theme)->id);
  query_bind_uuid (insert, ":case", &place->case_id);
  query_bind_uuid (insert, ":replaces", replaces);
  query_bind_text (insert, ":content", esp_content_name (content));
  query_bind_text (insert, ":work", esp_work_name (work));
  query_bind_blob (insert, ":text", has_text ? key : NULL, 32);
  query_bind_blob (insert, ":basis", basis, 32);
  query_bind_uuid (insert, ":coder", store_coder (study));
  query_bind_text (insert, ":now", store_now (study));
  return query_run (insert, error);
}

/* ---- evidence */

static GPtrArray *
load_documents (CellPlace *place, const char *document, GError **error)
{
  g_autoptr (GArray) refs = document != NULL
                                ? documents_find (place->study, document, error)
                                : documents_of_case (place->study, &place->case_id, error);
  g_autoptr (GPtrArray) docs = g_ptr_array_new ();
  for (guint i = 0; refs != NULL && i < refs->len; i++)
    {
      DocText *doc
          = doc_texts_get (place->data->docs, &g_array_index (refs, DocRef, i).version_id, error);
      if (doc == NULL)
        return NULL;
      g_ptr_array_add (docs, doc);
    }
  if (refs == NULL)
    return NULL;
  if (docs->len == 0)
    {
      fail (error, ESP_ERROR_NOT_FOUND, "the case '%s' has no document to take evidence from",
            place->label);
      return NULL;
    }
  return g_steal_pointer (&docs);
}

static Uuid
evidence_identity (const Uuid *summary, const Uuid *version, Span span)
{
  char summary_text[UUID_TEXT_SIZE], version_text[UUID_TEXT_SIZE], span_text[48];
  uuid_to_text (summary, summary_text);
  uuid_to_text (version, version_text);
  g_snprintf (span_text, sizeof span_text, "%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT, span.start_cp,
              span.end_cp);
  return uuid_derived ("evidence", summary_text, version_text, span_text, NULL);
}

/* The quote is kept only where it says something else than its span: an edited one, or other
 * typography. */
static gboolean
insert_evidence (EspStudy *study, const Uuid *summary, const DocText *doc, Span span,
                 const char *quote, guint position, GError **error)
{
  char sort_key[16];
  guint8 key[32];
  g_snprintf (sort_key, sizeof sort_key, "%04u", position);
  const Uuid id = evidence_identity (summary, &doc->version_id, span);
  g_autofree char *words = text_slice (doc->text, doc->index, span.start_cp, span.end_cp);
  gboolean keep = quote != NULL && !g_str_equal (quote, words);
  if (keep && !store_add_prose (study, quote, key, error))
    return FALSE;
  g_autoptr (Query) insert = store_query (
      study,
      "INSERT INTO evidence (id, summary_id, version_id, start_cp, end_cp, quote_prose, sort_key)"
      " VALUES (:id, :summary, :version, :start, :end, :quote, :sort_key) ON CONFLICT (id) DO "
      "NOTHING");
  query_bind_uuid (insert, ":id", &id);
  query_bind_uuid (insert, ":summary", summary);
  query_bind_uuid (insert, ":version", &doc->version_id);
  query_bind_int (insert, ":start", (gint64)span.start_cp);
  query_bind_int (insert, ":end", (gint64)span.end_cp);
  query_bind_blob (insert, ":quote", keep ? key : NULL, 32);
  query_bind_text (insert, ":sort_key", sort_key);
  return query_run (insert, error);
}

static gboolean
write_evidence (CellPlace *place, const EspChartEntry *entry, const Uuid *summary, GError **error)
{
  if (entry->n_evidence == 0)
    return TRUE;
  g_autoptr (GPtrArray) docs = load_documents (place, entry->document, error);
  if (docs == NULL)
    return FALSE;
  for (gsize i = 0; i < entry->n_evidence; i++)
    {
      DocText *doc;
      Span span;
      if (!place_find_among (docs, &entry->evidence[i], &doc, &span, error)
          || !insert_evidence (place->study, summary, doc, span, entry->evidence[i].quote,
                               (guint)i + 1, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
esp_chart_set (EspStudy *study, const char *analysis, const char *case_label, const char *theme,
               const EspChartEntry *entry, gboolean independent, GError **error)
{
  EspContent content;
  EspWork work;
  if (!store_in_change (study, error) || !entry_holds_together (entry, &content, &work, error))
    return FALSE;
  CellPlace place = { .study = study };
  gboolean done = cell_place_open (&place, analysis, case_label, theme, error);
  if (done)
    {
      g_autofree char *coder = coder_name (study);
      Uuid id = uuid_random (), replaces = independent ? UUID_NIL : newest_of (&place, coder);
      done = insert_summary (&place, entry, content, work, &id, &replaces, error)
             && write_evidence (&place, entry, &id, error);
    }
  cell_place_clear (&place);
  return done;
}

/* ---- other words for a summary */

static gboolean
copy_evidence (EspStudy *study, const Uuid *from, const Uuid *to, GError **error)
{
  g_autoptr (Query) rows = store_query (
      study, "SELECT id, version_id, start_cp, end_cp FROM evidence WHERE summary_id = :from"
             " AND gone = 0 ORDER BY sort_key, id");
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO evidence (id, summary_id, version_id, start_cp, end_cp, quote_prose,"
             " sort_key) SELECT :id, :to, version_id, start_cp, end_cp, quote_prose, sort_key"
             " FROM evidence WHERE id = :old ON CONFLICT (id) DO NOTHING");
  query_bind_uuid (rows, ":from", from);
  while (query_step (rows, error))
    {
      const Uuid old = query_uuid (rows, 0), version = query_uuid (rows, 1);
      const Span span = { (gsize)query_int (rows, 2), (gsize)query_int (rows, 3) };
      const Uuid id = evidence_identity (to, &version, span);
      query_bind_uuid (insert, ":id", &id);
      query_bind_uuid (insert, ":to", to);
      query_bind_uuid (insert, ":old", &old);
      if (!query_run (insert, error))
        return FALSE;
    }
  return !query_failed (rows);
}

/* The codings that stand in the cell of a summary now. */
static gboolean
basis_now (EspStudy *study, const Uuid *summary, guint8 basis[32], GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT c.label, t.analysis_id, t.id FROM summary s JOIN study_case c"
             " ON c.id = s.case_id JOIN theme t ON t.id = s.theme_id WHERE s.id = :id");
  query_bind_uuid (query, ":id", summary);
  if (!query_step (query, error))
    return !query_failed (query)
           && fail (error, ESP_ERROR_NOT_FOUND, "the summary is not there any more");
  const Uuid analysis = query_uuid (query, 1), theme = query_uuid (query, 2);
  GPtrArray *cases = esp_cases (study, NULL, error);
  if (cases == NULL)
    return FALSE;
  for (guint i = cases->len; i > 0; i--)
    if (!g_str_equal (((const EspCase *)cases->pdata[i - 1])->label, query_text (query, 0)))
      g_ptr_array_remove_index (cases, i - 1);
  g_autoptr (ChartData) data = chart_data_load (study, &analysis, cases, error);
  const ThemeEntry *entry = data != NULL ? theme_tree_by_id (data->tree, &theme) : NULL;
  if (data == NULL)
    return FALSE;
  guint index = 0;
  while (entry != NULL && theme_tree_entry (data->tree, index) != entry)
    index++;
  cell_basis (entry != NULL && data->cases->len > 0 ? data->by_cell[index] : NULL, basis);
  return TRUE;
}

gboolean
summary_reword (EspStudy *study, const Uuid *summary, const char *text, GError **error)
{
  guint8 key[32], basis[32];
  const Uuid id = uuid_random ();
  const EspChartEntry entry = { .text = text, .work = ESP_WORK_DRAFT };
  EspContent content;
  EspWork work;
  g_autofree char *words = g_strchomp (g_strdup (text));
  if (!store_in_change (study, error) || !entry_holds_together (&entry, &content, &work, error)
      || !basis_now (study, summary, basis, error) || !store_add_prose (study, words, key, error))
    return FALSE;
  g_autoptr (Query) insert = store_query (
      study,
      "INSERT INTO summary (id, theme_id, case_id, replaces_id, content, work, text_prose, basis,"
      " coder_id, made_at) SELECT :id, theme_id, case_id, id, 'summarised', CASE WHEN EXISTS"
      " (SELECT 1 FROM evidence e WHERE e.summary_id = s.id AND e.gone = 0) THEN work ELSE 'draft'"
      " END, :text, :basis, :coder, :now FROM summary s WHERE id = :summary");
  query_bind_uuid (insert, ":id", &id);
  query_bind_blob (insert, ":basis", basis, 32);
  query_bind_uuid (insert, ":summary", summary);
  query_bind_blob (insert, ":text", key, 32);
  query_bind_uuid (insert, ":coder", store_coder (study));
  query_bind_text (insert, ":now", store_now (study));
  return query_run (insert, error) && copy_evidence (study, summary, &id, error);
}

/* ---- checking */

static gboolean
insert_check (EspStudy *study, const Uuid *summary, const char *verdict, const char *note,
              GError **error)
{
  guint8 key[32];
  gboolean has_note = note != NULL && *note != '\0';
  if (has_note && !store_add_prose (study, note, key, error))
    return FALSE;
  Uuid id = uuid_random ();
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO summary_check (id, summary_id, coder_id, verdict, note_prose, made_at)"
             " VALUES (:id, :summary, :coder, :verdict, :note, :now)");
  query_bind_uuid (insert, ":id", &id);
  query_bind_uuid (insert, ":summary", summary);
  query_bind_uuid (insert, ":coder", store_coder (study));
  query_bind_text (insert, ":verdict", verdict);
  query_bind_blob (insert, ":note", has_note ? key : NULL, 32);
  query_bind_text (insert, ":now", store_now (study));
  return query_run (insert, error);
}

/* The one summary in force that a check is of: the newest of its author. */
static gboolean
find_checked (const CellPlace *place, const char *of, Uuid *summary, GError **error)
{
  const GPtrArray *rows = place->data->summaries[place->theme];
  g_autoptr (GPtrArray) authors = g_ptr_array_new ();
  *summary = UUID_NIL;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const SummaryRow *row = rows->pdata[i];
      if (row->replaced)
        continue;
      if (!g_ptr_array_find_with_equal_func (authors, row->coder, g_str_equal, NULL))
        g_ptr_array_add (authors, row->coder);
      if (of == NULL || g_str_equal (row->coder, of))
        *summary = row->id;
    }
  if (authors->len == 0)
    return fail (error, ESP_ERROR_NOT_FOUND,
                 "there is nothing to check: the cell of %s is not started", place->label);
  guint n = authors->len;
  g_ptr_array_add (authors, NULL);
  g_autofree char *names = g_strjoinv (", ", (char **)authors->pdata);
  if (of == NULL && n > 1)
    return fail (error, ESP_ERROR_AMBIGUOUS,
                 "the cell of %s has summaries by %s; say whose you checked with --of CODER",
                 place->label, names);
  return !uuid_is_nil (summary)
         || fail (error, ESP_ERROR_NOT_FOUND, "the cell of %s has no summary by '%s'; it has: %s",
                  place->label, of, names);
}

gboolean
esp_chart_check (EspStudy *study, const char *analysis, const char *case_label, const char *theme,
                 const char *of, const char *verdict, const char *note, GError **error)
{
  static const char *const verdicts[] = { "agreed", "to discuss", "disagreed", NULL };
  if (!store_in_change (study, error))
    return FALSE;
  if (!g_strv_contains (verdicts, verdict))
    return fail (error, ESP_ERROR_USAGE,
                 "'%s' is no verdict: it is 'agreed', 'to discuss' or 'disagreed'", verdict);
  CellPlace place = { .study = study };
  gboolean done = cell_place_open (&place, analysis, case_label, theme, error);
  if (done)
    {
      Uuid summary;
      done = find_checked (&place, of, &summary, error)
             && insert_check (study, &summary, verdict, note, error);
    }
  cell_place_clear (&place);
  return done;
}

/* ---- showing */

void
esp_cell_view_free (EspCellView *view)
{
  if (view == NULL)
    return;
  g_free (view->case_label);
  theme_free (view->theme);
  if (view->cell != NULL)
    cell_clear (view->cell);
  g_free (view->cell);
  g_clear_pointer (&view->versions, g_ptr_array_unref);
  g_clear_pointer (&view->codings, g_ptr_array_unref);
  g_clear_pointer (&view->uncharted, g_ptr_array_unref);
  g_free (view);
}

static void
fill_versions (EspCellView *view, const CellPlace *place)
{
  const GPtrArray *rows = place->data->summaries[place->theme];
  guint8 basis[32];
  cell_basis (place->data->by_cell[place->theme], basis);
  view->versions = g_ptr_array_new_with_free_func (summary_free);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    g_ptr_array_add (view->versions, summary_public (rows->pdata[i], basis));
}

/* The codings of just this theme, and those of them that are not charted. */
static gboolean
fill_codings (EspCellView *view, const CellPlace *place, const char *analysis, GError **error)
{
  const EspCodingFilter filter
      = { .analysis = analysis, .case_label = view->case_label, .theme = view->theme->path };
  view->codings = esp_codings (place->study, &filter, error);
  if (view->codings == NULL)
    return FALSE;
  g_autoptr (GPtrArray) uncharted = chart_data_uncharted (place->data, 0, place->theme);
  view->uncharted = g_ptr_array_new ();
  for (guint i = view->codings->len; i > 0; i--)
    if (!g_str_equal (((const EspCoding *)view->codings->pdata[i - 1])->theme_path,
                      view->theme->path))
      g_ptr_array_remove_index (view->codings, i - 1);
  for (guint i = 0; i < view->codings->len; i++)
    for (guint u = 0; u < uncharted->len; u++)
      {
        char id[UUID_TEXT_SIZE];
        uuid_to_text (&((const CodingRef *)uncharted->pdata[u])->id, id);
        if (g_str_equal (id, ((const EspCoding *)view->codings->pdata[i])->id))
          g_ptr_array_add (view->uncharted, view->codings->pdata[i]);
      }
  return TRUE;
}

EspCellView *
esp_chart_show (EspStudy *study, const char *analysis, const char *case_label, const char *theme,
                GError **error)
{
  CellPlace place = { .study = study };
  g_autoptr (EspCellView) view = g_new0 (EspCellView, 1);
  gboolean done = cell_place_open (&place, analysis, case_label, theme, error);
  if (done)
    {
      view->case_label = g_strdup (place.label);
      view->cell = g_new0 (EspCell, 1);
      chart_data_cell (place.data, 0, place.theme, view->cell);
      fill_versions (view, &place);
      view->theme = theme_tree_entry (place.data->tree, place.theme)->theme;
      done = fill_codings (view, &place, analysis, error);
      g_autoptr (GPtrArray) themes = theme_tree_steal (place.data->tree);
      g_ptr_array_steal_index (themes, place.theme);
    }
  cell_place_clear (&place);
  return done ? g_steal_pointer (&view) : NULL;
}
