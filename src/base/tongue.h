/* Languages in Latin letters, told by their small words: those that are written in ASCII alone, and
 * so look the same whatever the encoding of the rest is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_TONGUE_H
#define BASE_TONGUE_H

#include <glib.h>

typedef struct
{
  const char *name;    /* English */
  const char *words;   /* small words, a space around each, the commonest of the language */
  const char *letters; /* those outside ASCII that it is written with, the commoner first */
  int weight;          /* of such a letter as a witness for the language: less where there are many,
                          and where they are rare, 1 to 6 */
  const char *encodings; /* that it is kept in, the likeliest first, joined by spaces; as iconv
                            knows them */
} Tongue;

/* How many there are, at most. */
#define TONGUES_MAX 32

/* The languages one by one; NULL after the last. */
const Tongue *tongue_get (guint i);

/* What may have any of the letters of Western Europe. */
const Tongue *tongue_western (void);

/* Counts the small words of each language among the words of the bytes. FALSE: they are too few to
 * tell anything. */
gboolean tongue_count (const char *bytes, gsize size, guint hits[TONGUES_MAX]);

/* How much a letter outside ASCII, large or small, speaks for the language; 0: it has no such
 * letter. */
int tongue_weight (const Tongue *tongue, gunichar letter);

#endif
