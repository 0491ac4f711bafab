/* The words of an RTF file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_RTF_BODY_H
#define READING_RTF_BODY_H

#include "reading/left_out.h"
#include "reading/reader.h"

/* How often something was met that is not read, or not as it stands. */
typedef struct
{
  LeftOut left;
  guint pictures;
  guint lost;         /* bytes that are no letters */
  guint nuls;         /* bytes of zero in what is read */
  guint unknown_page; /* a code page that is not known; 0: none */
  gboolean is_cut;    /* the file ends inside a group */
  gsize rest;         /* bytes that come after the document */
} RtfOmissions;

/* Reads all of it into the source. FALSE with an error when it cannot be a document. */
gboolean rtf_body_read (Source *source, const char *bytes, gsize size, RtfOmissions *omissions,
                        GError **error);

#endif
