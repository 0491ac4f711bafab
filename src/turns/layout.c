/* How a text divides into turns. Every paragraph is looked at once for the name of a speaker, in
 * any of the common forms (line.c); the style in which most names come back is the document's
 * (style.c); then the paragraphs become items here. Cost grows with the length of the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/layout.h"

#include "base/text.h"
#include "turns/aside.h"
#include "turns/frontmatter.h"
#include "turns/initials.h"
#include "turns/lost_letters.h"
#include "turns/strange.h"
#include "turns/stretch.h"
#include "turns/style.h"

#include <string.h>

#define WRAPPED_CP 200 /* no line that was wrapped is longer */
#define HANDLE_MIN 5   /* bytes; shorter ones are words such as 'and:' */
#define HANDLE_TIMES 3
#define TIMED_LEAST 5  /* labels with a time each, to tell a label by its time */
#define CROWD 3        /* people who come back make a group, in which others speak once */
#define NEXT_LINES 200 /* in which the next label is looked for */
#define FIRST_LINES 3  /* in which it comes after the first one of all */
#define HEAD_MOST 400  /* bytes of a heading, however short the text is */

/* ---- items */

typedef struct
{
  Lines *lines;
  Style style;
  gboolean lower_is_usual; /* names open with small letters here */
  gboolean crowd;          /* three or more come back, or a person asked for the style */
  gboolean lone;           /* who asks is named, and who answers is not */
  Layout *layout;
  gsize at_byte, at_cp; /* how far the text was counted */
  gboolean open;        /* an item is open: */
  EspItemKind kind;
  gsize start, end; /* bytes; start == end: no words yet */
  gint64 time_ms;
  guint line;
  const char *speaker; /* of the open item, or of the turn that a note interrupted; NULL: none */
  const char *last;    /* whose turn the last one was; NULL: something else came between */
  gint64 pending_ms;   /* a time that stands above what comes; -1: none */
  gboolean told;       /* the format says who speaks in the open turn */
  gboolean captions;   /* in the cues of captions, where a dash is another voice */
  gboolean begun;      /* a turn was met */
  gboolean late;       /* much stands before the first turn: a text of its own, no preamble */
  gboolean ended;      /* the open item ended with a time */
  gboolean every;      /* every paragraph opens with a label */
  gboolean timed;      /* what has a label has a time of its own, and hardly anything else has */
  gboolean few;        /* hardly a line but labels has the form of one */
  guint level;         /* of the headings that are labels */
  guint guessed;       /* labels that come once, known by their form alone */
  guint taken;         /* labels that opened a turn */
  guint told_turns;    /* turns that the format told */
} Builder;

/* Code points up to a byte; asked with growing bytes only, so that the text is walked once. */
static gsize
builder_cp (Builder *self, gsize byte)
{
  const char *text = self->lines->source->text;

  if (self->at_byte < byte)
    {
      self->at_cp += text_count_cp (text + self->at_byte, byte - self->at_byte);
      self->at_byte = byte;
    }
  return self->at_cp;
}

/* Counts who speaks again. */
static void
builder_follow (Builder *self, const LayoutItem *item)
{
  if (item->kind == ESP_ITEM_NOTE)
    return;
  if (item->kind != ESP_ITEM_TURN)
    self->last = NULL;
  else
    {
      self->layout->repeated += self->last != NULL && strcmp (self->last, item->speaker) == 0;
      self->last = item->speaker;
    }
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
      g_array_append_val (self->layout->items, item);
      builder_follow (self, &item);
    }
  self->open = FALSE;
}

static void
builder_open (Builder *self, EspItemKind kind, gsize start, gsize end, const Para *para)
{
  builder_close (self);
  self->open = TRUE;
  self->kind = kind;
  self->start = start;
  self->end = end;
  self->line = para->line;
  self->time_ms = -1;
  self->told = self->ended = FALSE;
  if (kind == ESP_ITEM_NOTE || kind == ESP_ITEM_HEADING)
    return;
  self->time_ms = para->has_time ? para->time_ms : self->pending_ms;
  self->pending_ms = -1;
}

/* Nobody is known to speak from here on. */
static void
builder_forget (Builder *self)
{
  builder_close (self);
  self->speaker = NULL;
}

/* Whether a turn is open that has no words yet. */
static gboolean
builder_waits (const Builder *self)
{
  return self->open && self->kind == ESP_ITEM_TURN && self->start == self->end;
}

/* Where the words of a line without a name begin. */
static gsize
builder_first (const Builder *self, const Line *line)
{
  return self->style == STYLE_NONE ? line->start : line->number_end;
}

/* Whether the paragraph has no time of its own, or goes on with the cue above it. */
static gboolean
builder_flows (const Builder *self, guint i)
{
  return !lines_para (self->lines, i)->has_time || lines_para (self->lines, i - 1)->has_time;
}

/* A paragraph that belongs to the open item of the same kind, when it stands directly below; else
 * it opens one. */
static void
builder_join (Builder *self, EspItemKind kind, guint i, const Line *line, const Para *para)
{
  gboolean joins = self->open && self->kind == kind && !self->ended
                   && lines_adjacent (self->lines, i) && para->kind != PARA_ROW
                   && lines_para (self->lines, i - 1)->kind == para->kind && builder_flows (self, i)
                   && (!line->of_row || line->same_row)
                   && (lines_get (self->lines, i - 1)->aside == line->aside);

  /* A line longer than any that an editor wraps ends its paragraph. */
  if (joins && kind == ESP_ITEM_PARAGRAPH && !line->same_row && !para->has_time)
    {
      const Line *above = lines_get (self->lines, i - 1);
      joins = above->end - above->start <= WRAPPED_CP;
    }
  if (joins)
    self->end = line->end;
  else
    builder_open (self, kind, builder_first (self, line), line->end, para);
}

/* The name under which somebody writes in a chat, in one word with a small letter: 'stefanwould:
 * ...'.
 */
static gboolean
is_handle (Style style, const Speaker *speaker)
{
  return strchr (speaker->name, ' ') == NULL && strlen (speaker->name) >= HANDLE_MIN
         && style_occurrences (style, speaker) >= HANDLE_TIMES;
}

/* Who has the floor next, as far as labels say that come back; NULL: nobody near. */
static const Speaker *
builder_next (const Builder *self, guint i, guint within)
{
  const guint stop = MIN (lines_count (self->lines), i + 1 + within);

  for (i++; i < stop; i++)
    {
      const Line *line = lines_get (self->lines, i);
      if (line->speaker != NULL && style_has_form (self->style, line->form)
          && style_takes (self->style, line->speaker))
        return line->speaker;
    }
  return NULL;
}

/* Whether words stand below a name that stands alone, and the line above was not wrapped. */
static gboolean
builder_stands_apart (const Builder *self, guint i)
{
  const guint below = i + 1;

  if (below >= lines_count (self->lines)
      || (i > 0 && lines_wraps (self->lines, i - 1) && lines_adjacent (self->lines, i)))
    return FALSE;
  const Line *next = lines_get (self->lines, below);
  return lines_para (self->lines, below)->kind == PARA_TEXT && next->aside == ASIDE_NONE
         && (next->speaker == NULL || !style_has_form (self->style, next->form)
             || !style_takes (self->style, next->speaker));
}

/* Whether a line that names somebody once looks just as the labels do of those who come back. */
static gboolean
builder_has_label_form (const Builder *self, guint i)
{
  const Line *line = lines_get (self->lines, i);

  switch (line->form)
    {
    case FORM_ALONE:
      return !builder_waits (self) && builder_stands_apart (self, i);
    case FORM_HEADING:
      return lines_para (self->lines, i)->level == self->level && builder_stands_apart (self, i);
    case FORM_BOLD:
      /* '**Never** have I' goes on: what stands out is a word. */
      return !g_unichar_islower (g_utf8_get_char (self->lines->source->text + line->words));
    case FORM_PARENTHESES:
      return builder_stands_apart (self, i);
    case FORM_DASH:
      return line->speaker->coded;
    case FORM_BRACKET:
    case FORM_ROW:
      return TRUE;
    default:
      return line->colon;
    }
}

/* Whether the paragraph has a time of its own, before its words or after them. */
static gboolean
line_is_timed (const Line *line)
{
  return line->time_ms >= 0 || line->stamp_ms >= 0;
}

/* Whether somebody who speaks once is told by the form alone: hardly anything else has it, or every
 * paragraph opens with a label, or those that do have a time each, and so has this one. */
static gboolean
builder_is_of_form (const Builder *self, guint i)
{
  const Line *line = lines_get (self->lines, i);

  /* Above the first label a heading or a bold word may be a title. */
  const gboolean is_mark = line->form == FORM_BRACKET || line->form == FORM_DASH;
  if (!(self->begun || (is_mark && builder_next (self, i, FIRST_LINES) != NULL))
      || !builder_has_label_form (self, i))
    return FALSE;
  if (line->form == FORM_ALONE || line->form == FORM_HEADING || line->form == FORM_PARENTHESES)
    return self->few;
  return self->every || (self->timed && line_is_timed (line));
}

/* Whether it looks like a name even when met once: in brackets codes do, too. */
static gboolean
is_name (const Line *line)
{
  return line->speaker->named
         || (line->form == FORM_BRACKET && line->speaker->coded
             && g_unichar_isalpha (g_utf8_get_char (line->speaker->name)));
}

/* Somebody who speaks once: only where a colon or a time tells it, and it looks like a name. Where
 * two people talk, one word before a colon is as likely how one of them goes on ('Problem: ...'),
 * unless the one who spoke before has a label again after it. */
static gboolean
builder_is_visitor (const Builder *self, guint i)
{
  const Line *line = lines_get (self->lines, i);
  const Speaker *speaker = line->speaker;
  const gboolean timed = line->form == FORM_ALONE_COLON && line->time_ms >= 0;

  if (!is_name (line) || lines_is_title (self->lines, i))
    return FALSE;
  if (builder_is_of_form (self, i))
    return TRUE;
  if (line->form == FORM_BOLD || !(line->colon || timed))
    return FALSE;
  /* The talk that stands before the first question has words with a colon, too. */
  if (!timed && !self->crowd && !self->begun && builder_next (self, i, FIRST_LINES) == NULL)
    return FALSE;
  /* Below a name that stands alone stand words: 'And then: ...'. */
  if (!timed && builder_waits (self) && lines_adjacent (self->lines, i))
    return FALSE;
  if (timed || self->crowd || !self->begun || speaker->coded || strchr (speaker->name, ' ') != NULL)
    return TRUE;
  const Speaker *next = builder_next (self, i, NEXT_LINES);
  return next != NULL && self->speaker != NULL && strcmp (self->speaker, next->name) == 0;
}

/* Whether the paragraph opens a turn in the document's style. */
static gboolean
builder_is_turn (const Builder *self, guint i)
{
  const Line *line = lines_get (self->lines, i);
  const Speaker *speaker = line->speaker;

  if (speaker == NULL || self->style == STYLE_NONE)
    return FALSE;
  if (!style_has_form (self->style, line->form))
    return self->style == STYLE_ALONE && line->form == FORM_COLON
           && style_occurrences (STYLE_ALONE, speaker) > 0 && style_takes (STYLE_ALONE, speaker);
  /* A title may have a dash: 'EN07 - a carer'. */
  if (line->form == FORM_DASH && speaker->count[FORM_DASH] < 2 && !self->begun
      && builder_next (self, i, FIRST_LINES) == NULL)
    return FALSE;
  if (speaker->known || (speaker->slip && self->begun && builder_has_label_form (self, i)))
    return TRUE;
  /* Below a name stand words, be they as short as 'Yes', and come back. */
  if (line->form == FORM_ALONE && builder_waits (self)
      && strcmp (self->speaker, speaker->name) != 0)
    return FALSE;
  if (speaker->lower && !self->lower_is_usual && !is_handle (self->style, speaker))
    return FALSE;
  if (style_takes (self->style, speaker))
    return TRUE;
  return builder_is_visitor (self, i);
}

/* Whether a line that opens no turn looks as if it should: like a label of the style, or with the
 * name of one who speaks in another form. Where there are turns, what stands before the first is
 * about them. */
static gboolean
builder_is_unfit (const Builder *self, guint i)
{
  const Line *line = lines_get (self->lines, i);
  const Speaker *speaker = line->speaker;

  if (line->slip && i >= self->lines->front)
    return TRUE;
  if (speaker == NULL || i < self->lines->front || speaker->field || speaker->saying
      || speaker->sound)
    return FALSE;
  if (self->style == STYLE_NONE)
    return (line->colon && speaker->named) || (line->form == FORM_BRACKET && is_name (line));
  if (!self->begun)
    return FALSE;
  if (style_has_form (self->style, line->form))
    return (line->colon && line->form != FORM_HEADING)
           || (is_name (line)
               && (builder_has_label_form (self, i) || (line->form == FORM_BOLD && self->every)));
  return style_takes (self->style, speaker)
         && (line->colon || style_occurrences (self->style, speaker) >= 2);
}

static void
builder_turn (Builder *self, const Line *line, const Para *para)
{
  builder_open (self, ESP_ITEM_TURN, line->words, line->words_end, para);
  self->speaker = line->speaker->name;
  if (line->time_ms >= 0)
    self->time_ms = line->time_ms;
  self->begun = TRUE;
  self->taken++;
  self->guessed += !style_takes (self->style, line->speaker);
}

/* A paragraph of which the format says who speaks: consecutive ones of one speaker are one turn. */
static void
builder_told (Builder *self, const char *speaker, const Line *line, const Para *para)
{
  if (self->open && self->told && self->kind == ESP_ITEM_TURN
      && strcmp (self->speaker, speaker) == 0)
    {
      self->end = line->end;
      return;
    }
  builder_open (self, ESP_ITEM_TURN, line->start, line->end, para);
  self->speaker = speaker;
  self->told = TRUE;
  self->begun = TRUE;
  self->told_turns++;
}

/* The timing of a cue above the words. */
static void
builder_time (Builder *self, const Line *line)
{
  self->captions = self->captions || !line->clock;
  if (builder_waits (self))
    {
      if (self->time_ms < 0)
        self->time_ms = line->time_ms;
      return;
    }
  builder_close (self);
  if (line->time_ms >= 0)
    self->pending_ms = line->time_ms;
}

/* Whether a dash says that another voice speaks: in captions only. */
static gboolean
builder_is_dash (const Builder *self, const Line *line)
{
  const char *p = self->lines->source->text + line->start;
  const char *end = self->lines->source->text + line->end;

  if (!self->captions || builder_waits (self))
    return FALSE;
  const char *words = g_str_has_prefix (p, "–") ? p + strlen ("–") : *p == '-' ? p + 1 : p;
  return words > p && words < end
         && g_unichar_isalnum (g_utf8_get_char (stretch_skip_space (words, end)));
}

/* Whether nobody is named any more: the answer to the one who asks, who alone is named. */
static gboolean
builder_is_answer (const Builder *self, guint i)
{
  return self->lone && self->open && self->kind == ESP_ITEM_TURN && self->start < self->end
         && (!lines_adjacent (self->lines, i) || !lines_wraps (self->lines, i - 1));
}

/* A paragraph without a name in a document that has speakers. */
static void
builder_continue (Builder *self, guint i, const Line *line, const Para *para)
{
  if (builder_is_answer (self, i))
    builder_forget (self);
  if (!self->begun && !self->late)
    builder_join (self, ESP_ITEM_NOTE, i, line, para);
  else if (self->speaker == NULL)
    builder_join (self, ESP_ITEM_PARAGRAPH, i, line, para);
  else if (!self->open || self->kind != ESP_ITEM_TURN || self->ended)
    builder_open (self, ESP_ITEM_TURN, builder_first (self, line), line->end, para);
  else
    {
      if (self->start == self->end)
        self->start = builder_first (self, line);
      self->end = line->end;
    }
}

/* Whoever spoke before a heading need not be the one who speaks below it. */
static void
builder_heading (Builder *self, const Line *line, const Para *para)
{
  builder_forget (self);
  builder_open (self, ESP_ITEM_HEADING, line->start, line->end, para);
}

/* What is nobody's speech; FALSE when the line is none of it. A turn goes on after. */
static gboolean
builder_aside (Builder *self, guint i, const Line *line, const Para *para)
{
  gboolean speech = self->style != STYLE_NONE || self->begun;

  if (line->aside == ASIDE_TIME)
    builder_time (self, line);
  else if (line->aside == ASIDE_PROMPT)
    builder_heading (self, line, para);
  else if (line->aside == ASIDE_NOTE || para->kind == PARA_NOTE)
    builder_join (self, ESP_ITEM_NOTE, i, line, para);
  else if (line->aside == ASIDE_STAGE && speech && !builder_waits (self) && i >= self->lines->front)
    builder_join (self, ESP_ITEM_NOTE, i, line, para);
  else
    return FALSE;
  return TRUE;
}

/* The name that the format gives, NULL for none. */
static const char *
builder_name (const Builder *self, const Para *para)
{
  const GPtrArray *speakers = self->lines->source->speakers;
  const char *name = para->speaker > 0 && para->speaker <= speakers->len
                         ? g_ptr_array_index (speakers, para->speaker - 1)
                         : "";

  return *name != '\0' && para->kind != PARA_NOTE ? name : NULL;
}

static void
builder_words (Builder *self, guint i, const Line *line, const Para *para)
{
  if (i < self->lines->front)
    builder_join (self, ESP_ITEM_NOTE, i, line, para);
  else if (builder_is_dash (self, line))
    {
      builder_forget (self);
      builder_open (self, ESP_ITEM_PARAGRAPH, line->start, line->end, para);
    }
  else if (self->style == STYLE_NONE && !self->begun)
    builder_join (self, ESP_ITEM_PARAGRAPH, i, line, para);
  else
    builder_continue (self, i, line, para);
}

/* The time with which a paragraph ends is that of its item, and what follows is another one. */
static void
builder_stamp (Builder *self, const Line *line)
{
  if (line->stamp_ms < 0 || (line->clock && line->aside == ASIDE_NONE) || !self->open
      || self->start == self->end || self->kind == ESP_ITEM_NOTE || self->kind == ESP_ITEM_HEADING)
    return;
  if (self->time_ms < 0)
    self->time_ms = line->stamp_ms;
  self->ended = TRUE;
}

static void
builder_add (Builder *self, guint i)
{
  const Line *line = lines_get (self->lines, i);
  const Para *para = lines_para (self->lines, i);
  const char *told = builder_name (self, para);

  self->captions = para->has_time || (self->captions && lines_adjacent (self->lines, i));
  if (told != NULL && line->aside == ASIDE_NONE)
    builder_told (self, told, line, para);
  else if (i >= self->lines->front && builder_is_turn (self, i))
    builder_turn (self, line, para);
  else
    {
      const gboolean unfit = builder_is_unfit (self, i);
      const gboolean aside = builder_aside (self, i, line, para);
      if (unfit && (!aside || line->aside == ASIDE_STAGE) && self->layout->unfit++ == 0)
        {
          self->layout->first_unfit = para->line;
          self->layout->unfit_of = g_strdup (self->speaker);
        }
      self->layout->slips += !aside && line->slip;
      if (!aside && para->kind == PARA_HEADING)
        builder_heading (self, line, para);
      else if (!aside)
        builder_words (self, i, line, para);
    }
  builder_stamp (self, line);
}

/* Looks ahead at the forms: which of the lines that open as labels do are those of people who come
 * back, and whether there are paragraphs without one. */
static void
builder_weigh (Builder *self)
{
  const Lines *lines = self->lines;
  guint labels = 0, strays = 0, bare = 0, timed = 0, more_times = 0;
  gboolean has_time = FALSE; /* the last turn */

  for (guint i = lines->front; i < lines_count (lines); i++)
    {
      const Line *line = lines_get (lines, i);
      const gboolean formed = line->speaker != NULL && style_has_form (self->style, line->form);
      if (formed && style_takes (self->style, line->speaker))
        {
          labels++;
          has_time = line_is_timed (line);
          timed += has_time;
          self->level = lines_para (lines, i)->level;
        }
      else if (formed && line->speaker->named)
        strays++;
      else if (labels > 0 && line->aside == ASIDE_NONE && lines_para (lines, i)->kind == PARA_TEXT
               && !(lines_adjacent (lines, i) && lines_wraps (lines, i - 1)))
        {
          bare++;
          if (!line_is_timed (line))
            continue;
          /* The time with which a turn ends is that of its last paragraph. */
          timed += !has_time;
          more_times += has_time;
          has_time = TRUE;
        }
    }
  self->every = 20 * (guint64)bare <= labels;
  self->timed = timed >= TIMED_LEAST && 10 * (guint64)timed >= 9 * (guint64)labels
                && 20 * (guint64)more_times <= labels;
  self->few = self->crowd || 10 * (guint64)strays <= MAX (labels, 10);
}

/* Looks ahead: whether more than a quarter of the text, and more than a heading, stands
 * between the header and the first turn, and whether nobody but who asks is named, with as many
 * paragraphs that have no name. */
static void
builder_look (Builder *self)
{
  const Lines *lines = self->lines;
  const Speaker *first = NULL;
  guint turns = 0, others = 0;

  self->lone = TRUE;
  for (guint i = lines->front; i < lines_count (lines); i++)
    {
      const Line *line = lines_get (lines, i);
      if (!builder_is_turn (self, i))
        {
          others += line->aside == ASIDE_NONE && lines_para (lines, i)->kind == PARA_TEXT;
          continue;
        }
      if (turns++ == 0)
        {
          first = line->speaker;
          const gsize before = line->start - lines_get (lines, lines->front)->start;
          self->late = before > HEAD_MOST && 4 * before > lines->source->size;
        }
      self->lone = self->lone && line->speaker == first && line->form != FORM_ALONE_COLON;
    }
  self->lone
      = self->lone && self->style == STYLE_INLINE && turns > 0 && first->asks && others >= turns;
  self->late = self->late || self->lone;
}

/* ---- the layout */

static guint
confidence_of (const Builder *self, const LayoutNames *names, const Speakers *speakers)
{
  const guint64 unfit = self->layout->unfit;
  guint64 labels = (guint64)self->taken + self->told_turns;

  if (labels == 0)
    return self->lines->blocks == 0
               ? 100
               : (guint)(100 * (guint64)self->lines->blocks / (self->lines->blocks + unfit));
  gboolean told = self->told_turns > 0 || style_is_told (self->style, speakers)
                  || (names != NULL && names->style != STYLE_FOUND);
  return (guint)(100 * labels / (labels + unfit + self->guessed + (told ? 0 : 2)));
}

static void
builder_style (Builder *self, const LayoutNames *names, const Speakers *speakers)
{
  self->style = names != NULL ? names->style : STYLE_FOUND;
  if (self->style == STYLE_FOUND)
    self->style = style_find (self->lines, speakers, &self->lower_is_usual);
  else
    style_count (self->lines, speakers, self->style, &self->lower_is_usual);
  self->crowd = (names != NULL && names->style != STYLE_FOUND)
                || style_recurring (self->style, speakers) >= CROWD;
}

Layout *
layout_make (const Source *source, const LayoutNames *names)
{
  g_autoptr (Speakers) speakers = speakers_new (names);
  g_autoptr (Lines) lines = lines_new (source, speakers);
  Layout *layout = g_new0 (Layout, 1);

  layout->items = g_array_new (FALSE, FALSE, sizeof (LayoutItem));
  aside_mark (lines, names);
  strange_mark (lines, speakers);
  frontmatter_key (lines, speakers);
  lost_letters_join (lines, speakers);
  initials_join (lines, speakers);
  lines->front = frontmatter_end (lines);
  Builder builder = { .lines = lines, .layout = layout, .pending_ms = -1 };
  builder_style (&builder, names, speakers);
  style_mark_slips (builder.style, speakers);
  layout->style = style_label (builder.style, lines);
  if (builder.style == STYLE_NONE)
    lines->front = 0;
  builder_weigh (&builder);
  builder_look (&builder);
  for (guint i = 0; i < lines_count (lines); i++)
    builder_add (&builder, i);
  builder_close (&builder);
  layout->confidence = confidence_of (&builder, names, speakers);
  if (builder.told_turns > builder.taken)
    layout->style = "named by the file";
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
  g_free (layout->unfit_of);
  g_free (layout);
}
