/* Finding the header of a document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/frontmatter.h"

#include <string.h>

#define MAX_PARAGRAPHS 40
#define MAX_VALUE_BYTES 60

/* What stands after the colon is a name or a fact, no speech: short, and no sentence. */
static gboolean
is_short_value (const Lines *lines, const Line *line)
{
  const char *text = lines->source->text;
  gsize size = line->words_end - line->words;

  return size <= MAX_VALUE_BYTES
         && (size == 0 || strchr (".?!", text[line->words_end - 1]) == NULL);
}

static gboolean
is_field (const Line *line)
{
  return line->colon && line->speaker != NULL && line->speaker->field && !line->speaker->known;
}

/* Where the paragraph's run of lines without a blank between ends. */
static guint
block_end (const Lines *lines, guint i)
{
  for (i++; i < lines_count (lines) && lines_adjacent (lines, i); i++)
    ;
  return i;
}

static gboolean
has_field (const Lines *lines, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    if (is_field (lines_get (lines, i)))
      return TRUE;
  return FALSE;
}

/* Whether somebody speaks in the lines: a name that is no field, with a sentence after it. */
static gboolean
has_speech (const Lines *lines, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    {
      const Line *line = lines_get (lines, i);
      if (line->speaker != NULL && line->colon && !is_field (line) && !is_short_value (lines, line))
        return TRUE;
    }
  return FALSE;
}

/* A block of lines that has a field is header as a whole; where nothing but fields can be told
 * apart (each line a paragraph), the header goes to the last field. */
static guint
fields_end (const Lines *lines)
{
  guint count = lines_count (lines);
  guint found = 0;

  for (guint i = 0, end; i < count && i < MAX_PARAGRAPHS; i = end)
    {
      end = block_end (lines, i);
      gboolean whole = end - i <= MAX_PARAGRAPHS / 2 && end < count && !has_speech (lines, i, end);
      if (!whole)
        end = i + 1;
      if (has_field (lines, i, end))
        found = end;
      else if (has_speech (lines, i, end))
        break;
    }
  return found;
}

/* 'Interviewer: RW' names somebody, unless the one who is named speaks again directly after. */
static gboolean
names_a_person (const Lines *lines, guint i)
{
  const Line *line = lines_get (lines, i);

  return line->speaker != NULL && line->speaker->role && line->colon && is_short_value (lines, line)
         && lines_get (lines, i + 1)->speaker == line->speaker;
}

guint
frontmatter_end (const Lines *lines)
{
  guint end = fields_end (lines);

  while (end > 0 && end + 1 < lines_count (lines) && names_a_person (lines, end))
    end++;
  return end;
}
