/* What was removed and is built on; and what was settled in two ways.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merging/conflict.h"

#include <string.h>

/* ---- removed */

static int
compare_standing (gconstpointer a, gconstpointer b)
{
  const Standing *one = a, *other = b;
  const int by_table = strcmp (one->on_table, other->on_table);
  const int by_ground = memcmp (one->on.bytes, other->on.bytes, sizeof one->on.bytes);
  if (by_table != 0 || by_ground != 0)
    return by_table != 0 ? by_table : by_ground;
  return memcmp (one->id.bytes, other->id.bytes, sizeof one->id.bytes);
}

/* Who made the rows, and the first of the lines that did. */
static gboolean
find_makers (Finding *finding, const GArray *standing, GPtrArray *people, GPtrArray *tables,
             RegisterLine *first, GError **error)
{
  for (guint i = 0; i < standing->len; i++)
    {
      const Standing *one = &g_array_index (standing, Standing, i);
      RegisterLine line;
      if (!register_maker (finding->reg, one->table, &one->id, &line, error))
        return FALSE;
      if (i == 0 || line.line < first->line)
        *first = line;
      g_ptr_array_add (tables, (gpointer)one->table);
      if (*line.coder != '\0'
          && !g_ptr_array_find_with_equal_func (people, line.coder, g_str_equal, NULL))
        g_ptr_array_add (people, (gpointer)line.coder);
    }
  return TRUE;
}

/* `standing` all stand on one row. */
static gboolean
add_removed (Finding *finding, GArray *standing, GError **error)
{
  const Standing *ground = &g_array_index (standing, Standing, 0);
  g_autoptr (GPtrArray) people = g_ptr_array_new (), tables = g_ptr_array_new ();
  RegisterLine remover, first;
  if (!register_remover (finding->reg, ground->on_table, &ground->on, &remover, error)
      || !find_makers (finding, standing, people, tables, &first, error))
    return FALSE;
  g_autofree char *thing = subject_of (finding->study, ground->on_table, &ground->on);
  g_autofree char *counts = subject_counts (tables), *who = subject_list (people);
  const char *stand = standing->len == 1 ? "stands" : "stand";
  Conflict *conflict
      = conflict_new (finding, CONFLICT_REMOVED, "removed", ground->on_table,
                      g_strdup_printf ("%s, removed%s%s: %s%s%s %s on it", thing,
                                       *remover.coder != '\0' ? " by " : "", remover.coder, counts,
                                       *who != '\0' ? " of " : "", who, stand));
  conflict->row = ground->on;
  conflict->remover = remover.line;
  conflict->standing = g_array_ref (standing);
  conflict_add_side (conflict, &remover, g_strdup ("removed"), TRUE, NULL, NULL);
  conflict_add_side (conflict, &first, g_strdup_printf ("%s %s on it", counts, stand), FALSE, NULL,
                     NULL);
  return TRUE;
}

gboolean
find_removed (Finding *finding, GError **error)
{
  g_autoptr (GArray) all = standing_on_gone (finding->study, error);
  if (all == NULL)
    return FALSE;
  g_array_sort (all, compare_standing);
  for (guint i = 0, end; i < all->len; i = end)
    {
      const Standing *first = &g_array_index (all, Standing, i);
      g_autoptr (GArray) standing = g_array_new (FALSE, FALSE, sizeof (Standing));
      for (end = i; end < all->len; end++)
        {
          const Standing *one = &g_array_index (all, Standing, end);
          if (!uuid_equal (&one->on, &first->on) || !g_str_equal (one->on_table, first->on_table))
            break;
          g_array_append_val (standing, *one);
        }
      if (!add_removed (finding, standing, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- settled in two ways */

typedef struct
{
  Candidate row;
  char *about, *kept, *kind;
} Decision;

static void
decision_clear (gpointer decision)
{
  Decision *one = decision;
  g_free (one->about);
  g_free (one->kept);
  g_free (one->kind);
}

/* Whether what they decided shows as a conflict of values. */
static gboolean
is_told (const Finding *finding, const GArray *decisions)
{
  for (guint i = 0; i < finding->found->len; i++)
    {
      const Conflict *conflict = finding->found->pdata[i];
      guint met = 0;
      for (guint k = 0; conflict->kind == CONFLICT_VALUE && k < conflict->told->sides->len; k++)
        for (guint d = 0; d < decisions->len; d++)
          {
            const EspConflictSide *side = conflict->told->sides->pdata[k];
            g_autofree char *change
                = uuid_dup_text (&g_array_index (decisions, Decision, d).row.line.id);
            met += g_str_equal (change, side->change);
          }
      if (met > 1)
        return TRUE;
    }
  return FALSE;
}

/* Two that were made without seeing each other, and say different things. */
static gboolean
differ (const Finding *finding, const GArray *decisions)
{
  for (guint i = 0; i < decisions->len; i++)
    for (guint k = i + 1; k < decisions->len; k++)
      {
        const Decision *a = &g_array_index (decisions, Decision, i),
                       *b = &g_array_index (decisions, Decision, k);
        const guint x = a->row.line.line, y = b->row.line.line;
        if (!g_str_equal (a->kept, b->kept) && x != REGISTER_NO_LINE && y != REGISTER_NO_LINE
            && !register_sees (finding->reg, x, y) && !register_sees (finding->reg, y, x))
          return TRUE;
      }
  return FALSE;
}

static gboolean
judge_decisions (Finding *finding, GArray *decisions, GError **error)
{
  for (guint i = 0; i < decisions->len; i++)
    {
      Candidate *row = &g_array_index (decisions, Decision, i).row;
      if (!register_maker (finding->reg, "resolution", &row->id, &row->line, error))
        return FALSE;
    }
  g_array_sort (decisions, candidate_compare);
  if (decisions->len < 2 || !differ (finding, decisions) || is_told (finding, decisions))
    return TRUE;
  const Decision *first = &g_array_index (decisions, Decision, 0);
  static const char heading[] = "what was settled about ";
  Conflict *conflict = conflict_new (
      finding, CONFLICT_DECISIONS, first->kind, "resolution",
      g_strconcat (g_str_has_prefix (first->about, heading) ? "" : heading, first->about, NULL));
  for (guint i = 0; i < decisions->len; i++)
    {
      const Decision *one = &g_array_index (decisions, Decision, i);
      conflict_add_side (conflict, &one->row.line, g_strdup (one->kept), TRUE, &one->row.id, NULL);
    }
  return TRUE;
}

gboolean
find_decisions (Finding *finding, GError **error)
{
  g_autoptr (GArray) decisions = g_array_new (FALSE, TRUE, sizeof (Decision));
  g_array_set_clear_func (decisions, decision_clear);
  g_autoptr (Query) query = store_query (
      finding->study, "SELECT id, conflict, about, kept, kind FROM (SELECT id, conflict, about,"
                      " kept, kind, count (*) OVER (PARTITION BY conflict) AS n FROM resolution"
                      " WHERE gone = 0) WHERE n > 1 ORDER BY conflict, id");
  guint8 conflict[32] = { 0 };
  while (query_step (query, error))
    {
      const Decision one = { .row = { .id = query_uuid (query, 0) },
                             .about = g_strdup (query_text (query, 2)),
                             .kept = g_strdup (query_text (query, 3)),
                             .kind = g_strdup (query_text (query, 4)) };
      if (memcmp (conflict, query_key (query, 1), 32) != 0)
        {
          if (!judge_decisions (finding, decisions, error))
            {
              g_array_append_val (decisions, one);
              return FALSE;
            }
          g_array_set_size (decisions, 0);
        }
      memcpy (conflict, query_key (query, 1), 32);
      g_array_append_val (decisions, one);
    }
  return !query_failed (query) && judge_decisions (finding, decisions, error);
}
