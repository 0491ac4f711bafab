/* As much of CSS as words depend on: what is hidden, bold, a block of its own, counted. Rules of a
 * page count for a class or an id; those for places inside others do not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_HTML_STYLE_H
#define READING_HTML_STYLE_H

#include "reading/list_number.h"

typedef enum
{
  STYLE_UNSAID,
  STYLE_NO,
  STYLE_YES
} StyleSwitch;

typedef enum
{
  MARK_UNSAID,
  MARK_NONE,
  MARK_BULLET,
  MARK_NUMBER
} HtmlMark;

/* What of Word's own is said of an element. */
typedef enum
{
  WORD_NOTHING,
  WORD_MARK,  /* mso-list:Ignore: the number or bullet of a list */
  WORD_GAP,   /* the room behind it, which is known by its font */
  WORD_NOTES, /* footnotes, headers of pages */
} HtmlWord;

typedef struct
{
  StyleSwitch bold, pre, gone /* display: none */, unseen /* visibility: hidden */, block;
  HtmlMark mark, mark_before; /* of lists; as Google Docs counts */
  ListFormat format, format_before;
  HtmlWord word;
  char comment[32], comment_made_at[32]; /* the comment that is about it, of Word: "AB_1" */
} HtmlStyle;

/* Reads declarations ("font-weight: bold; display: none") over what is said already. */
void html_style_read (HtmlStyle *style, const char *css, gsize size_bytes);

/* The style sheets of a page. */
typedef struct _HtmlSheet HtmlSheet;
HtmlSheet *html_sheet_new (void);
void html_sheet_free (HtmlSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HtmlSheet, html_sheet_free)
void html_sheet_read (HtmlSheet *sheet, const char *css, gsize size_bytes);
/* What the sheets say of an element; class and id may be NULL. */
void html_sheet_apply (const HtmlSheet *sheet, const char *element, const char *classes,
                       const char *id, HtmlStyle *style);

#endif
