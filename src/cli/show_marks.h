/* What stands in the margin of a document, codings and memos; and what it means.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_MARKS_H
#define CLI_SHOW_MARKS_H

#include "cli/margin.h"
#include "espalier.h"

typedef struct
{
  const GPtrArray *codings; /* EspCoding */
  const GPtrArray *themes;  /* EspTheme: the framework */
  const GPtrArray *memos;   /* EspMemo: on the document and on places in it */
  gboolean paths;           /* of the themes, not their numbers */
} ShowMarks;

/* Puts them into a margin: a theme by its number or path, with a mark of question where it is only
 * proposed; a memo as *1, *2 ... in the order of their places. */
void show_marks_add (const ShowMarks *marks, Margin *margin);

/* Prints what the marks on a span mean: the titles of the themes in the order of the framework, and
 * the memos. */
void show_marks_explain (const ShowMarks *marks, gsize start_cp, gsize end_cp, guint width);

#endif
