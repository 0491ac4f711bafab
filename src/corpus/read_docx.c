/* Reads Word documents (.docx). What is not imported (comments, tracked deletions, hidden text) is
 * said in the findings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/xml.h"
#include "corpus/docx_body.h"
#include "corpus/docx_package.h"
#include "corpus/docx_style.h"
#include "corpus/reader.h"

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

/* ---- beside the text */

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

static const XmlScan beside_scan = { beside_start, beside_end, beside_text };

static const char *
plural (guint count)
{
  return count == 1 ? "" : "s";
}

static void
docx_find_left_out (const Docx *self, const DocxOmissions *omissions, guint comments)
{
  Source *source = self->source;

  if (comments > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 comments == 1
                     ? g_strdup ("has 1 comment, which is not imported")
                     : g_strdup_printf ("has %u comments, which are not imported", comments),
                 "left out");
  if (omissions->deletions > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("has %u tracked deletion%s", omissions->deletions,
                                  plural (omissions->deletions)),
                 "read as if accepted: the deleted words are left out");
  if (omissions->hidden > 0)
    source_find (source, ESP_GRADE_WARNING, 0, g_strdup ("has hidden text"), "left out");
  if (omissions->embedded > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("has %u document%s embedded in it", omissions->embedded,
                                  plural (omissions->embedded)),
                 "left out; import them by themselves");
  if (omissions->symbols > 0)
    source_find (source, ESP_GRADE_NOTE, 0,
                 g_strdup_printf ("has %u symbol%s of a font of its own", omissions->symbols,
                                  plural (omissions->symbols)),
                 "read as U+FFFD");
}

static void
docx_find_beside (const Docx *self, const DocxOmissions *omissions)
{
  Beside beside = { 0 };

  docx_scan_part (self, docx_package_part (self->package, "comments"), &beside_scan, &beside);
  docx_find_left_out (self, omissions, beside.comments);
  docx_scan_part (self, "docProps/core.xml", &beside_scan, &beside);
  if (beside.has_name)
    source_find (self->source, ESP_GRADE_WARNING, 0,
                 g_strdup ("its properties name a person (author)"), "the name is not imported");
  if (docx_package_has_macros (self->package))
    source_find (self->source, ESP_GRADE_WARNING, 0, g_strdup ("has macros"), "none was run");
}

/* ---- the document */

/* The main text first, then the notes, in the order of their parts. */
static gboolean
docx_read_text (const Docx *self, DocxBody *body, GError **error)
{
  const char *main_part = self->package->main_part;
  gsize size = 0;
  g_autofree char *bytes = archive_read (self->package->archive, main_part, &size, error);

  if (bytes == NULL)
    return FALSE;
  if (!docx_body_read (body, bytes, size, FALSE, error))
    {
      g_prefix_error (error, "its part '%s' is damaged: ", main_part);
      return FALSE;
    }
  docx_read_notes (self, body, "footnotes");
  docx_read_notes (self, body, "endnotes");
  docx_body_finish (body);
  return TRUE;
}

static gboolean
docx_read_all (const Docx *self, GError **error)
{
  g_autoptr (DocxStyles) styles = docx_styles_new ();
  g_autoptr (DocxBody) body = docx_body_new (self->source, styles);
  const DocxOmissions *omissions = docx_body_omissions (body);

  docx_scan_part (self, docx_package_part (self->package, "styles"), &docx_styles_scan, styles);
  if (!docx_read_text (self, body, error))
    return FALSE;
  if (self->source->paras->len == 0 && omissions->embedded > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "its words are in a document embedded in it; open it and save it again as .docx");
  if (self->source->paras->len == 0)
    return fail (error, ESP_ERROR_INPUT, "there are no words in it");
  docx_find_beside (self, omissions);
  return TRUE;
}

static Source *
docx_read (const char *bytes, gsize size, GError **error)
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
