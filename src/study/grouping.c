/* Cases in groups: by the values of an attribute, or by a kind of group.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/grouping.h"

#include "base/error.h"
#include "base/text.h"
#include "study/attribute.h"
#include "study/group.h"

#include <string.h>

void
grouping_clear (Grouping *grouping)
{
  g_clear_pointer (&grouping->names, g_ptr_array_unref);
  g_clear_pointer (&grouping->rows, g_ptr_array_unref);
}

void
grouping_init (Grouping *grouping)
{
  grouping->names = g_ptr_array_new_with_free_func (g_free);
  grouping->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
}

GArray *
grouping_add (Grouping *grouping, const char *name)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (grouping->names, g_strdup (name));
  g_ptr_array_add (grouping->rows, rows);
  return rows;
}

static GArray *
grouping_named (Grouping *grouping, const char *name)
{
  for (guint i = 0; i < grouping->names->len; i++)
    if (g_str_equal (grouping->names->pdata[i], name))
      return grouping->rows->pdata[i];
  return NULL;
}

/* ---- by an attribute: in its order where values are listed, else by value; those without a case
 * are left away */

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const char *x = *(const char *const *)a, *y = *(const char *const *)b;
  char *end_x, *end_y;
  double number_x = g_ascii_strtod (x, &end_x), number_y = g_ascii_strtod (y, &end_y);
  if (*x != '\0' && *y != '\0' && *end_x == '\0' && *end_y == '\0')
    return (number_x > number_y) - (number_x < number_y);
  return strcmp (x, y);
}

static const char *
value_of (const GPtrArray *cases, guint row, const EspAttribute *attribute)
{
  return g_hash_table_lookup (((const EspCase *)cases->pdata[row])->attributes, attribute->name);
}

static void
group_by_attribute (Grouping *grouping, const GPtrArray *cases, const EspAttribute *attribute)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  for (guint row = 0; row < cases->len; row++)
    {
      const char *value = value_of (cases, row, attribute);
      if (value != NULL && *value != '\0'
          && !g_ptr_array_find_with_equal_func (values, value, g_str_equal, NULL))
        g_ptr_array_add (values, (gpointer)value);
    }
  g_ptr_array_sort (values, compare_values);
  for (guint i = 0; i < attribute->values->len; i++)
    if (g_ptr_array_find_with_equal_func (values, attribute->values->pdata[i], g_str_equal, NULL))
      grouping_add (grouping, attribute->values->pdata[i]);
  for (guint i = 0; i < values->len; i++)
    if (grouping_named (grouping, values->pdata[i]) == NULL)
      grouping_add (grouping, values->pdata[i]);
  for (guint row = 0; row < cases->len; row++)
    {
      const char *value = value_of (cases, row, attribute);
      GArray *rows = value != NULL ? grouping_named (grouping, value) : NULL;
      if (rows != NULL)
        g_array_append_val (rows, row);
    }
}

/* ---- by a kind of group: a case can be in several */

static gboolean
is_member (const EspGroup *group, const char *label)
{
  for (guint i = 0; i < group->members->len; i++)
    if (g_str_equal (((const EspGroupMember *)group->members->pdata[i])->label, label))
      return TRUE;
  return FALSE;
}

/* FALSE: there is no such kind. */
static gboolean
group_by_kind (Grouping *grouping, const GPtrArray *cases, const GPtrArray *groups,
               const char *kind)
{
  gboolean found = FALSE;
  g_autofree char *wanted = text_fold_name (kind);
  for (guint i = 0; i < groups->len; i++)
    {
      const EspGroup *group = groups->pdata[i];
      g_autofree char *folded = text_fold_name (group->kind);
      if (!g_str_equal (folded, wanted))
        continue;
      found = TRUE;
      GArray *rows = grouping_add (grouping, group->name);
      for (guint row = 0; row < cases->len; row++)
        if (is_member (group, ((const EspCase *)cases->pdata[row])->label))
          g_array_append_val (rows, row);
    }
  return found;
}

/* A kind may be there that no case is in a group of. */
static gboolean
fail_without_groups (EspStudy *study, const char *by, GError **error)
{
  g_autofree char *own = NULL;
  g_autoptr (GError) unknown = NULL;

  if (group_kind_find (study, by, NULL, &own, NULL, &unknown))
    return fail (
        error, ESP_ERROR_NOT_FOUND,
        "no case is in a group of the kind '%s' yet; 'espalier groups propose' lists those "
        "that a rule finds, 'espalier groups put' puts cases into one",
        own);
  if (!g_error_matches (unknown, ESP_ERROR, ESP_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&unknown));
      return FALSE;
    }
  return fail (error, ESP_ERROR_NOT_FOUND,
               "there is no attribute and no kind of group '%s'; 'espalier attributes' and "
               "'espalier groups' list them",
               by);
}

gboolean
grouping_make (Grouping *grouping, EspStudy *study, const GPtrArray *cases, const char *by,
               char **display, GError **error)
{
  g_autoptr (GPtrArray) attributes = attributes_load (study, error);
  g_autoptr (GPtrArray) groups = attributes != NULL ? esp_groups (study, error) : NULL;
  if (groups == NULL)
    return FALSE;
  const Attribute *attribute = attributes_find (attributes, by);
  if (attribute != NULL)
    {
      *display = g_strdup (attribute->info.name);
      group_by_attribute (grouping, cases, &attribute->info);
      return TRUE;
    }
  *display = g_strdup (by);
  return group_by_kind (grouping, cases, groups, by) || fail_without_groups (study, by, error);
}

GArray *
grouping_left_out (const Grouping *grouping, guint n_cases)
{
  g_autofree gboolean *in = g_new0 (gboolean, n_cases + 1);
  for (guint i = 0; i < grouping->rows->len; i++)
    {
      const GArray *rows = grouping->rows->pdata[i];
      for (guint j = 0; j < rows->len; j++)
        in[g_array_index (rows, guint, j)] = TRUE;
    }
  GArray *left_out = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint row = 0; row < n_cases; row++)
    if (!in[row])
      g_array_append_val (left_out, row);
  return left_out;
}
