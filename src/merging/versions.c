/* Versions: two wordings of one thing that are in force, made without seeing each other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merging/conflict.h"

#include <string.h>

/* A chain of versions is no longer than this, but in a file made to keep a program busy; nor are
 * there more at a place. */
#define CHAIN_MAX 10000
#define AT_ONE_PLACE_MAX 500

/* A list of what is in force (live, and not replaced by what is live) where there is more than one:
 * id, what it replaces, and the place, in two parts. */
#define IN_FORCE(table, first, second, which)                                                      \
  "WITH h AS (SELECT x.id, x.replaces_id, " first " AS a, " second " AS b FROM " table             \
  " x WHERE x.gone = 0" which " AND NOT EXISTS (SELECT 1 FROM " table                              \
  " n WHERE n.replaces_id = x.id AND n.gone = 0))"                                                 \
  " SELECT id, replaces_id, a, b FROM"                                                             \
  " (SELECT id, replaces_id, a, b, count (*) OVER (PARTITION BY a, b) AS n FROM h) WHERE n > 1"    \
  " ORDER BY a, b, id"

/* ---- the lines that versions make */

/* The first version of the line that a version is of. `roots` keeps those that were found (Uuid ->
 * Uuid), so that what several lines have in common is walked once. */
static gboolean
find_root (Finding *finding, const char *table, Candidate *candidate, GHashTable *roots,
           GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT replaces_id FROM %s WHERE id = :id", table);
  g_autoptr (GArray) way = g_array_new (FALSE, FALSE, sizeof (Uuid));
  const Uuid *known = NULL;
  candidate->root = candidate->id;
  while (way->len < CHAIN_MAX && (known = g_hash_table_lookup (roots, &candidate->root)) == NULL)
    {
      g_autoptr (Query) query = store_query_kept (finding->study, sql);
      query_bind_uuid (query, ":id", &candidate->root);
      const Uuid replaces = query_step (query, error) ? query_uuid (query, 0) : UUID_NIL;
      if (query_failed (query))
        return FALSE;
      g_array_append_val (way, candidate->root);
      if (uuid_is_nil (&replaces))
        break;
      candidate->root = replaces;
    }
  if (known != NULL)
    candidate->root = *known;
  for (guint i = 0; i < way->len; i++)
    g_hash_table_replace (roots, g_memdup2 (&g_array_index (way, Uuid, i), sizeof (Uuid)),
                          g_memdup2 (&candidate->root, sizeof (Uuid)));
  return TRUE;
}

static gboolean
find_lines (Finding *finding, const char *table, GArray *candidates, GError **error)
{
  g_autoptr (GHashTable) roots = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, g_free);
  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *one = &g_array_index (candidates, Candidate, i);
      if (!find_root (finding, table, one, roots, error)
          || !register_maker (finding->reg, table, &one->id, &one->line, error)
          || !register_maker (finding->reg, table, &one->root, &one->root_line, error))
        return FALSE;
    }
  g_array_sort (candidates, candidate_compare);
  return TRUE;
}

static gboolean
unseen (const Finding *finding, const RegisterLine *later, const RegisterLine *earlier)
{
  return later->line != REGISTER_NO_LINE && earlier->line != REGISTER_NO_LINE
         && !register_sees (finding->reg, later->line, earlier->line);
}

/* Two that replace the same; two of one line, made without seeing each other; or two of different
 * lines of which neither was ever written by someone who had the other: who writes a second summary
 * knowing of the first wants two, and goes on wanting two. */
static gboolean
is_conflict (const Finding *finding, const Candidate *a, const Candidate *b)
{
  if (!uuid_is_nil (&a->replaces) && uuid_equal (&a->replaces, &b->replaces))
    return TRUE;
  if (uuid_equal (&a->root, &b->root))
    return unseen (finding, &a->line, &b->line) && unseen (finding, &b->line, &a->line);
  return unseen (finding, &a->line, &b->root_line) && unseen (finding, &b->line, &a->root_line);
}

/* ---- one place */

/* What the study shows: charted before draft, then the newest. */
static char *
rank_of (Finding *finding, const char *table, const Uuid *id)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s, made_at FROM %s WHERE id = :id",
                         g_str_equal (table, "summary") ? "work = 'charted'" : "0", table);
  g_autoptr (Query) query = store_query_kept (finding->study, sql);
  query_bind_uuid (query, ":id", id);
  g_autofree char *hex = hex_encode (id->bytes, sizeof id->bytes);
  if (!query_step (query, NULL))
    return g_strdup ("");
  return g_strdup_printf ("%d%s%s", query_int (query, 0) != 0, query_text (query, 1), hex);
}

static void
add_conflict (Finding *finding, const char *table, const GArray *sides)
{
  g_autoptr (GPtrArray) ranks = g_ptr_array_new_with_free_func (g_free);
  guint shown = 0;
  for (guint i = 0; i < sides->len; i++)
    {
      g_ptr_array_add (ranks, rank_of (finding, table, &g_array_index (sides, Candidate, i).id));
      if (strcmp (ranks->pdata[i], ranks->pdata[shown]) > 0)
        shown = i;
    }
  Conflict *conflict
      = conflict_new (finding, CONFLICT_VERSIONS, "versions", table,
                      subject_of (finding->study, table, &g_array_index (sides, Candidate, 0).id));
  for (guint i = 0; i < sides->len; i++)
    {
      const Candidate *one = &g_array_index (sides, Candidate, i);
      conflict_add_side (conflict, &one->line, subject_words (finding->study, table, &one->id),
                         i == shown, &one->id, NULL);
    }
}

/* Those that conflict with each other, in one or several conflicts. */
static gboolean
judge_place (Finding *finding, const char *table, GArray *candidates, GError **error)
{
  const guint n = candidates->len;
  if (n < 2)
    return TRUE;
  if (!find_lines (finding, table, candidates, error))
    return FALSE;
  g_autofree guint *with = g_new (guint, n); /* the first one that each conflicts with */
  for (guint i = 0; i < n; i++)
    with[i] = n > AT_ONE_PLACE_MAX ? 0 : i;
  for (guint i = 0; n <= AT_ONE_PLACE_MAX && i < n; i++)
    for (guint k = i + 1; k < n; k++)
      if (with[i] != with[k]
          && is_conflict (finding, &g_array_index (candidates, Candidate, i),
                          &g_array_index (candidates, Candidate, k)))
        {
          const guint from = MAX (with[i], with[k]), to = MIN (with[i], with[k]);
          for (guint x = 0; x < n; x++)
            with[x] = with[x] == from ? to : with[x];
        }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GArray) sides = g_array_new (FALSE, FALSE, sizeof (Candidate));
      for (guint k = i; k < n; k++)
        if (with[k] == i)
          g_array_append_val (sides, g_array_index (candidates, Candidate, k));
      if (sides->len > 1)
        add_conflict (finding, table, sides);
    }
  return TRUE;
}

static gboolean
judge_all (Finding *finding, const char *table, Query *query, GError **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, TRUE, sizeof (Candidate));
  Uuid a = UUID_NIL, b = UUID_NIL;
  while (query_step (query, error))
    {
      const Uuid next_a = query_uuid (query, 2), next_b = query_uuid (query, 3);
      if (!uuid_equal (&a, &next_a) || !uuid_equal (&b, &next_b))
        {
          if (!judge_place (finding, table, candidates, error))
            return FALSE;
          g_array_set_size (candidates, 0);
        }
      a = next_a;
      b = next_b;
      const Candidate one = { .id = query_uuid (query, 0), .replaces = query_uuid (query, 1) };
      g_array_append_val (candidates, one);
    }
  return !query_failed (query) && judge_place (finding, table, candidates, error);
}

gboolean
find_versions (Finding *finding, GError **error)
{
  g_autoptr (Query) summaries
      = store_query (finding->study, IN_FORCE ("summary", "x.theme_id", "x.case_id", ""));
  g_autoptr (Query) definitions = store_query (
      finding->study, IN_FORCE ("theme_text", "x.theme_id", "NULL", " AND x.kind = 'definition'"));
  g_autoptr (Query) other_texts = store_query (
      finding->study, IN_FORCE ("theme_text", "x.replaces_id", "NULL",
                                " AND x.kind <> 'definition' AND x.replaces_id IS NOT NULL"));
  g_autoptr (Query) documents
      = store_query (finding->study, IN_FORCE ("document_version", "x.document_id", "NULL",
                                               " AND x.replaces_id IS NOT NULL"));
  g_autoptr (Query) memos = store_query (
      finding->study, IN_FORCE ("memo", "x.replaces_id", "NULL", " AND x.replaces_id IS NOT NULL"));
  return judge_all (finding, "summary", summaries, error)
         && judge_all (finding, "memo", memos, error)
         && judge_all (finding, "theme_text", definitions, error)
         && judge_all (finding, "theme_text", other_texts, error)
         && judge_all (finding, "document_version", documents, error);
}
