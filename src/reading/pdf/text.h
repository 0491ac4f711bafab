/* The words of the lines of a print, and how one line goes on with the next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_PDF_TEXT_H
#define READING_PDF_TEXT_H

#include "reading/pdf/order.h"

/* How the end of a line and the beginning of the next belong together. */
typedef enum
{
  PDF_JOIN_BLANK,
  PDF_JOIN_TIGHT,  /* no blank: after a hyphen that is the word's own, and in Chinese */
  PDF_JOIN_HYPHEN, /* the hyphen at the end is only there because the line ended: it goes */
} PdfJoin;

typedef struct
{
  const PdfBook *book;
  const PdfOrder *order;
  GPtrArray *words;  /* char *: of each line */
  GHashTable *known; /* words of the text that no line end divides, folded */
  gboolean divides;  /* words are divided at line ends as a rule */
  guint divided;     /* words that were put together again */
} PdfText;

PdfText *pdf_text_new (const PdfBook *book, const PdfOrder *order);
void pdf_text_free (PdfText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfText, pdf_text_free)

const PdfLine *pdf_text_line (const PdfText *text, guint line);
const char *pdf_text_words (const PdfText *text, guint line);
PdfJoin pdf_text_join (const PdfText *text, guint line, guint next);

/* Whether a blank stands before the piece of a line; its first has none. */
gboolean pdf_text_apart (const PdfText *text, const PdfLine *line, guint piece);
const PdfPiece *pdf_text_piece (const PdfText *text, const PdfLine *line, guint piece);

/* Adds a letter as text has it: ligatures and the shapes of Arabic letters become letters, what is
 * no text goes. Returns TRUE when it is a symbol that only the font knows: U+FFFD is added. */
gboolean pdf_letter_add (GString *into, gunichar letter);

/* Bytes at the beginning that are the bullet or number of a list, with the blank behind; 0: none.
 */
gsize pdf_mark_size (const char *words, gboolean *bullet);

/* Bytes at the beginning that look like the name of a speaker, with its colon; 0: none. */
gsize pdf_label_size (const char *words);

#endif
