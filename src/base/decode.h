/* From bytes in any encoding to text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_DECODE_H
#define BASE_DECODE_H

#include "espalier.h"

/* Why a text was read in an encoding. */
typedef enum
{
  DECODED_PLAIN,   /* it is valid UTF-8 */
  DECODED_MARKED,  /* it begins with a byte-order mark */
  DECODED_TOLD,    /* a person said so */
  DECODED_GUESSED, /* as far as can be told */
} DecodedBy;

typedef struct
{
  const char *encoding; /* static or interned */
  DecodedBy by;
  gboolean doubtful; /* what was said does not fit: the text has another's mark, or is UTF-8 */
} Decoded;

/* What iconv calls an encoding that a person named; NULL for one that it does not know. Interned.
 */
const char *decode_find (const char *name);

/* Decodes. A byte-order mark says the encoding; else `encoding` does (NULL: nothing is said); else
 * what is valid UTF-8 is that, and for the rest it is guessed. Removes the mark, turns CRLF and CR
 * into LF, keeps all else. Refuses in one sentence what is no text, what is not in the encoding
 * that was said, with the place, and UTF-8 that is damaged. Gives NUL-terminated UTF-8 to be freed.
 * Thread-safe. */
char *decode_text (const char *bytes, gsize size, const char *encoding, Decoded *decoded,
                   GError **error);

/* The same for files that people make for the program: what has no mark and is not UTF-8 is
 * refused. */
char *decode_strict (const char *bytes, gsize size, GError **error);

#endif
