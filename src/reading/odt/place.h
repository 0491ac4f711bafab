/* The elements of an OpenDocument text that a reader of its words must know.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_ODT_PLACE_H
#define READING_ODT_PLACE_H

#include "espalier.h"

typedef enum
{
  ODT_TRANSPARENT, /* its words are those of the element around it */
  ODT_MUTE,        /* its characters are no words; paragraphs in it are */
  ODT_SKIPPED,     /* nothing in it is read */
  ODT_READING,     /* above words (ruby): the same */
  ODT_PARAGRAPH,
  ODT_HEADING,
  ODT_SPAN,
  ODT_SPACES,
  ODT_TAB,
  ODT_LINE_BREAK,
  ODT_LIST,
  ODT_LIST_ITEM,
  ODT_LIST_HEADER,
  ODT_NUMBERED, /* a list of one paragraph */
  ODT_SECTION,
  ODT_NOTE,
  ODT_CHANGES, /* what was deleted */
  ODT_HIDDEN_TEXT,
  ODT_HIDDEN_PARAGRAPH,
  ODT_TABLE,
  ODT_ROW,
  ODT_CELL,
  ODT_COVERED_CELL,
  ODT_SHAPE, /* drawn; a text box */
  ODT_OBJECT,
  ODT_ANNOTATION,
  ODT_ANNOTATION_END,
  ODT_CREATOR,
  ODT_DATE,
} OdtPlace;

#define ODT_URIS_MAX 32

/* Which namespaces were met in one scan: the parser's own pointers, to be compared first. */
typedef struct
{
  const char *uris[ODT_URIS_MAX];
  guint spaces[ODT_URIS_MAX];
  guint count;
} OdtPlaces;

/* Another scan begins. */
void odt_places_clear (OdtPlaces *places);
OdtPlace odt_places_of (OdtPlaces *places, const char *name, const char *uri);

#endif
