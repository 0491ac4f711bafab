/* What is shown of a document, as lines: the words of each turn, wrapped, with their places in the
 * text and the numbers of its own lines and paragraphs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_LINES_H
#define CLI_SHOW_LINES_H

#include "espalier.h"

/* A turn, paragraph, heading or note that is shown. */
typedef struct
{
  const EspItem *item;
  char *text;           /* all that is printed of it: span, speaker, words; cleaned */
  gsize speaker, words; /* bytes of the text before the speaker's name, and before the words */
  gsize first_line;     /* of its lines among all that are shown */
} ShowItem;

typedef struct
{
  const ShowItem *item;
  const char *start, *end; /* in the text of the item */
  gsize start_cp, end_cp;  /* of the words, in the document; they end where the next line begins */
  guint number, paragraph; /* of the line of the document that begins here, 1-based; 0: it goes on,
                              and a blank one is no paragraph */
} ShowLine;

typedef struct
{
  GPtrArray *items; /* ShowItem */
  GArray *lines;    /* ShowLine */
} ShowLines;

/* Items from `first` to before `end` of the transcript. With `spans` each begins with its place. */
ShowLines *show_lines_new (const EspTranscript *transcript, guint first, guint end, gboolean spans);
void show_lines_free (ShowLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShowLines, show_lines_free)

/* Breaks the items into lines of at most `width` columns, 0: where the document's lines end. Called
 * again, it does so anew. */
void show_lines_wrap (ShowLines *lines, const EspTranscript *transcript, guint width);

/* The line and the paragraph of a document that a code point is in, 1-based; for several, in their
 * order. A paragraph is a line that is not blank. */
typedef struct
{
  const char *at;
  gsize cp;
  guint line, paragraph; /* the paragraph counts those begun up to the code point */
  gboolean in_words;     /* the line so far is not blank */
} ShowPlace;

ShowPlace show_place_new (const EspTranscript *transcript);
void show_place_go (ShowPlace *place, gsize cp);

#endif
