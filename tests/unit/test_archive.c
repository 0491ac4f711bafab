/* Reading zip archives: what comes out, and what is refused before anything is unpacked.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/archive.h"

#include <criterion/criterion.h>
#include <string.h>
#include <zip.h>

typedef struct
{
  char *bytes;
  gsize size;
} Packed;

/* An archive of one entry, made by libzip in memory. */
static Packed
pack (const char *name, const char *content, gsize size, zip_int32_t method, const char *password)
{
  zip_error_t trouble;
  zip_stat_t stat;
  Packed packed;

  zip_error_init (&trouble);
  zip_source_t *memory = zip_source_buffer_create (NULL, 0, 0, &trouble);
  zip_t *zip = zip_open_from_source (memory, ZIP_TRUNCATE, &trouble);
  zip_source_keep (memory);
  zip_int64_t at = zip_file_add (zip, name, zip_source_buffer (zip, content, size, 0), 0);
  zip_set_file_compression (zip, (zip_uint64_t)at, method, 0);
  if (password != NULL)
    zip_file_set_encryption (zip, (zip_uint64_t)at, ZIP_EM_AES_256, password);
  cr_assert_eq (zip_close (zip), 0);
  zip_source_open (memory);
  zip_source_stat (memory, &stat);
  packed.size = stat.size;
  packed.bytes = g_malloc (stat.size);
  zip_source_read (memory, packed.bytes, stat.size);
  zip_source_close (memory);
  zip_source_free (memory);
  return packed;
}

static void
expect_read_refused (Packed packed, const char *message)
{
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  g_autoptr (Archive) archive = archive_open (packed.bytes, packed.size, &error);

  cr_assert_not_null (archive, "%s", error != NULL ? error->message : "");
  cr_assert_null (archive_read (archive, "a.xml", &size, &error));
  cr_expect_not_null (strstr (error->message, message), "'%s' does not say '%s'", error->message,
                      message);
  g_free (packed.bytes);
}

static void
expect_open_refused (const char *bytes, gsize size, const char *message)
{
  g_autoptr (GError) error = NULL;

  cr_assert_null (archive_open (bytes, size, &error));
  cr_expect_eq (error->code, ESP_ERROR_INPUT);
  cr_expect_not_null (strstr (error->message, message), "'%s' does not say '%s'", error->message,
                      message);
}

Test (archive, gives_an_entry_by_its_exact_name)
{
  Packed packed = pack ("word/a.xml", "hello", 5, ZIP_CM_DEFLATE, NULL);
  gsize size = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (Archive) archive = archive_open (packed.bytes, packed.size, &error);

  cr_assert_not_null (archive);
  cr_expect_eq (archive_count (archive), 1);
  cr_expect_str_eq (archive_name (archive, 0), "word/a.xml");
  cr_expect (archive_has (archive, "word/a.xml"));
  cr_expect_not (archive_has (archive, "word/A.xml"));
  cr_expect_not (archive_has (archive, "a.xml"));
  g_autofree char *bytes = archive_read (archive, "word/a.xml", &size, &error);
  cr_assert_not_null (bytes);
  cr_expect_eq (size, 5);
  cr_expect_str_eq (bytes, "hello");
  cr_expect_null (archive_read (archive, "b.xml", &size, &error));
  cr_expect_eq (error->code, ESP_ERROR_NOT_FOUND);
  g_free (packed.bytes);
}

Test (archive, says_that_an_entry_has_a_password)
{
  expect_read_refused (pack ("a.xml", "hello", 5, ZIP_CM_DEFLATE, "secret"),
                       "it is password-protected");
}

Test (archive, refuses_what_unpacks_to_more_than_200_times_its_size)
{
  const gsize size = 8u << 20;
  g_autofree char *zeros = g_malloc0 (size);

  expect_read_refused (pack ("a.xml", zeros, size, ZIP_CM_DEFLATE, NULL),
                       "more than 200 times its size");
}

Test (archive, reads_a_small_entry_that_shrinks_much)
{
  const gsize size = 1u << 20;
  g_autofree char *zeros = g_malloc0 (size);
  Packed packed = pack ("a.xml", zeros, size, ZIP_CM_DEFLATE, NULL);
  gsize got = 0;
  g_autoptr (Archive) archive = archive_open (packed.bytes, packed.size, NULL);
  g_autofree char *bytes = archive_read (archive, "a.xml", &got, NULL);

  cr_assert_not_null (bytes);
  cr_expect_eq (got, size);
  g_free (packed.bytes);
}

Test (archive, says_that_a_changed_entry_is_damaged)
{
  Packed packed = pack ("a.xml", "hello", 5, ZIP_CM_STORE, NULL);
  char *words = memmem (packed.bytes, packed.size, "hello", 5);

  words[0] = 'j';
  expect_read_refused (packed, "its part 'a.xml' is damaged");
}

Test (archive, says_that_a_file_is_cut_short)
{
  Packed packed = pack ("a.xml", "hello", 5, ZIP_CM_STORE, NULL);

  for (gsize size = 0; size < packed.size; size++)
    {
      g_autofree char *cut = g_memdup2 (packed.bytes, size);
      expect_open_refused (cut != NULL ? cut : "", size, "it is damaged or cut short");
    }
  g_free (packed.bytes);
}

static const char *const names_outside[]
    = { "../a", "a/../../b", "a/..", "/etc/x", "a\\b", "C:/x" };

Test (archive, refuses_names_that_lead_outside)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names_outside); i++)
    {
      Packed packed = pack (names_outside[i], "x", 1, ZIP_CM_STORE, NULL);
      expect_open_refused (packed.bytes, packed.size, "leads outside");
      g_free (packed.bytes);
    }
}

Test (archive, allows_two_dots_inside_a_name)
{
  Packed packed = pack ("a..b/...c", "x", 1, ZIP_CM_STORE, NULL);
  g_autoptr (Archive) archive = archive_open (packed.bytes, packed.size, NULL);

  cr_expect_not_null (archive);
  g_free (packed.bytes);
}
