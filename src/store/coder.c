/* The names of the people who write in a study.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "store/sqlite.h"

#include <string.h>

gboolean
coder_is_name (const char *coder)
{
  if (*coder == '\0' || strlen (coder) > 200 || !g_utf8_validate (coder, -1, NULL))
    return FALSE;
  for (const char *at = coder; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

gboolean
coder_refuse_likeness (EspStudy *study, const char *coder, GError **error)
{
  g_autofree char *folded = text_fold_name (coder), *like = NULL;
  g_autoptr (Query) query
      = store_query (study, "SELECT name FROM coder WHERE gone = 0 ORDER BY name, id");
  while (query_step (query, error))
    {
      const char *name = query_text (query, 0);
      g_autofree char *other = text_fold_name (name);
      if (g_str_equal (name, coder))
        return TRUE;
      if (like == NULL && g_str_equal (other, folded))
        like = g_strdup (name);
    }
  if (query_failed (query))
    return FALSE;
  return like == NULL
         || fail (error, ESP_ERROR_USAGE, "there is a coder '%s'; write the name the same way",
                  like);
}

GPtrArray *
esp_coders (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Query) query
      = store_query (study, "SELECT name FROM coder WHERE gone = 0 ORDER BY name, id");
  while (query_step (query, error))
    g_ptr_array_add (names, g_strdup (query_text (query, 0)));
  if (query_failed (query))
    return NULL;
  return g_steal_pointer (&names);
}
