/* Any bytes to the odt reader, and its source to the layout. What is no archive is read as a flat
 * file, and once more as the parts of an archive, where a change of a byte reaches the scan instead
 * of failing at a checksum.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "source-check.h"

#include <stddef.h>
#include <stdint.h>
#include <zip.h>

extern const Reader reader_odt;
int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

static void
add_part (zip_t *zip, const char *name, const void *bytes, size_t size)
{
  zip_source_t *source = zip_source_buffer (zip, bytes, size, 0);
  zip_int64_t at = zip_file_add (zip, name, source, 0);

  HOLDS (at >= 0);
  zip_set_file_compression (zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

/* An archive with the bytes as its text, its styles and its properties; to be freed. */
static char *
pack (const uint8_t *bytes, size_t size, gsize *packed_size)
{
  zip_error_t trouble;
  zip_stat_t stat;

  zip_error_init (&trouble);
  zip_source_t *memory = zip_source_buffer_create (NULL, 0, 0, &trouble);
  zip_t *zip = zip_open_from_source (memory, ZIP_TRUNCATE, &trouble);
  HOLDS (zip != NULL);
  zip_source_keep (memory);
  add_part (zip, "content.xml", bytes, size);
  add_part (zip, "styles.xml", bytes, size);
  add_part (zip, "meta.xml", bytes, size);
  HOLDS (zip_close (zip) == 0);

  HOLDS (zip_source_open (memory) == 0 && zip_source_stat (memory, &stat) == 0);
  char *packed = g_malloc (stat.size);
  HOLDS (zip_source_read (memory, packed, stat.size) == (zip_int64_t)stat.size);
  *packed_size = stat.size;
  zip_source_close (memory);
  zip_source_free (memory);
  return packed;
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
