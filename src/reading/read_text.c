/* Reads plain text in any encoding: each line is a paragraph, without its number. It takes what no
 * other reader knows, and says when it decodes it whether it is text at all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/left_out.h"
#include "reading/line_numbers.h"
#include "reading/reader.h"

extern const Reader reader_text;

static int
text_bid (const char *bytes, gsize size, const char *name G_GNUC_UNUSED)
{
  return source_may_be_lines (bytes, size) ? 30 : 0;
}

static Source *
text_read (const char *bytes, gsize size, const ReadOptions *options, GError **error)
{
  Source *source = source_new_lines (bytes, size, options, error);

  if (source != NULL)
    left_out_find (source, &(LeftOut){ .line_numbers = line_numbers_take_out (source) });
  return source;
}

const Reader reader_text = {
  .name = "text",
  .about = "plain text (.txt) in any encoding",
  .bid = text_bid,
  .read = text_read,
};
