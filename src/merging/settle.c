/* Settling conflicts of values and versions, of what was removed, and of decisions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merging/resolve.h"

#include "base/error.h"
#include "chart/cell.h"
#include "corpus/memo.h"
#include "corpus/revision.h"

#include <string.h>

#define DEPTH_MAX 1000

/* ---- values */

/* A theme is not put below itself. */
static gboolean
is_tree (EspStudy *study, const Conflict *conflict, GError **error)
{
  Uuid at = conflict->row;
  if (!g_str_equal (conflict->table, "theme") || !g_str_equal (conflict->column, "parent_id"))
    return TRUE;
  for (guint depth = 0; depth < DEPTH_MAX; depth++)
    {
      g_autoptr (Query) query = store_query (study, "SELECT parent_id FROM theme WHERE id = :id");
      query_bind_uuid (query, ":id", &at);
      if (!query_step (query, error))
        return !query_failed (query);
      at = query_uuid (query, 0);
      if (uuid_is_nil (&at))
        return TRUE;
      if (uuid_equal (&at, &conflict->row))
        break;
    }
  return fail (error, ESP_ERROR_INPUT,
               "this cannot stand: the theme would be below itself; move the theme that is above"
               " it first, or keep the other side");
}

/* What a person decided of a proposal is more than who did. */
static gboolean
write_verdict (EspStudy *study, const Conflict *conflict, guint keep, GError **error)
{
  const ConflictSide *side = &g_array_index (conflict->sides, ConflictSide, keep - 1);
  const EspConflictSide *told = conflict->told->sides->pdata[keep - 1];
  return register_write (study, "coding", &conflict->row, "gone", side->rejects ? "1" : "0", error)
         && register_write (study, "coding", &conflict->row, "origin",
                            side->rejects ? "proposed" : "accepted", error)
         && register_write (study, "coding", &conflict->row, "accepted_by_id", side->value, error)
         && register_write (study, "coding", &conflict->row, "accepted_at", told->made_at, error);
}

/* A value of an attribute, as 'attributes set' would take it. */
static gboolean
write_attribute (EspStudy *study, const Conflict *conflict, const char *value, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT c.label, a.name FROM case_attribute x JOIN study_case c ON c.id = x.case_id"
             " JOIN attribute a ON a.id = x.attribute_id WHERE x.id = :id");
  query_bind_uuid (query, ":id", &conflict->row);
  if (!query_step (query, error))
    return !query_failed (query)
           && fail (error, ESP_ERROR_NOT_FOUND, "the attribute is not there any more");
  return esp_case_set_attribute (study, query_text (query, 0), query_text (query, 1), value, error);
}

static gboolean
write_other (EspStudy *study, const Conflict *conflict, const char *other, GError **error)
{
  guint8 key[32];
  switch (register_shape (study, conflict->table, conflict->column, NULL))
    {
    case REGISTER_PROSE:
      {
        if (!store_add_prose (study, other, key, error))
          return FALSE;
        g_autofree char *hex = hex_encode (key, sizeof key);
        return register_write (study, conflict->table, &conflict->row, conflict->column, hex,
                               error);
      }
    case REGISTER_TEXT:
    case REGISTER_NUMBER:
      if (g_str_equal (conflict->table, "case_attribute"))
        return write_attribute (study, conflict, other, error);
      return register_write (study, conflict->table, &conflict->row, conflict->column, other,
                             error);
    default:
      return fail (error, ESP_ERROR_USAGE, "a text is no answer here; keep one of the sides");
    }
}

gboolean
settle_value (EspStudy *study, const Conflict *conflict, guint keep, const char *other,
              GError **error)
{
  if (other != NULL)
    return write_other (study, conflict, other, error);
  if (keep == 0)
    return fail (error, ESP_ERROR_USAGE, "only one value can stand; choose one");
  if (g_str_equal (conflict->column, "accepted_by_id"))
    return write_verdict (study, conflict, keep, error);
  if (((const EspConflictSide *)conflict->told->sides->pdata[keep - 1])->holds)
    return TRUE;
  return register_write (study, conflict->table, &conflict->row, conflict->column,
                         g_array_index (conflict->sides, ConflictSide, keep - 1).value, error)
         && is_tree (study, conflict, error);
}

/* ---- versions */

static gboolean
reword_theme_text (EspStudy *study, const Uuid *text, const char *words, GError **error)
{
  guint8 key[32];
  const Uuid id = uuid_random ();
  if (strspn (words, " \t\n") == strlen (words))
    return fail (error, ESP_ERROR_INPUT, "there are no words");
  if (!store_add_prose (study, words, key, error))
    return FALSE;
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO theme_text (id, theme_id, replaces_id, kind, sort_key, text_prose,"
             " coder_id, made_at) SELECT :id, theme_id, id, kind, sort_key, :text, :coder, :now"
             " FROM theme_text WHERE id = :old");
  query_bind_uuid (insert, ":id", &id);
  query_bind_uuid (insert, ":old", text);
  query_bind_blob (insert, ":text", key, sizeof key);
  query_bind_uuid (insert, ":coder", store_coder (study));
  query_bind_text (insert, ":now", store_now (study));
  return query_run (insert, error);
}

static gboolean
reword (EspStudy *study, const Conflict *conflict, const Uuid *row, const char *words,
        GError **error)
{
  if (g_str_equal (conflict->table, "summary"))
    return summary_reword (study, row, words, error);
  if (g_str_equal (conflict->table, "theme_text"))
    return reword_theme_text (study, row, words, error);
  if (g_str_equal (conflict->table, "memo"))
    {
      const Uuid id = uuid_random ();
      return memo_write_wording (study, row, &id, words, error);
    }
  return fail (error, ESP_ERROR_USAGE, "a text is no answer here; keep one of the sides");
}

/* Nothing that stands on the other texts goes: the one that is kept replaces them. */
static gboolean
prefer_text (EspStudy *study, const Conflict *conflict, guint keep, GError **error)
{
  const Uuid *kept = &g_array_index (conflict->sides, ConflictSide, keep - 1).row;
  for (guint i = 0; i < conflict->sides->len; i++)
    if (i + 1 != keep
        && !revision_prefer (study, kept, &g_array_index (conflict->sides, ConflictSide, i).row,
                             error))
      return FALSE;
  return TRUE;
}

gboolean
settle_versions (EspStudy *study, const Conflict *conflict, guint keep, const char *other,
                 GError **error)
{
  for (guint i = 0; other != NULL && i < conflict->sides->len; i++)
    if (((const EspConflictSide *)conflict->told->sides->pdata[i])->holds)
      keep = i + 1;
  const gboolean is_text = conflict->told->is_text;
  if (is_text && (keep == 0 || other != NULL))
    return fail (error, ESP_ERROR_INPUT,
                 "a document has one text: keep one of the sides, and put what is right in the "
                 "other one into it with 'espalier revise'");
  if (keep == 0)
    return TRUE;
  if (is_text)
    return prefer_text (study, conflict, keep, error);
  for (guint i = 0; i < conflict->sides->len; i++)
    if (i + 1 != keep
        && !standing_remove (study, conflict->table,
                             &g_array_index (conflict->sides, ConflictSide, i).row, error))
      return FALSE;
  return other == NULL
         || reword (study, conflict, &g_array_index (conflict->sides, ConflictSide, keep - 1).row,
                    other, error);
}

/* ---- what was removed */

static gboolean
is_gone (EspStudy *study, const char *table, const Uuid *id, gboolean *gone, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT gone FROM %s WHERE id = :id", table);
  g_autoptr (Query) query = store_query_kept (study, sql);
  query_bind_uuid (query, ":id", id);
  *gone = query_step (query, error) && query_int (query, 0) != 0;
  return !query_failed (query);
}

/* What one line removed along with a row. */
static gboolean
went_along (EspStudy *study, Register *reg, const Standing *row, guint remover, GArray *rest,
            GError **error)
{
  g_autoptr (GArray) above = standing_on (study, row->table, &row->id, TRUE, error);
  for (guint i = 0; above != NULL && i < above->len; i++)
    {
      const Standing *one = &g_array_index (above, Standing, i);
      RegisterLine line;
      if (!register_remover (reg, one->table, &one->id, &line, error))
        return FALSE;
      if (line.line == remover && remover != REGISTER_NO_LINE)
        g_array_append_val (rest, *one);
    }
  return above != NULL;
}

/* With what went along, and with what it stands on. */
static gboolean
bring_back (EspStudy *study, Register *reg, const Conflict *conflict, GError **error)
{
  const Standing first = { .table = conflict->table, .id = conflict->row };
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (Standing));
  g_array_append_val (rest, first);
  while (rest->len > 0)
    {
      const Standing row = g_array_index (rest, Standing, rest->len - 1);
      gboolean gone;
      g_array_set_size (rest, rest->len - 1);
      if (!is_gone (study, row.table, &row.id, &gone, error))
        return FALSE;
      if (!gone)
        continue;
      if (!register_write (study, row.table, &row.id, "gone", "0", error)
          || !went_along (study, reg, &row, conflict->remover, rest, error))
        return FALSE;
      g_autoptr (GArray) under = standing_under (study, row.table, &row.id, error);
      if (under == NULL)
        return FALSE;
      for (guint i = 0; i < under->len; i++)
        {
          const Standing *one = &g_array_index (under, Standing, i);
          const Standing ground = { .table = one->on_table, .id = one->on };
          g_array_append_val (rest, ground);
        }
    }
  return TRUE;
}

gboolean
settle_removed (EspStudy *study, Register *reg, const Conflict *conflict, guint keep,
                const char *other, GError **error)
{
  if (other != NULL)
    return fail (error, ESP_ERROR_USAGE,
                 "a text is no answer here; keep 1 (removed) or 2 (brought back)");
  if (keep == 0)
    return fail (error, ESP_ERROR_USAGE,
                 "it is there or it is not; keep 1 (removed) or 2 (brought back)");
  if (keep == 2)
    return bring_back (study, reg, conflict, error);
  for (guint i = 0; i < conflict->standing->len; i++)
    {
      const Standing *one = &g_array_index (conflict->standing, Standing, i);
      if (!standing_remove (study, one->table, &one->id, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- what was settled in two ways */

static gboolean
drop_decision (EspStudy *study, const EspConflictSide *told, const Uuid *row, GError **error)
{
  if (!g_str_equal (told->command, "resolve"))
    return store_gone (study, "resolution", row, error);
  g_autoptr (GPtrArray) undone = esp_undo (study, told->change, NULL, FALSE, error);
  return undone != NULL;
}

gboolean
settle_decisions (EspStudy *study, const Conflict *conflict, guint keep, const char *other,
                  GError **error)
{
  if (other != NULL)
    return fail (error, ESP_ERROR_USAGE, "a text is no answer here; keep one of the sides");
  /* Neither decision is looked at any more; what the study has stays. */
  if (keep == 0)
    return TRUE;
  const EspConflictSide *kept = conflict->told->sides->pdata[keep - 1];
  for (guint i = conflict->sides->len; i > 0; i--)
    {
      const EspConflictSide *told = conflict->told->sides->pdata[i - 1];
      if (!g_str_equal (told->value, kept->value)
          && !drop_decision (study, told, &g_array_index (conflict->sides, ConflictSide, i - 1).row,
                             error))
        return FALSE;
    }
  return TRUE;
}
