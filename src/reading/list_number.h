/* The numbers that lists are counted with: 1, a, iv.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_LIST_NUMBER_H
#define READING_LIST_NUMBER_H

#include "espalier.h"

typedef enum
{
  LIST_NOTHING,
  LIST_DECIMAL,
  LIST_DECIMAL_ZERO,  /* 01 */
  LIST_LETTER,        /* a ... z, aa, ab */
  LIST_LETTER_UPPER,  /* A ... */
  LIST_LETTERS,       /* a ... z, aa, bb: as Word counts */
  LIST_LETTERS_UPPER, /* A ... */
  LIST_ROMAN,
  LIST_ROMAN_UPPER,
} ListFormat;

/* Appends the number, 1 or more; what a format cannot say (0; iv beyond 3999) in decimal digits. */
void list_number_append (GString *text, ListFormat format, guint number);

#endif
