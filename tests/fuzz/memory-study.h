/* One study for all runs of a fuzz target, with the small definition and the small framework of the
 * fixtures.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_MEMORY_STUDY_H
#define FUZZ_MEMORY_STUDY_H

#include "espalier.h"
#include "source-check.h"

#include <glib/gstdio.h>
#include <unistd.h>

static inline char *
fixture (const char *name)
{
  const char *source = g_getenv ("srcdir");
  return g_build_filename (source != NULL ? source : ".", "tests", "fixtures", name, NULL);
}

/* A file with the bytes, for what reads files only; in memory where the system has such a folder.
 * To be freed; the same name each time. */
static inline char *
memory_file (const char *name, const void *bytes, gsize size)
{
  const char *folder = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm" : g_get_tmp_dir ();
  g_autofree char *own = g_strdup_printf ("espalier-fuzz-%d-%s", (int)getpid (), name);
  char *path = g_build_filename (folder, own, NULL);
  HOLDS (
      g_file_set_contents_full (path, bytes, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return path;
}

static inline EspStudy *
memory_study (void)
{
  static EspStudy *study;
  if (study != NULL)
    return study;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = memory_file ("a.espalier", "", 0);
  g_autofree char *definition = fixture ("study/small.xml"),
                  *framework = fixture ("framework/small.xml");
  g_unlink (path);
  study = esp_study_create (path, &error);
  HOLDS (study != NULL && esp_change_begin (study, "fuzz", "Anna", NULL, &error));
  HOLDS (esp_definition_load (study, definition, &error));
  HOLDS (esp_framework_import (study, NULL, framework, &error)
         && esp_change_commit (study, "", &error));
  g_unlink (path); /* it lives as long as it is open */
  return study;
}

#endif
