/* The oracle: what a study must be, and what must be told of it, computed anew from its history.
 *
 * The rules are those of the comment in history/fold.h and of docs/architecture.md, written down a
 * second time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/oracle.h"
#include "random/image.h"

#include <string.h>

typedef struct
{
  char *id, *coder, *command; /* the id in hexadecimal digits */
  const void *changes;
  int size;
  guint8 *seen; /* by place: whether the one there came before it, as far as its maker knew */
} Change;

typedef struct
{
  const ImageTable *table;
  char **values; /* now; NULL-terminated */
  char **first;  /* as first made; NULL for the row that no change made */
  guint change;  /* that made it */
} Row;

typedef struct
{
  guint change;
  char *value;
  gboolean removes; /* its change removed the row */
} Write;

typedef struct
{
  char *theme, *parent; /* where it was */
} Move;

typedef struct
{
  Image *image;
  GPtrArray *changes; /* Change, in the order of the history */
  GHashTable *by_id;  /* id -> place + 1 */
  GHashTable *rows;   /* key -> Row */
  GHashTable *writes; /* "key.column" -> GArray of Write */
  GPtrArray *moves;   /* Move: of the change at hand */
  GHashTable *said;   /* "key.column" -> OracleConflict */
  GHashTable *words;  /* key of prose, as in a row -> its words */
  OracleCount *count;
} Oracle;

void
oracle_conflict_free (gpointer data)
{
  OracleConflict *conflict = data;
  g_free (conflict->id);
  g_free (conflict->key);
  g_free (conflict->column);
  g_free (conflict);
}

static void
change_free (gpointer data)
{
  Change *change = data;
  g_free (change->id);
  g_free (change->coder);
  g_free (change->command);
  g_free ((gpointer)change->changes);
  g_free (change->seen);
  g_free (change);
}

static void
row_free (gpointer data)
{
  Row *row = data;
  g_strfreev (row->values);
  g_strfreev (row->first);
  g_free (row);
}

static void
write_clear (gpointer data)
{
  g_free (((Write *)data)->value);
}

static void
move_free (gpointer data)
{
  Move *move = data;
  g_free (move->theme);
  g_free (move->parent);
  g_free (move);
}

/* ---- the history */

static char *
column_digits (sqlite3_stmt *row, int column)
{
  char *text = image_text (sqlite3_column_value (row, column));
  memmove (text, text + 1, strlen (text));
  return text;
}

static gboolean
read_changes (Oracle *oracle, GError **error)
{
  sqlite3_stmt *lines = NULL;
  if (sqlite3_prepare_v2 (oracle->image->db,
                          "SELECT id, coder, command, changes FROM history_change"
                          " ORDER BY lamport, id",
                          -1, &lines, NULL)
      != SQLITE_OK)
    return image_fault (error, "there is no history");
  while (sqlite3_step (lines) == SQLITE_ROW)
    {
      Change *change = g_new0 (Change, 1);
      change->id = column_digits (lines, 0);
      change->coder = g_strdup ((const char *)sqlite3_column_text (lines, 1));
      change->command = g_strdup ((const char *)sqlite3_column_text (lines, 2));
      change->size = sqlite3_column_bytes (lines, 3);
      change->changes = g_memdup2 (sqlite3_column_blob (lines, 3), (gsize)change->size);
      g_ptr_array_add (oracle->changes, change);
      g_hash_table_insert (oracle->by_id, change->id, GUINT_TO_POINTER (oracle->changes->len));
    }
  sqlite3_finalize (lines);
  return TRUE;
}

/* Parents by place: an array of guint for each change. */
static GPtrArray *
read_parents (Oracle *oracle)
{
  GPtrArray *parents = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < oracle->changes->len; i++)
    g_ptr_array_add (parents, g_array_new (FALSE, FALSE, sizeof (guint)));
  sqlite3_stmt *links = NULL;
  sqlite3_prepare_v2 (oracle->image->db, "SELECT change_id, parent_id FROM history_parent", -1,
                      &links, NULL);
  while (sqlite3_step (links) == SQLITE_ROW)
    {
      g_autofree char *child = column_digits (links, 0), *parent = column_digits (links, 1);
      const guint at = GPOINTER_TO_UINT (g_hash_table_lookup (oracle->by_id, child));
      const guint of = GPOINTER_TO_UINT (g_hash_table_lookup (oracle->by_id, parent)) - 1;
      if (at > 0 && of < oracle->changes->len)
        g_array_append_val ((GArray *)parents->pdata[at - 1], of);
    }
  sqlite3_finalize (links);
  return parents;
}

/* From parent to parent, the nearest first, until no one new is met. */
static void
look_back (Oracle *oracle)
{
  g_autoptr (GPtrArray) parents = read_parents (oracle);
  for (guint i = 0; i < oracle->changes->len; i++)
    {
      Change *change = oracle->changes->pdata[i];
      change->seen = g_new0 (guint8, oracle->changes->len);
      g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (queue, i);
      for (guint at = 0; at < queue->len; at++)
        {
          const GArray *of = parents->pdata[g_array_index (queue, guint, at)];
          for (guint p = 0; p < of->len; p++)
            {
              const guint parent = g_array_index (of, guint, p);
              if (!change->seen[parent])
                g_array_append_val (queue, parent);
              change->seen[parent] = TRUE;
            }
        }
    }
}

static gboolean
has_seen (const Oracle *oracle, guint later, guint earlier)
{
  return ((const Change *)oracle->changes->pdata[later])->seen[earlier];
}

/* ---- the fold */

static gboolean
is_provenance (const char *column)
{
  return g_str_equal (column, "coder_id") || g_str_equal (column, "made_at")
         || g_str_equal (column, "original_hash") || g_str_equal (column, "original_name")
         || g_str_equal (column, "reader");
}

static void
note_write (Oracle *oracle, const char *key, const char *column, Write write)
{
  char *place = g_strconcat (key, ".", column, NULL);
  GArray *writes = g_hash_table_lookup (oracle->writes, place);
  if (writes == NULL)
    {
      writes = g_array_new (FALSE, FALSE, sizeof (Write));
      g_array_set_clear_func (writes, write_clear);
      g_hash_table_insert (oracle->writes, place, writes);
    }
  else
    g_free (place);
  write.value = g_strdup (write.value);
  g_array_append_val (writes, write);
  oracle->count->writes++;
}

static const char *
value_in (const ImageTable *table, char *const *values, const char *column)
{
  return values[image_column (table, column)];
}

/* Rules that look at more than one column; those that look at one cannot be broken by a value that
 * was allowed once. */
static gboolean
is_allowed (const ImageTable *table, char *const *values)
{
  if (g_str_equal (table->name, "document"))
    return g_str_equal (value_in (table, values, "case_id"), "n")
           || g_str_equal (value_in (table, values, "group_id"), "n");
  if (g_str_equal (table->name, "speaker"))
    return g_str_equal (value_in (table, values, "case_id"), "n")
           || g_str_equal (value_in (table, values, "part"), "tcase");
  if (g_str_equal (table->name, "summary"))
    return g_str_equal (value_in (table, values, "content"), "tsummarised")
           != g_str_equal (value_in (table, values, "text_prose"), "n");
  return TRUE;
}

static void
note_move (Oracle *oracle, const char *key, const ImageTable *table, const char *was,
           const char *is)
{
  if (!g_str_equal (table->name, "theme") || is == NULL)
    return;
  Move *move = g_new0 (Move, 1);
  move->theme = g_strdup (key);
  move->parent = g_strdup (was);
  g_ptr_array_add (oracle->moves, move);
}

/* `values` has NULL where nothing is said. */
static void
put_values (Oracle *oracle, Row *row, const char *key, char *const *values)
{
  const guint n = row->table->columns->len;
  char **together = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    together[i] = g_strdup (values[i] != NULL ? values[i] : row->values[i]);
  if (!is_allowed (row->table, together))
    {
      g_strfreev (together);
      return;
    }
  const gint parent = image_column (row->table, "parent_id");
  if (parent >= 0)
    note_move (oracle, key, row->table, row->values[parent], values[parent]);
  g_strfreev (row->values);
  row->values = together;
}

static char **
new_values (sqlite3_changeset_iter *iter, int n_columns, guint room)
{
  char **values = g_new0 (char *, room + 1);
  for (int i = 0; i < n_columns; i++)
    {
      sqlite3_value *value = NULL;
      if (sqlite3changeset_new (iter, i, &value) == SQLITE_OK && value != NULL)
        values[i] = image_text (value);
    }
  return values;
}

static void
values_free (char **values, guint room)
{
  for (guint i = 0; i < room; i++)
    g_free (values[i]);
  g_free (values);
}

/* Another change made the row first: what this one says of it is that it is there, and what it says
 * otherwise. */
static void
leave_what_differs (const Row *row, char **values)
{
  for (guint i = 2; i < row->table->columns->len; i++)
    if (is_provenance (row->table->columns->pdata[i]) || g_strcmp0 (values[i], row->first[i]) == 0)
      g_clear_pointer (&values[i], g_free);
}

static gboolean
fold_row (Oracle *oracle, sqlite3_changeset_iter *iter, guint change, GError **error)
{
  const char *name = NULL;
  int n_columns = 0, op = 0, indirect = 0;
  sqlite3_value *id = NULL;
  sqlite3changeset_op (iter, &name, &n_columns, &op, &indirect);
  const ImageTable *table = image_table (oracle->image, name);
  if (table == NULL || op == SQLITE_DELETE
      || (op == SQLITE_INSERT ? sqlite3changeset_new (iter, 0, &id)
                              : sqlite3changeset_old (iter, 0, &id))
             != SQLITE_OK)
    return image_fault (error, "a change does to '%s' what none does", name);
  const guint n = table->columns->len;
  g_autofree char *key = image_key (name, id);
  char **values = new_values (iter, n_columns, n);
  Row *row = g_hash_table_lookup (oracle->rows, key);
  if (row == NULL && op == SQLITE_INSERT)
    {
      row = g_new0 (Row, 1);
      row->table = table;
      row->values = g_strdupv (values);
      row->first = g_strdupv (values);
      row->change = change;
      g_hash_table_insert (oracle->rows, g_strdup (key), row);
      const gint parent = image_column (table, "parent_id");
      if (parent >= 0)
        note_move (oracle, key, table, "n", values[parent]);
    }
  else if (row != NULL)
    {
      if (op == SQLITE_INSERT)
        leave_what_differs (row, values);
      put_values (oracle, row, key, values);
    }
  const gboolean removes = op == SQLITE_UPDATE && g_strcmp0 (values[1], "i1") == 0;
  for (guint i = 1; i < n; i++)
    if (values[i] != NULL)
      note_write (oracle, key, table->columns->pdata[i], (Write){ change, values[i], removes });
  values_free (values, n);
  return row != NULL || image_fault (error, "a change alters %s, which none made", key);
}

static const char *
parent_of (const Oracle *oracle, const char *theme)
{
  const Row *row = g_hash_table_lookup (oracle->rows, theme);
  return row == NULL ? "n" : value_in (row->table, row->values, "parent_id");
}

static gboolean
is_on_circle (const Oracle *oracle, const char *theme)
{
  const char *parent = parent_of (oracle, theme);
  for (guint steps = g_hash_table_size (oracle->rows); *parent == 'b' && steps > 0; steps--)
    {
      g_autofree char *above = g_strconcat ("theme:", parent + 1, NULL);
      if (g_str_equal (above, theme))
        return TRUE;
      parent = parent_of (oracle, above);
    }
  return FALSE;
}

static void
mend_tree (Oracle *oracle)
{
  for (const Move *back = NULL;; back = NULL)
    {
      for (guint i = 0; i < oracle->moves->len; i++)
        {
          const Move *move = oracle->moves->pdata[i];
          if (is_on_circle (oracle, move->theme)
              && (back == NULL || strcmp (move->theme, back->theme) < 0))
            back = move;
        }
      if (back == NULL)
        return;
      oracle->count->mended++;
      Row *row = g_hash_table_lookup (oracle->rows, back->theme);
      char **parent = &row->values[image_column (row->table, "parent_id")];
      g_free (*parent);
      *parent = g_strdup (back->parent);
      /* Each goes back once; what is still a circle has another that was moved. */
      g_ptr_array_remove_fast (oracle->moves, (gpointer)back);
    }
}

static gboolean
fold_change (Oracle *oracle, guint place, GError **error)
{
  const Change *change = oracle->changes->pdata[place];
  sqlite3_changeset_iter *iter = NULL;
  gboolean good = TRUE;
  g_ptr_array_set_size (oracle->moves, 0);
  if (sqlite3changeset_start (&iter, change->size, (void *)change->changes) != SQLITE_OK)
    return image_fault (error, "change %.8s cannot be read", change->id);
  while (good && sqlite3changeset_next (iter) == SQLITE_ROW)
    good = fold_row (oracle, iter, place, error);
  if (sqlite3changeset_finalize (iter) != SQLITE_OK && good)
    return image_fault (error, "change %.8s cannot be read to its end", change->id);
  mend_tree (oracle);
  return good;
}

/* ---- words: the same ones, stored twice, have two keys */

static void
read_words (Oracle *oracle)
{
  sqlite3_stmt *prose = NULL;
  sqlite3_prepare_v2 (oracle->image->db, "SELECT hash, body FROM prose", -1, &prose, NULL);
  while (sqlite3_step (prose) == SQLITE_ROW)
    g_hash_table_insert (oracle->words, image_text (sqlite3_column_value (prose, 0)),
                         g_strdup ((const char *)sqlite3_column_text (prose, 1)));
  sqlite3_finalize (prose);
}

static gboolean
say_the_same (const Oracle *oracle, const char *column, const char *one, const char *other)
{
  const char *words
      = g_str_has_suffix (column, "_prose") ? g_hash_table_lookup (oracle->words, one) : NULL;
  return g_str_equal (one, other)
         || (words != NULL && g_strcmp0 (words, g_hash_table_lookup (oracle->words, other)) == 0);
}

/* ---- the tables are what the history makes */

/* The row of the study was made with the file. */
static void
add_study_row (Oracle *oracle)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, oracle->image->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const ImageRow *there = value;
      if (!g_str_equal (there->table->name, "study"))
        continue;
      Row *row = g_new0 (Row, 1);
      row->table = there->table;
      row->values = g_new0 (char *, there->table->columns->len + 1);
      for (guint i = 0; i < there->table->columns->len; i++)
        {
          const char *column = there->table->columns->pdata[i];
          row->values[i] = g_strdup (i == 0                          ? there->values[0]
                                     : g_str_equal (column, "gone")  ? "i0"
                                     : g_str_equal (column, "title") ? "t"
                                                                     : "n");
        }
      g_hash_table_insert (oracle->rows, g_strdup (there->key), row);
    }
}

static gboolean
compare_row (const ImageRow *there, const char *key, const Row *row, GError **error)
{
  if (there == NULL)
    return image_fault (error, "%s was made and is not there", key);
  for (guint i = 0; i < row->table->columns->len; i++)
    if (!g_str_equal (there->values[i], row->values[i]))
      return image_fault (error, "%s.%s is %s, and should be %s", key,
                          (const char *)row->table->columns->pdata[i], there->values[i],
                          row->values[i]);
  return TRUE;
}

static gboolean
compare_tables (const Oracle *oracle, GError **error)
{
  GHashTableIter iter;
  gpointer key, value;
  g_hash_table_iter_init (&iter, oracle->rows);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!compare_row (g_hash_table_lookup (oracle->image->rows, key), key, value, error))
      return FALSE;
  g_hash_table_iter_init (&iter, oracle->image->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (oracle->rows, key))
      return image_fault (error, "no change made %s", (const char *)key);
  return TRUE;
}

/* ---- what nobody saw */

static gboolean
is_unseen (const Oracle *oracle, const GArray *writes, guint at)
{
  const guint change = g_array_index (writes, Write, at).change;
  for (guint i = at + 1; i < writes->len; i++)
    if (has_seen (oracle, g_array_index (writes, Write, i).change, change))
      return FALSE;
  return TRUE;
}

/* Somebody who knew of the change has said that the conflict of this identity is settled. */
static gboolean
is_settled (const Oracle *oracle, const char *conflict, guint change)
{
  GHashTableIter iter;
  gpointer key, value;
  g_autofree char *wanted = g_strconcat ("b", conflict, NULL);
  g_hash_table_iter_init (&iter, oracle->rows);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Row *row = value;
      if (g_str_equal (row->table->name, "resolution") && g_str_equal (row->values[1], "i0")
          && g_str_equal (value_in (row->table, row->values, "conflict"), wanted)
          && has_seen (oracle, row->change, change))
        return TRUE;
    }
  return FALSE;
}

static gboolean
fail_lost (const Oracle *oracle, const char *place, const Write *write, const char *now,
           GError **error)
{
  const Change *change = oracle->changes->pdata[write->change];
  return image_fault (error,
                      "%s: '%s' by %s (%s, %.8s) was seen by nobody; the study has '%s', and no"
                      " conflict tells of it",
                      place, write->value, change->coder, change->command, change->id, now);
}

/* What nobody conflicts about: who made a row, when, and from which file; when a proposal was
 * settled, and by whom, unless one accepted it and another rejected it. */
static gboolean
is_no_matter (const Oracle *oracle, const char *place, const GArray *writes)
{
  const char *column = strrchr (place, '.') + 1;
  if (g_str_has_prefix (place, "coder:") || g_str_has_prefix (place, "resolution:")
      || is_provenance (column) || g_str_equal (column, "accepted_at"))
    return TRUE;
  if (!g_str_equal (column, "accepted_by_id"))
    return FALSE;
  gboolean removed = FALSE, kept = FALSE;
  for (guint i = 0; i < writes->len; i++)
    if (is_unseen (oracle, writes, i))
      {
        removed = removed || g_array_index (writes, Write, i).removes;
        kept = kept || !g_array_index (writes, Write, i).removes;
      }
  return !removed || !kept;
}

static gboolean
judge_place (Oracle *oracle, const char *place, const GArray *writes, GError **error)
{
  const char *column = strrchr (place, '.') + 1;
  g_autofree char *key = g_strndup (place, (gsize)(column - 1 - place));
  const Row *row = g_hash_table_lookup (oracle->rows, key);
  const char *now = value_in (row->table, row->values, column);
  const OracleConflict *said = g_hash_table_lookup (oracle->said, place);
  if (is_no_matter (oracle, place, writes))
    return TRUE;
  for (guint i = 0; i < writes->len; i++)
    {
      const Write *write = &g_array_index (writes, Write, i);
      if (!is_unseen (oracle, writes, i))
        continue;
      oracle->count->unseen += i + 1 < writes->len;
      if (say_the_same (oracle, column, write->value, now))
        continue;
      oracle->count->lost++;
      if (said == NULL || !(said->open || is_settled (oracle, said->id, write->change)))
        return fail_lost (oracle, place, write, now, error);
    }
  return TRUE;
}

/* Two people wrote there, each without the other's write, and not the same; or what was written
 * there is not in the study. (An undo can open again what its change had settled, so that the
 * writes need not be unseen any more.) */
static gboolean
has_cause (const Oracle *oracle, const OracleConflict *conflict, const GArray *writes)
{
  const Row *row = g_hash_table_lookup (oracle->rows, conflict->key);
  const char *now = row != NULL ? value_in (row->table, row->values, conflict->column) : NULL;
  for (guint i = 0; now != NULL && writes != NULL && i < writes->len; i++)
    {
      const Write *write = &g_array_index (writes, Write, i);
      if (is_unseen (oracle, writes, i) && !g_str_equal (write->value, now))
        return TRUE;
      for (guint k = i + 1; k < writes->len; k++)
        {
          const Write *later = &g_array_index (writes, Write, k);
          if (!has_seen (oracle, later->change, write->change)
              && !g_str_equal (later->value, write->value))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
judge_writes (Oracle *oracle, GError **error)
{
  GHashTableIter iter;
  gpointer place, value;
  read_words (oracle);
  g_hash_table_iter_init (&iter, oracle->writes);
  while (g_hash_table_iter_next (&iter, &place, &value))
    if (!judge_place (oracle, place, value, error))
      return FALSE;
  g_hash_table_iter_init (&iter, oracle->said);
  while (g_hash_table_iter_next (&iter, &place, &value))
    {
      const OracleConflict *conflict = value;
      if (conflict->open
          && !has_cause (oracle, conflict, g_hash_table_lookup (oracle->writes, place)))
        return image_fault (error, "%s: a conflict is told of, and everything in it was seen",
                            (const char *)place);
    }
  return TRUE;
}

/* ---- the whole */

static void
oracle_clear (Oracle *oracle)
{
  g_clear_pointer (&oracle->changes, g_ptr_array_unref);
  g_clear_pointer (&oracle->by_id, g_hash_table_unref);
  g_clear_pointer (&oracle->rows, g_hash_table_unref);
  g_clear_pointer (&oracle->writes, g_hash_table_unref);
  g_clear_pointer (&oracle->words, g_hash_table_unref);
  g_clear_pointer (&oracle->moves, g_ptr_array_unref);
  g_clear_pointer (&oracle->said, g_hash_table_unref);
  g_clear_pointer (&oracle->image, image_free);
}

static gboolean
judge (Oracle *oracle, GError **error)
{
  if (!image_holds_together (oracle->image, error) || !read_changes (oracle, error))
    return FALSE;
  look_back (oracle);
  g_autoptr (GPtrArray) differences = image_read (oracle->image, error);
  if (differences == NULL)
    return FALSE;
  add_study_row (oracle);
  for (guint i = 0; i < oracle->changes->len; i++)
    if (!fold_change (oracle, i, error))
      return FALSE;
  oracle->count->changes += oracle->changes->len;
  return compare_tables (oracle, error) && judge_writes (oracle, error);
}

gboolean
oracle_judge (const char *path, const GPtrArray *conflicts, OracleCount *count, GError **error)
{
  Oracle oracle = { .count = count };
  oracle.image = image_open (path, error);
  if (oracle.image == NULL)
    return FALSE;
  oracle.changes = g_ptr_array_new_with_free_func (change_free);
  oracle.by_id = g_hash_table_new (g_str_hash, g_str_equal);
  oracle.rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, row_free);
  oracle.writes
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  oracle.words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  oracle.moves = g_ptr_array_new_with_free_func (move_free);
  oracle.said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < conflicts->len; i++)
    {
      OracleConflict *one = conflicts->pdata[i];
      g_hash_table_replace (oracle.said, g_strconcat (one->key, ".", one->column, NULL), one);
    }
  const gboolean good = judge (&oracle, error);
  oracle_clear (&oracle);
  return good;
}
