/* Reading a file that somebody named, whatever it turns out to be.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
read_all (int file, gsize size, char **bytes, GError **error)
{
  g_autofree char *all = g_try_malloc (size + 1);
  if (all == NULL)
    return fail (error, ESP_ERROR_INPUT, "it is larger than the memory there is");
  gsize done = 0;
  while (done < size)
    {
      ssize_t n = read (file, all + done, size - done);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return fail (error, ESP_ERROR_STORAGE, "it cannot be read: %s",
                     n < 0 ? g_strerror (errno) : "it became shorter meanwhile");
      done += (gsize)n;
    }
  all[size] = '\0';
  *bytes = g_steal_pointer (&all);
  return TRUE;
}

static gboolean
fail_to_open (int why, GError **error)
{
  if (why == ENOENT)
    return fail (error, ESP_ERROR_NOT_FOUND, "there is no such file");
  return fail (error, ESP_ERROR_STORAGE, "%s", g_strerror (why));
}

/* Opened without waiting, so that a pipe somebody left in a folder holds nobody up. */
gboolean
file_read (const char *path, goffset max_size, char **bytes, gsize *size, GError **error)
{
  int file = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0)
    return fail_to_open (errno, error);
  struct stat about;
  gboolean good = FALSE;
  if (fstat (file, &about) != 0)
    fail_to_open (errno, error);
  else if (!S_ISREG (about.st_mode))
    fail (error, ESP_ERROR_INPUT, "it is %s",
          S_ISDIR (about.st_mode) ? "a folder, not a file" : "not a file");
  else if (about.st_size > max_size)
    fail (error, ESP_ERROR_INPUT, "it is larger than %" G_GINT64_FORMAT " MiB",
          (gint64)(max_size / (1024 * 1024)));
  else
    good = read_all (file, (gsize)about.st_size, bytes, error);
  close (file);
  *size = good ? (gsize)about.st_size : 0;
  return good;
}
