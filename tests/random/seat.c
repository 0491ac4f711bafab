/* A seat: one person's or one team's copy of a study, and who works there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/seat.h"
#include "random/chance.h"
#include "random/image.h"
#include "support/written_words.h"

#include <glib/gstdio.h>

/* ---- folders */

char *
scratch_new (void)
{
  const char *const beds[] = { "/dev/shm", g_get_tmp_dir () };
  for (guint i = 0; i < G_N_ELEMENTS (beds); i++)
    {
      g_autofree char *folder = g_build_filename (beds[i], "espalier-random-XXXXXX", NULL);
      if (g_mkdtemp (folder) != NULL)
        return g_steal_pointer (&folder);
    }
  return NULL;
}

void
scratch_remove (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_remove (path);
    }
  if (dir != NULL)
    g_dir_close (dir);
  g_rmdir (folder);
}

/* ---- the base */

static gboolean
base_framework (EspStudy *study, const char *folder, GError **error)
{
  g_autofree char *definition = g_build_filename (folder, "base-study.xml", NULL);
  g_autofree char *framework = g_build_filename (folder, "base-framework.xml", NULL);
  return g_file_set_contents (definition, written_definition, -1, error)
         && g_file_set_contents (framework, written_framework, -1, error)
         && esp_change_begin (study, "new", "Zoe", NULL, error)
         && esp_definition_load (study, definition, error)
         && esp_framework_import (study, NULL, framework, error)
         && esp_change_commit (study, "the study", error);
}

static gboolean
base_documents (EspStudy *study, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (written_documents); i++)
    {
      char *path = g_build_filename (folder, written_documents[i].name, NULL);
      g_ptr_array_add (paths, path);
      if (!g_file_set_contents (path, written_documents[i].words, -1, error))
        return FALSE;
    }
  g_ptr_array_add (paths, NULL);
  const EspImportOptions options = { 0 };
  if (!esp_change_begin (study, "new", "Zoe", NULL, error))
    return FALSE;
  g_autoptr (EspImportReport) report
      = esp_import (study, (const char *const *)paths->pdata, &options, error);
  return report != NULL && esp_change_commit (study, "documents", error);
}

GBytes *
seat_base (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "base.espalier", NULL);
  g_autoptr (EspStudy) study = esp_study_create (path, error);
  if (study == NULL || !base_framework (study, folder, error)
      || !base_documents (study, folder, error))
    return NULL;
  return seat_bytes (path, error);
}

/* ---- seats */

GBytes *
seat_bytes (const char *path, GError **error)
{
  char *bytes = NULL;
  gsize size = 0;
  return g_file_get_contents (path, &bytes, &size, error) ? g_bytes_new_take (bytes, size) : NULL;
}

gboolean
seat_open (Seat *seat, const char *folder, const char *name, GBytes *bytes, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  seat->path = g_strdup_printf ("%s/%s.espalier", folder, name);
  if (!g_file_set_contents_full (seat->path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT,
                                 0600, error))
    return FALSE;
  seat->study = esp_study_open (seat->path, TRUE, error);
  return seat->study != NULL;
}

void
seat_close (Seat *seat)
{
  g_clear_pointer (&seat->study, esp_study_close);
  g_clear_pointer (&seat->path, g_free);
}

char *
seat_archive (EspStudy *study, const char *folder, GError **error)
{
  char *text = NULL;
  g_autofree char *path = g_build_filename (folder, "archive.xml", NULL);
  return esp_archive_write (study, path, error) && g_file_get_contents (path, &text, NULL, error)
             ? text
             : NULL;
}

gboolean
seat_check (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) items = esp_check (study, error);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const EspCheckItem *item = items->pdata[i];
      /* One person removes what another builds on, or renames what a schedule asks about: that is
       * told of, and nothing is damaged. */
      if (!item->whole && !g_str_equal (item->name, "standing")
          && !g_str_equal (item->name, "schedules"))
        return image_fault (error, "check finds: %s: %s", item->name, item->detail);
    }
  return items != NULL;
}

EspMerge *
seat_merge (Seat *seat, const char *copy, GError **error)
{
  chance_clock (seat->ahead_ms);
  return esp_merge (seat->study, copy, seat->people[0], FALSE, error);
}
