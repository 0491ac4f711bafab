/* Reads plain text in any encoding: each line is a paragraph. It takes what no other reader knows,
 * and says when it decodes it whether it is text at all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/reader.h"

extern const Reader reader_text;

static int
text_bid (const char *bytes, gsize size, const char *name G_GNUC_UNUSED)
{
  return source_may_be_lines (bytes, size) ? 30 : 0;
}

const Reader reader_text = {
  .name = "text",
  .about = "plain text (.txt) in any encoding",
  .bid = text_bid,
  .read = source_new_lines,
};
