/* Reads Word documents (.docx): one scan over each part, no tree. What is not imported (comments,
 * tracked deletions, hidden text) is said in the findings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/archive.h"
#include "base/error.h"
#include "base/xml.h"
#include "corpus/reader.h"

#include <stdlib.h>
#include <string.h>

extern const Reader reader_docx;

#define URI_WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define URI_WORD_STRICT "http://purl.oclc.org/ooxml/wordprocessingml/main"
#define URI_COMPATIBILITY "http://schemas.openxmlformats.org/markup-compatibility/2006"
#define URI_MATH "http://schemas.openxmlformats.org/officeDocument/2006/math"
#define URI_MATH_STRICT "http://purl.oclc.org/ooxml/officeDocument/math"
#define TYPE_DOCUMENT                                                                              \
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

/* ---------------------------------------------------------------- parts and relationships */

typedef struct
{
  const char *base;  /* folder of the part that the relationships are of: "word/", or '' */
  GHashTable *parts; /* kind ("styles") -> name of the first part of that kind */
} Relations;

/* A target as the name of an entry: relative to the folder, or absolute; '..' goes up, and never
 * out. */
static char *
part_name (const char *base, const char *target)
{
  g_autofree char *joined
      = g_str_has_prefix (target, "/") ? g_strdup (target + 1) : g_strconcat (base, target, NULL);
  g_auto (GStrv) pieces = g_strsplit (joined, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (char **piece = pieces; *piece != NULL; piece++)
    {
      if (strcmp (*piece, "..") == 0 && kept->len > 0)
        g_ptr_array_remove_index (kept, kept->len - 1);
      else if (strcmp (*piece, "..") != 0 && strcmp (*piece, ".") != 0 && **piece != '\0')
        g_ptr_array_add (kept, *piece);
    }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **)kept->pdata);
}

static void
relations_start (const char *name, const char *uri G_GNUC_UNUSED, const XmlAttrs *attrs,
                 gpointer data)
{
  Relations *self = data;
  const char *type = xml_attrs_get (attrs, "Type");
  const char *target = xml_attrs_get (attrs, "Target");
  const char *kind = type != NULL ? strrchr (type, '/') : NULL;

  if (strcmp (name, "Relationship") != 0 || kind == NULL || target == NULL
      || g_strcmp0 (xml_attrs_get (attrs, "TargetMode"), "External") == 0
      || g_hash_table_contains (self->parts, kind + 1))
    return;
  g_hash_table_insert (self->parts, g_strdup (kind + 1), part_name (self->base, target));
}

/* The parts that a .rels file names, by kind; none when it cannot be read. */
static GHashTable *
relations_read (Archive *archive, const char *rels, const char *base)
{
  const XmlScan scan = { .start = relations_start };
  Relations self = { base, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  gsize size = 0;
  g_autofree char *bytes = archive_read (archive, rels, &size, NULL);

  if (bytes != NULL)
    xml_scan (bytes, size, &scan, &self, NULL);
  return self.parts;
}

static void
types_start (const char *name, const char *uri G_GNUC_UNUSED, const XmlAttrs *attrs, gpointer data)
{
  char **found = data;
  const char *part = xml_attrs_get (attrs, "PartName");

  if (*found == NULL && strcmp (name, "Override") == 0 && part != NULL
      && g_strcmp0 (xml_attrs_get (attrs, "ContentType"), TYPE_DOCUMENT) == 0)
    *found = part_name ("", part);
}

/* The name of the part that holds the text: by relationship, else by content type, else by habit.
 */
static char *
document_part (Archive *archive)
{
  const XmlScan scan = { .start = types_start };
  g_autoptr (GHashTable) top = relations_read (archive, "_rels/.rels", "");
  const char *named = g_hash_table_lookup (top, "officeDocument");
  char *found = NULL;
  gsize size = 0;

  if (named != NULL && archive_has (archive, named))
    return g_strdup (named);
  g_autofree char *bytes = archive_read (archive, "[Content_Types].xml", &size, NULL);
  if (bytes != NULL)
    xml_scan (bytes, size, &scan, &found, NULL);
  return found != NULL ? found : g_strdup ("word/document.xml");
}

/* ---------------------------------------------------------------- styles */

typedef struct
{
  char *based_on; /* NULL: nothing */
  guint level;    /* of a heading, 0: none */
  gboolean bold, hidden;
} Style;

typedef struct
{
  GHashTable *styles; /* id -> Style */
  Style *current;
} Styles;

static void
style_free (gpointer style)
{
  g_free (((Style *)style)->based_on);
  g_free (style);
}

/* w:val of a property that is on when it merely stands there. */
static gboolean
is_on (const XmlAttrs *attrs)
{
  const char *value = xml_attrs_get (attrs, "val");

  return value == NULL
         || (strcmp (value, "0") != 0 && strcmp (value, "false") != 0
             && strcmp (value, "off") != 0);
}

/* Word's names of its own styles are English in every language. */
static guint
heading_level (const char *style_name)
{
  if (g_ascii_strcasecmp (style_name, "title") == 0)
    return 1;
  if (g_ascii_strncasecmp (style_name, "heading ", 8) != 0)
    return 0;
  return (guint)CLAMP (atoi (style_name + 8), 0, 9);
}

/* w:outlineLvl: 0 to 8 are headings, 9 is text. */
static guint
outline_level (const XmlAttrs *attrs)
{
  const char *value = xml_attrs_get (attrs, "val");

  return value != NULL && g_ascii_isdigit (*value) && *value < '9' ? (guint)(*value - '0') + 1 : 0;
}

static void
styles_start (const char *name, const char *uri G_GNUC_UNUSED, const XmlAttrs *attrs, gpointer data)
{
  Styles *self = data;
  Style *style = self->current;

  if (strcmp (name, "style") == 0)
    {
      const char *id = xml_attrs_get (attrs, "styleId");
      self->current = g_new0 (Style, 1);
      g_hash_table_replace (self->styles, g_strdup (id != NULL ? id : ""), self->current);
    }
  else if (style == NULL)
    return;
  else if (strcmp (name, "name") == 0)
    style->level
        = heading_level (xml_attrs_get (attrs, "val") != NULL ? xml_attrs_get (attrs, "val") : "");
  else if (strcmp (name, "basedOn") == 0 && style->based_on == NULL)
    style->based_on = g_strdup (xml_attrs_get (attrs, "val"));
  else if (strcmp (name, "outlineLvl") == 0 && style->level == 0)
    style->level = outline_level (attrs);
  else if (strcmp (name, "b") == 0)
    style->bold = is_on (attrs);
  else if (strcmp (name, "vanish") == 0)
    style->hidden = is_on (attrs);
}

static void
styles_end (const char *name, const char *uri G_GNUC_UNUSED, gpointer data)
{
  Styles *self = data;

  if (strcmp (name, "style") == 0)
    self->current = NULL;
}

static const Style *
styles_get (const Styles *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->styles, id) : NULL;
}

/* The level that a paragraph of this style has, its own or one it is based on. */
static guint
styles_level (const Styles *self, const char *id)
{
  const Style *style = styles_get (self, id);

  for (guint steps = 0; style != NULL && steps < 16; steps++)
    {
      if (style->level > 0)
        return style->level;
      style = styles_get (self, style->based_on);
    }
  return 0;
}

/* ---------------------------------------------------------------- the text */

/* A paragraph, or a row of a table, that is being read. */
typedef struct
{
  gboolean is_row;
  GString *text;
  guint level;         /* of a heading */
  gsize bold_end;      /* bytes from the beginning that were bold without a gap */
  gboolean bold_going; /* nothing but bold so far */
  guint cells;
  gsize cell_start; /* bytes */
  GPtrArray *after; /* Frame: paragraphs of text boxes that hang on this one */
} Frame;

/* One mc:AlternateContent: the first branch with text is read, the others are passed over. */
typedef struct
{
  guint64 written; /* value of Body.written when the branch began */
  gboolean taken;
} Alternative;

typedef struct
{
  Source *source;
  GString *text; /* of the source */
  const Styles *styles;
  gboolean notes;    /* reading footnotes or endnotes */
  GPtrArray *frames; /* Frame: the paragraphs and rows that are open */
  GArray *alternatives;
  guint64 written;        /* bytes of text met so far */
  guint skip;             /* depth inside an element that is left out, 0: none */
  guint depth_properties; /* depth inside w:pPr, w:sectPr and the like, 0: none */
  gboolean in_words;      /* inside w:t */
  gboolean in_run_properties;
  gboolean run_bold, run_hidden;
  gboolean last_was_row;
  guint paragraph; /* number of the last one that was written */
  guint deletions, hidden, lost_symbols, embedded;
  const char *word_uri; /* the parser's own pointer for it, to be compared first */
} Body;

static void
frame_free (gpointer data)
{
  Frame *frame = data;

  g_string_free (frame->text, TRUE);
  if (frame->after != NULL)
    g_ptr_array_unref (frame->after);
  g_free (frame);
}

static Frame *
body_top (const Body *self)
{
  return self->frames->len > 0 ? g_ptr_array_index (self->frames, self->frames->len - 1) : NULL;
}

static Frame *
body_push (Body *self, gboolean is_row)
{
  Frame *frame = g_new0 (Frame, 1);

  frame->is_row = is_row;
  frame->text = g_string_new (NULL);
  frame->bold_going = TRUE;
  g_ptr_array_add (self->frames, frame);
  return frame;
}

static gboolean
is_blank (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text += g_utf8_skip[(guchar)*text];
  return *text == '\0';
}

/* Writes a finished paragraph or row into the source; each line of it is a paragraph there. */
static void
body_write (Body *self, const Frame *frame)
{
  const char *text = frame->text->str;
  gsize bold_end = frame->bold_end;

  self->paragraph++;
  if (is_blank (text))
    return;
  if (self->text->len > 0)
    g_string_append (self->text, frame->is_row && self->last_was_row ? "\n" : "\n\n");
  self->last_was_row = frame->is_row;
  for (const char *line = text;;)
    {
      const char *end = strchrnul (line, '\n');
      gsize size = (gsize)(end - line);
      Para para = { .kind = self->notes        ? PARA_NOTE
                            : frame->is_row    ? PARA_ROW
                            : frame->level > 0 ? PARA_HEADING
                                               : PARA_TEXT,
                    .level = self->notes ? 0 : frame->level,
                    .line = self->paragraph,
                    .start = self->text->len,
                    .end = self->text->len + size,
                    .bold_end = MIN (bold_end, size) };
      g_string_append_len (self->text, line, (gssize)size);
      if (!is_blank (self->text->str + para.start))
        g_array_append_val (self->source->paras, para);
      if (*end == '\0')
        return;
      g_string_append_c (self->text, '\n');
      line = end + 1;
      bold_end = 0;
    }
}

/* Adds a paragraph to the cell of a row that it stands in: one line, one blank between paragraphs.
 */
static void
row_add (Frame *row, const Frame *frame)
{
  if (is_blank (frame->text->str))
    return;
  g_strdelimit (frame->text->str, "\t\n", ' ');
  if (row->text->len > row->cell_start)
    g_string_append_c (row->text, ' ');
  if (row->cells <= 1 && row->text->len == 0)
    row->bold_end = frame->bold_end;
  g_string_append_len (row->text, frame->text->str, (gssize)frame->text->len);
}

/* Takes the finished frame off the stack and puts it where it belongs: into the cell around it,
 * behind the paragraph around it (a text box), or into the source. */
static void
body_pop (Body *self)
{
  Frame *frame = g_ptr_array_steal_index (self->frames, self->frames->len - 1);
  Frame *around = body_top (self);
  GPtrArray *after = g_steal_pointer (&frame->after);

  if (around != NULL && !around->is_row)
    {
      if (around->after == NULL)
        around->after = g_ptr_array_new_with_free_func (frame_free);
      g_ptr_array_add (around->after, frame);
      for (guint i = 0; after != NULL && i < after->len; i++)
        g_ptr_array_add (around->after, g_ptr_array_index (after, i));
      if (after != NULL)
        g_ptr_array_set_free_func (after, NULL);
    }
  else
    {
      for (guint i = 0; i <= (after != NULL ? after->len : 0); i++)
        {
          const Frame *one = i == 0 ? frame : g_ptr_array_index (after, i - 1);
          if (around != NULL)
            row_add (around, one);
          else
            body_write (self, one);
        }
      frame_free (frame);
    }
  if (after != NULL)
    g_ptr_array_unref (after);
}

/* Adds words to the open paragraph; `text` may hold a LF where Word breaks the line. */
static void
body_add (Body *self, const char *text, gsize size)
{
  Frame *frame = body_top (self);

  if (frame == NULL || frame->is_row || self->skip > 0 || self->depth_properties > 0)
    return;
  if (self->run_hidden)
    {
      self->hidden++;
      return;
    }
  self->written += size;
  g_string_append_len (frame->text, text, (gssize)size);
  frame->bold_going = frame->bold_going && self->run_bold && text[0] != '\n';
  if (frame->bold_going)
    frame->bold_end = frame->text->len;
}

static void
body_add_string (Body *self, const char *text)
{
  body_add (self, text, strlen (text));
}

/* ---------------------------------------------------------------- elements */

/* w:sym: a character of a font. The private places of symbol fonts mean nothing elsewhere. */
static void
body_symbol (Body *self, const XmlAttrs *attrs)
{
  const char *hex = xml_attrs_get (attrs, "char");
  gunichar c = hex != NULL ? (gunichar)g_ascii_strtoull (hex, NULL, 16) : 0;
  char utf8[7] = { 0 };

  if (c < 0x20 || !g_unichar_validate (c) || (c >= 0xE000 && c <= 0xF8FF))
    {
      c = 0xFFFD;
      self->lost_symbols++;
    }
  g_unichar_to_utf8 (c, utf8);
  body_add_string (self, utf8);
}

static void
body_paragraph_property (Body *self, const char *name, const XmlAttrs *attrs)
{
  Frame *frame = body_top (self);

  if (frame == NULL || frame->is_row)
    return;
  if (strcmp (name, "pStyle") == 0 && frame->level == 0)
    frame->level = styles_level (self->styles, xml_attrs_get (attrs, "val"));
  else if (strcmp (name, "outlineLvl") == 0)
    frame->level = outline_level (attrs);
}

static void
body_run_property (Body *self, const char *name, const XmlAttrs *attrs)
{
  const Style *style = strcmp (name, "rStyle") == 0
                           ? styles_get (self->styles, xml_attrs_get (attrs, "val"))
                           : NULL;

  if (style != NULL)
    {
      self->run_bold = self->run_bold || style->bold;
      self->run_hidden = self->run_hidden || style->hidden;
    }
  else if (strcmp (name, "b") == 0)
    self->run_bold = is_on (attrs);
  else if (strcmp (name, "vanish") == 0)
    self->run_hidden = is_on (attrs);
}

/* What is left out with everything inside: deleted words, field codes, the readings above Chinese
 * and Japanese words. */
static gboolean
body_leaves_out (Body *self, const char *name, const XmlAttrs *attrs)
{
  static const char *const left_out[]
      = { "delText", "delInstrText", "instrText", "moveFrom", "rt", "sdtPr", NULL };
  const char *type = NULL;

  if (strcmp (name, "del") == 0)
    {
      self->deletions++;
      return TRUE;
    }
  if (self->notes && (strcmp (name, "footnote") == 0 || strcmp (name, "endnote") == 0))
    {
      type = xml_attrs_get (attrs, "type");
      return type != NULL && strcmp (type, "normal") != 0;
    }
  return g_strv_contains (left_out, name);
}

static void
body_row_cell (Body *self)
{
  Frame *row = body_top (self);

  if (row == NULL || !row->is_row)
    return;
  if (row->cells++ > 0)
    g_string_append_c (row->text, '\t');
  row->cell_start = row->text->len;
}

static void
body_run_start (Body *self)
{
  self->run_bold = FALSE;
  self->run_hidden = FALSE;
}

/* The elements that stand for characters. */
static gboolean
body_character (Body *self, const char *name, const XmlAttrs *attrs)
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

static void
body_word_start (Body *self, const char *name, const XmlAttrs *attrs)
{
  if (strcmp (name, "t") == 0)
    self->in_words = TRUE;
  else if (strcmp (name, "r") == 0)
    body_run_start (self);
  else if (strcmp (name, "rPr") == 0)
    self->in_run_properties = TRUE;
  else if (self->in_run_properties)
    body_run_property (self, name, attrs);
  else if (strcmp (name, "p") == 0)
    body_push (self, FALSE);
  else if (strcmp (name, "pPr") == 0)
    self->depth_properties = 1;
  else if (strcmp (name, "tr") == 0)
    body_push (self, TRUE);
  else if (strcmp (name, "tc") == 0)
    body_row_cell (self);
  else if (strcmp (name, "altChunk") == 0 || strcmp (name, "subDoc") == 0)
    self->embedded++;
  else if (!body_character (self, name, attrs) && body_leaves_out (self, name, attrs))
    self->skip = 1;
}

/* mc:Choice and mc:Fallback: passed over when a branch before had text. */
static void
body_alternative_start (Body *self, const char *name)
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
  one->written = self->written;
  if (one->taken)
    self->skip = 1;
}

static void
body_alternative_end (Body *self, const char *name)
{
  if (self->alternatives->len == 0)
    return;
  Alternative *one = &g_array_index (self->alternatives, Alternative, self->alternatives->len - 1);
  if (strcmp (name, "AlternateContent") == 0)
    g_array_set_size (self->alternatives, self->alternatives->len - 1);
  else if (strcmp (name, "Choice") == 0 || strcmp (name, "Fallback") == 0)
    one->taken = one->taken || self->written > one->written;
}

static gboolean
body_is_word (Body *self, const char *uri)
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
  Body *self = data;

  if (self->skip > 0)
    self->skip++;
  else if (self->depth_properties > 0)
    {
      self->depth_properties++;
      if (self->depth_properties == 2 && body_is_word (self, uri))
        body_paragraph_property (self, name, attrs);
    }
  else if (body_is_word (self, uri))
    body_word_start (self, name, attrs);
  else if (strcmp (uri, URI_COMPATIBILITY) == 0)
    body_alternative_start (self, name);
  else if (is_math_words (name, uri))
    self->in_words = TRUE;
}

static void
body_end (const char *name, const char *uri, gpointer data)
{
  Body *self = data;

  if (self->skip > 1)
    self->skip--;
  else if (self->depth_properties > 0)
    self->depth_properties--;
  else
    {
      /* The element that is left out has its end seen too: nothing was opened for it, and a branch
       * of an alternative closes. */
      self->skip = 0;
      if (body_is_word (self, uri))
        {
          Frame *top = body_top (self);
          if (strcmp (name, "t") == 0)
            self->in_words = FALSE;
          else if (strcmp (name, "rPr") == 0)
            self->in_run_properties = FALSE;
          else if (strcmp (name, "r") == 0)
            body_run_start (self);
          else if (top != NULL && strcmp (name, top->is_row ? "tr" : "p") == 0)
            body_pop (self);
        }
      else if (strcmp (uri, URI_COMPATIBILITY) == 0)
        body_alternative_end (self, name);
      else if (is_math_words (name, uri))
        self->in_words = FALSE;
    }
}

/* Line ends and tabs inside w:t are white space of the XML, not of the text. */
static void
body_text (const char *text, gsize size, gpointer data)
{
  Body *self = data;

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

/* Reads one part that holds text; what it brings up is counted. */
static gboolean
body_read (Body *self, const char *bytes, gsize size, GError **error)
{
  const XmlScan scan = { body_start, body_end, body_text };

  self->skip = 0;
  self->depth_properties = 0;
  self->in_words = FALSE;
  self->in_run_properties = FALSE;
  self->last_was_row = FALSE;
  self->word_uri = NULL;
  body_run_start (self);
  g_array_set_size (self->alternatives, 0);
  gboolean whole = xml_scan (bytes, size, &scan, self, error);
  g_ptr_array_set_size (self->frames, 0);
  return whole;
}

/* ---------------------------------------------------------------- beside the text */

typedef struct
{
  guint comments;
  gboolean in_name, has_name;
} Beside;

static void
beside_start (const char *name, const char *uri G_GNUC_UNUSED, const XmlAttrs *attrs G_GNUC_UNUSED,
              gpointer data)
{
  Beside *self = data;

  if (strcmp (name, "comment") == 0)
    self->comments++;
  self->in_name = strcmp (name, "creator") == 0 || strcmp (name, "lastModifiedBy") == 0;
}

static void
beside_end (const char *name G_GNUC_UNUSED, const char *uri G_GNUC_UNUSED, gpointer data)
{
  ((Beside *)data)->in_name = FALSE;
}

static void
beside_text (const char *text, gsize size, gpointer data)
{
  Beside *self = data;

  for (gsize i = 0; self->in_name && i < size; i++)
    self->has_name = self->has_name || !g_ascii_isspace (text[i]);
}

/* ---------------------------------------------------------------- the document */

typedef struct
{
  Archive *archive;
  GHashTable *parts; /* of the main part, by kind */
  Source *source;
} Docx;

/* The bytes of a part that the document can do without; NULL when there is none, with a finding
 * when it cannot be read. */
static char *
docx_part (const Docx *self, const char *name, gsize *size)
{
  g_autoptr (GError) trouble = NULL;

  if (name == NULL || !archive_has (self->archive, name))
    return NULL;
  char *bytes = archive_read (self->archive, name, size, &trouble);
  if (bytes == NULL)
    source_find (self->source, ESP_GRADE_WARNING, 0, g_strdup (trouble->message),
                 "read without it");
  return bytes;
}

static void
docx_find_damaged (const Docx *self, const char *name, const GError *trouble)
{
  source_find (self->source, ESP_GRADE_WARNING, 0,
               g_strdup_printf ("its part '%s' is damaged: %s", name, trouble->message),
               "read up to there");
}

static void
docx_scan_part (const Docx *self, const char *name, const XmlScan *scan, gpointer data)
{
  gsize size = 0;
  g_autoptr (GError) trouble = NULL;
  g_autofree char *bytes = docx_part (self, name, &size);

  if (bytes != NULL && !xml_scan (bytes, size, scan, data, &trouble))
    docx_find_damaged (self, name, trouble);
}

static void
docx_read_notes (const Docx *self, Body *body, const char *kind)
{
  const char *name = g_hash_table_lookup (self->parts, kind);
  gsize size = 0;
  g_autoptr (GError) trouble = NULL;
  g_autofree char *bytes = docx_part (self, name, &size);

  body->notes = TRUE;
  if (bytes != NULL && !body_read (body, bytes, size, &trouble))
    docx_find_damaged (self, name, trouble);
}

static const char *
plural (guint count)
{
  return count == 1 ? "" : "s";
}

static void
docx_find_left_out (const Docx *self, const Body *body, guint comments)
{
  Source *source = self->source;

  if (comments > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 comments == 1
                     ? g_strdup ("has 1 comment, which is not imported")
                     : g_strdup_printf ("has %u comments, which are not imported", comments),
                 "left out");
  if (body->deletions > 0)
    source_find (
        source, ESP_GRADE_WARNING, 0,
        g_strdup_printf ("has %u tracked deletion%s", body->deletions, plural (body->deletions)),
        "read as if accepted: the deleted words are left out");
  if (body->hidden > 0)
    source_find (source, ESP_GRADE_WARNING, 0, g_strdup ("has hidden text"), "left out");
  if (body->embedded > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("has %u document%s embedded in it", body->embedded,
                                  plural (body->embedded)),
                 "left out; import them by themselves");
  if (body->lost_symbols > 0)
    source_find (source, ESP_GRADE_NOTE, 0,
                 g_strdup_printf ("has %u symbol%s of a font of its own", body->lost_symbols,
                                  plural (body->lost_symbols)),
                 "read as U+FFFD");
}

static void
docx_find_beside (const Docx *self, const Body *body)
{
  const XmlScan scan = { beside_start, beside_end, beside_text };
  Beside beside = { 0 };

  docx_scan_part (self, g_hash_table_lookup (self->parts, "comments"), &scan, &beside);
  docx_find_left_out (self, body, beside.comments);
  docx_scan_part (self, "docProps/core.xml", &scan, &beside);
  if (beside.has_name)
    source_find (self->source, ESP_GRADE_WARNING, 0,
                 g_strdup ("its properties name a person (author)"), "the name is not imported");
  for (guint i = 0; i < archive_count (self->archive); i++)
    if (g_str_has_suffix (archive_name (self->archive, i), "vbaProject.bin"))
      {
        source_find (self->source, ESP_GRADE_WARNING, 0, g_strdup ("has macros"), "none was run");
        return;
      }
}

/* The main text first, then the notes, in the order of their parts. */
static gboolean
docx_read_text (const Docx *self, const char *main_part, Body *body, GError **error)
{
  gsize size = 0;
  g_autofree char *bytes = archive_read (self->archive, main_part, &size, error);

  if (bytes == NULL)
    return FALSE;
  if (!body_read (body, bytes, size, error))
    {
      g_prefix_error (error, "its part '%s' is damaged: ", main_part);
      return FALSE;
    }
  docx_read_notes (self, body, "footnotes");
  docx_read_notes (self, body, "endnotes");
  return TRUE;
}

static gboolean
docx_read_all (const Docx *self, const char *main_part, GError **error)
{
  const XmlScan scan = { styles_start, styles_end, NULL };
  g_autoptr (GHashTable) table
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, style_free);
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func (frame_free);
  g_autoptr (GArray) alternatives = g_array_new (FALSE, TRUE, sizeof (Alternative));
  Styles styles = { .styles = table };
  Body body = { .source = self->source,
                .text = g_string_new (NULL),
                .styles = &styles,
                .frames = frames,
                .alternatives = alternatives };

  docx_scan_part (self, g_hash_table_lookup (self->parts, "styles"), &scan, &styles);
  gboolean read = docx_read_text (self, main_part, &body, error);
  g_free (self->source->text);
  self->source->size = body.text->len;
  self->source->text = g_string_free (body.text, FALSE);
  if (!read)
    return FALSE;
  if (self->source->paras->len == 0 && body.embedded > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "its words are in a document embedded in it; open it and save it again as .docx");
  if (self->source->paras->len == 0)
    return fail (error, ESP_ERROR_INPUT, "there are no words in it");
  docx_find_beside (self, &body);
  return TRUE;
}

static Source *
docx_read (const char *bytes, gsize size, GError **error)
{
  g_autoptr (Archive) archive = archive_open (bytes, size, error);

  if (archive == NULL)
    return NULL;
  g_autofree char *main_part = document_part (archive);
  if (!archive_has (archive, main_part))
    {
      fail (error, ESP_ERROR_INPUT,
            "it is a zip archive, but not a whole Word document; get a new copy of it");
      return NULL;
    }
  g_autofree char *folder = g_path_get_dirname (main_part);
  g_autofree char *file = g_path_get_basename (main_part);
  g_autofree char *base
      = strcmp (folder, ".") == 0 ? g_strdup ("") : g_strconcat (folder, "/", NULL);
  g_autofree char *rels = g_strdup_printf ("%s_rels/%s.rels", base, file);
  g_autoptr (GHashTable) parts = relations_read (archive, rels, base);
  g_autoptr (Source) source = source_new ();
  const Docx self = { archive, parts, source };

  return docx_read_all (&self, main_part, error) ? g_steal_pointer (&source) : NULL;
}

/* ---------------------------------------------------------------- bidding */

/* A zip archive with parts of Word in it; one that cannot be opened is still ours when it begins
 * like a document, to be refused in words. */
static int
docx_bid (const char *bytes, gsize size, const char *name G_GNUC_UNUSED)
{
  if (size < 4 || memcmp (bytes, "PK\x03\x04", 4) != 0)
    return 0;
  g_autoptr (GError) trouble = NULL;
  g_autoptr (Archive) archive = archive_open (bytes, size, &trouble);
  if (archive == NULL)
    return memmem (bytes, size, "word/", 5) != NULL ? 50 : 0;
  if (archive_has (archive, "xl/workbook.xml") || archive_has (archive, "ppt/presentation.xml"))
    return 0;
  for (guint i = 0; i < archive_count (archive); i++)
    if (g_str_has_prefix (archive_name (archive, i), "word/"))
      return 90;
  return 0;
}

const Reader reader_docx = {
  .name = "docx",
  .about = "Word document (.docx)",
  .bid = docx_bid,
  .read = docx_read,
};
