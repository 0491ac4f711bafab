/* The elements of a page that are open, and what holds for the words inside the innermost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_HTML_STACK_H
#define READING_HTML_STACK_H

#include "reading/html/element.h"
#include "reading/html/style.h"

/* What holds for words. */
typedef struct
{
  HtmlOmit omit;
  gboolean bold, pre, unseen, notes;
  guint level; /* of a heading */
} HtmlState;

/* What closing an element does beside. */
typedef enum
{
  CLOSE_ROW = 1 << 0,
  CLOSE_LIST = 1 << 1,
  CLOSE_ITEM = 1 << 2,
  CLOSE_MARK = 1 << 3,    /* of Word: the mark of a list */
  CLOSE_COMMENT = 1 << 4, /* the text of one */
  CLOSE_ABOUT = 1 << 5,   /* the words that one is about */
  CLOSE_QUOTE = 1 << 6,
  CLOSE_TABLE = 1 << 7, /* one with rows */
} HtmlClose;

typedef struct
{
  const HtmlElement *element;
  guint name;      /* a hash of it */
  gboolean block;  /* by its style, or as it is */
  HtmlStyle style; /* of its own */
  HtmlOmit omit;   /* by its own */
  gboolean notes;  /* by its own */
  guint level;     /* by its own */
  guint closes;    /* HtmlClose */
  guint comment;   /* place, for CLOSE_ABOUT and CLOSE_COMMENT */
  gboolean rows;   /* of a table: its rows are rows */
  HtmlState state; /* with what is around it */
} HtmlEntry;

typedef struct
{
  GArray *entries; /* HtmlEntry */
  guint open[64];  /* how many of them by their names' hash: an end tag without a start is quick */
} HtmlStack;

void html_stack_init (HtmlStack *stack);
void html_stack_clear (HtmlStack *stack);
HtmlState html_stack_state (const HtmlStack *stack);
HtmlEntry *html_stack_entry (const HtmlStack *stack, guint place);
guint html_stack_depth (const HtmlStack *stack);

/* Works the state out, and puts it on top. */
void html_stack_push (HtmlStack *stack, const HtmlEntry *entry);
/* Takes one out; the state of those above changes. */
void html_stack_remove (HtmlStack *stack, guint place);
/* What an element says of itself has changed. */
void html_stack_settle (HtmlStack *stack, guint place);

/* The place + 1 of the innermost of that name in the innermost table; 0: none is open there. */
guint html_stack_find_name (const HtmlStack *stack, guint name);
/* The place + 1 of the innermost of that tag; 0: one of the `walls` stands before it. Walls are
 * bits, HTML_WALL (tag). */
#define HTML_WALL(tag) (1u << (tag))
guint html_stack_find_tag (const HtmlStack *stack, HtmlTag tag, guint walls);

#endif
