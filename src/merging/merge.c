/* Merging: a copy joined with the study, and what came of it told by person.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/merge.h"

#include "base/error.h"
#include "base/text.h"
#include "chart/check.h"
#include "merging/corrected.h"
#include "upkeep/check.h"

#include <string.h>

/* A clock is said to be wrong when it is so by more than this. */
#define CLOCK_AHEAD_HOURS 24
#define CLOCK_BEHIND_HOURS 1
/* No team is as large; a copy with more names in it was made to keep a program busy. */
#define PEOPLE_MAX 1000

/* ---- what came, by person */

static void
person_free (gpointer person)
{
  EspMergePerson *one = person;
  g_free (one->coder);
  g_array_unref (one->added);
  g_array_unref (one->altered);
  g_array_unref (one->removed);
  g_free (one);
}

void
esp_merge_free (EspMerge *merge)
{
  if (merge == NULL)
    return;
  g_ptr_array_unref (merge->people);
  g_ptr_array_unref (merge->notes);
  g_ptr_array_unref (merge->conflicts);
  g_clear_pointer (&merge->texts, g_ptr_array_unref);
  g_free (merge);
}

static EspMerge *
merge_new (void)
{
  EspMerge *merge = g_new0 (EspMerge, 1);
  merge->people = g_ptr_array_new_with_free_func (person_free);
  merge->notes = g_ptr_array_new_with_free_func (g_free);
  merge->conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_conflict_free);
  return merge;
}

static EspMergePerson *
find_person (EspMerge *merge, const char *coder)
{
  for (guint i = 0; i < merge->people->len; i++)
    {
      EspMergePerson *one = merge->people->pdata[i];
      if (g_str_equal (one->coder, coder))
        return one;
    }
  EspMergePerson *person = g_new0 (EspMergePerson, 1);
  person->coder = g_strdup (coder);
  person->added = g_array_new (FALSE, FALSE, sizeof (EspCount));
  person->altered = g_array_new (FALSE, FALSE, sizeof (EspCount));
  person->removed = g_array_new (FALSE, FALSE, sizeof (EspCount));
  g_ptr_array_add (merge->people, person);
  return person;
}

/* Rows come table by table, so counts of one kind come together. */
static void
count_one (GArray *counts, const char *what)
{
  EspCount *last = counts->len > 0 ? &g_array_index (counts, EspCount, counts->len - 1) : NULL;
  if (last != NULL && last->what == what)
    last->n++;
  else
    {
      const EspCount one = { what, 1 };
      g_array_append_val (counts, one);
    }
}

static gint
compare_people (gconstpointer a, gconstpointer b)
{
  const EspMergePerson *const *one = a, *const *other = b;
  return strcmp ((*one)->coder, (*other)->coder);
}

static gboolean
count_people (EspMerge *merge, const HistoryMerge *joined, const char *copy, GError **error)
{
  for (guint i = 0; i < joined->came->len; i++)
    {
      find_person (merge, g_array_index (joined->came, HistoryMergeChange, i).coder)->changes++;
      if (merge->people->len > PEOPLE_MAX)
        return fail (error, ESP_ERROR_DAMAGED,
                     "cannot merge '%s': more than %d people are said to have worked in it", copy,
                     PEOPLE_MAX);
    }
  for (guint i = 0; i < joined->rows->len; i++)
    {
      const HistoryMergeRow *row = &g_array_index (joined->rows, HistoryMergeRow, i);
      if (row->coder == NULL || (!row->was_live && !row->is_live))
        continue;
      EspMergePerson *person = find_person (merge, row->coder);
      count_one (!row->was_live  ? person->added
                 : !row->is_live ? person->removed
                                 : person->altered,
                 row->element);
    }
  g_ptr_array_sort (merge->people, compare_people);
  return TRUE;
}

/* ---- worth looking at */

static GDateTime *
time_of (const char *made_at)
{
  return *made_at != '\0' ? g_date_time_new_from_iso8601 (made_at, NULL) : NULL;
}

/* Hours from one time to another; 0 where one of them is none. */
static double
hours_between (const char *from, GDateTime *to)
{
  g_autoptr (GDateTime) begin = time_of (from);
  return begin != NULL && to != NULL
             ? (double)g_date_time_difference (to, begin) / (double)G_TIME_SPAN_HOUR
             : 0;
}

/* Of each person's changes the one that is furthest ahead of this clock, and behind what it
 * follows. */
static void
note_clocks (EspMerge *merge, const HistoryMerge *joined)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  for (guint i = 0; i < merge->people->len; i++)
    {
      const char *coder = ((const EspMergePerson *)merge->people->pdata[i])->coder;
      const HistoryMergeChange *ahead = NULL, *behind = NULL;
      double most_ahead = CLOCK_AHEAD_HOURS, most_behind = CLOCK_BEHIND_HOURS;
      for (guint j = 0; j < joined->came->len; j++)
        {
          const HistoryMergeChange *one = &g_array_index (joined->came, HistoryMergeChange, j);
          if (!g_str_equal (one->coder, coder))
            continue;
          g_autoptr (GDateTime) followed = time_of (one->follows);
          const double hours_ahead = -hours_between (one->made_at, now);
          const double hours_behind = hours_between (one->made_at, followed);
          if (hours_ahead > most_ahead)
            ahead = one, most_ahead = hours_ahead;
          if (hours_behind > most_behind)
            behind = one, most_behind = hours_behind;
        }
      if (ahead != NULL)
        g_ptr_array_add (merge->notes,
                         g_strdup_printf ("the clock of %s is ahead: a change says %.10s", coder,
                                          ahead->made_at));
      if (behind != NULL)
        g_ptr_array_add (merge->notes,
                         g_strdup_printf ("the clock of %s is behind: a change says %.16s, and "
                                          "follows one of %.16s",
                                          coder, behind->made_at, behind->follows));
    }
}

static gboolean
is_by (const GArray *changes, const char *coder)
{
  for (guint i = 0; i < changes->len; i++)
    if (g_str_equal (g_array_index (changes, HistoryMergeChange, i).coder, coder))
      return TRUE;
  return FALSE;
}

/* One name at work in two places, and two names that one person may have. */
static gboolean
note_names (EspMerge *merge, const HistoryMerge *joined, EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) coders = esp_coders (study, error);
  if (coders == NULL)
    return FALSE;
  g_autoptr (GPtrArray) folded_coders = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < coders->len; i++)
    g_ptr_array_add (folded_coders, text_fold_name (coders->pdata[i]));
  for (guint i = 0; i < merge->people->len; i++)
    {
      const char *coder = ((const EspMergePerson *)merge->people->pdata[i])->coder;
      g_autofree char *folded = text_fold_name (coder);
      if (is_by (joined->unseen, coder))
        g_ptr_array_add (merge->notes,
                         g_strdup_printf ("both have work by %s that the other had not: if these "
                                          "are two people, let one take another name",
                                          coder));
      for (guint j = 0; j < coders->len; j++)
        if (g_str_equal (folded_coders->pdata[j], folded) && !g_str_equal (coders->pdata[j], coder))
          g_ptr_array_add (merge->notes, g_strdup_printf ("'%s' and '%s' count as two people",
                                                          coder, (char *)coders->pdata[j]));
    }
  return TRUE;
}

/* ---- conflicts that were not there before */

static void
take_new_conflicts (EspMerge *merge, const GPtrArray *before, GPtrArray *after)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < before->len; i++)
    g_hash_table_add (known, ((const EspConflict *)before->pdata[i])->id);
  g_ptr_array_set_free_func (after, NULL);
  for (guint i = 0; i < after->len; i++)
    {
      EspConflict *one = after->pdata[i];
      if (g_hash_table_contains (known, one->id))
        esp_conflict_free (one);
      else
        g_ptr_array_add (merge->conflicts, one);
    }
}

/* ---- the whole */

/* What came must hold together, as everything else in a study does: places inside their texts,
 * versions without circles. */
static gboolean
content_holds (EspStudy *study, const char *copy, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (check_item_free);
  if (!check_content (study, items, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      const EspCheckItem *item = items->pdata[i];
      if (!item->whole)
        return fail (error, ESP_ERROR_INPUT,
                     "cannot merge '%s': what it holds does not hold together: %s: %s", copy,
                     item->name, item->detail);
    }
  return TRUE;
}

/* "C2: 12 changes; C3: 1 change": for the file's own log of merges. */
static char *
about_of (const EspMerge *merge)
{
  GString *about = g_string_new (NULL);
  for (guint i = 0; i < merge->people->len; i++)
    {
      const EspMergePerson *person = merge->people->pdata[i];
      g_string_append_printf (about, "%s%s: %u change%s", i > 0 ? "; " : "", person->coder,
                              person->changes, person->changes == 1 ? "" : "s");
    }
  if (merge->conflicts->len > 0)
    g_string_append_printf (about, "; %u conflict%s", merge->conflicts->len,
                            merge->conflicts->len == 1 ? "" : "s");
  return g_string_free (about, FALSE);
}

static EspMerge *
merge_join (EspStudy *study, EspStudy *copy, const char *coder, gboolean dry_run, GError **error)
{
  g_autoptr (EspMerge) merge = merge_new ();
  g_autoptr (GPtrArray) before
      = coder_refuse_likeness (study, coder, error) ? esp_conflicts (study, error) : NULL;
  g_autoptr (CorrectedBefore) texts = before != NULL ? corrected_before (study, error) : NULL;
  g_autoptr (HistoryMerge) joined = texts != NULL ? history_merge_join (study, copy, error) : NULL;
  if (joined == NULL)
    return NULL;
  merge->changes = joined->came->len;
  merge->unseen = joined->unseen->len;
  if (!count_people (merge, joined, esp_study_path (copy), error))
    return NULL;
  note_clocks (merge, joined);
  if (!note_names (merge, joined, study, error))
    return NULL;
  if (merge->changes > 0)
    {
      g_autoptr (GPtrArray) after = content_holds (study, esp_study_path (copy), error)
                                        ? esp_conflicts (study, error)
                                        : NULL;
      if (after == NULL)
        return NULL;
      take_new_conflicts (merge, before, after);
      merge->texts = corrected_since (study, texts, error);
    }
  else
    merge->texts = g_ptr_array_new ();
  if (merge->texts == NULL)
    return NULL;
  g_autofree char *about = about_of (merge);
  if (!history_merge_end (study, !dry_run, joined, esp_study_path (copy), coder, about, error))
    return NULL;
  return g_steal_pointer (&merge);
}

EspMerge *
esp_merge (EspStudy *study, const char *copy_path, const char *coder, gboolean dry_run,
           GError **error)
{
  g_autoptr (EspStudy) copy = esp_study_open (copy_path, FALSE, error);
  if (copy == NULL || !history_merge_begin (study, error))
    return NULL;
  EspMerge *merge = merge_join (study, copy, coder, dry_run, error);
  if (merge == NULL)
    history_merge_end (study, FALSE, NULL, "", "", "", NULL);
  return merge;
}
