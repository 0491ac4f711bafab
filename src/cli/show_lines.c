/* What is shown of a document, as lines.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/show_lines.h"

#include "cli/wording.h"

#include <string.h>

/* ---- lines and paragraphs of the document */

ShowPlace
show_place_new (const EspTranscript *transcript)
{
  return (ShowPlace){ .at = transcript->text, .line = 1 };
}

static void
show_place_step (ShowPlace *place)
{
  if (*place->at == '\n')
    {
      place->line++;
      place->in_words = FALSE;
    }
  else if (!place->in_words && !g_unichar_isspace (g_utf8_get_char (place->at)))
    {
      place->in_words = TRUE;
      place->paragraph++;
    }
  place->at = wording_next (place->at);
  place->cp++;
}

void
show_place_go (ShowPlace *place, gsize cp)
{
  while (place->cp < cp && *place->at != '\0')
    show_place_step (place);
}

/* ---- items */

static void
show_item_free (gpointer item)
{
  g_free (((ShowItem *)item)->text);
  g_free (item);
}

/* The words of a document: what a terminal takes, and tabs as wide as what is counted for them. */
static char *
show_clean (const char *words)
{
  return g_strdelimit (wording_clean (words), "\t", ' ');
}

static ShowItem *
show_item_new (const EspItem *item, gboolean spans)
{
  ShowItem *shown = g_new0 (ShowItem, 1);
  g_autofree char *speaker = wording_line (item->speaker), *words = show_clean (item->words);
  GString *text = g_string_new (NULL);
  if (spans)
    g_string_append_printf (text, "[%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT "] ", item->start_cp,
                            item->end_cp);
  shown->item = item;
  shown->speaker = text->len;
  if (speaker[0] != '\0')
    g_string_append_printf (text, "%s: ", speaker);
  shown->words = text->len;
  g_string_append (text, words);
  shown->text = g_string_free (text, FALSE);
  return shown;
}

ShowLines *
show_lines_new (const EspTranscript *transcript, guint first, guint end, gboolean spans)
{
  ShowLines *lines = g_new0 (ShowLines, 1);
  lines->items = g_ptr_array_new_with_free_func (show_item_free);
  lines->lines = g_array_new (FALSE, FALSE, sizeof (ShowLine));
  for (guint i = first; i < end; i++)
    g_ptr_array_add (lines->items, show_item_new (transcript->items->pdata[i], spans));
  return lines;
}

void
show_lines_free (ShowLines *lines)
{
  if (lines == NULL)
    return;
  g_ptr_array_unref (lines->items);
  g_array_unref (lines->lines);
  g_free (lines);
}

/* ---- lines */

/* Says where in the document the line is. */
static void
show_line_place (ShowLine *line, const ShowItem *item, ShowPlace *place, gboolean begins)
{
  gboolean is_blank = strspn (line->start, " ") >= (gsize)(line->end - line->start);
  show_place_go (place, line->start_cp);
  if (!begins)
    return;
  line->number = place->line;
  /* The place stands before the first word of the line, unless a name stands before it. */
  if (!is_blank || line->start < item->text + item->words)
    line->paragraph = place->paragraph + !place->in_words;
}

static void
show_item_wrap (ShowLines *lines, ShowItem *item, ShowPlace *place, guint width)
{
  const char *words = item->text + item->words;
  gsize cp = item->item->start_cp;
  item->first_line = lines->lines->len;
  for (const char *start = item->text, *next; start != NULL; start = next)
    {
      ShowLine line = { .item = item, .start = start, .start_cp = cp };
      line.end = wording_break (start, width, &next);
      if (next == NULL)
        cp = item->item->end_cp;
      else if (next > words)
        cp += (gsize)g_utf8_pointer_to_offset (MAX (start, words), next);
      line.end_cp = cp;
      show_line_place (&line, item, place, start == item->text || start[-1] == '\n');
      g_array_append_val (lines->lines, line);
    }
}

void
show_lines_wrap (ShowLines *lines, const EspTranscript *transcript, guint width)
{
  ShowPlace place = show_place_new (transcript);
  g_array_set_size (lines->lines, 0);
  for (guint i = 0; i < lines->items->len; i++)
    show_item_wrap (lines, lines->items->pdata[i], &place, width);
}
