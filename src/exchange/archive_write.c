/* The archive: the whole study as XML (urn:espalier:archive:1), in one order, so that the same
 * study gives the same bytes.
 *
 * Texts and layouts first, then the rows of every content table as an element named in
 * store/tables.def: its columns are attributes, its prose child elements. What XML cannot carry as
 * it is (control characters) is written in base64.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/markup.h"
#include "corpus/layout_lines.h"
#include "store/row.h"
#include "store/store.h"

#include <string.h>

typedef struct
{
  Markup *markup;
  GHashTable *left_out; /* char *: ids of rows that do not travel */
} Archiving;

/* Texts that somebody may look for: those that stand, those on which something stands, and those
 * that one of them replaces. What else was taken back, such as a transcript that was imported by
 * mistake, stays behind, with all that belonged to it. */
#define KEPT_TEXTS                                                                                 \
  "WITH RECURSIVE kept (id) AS (SELECT id FROM document_version WHERE gone = 0"                    \
  " UNION SELECT version_id FROM coding WHERE gone = 0"                                            \
  " UNION SELECT version_id FROM evidence WHERE gone = 0"                                          \
  " UNION SELECT version_id FROM memo WHERE gone = 0"                                              \
  " UNION SELECT version_id FROM speaker WHERE gone = 0"                                           \
  " UNION SELECT version_id FROM carried_review WHERE gone = 0"                                    \
  " UNION SELECT x.version_id FROM carried_review r JOIN coding x ON x.id = r.coding_id"           \
  " WHERE r.gone = 0"                                                                              \
  " UNION SELECT x.version_id FROM carried_review r JOIN evidence x ON x.id = r.evidence_id"       \
  " WHERE r.gone = 0"                                                                              \
  " UNION SELECT x.version_id FROM carried_review r JOIN memo x ON x.id = r.memo_id"               \
  " WHERE r.gone = 0"                                                                              \
  " UNION SELECT v.replaces_id FROM document_version v JOIN kept ON kept.id = v.id) "
#define OF_KEPT(key)                                                                               \
  " WHERE hash IN (SELECT v." key " FROM document_version v JOIN kept ON kept.id = v.id)"          \
  " ORDER BY hash"

/* Whether XML 1.0 can carry the text and a parser gives it back the same. */
static gboolean
is_plain (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if ((c < 0x20 && c != '\n' && c != '\t') || c == 0xfffe || c == 0xffff)
        return FALSE;
    }
  return TRUE;
}

static void
write_text (Markup *markup, const char *text)
{
  if (is_plain (text))
    {
      markup_text (markup, text);
      return;
    }
  g_autofree char *coded = g_base64_encode ((const guchar *)text, strlen (text));
  markup_attr (markup, "encoding", "base64");
  markup_text (markup, coded);
}

/* Attributes lose line ends and tabs to some programs; such values, and what is no plain text,
 * become elements. */
static gboolean
fits_attribute (const char *value)
{
  return is_plain (value) && strpbrk (value, "\n\t") == NULL;
}

static char *
xml_name_of (const char *field)
{
  return g_strdelimit (g_strdup (field), "_", '-');
}

/* ---- words */

static gboolean
write_texts (Archiving *archiving, EspStudy *study, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, KEPT_TEXTS "SELECT hash, body FROM text_body" OF_KEPT ("text_hash"));
  while (query_step (query, error))
    {
      g_autofree char *hash = hex_encode (query_key (query, 0), 32);
      markup_open (archiving->markup, "text");
      markup_attr (archiving->markup, "hash", hash);
      write_text (archiving->markup, query_text (query, 1));
      markup_close (archiving->markup);
    }
  return !query_failed (query);
}

static void
write_items (Markup *markup, const char *lines)
{
  LayoutItem item;
  while (layout_line_next (&lines, &item))
    {
      markup_open (markup, "item");
      markup_attr (markup, "kind", item_kind_name (item.kind));
      markup_attr_uint (markup, "start", item.start_cp);
      markup_attr_uint (markup, "end", item.end_cp);
      if (item.time_ms >= 0)
        markup_attr_uint (markup, "time", (guint64)item.time_ms);
      markup_attr_some (markup, "speaker", item.speaker);
      markup_close (markup);
      g_free (item.speaker);
    }
}

static gboolean
write_layouts (Archiving *archiving, EspStudy *study, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, KEPT_TEXTS "SELECT hash, text_hash, lines FROM layout" OF_KEPT ("layout_hash"));
  while (query_step (query, error))
    {
      g_autofree char *hash_hex = hex_encode (query_key (query, 0), 32);
      g_autofree char *text_hex = hex_encode (query_key (query, 1), 32);
      markup_open (archiving->markup, "layout");
      markup_attr (archiving->markup, "hash", hash_hex);
      markup_attr (archiving->markup, "text", text_hex);
      write_items (archiving->markup, query_text (query, 2));
      markup_close (archiving->markup);
    }
  return !query_failed (query);
}

static gboolean
write_originals (Archiving *archiving, EspStudy *study, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, KEPT_TEXTS "SELECT hash, bytes FROM original" OF_KEPT ("original_hash"));
  while (query_step (query, error))
    {
      gsize size;
      const guint8 *bytes = query_blob (query, 1, &size);
      g_autofree char *hash = hex_encode (query_key (query, 0), 32);
      g_autofree char *coded = g_base64_encode (bytes, size);
      markup_open (archiving->markup, "original");
      markup_attr (archiving->markup, "hash", hash);
      markup_attr (archiving->markup, "encoding", "base64");
      markup_text (archiving->markup, coded);
      markup_close (archiving->markup);
    }
  return !query_failed (query);
}

/* ---- rows */

static gboolean
find_left_out (Archiving *archiving, EspStudy *study, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, KEPT_TEXTS
      "SELECT id FROM document_version WHERE id NOT IN (SELECT id FROM kept WHERE id IS NOT NULL)"
      " UNION SELECT id FROM document d WHERE d.gone = 1"
      " AND NOT EXISTS (SELECT 1 FROM session s WHERE s.document_id = d.id AND s.gone = 0)"
      " AND NOT EXISTS (SELECT 1 FROM document_version v JOIN kept ON kept.id = v.id"
      " WHERE v.document_id = d.id)");
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      g_hash_table_add (archiving->left_out, uuid_dup_text (&id));
    }
  return !query_failed (query);
}

/* One of those, or a row that was taken back and refers to one. */
static gboolean
stays_behind (const Archiving *archiving, const Field *fields, guint n_fields)
{
  gboolean gone = FALSE, left_out = FALSE;
  for (guint i = 0; i < n_fields; i++)
    if (fields[i].value != NULL)
      {
        gone |= g_str_equal (fields[i].name, "gone");
        left_out |= fields[i].kind == FIELD_ID
                    && g_hash_table_contains (archiving->left_out, fields[i].value);
      }
  return gone && left_out;
}

static gboolean
write_row (const char *table, const Field *fields, guint n_fields, gpointer data, GError **error)
{
  (void)error;
  const Archiving *archiving = data;
  Markup *markup = archiving->markup;
  if (stays_behind (archiving, fields, n_fields))
    return TRUE;
  markup_open (markup, store_table_element (table));
  for (int elements = 0; elements < 2; elements++)
    for (guint i = 0; i < n_fields; i++)
      {
        const Field *field = &fields[i];
        /* The study's own row has another id in every file made anew; nothing refers to it. */
        if (field->value == NULL
            || (g_str_equal (table, "study") && g_str_equal (field->name, "id")))
          continue;
        gboolean as_element = field->kind == FIELD_PROSE || !fits_attribute (field->value);
        g_autofree char *name = xml_name_of (field->name);
        if (!elements && !as_element)
          markup_attr (markup, name, field->value);
        if (elements && as_element)
          {
            markup_open (markup, name);
            write_text (markup, field->value);
            markup_close (markup);
          }
      }
  markup_close (markup);
  return TRUE;
}

gboolean
esp_archive_write (EspStudy *study, const char *to, GError **error)
{
  Output *output = output_open (to, "archive", "urn:espalier:archive:1", error);
  if (output == NULL)
    return FALSE;
  g_autoptr (Markup) markup = markup_new (output, FALSE);
  g_autoptr (GHashTable) left_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Archiving archiving = { markup, left_out };
  markup_raw (markup, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  markup_open (markup, "archive");
  markup_attr (markup, "xmlns", "urn:espalier:archive:1");
  /* One moment of the study, whoever writes meanwhile. */
  gboolean good = store_read_begin (study, error);
  good = good && find_left_out (&archiving, study, error) && write_texts (&archiving, study, error)
         && write_layouts (&archiving, study, error) && write_originals (&archiving, study, error);
  for (const char *const *table = store_content_tables (); good && *table != NULL; table++)
    good = store_each_row (study, *table, write_row, &archiving, error);
  store_read_end (study);
  markup_close (markup);
  g_clear_pointer (&markup, markup_free);
  if (good)
    return output_close (output, error);
  output_abandon (output);
  return FALSE;
}
