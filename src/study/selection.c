/* Choosing cases by their attributes, and by the groups that they are in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/selection.h"

#include "base/error.h"
#include "base/near.h"
#include "base/text.h"
#include "study/attribute.h"
#include "study/group.h"

#include <string.h>

typedef struct
{
  char *attribute; /* its name, or that of a kind of group */
  gboolean is_kind;
  char *value; /* folded */
} Condition;

static void
condition_free (gpointer condition)
{
  Condition *one = condition;
  g_free (one->attribute);
  g_free (one->value);
  g_free (one);
}

/* The group's name where it is of the kind; NULL otherwise. */
static const char *
name_in_kind (const char *group, const char *kind)
{
  const gsize size = strlen (kind);
  return strncmp (group, kind, size) == 0 && g_str_has_prefix (group + size, ": ")
             ? group + size + 2
             : NULL;
}

/* '' means those that are in no group of the kind. */
static gboolean
is_in_group (const EspCase *one, const Condition *condition)
{
  gboolean in_some = FALSE;
  for (guint i = 0; i < one->groups->len; i++)
    {
      const char *name = name_in_kind (one->groups->pdata[i], condition->attribute);
      g_autofree char *folded = name != NULL ? text_fold_name (name) : NULL;
      in_some |= name != NULL;
      if (name != NULL && g_str_equal (folded, condition->value))
        return TRUE;
    }
  return !in_some && *condition->value == '\0';
}

static gboolean
fits (const EspCase *one, const Condition *condition)
{
  if (condition->is_kind)
    return is_in_group (one, condition);
  const char *value = g_hash_table_lookup (one->attributes, condition->attribute);
  g_autofree char *folded = text_fold_name (value != NULL ? value : "");
  return g_str_equal (folded, condition->value);
}

static gint
compare_values (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
add_value (GPtrArray *values, const char *has)
{
  if (has != NULL && *has != '\0'
      && !g_ptr_array_find_with_equal_func (values, has, g_str_equal, NULL))
    g_ptr_array_add (values, (gpointer)has);
}

/* The values that cases have: those like `value`, or else all. */
static char *
values_there (const GPtrArray *cases, const Condition *condition, const char *value)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  for (guint i = 0; i < cases->len; i++)
    {
      const EspCase *one = cases->pdata[i];
      if (!condition->is_kind)
        add_value (values, g_hash_table_lookup (one->attributes, condition->attribute));
      for (guint g = 0; condition->is_kind && g < one->groups->len; g++)
        add_value (values, name_in_kind (one->groups->pdata[g], condition->attribute));
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
  g_autofree char *there = values_there (cases, condition, value);
  return fail (error, ESP_ERROR_NOT_FOUND, "no case has '%s' as its %s; %s%s", value,
               condition->attribute, there != NULL ? "cases have: " : "no case has a value of it",
               there != NULL ? there : "");
}

/* What is asked for by a name: an attribute, whose value it must be able to have, or else a kind of
 * group. */
static Condition *
condition_new (EspStudy *study, const GPtrArray *attributes, const char *name, const char *value,
               GError **error)
{
  const Attribute *attribute = attributes_find (attributes, name);
  g_autofree char *normal = NULL, *kind = NULL;
  if (attribute == NULL && !group_kind_find (study, name, NULL, &kind, NULL, NULL))
    {
      attributes_need (attributes, name, error);
      return NULL;
    }
  /* A value that no case can have is a slip; none at all means those without a value. */
  normal = *value != '\0' && attribute != NULL ? attribute_normal (&attribute->info, value, error)
                                               : g_strdup (value);
  if (normal == NULL)
    return NULL;
  Condition *condition = g_new0 (Condition, 1);
  condition->is_kind = attribute == NULL;
  condition->attribute = g_strdup (attribute != NULL ? attribute->info.name : kind);
  condition->value = text_fold_name (normal);
  return condition;
}

static gboolean
add_condition (EspStudy *study, GPtrArray *conditions, const GPtrArray *cases,
               const GPtrArray *attributes, const char *written, GError **error)
{
  const char *sign = strchr (written, '=');
  if (sign == NULL || sign == written)
    return fail (error, ESP_ERROR_USAGE, "'%s' is not ATTRIBUTE=VALUE, such as site=Burgundy",
                 written);
  g_autofree char *name = g_strstrip (g_strndup (written, (gsize)(sign - written)));
  g_autofree char *value = g_strstrip (g_strdup (sign + 1));
  Condition *condition = condition_new (study, attributes, name, value, error);
  if (condition == NULL)
    return FALSE;
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
    if (!add_condition (study, conditions, cases, attributes, *where, error))
      return FALSE;
  for (guint i = cases->len; i > 0; i--)
    if (!fits_all (cases->pdata[i - 1], conditions))
      g_ptr_array_remove_index (cases, i - 1);
  return TRUE;
}
