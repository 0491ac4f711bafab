/* What can be a speaker's name. Words before a colon, in bold type or alone on a line are looked at
 * here: whether they can be a name at all, whether the study knows it, and whether they are rather
 * the field of a document's header ('Date') or somebody's telling ('he said').
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_SPEAKER_H
#define TURNS_SPEAKER_H

#include "turns/layout.h"

/* In which form the name stands. */
typedef enum
{
  FORM_NONE,
  FORM_COLON,       /* Name: words */
  FORM_BOLD_COLON,  /* bold name, colon, words */
  FORM_BOLD,        /* bold name, words */
  FORM_DASH,        /* EN07 - words: a code or a role, dash, words */
  FORM_ALONE_COLON, /* Name: on a line of its own, or with a time */
  FORM_ALONE,       /* name on a line of its own */
  FORM_HEADING,     /* a heading that is a name */
  FORM_ROW,         /* first cell of two */
  FORM_BRACKET,     /* [name] words */
  FORM_PARENTHESES, /* (name) on a line of its own */
  FORM_COUNT,
} Form;

typedef struct
{
  char *name;              /* as written when first met */
  gboolean known;          /* the study definition knows it */
  gboolean named;          /* looks like a name even when met once */
  gboolean lower;          /* opens with a small letter */
  gboolean field;          /* of a document's header: "Date", "Place" */
  gboolean role;           /* that a header names a person for: "Interviewer" */
  gboolean saying;         /* "he said", "Second": how somebody goes on, no name */
  gboolean sound;          /* "laughter", "inaudible": nobody's name */
  gboolean coded;          /* ends in a digit: "P1", "Speaker 2" */
  gboolean keyed;          /* the header says whom it stands for: "Michael Flaxman (MF)", or a
                              program that listens gave the name: "SPEAKER_02" */
  gboolean slip;           /* nearly the name of one who speaks often, with a slip */
  gboolean asks;           /* the part that asks: "Interviewer", or capitals only: "MODERATOR" */
  guint timed;             /* occurrences with a time on a line of their own, without a colon */
  guint count[FORM_COUNT]; /* occurrences in each form, counted by whoever looks for the style */
} Speaker;

/* All that came up in one document, spellings that fold to the same being one. */
typedef struct
{
  const LayoutNames *names; /* borrowed; NULL: none is known */
  GHashTable *written;      /* as it stands in the text -> Speaker */
  GHashTable *folded;       /* folded spelling -> Speaker, owned */
} Speakers;

/* No name is longer, in code points, with what stands in parentheses. */
#define SPEAKER_MAX_CP 160
#define SPEAKER_MAX_BYTES (4 * SPEAKER_MAX_CP)

Speakers *speakers_new (const LayoutNames *names);
void speakers_free (Speakers *speakers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Speakers, speakers_free)

/* Whether the line opens with a role that is misspelt, or that has the wrong mark after it:
 * 'Particpant; I am', 'Interviewer- and'. */
gboolean speaker_is_slip (const char *p, const char *end);

/* Whether a folded name is a word that is near a role and no slip of it: 'interviewed'. */
gboolean speaker_is_no_slip (const char *folded);

/* Whether words open with the label of somebody whom the study knows, with a number in it, and
 * where the colon should be there is none: "EP01; I was ..." */
gboolean speakers_miss_colon (const Speakers *speakers, const char *p, const char *end);

/* The speaker that a stretch of text names; NULL when no name looks like it. Borrowed. */
Speaker *speakers_find (Speakers *speakers, const char *p, const char *end);

#endif
