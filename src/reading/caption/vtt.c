/* WebVTT: a file into its blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/caption/vtt.h"

#include <string.h>

/* ---- times */

static gboolean
is_gap (char c)
{
  return c == ' ' || c == '\t' || c == '\f';
}

static const char *
skip_gap (const char *p, const char *end)
{
  while (p < end && is_gap (*p))
    p++;
  return p;
}

/* Digits at *p: how many, 0 for none or too many for any time. */
static guint
read_digits (const char **p, const char *end, gint64 *value)
{
  guint count = 0;

  for (*value = 0; *p < end && g_ascii_isdigit (**p); (*p)++)
    if (++count <= 9)
      *value = 10 * *value + (**p - '0');
  return count <= 9 ? count : 0;
}

/* [h...:]mm:ss.mmm at *p, which moves behind it. */
static gboolean
read_time (const char **p, const char *end, gint64 *ms)
{
  gint64 parts[3], fraction;
  guint count = 0;
  const guint first = read_digits (p, end, &parts[count++]);

  if (first == 0)
    return FALSE;
  while (count < 3 && *p < end && **p == ':')
    {
      (*p)++;
      if (read_digits (p, end, &parts[count++]) != 2)
        return FALSE;
    }
  if (count < 2 || *p == end || **p != '.')
    return FALSE;
  (*p)++;
  if (read_digits (p, end, &fraction) != 3)
    return FALSE;
  const gboolean hours = count == 3 || parts[0] > 59;
  const gint64 hour = hours ? parts[0] : 0, minute = hours ? parts[1] : parts[0];
  const gint64 second = count == 3 ? parts[2] : hours ? 0 : parts[1];
  if (minute > 59 || second > 59)
    return FALSE;
  *ms = 1000 * (3600 * hour + 60 * minute + second) + fraction;
  return TRUE;
}

static gboolean
read_timings (const char *line, const char *end, VttBlock *block)
{
  const char *p = skip_gap (line, end);

  if (!read_time (&p, end, &block->start_ms))
    return FALSE;
  p = skip_gap (p, end);
  if (end - p < 3 || memcmp (p, "-->", 3) != 0)
    return FALSE;
  p = skip_gap (p + 3, end);
  return read_time (&p, end, &block->end_ms);
}

/* ---- blocks */

/* A block while its lines are read. */
typedef struct
{
  guint lines;
  gboolean arrow;    /* a line with '-->' was met */
  const char *first; /* the first line, where it had no arrow */
  const char *first_end;
  const char *words_end;
} Collected;

/* A line that only looks like times begins with a digit; it holds no words. */
static gboolean
looks_timed (const char *line, const char *end)
{
  line = skip_gap (line, end);
  return line < end && g_ascii_isdigit (*line);
}

/* The line with the arrow, which opens a cue or fails to. */
static void
block_arrow (VttBlock *block, Collected *so_far, const char *line, const char *end, guint number)
{
  so_far->arrow = TRUE;
  if (read_timings (line, end, block))
    block->kind = VTT_CUE;
  if (block->kind == VTT_CUE || looks_timed (line, end))
    {
      if (so_far->first != NULL)
        {
          block->id = so_far->first;
          block->id_size = (gsize)(so_far->first_end - so_far->first);
        }
      if (block->kind != VTT_CUE)
        {
          block->timing = line;
          block->timing_size = (gsize)(end - line);
        }
      block->words = NULL;
      block->line = number;
      return;
    }
  if (block->words == NULL)
    {
      block->words = line;
      block->line = number;
    }
  so_far->words_end = end;
}

static void
block_line (VttBlock *block, Collected *so_far, const char *line, const char *end, guint number)
{
  if (so_far->lines == 1)
    {
      so_far->first = line;
      so_far->first_end = end;
    }
  if (block->words == NULL)
    {
      block->words = line;
      block->line = number;
    }
  so_far->words_end = end;
}

/* Whether the first line is a word and nothing but white space, or anything, after it. */
static gboolean
opens_with (const Collected *block, const char *word, gboolean alone)
{
  const gsize size = strlen (word);
  const char *p = block->first, *end = block->first_end;

  if (p == NULL || (gsize)(end - p) < size || memcmp (p, word, size) != 0)
    return FALSE;
  p += size;
  return p == end || (is_gap (*p) && (!alone || skip_gap (p, end) == end));
}

/* What the block is when it is no cue. */
static void
block_settle (VttBlock *block, const Collected *so_far, gboolean in_header)
{
  block->size = block->words != NULL ? (gsize)(so_far->words_end - block->words) : 0;
  block->words = block->words != NULL ? block->words : "";
  if (in_header)
    block->kind = VTT_HEADER;
  else if (block->kind == VTT_CUE || so_far->arrow)
    return;
  else if (opens_with (so_far, "STYLE", TRUE) || opens_with (so_far, "REGION", TRUE))
    block->kind = VTT_LOOK;
  else if (opens_with (so_far, "NOTE", FALSE))
    {
      block->kind = VTT_NOTE;
      block->words += strlen ("NOTE");
      block->size -= strlen ("NOTE");
    }
}

static void
vtt_block (Vtt *self, VttBlock *block)
{
  Collected so_far = { 0 };

  *block = (VttBlock){ .kind = VTT_STRAY, .line = self->line, .id = "" };
  while (self->at < self->end)
    {
      const char *line = self->at;
      const char *end = memchr (line, '\n', (gsize)(self->end - line));
      end = end != NULL ? end : self->end;
      const gboolean arrow = memmem (line, (gsize)(end - line), "-->", 3) != NULL;
      so_far.lines++;
      /* An arrow further down belongs to the next block. */
      if (arrow && (self->in_header || so_far.lines > 2 || so_far.arrow))
        break;
      self->at = end < self->end ? end + 1 : end;
      const guint number = self->line++;
      if (arrow)
        block_arrow (block, &so_far, line, end, number);
      else if (line == end)
        break;
      else
        block_line (block, &so_far, line, end, number);
    }
  block_settle (block, &so_far, self->in_header);
}

gboolean
vtt_open (Vtt *self, const char *text, gsize size)
{
  static const char signature[] = "WEBVTT";
  const gsize length = sizeof signature - 1;

  if (size < length || memcmp (text, signature, length) != 0)
    return FALSE;
  if (size > length && text[length] != ' ' && text[length] != '\t' && text[length] != '\n')
    return FALSE;
  *self = (Vtt){ .at = text + length, .end = text + size, .line = 1 };
  self->in_signature = self->in_header = TRUE;
  return TRUE;
}

/* What stands behind the signature in its line. */
static void
vtt_signature (Vtt *self, VttBlock *block)
{
  const char *end = memchr (self->at, '\n', (gsize)(self->end - self->at));

  end = end != NULL ? end : self->end;
  *block = (VttBlock){ .kind = VTT_HEADER, .line = self->line++, .id = "" };
  block->words = self->at;
  block->size = (gsize)(end - self->at);
  self->at = end < self->end ? end + 1 : end;
}

gboolean
vtt_next (Vtt *self, VttBlock *block)
{
  if (self->in_signature)
    {
      vtt_signature (self, block);
      self->in_signature = FALSE;
      return TRUE;
    }
  if (self->in_header)
    {
      vtt_block (self, block);
      self->in_header = FALSE;
      return TRUE;
    }
  while (self->at < self->end && *self->at == '\n')
    {
      self->at++;
      self->line++;
    }
  if (self->at == self->end)
    return FALSE;
  vtt_block (self, block);
  return TRUE;
}
