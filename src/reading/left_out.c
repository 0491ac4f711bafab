/* What a document has that is not imported: the one place where it is said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/left_out.h"

const char *
left_out_plural (guint count)
{
  return count == 1 ? "" : "s";
}

/* "has 3 tracked deletions": `one` with its "s", and what comes after it. */
static void
find_count (Source *source, EspGrade grade, guint count, const char *one, const char *after,
            const char *done)
{
  if (count > 0)
    source_find (source, grade, 0,
                 g_strdup_printf ("has %u %s%s%s", count, one, left_out_plural (count), after),
                 done);
}

static void
find_one (Source *source, EspGrade grade, gboolean has, const char *what, const char *done)
{
  if (has)
    source_find (source, grade, 0, g_strdup (what), done);
}

static void
find_inside (Source *source, const LeftOut *left)
{
  find_count (source, ESP_GRADE_WARNING, left->documents, "document", " embedded in it",
              "left out; import them by themselves");
  find_count (source, ESP_GRADE_WARNING, left->objects, "object", " embedded in it",
              "left out; if one is a text, import it by itself");
  find_count (source, ESP_GRADE_WARNING, left->attached, "file", " attached to it",
              "left out; import them by themselves");
  find_count (source, ESP_GRADE_NOTE, left->pages, "other page", " inside it", "left out");
}

void
left_out_find (Source *source, const LeftOut *left)
{
  const guint comments = source->comments->len;

  find_count (source, ESP_GRADE_NOTE, comments, "comment", "",
              comments == 1 ? "kept as a memo, with the name of who wrote it"
                            : "kept as memos, with the names of who wrote them");
  find_count (source, ESP_GRADE_WARNING, left->deletions, "tracked deletion", "",
              "read as if accepted: the deleted words are left out");
  find_one (source, ESP_GRADE_WARNING, left->hidden > 0, "has hidden text", "left out");
  find_inside (source, left);
  find_count (source, ESP_GRADE_NOTE, left->links, "link", "",
              "read by the words; the address is left out");
  find_one (source, ESP_GRADE_NOTE, left->menus > 0, "has a menu of links", "left out");
  find_one (source, ESP_GRADE_NOTE, left->readings > 0, "has readings above its words (ruby)",
            "left out");
  find_count (source, ESP_GRADE_NOTE, left->fields, "field", " to fill in", "left out");
  find_count (source, ESP_GRADE_NOTE, left->symbols, "symbol", " of a font of its own",
              "read as U+FFFD");
  find_count (source, ESP_GRADE_NOTE, left->paragraph_numbers, "paragraph number",
              " beside the text", "left out");
  find_count (source, ESP_GRADE_NOTE, left->line_numbers, "line number", " beside the text",
              "left out");
  find_one (source, ESP_GRADE_WARNING, left->author, "its properties name a person (author)",
            "the name is not imported");
  find_one (source, ESP_GRADE_WARNING, left->macros, "has macros", "none was run");
}
