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
#include "base/element.h"
#include "base/error.h"
#include "base/pattern.h"
#include "base/schemas.h"
#include "base/text.h"
#include "store/store.h"
#include "study/attribute.h"
#include "study/case.h"
#include "study/label.h"
#include "study/schedule.h"
#include "study/sortkey.h"

typedef struct
{
  EspStudy *study;
  const XmlDoc *doc;
  GPtrArray *attributes; /* Attribute: of the study, once those of the file are written */
  LabelSchemes *schemes; /* likewise */
} Loading;

/* FALSE with an error at the node when the name, but for case and dashes, stands in `seen` already.
 */
static gboolean
check_new (const Loading *loading, const XmlNode *node, GHashTable *seen, const char *what,
           const char *name, GError **error)
{
  if (g_hash_table_add (seen, text_fold_name (name)))
    return TRUE;
  return element_fail (error, loading->doc, node, "the %s '%s' is there twice", what, name);
}

static GHashTable *
seen_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Puts the place before an error that a check set. */
static gboolean
at_place (const Loading *loading, const XmlNode *node, GError **error)
{
  g_autofree char *place = xml_place (loading->doc, node);
  g_prefix_error (error, "%s", place);
  return FALSE;
}

static const Attribute *
need_attribute (const Loading *loading, const XmlNode *node, const char *name, GError **error)
{
  const Attribute *attribute = attributes_need (loading->attributes, name, error);
  if (!attribute)
    at_place (loading, node, error);
  return attribute;
}

/* The value as the attribute stores it; NULL with an error at the node. */
static char *
need_value (const Loading *loading, const XmlNode *node, const Attribute *attribute,
            const char *value, GError **error)
{
  char *normal = attribute_normal (&attribute->info, value, error);
  if (!normal)
    at_place (loading, node, error);
  return normal;
}

/* The label as its scheme writes it; NULL with an error at the node. */
static char *
need_label (const Loading *loading, const XmlNode *node, const char *written, GError **error)
{
  g_autoptr (Label) label = NULL;
  g_autofree char *why = NULL;
  if (label_read (loading->schemes, written, &label, &why))
    return g_steal_pointer (&label->canonical);
  if (why)
    element_fail (error, loading->doc, node, "the label '%s' cannot be read: %s", written, why);
  else
    element_fail (error, loading->doc, node,
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
title_write (const Loading *loading, const Uuid *id, const char *title, GError **error)
{
  g_autoptr (Query) query = store_query (
      loading->study, "UPDATE study SET title = :title WHERE id = :id AND title <> :title");
  query_bind_uuid (query, ":id", id);
  query_bind_text (query, ":title", title);
  return query_run (query, error);
}

static gboolean
note_write (const Loading *loading, const Uuid *id, const char *note, GError **error)
{
  guint8 key[32];
  if (!store_add_prose (loading->study, note, key, error))
    return FALSE;
  g_autoptr (Query) query
      = store_query (loading->study, "UPDATE study SET note_prose = :note WHERE id = :id");
  query_bind_uuid (query, ":id", id);
  query_bind_blob (query, ":note", key, sizeof key);
  return query_run (query, error);
}

static gboolean
load_study (const Loading *loading, const XmlNode *root, GError **error)
{
  Uuid id;
  g_autofree char *old_note = NULL;
  {
    g_autoptr (Query) query = store_query (
        loading->study, "SELECT id, note_prose FROM study WHERE gone = 0 ORDER BY id LIMIT 1");
    if (!query_step (query, error))
      return query_failed (query)
                 ? FALSE
                 : fail (error, ESP_ERROR_DAMAGED, "the study file does not say which study it is");
    id = query_uuid (query, 0);
    old_note = store_prose (loading->study,
                            query_is_null (query, 1) ? NULL : query_blob (query, 1, NULL), error);
    if (!old_note)
      return FALSE;
  }
  g_autofree char *title = element_token (root, "title");
  g_autofree char *note = notes_of (root);
  if (!title_write (loading, &id, title, error))
    return FALSE;
  return *note == '\0' || g_str_equal (note, old_note) || note_write (loading, &id, note, error);
}

/* ---- attributes */

static gboolean
value_write (const Loading *loading, const Uuid *attribute_id, const char *attribute,
             const char *name, guint n, GError **error)
{
  const Uuid id = uuid_derived ("attribute_value", attribute, name, NULL);
  g_autofree char *key = sortkey_nth (n);
  g_autoptr (Query) query = store_query (
      loading->study, "INSERT INTO attribute_value (id, attribute_id, name, sort_key)"
                      " VALUES (:id, :attribute, :name, :key)"
                      " ON CONFLICT (id) DO UPDATE SET gone = 0, sort_key = excluded.sort_key"
                      " WHERE gone <> 0 OR sort_key <> excluded.sort_key");
  query_bind_uuid (query, ":id", &id);
  query_bind_uuid (query, ":attribute", attribute_id);
  query_bind_text (query, ":name", name);
  query_bind_text (query, ":key", key);
  return query_run (query, error);
}

static gboolean
load_values (const Loading *loading, const XmlNode *node, const Uuid *id, const char *name,
             const char *type, GError **error)
{
  g_autoptr (GHashTable) seen = seen_new ();
  guint n = 0;
  for (const XmlNode *value = xml_child (node, "value"); value; value = xml_next (value, "value"))
    {
      g_autofree char *word = element_token (value, "name");
      if (!g_str_equal (type, "text") && !g_str_equal (type, "ordered"))
        return element_fail (error, loading->doc, value,
                             "the attribute '%s' is of the type %s, which lists no values", name,
                             type);
      if (!check_new (loading, value, seen, "value", word, error)
          || !value_write (loading, id, name, word, ++n, error))
        return FALSE;
    }
  if (n == 0 && g_str_equal (type, "ordered"))
    return element_fail (error, loading->doc, node,
                         "the attribute '%s' is ordered and must list its values, lowest first",
                         name);
  return TRUE;
}

static gboolean
load_attribute (const Loading *loading, const XmlNode *node, guint n, GError **error)
{
  g_autofree char *name = element_token (node, "name"), *title = element_token (node, "title");
  g_autofree char *type = element_token (node, "type"), *is_key = element_token (node, "key");
  const Uuid id = uuid_derived ("attribute", name, NULL);
  g_autofree char *key = sortkey_nth (n);
  g_autoptr (Query) query = store_query (
      loading->study,
      "INSERT INTO attribute (id, name, title, type, sort_key, is_key)"
      " VALUES (:id, :name, :title, :type, :key, :is_key)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, title = excluded.title, type = excluded.type,"
      " sort_key = excluded.sort_key, is_key = excluded.is_key"
      " WHERE gone <> 0 OR title <> excluded.title OR type <> excluded.type"
      " OR sort_key <> excluded.sort_key OR is_key <> excluded.is_key");
  query_bind_uuid (query, ":id", &id);
  query_bind_text (query, ":name", name);
  query_bind_text (query, ":title", *title ? title : name);
  query_bind_text (query, ":type", type);
  query_bind_text (query, ":key", key);
  query_bind_int (query, ":is_key", g_str_equal (is_key, "yes"));
  return query_run (query, error) && load_values (loading, node, &id, name, type, error);
}

static gboolean
load_attributes (Loading *loading, const XmlNode *root, GError **error)
{
  const XmlNode *list = xml_child (root, "attributes");
  g_autoptr (GHashTable) seen = seen_new ();
  guint n = 0;
  for (const XmlNode *node = list ? xml_child (list, "attribute") : NULL; node;
       node = xml_next (node, "attribute"))
    {
      g_autofree char *name = element_token (node, "name");
      if (!check_new (loading, node, seen, "attribute", name, error)
          || !load_attribute (loading, node, ++n, error))
        return FALSE;
    }
  loading->attributes = attributes_load (loading->study, error);
  return loading->attributes != NULL;
}

/* ---- label schemes */

/* Every name in braces is a named group of the pattern, and every brace has its other. */
static gboolean
check_canonical (const Loading *loading, const XmlNode *node, const Pattern *pattern,
                 const char *canonical, GError **error)
{
  for (const char *at = canonical; *at; at++)
    {
      if (*at == '}')
        return element_fail (error, loading->doc, node,
                             "the canonical form '%s' closes a brace that it did not open",
                             canonical);
      if (*at != '{')
        continue;
      const char *close = strchr (at, '}');
      if (!close)
        return element_fail (error, loading->doc, node,
                             "the canonical form '%s' opens a brace and does not close it",
                             canonical);
      g_autofree char *name = g_strndup (at + 1, (gsize)(close - at - 1));
      if (!pattern_has_name (pattern, name))
        return element_fail (
            error, loading->doc, node,
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
load_derived (const Loading *loading, const XmlNode *node, const LabelPath *path,
              const Uuid *value_id, GError **error)
{
  g_autofree char *name = element_token (node, "name"), *value = element_token (node, "value");
  const Attribute *attribute = need_attribute (loading, node, name, error);
  g_autofree char *normal = attribute ? need_value (loading, node, attribute, value, error) : NULL;
  if (!normal)
    return FALSE;
  const Uuid id = uuid_derived ("label_derived", path->scheme, path->part, path->code,
                                attribute->info.name, NULL);
  g_autoptr (Query) query = store_query (
      loading->study, "INSERT INTO label_derived (id, label_value_id, attribute_id, value)"
                      " VALUES (:id, :of, :attribute, :value)"
                      " ON CONFLICT (id) DO UPDATE SET gone = 0, value = excluded.value"
                      " WHERE gone <> 0 OR value <> excluded.value");
  query_bind_uuid (query, ":id", &id);
  query_bind_uuid (query, ":of", value_id);
  query_bind_uuid (query, ":attribute", &attribute->id);
  query_bind_text (query, ":value", normal);
  return query_run (query, error);
}

static gboolean
load_code (const Loading *loading, const XmlNode *node, const LabelPath *path,
           const Attribute *attribute, const Uuid *part_id, guint n, GError **error)
{
  g_autofree char *word = element_token (node, "name");
  g_autofree char *name = need_value (loading, node, attribute, word, error);
  if (!name)
    return FALSE;
  const Uuid id = uuid_derived ("label_value", path->scheme, path->part, path->code, NULL);
  g_autofree char *key = sortkey_nth (n);
  g_autoptr (Query) query = store_query (
      loading->study,
      "INSERT INTO label_value (id, part_id, code, name, sort_key)"
      " VALUES (:id, :part, :code, :name, :key)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, name = excluded.name, sort_key = excluded.sort_key"
      " WHERE gone <> 0 OR name <> excluded.name OR sort_key <> excluded.sort_key");
  query_bind_uuid (query, ":id", &id);
  query_bind_uuid (query, ":part", part_id);
  query_bind_text (query, ":code", path->code);
  query_bind_text (query, ":name", name);
  query_bind_text (query, ":key", key);
  if (!query_run (query, error))
    return FALSE;
  g_autoptr (GHashTable) seen = seen_new ();
  for (const XmlNode *more = xml_child (node, "attribute"); more;
       more = xml_next (more, "attribute"))
    {
      g_autofree char *also = element_token (more, "name");
      if (!check_new (loading, more, seen, "attribute", also, error)
          || !load_derived (loading, more, path, &id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_codes (const Loading *loading, const XmlNode *node, const LabelPath *part,
            const Attribute *attribute, const Uuid *part_id, GError **error)
{
  g_autoptr (GHashTable) seen = seen_new ();
  guint n = 0;
  for (const XmlNode *value = xml_child (node, "value"); value; value = xml_next (value, "value"))
    {
      g_autofree char *code = element_token (value, "code");
      const LabelPath path = { part->scheme, part->part, code };
      if (!check_new (loading, value, seen, "code", code, error)
          || !load_code (loading, value, &path, attribute, part_id, ++n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_part (const Loading *loading, const XmlNode *node, const LabelPath *path,
           const Pattern *pattern, const Uuid *scheme_id, guint n, GError **error)
{
  if (!pattern_has_name (pattern, path->part))
    return element_fail (error, loading->doc, node,
                         "the part '%s' is no named group of the pattern", path->part);
  g_autofree char *attribute_name = element_token (node, "attribute");
  const Attribute *attribute = need_attribute (loading, node, attribute_name, error);
  if (!attribute)
    return FALSE;
  const Uuid id = uuid_derived ("part", path->scheme, path->part, NULL);
  g_autofree char *key = sortkey_nth (n);
  g_autoptr (Query) query = store_query (
      loading->study,
      "INSERT INTO label_part (id, scheme_id, name, attribute_id, sort_key)"
      " VALUES (:id, :scheme, :name, :attribute, :key)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, attribute_id = excluded.attribute_id,"
      " sort_key = excluded.sort_key"
      " WHERE gone <> 0 OR attribute_id IS NOT excluded.attribute_id OR sort_key <> "
      "excluded.sort_key");
  query_bind_uuid (query, ":id", &id);
  query_bind_uuid (query, ":scheme", scheme_id);
  query_bind_text (query, ":name", path->part);
  query_bind_uuid (query, ":attribute", &attribute->id);
  query_bind_text (query, ":key", key);
  return query_run (query, error) && load_codes (loading, node, path, attribute, &id, error);
}

static gboolean
load_parts (const Loading *loading, const XmlNode *node, const char *scheme, const Pattern *pattern,
            const Uuid *scheme_id, GError **error)
{
  g_autoptr (GHashTable) seen = seen_new ();
  guint n = 0;
  for (const XmlNode *part = xml_child (node, "part"); part; part = xml_next (part, "part"))
    {
      g_autofree char *name = element_token (part, "name");
      const LabelPath path = { scheme, name, NULL };
      if (!check_new (loading, part, seen, "part", name, error)
          || !load_part (loading, part, &path, pattern, scheme_id, ++n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_examples (const Loading *loading, const XmlNode *node, const char *scheme,
               const Uuid *scheme_id, GError **error)
{
  guint n = 0;
  for (const XmlNode *example = xml_child (node, "example"); example;
       example = xml_next (example, "example"))
    {
      g_autofree char *label = element_token (example, "label");
      const Uuid id = uuid_derived ("label_example", scheme, label, NULL);
      g_autofree char *key = sortkey_nth (++n);
      g_autoptr (Query) query = store_query (
          loading->study, "INSERT INTO label_example (id, scheme_id, label, sort_key)"
                          " VALUES (:id, :scheme, :label, :key)"
                          " ON CONFLICT (id) DO UPDATE SET gone = 0, sort_key = excluded.sort_key"
                          " WHERE gone <> 0 OR sort_key <> excluded.sort_key");
      query_bind_uuid (query, ":id", &id);
      query_bind_uuid (query, ":scheme", scheme_id);
      query_bind_text (query, ":label", label);
      query_bind_text (query, ":key", key);
      if (!query_run (query, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
scheme_write (const Loading *loading, const Uuid *id, const char *name, const char *pattern,
              const char *canonical, guint n, GError **error)
{
  g_autofree char *key = sortkey_nth (n);
  g_autoptr (Query) query = store_query (
      loading->study,
      "INSERT INTO label_scheme (id, name, pattern, canonical, sort_key)"
      " VALUES (:id, :name, :pattern, :canonical, :key)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, pattern = excluded.pattern,"
      " canonical = excluded.canonical, sort_key = excluded.sort_key"
      " WHERE gone <> 0 OR pattern <> excluded.pattern OR canonical <> excluded.canonical"
      " OR sort_key <> excluded.sort_key");
  query_bind_uuid (query, ":id", id);
  query_bind_text (query, ":name", name);
  query_bind_text (query, ":pattern", pattern);
  query_bind_text (query, ":canonical", canonical);
  query_bind_text (query, ":key", key);
  return query_run (query, error);
}

static gboolean
load_scheme (const Loading *loading, const XmlNode *node, guint n, GError **error)
{
  g_autofree char *name = element_token (node, "name"), *source = element_token (node, "pattern");
  g_autofree char *canonical = element_token (node, "canonical");
  g_autoptr (Pattern) pattern = pattern_new (source, PATTERN_WHOLE, error);
  if (!pattern)
    return at_place (loading, node, error);
  if (!check_canonical (loading, node, pattern, canonical, error))
    return FALSE;
  const Uuid id = uuid_derived ("scheme", name, NULL);
  return scheme_write (loading, &id, name, source, canonical, n, error)
         && load_examples (loading, node, name, &id, error)
         && load_parts (loading, node, name, pattern, &id, error);
}

/* Each example is read, and by the scheme that gives it. */
static gboolean
check_examples (const Loading *loading, const XmlNode *node, GError **error)
{
  g_autofree char *scheme = element_token (node, "name");
  const Uuid id = uuid_derived ("scheme", scheme, NULL);
  for (const XmlNode *example = xml_child (node, "example"); example;
       example = xml_next (example, "example"))
    {
      g_autofree char *written = element_token (example, "label");
      g_autoptr (Label) label = NULL;
      g_autofree char *why = NULL;
      if (!label_read (loading->schemes, written, &label, &why))
        return element_fail (error, loading->doc, example,
                             "the example '%s' is not read by the scheme '%s': %s", written, scheme,
                             why ? why : "the pattern does not match it");
      if (!uuid_equal (&label->scheme_id, &id))
        return element_fail (
            error, loading->doc, example,
            "the example '%s' of the scheme '%s' is read by a scheme that comes before it", written,
            scheme);
    }
  return TRUE;
}

static gboolean
load_labels (Loading *loading, const XmlNode *root, GError **error)
{
  g_autoptr (GHashTable) seen = seen_new ();
  guint n = 0;
  for (const XmlNode *node = xml_child (root, "labels"); node; node = xml_next (node, "labels"))
    {
      g_autofree char *name = element_token (node, "name");
      if (!check_new (loading, node, seen, "label scheme", name, error)
          || !load_scheme (loading, node, ++n, error))
        return FALSE;
    }
  loading->schemes = label_schemes_load (loading->study, error);
  if (!loading->schemes)
    return FALSE;
  for (const XmlNode *node = xml_child (root, "labels"); node; node = xml_next (node, "labels"))
    if (!check_examples (loading, node, error))
      return FALSE;
  return cases_read_again (loading->study, loading->schemes, error);
}

/* ---- speakers */

static gboolean
speaker_write (const Loading *loading, const char *name, const char *main_name, const char *part,
               guint n, GError **error)
{
  g_autofree char *folded = text_fold_name (name);
  const Uuid id = uuid_derived ("speaker_name", folded, NULL);
  g_autofree char *key = sortkey_nth (n);
  g_autoptr (Query) query = store_query (
      loading->study, "INSERT INTO speaker_name (id, name, main_name, part, sort_key)"
                      " VALUES (:id, :name, :main, :part, :key)"
                      " ON CONFLICT (id) DO UPDATE SET gone = 0, name = excluded.name, main_name = "
                      "excluded.main_name,"
                      " part = excluded.part, sort_key = excluded.sort_key"
                      " WHERE gone <> 0 OR name <> excluded.name OR main_name <> excluded.main_name"
                      " OR part <> excluded.part OR sort_key <> excluded.sort_key");
  query_bind_uuid (query, ":id", &id);
  query_bind_text (query, ":name", name);
  query_bind_text (query, ":main", main_name);
  query_bind_text (query, ":part", part);
  query_bind_text (query, ":key", key);
  return query_run (query, error);
}

static gboolean
load_speakers (const Loading *loading, const XmlNode *root, GError **error)
{
  const XmlNode *list = xml_child (root, "speakers");
  g_autoptr (GHashTable) seen = seen_new ();
  guint n = 0;
  for (const XmlNode *node = list ? xml_child (list, "speaker") : NULL; node;
       node = xml_next (node, "speaker"))
    {
      g_autofree char *name = element_token (node, "name"), *part = element_token (node, "as");
      if (!check_new (loading, node, seen, "speaker", name, error)
          || !speaker_write (loading, name, name, part, ++n, error))
        return FALSE;
      for (const XmlNode *alias = xml_child (node, "alias"); alias;
           alias = xml_next (alias, "alias"))
        {
          g_autofree char *other = element_token (alias, "name");
          if (!check_new (loading, alias, seen, "speaker", other, error)
              || !speaker_write (loading, other, name, part, ++n, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* ---- groups */

static gboolean
member_write (const Loading *loading, const XmlNode *node, const Uuid *group_id, const char *kind,
              const char *group, const char *label, GError **error)
{
  g_autofree char *part = element_token (node, "as");
  const Uuid id = uuid_derived ("group_member", kind, group, label, NULL);
  g_autoptr (Query) query = store_query (
      loading->study, "INSERT INTO group_member (id, group_id, case_label, part) VALUES (:id, "
                      ":group, :label, :part)"
                      " ON CONFLICT (id) DO UPDATE SET gone = 0, part = excluded.part"
                      " WHERE gone <> 0 OR part <> excluded.part");
  query_bind_uuid (query, ":id", &id);
  query_bind_uuid (query, ":group", group_id);
  query_bind_text (query, ":label", label);
  query_bind_text (query, ":part", part);
  return query_run (query, error);
}

static gboolean
load_group (const Loading *loading, const XmlNode *node, const Uuid *kind_id, const char *kind,
            const char *name, guint n, GError **error)
{
  const Uuid id = uuid_derived ("group", kind, name, NULL);
  g_autofree char *key = sortkey_nth (n);
  g_autoptr (Query) query = store_query (
      loading->study,
      "INSERT INTO study_group (id, kind_id, name, sort_key) VALUES (:id, :kind, :name, :key)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, sort_key = excluded.sort_key"
      " WHERE gone <> 0 OR sort_key <> excluded.sort_key");
  query_bind_uuid (query, ":id", &id);
  query_bind_uuid (query, ":kind", kind_id);
  query_bind_text (query, ":name", name);
  query_bind_text (query, ":key", key);
  if (!query_run (query, error))
    return FALSE;
  g_autoptr (GHashTable) seen = seen_new ();
  for (const XmlNode *member = xml_child (node, "member"); member;
       member = xml_next (member, "member"))
    {
      g_autofree char *written = element_token (member, "label");
      g_autofree char *label = need_label (loading, member, written, error);
      if (!label || !check_new (loading, member, seen, "member", label, error)
          || !member_write (loading, member, &id, kind, name, label, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
kind_write (const Loading *loading, const Uuid *id, const char *name, const Attribute *from,
            guint n, GError **error)
{
  g_autofree char *key = sortkey_nth (n);
  g_autoptr (Query) query = store_query (
      loading->study,
      "INSERT INTO group_kind (id, name, from_attribute_id, sort_key) VALUES (:id, :name, :from, "
      ":key)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, from_attribute_id = excluded.from_attribute_id,"
      " sort_key = excluded.sort_key"
      " WHERE gone <> 0 OR from_attribute_id IS NOT excluded.from_attribute_id"
      " OR sort_key <> excluded.sort_key");
  query_bind_uuid (query, ":id", id);
  query_bind_text (query, ":name", name);
  query_bind_uuid (query, ":from", from ? &from->id : NULL);
  query_bind_text (query, ":key", key);
  return query_run (query, error);
}

static gboolean
load_kind (const Loading *loading, const XmlNode *node, const char *kind, guint n, GError **error)
{
  g_autofree char *from_name = element_token (node, "from");
  const Attribute *from = NULL;
  if (*from_name)
    {
      from = need_attribute (loading, node, from_name, error);
      if (!from)
        return FALSE;
    }
  const Uuid id = uuid_derived ("group_kind", kind, NULL);
  if (!kind_write (loading, &id, kind, from, n, error))
    return FALSE;
  g_autoptr (GHashTable) seen = seen_new ();
  guint group_n = 0;
  for (const XmlNode *group = xml_child (node, "group"); group; group = xml_next (group, "group"))
    {
      g_autofree char *word = element_token (group, "name");
      g_autofree char *name
          = from ? need_value (loading, group, from, word, error) : g_strdup (word);
      if (!name || !check_new (loading, group, seen, "group", name, error)
          || !load_group (loading, group, &id, kind, name, ++group_n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_groups (const Loading *loading, const XmlNode *root, GError **error)
{
  const XmlNode *list = xml_child (root, "groups");
  g_autoptr (GHashTable) seen = seen_new ();
  guint n = 0;
  for (const XmlNode *node = list ? xml_child (list, "kind") : NULL; node;
       node = xml_next (node, "kind"))
    {
      g_autofree char *name = element_token (node, "name");
      if (!check_new (loading, node, seen, "kind of group", name, error)
          || !load_kind (loading, node, name, ++n, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- schedules */

static gboolean
question_theme_write (const Loading *loading, const Uuid *question_id, const char *question_key,
                      const char *path, GError **error)
{
  const Uuid id = uuid_derived ("question_theme", question_key, path, NULL);
  g_autoptr (Query) query = store_query (
      loading->study,
      "INSERT INTO question_theme (id, question_id, theme_path) VALUES (:id, :of, :path)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0 WHERE gone <> 0");
  query_bind_uuid (query, ":id", &id);
  query_bind_uuid (query, ":of", question_id);
  query_bind_text (query, ":path", path);
  return query_run (query, error);
}

static gboolean
load_question (const Loading *loading, const XmlNode *node, const Uuid *schedule_id,
               const char *number, guint n, GError **error)
{
  g_autofree char *wording = element_token (node, "text"), *key = sortkey_nth (n);
  g_autofree char *schedule = uuid_dup_text (schedule_id);
  const Uuid id = uuid_derived ("question", schedule, number, NULL);
  g_autoptr (Query) query = store_query (
      loading->study,
      "INSERT INTO question (id, schedule_id, number, wording, sort_key)"
      " VALUES (:id, :schedule, :number, :wording, :key)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, wording = excluded.wording, sort_key = "
      "excluded.sort_key"
      " WHERE gone <> 0 OR wording <> excluded.wording OR sort_key <> excluded.sort_key");
  query_bind_uuid (query, ":id", &id);
  query_bind_uuid (query, ":schedule", schedule_id);
  query_bind_text (query, ":number", number);
  query_bind_text (query, ":wording", wording);
  query_bind_text (query, ":key", key);
  if (!query_run (query, error))
    return FALSE;
  g_autofree char *question = uuid_dup_text (&id);
  for (const XmlNode *theme = xml_child (node, "theme"); theme; theme = xml_next (theme, "theme"))
    {
      g_autofree char *path = element_token (theme, "path");
      if (!question_theme_write (loading, &id, question, path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
schedule_write (const Loading *loading, const Schedule *schedule, const Uuid *attribute_id, guint n,
                GError **error)
{
  g_autofree char *key = sortkey_nth (n);
  g_autoptr (Query) query = store_query (
      loading->study,
      "INSERT INTO schedule (id, name, version, attribute_id, value, sort_key)"
      " VALUES (:id, :name, :version, :attribute, :value, :key)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, attribute_id = excluded.attribute_id,"
      " value = excluded.value, sort_key = excluded.sort_key"
      " WHERE gone <> 0 OR attribute_id IS NOT excluded.attribute_id OR value <> excluded.value"
      " OR sort_key <> excluded.sort_key");
  query_bind_uuid (query, ":id", &schedule->id);
  query_bind_text (query, ":name", schedule->name);
  query_bind_text (query, ":version", schedule->version);
  query_bind_uuid (query, ":attribute", attribute_id);
  query_bind_text (query, ":value", schedule->value);
  query_bind_text (query, ":key", key);
  return query_run (query, error);
}

static gboolean
load_schedule (const Loading *loading, const XmlNode *node, char *name, char *version, guint n,
               GError **error)
{
  g_autofree char *attribute_name = element_token (node, "for"),
                  *word = element_token (node, "value");
  g_autofree char *value = NULL;
  const Attribute *attribute = NULL;
  if (*attribute_name)
    {
      attribute = need_attribute (loading, node, attribute_name, error);
      value = attribute ? need_value (loading, node, attribute, word, error) : NULL;
      if (!value)
        return FALSE;
    }
  const Schedule schedule = { .id = uuid_derived ("schedule", name, version, NULL),
                              .name = name,
                              .version = version,
                              .value = value ? value : word };
  if (!schedule_write (loading, &schedule, attribute ? &attribute->id : NULL, n, error))
    return FALSE;
  g_autoptr (GHashTable) seen = seen_new ();
  guint question_n = 0;
  for (const XmlNode *question = xml_child (node, "question"); question;
       question = xml_next (question, "question"))
    {
      g_autofree char *number = element_token (question, "number");
      if (!check_new (loading, question, seen, "question", number, error)
          || !load_question (loading, question, &schedule.id, number, ++question_n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_schedules (const Loading *loading, const XmlNode *root, GError **error)
{
  const XmlNode *list = xml_child (root, "schedules");
  g_autoptr (GHashTable) seen = seen_new ();
  guint n = 0;
  for (const XmlNode *node = list ? xml_child (list, "schedule") : NULL; node;
       node = xml_next (node, "schedule"))
    {
      g_autofree char *name = element_token (node, "name"),
                      *version = element_token (node, "version");
      g_autofree char *both = g_strdup_printf ("%s, version %s", name, version);
      if (!check_new (loading, node, seen, "schedule", both, error)
          || !load_schedule (loading, node, name, version, ++n, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- documents */

/* A rule as it is stored; strings owned. */
typedef struct
{
  char *file, *kind, *level, *case_label, *group_kind, *group, *schedule;
  char *date, *minutes, *mode, *place, *interviewers, *others;
  gboolean has_session;
} Rule;

static void
rule_clear (Rule *rule)
{
  char *const strings[]
      = { rule->file,  rule->kind,         rule->level, rule->case_label, rule->group_kind,
          rule->group, rule->schedule,     rule->date,  rule->minutes,    rule->mode,
          rule->place, rule->interviewers, rule->others };
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (strings[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rule, rule_clear)

static void
rule_read (Rule *rule, const XmlNode *node)
{
  rule->file = element_token (node, "file");
  rule->kind = element_token (node, "kind");
  rule->level = element_token (node, "level");
  rule->case_label = element_token (node, "case");
  rule->group_kind = element_token (node, "group-kind");
  rule->group = element_token (node, "group");
  rule->schedule = element_token (node, "schedule");
  const XmlNode *session = xml_child (node, "session");
  rule->has_session = session != NULL;
  if (!session)
    return;
  rule->date = element_token (session, "date");
  rule->minutes = element_token (session, "minutes");
  rule->mode = element_token (session, "mode");
  rule->place = element_token (session, "place");
  rule->interviewers = element_token (session, "interviewers");
  rule->others = element_token (session, "others");
}

/* The kind of group stands, and the group too: as a value of the kind's attribute, or stated by
 * name. */
static gboolean
check_group (const Loading *loading, const XmlNode *node, Rule *rule, GError **error)
{
  g_autoptr (Query) query = store_query (
      loading->study,
      "SELECT a.name, EXISTS (SELECT 1 FROM study_group AS g WHERE g.kind_id = k.id AND g.gone = 0"
      " AND g.name = :group)"
      " FROM group_kind AS k LEFT JOIN attribute AS a ON a.id = k.from_attribute_id AND a.gone = 0"
      " WHERE k.gone = 0 AND k.name = :kind");
  query_bind_text (query, ":kind", rule->group_kind);
  query_bind_text (query, ":group", rule->group);
  if (!query_step (query, error))
    return query_failed (query)
               ? FALSE
               : element_fail (error, loading->doc, node,
                               "there is no kind of group '%s'; define it under <groups>",
                               rule->group_kind);
  if (*query_text (query, 0) == '\0')
    return query_int (query, 1)
           || element_fail (error, loading->doc, node,
                            "there is no group '%s' of the kind '%s'; define it under <groups>",
                            rule->group, rule->group_kind);
  const Attribute *from = need_attribute (loading, node, query_text (query, 0), error);
  char *name = from ? need_value (loading, node, from, rule->group, error) : NULL;
  if (!name)
    return FALSE;
  g_free (rule->group);
  rule->group = name;
  return TRUE;
}

static gboolean
rule_check (const Loading *loading, const XmlNode *node, Rule *rule, const Schedules *schedules,
            GError **error)
{
  if (*rule->case_label)
    {
      char *label = need_label (loading, node, rule->case_label, error);
      if (!label)
        return FALSE;
      g_free (rule->case_label);
      rule->case_label = label;
    }
  if (*rule->schedule && !schedules_find (schedules, rule->schedule))
    return element_fail (error, loading->doc, node,
                         "there is no schedule '%s'; define it under <schedules>", rule->schedule);
  return *rule->group_kind == '\0' || check_group (loading, node, rule, error);
}

static const char *
or_none (const char *text)
{
  return text ? text : "";
}

static gboolean
rule_write (const Loading *loading, const Rule *rule, guint n, GError **error)
{
  const Uuid id = uuid_derived ("document_rule", rule->file, NULL);
  g_autofree char *key = sortkey_nth (n);
  g_autoptr (Query) query = store_query (
      loading->study,
      "INSERT INTO document_rule (id, file, kind, level, case_label, group_kind, group_name, "
      "schedule_name,"
      " held_on, minutes, mode, place, interviewers, others, has_session, sort_key)"
      " VALUES (:id, :file, :kind, :level, :case, :group_kind, :group, :schedule,"
      " :date, :minutes, :mode, :place, :interviewers, :others, :has_session, :key)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, kind = excluded.kind, level = excluded.level,"
      " case_label = excluded.case_label, group_kind = excluded.group_kind, group_name = "
      "excluded.group_name,"
      " schedule_name = excluded.schedule_name, held_on = excluded.held_on, minutes = "
      "excluded.minutes,"
      " mode = excluded.mode, place = excluded.place, interviewers = excluded.interviewers, others "
      "= excluded.others,"
      " has_session = excluded.has_session, sort_key = excluded.sort_key"
      " WHERE (gone, kind, level, case_label, group_kind, group_name, schedule_name, held_on, "
      "minutes, mode, place,"
      " interviewers, others, has_session, sort_key) IS NOT (0, excluded.kind, excluded.level, "
      "excluded.case_label,"
      " excluded.group_kind, excluded.group_name, excluded.schedule_name, excluded.held_on, "
      "excluded.minutes,"
      " excluded.mode, excluded.place, excluded.interviewers, excluded.others, "
      "excluded.has_session,"
      " excluded.sort_key)");
  query_bind_uuid (query, ":id", &id);
  query_bind_text (query, ":file", rule->file);
  query_bind_text (query, ":kind", rule->kind);
  query_bind_text (query, ":level", rule->level);
  query_bind_text (query, ":case", rule->case_label);
  query_bind_text (query, ":group_kind", rule->group_kind);
  query_bind_text (query, ":group", rule->group);
  query_bind_text (query, ":schedule", rule->schedule);
  query_bind_text (query, ":date", or_none (rule->date));
  if (*or_none (rule->minutes))
    query_bind_real (query, ":minutes", g_ascii_strtod (rule->minutes, NULL));
  else
    query_bind_text (query, ":minutes", NULL);
  query_bind_text (query, ":mode", or_none (rule->mode));
  query_bind_text (query, ":place", or_none (rule->place));
  query_bind_text (query, ":interviewers", or_none (rule->interviewers));
  query_bind_text (query, ":others", or_none (rule->others));
  query_bind_int (query, ":has_session", rule->has_session);
  query_bind_text (query, ":key", key);
  return query_run (query, error);
}

static gboolean
load_documents (const Loading *loading, const XmlNode *root, GError **error)
{
  const XmlNode *list = xml_child (root, "documents");
  if (!list)
    return TRUE;
  g_autoptr (Schedules) schedules = schedules_load (loading->study, error);
  if (!schedules)
    return FALSE;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;
  for (const XmlNode *node = xml_child (list, "document"); node; node = xml_next (node, "document"))
    {
      g_auto (Rule) rule = { 0 };
      rule_read (&rule, node);
      if (!g_hash_table_add (seen, g_strdup (rule.file)))
        return element_fail (error, loading->doc, node, "the file '%s' is there twice", rule.file);
      if (!rule_check (loading, node, &rule, schedules, error)
          || !rule_write (loading, &rule, ++n, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- all of it */

static gboolean
load_parts_in_order (Loading *loading, const XmlNode *root, GError **error)
{
  return load_study (loading, root, error) && load_attributes (loading, root, error)
         && load_labels (loading, root, error) && load_speakers (loading, root, error)
         && load_groups (loading, root, error) && load_schedules (loading, root, error)
         && load_documents (loading, root, error);
}

gboolean
esp_definition_load (EspStudy *study, const char *file, GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  g_autoptr (XmlDoc) doc = xml_load (file, schema_study_rng, "a study definition", error);
  if (!doc)
    return FALSE;
  Loading loading = { .study = study, .doc = doc };
  const gboolean loaded = load_parts_in_order (&loading, xml_root (doc), error);
  g_clear_pointer (&loading.attributes, g_ptr_array_unref);
  label_schemes_free (loading.schemes);
  return loaded;
}
