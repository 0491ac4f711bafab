/* In which encoding a page is, and its text as UTF-8.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_HTML_ENCODING_H
#define READING_HTML_ENCODING_H

#include "reading/reader.h"

/* The text: valid UTF-8 without NUL, CR or mark; to be freed. What was guessed, changed or left out
 * is a finding. `said`: by a person, for a page that does not say; may be NULL. NULL with an error
 * for what is no text. */
char *html_encoding_decode (Source *source, const char *bytes, gsize size_bytes, const char *said,
                            GError **error);

#endif
