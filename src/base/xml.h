/* Reading XML safely: no network, no DTD, no entities but the five, capped depth and size. Two
 * ways: a small tree validated against a RELAX NG schema (our own formats), and a scan that calls
 * back (other people's documents, of any length).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_XML_H
#define BASE_XML_H

#include "espalier.h"

typedef struct _XmlDoc XmlDoc;
typedef struct _XmlNode XmlNode; /* an element; borrowed from its document */

/* Loads a file and validates it. `schema` is the text of the RELAX NG schema (NULL: none), `what`
 * what the file should be ("a study definition") for messages, which name the file and the line. */
XmlDoc *xml_load (const char *file, const char *schema, const char *what, GError **error);
XmlDoc *xml_load_memory (const char *bytes, gsize size_bytes, const char *name, const char *schema,
                         const char *what, GError **error);
void xml_doc_free (XmlDoc *doc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XmlDoc, xml_doc_free)

const XmlNode *xml_root (const XmlDoc *doc);
const char *xml_name (const XmlNode *node);      /* local name */
const char *xml_namespace (const XmlNode *node); /* '' when none */
const XmlNode *xml_child (const XmlNode *node,
                          const char *name); /* first child element of that name (NULL: any) */
const XmlNode *xml_next (const XmlNode *node,
                         const char *name); /* next sibling of that name (NULL: any) */
const XmlNode *xml_parent (const XmlNode *node);
char *xml_attr (const XmlNode *node, const char *name); /* value to be freed; NULL when absent */
char *xml_attr_or (const XmlNode *node, const char *name, const char *fallback);
char *
xml_text (const XmlNode *node); /* text inside; outer white space trimmed and inner runs folded */
char *xml_text_exact (const XmlNode *node); /* text inside, untouched */
guint xml_line (const XmlNode *node);

/* "FILE:LINE: " for messages about a node; to be freed. */
char *xml_place (const XmlDoc *doc, const XmlNode *node);

/* The scan. Names are local names, `uri` the namespace ('' for none); `attrs` is borrowed during
 * the call. */
typedef struct _XmlAttrs XmlAttrs;
const char *
xml_attrs_get (const XmlAttrs *attrs,
               const char *name); /* by local name; NULL when absent; valid during the call */
typedef struct
{
  void (*start) (const char *name, const char *uri, const XmlAttrs *attrs, gpointer data);
  void (*end) (const char *name, const char *uri, gpointer data);
  void (*text) (const char *text, gsize size_bytes, gpointer data); /* may come in pieces */
} XmlScan;

/* Parses bytes and calls back. FALSE with an error (ESP_ERROR_INPUT, with the line) for XML that is
 * not well-formed, has a DTD, or goes deeper than 256 elements. Thread-safe. */
gboolean xml_scan (const char *bytes, gsize size_bytes, const XmlScan *scan, gpointer data,
                   GError **error);

#endif
