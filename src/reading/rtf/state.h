/* What holds inside a group of an RTF file, and goes back to what it was when the group ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_RTF_STATE_H
#define READING_RTF_STATE_H

#include "reading/rtf/body.h"
#include "reading/rtf/comment.h"
#include "reading/rtf/flow.h"
#include "reading/rtf/letters.h"
#include "reading/rtf/scan.h"
#include "reading/rtf/tables.h"
#include "reading/rtf/word.h"

typedef struct
{
  RtfDest dest;
  RtfDest back;   /* where RTF_DEST_BACK goes */
  RtfDest ends;   /* what ends with this group; RTF_DEST_TEXT: nothing */
  gboolean star;  /* \* stands before the next word */
  gboolean shown; /* of a field: what it shows was read from its code */
  gboolean bold, hidden, deleted;
  gboolean rtl;
  int font, font_rtl;
  guint skip_letters; /* after \u */
  int style;
  int outline; /* level of heading, 0: text, -1: the style says it */
  gboolean in_table;
  guint depth; /* of tables inside one another, where it is said */
} RtfState;

typedef struct
{
  Source *source; /* borrowed */
  RtfOmissions *omissions;
  RtfFlows *flows;
  RtfTables *tables;
  RtfComments *comments;
  RtfState now;
  GArray *around; /* RtfState: of the groups around this one */
  guint skip;     /* groups that are open inside one that is left out, itself included; 0: none */
  GString *small; /* words of a group that is read by itself: a number, a name, a code */
  /* Letters. */
  GHashTable *letters;
  guint page;        /* code page of the document */
  gboolean has_page; /* it was said by its number */
  int default_font;
  const RtfLetters *font_letters; /* of this font, when they were asked for last; NULL: not yet */
  int font_of_letters;
  guint to_skip;    /* letters still to be passed over: they stand for the one before */
  gunichar high;    /* first half of a surrogate pair; 0: none */
  GString *pending; /* bytes of letters that may not be complete */
  const RtfLetters *pending_letters;
  gboolean in_deletion;
} RtfBody;

/* ---- reading/rtf/text.c: letters */

/* Words, where they go now. */
void rtf_text_add (RtfBody *body, const char *words, gsize size);
void rtf_text_letter (RtfBody *body, gunichar c);
/* Bytes of the file, in the code page of the font. */
void rtf_text_bytes (RtfBody *body, const char *bytes, gsize size);
/* \u: a code point, or half of one. */
void rtf_text_unicode (RtfBody *body, int number);
/* No letter goes on here; when it is not the `last`, one may go on after a change of the form. */
void rtf_text_flush (RtfBody *body, gboolean last);
/* How many tables inside one another the paragraph stands in. */
guint rtf_text_rows (const RtfState *state);
/* The level of heading of the paragraph; 0: none. */
guint rtf_text_level (const RtfBody *body, const RtfState *state);

/* ---- reading/rtf/group.c: groups that are something by themselves */

/* The words of the group that is open go elsewhere from here on. */
void rtf_group_begin (RtfBody *body, RtfDest dest);
/* It has ended, and body->now is that of the group around it. */
void rtf_group_end (RtfBody *body, const RtfState *ended);

#endif
