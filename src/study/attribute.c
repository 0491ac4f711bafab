/* Attributes: reading them from the study, and checking values against their types.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/attribute.h"
#include "base/error.h"
#include "base/text.h"
#include "store/store.h"

#include <math.h>

void
attribute_free (gpointer data)
{
  Attribute *attribute = data;
  g_free (attribute->info.name);
  g_free (attribute->info.title);
  g_free (attribute->info.type);
  g_ptr_array_unref (attribute->info.values);
  g_free (attribute);
}

static gboolean
values_load (EspStudy *study, GHashTable *by_id, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT attribute_id, name FROM attribute_value WHERE gone = 0"
                            " ORDER BY sort_key, id");
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      Attribute *attribute = g_hash_table_lookup (by_id, &id);
      if (attribute)
        g_ptr_array_add (attribute->info.values, g_strdup (query_text (query, 1)));
    }
  return !query_failed (query);
}

GPtrArray *
attributes_load (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) attributes = g_ptr_array_new_with_free_func (attribute_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (uuid_hash, uuid_equal_func);
  g_autoptr (Query) query
      = store_query (study, "SELECT id, name, title, type, is_key FROM attribute"
                            " WHERE gone = 0 ORDER BY sort_key, id");
  while (query_step (query, error))
    {
      Attribute *attribute = g_new0 (Attribute, 1);
      attribute->id = query_uuid (query, 0);
      attribute->info.name = g_strdup (query_text (query, 1));
      attribute->info.title = g_strdup (query_text (query, 2));
      attribute->info.type = g_strdup (query_text (query, 3));
      attribute->info.is_key = query_int (query, 4) != 0;
      attribute->info.values = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (attributes, attribute);
      g_hash_table_insert (by_id, &attribute->id, attribute);
    }
  if (query_failed (query) || !values_load (study, by_id, error))
    return NULL;
  return g_steal_pointer (&attributes);
}

GPtrArray *
esp_attributes (EspStudy *study, GError **error)
{
  return attributes_load (study, error);
}

const Attribute *
attributes_find (const GPtrArray *attributes, const char *name)
{
  g_autofree char *folded = text_fold_name (name);
  const Attribute *by_title = NULL;
  for (guint i = 0; i < attributes->len; i++)
    {
      const Attribute *attribute = g_ptr_array_index (attributes, i);
      g_autofree char *own = text_fold_name (attribute->info.name);
      g_autofree char *title = text_fold_name (attribute->info.title);
      if (g_str_equal (own, folded))
        return attribute;
      if (!by_title && g_str_equal (title, folded))
        by_title = attribute;
    }
  return by_title;
}

static char *
names_of (const GPtrArray *attributes)
{
  GString *names = g_string_new (NULL);
  for (guint i = 0; i < attributes->len; i++)
    {
      const Attribute *attribute = g_ptr_array_index (attributes, i);
      g_string_append_printf (names, "%s%s", i ? ", " : "", attribute->info.name);
    }
  return g_string_free (names, FALSE);
}

const Attribute *
attributes_need (const GPtrArray *attributes, const char *name, GError **error)
{
  const Attribute *attribute = attributes_find (attributes, name);
  if (attribute)
    return attribute;
  g_autofree char *names = names_of (attributes);
  if (attributes->len == 0)
    fail (error, ESP_ERROR_NOT_FOUND, "there is no attribute '%s'; the study has no attributes yet",
          name);
  else
    fail (error, ESP_ERROR_NOT_FOUND, "there is no attribute '%s'; the study has: %s", name, names);
  return NULL;
}

/* ---- values by type: each gives the stored form, or NULL when the value is not of the type */

static char *
normal_integer (const char *value)
{
  const gboolean is_negative = *value == '-';
  const char *digits = value + (*value == '-' || *value == '+');
  if (*digits == '\0' || strspn (digits, "0123456789") != strlen (digits))
    return NULL;
  while (*digits == '0' && digits[1])
    digits++;
  return g_strconcat (is_negative && !g_str_equal (digits, "0") ? "-" : "", digits, NULL);
}

static char *
normal_real (const char *value)
{
  if (strspn (value, "0123456789+-.eE") != strlen (value))
    return NULL;
  char *end = NULL;
  const double number = g_ascii_strtod (value, &end);
  return end != value && *end == '\0' && isfinite (number) ? g_strdup (value) : NULL;
}

static char *
normal_boolean (const char *value)
{
  static const char *const yes[] = { "yes", "true", "1", NULL }, *const no[]
                                                                 = { "no", "false", "0", NULL };
  g_autofree char *folded = text_fold_name (value);
  if (g_strv_contains (yes, folded))
    return g_strdup ("yes");
  return g_strv_contains (no, folded) ? g_strdup ("no") : NULL;
}

static char *
normal_date (const char *value)
{
  static const char form[] = "dddd-dd-dd";
  if (strlen (value) != sizeof form - 1)
    return NULL;
  for (gsize i = 0; form[i]; i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (value[i]) : value[i] != form[i])
      return NULL;
  const guint64 year = g_ascii_strtoull (value, NULL, 10),
                month = g_ascii_strtoull (value + 5, NULL, 10);
  const guint64 day = g_ascii_strtoull (value + 8, NULL, 10);
  return g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year) ? g_strdup (value)
                                                                              : NULL;
}

typedef struct
{
  const char *type;
  char *(*normal) (const char *value);
  const char *needs;
} ValueType;

static const ValueType value_types[] = {
  { "integer", normal_integer, "a whole number, such as 12" },
  { "real", normal_real, "a number with a point, such as 1.5" },
  { "boolean", normal_boolean, "yes or no" },
  { "date", normal_date, "a date as YYYY-MM-DD" },
};

/* A value that differs from a listed one only in case, dashes or spaces is that one. */
static char *
normal_listed (const EspAttribute *attribute, const char *value, GError **error)
{
  g_autofree char *folded = text_fold_name (value);
  for (guint i = 0; i < attribute->values->len; i++)
    {
      const char *listed = g_ptr_array_index (attribute->values, i);
      g_autofree char *name = text_fold_name (listed);
      if (g_str_equal (name, folded))
        return g_strdup (listed);
    }
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < attribute->values->len; i++)
    g_string_append_printf (list, "%s%s", i ? ", " : "",
                            (const char *)g_ptr_array_index (attribute->values, i));
  fail (error, ESP_ERROR_INPUT, "the attribute '%s' has no value '%s'; it can be: %s",
        attribute->name, value, list->str);
  return NULL;
}

char *
attribute_normal (const EspAttribute *attribute, const char *value, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (value));
  if (*trimmed == '\0')
    {
      fail (error, ESP_ERROR_INPUT, "the attribute '%s' needs a value", attribute->name);
      return NULL;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (value_types); i++)
    if (g_str_equal (value_types[i].type, attribute->type))
      {
        char *normal = value_types[i].normal (trimmed);
        if (!normal)
          fail (error, ESP_ERROR_INPUT, "the attribute '%s' cannot be '%s'; it needs %s",
                attribute->name, value, value_types[i].needs);
        return normal;
      }
  if (attribute->values->len > 0)
    return normal_listed (attribute, trimmed, error);
  return g_steal_pointer (&trimmed);
}
