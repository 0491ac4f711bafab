/* The cases of a study with the values that they have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/attribute_known.h"

#include "base/error.h"
#include "base/text.h"
#include "store/store.h"

static void
now_free (gpointer data)
{
  g_free (((Now *)data)->value);
  g_free (data);
}

static void
known_free (gpointer data)
{
  Known *known = data;
  g_free (known->label);
  g_hash_table_unref (known->now);
  g_clear_pointer (&known->said, g_hash_table_unref);
  g_free (known);
}

static gboolean
load_cases (KnownCases *self, EspStudy *study, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT id, label FROM study_case WHERE gone = 0 ORDER BY label, id");
  while (query_step (query, error))
    {
      Known *known = g_new0 (Known, 1);
      known->id = query_uuid (query, 0);
      known->label = g_strdup (query_text (query, 1));
      known->now = g_hash_table_new_full (NULL, NULL, NULL, now_free);
      g_ptr_array_add (self->known, known);
      g_hash_table_insert (self->by_id, &known->id, known);
      char *folded = text_fold_name (known->label);
      if (g_hash_table_contains (self->by_label, folded))
        g_free (folded);
      else
        g_hash_table_insert (self->by_label, folded, known);
    }
  if (query_failed (query))
    return FALSE;
  return self->known->len > 0
         || fail (error, ESP_ERROR_NOT_FOUND, "the study has no cases yet: import documents");
}

static const Attribute *
attribute_by_id (const GPtrArray *attributes, const Uuid *id)
{
  for (guint i = 0; i < attributes->len; i++)
    if (uuid_equal_func (&((const Attribute *)attributes->pdata[i])->id, id))
      return attributes->pdata[i];
  return NULL;
}

static gboolean
load_values (const KnownCases *self, EspStudy *study, const GPtrArray *attributes, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT case_id, attribute_id, value, origin FROM case_attribute"
                            " WHERE gone = 0");
  while (query_step (query, error))
    {
      const Uuid case_id = query_uuid (query, 0), attribute_id = query_uuid (query, 1);
      const Known *known = g_hash_table_lookup (self->by_id, &case_id);
      const Attribute *attribute = attribute_by_id (attributes, &attribute_id);
      if (known == NULL || attribute == NULL)
        continue;
      Now *now = g_new0 (Now, 1);
      now->value = g_strdup (query_text (query, 2));
      now->by_label = g_str_equal (query_text (query, 3), "label");
      g_hash_table_insert (known->now, (gpointer)attribute, now);
    }
  return !query_failed (query);
}

gboolean
known_cases_load (KnownCases *self, EspStudy *study, const GPtrArray *attributes, GError **error)
{
  self->known = g_ptr_array_new_with_free_func (known_free);
  self->by_label = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_id = g_hash_table_new (uuid_hash, uuid_equal_func);
  return load_cases (self, study, error) && load_values (self, study, attributes, error);
}

void
known_cases_clear (KnownCases *self)
{
  g_clear_pointer (&self->by_label, g_hash_table_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->known, g_ptr_array_unref);
}
