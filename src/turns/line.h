/* The paragraphs of a source one by one, each trimmed, with the speaker's name it may open with. A
 * paragraph in which the timing of a cue is stuck, and a row whose cells each have a name, are
 * several lines here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_LINE_H
#define TURNS_LINE_H

#include "turns/speaker.h"

/* What a line is that is nobody's speech. */
typedef enum
{
  ASIDE_NONE,
  ASIDE_TIME,   /* the timing of a cue, or its number: of no item */
  ASIDE_STAGE,  /* a stage direction, unless the style makes a name of it */
  ASIDE_NOTE,   /* page furniture, "NAME started transcription", what the study says is no speech */
  ASIDE_PROMPT, /* a question of the interview guide: "1.a Was it ..." */
} Aside;

typedef struct
{
  gsize start, end; /* bytes, without white space around */
  gsize number_end; /* byte after a paragraph number and its blank; start when there is none */
  gsize words;      /* byte where the words after the name begin; words_end when there are none */
  gsize words_end;  /* end, without the marks that close a wholly bold paragraph */
  gint64 time_ms;   /* beside the name; -1: none */
  gint64 stamp_ms;  /* with which the paragraph ends: of its words, behind `end`; -1: none */
  Speaker *speaker; /* NULL: none */
  Form form;
  Aside aside;
  gboolean colon;      /* a name with a colon stands here, be it a speaker's or a field's */
  gboolean of_row;     /* a cell of a row whose cells each have a name */
  gboolean same_row;   /* and not the first one of its row */
  gboolean slip;       /* opens like a label that is misspelt */
  gboolean clock;      /* a time and nothing else */
  gboolean after_page; /* the first one of a printed page */
} Line;

/* Reads one paragraph, or a part of one. `numbered`: a number may stand before the name. */
Line line_read (const Source *source, const Para *para, Speakers *speakers, gboolean numbered);
/* The colon that ends a name: the first one outside parentheses that is not inside a time or an
 * address; `wide` says whether it is a full-width one. NULL: none. */
const char *line_colon (const char *start, const char *end, gboolean *wide);

typedef struct
{
  const Source *source; /* borrowed */
  GArray *lines;        /* Line */
  GArray *paras;        /* Para, what each line is of; its span is the line's */
  gboolean numbered;    /* paragraphs have numbers */
  guint blocks;         /* runs of paragraphs without a blank line between, notes apart */
  guint front; /* paragraphs before it are the document's header; 0 until it is looked for */
} Lines;

/* Looks at every paragraph once; the speakers that come up are added. */
Lines *lines_new (const Source *source, Speakers *speakers);
void lines_free (Lines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lines, lines_free)

guint lines_count (const Lines *lines);
Line *lines_get (const Lines *lines, guint i);
/* Gives what a speaker opens to another: Speaker -> Speaker. */
void lines_join (Lines *lines, GHashTable *same);
const Para *lines_para (const Lines *lines, guint i);
/* Whether the paragraph stands directly below the one before it, without a blank line. */
gboolean lines_adjacent (const Lines *lines, guint i);
/* Whether nothing is said after the name that opens the line: an address alone, or a list below it.
 */
gboolean lines_is_title (const Lines *lines, guint i);
/* Whether the line was wrapped: long, and no end of a sentence. */
gboolean lines_wraps (const Lines *lines, guint i);

#endif
