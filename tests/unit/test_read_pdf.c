/* PDF: the words that are read, in the order in which a person reads them, and what the print adds
 * to them. Most tests make pages of their own; those that read files need poppler.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/load.h"
#include "reading/pdf/sense.h"
#include "reading/pdf/text.h"
#include "reading/pdf/write.h"
#include "support/sources.h"

extern const Reader reader_pdf;

/* ---- files */

#ifdef HAVE_POPPLER

Test (read_pdf, reads_an_interview_over_its_pages_without_their_headers)
{
  g_autoptr (Source) source = read_fixture (&reader_pdf, "interview.pdf");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (
      paras,
      "heading 1 *The mill group*\n"
      "text 0 *Interviewer:* How did the group come about, and who was there when it be-gan to "
      "meet "
      "in the old mill? We ask everybody this.\n"
      "text 0 *P1:* There were six of us at first. We met on Tuesdays because the mill was free "
      "then, and we stayed until somebody wanted to go home, which could be very late in the "
      "summer "
      "months when we all sat outside. It began with tea, and it was a well-known place by then. "
      "Then it all became a habit, and in winter we were fewer, for the road was bad and the stove "
      "was small, but those who came were the same ones always.\n"
      "text 0 *Interviewer:* And today?\ntext 0 *P1:* Today there are more.\n"
      "text 0 *Interviewer:* Would you do it again?\ntext 0 *P1:* Yes. At once.\n");
  expect_finding (source, ESP_GRADE_NOTE, "has page headers on 3 pages");
  expect_finding (source, ESP_GRADE_NOTE, "has page numbers on 3 pages");
  expect_finding (source, ESP_GRADE_WARNING, "its properties name a person (author)");
  expect_finding (source, ESP_GRADE_NOTE, "has 2 comments");
}

Test (read_pdf, keeps_comments_with_the_words_that_they_are_about)
{
  g_autoptr (Source) source = read_fixture (&reader_pdf, "interview.pdf");

  cr_assert_eq (source->comments->len, 2);
  const SourceComment *one = &g_array_index (source->comments, SourceComment, 0);
  const SourceComment *two = &g_array_index (source->comments, SourceComment, 1);
  g_autofree char *words = g_strndup (source->text + one->start, one->end - one->start);
  cr_expect_str_eq (g_strstrip (words), "There were six of us at first.");
  cr_expect_str_eq (one->author, "Example Coder");
  cr_expect_str_eq (one->text, "good start");
  cr_expect_str_eq (one->made_at, "2024-01-31T15:45:00+01:00");
  cr_expect_eq (two->start, two->end);
  cr_expect (g_str_has_prefix (source->text + two->start, "Interviewer: How did"));
  cr_expect_str_eq (two->made_at, "2024-02-01");
}

Test (read_pdf, reads_one_column_after_the_other)
{
  g_autoptr (Source) source = read_fixture (&reader_pdf, "columns.pdf");

  cr_expect (g_str_has_prefix (source->text,
                               "A title over both of the columns\n\nThe first column begins here "
                               "and it runs down to the end of the page before the second one has "
                               "its turn, as in a journal that is printed in two columns.\n\n"
                               "Second paragraph of the first column, which is also longer than "
                               "one line of text.\n\nThe second column is read after the first "));
}

Test (read_pdf, reads_tables_lists_and_what_is_filled_in)
{
  g_autoptr (Source) source = read_fixture (&reader_pdf, "form.pdf");
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras,
                    "text 0 Answers\nrow 0 *Question*\tAnswer\nrow 0 Since when?\tSince 2019\n"
                    "row 0 How often?\tEvery week\ntext 0 [• ]one\ntext 0 [• ]two\n"
                    "text 0 [1. ]first\ntext 0 [2. ]second\n"
                    "text 0 Your name: Pseudonym A\ntext 0 blue\n");
}

Test (read_pdf, reads_a_page_that_is_printed_sideways)
{
  g_autoptr (Source) source = read_fixture (&reader_pdf, "sideways.pdf");

  cr_expect_str_eq (source->text, "Printed sideways on the page, and read all the same.");
}

Test (read_pdf, refuses_in_words_what_has_none)
{
  expect_fixture_refused (&reader_pdf, "scanned.pdf", "it has pictures of pages, no text; ");
  expect_fixture_refused (&reader_pdf, "blank.pdf", "there are no words in it");
  expect_fixture_refused (&reader_pdf, "locked.pdf",
                          "it is password-protected; save a copy without the password");
}

/* A page of one font. `picture`: one lies over all of it; `after`: what comes behind the words. */
static char *
page_printing (const char *words, gboolean picture, const char *after)
{
  const char *image = picture ? "q 200 0 0 100 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q " : "";
  g_autofree char *stream
      = g_strdup_printf ("%sBT /F1 9 Tf 5 50 Td (%s) Tj ET %s", image, words, after);

  return g_strdup_printf (
      "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font"
      "<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
      "4 0 obj<</Length %zu>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n",
      strlen (stream), stream);
}

static gboolean
source_finds (const Source *source, const char *words)
{
  for (guint i = 0; i < source->findings->len; i++)
    if (strstr (((const EspFinding *)source->findings->pdata[i])->what, words) != NULL)
      return TRUE;
  return FALSE;
}

Test (read_pdf, refuses_letters_that_are_no_words)
{
  g_autofree char *rubbish = page_printing ("! # ; = / % & * + ^ ~ @ $ ! # ; = / % a *", FALSE, "");
  g_autofree char *damaged
      = page_printing ("! # ; = / % & * + ^ ~ @ $ ! # ; = / % a *", FALSE, "zork ");

  expect_refused (
      &reader_pdf, rubbish, strlen (rubbish),
      "its fonts do not say what letters they print, and what comes out are no words; ");
  expect_refused (&reader_pdf, damaged, strlen (damaged),
                  "it is a PDF file that is damaged: what comes out of it are no words; ");
}

/* ---- letters that stand for others */

static const char *const languages[] = {
  "Hmm, yes. I went there with my daughter, and the nurses were kind; mhm, well, they helped us.",
  "Ach, ganz gut. Die Pflegerin kommt täglich, meine Tochter hilft auch, früher war es schlechter.",
  "Ça va mieux, grâce à ma mère, elle m'a aidée à préparer les repas, chaque matin, chez nous.",
  "Mejor, la verdad. Mi niña me ayuda mucho por la mañana, y el médico también vino aquí ayer.",
  "Trochę lepiej. Córka pomaga mi każdego dnia, a pielęgniarka przychodzi w środę; krtań, wstrząs.",
  "Už je to lepší. Dcera pomáhá každý den, čtvrt hodiny chodím, sestra přijde zítra ráno.",
  "Kicsit jobban. A lányom minden nap segít, és a nővér szerdán jön, ősszel volt a legrosszabb.",
  "Det är bättre nu. Min dotter hjälper mig på morgonen, och läkaren ringde också i går kväll.",
  "Biraz daha iyiyim. Kızım her gün bana yardım ediyor, hemşire de çarşamba günleri geliyor.",
  "Λίγο καλύτερα. Η κόρη μου με βοηθάει κάθε μέρα και η νοσοκόμα έρχεται την Τετάρτη το πρωί.",
  "Немного лучше. Дочь помогает мне каждый день, а медсестра приходит по средам, взгляд строг.",
  "Dipyn bach yn well. Mae fy merch yn helpu bob dydd, bwrdd iechyd newydd, a'r nyrs hefyd.",
  "Đỡ hơn một chút. Con gái tôi giúp tôi mỗi ngày, còn y tá thì đến vào thứ tư, trước mùa thu.",
  "好一点了。女儿每天都来帮我，护士星期三来。أفضل قليلا. ابنتي تساعدني كل يوم, קצת יותר טוב",
};

Test (read_pdf, finds_vowels_in_the_words_of_any_language)
{
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint n = 0; n < 20; n++)
        g_string_append_printf (text, "%s\n", languages[i]);
      guint words = 0;
      cr_expect_eq (sense_vowelless (text->str, &words), 0, "%s", languages[i]);
      cr_expect (words >= 50 || i + 1 == G_N_ELEMENTS (languages), "%u: %s", words, languages[i]);
    }
}

/* A font of which the letters are numbered, and nothing says how, gives each letter as another. */
Test (read_pdf, warns_of_letters_that_stand_for_others)
{
  g_autoptr (GString) page = g_string_new ("Page) Tj /F1 1 Tf 0 -4 Td (");
  for (guint n = 0; n < 10; n++)
    g_string_append (page, "L zhqw wkhuh zlwk pb gdxjkwhu dqg wkh qxuvhv zhuh nlqg wkhb khoshg xv) "
                           "Tj 0 -4 Td (");
  g_autofree char *bytes = page_printing (page->str, FALSE, "");
  g_autoptr (Source) source = source_of (&reader_pdf, bytes, strlen (bytes));

  cr_expect (source_finds (source, "longer words: its fonts may not say"), "%s", source->text);
}

Test (read_pdf, warns_of_damage_and_of_words_over_a_picture_of_the_page)
{
  g_autofree char *damaged = page_printing ("Three small words", FALSE, "zork ");
  g_autofree char *scanned = page_printing ("Three small words", TRUE, "");
  g_autoptr (Source) one = source_of (&reader_pdf, damaged, strlen (damaged));
  g_autoptr (Source) two = source_of (&reader_pdf, scanned, strlen (scanned));
  g_autoptr (Source) whole = read_fixture (&reader_pdf, "interview.pdf");

  cr_expect (source_finds (one, "is damaged in 1 place; 3 words came out of its 1 page"));
  cr_expect_not (source_finds (one, "over a picture"));
  cr_expect (source_finds (two, "over a picture"));
  cr_expect_not (source_finds (whole, "is damaged") || source_finds (whole, "over a picture"));
}

Test (read_pdf, reads_what_only_its_owner_may_change)
{
  g_autoptr (Source) source = read_fixture (&reader_pdf, "owner-locked.pdf");

  cr_expect_str_eq (source->text, "Secret words");
}

static void
expect_limited (const char *name, const PdfLimits *limits, const char *message)
{
  gsize size = 0;
  g_autofree char *bytes = fixture (name, &size);
  g_autoptr (GError) error = NULL;

  cr_assert_null (pdf_load (bytes, size, limits, &error));
  cr_expect_str_eq (error->message, message);
}

Test (read_pdf, stops_at_its_limits)
{
  expect_limited ("interview.pdf", &(PdfLimits){ 2, 1000000, 60 },
                  "it has 3 pages, and 2 are the most that are read; import it in parts");
  expect_limited ("interview.pdf", &(PdfLimits){ 10, 100, 60 },
                  "it has more than 100 letters, the most that are read; import it in parts");
  expect_limited ("endless.pdf", &(PdfLimits){ 10, 1000000, 1 },
                  "it takes more than 1 seconds to read; save its text as .docx or .txt");
}

/* The right text or one sentence, never a crash. */
static void
expect_borne (const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Source) source = reader_pdf.read (bytes, size, NULL, &error);

  cr_assert_neq (source == NULL, error == NULL);
  cr_assert (source == NULL || g_utf8_validate (source->text, -1, NULL));
  cr_assert (error == NULL
             || (error->code == ESP_ERROR_INPUT && strchr (error->message, '\n') == NULL));
}

Test (read_pdf, bears_files_that_are_cut_short_or_damaged)
{
  gsize size = 0;
  g_autofree char *bytes = fixture ("form.pdf", &size);

  for (gsize cut = 0; cut < size; cut += 13)
    expect_borne (bytes, cut);
  for (gsize i = 0; i < size; i += 11)
    {
      const char was = bytes[i];
      bytes[i] = (char)(was ^ 0x15);
      expect_borne (bytes, size);
      bytes[i] = was;
    }
}

static gpointer
read_many (gpointer data)
{
  static const char *const names[] = { "interview.pdf", "form.pdf", "columns.pdf", "scanned.pdf" };
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < 20; i++)
    {
      gsize size = 0;
      g_autofree char *bytes = fixture (names[i % G_N_ELEMENTS (names)], &size);
      g_autoptr (GError) error = NULL;
      g_autoptr (Source) source = reader_pdf.read (bytes, size, NULL, &error);
      g_string_append (all, source != NULL ? source->text : error->message);
    }
  (void)data;
  return g_string_free (all, FALSE);
}

Test (read_pdf, reads_in_several_threads_as_in_one)
{
  g_autofree char *alone = read_many (NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_many, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *text = g_thread_join (threads[i]);
      cr_expect_str_eq (text, alone);
    }
}

#else

Test (read_pdf, says_when_it_was_built_without)
{
  gsize size = 0;
  g_autofree char *bytes = fixture ("interview.pdf", &size);
  g_autoptr (GError) error = NULL;

  cr_assert_null (reader_pdf.read (bytes, size, NULL, &error));
  cr_expect_str_eq (error->message, "this espalier was built without reading PDF; save its text as "
                                    ".docx or .txt");
}

#endif

Test (read_pdf, bids_for_a_pdf_whatever_stands_before_it)
{
  cr_expect_eq (reader_pdf.bid ("%PDF-1.7\n", 9, "a.txt"), 95);
  static const char late[] = "\n\n%PDF-1.7\n1 0 obj\nendobj\n%%EOF";
  cr_expect_gt (reader_pdf.bid (late, sizeof late - 1, "a.txt"), 30);
  cr_expect_eq (reader_pdf.bid ("I write %PDF-1.4 here", 21, "a.pdf"), 0);
  cr_expect_eq (reader_pdf.bid ("", 0, "a.pdf"), 0);
}

/* ---- pages of our own: every letter is half as wide as high */

static void
put (PdfBook *book, guint page, float x, float y, float size, gboolean bold, const char *words)
{
  while (book->pages->len <= page)
    pdf_book_add_page (book, 600, 800);
  for (const char *at = words; *at != '\0'; at = g_utf8_next_char (at), x += size / 2)
    {
      const PdfGlyph glyph = { .x1 = x,
                               .y1 = y,
                               .x2 = x + size / 2,
                               .y2 = y + size,
                               .size = size,
                               .letter = g_utf8_get_char (at),
                               .bold = bold };
      g_array_append_val (pdf_book_page (book, page)->glyphs, glyph);
    }
  const PdfGlyph end = { .letter = '\n' };
  g_array_append_val (pdf_book_page (book, page)->glyphs, end);
}

/* Lines of ten points from 100 down, 12 points apart; an empty one leaves space. */
static void
put_lines (PdfBook *book, guint page, float x, const char *const *lines)
{
  float y = 100;

  for (; *lines != NULL; lines++, y += 12)
    if (**lines != '\0')
      put (book, page, x, y, 10, FALSE, *lines);
}

#define LINES(...)                                                                                 \
  (const char *const[])                                                                            \
  {                                                                                                \
    __VA_ARGS__, NULL                                                                              \
  }

static char *
written (PdfBook *book)
{
  g_autoptr (Source) source = pdf_write (book);

  return describe (source);
}

Test (read_pdf_pages, takes_out_numbers_of_paragraphs_and_begins_paragraphs_at_them)
{
  g_autoptr (PdfBook) book = pdf_book_new ();
  const char *const words[] = { "One: Hello.", "Two: Yes, and then", "a line more.",
                                "One: And?",   "Two: No.",           "One: Bye." };
  const char *const numbers[] = { "1", "2", "", "3", "4", "5" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      put (book, i / 3, 60, 100 + 30 * (i % 3), 10, FALSE, words[i]);
      put (book, i / 3, 30, 100 + 30 * (i % 3), 10, FALSE, numbers[i]);
    }
  /* The next number stands at the end of a page once more. */
  put (book, 0, 30, 190, 10, FALSE, "3");
  g_autoptr (Source) source = pdf_write (book);
  g_autofree char *paras = describe (source);
  cr_expect_str_eq (paras, "text 0 One: Hello.\ntext 0 Two: Yes, and then a line more.\n"
                           "text 0 One: And?\ntext 0 Two: No.\ntext 0 One: Bye.\n");
  expect_finding (source, ESP_GRADE_NOTE, "has 6 paragraph numbers beside the text");
}

Test (read_pdf_pages, begins_paragraphs_at_their_numbers_and_nowhere_else)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i / 2 + 1);
      put (book, 0, 60, 100 + 12 * i, 10, FALSE, "A line that is full of words to its end");
      if (i % 2 == 0)
        put (book, 0, 30, 100 + 12 * i, 10, FALSE, number);
    }
  g_autoptr (Source) source = pdf_write (book);
  cr_expect_eq (source->paras->len, 4);
}

Test (read_pdf_pages, takes_out_numbers_of_lines)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  for (guint page = 0; page < 2; page++)
    for (guint i = 0; i < 5; i++)
      {
        g_autofree char *number = g_strdup_printf ("%u", i + 1);
        put (book, page, 35, 100 + 24 * i, 10, FALSE, number);
        put (book, page, 72, 100 + 24 * i, 10, FALSE,
             page == 0 ? "a line of words that goes from one side to the other side of it"
                       : "one more line that is as long as that of the page before, or so");
      }
  g_autoptr (Source) source = pdf_write (book);
  cr_expect_eq (source->paras->len, 1);
  expect_finding (source, ESP_GRADE_NOTE, "has 10 line numbers beside the text");
}

Test (read_pdf_pages, takes_out_every_fifth_number)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  for (guint i = 1; i <= 30; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      put (book, 0, 72, 40 + 12 * i, 10, FALSE, "a line of words that goes from side to side");
      if (i % 5 == 0)
        put (book, 0, 40, 40 + 12 * i, 10, FALSE, number);
    }
  g_autoptr (Source) source = pdf_write (book);
  expect_finding (source, ESP_GRADE_NOTE, "has 6 line numbers beside the text");
}

Test (read_pdf_pages, keeps_the_numbers_of_a_table)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  put (book, 0, 30, 100, 10, FALSE, "No");
  put (book, 0, 100, 100, 10, FALSE, "Question");
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      put (book, 0, 30, 120 + 20 * i, 10, FALSE, number);
      put (book, 0, 100, 120 + 20 * i, 10, FALSE, "What is it?");
    }
  g_autofree char *paras = written (book);
  cr_expect (g_str_has_prefix (paras, "row 0 No\tQuestion\nrow 0 1\tWhat is it?\nrow 0 2\t"), "%s",
             paras);
}

Test (read_pdf_pages, takes_out_headers_footers_and_page_numbers)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  for (guint page = 0; page < 6; page++)
    {
      g_autofree char *number = g_strdup_printf ("Page %u of 6", page + 1);
      g_autofree char *words = g_strdup_printf ("Words of page %c, which stay.", 'A' + (int)page);
      put (book, page, 60, 30, 9, FALSE, page % 2 == 0 ? "Left header" : "Right header");
      put (book, page, 60, 100, 10, FALSE, "Interviewer:");
      put (book, page, 60, 112, 10, FALSE, words);
      put (book, page, 60, 760, 9, FALSE, "Draft of 2024");
      put (book, page, 400, 760, 9, FALSE, number);
    }
  g_autoptr (Source) source = pdf_write (book);
  cr_expect_null (strstr (source->text, "header"));
  cr_expect_null (strstr (source->text, "Draft"));
  cr_expect_null (strstr (source->text, "Page 1"));
  cr_expect_not_null (strstr (source->text, "Interviewer:\n\nWords of page F, which stay."));
  expect_finding (source, ESP_GRADE_NOTE, "has page headers on 6 pages");
  expect_finding (source, ESP_GRADE_NOTE, "has page footers on 6 pages");
  expect_finding (source, ESP_GRADE_NOTE, "has page numbers on 6 pages");
}

/* Two pages of text, with or without a raised sign, and small words at the foot of the first. */
static char *
written_with_foot (const char *sign, const char *const *foot)
{
  g_autoptr (PdfBook) book = pdf_book_new ();
  const char *const first[] = { "P1: We went to the mill on every day of", NULL };
  const char *const second[]
      = { "the week and stayed. P1: It was too late", "for all of us.", NULL };

  put_lines (book, 0, 60, first);
  put (book, 0, 255, 98, 6, FALSE, sign);
  put_lines (book, 1, 60, second);
  for (guint i = 0; foot[i] != NULL; i++)
    put (book, 0, 60, 700 + 10 * (float)i, 8, FALSE, foot[i]);
  return written (book);
}

Test (read_pdf_pages, puts_footnotes_behind_the_text_that_goes_on_over_them)
{
  const char *const foot[]
      = { "1 A name was changed, and the place of the mill", "with it.", "2 The old one.", NULL };
  g_autofree char *noted = written_with_foot ("12", foot);
  g_autofree char *unsigned_foot = written_with_foot ("", foot);

  cr_expect_str_eq (noted,
                    "text 0 P1: We went to the mill on every day of12 the week and stayed. P1: It "
                    "was too late for all of us.\n"
                    "note 0 1 A name was changed, and the place of the mill with it.\n"
                    "note 0 2 The old one.\n");
  cr_expect_null (strstr (unsigned_foot, "note"));
}

Test (read_pdf_pages, keeps_small_words_that_no_sign_calls)
{
  g_autofree char *spoken = written_with_foot ("1", LINES ("P2: 1 or 2 of them, I think."));
  g_autofree char *figures = written_with_foot ("1", LINES ("7 of them, I think."));

  cr_expect_not_null (strstr (spoken, "text 0 P2: 1 or 2 of them, I think.\n"));
  cr_expect_not_null (strstr (figures, "7 of them, I think.\n"));
  cr_expect_null (strstr (figures, "note"));
}

Test (read_pdf_pages, knows_the_number_of_an_only_page)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  put (book, 0, 60, 100, 10, FALSE, "Words.");
  put (book, 0, 500, 780, 10, FALSE, "1/1");
  g_autofree char *paras = written (book);
  cr_expect_str_eq (paras, "text 0 Words.\n");
}

Test (read_pdf_pages, reads_once_a_line_that_two_pages_cut)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  put (book, 0, 60, 780, 10, FALSE, "The last line of this page is here");
  put (book, 1, 60, -2, 10, FALSE, "The last line of this page is here");
  put (book, 1, 60, 10, 10, FALSE, "and it goes on with these words.");
  g_autoptr (Source) source = pdf_write (book);
  cr_expect_str_eq (source->text,
                    "The last line of this page is here and it goes on with these words.");
  expect_finding (source, ESP_GRADE_NOTE, "has 1 line printed on two pages");
}

Test (read_pdf_pages, begins_paragraphs_at_space_indents_and_short_lines)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  put_lines (book, 0, 60,
             LINES ("These words fill the line up to the end of it, and", "there is a short one.",
                    "After it this one fills the line to its end again,",
                    "and is the last before the space that comes now ok", "",
                    "After the space another one begins that is as wide", "as the others were."));
  put (book, 0, 80, 184, 10, FALSE, "Set in, this is one more that fills its line ok.");
  put (book, 0, 60, 196, 10, FALSE, "It ends here.");
  g_autofree char *paras = written (book);
  cr_expect_str_eq (
      paras, "text 0 These words fill the line up to the end of it, and there is a short one.\n"
             "text 0 After it this one fills the line to its end again, and is the last "
             "before the space that comes now ok\n"
             "text 0 After the space another one begins that is as wide as the others were.\n"
             "text 0 Set in, this is one more that fills its line ok. It ends here.\n");
}

Test (read_pdf_pages, begins_a_turn_at_a_name_that_began_others)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  put_lines (book, 0, 60,
             LINES ("P1: Short.", "P1: Again short.",
                    "P2: Here the words fill the whole line of it.",
                    "P1: This follows at once after a full line of it.",
                    "Note: is no speaker: this only goes on with it ok"));
  g_autofree char *paras = written (book);
  cr_expect_str_eq (paras,
                    "text 0 P1: Short.\ntext 0 P1: Again short.\n"
                    "text 0 P2: Here the words fill the whole line of it.\n"
                    "text 0 P1: This follows at once after a full line of it. Note: is no speaker: "
                    "this only goes on with it ok\n");
}

/* A line of 46 letters that begins so: no word more has room on it. */
static void
put_full_line (PdfBook *book, guint number, const char *beginning)
{
  g_autofree char *line = g_strdup (beginning);

  while (g_utf8_strlen (line, -1) < 46)
    {
      char *longer = g_strconcat (line, g_utf8_strlen (line, -1) % 4 == 2 ? " " : "e", NULL);
      g_free (line);
      line = longer;
    }
  put (book, 0, 60, 100 + 12 * (float)number, 10, FALSE, line);
}

/* Every paragraph fills its last line, so that only what it opens with shows where it begins. */
static void
expect_opened_by (const char *one, const char *two)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  for (guint i = 0; i < 10; i++)
    {
      put_full_line (book, i * 2, i % 2 == 0 ? one : two);
      put_full_line (book, i * 2 + 1, "and so it went on to the end of the line");
    }
  g_autoptr (Source) source = pdf_write (book);
  cr_expect_eq (source->paras->len, 10, "%u paragraphs with '%s': %s", source->paras->len, one,
                source->text);
}

Test (read_pdf_pages, begins_a_turn_at_what_stands_at_beginnings_of_lines_too_often_for_chance)
{
  expect_opened_by ("Interviewer: so", "Anna: so");
  expect_opened_by ("INT\uff1a so", "P1\uff1a so");
  expect_opened_by ("[00:14:03] Ann: so", "[00:15:13] Ben: so");
  expect_opened_by ("[id1] so", "[id2] so");
}

Test (read_pdf_pages, begins_no_turn_at_words_that_stand_inside_lines_too)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  for (guint i = 0; i < 4; i++)
    {
      put_full_line (book, i * 2, "Mind: this is said, and again Mind: it is");
      put_full_line (book, i * 2 + 1, "so that all of us know it and go on with");
    }
  g_autoptr (Source) source = pdf_write (book);
  cr_expect_eq (source->paras->len, 1, "%s", source->text);
}

Test (read_pdf_pages, tells_damage_and_words_over_pictures)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  put (book, 0, 60, 100, 10, FALSE, "Three small words");
  book->faults = 7;
  book->scanned = 1;
  g_autoptr (Source) source = pdf_write (book);
  expect_finding (source, ESP_GRADE_WARNING,
                  "is damaged in 7 places; 3 words came out of its 1 page");
  expect_finding (source, ESP_GRADE_WARNING,
                  "has 1 page with words over a picture of all of it, as scanned pages have (OCR)");
}

Test (read_pdf_pages, keeps_the_hanging_lines_of_a_turn)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  for (guint i = 0; i < 4; i++)
    {
      put (book, 0, 60, 100 + 24 * i, 10, FALSE, "Ann: words that fill the whole of this line, so");
      put (book, 0, 90, 112 + 24 * i, 10, FALSE, "it goes on with more of them to its end.");
    }
  g_autoptr (Source) source = pdf_write (book);
  cr_expect_eq (source->paras->len, 4);
}

Test (read_pdf_pages, joins_words_that_a_line_end_divides)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  put_lines (book, 0, 60,
             LINES ("She is well-known, and an example of it is the exam-",
                    "ple of the mill; as said, a well-", "known place, with soft hy\u00AD",
                    "phens; and a dash - or two - and COVID-", "19; and non-", "smokers."));
  g_autoptr (Source) source = pdf_write (book);
  g_autofree char *one = g_strdup (source->text);
  g_strdelimit (one, "\n", ' ');
  cr_expect_not_null (strstr (one, "is the example of the mill"), "%s", one);
}

static PdfJoin
join_of (const char *const *lines, guint line)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  put_lines (book, 0, 60, lines);
  pdf_book_cut (book);
  g_autoptr (PdfOrder) order = pdf_order_new (book);
  g_autoptr (PdfText) text = pdf_text_new (book, order);
  return pdf_text_join (text, line, line + 1);
}

Test (read_pdf_pages, tells_hyphens_of_the_line_from_those_of_the_word)
{
  cr_expect_eq (join_of (LINES ("an example was the exam-", "ple of it"), 0), PDF_JOIN_HYPHEN);
  cr_expect_eq (join_of (LINES ("a well-known place, well-", "known to all"), 0), PDF_JOIN_TIGHT);
  cr_expect_eq (join_of (LINES ("soft hy\u00AD", "phens"), 0), PDF_JOIN_HYPHEN);
  cr_expect_eq (join_of (LINES ("in COVID-", "19 times"), 0), PDF_JOIN_TIGHT);
  cr_expect_eq (join_of (LINES ("a dash -", "and more"), 0), PDF_JOIN_BLANK);
  cr_expect_eq (join_of (LINES ("I went- ", "\"no\""), 0), PDF_JOIN_BLANK);
  cr_expect_eq (join_of (LINES ("only this one-", "way street"), 0), PDF_JOIN_TIGHT);
  cr_expect_eq (join_of (LINES ("唐鳳說", "你好"), 0), PDF_JOIN_TIGHT);
  cr_expect_eq (join_of (LINES ("plain", "words"), 0), PDF_JOIN_BLANK);
}

Test (read_pdf_pages, finds_headings_by_their_size)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  put (book, 0, 60, 60, 20, FALSE, "Title");
  put (book, 0, 60, 100, 14, FALSE, "Part");
  put (book, 0, 60, 130, 10, FALSE, "Words that are many more than those of the headings.");
  put (book, 0, 60, 160, 14, FALSE, "Other part");
  put (book, 0, 60, 190, 10, FALSE, "Words that are many more than those of the headings.");
  put (book, 0, 60, 220, 20, FALSE, "* * *");
  g_autofree char *paras = written (book);
  cr_expect (g_str_has_prefix (paras, "heading 1 Title\nheading 2 Part\ntext 0 Words"), "%s",
             paras);
  cr_expect_not_null (strstr (paras, "heading 2 Other part\n"));
  cr_expect_not_null (strstr (paras, "text 0 [* ]* *\n"));
}

Test (read_pdf_pages, reads_letters_as_text_has_them)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  put (book, 0, 60, 100, 10, FALSE, "\uFB01n\u00A0a\u200Bb\u202A \uFEFBx\001\u00ADy");
  put (book, 0, 60, 140, 10, FALSE, "\uF0B7 bullet");
  put (book, 0, 60, 180, 10, FALSE, "\uE123 own");
  g_autoptr (Source) source = pdf_write (book);
  g_autofree char *paras = describe (source);
  cr_expect_str_eq (paras, "text 0 fin ab \u0644\u0627xy\ntext 0 [• ]bullet\ntext 0 \uFFFD own\n");
  expect_finding (source, ESP_GRADE_NOTE, "has 1 symbol of a font of its own");
}

Test (read_pdf_pages, reads_lines_that_run_to_the_left)
{
  g_autoptr (PdfBook) book = pdf_book_new ();

  put (book, 0, 300, 100, 10, FALSE, "\u05D0\u05D1");
  put (book, 0, 100, 100, 10, FALSE, "\u05D2\u05D3");
  g_autofree char *paras = written (book);
  cr_expect_str_eq (paras, "text 0 \u05D0\u05D1 \u05D2\u05D3\n");
}

Test (read_pdf_pages, knows_beginnings_of_lists_and_turns)
{
  gboolean bullet = FALSE;

  cr_expect_eq (pdf_mark_size ("1. a", &bullet), 3);
  cr_expect_eq (pdf_mark_size ("(d) a", &bullet), 4);
  cr_expect_eq (pdf_mark_size ("b) a", &bullet), 3);
  cr_expect_not (bullet);
  cr_expect_eq (pdf_mark_size ("- a", &bullet), 2);
  cr_expect (bullet);
  cr_expect_eq (pdf_mark_size ("1990. a", &bullet), 0);
  cr_expect_eq (pdf_mark_size ("(605) 574", &bullet), 0);
  cr_expect_eq (pdf_mark_size ("(a. b", &bullet), 0);
  cr_expect_eq (pdf_mark_size (". a", &bullet), 0);
  cr_expect_eq (pdf_mark_size ("", &bullet), 0);
  cr_expect_eq (pdf_label_size ("P1: yes"), 3);
  cr_expect_eq (pdf_label_size ("唐鳳：好"), strlen ("唐鳳："));
  cr_expect_eq (pdf_label_size ("he said: yes"), 0);
  cr_expect_eq (pdf_label_size ("At 10:30 we"), 0);
  cr_expect_eq (pdf_label_size ("Yes, she: no"), 0);
  cr_expect_eq (pdf_label_size ("No colon"), 0);
}

/* Whatever stands on the pages, every letter of it is in the text, once. */
Test (read_pdf_pages, loses_no_letter_and_doubles_none)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (PdfBook) book = pdf_book_new ();
      guint wanted[26] = { 0 }, found[26] = { 0 };
      for (guint i = 0; i < 60; i++)
        {
          char words[13] = "";
          const guint count = (guint)g_rand_int_range (rand, 1, 12);
          for (guint at = 0; at < count; at++)
            {
              words[at] = (char)('a' + g_rand_int_range (rand, 0, 26));
              wanted[words[at] - 'a']++;
            }
          words[count] = '\0';
          put (book, i / 30, (float)g_rand_double_range (rand, -20, 600),
               (float)g_rand_double_range (rand, 20, 780),
               5.0f + (float)g_rand_int_range (rand, 0, 9), g_rand_boolean (rand), words);
        }
      g_autoptr (Source) source = pdf_write (book);
      for (const char *at = source->text; *at != '\0'; at++)
        if (g_ascii_islower (*at))
          found[*at - 'a']++;
      cr_assert_arr_eq (found, wanted, sizeof found, "round %u: %s", round, source->text);
    }
}
