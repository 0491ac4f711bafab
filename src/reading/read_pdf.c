/* Reads PDF, through poppler: the words of the pages, without what the print adds to them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "reading/pdf/load.h"
#include "reading/pdf/write.h"
#include "reading/reader.h"

#include <string.h>

extern const Reader reader_pdf;

static gboolean
fail_without_words (GError **error, const PdfBook *book)
{
  if (book->pictures > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "it has pictures of pages, no text; have them read by a program for scanned pages "
                 "(OCR), or type them");
  if (book->unreadable > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "it is a PDF file that is damaged or cut short; get a new copy of it");
  if (book->attached > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "its words are in files attached to it; save them and import them by themselves");
  return fail (error, ESP_ERROR_INPUT, "there are no words in it");
}

/* Whether the letters are those of words of any script, for the most part: what a damaged file or a
 * font that does not say what its letters are gives is signs and symbols. Lines of dots and dashes
 * stand in forms. */
static gboolean
text_is_words (const char *text)
{
  gsize letters = 0, others = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar letter = g_utf8_get_char (at);
      if (g_unichar_isalnum (letter) || g_unichar_ismark (letter))
        letters++;
      else if (letter == 0xFFFD
               || (!g_unichar_isspace (letter) && strchr ("._-", (int)MIN (letter, 127)) == NULL))
        others++;
    }
  return others <= letters || letters + others < 20;
}

static gboolean
fail_without_sense (GError **error, const PdfBook *book)
{
  if (book->faults > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "it is a PDF file that is damaged: what comes out of it are no words; get a new "
                 "copy of it");
  return fail (
      error, ESP_ERROR_INPUT,
      "its fonts do not say what letters they print, and what comes out are no words; have "
      "it read by a program for scanned pages (OCR), or get its text as .docx or .txt");
}

static Source *
pdf_read (const char *bytes, gsize size, const ReadOptions *options G_GNUC_UNUSED, GError **error)
{
  g_autoptr (PdfBook) book = pdf_load (bytes, size, &pdf_limits, error);

  if (book == NULL)
    return NULL;
  g_autoptr (Source) source = pdf_write (book);
  if (source->paras->len == 0)
    {
      fail_without_words (error, book);
      return NULL;
    }
  if (!text_is_words (source->text))
    {
      fail_without_sense (error, book);
      return NULL;
    }
  return g_steal_pointer (&source);
}

/* The mark may stand a little behind the beginning: some programs put a line of their own first. */
static int
pdf_bid (const char *bytes, gsize size, const char *name G_GNUC_UNUSED)
{
  if (size >= 5 && memcmp (bytes, "%PDF-", 5) == 0)
    return 95;
  return memmem (bytes, MIN (size, 1024), "%PDF-", 5) != NULL
                 && memmem (bytes, size, "%%EOF", 5) != NULL
                 && memmem (bytes, size, "endobj", 6) != NULL
             ? 60
             : 0;
}

const Reader reader_pdf = {
  .name = "pdf",
  .about = "PDF with text in it (.pdf)",
  .bid = pdf_bid,
  .read = pdf_read,
};
