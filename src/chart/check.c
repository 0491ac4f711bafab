/* Checking a study: what the store knows, then texts against their layouts, spans against texts,
 * evidence against its source.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/check.h"

#include "base/error.h"
#include "corpus/difference.h"
#include "corpus/layout_lines.h"
#include "corpus/place.h"
#include "corpus/transcript.h"
#include "framework/theme.h"
#include "store/store.h"
#include "study/schedule.h"
#include "upkeep/check.h"

#include <string.h>

typedef struct
{
  EspStudy *study;
  DocTexts *docs;
  GPtrArray *items;
} Checking;

/* `good` and `bad` are taken; `first` is one that is wrong. */
static void
report (Checking *checking, const char *name, guint wrong, char *good, char *bad, const char *first)
{
  if (wrong > 0)
    {
      char *detail = g_strdup_printf ("%s (first: %s)", bad, first);
      g_free (bad);
      bad = detail;
    }
  g_ptr_array_add (checking->items, check_item (name, wrong == 0, wrong == 0 ? good : bad));
  g_free (wrong == 0 ? bad : good);
}

/* ---- turns lie in their texts, in order, and the layout is the one that the document names */

/* All lines can be read, and their spans follow each other inside the text. */
static gboolean
lines_in_order (const char *lines, gsize length_cp)
{
  LayoutItem item;
  gsize at = 0;
  while (layout_line_next (&lines, &item))
    {
      g_free (item.speaker);
      if (item.start_cp < at)
        return FALSE;
      at = item.end_cp;
    }
  return *lines == '\0' && at <= length_cp;
}

/* A row of: hash of the layout, text that it divides, lines, text of the document, its length as
 * said, name, its length as counted. */
static gboolean
layout_is_whole (Query *row)
{
  guint8 computed[32];
  gsize key_size, divides_size, text_size;
  const guint8 *key = query_blob (row, 0, &key_size), *divides = query_blob (row, 1, &divides_size);
  const guint8 *text = query_blob (row, 3, &text_size);
  if (key_size != 32 || divides_size != 32 || text_size != 32 || memcmp (divides, text, 32) != 0)
    return FALSE;
  const StoredWords layout = layout_words (query_text (row, 2), text);
  store_words_key (WORDS_LAYOUT, &layout, computed);
  return memcmp (computed, key, 32) == 0 && query_int (row, 4) == query_int (row, 6)
         && lines_in_order (query_text (row, 2), (gsize)query_int (row, 4));
}

static gboolean
check_layouts (Checking *checking, GError **error)
{
  guint n = 0, wrong = 0;
  g_autofree char *first = NULL;
  g_autoptr (Query) query = store_query (
      checking->study,
      "SELECT l.hash, l.text_hash, l.lines, v.text_hash, t.length_cp, d.name, length (t.body) FROM "
      "document_version v"
      " JOIN document d ON d.id = v.document_id LEFT JOIN text_body t ON t.hash = v.text_hash"
      " LEFT JOIN layout l ON l.hash = v.layout_hash WHERE v.gone = 0 AND NOT EXISTS"
      " (SELECT 1 FROM words_lost w WHERE w.kind <> 'original' AND w.hash IN (v.text_hash, "
      "v.layout_hash))");
  while (query_step (query, error))
    {
      gboolean good = layout_is_whole (query);
      n++;
      wrong += !good;
      if (!good && first == NULL)
        first = g_strdup (query_text (query, 5));
    }
  report (checking, "turns", wrong,
          n == 1 ? g_strdup ("the turns of 1 document lie in its text")
                 : g_strdup_printf ("the turns of %u documents lie in their texts", n),
          g_strdup_printf (
              "the turns of %u of the documents do not fit their texts: go on with the newest "
              "backup",
              wrong),
          first);
  return !query_failed (query);
}

/* ---- what is said to differ between two texts leads from the one to the other */

/* A row of: difference, the text that was replaced, the new one, ... in column 5 whether both are
 * of one document. */
static gboolean
difference_is_true (Query *row, gboolean replaces)
{
  const char *written = query_text (row, 0);
  if (!replaces)
    return *written == '\0';
  g_autoptr (Difference) difference = difference_read (written, NULL);
  /* Words that are lost prove nothing. */
  return difference != NULL && query_int (row, 5) != 0
         && (query_is_null (row, 1) || query_is_null (row, 2)
             || difference_leads (difference, query_text (row, 1), query_text (row, 2)));
}

static gboolean
check_differences (Checking *checking, GError **error)
{
  guint n = 0, wrong = 0;
  g_autofree char *first = NULL;
  g_autoptr (Query) query = store_query (
      checking->study,
      "SELECT v.difference, o.body, t.body, d.name, v.replaces_id IS NOT NULL, r.document_id ="
      " v.document_id FROM document_version v JOIN document d ON d.id = v.document_id LEFT JOIN"
      " document_version r ON r.id = v.replaces_id LEFT JOIN text_body t ON t.hash = v.text_hash"
      " LEFT JOIN text_body o ON o.hash = r.text_hash WHERE v.replaces_id IS NOT NULL OR"
      " v.difference <> ''");
  while (query_step (query, error))
    {
      const gboolean replaces = query_int (query, 4) != 0;
      n++;
      if (difference_is_true (query, replaces))
        continue;
      wrong++;
      if (first == NULL)
        first = g_strdup (query_text (query, 3));
    }
  report (checking, "corrections", wrong,
          n == 0   ? g_strdup ("no text was corrected")
          : n == 1 ? g_strdup ("1 correction leads from its text to the next")
                   : g_strdup_printf ("%u corrections lead from their texts to the next", n),
          g_strdup_printf ("what is said to differ between %u texts and those that they replace is "
                           "not true: go on with the newest backup",
                           wrong),
          first);
  return !query_failed (query);
}

/* ---- spans lie in their texts */

/* `query`, which is taken, yields of each whether it lies in its text, and the name of the
 * document. */
static gboolean
check_spans (Checking *checking, const char *noun, const char *plural, const char *remedy,
             Query *spans, GError **error)
{
  guint n = 0, wrong = 0;
  g_autofree char *first = NULL;
  g_autoptr (Query) query = spans;
  while (query_step (query, error))
    {
      n++;
      if (query_int (query, 0) != 0)
        continue;
      wrong++;
      if (first == NULL)
        first = g_strdup (query_text (query, 1));
    }
  report (checking, plural, wrong,
          n == 1 ? g_strdup_printf ("1 %s lies in its text", noun)
                 : g_strdup_printf ("%u %s lie in their texts", n, plural),
          g_strdup_printf ("%u %s lie outside their texts: %s, or go on with the newest backup",
                           wrong, plural, remedy),
          first);
  return !query_failed (query);
}

#define SPANS_OF(table, last_cp)                                                                   \
  "SELECT " last_cp " <= t.length_cp, d.name FROM " table " x"                                     \
  " JOIN document_version v ON v.id = x.version_id JOIN document d ON d.id = v.document_id"        \
  " JOIN text_body t ON t.hash = v.text_hash WHERE x.gone = 0"

static gboolean
check_codings (Checking *checking, GError **error)
{
  return check_spans (checking, "coding", "codings", "uncode them",
                      store_query (checking->study, SPANS_OF ("coding", "x.end_cp")), error);
}

static gboolean
check_memos (Checking *checking, GError **error)
{
  return check_spans (
      checking, "memo", "memos", "remove them",
      store_query (
          checking->study,
          SPANS_OF ("memo", "x.start_cp <= x.end_cp AND x.end_cp") " AND x.start_cp IS NOT NULL"),
      error);
}

/* ---- evidence stands in its source */

static gboolean
evidence_stands (DocText *doc, Query *row)
{
  Span span = { (gsize)query_int (row, 1), (gsize)query_int (row, 2) };
  if (span.end_cp > text_index_length (doc->index))
    return FALSE;
  return query_is_null (row, 3)
         || quote_match (doc, span, query_text (row, 3)) != ESP_QUOTE_NOT_FOUND;
}

static gboolean
check_evidence (Checking *checking, GError **error)
{
  guint n = 0, wrong = 0;
  g_autofree char *first = NULL;
  g_autoptr (Query) query = store_query (
      checking->study,
      "SELECT e.version_id, e.start_cp, e.end_cp, p.body, c.label, t.name FROM evidence e"
      " JOIN summary s ON s.id = e.summary_id AND s.gone = 0 JOIN study_case c ON c.id = s.case_id"
      " JOIN theme t ON t.id = s.theme_id LEFT JOIN prose p ON p.hash = e.quote_prose WHERE e.gone "
      "= 0 AND NOT EXISTS (SELECT 1 FROM document_version v JOIN words_lost w ON w.kind <> "
      "'original' AND w.hash IN"
      " (v.text_hash, v.layout_hash) WHERE v.id = e.version_id)");
  while (query_step (query, error))
    {
      Uuid version = query_uuid (query, 0);
      DocText *doc = doc_texts_get (checking->docs, &version, NULL);
      n++;
      if (doc != NULL && evidence_stands (doc, query))
        continue;
      wrong++;
      if (first == NULL)
        first = g_strdup_printf ("%s, %s", query_text (query, 4), query_text (query, 5));
    }
  report (checking, "evidence", wrong,
          n == 1 ? g_strdup ("1 piece of evidence stands in its source")
                 : g_strdup_printf ("%u pieces of evidence stand in their sources", n),
          wrong == 1
              ? g_strdup ("1 piece of evidence does not stand in its source: chart the cell again")
              : g_strdup_printf ("%u pieces of evidence do not stand in their sources: chart the "
                                 "cells again",
                                 wrong),
          first);
  return !query_failed (query);
}

/* ---- nothing stands below itself, and a version replaces one of its own cell */

static gboolean
check_circles (Checking *checking, GError **error)
{
  g_autoptr (Query) query = store_query (
      checking->study,
      "WITH RECURSIVE"
      " tree (id) AS (SELECT id FROM theme WHERE parent_id IS NULL"
      "   UNION SELECT t.id FROM theme t JOIN tree ON t.parent_id = tree.id),"
      " chain (id) AS (SELECT id FROM summary WHERE replaces_id IS NULL"
      "   UNION SELECT s.id FROM summary s JOIN chain ON s.replaces_id = chain.id),"
      " state (id) AS (SELECT id FROM document_version WHERE replaces_id IS NULL"
      "   UNION SELECT v.id FROM document_version v JOIN state ON v.replaces_id = state.id),"
      " wording (id) AS (SELECT id FROM theme_text WHERE replaces_id IS NULL"
      "   UNION SELECT x.id FROM theme_text x JOIN wording ON x.replaces_id = wording.id),"
      " note (id) AS (SELECT id FROM memo WHERE replaces_id IS NULL"
      "   UNION SELECT m.id FROM memo m JOIN note ON m.replaces_id = note.id)"
      " SELECT (SELECT count (*) FROM theme WHERE id NOT IN (SELECT id FROM tree)),"
      " (SELECT count (*) FROM summary WHERE id NOT IN (SELECT id FROM chain))"
      " + (SELECT count (*) FROM document_version WHERE id NOT IN (SELECT id FROM state))"
      " + (SELECT count (*) FROM theme_text WHERE id NOT IN (SELECT id FROM wording))"
      " + (SELECT count (*) FROM memo WHERE id NOT IN (SELECT id FROM note))"
      " + (SELECT count (*) FROM summary s JOIN summary r ON r.id = s.replaces_id"
      "    WHERE r.case_id <> s.case_id OR r.theme_id <> s.theme_id)");
  if (!query_step (query, error))
    return FALSE;
  guint themes = (guint)query_int (query, 0), versions = (guint)query_int (query, 1);
  gboolean whole = themes + versions == 0;
  g_ptr_array_add (
      checking->items,
      check_item ("circles", whole,
                  whole
                      ? g_strdup ("no theme is below itself, no version replaces itself")
                      : g_strdup_printf ("%u themes are below themselves, and %u versions replace "
                                         "each other or one of another cell: go on with the newest "
                                         "backup",
                                         themes, versions)));
  return TRUE;
}

/* ---- what stands on something gone is listed, never hidden */

static gboolean
check_standing (Checking *checking, GError **error)
{
  g_autoptr (Query) query
      = store_query (checking->study,
                     "SELECT (SELECT count (*) FROM coding x JOIN theme t ON t.id = x.theme_id "
                     "WHERE x.gone = 0 AND t.gone = 1)"
                     " + (SELECT count (*) FROM coding x JOIN document_version v ON v.id = "
                     "x.version_id JOIN document d"
                     "    ON d.id = v.document_id WHERE x.gone = 0 AND (v.gone = 1 OR d.gone = 1)),"
                     " (SELECT count (*) FROM summary s JOIN theme t ON t.id = s.theme_id JOIN "
                     "study_case c ON c.id = s.case_id"
                     "  WHERE s.gone = 0 AND (t.gone = 1 OR c.gone = 1)),"
                     " (SELECT count (*) FROM evidence e JOIN summary s ON s.id = e.summary_id AND "
                     "s.gone = 0 JOIN document_version v ON v.id = e.version_id"
                     " JOIN document d ON d.id = v.document_id"
                     "  WHERE e.gone = 0 AND (v.gone = 1 OR d.gone = 1))");
  if (!query_step (query, error))
    return FALSE;
  guint n = (guint)(query_int (query, 0) + query_int (query, 1) + query_int (query, 2));
  /* Two people did not know of each other: nothing is damaged. */
  g_ptr_array_add (
      checking->items,
      check_item ("standing", TRUE,
                  n == 0 ? g_strdup ("nothing stands on what was removed")
                         : g_strdup_printf ("%u %s on what was removed; 'espalier conflicts' lists "
                                            "them",
                                            n, n == 1 ? "thing stands" : "things stand")));
  return TRUE;
}

/* ---- words of what was taken back are kept, so that it can be brought back */

static gboolean
check_taken_back (Checking *checking, GError **error)
{
  GoneWords gone = { 0 };
  g_autoptr (Query) query
      = store_query (checking->study, "SELECT count (*) FROM words_lost WHERE why = 'compacted'");
  if (!upkeep_count_gone_words (checking->study, &gone, error) || !query_step (query, error))
    return FALSE;
  const guint left_out = (guint)query_int (query, 0), texts = MAX (gone.texts, gone.layouts);
  g_autoptr (GString) detail = g_string_new (NULL);
  if (texts + gone.prose + gone.originals > 0)
    g_string_append_printf (
        detail,
        "%u %s, %u %s and %u original files belong to what was taken back; 'espalier backup "
        "--compact FILE' leaves them out",
        texts, texts == 1 ? "text" : "texts", gone.prose,
        gone.prose == 1 ? "summary or note" : "summaries and notes", gone.originals);
  if (left_out > 0)
    g_string_append_printf (detail,
                            "%sa compact backup left %u of them out: what was taken back cannot be "
                            "brought back here",
                            detail->len > 0 ? "; " : "", left_out);
  g_ptr_array_add (checking->items,
                   check_item ("taken back", TRUE,
                               g_strdup (detail->len > 0 ? detail->str
                                                         : "no words are kept of what was taken "
                                                           "back")));
  return TRUE;
}

/* ---- schedules ask about themes that a framework has */

/* The themes of all analyses: what one framework has not, that of another may have. */
static gboolean
load_themes (EspStudy *study, GPtrArray *themes, GError **error)
{
  g_autoptr (GPtrArray) analyses = esp_analyses (study, error);
  for (guint i = 0; analyses != NULL && i < analyses->len; i++)
    {
      GPtrArray *more = esp_framework (study, analyses->pdata[i], error);
      if (more == NULL)
        return FALSE;
      g_ptr_array_extend_and_steal (themes, more);
    }
  return analyses != NULL;
}

static gboolean
check_schedules (Checking *checking, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (Schedules) schedules = schedules_load (checking->study, error);
  g_autoptr (GPtrArray) themes = g_ptr_array_new_with_free_func (theme_free);
  if (schedules == NULL)
    return FALSE;
  if (!load_themes (checking->study, themes, &why))
    {
      g_ptr_array_add (checking->items,
                       check_item ("schedules", FALSE,
                                   g_strdup_printf ("cannot be held against the framework: %s; go "
                                                    "on with the newest backup",
                                                    why->message)));
      return TRUE;
    }
  g_autoptr (GPtrArray) unknown = schedule_unknown_paths (schedules, themes);
  const EspUnknownPath *one = unknown->len > 0 ? unknown->pdata[0] : NULL;
  g_autofree char *first
      = one == NULL ? NULL
                    : g_strdup_printf ("'%s'%s%s", one->path,
                                       *one->near != '\0' ? "; near it: " : "", one->near);
  report (
      checking, "schedules", unknown->len,
      g_strdup ("the schedules ask about themes that there are"),
      g_strdup_printf ("the study is whole, but its schedules ask about themes that no framework "
                       "has: %u; mend the path in the definition, or the name of the theme",
                       unknown->len),
      first);
  return TRUE;
}

/* ---- the full-text index has an entry for each text */

static gboolean
check_index (Checking *checking, GError **error)
{
  g_autoptr (Query) query = store_query (
      checking->study,
      "SELECT (SELECT count (*) FROM search_words_docsize), (SELECT count (*) FROM text_body),"
      " (SELECT count (*) FROM text_body t WHERE NOT EXISTS"
      "  (SELECT 1 FROM search_words_docsize s WHERE s.id = t.number))");
  if (!query_step (query, error))
    return FALSE;
  gint64 indexed = query_int (query, 0), items = query_int (query, 1),
         missing = query_int (query, 2);
  gboolean whole = indexed == items && missing == 0;
  g_ptr_array_add (
      checking->items,
      check_item ("search", whole,
                  whole ? g_strdup_printf ("%" G_GINT64_FORMAT " texts can be searched", indexed)
                        : g_strdup_printf ("the full-text index has %" G_GINT64_FORMAT
                                           " of %" G_GINT64_FORMAT
                                           " texts; searching would miss some: 'espalier backup "
                                           "--compact FILE' makes it anew in a copy",
                                           items - missing, items)));
  return TRUE;
}

gboolean
check_content (EspStudy *study, GPtrArray *items, GError **error)
{
  g_autoptr (DocTexts) docs = doc_texts_new (study);
  Checking checking = { study, docs, items };
  return check_layouts (&checking, error) && check_differences (&checking, error)
         && check_codings (&checking, error) && check_memos (&checking, error)
         && check_evidence (&checking, error) && check_circles (&checking, error);
}

GPtrArray *
esp_check (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (check_item_free);
  if (!upkeep_check (study, items, error))
    return NULL;
  /* Of a file that is damaged below, or has not the tables of a study, nothing more can be said. */
  for (guint i = 0; i < MIN (items->len, 2); i++)
    if (!((const EspCheckItem *)items->pdata[i])->whole)
      return g_steal_pointer (&items);
  Checking checking = { study, NULL, items };
  if (!check_content (study, items, error) || !check_taken_back (&checking, error)
      || !check_standing (&checking, error) || !check_schedules (&checking, error)
      || !check_index (&checking, error))
    return NULL;
  return g_steal_pointer (&items);
}
