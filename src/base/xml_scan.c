/* The scan: other people's XML of any length, called back element by element, without a tree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/xml.h"
#include "base/xml_parser.h"

#include <string.h>

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
  XmlFault fault;
} Scanner;

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

  if (++self->depth > XML_PARSER_MAX_DEPTH)
    {
      xml_fault_set (&self->fault, xml_parser_line (self->parser), XML_FAULT_DEEP);
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

  xml_fault_set (&self->fault, xml_parser_line (self->parser), XML_FAULT_DTD);
  xmlStopParser (self->parser);
}

static void
scanner_error (void *data, XmlRawError *error)
{
  Scanner *self = data;

  xml_fault_set_error (&self->fault, error);
}

static gboolean
scan_fail (XmlFault *fault, GError **error)
{
  if (strcmp (fault->sentence, XML_FAULT_DTD) == 0)
    fail (error, ESP_ERROR_INPUT, "line %u: %s", fault->line, XML_FAULT_DTD);
  else if (strcmp (fault->sentence, XML_FAULT_LARGE) == 0)
    fail (error, ESP_ERROR_INPUT, "%s; divide it", XML_FAULT_LARGE);
  else
    fail (error, ESP_ERROR_INPUT, "line %u is not well-formed XML: %s", fault->line,
          fault->sentence);
  xml_fault_clear (fault);
  return FALSE;
}

/* Runs the parser to its end; the first fault stays in the scanner. */
static void
scanner_run (Scanner *self)
{
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
  xmlParserCtxt *parser = self->parser;

  *parser->sax = handler;
  parser->userData = self;
  xmlParseDocument (parser);
  if (!parser->wellFormed)
    xml_fault_set (&self->fault, xml_parser_line (parser), "it breaks off");
  if (parser->myDoc != NULL)
    xmlFreeDoc (parser->myDoc);
}

gboolean
xml_scan (const char *bytes, gsize size_bytes, const XmlScan *scan, gpointer data, GError **error)
{
  Scanner scanner = { .scan = scan, .data = data };

  scanner.parser = xml_parser_new (bytes, size_bytes, 0, &scanner.fault);
  if (scanner.parser != NULL)
    {
      scanner.values = g_string_new (NULL);
      scanner_run (&scanner);
      g_string_free (scanner.values, TRUE);
      xmlFreeParserCtxt (scanner.parser);
    }
  return scanner.fault.sentence == NULL ? TRUE : scan_fail (&scanner.fault, error);
}
