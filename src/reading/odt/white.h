/* White space in the XML of an OpenDocument text, where any run of it is one space.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_ODT_WHITE_H
#define READING_ODT_WHITE_H

#include "espalier.h"

/* Of one paragraph, so far. */
typedef struct
{
  gboolean after_space; /* white space that comes now is nothing */
  gboolean ends_soft;   /* the last character is white space of the XML */
} OdtWhite;

/* At the beginning of a paragraph there is no white space. */
OdtWhite odt_white_new (void);
/* A character came by an element: white space behind it counts. */
void odt_white_break (OdtWhite *white);
/* Gives the words on, in pieces, with their white space as it counts. */
void odt_white_words (OdtWhite *white, const char *text, gsize size,
                      void (*put) (const char *words, gsize size, gpointer data), gpointer data);

/* The first byte that is no white space; `size` when there is none. */
gsize odt_white_skip (const char *words, gsize size);

#endif
