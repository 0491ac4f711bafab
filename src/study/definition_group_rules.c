/* Loading the rules by which groups are proposed. Unlike the rest of a definition, they are as it
 * says them the last time: a rule that it says no more would go on proposing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "study/definition.h"
#include "study/group_rule.h"

typedef struct
{
  const Uuid *id;
  const char *kind, *name;
} Rule;

/* How many: `most` NULL for any number. */
static gboolean
read_numbers (const Definition *definition, const XmlNode *node, gint64 *least, double *most,
              gboolean *has_most, GError **error)
{
  g_autofree char *least_word = element_token (node, "least");
  g_autofree char *most_word = element_token (node, "most");
  *least = *least_word ? g_ascii_strtoll (least_word, NULL, 10) : 1;
  *has_most = !g_str_equal (most_word, "any");
  *most = *most_word && *has_most ? g_ascii_strtod (most_word, NULL) : 1;
  return !*has_most || (double)*least <= *most
         || element_fail (error, definition->doc, node,
                          "at least %" G_GINT64_FORMAT " and at most %.0f cannot be; say most='any'"
                          " or a higher number",
                          *least, *most);
}

static gboolean
load_member (const Definition *definition, const XmlNode *node, const Rule *rule, guint n,
             GHashTable *said, GError **error)
{
  g_autofree char *part = element_token (node, "as"), *for_name = element_token (node, "for");
  g_autofree char *word = element_token (node, "value"), *value = NULL;
  const Attribute *attribute = NULL;
  gint64 least;
  double most;
  gboolean has_most;
  if (!read_numbers (definition, node, &least, &most, &has_most, error))
    return FALSE;
  if (*for_name)
    {
      attribute = definition_attribute (definition, node, for_name, error);
      value = attribute ? definition_value (definition, node, attribute, word, error) : NULL;
      if (!value)
        return FALSE;
    }
  const Uuid id = uuid_derived ("group_rule_member", rule->kind, rule->name, part,
                                attribute ? attribute->info.name : "", value ? value : "", NULL);
  const Column columns[] = {
    { "rule_id", COLUMN_ID, .id = rule->id, .fixed = TRUE },
    { "part", .text = part, .fixed = TRUE },
    { "attribute_id", COLUMN_ID, .id = attribute ? &attribute->id : NULL, .fixed = TRUE },
    { "value", .text = value ? value : "", .fixed = TRUE },
    { "least", COLUMN_INT, .number = least },
    { "most", has_most ? COLUMN_INT : COLUMN_NULL, .number = (gint64)most },
    { .name = NULL },
  };

  if (!g_hash_table_add (said, g_memdup2 (&id, sizeof id)))
    return element_fail (error, definition->doc, node, "the same cases are members twice");
  return stated_row (definition->study, "group_rule_member", &id, n, columns, error);
}

static gboolean
load_rule (const Definition *definition, const XmlNode *node, const Uuid *kind_id, const Rule *rule,
           guint n, GHashTable *said, GError **error)
{
  if (!group_rule_check_name (rule->name, definition->attributes, definition->schemes, error))
    return definition_fail_at (definition, node, error);
  const Column columns[] = {
    { "kind_id", COLUMN_ID, .id = kind_id, .fixed = TRUE },
    { "name", .text = rule->name, .fixed = TRUE },
    { .name = NULL },
  };
  guint member = 0;
  g_hash_table_add (said, g_memdup2 (rule->id, sizeof *rule->id));
  if (!stated_row (definition->study, "group_rule", rule->id, n, columns, error))
    return FALSE;
  for (const XmlNode *one = xml_child (node, "member"); one; one = xml_next (one, "member"))
    if (!load_member (definition, one, rule, ++member, said, error))
      return FALSE;
  return TRUE;
}

/* Rows of a kind's rules that were not said this time. */
static gboolean
drop_unsaid (const Definition *definition, const Uuid *kind_id, GHashTable *said, GError **error)
{
  static const char *const tables[] = { "group_rule_member", "group_rule" };
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (GArray) unsaid = g_array_new (FALSE, FALSE, sizeof (Uuid));
      g_autoptr (Query) query
          = i == 0 ? store_query (definition->study,
                                  "SELECT m.id FROM group_rule_member AS m JOIN group_rule AS r"
                                  " ON r.id = m.rule_id WHERE m.gone = 0 AND r.kind_id = :kind")
                   : store_query (definition->study,
                                  "SELECT id FROM group_rule WHERE gone = 0 AND kind_id = :kind");
      query_bind_uuid (query, ":kind", kind_id);
      while (query_step (query, error))
        {
          const Uuid id = query_uuid (query, 0);
          if (!g_hash_table_contains (said, &id))
            g_array_append_val (unsaid, id);
        }
      if (query_failed (query))
        return FALSE;
      for (guint j = 0; j < unsaid->len; j++)
        if (!store_gone (definition->study, tables[i], &g_array_index (unsaid, Uuid, j), error))
          return FALSE;
    }
  return TRUE;
}

gboolean
definition_load_group_rules (const Definition *definition, const XmlNode *node, const Uuid *kind_id,
                             const char *kind, GError **error)
{
  g_autoptr (GHashTable) said = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, NULL);
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *one = xml_child (node, "rule"); one; one = xml_next (one, "rule"))
    {
      g_autofree char *name = element_token (one, "name");
      const Uuid id = uuid_derived ("group_rule", kind, name, NULL);
      const Rule rule = { &id, kind, name };
      if (!definition_is_new (definition, one, seen, "rule", name, error)
          || !load_rule (definition, one, kind_id, &rule, ++n, said, error))
        return FALSE;
    }
  return drop_unsaid (definition, kind_id, said, error);
}
