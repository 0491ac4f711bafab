/* Undoing as tests do it: each undo is a change of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNDOING_H
#define TESTS_UNDOING_H

#include "support/temporary_study.h"

static const char *const both_coders[] = { "Anna", "Ben" };

/* Undoes a change, NULL for the last of `coder`, as a change of its own: what was undone, the
 * newest first; NULL when it was refused. */
static inline GPtrArray *
undo_all (EspStudy *study, const char *id, const char *coder, gboolean with_later, GError **error)
{
  change_begin_as (study, coder, "undo");
  GPtrArray *undone = esp_undo (study, id, coder, with_later, error);
  if (undone != NULL)
    change_commit (study);
  else
    esp_change_abandon (study);
  return undone;
}

static inline gboolean
undo (EspStudy *study, const char *id, const char *coder, GError **error)
{
  g_autoptr (GPtrArray) undone = undo_all (study, id, coder, FALSE, error);
  return undone != NULL;
}

static inline void
undo_must (EspStudy *study, const char *id, const char *coder)
{
  g_autoptr (GError) error = NULL;
  cr_assert (undo (study, id, coder, &error), "%s", error ? error->message : "");
}

static inline void
undo_last (EspStudy *study, const char *coder)
{
  undo_must (study, NULL, coder);
}

/* The id of the newest change, to be freed. */
static inline char *
newest (EspStudy *study)
{
  g_autoptr (GPtrArray) log = log_lines (study, NULL, 1);
  return g_strdup (((const EspChange *)log->pdata[0])->id);
}

/* What was undone: the change, and all that stands on it. */
static inline GPtrArray *
undo_with_later (EspStudy *study, const char *id, const char *coder)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *undone = undo_all (study, id, coder, TRUE, &error);
  cr_assert_not_null (undone, "%s", error ? error->message : "");
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

#endif
