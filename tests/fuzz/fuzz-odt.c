/* Any bytes to the odt reader, and its source to the layout. What is no archive is read as a flat
 * file, and once more as the parts of an archive, where a change of a byte reaches the scan instead
 * of failing at a checksum.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../support/packed.h"
#include "source-check.h"

#include <stddef.h>
#include <stdint.h>

extern const Reader reader_odt;
int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

/* An archive with the bytes as its text, its styles and its properties; to be freed. */
static char *
pack (const uint8_t *bytes, size_t size, gsize *packed_size)
{
  Packing packing = packing_begin ();

  packing_add (&packing, "content.xml", bytes, size, FALSE);
  packing_add (&packing, "styles.xml", bytes, size, FALSE);
  packing_add (&packing, "meta.xml", bytes, size, FALSE);
  return packing_end (&packing, packed_size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  gsize packed_size = 0;

  reader_check (&reader_odt, (const char *)bytes, size);
  if (size >= 2 && bytes[0] == 'P' && bytes[1] == 'K')
    return 0;
  g_autofree char *packed = pack (bytes, size, &packed_size);
  return reader_check (&reader_odt, packed, packed_size);
}
