/* Finding the parts of a Word document by their relationships.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/docx/package.h"

#include "base/error.h"
#include "base/xml.h"

#include <string.h>

#define TYPE_DOCUMENT                                                                              \
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

#define PARTS_MAX 100 /* of one kind */

typedef struct
{
  const char *base;  /* folder of the part that the relationships are of: "word/", or '' */
  GHashTable *parts; /* kind ("styles") -> GPtrArray of names of parts */
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
      || g_strcmp0 (xml_attrs_get (attrs, "TargetMode"), "External") == 0)
    return;
  GPtrArray *names = g_hash_table_lookup (self->parts, kind + 1);
  if (names == NULL)
    {
      names = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->parts, g_strdup (kind + 1), names);
    }
  if (names->len < PARTS_MAX)
    g_ptr_array_add (names, part_name (self->base, target));
}

/* The parts that a .rels file names, by kind; none when it cannot be read. */
static GHashTable *
relations_read (Archive *archive, const char *rels, const char *base)
{
  const XmlScan scan = { .start = relations_start };
  Relations self = { base, g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                  (GDestroyNotify)g_ptr_array_unref) };
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

/* The name of the part that holds the text: by relationship, by content type, else by habit. */
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

/* The parts that the main part names; its relationships lie beside it. */
static GHashTable *
parts_of (Archive *archive, const char *main_part)
{
  const char *slash = strrchr (main_part, '/');
  const char *file = slash != NULL ? slash + 1 : main_part;
  g_autofree char *base = g_strndup (main_part, (gsize)(file - main_part));
  g_autofree char *rels = g_strdup_printf ("%s_rels/%s.rels", base, file);

  return relations_read (archive, rels, base);
}

DocxPackage *
docx_package_open (const char *bytes, gsize size, GError **error)
{
  g_autoptr (DocxPackage) package = g_new0 (DocxPackage, 1);

  package->archive = archive_open (bytes, size, error);
  if (package->archive == NULL)
    return NULL;
  package->main_part = document_part (package->archive);
  if (!archive_has (package->archive, package->main_part))
    {
      fail (error, ESP_ERROR_INPUT,
            "it is a zip archive, but not a whole Word document; get a new copy of it");
      return NULL;
    }
  package->parts = parts_of (package->archive, package->main_part);
  return g_steal_pointer (&package);
}

void
docx_package_free (DocxPackage *package)
{
  if (package == NULL)
    return;
  g_clear_pointer (&package->parts, g_hash_table_unref);
  g_free (package->main_part);
  archive_free (package->archive);
  g_free (package);
}

const GPtrArray *
docx_package_parts (const DocxPackage *package, const char *kind)
{
  return g_hash_table_lookup (package->parts, kind);
}

const char *
docx_package_part (const DocxPackage *package, const char *kind)
{
  const GPtrArray *names = docx_package_parts (package, kind);

  return names != NULL ? names->pdata[0] : NULL;
}

gboolean
docx_package_has_macros (const DocxPackage *package)
{
  for (guint i = 0; i < archive_count (package->archive); i++)
    if (g_str_has_suffix (archive_name (package->archive, i), "vbaProject.bin"))
      return TRUE;
  return FALSE;
}
