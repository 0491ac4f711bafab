/* What the readers of captions share: how the words of cues become paragraphs, whatever the format
 * that they stood in. A cue is one paragraph or, where several speak in it, several; the ends of
 * its lines are where a screen was full, and become spaces. So does the end of a cue, where the
 * next one goes on: the same speaker, without a pause (captions_flows). Else an empty line stands
 * between.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_CAPTION_H
#define READING_CAPTION_H

#include "reading/caption/names.h"
#include "reading/caption/roll.h"
#include "reading/reader.h"

/* What most cues of a file do, found before any of them is read. */
typedef struct
{
  guint cues, named, rolling;
  RollScreen shown;    /* of the cue before */
  CaptionNames *names; /* owned; NULL until a cue is added */
} CaptionHabits;

void caption_habits_clear (CaptionHabits *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CaptionHabits, caption_habits_clear)

/* The payload of the next cue, as the file has it; borrowed until the last one was added. */
void caption_habits_add (CaptionHabits *self, const char *payload, gsize size);

/* The cues of one file on their way into a source. */
typedef struct
{
  Source *source;            /* borrowed */
  GString *text;             /* of the source */
  gboolean is_named;         /* cues open with "(Name)" on a line of its own */
  gboolean is_rolling;       /* cues open with the last lines of the one before */
  const CaptionNames *names; /* of the file, borrowed; NULL: none */

  GString *run;   /* words of the open cue since its speaker changed; LF at the end of a line */
  GString *para;  /* the open paragraph */
  GString *shown; /* words of the cue before; LF at the end of a line */
  GString *shows; /* those of the open cue, as far as they were read */
  gsize mark;     /* of the open paragraph */
  guint speaker, voice; /* places of who speaks: in the open paragraph; as the format says */
  guint line;
  gint64 time_ms;  /* -1: none */
  gint64 end_ms;   /* of the open cue; -1: none */
  gint64 above_ms; /* end of the cue above, when words of it are the last paragraph; -1: none */
  guint above_speaker;
  guint paras_above;  /* paragraphs of the cues above */
  gsize flow_start;   /* byte where the cues that flow together begin */
  gboolean is_staged; /* the last paragraph is '(applause)' or the like */
  gboolean may_name;  /* the next line may be "(Name)" */

  gint64 last_ms;
  guint backwards, backwards_line; /* cues that begin before the one above them; the first */
  guint repeats;                   /* lines that were there in the cue before */
  guint odd, odd_line;             /* '<...>' that are no marks; the first */
} Captions;

Captions *captions_new (Source *source, const CaptionHabits *habits);
void captions_free (Captions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Captions, captions_free)

/* A cue begins; `line` is that of its first words. Times -1: none. */
void captions_begin (Captions *self, guint line, gint64 start_ms, gint64 end_ms);
/* From here on this one speaks: a place in source->speakers, 0: nobody is named. */
void captions_voice (Captions *self, guint voice);
/* Words of the open cue; a LF ends a line. */
void captions_words (Captions *self, const char *words, gsize size);
/* The same, of text that may hold references such as &amp; */
void captions_text (Captions *self, const char *text, gsize size);
void captions_end (Captions *self);
/* A note between the cues. */
void captions_note (Captions *self, guint line, const char *words, gsize size);
/* What stands in '<' and '>', or in '<' up to `end`, where the format knows no such tag: TRUE when
 * it is HTML, which is left out; FALSE when it is words. `tag` is at the '<'. */
gboolean captions_html (Captions *self, const char *tag, const char *end);

/* Hands the words over to the source, with what is to be said about the cues. FALSE with an error
 * when there are no words. */
gboolean captions_finish (Captions *self, GError **error);

/* The place of a speaker, white space in the name folded; 0 for no name. */
guint caption_speaker (Source *source, const char *name, gsize size);

/* Reads a line of times as SubRip has them, and as people and programs write them: with a comma, a
 * point or nothing before the fraction, with and without hours, with other arrows. *rest is behind
 * the times. */
gboolean caption_times (const char *line, const char *end, gint64 *start_ms, gint64 *end_ms,
                        const char **rest);

/* Text with its references (&amp; &#8217;) as what they stand for. Those without a semicolon are
 * words. */
void caption_decode (const char *text, gsize size, GString *out);

#endif
