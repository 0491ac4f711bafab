/* Reads PDF, through poppler: the words of the pages, without what the print adds to them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "reading/pdf/load.h"
#include "reading/pdf/sense.h"
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

static void
find_without_sense (Source *source)
{
  guint words, without = sense_vowelless (source->text, &words);

  if (without > 0)
    source_find (
        source, ESP_GRADE_WARNING, 0,
        g_strdup_printf ("has no vowel in %u of its %u longer words: its fonts may not say "
                         "what letters they print",
                         without, words),
        "read as it stands; if these are no words, have it read by a program for scanned "
        "pages (OCR), or get its text as .docx or .txt");
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
  if (!sense_is_letters (source->text))
    {
      fail_without_sense (error, book);
      return NULL;
    }
  find_without_sense (source);
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
