/* Loading what a study definition says of how its transcripts are written: the style in which
 * speakers are named, and lines that nobody says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/definition.h"

#include "base/pattern.h"

#include <string.h>

/* A style is a rule of documents that says nothing else; it has an id of its own, so that another
 * rule may speak of the same files. */
static gboolean
style_state (const Definition *definition, const char *file, const char *style, guint n,
             GError **error)
{
  const Uuid id = uuid_derived ("document_rule", file, "style", NULL);
  const Column columns[] = {
    { "file", .text = file, .fixed = TRUE },
    { "style", .text = style },
    { .name = NULL },
  };

  return stated_row (definition->study, "document_rule", &id, n, columns, error);
}

static gboolean
load_styles (const Definition *definition, const XmlNode *list, GError **error)
{
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *node = xml_child (list, "style"); node; node = xml_next (node, "style"))
    {
      g_autofree char *file = element_token (node, "file"), *name = element_token (node, "name");
      if (!g_hash_table_add (seen, g_strdup (file)))
        return element_fail (error, definition->doc, node, "the style of '%s' is there twice",
                             file);
      if (!style_state (definition, file, name, ++n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_examples (const Definition *definition, const XmlNode *node, const Pattern *pattern,
                GError **error)
{
  for (const XmlNode *example = xml_child (node, "example"); example;
       example = xml_next (example, "example"))
    {
      g_autofree char *line = element_token (example, "line");
      g_autoptr (PatternScan) scan = pattern_scan_new (pattern, line, strlen (line));
      g_autoptr (GError) why = NULL;
      gsize start, end;
      if (!pattern_scan_next (scan, &start, &end, &why))
        return element_fail (error, definition->doc, example,
                             "the example '%s' is not what the pattern describes%s%s", line,
                             why ? ": " : "", why ? why->message : "");
    }
  return TRUE;
}

static gboolean
load_unspoken (const Definition *definition, const XmlNode *node, guint n, GError **error)
{
  g_autofree char *source = element_token (node, "pattern"), *kind = element_token (node, "kind");
  g_autoptr (Pattern) pattern = pattern_new (source, PATTERN_WHOLE, error);
  if (!pattern)
    return definition_fail_at (definition, node, error);
  const Uuid id = uuid_derived ("not_speech", source, NULL);
  const Column columns[] = {
    { "pattern", .text = source, .fixed = TRUE },
    { "kind", .text = kind },
    { .name = NULL },
  };

  return check_examples (definition, node, pattern, error)
         && stated_row (definition->study, "not_speech", &id, n, columns, error);
}

gboolean
definition_load_transcripts (const Definition *definition, const XmlNode *root, GError **error)
{
  const XmlNode *list = xml_child (root, "transcripts");
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  if (!list)
    return TRUE;
  for (const XmlNode *node = xml_child (list, "not-speech"); node;
       node = xml_next (node, "not-speech"))
    {
      g_autofree char *pattern = element_token (node, "pattern");
      if (!g_hash_table_add (seen, g_strdup (pattern)))
        return element_fail (error, definition->doc, node, "the pattern '%s' is there twice",
                             pattern);
      if (!load_unspoken (definition, node, ++n, error))
        return FALSE;
    }
  return load_styles (definition, list, error);
}
