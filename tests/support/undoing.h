/* Undoing as tests do it, in a study and in copies of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNDOING_H
#define TESTS_UNDOING_H

#include "support/temporary_study.h"

static const char *const coders[] = { "Anna", "Ben" };

static inline gboolean
undo (EspStudy *study, const char *id, const char *coder, GError **error)
{
  change_begin_as (study, coder, "undo");
  if (undo_in_change (study, id, coder, error))
    {
      change_commit (study);
      return TRUE;
    }
  esp_change_abandon (study);
  return FALSE;
}

static inline void
undo_must (EspStudy *study, const char *id, const char *coder)
{
  g_autoptr (GError) error = NULL;
  cr_assert (undo (study, id, coder, &error), "%s", error ? error->message : "");
}

/* The id of the newest change, to be freed. */
static inline char *
newest (EspStudy *study)
{
  g_autoptr (GPtrArray) log = log_lines (study, NULL, 1);
  return g_strdup (((const EspChange *)log->pdata[0])->id);
}

/* What was undone, the newest first. */
static inline GPtrArray *
undo_all (EspStudy *study, const char *id, const char *coder)
{
  g_autoptr (GError) error = NULL;
  change_begin_as (study, coder, "undo");
  GPtrArray *undone = esp_undo (study, id, coder, TRUE, &error);
  cr_assert_not_null (undone, "%s", error ? error->message : "");
  change_commit (study);
  return undone;
}

/* Undoes each of the changes by itself, but for one (-1: none). */
static inline void
undo_each (EspStudy *study, const GPtrArray *changes, gint but)
{
  for (guint i = 0; i < changes->len; i++)
    if ((gint)i != but)
      {
        const EspChange *one = changes->pdata[i];
        undo_must (study, one->id, "Anna");
      }
}

static inline EspStudy *
copy_open (const TemporaryStudy *temporary, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (temporary->folder, name, NULL);
  g_remove (path);
  cr_assert (esp_study_backup (temporary->study, path, &error), "%s", error ? error->message : "");
  EspStudy *copy = esp_study_open (path, TRUE, &error);
  cr_assert_not_null (copy, "%s", error ? error->message : "");
  return copy;
}

static inline void
merge_in (EspStudy *study, EspStudy *copy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspMerge) merge = esp_merge (study, esp_study_path (copy), "Anna", FALSE, &error);
  cr_assert_not_null (merge, "%s", error ? error->message : "");
}

#endif
