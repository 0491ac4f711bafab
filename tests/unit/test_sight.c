/* Who has seen what, compared with a plain search for ancestors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/history.h"
#include "support/temporary_study.h"

#define LINES_MAX 60

static void
free_line (gpointer line)
{
  HistoryLine *one = line;
  g_array_unref (one->record.parents);
  g_free (one);
}

static History *
empty_history (void)
{
  History *history = g_new0 (History, 1);
  history->lines = g_ptr_array_new_with_free_func (free_line);
  history->index = g_hash_table_new (uuid_hash, uuid_equal_func);
  return history;
}

/* Adds a line that names these as its parents. */
static void
add_line (History *history, const guint *parents, guint n)
{
  HistoryLine *line = g_new0 (HistoryLine, 1);
  line->record.id = uuid_random ();
  line->record.parents = g_array_new (FALSE, FALSE, sizeof (Uuid));
  for (guint i = 0; i < n; i++)
    {
      const Uuid id = history_record (history, parents[i])->id;
      g_array_append_val (line->record.parents, id);
    }
  g_ptr_array_add (history->lines, line);
  g_hash_table_insert (history->index, &line->record.id, GUINT_TO_POINTER (history->lines->len));
}

/* As people work: `people` copies, each a set of heads; now and then one takes in another's. Some
 * lines name parents anywhere, as a made-up file may. */
static History *
chance_history (GRand *chance, guint n, guint people)
{
  History *history = empty_history ();
  guint last[8] = { 0 };
  gboolean has[8] = { FALSE };
  for (guint i = 0; i < n; i++)
    {
      guint parents[3], n_parents = 0;
      const guint person = chance_below (chance, people), other = chance_below (chance, people);
      if (chance_below (chance, 12) == 0 && i > 0)
        while (n_parents < chance_below (chance, 4))
          parents[n_parents++] = chance_below (chance, i);
      else
        {
          if (has[person])
            parents[n_parents++] = last[person];
          if (other != person && has[other] && chance_below (chance, 3) == 0)
            parents[n_parents++] = last[other];
        }
      add_line (history, parents, n_parents);
      last[person] = i;
      has[person] = TRUE;
    }
  return history;
}

static void
compare_with_search (const History *history, guint32 seed)
{
  static gboolean seen[LINES_MAX][LINES_MAX];
  g_autoptr (GError) error = NULL;
  g_autoptr (HistorySight) sight = history_sight_new (history, &error);
  cr_assert_not_null (sight, "%s", error ? error->message : "");
  const guint n = history->lines->len;
  gboolean forks = FALSE;
  memset (seen, 0, sizeof seen);
  for (guint i = 0; i < n; i++)
    {
      const GArray *parents = history_record (history, i)->parents;
      seen[i][i] = TRUE;
      for (guint p = 0; p < parents->len; p++)
        {
          const gint at = history_find (history, &g_array_index (parents, Uuid, p));
          for (guint j = 0; j < n; j++)
            seen[i][j] |= seen[at][j];
        }
    }
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      {
        cr_assert_eq (history_sees (sight, i, j), seen[i][j], "seed %u: %u of %u", seed, j, i);
        forks |= !seen[i][j] && !seen[j][i];
      }
  cr_assert_eq (history_forks (sight), forks, "seed %u", seed);
}

Test (sight, is_what_a_search_for_ancestors_finds)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint round = 0; round < 1500; round++)
    {
      g_autoptr (History) history
          = chance_history (chance, chance_below (chance, LINES_MAX), 1 + chance_below (chance, 6));
      compare_with_search (history, seed);
    }
}

/* A thousand people who never saw each other are told apart; more are not tried. */
Test (sight, has_a_limit)
{
  g_autoptr (History) history = empty_history ();
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < 1000; i++)
    add_line (history, NULL, 0);
  HistorySight *sight = history_sight_new (history, &error);
  cr_assert_not_null (sight);
  cr_expect (history_forks (sight));
  cr_expect_not (history_sees (sight, 999, 0));
  history_sight_free (sight);
  add_line (history, NULL, 0);
  expect_failure (history_sight_new (history, &error) != NULL, &error, ESP_ERROR_INPUT,
                  "more copies");
}
