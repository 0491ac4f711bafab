/* What a PDF prints: its letters with their places, page by page, and what is written in its
 * margins. The letters come from poppler (reading/pdf/load.h); all that is made of them is ours:
 * pieces, page furniture, reading order, paragraphs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_PDF_BOOK_H
#define READING_PDF_BOOK_H

#include <glib.h>

/* A letter, a blank, or '\n' where a line of the print may end. Points, from the upper left. */
typedef struct
{
  float x1, y1, x2, y2;
  float size; /* of the font */
  gunichar letter;
  gboolean bold;
  guint note; /* 1-based place in notes of the annotation that lies on it; 0: none */
} PdfGlyph;

/* Words that stand beside one another without a gap, on one line. */
typedef struct
{
  guint first, end; /* glyphs of the page */
  float x1, y1, x2, y2;
  float size;
  gboolean bold;   /* all of it */
  gboolean left;   /* furniture: not read */
  gboolean starts; /* a paragraph begins here: its number stands beside it */
} PdfPiece;

typedef struct
{
  float width, height;
  GArray *glyphs; /* PdfGlyph */
  GArray *pieces; /* PdfPiece */
} PdfPage;

/* What somebody wrote on a page, to be read beside the text. */
typedef struct
{
  char *author, *text, *made_at;
  gboolean is_place; /* it is about the place before its letter, not about the letter */
} PdfNote;

typedef struct
{
  GPtrArray *pages; /* PdfPage */
  GArray *notes;    /* PdfNote */
  guint pictures;   /* pages that have pictures */
  guint unreadable; /* pages that could not be read */
  guint scanned;    /* pages that are a picture, with words laid over it by a program (OCR) */
  guint faults;     /* places that poppler could not make sense of */
  guint attached;   /* files that are attached */
  gboolean named;   /* its properties name a person */
} PdfBook;

PdfBook *pdf_book_new (void);
void pdf_book_free (PdfBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfBook, pdf_book_free)

/* A page is added at the end; it belongs to the book. */
PdfPage *pdf_book_add_page (PdfBook *book, float width, float height);
PdfPage *pdf_book_page (const PdfBook *book, guint page);
PdfPiece *pdf_page_piece (const PdfPage *page, guint piece);
const PdfGlyph *pdf_page_glyph (const PdfPage *page, guint glyph);

/* Makes the pieces of every page out of its letters: anew, when they are there. A page whose lines
 * run up or down is turned before. */
void pdf_book_cut (PdfBook *book);

/* Whether two stand on one line: half of the lower of them is beside the other. */
gboolean pdf_beside (float a_top, float a_bottom, float b_top, float b_bottom);

/* The words of a piece, to be freed. */
char *pdf_piece_words (const PdfPage *page, const PdfPiece *piece);

#endif
