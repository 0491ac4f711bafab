/* The letters of an RTF file: bytes in the code page of a font.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_RTF_LETTERS_H
#define READING_RTF_LETTERS_H

#include "espalier.h"

/* Code pages that are none: the letters of fonts with signs of their own. */
#define RTF_PAGE_SYMBOL 1u
#define RTF_PAGE_WINGDINGS 2u
#define RTF_PAGE_OWN 3u /* signs that nobody else knows: letters stay letters */

/* One code page. */
typedef struct
{
  guint page;
  gboolean is_known;
  gboolean is_multibyte;
  gboolean is_symbol;
  gunichar table[256]; /* of one byte; 0: there is no such letter */
  GIConv iconv;        /* where a letter can have several bytes */
} RtfLetters;

/* The code pages of one document, each made when first asked for. */
GHashTable *rtf_letters_table (void);
const RtfLetters *rtf_letters_get (GHashTable *table, guint page);

/* The code page that a font's \fcharset means; 0: that of the document. */
guint rtf_letters_page_of_charset (int charset);
/* The code page that a font's name says when its charset says nothing: "Arial CE", "Symbol"; 0:
 * none. */
guint rtf_letters_page_of_name (const char *name, gboolean is_symbol);

/* Decodes bytes of a code page whose letters can have several. What is no letter becomes U+FFFD and
 * is counted. Returns how many bytes were used: all of them when it is the `last`; else less when a
 * letter is not complete. */
gsize rtf_letters_decode (const RtfLetters *letters, const char *bytes, gsize size, gboolean last,
                          GString *text, guint *lost);

#endif
