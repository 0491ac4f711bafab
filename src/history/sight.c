/* Who has seen what.
 *
 * The lines are laid into rows, each of which was made one after the other, as few as can be told
 * in one pass; a change has seen a line when it has seen one as far along that line's row. Two
 * people who work side by side and merge now and then make two rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/history.h"

#include <string.h>

#define ROWS_MAX 1000
#define CELLS_MAX ((gsize)64 * 1024 * 1024)

struct _HistorySight
{
  guint n_lines, n_rows;
  guint *row;   /* of each line */
  guint *place; /* of each line in its row, from 1 on */
  guint **seen; /* of each line: how far along each row; as many as there were rows then */
  guint *n_seen;
};

void
history_sight_free (HistorySight *sight)
{
  if (sight == NULL)
    return;
  for (guint i = 0; i < sight->n_lines; i++)
    g_free (sight->seen[i]);
  g_free (sight->row);
  g_free (sight->place);
  g_free (sight->seen);
  g_free (sight->n_seen);
  g_free (sight);
}

/* What the parents have seen, together. */
static void
join_parents (HistorySight *sight, const History *history, guint at, guint *seen)
{
  const GArray *parents = history_record (history, at)->parents;
  for (guint i = 0; i < parents->len; i++)
    {
      const gint parent = history_find (history, &g_array_index (parents, Uuid, i));
      if (parent < 0 || (guint)parent >= at)
        continue;
      for (guint j = 0; j < sight->n_seen[parent]; j++)
        seen[j] = MAX (seen[j], sight->seen[parent][j]);
    }
}

/* The first row whose end was seen, or a new one. */
static guint
choose_row (HistorySight *sight, const guint *seen, const guint *ends)
{
  for (guint i = 0; i < sight->n_rows; i++)
    if (seen[i] == ends[i])
      return i;
  return sight->n_rows++;
}

HistorySight *
history_sight_new (const History *history, GError **error)
{
  const guint n = history->lines->len;
  g_autoptr (HistorySight) sight = g_new0 (HistorySight, 1);
  sight->n_lines = n;
  sight->row = g_new0 (guint, n);
  sight->place = g_new0 (guint, n);
  sight->seen = g_new0 (guint *, n);
  sight->n_seen = g_new0 (guint, n);
  gsize cells = 0;
  guint ends[ROWS_MAX + 1] = { 0 }, seen[ROWS_MAX + 1];
  for (guint i = 0; i < n; i++)
    {
      memset (seen, 0, sizeof (guint) * (sight->n_rows + 1));
      join_parents (sight, history, i, seen);
      const guint row = choose_row (sight, seen, ends);
      cells += sight->n_rows;
      if (sight->n_rows > ROWS_MAX || cells > CELLS_MAX)
        {
          fail (error, ESP_ERROR_INPUT,
                "more copies were worked on at one time than can be told apart");
          return NULL;
        }
      sight->row[i] = row;
      sight->place[i] = seen[row] = ++ends[row];
      sight->seen[i] = g_memdup2 (seen, sizeof (guint) * sight->n_rows);
      sight->n_seen[i] = sight->n_rows;
    }
  return g_steal_pointer (&sight);
}

gboolean
history_sees (const HistorySight *sight, guint later, guint earlier)
{
  const guint row = sight->row[earlier];
  return row < sight->n_seen[later] && sight->seen[later][row] >= sight->place[earlier];
}

gboolean
history_forks (const HistorySight *sight)
{
  return sight->n_rows > 1;
}
