/* Choosing cases by their attributes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/selection.h"

#include "base/error.h"
#include "base/text.h"
#include "study/attribute.h"

#include <string.h>

typedef struct
{
  char *attribute; /* its name */
  char *value;     /* folded */
} Condition;

static void
condition_free (gpointer condition)
{
  Condition *one = condition;
  g_free (one->attribute);
  g_free (one->value);
  g_free (one);
}

static gboolean
add_condition (GPtrArray *conditions, const GPtrArray *attributes, const char *written,
               GError **error)
{
  const char *sign = strchr (written, '=');
  if (sign == NULL || sign == written)
    return fail (error, ESP_ERROR_USAGE, "'%s' is not ATTRIBUTE=VALUE, such as site=Burgundy",
                 written);
  g_autofree char *name = g_strndup (written, (gsize)(sign - written));
  const Attribute *attribute = attributes_need (attributes, g_strstrip (name), error);
  if (attribute == NULL)
    return FALSE;
  /* A value that no case can have is a slip; none at all means those without a value. */
  g_autofree char *value = g_strstrip (g_strdup (sign + 1));
  g_autofree char *normal
      = *value != '\0' ? attribute_normal (&attribute->info, value, error) : g_strdup ("");
  if (normal == NULL)
    return FALSE;
  Condition *condition = g_new0 (Condition, 1);
  condition->attribute = g_strdup (attribute->info.name);
  condition->value = text_fold_name (normal);
  g_ptr_array_add (conditions, condition);
  return TRUE;
}

static gboolean
fits_all (const EspCase *one, const GPtrArray *conditions)
{
  for (guint i = 0; i < conditions->len; i++)
    {
      const Condition *condition = conditions->pdata[i];
      const char *value = g_hash_table_lookup (one->attributes, condition->attribute);
      g_autofree char *folded = text_fold_name (value != NULL ? value : "");
      if (!g_str_equal (folded, condition->value))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
cases_select (EspStudy *study, const char *const *where, GError **error)
{
  g_autoptr (GPtrArray) cases = esp_cases (study, error);
  g_autoptr (GPtrArray) attributes = cases != NULL ? attributes_load (study, error) : NULL;
  if (attributes == NULL)
    return NULL;
  g_autoptr (GPtrArray) conditions = g_ptr_array_new_with_free_func (condition_free);
  for (; where != NULL && *where != NULL; where++)
    if (!add_condition (conditions, attributes, *where, error))
      return NULL;
  for (guint i = cases->len; i > 0; i--)
    if (!fits_all (cases->pdata[i - 1], conditions))
      g_ptr_array_remove_index (cases, i - 1);
  return g_steal_pointer (&cases);
}
