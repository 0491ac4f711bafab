/* Reads plain text in any encoding: each line is a paragraph.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/reader.h"

extern const Reader reader_text;

static int
text_bid (const char *bytes, gsize size, const char *name G_GNUC_UNUSED)
{
  return source_can_be_lines (bytes, size) ? 30 : 0;
}

const Reader reader_text = {
  .name = "text",
  .about = "plain text (.txt) in any encoding",
  .bid = text_bid,
  .read = source_new_lines,
};
