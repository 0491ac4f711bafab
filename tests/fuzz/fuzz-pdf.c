/* PDF. Bytes that begin like one go to the reader, through poppler, which is slow and not ours;
 * others are pages of letters at any places, which what is ours makes paragraphs of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/write.h"
#include "source-check.h"

#include <stdint.h>

extern const Reader reader_pdf;
int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

static void
put (PdfPage *page, float x, float y, float size, gboolean bold, gunichar letter, guint note)
{
  const PdfGlyph glyph = { .x1 = x,
                           .y1 = y,
                           .x2 = x + size / 2,
                           .y2 = y + size,
                           .size = size,
                           .letter = letter,
                           .bold = bold,
                           .note = note };

  g_array_append_val (page->glyphs, glyph);
}

static gunichar
letter_of (guint8 byte)
{
  static const gunichar others[] = { 0x05D0, 0x4F60, 0xFB01, 0x00AD, 0xF0B7, 0xE001, 0x2022, 0xFFFF,
                                     0xD800, 0x202A, 0x00A0, 0xFF1A, 0x2010, 0xFEFB, 0,      '\t' };

  return byte < 0x80 ? byte : others[byte % G_N_ELEMENTS (others)];
}

/* Four bytes a run of letters: place, how many and how large, the letter. The letters after the
 * first follow the byte stream. */
static void
fill (PdfBook *book, const uint8_t *bytes, size_t size)
{
  PdfPage *page = pdf_book_add_page (book, 600, 800);

  for (size_t at = 0; at + 4 <= size;)
    {
      const guint count = bytes[at + 2] & 15;
      const float points = 4 + (float)(bytes[at + 2] >> 4);
      float x = (float)bytes[at] * 2.5f - 20;
      const float y = (float)bytes[at + 1] * 3.3f - 10;
      if (bytes[at] == 0xFF && book->pages->len < 50)
        page = pdf_book_add_page (book, (float)bytes[at + 1] * 4, (float)bytes[at + 2] * 5);
      for (at += 3; at < size && x < 1000;)
        {
          put (page, x, y, points, bytes[at] & 1, letter_of (bytes[at]), bytes[at] == 'n' ? 1 : 0);
          x += points / 2;
          if (++at % 16 >= count)
            break;
        }
      put (page, 0, 0, 0, FALSE, '\n', 0);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  if (size >= 5 && memcmp (bytes, "%PDF-", 5) == 0)
    return reader_check (&reader_pdf, (const char *)bytes, size);
  g_autoptr (PdfBook) book = pdf_book_new ();
  const PdfNote note = { g_strdup ("A"), g_strdup ("b"), g_strdup (""), size % 2 == 0 };
  g_array_append_val (book->notes, note);
  fill (book, bytes, size);
  g_autoptr (Source) source = pdf_write (book);
  source_check (source);
  return 0;
}
