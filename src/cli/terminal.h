/* What standard output and standard error are, and what only a terminal gets: its width, colour, a
 * pager, progress.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <glib.h>

/* Columns of the terminal that standard output is, as $COLUMNS says where it is set; 0 when it is
 * none. */
guint terminal_width (void);

typedef enum
{
  STYLE_PLAIN,
  STYLE_HEADING,
  STYLE_GOOD,
  STYLE_BAD,
  STYLE_FOUND,
  STYLE_FAINT,
  STYLE_MARK, /* the first of TERMINAL_MARKS colours that tell marks apart: STYLE_MARK + n */
} TerminalStyle;

#define TERMINAL_MARKS 5

/* Prints words, cleaned, in a style where standard output is a terminal and NO_COLOR is not set. */
void terminal_print (TerminalStyle style, const char *text);

/* Sends what follows on standard output through $PAGER (else less) when it is a terminal;
 * terminal_page_end waits for it. A person who leaves the pager early has read enough: what is
 * printed then goes nowhere, and is no error. */
typedef struct _TerminalPager TerminalPager;
TerminalPager *terminal_page_begin (void);
void terminal_page_end (TerminalPager *pager);

/* Shows how far long work is, on one line of a terminal on standard error; nothing elsewhere. */
void terminal_progress (guint done, guint total, const char *what);
void terminal_progress_end (void);

#endif
