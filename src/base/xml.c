/* A tree of our own XML: loading it from a file or from memory, and walking it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/xml.h"

#include "base/error.h"
#include "base/file.h"
#include "base/xml_parser.h"
#include "base/xml_valid.h"

#include <string.h>

struct _XmlDoc
{
  xmlDoc *tree;
  char *name; /* of the file, for messages */
};

/* ---- loading */

/* What was given instead of XML, told by its first bytes: a packed file or no markup at all. */
static gboolean
fail_no_markup (const char *bytes, gsize size_bytes, const char *name, const char *what,
                GError **error)
{
  static const char *const marks[] = { "\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF" };
  const char *at = bytes, *end = bytes + size_bytes;

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (size_bytes >= strlen (marks[i]) && memcmp (bytes, marks[i], strlen (marks[i])) == 0)
      at = bytes + strlen (marks[i]);
  while (at < end && (g_ascii_isspace (*at) || *at == '\0'))
    at++;
  if (at == end || *at == '<')
    return TRUE;
  if (size_bytes > 4 && memcmp (bytes, "PK\x03\x04", 4) == 0)
    return fail (error, ESP_ERROR_INPUT,
                 "'%s' is not %s but a packed file, as Word documents and spreadsheets are; give "
                 "the XML file",
                 name, what);
  return fail (error, ESP_ERROR_INPUT,
               "'%s' is not %s: it does not begin with '<', as XML files do; give the XML file",
               name, what);
}

XmlDoc *
xml_load_memory (const char *bytes, gsize size_bytes, const char *name, const char *schema,
                 const char *what, GError **error)
{
  XmlFault fault = { 0 };

  if (!fail_no_markup (bytes, size_bytes, name, what, error))
    return NULL;
  xmlDoc *tree = xml_parser_tree (bytes, size_bytes, &fault);
  if (tree == NULL)
    {
      fail (error, ESP_ERROR_INPUT, "%s:%u: this is not well-formed XML: %s", name, fault.line,
            fault.sentence);
      xml_fault_clear (&fault);
      return NULL;
    }
  g_autoptr (XmlDoc) doc = g_new0 (XmlDoc, 1);
  doc->tree = tree;
  doc->name = g_strdup (name);
  if (schema != NULL && !xml_valid (doc->tree, doc->name, schema, what, error))
    return NULL;
  return g_steal_pointer (&doc);
}

XmlDoc *
xml_load (const char *file, const char *schema, const char *what, GError **error)
{
  g_autofree char *bytes = NULL;
  gsize size_bytes = 0;
  g_autoptr (GError) trouble = NULL;

  if (file_read (file, XML_PARSER_MAX_BYTES, &bytes, &size_bytes, &trouble))
    return xml_load_memory (bytes, size_bytes, file, schema, what, error);
  if (trouble->code == ESP_ERROR_NOT_FOUND)
    fail (error, ESP_ERROR_NOT_FOUND, "there is no file '%s'", file);
  else if (g_file_test (file, G_FILE_TEST_IS_DIR))
    fail (error, ESP_ERROR_INPUT, "'%s' is a folder, not %s", file, what);
  else
    fail (error, trouble->code, "cannot read '%s': %s", file, trouble->message);
  return NULL;
}

void
xml_doc_free (XmlDoc *doc)
{
  if (doc == NULL)
    return;
  xmlFreeDoc (doc->tree);
  g_free (doc->name);
  g_free (doc);
}

/* ---- walking */

static const xmlNode *
raw_node (const XmlNode *node)
{
  return (const xmlNode *)node;
}

const XmlNode *
xml_root (const XmlDoc *doc)
{
  return (const XmlNode *)xmlDocGetRootElement (doc->tree);
}

const char *
xml_name (const XmlNode *node)
{
  return (const char *)raw_node (node)->name;
}

const char *
xml_namespace (const XmlNode *node)
{
  const xmlNs *ns = raw_node (node)->ns;

  return ns != NULL && ns->href != NULL ? (const char *)ns->href : "";
}

static const XmlNode *
first_from (const xmlNode *node, const char *name)
{
  while (node != NULL
         && (node->type != XML_ELEMENT_NODE
             || (name != NULL && strcmp ((const char *)node->name, name) != 0)))
    node = node->next;
  return (const XmlNode *)node;
}

const XmlNode *
xml_child (const XmlNode *node, const char *name)
{
  return first_from (raw_node (node)->children, name);
}

const XmlNode *
xml_next (const XmlNode *node, const char *name)
{
  return first_from (raw_node (node)->next, name);
}

const XmlNode *
xml_parent (const XmlNode *node)
{
  const xmlNode *parent = raw_node (node)->parent;

  return parent != NULL && parent->type == XML_ELEMENT_NODE ? (const XmlNode *)parent : NULL;
}

/* Hands over what libxml2 allocated in the allocator that callers free with. */
static char *
take (xmlChar *raw)
{
  if (raw == NULL)
    return NULL;
  char *text = g_strdup ((const char *)raw);
  xmlFree (raw);
  return text;
}

char *
xml_attr (const XmlNode *node, const char *name)
{
  return take (xmlGetNoNsProp (raw_node (node), (const xmlChar *)name));
}

char *
xml_attr_or (const XmlNode *node, const char *name, const char *fallback)
{
  char *value = xml_attr (node, name);

  return value != NULL ? value : g_strdup (fallback);
}

char *
xml_text_exact (const XmlNode *node)
{
  char *text = take (xmlNodeGetContent (raw_node (node)));

  return text != NULL ? text : g_strdup ("");
}

char *
xml_text (const XmlNode *node)
{
  char *text = xml_text_exact (node);
  char *to = text;
  gboolean gap = FALSE;

  for (const char *from = text; *from != '\0'; from++)
    {
      if (g_ascii_isspace (*from))
        {
          gap = to != text;
          continue;
        }
      if (gap)
        *to++ = ' ';
      gap = FALSE;
      *to++ = *from;
    }
  *to = '\0';
  return text;
}

guint
xml_line (const XmlNode *node)
{
  return (guint)MAX (xmlGetLineNo (raw_node (node)), 0);
}

char *
xml_place (const XmlDoc *doc, const XmlNode *node)
{
  return g_strdup_printf ("%s:%u: ", doc->name, xml_line (node));
}
