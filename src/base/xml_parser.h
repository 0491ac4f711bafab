/* What the files of base/xml share: one hardened libxml2 parser with its limits, and the first
 * thing that goes wrong in it. For base/xml*.c alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_XML_PARSER_H
#define BASE_XML_PARSER_H

#include "espalier.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#define XML_PARSER_MAX_DEPTH 256
#define XML_PARSER_MAX_BYTES (256u << 20)

#if LIBXML_VERSION >= 21200
typedef const xmlError XmlRawError;
#else
typedef xmlError XmlRawError;
#endif

/* ---- the first fault: whatever follows from it is not kept */

typedef struct
{
  char *sentence; /* NULL: nothing yet */
  guint line;     /* 0: not known */
} XmlFault;

#define XML_FAULT_DEEP "its elements are nested more than 256 deep"
#define XML_FAULT_DTD "it has a document type declaration, which is not allowed"
#define XML_FAULT_BYTES                                                                            \
  "it has bytes there that are no letters, as a damaged file has; get a new copy of it, or save "  \
  "it "                                                                                            \
  "anew"
#define XML_FAULT_LARGE "it is larger than 256 MB"

void xml_fault_set (XmlFault *fault, guint line, const char *sentence);
/* The library's sentence as part of ours: one line, without its full stop, valid UTF-8, opening in
 * lower case. */
void xml_fault_set_raw (XmlFault *fault, guint line, const char *raw);
/* What the library says of the bytes; nothing where it only warns. */
void xml_fault_set_error (XmlFault *fault, XmlRawError *error);
void xml_fault_clear (XmlFault *fault);

/* ---- the parser */

/* A parser of these bytes, without network, DTD or entities; NULL with a fault when there is
 * nothing to parse, or too much. `options`: more of libxml2's. Freed with xmlFreeParserCtxt. */
xmlParserCtxt *xml_parser_new (const char *bytes, gsize size_bytes, int options, XmlFault *fault);
guint xml_parser_line (const xmlParserCtxt *parser);

/* The bytes as a tree that knows its lines beyond 65,535; NULL with a fault. For xmlFreeDoc. */
xmlDoc *xml_parser_tree (const char *bytes, gsize size_bytes, XmlFault *fault);

#endif
