/* Coding by pattern: rules give proposals, which count nowhere until a person accepts them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "corpus/document.h"
#include "indexing/coding.h"
#include "indexing/rules.h"
#include "indexing/unit.h"
#include "store/store.h"
#include "study/analysis.h"
#include "study/case.h"
#include "study/in_force.h"

#include <string.h>

typedef struct
{
  EspStudy *study;
  const EspAutocodeOptions *options;
  GPtrArray *rules, *rows; /* CodingRule, EspAutocodeRow */
  GHashTable **cases;      /* for each rule the labels of cases met */
  GHashTable *eligible;    /* Uuid of cases whose speech is coded; NULL: all */
} Autocoding;

/* ---- which cases */

static gboolean
find_eligible (Autocoding *coding, GError **error)
{
  const char *const *where = coding->options->where;
  if (where == NULL || *where == NULL)
    return TRUE;
  g_autoptr (GPtrArray) cases = esp_cases (coding->study, where, error);
  if (cases == NULL)
    return FALSE;
  coding->eligible = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, NULL);
  for (guint i = 0; i < cases->len; i++)
    {
      Uuid id;
      if (!case_find (coding->study, ((const EspCase *)cases->pdata[i])->label, &id, NULL, error))
        return FALSE;
      g_hash_table_add (coding->eligible, g_memdup2 (&id, sizeof id));
    }
  return TRUE;
}

/* Whose speech may be coded: a case's own; never an interviewer's, never what nobody says unless
 * asked for. */
static gboolean
may_code (const Autocoding *coding, const DocText *doc, const TextItem *item)
{
  if (item->number == 0)
    return FALSE;
  if (item->part == ESP_PART_NONE)
    return coding->options->with_unspoken
           && (coding->eligible == NULL || g_hash_table_contains (coding->eligible, &doc->case_id));
  return item->part == ESP_PART_CASE
         && (coding->eligible == NULL || g_hash_table_contains (coding->eligible, &item->case_id));
}

/* ---- proposing */

typedef struct
{
  gsize start_cp, end_cp;
  gboolean rejected; /* was proposed here; words inside it may still be */
  gboolean decided;  /* a person coded it, or accepted it */
} CodedSpan;

/* Places of this theme that are coded or proposed in a document, or were proposed and rejected, by
 * anyone, on any of its texts; a rejection is of the words that were there. The '+' keeps SQLite
 * from going through all codings of the theme, of which this very command makes ever more. */
static GArray *
load_coded (EspStudy *study, const DocText *doc, const Uuid *theme, GError **error)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (CodedSpan));
  g_autoptr (Query) query = store_query (
      study, "SELECT x.start_cp, x.end_cp, x.gone, x.gone = 0 AND x.origin <> 'proposed',"
             " x.version_id FROM document_version v JOIN coding x ON x.version_id = v.id WHERE"
             " v.document_id = :document AND v.gone = 0 AND +x.theme_id = :theme"
             " AND (x.gone = 0 OR (x.origin = 'proposed' AND x.accepted_by_id IS NOT NULL))");
  query_bind_uuid (query, ":document", &doc->document_id);
  query_bind_uuid (query, ":theme", theme);
  while (query_step (query, error))
    {
      const Uuid version = query_uuid (query, 4);
      EspCarried carried = ESP_CARRIED_AS_IT_WAS;
      Span at = { (gsize)query_int (query, 0), (gsize)query_int (query, 1) };
      if (!doc_text_map (doc, &version, &at, &carried, error))
        return NULL;
      const CodedSpan span
          = { at.start_cp, at.end_cp, query_int (query, 2) != 0, query_int (query, 3) != 0 };
      if (carried == ESP_CARRIED_AS_IT_WAS || !span.rejected)
        g_array_append_val (spans, span);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&spans);
}

static gboolean
is_settled (const GArray *spans, gsize start_cp, gsize end_cp)
{
  for (guint i = 0; i < spans->len; i++)
    {
      const CodedSpan *span = &g_array_index (spans, CodedSpan, i);
      if (span->rejected ? span->start_cp == start_cp && span->end_cp == end_cp
                         : span->start_cp <= start_cp && end_cp <= span->end_cp)
        return TRUE;
    }
  return FALSE;
}

/* A person has coded the words that match: what is around them would say it once more. */
static gboolean
is_decided (const GArray *spans, gsize start_cp, gsize end_cp)
{
  for (guint i = 0; i < spans->len; i++)
    {
      const CodedSpan *span = &g_array_index (spans, CodedSpan, i);
      if (span->decided && span->start_cp < end_cp && start_cp < span->end_cp)
        return TRUE;
    }
  return FALSE;
}

static gboolean
propose (Autocoding *coding, guint rule_at, const DocText *doc, const GArray *coded, gsize start_cp,
         gsize end_cp, GError **error)
{
  const CodingRule *rule = coding->rules->pdata[rule_at];
  EspAutocodeRow *row = coding->rows->pdata[rule_at];
  Uuid id;
  gboolean added = FALSE;
  if (!is_settled (coded, start_cp, end_cp)
      && !coding_add (coding->study, rule->theme, doc, start_cp, end_cp, "proposed", &id, &added,
                      error))
    return FALSE;
  row->proposals += added;
  return TRUE;
}

/* The turn that a match is in, NULL where it must not be coded. A match that runs on into another
 * turn is cut at the end of its own, and the scan goes on there: it cannot hide one in the next. */
static const TextItem *
turn_of_match (const Autocoding *coding, const DocText *doc, PatternScan *scan, gsize start,
               gsize *end)
{
  gsize start_cp = text_index_cp (doc->index, start);
  const TextItem *item = doc_text_item (doc, start_cp);
  if (item == NULL || start_cp >= item->end_cp)
    {
      /* In a speaker's label, or between turns. */
      pattern_scan_resume (scan, (gsize)(g_utf8_next_char (doc->text + start) - doc->text));
      return NULL;
    }
  gsize limit = text_index_bytes (doc->index, item->end_cp);
  if (*end > limit)
    {
      *end = limit;
      pattern_scan_resume (scan, limit);
    }
  return may_code (coding, doc, item) ? item : NULL;
}

/* One rule over one document. Matches of one unit that overlap are one proposal. */
static gboolean
run_rule (Autocoding *coding, guint rule_at, const DocText *doc, GError **error)
{
  const CodingRule *rule = coding->rules->pdata[rule_at];
  EspAutocodeRow *row = coding->rows->pdata[rule_at];
  g_autoptr (PatternScan) scan = pattern_scan_new (rule->pattern, doc->text, strlen (doc->text));
  g_autoptr (GArray) coded = NULL;
  gsize start, end, last_end = 0;
  guint before = row->matches;
  GError *why = NULL;
  while (pattern_scan_next (scan, &start, &end, &why))
    {
      const TextItem *item = turn_of_match (coding, doc, scan, start, &end);
      if (item == NULL)
        continue;
      row->matches++;
      g_hash_table_add (coding->cases[rule_at],
                        g_strdup (*item->case_label != '\0' ? item->case_label : doc->case_label));
      if (coded == NULL
          && (coded = load_coded (coding->study, doc, &rule->theme->id, error)) == NULL)
        return FALSE;
      if (is_decided (coded, text_index_cp (doc->index, start),
                      text_index_cp (doc->index, end - 1) + 1))
        continue;
      if (start < last_end)
        continue;
      unit_widen (doc, item, coding->options->unit, last_end, &start, &end);
      if (!propose (coding, rule_at, doc, coded, text_index_cp (doc->index, start),
                    text_index_cp (doc->index, end - 1) + 1, error))
        return FALSE;
      last_end = end;
    }
  row->documents += row->matches > before;
  if (why == NULL)
    return TRUE;
  g_propagate_prefixed_error (error, why, "the rule '%s' on '%s': ", rule->written, doc->name);
  return FALSE;
}

static gboolean
run_all (Autocoding *coding, GError **error)
{
  g_autoptr (Query) query = store_query (
      coding->study,
      "SELECT v.id FROM document d JOIN document_version v ON v.id = " TEXT_IN_FORCE (
          "d.id") " WHERE d.gone = 0 ORDER BY d.name, d.id");
  while (query_step (query, error))
    {
      Uuid version = query_uuid (query, 0);
      g_autoptr (DocText) doc = doc_text_load (coding->study, &version, error);
      if (doc == NULL)
        return FALSE;
      for (guint i = 0; i < coding->rules->len; i++)
        if (!run_rule (coding, i, doc, error))
          return FALSE;
    }
  return !query_failed (query);
}

/* ---- the whole */

static void
autocode_row_free (gpointer row)
{
  EspAutocodeRow *one = row;
  g_free (one->theme_path);
  g_free (one->rule);
  g_free (one);
}

static void
make_rows (Autocoding *coding)
{
  coding->rows = g_ptr_array_new_with_free_func (autocode_row_free);
  coding->cases = g_new0 (GHashTable *, coding->rules->len);
  for (guint i = 0; i < coding->rules->len; i++)
    {
      const CodingRule *rule = coding->rules->pdata[i];
      EspAutocodeRow *row = g_new0 (EspAutocodeRow, 1);
      row->theme_path = g_strdup (rule->theme->theme->path);
      row->rule = g_strdup (rule->written);
      g_ptr_array_add (coding->rows, row);
      coding->cases[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }
}

static void
count_cases (Autocoding *coding)
{
  for (guint i = 0; i < coding->rules->len; i++)
    {
      g_hash_table_remove (coding->cases[i], "");
      ((EspAutocodeRow *)coding->rows->pdata[i])->cases = g_hash_table_size (coding->cases[i]);
      g_hash_table_unref (coding->cases[i]);
    }
  g_free (coding->cases);
}

GPtrArray *
esp_autocode (EspStudy *study, const char *analysis, const char *file,
              const EspAutocodeOptions *options, GError **error)
{
  Uuid analysis_id;
  if (!store_in_change (study, error) || !analysis_find (study, analysis, &analysis_id, error))
    return NULL;
  g_autoptr (ThemeTree) tree = theme_tree_load (study, &analysis_id, error);
  g_autoptr (GPtrArray) rules = tree != NULL ? rules_load (file, tree, error) : NULL;
  if (rules == NULL)
    return NULL;
  Autocoding coding = { .study = study, .options = options, .rules = rules };
  make_rows (&coding);
  gboolean done = find_eligible (&coding, error) && run_all (&coding, error);
  count_cases (&coding);
  g_clear_pointer (&coding.eligible, g_hash_table_unref);
  if (done)
    return coding.rows;
  g_ptr_array_unref (coding.rows);
  return NULL;
}
