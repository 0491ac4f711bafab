/* Choosing cases by their attributes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/selection.h"

#include "base/error.h"
#include "base/near.h"
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
fits (const EspCase *one, const Condition *condition)
{
  const char *value = g_hash_table_lookup (one->attributes, condition->attribute);
  g_autofree char *folded = text_fold_name (value != NULL ? value : "");
  return g_str_equal (folded, condition->value);
}

static gint
compare_values (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The values that cases have: those like `value`, or else all. */
static char *
values_there (const GPtrArray *cases, const char *attribute, const char *value)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  for (guint i = 0; i < cases->len; i++)
    {
      char *has = g_hash_table_lookup (((const EspCase *)cases->pdata[i])->attributes, attribute);
      if (has != NULL && *has != '\0'
          && !g_ptr_array_find_with_equal_func (values, has, g_str_equal, NULL))
        g_ptr_array_add (values, has);
    }
  char *near = near_names (value, values);
  if (near != NULL || values->len == 0)
    return near;
  g_ptr_array_sort (values, compare_values);
  g_ptr_array_add (values, NULL);
  return g_strjoinv (", ", (char **)values->pdata);
}

/* An empty choice is seldom meant: a value that no case has is taken for a slip. */
static gboolean
some_case_fits (const GPtrArray *cases, const Condition *condition, const char *value,
                GError **error)
{
  for (guint i = 0; i < cases->len; i++)
    if (fits (cases->pdata[i], condition))
      return TRUE;
  if (*value == '\0')
    return fail (error, ESP_ERROR_NOT_FOUND, "no case is without a value of '%s'",
                 condition->attribute);
  g_autofree char *there = values_there (cases, condition->attribute, value);
  return fail (error, ESP_ERROR_NOT_FOUND, "no case has '%s' as its %s; %s%s", value,
               condition->attribute, there != NULL ? "cases have: " : "no case has a value of it",
               there != NULL ? there : "");
}

static gboolean
add_condition (GPtrArray *conditions, const GPtrArray *cases, const GPtrArray *attributes,
               const char *written, GError **error)
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
  return some_case_fits (cases, condition, value, error);
}

static gboolean
fits_all (const EspCase *one, const GPtrArray *conditions)
{
  for (guint i = 0; i < conditions->len; i++)
    if (!fits (one, conditions->pdata[i]))
      return FALSE;
  return TRUE;
}

gboolean
selection_keep (EspStudy *study, GPtrArray *cases, const char *const *where, GError **error)
{
  if (where == NULL || *where == NULL)
    return TRUE;
  g_autoptr (GPtrArray) attributes = attributes_load (study, error);
  g_autoptr (GPtrArray) conditions = g_ptr_array_new_with_free_func (condition_free);
  if (attributes == NULL)
    return FALSE;
  for (; *where != NULL; where++)
    if (!add_condition (conditions, cases, attributes, *where, error))
      return FALSE;
  for (guint i = cases->len; i > 0; i--)
    if (!fits_all (cases->pdata[i - 1], conditions))
      g_ptr_array_remove_index (cases, i - 1);
  return TRUE;
}
