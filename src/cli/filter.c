/* NAME=VALUE: an attribute and its value, as people type them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/filter.h"

#include "cli/call.h"

#include <string.h>

gboolean
filter_split (const char *pair, char **name, char **value, GError **error)
{
  const char *equals = strchr (pair, '=');
  if (equals == NULL || equals == pair)
    return call_wrong_usage (error, "'%s' is no NAME=VALUE, as in site=Burgundy", pair);
  *name = g_strstrip (g_strndup (pair, (gsize)(equals - pair)));
  *value = g_strstrip (g_strdup (equals + 1));
  return TRUE;
}

static gboolean
filter_knows (const GPtrArray *attributes, const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < attributes->len; i++)
    {
      const EspAttribute *attribute = attributes->pdata[i];
      if (strcmp (attribute->name, name) == 0)
        return TRUE;
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", attribute->name);
    }
  g_set_error (error, ESP_ERROR, ESP_ERROR_NOT_FOUND,
               "there is no attribute '%s'; this study has: %s", name,
               attributes->len > 0 ? names->str : "none");
  return FALSE;
}

gboolean
filter_check (char *const *where, const GPtrArray *attributes, GError **error)
{
  for (; where != NULL && *where != NULL; where++)
    {
      g_autofree char *name = NULL, *value = NULL;
      if (!filter_split (*where, &name, &value, error) || !filter_knows (attributes, name, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
filter_fits (char *const *where, const EspCase *one)
{
  for (; where != NULL && *where != NULL; where++)
    {
      g_autofree char *name = NULL, *value = NULL;
      if (!filter_split (*where, &name, &value, NULL))
        return FALSE;
      const char *has = g_hash_table_lookup (one->attributes, name);
      g_autofree char *has_folded = g_utf8_casefold (has != NULL ? has : "", -1);
      g_autofree char *folded = g_utf8_casefold (value, -1);
      if (strcmp (has_folded, folded) != 0)
        return FALSE;
    }
  return TRUE;
}
