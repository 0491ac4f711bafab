/* The elements of HTML, as far as the words on a page depend on them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_HTML_ELEMENT_H
#define READING_HTML_ELEMENT_H

#include "espalier.h"

/* Those that something is done for. */
typedef enum
{
  HTML_OTHER,
  HTML_A,
  HTML_BR,
  HTML_DD,
  HTML_DL,
  HTML_FIELD, /* select, datalist */
  HTML_FRAME,
  HTML_IFRAME,
  HTML_INPUT,
  HTML_LI,
  HTML_LINK, /* of a head: nothing to see */
  HTML_LIST, /* ul, menu, dir */
  HTML_OL,
  HTML_P,
  HTML_PRE,
  HTML_Q,
  HTML_SCRIPT,
  HTML_STYLE,
  HTML_SVG,
  HTML_TABLE,
  HTML_TBODY,
  HTML_TD,
  HTML_TEXTAREA,
  HTML_TITLE,
  HTML_TR,
  HTML_TAGS
} HtmlTag;

typedef enum
{
  HTML_BLOCK = 1 << 0,     /* paragraphs end before and behind it */
  HTML_VOID = 1 << 1,      /* it has no end */
  HTML_BOLD = 1 << 2,      /* its words are bold */
  HTML_FORMAT = 1 << 3,    /* its end ends it alone, not what was opened in it */
  HTML_PREFORMAT = 1 << 4, /* its white space stays */
} HtmlFlags;

/* Why words are not read. */
typedef enum
{
  OMIT_NOTHING,
  OMIT_SILENTLY, /* no words of the page: scripts, pictures, what stands in for them */
  OMIT_DELETED,
  OMIT_HIDDEN,
  OMIT_MENU,
  OMIT_RUBY,
  OMIT_FIELD,
  OMIT_SIGN, /* of a comment, in the text */
  OMIT_COMMENT,
} HtmlOmit;

typedef struct
{
  const char *name;
  HtmlTag tag;
  guint flags; /* HtmlFlags */
  HtmlOmit omit;
  guint level; /* of a heading */
} HtmlElement;

/* Of a name in lower case; one that is not known is like span. */
const HtmlElement *html_element (const char *name);

#endif
