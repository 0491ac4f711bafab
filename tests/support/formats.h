/* The same paragraphs written in every format that is read: for tests of the readers, and for what
 * the benchmark measures. Written from the descriptions of the formats, not with the program's
 * code. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SUPPORT_FORMATS_H
#define TESTS_SUPPORT_FORMATS_H

#include <glib.h>

/* The bytes of a file in a format, named by its suffix: txt md vtt srt rtf odt docx html pdf. To be
 * freed; NULL for another. `paragraphs` end with NULL, and each is one line. PDF has no letters
 * outside the first plane of Unicode. */
char *format_write (const char *suffix, const char *const *paragraphs, gsize *size);

#endif
