/* The register: who wrote what, and what people wrote without seeing each other.
 *
 * The history is read once for which line made and removed each row and which rows several lines
 * wrote, and where it forks once more for what these wrote; so memory is for few rows, and time is
 * linear but for writes that nobody saw.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/register.h"

#include "history/changeset.h"
#include "history/history.h"

#include <string.h>

/* No team leaves so much open; a file made to keep a program busy does. */
#define STEPS_MAX ((guint64)200 * 1000 * 1000)
#define COLUMNS_MAX 64

/* One column that a write says. */
typedef struct
{
  guint column;
  ChangesetValue value;
} Said;

/* What one line writes to a row that several write. */
typedef struct
{
  guint line, next;           /* next: of the same row, + 1 */
  guint first_said, n_said;   /* of an update */
  const guint8 *record, *end; /* of an insert; else NULL */
  guint n_columns;
} Write;

/* Lines and places + 1; 0: none. */
typedef struct
{
  const guint8 *id;
  guint maker, remover, writer;
  gboolean several;
  guint first_write, last_write;
} Row;

typedef struct
{
  const StoreTable *table;
  GHashTable *index; /* Uuid in the bytes of a change -> place in `rows` + 1 */
  GArray *rows;      /* Row */
} Rows;

/* A write that no later one has seen. */
typedef struct
{
  guint line;
  ChangesetValue value;
  gboolean rejects;
  gboolean reopened; /* an undo that opened again what its change had settled */
  gboolean again;    /* opened again by one */
} Open;

/* What a change settled when it wrote. */
typedef struct
{
  guint line, column;
  GArray *opens; /* Open */
} Settled;

struct _Register
{
  EspStudy *study;
  gboolean forks, is_read;
  History *history;
  HistorySight *sight; /* NULL where nothing forks */
  GPtrArray *tables;   /* Rows */
  GArray *writes;      /* Write */
  GArray *said;        /* Said */
  guint line;          /* being read */
  guint64 steps;
};

static void
rows_free (gpointer rows)
{
  Rows *one = rows;
  g_hash_table_unref (one->index);
  g_array_unref (one->rows);
  g_free (one);
}

void
register_free (Register *reg)
{
  if (reg == NULL)
    return;
  g_ptr_array_unref (reg->tables);
  g_array_unref (reg->writes);
  g_array_unref (reg->said);
  history_sight_free (reg->sight);
  history_free (reg->history);
  g_free (reg);
}

/* ---- reading the history */

/* Several beginnings, or two changes that follow one. */
static gboolean
read_forks (Register *reg, GError **error)
{
  g_autoptr (Query) query = store_query (
      reg->study, "SELECT (SELECT count (*) FROM history_change c WHERE NOT EXISTS"
                  " (SELECT 1 FROM history_parent p WHERE p.change_id = c.id)) > 1 OR EXISTS"
                  " (SELECT 1 FROM history_parent GROUP BY parent_id HAVING count (*) > 1)");
  reg->forks = query_step (query, error) && query_int (query, 0) != 0;
  return !query_failed (query);
}

Register *
register_new (EspStudy *study, GError **error)
{
  g_autoptr (Register) reg = g_new0 (Register, 1);
  reg->study = study;
  reg->tables = g_ptr_array_new_with_free_func (rows_free);
  reg->writes = g_array_new (FALSE, FALSE, sizeof (Write));
  reg->said = g_array_new (FALSE, FALSE, sizeof (Said));
  return read_forks (reg, error) ? g_steal_pointer (&reg) : NULL;
}

static Rows *
rows_of (Register *reg, const StoreTable *table)
{
  for (guint i = 0; i < reg->tables->len; i++)
    if (((const Rows *)reg->tables->pdata[i])->table == table)
      return reg->tables->pdata[i];
  Rows *rows = g_new0 (Rows, 1);
  rows->table = table;
  rows->index = g_hash_table_new (uuid_hash, uuid_equal_func);
  rows->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_ptr_array_add (reg->tables, rows);
  return rows;
}

static Row *
row_find (const Rows *rows, const Uuid *id)
{
  const guint place = GPOINTER_TO_UINT (g_hash_table_lookup (rows->index, id));
  return place > 0 ? &g_array_index (rows->rows, Row, place - 1) : NULL;
}

static gboolean
note_row (const ChangesetRow *change, gpointer data, GError **error)
{
  (void)error;
  Register *reg = data;
  Rows *rows = rows_of (reg, change->table);
  Row *row = row_find (rows, &change->id);
  if (row == NULL)
    {
      const Row fresh
          = { .id = change->op == SQLITE_INSERT ? change->after[0].bytes : change->before[0].bytes,
              .writer = reg->line + 1 };
      g_array_append_val (rows->rows, fresh);
      g_hash_table_insert (rows->index, (gpointer)fresh.id, GUINT_TO_POINTER (rows->rows->len));
      row = &g_array_index (rows->rows, Row, rows->rows->len - 1);
    }
  row->several = row->several || row->writer != reg->line + 1;
  if (change->op == SQLITE_INSERT && row->maker == 0)
    row->maker = reg->line + 1;
  if (change->after[1].type == SQLITE_INTEGER && change->after[1].number != 0)
    row->remover = reg->line + 1;
  return TRUE;
}

static gboolean
each_line (Register *reg, ChangesetVisit visit, GError **error)
{
  for (reg->line = 0; reg->line < reg->history->lines->len; reg->line++)
    {
      const ChangeRecord *record = history_record (reg->history, reg->line);
      if (!changeset_each (reg->study, record->changes, record->changes_size, visit, reg, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_history (Register *reg, GError **error)
{
  if (reg->is_read)
    return TRUE;
  if (reg->history == NULL && (reg->history = history_load (reg->study, error)) == NULL)
    return FALSE;
  if (reg->forks && reg->sight == NULL
      && (reg->sight = history_sight_new (reg->history, error)) == NULL)
    return FALSE;
  reg->is_read = each_line (reg, note_row, error);
  return reg->is_read;
}

static void
describe_line (const Register *reg, guint line, RegisterLine *described)
{
  *described = (RegisterLine){ .line = line, .coder = "", .made_at = "", .command = "" };
  if (line == REGISTER_NO_LINE)
    return;
  const ChangeRecord *record = history_record (reg->history, line);
  described->id = record->id;
  described->coder = record->coder;
  described->made_at = record->made_at;
  described->command = record->command;
}

static gboolean
find_line (Register *reg, const char *table, const Uuid *id, gboolean removed, RegisterLine *line,
           GError **error)
{
  if (!read_history (reg, error))
    return FALSE;
  const Row *row = row_find (rows_of (reg, store_table (reg->study, table)), id);
  const guint place = row == NULL ? 0 : removed ? row->remover : row->maker;
  describe_line (reg, place > 0 ? place - 1 : REGISTER_NO_LINE, line);
  return TRUE;
}

gboolean
register_maker (Register *reg, const char *table, const Uuid *id, RegisterLine *line,
                GError **error)
{
  return find_line (reg, table, id, FALSE, line, error);
}

gboolean
register_remover (Register *reg, const char *table, const Uuid *id, RegisterLine *line,
                  GError **error)
{
  return find_line (reg, table, id, TRUE, line, error);
}

gboolean
register_sees (const Register *reg, guint later, guint earlier)
{
  if (later == REGISTER_NO_LINE || earlier == REGISTER_NO_LINE)
    return FALSE;
  return reg->sight != NULL ? history_sees (reg->sight, later, earlier) : later >= earlier;
}

/* ---- what is written to rows that several write */

static gboolean
note_write (const ChangesetRow *change, gpointer data, GError **error)
{
  (void)error;
  Register *reg = data;
  Row *row = row_find (rows_of (reg, change->table), &change->id);
  if (row == NULL || !row->several)
    return TRUE;
  Write write = { .line = reg->line, .n_columns = change->n_columns };
  write.first_said = reg->said->len;
  if (change->op == SQLITE_INSERT)
    {
      write.record = change->record;
      write.end = change->end;
    }
  for (guint i = 1; change->op == SQLITE_UPDATE && i < change->n_columns; i++)
    if (change->after[i].type != 0)
      {
        const Said said = { i, change->after[i] };
        g_array_append_val (reg->said, said);
      }
  write.n_said = reg->said->len - write.first_said;
  g_array_append_val (reg->writes, write);
  if (row->last_write > 0)
    g_array_index (reg->writes, Write, row->last_write - 1).next = reg->writes->len;
  else
    row->first_write = reg->writes->len;
  row->last_write = reg->writes->len;
  return TRUE;
}

/* ---- one row after the other */

/* A row while its writes are gone through. */
typedef struct
{
  Register *reg;
  const StoreTable *table;
  GArray *opens[COLUMNS_MAX]; /* Open, by line; NULL: none yet */
  GPtrArray *settled;         /* Settled */
  ChangesetValue first[COLUMNS_MAX];
  gboolean is_made;
} Walk;

static void
settled_free (gpointer settled)
{
  Settled *one = settled;
  g_array_unref (one->opens);
  g_free (one);
}

static void
walk_clear (Walk *walk)
{
  for (guint i = 0; i < COLUMNS_MAX; i++)
    g_clear_pointer (&walk->opens[i], g_array_unref);
  g_ptr_array_unref (walk->settled);
}

static gboolean
values_differ (const GArray *opens)
{
  for (guint i = 1; i < opens->len; i++)
    if (!changeset_value_equal (&g_array_index (opens, Open, 0).value,
                                &g_array_index (opens, Open, i).value))
      return TRUE;
  return FALSE;
}

/* What a line settled by writing, kept for the case that it is undone. */
static void
keep_settled (Walk *walk, guint line, guint column, GArray *opens)
{
  const ChangeRecord *record = history_record (walk->reg->history, line);
  if (opens->len == 0 || (!values_differ (opens) && !g_str_equal (record->command, "resolve")))
    return;
  Settled *settled = g_new (Settled, 1);
  *settled = (Settled){ line, column, g_array_ref (opens) };
  g_ptr_array_add (walk->settled, settled);
}

/* Whether a write but the last one there has seen the line. */
static gboolean
is_seen (Walk *walk, const GArray *opens, guint line, guint but)
{
  for (guint i = 0; i < opens->len; i++, walk->reg->steps++)
    {
      const Open *open = &g_array_index (opens, Open, i);
      if (open->line != but && open->line != line && register_sees (walk->reg, open->line, line))
        return TRUE;
    }
  return FALSE;
}

static void
open_again (Walk *walk, guint line, guint column, GArray *opens)
{
  const GArray *undoes = history_record (walk->reg->history, line)->undoes;
  for (guint i = 0; undoes->len > 0 && i < walk->settled->len; i++, walk->reg->steps++)
    {
      const Settled *settled = walk->settled->pdata[i];
      gboolean undone = FALSE;
      for (guint u = 0; u < undoes->len && settled->column == column; u++, walk->reg->steps++)
        undone = undone
                 || history_find (walk->reg->history, &g_array_index (undoes, Uuid, u))
                        == (gint)settled->line;
      for (guint k = 0; undone && k < settled->opens->len; k++)
        {
          Open open = g_array_index (settled->opens, Open, k);
          if (is_seen (walk, opens, open.line, line))
            continue;
          g_array_index (opens, Open, 0).reopened = TRUE;
          open.again = TRUE;
          g_array_append_val (opens, open);
        }
    }
}

static int
compare_opens (gconstpointer a, gconstpointer b)
{
  const Open *one = a, *other = b;
  return one->line < other->line ? -1 : one->line > other->line;
}

/* A write closes what it has seen. */
static void
walk_value (Walk *walk, guint line, guint column, const ChangesetValue *value, gboolean rejects)
{
  GArray *before = walk->opens[column];
  GArray *opens = g_array_new (FALSE, FALSE, sizeof (Open));
  g_autoptr (GArray) closed = g_array_new (FALSE, FALSE, sizeof (Open));
  const Open fresh = { .line = line, .value = *value, .rejects = rejects };
  g_array_append_val (opens, fresh);
  for (guint i = 0; before != NULL && i < before->len; i++, walk->reg->steps++)
    {
      const Open open = g_array_index (before, Open, i);
      g_array_append_val (register_sees (walk->reg, line, open.line) ? closed : opens, open);
    }
  keep_settled (walk, line, column, closed);
  open_again (walk, line, column, opens);
  g_array_sort (opens, compare_opens);
  g_clear_pointer (&walk->opens[column], g_array_unref);
  walk->opens[column] = opens;
}

static gboolean
walk_insert (Walk *walk, const Write *write)
{
  ChangesetValue values[COLUMNS_MAX] = { 0 };
  if (!changeset_reread (walk->table, write->record, write->end, write->n_columns, values))
    return FALSE;
  for (guint i = 1; i < write->n_columns; i++)
    if (!walk->is_made || i == 1
        || (!walk->table->shapes[i].is_provenance
            && !changeset_value_equal (&values[i], &walk->first[i])))
      walk_value (walk, write->line, i, &values[i], FALSE);
  if (!walk->is_made)
    memcpy (walk->first, values, sizeof values);
  walk->is_made = TRUE;
  return TRUE;
}

static void
walk_update (Walk *walk, const Write *write)
{
  const GArray *said = walk->reg->said;
  gboolean removes = FALSE;
  for (guint i = 0; i < write->n_said; i++)
    {
      const Said *one = &g_array_index (said, Said, write->first_said + i);
      removes = removes || (one->column == 1 && one->value.number != 0);
    }
  for (guint i = 0; i < write->n_said; i++)
    {
      const Said *one = &g_array_index (said, Said, write->first_said + i);
      walk_value (walk, write->line, one->column, &one->value, removes);
    }
}

static gboolean
walk_row (Walk *walk, const Row *row, GError **error)
{
  const GArray *writes = walk->reg->writes;
  for (guint at = row->first_write; at > 0 && walk->reg->steps < STEPS_MAX;)
    {
      const Write *write = &g_array_index (writes, Write, at - 1);
      if (write->record == NULL)
        walk_update (walk, write);
      else if (!walk_insert (walk, write))
        return fail (error, ESP_ERROR_DAMAGED,
                     "a change in the history of '%s' cannot be read; run 'espalier check'",
                     walk->reg->study->path);
      at = write->next;
    }
  return walk->reg->steps < STEPS_MAX
         || fail (error, ESP_ERROR_INPUT,
                  "'%s' has more writes that nobody saw than can be told apart",
                  walk->reg->study->path);
}

/* ---- what conflicts */

static char *
value_text (const ChangesetValue *value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  Uuid id;
  switch (value->type)
    {
    case SQLITE_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, value->number);
    case SQLITE_FLOAT:
      return g_strdup (g_ascii_dtostr (number, sizeof number, value->real));
    case SQLITE_TEXT:
      return g_strndup ((const char *)value->bytes, value->size_bytes);
    case SQLITE_BLOB:
      if (value->size_bytes != sizeof id.bytes)
        return hex_encode (value->bytes, value->size_bytes);
      memcpy (id.bytes, value->bytes, sizeof id.bytes);
      return uuid_dup_text (&id);
    default:
      return NULL;
    }
}

static void
side_clear (gpointer side)
{
  g_free (((RegisterSide *)side)->value);
}

static void
conflict_free (gpointer conflict)
{
  RegisterConflict *one = conflict;
  g_array_unref (one->sides);
  g_free (one);
}

static void
add_side (GArray *sides, const Register *reg, guint line, const ChangesetValue *value,
          gboolean holds, gboolean rejects)
{
  RegisterSide side = { .value = value_text (value), .holds = holds, .rejects = rejects };
  describe_line (reg, line, &side.line);
  g_array_append_val (sides, side);
}

/* Prose has a key of its own each time that it is stored: the words tell whether it is the same. */
static gboolean
say_the_same (const Walk *walk, guint column, const ChangesetValue *a, const ChangesetValue *b)
{
  if (changeset_value_equal (a, b))
    return TRUE;
  if (a->type != SQLITE_BLOB || b->type != SQLITE_BLOB || a->size_bytes != 32 || b->size_bytes != 32
      || !g_str_has_suffix (walk->table->columns->pdata[column], "_prose"))
    return FALSE;
  g_autoptr (Query) query
      = store_query (walk->reg->study, "SELECT 1 FROM prose a, prose b WHERE a.hash = :a"
                                       " AND b.hash = :b AND a.body = b.body");
  query_bind_blob (query, ":a", a->bytes, 32);
  query_bind_blob (query, ":b", b->bytes, 32);
  return query_step (query, NULL);
}

/* An undo that says what one of those says that it opened again is not told of beside it. */
static gboolean
is_echo (const GArray *opens, const Open *undo)
{
  for (guint i = 0; undo->reopened && i < opens->len; i++)
    {
      const Open *open = &g_array_index (opens, Open, i);
      if (open->again && changeset_value_equal (&open->value, &undo->value))
        return TRUE;
    }
  return FALSE;
}

/* Whether the values of a column conflict; *held: whether one of them is the study's. */
static gboolean
conflicts (const Walk *walk, guint column, const ChangesetValue *now, gboolean *held)
{
  gboolean lost = FALSE, verdicts = FALSE;
  const char *name = walk->table->columns->pdata[column];
  const GArray *opens = walk->opens[column];
  *held = FALSE;
  for (guint i = 0; i < opens->len; i++)
    {
      const Open *open = &g_array_index (opens, Open, i);
      const gboolean holds = say_the_same (walk, column, &open->value, now);
      *held = *held || holds;
      lost = lost || !holds;
      verdicts = verdicts || open->rejects != g_array_index (opens, Open, 0).rejects;
    }
  if (g_str_equal (name, "accepted_at"))
    return FALSE;
  return lost && (verdicts || !g_str_equal (name, "accepted_by_id"));
}

/* The last line that wrote what the study has. */
static guint
line_of_value (Walk *walk, const Row *row, guint column, const ChangesetValue *now)
{
  guint line = REGISTER_NO_LINE;
  for (guint at = row->first_write; at > 0;)
    {
      const Write *write = &g_array_index (walk->reg->writes, Write, at - 1);
      ChangesetValue values[COLUMNS_MAX] = { 0 };
      if (write->record != NULL)
        changeset_reread (walk->table, write->record, write->end, write->n_columns, values);
      for (guint i = 0; i < write->n_said; i++)
        {
          const Said *said = &g_array_index (walk->reg->said, Said, write->first_said + i);
          values[said->column] = said->value;
        }
      if (values[column].type != 0 && changeset_value_equal (&values[column], now))
        line = write->line;
      at = write->next;
    }
  return line;
}

static int
compare_sides (gconstpointer a, gconstpointer b)
{
  const RegisterSide *one = a, *other = b;
  /* What no line says was there first. */
  const guint x = one->line.line + 1, y = other->line.line + 1;
  return x < y ? -1 : x > y;
}

static RegisterConflict *
conflict_new (Walk *walk, const Row *row, guint column, const ChangesetValue *now, gboolean held)
{
  RegisterConflict *conflict = g_new0 (RegisterConflict, 1);
  const GArray *opens = walk->opens[column];
  conflict->table = walk->table->name;
  conflict->column = walk->table->columns->pdata[column];
  memcpy (conflict->id.bytes, row->id, sizeof conflict->id.bytes);
  conflict->sides = g_array_new (FALSE, FALSE, sizeof (RegisterSide));
  g_array_set_clear_func (conflict->sides, side_clear);
  for (guint i = 0; i < opens->len; i++)
    {
      const Open *open = &g_array_index (opens, Open, i);
      if (!is_echo (opens, open))
        add_side (conflict->sides, walk->reg, open->line, &open->value,
                  say_the_same (walk, column, &open->value, now), open->rejects);
    }
  if (!held)
    add_side (conflict->sides, walk->reg, line_of_value (walk, row, column, now), now, TRUE, FALSE);
  g_array_sort (conflict->sides, compare_sides);
  return conflict;
}

static gboolean
compare_row (Walk *walk, const Row *row, GPtrArray *found, GError **error)
{
  Uuid id;
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE id = :id", walk->table->name);
  g_autoptr (Query) query = store_query_kept (walk->reg->study, sql);
  memcpy (id.bytes, row->id, sizeof id.bytes);
  query_bind_uuid (query, ":id", &id);
  if (!query_step (query, error))
    return !query_failed (query);
  for (guint i = 1; i < walk->table->columns->len; i++)
    {
      gboolean held;
      if (walk->opens[i] == NULL || walk->table->shapes[i].is_provenance)
        continue;
      const ChangesetValue now = changeset_value_of (query_value (query, (int)i));
      if (conflicts (walk, i, &now, &held))
        g_ptr_array_add (found, conflict_new (walk, row, i, &now, held));
    }
  return TRUE;
}

static gboolean
find_in_table (Register *reg, const Rows *rows, GPtrArray *found, GError **error)
{
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const Row *row = &g_array_index (rows->rows, Row, i);
      if (row->first_write == 0)
        continue;
      Walk walk = { .reg = reg, .table = rows->table };
      walk.settled = g_ptr_array_new_with_free_func (settled_free);
      const gboolean good = walk_row (&walk, row, error) && compare_row (&walk, row, found, error);
      walk_clear (&walk);
      if (!good)
        return FALSE;
    }
  return TRUE;
}

static int
compare_conflicts (gconstpointer a, gconstpointer b)
{
  const RegisterConflict *one = *(const RegisterConflict *const *)a,
                         *other = *(const RegisterConflict *const *)b;
  const int by_table = strcmp (one->table, other->table);
  const int by_row = memcmp (one->id.bytes, other->id.bytes, sizeof one->id.bytes);
  return by_table != 0 ? by_table : by_row != 0 ? by_row : strcmp (one->column, other->column);
}

GPtrArray *
register_conflicts (Register *reg, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (conflict_free);
  if (!reg->forks)
    return g_steal_pointer (&found);
  if (!read_history (reg, error) || (reg->writes->len == 0 && !each_line (reg, note_write, error)))
    return NULL;
  for (guint i = 0; i < reg->tables->len; i++)
    {
      const Rows *rows = reg->tables->pdata[i];
      if (!g_str_equal (rows->table->name, "coder")
          && !g_str_equal (rows->table->name, "resolution")
          && !find_in_table (reg, rows, found, error))
        return NULL;
    }
  g_ptr_array_sort (found, compare_conflicts);
  return g_steal_pointer (&found);
}
