/* Finding the header of a document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/frontmatter.h"

#include "turns/stretch.h"

#include <string.h>

#define MAX_PARAGRAPHS 40
#define MAX_VALUE_BYTES 60
#define KEY_PARAGRAPHS 60 /* at the beginning, where names are explained */
#define KEY_BYTES 1000    /* of each of them */
#define KEY_LETTERS 4

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

/* Where the paragraph's run of lines without a blank between ends; of a long one, not its end. */
static guint
block_end (const Lines *lines, guint i)
{
  const guint stop = MIN (lines_count (lines), i + MAX_PARAGRAPHS);

  for (i++; i < stop && lines_adjacent (lines, i); i++)
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

/* Whether the line is a heading of one of those lists that some programs write before the words. */
static gboolean
is_list_heading (const Lines *lines, guint i, const char *heading)
{
  const Line *line = lines_get (lines, i);
  gsize size = strlen (heading);

  return line->end - line->start == size
         && memcmp (lines->source->text + line->start, heading, size) == 0;
}

/* 'SUMMARY KEYWORDS' and 'SPEAKERS', each with the block below it. */
static guint
lists_end (const Lines *lines)
{
  guint found = 0;

  for (guint i = 0; i + 2 < lines_count (lines) && i < MAX_PARAGRAPHS; i++)
    if (is_list_heading (lines, i, "SUMMARY KEYWORDS") || is_list_heading (lines, i, "KEYWORDS")
        || is_list_heading (lines, i, "SPEAKERS"))
      found = block_end (lines, i + 1);
  return found < lines_count (lines) ? found : 0;
}

guint
frontmatter_end (const Lines *lines)
{
  guint end = MAX (fields_end (lines), lists_end (lines));

  while (end > 0 && end + 1 < lines_count (lines) && names_a_person (lines, end))
    end++;
  return end;
}

/* ---- the key of names */

/* Up to four capitals in parentheses after a word. */
static void
key_letters (const char *p, const char *end, Speakers *speakers)
{
  for (const char *open = p; (open = memchr (open, '(', (gsize)(end - open))) != NULL; open++)
    {
      const char *at = open + 1;
      while (at < end && g_ascii_isupper (*at) && at - open <= KEY_LETTERS)
        at++;
      gboolean after_word = open - p >= 3 && open[-1] == ' ' && g_ascii_isalnum (open[-2]);
      if (at == open + 1 || at == end || *at != ')' || !after_word)
        continue;
      Speaker *speaker = speakers_find (speakers, open + 1, at);
      if (speaker != NULL)
        speaker->keyed = TRUE;
    }
}

/* Brackets and quotation marks of YAML, and the dash of a list. */
static const char *
skip_yaml (const char *p, const char *end)
{
  while (p < end && strchr ("[]'\"- ", *p) != NULL)
    p++;
  return p;
}

/* 'Ann Bell, Unknown Speaker'; also '["Ann Bell", ...]'. */
static void
key_list (const char *p, const char *end, Speakers *speakers)
{
  while (p < end)
    {
      const char *comma = memchr (p, ',', (gsize)(end - p));
      const char *stop = comma != NULL ? comma : end;
      const char *last = stop;
      p = skip_yaml (stretch_skip_space (p, stop), stop);
      while (last > p && strchr ("[]'\" ", last[-1]) != NULL)
        last--;
      Speaker *speaker = speakers_find (speakers, p, last);
      if (speaker != NULL)
        speaker->keyed = TRUE;
      p = comma != NULL ? comma + 1 : end;
    }
}

/* Whether the line is of the list 'speakers:' in YAML front matter; *names: where the names begin.
 */
static gboolean
is_yaml_speakers (const Lines *lines, guint i, gboolean *in_list, const char **names)
{
  static const char key[] = "speakers:";
  const Line *line = lines_get (lines, i);
  const char *p = lines->source->text + line->start;

  if (i == 0 || !is_list_heading (lines, 0, "---") || lines_para (lines, i)->kind != PARA_NOTE)
    return FALSE;
  const gboolean opens = line->end - line->start >= sizeof key - 1
                         && g_ascii_strncasecmp (p, key, sizeof key - 1) == 0;
  *in_list = opens || (*in_list && (*p == '-' || *p == ']' || *p == '"' || *p == '\''));
  *names = opens ? p + sizeof key - 1 : p;
  return *in_list;
}

void
frontmatter_key (const Lines *lines, Speakers *speakers)
{
  const char *text = lines->source->text, *names;
  gboolean in_list = FALSE;

  for (guint i = 0; i < lines_count (lines) && i < KEY_PARAGRAPHS; i++)
    {
      const Line *line = lines_get (lines, i);
      const char *p = text + line->start;
      /* Cut where a character begins. */
      gsize size = MIN (line->end - line->start, KEY_BYTES);
      while (((guchar)p[size] & 0xC0) == 0x80)
        size--;
      key_letters (p, p + size, speakers);
      if (is_yaml_speakers (lines, i, &in_list, &names))
        key_list (names, MAX (names, p + size), speakers);
      if (i > 0 && is_list_heading (lines, i - 1, "SPEAKERS"))
        key_list (p, p + size, speakers);
    }
}
