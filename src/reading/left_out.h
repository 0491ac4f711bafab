/* What a document has that is not imported, or not as it stands: counted by its reader, said here,
 * so that all readers say it in the same words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_LEFT_OUT_H
#define READING_LEFT_OUT_H

#include "reading/reader.h"

/* How often something was met; comments are counted in the source, where they are kept. */
typedef struct
{
  guint deletions;                       /* tracked */
  guint hidden;                          /* pieces of hidden text */
  guint documents;                       /* inside the document: texts of their own */
  guint objects;                         /* inside it: charts, formulas, sheets, anything */
  guint attached;                        /* files */
  guint pages;                           /* other pages inside a page */
  guint menus;                           /* of links */
  guint links;                           /* of which the address does not stand in the text */
  guint fields;                          /* to fill in */
  guint readings;                        /* above words, in Chinese and Japanese: ruby */
  guint symbols;                         /* of fonts of their own */
  guint line_numbers, paragraph_numbers; /* beside the text */
  gboolean author;                       /* the properties name a person */
  gboolean macros;
} LeftOut;

/* Adds a finding for each of them, and for the comments of the source. */
void left_out_find (Source *source, const LeftOut *left);

/* The end of a noun that was counted: "" or "s". */
const char *left_out_plural (guint count);

#endif
