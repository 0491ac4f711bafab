/* Loading the label schemes of a study definition: patterns, what their parts and codes mean, and
 * the examples that each must read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/definition.h"

#include "base/pattern.h"
#include "study/case.h"

#include <string.h>

/* Every name in braces is a named group of the pattern, and every brace has its other. */
static gboolean
check_canonical (const Definition *definition, const XmlNode *node, const Pattern *pattern,
                 const char *canonical, GError **error)
{
  for (const char *at = canonical; *at; at++)
    {
      if (*at == '}')
        return element_fail (error, definition->doc, node,
                             "the canonical form '%s' closes a brace that it did not open",
                             canonical);
      if (*at != '{')
        continue;
      const char *close = strchr (at, '}');
      if (!close)
        return element_fail (error, definition->doc, node,
                             "the canonical form '%s' opens a brace and does not close it",
                             canonical);
      g_autofree char *name = g_strndup (at + 1, (gsize)(close - at - 1));
      if (!pattern_has_name (pattern, name))
        return element_fail (
            error, definition->doc, node,
            "the canonical form '%s' names '%s', which is no named group of the pattern", canonical,
            name);
      at = close;
    }
  return TRUE;
}

/* Who a row of a label scheme belongs to: the names that its id is derived from. */
typedef struct
{
  const char *scheme, *part, *code;
} LabelPath;

static gboolean
load_derived (const Definition *definition, const XmlNode *node, const LabelPath *path,
              const Uuid *value_id, GError **error)
{
  g_autofree char *name = element_token (node, "name"), *value = element_token (node, "value");
  const Attribute *attribute = definition_attribute (definition, node, name, error);
  g_autofree char *normal
      = attribute ? definition_value (definition, node, attribute, value, error) : NULL;
  if (!normal)
    return FALSE;
  const Uuid id = uuid_derived ("label_derived", path->scheme, path->part, path->code,
                                attribute->info.name, NULL);
  const Column columns[] = {
    { "label_value_id", COLUMN_ID, .id = value_id, .fixed = TRUE },
    { "attribute_id", COLUMN_ID, .id = &attribute->id, .fixed = TRUE },
    { "value", .text = normal },
    { .name = NULL },
  };

  return stated_row (definition->study, "label_derived", &id, 0, columns, error);
}

/* What else a code says: the site Burgundy is in Wales. */
static gboolean
load_all_derived (const Definition *definition, const XmlNode *node, const LabelPath *path,
                  const Uuid *value_id, GError **error)
{
  g_autoptr (GHashTable) seen = definition_names ();
  for (const XmlNode *more = xml_child (node, "attribute"); more;
       more = xml_next (more, "attribute"))
    {
      g_autofree char *also = element_token (more, "name");
      if (!definition_is_new (definition, more, seen, "attribute", also, error)
          || !load_derived (definition, more, path, value_id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_code (const Definition *definition, const XmlNode *node, const LabelPath *path,
           const Attribute *attribute, const Uuid *part_id, guint n, GError **error)
{
  g_autofree char *word = element_token (node, "name");
  g_autofree char *name = definition_value (definition, node, attribute, word, error);
  if (!name)
    return FALSE;
  const Uuid id = uuid_derived ("label_value", path->scheme, path->part, path->code, NULL);
  const Column columns[] = {
    { "part_id", COLUMN_ID, .id = part_id, .fixed = TRUE },
    { "code", .text = path->code, .fixed = TRUE },
    { "name", .text = name },
    { .name = NULL },
  };

  return stated_row (definition->study, "label_value", &id, n, columns, error)
         && load_all_derived (definition, node, path, &id, error);
}

static gboolean
load_codes (const Definition *definition, const XmlNode *node, const LabelPath *part,
            const Attribute *attribute, const Uuid *part_id, GError **error)
{
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *value = xml_child (node, "value"); value; value = xml_next (value, "value"))
    {
      g_autofree char *code = element_token (value, "code");
      const LabelPath path = { part->scheme, part->part, code };
      if (!definition_is_new (definition, value, seen, "code", code, error)
          || !load_code (definition, value, &path, attribute, part_id, ++n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_part (const Definition *definition, const XmlNode *node, const LabelPath *path,
           const Pattern *pattern, const Uuid *scheme_id, guint n, GError **error)
{
  if (!pattern_has_name (pattern, path->part))
    return element_fail (error, definition->doc, node,
                         "the part '%s' is no named group of the pattern", path->part);
  g_autofree char *attribute_name = element_token (node, "attribute");
  const Attribute *attribute = definition_attribute (definition, node, attribute_name, error);
  if (!attribute)
    return FALSE;
  const Uuid id = uuid_derived ("part", path->scheme, path->part, NULL);
  const Column columns[] = {
    { "scheme_id", COLUMN_ID, .id = scheme_id, .fixed = TRUE },
    { "name", .text = path->part, .fixed = TRUE },
    { "attribute_id", COLUMN_ID, .id = &attribute->id },
    { .name = NULL },
  };

  return stated_row (definition->study, "label_part", &id, n, columns, error)
         && load_codes (definition, node, path, attribute, &id, error);
}

static gboolean
load_parts (const Definition *definition, const XmlNode *node, const char *scheme,
            const Pattern *pattern, const Uuid *scheme_id, GError **error)
{
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *part = xml_child (node, "part"); part; part = xml_next (part, "part"))
    {
      g_autofree char *name = element_token (part, "name");
      const LabelPath path = { scheme, name, NULL };
      if (!definition_is_new (definition, part, seen, "part", name, error)
          || !load_part (definition, part, &path, pattern, scheme_id, ++n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_examples (const Definition *definition, const XmlNode *node, const char *scheme,
               const Uuid *scheme_id, GError **error)
{
  guint n = 0;
  for (const XmlNode *example = xml_child (node, "example"); example;
       example = xml_next (example, "example"))
    {
      g_autofree char *label = element_token (example, "label");
      const Uuid id = uuid_derived ("label_example", scheme, label, NULL);
      const Column columns[] = {
        { "scheme_id", COLUMN_ID, .id = scheme_id, .fixed = TRUE },
        { "label", .text = label, .fixed = TRUE },
        { .name = NULL },
      };
      if (!stated_row (definition->study, "label_example", &id, ++n, columns, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_scheme (const Definition *definition, const XmlNode *node, const char *name, guint n,
             GError **error)
{
  g_autofree char *source = element_token (node, "pattern");
  g_autofree char *canonical = element_token (node, "canonical");
  g_autoptr (Pattern) pattern = pattern_new (source, PATTERN_WHOLE, error);
  if (!pattern)
    return definition_fail_at (definition, node, error);
  if (!check_canonical (definition, node, pattern, canonical, error))
    return FALSE;
  const Uuid id = uuid_derived ("scheme", name, NULL);
  const Column columns[] = {
    { "name", .text = name, .fixed = TRUE },
    { "pattern", .text = source },
    { "canonical", .text = canonical },
    { .name = NULL },
  };

  return stated_row (definition->study, "label_scheme", &id, n, columns, error)
         && load_examples (definition, node, name, &id, error)
         && load_parts (definition, node, name, pattern, &id, error);
}

/* Each example is read, and by the scheme that gives it. */
static gboolean
check_examples (const Definition *definition, const XmlNode *node, GError **error)
{
  g_autofree char *scheme = element_token (node, "name");
  const Uuid id = uuid_derived ("scheme", scheme, NULL);
  for (const XmlNode *example = xml_child (node, "example"); example;
       example = xml_next (example, "example"))
    {
      g_autofree char *written = element_token (example, "label");
      g_autoptr (Label) label = NULL;
      g_autofree char *why = NULL;
      if (!label_read (definition->schemes, written, &label, &why))
        return element_fail (error, definition->doc, example,
                             "the example '%s' is not read by the scheme '%s': %s", written, scheme,
                             why ? why : "the pattern does not match it");
      if (!uuid_equal (&label->scheme_id, &id))
        return element_fail (
            error, definition->doc, example,
            "the example '%s' of the scheme '%s' is read by a scheme that comes before it", written,
            scheme);
    }
  return TRUE;
}

gboolean
definition_load_labels (Definition *definition, const XmlNode *root, GError **error)
{
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *node = xml_child (root, "labels"); node; node = xml_next (node, "labels"))
    {
      g_autofree char *name = element_token (node, "name");
      if (!definition_is_new (definition, node, seen, "label scheme", name, error)
          || !load_scheme (definition, node, name, ++n, error))
        return FALSE;
    }
  definition->schemes = label_schemes_load (definition->study, error);
  if (!definition->schemes)
    return FALSE;
  for (const XmlNode *node = xml_child (root, "labels"); node; node = xml_next (node, "labels"))
    if (!check_examples (definition, node, error))
      return FALSE;
  return cases_read_again (definition->study, definition->schemes, error);
}
