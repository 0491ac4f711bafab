/* Thousands of operations on one study, undone at random.
 *
 * What each change did is read from the file by SQLite alone, before and after it (image.h). From
 * that follows what an undo must do: each value that the change wrote must still be there, and
 * becomes what it was; each row that it made is gone; nothing else moves. And it must be refused
 * where a value is not there any more, or where something live would stand on something gone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/undos.h"
#include "random/image.h"

#include <stdio.h>
#include <string.h>

/* How often, in steps. */
#define STUDY_STEPS 2500 /* then with a fresh study, as each step looks at all of it */
#define MERGE_EVERY 250
#define ARCHIVE_EVERY 60
#define CHECK_EVERY 2000

typedef struct
{
  const char *folder;
  Seat seats[2]; /* the study; a copy that is worked on now and then */
  Image *images[2];
  guint number;     /* of changes so far */
  GHashTable *done; /* id of a change in hexadecimal digits -> Done */
  /* Of each seat: key of a row -> the number of the change that made it gone or live last;
   * a reference of a row (key_of_reference) -> that of the change that said last what it is. */
  GHashTable *ended[2], *based[2];
  GHashTable *apart; /* while a copy is out: key -> the seats that wrote there, as bits */
  GHashTable *mixed; /* key: written in the study and in a copy, neither seeing the other: what was
                        there before a change is another thing in each */
  OperationCount *counts;
  guint undos, refused, several, merges, archives;
} Undos;

/* ---- what a change did */

typedef struct
{
  guint number;
  GPtrArray *differences; /* ImageDifference */
} Done;

static void
done_free (gpointer data)
{
  Done *done = data;
  g_ptr_array_unref (done->differences);
  g_free (done);
}

static char *
newest_change (const Image *image)
{
  sqlite3_stmt *newest = NULL;
  char *id = NULL;
  sqlite3_prepare_v2 (image->db,
                      "SELECT lower (hex (id)) FROM history_change ORDER BY lamport DESC, id DESC"
                      " LIMIT 1",
                      -1, &newest, NULL);
  if (sqlite3_step (newest) == SQLITE_ROW)
    id = g_strdup ((const char *)sqlite3_column_text (newest, 0));
  sqlite3_finalize (newest);
  return id;
}

static char *
digits_of (const char *uuid)
{
  g_auto (GStrv) parts = g_strsplit (uuid, "-", -1);
  return g_strjoinv ("", parts);
}

/* ---- what an undo must do */

/* Values that rows will have; those that are not in it stay. */
typedef struct
{
  const Image *image;
  guint seat;
  GHashTable *undone;      /* the numbers of the changes that are taken back */
  GHashTable *rows;        /* key -> char **values */
  GHashTable *touched;     /* key -> the number of the first change taken back that wrote there */
  char *obstacle;          /* the first value that is not there any more; NULL */
  gboolean mixed_obstacle; /* one is not there any more in a row that a merge gave values of both
                              sides: a reason to refuse, but none to have refused */
} Forecast;

static void
forecast_clear (Forecast *forecast)
{
  g_hash_table_unref (forecast->rows);
  g_hash_table_unref (forecast->touched);
  g_hash_table_unref (forecast->undone);
  g_free (forecast->obstacle);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Forecast, forecast_clear)

static void
forecast_begin (Forecast *forecast, const Undos *undos, guint seat)
{
  forecast->image = undos->images[seat];
  forecast->seat = seat;
  forecast->undone = g_hash_table_new (NULL, NULL);
  forecast->rows
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
  forecast->touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* The values that a row will have, to be altered; NULL when there is no such row. */
static char **
forecast_row (Forecast *forecast, const char *key)
{
  char **values = g_hash_table_lookup (forecast->rows, key);
  const ImageRow *row = g_hash_table_lookup (forecast->image->rows, key);
  if (values != NULL || row == NULL)
    return values;
  values = g_strdupv (row->values);
  g_hash_table_insert (forecast->rows, g_strdup (key), values);
  return values;
}

static void
forecast_difference (const Undos *undos, Forecast *forecast, const ImageDifference *was,
                     guint number)
{
  /* Who made the change stays known. */
  if (g_str_equal (was->table->name, "coder"))
    return;
  char **values = forecast_row (forecast, was->key);
  g_hash_table_replace (forecast->touched, g_strdup (was->key), GUINT_TO_POINTER (number));
  const gboolean is_mixed = g_hash_table_contains (undos->mixed, was->key);
  for (guint i = 1; i < was->table->columns->len; i++)
    {
      if (was->before != NULL && g_str_equal (was->before[i], was->after[i]))
        continue;
      if (values == NULL || !g_str_equal (values[i], was->after[i]))
        {
          forecast->mixed_obstacle = forecast->mixed_obstacle || is_mixed;
          if (forecast->obstacle == NULL && !is_mixed)
            forecast->obstacle
                = g_strdup_printf ("%s.%s", was->key, (const char *)was->table->columns->pdata[i]);
          return;
        }
      if (!is_mixed && (was->before != NULL || i == 1))
        {
          g_free (values[i]);
          values[i] = g_strdup (was->before != NULL ? was->before[i] : "i1");
        }
    }
}

static const char *
forecast_gone (const Forecast *forecast, const char *key)
{
  char *const *values = g_hash_table_lookup (forecast->rows, key);
  return values != NULL ? values[1] : image_value (forecast->image, key, 1);
}

/* The last change that an undo leaves, by a table of them; 0 where it takes that one back. */
static guint
left_last (const Forecast *forecast, GHashTable *const tables[2], const char *key)
{
  const gpointer last = g_hash_table_lookup (tables[forecast->seat], key);
  return g_hash_table_contains (forecast->undone, last) ? 0 : GPOINTER_TO_UINT (last);
}

/* "theme:0123... 3", a column of a row. */
static char *
key_of_reference (const char *key, guint column)
{
  return g_strdup_printf ("%s %u", key, column);
}

/* Whether a reference from a live row to a gone one is the undo's doing: the one comes back, and
 * the other went since what is taken back was done; or the other goes, and the one came there since
 * then, by what stays. */
static gboolean
is_its_doing (const Undos *undos, const Forecast *forecast, const ImageRow *row, guint column,
              const char *below)
{
  g_autofree char *reference = key_of_reference (row->key, column);
  /* What stood there since when is not known of rows that a merge gave values of both sides. */
  if (g_hash_table_contains (undos->mixed, row->key) || g_hash_table_contains (undos->mixed, below))
    return FALSE;
  const gboolean comes_back = !g_str_equal (row->values[1], "i0");
  const gboolean goes = g_strcmp0 (image_value (forecast->image, below, 1), "i1") != 0;
  const guint ended = left_last (forecast, undos->ended, below),
              based = MAX (left_last (forecast, undos->ended, row->key),
                           left_last (forecast, undos->based, reference)),
              of_row = GPOINTER_TO_UINT (g_hash_table_lookup (forecast->touched, row->key)),
              of_below = GPOINTER_TO_UINT (g_hash_table_lookup (forecast->touched, below));
  return (comes_back && !goes && ended > of_row) || (goes && !comes_back && based > of_below);
}

/* A live row that will stand on a gone one; NULL for none. Where `strict`, by what the undo does;
 * else where it touches one of them. */
static char *
find_standing (const Undos *undos, Forecast *forecast, gboolean strict)
{
  GHashTableIter iter;
  gpointer key, value;
  g_hash_table_iter_init (&iter, forecast->image->rows);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const ImageRow *row = value;
      char *const *values = g_hash_table_lookup (forecast->rows, key);
      if (values == NULL)
        values = row->values;
      for (guint i = 2; g_str_equal (values[1], "i0") && i < row->table->refs->len; i++)
        {
          if (row->table->refs->pdata[i] == NULL || *values[i] != 'b')
            continue;
          g_autofree char *below
              = g_strconcat (row->table->refs->pdata[i], ":", values[i] + 1, NULL);
          if (g_strcmp0 (forecast_gone (forecast, below), "i1") == 0
              && (strict ? is_its_doing (undos, forecast, row, i, below)
                         : g_hash_table_contains (forecast->touched, key)
                               || g_hash_table_contains (forecast->touched, below)))
            return g_strdup_printf ("%s on %s", (const char *)key, below);
        }
    }
  return NULL;
}

static const char *
forecast_parent (const Forecast *forecast, const char *theme)
{
  char *const *values = g_hash_table_lookup (forecast->rows, theme);
  const gint column = image_column (image_table (forecast->image, "theme"), "parent_id");
  return values != NULL ? values[column] : image_value (forecast->image, theme, (guint)column);
}

/* Whether a theme that the undo touches would come to lie on a circle, or below one. */
static gboolean
closes_circle (const Forecast *forecast)
{
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init (&iter, forecast->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!g_str_has_prefix (key, "theme:"))
        continue;
      guint steps = 0;
      g_autofree char *at = g_strdup (key);
      for (const char *parent; (parent = forecast_parent (forecast, at)) != NULL && *parent == 'b';)
        {
          char *above = g_strconcat ("theme:", parent + 1, NULL);
          g_free (at);
          at = above;
          if (++steps > g_hash_table_size (forecast->image->rows))
            return TRUE;
        }
    }
  return FALSE;
}

/* Takes back a change; those that nobody made since the beginning are not foreseen. */
static gboolean
forecast_change (Forecast *forecast, const Undos *undos, const char *change, GError **error)
{
  g_autofree char *id = digits_of (change);
  const Done *done = g_hash_table_lookup (undos->done, id);
  if (done == NULL)
    return image_fault (error, "%.8s was never made here", change);
  g_hash_table_add (forecast->undone, GUINT_TO_POINTER (done->number));
  for (guint d = 0; d < done->differences->len; d++)
    forecast_difference (undos, forecast, done->differences->pdata[d], done->number);
  return TRUE;
}

/* What came is what was forecast, and nothing else: the image has the state after. */
static gboolean
compare_forecast (const Undos *undos, const Forecast *forecast, const GPtrArray *came,
                  GError **error)
{
  for (guint i = 0; i < came->len; i++)
    {
      const ImageDifference *one = came->pdata[i];
      if (!g_str_equal (one->table->name, "coder")
          && !g_hash_table_contains (forecast->rows, one->key))
        return image_fault (error, "an undo altered %s, which it has nothing to do with", one->key);
    }
  GHashTableIter iter;
  gpointer key, value;
  g_hash_table_iter_init (&iter, forecast->rows);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const ImageRow *row = g_hash_table_lookup (forecast->image->rows, key);
      char *const *values = value;
      const gboolean is_mixed = g_hash_table_contains (undos->mixed, key);
      for (guint c = 0; !is_mixed && c < row->table->columns->len; c++)
        if (!g_str_equal (row->values[c], values[c]))
          return image_fault (error, "after an undo %s.%s is %s, and should be %s",
                              (const char *)key, (const char *)row->table->columns->pdata[c],
                              row->values[c], values[c]);
    }
  return TRUE;
}

/* ---- one step */

/* The image has the state before; *came is what the undo did. */
static gboolean
after_undo (Undos *undos, guint seat, const GPtrArray *undone, GPtrArray **came, GError **error)
{
  g_auto (Forecast) forecast = { 0 };
  forecast_begin (&forecast, undos, seat);
  for (guint i = 0; i < undone->len; i++)
    if (!forecast_change (&forecast, undos, ((const EspChange *)undone->pdata[i])->id, error))
      return FALSE;
  if (forecast.obstacle != NULL)
    return image_fault (error, "an undo was done although %s was changed since", forecast.obstacle);
  g_autofree char *standing = find_standing (undos, &forecast, TRUE);
  if (standing != NULL)
    return image_fault (error, "an undo was done although it leaves %s", standing);
  undos->undos++;
  undos->several += undone->len > 1;
  *came = image_read (undos->images[seat], error);
  return *came != NULL && compare_forecast (undos, &forecast, *came, error);
}

static gboolean
wrote_the_same (const Done *other, const ImageDifference *own)
{
  for (guint i = 0; i < other->differences->len; i++)
    {
      const ImageDifference *one = other->differences->pdata[i];
      for (guint c = 1; g_str_equal (one->key, own->key) && c < one->table->columns->len; c++)
        if ((one->before == NULL || !g_str_equal (one->before[c], one->after[c]))
            && g_str_equal (one->after[c], own->after[c]))
          return TRUE;
    }
  return FALSE;
}

/* Whether another change wrote the same as one of the values: it may have been made elsewhere at
 * the same time, and what others did stands. */
static gboolean
somebody_did_the_same (const Undos *undos, const char *change)
{
  g_autofree char *id = digits_of (change);
  const Done *own = g_hash_table_lookup (undos->done, id);
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, undos->done);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    for (guint i = 0; value != own && i < own->differences->len; i++)
      if (wrote_the_same (value, own->differences->pdata[i]))
        return TRUE;
  return FALSE;
}

/* "theme move (0123abcd), theme add (4567cdef)", for whoever looks into a fault. */
static char *
name_changes (const GPtrArray *changes)
{
  GString *names = g_string_new (NULL);
  for (guint i = 0; i < changes->len; i++)
    {
      const EspChange *one = changes->pdata[i];
      g_string_append_printf (names, "%s%s (%.8s)", i > 0 ? ", " : "", one->command, one->id);
    }
  return g_string_free (names, FALSE);
}

/* Something was refused: everything is as it was; and where it was an undo, there is a reason. */
static gboolean
after_refusal (Undos *undos, guint seat, const Turn *turn, const char *newest, GError **error)
{
  Image *image = undos->images[seat];
  g_autofree char *now = newest_change (image);
  g_autoptr (GPtrArray) came = image_read (image, error);
  if (came == NULL)
    return FALSE;
  if (came->len > 0 || g_strcmp0 (now, newest) != 0)
    return image_fault (error, "what was refused changed the study: %s",
                        came->len > 0 ? ((const ImageDifference *)came->pdata[0])->key : now);
  if (turn->asked == NULL || turn->refusal != ESP_ERROR_STANDS)
    return TRUE;
  g_auto (Forecast) forecast = { 0 };
  forecast_begin (&forecast, undos, seat);
  if (!forecast_change (&forecast, undos, turn->asked, error))
    return FALSE;
  undos->refused++;
  g_autofree char *standing = find_standing (undos, &forecast, FALSE);
  return forecast.obstacle != NULL || forecast.mixed_obstacle || standing != NULL
         || closes_circle (&forecast) || somebody_did_the_same (undos, turn->asked)
         || image_fault (error, "the undo of %.8s was refused, and nothing is in its way",
                         turn->asked);
}

/* Two of five steps are undos. Merging has a turn of its own. */
static guint
pick (void)
{
  const gboolean undo = chance_below (5) < 2;
  guint which;
  do
    which = operation_pick ();
  while (operation_nth (which)->alone
         || (undo && !g_str_has_prefix (operation_nth (which)->name, "undo")));
  return which;
}

static void
note_number (const Undos *undos, GHashTable *table, char *key_taken)
{
  g_hash_table_replace (table, key_taken, GUINT_TO_POINTER (undos->number));
}

/* Which change placed a row last. */
static void
note_placing (const Undos *undos, guint seat, const ImageDifference *one)
{
  if (one->before == NULL || !g_str_equal (one->before[1], one->after[1]))
    note_number (undos, undos->ended[seat], g_strdup (one->key));
  for (guint i = 2; i < one->table->refs->len; i++)
    if (one->table->refs->pdata[i] != NULL
        && (one->before == NULL || !g_str_equal (one->before[i], one->after[i])))
      note_number (undos, undos->based[seat], key_of_reference (one->key, i));
}

static void
note_apart (Undos *undos, guint seat, const char *key)
{
  if (undos->images[1] == NULL)
    return;
  const guint seats = GPOINTER_TO_UINT (g_hash_table_lookup (undos->apart, key)) | (guint)1 << seat;
  g_hash_table_replace (undos->apart, g_strdup (key), GUINT_TO_POINTER (seats));
  if (seats == 3)
    g_hash_table_add (undos->mixed, g_strdup (key));
}

static void
keep_done (Undos *undos, guint seat, char *id_taken, GPtrArray *came_taken)
{
  Done *done = g_new (Done, 1);
  *done = (Done){ ++undos->number, came_taken };
  for (guint i = 0; i < came_taken->len; i++)
    {
      ImageDifference *one = came_taken->pdata[i];
      /* The copies' images do not live as long as the study's. */
      one->table = image_table (undos->images[0], one->table->name);
      note_placing (undos, seat, one);
      note_apart (undos, seat, one->key);
    }
  g_hash_table_replace (undos->done, id_taken, done);
}

/* What was done is kept under its change, if it made one. */
static gboolean
after_deed (Undos *undos, guint seat, guint which, const Turn *turn, const char *newest,
            GError **error)
{
  g_autoptr (GPtrArray) came = NULL;
  g_autofree char *id = newest_change (undos->images[seat]);
  if (turn->undone != NULL)
    {
      g_autofree char *names = name_changes (turn->undone);
      if (!after_undo (undos, seat, turn->undone, &came, error))
        {
          g_prefix_error (error, "taking back %s: ", names);
          return FALSE;
        }
    }
  else if ((came = image_read (undos->images[seat], error)) == NULL)
    return FALSE;
  if (g_strcmp0 (id, newest) != 0)
    keep_done (undos, seat, g_steal_pointer (&id), g_steal_pointer (&came));
  else if (came->len > 0)
    return image_fault (error, "the history says nothing of what was done (%s)",
                        operation_nth (which)->name);
  return TRUE;
}

static gboolean
step (Undos *undos, guint seat, guint which, GError **error)
{
  static const char *const people[] = { "Anna", "Ben", "Cleo" };
  Turn turn = { .seat = &undos->seats[seat],
                .study = undos->seats[seat].study,
                .coder = people[chance_below (G_N_ELEMENTS (people))],
                .folder = undos->folder,
                .seats = undos->seats,
                .n_seats = undos->images[1] != NULL ? 2 : 1 };
  gboolean done = FALSE;
  g_autofree char *before = newest_change (undos->images[seat]);
  const gboolean good = operation_run (which, &turn, undos->counts, &done, error)
                        && (done ? after_deed (undos, seat, which, &turn, before, error)
                                 : after_refusal (undos, seat, &turn, before, error));
  turn_clear (&turn);
  if (!good)
    g_prefix_error (error, "%s at seat %u, history till %.8s: ", operation_nth (which)->name,
                    seat + 1, before);
  return good;
}

/* ---- a copy that is worked on and comes back */

static gboolean
seat_begin (Undos *undos, guint seat, GBytes *bytes, GError **error)
{
  const char *const names[] = { "study", "copy" };
  undos->seats[seat].people[0] = "Anna";
  if (!seat_open (&undos->seats[seat], undos->folder, names[seat], bytes, error))
    return FALSE;
  undos->images[seat] = image_open (undos->seats[seat].path, error);
  g_autoptr (GPtrArray) all
      = undos->images[seat] != NULL ? image_read (undos->images[seat], error) : NULL;
  return all != NULL;
}

static void
seat_end (Undos *undos, guint seat)
{
  g_clear_pointer (&undos->images[seat], image_free);
  seat_close (&undos->seats[seat]);
}

/* Later numbers go before. */
static void
take_numbers (GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer key, number;
  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &number))
    if (GPOINTER_TO_UINT (number) > GPOINTER_TO_UINT (g_hash_table_lookup (to, key)))
      g_hash_table_replace (to, g_strdup (key), number);
}

static gboolean
work_apart (Undos *undos, GError **error)
{
  g_autoptr (GBytes) bytes = seat_bytes (undos->seats[0].path, error);
  take_numbers (undos->ended[1], undos->ended[0]);
  take_numbers (undos->based[1], undos->based[0]);
  gboolean good = bytes != NULL && seat_begin (undos, 1, bytes, error);
  for (guint i = 0; good && i < 12; i++)
    good = step (undos, i % 2, pick (), error);
  g_autoptr (EspMerge) merge
      = good ? seat_merge (&undos->seats[0], undos->seats[1].path, error) : NULL;
  seat_end (undos, 1);
  g_hash_table_remove_all (undos->apart);
  take_numbers (undos->ended[0], undos->ended[1]);
  take_numbers (undos->based[0], undos->based[1]);
  undos->merges++;
  g_autoptr (GPtrArray) came = merge != NULL ? image_read (undos->images[0], error) : NULL;
  return came != NULL;
}

/* ---- the archive says so */

/* The archive without what is gone, without the people, and without texts that nothing refers to
 * after an undo. */
static char *
live_archive (Undos *undos, GError **error)
{
  g_autofree char *all = seat_archive (undos->seats[0].study, undos->folder, error);
  if (all == NULL)
    return NULL;
  g_autoptr (GRegex) gone
      = g_regex_new ("\\s*<([a-z-]+) id=\"[^\"]*\" gone=\"1\"[^>]*?(/>|>.*?</\\1>)"
                     "|\\s*<(coder|layout|original|text) (id|hash)=[^>]*?(/>|>.*?</\\3>)",
                     G_REGEX_DOTALL | G_REGEX_OPTIMIZE, 0, NULL);
  return g_regex_replace_literal (gone, all, -1, 0, "", 0, error);
}

static void
keep_text (const Undos *undos, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (undos->folder, name, NULL);
  g_file_set_contents (path, text, -1, NULL);
}

/* A change, and its undo by somebody else: the archive is as it was. */
static gboolean
archive_says_so (Undos *undos, GError **error)
{
  g_autofree char *before = live_archive (undos, error), *newest = newest_change (undos->images[0]);
  guint which;
  do
    which = operation_pick ();
  while (operation_nth (which)->alone || before == NULL);
  if (!step (undos, 0, which, error))
    return FALSE;
  g_autofree char *id = newest_change (undos->images[0]);
  if (g_strcmp0 (id, newest) == 0)
    return TRUE;
  char uuid[37];
  g_snprintf (uuid, sizeof uuid, "%.8s-%.4s-%.4s-%.4s-%.12s", id, id + 8, id + 12, id + 16,
              id + 20);
  g_autoptr (GPtrArray) undone
      = esp_change_begin (undos->seats[0].study, "undo", "Emil", NULL, error)
            ? esp_undo (undos->seats[0].study, uuid, "Emil", FALSE, error)
            : NULL;
  if (undone == NULL || !esp_change_commit (undos->seats[0].study, "undo", error))
    {
      g_prefix_error (error, "%s, just done, cannot be undone: ", operation_nth (which)->name);
      return FALSE;
    }
  g_autofree char *made = newest_change (undos->images[0]), *after = live_archive (undos, error);
  g_autoptr (GPtrArray) came = image_read (undos->images[0], error);
  if (came == NULL || after == NULL)
    return FALSE;
  keep_done (undos, 0, g_steal_pointer (&made), g_steal_pointer (&came));
  undos->archives++;
  if (g_str_equal (before, after))
    return TRUE;
  keep_text (undos, "before.xml", before);
  keep_text (undos, "after.xml", after);
  return image_fault (error, "%s was undone, and the archive is not what it was",
                      operation_nth (which)->name);
}

/* ---- the whole */

static gboolean
take_steps (Undos *undos, guint64 steps, GError **error)
{
  for (guint64 i = 1; i <= steps; i++)
    {
      const gboolean good = i % MERGE_EVERY == 0     ? work_apart (undos, error)
                            : i % ARCHIVE_EVERY == 0 ? archive_says_so (undos, error)
                                                     : step (undos, 0, pick (), error);
      if (!good || (i % CHECK_EVERY == 0 && !seat_check (undos->seats[0].study, error)))
        {
          g_prefix_error (error, "step %" G_GUINT64_FORMAT ": ", i);
          return FALSE;
        }
    }
  return seat_check (undos->seats[0].study, error);
}

static GHashTable *
table_of_keys (GDestroyNotify free_value)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);
}

static gboolean
one_study (Undos *undos, GBytes *base, guint64 seed, guint64 steps, GError **error)
{
  undos->number = 0;
  undos->done = table_of_keys (done_free);
  for (guint seat = 0; seat < 2; seat++)
    {
      undos->ended[seat] = table_of_keys (NULL);
      undos->based[seat] = table_of_keys (NULL);
    }
  undos->apart = table_of_keys (NULL);
  undos->mixed = table_of_keys (NULL);
  chance_begin (seed);
  const gboolean good = seat_begin (undos, 0, base, error) && take_steps (undos, steps, error);
  seat_end (undos, 1);
  seat_end (undos, 0);
  g_hash_table_unref (undos->done);
  for (guint seat = 0; seat < 2; seat++)
    {
      g_hash_table_unref (undos->ended[seat]);
      g_hash_table_unref (undos->based[seat]);
    }
  g_hash_table_unref (undos->apart);
  g_hash_table_unref (undos->mixed);
  return good;
}

guint
undos_run (const char *folder, GBytes *base, guint64 seed, guint64 steps, OperationCount *counts)
{
  g_autoptr (GError) error = NULL;
  Undos undos = { .folder = folder, .counts = counts };
  gboolean good = TRUE;
  guint64 taken = 0;
  const gint64 begun = g_get_monotonic_time ();
  for (guint n = 0; good && taken < steps; n++)
    {
      const guint64 now = MIN (steps - taken, STUDY_STEPS);
      good = one_study (&undos, base, seed + n, now, &error);
      taken += now;
      if (!good)
        printf ("# files in %s (again: --rounds 0 --undo-steps %" G_GUINT64_FORMAT
                " --seed %" G_GUINT64_FORMAT "):\n#   %s\n",
                folder, now, seed + n, error->message);
    }
  printf ("# %.1f ms a step; %u undos of several changes, %u refused; %u copies came back\n",
          (double)(g_get_monotonic_time () - begun) / 1000 / (double)MAX (taken, 1), undos.several,
          undos.refused, undos.merges);
  printf ("%sok 2 - %" G_GUINT64_FORMAT " steps, %u undos: what was undone is back, what others did"
          " stands, %u archives say so (seed %" G_GUINT64_FORMAT ")\n",
          good ? "" : "not ", taken, undos.undos, undos.archives, seed);
  fflush (stdout);
  return !good;
}
