/* The words of an RTF file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_RTF_BODY_H
#define READING_RTF_BODY_H

#include "reading/reader.h"

/* How often something was met that is not read, or not as it stands. */
typedef struct
{
  guint deletions; /* tracked */
  gboolean hidden;
  gboolean has_name; /* its properties name a person */
  guint embedded;    /* objects inside the document */
  guint pictures;
  guint symbols;      /* of fonts of their own */
  guint lost;         /* bytes that are no letters */
  guint unknown_page; /* a code page that is not known; 0: none */
  gboolean is_cut;    /* the file ends inside a group */
  gsize left;         /* bytes that come after the document */
} RtfOmissions;

/* Reads all of it into the source. FALSE with an error when it cannot be a document. */
gboolean rtf_body_read (Source *source, const char *bytes, gsize size, RtfOmissions *omissions,
                        GError **error);

#endif
