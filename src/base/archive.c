/* Reading zip archives from memory with libzip, within bounds that no honest document reaches.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/archive.h"

#include "base/error.h"

#include <string.h>
#include <zip.h>

#define MAX_ENTRIES 10000
#define MAX_ENTRY_BYTES ((guint64)256 << 20)
#define MAX_TOTAL_BYTES ((guint64)512 << 20)
#define MAX_RATIO 200
#define MIN_ARCHIVE_BYTES                                                                          \
  22 /* the record that ends every archive; libzip takes no bytes at all for an empty one */
#define RATIO_FROM_BYTES ((guint64)1 << 20) /* smaller entries may shrink as they like */

#define DAMAGED "it is damaged or cut short; get a new copy of it"

struct _Archive
{
  zip_t *zip;
  guint64 unpacked_bytes; /* so far */
};

/* Why libzip could not open it, in words; the numbers are libzip's ZIP_ER_. */
static gboolean
fail_open (zip_error_t *trouble, GError **error)
{
  int code = zip_error_code_zip (trouble);

  zip_error_fini (trouble);
  if (code == ZIP_ER_MEMORY)
    return fail (error, ESP_ERROR_INPUT, "it is too large for the memory of this computer");
  return fail (error, ESP_ERROR_INPUT, DAMAGED);
}

static zip_t *
zip_open_bytes (const char *bytes, gsize size_bytes, GError **error)
{
  zip_error_t trouble;

  zip_error_init (&trouble);
  zip_source_t *source = zip_source_buffer_create (bytes, size_bytes, 0, &trouble);
  if (source == NULL)
    {
      fail_open (&trouble, error);
      return NULL;
    }
  zip_t *zip = zip_open_from_source (source, ZIP_RDONLY, &trouble);
  if (zip == NULL)
    {
      zip_source_free (source);
      fail_open (&trouble, error);
      return NULL;
    }
  zip_error_fini (&trouble);
  return zip;
}

/* A name that stays inside the archive: relative, with '/' between its parts, none of them '..'. */
static gboolean
name_is_inside (const char *name)
{
  if (*name == '/' || *name == '\0' || strchr (name, '\\') != NULL)
    return FALSE;
  if (g_ascii_isalpha (name[0]) && name[1] == ':')
    return FALSE;
  for (const char *part = name; part != NULL;)
    {
      if (part[0] == '.' && part[1] == '.' && (part[2] == '/' || part[2] == '\0'))
        return FALSE;
      part = strchr (part, '/');
      part = part != NULL ? part + 1 : NULL;
    }
  return TRUE;
}

static gboolean
check_entries (const Archive *archive, GError **error)
{
  zip_int64_t count = zip_get_num_entries (archive->zip, 0);

  if (count > MAX_ENTRIES)
    return fail (error, ESP_ERROR_INPUT,
                 "it is an archive of %" G_GINT64_FORMAT " parts; no more than %d are read",
                 (gint64)count, MAX_ENTRIES);
  for (guint i = 0; i < (guint)count; i++)
    if (!name_is_inside (archive_name (archive, i)))
      return fail (error, ESP_ERROR_INPUT,
                   "it is an archive with a part whose name leads outside it; it was not opened");
  return TRUE;
}

Archive *
archive_open (const char *bytes, gsize size_bytes, GError **error)
{
  if (size_bytes < MIN_ARCHIVE_BYTES)
    {
      fail (error, ESP_ERROR_INPUT, DAMAGED);
      return NULL;
    }
  zip_t *zip = zip_open_bytes (bytes, size_bytes, error);
  if (zip == NULL)
    return NULL;
  g_autoptr (Archive) archive = g_new0 (Archive, 1);
  archive->zip = zip;
  if (!check_entries (archive, error))
    return NULL;
  return g_steal_pointer (&archive);
}

void
archive_free (Archive *archive)
{
  if (archive == NULL)
    return;
  zip_discard (archive->zip);
  g_free (archive);
}

guint
archive_count (const Archive *archive)
{
  return (guint)zip_get_num_entries (archive->zip, 0);
}

const char *
archive_name (const Archive *archive, guint entry)
{
  const char *name = zip_get_name (archive->zip, entry, 0);

  return name != NULL ? name : "";
}

gboolean
archive_has (const Archive *archive, const char *name)
{
  return zip_name_locate (archive->zip, name, 0) >= 0;
}

/* Whether an entry may be unpacked, by what the central directory says of it. */
static gboolean
check_entry (const Archive *archive, const char *name, const zip_stat_t *stat, GError **error)
{
  const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;

  if ((stat->valid & needed) != needed)
    return fail (error, ESP_ERROR_INPUT, "its part '%s' is damaged; get a new copy of it", name);
  if ((stat->valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat->encryption_method != ZIP_EM_NONE)
    return fail (error, ESP_ERROR_INPUT,
                 "it is password-protected; save a copy without the password");
  if (stat->size > MAX_ENTRY_BYTES || stat->size > MAX_TOTAL_BYTES - archive->unpacked_bytes)
    return fail (error, ESP_ERROR_INPUT,
                 "its part '%s' is too large to be unpacked; divide the document", name);
  if (stat->size > RATIO_FROM_BYTES && stat->size / MAX_RATIO > stat->comp_size)
    return fail (error, ESP_ERROR_INPUT,
                 "its part '%s' would unpack to more than %d times its size; it was not opened",
                 name, MAX_RATIO);
  return TRUE;
}

/* Unpacks to the very end, where libzip compares the checksum. */
static gboolean
unpack (zip_file_t *file, char *bytes, guint64 size)
{
  guint64 at = 0;
  char beyond;

  while (at < size)
    {
      zip_int64_t got = zip_fread (file, bytes + at, size - at);
      if (got <= 0)
        return FALSE;
      at += (guint64)got;
    }
  return zip_fread (file, &beyond, 1) == 0;
}

char *
archive_read (Archive *archive, const char *name, gsize *size_bytes, GError **error)
{
  zip_stat_t stat;

  if (zip_stat (archive->zip, name, 0, &stat) != 0)
    {
      fail (error, ESP_ERROR_NOT_FOUND, "its part '%s' is missing", name);
      return NULL;
    }
  if (!check_entry (archive, name, &stat, error))
    return NULL;

  zip_file_t *file = zip_fopen_index (archive->zip, stat.index, 0);
  g_autofree char *bytes = file != NULL ? g_try_malloc (stat.size + 1) : NULL;
  gboolean whole = bytes != NULL && unpack (file, bytes, stat.size);
  if (file != NULL)
    zip_fclose (file);
  if (!whole)
    {
      fail (error, ESP_ERROR_INPUT, "its part '%s' is damaged; get a new copy of it", name);
      return NULL;
    }
  archive->unpacked_bytes += stat.size;
  bytes[stat.size] = '\0';
  *size_bytes = stat.size;
  return g_steal_pointer (&bytes);
}
