/* In which encoding a text may be that is not UTF-8 and does not say.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_GUESS_H
#define BASE_GUESS_H

#include <glib.h>

/* Encodings to try, the likeliest first: interned names that iconv knows, with NULL at the end; to
 * be freed with g_free. The bytes have no NUL. Thread-safe. */
const char **guess_encodings (const char *bytes, gsize size);

#endif
