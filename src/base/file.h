/* Reading a file that somebody named, whatever it turns out to be.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "espalier.h"

/* All of a regular file of at most `max_size` bytes, with a NUL after them; to be freed. Pipes and
 * devices are refused without waiting for them. Messages do not name the file: ESP_ERROR_NOT_FOUND
 * when there is none, ESP_ERROR_INPUT when it is no file or too large, else ESP_ERROR_STORAGE. */
gboolean file_read (const char *path, goffset max_size, char **bytes, gsize *size, GError **error);

#endif
