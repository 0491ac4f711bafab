/* Making paragraphs of the words of a page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/words.h"

#include <string.h>

#define MARK_MOST 12  /* bytes of a mark as it is written: "(xviii)" */
#define BREAKS_MOST 2 /* more empty lines say no more */

HtmlWords *
html_words_new (Source *source)
{
  HtmlWords *self = g_new0 (HtmlWords, 1);

  self->prose = prose_new (source);
  self->mark = g_string_new (NULL);
  return self;
}

void
html_words_free (HtmlWords *self)
{
  if (self == NULL)
    return;
  prose_free (self->prose);
  g_string_free (self->mark, TRUE);
  g_free (self);
}

/* ---- paragraphs */

static gboolean
has_paragraph (const HtmlWords *self)
{
  const ProseFrame *top = prose_top (self->prose);

  return top != NULL && !top->is_row;
}

static void
words_open (HtmlWords *self)
{
  const ProseFrame *row = prose_top (self->prose);

  if (row != NULL && row->cells == 0)
    prose_cell (self->prose);
  prose_open (self->prose, FALSE);
  prose_top (self->prose)->level = self->level;
  if (self->mark->len > 0)
    prose_mark (self->prose, self->mark->str);
  g_string_truncate (self->mark, 0);
  self->space = FALSE;
  self->breaks = 0;
}

void
html_words_end (HtmlWords *self)
{
  if (has_paragraph (self))
    prose_close (self->prose);
  self->space = FALSE;
  self->breaks = 0;
}

gboolean
html_words_blank (const HtmlWords *self)
{
  const ProseFrame *top = prose_top (self->prose);

  if (top == NULL || top->is_row)
    return TRUE;
  for (const char *at = top->text->str + top->mark; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

void
html_words_break (HtmlWords *self)
{
  if (has_paragraph (self))
    self->breaks = MIN (self->breaks + 1, BREAKS_MOST);
}

/* What stands between the last words and the next. */
static void
words_join (HtmlWords *self, gboolean bold)
{
  if (!has_paragraph (self))
    words_open (self);
  if (self->breaks > 0)
    prose_add (self->prose, "\n\n", self->breaks, FALSE);
  else if (self->space && prose_top (self->prose)->text->len > prose_top (self->prose)->mark)
    prose_add (self->prose, " ", 1, bold);
  self->breaks = 0;
  self->space = FALSE;
}

/* ---- words */

static gboolean
is_gap (char c)
{
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* The end of words with single spaces between them. */
static const char *
words_stop (const char *at, const char *end)
{
  while (at < end && (!is_gap (*at) || (*at == ' ' && at + 1 < end && !is_gap (at[1]))))
    at++;
  return at;
}

static void
words_add_folded (HtmlWords *self, const char *at, const char *end, gboolean bold)
{
  while (at < end)
    {
      if (is_gap (*at))
        {
          self->space = has_paragraph (self);
          at++;
          continue;
        }
      const char *stop = words_stop (at, end);
      words_join (self, bold);
      prose_add (self->prose, at, (gsize)(stop - at), bold);
      at = stop;
    }
}

/* Lines and white space as they stand; tabs too. */
static void
words_add_kept (HtmlWords *self, const char *at, const char *end, gboolean bold)
{
  while (at < end)
    {
      const char *stop = at;
      while (stop < end && *stop != '\n' && *stop != '\r')
        stop++;
      if (stop > at)
        {
          words_join (self, bold);
          prose_add (self->prose, at, (gsize)(stop - at), bold);
        }
      if (stop < end)
        html_words_break (self);
      at = stop + 1;
    }
}

void
html_words_add (HtmlWords *self, const char *text, gsize size_bytes, gboolean bold, gboolean pre)
{
  if (pre)
    words_add_kept (self, text, text + size_bytes, bold);
  else
    words_add_folded (self, text, text + size_bytes, bold);
}

/* ---- marks */

void
html_words_mark (HtmlWords *self, const char *mark)
{
  g_string_assign (self->mark, mark);
}

char *
html_words_normal_mark (const char *written)
{
  g_autofree char *mark = g_strdup (written);

  for (char *at = mark; (at = strstr (at, "\u00A0")) != NULL;)
    at[0] = at[1] = ' ';
  g_strstrip (mark);
  if (*mark == '\0')
    return g_strdup ("");
  const gunichar first = g_utf8_get_char (mark);
  const gboolean alone = *g_utf8_next_char (mark) == '\0';
  /* Fonts of signs have their bullets at the places of letters: 'o', 'v', section. */
  if (alone && !g_unichar_isdigit (first))
    return g_strdup ("- ");
  return g_strconcat (mark, " ", NULL);
}

static gboolean
looks_like_mark (const char *text, gsize size)
{
  if (size == 0 || size > MARK_MOST || strpbrk (text, " \n\t") != NULL)
    return FALSE;
  return *g_utf8_next_char (text) == '\0' || strpbrk (text, ".)0123456789") != NULL;
}

void
html_words_were_mark (HtmlWords *self)
{
  ProseFrame *top = prose_top (self->prose);

  if (top == NULL || top->is_row || top->mark > 0 || self->breaks > 0
      || !looks_like_mark (top->text->str, top->text->len))
    return;
  g_autofree char *mark = html_words_normal_mark (top->text->str);
  g_string_truncate (top->text, 0);
  for (guint i = 0; top->anchors != NULL && i < top->anchors->len; i++)
    g_array_index (top->anchors, ProseAnchor, i).at = 0;
  top->bold_end = 0;
  top->bold_going = TRUE;
  self->space = FALSE;
  prose_mark (self->prose, mark);
}

/* ---- comments */

void
html_words_anchor (HtmlWords *self, guint comment, gboolean is_end)
{
  if (!is_end || !has_paragraph (self))
    words_join (self, FALSE);
  prose_anchor (self->prose, comment, is_end);
}

/* ---- rows */

void
html_words_row (HtmlWords *self)
{
  html_words_end (self);
  prose_open (self->prose, TRUE);
}

void
html_words_cell (HtmlWords *self)
{
  html_words_end (self);
  prose_cell (self->prose);
}

void
html_words_row_end (HtmlWords *self)
{
  html_words_end (self);
  prose_close (self->prose);
}
