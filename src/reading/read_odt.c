/* Reads OpenDocument texts: packed (.odt, .ott, .odm) and flat (.fodt). What is not imported
 * (tracked deletions, hidden text) is said in the findings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/archive.h"
#include "base/error.h"
#include "base/xml.h"
#include "reading/left_out.h"
#include "reading/odt/body.h"
#include "reading/reader.h"

#include <string.h>

extern const Reader reader_odt;

#define URI_OFFICE "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
#define MIMETYPE "application/vnd.oasis.opendocument."
#define MIMETYPE_OLD "application/vnd.sun.xml."
#define FLAT_HEAD_BYTES 16384 /* in which the root of a flat file begins */

/* ---- parts that the document can do without */

static void
read_beside (Archive *archive, OdtBody *body, Source *source, const char *name, OdtReading reading)
{
  g_autoptr (GError) trouble = NULL;
  gsize size = 0;

  if (!archive_has (archive, name))
    return;
  g_autofree char *bytes = archive_read (archive, name, &size, &trouble);
  if (bytes == NULL)
    source_find (source, ESP_GRADE_WARNING, 0, g_strdup (trouble->message), "read without it");
  else if (!odt_body_read (body, bytes, size, reading, &trouble))
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("its part '%s' is damaged: %s", name, trouble->message),
                 "read up to there");
}

/* ---- what is refused */

/* Documents of the family that are no texts, by the child of their body, or the end of their kind.
 */
static const struct
{
  const char *name, *advice;
} other_kinds[] = {
  { "spreadsheet", "it is a spreadsheet; save its text as .odt, .docx or .txt" },
  { "presentation", "it is a presentation; save its text as .odt, .docx or .txt" },
  { "drawing", "it is a drawing, not a text" },
  { "graphics", "it is a drawing, not a text" },
  { "chart", "it is a chart, not a text" },
  { "image", "it is a picture, not a text" },
  { "formula", "it is a formula, not a text" },
  { "database", "it is a database, not a text" },
  { "base", "it is a database, not a text" },
};

static gboolean
check_kind (const char *kind, GError **error)
{
  for (gsize i = 0; kind != NULL && i < G_N_ELEMENTS (other_kinds); i++)
    if (g_str_has_prefix (kind, other_kinds[i].name))
      return fail (error, ESP_ERROR_INPUT, "%s", other_kinds[i].advice);
  return TRUE;
}

/* Whether there are words in what was read, and why not. */
static gboolean
check_words (const Source *source, const OdtMet *met, GError **error)
{
  if (!check_kind (met->body, error))
    return FALSE;
  if (g_strcmp0 (met->body, "text") != 0)
    return fail (error, ESP_ERROR_INPUT,
                 "it is an OpenDocument file without a text; get a new copy of it");
  if (source->paras->len > 0)
    return TRUE;
  if (met->is_master)
    return fail (error, ESP_ERROR_INPUT,
                 "it is a master document whose text lies in files of its own; import those");
  if (met->left.objects > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "its words are in an object embedded in it; copy them into the text");
  return fail (error, ESP_ERROR_INPUT, "there are no words in it");
}

static void
manifest_start (const char *name, const char *uri G_GNUC_UNUSED,
                const XmlAttrs *attrs G_GNUC_UNUSED, gpointer data)
{
  if (strcmp (name, "encryption-data") == 0)
    *(gboolean *)data = TRUE;
}

/* A damaged list of parts says nothing; the parts are tried then. */
static gboolean
is_encrypted (Archive *archive)
{
  const XmlScan scan = { .start = manifest_start };
  gboolean found = FALSE;
  gsize size = 0;
  g_autofree char *bytes = archive_read (archive, "META-INF/manifest.xml", &size, NULL);

  if (bytes != NULL)
    xml_scan (bytes, size, &scan, &found, NULL);
  return found;
}

static gboolean
check_package (Archive *archive, GError **error)
{
  gsize size = 0;
  g_autofree char *mimetype = archive_read (archive, "mimetype", &size, NULL);

  if (is_encrypted (archive))
    return fail (error, ESP_ERROR_INPUT,
                 "it is password-protected; save a copy without the password");
  if (mimetype != NULL && g_str_has_prefix (mimetype, MIMETYPE_OLD))
    return fail (error, ESP_ERROR_INPUT, "it is a file of OpenOffice 1; save it as .odt");
  if (mimetype != NULL && g_str_has_prefix (mimetype, MIMETYPE)
      && !check_kind (mimetype + strlen (MIMETYPE), error))
    return FALSE;
  if (!archive_has (archive, "content.xml"))
    return fail (error, ESP_ERROR_INPUT,
                 "its part 'content.xml', the text, is missing; get a new copy of it");
  return TRUE;
}

/* ---- the document */

static gboolean
has_macros (const Archive *archive)
{
  for (guint i = 0; i < archive_count (archive); i++)
    if (g_str_has_prefix (archive_name (archive, i), "Basic/")
        || g_str_has_prefix (archive_name (archive, i), "Scripts/"))
      return TRUE;
  return FALSE;
}

static gboolean
read_text (Archive *archive, OdtBody *body, GError **error)
{
  gsize size = 0;
  g_autofree char *bytes = archive_read (archive, "content.xml", &size, error);

  if (bytes == NULL)
    return FALSE;
  if (odt_body_read (body, bytes, size, ODT_READ_TEXT, error))
    return TRUE;
  g_prefix_error (error, "its part 'content.xml' is damaged: ");
  return FALSE;
}

static gboolean
read_package (const char *bytes, gsize size, OdtBody *body, Source *source, gboolean *macros,
              GError **error)
{
  g_autoptr (Archive) archive = archive_open (bytes, size, error);

  if (archive == NULL || !check_package (archive, error))
    return FALSE;
  read_beside (archive, body, source, "meta.xml", ODT_READ_STYLES);
  read_beside (archive, body, source, "styles.xml", ODT_READ_STYLES);
  if (!read_text (archive, body, error))
    return FALSE;
  read_beside (archive, body, source, "styles.xml", ODT_READ_PAGES);
  *macros = has_macros (archive);
  return TRUE;
}

/* One XML file with all the parts in it. */
static gboolean
read_flat (const char *bytes, gsize size, OdtBody *body, GError **error)
{
  if (odt_body_read (body, bytes, size, ODT_READ_TEXT, error))
    return odt_body_read (body, bytes, size, ODT_READ_PAGES, error);
  g_prefix_error (error, "it is a flat OpenDocument file that is damaged: ");
  return FALSE;
}

static gboolean
is_zip (const char *bytes, gsize size)
{
  return size >= 4 && memcmp (bytes, "PK\x03\x04", 4) == 0;
}

static Source *
odt_read (const char *bytes, gsize size, const ReadOptions *options G_GNUC_UNUSED, GError **error)
{
  g_autoptr (Source) source = source_new ();
  g_autoptr (OdtBody) body = odt_body_new (source);
  OdtMet met = { 0 };
  gboolean macros = FALSE;

  if (is_zip (bytes, size) ? !read_package (bytes, size, body, source, &macros, error)
                           : !read_flat (bytes, size, body, error))
    return NULL;
  odt_body_finish (body);
  met = *odt_body_met (body);
  met.left.macros = met.left.macros || macros;
  if (!check_words (source, &met, error))
    return NULL;
  left_out_find (source, &met.left);
  return g_steal_pointer (&source);
}

/* ---- bidding */

/* Its kind is the first entry, and not packed, so that it stands at a known place, also in one that
 * is damaged, to be refused in words; others have only the parts. */
static int
bid_package (const char *bytes, gsize size)
{
  static const char kind[] = "mimetype" MIMETYPE, kind_old[] = "mimetype" MIMETYPE_OLD;

  if (memmem (bytes, MIN (size, 256), kind, sizeof kind - 1) != NULL
      || memmem (bytes, MIN (size, 256), kind_old, sizeof kind_old - 1) != NULL)
    return 90;
  g_autoptr (Archive) archive = archive_open (bytes, size, NULL);
  return archive != NULL && archive_has (archive, "content.xml") ? 80 : 0;
}

/* XML whose root is an OpenDocument; the root names its namespaces. */
static gboolean
is_flat (const char *bytes, gsize size)
{
  const gsize head = MIN (size, FLAT_HEAD_BYTES);
  gsize at = head >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

  while (at < head && g_ascii_isspace (bytes[at]))
    at++;
  return at < head && bytes[at] == '<'
         && memmem (bytes, head, URI_OFFICE, strlen (URI_OFFICE)) != NULL
         && memmem (bytes, head, ":document", 9) != NULL;
}

static int
odt_bid (const char *bytes, gsize size, const char *name G_GNUC_UNUSED)
{
  if (is_zip (bytes, size))
    return bid_package (bytes, size);
  return is_flat (bytes, size) ? 90 : 0;
}

const Reader reader_odt = {
  .name = "odt",
  .about = "OpenDocument text (.odt, .ott, .fodt)",
  .bid = odt_bid,
  .read = odt_read,
};
