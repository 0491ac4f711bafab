/* Counting what was found: by case, and by an attribute or a kind of group.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexing/search.h"
#include "study/case.h"
#include "study/grouping.h"

struct _SearchCounts
{
  GPtrArray *cases; /* EspCase: those that are searched, by label */
  GHashTable *rows; /* label -> index in `cases` + 1 */
  gboolean chosen;  /* not all cases are searched: what is of no case is not */
  gboolean counts_cases;
  Grouping grouping; /* of `cases` */
  char *by;          /* '' for none */
  GPtrArray *counts; /* EspSearchCount: for each case, and at the end for no case */
};

void
search_count_free (gpointer count)
{
  EspSearchCount *one = count;
  if (one == NULL)
    return;
  g_free (one->name);
  g_free (one);
}

static EspSearchCount *
count_new (const char *name)
{
  EspSearchCount *count = g_new0 (EspSearchCount, 1);
  count->name = g_strdup (name);
  return count;
}

/* ---- which cases */

/* Leaves the one case that is asked for. */
static gboolean
keep_case (EspStudy *study, GPtrArray *cases, const char *text, GError **error)
{
  Uuid id;
  g_autofree char *label = NULL;
  if (text == NULL)
    return TRUE;
  if (!case_find (study, text, &id, &label, error))
    return FALSE;
  for (guint i = cases->len; i > 0; i--)
    if (!g_str_equal (((const EspCase *)cases->pdata[i - 1])->label, label))
      g_ptr_array_remove_index (cases, i - 1);
  return TRUE;
}

SearchCounts *
search_counts_new (EspStudy *study, const EspSearchOptions *options, GError **error)
{
  g_autoptr (SearchCounts) counts = g_new0 (SearchCounts, 1);
  counts->cases = esp_cases (study, options->where, error);
  if (counts->cases == NULL || !keep_case (study, counts->cases, options->case_label, error))
    return NULL;
  counts->chosen
      = options->case_label != NULL || (options->where != NULL && *options->where != NULL);
  counts->counts_cases = options->document == NULL;
  counts->rows = g_hash_table_new (g_str_hash, g_str_equal);
  counts->counts = g_ptr_array_new_with_free_func (search_count_free);
  for (guint i = 0; i < counts->cases->len; i++)
    {
      const EspCase *one = counts->cases->pdata[i];
      g_hash_table_insert (counts->rows, one->label, GUINT_TO_POINTER (i + 1));
      g_ptr_array_add (counts->counts, count_new (one->label));
    }
  g_ptr_array_add (counts->counts, count_new (""));
  grouping_init (&counts->grouping);
  if (options->by != NULL
      && !grouping_make (&counts->grouping, study, counts->cases, options->by, &counts->by, error))
    return NULL;
  return g_steal_pointer (&counts);
}

void
search_counts_free (SearchCounts *counts)
{
  if (counts == NULL)
    return;
  g_clear_pointer (&counts->cases, g_ptr_array_unref);
  g_clear_pointer (&counts->rows, g_hash_table_unref);
  g_clear_pointer (&counts->counts, g_ptr_array_unref);
  grouping_clear (&counts->grouping);
  g_free (counts->by);
  g_free (counts);
}

gboolean
search_counts_wants (const SearchCounts *counts, const char *case_label)
{
  return !counts->chosen || g_hash_table_contains (counts->rows, case_label);
}

/* ---- counting */

void
search_counts_add (SearchCounts *counts, const char *case_label, EspPart part)
{
  const guint row = GPOINTER_TO_UINT (g_hash_table_lookup (counts->rows, case_label));
  EspSearchCount *count = counts->counts->pdata[row > 0 ? row - 1 : counts->cases->len];
  count->turns++;
  count->own_turns += part == ESP_PART_CASE;
}

/* Adds a case to the count of several. */
static void
add_case (const SearchCounts *counts, EspSearchCount *to, guint row)
{
  const EspSearchCount *one = counts->counts->pdata[row];
  const gboolean is_case = row < counts->cases->len;
  to->turns += one->turns;
  to->own_turns += one->own_turns;
  to->cases += is_case && one->turns > 0;
  to->own_cases += is_case && one->own_turns > 0;
  to->of_cases += is_case && counts->counts_cases
                  && ((const EspCase *)counts->cases->pdata[row])->documents > 0;
}

static EspSearchCount *
count_rows (const SearchCounts *counts, const char *name, const GArray *rows)
{
  EspSearchCount *count = count_new (name);
  for (guint i = 0; i < rows->len; i++)
    add_case (counts, count, g_array_index (rows, guint, i));
  return count;
}

static void
count_groups (const SearchCounts *counts, EspSearchResult *result)
{
  const Grouping *grouping = &counts->grouping;
  for (guint i = 0; i < grouping->names->len; i++)
    g_ptr_array_add (result->by_group,
                     count_rows (counts, grouping->names->pdata[i], grouping->rows->pdata[i]));
  /* Those in no group, and what is of no case. */
  g_autoptr (GArray) rest = grouping_left_out (grouping, counts->counts->len);
  EspSearchCount *count = count_rows (counts, "", rest);
  if (count->of_cases > 0 || count->turns > 0)
    g_ptr_array_add (result->by_group, count);
  else
    search_count_free (count);
}

void
search_counts_finish (SearchCounts *counts, EspSearchResult *result)
{
  result->total = count_new ("all");
  for (guint row = 0; row < counts->counts->len; row++)
    {
      const EspSearchCount *one = counts->counts->pdata[row];
      add_case (counts, result->total, row);
      if (one->turns == 0)
        continue;
      EspSearchCount *listed = count_new (one->name);
      add_case (counts, listed, row);
      g_ptr_array_add (result->by_case, listed);
    }
  result->by = g_strdup (counts->by != NULL ? counts->by : "");
  if (counts->by != NULL)
    count_groups (counts, result);
}
