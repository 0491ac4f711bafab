/* Copies of a study, and what one brings another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_COPIES_H
#define TESTS_COPIES_H

#include "support/temporary_study.h"

/* A copy in the folder of the study, in place of what has the name; its path, to be freed. */
static inline char *
copy_path (const TemporaryStudy *temporary, const char *name)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (temporary->folder, name, NULL);
  g_unlink (path);
  cr_assert (esp_study_backup (temporary->study, path, &error), "%s", error ? error->message : "");
  return path;
}

static inline EspStudy *
copy_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  EspStudy *copy = esp_study_open (path, TRUE, &error);
  cr_assert_not_null (copy, "%s", error ? error->message : "");
  return copy;
}

/* Such a copy, open for writing; to be closed. */
static inline EspStudy *
copy_of (const TemporaryStudy *temporary, const char *name)
{
  g_autofree char *path = copy_path (temporary, name);
  return copy_open (path);
}

/* A copy made for somebody to work in; to be closed. */
static inline EspStudy *
copy_for (const TemporaryStudy *temporary, const char *name, const char *coder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (temporary->folder, name, NULL);
  cr_assert (esp_study_clone (temporary->study, path, coder, &error), "%s",
             error ? error->message : "");
  return copy_open (path);
}

static inline EspMerge *
merge_must (EspStudy *study, EspStudy *copy)
{
  g_autoptr (GError) error = NULL;
  EspMerge *merge = esp_merge (study, esp_study_path (copy), "Anna", FALSE, &error);
  cr_assert_not_null (merge, "%s", error ? error->message : "");
  return merge;
}

/* How many conflicts the merge tells of. */
static inline guint
merge_in (EspStudy *study, EspStudy *copy)
{
  g_autoptr (EspMerge) merge = merge_must (study, copy);
  return merge->conflicts->len;
}

#endif
