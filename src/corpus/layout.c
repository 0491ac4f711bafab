/* How a text divides into turns. Every paragraph is looked at once for the name of a speaker, in
 * any of the common forms (line.c); the style in which most names come back is the document's
 * (style.c); then the paragraphs become items here. Cost grows with the length of the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/layout.h"

#include "corpus/frontmatter.h"
#include "corpus/style.h"

#define WRAPPED_CP 200 /* no line that was wrapped is longer */

/* ---- items */

typedef struct
{
  const Lines *lines;
  Style style;
  gboolean lower_is_usual; /* names open with small letters here */
  GArray *items;           /* LayoutItem */
  gsize at_byte, at_cp;    /* how far the text was counted */
  gboolean open;           /* an item is open: */
  EspItemKind kind;
  gsize start, end; /* bytes; start == end: no words yet */
  gint64 time_ms;
  guint line;
  const char *speaker; /* of the open item, or of the turn that a note interrupted; NULL: none */
  gboolean begun;      /* a turn was met */
  gboolean late;       /* much stands before the first turn: a text of its own, no preamble */
} Builder;

/* Code points up to a byte; asked with growing bytes only, so that the text is walked once. */
static gsize
builder_cp (Builder *self, gsize byte)
{
  const char *text = self->lines->source->text;

  for (; self->at_byte < byte; self->at_byte++)
    self->at_cp += ((guchar)text[self->at_byte] & 0xC0) != 0x80;
  return self->at_cp;
}

static void
builder_close (Builder *self)
{
  if (self->open && self->start < self->end)
    {
      LayoutItem item = { .kind = self->kind, .time_ms = self->time_ms, .line = self->line };
      item.start_cp = builder_cp (self, self->start);
      item.end_cp = builder_cp (self, self->end);
      item.speaker
          = g_strdup (self->kind == ESP_ITEM_TURN && self->speaker != NULL ? self->speaker : "");
      g_array_append_val (self->items, item);
    }
  self->open = FALSE;
}

static void
builder_open (Builder *self, EspItemKind kind, gsize start, gsize end, guint line)
{
  builder_close (self);
  self->open = TRUE;
  self->kind = kind;
  self->start = start;
  self->end = end;
  self->line = line;
  self->time_ms = -1;
}

/* A paragraph that belongs to the open item of the same kind, when it stands directly below; else
 * it opens one. */
static void
builder_join (Builder *self, EspItemKind kind, guint i, const Line *line, const Para *para)
{
  gboolean joins = self->open && self->kind == kind && lines_adjacent (self->lines, i)
                   && para->kind != PARA_ROW && lines_para (self->lines, i - 1)->kind == para->kind;

  /* A line longer than any that an editor wraps ends its paragraph. */
  if (joins && kind == ESP_ITEM_PARAGRAPH)
    {
      const Line *above = lines_get (self->lines, i - 1);
      joins = above->end - above->start <= WRAPPED_CP;
    }
  if (joins)
    self->end = line->end;
  else
    builder_open (self, kind, line->start, line->end, para->line);
}

/* Whether the paragraph opens a turn in the document's style. */
static gboolean
builder_is_turn (const Builder *self, const Line *line)
{
  const Speaker *speaker = line->speaker;

  if (speaker == NULL || self->style == STYLE_COUNT)
    return FALSE;
  if (!style_has_form (self->style, line->form))
    return self->style == STYLE_ALONE && line->form == FORM_COLON
           && style_occurrences (STYLE_ALONE, speaker) > 0 && style_takes (STYLE_ALONE, speaker);
  if (speaker->known)
    return TRUE;
  if (speaker->lower && !self->lower_is_usual)
    return FALSE;
  if (style_takes (self->style, speaker))
    return TRUE;
  /* Somebody who speaks once: only where a colon tells it, and it looks like a name. */
  return speaker->named && line->colon && line->form != FORM_BOLD;
}

static void
builder_turn (Builder *self, const Line *line, const Para *para)
{
  builder_open (self, ESP_ITEM_TURN, line->words, line->words_end, para->line);
  self->speaker = line->speaker->name;
  self->time_ms = line->time_ms;
  self->begun = TRUE;
}

/* A paragraph without a name in a document that has speakers. */
static void
builder_continue (Builder *self, guint i, const Line *line, const Para *para)
{
  if (!self->begun && !self->late)
    builder_join (self, ESP_ITEM_NOTE, i, line, para);
  else if (self->speaker == NULL)
    builder_join (self, ESP_ITEM_PARAGRAPH, i, line, para);
  else if (!self->open || self->kind != ESP_ITEM_TURN)
    builder_open (self, ESP_ITEM_TURN, line->start, line->end, para->line);
  else
    {
      if (self->start == self->end)
        self->start = line->start;
      self->end = line->end;
    }
}

static void
builder_add (Builder *self, guint i)
{
  const Line *line = lines_get (self->lines, i);
  const Para *para = lines_para (self->lines, i);

  if (line->start == line->end)
    return;
  if (para->kind == PARA_NOTE)
    builder_join (self, ESP_ITEM_NOTE, i, line, para);
  else if (i >= self->lines->front && builder_is_turn (self, line))
    builder_turn (self, line, para);
  else if (para->kind == PARA_HEADING)
    {
      /* Whoever spoke before a heading need not be the one who speaks below it. */
      builder_open (self, ESP_ITEM_HEADING, line->start, line->end, para->line);
      self->speaker = NULL;
    }
  else if (i < self->lines->front)
    builder_join (self, ESP_ITEM_NOTE, i, line, para);
  else if (self->style == STYLE_COUNT)
    builder_join (self, ESP_ITEM_PARAGRAPH, i, line, para);
  else
    builder_continue (self, i, line, para);
}

/* Whether more than a quarter of the text stands between the header and the first turn. */
static gboolean
builder_is_late (const Builder *self)
{
  const Lines *lines = self->lines;

  for (guint i = lines->front; i < lines_count (lines); i++)
    if (builder_is_turn (self, lines_get (lines, i)))
      return 4 * (lines_get (lines, i)->start - lines_get (lines, lines->front)->start)
             > lines->source->size;
  return FALSE;
}

/* ---- the layout */

Layout *
layout_make (const Source *source, const LayoutNames *names)
{
  g_autoptr (Speakers) speakers = speakers_new (names);
  g_autoptr (Lines) lines = lines_new (source, speakers);
  Layout *layout = g_new0 (Layout, 1);

  layout->items = g_array_new (FALSE, FALSE, sizeof (LayoutItem));
  lines->front = frontmatter_end (lines);
  Builder builder = { .lines = lines, .items = layout->items };
  builder.style = style_find (lines, speakers, &builder.lower_is_usual);
  layout->style = style_name (builder.style, lines);
  if (builder.style == STYLE_COUNT)
    lines->front = 0;
  builder.late = builder_is_late (&builder);
  for (guint i = 0; i < lines_count (lines); i++)
    builder_add (&builder, i);
  builder_close (&builder);
  return layout;
}

void
layout_free (Layout *layout)
{
  if (layout == NULL)
    return;
  for (guint i = 0; i < layout->items->len; i++)
    g_free (g_array_index (layout->items, LayoutItem, i).speaker);
  g_array_unref (layout->items);
  g_free (layout);
}
