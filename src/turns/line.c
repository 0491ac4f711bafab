/* Reading one paragraph after the other: the name it may open with, in any of the common forms.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/line.h"

#include "turns/printed.h"
#include "turns/row.h"
#include "turns/stretch.h"
#include "turns/timestamp.h"

#include <string.h>

#define COLON_MAX_CP (SPEAKER_MAX_CP + 40) /* with times and marks beside the name */
#define DASH_MAX_BYTES 40                  /* in which a dash has to come after a code or a part */

/* What a paragraph is read with. */
typedef struct
{
  const char *text; /* of the source */
  Speakers *speakers;
  ParaKind kind;
  gsize bold_end;   /* byte in the text where the bold run that opens the paragraph ends, 0: none */
  gsize after_mark; /* byte after the number or bullet of a list */
  gboolean numbered; /* paragraphs have numbers */
} Reading;

const char *
line_colon (const char *start, const char *end, gboolean *wide)
{
  guint depth = 0, count = 0;

  for (const char *p = start; p < end && count < COLON_MAX_CP; p = stretch_after (p), count++)
    {
      gunichar c = g_utf8_get_char (p);
      if (c == '(' || c == '[')
        depth++;
      else if ((c == ')' || c == ']') && depth > 0)
        depth--;
      *wide = c == 0xFF1A || c == 0xFE55;
      if (depth > 0 || (c != ':' && !*wide))
        continue;
      const char *next = stretch_after (p);
      if (next < end && (*next == ':' || (next + 1 < end && next[0] == '/' && next[1] == '/')))
        return NULL;
      if (p > start && next < end && g_ascii_isdigit (p[-1]) && g_ascii_isdigit (*next))
        continue;
      return p;
    }
  return NULL;
}

/* Opening quotation marks after a wide colon: someone is quoted, nobody begins to speak. */
static gboolean
is_quotation (const char *p, const char *end)
{
  return p < end && g_utf8_strchr ("「『“‘《", -1, g_utf8_get_char (p)) != NULL;
}

/* 'From Pedro to Everyone', as a chat has it beside a time: Pedro. */
static gboolean
chat_name (const char **p, const char **end)
{
  static const char from[] = "From ", to[] = " to ";

  if ((gsize)(*end - *p) < sizeof from || memcmp (*p, from, sizeof from - 1) != 0)
    return FALSE;
  *p = stretch_skip_space (*p + sizeof from - 1, *end);
  for (const char *at = *end - (sizeof to - 1); at > *p; at--)
    if (g_ascii_strncasecmp (at, to, sizeof to - 1) == 0)
      {
        *end = stretch_trim_space (*p, at);
        break;
      }
  return TRUE;
}

/* 'Name: words', with what may stand around the name: marks, times. */
static void
line_read_colon (Line *line, const Reading *reading, const char *p, const char *colon,
                 gboolean wide)
{
  const char *text = reading->text;
  const char *end = text + line->words_end;
  gint64 ms = line->time_ms;
  const char *name_end = timestamp_trim (p, stretch_trim_space (p, colon), &ms);

  name_end = stretch_trim_marks (p, name_end);
  const gboolean is_chat = line->time_ms >= 0 && chat_name (&p, &name_end);
  line->speaker = speakers_find (reading->speakers, p, name_end);
  /* 'From what I heard to be honest: no' is said. */
  if (is_chat && line->speaker != NULL && line->speaker->named)
    line->speaker->keyed = TRUE;
  line->colon = line->speaker != NULL;
  if (line->speaker == NULL || (wide && is_quotation (stretch_after (colon), end)))
    {
      line->speaker = NULL;
      return;
    }
  const char *words = stretch_skip_space (stretch_skip_marks (stretch_after (colon), end), end);
  gsize size = timestamp_bracketed (words, end, &ms);
  /* A bare time is one only where nothing else follows: "We met at 14:30" is said. */
  gint64 bare_ms = ms;
  if (size == 0 && timestamp_bare (words, end, &bare_ms) == (gsize)(end - words))
    {
      size = (gsize)(end - words);
      ms = bare_ms;
    }
  words = stretch_skip_space (words + size, end);
  line->time_ms = ms < 0 && words == end ? line->stamp_ms : ms;
  line->words = (gsize)(words - text);
  gboolean is_bold = reading->bold_end > 0 && reading->bold_end + 1 >= (gsize)(colon - text)
                     && reading->bold_end <= line->words;
  line->form = words == end ? FORM_ALONE_COLON : is_bold ? FORM_BOLD_COLON : FORM_COLON;
}

/* Whether a name in another form opens the line, and the colon comes in what is said: '[id1] No: I
 * went', 'P1 - And then: ...', '**Anna** Problem: ...'. */
static gboolean
line_colon_is_said (const Reading *reading, const char *p, const char *colon)
{
  const char *bold = reading->text + reading->bold_end;
  const char closing = *p == '[' ? ']' : *p == '(' ? ')' : *p == '<' ? '>' : '\0';
  const char *end = reading->bold_end > 0 && bold > p && bold < colon ? bold : NULL;

  if (end == NULL && closing != '\0')
    end = memchr (p, closing, (gsize)(colon - p));
  if (end == NULL && closing == '\0')
    end = memmem (p, (gsize)(colon - p), " - ", strlen (" - "));
  if (end == NULL)
    return FALSE;
  const char *said = end;
  while (said < colon && strchr ("])>- ", *said) != NULL)
    said++;
  said = stretch_skip_marks (said, colon);
  const Speaker *speaker = said < colon ? speakers_find (reading->speakers, said, colon) : NULL;
  return speaker != NULL && speaker->saying;
}

/* 'EN07 - words': only what is a code, a part or known is a name before a dash, as sentences have
 * dashes, too. */
static gboolean
line_read_dash (Line *line, const Reading *reading, const char *p, const char *end)
{
  static const char *const dashes[] = { " - ", " \u2013 ", " \u2014 " };
  const gsize most = MIN ((gsize)(end - p), DASH_MAX_BYTES);
  const char *dash = NULL;
  gsize size = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (dashes); i++)
    {
      const char *found = memmem (p, most, dashes[i], strlen (dashes[i]));
      if (found == NULL || (dash != NULL && found > dash))
        continue;
      dash = found;
      size = strlen (dashes[i]);
    }
  if (dash == NULL)
    return FALSE;
  Speaker *speaker = speakers_find (reading->speakers, p, stretch_trim_marks (p, dash));
  const char *words = stretch_skip_space (stretch_skip_marks (dash + size, end), end);
  if (speaker == NULL || words == end || speaker->field || speaker->saying || speaker->sound
      || !(speaker->known || speaker->coded || speaker->asks || speaker->role || speaker->keyed))
    return FALSE;
  line->speaker = speaker;
  line->colon = FALSE;
  line->form = FORM_DASH;
  line->words = (gsize)(words - reading->text);
  return TRUE;
}

/* '[id1] words', '(Ann) words', '<Ann> words'. */
static gboolean
line_read_bracket (Line *line, const Reading *reading, const char *p, const char *end)
{
  const char *stop = end - p > SPEAKER_MAX_BYTES ? p + SPEAKER_MAX_BYTES : end;
  const char closing = *p == '[' ? ']' : *p == '(' ? ')' : '>';
  const char *close = strchr ("[(<", *p) != NULL ? memchr (p, closing, (gsize)(stop - p)) : NULL;

  if (close == NULL)
    return FALSE;
  const char *words = stretch_skip_space (close + 1, end);
  if (words == close + 1 || words == end)
    return FALSE;
  Speaker *speaker = speakers_find (reading->speakers, p + 1, close);
  gboolean name = speaker != NULL && (speaker->known || speaker->named || speaker->coded);
  line->speaker = name ? speaker : NULL;
  line->form = FORM_BRACKET;
  line->words = (gsize)(words - reading->text);
  return name;
}

/* '(Name)' and nothing else. */
static gboolean
line_read_parentheses (Line *line, const Reading *reading, const char *p, const char *end)
{
  if (end - p < 3 || end - p > SPEAKER_MAX_BYTES || *p != '(' || end[-1] != ')')
    return FALSE;
  Speaker *speaker = speakers_find (reading->speakers, p + 1, end - 1);
  line->speaker = speaker != NULL && (speaker->known || speaker->named) ? speaker : NULL;
  line->form = FORM_PARENTHESES;
  return TRUE;
}

/* A line that is a name and nothing else, or a name and a time. */
static void
line_read_alone (Line *line, const Reading *reading, const char *p, const char *end)
{
  gint64 ms = line->time_ms >= 0 ? line->time_ms : line->stamp_ms;

  if (end - p > SPEAKER_MAX_BYTES)
    return;
  const char *name_end = stretch_trim_marks (p, timestamp_trim (p, end, &ms));
  line->speaker = speakers_find (reading->speakers, p, name_end);
  line->form = ms >= 0 ? FORM_ALONE_COLON : FORM_ALONE;
  line->time_ms = ms;
  /* 'Fine.' is said. */
  if (line->speaker != NULL && line->form == FORM_ALONE && name_end[-1] == '.'
      && !line->speaker->known)
    line->speaker = NULL;
}

/* 'Name' in bold type, then words, no colon. */
static void
line_read_bold (Line *line, const Reading *reading, const char *p)
{
  const char *text = reading->text;
  const char *bold_end = text + MIN (reading->bold_end, line->words_end);
  const char *name_end = stretch_trim_marks (p, bold_end);

  line->speaker = p < name_end ? speakers_find (reading->speakers, p, name_end) : NULL;
  line->form = FORM_BOLD;
  line->words = (gsize)(stretch_skip_space (bold_end, text + line->words_end) - text);
}

/* ---- rows */

static gboolean
cell_is_time (const Cell *cell, gint64 *ms)
{
  gsize size = (gsize)(cell->end - cell->start);

  return size > 0
         && (timestamp_bare (cell->start, cell->end, ms) == size
             || timestamp_bracketed (cell->start, cell->end, ms) == size);
}

/* A row of two cells, the first a name; a cell beside it may hold a time. */
static void
line_read_row (Line *line, const Reading *reading, const char *p)
{
  Cell cells[ROW_CELLS];
  guint count = row_cells (p, reading->text + line->end, cells);
  gint64 ms = line->time_ms;
  guint first = 0;

  if (count == 3 && cell_is_time (&cells[0], &ms))
    first = 1;
  else if (count == 3 && !cell_is_time (&cells[1], &ms))
    return;
  if (count < 2 || count > 3 || cells[first].end - cells[first].start > SPEAKER_MAX_BYTES)
    return;
  const char *name = stretch_skip_marks (cells[first].start, cells[first].end);
  const char *name_end = stretch_trim_marks (name, cells[first].end);
  if (name_end > name && name_end[-1] == ':')
    name_end = stretch_trim_marks (name, name_end - 1);
  line->speaker = speakers_find (reading->speakers, name, name_end);
  line->form = FORM_ROW;
  line->time_ms = ms;
  line->words = (gsize)(cells[count - 1].start - reading->text);
  line->words_end = (gsize)(cells[count - 1].end - reading->text);
}

static void
line_read_heading (Line *line, const Reading *reading, const char *p)
{
  const char *end = reading->text + line->end;
  gboolean wide = FALSE;
  const char *colon = line_colon (p, end, &wide);

  if (colon != NULL)
    line_read_colon (line, reading, p, colon, wide);
  else
    line_read_alone (line, reading, p, end);
  gboolean alone = line->form == FORM_ALONE || line->form == FORM_ALONE_COLON;
  line->form = alone ? FORM_HEADING : FORM_NONE;
}

/* The name that a paragraph may open with. */
static void
line_read_speaker (Line *line, const Reading *reading)
{
  const char *text = reading->text;
  const char *end = text + line->end;
  const char *p = text + CLAMP (reading->after_mark, line->start, line->end);

  p = stretch_skip_space (p, end);
  while (p < end && *p == '>')
    p = stretch_skip_space (p + 1, end);
  if (reading->bold_end >= line->end)
    end = stretch_trim_marks (p, end);
  if (reading->numbered)
    {
      p = printed_number (p, end, NULL);
      line->number_end = (gsize)(p - text);
    }
  p = timestamp_skip (stretch_skip_marks (p, end), end, &line->time_ms);
  p = stretch_skip_marks (p, end);
  if (reading->kind == PARA_ROW)
    line_read_row (line, reading, p);
  else if (reading->kind == PARA_HEADING)
    line_read_heading (line, reading, p);
  else
    {
      gboolean wide = FALSE;
      const char *colon = line_colon (p, end, &wide);
      line->words_end = line->words = (gsize)(end - text);
      if (colon != NULL && line_colon_is_said (reading, p, colon))
        colon = NULL;
      if (colon != NULL)
        line_read_colon (line, reading, p, colon, wide);
      if ((line->speaker != NULL && !line->speaker->saying) || p == end
          || line_read_dash (line, reading, p, end) || line->speaker != NULL)
        return;
      if (line_read_bracket (line, reading, p, end) || line_read_parentheses (line, reading, p, end)
          || colon != NULL)
        return;
      if (reading->bold_end > 0 && reading->bold_end < line->end)
        line_read_bold (line, reading, p);
      else
        line_read_alone (line, reading, p, end);
    }
}

/* The time with which a paragraph ends, or which is all of it. */
static void
line_read_stamp (Line *line, const char *start, const char **end)
{
  gint64 ms = -1;
  const char *before = timestamp_stamp (start, *end, &ms);

  line->clock = *end > start
                && (before == start || timestamp_bare (start, *end, &ms) == (gsize)(*end - start));
  if (before == *end && !line->clock)
    return;
  line->stamp_ms = ms;
  if (!line->clock)
    *end = stretch_trim_space (start, before);
}

Line
line_read (const Source *source, const Para *para, Speakers *speakers, gboolean numbered)
{
  const char *end = source->text + para->end;
  const char *start = stretch_skip_space (source->text + para->start, end);
  Line line = { .start = (gsize)(start - source->text), .time_ms = -1, .stamp_ms = -1 };
  const Reading reading = { .text = source->text,
                            .speakers = speakers,
                            .kind = para->kind,
                            .bold_end = para->bold_end > 0 ? para->start + para->bold_end : 0,
                            .after_mark = para->start + para->mark,
                            .numbered = numbered };

  end = stretch_trim_space (start, end);
  if (!para->has_time && para->kind != PARA_NOTE)
    line_read_stamp (&line, start, &end);
  line.end = (gsize)(end - source->text);
  line.words = line.words_end = line.end;
  line.number_end = line.start;
  gboolean told = para->speaker > 0 && para->speaker <= source->speakers->len;
  if (line.start < line.end && para->kind != PARA_NOTE && !told)
    {
      line_read_speaker (&line, &reading);
      line.slip = para->kind == PARA_TEXT
                  && (speaker_is_slip (start, source->text + line.end)
                      || (line.speaker == NULL
                          && speakers_miss_colon (speakers, start, source->text + line.end)));
    }
  if (line.speaker == NULL)
    {
      line.form = FORM_NONE;
      line.time_ms = -1;
      line.words = line.words_end = line.end;
    }
  return line;
}
