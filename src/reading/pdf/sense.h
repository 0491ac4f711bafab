/* Whether the letters of a PDF are those of words. Fonts may not say what letters they print; then
 * what comes out is signs, or other letters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_PDF_SENSE_H
#define READING_PDF_SENSE_H

#include "espalier.h"

/* Whether most of what is no space are letters, of any script. */
gboolean sense_is_letters (const char *text);

/* How many words of four letters or more, in Latin, Greek and Cyrillic, have no vowel, when they
 * are too many for any language; else 0. *words: how many such words there are at all. */
guint sense_vowelless (const char *text, guint *words);

#endif
