/* Validating a tree with RELAX NG: the schema is read, the root looked at first, and what libxml2
 * says put into words a researcher can act on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/xml_valid.h"

#include "base/error.h"
#include "base/xml.h"
#include "base/xml_parser.h"

#include <libxml/relaxng.h>
#include <string.h>

static gboolean
node_is (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp ((const char *)node->name, name) == 0;
}

static const xmlNode *
node_child (const xmlNode *node, const char *name)
{
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    if (node_is (child, name))
      return child;
  return NULL;
}

/* The element that a schema starts with; NULL when it is not a plain grammar / start / (ref to
 * define /) element. */
static const xmlNode *
schema_first_element (const xmlNode *grammar)
{
  const xmlNode *start = node_child (grammar, "start");
  const xmlNode *ref = start != NULL ? node_child (start, "ref") : NULL;

  if (ref == NULL)
    return start != NULL ? node_child (start, "element") : NULL;
  g_autofree char *wanted = xml_attr ((const XmlNode *)ref, "name");
  for (const xmlNode *define = grammar->children; define != NULL; define = define->next)
    {
      if (!node_is (define, "define"))
        continue;
      g_autofree char *name = xml_attr ((const XmlNode *)define, "name");
      if (g_strcmp0 (name, wanted) == 0)
        return node_child (define, "element");
    }
  return NULL;
}

/* Whether the root has the name and the namespace that the schema starts with. TRUE when the schema
 * does not tell. */
static gboolean
root_fits_schema (const xmlNode *root, const xmlNode *grammar)
{
  const xmlNode *element = schema_first_element (grammar);

  if (element == NULL)
    return TRUE;
  g_autofree char *name = xml_attr ((const XmlNode *)element, "name");
  g_autofree char *own_uri = xml_attr ((const XmlNode *)element, "ns");
  g_autofree char *grammar_uri = xml_attr ((const XmlNode *)grammar, "ns");
  const char *uri = own_uri != NULL ? own_uri : grammar_uri;

  return g_strcmp0 (name, (const char *)root->name) == 0
         && strcmp (uri != NULL ? uri : "", xml_namespace ((const XmlNode *)root)) == 0;
}

/* The commonest faults in words of our own; NULL for the others. */
static char *
validity_sentence (XmlRawError *error)
{
  const char *first = error->str1 != NULL ? error->str1 : "";
  const char *second = error->str2 != NULL ? error->str2 : "";

  switch (error->code)
    {
    case XML_RELAXNG_ERR_ATTRVALID:
      return g_strdup_printf ("an attribute of '%s' is missing, or its value is not allowed",
                              first);
    case XML_RELAXNG_ERR_INVALIDATTR:
      return g_strdup_printf ("the attribute '%s' of '%s' is not allowed, or its value is not",
                              first, second);
    case XML_RELAXNG_ERR_ELEMWRONG:
      return g_strdup_printf ("the element '%s' may not stand here", first);
    default:
      return NULL;
    }
}

/* Keeps the first fault, but one with a line rather than one without. */
static void
validity_error (void *data, XmlRawError *error)
{
  XmlFault *fault = data;
  const xmlNode *node = error->node;
  long line = node != NULL ? xmlGetLineNo (node) : error->line;
  g_autofree char *sentence = validity_sentence (error);

  if (fault->line == 0 && line > 0)
    xml_fault_clear (fault);
  xml_fault_set_raw (fault, (guint)MAX (line, 0), sentence != NULL ? sentence : error->message);
}

static void
schema_error (void *data, XmlRawError *error)
{
  xml_fault_set_raw (data, (guint)MAX (error->line, 0), error->message);
}

static void
tree_validate (xmlDoc *tree, const char *schema, XmlFault *fault)
{
  /* libxml2 keeps its table of RELAX NG data types in a global that only the first use fills. */
  static GMutex lock;
  XmlFault schema_fault = { 0 };

  g_mutex_lock (&lock);
  xmlRelaxNGParserCtxt *reading = xmlRelaxNGNewMemParserCtxt (schema, (int)strlen (schema));
  xmlRelaxNGSetParserStructuredErrors (reading, (xmlStructuredErrorFunc)schema_error,
                                       &schema_fault);
  xmlRelaxNG *grammar = xmlRelaxNGParse (reading);
  if (grammar == NULL)
    xml_fault_set (fault, 0, "the schema of this program cannot be read");
  else
    {
      xmlRelaxNGValidCtxt *validating = xmlRelaxNGNewValidCtxt (grammar);
      xmlRelaxNGSetValidStructuredErrors (validating, (xmlStructuredErrorFunc)validity_error,
                                          fault);
      if (xmlRelaxNGValidateDoc (validating, tree) != 0)
        xml_fault_set (fault, 1, "its elements are not in order");
      xmlRelaxNGFreeValidCtxt (validating);
      xmlRelaxNGFree (grammar);
    }
  xmlRelaxNGFreeParserCtxt (reading);
  xml_fault_clear (&schema_fault);
  g_mutex_unlock (&lock);
}

/* Names of the attributes that a schema declares anywhere, added to a set; '*' for one without a
 * name of its own. */
static void
schema_attributes (const xmlNode *node, GHashTable *names)
{
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (node_is (child, "attribute"))
        g_hash_table_add (names, xml_attr_or ((const XmlNode *)child, "name", "*"));
      schema_attributes (child, names);
    }
}

/* An attribute that the schema knows nowhere: libxml2 does not say of which element it is, so it is
 * looked for first. */
static void
find_unknown_attribute (const xmlNode *node, GHashTable *names, XmlFault *fault)
{
  for (const xmlAttr *attr = node->properties; attr != NULL && fault->sentence == NULL;
       attr = attr->next)
    if (attr->ns == NULL && !g_hash_table_contains (names, attr->name))
      {
        g_autofree char *sentence = g_strdup_printf (
            "'%s' has no attribute '%s'", (const char *)node->name, (const char *)attr->name);
        xml_fault_set (fault, xml_line ((const XmlNode *)node), sentence);
      }
  for (const xmlNode *child = node->children; child != NULL && fault->sentence == NULL;
       child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      find_unknown_attribute (child, names, fault);
}

/* The fault as an error, with its file and line. */
static gboolean
fault_tell (XmlFault *fault, const char *file, const char *what, GError **error)
{
  g_autofree char *line = fault->line > 0 ? g_strdup_printf (":%u", fault->line) : g_strdup ("");

  fail (error, ESP_ERROR_INPUT, "%s%s: this does not fit %s: %s", file, line, what,
        fault->sentence);
  xml_fault_clear (fault);
  return FALSE;
}

gboolean
xml_valid (xmlDoc *tree, const char *file, const char *schema, const char *what, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  XmlFault fault = { 0 };
  const xmlNode *root = xmlDocGetRootElement (tree);
  xmlDoc *grammar = xml_parser_tree (schema, strlen (schema), &fault);

  if (grammar == NULL)
    return fault_tell (&fault, file, what, error);
  gboolean fits = root_fits_schema (root, xmlDocGetRootElement (grammar));
  schema_attributes (xmlDocGetRootElement (grammar), names);
  xmlFreeDoc (grammar);
  if (!fits)
    return fail (error, ESP_ERROR_INPUT, "'%s' is not %s", file, what);
  if (!g_hash_table_contains (names, "*"))
    find_unknown_attribute (root, names, &fault);
  if (fault.sentence == NULL)
    tree_validate (tree, schema, &fault);
  return fault.sentence == NULL || fault_tell (&fault, file, what, error);
}
