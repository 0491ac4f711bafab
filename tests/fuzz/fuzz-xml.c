/* Any bytes to the XML scan and the XML tree, which must agree on what is well-formed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/xml.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

typedef struct
{
  guint depth, deepest;
} Depth;

static void
count_start (const char *name, const char *uri, const XmlAttrs *attrs, gpointer data)
{
  Depth *self = data;
  const char *first = xml_attrs_get (attrs, "name");
  const char *second = xml_attrs_get (attrs, "name");

  if (*name == '\0' || uri == NULL || g_strcmp0 (first, second) != 0)
    abort ();
  self->depth++;
  self->deepest = MAX (self->deepest, self->depth);
}

static void
count_end (const char *name G_GNUC_UNUSED, const char *uri G_GNUC_UNUSED, gpointer data)
{
  ((Depth *)data)->depth--;
}

static void
count_text (const char *text, gsize size, gpointer data G_GNUC_UNUSED)
{
  if (!g_utf8_validate_len (text, size, NULL))
    abort ();
}

static void
walk (const XmlDoc *doc, const XmlNode *node)
{
  g_free (xml_text (node));
  g_free (xml_attr_or (node, "name", ""));
  g_free (xml_place (doc, node));
  for (const XmlNode *child = xml_child (node, NULL); child != NULL; child = xml_next (child, NULL))
    walk (doc, child);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  const XmlScan scan = { count_start, count_end, count_text };
  Depth depth = { 0 };
  g_autoptr (GError) scan_error = NULL, tree_error = NULL;
  gboolean scanned = xml_scan ((const char *)bytes, size, &scan, &depth, &scan_error);
  g_autoptr (XmlDoc) doc
      = xml_load_memory ((const char *)bytes, size, "input", NULL, "a document", &tree_error);

  if (scanned != (scan_error == NULL) || (doc == NULL) != (tree_error != NULL)
      || depth.deepest > 256)
    abort ();
  if (scanned && depth.depth != 0)
    abort ();
  if (doc != NULL)
    walk (doc, xml_root (doc));
  return 0;
}
