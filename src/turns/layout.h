/* How a text divides into turns: who speaks where. Made from the paragraphs of a source by the
 * common styles of transcripts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TURNS_LAYOUT_H
#define TURNS_LAYOUT_H

#include "base/text.h"
#include "reading/reader.h"

typedef struct
{
  EspItemKind kind;
  gsize start_cp, end_cp; /* of the words, without the speaker's label */
  char *speaker;  /* as written in the text (marks and colon removed), '' for none; folded spaces;
                     owned by the layout */
  gint64 time_ms; /* -1: none */
  guint line;     /* of the first paragraph, for messages; not stored */
} LayoutItem;

/* How a transcript says who speaks. */
typedef enum
{
  STYLE_FOUND,   /* for asking: it is found out by counting */
  STYLE_HEADING, /* of equals the first wins: words below headings can be as short as a name, */
  STYLE_ALONE,   /* and STYLE_INLINE counts 'Name: 00:01' too */
  STYLE_INLINE,
  STYLE_ROW,
  STYLE_BRACKET,
  STYLE_PARENTHESES,
  STYLE_NONE, /* nobody is named */
} Style;

typedef struct
{
  const char *name;  /* "inline": to ask for it */
  const char *about; /* "Name: text": for help */
} StyleName;

/* The style that a person asks for by its name; FALSE: there is none of this name. */
gboolean style_from_name (const char *name, Style *style);
/* All that can be asked for; the last one has NULL. */
const StyleName *style_names (void);

typedef struct
{
  const char *style; /* static: "Name: text", "label alone on a line", "Markdown heading", "bold
                        name" ..., '' for no speakers */
  GArray *items;     /* LayoutItem */
  guint unfit;       /* lines that look like a speaker's and were not taken for one */
  guint slips;       /* of them, those that open like a misspelt label */
  guint first_unfit; /* the line, or number of the paragraph, of the first; 0: none */
  char *unfit_of;    /* who spoke before it, and has its words; NULL: nobody */
  guint repeated;    /* turns that follow one of the same speaker, notes apart */
  /* How sure the style is, 0 to 100: 100 t / (t + u + g + d), where t are the labels that were
   * taken, g of them those that come once and are known by their form alone, u is `unfit` and d the
   * doubt: 0 where the file, the study or a person says who speaks or how, else 2, so that a few
   * labels say less than many. Of a text without speakers: 100 b / (b + u), where b are its blocks
   * of text. */
  guint confidence;
} Layout;

/* What the study definition says of a line. */
typedef enum
{
  SPOKEN,
  UNSPOKEN_NOTE,     /* a stage direction, page furniture, a note */
  UNSPOKEN_QUESTION, /* of the interview guide: a heading */
} Unspoken;

/* What the study definition knows, to tell speakers from other words before a colon. Zeros:
 * nothing.
 */
typedef struct
{
  gboolean (*is_speaker) (
      const char *name,
      gpointer data); /* a speaker's name or alias, or a label of a scheme; NULL allowed */
  gpointer data;
  /* What a line, without white space around, is when nobody says it; NULL allowed. */
  Unspoken (*unspoken) (const char *line, gpointer data);
  Style style; /* that the definition, or a person, asks for */
} LayoutNames;

/* Finds the style and makes the items. A text in which no style fits has paragraphs and no
 * speakers. Thread-safe if names is. */
Layout *layout_make (const Source *source, const LayoutNames *names);
void layout_free (Layout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Layout, layout_free)

#endif
