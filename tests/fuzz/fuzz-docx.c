/* Any bytes to the docx reader, and its source to the layout. What is no archive is put into one as
 * its main part, where a change of a byte reaches the scan instead of failing at a checksum.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../support/packed.h"
#include "source-check.h"

#include <stddef.h>
#include <stdint.h>

extern const Reader reader_docx;
int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

/* An archive with the bytes as its text, its footnotes and its styles; to be freed. */
static char *
pack (const uint8_t *bytes, size_t size, gsize *packed_size)
{
  static const char rels[]
      = "<Relationships><Relationship Type=\"x/footnotes\" Target=\"document.xml\"/>"
        "<Relationship Type=\"x/styles\" Target=\"document.xml\"/></Relationships>";
  Packing packing = packing_begin ();

  packing_add (&packing, "word/document.xml", bytes, size, FALSE);
  packing_add (&packing, "word/_rels/document.xml.rels", rels, sizeof rels - 1, FALSE);
  return packing_end (&packing, packed_size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  gsize packed_size = 0;

  if (size >= 2 && bytes[0] == 'P' && bytes[1] == 'K')
    return reader_check (&reader_docx, (const char *)bytes, size);
  g_autofree char *packed = pack (bytes, size, &packed_size);
  return reader_check (&reader_docx, packed, packed_size);
}
