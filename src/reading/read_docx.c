/* Reads Word documents (.docx). What is not imported (tracked deletions, hidden text) is said in
 * the findings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/xml.h"
#include "reading/docx/body.h"
#include "reading/docx/package.h"
#include "reading/docx/style.h"
#include "reading/left_out.h"
#include "reading/reader.h"

#include <string.h>

extern const Reader reader_docx;

typedef struct
{
  const DocxPackage *package;
  Source *source;
} Docx;

/* ---- parts that the document can do without */

/* The bytes of a part; NULL when there is none, with a finding when it cannot be read. */
static char *
docx_part (const Docx *self, const char *name, gsize *size)
{
  g_autoptr (GError) trouble = NULL;

  if (name == NULL || !archive_has (self->package->archive, name))
    return NULL;
  char *bytes = archive_read (self->package->archive, name, size, &trouble);
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
docx_read_notes (const Docx *self, DocxBody *body, const char *kind)
{
  const char *name = docx_package_part (self->package, kind);
  gsize size = 0;
  g_autoptr (GError) trouble = NULL;
  g_autofree char *bytes = docx_part (self, name, &size);

  if (bytes != NULL && !docx_body_read (body, bytes, size, TRUE, &trouble))
    docx_find_damaged (self, name, trouble);
}

/* ---- the properties: who wrote it */

typedef struct
{
  gboolean in_name, has_name;
} Properties;

static void
properties_start (const char *name, const char *uri G_GNUC_UNUSED,
                  const XmlAttrs *attrs G_GNUC_UNUSED, gpointer data)
{
  ((Properties *)data)->in_name
      = strcmp (name, "creator") == 0 || strcmp (name, "lastModifiedBy") == 0;
}

static void
properties_end (const char *name G_GNUC_UNUSED, const char *uri G_GNUC_UNUSED, gpointer data)
{
  ((Properties *)data)->in_name = FALSE;
}

static void
properties_text (const char *text, gsize size, gpointer data)
{
  Properties *self = data;

  for (gsize i = 0; self->in_name && i < size; i++)
    self->has_name = self->has_name || !g_ascii_isspace (text[i]);
}

static const XmlScan properties_scan = { properties_start, properties_end, properties_text };

/* ---- comments */

typedef struct
{
  Source *source;
  GHashTable *places; /* id -> place among the source's comments + 1 */
  GString *words;     /* of the comment that is open; NULL: none */
  guint open;
  gboolean in_words, in_run;
} Comments;

static void
comments_start (const char *name, const char *uri G_GNUC_UNUSED, const XmlAttrs *attrs,
                gpointer data)
{
  Comments *self = data;
  const char *id = xml_attrs_get (attrs, "id");

  if (strcmp (name, "comment") == 0 && self->words == NULL)
    {
      self->open = source_comment (self->source, xml_attrs_get (attrs, "author"),
                                   xml_attrs_get (attrs, "date"), "");
      self->words = g_string_new (NULL);
      if (id != NULL)
        g_hash_table_replace (self->places, g_strdup (id), GUINT_TO_POINTER (self->open + 1));
    }
  else if (strcmp (name, "p") == 0 && self->words != NULL && self->words->len > 0)
    g_string_append_c (self->words, '\n');
  else if (self->in_run && self->words != NULL
           && (strcmp (name, "br") == 0 || strcmp (name, "cr") == 0))
    g_string_append_c (self->words, '\n');
  else if (self->in_run && self->words != NULL && strcmp (name, "tab") == 0)
    g_string_append_c (self->words, '\t');
  self->in_run = self->in_run || strcmp (name, "r") == 0;
  self->in_words = strcmp (name, "t") == 0;
}

static void
comments_end (const char *name, const char *uri G_GNUC_UNUSED, gpointer data)
{
  Comments *self = data;

  self->in_words = FALSE;
  self->in_run = self->in_run && strcmp (name, "r") != 0;
  if (strcmp (name, "comment") != 0 || self->words == NULL)
    return;
  SourceComment *comment = &g_array_index (self->source->comments, SourceComment, self->open);
  g_free (comment->text);
  comment->text = g_string_free (g_steal_pointer (&self->words), FALSE);
}

static void
comments_text (const char *text, gsize size, gpointer data)
{
  Comments *self = data;

  if (self->in_words && self->words != NULL)
    g_string_append_len (self->words, text, (gssize)size);
}

static const XmlScan comments_scan = { comments_start, comments_end, comments_text };

static GHashTable *
docx_read_comments (const Docx *self)
{
  Comments comments = { .source = self->source,
                        .places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

  docx_scan_part (self, docx_package_part (self->package, "comments"), &comments_scan, &comments);
  if (comments.words != NULL)
    g_string_free (comments.words, TRUE);
  return comments.places;
}

/* ---- heads and feet of the pages */

static gboolean
has_letter (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* The words of one part, read by itself; NULL where there are none. To be freed. */
static char *
docx_page_words (const Docx *self, const char *name, const DocxBeside *beside)
{
  gsize size = 0;
  g_autofree char *bytes = docx_part (self, name, &size);
  g_autoptr (Source) apart = source_new ();
  g_autoptr (DocxBody) body = docx_body_new (apart, beside);

  if (bytes == NULL || !docx_body_read (body, bytes, size, TRUE, NULL))
    return NULL;
  docx_body_finish (body);
  g_autofree char *words = g_strdup (apart->text);
  return has_letter (g_strstrip (words)) ? g_steal_pointer (&words) : NULL;
}

/* Each once: first pages, odd and even ones often have the same. */
static void
docx_read_pages (const Docx *self, DocxBody *body, const DocxBeside *beside, GHashTable *seen,
                 const char *kind)
{
  const GPtrArray *names = docx_package_parts (self->package, kind);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *words = docx_page_words (self, names->pdata[i], beside);
      if (words == NULL || g_hash_table_contains (seen, words))
        continue;
      docx_body_note (body, words);
      g_hash_table_add (seen, g_steal_pointer (&words));
    }
}

/* ---- what is left out */

static void
docx_find_left_out (const Docx *self, const DocxBody *body)
{
  LeftOut left = *docx_body_left_out (body);
  Properties properties = { 0 };

  docx_scan_part (self, "docProps/core.xml", &properties_scan, &properties);
  left.author = properties.has_name;
  left.macros = docx_package_has_macros (self->package);
  left_out_find (self->source, &left);
}

/* ---- the document */

/* The main text first, then the notes, in the order of their parts. */
static gboolean
docx_read_text (const Docx *self, DocxBody *body, const DocxBeside *beside, GError **error)
{
  const char *main_part = self->package->main_part;
  gsize size = 0;
  g_autofree char *bytes = archive_read (self->package->archive, main_part, &size, error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (bytes == NULL)
    return FALSE;
  if (!docx_body_read (body, bytes, size, FALSE, error))
    {
      g_prefix_error (error, "its part '%s' is damaged: ", main_part);
      return FALSE;
    }
  docx_read_notes (self, body, "footnotes");
  docx_read_notes (self, body, "endnotes");
  if (self->source->paras->len > 0)
    {
      docx_read_pages (self, body, beside, seen, "header");
      docx_read_pages (self, body, beside, seen, "footer");
    }
  docx_body_finish (body);
  return TRUE;
}

static gboolean
docx_read_all (const Docx *self, GError **error)
{
  g_autoptr (DocxStyles) styles = docx_styles_new ();
  g_autoptr (DocxNumbers) numbers = docx_numbers_new (styles);
  g_autoptr (GHashTable) comments = docx_read_comments (self);
  const DocxBeside beside = { styles, numbers, comments };
  g_autoptr (DocxBody) body = docx_body_new (self->source, &beside);

  docx_scan_part (self, docx_package_part (self->package, "styles"), &docx_styles_scan, styles);
  docx_scan_part (self, docx_package_part (self->package, "numbering"), &docx_numbers_scan,
                  numbers);
  if (!docx_read_text (self, body, &beside, error))
    return FALSE;
  if (self->source->paras->len == 0 && docx_body_left_out (body)->documents > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "its words are in a document embedded in it; open it and save it again as .docx");
  if (self->source->paras->len == 0)
    return fail (error, ESP_ERROR_INPUT, "there are no words in it");
  docx_find_left_out (self, body);
  return TRUE;
}

static Source *
docx_read (const char *bytes, gsize size, const ReadOptions *options G_GNUC_UNUSED, GError **error)
{
  g_autoptr (DocxPackage) package = docx_package_open (bytes, size, error);

  if (package == NULL)
    return NULL;
  g_autoptr (Source) source = source_new ();
  const Docx self = { package, source };

  return docx_read_all (&self, error) ? g_steal_pointer (&source) : NULL;
}

/* ---- bidding */

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
