/* Loading the kinds of groups of a study definition, their groups, and who is in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/definition.h"

#include "study/group.h"

/* The group that a member is in: the names that its id is derived from. */
typedef struct
{
  const Uuid *id;
  const char *kind, *name;
} Group;

static gboolean
member_state (const Definition *definition, const XmlNode *node, const Group *group,
              const char *label, GError **error)
{
  g_autofree char *part = element_token (node, "as");
  const Uuid id = group_member_id (group->kind, group->name, label);
  const Column columns[] = {
    { "group_id", COLUMN_ID, .id = group->id, .fixed = TRUE },
    { "case_label", .text = label, .fixed = TRUE },
    { "part", .text = part },
    { .name = NULL },
  };

  return stated_row (definition->study, "group_member", &id, 0, columns, error);
}

static gboolean
load_members (const Definition *definition, const XmlNode *node, const Group *group, GError **error)
{
  g_autoptr (GHashTable) seen = definition_names ();
  for (const XmlNode *member = xml_child (node, "member"); member;
       member = xml_next (member, "member"))
    {
      g_autofree char *written = element_token (member, "label");
      g_autofree char *label = definition_label (definition, member, written, error);
      if (!label || !definition_is_new (definition, member, seen, "member", label, error)
          || !member_state (definition, member, group, label, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_group (const Definition *definition, const XmlNode *node, const Uuid *kind_id,
            const char *kind, const char *name, guint n, GError **error)
{
  const Uuid id = group_id (kind, name);
  const Group group = { &id, kind, name };
  const Column columns[] = {
    { "kind_id", COLUMN_ID, .id = kind_id, .fixed = TRUE },
    { "name", .text = name, .fixed = TRUE },
    { "verdict", .text = "" },
    { .name = NULL },
  };

  return stated_row (definition->study, "study_group", &id, n, columns, error)
         && load_members (definition, node, &group, error);
}

/* The groups that are listed; where they follow from an attribute, their names are its values. */
static gboolean
load_listed (const Definition *definition, const XmlNode *node, const Uuid *kind_id,
             const char *kind, const Attribute *from, GError **error)
{
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *group = xml_child (node, "group"); group; group = xml_next (group, "group"))
    {
      g_autofree char *word = element_token (group, "name");
      g_autofree char *name
          = from ? definition_value (definition, group, from, word, error) : g_strdup (word);
      if (!name || !definition_is_new (definition, group, seen, "group", name, error)
          || !load_group (definition, group, kind_id, kind, name, ++n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_kind (const Definition *definition, const XmlNode *node, const char *kind, guint n,
           GError **error)
{
  g_autofree char *from_name = element_token (node, "from");
  const Attribute *from
      = *from_name ? definition_attribute (definition, node, from_name, error) : NULL;
  if (*from_name && !from)
    return FALSE;
  const Uuid id = uuid_derived ("group_kind", kind, NULL);
  const Column columns[] = {
    { "name", .text = kind, .fixed = TRUE },
    { "from_attribute_id", COLUMN_ID, .id = from ? &from->id : NULL },
    { .name = NULL },
  };

  if (from && xml_child (node, "rule"))
    return element_fail (error, definition->doc, xml_child (node, "rule"),
                         "groups of the kind '%s' follow from an attribute; no rule proposes them",
                         kind);
  return stated_row (definition->study, "group_kind", &id, n, columns, error)
         && definition_load_group_rules (definition, node, &id, kind, error)
         && load_listed (definition, node, &id, kind, from, error);
}

gboolean
definition_load_groups (const Definition *definition, const XmlNode *root, GError **error)
{
  const XmlNode *list = xml_child (root, "groups");
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *node = list ? xml_child (list, "kind") : NULL; node;
       node = xml_next (node, "kind"))
    {
      g_autofree char *name = element_token (node, "name");
      if (!definition_is_new (definition, node, seen, "kind of group", name, error)
          || !load_kind (definition, node, name, ++n, error))
        return FALSE;
    }
  return TRUE;
}
