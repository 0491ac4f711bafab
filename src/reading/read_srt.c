/* Reads SubRip: each cue is a paragraph with its time. There is no standard, so whatever players
 * read is read: missing numbers and empty lines, points for commas, HTML and the braces of other
 * captions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decode.h"
#include "base/text.h"
#include "reading/caption/caption.h"
#include "reading/reader.h"

#include <string.h>

extern const Reader reader_srt;

/* A line of the file; the next one begins at `next`. */
typedef struct
{
  const char *at, *end, *next;
} SrtLine;

static SrtLine
srt_line (const char *at, const char *end)
{
  SrtLine line = { .at = at };

  line.end = memchr (at, '\n', (gsize)(end - at));
  line.end = line.end != NULL ? line.end : end;
  line.next = line.end < end ? line.end + 1 : end;
  return line;
}

/* A line with nothing but a number; a mark of byte order may stand before it where files were
 * joined. -1 for anything else. */
static gint64
srt_number (const SrtLine *line)
{
  const char *p = line->at;
  gint64 number = 0;
  guint digits = 0;

  if (line->end - p >= 3 && memcmp (p, "\xEF\xBB\xBF", 3) == 0)
    p += 3;
  for (; p < line->end; p++)
    if (g_ascii_isdigit (*p) && digits < 9)
      {
        number = 10 * number + (*p - '0');
        digits++;
      }
    else if (!g_ascii_isspace (*p))
      return -1;
  return digits > 0 ? number : -1;
}

/* ---- bidding */

#define HEAD_MOST 2048

static int
srt_bid (const char *bytes, gsize size, const char *name G_GNUC_UNUSED)
{
  g_autofree char *head = decode_beginning (bytes, size, HEAD_MOST);
  gint64 ms, end_ms;
  const char *rest;
  gboolean numbered = FALSE;

  const char *end = head + strlen (head);
  for (char *p = head; *p != '\0'; p++)
    if (*p == '\r')
      *p = '\n';
  for (const char *at = head; at < end;)
    {
      const SrtLine line = srt_line (at, end);
      at = line.next;
      if (text_is_blank (line.at, line.end))
        continue;
      if (caption_times (line.at, line.end, &ms, &end_ms, &rest))
        return numbered ? 80 : 50;
      if (numbered || srt_number (&line) < 0)
        return 0;
      numbered = TRUE;
    }
  return 0;
}

/* ---- cues */

typedef struct
{
  guint line;      /* of the first words */
  gint64 start_ms; /* -1: words before any times */
  gint64 end_ms;
  gint64 number; /* -1: none */
  const char *at, *end;
} SrtCue;

/* The last line with words above the one that is looked at. */
typedef struct
{
  const char *at;
  gint64 number;        /* -1: it is none */
  gboolean below_blank; /* an empty line stands above it, or nothing */
  gboolean is_first;    /* of the cue */
  gboolean blank;       /* the line after it is empty */
  gboolean any;
} SrtAbove;

typedef struct
{
  const char *at, *end;
  guint line;
  SrtCue next; /* its times were met; its end is not known yet */
  gboolean has_next, begun;
  gboolean is_numbered;
  gint64 last_number;
} Srt;

static void
srt_see (SrtAbove *above, const SrtLine *line)
{
  if (text_is_blank (line->at, line->end))
    {
      above->blank = TRUE;
      return;
    }
  above->is_first = !above->any;
  above->any = TRUE;
  above->below_blank = above->blank;
  above->blank = FALSE;
  above->at = line->at;
  above->number = srt_number (line);
}

/* Whether the line above the times counts the cue, and is not what somebody says. */
static gboolean
srt_counts (const Srt *self, const SrtAbove *above)
{
  if (above->number < 0)
    return FALSE;
  if (above->below_blank)
    return TRUE;
  return self->is_numbered && (!above->is_first || above->number == self->last_number + 1);
}

/* 'X1:100 X2:200' or 'align:start position:0%' behind the times, and nothing else. */
static gboolean
is_placing (const char *p, const char *end)
{
  while (p < end)
    {
      const char *word = p;
      while (p < end && !g_ascii_isspace (*p))
        p++;
      const char *colon = memchr (word, ':', (gsize)(p - word));
      if (colon == NULL || colon == word || colon + 1 == p)
        return FALSE;
      for (const char *c = word; c < colon; c++)
        if (!g_ascii_isalnum (*c))
          return FALSE;
      while (p < end && g_ascii_isspace (*p))
        p++;
    }
  return TRUE;
}

/* The times at `line` end the words above, and begin the next cue. */
static void
srt_meet (Srt *self, const SrtAbove *above, const SrtLine *line, const char *rest, SrtCue *cue)
{
  const gboolean counts = srt_counts (self, above);
  const gboolean placed = is_placing (rest, line->end);

  cue->end = counts ? above->at : line->at;
  self->has_next = TRUE;
  self->next.number = counts ? above->number : -1;
  self->next.at = placed ? line->next : rest;
  self->next.line = placed ? self->line : self->line - 1;
  if (!self->begun)
    self->is_numbered = counts;
}

/* The words up to the next times, first those above all times; FALSE at the end of the file. */
static gboolean
srt_next (Srt *self, SrtCue *cue)
{
  SrtAbove above = { .number = -1, .blank = !self->begun };
  gint64 ms, end_ms;
  const char *rest;

  if (self->begun && !self->has_next)
    return FALSE;
  *cue = self->begun
             ? self->next
             : (SrtCue){ .line = 1, .start_ms = -1, .end_ms = -1, .number = -1, .at = self->at };
  if (self->begun)
    self->last_number = cue->number >= 0 ? cue->number : self->last_number + 1;
  self->has_next = FALSE;
  cue->end = self->end;
  while (self->at < self->end && !self->has_next)
    {
      const SrtLine line = srt_line (self->at, self->end);
      self->at = line.next;
      self->line++;
      if (caption_times (line.at, line.end, &ms, &end_ms, &rest))
        {
          srt_meet (self, &above, &line, rest, cue);
          self->next.start_ms = ms;
          self->next.end_ms = end_ms;
        }
      else
        srt_see (&above, &line);
    }
  /* The file may end behind the number of a cue that is not there. */
  if (!self->has_next && above.below_blank && above.number == self->last_number + 1)
    cue->end = above.at;
  self->begun = TRUE;
  return TRUE;
}

/* ---- the text of a cue */

/* {\an8} and its kin, {b}, {/i}, {y:i}: bytes up to and with the brace, 0 for words. */
static gsize
srt_brace (const char *p, const char *end)
{
  const gsize most = MIN ((gsize)(end - p), 200);
  const char *close = memchr (p, '}', most);

  if (close == NULL || memchr (p, '\n', (gsize)(close - p)) != NULL)
    return 0;
  const gsize size = (gsize)(close + 1 - p);
  if (p[1] == '\\')
    return size;
  const char *inside = p + 1 + (p[1] == '/');
  const gboolean letter = inside < close && strchr ("biusyBIUSY", *inside) != NULL;
  return letter && (inside + 1 == close || inside[1] == ':') ? size : 0;
}

/* <v Ann> of WebVTT, when a program only changed the times: TRUE when the tag was one. */
static gboolean
srt_voice (Captions *cues, Source *source, const char *tag, const char *end)
{
  if (end - tag == 4 && memcmp (tag, "</v>", 4) == 0)
    {
      captions_voice (cues, 0);
      return TRUE;
    }
  if (end - tag < 5 || memcmp (tag, "<v ", 3) != 0)
    return FALSE;
  captions_voice (cues, caption_speaker (source, tag + 3, (gsize)(end - tag) - 4));
  return TRUE;
}

/* What begins with '<' or '{' at p; returns what stands behind it. */
static const char *
srt_mark (Captions *cues, Source *source, const char *p, const char *end)
{
  gsize size = *p == '{' ? srt_brace (p, end) : 0;

  if (*p == '<')
    {
      const gsize most = MIN ((gsize)(end - p), 500);
      const char *close = memchr (p, '>', most);
      const char *stop = close != NULL ? close + 1 : p + 1;
      if ((close != NULL && srt_voice (cues, source, p, stop)) || captions_html (cues, p, stop))
        size = (gsize)(stop - p);
    }
  if (size == 0)
    captions_words (cues, p, 1);
  return p + MAX (size, 1);
}

static void
srt_words (Captions *cues, Source *source, const char *p, const char *end)
{
  while (p < end)
    {
      const char *mark = p;
      while (mark < end && *mark != '<' && *mark != '{')
        mark++;
      captions_text (cues, p, (gsize)(mark - p));
      p = mark < end ? srt_mark (cues, source, mark, end) : end;
    }
}

/* ---- reading */

static CaptionHabits
srt_habits (Srt srt)
{
  CaptionHabits habits = { 0 };

  for (SrtCue cue; srt_next (&srt, &cue);)
    if (cue.start_ms >= 0)
      caption_habits_add (&habits, cue.at, (gsize)(cue.end - cue.at));
  return habits;
}

/* How the cues are counted, which says whether some are missing. */
typedef struct
{
  gint64 last;
  guint wrong, wrong_line;
} SrtCount;

static void
srt_count (SrtCount *self, const SrtCue *cue)
{
  if (cue->number < 0)
    {
      self->last += self->last >= 0;
      return;
    }
  if (self->last >= 0 && cue->number != self->last + 1 && self->wrong++ == 0)
    self->wrong_line = cue->line;
  self->last = cue->number;
}

static Source *
srt_read (const char *bytes, gsize size, const ReadOptions *options, GError **error)
{
  g_autoptr (Source) source = source_new ();

  if (!source_decode (source, bytes, size, options, error))
    return NULL;
  g_autofree char *text = g_steal_pointer (&source->text);
  Srt srt = { .at = text, .end = text + strlen (text), .line = 1 };
  g_auto (CaptionHabits) habits = srt_habits (srt);
  g_autoptr (Captions) cues = captions_new (source, &habits);
  SrtCount count = { .last = -1 };
  for (SrtCue cue; srt_next (&srt, &cue);)
    {
      captions_begin (cues, cue.line, cue.start_ms, cue.end_ms);
      srt_words (cues, source, cue.at, cue.end);
      captions_end (cues);
      srt_count (&count, &cue);
    }
  if (!captions_finish (cues, error))
    return NULL;
  if (count.wrong > 0)
    source_find (source, ESP_GRADE_NOTE, count.wrong_line,
                 g_strdup_printf ("has %u %s of a cue that does not follow on the one above",
                                  count.wrong, count.wrong == 1 ? "number" : "numbers"),
                 "read in the order of the file; look whether cues are missing");
  return g_steal_pointer (&source);
}

const Reader reader_srt = {
  .name = "srt",
  .about = "SubRip captions (.srt)",
  .bid = srt_bid,
  .read = srt_read,
};
