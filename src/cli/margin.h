/* The margin of a text: marks (a theme, a memo) beside the lines that they cover.
 *
 * On a terminal a mark is a bracket with its label, and those that meet stand side by side:
 *
 *   ┌2b ┌1d   first line
 *   │   └     second line
 *   └         third line
 *
 * Elsewhere each line has the labels of its marks, parted by spaces: 2b 1d.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_MARGIN_H
#define CLI_MARGIN_H

#include <glib.h>

/* The code points that a line shows. */
typedef struct
{
  gsize start_cp, end_cp;
} MarginLine;

typedef struct _Margin Margin;

Margin *margin_new (gboolean brackets);
void margin_free (Margin *margin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Margin, margin_free)

/* Adds a mark on a span. Marks of one label that meet are shown as one. `colour` tells kinds of
 * marks apart, any number; a tentative one has a broken bracket, where all that it is joined with
 * are tentative. */
void margin_mark (Margin *margin, gsize start_cp, gsize end_cp, const char *label, guint colour,
                  gboolean tentative);

/* Lays all marks beside lines, which are in order and do not overlap; again for other lines. They
 * are what is shown of a text from shown_cp to shown_end_cp: a mark that goes beyond stays open.
 * Marks for which `room` columns do not suffice are counted: +2. */
void margin_lay (Margin *margin, const MarginLine *lines, guint n, gsize shown_cp,
                 gsize shown_end_cp, guint room);

/* Columns that it takes; 0 without marks. */
guint margin_width (const Margin *margin);

/* Goes on to a line, and tells whether any mark is beside it. Lines are asked for in order. */
gboolean margin_marks (Margin *margin, guint line);

/* Prints the margin of that line, and returns the columns used. */
guint margin_print (const Margin *margin);

#endif
