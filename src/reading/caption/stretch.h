/* A stretch of the text of captions: a line, or a part of one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_CAPTION_STRETCH_H
#define READING_CAPTION_STRETCH_H

#include "espalier.h"

typedef struct
{
  const char *at, *end; /* borrowed */
} Stretch;

void stretch_trim (Stretch *stretch);
/* The next line of a text that has words, trimmed; FALSE: no more. *from moves on. */
gboolean stretch_next_line (const char **from, const char *end, Stretch *line);
gboolean stretch_equal (const Stretch *stretch, const Stretch *other);
/* "(Danyel Fisher)": 2 to 60 characters in parentheses. */
gboolean stretch_is_named (const Stretch *stretch);
/* Whether a line opens with the dash of a dialogue: bytes of the dash and the space after it, 0 for
 * none. *tight: there is no space. */
gsize stretch_dash (const Stretch *stretch, gboolean *tight);
gboolean stretch_is_bare_dash (const Stretch *stretch);

#endif
