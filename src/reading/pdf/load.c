/* Getting the letters out of a PDF, through poppler.
 *
 * Poppler has nothing to stop it with, and a few hundred bytes can have it draw for years. It asks
 * for the bytes of the file again and again, though: once the time is over, the stream has no more
 * of them, and poppler ends soon.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/load.h"

#include "base/error.h"

#include <string.h>

const PdfLimits pdf_limits = { .pages = 10000, .letters = 20 * 1000 * 1000, .seconds = 60 };

#ifndef HAVE_POPPLER

PdfBook *
pdf_load (const char *bytes G_GNUC_UNUSED, gsize size G_GNUC_UNUSED,
          const PdfLimits *limits G_GNUC_UNUSED, GError **error)
{
  fail (error, ESP_ERROR_INPUT,
        "this espalier was built without reading PDF; save its text as .docx or .txt");
  return NULL;
}

#else

#include <poppler.h>
#include <stdio.h>

/* ---- the bytes, as long as there is time */

typedef struct
{
  GMemoryInputStream parent;
  gint64 deadline; /* of the monotonic clock */
  gboolean late;
} PdfStream;

typedef struct
{
  GMemoryInputStreamClass parent;
} PdfStreamClass;

static GType pdf_stream_get_type (void);
G_DEFINE_TYPE (PdfStream, pdf_stream, G_TYPE_MEMORY_INPUT_STREAM)

static gboolean
pdf_stream_is_late (PdfStream *self)
{
  self->late = self->late || g_get_monotonic_time () > self->deadline;
  return self->late;
}

static gssize
pdf_stream_read (GInputStream *stream, void *into, gsize size, GCancellable *cancellable,
                 GError **error)
{
  if (pdf_stream_is_late ((PdfStream *)stream))
    return 0;
  return G_INPUT_STREAM_CLASS (pdf_stream_parent_class)
      ->read_fn (stream, into, size, cancellable, error);
}

static void
pdf_stream_class_init (PdfStreamClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = pdf_stream_read;
}

static void
pdf_stream_init (PdfStream *self)
{
  self->deadline = G_MAXINT64;
}

static PdfStream *
pdf_stream_new (const char *bytes, gsize size, guint seconds)
{
  g_autoptr (GBytes) all = g_bytes_new_static (bytes, size);
  PdfStream *self = g_object_new (pdf_stream_get_type (), NULL);

  g_memory_input_stream_add_bytes (G_MEMORY_INPUT_STREAM (self), all);
  self->deadline = g_get_monotonic_time () + (gint64)seconds * G_USEC_PER_SEC;
  return self;
}

/* ---- what is damaged */

/* Poppler tells what it cannot make sense of to whoever runs the program, and nothing to the
 * program: what is told while a thread reads a file is about that file. */
static _Thread_local guint faults;

/* ---- letters */

typedef struct
{
  PdfBook *book;
  PdfPage *page;
  guint number; /* of the page, from 0 */
  guint letters;
  guint looked_at; /* pages with words where pictures were looked for */
} Loader;

static gboolean
font_is_bold (const char *name)
{
  static const char *const words[] = { "bold", "black", "heavy", "demi" };
  g_autofree char *folded = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  for (guint i = 0; folded != NULL && i < G_N_ELEMENTS (words); i++)
    if (strstr (folded, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* A damaged file may have letters anywhere, and at no number. */
static float
place_sane (double at)
{
  return at > -1e6 && at < 1e6 ? (float)at : 0;
}

/* Poppler gives the letters, and of each its place; a font for each stretch of them. */
static void
loader_add_letters (Loader *self, const char *text, const PopplerRectangle *places, guint count)
{
  const char *at = text;

  for (guint i = 0; i < count && *at != '\0'; i++, at = g_utf8_next_char (at))
    {
      const PopplerRectangle *place = &places[i];
      const PdfGlyph glyph = { .x1 = place_sane (MIN (place->x1, place->x2)),
                               .y1 = place_sane (MIN (place->y1, place->y2)),
                               .x2 = place_sane (MAX (place->x1, place->x2)),
                               .y2 = place_sane (MAX (place->y1, place->y2)),
                               .letter = g_utf8_get_char (at) };
      g_array_append_val (self->page->glyphs, glyph);
    }
}

static void
loader_add_fonts (Loader *self, GList *fonts)
{
  for (const GList *link = fonts; link != NULL; link = link->next)
    {
      const PopplerTextAttributes *font = link->data;
      const gboolean bold = font_is_bold (font->font_name);
      for (gint i = MAX (font->start_index, 0);
           i <= font->end_index && i < (gint)self->page->glyphs->len; i++)
        {
          PdfGlyph *glyph = &g_array_index (self->page->glyphs, PdfGlyph, i);
          glyph->bold = bold;
          glyph->size = place_sane (font->font_size);
        }
    }
}

static void
loader_read_letters (Loader *self, PopplerPage *from)
{
  g_autofree char *text = poppler_page_get_text (from);
  g_autofree PopplerRectangle *places = NULL;
  guint count = 0;

  if (text == NULL || !poppler_page_get_text_layout (from, &places, &count))
    return;
  GList *fonts = poppler_page_get_text_attributes (from);
  loader_add_letters (self, text, places, count);
  loader_add_fonts (self, fonts);
  poppler_page_free_text_attributes (fonts);
}

/* ---- what is filled in */

/* A line of the words of a field, set like print in its place. */
static void
loader_add_field_line (Loader *self, const char *words, const PopplerRectangle *area, guint line,
                       guint lines)
{
  const float left = place_sane (MIN (area->x1, area->x2));
  const float right = place_sane (MAX (area->x1, area->x2));
  const float top = self->page->height - place_sane (MAX (area->y1, area->y2));
  const float height = (self->page->height - place_sane (MIN (area->y1, area->y2)) - top) / lines;
  const glong count = g_utf8_strlen (words, -1);
  const float step = (right - left) / MAX (count, 1), size = MIN (height, 12);
  glong at = 0;

  for (const char *letter = words; *letter != '\0'; letter = g_utf8_next_char (letter), at++)
    {
      const PdfGlyph glyph = { .x1 = left + step * at,
                               .x2 = left + step * (at + 1),
                               .y1 = top + height * line,
                               .y2 = top + height * (line + 1),
                               .size = size,
                               .letter = g_utf8_get_char (letter) };
      g_array_append_val (self->page->glyphs, glyph);
    }
  const PdfGlyph end = { .letter = '\n' };
  g_array_append_val (self->page->glyphs, end);
}

/* What is chosen of a list, one a line. */
static char *
choice_words (PopplerFormField *field)
{
  GString *words = g_string_new (NULL);

  for (int i = 0; i < poppler_form_field_choice_get_n_items (field); i++)
    if (poppler_form_field_choice_is_item_selected (field, i))
      {
        g_autofree char *item = poppler_form_field_choice_get_item (field, i);
        g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "",
                                item != NULL ? item : "");
      }
  return g_string_free (words, FALSE);
}

static char *
field_words (PopplerFormField *field)
{
  switch (poppler_form_field_get_field_type (field))
    {
    case POPPLER_FORM_FIELD_TEXT:
      return poppler_form_field_text_is_password (field) ? NULL
                                                         : poppler_form_field_text_get_text (field);
    case POPPLER_FORM_FIELD_CHOICE:
      return choice_words (field);
    default:
      return NULL; /* a button, a signature */
    }
}

static void
loader_read_fields (Loader *self, PopplerPage *from)
{
  GList *all = poppler_page_get_form_field_mapping (from);
  const PdfGlyph end = { .letter = '\n' };

  g_array_append_val (self->page->glyphs, end);
  for (const GList *link = all; link != NULL; link = link->next)
    {
      const PopplerFormFieldMapping *one = link->data;
      g_autofree char *raw = field_words (one->field);
      g_autofree char *words = g_utf8_make_valid (raw != NULL ? raw : "", -1);
      g_strdelimit (words, "\r", '\n');
      g_auto (GStrv) lines = g_strsplit (g_strstrip (words), "\n", -1);
      const guint count = g_strv_length (lines);
      for (guint i = 0; i < count; i++)
        loader_add_field_line (self, lines[i], &one->area, i, count);
    }
  poppler_page_free_form_field_mapping (all);
}

/* ---- what is written in the margins */

static gboolean
annotation_is_note (PopplerAnnotType type)
{
  switch (type)
    {
    case POPPLER_ANNOT_TEXT:
    case POPPLER_ANNOT_LINE:
    case POPPLER_ANNOT_SQUARE:
    case POPPLER_ANNOT_CIRCLE:
    case POPPLER_ANNOT_POLYGON:
    case POPPLER_ANNOT_POLY_LINE:
    case POPPLER_ANNOT_HIGHLIGHT:
    case POPPLER_ANNOT_UNDERLINE:
    case POPPLER_ANNOT_SQUIGGLY:
    case POPPLER_ANNOT_STRIKE_OUT:
    case POPPLER_ANNOT_CARET:
    case POPPLER_ANNOT_INK:
      return TRUE;
    default:
      return FALSE; /* a link, a field, a picture; free text stands on the page */
    }
}

/* "D:20240131154500+01'00'" is 2024-01-31T15:45:00+01:00. What does not look so is kept. */
static char *
date_from_pdf (const char *date)
{
  char zone = 0;
  guint year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, off = 0, off_minute = 0;
  const int found = date == NULL ? 0
                                 : sscanf (date, "D:%4u%2u%2u%2u%2u%2u%c%2u'%2u", &year, &month,
                                           &day, &hour, &minute, &second, &zone, &off, &off_minute);

  if (found < 3)
    return date != NULL ? g_utf8_make_valid (date, -1) : g_strdup ("");
  if (found < 6)
    return g_strdup_printf ("%04u-%02u-%02u", year, month, day);
  g_autofree char *zone_text = zone == 'Z' ? g_strdup ("Z")
                               : zone == '+' || zone == '-'
                                   ? g_strdup_printf ("%c%02u:%02u", zone, off, off_minute)
                                   : g_strdup ("");
  return g_strdup_printf ("%04u-%02u-%02uT%02u:%02u:%02u%s", year, month, day, hour, minute, second,
                          zone_text);
}

static float
outside (float at, float from, float to)
{
  return at < from ? from - at : at > to ? at - to : 0;
}

/* The letters that it lies on are its own; where there are none, it is about the place of the
 * nearest one. Returns whether it lies on some. */
static gboolean
loader_place_note (Loader *self, const PopplerRectangle *area, guint note)
{
  const float top = self->page->height - (float)MAX (area->y1, area->y2);
  const float bottom = self->page->height - (float)MIN (area->y1, area->y2);
  const float left = (float)MIN (area->x1, area->x2), right = (float)MAX (area->x1, area->x2);
  PdfGlyph *nearest = NULL;
  float least = G_MAXFLOAT;
  gboolean some = FALSE;

  for (guint i = 0; i < self->page->glyphs->len; i++)
    {
      PdfGlyph *glyph = &g_array_index (self->page->glyphs, PdfGlyph, i);
      const float across = outside ((glyph->x1 + glyph->x2) / 2, left, right);
      const float down = outside ((glyph->y1 + glyph->y2) / 2, top, bottom);
      if (glyph->note > 0 || glyph->letter == ' ' || glyph->letter == '\n')
        continue;
      some = some || across + down <= 0;
      if (across + down <= 0)
        glyph->note = note;
      else if (across + down * 4 < least)
        {
          least = across + down * 4;
          nearest = glyph;
        }
    }
  if (!some && nearest != NULL)
    nearest->note = note;
  return some;
}

static void
loader_add_note (Loader *self, PopplerAnnot *from, const PopplerRectangle *area)
{
  g_autofree char *text = poppler_annot_get_contents (from);

  if (!annotation_is_note (poppler_annot_get_annot_type (from)) || text == NULL)
    return;
  g_strdelimit (text, "\r", '\n');
  g_strstrip (text);
  if (*text == '\0')
    return;
  g_autofree char *made_at = poppler_annot_get_modified (from);
  g_autofree char *author = POPPLER_IS_ANNOT_MARKUP (from)
                                ? poppler_annot_markup_get_label (POPPLER_ANNOT_MARKUP (from))
                                : NULL;
  const PdfNote note = { .author = g_utf8_make_valid (author != NULL ? author : "", -1),
                         .text = g_utf8_make_valid (text, -1),
                         .made_at = date_from_pdf (made_at),
                         .is_place = FALSE };
  g_array_append_val (self->book->notes, note);
  const guint number = self->book->notes->len;
  g_array_index (self->book->notes, PdfNote, number - 1).is_place
      = !loader_place_note (self, area, number);
}

/* A page may claim any number of them, and each is looked up among all letters. */
static void
loader_read_notes (Loader *self, PopplerPage *from)
{
  guint most = MIN (10000, MAX (16, 50 * 1000 * 1000 / (self->page->glyphs->len + 1)));
  GList *all = poppler_page_get_annot_mapping (from);

  for (const GList *link = all; link != NULL && most > 0; link = link->next, most--)
    {
      const PopplerAnnotMapping *one = link->data;
      loader_add_note (self, one->annot, &one->area);
    }
  poppler_page_free_annot_mapping (all);
}

/* ---- pages */

static gboolean
page_is_blank (const PdfPage *page)
{
  for (guint i = 0; i < page->glyphs->len; i++)
    if (!g_unichar_isspace (pdf_page_glyph (page, i)->letter))
      return FALSE;
  return TRUE;
}

/* Poppler may read a document in each thread, but it looks for pictures by way of cairo, where it
 * counts the users of one pattern of all threads without a lock. `least`: its area. */
static gboolean
page_has_picture (PopplerPage *from, double least)
{
  static GMutex mutex;
  const guint told = faults; /* it reads the page once more */
  gboolean some = FALSE;

  g_mutex_lock (&mutex);
  GList *pictures = poppler_page_get_image_mapping (from);
  for (const GList *link = pictures; link != NULL && !some; link = link->next)
    {
      const PopplerRectangle *area = &((const PopplerImageMapping *)link->data)->area;
      some = ABS (area->x2 - area->x1) * ABS (area->y2 - area->y1) >= least;
    }
  poppler_page_free_image_mapping (pictures);
  g_mutex_unlock (&mutex);
  faults = told;
  return some;
}

/* A picture of a page fills most of it. To look for pictures takes as long as to read the words, so
 * after a few pages that have none no more are looked at. */
static void
loader_look_for_pictures (Loader *self, PopplerPage *from)
{
  const double page = (double)self->page->width * self->page->height;

  if (page_is_blank (self->page))
    self->book->pictures += page_has_picture (from, 0);
  else if (self->book->scanned > 0 || self->looked_at++ < 3)
    self->book->scanned += page_has_picture (from, page * 0.8);
}

static void
loader_read_page (Loader *self, PopplerDocument *document)
{
  PopplerPage *from = poppler_document_get_page (document, (int)self->number);
  double width = 0, height = 0;

  if (from != NULL)
    poppler_page_get_size (from, &width, &height);
  self->page = pdf_book_add_page (self->book, place_sane (width), place_sane (height));
  if (from == NULL)
    {
      self->book->unreadable++;
      return;
    }
  loader_read_letters (self, from);
  loader_read_fields (self, from);
  loader_read_notes (self, from);
  self->letters += self->page->glyphs->len;
  loader_look_for_pictures (self, from);
  g_object_unref (from);
}

static gboolean
fail_late (GError **error, const PdfLimits *limits)
{
  return fail (error, ESP_ERROR_INPUT,
               "it takes more than %u seconds to read; save its text as .docx or .txt",
               limits->seconds);
}

static gboolean
loader_read_pages (Loader *self, PopplerDocument *document, PdfStream *stream,
                   const PdfLimits *limits, GError **error)
{
  const int count = poppler_document_get_n_pages (document);

  if (count < 1)
    return pdf_stream_is_late (stream)
               ? fail_late (error, limits)
               : fail (error, ESP_ERROR_INPUT,
                       "it is a PDF file without pages, or a damaged one; get a new copy of it");
  if ((guint)count > limits->pages)
    return fail (error, ESP_ERROR_INPUT,
                 "it has %d pages, and %u are the most that are read; import it in parts", count,
                 limits->pages);
  for (self->number = 0; self->number < (guint)count; self->number++)
    {
      loader_read_page (self, document);
      if (pdf_stream_is_late (stream))
        return fail_late (error, limits);
      if (self->letters > limits->letters)
        return fail (error, ESP_ERROR_INPUT,
                     "it has more than %u letters, the most that are read; import it in parts",
                     limits->letters);
    }
  return TRUE;
}

/* ---- all of it */

static gboolean
fail_open (GError **error, const GError *trouble, PdfStream *stream, const PdfLimits *limits)
{
  if (g_error_matches (trouble, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    return fail (error, ESP_ERROR_INPUT,
                 "it is password-protected; save a copy without the password");
  if (pdf_stream_is_late (stream))
    return fail_late (error, limits);
  return fail (error, ESP_ERROR_INPUT,
               "it is a PDF file that is damaged or cut short; get a new copy of it");
}

static void
count_fault (const char *domain G_GNUC_UNUSED, GLogLevelFlags level G_GNUC_UNUSED,
             const char *message, gpointer data G_GNUC_UNUSED)
{
  if (strstr (message, "rror") != NULL && faults < G_MAXUINT)
    faults++;
}

static gpointer
hear_poppler (gpointer data)
{
  g_log_set_handler ("Poppler", G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO,
                     count_fault, NULL);
  return data;
}

static PdfBook *
load_document (PopplerDocument *document, PdfStream *stream, const PdfLimits *limits,
               GError **error)
{
  g_autoptr (PdfBook) book = pdf_book_new ();
  g_autofree char *author = poppler_document_get_author (document);
  Loader loader = { .book = book };

  book->named = author != NULL && *g_strstrip (author) != '\0';
  book->attached = poppler_document_get_n_attachments (document);
  return loader_read_pages (&loader, document, stream, limits, error) ? g_steal_pointer (&book)
                                                                      : NULL;
}

PdfBook *
pdf_load (const char *bytes, gsize size, const PdfLimits *limits, GError **error)
{
  if (size == 0)
    {
      fail (error, ESP_ERROR_INPUT, "it is empty");
      return NULL;
    }
  static GOnce once = G_ONCE_INIT;
  g_once (&once, hear_poppler, NULL);
  g_autoptr (GError) trouble = NULL;
  faults = 0;
  PdfStream *stream = pdf_stream_new (bytes, size, limits->seconds);
  PopplerDocument *document = poppler_document_new_from_stream (
      G_INPUT_STREAM (stream), (goffset)size, NULL, NULL, &trouble);
  PdfBook *book = NULL;

  if (document == NULL)
    fail_open (error, trouble, stream, limits);
  else
    {
      book = load_document (document, stream, limits, error);
      if (book != NULL)
        book->faults = faults;
      g_object_unref (document);
    }
  g_object_unref (stream);
  return book;
}

#endif
