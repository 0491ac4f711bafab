/* Zip archives made in memory, part by part: documents for the readers, in tests and fuzz targets.
 * What goes wrong ends the program.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_PACKED_H
#define TESTS_PACKED_H

#include <glib.h>
#include <string.h>
#include <zip.h>

typedef struct
{
  const char *name, *content; /* NULL content: the part is left out */
} PackedPart;

/* An archive that is being made. */
typedef struct
{
  zip_source_t *memory;
  zip_t *zip;
} Packing;

static inline Packing
packing_begin (void)
{
  zip_error_t trouble;
  Packing self = { 0 };

  zip_error_init (&trouble);
  self.memory = zip_source_buffer_create (NULL, 0, 0, &trouble);
  self.zip = zip_open_from_source (self.memory, ZIP_TRUNCATE, &trouble);
  if (self.zip == NULL)
    g_error ("no archive can be begun");
  zip_source_keep (self.memory);
  return self;
}

/* The bytes have to stay until the end. */
static inline void
packing_add (const Packing *self, const char *name, const void *bytes, gsize size,
             gboolean compressed)
{
  zip_source_t *source = zip_source_buffer (self->zip, bytes, size, 0);
  const zip_int64_t at = zip_file_add (self->zip, name, source, 0);

  if (at < 0)
    g_error ("'%s' cannot be packed", name);
  if (!compressed)
    zip_set_file_compression (self->zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

/* The bytes of the archive; to be freed. */
static inline char *
packing_end (Packing *self, gsize *size)
{
  zip_stat_t stat;

  if (zip_close (self->zip) != 0 || zip_source_open (self->memory) != 0
      || zip_source_stat (self->memory, &stat) != 0)
    g_error ("the archive cannot be ended");
  char *packed = g_malloc (stat.size);
  if (zip_source_read (self->memory, packed, stat.size) != (zip_int64_t)stat.size)
    g_error ("the archive cannot be read");
  *size = stat.size;
  zip_source_close (self->memory);
  zip_source_free (self->memory);
  return packed;
}

/* To be freed. */
static inline char *
packed_new (const PackedPart *parts, gsize n_parts, gsize *size)
{
  Packing packing = packing_begin ();

  for (gsize i = 0; i < n_parts; i++)
    if (parts[i].content != NULL)
      packing_add (&packing, parts[i].name, parts[i].content, strlen (parts[i].content), TRUE);
  return packing_end (&packing, size);
}

#endif
