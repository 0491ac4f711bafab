/* All lines of a source, in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/line.h"

#include "turns/printed.h"
#include "turns/row.h"
#include "turns/stretch.h"
#include "turns/timestamp.h"
#include "turns/timing.h"

#include <string.h>

#define WRAPPED_MIN 50 /* bytes; a shorter line was not wrapped */

/* ---- the lines of one paragraph */

/* Adds the part of a paragraph from `start` to `end`, when it is not blank. */
static void
lines_add (Lines *self, const Para *para, const char *start, const char *end, Speakers *speakers)
{
  const char *text = self->source->text;
  Para part = *para;

  part.start = (gsize)(start - text);
  part.end = (gsize)(end - text);
  gsize before = part.start - para->start;
  part.mark = para->mark > before ? MIN (para->mark - before, part.end - part.start) : 0;
  part.bold_end = before == 0 ? MIN (para->bold_end, part.end - part.start) : 0;
  part.has_time = para->has_time && before == 0;
  const Line line = line_read (self->source, &part, speakers, self->numbered);
  if (line.start == line.end)
    return;
  g_array_append_val (self->lines, line);
  g_array_append_val (self->paras, part);
}

/* A line of digits only, directly above a timing: the cue's number. */
static void
lines_number_cue (Lines *self)
{
  guint cue = self->lines->len - 1;

  if (cue == 0 || !lines_adjacent (self, cue))
    return;
  Line *above = lines_get (self, cue - 1);
  for (gsize i = above->start; i < above->end; i++)
    if (!g_ascii_isdigit (self->source->text[i]))
      return;
  above->aside = ASIDE_TIME;
}

static void
lines_add_cue (Lines *self, const Para *para, const Timing *timing)
{
  const char *text = self->source->text;
  Para part = { .kind = PARA_TEXT, .line = para->line };
  Line line = { .time_ms = timing->time_ms, .stamp_ms = -1, .aside = ASIDE_TIME };

  part.start = line.start = line.number_end = (gsize)(timing->start - text);
  part.end = line.end = line.words = line.words_end = (gsize)(timing->end - text);
  g_array_append_val (self->lines, line);
  g_array_append_val (self->paras, part);
  lines_number_cue (self);
}

static void
lines_add_text (Lines *self, const Para *para, Speakers *speakers)
{
  const char *end = self->source->text + para->end;
  const char *from = self->source->text + para->start;
  const char *line = stretch_skip_space (from, end);
  const char *at = line;
  Timing timing;

  while (timing_find (line, at, end, &timing))
    {
      lines_add (self, para, from, timing.start, speakers);
      lines_add_cue (self, para, &timing);
      from = at = timing.end;
    }
  lines_add (self, para, from, end, speakers);
}

/* Whether each cell of a row that is not empty opens with a name and a colon. */
static guint
row_labels (const Lines *self, const Para *para, Speakers *speakers, Cell *cells)
{
  const char *text = self->source->text;
  const char *end = text + para->end;
  const char *start = stretch_skip_space (text + para->start, end);
  guint count = row_cells (start, stretch_trim_space (start, end), cells);
  guint labels = 0;

  for (guint i = 0; i < count && count <= ROW_CELLS; i++)
    {
      const char *p = stretch_skip_marks (cells[i].start, cells[i].end);
      gboolean wide = FALSE;
      if (p == cells[i].end)
        continue;
      const char *colon = line_colon (p, cells[i].end, &wide);
      const Speaker *speaker
          = colon != NULL
                ? speakers_find (speakers, p, stretch_trim_marks (p, stretch_trim_space (p, colon)))
                : NULL;
      if (speaker == NULL || speaker->field || speaker->saying)
        return 0;
      labels++;
    }
  return labels >= 2 ? count : 0;
}

/* The cell with words of a row that opens with its number or a time: '3 | Ann: Well.'; NULL: it is
 * no such row. */
static const Cell *
row_numbered (const char *p, const char *end, Cell *cells, Speakers *speakers)
{
  const guint count = row_cells (p, end, cells);
  const Cell *number = &cells[0], *words = &cells[1];
  gboolean wide = FALSE;

  if (count != 2 || number->start == number->end)
    return NULL;
  for (const char *at = number->start; at < number->end; at++)
    if (!g_ascii_isdigit (*at) && *at != '.' && *at != ':')
      return NULL;
  const char *colon = line_colon (words->start, words->end, &wide);
  const char *name = stretch_skip_marks (words->start, words->end);
  const Speaker *speaker
      = colon != NULL && name < colon ? speakers_find (
            speakers, name, stretch_trim_marks (name, stretch_trim_space (name, colon)))
                                      : NULL;
  return speaker != NULL && !speaker->field && !speaker->saying ? words : NULL;
}

static void
lines_add_row (Lines *self, const Para *para, Speakers *speakers)
{
  const char *text = self->source->text;
  Cell cells[ROW_CELLS];
  guint count = row_labels (self, para, speakers, cells);
  guint first = self->lines->len, before;
  Para cell = { .kind = PARA_TEXT, .line = para->line };

  for (guint i = 0; i < count; i++)
    {
      cell.start = (gsize)(cells[i].start - text);
      cell.end = (gsize)(cells[i].end - text);
      before = self->lines->len;
      lines_add (self, &cell, cells[i].start, cells[i].end, speakers);
      if (self->lines->len == before)
        continue;
      lines_get (self, before)->of_row = TRUE;
      lines_get (self, before)->same_row = before > first;
    }
  if (count > 0)
    return;
  const char *row = stretch_skip_space (text + para->start, text + para->end);
  const Cell *words = row_numbered (row, text + para->end, cells, speakers);
  if (words == NULL)
    lines_add (self, para, text + para->start, text + para->end, speakers);
  else
    {
      const Cell *first_cell = &cells[0];
      cell.start = (gsize)(words->start - text);
      cell.has_time = timestamp_bare (first_cell->start, first_cell->end, &cell.time_ms) > 0;
      lines_add (self, &cell, words->start, words->end, speakers);
    }
}

/* ---- all of a source */

/* Whether a form feed stands between two places. */
static gboolean
has_page_break (const char *text, gsize from, gsize to)
{
  return memchr (text + from, '\f', to - from) != NULL;
}

static void
lines_add_para (Lines *self, const Para *para, Speakers *speakers)
{
  guint first = self->lines->len;
  gsize from = first > 0 ? lines_get (self, first - 1)->end : 0;

  if (para->kind == PARA_ROW && para->speaker == 0)
    lines_add_row (self, para, speakers);
  else if (para->kind == PARA_TEXT && para->speaker == 0)
    lines_add_text (self, para, speakers);
  else
    lines_add (self, para, self->source->text + para->start, self->source->text + para->end,
               speakers);
  if (first > 0 && self->lines->len > first)
    {
      Line *line = lines_get (self, first);
      line->after_page = has_page_break (self->source->text, from, line->start);
    }
  for (guint i = first; i < self->lines->len; i++)
    self->blocks += lines_para (self, i)->kind != PARA_NOTE && !lines_adjacent (self, i);
}

Lines *
lines_new (const Source *source, Speakers *speakers)
{
  Lines *lines = g_new0 (Lines, 1);

  lines->source = source;
  lines->numbered = printed_is_numbered (source);
  lines->lines = g_array_sized_new (FALSE, FALSE, sizeof (Line), source->paras->len);
  lines->paras = g_array_sized_new (FALSE, FALSE, sizeof (Para), source->paras->len);
  for (guint i = 0; i < source->paras->len; i++)
    lines_add_para (lines, &g_array_index (source->paras, Para, i), speakers);
  return lines;
}

void
lines_free (Lines *lines)
{
  if (lines == NULL)
    return;
  g_array_unref (lines->lines);
  g_array_unref (lines->paras);
  g_free (lines);
}

guint
lines_count (const Lines *lines)
{
  return lines->lines->len;
}

Line *
lines_get (const Lines *lines, guint i)
{
  return &g_array_index (lines->lines, Line, i);
}

void
lines_join (Lines *lines, GHashTable *same)
{
  for (guint i = 0; g_hash_table_size (same) > 0 && i < lines_count (lines); i++)
    {
      Line *line = lines_get (lines, i);
      Speaker *speaker = line->speaker != NULL ? g_hash_table_lookup (same, line->speaker) : NULL;
      if (speaker != NULL)
        line->speaker = speaker;
    }
}

const Para *
lines_para (const Lines *lines, guint i)
{
  return &g_array_index (lines->paras, Para, i);
}

gboolean
lines_adjacent (const Lines *lines, guint i)
{
  return i > 0
         && (lines_get (lines, i)->same_row
             || lines_para (lines, i)->start <= lines_para (lines, i - 1)->end + 1);
}

static gboolean
is_address (const char *p, const char *end)
{
  static const char *const schemes[] = { "http://", "https://", "www." };

  if (p < end && *p == '<')
    p++;
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if ((gsize)(end - p) > strlen (schemes[i]) && memcmp (p, schemes[i], strlen (schemes[i])) == 0)
      while (p < end && !g_ascii_isspace (*p))
        p++;
  return p == end;
}

static gboolean
is_list_item (const Lines *lines, guint i)
{
  const char *p = lines->source->text + lines_get (lines, i)->start;

  return lines_para (lines, i)->mark > 0 || g_str_has_prefix (p, "- ") || g_str_has_prefix (p, "* ")
         || g_str_has_prefix (p, "\u2022");
}

gboolean
lines_is_title (const Lines *lines, guint i)
{
  const Line *line = lines_get (lines, i);
  const char *text = lines->source->text;

  if (line->words < line->words_end)
    return is_address (text + line->words, text + line->words_end);
  if (!line->colon || line->form != FORM_ALONE_COLON || line->time_ms >= 0)
    return FALSE;
  return i + 1 == lines_count (lines)
         || (is_list_item (lines, i + 1) && lines_get (lines, i + 1)->speaker == NULL);
}

gboolean
lines_wraps (const Lines *lines, guint i)
{
  const Line *line = lines_get (lines, i);
  const char *text = lines->source->text;

  return line->end - line->start >= WRAPPED_MIN
         && !stretch_ends_sentence (text + line->start, text + line->end);
}
