/* Reads Markdown as a page shows it, but line by line as the file has it. Here, which line is what;
 * reading/markdown/inline.c reads what stands in a line.
 *
 * It is CommonMark where that loses no words. So lines that are indented are no code, a line of
 * dashes makes no heading of the turn above it, and '[Ann]: Yes.' is said and no link's address.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/text.h"
#include "reading/left_out.h"
#include "reading/markdown/inline.h"
#include "reading/markdown/link.h"
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
  const Source *plain; /* the lines of the file */
  Source *source;
  GString *text;
  GHashTable *addresses; /* keys of links whose address stands by itself */
  MarkdownInline *words;
  guint at; /* the line that is read */
  gboolean in_comment;
  gboolean no_comment_end; /* none ends any more */
  gboolean joins;          /* the line was left out, and its line end with it */
  char fence;              /* '`' or '~' inside a code block; 0 outside */
  guint fence_size;
} Markdown;

/* A line, or what is left of it. */
typedef struct
{
  const char *from, *end;
} Line;

static Line
line_trim (Line line)
{
  while (line.from < line.end && is_gap (*line.from))
    line.from++;
  while (line.end > line.from && is_gap (line.end[-1]))
    line.end--;
  return line;
}

static const Para *
markdown_para (const Markdown *self, guint i)
{
  return &g_array_index (self->plain->paras, Para, i);
}

static Line
markdown_line (const Markdown *self, guint i)
{
  const Para *para = markdown_para (self, i);

  return line_trim ((Line){ self->plain->text + para->start, self->plain->text + para->end });
}

/* ---- what a line is */

/* Nothing but three or more of the same mark and white space. */
static gboolean
is_rule (Line line)
{
  const char mark = line.from < line.end ? *line.from : 'x';
  guint marks = 0;

  if (strchr ("-*_=", mark) == NULL)
    return FALSE;
  for (; line.from < line.end; line.from++)
    {
      if (*line.from == mark)
        marks++;
      else if (!is_gap (*line.from))
        return FALSE;
    }
  return marks >= 3;
}

/* The line between the head and the body of a table: | --- | :--: | */
static gboolean
is_table_rule (Line line)
{
  gboolean dash = FALSE;

  for (; line.from < line.end; line.from++)
    {
      if (strchr ("|-: \t", *line.from) == NULL)
        return FALSE;
      dash = dash || *line.from == '-';
    }
  return dash;
}

/* How many marks open or close a code block; 0: the line does not. */
static guint
fence_size (Line line)
{
  const char *at = line.from;

  if (at == line.end || (*at != '`' && *at != '~'))
    return 0;
  while (at < line.end && *at == *line.from)
    at++;
  const guint size = (guint)(at - line.from);
  const gboolean in_words = *line.from == '`' && memchr (at, '`', (gsize)(line.end - at)) != NULL;
  return size >= 3 && !in_words ? size : 0;
}

/* Bytes of a bullet or number and the blank behind it, with words after; 0: there is none. */
static gsize
mark_size (Line line)
{
  const char *at = line.from;

  while (at < line.end && g_ascii_isdigit (*at) && at - line.from < 9)
    at++;
  if (at == line.end || strchr (at > line.from ? ".)" : "-*+", *at) == NULL)
    return 0;
  at++;
  if (at == line.end || !is_gap (*at))
    return 0;
  while (at < line.end && is_gap (*at))
    at++;
  return (gsize)(at - line.from);
}

/* Behind "[words]:" at the beginning; NULL: it is something else. */
static const char *
behind_key (Line line, gsize *size)
{
  if (line.from == line.end || *line.from != '[')
    return NULL;
  const char *close
      = memchr (line.from, ']', (gsize)MIN (line.end - line.from, MARKDOWN_LABEL_MAX));
  if (close == NULL || close == line.from + 1 || close + 1 == line.end || close[1] != ':')
    return NULL;
  *size = (gsize)(close - line.from - 1);
  return close + 2;
}

/* "[words]: https://..." gives the address of links; it is no turn. */
static gboolean
is_address_line (Line line, gsize *size)
{
  const char *behind = behind_key (line, size);

  if (behind == NULL || line.from[1] == '^')
    return FALSE;
  const Line rest = line_trim ((Line){ behind, line.end });
  const char *stop = rest.from;
  while (stop < rest.end && !is_gap (*stop))
    stop++;
  const Line title = line_trim ((Line){ stop, rest.end });
  const gboolean titled = title.from == title.end
                          || (title.end - title.from > 1 && strchr ("\"'(", *title.from) != NULL
                              && strchr ("\"')", title.end[-1]) != NULL);
  const gboolean pointed = stop - rest.from > 2 && *rest.from == '<' && stop[-1] == '>';
  return titled
         && (pointed ? markdown_link_is_address (rest.from + 1, stop - 1)
                     : markdown_link_is_whole_address (rest.from, stop));
}

static gboolean
begins_comment (Line line)
{
  return line.end - line.from >= 4 && memcmp (line.from, "<!--", 4) == 0;
}

/* Whether the line opens something of its own, and does not go on with the line above. */
static gboolean
is_beginning (Line line)
{
  const gboolean bold = line.end - line.from > 2 && (*line.from == '*' || *line.from == '_')
                        && line.from[1] == *line.from && !is_gap (line.from[2]);
  gsize size;

  return bold || *line.from == '>' || *line.from == '|' || heading_level (line.from, line.end) > 0
         || is_rule (line) || fence_size (line) > 0 || mark_size (line) > 0 || begins_comment (line)
         || behind_key (line, &size) != NULL;
}

/* ---- writing */

static void
markdown_add (Markdown *self, const Para *like, gsize from, gsize end)
{
  Para para = *like;

  para.start = from;
  para.end = end;
  para.mark = MIN (para.mark, end - from);
  para.bold_end = MIN (para.bold_end, end - from);
  if (!text_is_blank (self->text->str + from + para.mark, self->text->str + end))
    g_array_append_val (self->source->paras, para);
}

/* The bytes as they stand. */
static void
markdown_add_plain (Markdown *self, const Para *like, const char *from, const char *end)
{
  const gsize start = self->text->len;

  g_string_append_len (self->text, from, end - from);
  markdown_add (self, like, start, self->text->len);
}

/* Reads the marks between two places; comments of the words move to where those come to stand. */
static void
markdown_read_words (Markdown *self, const char *from, const char *end)
{
  const guint comments = self->source->comments->len;

  markdown_inline_read (self->words, from, (gsize)(end - from), self->addresses, self->source);
  for (guint i = comments; i < self->source->comments->len; i++)
    {
      SourceComment *comment = &g_array_index (self->source->comments, SourceComment, i);
      comment->start += self->text->len;
      comment->end = comment->start;
    }
}

/* Words without their marks: each line of them is a paragraph. */
static void
markdown_add_words (Markdown *self, const Para *like, const char *from, const char *end)
{
  const gsize base = self->text->len;
  Para para = *like;
  guint broken = 0;

  markdown_read_words (self, from, end);
  const GArray *breaks = self->words->breaks;
  g_string_append_len (self->text, self->words->words->str, (gssize)self->words->words->len);
  para.bold_end = self->words->bold_end > 0 ? para.mark + self->words->bold_end : 0;
  for (gsize line = base - para.mark; line <= self->text->len;)
    {
      const char *stop = strchrnul (self->text->str + line, '\n');
      const gsize at = (gsize)(stop - self->text->str);
      markdown_add (self, &para, line, at);
      const gboolean is_break
          = broken < breaks->len && g_array_index (breaks, gsize, broken) == at - base;
      broken += is_break;
      para.line += !is_break;
      para.mark = para.bold_end = 0;
      para.kind = like->kind == PARA_NOTE ? PARA_NOTE : PARA_TEXT;
      para.level = 0;
      line = at + 1;
    }
}

/* ---- blocks */

/* What stands between this line and the next; "\n" alone goes with a line that was left out. */
static void
markdown_add_gap (Markdown *self, gsize from, gsize end)
{
  const char *gap = self->plain->text + from;

  if (!self->joins || end - from != 1)
    g_string_append_len (self->text, gap, (gssize)(end - from));
  self->joins = FALSE;
}

/* A comment that begins its line, to its end: notes. What stands behind it is words. FALSE: none
 * begins or goes on here. */
static gboolean
markdown_comment (Markdown *self, Line *line)
{
  if (!self->in_comment && (!begins_comment (*line) || self->no_comment_end))
    return FALSE;
  const char *all_end = self->plain->text + self->plain->size;
  if (!self->in_comment && memmem (line->from, (gsize)(all_end - line->from), "-->", 3) == NULL)
    {
      self->no_comment_end = TRUE;
      return FALSE;
    }
  const char *close = memmem (line->from, (gsize)(line->end - line->from), "-->", 3);
  Para note = *markdown_para (self, self->at);
  note.kind = PARA_NOTE;
  self->in_comment = close == NULL;
  markdown_add_plain (self, &note, line->from, close != NULL ? close + 3 : line->end);
  *line = line_trim ((Line){ close != NULL ? close + 3 : line->end, line->end });
  if (line->from < line->end)
    g_string_append_c (self->text, '\n');
  return TRUE;
}

/* Code blocks keep their lines as they are, without the marks around them. TRUE when the line is
 * inside one, or opens or closes it. */
static gboolean
markdown_fence (Markdown *self, Line line)
{
  const guint size = fence_size (line);
  const Para *para = markdown_para (self, self->at);

  if (self->fence == 0)
    {
      self->fence = size > 0 ? *line.from : 0;
      self->fence_size = size;
      return size > 0;
    }
  if (size >= self->fence_size && *line.from == self->fence && line.end - line.from == (gssize)size)
    self->fence = 0;
  else
    markdown_add_plain (self, para, self->plain->text + para->start, self->plain->text + para->end);
  return TRUE;
}

static void
markdown_heading (Markdown *self, Line line, guint level)
{
  Para para = *markdown_para (self, self->at);

  line = line_trim ((Line){ line.from + level, line.end });
  const char *end = line.end;
  while (end > line.from && end[-1] == '#')
    end--;
  if (end == line.from || is_gap (end[-1]))
    line = line_trim ((Line){ line.from, end });
  para.kind = PARA_HEADING;
  para.level = level;
  markdown_add_words (self, &para, line.from, line.end);
}

/* A heading underlined with '=': the line above, when it stands directly there. */
static void
markdown_underline (Markdown *self, Line line)
{
  GArray *paras = self->source->paras;
  Para *above = paras->len > 0 ? &g_array_index (paras, Para, paras->len - 1) : NULL;
  const Para *para = markdown_para (self, self->at);

  if (*line.from != '=' || above == NULL || above->kind != PARA_TEXT
      || above->line + 1 != para->line)
    return;
  above->kind = PARA_HEADING;
  above->level = 1;
}

/* The next '|' that parts cells. */
static const char *
cell_end (const char *at, const char *end)
{
  while (at < end && *at != '|')
    at += *at == '\\' && at + 1 < end ? 2 : 1;
  return MIN (at, end);
}

/* A row of a table: its cells are joined by tabs, as in all formats. */
static void
markdown_row (Markdown *self, Line line)
{
  Para para = *markdown_para (self, self->at);
  const gsize start = self->text->len;

  para.kind = PARA_ROW;
  if (is_table_rule (line))
    {
      self->joins = TRUE;
      return;
    }
  for (const char *at = line.from + 1; at < line.end;)
    {
      const char *stop = cell_end (at, line.end);
      const Line cell = line_trim ((Line){ at, stop });
      if (at > line.from + 1)
        g_string_append_c (self->text, '\t');
      markdown_read_words (self, cell.from, cell.end);
      g_strdelimit (self->words->words->str, "\t\n", ' ');
      if (at == line.from + 1)
        para.bold_end = self->words->bold_end;
      g_string_append_len (self->text, self->words->words->str, (gssize)self->words->words->len);
      at = stop + 1;
    }
  markdown_add (self, &para, start, self->text->len);
}

/* Words, with the lines that go on with them: what begins in one may end in another. */
static void
markdown_words (Markdown *self, Line line)
{
  Para para = *markdown_para (self, self->at);
  gsize size;

  if (line.end - line.from > 2 && line.from[1] == '^' && behind_key (line, &size) != NULL)
    para.kind = PARA_NOTE;
  const gsize mark = mark_size (line);
  if (mark > 0)
    {
      const gsize start = self->text->len;
      if (g_ascii_isdigit (*line.from))
        g_string_append_len (self->text, line.from, (gssize)strcspn (line.from, " \t"));
      else
        g_string_append_c (self->text, '-');
      g_string_append_c (self->text, ' ');
      para.mark = self->text->len - start;
      line.from += mark;
    }
  while (self->at + 1 < self->plain->paras->len)
    {
      const Para *this = markdown_para (self, self->at), *next = this + 1;
      const Line more = markdown_line (self, self->at + 1);
      if (next->start != this->end + 1 || self->plain->text[this->end] != '\n'
          || is_beginning (more))
        break;
      line.end = more.end;
      self->at++;
    }
  markdown_add_words (self, &para, line.from, line.end);
}

static void
markdown_block (Markdown *self)
{
  Line line = markdown_line (self, self->at);
  gsize size;

  if (self->fence != 0 && markdown_fence (self, line))
    return;
  if (markdown_comment (self, &line) && line.from == line.end)
    return;
  while (line.from < line.end && *line.from == '>')
    line = line_trim ((Line){ line.from + 1, line.end });
  if (line.from == line.end || markdown_fence (self, line))
    return;
  const guint level = heading_level (line.from, line.end);
  if (level > 0)
    markdown_heading (self, line, level);
  else if (is_rule (line))
    markdown_underline (self, line);
  else if (is_address_line (line, &size))
    self->joins = TRUE;
  else if (*line.from == '|')
    markdown_row (self, line);
  else
    markdown_words (self, line);
}

/* Number of lines that are YAML front matter: from '---' on the first line to the next '---' or
 * '...', without a blank line between. */
static guint
front_matter_length (const Source *plain)
{
  for (guint i = 0; i < plain->paras->len; i++)
    {
      const Para *para = &g_array_index (plain->paras, Para, i);
      const char *line = plain->text + para->start;
      const gsize size = para->end - para->start;
      const gboolean ends = size >= 3 && strspn (line + 3, " \t") >= size - 3;
      const gboolean dashes = g_str_has_prefix (line, "---") && ends;
      if ((i == 0 && !dashes) || para->line != i + 1)
        return 0;
      if (i > 0 && (dashes || (g_str_has_prefix (line, "...") && ends)))
        return i + 1;
    }
  return 0;
}

/* The addresses that stand by themselves, for the links above them. */
static void
markdown_learn_addresses (Markdown *self)
{
  gsize size;

  for (guint i = 0; i < self->plain->paras->len; i++)
    {
      const Line line = markdown_line (self, i);
      if (line.from < line.end && is_address_line (line, &size))
        g_hash_table_add (self->addresses, markdown_link_key (line.from + 1, size));
    }
}

static void
markdown_read_all (Markdown *self)
{
  const Source *plain = self->plain;
  const guint front = front_matter_length (plain);
  gsize done = 0;

  markdown_learn_addresses (self);
  for (self->at = 0; self->at < plain->paras->len; self->at++)
    {
      const Para *para = markdown_para (self, self->at);
      markdown_add_gap (self, done, para->start);
      if (self->at < front)
        {
          Para note = *para;
          note.kind = PARA_NOTE;
          markdown_add_plain (self, &note, plain->text + para->start, plain->text + para->end);
        }
      else
        markdown_block (self);
      done = markdown_para (self, self->at)->end;
    }
  markdown_add_gap (self, done, plain->size);
}

static Source *
markdown_read (const char *bytes, gsize size, const ReadOptions *options, GError **error)
{
  g_autoptr (Source) source = source_new_lines (bytes, size, options, error);

  if (source == NULL)
    return NULL;
  g_autofree char *file = g_steal_pointer (&source->text);
  g_autoptr (GArray) lines = g_steal_pointer (&source->paras);
  const Source plain = { .text = file, .size = source->size, .paras = lines };
  g_autoptr (MarkdownInline) words = markdown_inline_new ();
  g_autoptr (GHashTable) addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Markdown self = { .plain = &plain,
                    .source = source,
                    .text = g_string_sized_new (plain.size + 1),
                    .addresses = addresses,
                    .words = words };

  source->paras = g_array_new (FALSE, TRUE, sizeof (Para));
  markdown_read_all (&self);
  source->size = self.text->len;
  source->text = g_string_free (self.text, FALSE);
  if (source->paras->len == 0)
    {
      fail (error, ESP_ERROR_INPUT, "there are no words in it");
      return NULL;
    }
  left_out_find (source, &(LeftOut){ .links = words->links });
  return g_steal_pointer (&source);
}

const Reader reader_markdown = {
  .name = "markdown",
  .about = "Markdown (.md) in any encoding",
  .bid = markdown_bid,
  .read = markdown_read,
};
