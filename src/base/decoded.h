/* What there is to say of a decoding.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_DECODED_H
#define BASE_DECODED_H

#include "base/decode.h"

/* Adds it to `findings` (EspFinding): an encoding other than UTF-8, bytes that became U+FFFD, NULs
 * that were left out, with their lines. `text` is what was decoded. */
void decoded_find (const Decoded *decoded, const char *text, GPtrArray *findings);

#endif
