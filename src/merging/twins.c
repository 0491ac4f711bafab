/* Twins: one thing that was made twice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merging/conflict.h"

#include "base/text.h"

#include <string.h>

/* A theme is not made as often by different people; a file made to keep a program busy has more. */
#define SHARED_MAX 100

/* What is told apart by its name: id, name, and within what it is told apart. */
static const struct
{
  const char *table, *sql;
} named[] = {
  { "coder", "SELECT id, name, NULL, NULL FROM coder WHERE gone = 0 ORDER BY id" },
  { "analysis", "SELECT id, name, NULL, NULL FROM analysis WHERE gone = 0 ORDER BY id" },
  { "attribute", "SELECT id, name, NULL, NULL FROM attribute WHERE gone = 0 ORDER BY id" },
  { "label_scheme", "SELECT id, name, NULL, NULL FROM label_scheme WHERE gone = 0 ORDER BY id" },
  { "study_case", "SELECT id, label, NULL, NULL FROM study_case WHERE gone = 0 ORDER BY id" },
  { "group_kind", "SELECT id, name, NULL, NULL FROM group_kind WHERE gone = 0 ORDER BY id" },
  { "study_group", "SELECT id, name, kind_id, NULL FROM study_group WHERE gone = 0"
                   " AND verdict = '' ORDER BY id" },
  { "schedule",
    "SELECT id, name || ', ' || version, NULL, NULL FROM schedule WHERE gone = 0 ORDER BY id" },
  { "theme", "SELECT id, name, analysis_id, parent_id FROM theme WHERE gone = 0 ORDER BY id" },
};

/* ---- told apart by name */

static char *
twin_key (Query *row)
{
  const Uuid first = query_uuid (row, 2), second = query_uuid (row, 3);
  g_autofree char *a = uuid_dup_text (&first), *b = uuid_dup_text (&second),
                  *name = text_fold_name (query_text (row, 1));
  return g_strconcat (a, b, name, NULL);
}

static guint
count_of (Query *counting, const Uuid *id)
{
  query_bind_uuid (counting, ":id", id);
  return query_step (counting, NULL) ? (guint)query_int (counting, 0) : 0;
}

/* "Meaning, with 14 codings and 2 summaries". */
static char *
theme_words (EspStudy *study, const Uuid *id, const char *name)
{
  g_autoptr (Query) codings
      = store_query (study, "SELECT count (*) FROM coding WHERE theme_id = :id AND gone = 0");
  g_autoptr (Query) summaries
      = store_query (study, "SELECT count (*) FROM summary WHERE theme_id = :id AND gone = 0");
  const guint n_codings = count_of (codings, id), n_summaries = count_of (summaries, id);
  return g_strdup_printf ("%s, with %u coding%s and %u summar%s", name, n_codings,
                          n_codings == 1 ? "" : "s", n_summaries, n_summaries == 1 ? "y" : "ies");
}

/* Places that one coder coded with several of the themes. */
static gboolean
count_shared (Finding *finding, const GArray *sides, guint *shared, GError **error)
{
  *shared = 0;
  for (guint i = 0; sides->len <= SHARED_MAX && i < sides->len; i++)
    for (guint k = i + 1; k < sides->len; k++)
      {
        g_autoptr (Query) query = store_query (
            finding->study,
            "SELECT count (*) FROM coding a JOIN coding b ON b.theme_id = :b AND b.gone = 0"
            " AND b.version_id = a.version_id AND b.coder_id = a.coder_id"
            " AND b.start_cp = a.start_cp AND b.end_cp = a.end_cp"
            " WHERE a.theme_id = :a AND a.gone = 0");
        query_bind_uuid (query, ":a", &g_array_index (sides, Candidate, i).id);
        query_bind_uuid (query, ":b", &g_array_index (sides, Candidate, k).id);
        if (query_step (query, error))
          *shared += (guint)query_int (query, 0);
        if (query_failed (query))
          return FALSE;
      }
  return TRUE;
}

static char *
name_of (EspStudy *study, const char *table, const Uuid *id)
{
  if (!g_str_equal (table, "theme"))
    return subject_of (study, table, id);
  g_autoptr (Query) query = store_query (study, "SELECT name FROM theme WHERE id = :id");
  query_bind_uuid (query, ":id", id);
  return theme_words (study, id, query_step (query, NULL) ? query_text (query, 0) : "");
}

/* What one line made several times was meant so. */
static gboolean
judge (Finding *finding, const char *table, GArray *sides, GError **error)
{
  gboolean one_line = TRUE;
  guint shared = 0;
  for (guint i = 0; i < sides->len; i++)
    {
      Candidate *one = &g_array_index (sides, Candidate, i);
      if (!register_maker (finding->reg, table, &one->id, &one->line, error))
        return FALSE;
      one_line = one_line && one->line.line == g_array_index (sides, Candidate, 0).line.line;
    }
  if (one_line)
    return TRUE;
  g_array_sort (sides, candidate_compare);
  if (g_str_equal (table, "theme") && !count_shared (finding, sides, &shared, error))
    return FALSE;
  g_autofree char *thing
      = subject_of (finding->study, table, &g_array_index (sides, Candidate, 0).id);
  Conflict *conflict = conflict_new (
      finding, CONFLICT_TWINS, "twins", table,
      shared == 0 ? g_strdup (thing)
                  : g_strdup_printf ("%s (%u place%s coded with both by one person)", thing, shared,
                                     shared == 1 ? "" : "s"));
  for (guint i = 0; i < sides->len; i++)
    {
      const Candidate *one = &g_array_index (sides, Candidate, i);
      conflict_add_side (conflict, &one->line, name_of (finding->study, table, &one->id), TRUE,
                         &one->id, NULL);
    }
  return TRUE;
}

static gboolean
find_named (Finding *finding, const char *table, const char *sql, GError **error)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  g_autoptr (Query) query = store_query_kept (finding->study, sql);
  while (query_step (query, error))
    {
      g_autofree char *key = twin_key (query);
      const Candidate one = { .id = query_uuid (query, 0) };
      GArray *place = g_hash_table_lookup (places, key);
      if (place == NULL)
        {
          place = g_array_new (FALSE, FALSE, sizeof (Candidate));
          g_ptr_array_add (all, place);
          g_hash_table_insert (places, g_steal_pointer (&key), place);
        }
      g_array_append_val (place, one);
    }
  if (query_failed (query))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (((const GArray *)all->pdata[i])->len > 1 && !judge (finding, table, all->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* ---- codings of the same words */

static gboolean
find_codings (Finding *finding, GError **error)
{
  g_autoptr (GArray) sides = g_array_new (FALSE, TRUE, sizeof (Candidate));
  g_autoptr (Query) query = store_query (
      finding->study,
      "SELECT x.id, g.first FROM (SELECT min (id) AS first, start_cp, end_cp, theme_id, version_id,"
      " coder_id FROM coding WHERE gone = 0 GROUP BY start_cp, end_cp, theme_id, version_id, "
      "coder_id"
      " HAVING count (*) > 1) g JOIN coding x ON x.theme_id = g.theme_id AND x.start_cp = "
      "g.start_cp"
      " AND x.end_cp = g.end_cp AND x.version_id = g.version_id AND x.coder_id = g.coder_id"
      " WHERE x.gone = 0 ORDER BY first, x.id");
  Uuid place = UUID_NIL;
  while (query_step (query, error))
    {
      const Candidate one = { .id = query_uuid (query, 0) };
      const Uuid first = query_uuid (query, 1);
      if (!uuid_equal (&first, &place))
        {
          if (sides->len > 1 && !judge (finding, "coding", sides, error))
            return FALSE;
          g_array_set_size (sides, 0);
        }
      place = first;
      g_array_append_val (sides, one);
    }
  return !query_failed (query) && (sides->len < 2 || judge (finding, "coding", sides, error));
}

gboolean
find_twins (Finding *finding, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    if (!find_named (finding, named[i].table, named[i].sql, error))
      return FALSE;
  return find_codings (finding, error);
}
