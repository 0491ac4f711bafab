/* A study in two copies, Anna's and Ben's, and the conflicts between them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_PAIR_H
#define TESTS_PAIR_H

#include "support/copies.h"
#include "support/undoing.h"

#include "store/store.h"

/* ---- a study in two copies: Anna's and Ben's */

typedef struct
{
  TemporaryStudy first;
  EspStudy *anna, *ben;
} Pair;

static inline void
pair_open (Pair *pair)
{
  written_study_open (&pair->first);
  pair->anna = pair->first.study;
  pair->ben = copy_of (&pair->first, "b.espalier");
}

static inline void
pair_close (Pair *pair)
{
  esp_study_close (pair->ben);
  temporary_study_close (&pair->first);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_close)

static inline GPtrArray *
conflicts_of (EspStudy *study)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *conflicts = esp_conflicts (study, &error);
  cr_assert_not_null (conflicts, "%s", error ? error->message : "");
  return conflicts;
}

/* One line for each conflict and side. */
static inline char *
conflicts_text (EspStudy *study)
{
  g_autoptr (GPtrArray) conflicts = conflicts_of (study);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < conflicts->len; i++)
    {
      const EspConflict *one = conflicts->pdata[i];
      g_string_append_printf (text, "%s %s %s\n", one->id, one->kind, one->subject);
      for (guint k = 0; k < one->sides->len; k++)
        {
          const EspConflictSide *side = one->sides->pdata[k];
          g_string_append_printf (text, "  %s %s: %s%s\n", side->coder, side->change, side->value,
                                  side->holds ? " *" : "");
        }
    }
  return g_string_free (text, FALSE);
}

/* Both have everything, and are told the same. */
static inline void
exchange (Pair *pair)
{
  merge_in (pair->anna, pair->ben);
  merge_in (pair->ben, pair->anna);
  g_autofree char *a = conflicts_text (pair->anna), *b = conflicts_text (pair->ben);
  cr_assert_str_eq (a, b);
}

/* The only conflict there is. */
static inline EspConflict *
only_one (EspStudy *study)
{
  g_autofree char *text = conflicts_text (study);
  g_autoptr (GPtrArray) conflicts = conflicts_of (study);
  cr_assert_eq (conflicts->len, 1, "%u conflicts: %s", conflicts->len, text);
  return g_ptr_array_steal_index (conflicts, 0);
}

static inline const EspConflictSide *
side_of (const EspConflict *conflict, guint number)
{
  cr_assert_lt (number - 1, conflict->sides->len);
  return conflict->sides->pdata[number - 1];
}

/* The number of the side that says so. */
static inline guint
side_saying (const EspConflict *conflict, const char *value)
{
  for (guint i = 0; i < conflict->sides->len; i++)
    if (strstr (side_of (conflict, i + 1)->value, value) != NULL)
      return i + 1;
  cr_assert_fail ("no side says '%s'", value);
  return 0;
}

static inline void
expect_none (EspStudy *study)
{
  g_autofree char *text = conflicts_text (study);
  cr_expect_str_empty (text, "%s", text);
}

/* The number of the side that the study has. */
static inline guint
side_holding (const EspConflict *conflict)
{
  for (guint i = 0; i < conflict->sides->len; i++)
    if (side_of (conflict, i + 1)->holds)
      return i + 1;
  cr_assert_fail ("no side holds");
  return 0;
}

/* The study but its history, and what is told of it. */
static inline char *
standing_text (EspStudy *study)
{
  g_autofree char *live = live_text (study), *told = conflicts_text (study);
  return g_strconcat (live, told, NULL);
}

static inline gboolean
resolve (EspStudy *study, const char *coder, const char *id, guint keep, const char *other,
         GError **error)
{
  change_begin_as (study, coder, "resolve");
  g_autofree char *begin = g_strndup (id, 8);
  g_autoptr (EspConflict) settled = NULL;
  if (!esp_resolve (study, begin, keep, other, &settled, error))
    {
      esp_change_abandon (study);
      return FALSE;
    }
  cr_assert_str_eq (settled->id, id);
  change_commit (study);
  return TRUE;
}

static inline void
resolve_must (EspStudy *study, const char *coder, const EspConflict *conflict, guint keep,
              const char *other)
{
  g_autoptr (GError) error = NULL;
  cr_assert (resolve (study, coder, conflict->id, keep, other, &error), "%s",
             error ? error->message : "");
}

/* Settled, and so it comes to Ben. */
static inline void
expect_settled (Pair *pair)
{
  expect_none (pair->anna);
  exchange (pair);
  expect_none (pair->ben);
  expect_whole (pair->ben);
}

/* Anna takes back what she settled: all is as it was, and told of again. */
static inline void
expect_taken_back (Pair *pair, const char *before)
{
  undo_last (pair->anna, "Anna");
  g_autofree char *after = standing_text (pair->anna);
  cr_expect_str_eq (after, before);
  expect_whole (pair->anna);
}

/* Runs a statement as a change of its own: what later commands will do. */
#define write_as(study, coder, sql)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    change_begin_as ((study), (coder), "test");                                                    \
    Query *query_written = store_query ((study), sql);                                             \
    cr_assert (query_run (query_written, NULL));                                                   \
    query_end (query_written);                                                                     \
    change_commit (study);                                                                         \
  }                                                                                                \
  G_STMT_END

#define expect_answer(study, sql, expected)                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    Query *query_asked = store_query ((study), sql);                                               \
    cr_assert (query_step (query_asked, NULL));                                                    \
    cr_expect_str_eq (query_text (query_asked, 0), expected);                                      \
    query_end (query_asked);                                                                       \
  }                                                                                                \
  G_STMT_END

#endif
