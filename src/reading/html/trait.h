/* What the attributes of an element say of it: its style, and what word processors and
 * transcription services mean by its class or id.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_HTML_TRAIT_H
#define READING_HTML_TRAIT_H

#include "base/html.h"
#include "reading/html/stack.h"

typedef enum
{
  TRAIT_NOTHING,
  TRAIT_NOTE,         /* a footnote, a header or footer of the page */
  TRAIT_NOTE_SIGN,    /* its number, in the text or before its own words */
  TRAIT_NOTE_BACK,    /* of Google Docs: its place in the text; the div around it is the note */
  TRAIT_COMMENT,      /* the words of a comment */
  TRAIT_COMMENT_SIGN, /* its sign in the text */
  TRAIT_COMMENT_BACK, /* of Google Docs: the way back; the div around it is the comment */
} HtmlTraitKind;

typedef struct
{
  HtmlTraitKind kind;
  char number[24]; /* of the comment */
} HtmlTrait;

/* Fills in the trait, and the entry as far as it is known from itself. */
void html_trait_read (HtmlTrait *trait, HtmlEntry *entry, const char *name, const HtmlAttrs *attrs,
                      const HtmlSheet *sheet);

/* Whether an input element is one that a person fills in. */
gboolean html_is_field (const HtmlAttrs *attrs);

#endif
