/* A document as JSON: its turns with their places, and what is coded in each.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/show_json.h"

#include "cli/show_lines.h"

#include <string.h>

static gboolean
coding_touches (const EspCoding *coding, const EspItem *item)
{
  return coding->start_cp < item->end_cp && coding->end_cp > item->start_cp;
}

/* "3.1", "2.4?": each theme once; a mark of question after those that are only proposed. */
static json_t *
themes_json (const GPtrArray *codings, const EspItem *item)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  json_t *array = json_array ();
  for (guint i = 0; i < codings->len; i++)
    {
      const EspCoding *coding = codings->pdata[i];
      gboolean proposed = strcmp (coding->origin, "proposed") == 0;
      char *mark = g_strconcat (coding->theme_number, proposed ? "?" : "", NULL);
      if (coding_touches (coding, item) && !g_hash_table_contains (seen, mark))
        json_array_append_new (array, json_string (mark));
      if (coding_touches (coding, item))
        g_hash_table_add (seen, mark);
      else
        g_free (mark);
    }
  return array;
}

static json_t *
codings_json (const GPtrArray *codings, const EspItem *item)
{
  json_t *array = json_array ();
  for (guint i = 0; i < codings->len; i++)
    {
      const EspCoding *coding = codings->pdata[i];
      if (coding_touches (coding, item))
        json_array_append_new (
            array, json_pack ("{s:s, s:s, s:s, s:s, s:s, s:I, s:I}", "id", coding->id,
                              "theme_number", coding->theme_number, "theme", coding->theme_path,
                              "coder", coding->coder, "origin", coding->origin, "start_cp",
                              (json_int_t)coding->start_cp, "end_cp", (json_int_t)coding->end_cp));
    }
  return array;
}

static json_t *
item_json (const EspItem *item, const GPtrArray *codings, ShowPlace *place)
{
  static const char *const kinds[] = { [ESP_ITEM_TURN] = "turn",
                                       [ESP_ITEM_PARAGRAPH] = "paragraph",
                                       [ESP_ITEM_HEADING] = "heading",
                                       [ESP_ITEM_NOTE] = "note" };
  show_place_go (place, item->start_cp);
  return json_pack ("{s:s, s:i, s:s, s:s, s:s, s:o, s:i, s:i, s:I, s:I, s:s, s:o, s:o}", "kind",
                    kinds[item->kind], "number", (int)item->number, "speaker", item->speaker,
                    "whose", esp_part_name (item->part), "case", item->case_label, "time_ms",
                    item->time_ms >= 0 ? json_integer (item->time_ms) : json_null (), "line",
                    (int)place->line, "paragraph", (int)(place->paragraph + !place->in_words),
                    "start_cp", (json_int_t)item->start_cp, "end_cp", (json_int_t)item->end_cp,
                    "words", item->words, "themes", themes_json (codings, item), "codings",
                    codings_json (codings, item));
}

json_t *
show_json (const EspTranscript *transcript, const GPtrArray *codings, guint first, guint end)
{
  ShowPlace place = show_place_new (transcript);
  json_t *items = json_array ();
  for (guint i = first; i < end; i++)
    json_array_append_new (items, item_json (transcript->items->pdata[i], codings, &place));
  return json_pack ("{s:s, s:s, s:o}", "document", transcript->document->name, "kind",
                    transcript->document->kind, "items", items);
}
