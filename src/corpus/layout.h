/* How a text divides into turns: who speaks where. Made from the paragraphs of a source by the
 * common styles of transcripts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_LAYOUT_H
#define CORPUS_LAYOUT_H

#include "base/text.h"
#include "corpus/reader.h"

typedef struct
{
  EspItemKind kind;
  gsize start_cp, end_cp; /* of the words, without the speaker's label */
  char *speaker;  /* as written in the text (marks and colon removed), '' for none; folded spaces;
                     owned by the layout */
  gint64 time_ms; /* -1: none */
  guint line;     /* of the first paragraph, for messages; not stored */
} LayoutItem;

typedef struct
{
  const char *style; /* static: "Name: text", "label alone on a line", "Markdown heading", "bold
                        name", '' for no speakers */
  GArray *items;     /* LayoutItem */
} Layout;

/* Names that the study definition knows, to tell speakers from other words before a colon. */
typedef struct
{
  gboolean (*is_speaker) (
      const char *name,
      gpointer data); /* a speaker's name or alias, or a label of a scheme; NULL allowed */
  gpointer data;
} LayoutNames;

/* Finds the style and makes the items. A text in which no style fits has paragraphs and no
 * speakers. Thread-safe if names is. */
Layout *layout_make (const Source *source, const LayoutNames *names);
void layout_free (Layout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Layout, layout_free)

#endif
