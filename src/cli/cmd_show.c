/* espalier show: a document with its turns, and what is coded in the margin.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

#define NARROWEST 30u /* words are never wrapped to less */

/* What is shown of a document, and how. */
typedef struct
{
  const EspTranscript *transcript;
  const GPtrArray *codings; /* EspCoding */
  guint64 first, last;      /* numbers of turns; 0 and G_MAXUINT64: all */
  gboolean spans;
  guint margin; /* columns for the themes */
  guint width;  /* of the terminal; 0: none */
} Show;

static gboolean
show_wants (const Show *show, const EspItem *item)
{
  if (item->number == 0)
    return show->first == 0;
  return item->number >= show->first && item->number <= show->last;
}

/* "3.1 2.4?": the themes that are coded in an item; a mark of question after those that are only
 * proposed. */
static char *
show_themes (const Show *show, const EspItem *item)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GString *themes = g_string_new (NULL);
  for (guint i = 0; i < show->codings->len; i++)
    {
      const EspCoding *coding = show->codings->pdata[i];
      if (coding->start_cp >= item->end_cp || coding->end_cp <= item->start_cp)
        continue;
      gboolean proposed = strcmp (coding->origin, "proposed") == 0;
      g_autofree char *mark = g_strconcat (coding->theme_number, proposed ? "?" : "", NULL);
      if (g_hash_table_contains (seen, mark))
        continue;
      g_string_append_printf (themes, "%s%s", themes->len > 0 ? " " : "", mark);
      g_hash_table_add (seen, g_steal_pointer (&mark));
    }
  return g_string_free (themes, FALSE);
}

static void
show_measure (Show *show)
{
  for (guint i = 0; i < show->transcript->items->len; i++)
    {
      g_autofree char *themes = show_themes (show, show->transcript->items->pdata[i]);
      show->margin = MAX (show->margin, wording_width (themes));
    }
}

static void
show_item (const Show *show, const EspItem *item)
{
  g_autofree char *themes = show_themes (show, item);
  g_autofree char *number = item->number > 0 ? g_strdup_printf ("%u", item->number) : g_strdup ("");
  g_autofree char *span = show->spans
                              ? g_strdup_printf ("[%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT "] ",
                                                 item->start_cp, item->end_cp)
                              : g_strdup ("");
  g_autofree char *clean = wording_clean (item->words);
  g_autofree char *words = g_strdup_printf ("%s%s%s%s", span, item->speaker,
                                            item->speaker[0] != '\0' ? ": " : "", clean);
  guint indent = 4 + 2 + show->margin + (show->margin > 0 ? 2 : 0);
  guint room = show->width > indent + NARROWEST ? show->width - indent : NARROWEST;
  g_autoptr (GPtrArray) lines = wording_wrap (words, show->width > 0 ? room : 0);

  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *left
          = g_strdup_printf ("%4s  %s", i == 0 ? number : "", i == 0 ? themes : "");
      printf ("%s%*s", left, (int)(indent - wording_width (left)), "");
      terminal_print (item->kind == ESP_ITEM_HEADING ? STYLE_HEADING : STYLE_PLAIN,
                      lines->pdata[i]);
      putchar ('\n');
    }
}

static void
show_heading (const EspDocument *document)
{
  const char *const facts[] = {
    document->kind,    document->level, document->case_label,   document->group_name,
    document->held_on, document->place, document->interviewers,
  };
  g_autoptr (GString) line = g_string_new (document->name);
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i][0] != '\0' && strcmp (facts[i], document->name) != 0)
      g_string_append_printf (line, "%s%s", strcmp (line->str, document->name) == 0 ? ": " : ", ",
                              facts[i]);
  terminal_print (STYLE_HEADING, line->str);
  fputs ("\n\n", stdout);
}

static void
show_text (Show *show)
{
  show->width = terminal_width ();
  show_measure (show);
  TerminalPager *pager = terminal_page_begin ();
  show_heading (show->transcript->document);
  for (guint i = 0; i < show->transcript->items->len; i++)
    if (show_wants (show, show->transcript->items->pdata[i]))
      show_item (show, show->transcript->items->pdata[i]);
  terminal_page_end (pager);
}

static json_t *
show_themes_json (const Show *show, const EspItem *item)
{
  g_autofree char *themes = show_themes (show, item);
  g_auto (GStrv) each = g_strsplit (themes, " ", -1);
  json_t *array = json_array ();
  for (char **theme = each; *theme != NULL; theme++)
    if (**theme != '\0')
      json_array_append_new (array, json_string (*theme));
  return array;
}

static json_t *
show_item_json (const Show *show, const EspItem *item)
{
  static const char *const kinds[] = { [ESP_ITEM_TURN] = "turn",
                                       [ESP_ITEM_PARAGRAPH] = "paragraph",
                                       [ESP_ITEM_HEADING] = "heading",
                                       [ESP_ITEM_NOTE] = "note" };
  return json_pack ("{s:s, s:i, s:s, s:s, s:s, s:I, s:I, s:s, s:o}", "kind", kinds[item->kind],
                    "number", (int)item->number, "speaker", item->speaker, "whose",
                    esp_part_name (item->part), "case", item->case_label, "start_cp",
                    (json_int_t)item->start_cp, "end_cp", (json_int_t)item->end_cp, "words",
                    item->words, "themes", show_themes_json (show, item));
}

static void
show_json (Call *call, const Show *show)
{
  json_t *items = json_array ();
  for (guint i = 0; i < show->transcript->items->len; i++)
    if (show_wants (show, show->transcript->items->pdata[i]))
      json_array_append_new (items, show_item_json (show, show->transcript->items->pdata[i]));
  call_json (call, json_pack ("{s:s, s:s, s:o}", "document", show->transcript->document->name,
                              "kind", show->transcript->document->kind, "items", items));
}

/* "14" or "3-9". */
static gboolean
show_read_turns (const char *turns, Show *show, GError **error)
{
  if (turns == NULL)
    return TRUE;
  g_auto (GStrv) ends = g_strsplit (turns, "-", 2);
  const char *last = ends[0] != NULL && ends[1] != NULL ? ends[1] : ends[0];
  if (last == NULL || !g_ascii_string_to_unsigned (ends[0], 10, 1, G_MAXUINT32, &show->first, NULL)
      || !g_ascii_string_to_unsigned (last, 10, show->first, G_MAXUINT32, &show->last, NULL))
    return call_wrong_usage (error, "'%s' names no turns; --turns wants one or a range, as in 3-9",
                             turns);
  return TRUE;
}

/* Is there something of what was asked for? */
static gboolean
show_holds (const Show *show, GError **error)
{
  guint last = 0;
  for (guint i = 0; i < show->transcript->items->len; i++)
    last = MAX (last, ((const EspItem *)show->transcript->items->pdata[i])->number);
  if (show->first <= last)
    return TRUE;
  g_set_error (error, ESP_ERROR, ESP_ERROR_NOT_FOUND,
               "there is no turn %" G_GUINT64_FORMAT " in '%s'; its last is %u", show->first,
               show->transcript->document->name, last);
  return FALSE;
}

/* The document's codings, proposals too; none when the study has no analysis yet. */
static GPtrArray *
show_codings (Call *call, const char *document, GError **error)
{
  const EspCodingFilter filter
      = { .analysis = call->analysis, .document = document, .origin = "any" };
  g_autoptr (GPtrArray) analyses = esp_analyses (call->study, error);
  if (analyses == NULL)
    return NULL;
  return analyses->len > 0 ? esp_codings (call->study, &filter, error) : g_ptr_array_new ();
}

static gboolean
run (Call *call, GError **error)
{
  g_autofree char *turns = NULL;
  Show show = { .last = G_MAXUINT64 };
  const GOptionEntry options[] = {
    { "turns", 0, 0, G_OPTION_ARG_FILENAME, &turns, "Only these", "N or N-M" },
    { "spans", 0, 0, G_OPTION_ARG_NONE, &show.spans,
      "Show where each turn begins and ends, in characters", NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 1, error) || !show_read_turns (turns, &show, error))
    return FALSE;
  g_autoptr (EspTranscript) transcript = esp_transcript (call->study, call->arguments[0], error);
  g_autoptr (GPtrArray) codings
      = transcript != NULL ? show_codings (call, transcript->document->name, error) : NULL;
  if (codings == NULL)
    return FALSE;
  show.transcript = transcript;
  show.codings = codings;
  if (!show_holds (&show, error))
    return FALSE;
  if (call->json)
    show_json (call, &show);
  else
    show_text (&show);
  return TRUE;
}

const Command command_show = {
  .name = "show",
  .stage = "corpus",
  .about = "read a document, with turn numbers and what is coded in the margin",
  .usage = "DOCUMENT or CASE",
  .example = "espalier show B-SM-001 --turns 1-4",
  .needs = STUDY_READ,
  .run = run,
};
