/* Which study is meant.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/locate.h"

#include "espalier.h"

#include <string.h>

static gint
locate_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* char *: the studies in the current folder, by name. */
static GPtrArray *
locate_here (void)
{
  GPtrArray *studies = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) here = g_dir_open (".", 0, NULL);
  const char *name;
  while (here != NULL && (name = g_dir_read_name (here)) != NULL)
    if (g_str_has_suffix (name, ".espalier") && g_file_test (name, G_FILE_TEST_IS_REGULAR))
      g_ptr_array_add (studies, g_strdup (name));
  g_ptr_array_sort (studies, locate_compare);
  return studies;
}

char *
locate_study (const char *given, GError **error)
{
  const char *environment = g_getenv ("ESPALIER_STUDY");
  if (given != NULL)
    return g_strdup (given);
  if (environment != NULL && environment[0] != '\0')
    return g_strdup (environment);

  g_autoptr (GPtrArray) studies = locate_here ();
  if (studies->len == 1)
    return g_strdup (studies->pdata[0]);
  if (studies->len == 0)
    {
      g_set_error_literal (error, ESP_ERROR, ESP_ERROR_NOT_FOUND,
                           "there is no study in this folder; name one with -s STUDY, or make one "
                           "with 'espalier new'");
      return NULL;
    }
  g_ptr_array_add (studies, NULL);
  g_autofree char *names = g_strjoinv (", ", (char **)studies->pdata);
  g_set_error (error, ESP_ERROR, ESP_ERROR_AMBIGUOUS,
               "several studies are in this folder: %s; say which with -s STUDY", names);
  return NULL;
}
