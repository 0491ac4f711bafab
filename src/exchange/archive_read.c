/* Reading an archive into a study: what is not there is added, what is there must be the same.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/element.h"
#include "base/error.h"
#include "base/schemas.h"
#include "base/text.h"
#include "base/xml.h"
#include "chart/check.h"
#include "corpus/layout_lines.h"
#include "upkeep/check.h"
#include "store/row.h"
#include "store/store.h"

#include <string.h>

typedef struct
{
  EspStudy *study;
  const XmlDoc *doc;
  GHashTable *texts;  /* hex hash -> char *: the words of each text */
  GHashTable *coders; /* id -> char *: the names of the archive's coders */
  EspArchiveReport *report;
} Unarchiving;

/* The words of an element, out of base64 where it says so; NUL-terminated, to be freed. */
static char *
words_of (const XmlNode *node, gsize *size)
{
  char *text = xml_text_exact (node);
  g_autofree char *encoding = xml_attr_or (node, "encoding", "");
  if (*encoding != '\0')
    {
      /* In place: what base64 stands for is shorter than it. */
      g_base64_decode_inplace (text, size);
      text[*size] = '\0';
    }
  else
    *size = strlen (text);
  return text;
}

/* ---- words */

static gboolean
hash_is (const Unarchiving *from, const XmlNode *node, const guint8 key[32], GError **error)
{
  g_autofree char *said = xml_attr_or (node, "hash", "");
  g_autofree char *computed = hex_encode (key, 32);
  return g_str_equal (said, computed)
         || element_fail (error, from->doc, node, "the %s was altered: its checksum does not match",
                          xml_name (node));
}

static gboolean
read_text (Unarchiving *from, const XmlNode *node, GError **error)
{
  gsize size;
  guint8 key[32];
  g_autofree char *text = words_of (node, &size);
  const StoredWords words = { text, size, NULL, 0, 0 };
  store_words_key (WORDS_TEXT, &words, key);
  if (!hash_is (from, node, key, error))
    return FALSE;
  if (!g_utf8_validate (text, (gssize)size, NULL))
    return element_fail (error, from->doc, node, "the text is not UTF-8");
  g_hash_table_insert (from->texts, xml_attr (node, "hash"), g_steal_pointer (&text));
  return TRUE;
}

static gboolean
read_original (Unarchiving *from, const XmlNode *node, GError **error)
{
  gsize size;
  guint8 key[32];
  g_autofree char *bytes = words_of (node, &size);
  const StoredWords original = { bytes, size, NULL, 0, 0 };
  store_words_key (WORDS_ORIGINAL, &original, key);
  return hash_is (from, node, key, error)
         && store_keep_words (from->study, WORDS_ORIGINAL, &original, key, error);
}

static gboolean
read_item (Unarchiving *from, const XmlNode *node, gsize length, GArray *items, GError **error)
{
  g_autofree char *kind = xml_attr (node, "kind"), *start = xml_attr (node, "start"),
                  *end = xml_attr (node, "end");
  g_autofree char *time = xml_attr_or (node, "time", "-1");
  LayoutItem item = { .start_cp = g_ascii_strtoull (start, NULL, 10),
                      .end_cp = g_ascii_strtoull (end, NULL, 10),
                      .time_ms = g_ascii_strtoll (time, NULL, 10) };
  item_kind_from_name (kind, strlen (kind), &item.kind); /* the schema allows no other */
  if (item.end_cp > length || item.start_cp > item.end_cp)
    return element_fail (error, from->doc, node, "the span %s-%s is outside its text", start, end);
  item.speaker = xml_attr_or (node, "speaker", "");
  g_array_append_val (items, item);
  return TRUE;
}

static void
item_clear (gpointer item)
{
  g_free (((LayoutItem *)item)->speaker);
}

static gboolean
keep_layout (Unarchiving *from, const XmlNode *node, const char *words, GArray *items,
             GError **error)
{
  guint8 text_key[32], layout_key[32];
  g_autofree char *lines = layout_lines (items);
  const StoredWords text = { words, strlen (words), NULL, 0, 0 };
  store_words_key (WORDS_TEXT, &text, text_key);
  const StoredWords layout = layout_words (lines, text_key);
  store_words_key (WORDS_LAYOUT, &layout, layout_key);
  return hash_is (from, node, layout_key, error)
         && store_keep_words (from->study, WORDS_TEXT, &text, text_key, error)
         && store_keep_words (from->study, WORDS_LAYOUT, &layout, layout_key, error);
}

static gboolean
read_layout (Unarchiving *from, const XmlNode *node, GError **error)
{
  g_autofree char *text_hash = xml_attr (node, "text");
  const char *text = g_hash_table_lookup (from->texts, text_hash);
  if (text == NULL)
    return element_fail (error, from->doc, node, "the text of the layout is not in the archive");
  g_autoptr (TextIndex) index = text_index_new (text, -1);
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (LayoutItem));
  g_array_set_clear_func (items, item_clear);
  for (const XmlNode *item = xml_child (node, "item"); item != NULL; item = xml_next (item, "item"))
    if (!read_item (from, item, text_index_length (index), items, error))
      return FALSE;
  return keep_layout (from, node, text, items, error);
}

/* ---- rows */

typedef struct
{
  const XmlNode *node;
  GHashTable *values; /* field name -> char *, read so far */
} RowSource;

static const char *
row_value (const Field *field, gpointer data)
{
  RowSource *source = data;
  gpointer value;
  if (g_hash_table_lookup_extended (source->values, field->name, NULL, &value))
    return value;
  g_autofree char *name = g_strdelimit (g_strdup (field->name), "_", '-');
  const XmlNode *child = xml_child (source->node, name);
  gsize size;
  value = child != NULL ? words_of (child, &size) : xml_attr (source->node, name);
  g_hash_table_insert (source->values, g_strdup (field->name), value);
  return value;
}

/* The study's own row has another id in every study made anew: its title and note are taken over
 * where this study has no content yet. */
static gboolean
read_study_row (Unarchiving *from, const XmlNode *node, GError **error)
{
  g_autofree char *title = xml_attr_or (node, "title", "");
  const XmlNode *note = xml_child (node, "note");
  guint8 key[32];
  gsize size;
  g_autoptr (Query) used
      = store_query (from->study, "SELECT EXISTS (SELECT 1 FROM study_case WHERE gone = 0) OR "
                                  "EXISTS (SELECT 1 FROM analysis WHERE gone = 0)"
                                  " OR EXISTS (SELECT 1 FROM document WHERE gone = 0)");
  if (!query_step (used, error) || query_int (used, 0) != 0)
    return !query_failed (used);
  g_autofree char *words = note != NULL ? words_of (note, &size) : NULL;
  if (note != NULL && !store_add_prose (from->study, words, key, error))
    return FALSE;
  g_autoptr (Query) update
      = store_query (from->study, "UPDATE study SET title = :title, note_prose = :note");
  query_bind_text (update, ":title", title);
  query_bind_blob (update, ":note", note != NULL ? key : NULL, 32);
  return query_run (update, error);
}

/* Counts a row that was not there before, and remembers whose work it is. */
static void
count_added (Unarchiving *from, const XmlNode *node)
{
  EspArchiveReport *report = from->report;
  const struct
  {
    const char *element;
    guint *count;
  } works[] = { { "coding", &report->codings },
                { "summary", &report->summaries },
                { "summary-check", &report->checks } };
  report->added++;
  report->documents += g_str_equal (xml_name (node), "document");
  for (gsize i = 0; i < G_N_ELEMENTS (works); i++)
    if (g_str_equal (xml_name (node), works[i].element))
      {
        g_autofree char *id = xml_attr_or (node, "coder", "");
        const char *name = g_hash_table_lookup (from->coders, id);
        ++*works[i].count;
        if (name != NULL
            && !g_ptr_array_find_with_equal_func (report->coders, name, g_str_equal, NULL))
          g_ptr_array_add (report->coders, g_strdup (name));
      }
}

static gboolean
read_row (Unarchiving *from, const XmlNode *node, const char *table, GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  RowSource source = { node, values };
  gboolean added;
  g_autoptr (GError) why = NULL;
  if (store_put_row (from->study, table, row_value, &source, &added, &why))
    {
      if (g_str_equal (xml_name (node), "coder"))
        g_hash_table_insert (from->coders, xml_attr (node, "id"), xml_attr_or (node, "name", ""));
      if (added)
        count_added (from, node);
      return TRUE;
    }
  g_autofree char *place = xml_place (from->doc, node);
  g_propagate_prefixed_error (error, g_steal_pointer (&why), "%s", place);
  return FALSE;
}

/* What stands in an element of a row must be text, whatever its base64 says. */
static gboolean
children_are_text (const Unarchiving *from, const XmlNode *node, GError **error)
{
  for (const XmlNode *child = xml_child (node, NULL); child != NULL; child = xml_next (child, NULL))
    {
      gsize size;
      g_autofree char *words = words_of (child, &size);
      if (!g_utf8_validate (words, (gssize)size, NULL))
        return element_fail (error, from->doc, child, "the %s is not text", xml_name (child));
    }
  return TRUE;
}

/* What was taken in holds together as a study does; else nothing of it is. */
static gboolean
content_is_whole (EspStudy *study, const char *from_file, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (check_item_free);
  if (!store_references_hold (study, from_file, error) || !check_content (study, items, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      const EspCheckItem *item = items->pdata[i];
      if (!item->whole)
        return fail (error, ESP_ERROR_INPUT, "'%s' does not hold together: %s", from_file,
                     item->detail);
    }
  return TRUE;
}

static gboolean
read_element (Unarchiving *from, const XmlNode *node, GError **error)
{
  const char *name = xml_name (node), *table;
  if (g_str_equal (name, "text"))
    return read_text (from, node, error);
  if (g_str_equal (name, "layout"))
    return read_layout (from, node, error);
  if (g_str_equal (name, "original"))
    return read_original (from, node, error);
  if (!children_are_text (from, node, error))
    return FALSE;
  if (g_str_equal (name, "study"))
    return read_study_row (from, node, error);
  table = store_element_table (name);
  return table != NULL
             ? read_row (from, node, table, error)
             : element_fail (error, from->doc, node, "this program does not know '%s'", name);
}

void
esp_archive_report_free (EspArchiveReport *report)
{
  if (report == NULL)
    return;
  g_ptr_array_unref (report->coders);
  g_free (report);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

EspArchiveReport *
esp_archive_import (EspStudy *study, const char *from_file, GError **error)
{
  if (!store_in_change (study, error))
    return NULL;
  g_autoptr (XmlDoc) doc = xml_load (from_file, schema_archive_rng, "an archive of a study", error);
  if (doc == NULL)
    return NULL;
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) coders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (EspArchiveReport) report = g_new0 (EspArchiveReport, 1);
  report->coders = g_ptr_array_new_with_free_func (g_free);
  Unarchiving from
      = { .study = study, .doc = doc, .texts = texts, .coders = coders, .report = report };
  for (const XmlNode *node = xml_child (xml_root (doc), NULL); node != NULL;
       node = xml_next (node, NULL))
    if (!read_element (&from, node, error))
      return NULL;
  g_ptr_array_sort (report->coders, compare_names);
  return content_is_whole (study, from_file, error) ? g_steal_pointer (&report) : NULL;
}
