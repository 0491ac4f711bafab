/* The paragraphs of a source one by one, each trimmed, with the speaker's name it may open with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_LINE_H
#define CORPUS_LINE_H

#include "corpus/speaker.h"

typedef struct
{
  gsize start, end; /* bytes, without white space around */
  gsize words;      /* byte where the words after the name begin; words_end when there are none */
  gsize words_end;  /* end, without the marks that close a wholly bold paragraph */
  gint64 time_ms;   /* -1: none */
  Speaker *speaker; /* NULL: none */
  Form form;
  gboolean colon; /* a name with a colon stands here, be it a speaker's or a field's */
} Line;

typedef struct
{
  const Source *source; /* borrowed */
  GArray *lines;        /* Line, one for each Para */
  guint blocks;         /* runs of paragraphs without a blank line between, notes apart */
  guint front; /* paragraphs before it are the document's header; 0 until it is looked for */
} Lines;

/* Looks at every paragraph once; the speakers that come up are added. */
Lines *lines_new (const Source *source, Speakers *speakers);
void lines_free (Lines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lines, lines_free)

guint lines_count (const Lines *lines);
const Line *lines_get (const Lines *lines, guint i);
const Para *lines_para (const Lines *lines, guint i);
/* Whether the paragraph stands directly below the one before it, without a blank line. */
gboolean lines_adjacent (const Lines *lines, guint i);

#endif
