/* The letters of a PDF, and the pieces that they are cut into.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/book.h"

/* Parts of the size of the letters: a gap that ends a piece where the print has no blank, and where
 * it has one. Justified lines stretch their blanks. */
#define GAP_BARE 0.6f
#define GAP_BLANK 1.6f

static void
page_free (gpointer data)
{
  PdfPage *page = data;

  g_array_unref (page->glyphs);
  g_array_unref (page->pieces);
  g_free (page);
}

static void
note_clear (gpointer data)
{
  PdfNote *note = data;

  g_free (note->author);
  g_free (note->text);
  g_free (note->made_at);
}

PdfBook *
pdf_book_new (void)
{
  PdfBook *book = g_new0 (PdfBook, 1);

  book->pages = g_ptr_array_new_with_free_func (page_free);
  book->notes = g_array_new (FALSE, TRUE, sizeof (PdfNote));
  g_array_set_clear_func (book->notes, note_clear);
  return book;
}

void
pdf_book_free (PdfBook *book)
{
  if (book == NULL)
    return;
  g_ptr_array_unref (book->pages);
  g_array_unref (book->notes);
  g_free (book);
}

PdfPage *
pdf_book_add_page (PdfBook *book, float width, float height)
{
  PdfPage *page = g_new0 (PdfPage, 1);

  page->width = width;
  page->height = height;
  page->glyphs = g_array_new (FALSE, FALSE, sizeof (PdfGlyph));
  page->pieces = g_array_new (FALSE, FALSE, sizeof (PdfPiece));
  g_ptr_array_add (book->pages, page);
  return page;
}

PdfPage *
pdf_book_page (const PdfBook *book, guint page)
{
  return g_ptr_array_index (book->pages, page);
}

PdfPiece *
pdf_page_piece (const PdfPage *page, guint piece)
{
  return &g_array_index (page->pieces, PdfPiece, piece);
}

const PdfGlyph *
pdf_page_glyph (const PdfPage *page, guint glyph)
{
  return &g_array_index (page->glyphs, PdfGlyph, glyph);
}

gboolean
pdf_beside (float a_top, float a_bottom, float b_top, float b_bottom)
{
  const float shared = MIN (a_bottom, b_bottom) - MAX (a_top, b_top);

  return shared * 2 > MIN (a_bottom - a_top, b_bottom - b_top);
}

/* ---- cutting */

/* How far two are apart from left to right, whichever comes first: Hebrew runs to the left. */
static float
apart (float a_from, float a_to, float b_from, float b_to)
{
  return MAX (0, MAX (b_from - a_to, a_from - b_to));
}

/* Whether `next` goes on where `last` ended: on a line, or up or down where a few words are turned.
 */
static gboolean
glyph_follows (const PdfGlyph *last, const PdfGlyph *next, gboolean blank)
{
  const float em = MAX (MAX (last->size, next->size), 1);
  const float most = em * (blank ? GAP_BLANK : GAP_BARE);

  if (pdf_beside (last->y1, last->y2, next->y1, next->y2))
    return apart (last->x1, last->x2, next->x1, next->x2) <= most;
  return last->y2 - last->y1 > last->x2 - last->x1
             ? FALSE
             : pdf_beside (last->x1, last->x2, next->x1, next->x2)
                   && apart (last->y1, last->y2, next->y1, next->y2) <= em * 0.1f;
}

static void
piece_add (PdfPiece *piece, const PdfGlyph *glyph, guint at)
{
  piece->x1 = MIN (piece->x1, glyph->x1);
  piece->y1 = MIN (piece->y1, glyph->y1);
  piece->x2 = MAX (piece->x2, glyph->x2);
  piece->y2 = MAX (piece->y2, glyph->y2);
  piece->bold = piece->bold && glyph->bold;
  piece->end = at + 1;
}

static void
piece_finish (PdfPage *page, PdfPiece *piece)
{
  if (piece->end == 0)
    return;
  piece->size = pdf_page_glyph (page, piece->first + (piece->end - piece->first) / 2)->size;
  if (piece->size <= 0)
    piece->size = MAX (piece->y2 - piece->y1, 1);
  g_array_append_val (page->pieces, *piece);
  *piece = (PdfPiece){ 0 };
}

static void
page_cut (PdfPage *page)
{
  const PdfGlyph *last = NULL;
  PdfPiece piece = { 0 };
  gboolean blank = FALSE;

  g_array_set_size (page->pieces, 0);
  for (guint i = 0; i < page->glyphs->len; i++)
    {
      const PdfGlyph *glyph = pdf_page_glyph (page, i);
      if (glyph->letter == ' ' || glyph->letter == '\n')
        {
          blank = TRUE;
          if (glyph->letter == '\n')
            piece_finish (page, &piece);
          continue;
        }
      if (piece.end > 0 && !glyph_follows (last, glyph, blank))
        piece_finish (page, &piece);
      if (piece.end == 0)
        piece = (PdfPiece){ .first = i,
                            .x1 = glyph->x1,
                            .y1 = glyph->y1,
                            .bold = TRUE,
                            .x2 = glyph->x2,
                            .y2 = glyph->y2 };
      piece_add (&piece, glyph, i);
      last = glyph;
      blank = FALSE;
    }
  piece_finish (page, &piece);
}

/* ---- turned pages */

/* Steps up or down from letter to letter, where they are more than those aside: a page that is
 * printed sideways, or Chinese from top to bottom. */
static int
page_steps_down (const PdfPage *page)
{
  int down = 0, up = 0, aside = 0;

  for (guint i = 1; i < page->glyphs->len; i++)
    {
      const PdfGlyph *last = pdf_page_glyph (page, i - 1), *next = pdf_page_glyph (page, i);
      const float across = next->x1 + next->x2 - last->x1 - last->x2;
      const float along = next->y1 + next->y2 - last->y1 - last->y2;
      if (last->letter == '\n' || next->letter == '\n' || last->letter == ' '
          || next->letter == ' ')
        continue;
      aside += ABS (across) >= ABS (along);
      down += ABS (across) < ABS (along) && along > 0;
      up += ABS (across) < ABS (along) && along < 0;
    }
  return down > aside + up ? 1 : up > aside + down ? -1 : 0;
}

/* Turns it so that lines run from left to right. */
static void
page_turn (PdfPage *page)
{
  const int steps = page_steps_down (page);
  const float width = page->width, height = page->height;

  if (steps == 0)
    return;
  for (guint i = 0; i < page->glyphs->len; i++)
    {
      PdfGlyph *glyph = &g_array_index (page->glyphs, PdfGlyph, i);
      const PdfGlyph was = *glyph;
      glyph->x1 = steps > 0 ? was.y1 : height - was.y2;
      glyph->x2 = steps > 0 ? was.y2 : height - was.y1;
      glyph->y1 = steps > 0 ? width - was.x2 : was.x1;
      glyph->y2 = steps > 0 ? width - was.x1 : was.x2;
    }
  page->width = height;
  page->height = width;
}

void
pdf_book_cut (PdfBook *book)
{
  for (guint i = 0; i < book->pages->len; i++)
    {
      page_turn (pdf_book_page (book, i));
      page_cut (pdf_book_page (book, i));
    }
}

char *
pdf_piece_words (const PdfPage *page, const PdfPiece *piece)
{
  GString *words = g_string_new (NULL);

  for (guint i = piece->first; i < piece->end; i++)
    g_string_append_unichar (words, pdf_page_glyph (page, i)->letter);
  return g_string_free (words, FALSE);
}
