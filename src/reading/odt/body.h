/* The parts of an OpenDocument text: styles, the text, and what stands at the head and foot of its
 * pages. In a flat file all of them are one part.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_ODT_BODY_H
#define READING_ODT_BODY_H

#include "reading/left_out.h"
#include "reading/reader.h"

/* What was met. */
typedef struct
{
  LeftOut left;
  gboolean is_master; /* a master document: its text may lie in other files */
  char *body;         /* "text", "spreadsheet" ...; NULL: none came */
} OdtMet;

typedef enum
{
  ODT_READ_STYLES, /* and properties */
  ODT_READ_TEXT,   /* and, in a flat file, the styles before it */
  ODT_READ_PAGES,  /* headers and footers of the kinds of page that the text used */
} OdtReading;

typedef struct _OdtBody OdtBody;
OdtBody *odt_body_new (Source *source); /* borrowed */
void odt_body_free (OdtBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdtBody, odt_body_free)

/* Reads one part; in the order of the enumeration. FALSE with an error where it is damaged; what
 * stands before stays. */
gboolean odt_body_read (OdtBody *body, const char *bytes, gsize size, OdtReading reading,
                        GError **error);
/* After the last part: the source gets its words. */
void odt_body_finish (OdtBody *body);
const OdtMet *odt_body_met (const OdtBody *body);

#endif
