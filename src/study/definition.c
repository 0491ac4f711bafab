/* Loading a study definition (urn:espalier:study:1): what is known of cases, labels, speakers,
 * groups, schedules and documents before a text is read.
 *
 * Ids are derived from what makes a thing the same in any copy of the study. A row is written when
 * it is new, changed where it says something else, and left alone where it says the same, so that
 * loading a definition again changes nothing. Rows that a later definition no longer says stay.
 * Each part of the file is checked against what stands in the study once the parts before it are
 * written; a fault is an error with file and line, and the caller abandons the change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/definition.h"

#include "base/error.h"
#include "base/schemas.h"
#include "base/text.h"

/* ---- checks */

GHashTable *
definition_names (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

gboolean
definition_is_new (const Definition *definition, const XmlNode *node, GHashTable *seen,
                   const char *what, const char *name, GError **error)
{
  if (g_hash_table_add (seen, text_fold_name (name)))
    return TRUE;
  return element_fail (error, definition->doc, node, "the %s '%s' is there twice", what, name);
}

gboolean
definition_fail_at (const Definition *definition, const XmlNode *node, GError **error)
{
  g_autofree char *place = xml_place (definition->doc, node);
  g_prefix_error (error, "%s", place);
  return FALSE;
}

const Attribute *
definition_attribute (const Definition *definition, const XmlNode *node, const char *name,
                      GError **error)
{
  const Attribute *attribute = attributes_need (definition->attributes, name, error);
  if (!attribute)
    definition_fail_at (definition, node, error);
  return attribute;
}

char *
definition_value (const Definition *definition, const XmlNode *node, const Attribute *attribute,
                  const char *value, GError **error)
{
  char *normal = attribute_normal (&attribute->info, value, error);
  if (!normal)
    definition_fail_at (definition, node, error);
  return normal;
}

char *
definition_label (const Definition *definition, const XmlNode *node, const char *written,
                  GError **error)
{
  g_autoptr (Label) label = NULL;
  g_autofree char *why = NULL;
  if (label_read (definition->schemes, written, &label, &why))
    return g_steal_pointer (&label->canonical);
  if (why)
    element_fail (error, definition->doc, node, "the label '%s' cannot be read: %s", written, why);
  else
    element_fail (error, definition->doc, node,
                  "'%s' is not a label that a scheme of this study reads", written);
  return NULL;
}

/* ---- the study itself */

/* The notes, one a line. */
static char *
notes_of (const XmlNode *root)
{
  GString *notes = g_string_new (NULL);
  for (const XmlNode *node = xml_child (root, "note"); node; node = xml_next (node, "note"))
    {
      g_autofree char *text = xml_text (node);
      g_string_append_printf (notes, "%s%s", notes->len ? "\n" : "", text);
    }
  return g_string_free (notes, FALSE);
}

static gboolean
title_write (const Definition *definition, const Uuid *id, const char *title, GError **error)
{
  g_autoptr (Query) query = store_query (
      definition->study, "UPDATE study SET title = :title WHERE id = :id AND title <> :title");
  query_bind_uuid (query, ":id", id);
  query_bind_text (query, ":title", title);
  return query_run (query, error);
}

static gboolean
note_write (const Definition *definition, const Uuid *id, const char *note, GError **error)
{
  guint8 key[32];
  if (!store_add_prose (definition->study, note, key, error))
    return FALSE;
  g_autoptr (Query) query
      = store_query (definition->study, "UPDATE study SET note_prose = :note WHERE id = :id");
  query_bind_uuid (query, ":id", id);
  query_bind_blob (query, ":note", key, sizeof key);
  return query_run (query, error);
}

static gboolean
load_study (const Definition *definition, const XmlNode *root, GError **error)
{
  Uuid id;
  g_autofree char *old_note = NULL;
  {
    g_autoptr (Query) query = store_query (
        definition->study, "SELECT id, note_prose FROM study WHERE gone = 0 ORDER BY id LIMIT 1");
    if (!query_step (query, error))
      return query_failed (query)
                 ? FALSE
                 : fail (error, ESP_ERROR_DAMAGED, "the study file does not say which study it is");
    id = query_uuid (query, 0);
    old_note = store_prose (definition->study,
                            query_hash (query, 1), error);
    if (!old_note)
      return FALSE;
  }
  g_autofree char *title = element_token (root, "title");
  g_autofree char *note = notes_of (root);
  if (!title_write (definition, &id, title, error))
    return FALSE;
  return *note == '\0' || g_str_equal (note, old_note) || note_write (definition, &id, note, error);
}

/* ---- all of it */

static gboolean
load_all (Definition *definition, const XmlNode *root, GError **error)
{
  return load_study (definition, root, error)
         && definition_load_attributes (definition, root, error)
         && definition_load_labels (definition, root, error)
         && definition_load_speakers (definition, root, error)
         && definition_load_transcripts (definition, root, error)
         && definition_load_groups (definition, root, error)
         && definition_load_schedules (definition, root, error)
         && definition_load_documents (definition, root, error);
}

gboolean
esp_definition_load (EspStudy *study, const char *file, GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  g_autoptr (XmlDoc) doc = xml_load (file, schema_study_rng, "a study definition", error);
  if (!doc)
    return FALSE;
  Definition definition = { .study = study, .doc = doc };
  const gboolean loaded = load_all (&definition, xml_root (doc), error);
  g_clear_pointer (&definition.attributes, g_ptr_array_unref);
  label_schemes_free (definition.schemes);
  return loaded;
}
