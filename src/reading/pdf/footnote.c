/* Telling footnotes from text. A speaker's words may be small too: lines are a footnote only when
 * they begin with a sign that stands raised in the lines above them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/footnote.h"

/* Of the size of the text: footnotes are smaller, and the signs in the text by far. */
#define NOTE_SIZE 0.92f
#define SIGN_SIZE 0.8f

typedef struct
{
  const PdfBook *book;
  PdfOrder *order;
  float body; /* size of the text */
  guint notes;
} Finder;

static PdfLine *
finder_line (const Finder *self, guint line)
{
  return &g_array_index (self->order->lines, PdfLine, line);
}

static const PdfPiece *
finder_piece (const Finder *self, const PdfLine *line, guint piece)
{
  return pdf_page_piece (pdf_book_page (self->book, line->page),
                         g_array_index (self->order->pieces, guint, line->first + piece));
}

/* The sign that a line begins with: the first letter of its number, a star, a dagger; 0: none. */
static gunichar
line_sign (const Finder *self, guint at)
{
  const PdfLine *line = finder_line (self, at);
  const PdfPage *page = pdf_book_page (self->book, line->page);
  const gunichar first = pdf_page_glyph (page, finder_piece (self, line, 0)->first)->letter;

  return (first >= '1' && first <= '9') || first == '*' || first == 0x2020 || first == 0x2021
             ? first
             : 0;
}

/* Whether the sign stands small in these lines. */
static gboolean
lines_have_sign (const Finder *self, guint from, guint end, gunichar sign)
{
  for (guint i = from; i < end; i++)
    {
      const PdfLine *line = finder_line (self, i);
      const PdfPage *page = pdf_book_page (self->book, line->page);
      for (guint p = 0; p < line->count; p++)
        {
          const PdfPiece *piece = finder_piece (self, line, p);
          for (guint at = piece->first; at < piece->end; at++)
            {
              const PdfGlyph *glyph = pdf_page_glyph (page, at);
              if (glyph->letter == sign && glyph->size > 0 && glyph->size < self->body * SIGN_SIZE)
                return TRUE;
            }
        }
    }
  return FALSE;
}

/* Numbers the footnotes among the lines of one page. */
static void
finder_add_page (Finder *self, guint from, guint end)
{
  guint first = end;

  while (first > from && !finder_line (self, first - 1)->cell
         && finder_line (self, first - 1)->size < self->body * NOTE_SIZE
         && (first == end || finder_line (self, first - 1)->y1 < finder_line (self, first)->y1))
    first--;
  while (first < end && line_sign (self, first) == 0)
    first++;
  if (first == end || first == from
      || !lines_have_sign (self, from, first, line_sign (self, first)))
    return;
  for (guint i = first; i < end; i++)
    {
      const gunichar sign = line_sign (self, i);
      self->notes += i == first || (sign != 0 && lines_have_sign (self, from, first, sign));
      finder_line (self, i)->footnote = self->notes;
    }
}

/* Behind all others, in their order. */
static void
lines_part (GArray *lines)
{
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (PdfLine));
  guint kept = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const PdfLine line = g_array_index (lines, PdfLine, i);
      if (line.footnote > 0)
        g_array_append_val (notes, line);
      else
        g_array_index (lines, PdfLine, kept++) = line;
    }
  g_array_set_size (lines, kept);
  g_array_append_vals (lines, notes->data, notes->len);
}

guint
pdf_footnotes_move (const PdfBook *book, PdfOrder *order)
{
  Finder self = { .book = book, .order = order, .body = pdf_order_body_size (book, order) };

  for (guint from = 0, end = 0; from < order->lines->len; from = end)
    {
      while (end < order->lines->len
             && finder_line (&self, end)->page == finder_line (&self, from)->page)
        end++;
      finder_add_page (&self, from, end);
    }
  if (self.notes > 0)
    lines_part (order->lines);
  return self.notes;
}
