/* Reading the parts of an OpenDocument text: one scan over each, no tree. What is left out is
 * counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/odt/body.h"

#include "reading/odt/attr.h"
#include "reading/odt/comment.h"
#include "reading/odt/list.h"
#include "reading/odt/page.h"
#include "reading/odt/place.h"
#include "reading/odt/white.h"
#include "reading/prose.h"

#include <string.h>

#define SPACES_MAX 100  /* in one element; more are no words */
#define REPEATS_MAX 256 /* of a cell or row */
#define LEVEL_MAX 9

/* Where the characters of an element go. */
typedef enum
{
  TO_NOTHING,
  TO_TEXT,
  TO_COMMENT,
  TO_AUTHOR,
  TO_DATE,
  TO_PERSON, /* only whether there is one */
} Destination;

/* What is to be done at the end of an element. */
typedef enum
{
  END_NOTHING,
  END_PARAGRAPH,
  END_COMMENT_PARAGRAPH,
  END_ROW,
  END_CELL,
  END_LIST,
  END_ANNOTATION,
  END_PAGE_TEXT,
  END_BODY,
} Ending;

/* What belongs to a paragraph, of those that stand in one another. */
typedef struct
{
  OdtWhite white;
  gboolean is_hidden;
} Paragraph;

/* An element that is open. */
typedef struct
{
  Destination to;
  Ending ending;
  gboolean bold, bold_asian, hidden;
  gboolean leaves_lists, leaves_aside;
  guint lists;        /* odt_lists_leave */
  gboolean aside;     /* prose_aside as it was */
  Paragraph outer;    /* of END_PARAGRAPH: the paragraph around it */
  guint times;        /* of rows and cells: how often they come again */
  guint covered_next; /* of rows: covered cells that belong to the cell before */
} Element;

struct _OdtBody
{
  Prose *prose;
  OdtStyles *styles;
  OdtLists *lists;
  OdtPlaces places;
  OdtMet met;
  OdtReading reading;
  GArray *elements; /* Element: those that are open */
  guint skip;       /* depth inside an element that is left out, 0: none */
  gboolean skips_changes;
  gboolean in_body, in_page;
  Paragraph paragraph;
  gsize repeat_bytes; /* that repeated rows and cells may still take */
  OdtPages pages;
  OdtComments comments;
};

static Element *
body_top (const OdtBody *self)
{
  return &g_array_index (self->elements, Element, self->elements->len - 1);
}

/* ---- words */

/* Whether words begin with a letter of an East Asian script; styles say of those by themselves
 * whether they are bold. */
static gboolean
is_asian (const char *words, gsize size)
{
  const gsize at = odt_white_skip (words, size);

  return at < size && g_utf8_get_char (words + at) >= 0x2E80;
}

/* Characters that stand as they are. */
static void
body_put (const char *words, gsize size, gpointer data)
{
  OdtBody *self = data;
  const Element *top = body_top (self);

  if (top->to == TO_COMMENT)
    g_string_append_len (self->comments.text, words, (gssize)size);
  else if (top->to != TO_TEXT)
    return;
  else if (top->hidden)
    self->met.left.hidden += odt_white_skip (words, size) < size;
  else
    prose_add (self->prose, words, size, is_asian (words, size) ? top->bold_asian : top->bold);
}

/* Characters for which an element stands. */
static void
body_put_element (OdtBody *self, const char *words, guint times)
{
  for (; times > 0; times--)
    body_put (words, strlen (words), self);
  odt_white_break (&self->paragraph.white);
}

static void
body_text (const char *text, gsize size, gpointer data)
{
  OdtBody *self = data;

  if (self->skip > 0 || self->elements->len == 0)
    return;
  switch (body_top (self)->to)
    {
    case TO_TEXT:
    case TO_COMMENT:
      odt_white_words (&self->paragraph.white, text, size, body_put, self);
      break;
    case TO_AUTHOR:
      g_string_append_len (self->comments.author, text, (gssize)size);
      break;
    case TO_DATE:
      g_string_append_len (self->comments.date, text, (gssize)size);
      break;
    case TO_PERSON:
      self->met.left.author = self->met.left.author || odt_white_skip (text, size) < size;
      break;
    case TO_NOTHING:
    default:
      break;
    }
}

/* ---- paragraphs */

/* What its style says of a paragraph or a piece of one; what it does not say stays. */
static void
element_style (const OdtBody *self, Element *element, OdtFamily family, const char *style)
{
  const OdtSays bold = odt_styles_bold (self->styles, family, style, FALSE);
  const OdtSays asian = odt_styles_bold (self->styles, family, style, TRUE);
  const OdtSays hidden = odt_styles_hidden (self->styles, family, style);

  element->bold = bold == ODT_UNSAID ? element->bold : bold == ODT_ON;
  element->bold_asian = asian == ODT_UNSAID ? element->bold_asian : asian == ODT_ON;
  element->hidden = hidden == ODT_UNSAID ? element->hidden : hidden == ODT_ON;
}

static guint
heading_level (const OdtBody *self, gboolean is_heading, const char *style, const XmlAttrs *attrs)
{
  if (is_heading)
    return odt_attr_number (attrs, "outline-level", 1, LEVEL_MAX, 1);
  return odt_styles_is_title (self->styles, style) ? 1 : 0;
}

static void
body_paragraph (OdtBody *self, Element *element, gboolean is_heading, const XmlAttrs *attrs)
{
  const char *style = xml_attrs_get (attrs, "style-name");
  const guint level = heading_level (self, is_heading, style, attrs);
  g_autofree char *mark = odt_lists_mark (self->lists, style);

  if (element->to == TO_COMMENT)
    {
      g_string_append (self->comments.text, mark != NULL ? mark : "");
      element->ending = END_COMMENT_PARAGRAPH;
      return;
    }
  if (mark == NULL && is_heading && !odt_lists_inside (self->lists))
    mark = odt_lists_heading (self->lists, level, attrs);
  *element = (Element){ .to = TO_TEXT, .ending = END_PARAGRAPH, .outer = self->paragraph };
  self->paragraph = (Paragraph){ .white = odt_white_new () };
  element_style (self, element, ODT_OF_PARAGRAPH, style);
  odt_pages_use (&self->pages, self->styles, ODT_OF_PARAGRAPH, style);
  prose_open (self->prose, FALSE);
  prose_top (self->prose)->level = level;
  if (mark != NULL)
    prose_mark (self->prose, mark);
}

static void
body_paragraph_end (OdtBody *self, const Element *element)
{
  const GString *words = prose_top (self->prose)->text;

  if (self->paragraph.is_hidden)
    prose_cut (self->prose, 0);
  else if (self->paragraph.white.ends_soft && words->len > prose_top (self->prose)->mark
           && words->str[words->len - 1] == ' ')
    prose_cut (self->prose, words->len - 1);
  prose_close (self->prose);
  self->paragraph = element->outer;
}

/* A field by which its whole paragraph is hidden, now. */
static void
body_hide_paragraph (OdtBody *self, const Element *element, const XmlAttrs *attrs)
{
  if (element->to != TO_TEXT || !odt_attr_is (attrs, "is-hidden", "true"))
    return;
  self->paragraph.is_hidden = TRUE;
  self->met.left.hidden++;
}

/* ---- what stands apart, or is left out */

/* What stands apart from the lists and the paragraph around it. */
static void
body_apart (OdtBody *self, Element *element)
{
  element->leaves_lists = TRUE;
  element->lists = odt_lists_enter (self->lists);
  if (element->to == TO_TEXT)
    element->to = TO_NOTHING;
}

static void
body_skip (OdtBody *self)
{
  self->skip = 1;
  self->skips_changes = FALSE;
}

static void
body_note (OdtBody *self, Element *element)
{
  body_apart (self, element);
  element->leaves_aside = TRUE;
  element->aside = prose_aside (self->prose, TRUE);
}

/* ---- tables */

static guint
count_of (const XmlAttrs *attrs, const char *name)
{
  return odt_attr_number (attrs, name, 1, REPEATS_MAX, 1);
}

/* How often something of that size may come again, of what was asked for. */
static guint
body_repeats (OdtBody *self, guint times, gsize size)
{
  const guint fit = (guint)MIN (times, self->repeat_bytes / (size + 1));

  self->repeat_bytes -= fit * (size + 1);
  return fit;
}

static void
body_cell (OdtBody *self, Element *element, Element *row, const XmlAttrs *attrs)
{
  prose_cell (self->prose);
  row->covered_next = count_of (attrs, "number-columns-spanned") - 1;
  element->ending = END_CELL;
  element->times = count_of (attrs, "number-columns-repeated") - 1;
}

/* Cells that the cell beside them covers are not there; those that one above covers are empty. */
static void
body_covered_cell (OdtBody *self, Element *row, const XmlAttrs *attrs)
{
  const guint count = count_of (attrs, "number-columns-repeated");
  const guint beside = MIN (count, row->covered_next);

  row->covered_next -= beside;
  for (guint i = body_repeats (self, count - beside, 0); i > 0; i--)
    prose_cell (self->prose);
}

static void
body_cell_end (OdtBody *self, const Element *element)
{
  const ProseFrame *row = prose_top (self->prose);

  if (element->times > 0)
    prose_cell_again (self->prose,
                      body_repeats (self, element->times, row->text->len - row->cell_start));
}

static void
body_row_end (OdtBody *self, const Element *element)
{
  ProseFrame *row = prose_top (self->prose);

  if (element->times > 0)
    row->again = body_repeats (self, element->times, row->text->len);
  prose_close (self->prose);
}

/* ---- comments */

static void
body_annotation (OdtBody *self, Element *element, const XmlAttrs *attrs)
{
  if (!odt_comments_begin (&self->comments, xml_attrs_get (attrs, "name")))
    return;
  body_apart (self, element);
  element->to = TO_COMMENT;
  element->ending = END_ANNOTATION;
  element->outer = self->paragraph;
  self->paragraph = (Paragraph){ .white = odt_white_new () };
}

static void
body_annotation_end (OdtBody *self, const Element *element)
{
  odt_comments_end (&self->comments, self->prose);
  self->paragraph = element->outer;
}

/* ---- elements */

/* Characters: the elements that stand for them are empty. */
static gboolean
body_character (OdtBody *self, OdtPlace place, const XmlAttrs *attrs)
{
  if (place == ODT_SPACES)
    body_put_element (self, " ", odt_attr_number (attrs, "c", 0, SPACES_MAX, 1));
  else if (place == ODT_TAB)
    body_put_element (self, "\t", 1);
  else if (place == ODT_LINE_BREAK)
    body_put_element (self, "\n", 1);
  else
    return FALSE;
  body_skip (self); /* it has no words in it */
  return TRUE;
}

/* Elements whose words are left out. */
static gboolean
body_leaves_out (OdtBody *self, OdtPlace place, const XmlAttrs *attrs)
{
  const gboolean is_hidden
      = (place == ODT_SECTION && odt_attr_hides (attrs))
        || (place == ODT_TRANSPARENT && odt_attr_is (attrs, "display", "none"))
        || (place == ODT_HIDDEN_TEXT && odt_attr_is (attrs, "is-hidden", "true"));

  if (!is_hidden && place != ODT_SKIPPED && place != ODT_READING && place != ODT_CHANGES
      && place != ODT_OBJECT)
    return FALSE;
  body_skip (self);
  self->skips_changes = place == ODT_CHANGES;
  self->met.left.hidden += is_hidden;
  self->met.left.objects += place == ODT_OBJECT;
  self->met.left.readings += place == ODT_READING;
  return TRUE;
}

static void
body_list_start (OdtBody *self, Element *element, OdtPlace place, const XmlAttrs *attrs)
{
  if (place == ODT_LIST || place == ODT_NUMBERED)
    {
      odt_lists_open (self->lists, attrs);
      element->ending = END_LIST;
    }
  if (place != ODT_LIST)
    odt_lists_item (self->lists, attrs, place == ODT_LIST_HEADER);
}

static void
body_table_start (OdtBody *self, Element *element, OdtPlace place, const XmlAttrs *attrs)
{
  Element *around = element - 1; /* there is one: the text itself is an element */

  element->to = TO_NOTHING;
  if (place == ODT_TABLE)
    {
      odt_pages_use (&self->pages, self->styles, ODT_OF_TABLE, xml_attrs_get (attrs, "style-name"));
      body_apart (self, element);
    }
  else if (place == ODT_ROW)
    {
      prose_open (self->prose, TRUE);
      element->ending = END_ROW;
      element->times = count_of (attrs, "number-rows-repeated") - 1;
    }
  else if (place == ODT_CELL && around->ending == END_ROW)
    body_cell (self, element, around, attrs);
  else if (place == ODT_COVERED_CELL)
    {
      if (around->ending == END_ROW)
        body_covered_cell (self, around, attrs);
      body_skip (self);
    }
}

/* An element of the text. */
static void
body_text_start (OdtBody *self, OdtPlace place, const XmlAttrs *attrs)
{
  Element *element = body_top (self);

  switch (place)
    {
    case ODT_PARAGRAPH:
    case ODT_HEADING:
      body_paragraph (self, element, place == ODT_HEADING, attrs);
      break;
    case ODT_SPAN:
      element_style (self, element, ODT_OF_TEXT, xml_attrs_get (attrs, "style-name"));
      break;
    case ODT_LIST:
    case ODT_NUMBERED:
    case ODT_LIST_ITEM:
    case ODT_LIST_HEADER:
      body_list_start (self, element, place, attrs);
      break;
    case ODT_TABLE:
    case ODT_ROW:
    case ODT_CELL:
    case ODT_COVERED_CELL:
      body_table_start (self, element, place, attrs);
      break;
    case ODT_NOTE:
      body_note (self, element);
      break;
    case ODT_SHAPE:
      body_apart (self, element);
      break;
    case ODT_HIDDEN_PARAGRAPH:
      body_hide_paragraph (self, element, attrs);
      break;
    case ODT_ANNOTATION:
      body_annotation (self, element, attrs);
      break;
    case ODT_ANNOTATION_END:
      odt_comments_close (&self->comments, xml_attrs_get (attrs, "name"), self->prose);
      break;
    case ODT_CREATOR:
      element->to = self->comments.name != NULL ? TO_AUTHOR : TO_NOTHING;
      break;
    case ODT_DATE:
      element->to = self->comments.name != NULL ? TO_DATE : TO_NOTHING;
      break;
    case ODT_MUTE:
      element->to = TO_NOTHING;
      break;
    default:
      break;
    }
}

/* ---- outside the text */

static void
body_pages_start (OdtBody *self, const char *name, const XmlAttrs *attrs)
{
  const gboolean is_text = odt_page_is_text (name);

  if (strcmp (name, "body") == 0 || (is_text && odt_attr_is (attrs, "display", "false"))
      || (strcmp (name, "master-page") == 0
          && !odt_pages_has (&self->pages, xml_attrs_get (attrs, "name"))))
    body_skip (self);
  else if (is_text)
    {
      self->in_page = TRUE;
      body_top (self)->ending = END_PAGE_TEXT;
      body_note (self, body_top (self));
    }
  else
    odt_styles_start (self->styles, name, attrs);
}

/* The child of the body says what the document is. */
static void
body_begin (OdtBody *self, const char *name, const XmlAttrs *attrs)
{
  if (self->met.body == NULL)
    self->met.body = g_strdup (name);
  if (strcmp (name, "text") != 0)
    {
      body_skip (self);
      return;
    }
  self->met.is_master = odt_attr_is (attrs, "global", "true");
  prose_begin_part (self->prose, FALSE);
}

static void
body_other_start (OdtBody *self, const char *name, const XmlAttrs *attrs)
{
  static const char *const persons[] = { "creator", "initial-creator", "printed-by", NULL };

  if (self->in_body)
    body_begin (self, name, attrs);
  else if (self->reading == ODT_READ_PAGES)
    body_pages_start (self, name, attrs);
  else if (strcmp (name, "body") == 0 && self->reading == ODT_READ_STYLES)
    body_skip (self);
  else if (strcmp (name, "body") == 0)
    {
      self->in_body = TRUE;
      body_top (self)->ending = END_BODY;
    }
  else if (odt_page_is_text (name))
    body_skip (self);
  else if (g_strv_contains (persons, name))
    body_top (self)->to = TO_PERSON;
  else if (strcmp (name, "module") == 0)
    self->met.left.macros = TRUE;
  else
    odt_styles_start (self->styles, name, attrs);
}

/* ---- the scan */

static void
body_push (OdtBody *self)
{
  Element element = { 0 };

  if (self->elements->len > 0)
    {
      const Element *around = body_top (self);
      element.to = around->to;
      element.bold = around->bold;
      element.bold_asian = around->bold_asian;
      element.hidden = around->hidden;
    }
  g_array_append_val (self->elements, element);
}

static gboolean
body_in_text (const OdtBody *self)
{
  return self->in_page || (self->in_body && self->met.body != NULL);
}

static void
body_start (const char *name, const char *uri, const XmlAttrs *attrs, gpointer data)
{
  OdtBody *self = data;

  if (self->skip > 0)
    {
      self->skip++;
      self->met.left.deletions += self->skips_changes && strcmp (name, "deletion") == 0;
      return;
    }
  const OdtPlace place
      = body_in_text (self) ? odt_places_of (&self->places, name, uri) : ODT_TRANSPARENT;
  if (body_in_text (self)
      && (body_leaves_out (self, place, attrs) || body_character (self, place, attrs)))
    return;
  body_push (self);
  if (body_in_text (self))
    body_text_start (self, place, attrs);
  else
    body_other_start (self, name, attrs);
  if (self->skip > 0) /* found to be left out only now: its end is not seen */
    g_array_set_size (self->elements, self->elements->len - 1);
}

static void
body_element_end (OdtBody *self, const Element *element)
{
  switch (element->ending)
    {
    case END_PARAGRAPH:
      body_paragraph_end (self, element);
      break;
    case END_COMMENT_PARAGRAPH:
      g_string_append_c (self->comments.text, '\n');
      self->paragraph = (Paragraph){ .white = odt_white_new () };
      break;
    case END_ROW:
      body_row_end (self, element);
      break;
    case END_CELL:
      body_cell_end (self, element);
      break;
    case END_LIST:
      odt_lists_close (self->lists);
      break;
    case END_ANNOTATION:
      body_annotation_end (self, element);
      break;
    case END_PAGE_TEXT:
      self->in_page = FALSE;
      break;
    case END_BODY:
      self->in_body = FALSE;
      break;
    case END_NOTHING:
    default:
      break;
    }
  if (element->leaves_lists)
    odt_lists_leave (self->lists, element->lists);
  if (element->leaves_aside)
    prose_aside (self->prose, element->aside);
}

static void
body_end (const char *name, const char *uri G_GNUC_UNUSED, gpointer data)
{
  OdtBody *self = data;

  if (self->skip > 0)
    {
      self->skip--;
      return;
    }
  const Element element = *body_top (self);
  g_array_set_size (self->elements, self->elements->len - 1);
  body_element_end (self, &element);
  if (!body_in_text (self))
    odt_styles_end (self->styles, name);
}

/* ---- all of it */

OdtBody *
odt_body_new (Source *source)
{
  OdtBody *self = g_new0 (OdtBody, 1);

  self->prose = prose_new (source);
  self->styles = odt_styles_new ();
  self->lists = odt_lists_new (self->styles);
  self->elements = g_array_new (FALSE, TRUE, sizeof (Element));
  odt_pages_init (&self->pages);
  odt_comments_init (&self->comments);
  return self;
}

void
odt_body_free (OdtBody *self)
{
  if (self == NULL)
    return;
  odt_lists_free (self->lists);
  odt_styles_free (self->styles);
  prose_free (self->prose);
  g_array_unref (self->elements);
  odt_pages_clear (&self->pages);
  odt_comments_clear (&self->comments);
  g_free (self->met.body);
  g_free (self);
}

gboolean
odt_body_read (OdtBody *self, const char *bytes, gsize size, OdtReading reading, GError **error)
{
  const XmlScan scan = { body_start, body_end, body_text };
  const guint notes = self->prose->later->len;

  self->reading = reading;
  self->skip = 0;
  self->in_body = self->in_page = FALSE;
  g_array_set_size (self->elements, 0);
  odt_places_clear (&self->places);
  if (reading == ODT_READ_TEXT)
    self->repeat_bytes = size + REPEATS_MAX * 1024;
  else if (reading == ODT_READ_PAGES)
    odt_pages_follow (&self->pages, self->styles);
  const gboolean is_whole = xml_scan (bytes, size, &scan, self, error);
  if (reading == ODT_READ_PAGES)
    prose_aside_drop_repeated (self->prose, notes);
  return is_whole;
}

void
odt_body_finish (OdtBody *self)
{
  prose_finish (self->prose);
}

const OdtMet *
odt_body_met (const OdtBody *self)
{
  return &self->met;
}
