/* A new study in a folder of its own, for one test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TEMPORARY_STUDY_H
#define TESTS_TEMPORARY_STUDY_H

#include "espalier.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>

typedef struct
{
  char *folder;
  EspStudy *study;
} TemporaryStudy;

static inline char *
source_path (const char *path)
{
  const char *folder = g_getenv ("srcdir");
  return g_build_filename (folder ? folder : ".", path, NULL);
}

static inline void
temporary_study_open (TemporaryStudy *temporary)
{
  g_autoptr (GError) error = NULL;
  temporary->folder = g_dir_make_tmp ("espalier-XXXXXX", &error);
  cr_assert_not_null (temporary->folder);
  g_autofree char *path = g_build_filename (temporary->folder, "a.espalier", NULL);
  temporary->study = esp_study_create (path, "A study", &error);
  cr_assert_not_null (temporary->study, "%s", error ? error->message : "");
}

static inline void
temporary_study_close (TemporaryStudy *temporary)
{
  esp_study_close (temporary->study);
  GDir *folder = g_dir_open (temporary->folder, 0, NULL);
  for (const char *name = g_dir_read_name (folder); name; name = g_dir_read_name (folder))
    {
      g_autofree char *path = g_build_filename (temporary->folder, name, NULL);
      g_remove (path);
    }
  g_dir_close (folder);
  g_rmdir (temporary->folder);
  g_free (temporary->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TemporaryStudy, temporary_study_close)

static inline void
change_begin (EspStudy *study)
{
  g_autoptr (GError) error = NULL;
  cr_assert (esp_change_begin (study, "test", "Anna", NULL, &error), "%s",
             error ? error->message : "");
}

static inline void
change_commit (EspStudy *study)
{
  g_autoptr (GError) error = NULL;
  cr_assert (esp_change_commit (study, "test", &error), "%s", error ? error->message : "");
}

/* Number of lines in the history. */
static inline guint
history_length (EspStudy *study)
{
  g_autoptr (GPtrArray) log = esp_log (study, NULL, 0, NULL);
  cr_assert_not_null (log);
  return log->len;
}

static inline void
definition_load_path (EspStudy *study, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = source_path (path);
  change_begin (study);
  cr_assert (esp_definition_load (study, file, &error), "%s", error ? error->message : "");
  change_commit (study);
}

static inline void
framework_import_path (EspStudy *study, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = source_path (path);
  change_begin (study);
  cr_assert (esp_framework_import (study, NULL, file, &error), "%s", error ? error->message : "");
  change_commit (study);
}

#endif
