/* Any bytes to the html reader, and its source to the layout.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "source-check.h"

#include <stddef.h>
#include <stdint.h>

extern const Reader reader_html;
int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  return reader_check (&reader_html, (const char *)bytes, size);
}
