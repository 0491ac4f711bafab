/* Reading the words of a Word document: one scan over each part, no tree. What is left out is
 * counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/docx/body.h"

#include "reading/prose.h"

#include <string.h>

#define URI_WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define URI_WORD_STRICT "http://purl.oclc.org/ooxml/wordprocessingml/main"
#define URI_COMPATIBILITY "http://schemas.openxmlformats.org/markup-compatibility/2006"
#define URI_MATH "http://schemas.openxmlformats.org/officeDocument/2006/math"
#define URI_MATH_STRICT "http://purl.oclc.org/ooxml/officeDocument/math"

/* One mc:AlternateContent: the first branch with text is read, the others are passed over. */
typedef struct
{
  guint64 written; /* bytes of words met when the branch began */
  gboolean taken;
} Alternative;

struct _DocxBody
{
  Prose *text;
  DocxBeside beside;
  LeftOut left;
  GArray *alternatives;   /* Alternative: those that are open */
  guint skip;             /* depth inside an element that is left out, 0: none */
  guint depth_properties; /* depth inside w:pPr, w:sectPr and the like, 0: none */
  gboolean in_words;      /* inside w:t */
  gboolean in_run_properties;
  gboolean run_bold, run_hidden;
  char *style, *num_id; /* of the paragraph, as its properties say; NULL: nothing */
  int num_level;        /* -1: they do not say */
  const char *word_uri; /* the parser's own pointer for it, to be compared first */
  Source *source;       /* borrowed */
  GHashTable *bare;     /* ids that no comment has -> place among the source's comments + 1 */
  GArray *written;      /* gboolean, one a comment: it has words */
  gboolean is_between;  /* the innermost paragraph ended, and goes on with the next */
};

/* ---- words */

static void
body_add (DocxBody *self, const char *words, gsize size)
{
  const ProseFrame *frame = prose_top (self->text);

  if (frame == NULL || frame->is_row || self->skip > 0 || self->depth_properties > 0)
    return;
  if (self->run_hidden)
    self->left.hidden++;
  else
    prose_add (self->text, words, size, self->run_bold);
}

static void
body_add_string (DocxBody *self, const char *words)
{
  body_add (self, words, strlen (words));
}

/* ---- elements */

/* w:sym: a character of a font. The private places of symbol fonts mean nothing elsewhere. */
static void
body_symbol (DocxBody *self, const XmlAttrs *attrs)
{
  const char *hex = xml_attrs_get (attrs, "char");
  gunichar c = hex != NULL ? (gunichar)g_ascii_strtoull (hex, NULL, 16) : 0;
  char utf8[7] = { 0 };

  if (c < 0x20 || !g_unichar_validate (c) || (c >= 0xE000 && c <= 0xF8FF))
    {
      c = 0xFFFD;
      self->left.symbols++;
    }
  g_unichar_to_utf8 (c, utf8);
  body_add_string (self, utf8);
}

static void
body_paragraph_property (DocxBody *self, const char *name, const XmlAttrs *attrs)
{
  ProseFrame *frame = prose_top (self->text);

  if (frame == NULL || frame->is_row)
    return;
  if (strcmp (name, "pStyle") == 0)
    {
      g_free (self->style);
      self->style = g_strdup (xml_attrs_get (attrs, "val"));
      if (frame->level == 0)
        frame->level = docx_styles_level (self->beside.styles, self->style);
    }
  else if (strcmp (name, "outlineLvl") == 0)
    frame->level = docx_property_level (attrs);
}

/* The end of the paragraph was deleted, or moved away, while changes were tracked: what comes is
 * the rest of it. */
static void
body_end_deleted (DocxBody *self)
{
  ProseFrame *frame = prose_top (self->text);

  if (frame == NULL || frame->is_row)
    return;
  frame->goes_on = TRUE;
  self->left.deletions++;
}

/* w:numPr: of which list the paragraph is; w:rPr: what was done to its end. */
static void
body_list_property (DocxBody *self, const char *name, const XmlAttrs *attrs)
{
  if (strcmp (name, "del") == 0 || strcmp (name, "moveFrom") == 0)
    body_end_deleted (self);
  else if (strcmp (name, "numId") == 0)
    {
      g_free (self->num_id);
      self->num_id = g_strdup (xml_attrs_get (attrs, "val"));
    }
  else if (strcmp (name, "ilvl") == 0)
    self->num_level = docx_property_number (attrs);
}

static void
body_properties_reset (DocxBody *self)
{
  g_clear_pointer (&self->style, g_free);
  g_clear_pointer (&self->num_id, g_free);
  self->num_level = -1;
}

/* After the properties of a paragraph: its number or bullet. Where a list writes out who speaks
 * ("Interviewer:"), that is words. */
static void
body_list_mark (DocxBody *self)
{
  const ProseFrame *frame = prose_top (self->text);
  g_autofree char *mark
      = frame != NULL && !frame->is_row && !frame->goes_on
            ? docx_numbers_next (self->beside.numbers, self->style, self->num_id, self->num_level)
            : NULL;

  body_properties_reset (self);
  if (mark == NULL || frame->text->len > 0)
    return;
  if (strchr (mark, ':') != NULL)
    prose_add (self->text, mark, strlen (mark), FALSE);
  else
    prose_mark (self->text, mark);
}

/* The place of a comment among those of the source + 1, also of one that has no words. */
static guint
body_comment_place (DocxBody *self, const char *id)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->beside.comments, id));

  if (place == 0)
    place = GPOINTER_TO_UINT (g_hash_table_lookup (self->bare, id));
  if (place > 0)
    return place;
  const gboolean is_written = FALSE;
  place = source_comment (self->source, NULL, NULL, NULL) + 1;
  g_array_append_val (self->written, is_written);
  g_hash_table_insert (self->bare, g_strdup (id), GUINT_TO_POINTER (place));
  return place;
}

/* Where the words that a comment is about begin and end; it is about a place where they do not. */
static gboolean
body_comment (DocxBody *self, const char *name, const XmlAttrs *attrs)
{
  if (!g_str_has_prefix (name, "comment"))
    return FALSE;
  const char *id = xml_attrs_get (attrs, "id");
  if (id == NULL)
    return FALSE;
  const guint place = body_comment_place (self, id);
  if (strcmp (name, "commentRangeStart") == 0)
    prose_anchor (self->text, place - 1, FALSE);
  else if (strcmp (name, "commentRangeEnd") == 0 || strcmp (name, "commentReference") == 0)
    prose_anchor (self->text, place - 1, TRUE);
  return TRUE;
}

static void
body_run_property (DocxBody *self, const char *name, const XmlAttrs *attrs)
{
  const DocxStyle *style = strcmp (name, "rStyle") == 0
                               ? docx_styles_get (self->beside.styles, xml_attrs_get (attrs, "val"))
                               : NULL;

  if (strcmp (name, "rPrChange") == 0) /* what they were before a tracked change */
    self->skip = 1;
  else if (style != NULL)
    {
      self->run_bold = self->run_bold || style->bold;
      self->run_hidden = self->run_hidden || style->hidden;
    }
  else if (strcmp (name, "b") == 0)
    self->run_bold = docx_property_is_on (attrs);
  else if (strcmp (name, "vanish") == 0)
    self->run_hidden = docx_property_is_on (attrs);
}

/* What is left out with everything inside: deleted words, field codes, the readings above Chinese
 * and Japanese words. */
static gboolean
body_leaves_out (DocxBody *self, const char *name, const XmlAttrs *attrs)
{
  static const char *const left_out[]
      = { "delText", "delInstrText", "instrText", "moveFrom", "rt", "sdtPr", NULL };

  if (strcmp (name, "del") == 0)
    {
      self->left.deletions++;
      return TRUE;
    }
  self->left.readings += strcmp (name, "rt") == 0;
  if (self->text->notes && (strcmp (name, "footnote") == 0 || strcmp (name, "endnote") == 0))
    {
      const char *type = xml_attrs_get (attrs, "type");
      return type != NULL && strcmp (type, "normal") != 0;
    }
  return g_strv_contains (left_out, name);
}

/* Between runs, nothing is bold or hidden. */
static void
body_run_reset (DocxBody *self)
{
  self->run_bold = FALSE;
  self->run_hidden = FALSE;
}

/* The elements that stand for characters. */
static gboolean
body_character (DocxBody *self, const char *name, const XmlAttrs *attrs)
{
  static const struct
  {
    const char *name, *text;
  } characters[] = {
    { "tab", "\t" },
    { "ptab", "\t" },
    { "br", "\n" },
    { "cr", "\n" },
    { "noBreakHyphen", "\u2011" },
    { "softHyphen", "\u00AD" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (characters); i++)
    if (strcmp (name, characters[i].name) == 0)
      {
        body_add_string (self, characters[i].text);
        return TRUE;
      }
  if (strcmp (name, "sym") != 0)
    return FALSE;
  if (self->skip == 0 && !self->run_hidden)
    body_symbol (self, attrs);
  return TRUE;
}

/* A paragraph begins, or the rest of one whose end was deleted: it is like the one below then. */
static void
body_paragraph (DocxBody *self)
{
  if (!self->is_between)
    {
      prose_open (self->text, FALSE);
      return;
    }
  ProseFrame *frame = prose_top (self->text);
  frame->goes_on = FALSE;
  frame->level = 0;
  self->is_between = FALSE;
}

static void
body_paragraph_end (DocxBody *self)
{
  self->is_between = prose_top (self->text)->goes_on;
  if (!self->is_between)
    prose_close (self->text);
}

/* No paragraph follows here for one to go on with. */
static void
body_settle (DocxBody *self)
{
  if (self->is_between)
    prose_close (self->text);
  self->is_between = FALSE;
}

/* Where paragraphs stand in a row: what is no paragraph parts them. */
static gboolean
is_around (const char *name)
{
  static const char *const names[]
      = { "tbl", "tr", "tc", "txbxContent", "body", "footnote", "endnote", "hdr", "ftr", NULL };

  return g_strv_contains (names, name);
}

static void
body_word_start (DocxBody *self, const char *name, const XmlAttrs *attrs)
{
  if (is_around (name))
    body_settle (self);
  if (strcmp (name, "t") == 0)
    self->in_words = TRUE;
  else if (strcmp (name, "r") == 0)
    body_run_reset (self);
  else if (self->in_run_properties)
    body_run_property (self, name, attrs);
  else if (strcmp (name, "rPr") == 0)
    self->in_run_properties = TRUE;
  else if (strcmp (name, "p") == 0)
    body_paragraph (self);
  else if (strcmp (name, "pPr") == 0)
    self->depth_properties = 1;
  else if (strcmp (name, "tr") == 0)
    prose_open (self->text, TRUE);
  else if (strcmp (name, "tc") == 0)
    prose_cell (self->text);
  else if (strcmp (name, "altChunk") == 0 || strcmp (name, "subDoc") == 0)
    self->left.documents++;
  else if (!body_character (self, name, attrs) && !body_comment (self, name, attrs)
           && body_leaves_out (self, name, attrs))
    self->skip = 1;
}

/* mc:Choice and mc:Fallback: passed over when a branch before had text. */
static void
body_alternative_start (DocxBody *self, const char *name)
{
  const Alternative fresh = { 0 };

  if (strcmp (name, "AlternateContent") == 0)
    {
      g_array_append_val (self->alternatives, fresh);
      return;
    }
  if (self->alternatives->len == 0
      || (strcmp (name, "Choice") != 0 && strcmp (name, "Fallback") != 0))
    return;
  Alternative *one = &g_array_index (self->alternatives, Alternative, self->alternatives->len - 1);
  one->written = self->text->written;
  if (one->taken)
    self->skip = 1;
}

static void
body_alternative_end (DocxBody *self, const char *name)
{
  if (self->alternatives->len == 0)
    return;
  Alternative *one = &g_array_index (self->alternatives, Alternative, self->alternatives->len - 1);
  if (strcmp (name, "AlternateContent") == 0)
    g_array_set_size (self->alternatives, self->alternatives->len - 1);
  else if (strcmp (name, "Choice") == 0 || strcmp (name, "Fallback") == 0)
    one->taken = one->taken || self->text->written > one->written;
}

static gboolean
body_is_word (DocxBody *self, const char *uri)
{
  if (uri == self->word_uri)
    return TRUE;
  if (strcmp (uri, URI_WORD) != 0 && strcmp (uri, URI_WORD_STRICT) != 0)
    return FALSE;
  self->word_uri = uri;
  return TRUE;
}

static gboolean
is_math_words (const char *name, const char *uri)
{
  return strcmp (name, "t") == 0
         && (strcmp (uri, URI_MATH) == 0 || strcmp (uri, URI_MATH_STRICT) == 0);
}

static void
body_start (const char *name, const char *uri, const XmlAttrs *attrs, gpointer data)
{
  DocxBody *self = data;

  if (self->skip > 0)
    self->skip++;
  else if (self->depth_properties > 0)
    {
      self->depth_properties++;
      if (self->depth_properties == 2 && body_is_word (self, uri))
        body_paragraph_property (self, name, attrs);
      else if (self->depth_properties == 3 && body_is_word (self, uri))
        body_list_property (self, name, attrs);
    }
  else if (body_is_word (self, uri))
    body_word_start (self, name, attrs);
  else if (strcmp (uri, URI_COMPATIBILITY) == 0)
    body_alternative_start (self, name);
  else if (is_math_words (name, uri))
    self->in_words = TRUE;
}

static void
body_word_end (DocxBody *self, const char *name)
{
  if (is_around (name))
    body_settle (self);
  const ProseFrame *top = prose_top (self->text);

  if (strcmp (name, "t") == 0)
    self->in_words = FALSE;
  else if (strcmp (name, "rPr") == 0)
    self->in_run_properties = FALSE;
  else if (strcmp (name, "r") == 0)
    body_run_reset (self);
  else if (top != NULL && !top->is_row && strcmp (name, "p") == 0)
    body_paragraph_end (self);
  else if (top != NULL && top->is_row && strcmp (name, "tr") == 0)
    prose_close (self->text);
}

static void
body_end (const char *name, const char *uri, gpointer data)
{
  DocxBody *self = data;

  if (self->skip > 1)
    {
      self->skip--;
      return;
    }
  if (self->depth_properties > 0)
    {
      self->depth_properties--;
      if (self->depth_properties == 0)
        body_list_mark (self);
      return;
    }
  /* The element that is left out has its end seen too: nothing was opened for it, and a branch of
   * an alternative closes. */
  self->skip = 0;
  if (body_is_word (self, uri))
    body_word_end (self, name);
  else if (strcmp (uri, URI_COMPATIBILITY) == 0)
    body_alternative_end (self, name);
  else if (is_math_words (name, uri))
    self->in_words = FALSE;
}

/* Line ends and tabs inside w:t are white space of the XML, not of the text. */
static void
body_text (const char *text, gsize size, gpointer data)
{
  DocxBody *self = data;

  if (!self->in_words || self->skip > 0)
    return;
  for (gsize from = 0; from < size;)
    {
      gsize to = from;
      while (to < size && text[to] != '\n' && text[to] != '\r')
        to++;
      if (to > from)
        body_add (self, text + from, to - from);
      if (to < size)
        body_add (self, " ", 1);
      from = to + 1;
    }
}

/* ---- all of it */

DocxBody *
docx_body_new (Source *source, const DocxBeside *beside)
{
  DocxBody *self = g_new0 (DocxBody, 1);

  const gboolean is_written = TRUE;

  self->source = source;
  self->text = prose_new (source);
  self->beside = *beside;
  self->bare = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->written = g_array_new (FALSE, FALSE, sizeof (gboolean));
  for (guint i = 0; i < source->comments->len; i++)
    g_array_append_val (self->written, is_written);
  self->num_level = -1;
  self->alternatives = g_array_new (FALSE, TRUE, sizeof (Alternative));
  return self;
}

void
docx_body_free (DocxBody *self)
{
  if (self == NULL)
    return;
  prose_free (self->text);
  body_properties_reset (self);
  g_hash_table_unref (self->bare);
  g_array_unref (self->written);
  g_array_unref (self->alternatives);
  g_free (self);
}

gboolean
docx_body_read (DocxBody *self, const char *bytes, gsize size, gboolean notes, GError **error)
{
  const XmlScan scan = { body_start, body_end, body_text };

  prose_begin_part (self->text, notes);
  self->skip = 0;
  self->depth_properties = 0;
  self->in_words = FALSE;
  self->in_run_properties = FALSE;
  self->is_between = FALSE;
  self->word_uri = NULL;
  body_run_reset (self);
  body_properties_reset (self);
  g_array_set_size (self->alternatives, 0);
  if (!xml_scan (bytes, size, &scan, self, error))
    return FALSE;
  body_settle (self);
  return TRUE;
}

void
docx_body_note (DocxBody *self, const char *words)
{
  prose_begin_part (self->text, TRUE);
  prose_open (self->text, FALSE);
  prose_add (self->text, words, strlen (words), FALSE);
  prose_close (self->text);
}

void
docx_body_finish (DocxBody *self)
{
  prose_finish (self->text);
  prose_comments_keep (self->source, self->written);
}

const LeftOut *
docx_body_left_out (const DocxBody *self)
{
  return &self->left;
}
