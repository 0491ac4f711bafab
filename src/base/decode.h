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

#define DECODED_LINES 5

/* What is wrong at some places of a text that is right elsewhere. */
typedef struct
{
  guint count;
  gsize offset;               /* of the first in the bytes, from 0; of NUL characters in the text */
  guint8 byte;                /* that one */
  gsize lines[DECODED_LINES]; /* the first lines that have any, from 1 */
  guint lines_count;
  gboolean has_more_lines;
} DecodedFaults;

typedef struct
{
  const char *encoding; /* static or interned */
  DecodedBy by;
  gboolean doubtful;  /* what was said does not fit: the text has another's mark, or is UTF-8 */
  DecodedFaults lost; /* bytes that are no character in the encoding: U+FFFD stands for each */
  DecodedFaults nuls; /* NUL characters, left out */
  gboolean is_cut;    /* it ends in the middle of a character */
} Decoded;

/* What iconv calls an encoding that a person named; NULL for one that it does not know. Interned.
 */
const char *decode_find (const char *name);

/* Decodes. A byte-order mark says the encoding; else `encoding` does (NULL: nothing is said); else
 * what is valid UTF-8 is that, and for the rest it is guessed. Removes the mark, turns CRLF and CR
 * into LF. A few bytes that are no characters become U+FFFD, a few NULs are left out: `decoded`
 * counts them and has their lines. Keeps all else. Refuses in one sentence what is no text, and
 * what has more than a few such bytes, with the place. Gives NUL-terminated UTF-8 to be freed.
 * Thread-safe. */
char *decode_text (const char *bytes, gsize size, const char *encoding, Decoded *decoded,
                   GError **error);

/* The same for files that people make for the program: what has no mark and is not UTF-8, or not
 * all of it, is refused. */
char *decode_strict (const char *bytes, gsize size, GError **error);

/* Whether bytes are UTF-16 or UTF-32, by their mark or by where they have zeros. */
gboolean decode_is_wide (const char *bytes, gsize size);

/* The beginning of a text that is in any encoding, for recognising it: of its first `most` bytes
 * the characters of ASCII, '?' for each other; without mark and NUL. To be freed. */
char *decode_beginning (const char *bytes, gsize size, gsize most);

#endif
