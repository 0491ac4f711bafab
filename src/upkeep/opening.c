/* Opening a study: brought up to date where an older program made it, its tables as they should be.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "upkeep/upkeep.h"

#include <unistd.h>

/* A study of an older schema, which was opened only to be read, is brought up to date as well. */
static gboolean
migrate_before_reading (const char *path, const StoreSchema *schema, char **copy_before,
                        GError **error)
{
  if (access (path, W_OK) != 0)
    return fail (error, ESP_ERROR_STORAGE,
                 "'%s' was made by an older Espalier and has to be brought up to date first, but "
                 "it cannot be written; copy it to where it can",
                 path);
  g_autoptr (EspStudy) study = upkeep_open (path, OPEN_WRITE, schema, error);
  if (study == NULL)
    return FALSE;
  *copy_before = g_steal_pointer (&study->copy_before);
  return TRUE;
}

static gboolean
accept_number (EspStudy **study, gint64 number, StudyOpening how, GError **error)
{
  g_autofree char *path = g_strdup ((*study)->path), *copy_before = NULL;
  const StoreSchema *schema = (*study)->schema;
  if (number == schema->number)
    return TRUE;
  if (how == OPEN_WRITE)
    return upkeep_migrate (*study, error);
  if (how == OPEN_EXAMINE)
    return fail (error, ESP_ERROR_INPUT,
                 "'%s' was made by an older Espalier; any other command brings it up to date",
                 path);
  g_clear_pointer (study, esp_study_close);
  if (!migrate_before_reading (path, schema, &copy_before, error)
      || (*study = upkeep_open (path, how, schema, error)) == NULL)
    return FALSE;
  (*study)->copy_before = g_steal_pointer (&copy_before);
  return TRUE;
}

static gboolean
accept_structure (EspStudy *study, GError **error)
{
  g_autofree char *fault = store_structure_fault (study);
  return fault == NULL
         || fail (error, ESP_ERROR_DAMAGED,
                  "'%s' cannot be used: its tables are missing or altered (%s); run 'espalier "
                  "check'",
                  study->path, fault);
}

EspStudy *
upkeep_open (const char *path, StudyOpening how, const StoreSchema *schema, GError **error)
{
  gint64 number = 0;
  g_autoptr (EspStudy) study = store_connect (path, how == OPEN_WRITE, schema, &number, error);
  if (study == NULL || !accept_number (&study, number, how, error)
      || (how != OPEN_EXAMINE && !accept_structure (study, error)))
    return NULL;
  return g_steal_pointer (&study);
}

EspStudy *
esp_study_open (const char *path, gboolean for_writing, GError **error)
{
  return upkeep_open (path, for_writing ? OPEN_WRITE : OPEN_READ, &upkeep_schema, error);
}

EspStudy *
esp_study_examine (const char *path, GError **error)
{
  return upkeep_open (path, OPEN_EXAMINE, &upkeep_schema, error);
}

EspStudy *
esp_study_create (const char *path, GError **error)
{
  if (access (path, F_OK) == 0)
    {
      fail (error, ESP_ERROR_EXISTS, "'%s' is there already; choose another name", path);
      return NULL;
    }
  g_autofree char *beside = store_make (path, &upkeep_schema, error);
  if (beside == NULL)
    return NULL;
  if (!store_give_name (beside, path, error))
    {
      unlink (beside);
      return NULL;
    }
  return esp_study_open (path, TRUE, error);
}
