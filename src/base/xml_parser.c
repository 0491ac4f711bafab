/* A libxml2 parser that is safe on any bytes, and the first thing that goes wrong in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/xml_parser.h"

#include <string.h>

/* libxml2 limits depth, text and look-ahead unless XML_PARSE_HUGE is given; a transcript can be one
 * text of more than 10 MB, so the limits that matter here (depth, size, no DTD and so no entities)
 * are kept by base/xml itself. */
#define SAFE_OPTIONS (XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOCDATA)

/* ---- the first fault */

void
xml_fault_set (XmlFault *fault, guint line, const char *sentence)
{
  if (fault->sentence != NULL)
    return;
  fault->sentence = g_strdup (sentence);
  fault->line = line;
}

void
xml_fault_set_raw (XmlFault *fault, guint line, const char *raw)
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

void
xml_fault_set_error (XmlFault *fault, XmlRawError *error)
{
  const guint line = (guint)MAX (error->line, 0);

  if (error->level < XML_ERR_ERROR)
    return;
  if (error->code == XML_ERR_INVALID_ENCODING || error->code == XML_ERR_INVALID_CHAR)
    xml_fault_set (fault, line, XML_FAULT_BYTES);
  else
    xml_fault_set_raw (fault, line, error->message);
}

void
xml_fault_clear (XmlFault *fault)
{
  g_clear_pointer (&fault->sentence, g_free);
}

/* ---- the parser */

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

xmlParserCtxt *
xml_parser_new (const char *bytes, gsize size_bytes, int options, XmlFault *fault)
{
  xmlParserCtxt *parser = NULL;

  library_init ();
  if (size_bytes == 0)
    xml_fault_set (fault, 1, "it is empty");
  else if (size_bytes > XML_PARSER_MAX_BYTES)
    xml_fault_set (fault, 1, XML_FAULT_LARGE);
  else if ((parser = xmlCreateMemoryParserCtxt (bytes, (int)size_bytes)) == NULL)
    xml_fault_set (fault, 1, "it cannot be opened");
  else
    xmlCtxtUseOptions (parser, SAFE_OPTIONS | options);
  return parser;
}

guint
xml_parser_line (const xmlParserCtxt *parser)
{
  return parser->input != NULL ? (guint)MAX (parser->input->line, 0) : 0;
}

/* ---- the tree */

static XmlFault *
parser_fault (void *data)
{
  return ((xmlParserCtxt *)data)->_private;
}

static void
tree_doctype (void *data, const xmlChar *name G_GNUC_UNUSED, const xmlChar *external G_GNUC_UNUSED,
              const xmlChar *system G_GNUC_UNUSED)
{
  xml_fault_set (parser_fault (data), xml_parser_line (data), XML_FAULT_DTD);
  xmlStopParser (data);
}

static void
tree_error (void *data, XmlRawError *error)
{
  xml_fault_set_error (parser_fault (data), error);
}

static void
tree_start (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
            int namespace_count, const xmlChar **namespaces, int count, int defaulted,
            const xmlChar **raw)
{
  xmlParserCtxt *parser = data;

  if (parser->nodeNr >= XML_PARSER_MAX_DEPTH)
    {
      xml_fault_set (parser_fault (data), xml_parser_line (parser), XML_FAULT_DEEP);
      xmlStopParser (parser);
      return;
    }
  xmlSAX2StartElementNs (data, name, prefix, uri, namespace_count, namespaces, count, defaulted,
                         raw);
}

xmlDoc *
xml_parser_tree (const char *bytes, gsize size_bytes, XmlFault *fault)
{
  xmlParserCtxt *parser = xml_parser_new (bytes, size_bytes, XML_PARSE_BIG_LINES, fault);

  if (parser == NULL)
    return NULL;
  parser->_private = fault;
  parser->sax->internalSubset = tree_doctype;
  parser->sax->startElementNs = tree_start;
  parser->sax->serror = tree_error;
  xmlParseDocument (parser);

  if (!parser->wellFormed)
    xml_fault_set (fault, xml_parser_line (parser), "it breaks off");
  xmlDoc *tree = parser->myDoc;
  if (fault->sentence != NULL)
    g_clear_pointer (&tree, xmlFreeDoc);
  xmlFreeParserCtxt (parser);
  return tree;
}
