/* The headings of a sheet: usually its first row; of what survey services write, two or three rows,
 * of which one has the questions and none is a person's.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_SHEET_HEADINGS_H
#define BASE_SHEET_HEADINGS_H

#include "base/sheet.h"

typedef struct
{
  guint column;
  char *name;  /* on one line */
  char *title; /* the question, where another row than the first has it; '' else */
} SheetHeading;

typedef struct
{
  GPtrArray *all;     /* SheetHeading, by column */
  GHashTable *places; /* folded name or title -> its place in `all` from 1 on; beyond all of them
                         where two are alike */
  guint first_row;    /* the index of the first cell below the headings */
  guint last;         /* the last column that has one */
} SheetHeadings;

/* NULL with an error for a sheet without words. Which rows they are, where it is not the first
 * alone, goes to `findings`. */
SheetHeadings *sheet_headings_read (const Sheet *sheet, GPtrArray *findings, GError **error);
void sheet_headings_free (SheetHeadings *headings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SheetHeadings, sheet_headings_free)

/* The one of a name, or else of a title; NULL with an error that lists what there is, or that two
 * are alike. `error` may be NULL. */
const SheetHeading *sheet_headings_find (const SheetHeadings *headings, const char *name,
                                         GError **error);
/* The one of a column; NULL for none. */
const SheetHeading *sheet_headings_at (const SheetHeadings *headings, guint column);

/* "'ID', 'Q1' and 12 more": to be freed. */
char *sheet_headings_words (const SheetHeadings *headings);

/* A heading as one line of at most 40 characters: to be freed. */
char *sheet_heading_excerpt (const char *heading);

/* Its letters and digits alone, in small letters: 'Response ID' and 'ResponseId' are the same. To be
 * freed. */
char *sheet_heading_bare (const char *heading);

/* Whether survey services write such a column of their own: when, from where, by whom. */
gboolean sheet_heading_of_service (const char *heading);

#endif
