/* Putting the text of a Word document together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/docx_text.h"

#include <string.h>

/* ---- what is open */

static void
frame_free (gpointer data)
{
  DocxFrame *frame = data;

  g_string_free (frame->text, TRUE);
  if (frame->after != NULL)
    g_ptr_array_unref (frame->after);
  g_free (frame);
}

DocxFrame *
docx_text_top (const DocxText *self)
{
  return self->frames->len > 0 ? g_ptr_array_index (self->frames, self->frames->len - 1) : NULL;
}

void
docx_text_open (DocxText *self, gboolean is_row)
{
  DocxFrame *frame = g_new0 (DocxFrame, 1);

  frame->is_row = is_row;
  frame->text = g_string_new (NULL);
  frame->bold_going = TRUE;
  g_ptr_array_add (self->frames, frame);
}

void
docx_text_cell (DocxText *self)
{
  DocxFrame *row = docx_text_top (self);

  if (row == NULL || !row->is_row)
    return;
  if (row->cells++ > 0)
    g_string_append_c (row->text, '\t');
  row->cell_start = row->text->len;
}

void
docx_text_add (DocxText *self, const char *words, gsize size, gboolean bold)
{
  DocxFrame *frame = docx_text_top (self);

  self->written += size;
  g_string_append_len (frame->text, words, (gssize)size);
  frame->bold_going = frame->bold_going && bold && words[0] != '\n';
  if (frame->bold_going)
    frame->bold_end = frame->text->len;
}

/* ---- what is finished */

static gboolean
is_blank (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text += g_utf8_skip[(guchar)*text];
  return *text == '\0';
}

/* One line of a paragraph or row is a paragraph of the source. */
static void
text_write_line (DocxText *self, const DocxFrame *frame, const char *line, gsize size,
                 gsize bold_end)
{
  Para para = { .kind = self->notes        ? PARA_NOTE
                        : frame->is_row    ? PARA_ROW
                        : frame->level > 0 ? PARA_HEADING
                                           : PARA_TEXT,
                .level = self->notes ? 0 : frame->level,
                .line = self->paragraph,
                .start = self->text->len,
                .end = self->text->len + size,
                .bold_end = MIN (bold_end, size) };

  g_string_append_len (self->text, line, (gssize)size);
  if (!is_blank (self->text->str + para.start))
    g_array_append_val (self->source->paras, para);
}

/* Writes a finished paragraph or row into the source. */
static void
text_write (DocxText *self, const DocxFrame *frame)
{
  const char *line = frame->text->str;

  self->paragraph++;
  if (is_blank (line))
    return;
  if (self->text->len > 0)
    g_string_append (self->text, frame->is_row && self->last_was_row ? "\n" : "\n\n");
  self->last_was_row = frame->is_row;
  const char *end = strchrnul (line, '\n');
  text_write_line (self, frame, line, (gsize)(end - line), frame->bold_end);
  while (*end != '\0')
    {
      g_string_append_c (self->text, '\n');
      line = end + 1;
      end = strchrnul (line, '\n');
      text_write_line (self, frame, line, (gsize)(end - line), 0);
    }
}

/* Adds a paragraph to the cell of a row that it stands in: one line, one blank between two. */
static void
row_add (DocxFrame *row, const DocxFrame *frame)
{
  if (is_blank (frame->text->str))
    return;
  g_strdelimit (frame->text->str, "\t\n", ' ');
  if (row->text->len > row->cell_start)
    g_string_append_c (row->text, ' ');
  if (row->cells <= 1 && row->text->len == 0)
    row->bold_end = frame->bold_end;
  g_string_append_len (row->text, frame->text->str, (gssize)frame->text->len);
}

/* Hangs a finished frame, and what hangs on it, on the paragraph around it. */
static void
frame_hang (DocxFrame *around, DocxFrame *frame)
{
  GPtrArray *after = g_steal_pointer (&frame->after);

  if (around->after == NULL)
    around->after = g_ptr_array_new_with_free_func (frame_free);
  g_ptr_array_add (around->after, frame);
  if (after != NULL)
    g_ptr_array_extend_and_steal (around->after, after);
}

/* Into the cell of the row around it, or into the source when there is none. */
static void
text_place (DocxText *self, DocxFrame *around, DocxFrame *frame)
{
  if (around != NULL)
    row_add (around, frame);
  else
    text_write (self, frame);
}

void
docx_text_close (DocxText *self)
{
  DocxFrame *frame = g_ptr_array_steal_index (self->frames, self->frames->len - 1);
  DocxFrame *around = docx_text_top (self);

  if (around != NULL && !around->is_row)
    {
      frame_hang (around, frame);
      return;
    }
  text_place (self, around, frame);
  for (guint i = 0; frame->after != NULL && i < frame->after->len; i++)
    text_place (self, around, g_ptr_array_index (frame->after, i));
  frame_free (frame);
}

/* ---- all of it */

DocxText *
docx_text_new (Source *source)
{
  DocxText *self = g_new0 (DocxText, 1);

  self->source = source;
  self->text = g_string_new (NULL);
  self->frames = g_ptr_array_new_with_free_func (frame_free);
  return self;
}

void
docx_text_free (DocxText *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->frames);
  g_free (self);
}

void
docx_text_begin_part (DocxText *self, gboolean notes)
{
  g_ptr_array_set_size (self->frames, 0);
  self->notes = notes;
  self->last_was_row = FALSE;
}

void
docx_text_finish (DocxText *self)
{
  g_free (self->source->text);
  self->source->size = self->text->len;
  self->source->text = g_string_free (self->text, FALSE);
  self->text = g_string_new (NULL);
}
