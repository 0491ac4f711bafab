/* Texts of documents that a merge brought corrections to, or codings that were made before one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merging/corrected.h"

#include "base/uuid.h"
#include "store/store.h"

#include <string.h>

struct _CorrectedBefore
{
  GHashTable *versions; /* Uuid: corrections that there were */
  GHashTable *waiting;  /* char *: ids of what was to be looked at */
};

void
corrected_text_free (gpointer text)
{
  EspMergeText *one = text;
  g_free (one->document);
  g_ptr_array_unref (one->coders);
  g_free (one);
}

void
corrected_before_free (CorrectedBefore *before)
{
  if (before == NULL)
    return;
  g_hash_table_unref (before->versions);
  g_hash_table_unref (before->waiting);
  g_free (before);
}

static Query *
corrections (EspStudy *study)
{
  return store_query (study, "SELECT v.id, d.name, p.name FROM document_version v JOIN document d"
                             " ON d.id = v.document_id JOIN coder p ON p.id = v.coder_id WHERE"
                             " v.gone = 0 AND d.gone = 0 AND v.replaces_id IS NOT NULL ORDER BY"
                             " d.name, v.made_at, v.id");
}

/* EspCarriedItem. Where words are lost nothing can be told of what stands on them, and a merge may
 * be what brings them back. */
static GPtrArray *
waiting_items (EspStudy *study, GError **error)
{
  GError *why = NULL;
  GPtrArray *items = esp_carried (study, NULL, FALSE, &why);
  if (items == NULL && why->code == ESP_ERROR_DAMAGED)
    {
      g_error_free (why);
      return g_ptr_array_new ();
    }
  if (items == NULL)
    g_propagate_error (error, why);
  return items;
}

CorrectedBefore *
corrected_before (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) items = waiting_items (study, error);
  if (items == NULL)
    return NULL;
  g_autoptr (CorrectedBefore) before = g_new0 (CorrectedBefore, 1);
  before->versions = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, NULL);
  before->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < items->len; i++)
    g_hash_table_add (before->waiting, g_strdup (((const EspCarriedItem *)items->pdata[i])->id));
  g_autoptr (Query) query = corrections (study);
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      g_hash_table_add (before->versions, g_memdup2 (&id, sizeof id));
    }
  return query_failed (query) ? NULL : g_steal_pointer (&before);
}

static EspMergeText *
text_of (GPtrArray *texts, const char *document)
{
  for (guint i = 0; i < texts->len; i++)
    if (g_str_equal (((const EspMergeText *)texts->pdata[i])->document, document))
      return texts->pdata[i];
  EspMergeText *text = g_new0 (EspMergeText, 1);
  text->document = g_strdup (document);
  text->coders = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (texts, text);
  return text;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  const EspMergeText *const *one = a, *const *other = b;
  return strcmp ((*one)->document, (*other)->document);
}

GPtrArray *
corrected_since (EspStudy *study, const CorrectedBefore *before, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (corrected_text_free);
  g_autoptr (GPtrArray) items = waiting_items (study, error);
  if (items == NULL)
    return NULL;
  g_autoptr (Query) query = corrections (study);
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      if (g_hash_table_contains (before->versions, &id))
        continue;
      GPtrArray *coders = text_of (texts, query_text (query, 1))->coders;
      if (!g_ptr_array_find_with_equal_func (coders, query_text (query, 2), g_str_equal, NULL))
        g_ptr_array_add (coders, g_strdup (query_text (query, 2)));
    }
  if (query_failed (query))
    return NULL;
  for (guint i = 0; i < items->len; i++)
    {
      const EspCarriedItem *item = items->pdata[i];
      if (!g_hash_table_contains (before->waiting, item->id))
        text_of (texts, item->document)->to_look_at++;
    }
  g_ptr_array_sort (texts, compare_texts);
  return g_steal_pointer (&texts);
}
