/* Finding the parts of a workbook (xlsx) by their relationships.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sheet_package.h"

#include "base/error.h"
#include "base/xml.h"

#include <string.h>

#define TABS_MAX 10000

typedef struct
{
  char *kind, *part;
} Relation;

typedef struct
{
  const char *base;      /* folder of the part that the relations are of: "xl/", or '' */
  GHashTable *relations; /* id -> Relation */
} Relations;

typedef struct
{
  SheetPackage *package;
  GHashTable *relations;
} Workbook;

static void
relation_free (gpointer data)
{
  Relation *relation = data;
  g_free (relation->kind);
  g_free (relation->part);
  g_free (relation);
}

static void
tab_free (gpointer data)
{
  SheetTab *tab = data;
  g_free (tab->name);
  g_free (tab->part);
  g_free (tab);
}

void
sheet_package_free (SheetPackage *package)
{
  if (package == NULL)
    return;
  archive_free (package->archive);
  g_ptr_array_unref (package->tabs);
  g_free (package->strings);
  g_free (package->styles);
  g_free (package);
}

/* ---- relations */

/* A target as the name of an entry: relative to the folder, or absolute; '..' never leads out. */
static char *
part_name (const char *base, const char *target)
{
  g_autofree char *joined
      = *target == '/' ? g_strdup (target + 1) : g_strconcat (base, target, NULL);
  g_auto (GStrv) pieces = g_strsplit (joined, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  for (char **piece = pieces; *piece != NULL; piece++)
    {
      const gboolean is_up = strcmp (*piece, "..") == 0;
      if (is_up && kept->len > 0)
        g_ptr_array_remove_index (kept, kept->len - 1);
      else if (!is_up && strcmp (*piece, ".") != 0 && **piece != '\0')
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
  const char *id = xml_attrs_get (attrs, "Id"), *type = xml_attrs_get (attrs, "Type");
  const char *target = xml_attrs_get (attrs, "Target");
  const char *kind = type != NULL ? strrchr (type, '/') : NULL;
  if (strcmp (name, "Relationship") != 0 || id == NULL || kind == NULL || target == NULL
      || g_strcmp0 (xml_attrs_get (attrs, "TargetMode"), "External") == 0)
    return;
  Relation *relation = g_new0 (Relation, 1);
  relation->kind = g_strdup (kind + 1);
  relation->part = part_name (self->base, target);
  g_hash_table_insert (self->relations, g_strdup (id), relation);
}

/* Those of a part ('': of the whole package); none when they cannot be read. */
static GHashTable *
relations_read (Archive *archive, const char *part)
{
  const XmlScan scan = { .start = relations_start };
  const char *slash = strrchr (part, '/'), *file = slash != NULL ? slash + 1 : part;
  g_autofree char *base = g_strndup (part, (gsize)(file - part));
  g_autofree char *name = g_strdup_printf ("%s_rels/%s.rels", base, file);
  Relations self = { base, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, relation_free) };
  gsize size = 0;
  g_autofree char *bytes = archive_read (archive, name, &size, NULL);
  if (bytes != NULL)
    xml_scan (bytes, size, &scan, &self, NULL);
  return self.relations;
}

/* The part of a kind; '' when none is of it. */
static const char *
relations_find (GHashTable *relations, const char *kind)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, relations);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (strcmp (((const Relation *)value)->kind, kind) == 0)
      return ((const Relation *)value)->part;
  return "";
}

/* ---- the workbook */

static gboolean
is_true (const char *value)
{
  return value != NULL && (strcmp (value, "1") == 0 || strcmp (value, "true") == 0);
}

static void
workbook_start (const char *name, const char *uri G_GNUC_UNUSED, const XmlAttrs *attrs,
                gpointer data)
{
  Workbook *self = data;
  if (strcmp (name, "workbookPr") == 0)
    self->package->from_1904 = is_true (xml_attrs_get (attrs, "date1904"));
  const char *id = strcmp (name, "sheet") == 0 ? xml_attrs_get (attrs, "id") : NULL;
  const char *title = xml_attrs_get (attrs, "name"), *state = xml_attrs_get (attrs, "state");
  const Relation *relation = id != NULL ? g_hash_table_lookup (self->relations, id) : NULL;
  if (relation == NULL || strcmp (relation->kind, "worksheet") != 0
      || self->package->tabs->len >= TABS_MAX)
    return;
  SheetTab *tab = g_new0 (SheetTab, 1);
  tab->name = g_strdup (title != NULL ? title : "");
  tab->part = g_strdup (relation->part);
  tab->is_hidden = state != NULL && strcmp (state, "visible") != 0;
  g_ptr_array_add (self->package->tabs, tab);
}

static gboolean
workbook_read (SheetPackage *package, const char *part, GError **error)
{
  const XmlScan scan = { .start = workbook_start };
  g_autoptr (GHashTable) relations = relations_read (package->archive, part);
  Workbook self = { package, relations };
  gsize size = 0;
  g_autofree char *bytes = archive_read (package->archive, part, &size, error);
  if (bytes == NULL || !xml_scan (bytes, size, &scan, &self, error))
    {
      g_prefix_error (error, "it is a damaged workbook: ");
      return FALSE;
    }
  const char *strings = relations_find (relations, "sharedStrings");
  const char *styles = relations_find (relations, "styles");
  package->strings = archive_has (package->archive, strings) ? g_strdup (strings) : NULL;
  package->styles = archive_has (package->archive, styles) ? g_strdup (styles) : NULL;
  return package->tabs->len > 0
         || fail (error, ESP_ERROR_INPUT, "it is a workbook without a sheet of cells");
}

/* What an archive is that has no workbook. */
static gboolean
refuse_other (Archive *archive, GError **error)
{
  gsize size = 0;
  g_autofree char *mimetype = archive_read (archive, "mimetype", &size, NULL);
  if (mimetype != NULL && strstr (mimetype, "opendocument.spreadsheet") != NULL)
    return fail (error, ESP_ERROR_INPUT,
                 "it is an OpenDocument sheet (.ods); open it and save it as .xlsx or .csv");
  if (archive_has (archive, "xl/workbook.bin"))
    return fail (error, ESP_ERROR_INPUT,
                 "it is a binary workbook (.xlsb); open it and save it as .xlsx or .csv");
  return fail (
      error, ESP_ERROR_INPUT,
      "it is a zip archive, but no workbook; open it in a spreadsheet and save it as .xlsx "
      "or .csv");
}

SheetPackage *
sheet_package_open (const char *bytes, gsize size, GError **error)
{
  g_autoptr (SheetPackage) package = g_new0 (SheetPackage, 1);
  package->tabs = g_ptr_array_new_with_free_func (tab_free);
  package->archive = archive_open (bytes, size, error);
  if (package->archive == NULL)
    return NULL;
  g_autoptr (GHashTable) top = relations_read (package->archive, "");
  const char *part = relations_find (top, "officeDocument");
  if (!archive_has (package->archive, part))
    part = "xl/workbook.xml";
  const gboolean is_workbook
      = archive_has (package->archive, part) && !g_str_has_suffix (part, ".bin")
        && !g_str_has_prefix (part, "word/") && !g_str_has_prefix (part, "ppt/");
  if (!is_workbook ? !refuse_other (package->archive, error)
                   : !workbook_read (package, part, error))
    return NULL;
  return g_steal_pointer (&package);
}
