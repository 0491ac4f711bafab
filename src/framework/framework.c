/* Frameworks: reading them as a whole, importing them from XML (urn:espalier:framework:1) and
 * writing them as such.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/element.h"
#include "base/error.h"
#include "base/markup.h"
#include "base/schemas.h"
#include "base/text.h"
#include "framework/theme.h"
#include "store/store.h"
#include "study/analysis.h"
#include "study/schedule.h"
#include "study/sortkey.h"

#define DEEPEST 32 /* levels of themes, sections counted */

GPtrArray *
esp_framework (EspStudy *study, const char *analysis, GError **error)
{
  Uuid id;
  if (!analysis_find (study, analysis, &id, error))
    return NULL;
  g_autoptr (ThemeTree) tree = theme_tree_load (study, &id, error);
  if (!tree || !theme_tree_fill (tree, study, error))
    return NULL;
  return theme_tree_steal (tree);
}

GPtrArray *
esp_schedule_unknown_paths (EspStudy *study, const char *analysis, GError **error)
{
  g_autoptr (GPtrArray) themes = esp_framework (study, analysis, error);
  g_autoptr (Schedules) schedules = themes != NULL ? schedules_load (study, error) : NULL;
  return schedules != NULL ? schedule_unknown_paths (schedules, themes) : NULL;
}

/* ---- importing */

typedef struct
{
  EspStudy *study;
  const XmlDoc *doc;
  Uuid analysis, revision;
  char *analysis_text; /* its id: part of the ids of the themes */
  char *framework;     /* its name: likewise */
  GHashTable *numbers; /* folded numbers given so far */
} Import;

/* A theme of the file, on its way into the study. */
typedef struct
{
  Uuid id, parent;
  char *name, *short_name, *number, *origin, *kind;
  char *path;
  guint depth, n;
} NewTheme;

static void
new_theme_clear (NewTheme *theme)
{
  char *const strings[]
      = { theme->name, theme->short_name, theme->number, theme->origin, theme->kind, theme->path };
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (strings[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NewTheme, new_theme_clear)

static gboolean
theme_write (const Import *import, const NewTheme *theme, GError **error)
{
  g_autofree char *key = sortkey_nth (theme->n);
  g_autoptr (Query) query = store_query (
      import->study,
      "INSERT INTO theme (id, analysis_id, parent_id, sort_key, name, short_name, number, origin, "
      "kind, revision_id)"
      " VALUES (:id, :analysis, :parent, :key, :name, :short, :number, :origin, :kind, :revision)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, parent_id = excluded.parent_id, sort_key = "
      "excluded.sort_key,"
      " name = excluded.name, short_name = excluded.short_name, number = excluded.number, origin = "
      "excluded.origin,"
      " kind = excluded.kind, revision_id = excluded.revision_id");
  query_bind_uuid (query, ":id", &theme->id);
  query_bind_uuid (query, ":analysis", &import->analysis);
  query_bind_uuid (query, ":parent", &theme->parent);
  query_bind_text (query, ":key", key);
  query_bind_text (query, ":name", theme->name);
  query_bind_text (query, ":short", theme->short_name);
  query_bind_text (query, ":number", theme->number);
  query_bind_text (query, ":origin", *theme->origin ? theme->origin : "a priori");
  query_bind_text (query, ":kind", *theme->kind ? theme->kind : "theme");
  query_bind_uuid (query, ":revision", &import->revision);
  return query_run (query, error);
}

static gboolean
text_write (const Import *import, const NewTheme *theme, const char *kind, const char *text,
            guint n, GError **error)
{
  guint8 prose[32];
  if (!store_add_prose (import->study, text, prose, error))
    return FALSE;
  char theme_id[UUID_TEXT_SIZE];
  uuid_to_text (&theme->id, theme_id);
  g_autofree char *key = sortkey_nth (n);
  const Uuid id = uuid_derived ("theme_text", theme_id, kind, key, NULL);
  g_autoptr (Query) query = store_query (
      import->study,
      "INSERT INTO theme_text (id, theme_id, kind, sort_key, text_prose, coder_id, made_at)"
      " VALUES (:id, :theme, :kind, :key, :prose, :coder, :now)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, text_prose = excluded.text_prose,"
      " coder_id = excluded.coder_id, made_at = excluded.made_at");
  query_bind_uuid (query, ":id", &id);
  query_bind_uuid (query, ":theme", &theme->id);
  query_bind_text (query, ":kind", kind);
  query_bind_text (query, ":key", key);
  query_bind_blob (query, ":prose", prose, sizeof prose);
  query_bind_uuid (query, ":coder", store_coder (import->study));
  query_bind_text (query, ":now", store_now (import->study));
  return query_run (query, error);
}

static gboolean
import_texts (const Import *import, const XmlNode *node, const NewTheme *theme, GError **error)
{
  static const char *const kinds[] = { "definition", "include", "exclude", "example" };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      guint n = 0;
      for (const XmlNode *child = xml_child (node, kinds[i]); child;
           child = xml_next (child, kinds[i]))
        {
          g_autofree char *text = xml_text (child);
          if (!text_write (import, theme, kinds[i], text, ++n, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* The step of the theme in paths, which no sibling may have too. NULL with error. */
static char *
theme_step (const Import *import, const XmlNode *node, const NewTheme *theme, GHashTable *siblings,
            GError **error)
{
  g_autofree char *step
      = *theme->short_name ? g_strdup (theme->short_name) : text_slug (theme->name);
  if (*step == '\0')
    {
      element_fail (error, import->doc, node,
                    "the theme '%s' needs a short name of letters or digits", theme->name);
      return NULL;
    }
  if (!g_hash_table_add (siblings, g_strdup (step)))
    {
      element_fail (error, import->doc, node,
                    "the theme '%s' has the short name '%s', which another theme beside it has; "
                    "give it a \"short\" of "
                    "its own",
                    theme->name, step);
      return NULL;
    }
  return g_steal_pointer (&step);
}

static gboolean
check_number (const Import *import, const XmlNode *node, const NewTheme *theme, GError **error)
{
  if (*theme->number == '\0' || g_hash_table_add (import->numbers, text_fold_name (theme->number)))
    return TRUE;
  return element_fail (error, import->doc, node,
                       "the number '%s' of the theme '%s' is another theme's too", theme->number,
                       theme->name);
}

static gboolean
check_place (const Import *import, const XmlNode *node, const NewTheme *theme, GError **error)
{
  if (theme->depth >= DEEPEST)
    return element_fail (error, import->doc, node, "the theme '%s' lies deeper than %d levels",
                         theme->name, DEEPEST);
  if (*theme->kind && theme->depth != 1)
    return element_fail (
        error, import->doc, node,
        "the theme '%s' is of the kind \"other\", which stands directly below a section",
        theme->name);
  return TRUE;
}

static gboolean import_children (const Import *import, const XmlNode *node, const NewTheme *above,
                                 GError **error);

/* `above` NULL: a section. */
static gboolean
import_theme (const Import *import, const XmlNode *node, const NewTheme *above, guint n,
              GHashTable *siblings, GError **error)
{
  g_auto (NewTheme) theme = { .depth = above ? above->depth + 1 : 0, .n = n };
  theme.parent = above ? above->id : UUID_NIL;
  theme.name = element_token (node, "name");
  theme.short_name = element_token (node, "short");
  theme.number = element_token (node, "number");
  theme.origin = element_token (node, "origin");
  theme.kind = element_token (node, "kind");
  g_autofree char *step = theme_step (import, node, &theme, siblings, error);
  if (!step || !check_number (import, node, &theme, error)
      || !check_place (import, node, &theme, error))
    return FALSE;
  theme.path = above ? g_strconcat (above->path, "/", step, NULL) : g_strdup (step);
  theme.id = uuid_derived ("theme", import->analysis_text, import->framework, theme.path, NULL);
  return theme_write (import, &theme, error) && import_texts (import, node, &theme, error)
         && import_children (import, node, &theme, error);
}

/* What fits nowhere else in a section is kept, never lost. */
static gboolean
add_other (const Import *import, const XmlNode *node, const NewTheme *section, guint n,
           GHashTable *siblings, GError **error)
{
  if (g_hash_table_contains (siblings, "other"))
    return element_fail (error, import->doc, node,
                         "the section '%s' has a theme with the short name 'other'; mark it "
                         "kind=\"other\", or give it "
                         "another \"short\"",
                         section->name);
  g_auto (NewTheme) other = { .depth = 1, .n = n, .parent = section->id };
  other.name = g_strdup ("Other");
  other.short_name = g_strdup ("other");
  other.number = g_strdup ("");
  other.origin = g_strdup ("");
  other.kind = g_strdup ("other");
  other.path = g_strconcat (section->path, "/other", NULL);
  other.id = uuid_derived ("theme", import->analysis_text, import->framework, other.path, NULL);
  return theme_write (import, &other, error);
}

static gboolean
import_children (const Import *import, const XmlNode *node, const NewTheme *above, GError **error)
{
  g_autoptr (GHashTable) siblings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean has_other = FALSE;
  guint n = 0;
  for (const XmlNode *child = xml_child (node, "theme"); child; child = xml_next (child, "theme"))
    {
      g_autofree char *kind = element_token (child, "kind");
      if (*kind && has_other)
        return element_fail (error, import->doc, child,
                             "the section '%s' has two themes of the kind \"other\"", above->name);
      has_other |= *kind != '\0';
      if (!import_theme (import, child, above, ++n, siblings, error))
        return FALSE;
    }
  return above->depth > 0 || has_other || add_other (import, node, above, n + 1, siblings, error);
}

static gboolean
import_sections (const Import *import, const XmlNode *root, GError **error)
{
  g_autoptr (GHashTable) siblings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;
  for (const XmlNode *node = xml_child (root, "theme"); node; node = xml_next (node, "theme"))
    if (!import_theme (import, node, NULL, ++n, siblings, error))
      return FALSE;
  return TRUE;
}

static gboolean
revision_write (const Import *import, const char *file, GError **error)
{
  g_autofree char *name = g_path_get_basename (file);
  g_autofree char *reason = g_strdup_printf ("imported from %s", name);
  g_autoptr (Query) query = store_query (
      import->study, "INSERT INTO framework_revision (id, analysis_id, coder_id, made_at, reason)"
                     " VALUES (:id, :analysis, :coder, :now, :reason)"
                     " ON CONFLICT (id) DO UPDATE SET gone = 0, coder_id = excluded.coder_id,"
                     " made_at = excluded.made_at, reason = excluded.reason");
  query_bind_uuid (query, ":id", &import->revision);
  query_bind_uuid (query, ":analysis", &import->analysis);
  query_bind_uuid (query, ":coder", store_coder (import->study));
  query_bind_text (query, ":now", store_now (import->study));
  query_bind_text (query, ":reason", reason);
  return query_run (query, error);
}

/* Stores words unless there are none; `bytes` gets what to bind, NULL for none. */
static gboolean
words_store (const Import *import, const char *words, guint8 key[32], const guint8 **bytes,
             GError **error)
{
  *bytes = *words ? key : NULL;
  return *words == '\0' || store_add_prose (import->study, words, key, error);
}

/* The notes of a framework are kept as one text, a note a line. */
static gboolean
heading_write (const Import *import, const XmlNode *root, GError **error)
{
  const XmlNode *source_node = xml_child (root, "source");
  g_autofree char *source = source_node ? xml_text (source_node) : g_strdup ("");
  g_autoptr (GString) notes = g_string_new (NULL);
  for (const XmlNode *node = xml_child (root, "note"); node; node = xml_next (node, "note"))
    {
      g_autofree char *note = xml_text (node);
      g_string_append_printf (notes, "%s%s", notes->len ? "\n" : "", note);
    }
  guint8 source_key[32], notes_key[32];
  const guint8 *source_bytes, *notes_bytes;
  if (!words_store (import, source, source_key, &source_bytes, error)
      || !words_store (import, notes->str, notes_key, &notes_bytes, error))
    return FALSE;
  g_autoptr (Query) query = store_query (
      import->study, "UPDATE analysis SET framework_name = :name, framework_source_prose = :source,"
                     " framework_note_prose = :note WHERE id = :id");
  query_bind_uuid (query, ":id", &import->analysis);
  query_bind_text (query, ":name", import->framework);
  query_bind_blob (query, ":source", source_bytes, 32);
  query_bind_blob (query, ":note", notes_bytes, 32);
  return query_run (query, error);
}

/* The analysis to import into; the first one is made here. One that has themes is refused. */
static gboolean
analysis_for_import (EspStudy *study, const char *name, Uuid *id, GError **error)
{
  g_autoptr (GPtrArray) names = esp_analyses (study, error);
  if (!names)
    return FALSE;
  if (names->len == 0 && !esp_analysis_add (study, name && *name ? name : "main", error))
    return FALSE;
  if (!analysis_find (study, name, id, error))
    return FALSE;
  g_autoptr (Query) query = store_query (
      study, "SELECT 1 FROM theme WHERE analysis_id = :analysis AND gone = 0 LIMIT 1");
  query_bind_uuid (query, ":analysis", id);
  if (!query_step (query, error))
    return !query_failed (query);
  g_autofree char *own = analysis_name (study, id, error);
  return own && fail (error, ESP_ERROR_EXISTS, "the analysis '%s' has a framework already", own);
}

gboolean
esp_framework_import (EspStudy *study, const char *analysis, const char *file, GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  g_autoptr (XmlDoc) doc = xml_load (file, schema_framework_rng, "a framework", error);
  if (!doc)
    return FALSE;
  Import import = { .study = study, .doc = doc };
  if (!analysis_for_import (study, analysis, &import.analysis, error))
    return FALSE;
  g_autofree char *analysis_text = uuid_dup_text (&import.analysis);
  g_autofree char *name = element_token (xml_root (doc), "name");
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  import.analysis_text = analysis_text;
  import.framework = name;
  import.revision = uuid_derived ("framework_revision", analysis_text, name, NULL);
  import.numbers = numbers;
  return revision_write (&import, file, error) && heading_write (&import, xml_root (doc), error)
         && import_sections (&import, xml_root (doc), error);
}

/* ---- exporting */

static void
export_lines (Markup *markup, const char *element, const char *lines)
{
  g_auto (GStrv) list = g_strsplit (lines, "\n", -1);
  for (char **line = list; *line; line++)
    if (**line)
      markup_leaf (markup, element, *line);
}

static void
export_list (Markup *markup, const char *element, const GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    markup_leaf (markup, element, g_ptr_array_index (texts, i));
}

/* The theme's element with its texts, left open for the themes below it. */
static void
export_theme (Markup *markup, const ThemeEntry *entry)
{
  const EspTheme *theme = entry->theme;
  markup_open (markup, "theme");
  markup_attr (markup, "name", theme->name);
  markup_attr_some (markup, "short", entry->short_name);
  markup_attr_some (markup, "number", entry->given_number);
  if (!g_str_equal (theme->origin, "a priori"))
    markup_attr (markup, "origin", theme->origin);
  if (theme->is_other)
    markup_attr (markup, "kind", "other");
  if (*theme->definition)
    markup_leaf (markup, "definition", theme->definition);
  export_list (markup, "include", theme->include);
  export_list (markup, "exclude", theme->exclude);
  export_list (markup, "example", theme->examples);
}

static void
export_themes (Markup *markup, const ThemeTree *tree)
{
  guint open = 0;
  for (guint i = 0; i < tree->entries->len; i++)
    {
      const ThemeEntry *entry = theme_tree_entry (tree, i);
      for (; open > entry->theme->depth; open--)
        markup_close (markup);
      export_theme (markup, entry);
      open++;
    }
  for (; open > 0; open--)
    markup_close (markup);
}

/* Words about a framework that is kept with its analysis. */
typedef struct
{
  char *name, *source, *notes;
} Heading;

static void
heading_clear (Heading *heading)
{
  g_free (heading->name);
  g_free (heading->source);
  g_free (heading->notes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Heading, heading_clear)

static gboolean
heading_read (EspStudy *study, const Uuid *analysis, Heading *heading, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT iif (framework_name = '', name, framework_name), framework_source_prose,"
             " framework_note_prose FROM analysis WHERE id = :id");
  query_bind_uuid (query, ":id", analysis);
  if (!query_step (query, error))
    return query_failed (query)
               ? FALSE
               : fail (error, ESP_ERROR_NOT_FOUND, "the analysis is no longer in the study");
  heading->name = g_strdup (query_text (query, 0));
  heading->source
      = store_prose (study, query_hash (query, 1), error);
  if (!heading->source)
    return FALSE;
  heading->notes
      = store_prose (study, query_hash (query, 2), error);
  return heading->notes != NULL;
}

gboolean
esp_framework_export (EspStudy *study, const char *analysis, const char *to, GError **error)
{
  Uuid id;
  if (!analysis_find (study, analysis, &id, error))
    return FALSE;
  g_autoptr (ThemeTree) tree = theme_tree_load (study, &id, error);
  g_auto (Heading) heading = { 0 };
  if (!tree || !theme_tree_fill (tree, study, error) || !heading_read (study, &id, &heading, error))
    return FALSE;
  if (tree->entries->len == 0)
    return fail (error, ESP_ERROR_NOT_FOUND, "the analysis has no framework yet; import one first");
  Output *output = output_open (to, "framework", "urn:espalier:framework:1", error);
  if (!output)
    return FALSE;
  output_text (output, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  g_autoptr (Markup) markup = markup_new (output, FALSE);
  markup_open (markup, "framework");
  markup_attr (markup, "xmlns", "urn:espalier:framework:1");
  markup_attr (markup, "name", heading.name);
  if (*heading.source)
    markup_leaf (markup, "source", heading.source);
  export_lines (markup, "note", heading.notes);
  export_themes (markup, tree);
  markup_close (markup);
  return output_close (output, error);
}
