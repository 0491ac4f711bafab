/* Reading zip archives (docx and its kin) from memory, within bounds: at most 10,000 entries, 256
 * MiB each, 512 MiB in all, and nothing that unpacks to more than 200 times its size.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_ARCHIVE_H
#define BASE_ARCHIVE_H

#include "espalier.h"

typedef struct _Archive Archive;

/* Opens an archive that lies in memory; the bytes are borrowed and must outlive it. NULL with an
 * error (ESP_ERROR_INPUT, one sentence without the file's name) for what is no zip archive, is cut
 * short, or has names that lead outside it. */
Archive *archive_open (const char *bytes, gsize size_bytes, GError **error);
void archive_free (Archive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_free)

guint archive_count (const Archive *archive);
const char *archive_name (const Archive *archive, guint entry); /* of an entry, 0 ... count - 1 */

/* Whether there is an entry of exactly this name. */
gboolean archive_has (const Archive *archive, const char *name);

/* Unpacks an entry; NUL-terminated, to be freed. ESP_ERROR_NOT_FOUND when there is none of that
 * name, else ESP_ERROR_INPUT. */
char *archive_read (Archive *archive, const char *name, gsize *size_bytes, GError **error);

#endif
