/* Copying a study for another person.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/private.h"

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
  if (coder == NULL || !store_is_name (coder))
    return fail (error, ESP_ERROR_USAGE,
                 "a copy is for a person: their name is missing, too long, or has characters that "
                 "no name has");
  return store_copy_to (study, to, sign_copy, (gpointer)coder, error);
}
