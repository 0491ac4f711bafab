/* Any bytes to the text reader, in whatever encoding it finds or in one that is said, and its
 * source to the layout.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decode.h"
#include "source-check.h"

#include <stddef.h>
#include <stdint.h>

extern const Reader reader_text;
int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

/* What is guessed is guessed again from the same bytes, and said, it gives the same text. */
static void
encoding_check (const char *bytes, gsize size)
{
  Decoded decoded;
  g_autofree char *text = decode_text (bytes, size, NULL, &decoded, NULL);

  if (text == NULL || decoded.by != DECODED_GUESSED)
    return;
  g_autofree char *again = decode_text (bytes, size, decoded.encoding, &decoded, NULL);
  HOLDS (again != NULL && strcmp (text, again) == 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  static const char *const said[]
      = { "UTF-16LE",    "UTF-16",      "UTF-32BE", "windows-1252", "CP932",       "GB18030",
          "ISO-2022-JP", "ISO-2022-KR", "UTF-7",    "CP500",        "WINDOWS-1258" };
  const char *text = (const char *)bytes;

  encoding_check (text, size);
  if (size > 0)
    {
      const ReadOptions options = { .encoding = said[bytes[0] % G_N_ELEMENTS (said)] };
      g_autoptr (GError) error = NULL;
      g_autoptr (Source) source = reader_text.read (text + 1, size - 1, &options, &error);
      HOLDS ((source == NULL) == (error != NULL));
      if (source != NULL)
        source_check (source);
    }
  return reader_check (&reader_text, text, size);
}
