/* Zip archives made in memory, part by part: documents for the readers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_PACKED_H
#define TESTS_PACKED_H

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>
#include <zip.h>

typedef struct
{
  const char *name, *content; /* NULL content: the part is left out */
} PackedPart;

/* To be freed. */
static inline char *
packed_new (const PackedPart *parts, gsize n_parts, gsize *size)
{
  zip_error_t trouble;
  zip_stat_t stat;
  zip_error_init (&trouble);
  zip_source_t *memory = zip_source_buffer_create (NULL, 0, 0, &trouble);
  zip_t *zip = zip_open_from_source (memory, ZIP_TRUNCATE, &trouble);
  cr_assert_not_null (zip);
  zip_source_keep (memory);
  for (gsize i = 0; i < n_parts; i++)
    {
      if (parts[i].content == NULL)
        continue;
      zip_source_t *source
          = zip_source_buffer (zip, parts[i].content, strlen (parts[i].content), 0);
      cr_assert_geq (zip_file_add (zip, parts[i].name, source, 0), 0);
    }
  cr_assert_eq (zip_close (zip), 0);
  cr_assert (zip_source_open (memory) == 0 && zip_source_stat (memory, &stat) == 0);
  char *packed = g_malloc (stat.size);
  cr_assert_eq (zip_source_read (memory, packed, stat.size), (zip_int64_t)stat.size);
  *size = stat.size;
  zip_source_close (memory);
  zip_source_free (memory);
  return packed;
}

#endif
