/* Cells of the framework matrix, put together from summaries, evidence, codings and schedules.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/cell.h"

#include "base/error.h"
#include "corpus/place.h"
#include "store/store.h"
#include "study/schedule.h"

#include <string.h>

static const char *const content_names[]
    = { "", "summarised", "nothing said", "not asked", "not applicable" };
static const char *const work_names[] = { "not started", "draft", "charted" };

const char *
esp_content_name (EspContent content)
{
  return content_names[content];
}

const char *
esp_work_name (EspWork work)
{
  return work_names[work];
}

gboolean
content_from_name (const char *name, EspContent *content)
{
  for (guint i = 1; i < G_N_ELEMENTS (content_names); i++)
    if (g_str_equal (content_names[i], name))
      {
        *content = i;
        return TRUE;
      }
  return FALSE;
}

/* ---- freeing */

static void
evidence_free (gpointer evidence)
{
  EspEvidence *one = evidence;
  g_free (one->document);
  g_free (one->where);
  g_free (one->speaker);
  g_free (one->words);
  g_free (one->before);
  g_free (one);
}

static void
summary_check_free (gpointer check)
{
  EspSummaryCheck *one = check;
  g_free (one->coder);
  g_free (one->made_at);
  g_free (one->verdict);
  g_free (one->note);
  g_free (one);
}

void
summary_free (gpointer summary)
{
  EspSummary *one = summary;
  g_free (one->id);
  g_free (one->text);
  g_free (one->coder);
  g_free (one->made_at);
  g_ptr_array_unref (one->evidence);
  g_ptr_array_unref (one->checks);
  g_free (one);
}

static void
summary_row_free (gpointer row)
{
  SummaryRow *one = row;
  g_free (one->text);
  g_free (one->coder);
  g_free (one->made_at);
  g_free (one->corrected_at);
  g_ptr_array_unref (one->checks);
  g_ptr_array_unref (one->evidence);
  g_array_unref (one->spans);
  g_free (one);
}

void
cell_clear (EspCell *cell)
{
  g_clear_pointer (&cell->summaries, g_ptr_array_unref);
}

void
chart_data_free (ChartData *data)
{
  if (data == NULL)
    return;
  gsize cells = data->by_cell != NULL ? (gsize)data->cases->len * data->tree->entries->len : 0;
  for (gsize i = 0; i < cells; i++)
    {
      g_clear_pointer (&data->by_cell[i], g_ptr_array_unref);
      g_clear_pointer (&data->summaries[i], g_ptr_array_unref);
    }
  g_free (data->by_cell);
  g_free (data->summaries);
  g_free (data->asked);
  g_free (data->case_ids);
  g_clear_pointer (&data->case_rows, g_hash_table_unref);
  g_clear_pointer (&data->codings, g_array_unref);
  doc_texts_free (data->docs);
  theme_tree_free (data->tree);
  g_ptr_array_unref (data->cases);
  g_free (data);
}

/* ---- loading: cases, codings */

static guint
cell_at (const ChartData *data, guint row, guint theme)
{
  return row * data->tree->entries->len + theme;
}

static gboolean
find_row (const ChartData *data, const Uuid *case_id, guint *row)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (data->case_rows, case_id));
  *row = found - 1;
  return found > 0;
}

static gboolean
load_case_ids (ChartData *data, GError **error)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < data->cases->len; i++)
    g_hash_table_insert (rows, ((EspCase *)data->cases->pdata[i])->label, GUINT_TO_POINTER (i + 1));
  data->case_ids = g_new0 (Uuid, data->cases->len);
  data->case_rows = g_hash_table_new (uuid_hash, uuid_equal_func);
  g_autoptr (Query) query
      = store_query (data->study, "SELECT id, label FROM study_case WHERE gone = 0");
  while (query_step (query, error))
    {
      guint row = GPOINTER_TO_UINT (g_hash_table_lookup (rows, query_text (query, 1)));
      if (row == 0)
        continue;
      data->case_ids[row - 1] = query_uuid (query, 0);
      g_hash_table_insert (data->case_rows, &data->case_ids[row - 1], GUINT_TO_POINTER (row));
    }
  return !query_failed (query);
}

/* The one case that is loaded, or NULL for all. */
static const Uuid *
only_case (const ChartData *data)
{
  return data->cases->len == 1 ? &data->case_ids[0] : NULL;
}

static gboolean
load_codings (ChartData *data, GError **error)
{
  data->codings = coding_refs_load (data->study, data->docs, data->tree, only_case (data),
                                    data->case_rows, error);
  if (data->codings == NULL)
    return FALSE;
  for (guint i = 0; i < data->codings->len; i++)
    {
      CodingRef *ref = &g_array_index (data->codings, CodingRef, i);
      guint row;
      if (!find_row (data, &ref->case_id, &row))
        continue;
      GPtrArray **cell = &data->by_cell[cell_at (data, row, ref->theme)];
      if (*cell == NULL)
        *cell = g_ptr_array_new ();
      g_ptr_array_add (*cell, ref);
    }
  return TRUE;
}

/* ---- loading: what was asked */

static GArray *
schedules_given (const ChartData *data, const Uuid *case_id, GError **error)
{
  g_autoptr (GArray) given = g_array_new (FALSE, FALSE, sizeof (Uuid));
  g_autoptr (Query) query
      = store_query (data->study, "SELECT schedule_id FROM document WHERE gone = 0 AND schedule_id "
                                  "IS NOT NULL AND case_id = :case");
  query_bind_uuid (query, ":case", case_id);
  while (query_step (query, error))
    {
      Uuid id = query_uuid (query, 0);
      g_array_append_val (given, id);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&given);
}

static gboolean
load_asked (ChartData *data, GError **error)
{
  g_autoptr (Schedules) schedules = schedules_load (data->study, error);
  if (schedules == NULL)
    return FALSE;
  g_autoptr (GPtrArray) themes = g_ptr_array_new ();
  for (guint i = 0; i < data->tree->entries->len; i++)
    g_ptr_array_add (themes, theme_tree_entry (data->tree, i)->theme);
  g_autoptr (ScheduleMap) map = schedule_map_new (schedules, themes);
  for (guint row = 0; row < data->cases->len; row++)
    {
      const EspCase *one = data->cases->pdata[row];
      g_autoptr (GArray) given = schedules_given (data, &data->case_ids[row], error);
      if (given == NULL)
        return FALSE;
      schedule_map_case (map, one->attributes, (const Uuid *)(gpointer)given->data, given->len,
                         data->asked + cell_at (data, row, 0));
    }
  return TRUE;
}

/* ---- loading: summaries and their evidence */

static SummaryRow *
read_summary (EspStudy *study, Query *row)
{
  SummaryRow *summary = g_new0 (SummaryRow, 1);
  gsize size;
  summary->id = query_uuid (row, 0);
  summary->replaces = query_uuid (row, 3);
  content_from_name (query_text (row, 4), &summary->content);
  summary->work = g_str_equal (query_text (row, 5), "draft") ? ESP_WORK_DRAFT : ESP_WORK_CHARTED;
  summary->text = g_strdup (store_words_in (study, row, 6, 10));
  const guint8 *basis = query_blob (row, 7, &size);
  memcpy (summary->basis, basis, MIN (size, sizeof summary->basis));
  summary->coder = g_strdup (query_text (row, 8));
  summary->made_at = g_strdup (query_text (row, 9));
  summary->corrected_at = g_strdup ("");
  summary->checks = g_ptr_array_new_with_free_func (summary_check_free);
  summary->evidence = g_ptr_array_new_with_free_func (evidence_free);
  summary->spans = g_array_new (FALSE, FALSE, sizeof (DocSpan));
  return summary;
}

/* Oldest first; the same in every copy of the study, also where two were written in one second. */
static int
compare_age (gconstpointer a, gconstpointer b)
{
  const SummaryRow *x = *(const SummaryRow *const *)a, *y = *(const SummaryRow *const *)b;
  int by_time = strcmp (x->made_at, y->made_at);
  if (by_time != 0)
    return by_time;
  if (x->version != y->version)
    return x->version < y->version ? -1 : 1;
  return memcmp (x->id.bytes, y->id.bytes, sizeof x->id.bytes);
}

/* Versions count along what they replace. What a tampered study has in a circle replaces nothing.
 */
static void
count_versions (GHashTable *by_id, SummaryRow *row)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  SummaryRow *at = row;
  for (; at != NULL && !at->counted; at = g_hash_table_lookup (by_id, &at->replaces))
    {
      at->counted = TRUE;
      g_ptr_array_add (chain, at);
    }
  guint version = at != NULL ? at->version : 0; /* 0 in a circle: it is being counted */
  if (version > 0 && chain->len > 0)
    at->replaced = TRUE;
  for (guint i = chain->len; i > 0; i--)
    {
      ((SummaryRow *)chain->pdata[i - 1])->version = ++version;
      if (i < chain->len)
        ((SummaryRow *)chain->pdata[i])->replaced = TRUE;
    }
}

static gboolean
load_summary_rows (ChartData *data, GHashTable *by_id, GError **error)
{
  g_autoptr (Query) query = store_query (
      data->study, "SELECT s.id, s.theme_id, s.case_id, s.replaces_id, s.content, s.work, "
                   "p.body, s.basis, c.name, s.made_at, s.text_prose"
                   " FROM summary s JOIN theme t ON t.id = s.theme_id AND t.analysis_id = "
                   ":analysis AND t.gone = 0"
                   " JOIN coder c ON c.id = s.coder_id LEFT JOIN prose p ON p.hash = s.text_prose"
                   " WHERE s.gone = 0 AND (:case IS NULL OR s.case_id = :case)");
  query_bind_uuid (query, ":analysis", &data->tree->analysis);
  query_bind_uuid (query, ":case", only_case (data));
  while (query_step (query, error))
    {
      Uuid theme_id = query_uuid (query, 1), case_id = query_uuid (query, 2);
      const ThemeEntry *theme = theme_tree_by_id (data->tree, &theme_id);
      guint row, at;
      if (theme == NULL || !find_row (data, &case_id, &row)
          || !g_ptr_array_find (data->tree->entries, theme, &at))
        continue;
      GPtrArray **cell = &data->summaries[cell_at (data, row, at)];
      if (*cell == NULL)
        *cell = g_ptr_array_new_with_free_func (summary_row_free);
      SummaryRow *summary = read_summary (data->study, query);
      g_ptr_array_add (*cell, summary);
      g_hash_table_insert (by_id, &summary->id, summary);
    }
  return !query_failed (query);
}

EspQuoteMatch
evidence_match (const DocSpan *span, const char *quote)
{
  if (span->carried == ESP_CARRIED_WITHOUT_WORDS)
    return ESP_QUOTE_NOT_FOUND;
  return quote == NULL ? ESP_QUOTE_SPAN : quote_match (span->doc, span->at, quote);
}

static EspEvidence *
evidence_new (const DocSpan *span, const char *quote, const Uuid *case_id)
{
  EspEvidence *evidence = g_new0 (EspEvidence, 1);
  Uuid speaks;
  evidence->document = g_strdup (span->doc->name);
  evidence->start_cp = span->at.start_cp;
  evidence->end_cp = span->at.end_cp;
  evidence->where = doc_span_where (span);
  evidence->part = doc_span_part (span, &speaks);
  evidence->own = evidence->part == ESP_PART_CASE && uuid_equal (&speaks, case_id);
  const TextItem *item = doc_span_item (span);
  evidence->speaker = g_strdup (item != NULL ? item->speaker : "");
  evidence->words = quote != NULL ? g_strdup (quote) : doc_span_words (span);
  evidence->match = evidence_match (span, quote);
  evidence->carried = span->carried;
  evidence->before
      = span->carried == ESP_CARRIED_AS_IT_WAS ? g_strdup ("") : doc_span_words_before (span);
  return evidence;
}

/* A piece of evidence, and when its words were last corrected. */
static gboolean
add_evidence (SummaryRow *summary, const DocSpan *span, const char *quote, const Uuid *case_id,
              GError **error)
{
  const char *since;
  if (!doc_span_corrected_at (span, &since, error))
    return FALSE;
  if (strcmp (since, summary->corrected_at) > 0)
    {
      g_free (summary->corrected_at);
      summary->corrected_at = g_strdup (since);
    }
  g_array_append_val (summary->spans, *span);
  g_ptr_array_add (summary->evidence, evidence_new (span, quote, case_id));
  return TRUE;
}

static gboolean
load_evidence (ChartData *data, GHashTable *by_id, GError **error)
{
  g_autoptr (Query) query = store_query (
      data->study,
      "SELECT e.summary_id, e.version_id, e.start_cp, e.end_cp, p.body, s.case_id FROM evidence e"
      " JOIN summary s ON s.id = e.summary_id AND s.gone = 0 JOIN document_version v ON v.id = "
      "e.version_id"
      " LEFT JOIN prose p ON p.hash = e.quote_prose"
      " WHERE e.gone = 0 AND (:case IS NULL OR s.case_id = :case) ORDER BY e.summary_id, "
      "e.sort_key, e.id");
  query_bind_uuid (query, ":case", only_case (data));
  while (query_step (query, error))
    {
      Uuid summary_id = query_uuid (query, 0), case_id = query_uuid (query, 5);
      SummaryRow *summary = g_hash_table_lookup (by_id, &summary_id);
      if (summary == NULL)
        continue;
      const Uuid version = query_uuid (query, 1);
      const Span made = { (gsize)query_int (query, 2), (gsize)query_int (query, 3) };
      DocSpan span;
      const char *quote = query_is_null (query, 4) ? NULL : query_text (query, 4);
      if (!doc_texts_place (data->docs, &version, made, &span, error)
          || !add_evidence (summary, &span, quote, &case_id, error))
        return FALSE;
    }
  return !query_failed (query);
}

static EspSummaryCheck *
summary_check_new (const char *coder, const char *made_at, const char *verdict, const char *note)
{
  EspSummaryCheck *check = g_new0 (EspSummaryCheck, 1);
  check->coder = g_strdup (coder);
  check->made_at = g_strdup (made_at);
  check->verdict = g_strdup (verdict);
  check->note = g_strdup (note);
  return check;
}

static gboolean
load_checks (ChartData *data, GHashTable *by_id, GError **error)
{
  g_autoptr (Query) query = store_query (
      data->study,
      "SELECT k.summary_id, c.name, k.made_at, k.verdict, p.body, k.note_prose FROM summary_check k"
      " JOIN coder c ON c.id = k.coder_id LEFT JOIN prose p ON p.hash = k.note_prose"
      " WHERE k.gone = 0 ORDER BY k.made_at, k.id");
  while (query_step (query, error))
    {
      Uuid summary_id = query_uuid (query, 0);
      SummaryRow *summary = g_hash_table_lookup (by_id, &summary_id);
      if (summary != NULL)
        g_ptr_array_add (summary->checks,
                         summary_check_new (query_text (query, 1), query_text (query, 2),
                                            query_text (query, 3),
                                            store_words_in (data->study, query, 4, 5)));
    }
  return !query_failed (query);
}

static gboolean
load_summaries (ChartData *data, GError **error)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (uuid_hash, uuid_equal_func);
  if (!load_summary_rows (data, by_id, error) || !load_evidence (data, by_id, error)
      || !load_checks (data, by_id, error))
    return FALSE;
  GHashTableIter iter;
  gpointer row;
  g_hash_table_iter_init (&iter, by_id);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    count_versions (by_id, row);
  for (gsize i = 0; i < (gsize)data->cases->len * data->tree->entries->len; i++)
    if (data->summaries[i] != NULL)
      g_ptr_array_sort (data->summaries[i], compare_age);
  return TRUE;
}

ChartData *
chart_data_load (EspStudy *study, const Uuid *analysis, GPtrArray *cases, GError **error)
{
  g_autoptr (ChartData) data = g_new0 (ChartData, 1);
  data->study = study;
  data->cases = cases;
  data->docs = doc_texts_new (study);
  data->tree = theme_tree_load (study, analysis, error);
  if (data->tree == NULL || !theme_tree_fill (data->tree, study, error))
    return NULL;
  gsize cells = (gsize)cases->len * data->tree->entries->len;
  data->by_cell = g_new0 (GPtrArray *, cells);
  data->summaries = g_new0 (GPtrArray *, cells);
  data->asked = g_new0 (guint8, cells + 1); /* never NULL, though a framework can have no themes */
  if (!load_case_ids (data, error) || !load_codings (data, error) || !load_asked (data, error)
      || !load_summaries (data, error))
    return NULL;
  return g_steal_pointer (&data);
}

/* ---- a cell */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp ((*(const CodingRef *const *)a)->id.bytes, (*(const CodingRef *const *)b)->id.bytes,
                 sizeof (Uuid));
}

void
cell_basis (const GPtrArray *codings, guint8 basis[32])
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  for (guint i = 0; codings != NULL && i < codings->len; i++)
    g_ptr_array_add (sorted, codings->pdata[i]);
  g_ptr_array_sort (sorted, compare_ids);
  g_autoptr (GByteArray) ids = g_byte_array_new ();
  for (guint i = 0; i < sorted->len; i++)
    g_byte_array_append (ids, ((const CodingRef *)sorted->pdata[i])->id.bytes, sizeof (Uuid));
  sha256 (basis, ids->data != NULL ? (const void *)ids->data : "", ids->len, NULL, 0);
}

/* Words that it rests on were corrected, and nobody who read it since has agreed to it. */
static gboolean
is_corrected (const SummaryRow *row)
{
  gboolean corrected = *row->corrected_at != '\0';
  for (guint i = 0; corrected && i < row->checks->len; i++)
    {
      const EspSummaryCheck *check = row->checks->pdata[i];
      corrected = !g_str_equal (check->verdict, "agreed")
                  || strcmp (check->made_at, row->corrected_at) < 0;
    }
  return corrected;
}

EspSummary *
summary_public (const SummaryRow *row, const guint8 basis_now[32])
{
  EspSummary *summary = g_new0 (EspSummary, 1);
  summary->id = uuid_dup_text (&row->id);
  summary->content = row->content;
  summary->work = row->work;
  summary->text = g_strdup (row->text);
  summary->coder = g_strdup (row->coder);
  summary->made_at = g_strdup (row->made_at);
  summary->version = row->version;
  summary->recoded = memcmp (row->basis, basis_now, 32) != 0;
  summary->corrected = is_corrected (row);
  summary->stale = summary->recoded || summary->corrected;
  summary->checks = g_ptr_array_new_with_free_func (summary_check_free);
  for (guint i = 0; i < row->checks->len; i++)
    {
      const EspSummaryCheck *from = row->checks->pdata[i];
      g_ptr_array_add (summary->checks,
                       summary_check_new (from->coder, from->made_at, from->verdict, from->note));
    }
  summary->evidence = g_ptr_array_new_with_free_func (evidence_free);
  for (guint i = 0; i < row->evidence->len; i++)
    {
      const EspEvidence *from = row->evidence->pdata[i];
      EspEvidence *copy = g_memdup2 (from, sizeof *from);
      copy->document = g_strdup (from->document);
      copy->where = g_strdup (from->where);
      copy->speaker = g_strdup (from->speaker);
      copy->words = g_strdup (from->words);
      copy->before = g_strdup (from->before);
      g_ptr_array_add (summary->evidence, copy);
    }
  return summary;
}

static gboolean
touches (const CodingRef *coding, const GPtrArray *summaries)
{
  for (guint i = 0; i < summaries->len; i++)
    {
      const SummaryRow *summary = summaries->pdata[i];
      for (guint e = 0; !summary->replaced && e < summary->spans->len; e++)
        {
          if (doc_spans_overlap (&g_array_index (summary->spans, DocSpan, e), &coding->span))
            return TRUE;
        }
    }
  return FALSE;
}

GPtrArray *
chart_data_uncharted (const ChartData *data, guint row, guint theme)
{
  GPtrArray *uncharted = g_ptr_array_new ();
  const GPtrArray *codings = data->by_cell[cell_at (data, row, theme)];
  const GPtrArray *summaries = data->summaries[cell_at (data, row, theme)];
  for (guint i = 0; codings != NULL && i < codings->len; i++)
    if (summaries == NULL || !touches (codings->pdata[i], summaries))
      g_ptr_array_add (uncharted, codings->pdata[i]);
  return uncharted;
}

/* "Asked" in the sense of "of m asked": by the schedule, or something was said or written down all
 * the same. What is not known counts as asked, except where a person wrote that it was not, or that
 * it does not apply. */
static gboolean
counts_as_asked (const EspCell *cell, Asked asked)
{
  switch (cell->content)
    {
    case ESP_CONTENT_NOT_ASKED:
    case ESP_CONTENT_NOT_APPLICABLE:
      return FALSE;
    case ESP_CONTENT_SUMMARISED:
    case ESP_CONTENT_NOTHING_SAID:
      return TRUE;
    default:
      return asked != ASKED_NO || cell->codings > 0;
    }
}

void
chart_data_cell (ChartData *data, guint row, guint theme, EspCell *cell)
{
  guint at = cell_at (data, row, theme);
  const GPtrArray *codings = data->by_cell[at], *summaries = data->summaries[at];
  Asked asked = data->asked[at];
  guint8 basis[32];
  cell_basis (codings, basis);
  *cell = (EspCell){ .codings = codings != NULL ? codings->len : 0 };
  for (guint i = 0; i < cell->codings; i++)
    {
      const CodingRef *coding = codings->pdata[i];
      /* What was taken out of the text is not said there any more. */
      cell->own_codings
          += coding->part == ESP_PART_CASE && coding->span.carried != ESP_CARRIED_WITHOUT_WORDS;
    }
  cell->summaries = g_ptr_array_new_with_free_func (summary_free);
  for (guint i = 0; summaries != NULL && i < summaries->len; i++)
    {
      const SummaryRow *summary = summaries->pdata[i];
      if (summary->replaced)
        continue;
      g_ptr_array_add (cell->summaries, summary_public (summary, basis));
      /* The newest of those furthest along: a colleague's draft beside it does not undo what is
       * charted. */
      if (summary->work < cell->work)
        continue;
      cell->content = summary->content;
      cell->work = summary->work;
    }
  if (cell->summaries->len == 0 && asked == ASKED_NO && cell->codings == 0)
    cell->content = ESP_CONTENT_NOT_ASKED;
  cell->asked = counts_as_asked (cell, asked);
  g_autoptr (GPtrArray) uncharted = chart_data_uncharted (data, row, theme);
  cell->uncharted = uncharted->len;
}
