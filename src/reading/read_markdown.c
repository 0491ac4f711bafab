/* Reads Markdown as text that stays as it is, with its headings, notes and bold beginnings told
 * apart.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/reader.h"

#include <string.h>

extern const Reader reader_markdown;

/* The white space that Markdown counts; a line never holds a LF. */
static gboolean
is_gap (char c)
{
  return c == ' ' || c == '\t';
}

/* Number of '#' that open an ATX heading at `line`, 0 for none: 1 to 6, then white space or the
 * end. */
static guint
heading_level (const char *line, const char *end)
{
  guint level = 0;

  while (line < end && *line == '#' && level < 7)
    {
      line++;
      level++;
    }
  return level <= 6 && (line == end || is_gap (*line)) ? level : 0;
}

/* ---------------------------------------------------------------- bidding */

static gboolean
is_named_markdown (const char *name)
{
  g_autofree char *folded = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  return folded != NULL
         && (g_str_has_suffix (folded, ".md") || g_str_has_suffix (folded, ".markdown"));
}

static gboolean
has_heading (const char *bytes, gsize size)
{
  const char *end = bytes + size;

  for (const char *line = bytes; line < end;)
    {
      const char *stop = memchr (line, '\n', (gsize)(end - line));
      stop = stop != NULL ? stop : end;
      guint level = heading_level (line, stop);
      if (level > 0 && line + level < stop)
        return TRUE;
      line = stop + 1;
    }
  return FALSE;
}

static int
markdown_bid (const char *bytes, gsize size, const char *name)
{
  if (!source_may_be_lines (bytes, size))
    return 0;
  if (is_named_markdown (name))
    return 60;
  gboolean front_matter = size > 4 && memcmp (bytes, "---\n", 4) == 0;
  return front_matter || has_heading (bytes, size) ? 40 : 0;
}

/* ---------------------------------------------------------------- reading */

typedef struct
{
  const char *text;
  gboolean in_comment;
  char fence; /* '`' or '~' inside a code block; 0 outside */
} Markdown;

/* A line of three or more of the same mark and white space only. */
static gboolean
is_rule (const char *line, const char *end)
{
  char mark = *line;
  guint marks = 0;

  if (strchr ("-*_=", mark) == NULL)
    return FALSE;
  for (; line < end; line++)
    {
      if (*line == mark)
        marks++;
      else if (!is_gap (*line))
        return FALSE;
    }
  return marks >= 3;
}

/* The line between the head and the body of a table: | --- | :--: | */
static gboolean
is_table_rule (const char *line, const char *end)
{
  gboolean dash = FALSE;

  for (; line < end; line++)
    {
      if (strchr ("|-: \t", *line) == NULL)
        return FALSE;
      dash = dash || *line == '-';
    }
  return dash;
}

/* Bytes of a bold run that opens the line, its marks included; 0 for none. */
static gsize
bold_length (const char *line, const char *end)
{
  char mark = *line;
  guint marks = 0;

  while (line + marks < end && line[marks] == mark && marks < 4)
    marks++;
  if ((mark != '*' && mark != '_') || marks < 2 || marks > 3)
    return 0;
  for (const char *at = line + marks; at + marks <= end; at++)
    {
      guint closing = 0;
      while (closing < marks && at[closing] == mark)
        closing++;
      if (closing == marks)
        return at > line + marks ? (gsize)(at + marks - line) : 0;
      if (closing > 0)
        at += closing - 1;
    }
  return 0;
}

/* Leaves only the words of a heading; FALSE when there are none. */
static gboolean
para_make_heading (Para *para, guint level, const char *text)
{
  para->kind = PARA_HEADING;
  para->level = level;
  para->start += level;
  while (para->start < para->end && is_gap (text[para->start]))
    para->start++;
  gsize end = para->end;
  while (end > para->start && text[end - 1] == '#')
    end--;
  if (end == para->start || is_gap (text[end - 1]))
    para->end = end;
  while (para->end > para->start && is_gap (text[para->end - 1]))
    para->end--;
  return para->end > para->start;
}

static void
para_trim (Para *para, const char *text)
{
  while (para->start < para->end && is_gap (text[para->start]))
    para->start++;
  while (para->end > para->start && is_gap (text[para->end - 1]))
    para->end--;
}

/* HTML comments: a line that opens or continues one is a note. TRUE when the line was one. */
static gboolean
markdown_comment (Markdown *self, Para *para)
{
  const char *line = self->text + para->start;
  gsize size = para->end - para->start;

  if (!self->in_comment && (size < 4 || memcmp (line, "<!--", 4) != 0))
    return FALSE;
  self->in_comment = memmem (line, size, "-->", 3) == NULL;
  para->kind = PARA_NOTE;
  return TRUE;
}

/* Code blocks keep their lines as text. TRUE when the line is inside one, or opens or closes it. */
static gboolean
markdown_fence (Markdown *self, const Para *para)
{
  const char *line = self->text + para->start;
  gboolean marks = para->end - para->start >= 3 && (*line == '`' || *line == '~')
                   && line[1] == *line && line[2] == *line;

  if (!marks)
    return self->fence != 0;
  if (self->fence == 0)
    self->fence = *line;
  else if (self->fence == *line)
    self->fence = 0;
  return TRUE;
}

/* Says what a line is; FALSE when it is nothing but marks. */
static gboolean
markdown_line (Markdown *self, Para *para)
{
  para_trim (para, self->text);
  const char *line = self->text + para->start;
  const char *end = self->text + para->end;

  if (line == end)
    return FALSE;
  if (markdown_comment (self, para) || markdown_fence (self, para))
    return TRUE;
  guint level = heading_level (line, end);
  if (level > 0)
    return para_make_heading (para, level, self->text);
  if (is_rule (line, end))
    return FALSE;
  if (*line == '|')
    {
      para->kind = PARA_ROW;
      return !is_table_rule (line, end);
    }
  para->bold_end = bold_length (line, end);
  return TRUE;
}

/* A heading underlined with '=': the line above, when it stands directly there. */
static gboolean
underline_heading (const char *text, GArray *paras, guint kept, const Para *line)
{
  Para *above = kept > 0 ? &g_array_index (paras, Para, kept - 1) : NULL;

  if (above == NULL || above->kind != PARA_TEXT || above->line + 1 != line->line
      || text[line->start] != '=')
    return FALSE;
  above->kind = PARA_HEADING;
  above->level = 1;
  return TRUE;
}

/* Number of paragraphs that are YAML front matter: from '---' on the first line to the next '---'
 * or '...'. */
static guint
front_matter_length (const Source *source)
{
  for (guint i = 0; i < source->paras->len; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      const char *line = source->text + para->start;
      gboolean dashes = g_str_has_prefix (line, "---") && (line[3] == '\n' || line[3] == '\0');
      gboolean dots = g_str_has_prefix (line, "...") && (line[3] == '\n' || line[3] == '\0');
      if (i == 0 && (!dashes || para->line != 1))
        return 0;
      if (i > 0 && (dashes || dots))
        return i + 1;
    }
  return 0;
}

static Source *
markdown_read (const char *bytes, gsize size, const ReadOptions *options, GError **error)
{
  g_autoptr (Source) source = source_new_lines (bytes, size, options, error);

  if (source == NULL)
    return NULL;
  Markdown self = { .text = source->text };
  guint front = front_matter_length (source);
  guint kept = 0;

  for (guint i = 0; i < source->paras->len; i++)
    {
      Para para = g_array_index (source->paras, Para, i);
      gboolean words = TRUE;
      if (i < front)
        para.kind = PARA_NOTE;
      else
        words = markdown_line (&self, &para);
      if (words)
        g_array_index (source->paras, Para, kept++) = para;
      else
        underline_heading (source->text, source->paras, kept, &para);
    }
  g_array_set_size (source->paras, kept);
  return g_steal_pointer (&source);
}

const Reader reader_markdown = {
  .name = "markdown",
  .about = "Markdown (.md) in any encoding",
  .bid = markdown_bid,
  .read = markdown_read,
};
