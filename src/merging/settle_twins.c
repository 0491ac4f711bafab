/* Settling twins: what stands on one is put on the other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merging/resolve.h"

#include "base/error.h"
#include "chart/join.h"

#include <string.h>

/* What rows that stand on something are told apart by there: a second one of these is the same. */
static const struct
{
  const char *table, *columns[3];
} keys[] = {
  { "attribute_value", { "attribute_id", "name" } },
  { "label_example", { "scheme_id", "label" } },
  { "label_part", { "scheme_id", "name" } },
  { "label_value", { "part_id", "code" } },
  { "label_derived", { "label_value_id", "attribute_id" } },
  { "case_attribute", { "case_id", "attribute_id" } },
  { "study_group", { "kind_id", "name" } },
  { "group_member", { "group_id", "case_label" } },
  { "question", { "schedule_id", "number" } },
  { "question_theme", { "question_id", "theme_path" } },
};

/* The row that says the same of `kept`; nil when there is none. */
static gboolean
find_same (EspStudy *study, const Standing *row, const Uuid *kept, Uuid *same, GError **error)
{
  *same = UUID_NIL;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (!g_str_equal (keys[i].table, row->table))
        continue;
      g_autoptr (GString) sql = g_string_new (NULL);
      g_string_printf (sql, "SELECT b.id FROM %s a JOIN %s b ON b.id <> a.id", row->table,
                       row->table);
      gboolean is_key = FALSE;
      for (const char *const *column = keys[i].columns; *column != NULL; column++)
        {
          const gboolean moves = g_str_equal (*column, row->column);
          is_key = is_key || moves;
          g_string_append_printf (sql, moves ? " AND b.%s = :kept" : " AND b.%s = a.%s", *column,
                                  *column);
        }
      if (!is_key)
        return TRUE;
      g_string_append (sql, " WHERE a.id = :id ORDER BY b.gone, b.id LIMIT 1");
      g_autoptr (Query) query = store_query_kept (study, sql->str);
      query_bind_uuid (query, ":kept", kept);
      query_bind_uuid (query, ":id", &row->id);
      if (query_step (query, error))
        *same = query_uuid (query, 0);
      return !query_failed (query);
    }
  return TRUE;
}

static gboolean
move_row (EspStudy *study, const Standing *row, const Uuid *kept, GError **error)
{
  Uuid same;
  if (g_str_equal (row->table, "coding") && g_str_equal (row->column, "coder_id"))
    return coding_move (study, &row->id, NULL, kept, error);
  if (g_str_equal (row->table, "summary") && g_str_equal (row->column, "case_id"))
    return summaries_move (study, &UUID_NIL, &row->on, &UUID_NIL, kept, error);
  if (!find_same (study, row, kept, &same, error))
    return FALSE;
  if (!uuid_is_nil (&same))
    return register_write (study, row->table, &same, "gone", "0", error)
           && row_join (study, row->table, &same, &row->id, error);
  g_autofree char *value = uuid_dup_text (kept);
  return register_write (study, row->table, &row->id, row->column, value, error);
}

gboolean
row_join (EspStudy *study, const char *table, const Uuid *kept, const Uuid *other, GError **error)
{
  g_autoptr (GArray) standing = standing_on (study, table, other, FALSE, error);
  for (guint i = 0; standing != NULL && i < standing->len; i++)
    if (!move_row (study, &g_array_index (standing, Standing, i), kept, error))
      return FALSE;
  return standing != NULL && store_gone (study, table, other, error);
}

static gboolean
join (EspStudy *study, const Conflict *conflict, const Uuid *kept, const Uuid *other,
      GError **error)
{
  if (g_str_equal (conflict->table, "theme"))
    return theme_join (study, kept, other, error);
  if (g_str_equal (conflict->table, "coder") && uuid_equal (other, store_coder (study)))
    {
      g_autofree char *name = subject_of (study, "coder", kept);
      return fail (error, ESP_ERROR_USAGE,
                   "you would go yourself; settle this as %s, or keep your own name", name);
    }
  return row_join (study, conflict->table, kept, other, error);
}

gboolean
settle_twins (EspStudy *study, const Conflict *conflict, guint keep, const char *other,
              GError **error)
{
  if (other != NULL && !g_str_equal (conflict->table, "theme"))
    return fail (error, ESP_ERROR_USAGE, "a text is no answer here; keep one of the sides or both");
  if (other == NULL && keep == 0)
    return TRUE;
  const guint at = other != NULL ? 0 : keep - 1;
  const Uuid *kept = &g_array_index (conflict->sides, ConflictSide, at).row;
  for (guint i = 0; i < conflict->sides->len; i++)
    if (i != at
        && !join (study, conflict, kept, &g_array_index (conflict->sides, ConflictSide, i).row,
                  error))
      return FALSE;
  return other == NULL || register_write (study, "theme", kept, "name", other, error);
}
