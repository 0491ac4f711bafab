/* Loading the attributes of a study definition, with the values that they list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/definition.h"

static gboolean
value_state (const Definition *definition, const Uuid *attribute_id, const char *attribute,
             const char *name, guint n, GError **error)
{
  const Uuid id = uuid_derived ("attribute_value", attribute, name, NULL);
  const Column columns[] = {
    { "attribute_id", COLUMN_ID, .id = attribute_id, .fixed = TRUE },
    { "name", .text = name, .fixed = TRUE },
    { .name = NULL },
  };

  return stated_row (definition->study, "attribute_value", &id, n, columns, error);
}

static gboolean
load_values (const Definition *definition, const XmlNode *node, const Uuid *id, const char *name,
             const char *type, GError **error)
{
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *value = xml_child (node, "value"); value; value = xml_next (value, "value"))
    {
      g_autofree char *word = element_token (value, "name");
      if (!g_str_equal (type, "text") && !g_str_equal (type, "ordered"))
        return element_fail (error, definition->doc, value,
                             "the attribute '%s' is of the type %s, which lists no values", name,
                             type);
      if (!definition_is_new (definition, value, seen, "value", word, error)
          || !value_state (definition, id, name, word, ++n, error))
        return FALSE;
    }
  if (n == 0 && g_str_equal (type, "ordered"))
    return element_fail (error, definition->doc, node,
                         "the attribute '%s' is ordered and must list its values, lowest first",
                         name);
  return TRUE;
}

static gboolean
load_attribute (const Definition *definition, const XmlNode *node, const char *name, guint n,
                GError **error)
{
  g_autofree char *title = element_token (node, "title"), *type = element_token (node, "type");
  g_autofree char *is_key = element_token (node, "key");
  const Uuid id = uuid_derived ("attribute", name, NULL);
  const Column columns[] = {
    { "name", .text = name, .fixed = TRUE },
    { "title", .text = *title ? title : name },
    { "type", .text = type },
    { "is_key", COLUMN_INT, .number = g_str_equal (is_key, "yes") },
    { .name = NULL },
  };

  return stated_row (definition->study, "attribute", &id, n, columns, error)
         && load_values (definition, node, &id, name, type, error);
}

gboolean
definition_load_attributes (Definition *definition, const XmlNode *root, GError **error)
{
  const XmlNode *list = xml_child (root, "attributes");
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *node = list ? xml_child (list, "attribute") : NULL; node;
       node = xml_next (node, "attribute"))
    {
      g_autofree char *name = element_token (node, "name");
      if (!definition_is_new (definition, node, seen, "attribute", name, error)
          || !load_attribute (definition, node, name, ++n, error))
        return FALSE;
    }
  definition->attributes = attributes_load (definition->study, error);
  return definition->attributes != NULL;
}
