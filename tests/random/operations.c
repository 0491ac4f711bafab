/* Doing operations at random, whichever they are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/operations.h"
#include "random/image.h"

static const Operation *const parts[]
    = { command_operations, group_operations, history_operations, raw_operations };

void
turn_clear (Turn *turn)
{
  g_clear_pointer (&turn->asked, g_free);
  g_clear_pointer (&turn->undone, g_ptr_array_unref);
}

const Operation *
operation_nth (guint n)
{
  for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
    for (const Operation *one = parts[part]; one->name != NULL; one++)
      if (n-- == 0)
        return one;
  return NULL;
}

guint
operations_count (void)
{
  guint n = 0;
  while (operation_nth (n) != NULL)
    n++;
  return n;
}

guint
operation_pick (void)
{
  guint all = 0, n = 0;
  for (guint i = 0; operation_nth (i) != NULL; i++)
    all += operation_nth (i)->weight;
  guint at = chance_below (all);
  while (at >= operation_nth (n)->weight)
    at -= operation_nth (n++)->weight;
  return n;
}

guint
operation_named (const char *name)
{
  guint n = 0;
  while (!g_str_equal (operation_nth (n)->name, name))
    n++;
  return n;
}

gboolean
operation_nothing (GError **error, const char *what)
{
  g_set_error (error, ESP_ERROR, ESP_ERROR_NOT_FOUND, "there is no %s", what);
  return FALSE;
}

/* What a person may be told for what they ask. */
static gboolean
is_refusal (const GError *error)
{
  static const EspError codes[] = { ESP_ERROR_INPUT,  ESP_ERROR_NOT_FOUND, ESP_ERROR_AMBIGUOUS,
                                    ESP_ERROR_EXISTS, ESP_ERROR_STANDS,    ESP_ERROR_USAGE };
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, ESP_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static void
count_refusal (OperationCount *count, const GError *error)
{
  count->refused++;
  g_free (count->last);
  count->last = g_strdup (error->message);
}

gboolean
operation_run (guint n, Turn *turn, OperationCount *counts, gboolean *done, GError **error)
{
  const Operation *operation = operation_nth (n);
  g_autoptr (GError) why = NULL;
  chance_clock (turn->seat->ahead_ms);
  if (!operation->alone
      && !esp_change_begin (turn->study, operation->name, turn->coder, NULL, error))
    return FALSE;
  *done = operation->run (turn, &why);
  if (*done)
    {
      if (counts != NULL)
        counts[n].done++;
      return operation->alone || esp_change_commit (turn->study, operation->name, error);
    }
  esp_change_abandon (turn->study);
  if (!is_refusal (why))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&why), "%s: ", operation->name);
      return FALSE;
    }
  turn->refusal = why->code;
  if (counts != NULL)
    count_refusal (&counts[n], why);
  return TRUE;
}
