/* Reading XML safely with libxml2: a validated tree for our own formats, a scan for other people's
 * documents. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/xml.h"

#include "base/error.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <string.h>

#define MAX_DEPTH 256
#define MAX_BYTES (256u << 20)

/* libxml2 limits depth, text and look-ahead unless XML_PARSE_HUGE is given; a transcript can be one
 * text of more than 10 MB, so the limits that matter here (depth, size, no DTD and so no entities)
 * are kept by this file itself. */
#define SAFE_OPTIONS (XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOCDATA)

#if LIBXML_VERSION >= 21200
typedef const xmlError RawError;
#else
typedef xmlError RawError;
#endif

static void
library_init (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      xmlInitParser ();
      g_once_init_leave (&done, 1);
    }
}

/* ---------------------------------------------------------------- what went wrong first */

typedef struct
{
  char *sentence; /* NULL: nothing yet */
  guint line;
} Fault;

static void
fault_set (Fault *fault, guint line, const char *sentence)
{
  if (fault->sentence != NULL)
    return;
  fault->sentence = g_strdup (sentence);
  fault->line = line;
}

/* The library's sentence as part of ours: one line, without its full stop, valid UTF-8, opening in
 * lower case. */
static void
fault_set_raw (Fault *fault, guint line, const char *raw)
{
  if (fault->sentence != NULL)
    return;
  char *sentence = g_utf8_make_valid (raw != NULL && *raw != '\0' ? raw : "unknown fault", -1);
  g_strstrip (sentence);
  g_strdelimit (sentence, "\n\r\t", ' ');
  gsize length = strlen (sentence);
  while (length > 0 && (sentence[length - 1] == '.' || sentence[length - 1] == ' '))
    sentence[--length] = '\0';
  if (g_ascii_isupper (sentence[0]) && !g_ascii_isupper (sentence[1]))
    sentence[0] = g_ascii_tolower (sentence[0]);
  fault->sentence = sentence;
  fault->line = line;
}

static void
fault_clear (Fault *fault)
{
  g_clear_pointer (&fault->sentence, g_free);
}

#define FAULT_DTD "it has a document type declaration, which is not allowed"
#define FAULT_DEEP "its elements are nested more than 256 deep"

/* ---------------------------------------------------------------- the scan */

struct _XmlAttrs
{
  const xmlChar *
      *raw; /* five pointers for each: local name, prefix, uri, value, end of the value */
  int count;
  GString *values; /* copies, one after the other, NUL-terminated; empty until the first question */
};

typedef struct
{
  const XmlScan *scan;
  gpointer data;
  xmlParserCtxt *parser;
  guint depth;
  GString *values;
  Fault fault;
} Scanner;

static guint
parser_line (const xmlParserCtxt *parser)
{
  return parser->input != NULL ? (guint)MAX (parser->input->line, 0) : 0;
}

/* Copies every value at the first question, so that the string never moves while its pieces are
 * lent out. */
static void
attrs_copy (const XmlAttrs *attrs)
{
  for (int i = 0; i < attrs->count; i++)
    {
      const xmlChar **raw = attrs->raw + 5 * i;
      g_string_append_len (attrs->values, (const char *)raw[3], raw[4] - raw[3]);
      g_string_append_c (attrs->values, '\0');
    }
}

const char *
xml_attrs_get (const XmlAttrs *attrs, const char *name)
{
  gsize at = 0;

  if (attrs->values->len == 0)
    attrs_copy (attrs);
  for (int i = 0; i < attrs->count; i++)
    {
      const xmlChar **raw = attrs->raw + 5 * i;
      if (strcmp ((const char *)raw[0], name) == 0)
        return attrs->values->str + at;
      at += (gsize)(raw[4] - raw[3]) + 1;
    }
  return NULL;
}

static void
scanner_start (void *data, const xmlChar *name, const xmlChar *prefix G_GNUC_UNUSED,
               const xmlChar *uri, int namespace_count G_GNUC_UNUSED,
               const xmlChar **namespaces G_GNUC_UNUSED, int count, int defaulted G_GNUC_UNUSED,
               const xmlChar **raw)
{
  Scanner *self = data;

  if (++self->depth > MAX_DEPTH)
    {
      fault_set (&self->fault, parser_line (self->parser), FAULT_DEEP);
      xmlStopParser (self->parser);
      return;
    }
  if (self->scan->start == NULL)
    return;
  g_string_truncate (self->values, 0);
  const XmlAttrs attrs = { raw, count, self->values };
  self->scan->start ((const char *)name, uri != NULL ? (const char *)uri : "", &attrs, self->data);
}

static void
scanner_end (void *data, const xmlChar *name, const xmlChar *prefix G_GNUC_UNUSED,
             const xmlChar *uri)
{
  Scanner *self = data;

  self->depth--;
  if (self->scan->end != NULL)
    self->scan->end ((const char *)name, uri != NULL ? (const char *)uri : "", self->data);
}

static void
scanner_text (void *data, const xmlChar *text, int size)
{
  Scanner *self = data;

  if (self->scan->text != NULL && size > 0)
    self->scan->text ((const char *)text, (gsize)size, self->data);
}

static void
scanner_doctype (void *data, const xmlChar *name G_GNUC_UNUSED,
                 const xmlChar *external G_GNUC_UNUSED, const xmlChar *system G_GNUC_UNUSED)
{
  Scanner *self = data;

  fault_set (&self->fault, parser_line (self->parser), FAULT_DTD);
  xmlStopParser (self->parser);
}

static void
scanner_error (void *data, RawError *error)
{
  Scanner *self = data;

  if (error->level >= XML_ERR_ERROR)
    fault_set_raw (&self->fault, (guint)MAX (error->line, 0), error->message);
}

static gboolean
fault_tell_scan (Fault *fault, GError **error)
{
  if (strcmp (fault->sentence, FAULT_DTD) == 0)
    fail (error, ESP_ERROR_INPUT, "line %u: %s", fault->line, FAULT_DTD);
  else
    fail (error, ESP_ERROR_INPUT, "line %u is not well-formed XML: %s", fault->line,
          fault->sentence);
  fault_clear (fault);
  return FALSE;
}

gboolean
xml_scan (const char *bytes, gsize size_bytes, const XmlScan *scan, gpointer data, GError **error)
{
  library_init ();
  if (size_bytes == 0)
    return fail (error, ESP_ERROR_INPUT, "line 1 is not well-formed XML: it is empty");
  if (size_bytes > MAX_BYTES)
    return fail (error, ESP_ERROR_INPUT, "it is larger than 256 MB; divide it");

  xmlParserCtxt *parser = xmlCreateMemoryParserCtxt (bytes, (int)size_bytes);
  if (parser == NULL)
    return fail (error, ESP_ERROR_INPUT, "line 1 is not well-formed XML: it cannot be opened");
  xmlCtxtUseOptions (parser, SAFE_OPTIONS);

  Scanner scanner = { .scan = scan, .data = data, .parser = parser, .values = g_string_new (NULL) };
  const xmlSAXHandler handler = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = scanner_start,
    .endElementNs = scanner_end,
    .characters = scanner_text,
    .cdataBlock = scanner_text,
    .ignorableWhitespace = scanner_text,
    .internalSubset = scanner_doctype,
    .serror = scanner_error,
  };
  *parser->sax = handler;
  parser->userData = &scanner;
  xmlParseDocument (parser);

  if (!parser->wellFormed)
    fault_set (&scanner.fault, parser_line (parser), "it breaks off");
  if (parser->myDoc != NULL)
    xmlFreeDoc (parser->myDoc);
  xmlFreeParserCtxt (parser);
  g_string_free (scanner.values, TRUE);
  return scanner.fault.sentence == NULL ? TRUE : fault_tell_scan (&scanner.fault, error);
}

/* ---------------------------------------------------------------- the tree */

struct _XmlDoc
{
  xmlDoc *tree;
  char *name; /* of the file, for messages */
};

static const xmlNode *
raw_node (const XmlNode *node)
{
  return (const xmlNode *)node;
}

static Fault *
parser_fault (void *data)
{
  return ((xmlParserCtxt *)data)->_private;
}

static void
tree_doctype (void *data, const xmlChar *name G_GNUC_UNUSED, const xmlChar *external G_GNUC_UNUSED,
              const xmlChar *system G_GNUC_UNUSED)
{
  fault_set (parser_fault (data), parser_line (data), FAULT_DTD);
  xmlStopParser (data);
}

static void
tree_error (void *data, RawError *error)
{
  if (error->level >= XML_ERR_ERROR)
    fault_set_raw (parser_fault (data), (guint)MAX (error->line, 0), error->message);
}

static void
tree_start (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
            int namespace_count, const xmlChar **namespaces, int count, int defaulted,
            const xmlChar **raw)
{
  xmlParserCtxt *parser = data;

  if (parser->nodeNr >= MAX_DEPTH)
    {
      fault_set (parser_fault (data), parser_line (parser), FAULT_DEEP);
      xmlStopParser (parser);
      return;
    }
  xmlSAX2StartElementNs (data, name, prefix, uri, namespace_count, namespaces, count, defaulted,
                         raw);
}

static xmlDoc *
tree_parse (const char *bytes, gsize size_bytes, Fault *fault)
{
  library_init ();
  if (size_bytes == 0)
    {
      fault_set (fault, 1, "it is empty");
      return NULL;
    }
  if (size_bytes > MAX_BYTES)
    {
      fault_set (fault, 1, "it is larger than 256 MB");
      return NULL;
    }
  xmlParserCtxt *parser = xmlCreateMemoryParserCtxt (bytes, (int)size_bytes);
  if (parser == NULL)
    {
      fault_set (fault, 1, "it cannot be opened");
      return NULL;
    }
  xmlCtxtUseOptions (parser, SAFE_OPTIONS | XML_PARSE_BIG_LINES);
  parser->_private = fault;
  parser->sax->internalSubset = tree_doctype;
  parser->sax->startElementNs = tree_start;
  parser->sax->serror = tree_error;
  xmlParseDocument (parser);

  if (!parser->wellFormed)
    fault_set (fault, parser_line (parser), "it breaks off");
  xmlDoc *tree = parser->myDoc;
  if (fault->sentence != NULL)
    g_clear_pointer (&tree, xmlFreeDoc);
  xmlFreeParserCtxt (parser);
  return tree;
}

/* ---------------------------------------------------------------- validating */

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
validity_sentence (RawError *error)
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
validity_error (void *data, RawError *error)
{
  Fault *fault = data;
  const xmlNode *node = error->node;
  long line = node != NULL ? xmlGetLineNo (node) : error->line;
  g_autofree char *sentence = validity_sentence (error);

  if (fault->line == 0 && line > 0)
    fault_clear (fault);
  fault_set_raw (fault, (guint)MAX (line, 0), sentence != NULL ? sentence : error->message);
}

static void
schema_error (void *data, RawError *error)
{
  fault_set_raw (data, (guint)MAX (error->line, 0), error->message);
}

static void
tree_validate (xmlDoc *tree, const char *schema, Fault *fault)
{
  /* libxml2 keeps its table of RELAX NG data types in a global that only the first use fills. */
  static GMutex lock;
  Fault schema_fault = { 0 };

  g_mutex_lock (&lock);
  xmlRelaxNGParserCtxt *reading = xmlRelaxNGNewMemParserCtxt (schema, (int)strlen (schema));
  xmlRelaxNGSetParserStructuredErrors (reading, (xmlStructuredErrorFunc)schema_error,
                                       &schema_fault);
  xmlRelaxNG *grammar = xmlRelaxNGParse (reading);
  if (grammar == NULL)
    fault_set (fault, 0, "the schema of this program cannot be read");
  else
    {
      xmlRelaxNGValidCtxt *validating = xmlRelaxNGNewValidCtxt (grammar);
      xmlRelaxNGSetValidStructuredErrors (validating, (xmlStructuredErrorFunc)validity_error,
                                          fault);
      if (xmlRelaxNGValidateDoc (validating, tree) != 0)
        fault_set (fault, 1, "its elements are not in order");
      xmlRelaxNGFreeValidCtxt (validating);
      xmlRelaxNGFree (grammar);
    }
  xmlRelaxNGFreeParserCtxt (reading);
  fault_clear (&schema_fault);
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
find_unknown_attribute (const xmlNode *node, GHashTable *names, Fault *fault)
{
  for (const xmlAttr *attr = node->properties; attr != NULL && fault->sentence == NULL;
       attr = attr->next)
    if (attr->ns == NULL && !g_hash_table_contains (names, attr->name))
      {
        g_autofree char *sentence = g_strdup_printf (
            "'%s' has no attribute '%s'", (const char *)node->name, (const char *)attr->name);
        fault_set (fault, xml_line ((const XmlNode *)node), sentence);
      }
  for (const xmlNode *child = node->children; child != NULL && fault->sentence == NULL;
       child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      find_unknown_attribute (child, names, fault);
}

static gboolean
doc_check (const XmlDoc *doc, const char *schema, const char *what, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Fault fault = { 0 };
  xmlDoc *grammar = tree_parse (schema, strlen (schema), &fault);
  gboolean fits
      = grammar != NULL
        && root_fits_schema (xmlDocGetRootElement (doc->tree), xmlDocGetRootElement (grammar));

  if (grammar != NULL)
    {
      schema_attributes (xmlDocGetRootElement (grammar), names);
      xmlFreeDoc (grammar);
    }
  if (fault.sentence == NULL && !fits)
    return fail (error, ESP_ERROR_INPUT, "'%s' is not %s", doc->name, what);
  if (fault.sentence == NULL && !g_hash_table_contains (names, "*"))
    find_unknown_attribute (xmlDocGetRootElement (doc->tree), names, &fault);
  if (fault.sentence == NULL)
    tree_validate (doc->tree, schema, &fault);
  if (fault.sentence == NULL)
    return TRUE;
  g_autofree char *line = fault.line > 0 ? g_strdup_printf (":%u", fault.line) : g_strdup ("");
  fail (error, ESP_ERROR_INPUT, "%s%s: this does not fit %s: %s", doc->name, line, what,
        fault.sentence);
  fault_clear (&fault);
  return FALSE;
}

XmlDoc *
xml_load_memory (const char *bytes, gsize size_bytes, const char *name, const char *schema,
                 const char *what, GError **error)
{
  Fault fault = { 0 };
  xmlDoc *tree = tree_parse (bytes, size_bytes, &fault);

  if (tree == NULL)
    {
      fail (error, ESP_ERROR_INPUT, "%s:%u: this is not well-formed XML: %s", name, fault.line,
            fault.sentence);
      fault_clear (&fault);
      return NULL;
    }
  g_autoptr (XmlDoc) doc = g_new0 (XmlDoc, 1);
  doc->tree = tree;
  doc->name = g_strdup (name);
  if (schema != NULL && !doc_check (doc, schema, what, error))
    return NULL;
  return g_steal_pointer (&doc);
}

XmlDoc *
xml_load (const char *file, const char *schema, const char *what, GError **error)
{
  g_autofree char *bytes = NULL;
  gsize size_bytes = 0;
  g_autoptr (GError) trouble = NULL;

  if (g_file_get_contents (file, &bytes, &size_bytes, &trouble))
    return xml_load_memory (bytes, size_bytes, file, schema, what, error);
  if (g_error_matches (trouble, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    fail (error, ESP_ERROR_NOT_FOUND, "there is no file '%s'", file);
  else if (g_error_matches (trouble, G_FILE_ERROR, G_FILE_ERROR_ISDIR))
    fail (error, ESP_ERROR_INPUT, "'%s' is a folder, not %s", file, what);
  else
    fail (error, ESP_ERROR_STORAGE, "cannot read '%s': %s", file, trouble->message);
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

/* ---------------------------------------------------------------- walking */

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
