/* Coders: the people who have changed the study.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

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
