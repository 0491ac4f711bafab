/* Undo, merge, resolve.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/image.h"
#include "random/operations.h"

static gboolean
undo (Turn *turn, const char *id, gboolean with_later, GError **error)
{
  g_autoptr (GPtrArray) undone = esp_undo (turn->study, id, turn->coder, with_later, error);
  if (undone == NULL)
    return FALSE;
  if (undone->len == 0)
    return image_fault (error, "an undo was done and took nothing back");
  turn->undone = g_steal_pointer (&undone);
  return TRUE;
}

static gboolean
run_undo_last (Turn *turn, GError **error)
{
  return undo (turn, NULL, FALSE, error);
}

/* Any change but those with which the study was made; mostly a late one. */
static gboolean
undo_any (Turn *turn, gboolean with_later, GError **error)
{
  const EspLogFilter filter = { .limit = 60 };
  g_autoptr (GPtrArray) log = esp_log (turn->study, &filter, error);
  if (log == NULL)
    return FALSE;
  guint n = 0;
  while (n < log->len && !g_str_equal (((const EspChange *)log->pdata[n])->command, "new"))
    n++;
  if (n == 0)
    return operation_nothing (error, "change to undo");
  const EspChange *change = log->pdata[chance_below (chance_once_in (4) ? n : MIN (n, 10))];
  if (!with_later)
    turn->asked = g_strdup (change->id);
  return undo (turn, change->id, with_later, error);
}

static gboolean
run_undo_any (Turn *turn, GError **error)
{
  return undo_any (turn, FALSE, error);
}

static gboolean
run_undo_with_later (Turn *turn, GError **error)
{
  return undo_any (turn, TRUE, error);
}

static gboolean
run_merge (Turn *turn, GError **error)
{
  const Seat *other = &turn->seats[chance_below (turn->n_seats)];
  if (turn->n_seats < 2 || other == turn->seat)
    return operation_nothing (error, "other seat");
  g_autoptr (EspMerge) merge
      = esp_merge (turn->study, other->path, turn->coder, chance_once_in (6), error);
  return merge != NULL;
}

static gboolean
run_resolve (Turn *turn, GError **error)
{
  g_autoptr (GPtrArray) conflicts = esp_conflicts (turn->study, error);
  if (conflicts == NULL)
    return FALSE;
  if (conflicts->len == 0)
    return operation_nothing (error, "conflict");
  const EspConflict *conflict = conflicts->pdata[chance_below (conflicts->len)];
  g_autoptr (EspConflict) settled = NULL;
  const guint keep = chance_below (conflict->sides->len + 1);
  return esp_resolve (turn->study, conflict->id, keep,
                      chance_once_in (4) ? "Neither of the two" : NULL, &settled, error);
}

const Operation history_operations[] = {
  { "undo", 6, FALSE, run_undo_last },
  { "undo any", 7, FALSE, run_undo_any },
  { "undo with later", 3, FALSE, run_undo_with_later },
  { "merge", 9, TRUE, run_merge },
  { "resolve", 14, FALSE, run_resolve },
  { 0 },
};
