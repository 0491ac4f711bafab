/* Loading the schedules of a study definition: their questions, and the themes these ask about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/definition.h"

static gboolean
load_themes (const Definition *definition, const XmlNode *node, const Uuid *question_id,
             GError **error)
{
  g_autofree char *question = uuid_dup_text (question_id);
  for (const XmlNode *theme = xml_child (node, "theme"); theme; theme = xml_next (theme, "theme"))
    {
      g_autofree char *path = element_token (theme, "path");
      const Uuid id = uuid_derived ("question_theme", question, path, NULL);
      const Column columns[] = {
        { "question_id", COLUMN_ID, .id = question_id, .fixed = TRUE },
        { "theme_path", .text = path, .fixed = TRUE },
        { .name = NULL },
      };
      if (!stated_row (definition->study, "question_theme", &id, 0, columns, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_question (const Definition *definition, const XmlNode *node, const Uuid *schedule_id,
               const char *number, guint n, GError **error)
{
  g_autofree char *wording = element_token (node, "text");
  g_autofree char *schedule = uuid_dup_text (schedule_id);
  const Uuid id = uuid_derived ("question", schedule, number, NULL);
  const Column columns[] = {
    { "schedule_id", COLUMN_ID, .id = schedule_id, .fixed = TRUE },
    { "number", .text = number, .fixed = TRUE },
    { "wording", .text = wording },
    { .name = NULL },
  };

  return stated_row (definition->study, "question", &id, n, columns, error)
         && load_themes (definition, node, &id, error);
}

static gboolean
load_questions (const Definition *definition, const XmlNode *node, const Uuid *schedule_id,
                GError **error)
{
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *question = xml_child (node, "question"); question;
       question = xml_next (question, "question"))
    {
      g_autofree char *number = element_token (question, "number");
      if (!definition_is_new (definition, question, seen, "question", number, error)
          || !load_question (definition, question, schedule_id, number, ++n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_schedule (const Definition *definition, const XmlNode *node, const char *name,
               const char *version, guint n, GError **error)
{
  g_autofree char *for_name = element_token (node, "for"), *word = element_token (node, "value");
  g_autofree char *value = NULL;
  const Attribute *attribute = NULL;
  if (*for_name)
    {
      attribute = definition_attribute (definition, node, for_name, error);
      value = attribute ? definition_value (definition, node, attribute, word, error) : NULL;
      if (!value)
        return FALSE;
    }
  const Uuid id = uuid_derived ("schedule", name, version, NULL);
  const Column columns[] = {
    { "name", .text = name, .fixed = TRUE },
    { "version", .text = version, .fixed = TRUE },
    { "attribute_id", COLUMN_ID, .id = attribute ? &attribute->id : NULL },
    { "value", .text = value ? value : word },
    { .name = NULL },
  };

  return stated_row (definition->study, "schedule", &id, n, columns, error)
         && load_questions (definition, node, &id, error);
}

gboolean
definition_load_schedules (const Definition *definition, const XmlNode *root, GError **error)
{
  const XmlNode *list = xml_child (root, "schedules");
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *node = list ? xml_child (list, "schedule") : NULL; node;
       node = xml_next (node, "schedule"))
    {
      g_autofree char *name = element_token (node, "name");
      g_autofree char *version = element_token (node, "version");
      g_autofree char *both = g_strdup_printf ("%s, version %s", name, version);
      if (!definition_is_new (definition, node, seen, "schedule", both, error)
          || !load_schedule (definition, node, name, version, ++n, error))
        return FALSE;
    }
  return TRUE;
}
