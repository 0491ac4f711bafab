/* Writing the paragraphs of a print.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/write.h"

#include "reading/left_out.h"
#include "reading/pdf/flow.h"
#include "reading/pdf/footnote.h"
#include "reading/pdf/furniture.h"
#include "reading/prose.h"

#include <string.h>

typedef struct
{
  const PdfBook *book;
  const PdfText *text;
  Source *source;
  Prose *prose;
  GString *run;    /* words of one look that are not written yet */
  gboolean bold;   /* of the run */
  guint note;      /* that the run belongs to; 0: none */
  gboolean *begun; /* of each note, from 1 on */
  guint symbols;
  guint divided;
} Writer;

/* ---- words */

static void
writer_flush (Writer *self)
{
  if (self->run->len > 0)
    prose_add (self->prose, self->run->str, self->run->len, self->bold);
  g_string_truncate (self->run, 0);
}

/* Writes the run up to the blank at its end, which belongs to what follows. */
static gboolean
writer_break (Writer *self)
{
  const gboolean blank = self->run->len > 0 && self->run->str[self->run->len - 1] == ' ';

  if (blank)
    g_string_truncate (self->run, self->run->len - 1);
  writer_flush (self);
  return blank;
}

/* A note may come in several places, over the end of a line or a column: all between is its own. */
static void
writer_set_note (Writer *self, guint note, gboolean bold)
{
  if (note == self->note)
    return;
  const gboolean blank = writer_break (self);
  if (self->note > 0)
    prose_anchor (self->prose, self->note - 1, TRUE);
  self->bold = self->bold && bold;
  if (blank)
    {
      g_string_append_c (self->run, ' ');
      writer_flush (self);
    }
  if (note > 0 && !self->begun[note])
    {
      prose_anchor (self->prose, note - 1, FALSE);
      self->begun[note] = TRUE;
    }
  self->note = note;
}

static void
writer_add_glyph (Writer *self, const PdfGlyph *glyph)
{
  if (glyph->letter != ' ')
    {
      writer_set_note (self, glyph->note, glyph->bold);
      if (glyph->bold != self->bold && writer_break (self))
        g_string_append_c (self->run, ' ');
      self->bold = glyph->bold;
    }
  self->symbols += pdf_letter_add (self->run, glyph->letter);
}

/* Where the words of a line end; before its hyphen, when that goes. */
static guint
piece_end (const PdfPage *page, const PdfPiece *piece, PdfJoin join)
{
  guint end = piece->end;

  if (join == PDF_JOIN_HYPHEN && end > piece->first)
    {
      const gunichar last = pdf_page_glyph (page, end - 1)->letter;
      if (last == '-' || last == 0x2010 || last == 0x00AD)
        end--;
    }
  return end;
}

static void
writer_add_line (Writer *self, guint number, PdfJoin join)
{
  const PdfLine *line = pdf_text_line (self->text, number);
  const PdfPage *page = pdf_book_page (self->book, line->page);

  for (guint i = 0; i < line->count; i++)
    {
      const PdfPiece *piece = pdf_text_piece (self->text, line, i);
      const guint end = i + 1 == line->count ? piece_end (page, piece, join) : piece->end;
      if (pdf_text_apart (self->text, line, i))
        g_string_append_c (self->run, ' ');
      for (guint at = piece->first; at < end; at++)
        writer_add_glyph (self, pdf_page_glyph (page, at));
    }
}

/* Lines as one paragraph. */
static void
writer_add_lines (Writer *self, guint first, guint count)
{
  self->bold = FALSE;
  for (guint i = first; i < first + count; i++)
    {
      const PdfJoin join
          = i + 1 < first + count ? pdf_text_join (self->text, i, i + 1) : PDF_JOIN_TIGHT;
      writer_add_line (self, i, join);
      self->divided += join == PDF_JOIN_HYPHEN;
      if (join == PDF_JOIN_BLANK)
        g_string_append_c (self->run, ' ');
    }
  writer_set_note (self, 0, FALSE);
  writer_flush (self);
}

/* ---- paragraphs and rows */

static void
writer_add_paragraph (Writer *self, const PdfPart *part)
{
  const guint before = self->source->paras->len;
  gboolean bullet = FALSE;

  prose_aside (self->prose, pdf_text_line (self->text, part->first)->footnote > 0);
  prose_open (self->prose, FALSE);
  prose_top (self->prose)->level = part->level;
  writer_add_lines (self, part->first, part->count);
  prose_close (self->prose);
  if (self->source->paras->len != before + 1)
    return;
  Para *para = &g_array_index (self->source->paras, Para, before);
  para->mark = MIN (para->end - para->start,
                    pdf_mark_size (self->prose->text->str + para->start, &bullet));
}

/* The lines of a row are sorted by their columns. */
static void
writer_add_row (Writer *self, const PdfPart *part)
{
  guint column = 0;

  prose_open (self->prose, TRUE);
  prose_cell (self->prose);
  for (guint from = part->first, end = from; from < part->first + part->count; from = end)
    {
      const guint here = pdf_text_line (self->text, from)->column;
      while (end < part->first + part->count && pdf_text_line (self->text, end)->column == here)
        end++;
      for (; column < here; column++)
        prose_cell (self->prose);
      prose_open (self->prose, FALSE);
      writer_add_lines (self, from, end - from);
      prose_close (self->prose);
    }
  prose_close (self->prose);
}

static void
writer_add_parts (Writer *self, const GArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const PdfPart *part = &g_array_index (parts, PdfPart, i);
      if (part->row)
        writer_add_row (self, part);
      else
        writer_add_paragraph (self, part);
    }
}

/* ---- what is said of it */

/* `before` COUNT `one` or `one`s: "has page headers on 12 pages". */
static void
find_count (Source *source, const char *before, guint count, const char *one, const char *after,
            const char *done)
{
  if (count > 0)
    source_find (
        source, ESP_GRADE_NOTE, 0,
        g_strdup_printf ("has %s%u %s%s%s", before, count, one, left_out_plural (count), after),
        done);
}

static void
find_furniture (Source *source, const PdfFurniture *furniture)
{
  find_count (source, "page headers on ", furniture->headers, "page", "", "left out");
  find_count (source, "page footers on ", furniture->footers, "page", "", "left out");
  find_count (source, "page numbers on ", furniture->numbers, "page", "", "left out");
  find_count (source, "", furniture->twice, "line", " printed on two pages", "read once");
}

static void
find_lost_pages (Source *source, const PdfBook *book)
{
  if (book->pictures > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("has %u page%s with pictures and no text", book->pictures,
                                  left_out_plural (book->pictures)),
                 "nothing is read of them");
  if (book->unreadable > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("has %u damaged page%s", book->unreadable,
                                  left_out_plural (book->unreadable)),
                 "read without them");
}

/* What is missing shows in how few words there are. */
static void
find_damage (Source *source, const PdfBook *book)
{
  guint words = 0;

  if (book->faults == 0)
    return;
  for (const char *at = source->text; *at != '\0'; at = g_utf8_next_char (at))
    words += !g_ascii_isspace (*at) && (at[1] == '\0' || g_ascii_isspace (at[1]));
  source_find (source, ESP_GRADE_WARNING, 0,
               g_strdup_printf ("is damaged in %u place%s; %u word%s came out of its %u page%s",
                                book->faults, left_out_plural (book->faults), words,
                                left_out_plural (words), book->pages->len,
                                left_out_plural (book->pages->len)),
               "read what can be read; look whether words are missing, or get a new copy of it");
}

static void
find_scanned (Source *source, const PdfBook *book)
{
  if (book->scanned > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("has %u page%s with words over a picture of all of it, as "
                                  "scanned pages have (OCR)",
                                  book->scanned, left_out_plural (book->scanned)),
                 "the words are read as they are; compare them with the pages");
}

/* ---- all of it */

static void
writer_add_notes (Writer *self)
{
  for (guint i = 0; i < self->book->notes->len; i++)
    {
      const PdfNote *note = &g_array_index (self->book->notes, PdfNote, i);
      source_comment (self->source, note->author, note->made_at, note->text);
    }
}

static void
writer_place_notes (const Writer *self)
{
  for (guint i = 0; i < self->book->notes->len; i++)
    {
      SourceComment *comment = &g_array_index (self->source->comments, SourceComment, i);
      if (g_array_index (self->book->notes, PdfNote, i).is_place)
        comment->end = comment->start;
    }
}

static void
write_text (Writer *self, gboolean numbered)
{
  g_autoptr (GArray) parts = pdf_flow (self->text, numbered);

  writer_add_notes (self);
  writer_add_parts (self, parts);
  prose_finish (self->prose);
  writer_place_notes (self);
}

Source *
pdf_write (PdfBook *book)
{
  g_autoptr (Source) source = source_new ();
  g_autoptr (Prose) prose = prose_new (source);
  g_autofree gboolean *begun = g_new0 (gboolean, book->notes->len + 1);

  pdf_book_cut (book);
  const PdfFurniture furniture = pdf_furniture_find (book);
  g_autoptr (PdfOrder) order = pdf_order_new (book);
  pdf_footnotes_move (book, order);
  g_autoptr (PdfText) text = pdf_text_new (book, order);
  Writer self = { .book = book, .text = text, .source = source, .prose = prose, .begun = begun };
  self.run = g_string_new (NULL);
  write_text (&self, furniture.paragraphs > 0);
  g_string_free (self.run, TRUE);
  find_furniture (source, &furniture);
  find_count (source, "", self.divided, "word", " divided at the end of a line", "put together");
  find_lost_pages (source, book);
  find_damage (source, book);
  find_scanned (source, book);
  const LeftOut left = { .attached = book->attached,
                         .symbols = self.symbols,
                         .paragraph_numbers = furniture.paragraphs,
                         .line_numbers = furniture.lines,
                         .author = book->named };
  left_out_find (source, &left);
  return g_steal_pointer (&source);
}
