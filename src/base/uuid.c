/* UUIDs, checksums, hexadecimal.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/uuid.h"

#include <string.h>

#include <sys/random.h>

/* The namespace of everything that Espalier derives: random, chosen once, never to change. */
static const Uuid espalier_namespace = { { 0x6f, 0x1d, 0x52, 0xb8, 0x0c, 0x9e, 0x4a, 0x77, 0x9b,
                                           0x43, 0xe2, 0x51, 0xa8, 0x3d, 0x70, 0x14 } };

static void
uuid_stamp (Uuid *uuid, guint8 version)
{
  uuid->bytes[6] = (guint8)((uuid->bytes[6] & 0x0f) | (version << 4));
  uuid->bytes[8] = (guint8)((uuid->bytes[8] & 0x3f) | 0x80);
}

Uuid
uuid_random (void)
{
  Uuid uuid;
  if (getrandom (uuid.bytes, sizeof uuid.bytes, 0) != (ssize_t)sizeof uuid.bytes)
    g_error ("the system gives no random numbers");
  uuid_stamp (&uuid, 4);
  return uuid;
}

/* Each part goes in with its length before it, so that ("a", "bc") and ("ab", "c") differ. */
static void
add_part (GChecksum *sha1, const char *part)
{
  guint32 size = (guint32)strlen (part);
  guint32 size_be = GUINT32_TO_BE (size);
  g_checksum_update (sha1, (const guchar *)&size_be, sizeof size_be);
  g_checksum_update (sha1, (const guchar *)part, size);
}

Uuid
uuid_derived (const char *kind, ...)
{
  g_autoptr (GChecksum) sha1 = g_checksum_new (G_CHECKSUM_SHA1);
  g_checksum_update (sha1, espalier_namespace.bytes, sizeof espalier_namespace.bytes);
  add_part (sha1, kind);
  va_list parts;
  va_start (parts, kind);
  for (const char *part; (part = va_arg (parts, const char *)) != NULL;)
    add_part (sha1, part);
  va_end (parts);

  guint8 digest[20];
  gsize size = sizeof digest;
  g_checksum_get_digest (sha1, digest, &size);
  Uuid uuid;
  memcpy (uuid.bytes, digest, sizeof uuid.bytes);
  uuid_stamp (&uuid, 5);
  return uuid;
}

gboolean
uuid_equal (const Uuid *a, const Uuid *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

gboolean
uuid_equal_func (gconstpointer a, gconstpointer b)
{
  return uuid_equal (a, b);
}

int
uuid_compare (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (Uuid));
}

gboolean
uuid_is_nil (const Uuid *uuid)
{
  return uuid_equal (uuid, &UUID_NIL);
}

/* Keyed by chance: nobody can make a file whose identities all fall into one place of a table. */
guint
uuid_hash (gconstpointer uuid)
{
  static gsize key;
  guint64 half[2];
  if (g_once_init_enter (&key))
    g_once_init_leave (&key, (gsize)g_random_int () << 1 | 1);
  memcpy (half, ((const Uuid *)uuid)->bytes, sizeof half);
  guint64 hash = (half[0] ^ key) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  hash = (hash ^ hash >> 32 ^ half[1]) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  return (guint)(hash ^ hash >> 32);
}

gboolean
uuid_bounds (const char *beginning, Uuid *least, Uuid *greatest)
{
  char low[33], high[33];
  gsize n = 0;
  for (const char *at = beginning; *at != '\0'; at++)
    if (g_ascii_isxdigit (*at) && n < 32)
      low[n++] = *at;
    else if (*at != '-')
      return FALSE;
  if (n < 4)
    return FALSE;
  memcpy (high, low, n);
  memset (low + n, '0', 32 - n);
  memset (high + n, 'f', 32 - n);
  low[32] = high[32] = '\0';
  return hex_decode (low, least->bytes, sizeof least->bytes)
         && hex_decode (high, greatest->bytes, sizeof greatest->bytes);
}

gboolean
uuid_between (const Uuid *uuid, const Uuid *least, const Uuid *greatest)
{
  return uuid_compare (uuid, least) >= 0 && uuid_compare (uuid, greatest) <= 0;
}

char *
hex_encode (const guint8 *bytes, gsize n)
{
  static const char digits[] = "0123456789abcdef";
  char *hex = g_malloc (2 * n + 1);
  for (gsize i = 0; i < n; i++)
    {
      hex[2 * i] = digits[bytes[i] >> 4];
      hex[2 * i + 1] = digits[bytes[i] & 15];
    }
  hex[2 * n] = '\0';
  return hex;
}

gboolean
hex_decode (const char *hex, guint8 *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]);
      int low = high < 0 ? -1 : g_ascii_xdigit_value (hex[2 * i + 1]);
      if (low < 0)
        return FALSE;
      bytes[i] = (guint8)(high << 4 | low);
    }
  return hex[2 * n] == '\0';
}

void
uuid_to_text (const Uuid *uuid, char text[UUID_TEXT_SIZE])
{
  g_autofree char *hex = hex_encode (uuid->bytes, sizeof uuid->bytes);
  g_snprintf (text, UUID_TEXT_SIZE, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
              hex + 20);
}

char *
uuid_dup_text (const Uuid *uuid)
{
  char *text = g_malloc (UUID_TEXT_SIZE);
  uuid_to_text (uuid, text);
  return text;
}

gboolean
uuid_from_text (const char *text, Uuid *uuid)
{
  if (!g_uuid_string_is_valid (text))
    return FALSE;
  char hex[33];
  gsize n = 0;
  for (const char *p = text; *p != '\0'; p++)
    if (*p != '-')
      hex[n++] = *p;
  hex[n] = '\0';
  return hex_decode (hex, uuid->bytes, sizeof uuid->bytes);
}

void
sha256 (guint8 hash[32], const void *a, gsize a_size, const void *b, gsize b_size)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, a, (gssize)a_size);
  if (b_size > 0)
    g_checksum_update (sum, b, (gssize)b_size);
  gsize size = 32;
  g_checksum_get_digest (sum, hash, &size);
}
