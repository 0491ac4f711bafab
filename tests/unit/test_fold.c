/* The fold: a study made anew from its history, by rules that make the same of the same changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/fold.h"
#include "support/undoing.h"

/* ---- changes made by hand */

/* The history so far, and a fold of it to which the changes of a test are added. What the rows of a
 * change say is kept as long as this. */
typedef struct
{
  EspStudy *study;
  History *history;
  Fold *fold;
  GPtrArray *kept; /* GByteArray */
} Bench;

static void
bench_open (Bench *bench, EspStudy *study)
{
  g_autoptr (GError) error = NULL;
  bench->study = study;
  bench->kept = g_ptr_array_new_with_free_func ((GDestroyNotify)g_byte_array_unref);
  bench->history = history_load (study, &error);
  bench->fold = fold_new (study, &error);
  cr_assert_not_null (bench->fold, "%s", error ? error->message : "");
  cr_assert (fold_history (bench->fold, bench->history, &error), "%s", error ? error->message : "");
}

static void
bench_close (Bench *bench)
{
  fold_free (bench->fold);
  history_free (bench->history);
  g_ptr_array_unref (bench->kept);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bench, bench_close)

static ChangesetValue
text_value (const char *text)
{
  return (ChangesetValue){ .type = SQLITE_TEXT,
                           .bytes = (const guint8 *)text,
                           .size_bytes = strlen (text) };
}

static ChangesetValue
id_value (const Uuid *id)
{
  return uuid_is_nil (id) ? (ChangesetValue){ .type = SQLITE_NULL }
                          : (ChangesetValue){ .type = SQLITE_BLOB,
                                              .bytes = id->bytes,
                                              .size_bytes = sizeof id->bytes };
}

static ChangesetValue
int_value (gint64 number)
{
  return (ChangesetValue){ .type = SQLITE_INTEGER, .number = number };
}

static guint
column_at (const StoreTable *table, const char *column)
{
  guint at = 0;
  cr_assert (g_ptr_array_find_with_equal_func (table->columns, column, g_str_equal, &at), "%s",
             column);
  return at;
}

/* A row of a bench's study as it is folded now, whole. */
static void
folded_row (Bench *bench, const StoreTable *table, const Uuid *id, ChangesetValue *values,
            sqlite3_stmt **statement)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE id = ?", table->name);
  cr_assert_eq (sqlite3_prepare_v2 (fold_database (bench->fold), sql, -1, statement, NULL),
                SQLITE_OK);
  sqlite3_bind_blob (*statement, 1, id->bytes, sizeof id->bytes, SQLITE_STATIC);
  cr_assert_eq (sqlite3_step (*statement), SQLITE_ROW);
  for (guint i = 0; i < table->columns->len; i++)
    values[i] = changeset_value_of (sqlite3_column_value (*statement, (int)i));
}

/* Folds a change of these rows. */
static gboolean
fold_rows (Bench *bench, const ChangesetRow *rows, guint n, GError **error)
{
  ChangesetWriter writer = { .bytes = g_byte_array_new () };
  g_ptr_array_add (bench->kept, writer.bytes);
  for (guint i = 0; i < n; i++)
    changeset_write (&writer, &rows[i]);
  const ChangeRecord record = { .changes = writer.bytes->data, .changes_size = writer.bytes->len };
  return fold_change (bench->fold, &record, error);
}

/* A row that sets one column. */
static ChangesetRow
update_row (const StoreTable *table, const Uuid *id, const char *column, ChangesetValue value,
            ChangesetValue *before, ChangesetValue *after)
{
  const guint at = column_at (table, column);
  memset (before, 0, sizeof *before * table->columns->len);
  memset (after, 0, sizeof *after * table->columns->len);
  before[0] = id_value (id);
  before[at] = after[at] = value;
  return (ChangesetRow){ .table = table,
                         .op = SQLITE_UPDATE,
                         .n_columns = table->columns->len,
                         .id = *id,
                         .before = before,
                         .after = after };
}

static gboolean
fold_update (Bench *bench, const char *table_name, const Uuid *id, const char *column,
             ChangesetValue value, GError **error)
{
  const StoreTable *table = store_table (bench->study, table_name);
  ChangesetValue before[64], after[64];
  const ChangesetRow row = update_row (table, id, column, value, before, after);
  return fold_rows (bench, &row, 1, error);
}

static char *
folded_text (Bench *bench, const char *table_name, const Uuid *id, const char *column)
{
  const StoreTable *table = store_table (bench->study, table_name);
  ChangesetValue values[64];
  sqlite3_stmt *statement;
  folded_row (bench, table, id, values, &statement);
  char *text
      = g_strdup ((const char *)sqlite3_column_text (statement, (int)column_at (table, column)));
  sqlite3_finalize (statement);
  return text;
}

static Uuid
one_id (EspStudy *study, const char *sql)
{
  g_autoptr (Query) query = store_query_built (study, sql);
  cr_assert (query_step (query, NULL), "%s", sql);
  return query_uuid (query, 0);
}

static gboolean
count_difference (const StoreTable *table, const Uuid *id, const ChangesetValue *here,
                  const ChangesetValue *folded, gpointer data, GError **error)
{
  (void)table, (void)id, (void)here, (void)folded, (void)error;
  ++*(guint *)data;
  return TRUE;
}

static guint
differences (Bench *bench)
{
  guint n = 0;
  cr_assert (fold_compare (bench->fold, count_difference, &n, NULL));
  return n;
}

/* ---- the rules */

Test (fold, of_a_history_is_the_study)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  g_autofree char *coding
      = code_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it");
  chart_quote (temporary.study, "Ben", "N-SU-001", "help/meaning", "It keeps her going.",
               "Hope is part of it");
  change_begin (temporary.study);
  cr_assert (esp_uncode (temporary.study, coding, NULL, &error));
  change_commit (temporary.study);
  undo_last (temporary.study, "Anna");
  g_auto (Bench) bench = { 0 };
  bench_open (&bench, temporary.study);
  cr_expect_eq (differences (&bench), 0);
  cr_expect (fold_references_hold (bench.fold, &error));
  const Uuid one = one_id (temporary.study, "SELECT id FROM study_case LIMIT 1");
  cr_assert (fold_update (&bench, "study_case", &one, "kind", text_value ("unit"), &error));
  cr_expect_eq (differences (&bench), 1);
}

/* A row that was made in two copies: the second time sets what differs from the first, but not who
 * made it; and what has been changed since stays where the two say the same. */
Test (fold, of_a_row_made_twice_keeps_who_made_it_first)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_auto (Bench) bench = { 0 };
  bench_open (&bench, temporary.study);
  const StoreTable *table = store_table (temporary.study, "coding");
  const Uuid id = one_id (temporary.study, "SELECT id FROM coding"),
             friends = one_id (temporary.study, "SELECT id FROM theme WHERE name = 'Friends'"),
             ben = uuid_derived ("coder", "Ben", NULL);
  g_autofree char *maker = folded_text (&bench, "coding", &id, "coder_id"),
                  *time = folded_text (&bench, "coding", &id, "made_at");
  ChangesetValue values[64], again[64];
  sqlite3_stmt *statement;
  folded_row (&bench, table, &id, values, &statement);
  memcpy (again, values, sizeof again);
  again[column_at (table, "coder_id")] = id_value (&ben);
  again[column_at (table, "made_at")] = text_value ("2031-01-01T00:00:00.000Z");
  again[column_at (table, "origin")] = text_value ("imported");
  const ChangesetRow row = { .table = table,
                             .op = SQLITE_INSERT,
                             .n_columns = table->columns->len,
                             .id = id,
                             .before = values,
                             .after = again };
  /* In between it was moved to another theme, and taken away. */
  cr_assert (fold_update (&bench, "coding", &id, "theme_id", id_value (&friends), &error));
  cr_assert (fold_update (&bench, "coding", &id, "gone", int_value (1), &error));
  cr_assert (fold_rows (&bench, &row, 1, &error), "%s", error ? error->message : "");
  sqlite3_finalize (statement);

  g_autofree char *maker_after = folded_text (&bench, "coding", &id, "coder_id"),
                  *time_after = folded_text (&bench, "coding", &id, "made_at"),
                  *origin = folded_text (&bench, "coding", &id, "origin"),
                  *gone = folded_text (&bench, "coding", &id, "gone");
  cr_expect_str_eq (maker_after, maker);
  cr_expect_str_eq (time_after, time);
  cr_expect_str_eq (origin, "imported");
  cr_expect_str_eq (gone, "0", "it is live again");
  folded_row (&bench, table, &id, values, &statement);
  const ChangesetValue theme = id_value (&friends);
  cr_expect (changeset_value_equal (&values[column_at (table, "theme_id")], &theme));
  sqlite3_finalize (statement);
}

/* A document of a case and of a group: the second to say so is not heard, and nothing else of its
 * row is. */
Test (fold, of_values_that_break_a_rule_leaves_the_row)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  g_auto (Bench) bench = { 0 };
  bench_open (&bench, temporary.study);
  const StoreTable *table = store_table (temporary.study, "document");
  const Uuid id
      = one_id (temporary.study, "SELECT id FROM document WHERE case_id IS NOT NULL LIMIT 1"),
      group = one_id (temporary.study, "SELECT id FROM study_group LIMIT 1"),
      nobody = uuid_random ();
  g_autofree char *kind = folded_text (&bench, "document", &id, "kind");
  ChangesetValue before[64], after[64];
  ChangesetRow row = update_row (table, &id, "group_id", id_value (&group), before, after);
  before[column_at (table, "kind")] = after[column_at (table, "kind")] = text_value ("policy");
  cr_expect (fold_rows (&bench, &row, 1, &error), "%s", error ? error->message : "");
  g_autofree char *kind_after = folded_text (&bench, "document", &id, "kind"),
                  *group_after = folded_text (&bench, "document", &id, "group_id");
  cr_expect_str_eq (kind_after, kind);
  cr_expect_null (group_after);
  cr_expect_eq (differences (&bench), 0);
  expect_failure (fold_update (&bench, "document", &nobody, "kind", text_value ("x"), &error),
                  &error, ESP_ERROR_DAMAGED, "never made");
  /* A new row that breaks a rule was made by no command. */
  sqlite3_stmt *statement;
  folded_row (&bench, table, &id, after, &statement);
  after[0] = id_value (&nobody);
  after[column_at (table, "group_id")] = id_value (&group);
  row.op = SQLITE_INSERT;
  expect_failure (fold_rows (&bench, &row, 1, &error), &error, ESP_ERROR_DAMAGED,
                  "no command makes");
  sqlite3_finalize (statement);
}

Test (fold, of_a_row_that_stands_on_nothing_is_seen)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  g_auto (Bench) bench = { 0 };
  bench_open (&bench, temporary.study);
  const Uuid theme = one_id (temporary.study, "SELECT id FROM theme WHERE name = 'Home'"),
             nothing = uuid_random ();
  cr_assert (fold_update (&bench, "theme", &theme, "analysis_id", id_value (&nothing), &error));
  expect_failure (fold_references_hold (bench.fold, &error), &error, ESP_ERROR_DAMAGED,
                  "a theme refers to a analysis");
}

/* ---- the tree, compared with a plain way of mending it */

#define THEMES_MAX 24

typedef struct
{
  Uuid ids[THEMES_MAX]; /* ascending */
  gint parent[THEMES_MAX];
  guint n;
} Tree;

static gboolean
on_circle (const Tree *tree, guint theme)
{
  gint at = tree->parent[theme];
  for (guint i = 0; at >= 0 && i <= tree->n; i++, at = tree->parent[at])
    if (at == (gint)theme)
      return TRUE;
  return FALSE;
}

/* Applies moves; then, of those on a circle, the first goes back to where it was, each once. */
static void
move_in_tree (Tree *tree, const guint *themes, const gint *parents, guint n)
{
  gint old[THEMES_MAX];
  gboolean back[THEMES_MAX] = { FALSE };
  memcpy (old, tree->parent, sizeof old);
  for (guint i = 0; i < n; i++)
    tree->parent[themes[i]] = parents[i];
  for (gboolean again = TRUE; again;)
    {
      again = FALSE;
      for (guint theme = 0; theme < tree->n && !again; theme++)
        for (guint i = 0; i < n && !again; i++)
          if (themes[i] == theme && !back[theme] && on_circle (tree, theme))
            {
              tree->parent[theme] = old[theme];
              back[theme] = again = TRUE;
            }
    }
}

static void
tree_load (Tree *tree, EspStudy *study)
{
  g_autoptr (Query) themes = store_query (study, "SELECT id, parent_id FROM theme ORDER BY id");
  Uuid parents[THEMES_MAX];
  while (query_step (themes, NULL) && tree->n < THEMES_MAX)
    {
      tree->ids[tree->n] = query_uuid (themes, 0);
      parents[tree->n++] = query_uuid (themes, 1);
    }
  for (guint i = 0; i < tree->n; i++)
    {
      tree->parent[i] = -1;
      for (guint j = 0; j < tree->n; j++)
        if (uuid_equal (&parents[i], &tree->ids[j]))
          tree->parent[i] = (gint)j;
    }
}

/* Some themes get another parent in one change. */
static void
chance_moves (GRand *chance, Bench *bench, Tree *tree)
{
  const StoreTable *table = store_table (bench->study, "theme");
  guint themes[4];
  gint parents[4];
  ChangesetValue before[4][64], after[4][64];
  ChangesetRow rows[4];
  guint n = 0;
  for (guint want = 1 + chance_below (chance, 4); n < want;)
    {
      const guint theme = chance_below (chance, tree->n);
      gboolean twice = FALSE;
      for (guint i = 0; i < n; i++)
        twice |= themes[i] == theme;
      if (twice)
        continue;
      themes[n] = theme;
      parents[n] = (gint)chance_below (chance, tree->n + 2) - 2;
      parents[n] = MAX (parents[n], -1);
      const Uuid to = parents[n] < 0 ? UUID_NIL : tree->ids[parents[n]];
      rows[n] = update_row (table, &tree->ids[theme], "parent_id",
                            id_value (parents[n] < 0 ? &to : &tree->ids[parents[n]]), before[n],
                            after[n]);
      n++;
    }
  g_autoptr (GError) error = NULL;
  cr_assert (fold_rows (bench, rows, n, &error), "%s", error ? error->message : "");
  move_in_tree (tree, themes, parents, n);
}

Test (fold, keeps_the_framework_a_tree)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  const StoreTable *table = store_table (temporary.study, "theme");
  for (guint round = 0; round < 60; round++)
    {
      g_auto (Bench) bench = { 0 };
      Tree tree = { 0 };
      tree_load (&tree, temporary.study);
      cr_assert_gt (tree.n, 7);
      bench_open (&bench, temporary.study);
      for (guint change = 0; change < 40; change++)
        {
          chance_moves (chance, &bench, &tree);
          for (guint i = 0; i < tree.n; i++)
            {
              ChangesetValue values[64];
              sqlite3_stmt *statement;
              const Uuid none = UUID_NIL;
              const ChangesetValue should
                  = id_value (tree.parent[i] < 0 ? &none : &tree.ids[tree.parent[i]]);
              cr_assert_not (on_circle (&tree, i));
              folded_row (&bench, table, &tree.ids[i], values, &statement);
              cr_assert (changeset_value_equal (&values[column_at (table, "parent_id")], &should),
                         "seed %u, round %u, change %u, theme %u", seed, round, change, i);
              sqlite3_finalize (statement);
            }
        }
    }
}
