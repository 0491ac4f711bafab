/* Identities and checksums: derived ids stay what they are for ever, SHA-256 is SHA-256; errors
 * have their exit status.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/uuid.h"
#include "support/temporary_study.h"

/* These stand in study files: another value would make every study a stranger to its copies. */
Test (uuid, derived_ids_never_change)
{
  const Uuid ids[] = { uuid_derived ("case", "B-SM-001", NULL), uuid_derived ("coder", "C1", NULL),
                       uuid_derived ("coding", "a", "bc", "", NULL) };
  static const char *const pinned[]
      = { "4b0fc576-4389-5d1a-81d8-b3e71e25355d", "d7ac5ef1-cc29-5994-ba63-dee80058d231",
          "51ce2181-eb6c-5f31-8676-d4b9d7e9a62c" };
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *text = uuid_dup_text (&ids[i]);
      cr_expect_str_eq (text, pinned[i]);
    }
}

Test (uuid, parts_do_not_run_together)
{
  const Uuid a = uuid_derived ("x", "a", "bc", NULL), b = uuid_derived ("x", "ab", "c", NULL),
             c = uuid_derived ("x", "abc", NULL), d = uuid_derived ("x", "a", "bc", "", NULL),
             again = uuid_derived ("x", "a", "bc", NULL);
  cr_expect_not (uuid_equal (&a, &b));
  cr_expect_not (uuid_equal (&a, &c));
  cr_expect_not (uuid_equal (&a, &d));
  cr_expect (uuid_equal (&a, &again));
}

Test (uuid, says_its_version_and_variant)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *part = g_strdup_printf ("%u", i);
      const Uuid random = uuid_random (), derived = uuid_derived ("x", part, NULL);
      cr_expect_eq (random.bytes[6] >> 4, 4);
      cr_expect_eq (derived.bytes[6] >> 4, 5);
      cr_expect_eq (random.bytes[8] >> 6, 2);
      cr_expect_eq (derived.bytes[8] >> 6, 2);
    }
}

Test (uuid, comes_back_from_its_text)
{
  for (guint i = 0; i < 200; i++)
    {
      const Uuid id = uuid_random ();
      char text[UUID_TEXT_SIZE];
      Uuid back;
      uuid_to_text (&id, text);
      cr_expect (uuid_from_text (text, &back));
      cr_expect (uuid_equal (&id, &back));
    }
  Uuid none;
  cr_expect_not (uuid_from_text ("6f1d52b8-0c9e-4a77-9b43-e251a83d701", &none));
  cr_expect_not (uuid_from_text ("6f1d52b80c9e4a779b43e251a83d7014", &none));
  cr_expect_not (uuid_from_text ("", &none));
}

/* FIPS 180-4, the examples published with it. */
static const struct
{
  const char *message, *digest;
} vectors[] = {
  { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
  { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
  { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

Test (uuid, sha256_is_as_published_however_it_is_parted)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    for (gsize cut = 0; cut <= strlen (vectors[i].message); cut++)
      {
        guint8 hash[32], back[32];
        sha256 (hash, vectors[i].message, cut, vectors[i].message + cut,
                strlen (vectors[i].message) - cut);
        g_autofree char *hex = hex_encode (hash, 32);
        cr_expect_str_eq (hex, vectors[i].digest);
        cr_expect (hex_decode (hex, back, 32));
        cr_expect_arr_eq (hash, back, 32);
      }
  guint8 bytes[2];
  cr_expect_not (hex_decode ("ab1", bytes, 2));
  cr_expect_not (hex_decode ("ab1g", bytes, 2));
  cr_expect_not (hex_decode ("ab12c", bytes, 2));
}

Test (error, has_the_exit_status_of_its_code)
{
  g_autoptr (GError) usage = NULL, other = NULL;
  cr_expect_not (fail (&usage, ESP_ERROR_USAGE, "used %s", "wrongly"));
  cr_expect_not (fail (&other, ESP_ERROR_BUSY, "busy"));
  cr_expect_not (fail (NULL, ESP_ERROR_BUSY, "nobody asks"));
  cr_expect_str_eq (usage->message, "used wrongly");
  cr_expect_eq (esp_error_exit_status (usage), 2);
  cr_expect_eq (esp_error_exit_status (other), 1);
  cr_expect_str_eq (esp_grade_name (ESP_GRADE_REFUSED), "refused");
}
