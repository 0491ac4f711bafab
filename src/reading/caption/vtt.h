/* WebVTT as the W3C's standard parses it (WebVTT: The Web Video Text Tracks Format, section 6): a
 * file into its blocks, and the text of a cue into what it is made of. How a cue looks on a screen
 * (settings, regions, style sheets) is stepped over.
 *
 * Two things are read as players read them though the standard does not: '120:00.000' and
 * '000:00.000', times of two parts whose first has not two digits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_VTT_H
#define READING_VTT_H

#include <glib.h>

typedef enum
{
  VTT_HEADER, /* what stands in the first lines, after 'WEBVTT' */
  VTT_CUE,
  VTT_NOTE,
  VTT_LOOK,  /* a style sheet or a region */
  VTT_STRAY, /* none of them: a player shows nothing of it */
} VttKind;

typedef struct
{
  VttKind kind;
  guint line;        /* of the words; of the block where it has none */
  const char *words; /* lines without the last one's end; of a note without 'NOTE' */
  gsize size;
  const char *id; /* of a cue; "" for none */
  gsize id_size;
  const char *timing; /* the line of times that could not be read; NULL: there is none */
  gsize timing_size;
  gint64 start_ms, end_ms; /* of a cue */
} VttBlock;

typedef struct
{
  const char *at, *end;
  guint line;
  gboolean in_signature, in_header; /* what comes next: the first line, the header below it */
} Vtt;

/* FALSE when the text has not WebVTT's signature. The text is UTF-8 with LF only, without a BOM,
 * and borrowed. */
gboolean vtt_open (Vtt *self, const char *text, gsize size);
/* The next block; FALSE at the end. */
gboolean vtt_next (Vtt *self, VttBlock *block);

/* ---- the text of a cue */

typedef enum
{
  VTT_TAG_NONE,
  VTT_TAG_B,
  VTT_TAG_C,
  VTT_TAG_I,
  VTT_TAG_LANG,
  VTT_TAG_RT,
  VTT_TAG_RUBY,
  VTT_TAG_U,
  VTT_TAG_V,
} VttTag;

typedef enum
{
  VTT_WORDS,   /* text: may hold references */
  VTT_OPEN,    /* tag, classes, annotation */
  VTT_CLOSE,   /* tag */
  VTT_UNKNOWN, /* text: from '<' up to and with '>', or to the end; a player shows nothing of it */
} VttPieceKind;

typedef struct
{
  VttPieceKind kind;
  VttTag tag;
  const char *text, *classes, *annotation;
  gsize text_size, classes_size, annotation_size;
  gboolean unclosed; /* no '>' ended the tag: its annotation goes up to the end of the cue */
} VttPiece;

/* Calls for each piece, in order. A visitor that returns FALSE of an unknown piece takes its '<' as
 * words; what follows is read as ever. */
void vtt_text_each (const char *text, gsize size,
                    gboolean (*visit) (const VttPiece *piece, gpointer data), gpointer data);

#endif
