/* Reading a file that somebody named, whatever it is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"
#include "support/temporary_study.h"

#include <sys/stat.h>

typedef struct
{
  char *folder, *path;
} Place;

static Place
place_new (const char *bytes, gsize size)
{
  Place place = { g_dir_make_tmp ("espalier-file-XXXXXX", NULL), NULL };
  place.path = g_build_filename (place.folder, "a", NULL);
  cr_assert (bytes == NULL || g_file_set_contents (place.path, bytes, (gssize)size, NULL));
  return place;
}

static void
place_remove (Place *place)
{
  g_remove (place->path);
  g_rmdir (place->folder);
  g_free (place->path);
  g_free (place->folder);
}

static void
expect_unread (const char *path, EspError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  gsize size = 0;

  cr_expect (!file_read (path, 1024 * 1024, &bytes, &size, &error));
  cr_expect_null (bytes);
  expect_failure (FALSE, &error, code, message);
}

Test (file, is_read_to_its_last_byte)
{
  static const char written[] = "one\0two\n";
  Place place = place_new (written, sizeof written);
  g_autofree char *bytes = NULL;
  gsize size = 0;

  cr_assert (file_read (place.path, sizeof written, &bytes, &size, NULL));
  cr_assert_eq (size, sizeof written);
  cr_expect_eq (memcmp (bytes, written, size), 0);
  cr_expect_eq (bytes[size], '\0');
  place_remove (&place);
}

Test (file, that_is_none_is_refused_in_words)
{
  Place place = place_new (NULL, 0);

  expect_unread (place.path, ESP_ERROR_NOT_FOUND, "there is no such file");
  expect_unread (place.folder, ESP_ERROR_INPUT, "it is a folder, not a file");
  place_remove (&place);
}

Test (file, that_is_a_pipe_holds_nobody_up)
{
  Place place = place_new (NULL, 0);

  cr_assert_eq (mkfifo (place.path, 0600), 0);
  expect_unread (place.path, ESP_ERROR_INPUT, "it is not a file");
  place_remove (&place);
}

Test (file, that_is_too_large_is_not_read)
{
  g_autofree char *zeros = g_malloc0 (1024 * 1024 + 1);
  Place place = place_new (zeros, 1024 * 1024 + 1);

  expect_unread (place.path, ESP_ERROR_INPUT, "it is larger than 1 MiB");
  place_remove (&place);
}
