/* Loading the names by which speakers are known, and their aliases.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/definition.h"

#include "base/text.h"

static gboolean
speaker_state (const Definition *definition, const char *name, const char *main_name,
               const char *part, guint n, GError **error)
{
  g_autofree char *folded = text_fold_name (name);
  const Uuid id = uuid_derived ("speaker_name", folded, NULL);
  const Column columns[] = {
    { "name", .text = name },
    { "main_name", .text = main_name },
    { "part", .text = part },
    { .name = NULL },
  };

  return stated_row (definition->study, "speaker_name", &id, n, columns, error);
}

gboolean
definition_load_speakers (const Definition *definition, const XmlNode *root, GError **error)
{
  const XmlNode *list = xml_child (root, "speakers");
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *node = list ? xml_child (list, "speaker") : NULL; node;
       node = xml_next (node, "speaker"))
    {
      g_autofree char *name = element_token (node, "name"), *part = element_token (node, "as");
      if (!definition_is_new (definition, node, seen, "speaker", name, error)
          || !speaker_state (definition, name, name, part, ++n, error))
        return FALSE;
      for (const XmlNode *alias = xml_child (node, "alias"); alias;
           alias = xml_next (alias, "alias"))
        {
          g_autofree char *other = element_token (alias, "name");
          if (!definition_is_new (definition, alias, seen, "speaker", other, error)
              || !speaker_state (definition, other, name, part, ++n, error))
            return FALSE;
        }
    }
  return TRUE;
}
