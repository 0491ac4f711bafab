/* Copies of a study: a backup, one that was worked on, one for another person.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "upkeep/upkeep.h"

#include <unistd.h>

static gboolean
work_on (const char *beside, const char *to, StudyWork work, gpointer data, GError **error)
{
  EspStudy *copy = esp_study_open (beside, TRUE, error);
  if (copy == NULL)
    return FALSE;
  /* What fails is told under the name that the person gave. */
  g_free (copy->path);
  copy->path = g_strdup (to);
  const gboolean done = work (copy, data, error);
  esp_study_close (copy);
  return done;
}

gboolean
upkeep_copy (EspStudy *study, const char *to, StudyWork work, gpointer data, GError **error)
{
  g_autofree char *beside = store_copy_beside (study, to, error);
  if (beside == NULL)
    return FALSE;
  if ((work == NULL || work_on (beside, to, work, data, error))
      && store_give_name (beside, to, error))
    return TRUE;
  unlink (beside);
  return FALSE;
}

gboolean
esp_study_backup (EspStudy *study, const char *to, GError **error)
{
  return upkeep_copy (study, to, NULL, NULL, error);
}

/* ---- for another person */

/* The first change of the copy: that it was made, and for whom. It makes the person known, and is a
 * line of the history also when they are known already. */
static gboolean
sign_copy (EspStudy *copy, gpointer data, GError **error)
{
  const char *coder = data;
  if (!esp_change_begin (copy, "clone", coder, NULL, error))
    return FALSE;
  copy->record_always = TRUE;
  g_autofree char *about = g_strdup_printf ("copy for %s", coder);
  return esp_change_commit (copy, about, error);
}

gboolean
esp_study_clone (EspStudy *study, const char *to, const char *coder, GError **error)
{
  /* Before the work of copying. */
  if (coder == NULL || !coder_is_name (coder))
    return fail (error, ESP_ERROR_USAGE,
                 "a copy is for a person: their name is missing, too long, or has characters that "
                 "no name has");
  return upkeep_copy (study, to, sign_copy, (gpointer)coder, error);
}
