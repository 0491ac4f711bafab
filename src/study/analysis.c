/* Analyses: the questions put to a study.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/analysis.h"
#include "base/error.h"
#include "base/text.h"
#include "store/store.h"
#include "study/sortkey.h"

GPtrArray *
esp_analyses (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Query) query
      = store_query (study, "SELECT name FROM analysis WHERE gone = 0 ORDER BY sort_key, id");
  while (query_step (query, error))
    g_ptr_array_add (names, g_strdup (query_text (query, 0)));
  if (query_failed (query))
    return NULL;
  return g_steal_pointer (&names);
}

static gboolean
analysis_unknown (EspStudy *study, const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = esp_analyses (study, error);
  if (!names)
    return FALSE;
  if (names->len == 0)
    return fail (error, ESP_ERROR_NOT_FOUND,
                 "the study has no analysis yet; import a framework to begin one");
  g_ptr_array_add (names, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **)names->pdata);
  return fail (error, ESP_ERROR_NOT_FOUND, "there is no analysis '%s'; the study has: %s", name,
               list);
}

gboolean
analysis_find (EspStudy *study, const char *name, Uuid *id, GError **error)
{
  g_autofree char *wanted = text_fold_name (name ? name : "");
  g_autoptr (Query) query
      = store_query (study, "SELECT id, name FROM analysis WHERE gone = 0 ORDER BY sort_key, id");
  while (query_step (query, error))
    {
      g_autofree char *own = text_fold_name (query_text (query, 1));
      if (*wanted && !g_str_equal (own, wanted))
        continue;
      *id = query_uuid (query, 0);
      return TRUE;
    }
  if (query_failed (query))
    return FALSE;
  return analysis_unknown (study, name ? name : "", error);
}

char *
analysis_name (EspStudy *study, const Uuid *id, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT name FROM analysis WHERE id = :id AND gone = 0");
  query_bind_uuid (query, ":id", id);
  if (query_step (query, error))
    return g_strdup (query_text (query, 0));
  if (!query_failed (query))
    fail (error, ESP_ERROR_NOT_FOUND, "the analysis is no longer in the study");
  return NULL;
}

/* How many there ever were: a new one comes after them. */
static gboolean
analysis_count (EspStudy *study, guint *count, GError **error)
{
  g_autoptr (Query) query = store_query (study, "SELECT count(*) FROM analysis");
  if (!query_step (query, error))
    return FALSE;
  *count = (guint)query_int (query, 0);
  return TRUE;
}

gboolean
esp_analysis_add (EspStudy *study, const char *name, GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  g_autofree char *trimmed = g_strstrip (g_strdup (name));
  if (*trimmed == '\0')
    return fail (error, ESP_ERROR_USAGE, "an analysis needs a name");
  g_autoptr (GPtrArray) names = esp_analyses (study, error);
  guint count;
  if (!names || !analysis_count (study, &count, error))
    return FALSE;
  g_autofree char *folded = text_fold_name (trimmed);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *own = text_fold_name (g_ptr_array_index (names, i));
      if (g_str_equal (own, folded))
        return fail (error, ESP_ERROR_EXISTS, "the study has an analysis '%s' already",
                     (const char *)g_ptr_array_index (names, i));
    }
  const Uuid id = uuid_derived ("analysis", trimmed, NULL);
  g_autofree char *key = sortkey_nth (count + 1);
  g_autoptr (Query) query
      = store_query (study, "INSERT INTO analysis (id, name, sort_key) VALUES (:id, :name, :key)"
                            " ON CONFLICT (id) DO UPDATE SET gone = 0");
  query_bind_uuid (query, ":id", &id);
  query_bind_text (query, ":name", trimmed);
  query_bind_text (query, ":key", key);
  return query_run (query, error);
}
