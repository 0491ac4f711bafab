/* Conflicts that were settled, for whoever looks back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

void
esp_settled_free (EspSettled *settled)
{
  if (settled == NULL)
    return;
  g_free (settled->conflict);
  g_free (settled->kind);
  g_free (settled->subject);
  g_free (settled->kept);
  g_free (settled->coder);
  g_free (settled->made_at);
  g_free (settled);
}

GPtrArray *
esp_settled (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_settled_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT r.conflict, r.kind, r.about, r.kept, c.name, r.made_at FROM resolution r"
             " JOIN coder c ON c.id = r.coder_id WHERE r.gone = 0 ORDER BY r.made_at DESC, r.id");
  while (query_step (query, error))
    {
      EspSettled *one = g_new0 (EspSettled, 1);
      one->conflict = hex_encode (query_key (query, 0), 32);
      one->kind = g_strdup (query_text (query, 1));
      one->subject = g_strdup (query_text (query, 2));
      one->kept = g_strdup (query_text (query, 3));
      one->coder = g_strdup (query_text (query, 4));
      one->made_at = g_strdup (query_text (query, 5));
      g_ptr_array_add (all, one);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&all);
}
