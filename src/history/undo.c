/* Undo: an ordinary change that takes back what others did, wholly or not at all.
 *
 * A change is taken back when everything that it wrote is still there and nothing live stands on it
 * (history/takeback.h). Else other changes are in the way, and these are found here: who wrote over
 * it, who built on it, and who did the same without having seen it, as what others did stands. They
 * are undone too, in the same change, or named.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/takeback.h"

#include <string.h>

/* Looking at more rows than this would take minutes. */
#define STEPS_MAX ((guint64)100 * 1000 * 1000)
#define NAMES_MAX 4
/* So far from the end it is told whether all was made one after the other. */
#define STRAIGHT_MAX 1000

/* ---- which change */

static gboolean
find_by_id (EspStudy *study, const char *id, GHashTable *undone, EspChange **found, GError **error)
{
  Uuid least, greatest;
  if (!uuid_bounds (id, &least, &greatest))
    return fail (error, ESP_ERROR_USAGE, "'%s' is not a change; 'espalier log' shows them", id);
  g_autoptr (Query) query = store_query (
      study, "SELECT id, coder, made_at, command, about, reason, changes FROM history_change"
             " WHERE id BETWEEN :least AND :greatest");
  query_bind_blob (query, ":least", least.bytes, sizeof least.bytes);
  query_bind_blob (query, ":greatest", greatest.bytes, sizeof greatest.bytes);
  while (query_step (query, error))
    {
      if (*found != NULL)
        return fail (error, ESP_ERROR_AMBIGUOUS, "several changes begin with '%s'; give more of it",
                     id);
      *found = history_read_row (study, query, undone);
    }
  if (query_failed (query))
    return FALSE;
  if (*found == NULL)
    return fail (error, ESP_ERROR_NOT_FOUND, "there is no change '%s'; 'espalier log' shows them",
                 id);
  return TRUE;
}

static gboolean
find_last (EspStudy *study, const char *coder, GHashTable *undone, EspChange **found,
           GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT id, coder, made_at, command, about, reason, changes FROM history_change"
             " WHERE coder = :coder AND command <> 'clone'"
             " AND id NOT IN (SELECT change_id FROM history_undone)"
             " ORDER BY lamport DESC, id DESC");
  query_bind_text (query, ":coder", coder);
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      if (g_hash_table_contains (undone, &id))
        continue;
      *found = history_read_row (study, query, undone);
      return TRUE;
    }
  if (query_failed (query))
    return FALSE;
  return fail (error, ESP_ERROR_NOT_FOUND, "%s has made no change that could be undone", coder);
}

/* ---- what must be undone with it */

typedef struct
{
  EspStudy *study;
  EspChange *target;
  Uuid target_id;
  Takeback *back;
  GArray *changes;  /* Uuid, the newest first: what is to be undone */
  GArray *places;   /* guint: their places in the history, once there is a trace */
  gboolean *chosen; /* of each line of the history: it is among them */
  guint looked_at;  /* of `places`: for these it is known who did the same */
  guint place;      /* the change at hand */
  guint64 steps;
} Undoing;

static void
undoing_clear (Undoing *undoing)
{
  takeback_free (undoing->back);
  g_array_unref (undoing->changes);
  g_array_unref (undoing->places);
  g_free (undoing->chosen);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Undoing, undoing_clear)

static void
choose (Undoing *undoing, guint place)
{
  if (undoing->chosen[place])
    return;
  undoing->chosen[place] = TRUE;
  g_array_append_val (undoing->places, place);
}

static gboolean
begin_trace (Undoing *undoing, GError **error)
{
  if (!takeback_read_trace (undoing->back, error))
    return FALSE;
  if (undoing->chosen != NULL)
    return TRUE;
  undoing->chosen = g_new0 (gboolean, trace_length (undoing->back->trace));
  const gint place = history_find (trace_history (undoing->back->trace), &undoing->target_id);
  if (place >= 0)
    choose (undoing, (guint)place);
  return TRUE;
}

static gboolean
may_choose (const Undoing *undoing, const TraceEntry *entry)
{
  return trace_is_live (undoing->back->trace, entry->place) && !undoing->chosen[entry->place];
}

static gboolean
undoes (const ChangeRecord *record, const Uuid *id)
{
  return record->undoes->len > 0
         && bsearch (id, record->undoes->data, record->undoes->len, sizeof (Uuid), uuid_compare)
                != NULL;
}

/* Whether an entry says something of its own, seen from a change before it or beside it. An undo of
 * what that change had not seen does not: the two together are as if neither had been. */
static gboolean
counts (Undoing *undoing, guint seen_from, const TraceEntry *entry)
{
  const Trace *trace = undoing->back->trace;
  const ChangeRecord *record = history_record (trace_history (trace), entry->place);
  gboolean unseen = FALSE;
  if (record->undoes->len == 0)
    return TRUE;
  for (const TraceEntry *older = trace_older (trace, entry); older != NULL;
       older = trace_older (trace, older))
    {
      undoing->steps++;
      if ((older->columns & entry->columns) == 0
          || !undoes (record, &history_record (trace_history (trace), older->place)->id))
        continue;
      if (trace_sees (trace, seen_from, older->place))
        return TRUE;
      unseen = TRUE;
    }
  return !unseen;
}

/* ---- who wrote over it */

/* From the newest write of a column down to the change's own: what is there once those before are
 * undone, and who must be undone so that the change's own value is there again. */
static void
choose_writers (Undoing *undoing, const Cell *cell, const TraceEntry *own, guint column)
{
  const Trace *trace = undoing->back->trace;
  const ChangesetValue wanted = trace_written (trace, own, column);
  ChangesetValue there = { 0 };
  for (const TraceEntry *entry = trace_newest (trace, cell->table, &cell->id);
       entry != NULL && entry->place > own->place; entry = trace_older (trace, entry))
    {
      if ((entry->columns & TRACE_COLUMN (column)) == 0)
        continue;
      const ChangesetValue written = trace_written (trace, entry, column);
      if (there.type == 0)
        there = written;
      const gboolean is_there = changeset_value_equal (&written, &there);
      if (!undoing->chosen[entry->place])
        {
          if (!trace_is_live (trace, entry->place) || changeset_value_equal (&there, &wanted)
              || !counts (undoing, own->place, entry))
            continue;
          choose (undoing, entry->place);
          if (!is_there)
            return;
        }
      if (is_there)
        there = trace_before (trace, entry, column);
    }
}

static void
choose_overwriting (Undoing *undoing, const Block *block)
{
  const Trace *trace = undoing->back->trace;
  const gint place = history_find (trace_history (trace), &block->change);
  const Cell *cell = &g_array_index (block->cells, Cell, 0);
  const TraceEntry *own = trace_newest (trace, cell->table, &cell->id);
  while (own != NULL && (gint)own->place != place)
    own = trace_older (trace, own);
  for (guint i = 1; own != NULL && i < own->n_columns; i++)
    if ((cell->columns & own->columns & TRACE_COLUMN (i)) != 0)
      choose_writers (undoing, cell, own, i);
}

/* ---- who built on it */

/* Whether an entry wrote what a cell holds. */
static gboolean
shows (const Trace *trace, const TraceEntry *entry, const Cell *cell)
{
  guint64 left = cell->columns;
  for (const TraceEntry *at = trace_newest (trace, cell->table, &cell->id); at != NULL && left != 0;
       at = trace_older (trace, at))
    {
      for (guint i = 1; i < at->n_columns; i++)
        if ((at->columns & entry->columns & left & TRACE_COLUMN (i)) != 0)
          {
            const ChangesetValue now = trace_written (trace, at, i),
                                 then = trace_written (trace, entry, i);
            if (changeset_value_equal (&now, &then))
              return TRUE;
          }
      left &= ~at->columns;
    }
  return FALSE;
}

/* The last one to write what the cells hold, or else into them; of a later block one that the
 * change had not seen. */
static void
choose_last (Undoing *undoing, const Block *block)
{
  const Trace *trace = undoing->back->trace;
  const gint place = history_find (trace_history (trace), &block->change);
  const TraceEntry *last = NULL;
  gboolean last_shows = FALSE;
  for (guint i = 0; place >= 0 && i < block->cells->len; i++)
    {
      const Cell *cell = &g_array_index (block->cells, Cell, i);
      for (const TraceEntry *entry = trace_newest (trace, cell->table, &cell->id); entry != NULL;
           entry = trace_older (trace, entry))
        {
          if ((entry->columns & cell->columns) == 0 || !may_choose (undoing, entry)
              || (block->kind == BLOCK_LATER && trace_sees (trace, (guint)place, entry->place))
              || !counts (undoing, (guint)place, entry))
            continue;
          const gboolean now = shows (trace, entry, cell);
          if (last == NULL || now > last_shows || (now == last_shows && entry->place > last->place))
            {
              last = entry;
              last_shows = now;
            }
        }
    }
  if (last != NULL)
    choose (undoing, last->place);
}

/* Whoever made a row that stands on one that will go, and that nobody altered since, so that there
 * is no other way. Long chains are followed so at once. */
static void
choose_maker (Undoing *undoing, const StoreTable *table, const Uuid *id, guint64 columns)
{
  const Trace *trace = undoing->back->trace;
  const TraceEntry *only = NULL;
  for (const TraceEntry *entry = trace_newest (trace, table, id); entry != NULL;
       entry = trace_older (trace, entry))
    if ((entry->columns & columns) != 0 && trace_is_live (trace, entry->place)
        && counts (undoing, undoing->place, entry))
      {
        if (only != NULL)
          return;
        only = entry;
      }
  if (only != NULL && only->op == SQLITE_INSERT && may_choose (undoing, only))
    choose (undoing, only->place);
}

static gboolean
follow_children (Undoing *undoing, const ChangesetRow *row, GError **error)
{
  const GPtrArray *referrers = takeback_referrers (undoing->back, row->table);
  for (guint i = 0; i < referrers->len; i++)
    {
      const Referrer *from = referrers->pdata[i];
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE %s = :id AND gone = 0",
                                              from->table->name, from->column);
      g_autoptr (Query) query = store_query_kept (undoing->study, sql);
      query_bind_uuid (query, ":id", &row->id);
      while (query_step (query, error))
        {
          const Uuid child = query_uuid (query, 0);
          choose_maker (undoing, from->table, &child, from->columns | TRACE_GONE);
        }
      if (query_failed (query))
        return FALSE;
    }
  return TRUE;
}

/* ---- who did the same */

/* Whether someone who had seen an entry wrote over it. */
static gboolean
is_overwritten (Undoing *undoing, const TraceEntry *entry, const TraceEntry *newest, guint column)
{
  const Trace *trace = undoing->back->trace;
  for (const TraceEntry *at = newest; at != NULL && at != entry; at = trace_older (trace, at))
    {
      undoing->steps++;
      if ((at->columns & TRACE_COLUMN (column)) != 0 && may_choose (undoing, at)
          && trace_sees (trace, at->place, entry->place))
        return TRUE;
    }
  return FALSE;
}

static gboolean
did_the_same (Undoing *undoing, const TraceEntry *own, const TraceEntry *other,
              const TraceEntry *newest)
{
  const Trace *trace = undoing->back->trace;
  if (own->op == SQLITE_INSERT && other->op == SQLITE_INSERT)
    return TRUE;
  for (guint i = 1; i < own->n_columns; i++)
    if ((own->columns & other->columns & TRACE_COLUMN (i)) != 0)
      {
        const ChangesetValue ours = trace_written (trace, own, i),
                             theirs = trace_written (trace, other, i);
        if (changeset_value_equal (&ours, &theirs) && !is_overwritten (undoing, other, newest, i))
          return TRUE;
      }
  return FALSE;
}

/* Looks at a row of a change that will be undone. */
static gboolean
look_at_row (const ChangesetRow *row, gpointer data, GError **error)
{
  Undoing *undoing = data;
  const Trace *trace = undoing->back->trace;
  const TraceEntry *newest = trace_newest (trace, row->table, &row->id),
                   *own = trace_entry (trace, row);
  if (own == NULL || g_str_equal (row->table->name, "coder"))
    return TRUE;
  for (const TraceEntry *other = trace_forks (trace) ? newest : NULL; other != NULL;
       other = trace_older (trace, other))
    {
      if (++undoing->steps > STEPS_MAX)
        return fail (error, ESP_ERROR_STANDS,
                     "cannot undo %s (%.8s): too many changes were made to the same things since",
                     undoing->target->command, undoing->target->id);
      if (may_choose (undoing, other) && trace_concurrent (trace, undoing->place, other->place)
          && counts (undoing, undoing->place, other) && did_the_same (undoing, own, other, newest))
        choose (undoing, other->place);
    }
  return own->op != SQLITE_INSERT || own->again || follow_children (undoing, row, error);
}

/* For each change that came to be among those undone. */
static gboolean
look_at_chosen (Undoing *undoing, GError **error)
{
  const History *history = trace_history (undoing->back->trace);
  for (; undoing->looked_at < undoing->places->len; undoing->looked_at++)
    {
      undoing->place = g_array_index (undoing->places, guint, undoing->looked_at);
      const ChangeRecord *record = history_record (history, undoing->place);
      if (!changeset_each (undoing->study, record->changes, record->changes_size, look_at_row,
                           undoing, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const guint one = *(const guint *)a, other = *(const guint *)b;
  return one < other ? 1 : one > other ? -1 : 0;
}

/* Lists what is chosen by now; *grown: more than before. */
static void
list_changes (Undoing *undoing, gboolean *grown)
{
  const History *history = trace_history (undoing->back->trace);
  *grown = undoing->places->len > undoing->changes->len;
  g_array_set_size (undoing->changes, 0);
  g_array_sort (undoing->places, compare_places);
  for (guint i = 0; i < undoing->places->len; i++)
    {
      const guint place = g_array_index (undoing->places, guint, i);
      g_array_append_val (undoing->changes, history_record (history, place)->id);
    }
}

/* Finds who is behind what was in the way of the last try. */
static gboolean
find_more (Undoing *undoing, gboolean *grown, GError **error)
{
  if (!begin_trace (undoing, error))
    return FALSE;
  const GPtrArray *blocks = undoing->back->blocks;
  for (guint i = 0; i < blocks->len; i++)
    {
      const Block *block = blocks->pdata[i];
      if (block->kind == BLOCK_OVERWRITTEN)
        choose_overwriting (undoing, block);
      else
        choose_last (undoing, block);
    }
  if (!look_at_chosen (undoing, error))
    return FALSE;
  list_changes (undoing, grown);
  return TRUE;
}

/* ---- saying why not */

static EspChange *
read_change (EspStudy *study, const Uuid *id, GHashTable *undone, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT id, coder, made_at, command, about, reason, changes FROM history_change"
             " WHERE id = :id");
  query_bind_uuid (query, ":id", id);
  if (query_step (query, error))
    return history_read_row (study, query, undone);
  if (!query_failed (query))
    fail (error, ESP_ERROR_DAMAGED, "'%s' has lost a change of its history; run 'espalier check'",
          study->path);
  return NULL;
}

/* EspChange, the newest first. */
static GPtrArray *
read_changes (EspStudy *study, const GArray *ids, GHashTable *undone, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_change_free);
  for (guint i = 0; i < ids->len; i++)
    {
      EspChange *change = read_change (study, &g_array_index (ids, Uuid, i), undone, error);
      if (change == NULL)
        return NULL;
      g_ptr_array_add (changes, change);
    }
  return g_steal_pointer (&changes);
}

/* Who is in the way, the oldest first; *n: how many. */
static char *
name_others (Undoing *undoing, GHashTable *undone, guint *n, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  *n = 0;
  for (guint i = undoing->changes->len; i-- > 0;)
    {
      const Uuid *id = &g_array_index (undoing->changes, Uuid, i);
      if (uuid_equal (id, &undoing->target_id) || ++*n > NAMES_MAX)
        continue;
      g_autoptr (EspChange) change = read_change (undoing->study, id, undone, error);
      if (change == NULL)
        return NULL;
      g_string_append_printf (names, "%s%s by %s, %s (%.8s)", *n > 1 ? "; " : "", change->command,
                              change->coder, change->about, change->id);
    }
  if (*n > NAMES_MAX)
    g_string_append_printf (names, "; and %u more", *n - NAMES_MAX);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static gboolean
fail_lost (Undoing *undoing, GError **error)
{
  const EspChange *target = undoing->target;
  const Takeback *back = undoing->back;
  return fail (error, ESP_ERROR_STANDS,
               "cannot undo %s by %s (%.8s): it would bring back a %s whose words %s",
               target->command, target->coder, target->id, back->lost_table->element,
               back->lost == WORDS_COMPACTED
                   ? "were left out of a compact backup; the study that it was made from has them"
                   : "are lost; merge a copy that has them");
}

/* `whole`: all that is in the way is known, and could be undone. */
static gboolean
fail_blocked (Undoing *undoing, gboolean whole, GHashTable *undone, GError **error)
{
  const EspChange *target = undoing->target;
  guint n;
  g_autofree char *names = name_others (undoing, undone, &n, error);
  if (names == NULL)
    return FALSE;
  if (n == 0)
    return fail (error, ESP_ERROR_STANDS,
                 "cannot undo %s by %s (%.8s): what it did is not there any more as it was done",
                 target->command, target->coder, target->id);
  if (!whole)
    return fail (error, ESP_ERROR_STANDS,
                 "cannot undo %s (%.8s): later work stands on it, or did the same, and not "
                 "all of that can be undone: %s",
                 target->command, target->id, names);
  return fail (error, ESP_ERROR_STANDS,
               "cannot undo %s (%.8s): later work stands on it, or did the same: %s; undo %s "
               "first, or undo all of it with --with-later",
               target->command, target->id, names, n > 1 ? "those, the newest" : "that");
}

/* ---- the whole */

/* Whether all but those made after it had been seen by a change, and those had seen it: told from
 * the end of the history, which for one of the last changes is near. FALSE where it is not told. */
static gboolean
is_in_line (EspStudy *study, const Uuid *target)
{
  g_autoptr (Query) heads = store_query (study, "SELECT change_id FROM history_head LIMIT 2");
  g_autoptr (Query) parents
      = store_query (study, "SELECT parent_id FROM history_parent WHERE change_id = :id LIMIT 2");
  Query *from = heads;
  Uuid at = UUID_NIL;
  for (guint steps = 0; steps < STRAIGHT_MAX; steps++)
    {
      if (!query_step (from, NULL))
        return FALSE;
      at = query_uuid (from, 0);
      if (query_step (from, NULL))
        return FALSE;
      if (uuid_equal (&at, target))
        return TRUE;
      from = parents;
      query_reset (from);
      query_bind_uuid (from, ":id", &at);
    }
  return FALSE;
}

/* The clock from which on not everyone saw all that was there; of the target when that is earlier,
 * or when everyone did. *apart: someone worked without having seen the target, nor it them. */
static gboolean
find_first (EspStudy *study, const Uuid *target, gint64 *first, gboolean *apart, GError **error)
{
  g_autoptr (Query) own = store_query (study, "SELECT lamport FROM history_change WHERE id = :id");
  query_bind_uuid (own, ":id", target);
  if (!query_step (own, error))
    return FALSE;
  *first = query_int (own, 0);
  *apart = FALSE;
  if (is_in_line (study, target))
    return TRUE;
  /* Where all was made one after the other no clock shows twice. */
  g_autoptr (Query) twice
      = store_query (study, "SELECT lamport FROM history_change GROUP BY lamport"
                            " HAVING count (*) > 1 ORDER BY lamport LIMIT 1");
  if (!query_step (twice, error))
    return !query_failed (twice);
  *first = MIN (*first, query_int (twice, 0) - 1);
  g_autoptr (History) history = history_load_links (study, G_MAXINT64, error);
  g_autoptr (HistorySight) sight = history != NULL ? history_sight_new (history, error) : NULL;
  if (sight == NULL)
    return FALSE;
  const gint place = history_find (history, target);
  for (guint i = 0; place >= 0 && !*apart && i < history->lines->len; i++)
    *apart = !history_sees (sight, i, (guint)place) && !history_sees (sight, (guint)place, i);
  return TRUE;
}

/* Tries, and tries again with what was in the way, until all goes back or nothing more is found.
 * What is left in the study when this fails is to be rolled back. */
static gboolean
take_back (Undoing *undoing, gboolean with_later, GHashTable *undone, GError **error)
{
  for (;;)
    {
      gboolean grown = FALSE;
      if (!takeback_try (undoing->back, undoing->changes, error))
        return FALSE;
      const gboolean whole = undoing->back->blocks->len == 0;
      if (whole && undoing->changes->len > 1 && !with_later)
        return fail_blocked (undoing, TRUE, undone, error);
      if (whole)
        return undoing->back->lost == WORDS_NOT_LOST || fail_lost (undoing, error);
      if (!store_exec (undoing->study, "ROLLBACK TO undo", "change", error)
          || !find_more (undoing, &grown, error))
        return FALSE;
      if (!grown)
        return fail_blocked (undoing, FALSE, undone, error);
    }
}

static gboolean
undo (Undoing *undoing, gboolean with_later, GHashTable *undone, GError **error)
{
  EspStudy *study = undoing->study;
  gint64 first;
  gboolean apart, grown;
  g_array_append_val (undoing->changes, undoing->target_id);
  if (!find_first (study, &undoing->target_id, &first, &apart, error))
    return FALSE;
  undoing->back = takeback_new (study, first);
  if (apart && !find_more (undoing, &grown, error))
    return FALSE;
  /* On failure whatever was taken back so far goes with the savepoint: the change that is open
   * stays as it was. */
  if (!store_exec (study, "SAVEPOINT undo", "change", error))
    return FALSE;
  const gboolean done = take_back (undoing, with_later, undone, error);
  if (!done)
    sqlite3_exec (study->db, "ROLLBACK TO undo", NULL, NULL, NULL);
  return store_exec (study, "RELEASE undo", "change", done ? error : NULL) && done;
}

static gboolean
is_undone (EspStudy *study, const EspChange *target, const Uuid *id, GError **error)
{
  if (*target->undone_by != '\0')
    return !fail (error, ESP_ERROR_EXISTS, "%s (%.8s) is undone already, by %.8s", target->command,
                  target->id, target->undone_by);
  for (guint i = 0; i < study->undoes->len; i++)
    if (uuid_equal (&g_array_index (study->undoes, Uuid, i), id))
      return !fail (error, ESP_ERROR_EXISTS, "%s (%.8s) is undone already, by this change",
                    target->command, target->id);
  return FALSE;
}

GPtrArray *
esp_undo (EspStudy *study, const char *id, const char *coder, gboolean with_later, GError **error)
{
  if (!store_in_change (study, error))
    return NULL;
  g_autoptr (EspChange) target = NULL;
  g_autoptr (GHashTable) undone = history_undone (study, error);
  if (undone == NULL
      || !(id != NULL ? find_by_id (study, id, undone, &target, error)
                      : find_last (study, coder, undone, &target, error)))
    return NULL;
  g_auto (Undoing) undoing = { .study = study, .target = target };
  undoing.changes = g_array_new (FALSE, FALSE, sizeof (Uuid));
  undoing.places = g_array_new (FALSE, FALSE, sizeof (guint));
  uuid_from_text (target->id, &undoing.target_id);
  if (is_undone (study, target, &undoing.target_id, error)
      || !undo (&undoing, with_later, undone, error))
    return NULL;
  g_autoptr (GPtrArray) changes = read_changes (study, undoing.changes, undone, error);
  if (changes == NULL)
    return NULL;
  g_array_append_vals (study->undoes, undoing.changes->data, undoing.changes->len);
  /* Also where what was undone had been taken away since: the history says what counts. */
  study->record_always = TRUE;
  return g_steal_pointer (&changes);
}
