/* The control words of RTF that mean something to a reader of words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_RTF_WORD_H
#define READING_RTF_WORD_H

#include "espalier.h"

/* Where words go. */
typedef enum
{
  RTF_DEST_TEXT,
  RTF_DEST_SKIP,   /* nowhere, with all groups inside */
  RTF_DEST_SILENT, /* nowhere, but groups inside may have words: a drawing, an object */
  RTF_DEST_EITHER, /* \upr: two tellings of the same, of which \ud is read */
  RTF_DEST_PROPS,  /* nowhere; properties are read */
  RTF_DEST_FONTS,
  RTF_DEST_STYLES,
  RTF_DEST_INFO,
  RTF_DEST_PERSON,  /* a name among the properties of the document */
  RTF_DEST_MARK,    /* the number or bullet of a list */
  RTF_DEST_FIELD,   /* the code of a field */
  RTF_DEST_AUTHOR,  /* of the comment that follows */
  RTF_DEST_COMMENT, /* what it says */
  RTF_DEST_DATE,
  RTF_DEST_REFERENCE, /* which words it is about */
  RTF_DEST_RANGE_START,
  RTF_DEST_RANGE_END,
  RTF_DEST_NOTE, /* footnotes */
  RTF_DEST_PAGE, /* what stands on every page */
  RTF_DEST_BOX,  /* the words inside a drawing */
  RTF_DEST_BACK, /* where they went before the drawing, the object, the first telling */
} RtfDest;

typedef enum
{
  RTF_DOES_DEST, /* words of this group go elsewhere: value is an RtfDest */
  RTF_DOES_NOTHING,
  RTF_DOES_LETTER, /* value is a code point */
  RTF_DOES_UNICODE,
  RTF_DOES_UNICODE_SKIP,
  RTF_DOES_PAGE, /* code page of the document: value, or the number */
  RTF_DOES_DEFAULT_FONT,
  RTF_DOES_FONT,
  RTF_DOES_FONT_RTL,
  RTF_DOES_RTL, /* value: whether */
  RTF_DOES_CHARSET,
  RTF_DOES_FONT_PAGE,
  RTF_DOES_BOLD,
  RTF_DOES_HIDDEN,
  RTF_DOES_DELETED,
  RTF_DOES_PLAIN,
  RTF_DOES_STYLE,
  RTF_DOES_STYLE_LETTERS,
  RTF_DOES_STYLE_OTHER,
  RTF_DOES_BASED_ON,
  RTF_DOES_OUTLINE,
  RTF_DOES_PLAIN_PARAGRAPH,
  RTF_DOES_IN_TABLE,
  RTF_DOES_TABLE_DEPTH,
  RTF_DOES_PARAGRAPH,
  RTF_DOES_CELL,
  RTF_DOES_NESTED_CELL,
  RTF_DOES_ROW,
  RTF_DOES_NESTED_ROW,
  RTF_DOES_EMBED,
} RtfDoes;

typedef struct
{
  const char *name;
  RtfDoes does;
  guint value;
} RtfWord;

/* NULL: it means nothing here. */
const RtfWord *rtf_word_find (const char *name);

#endif
