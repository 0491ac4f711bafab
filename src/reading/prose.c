/* Putting the text of a word processor's document together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/prose.h"

#include "base/text.h"

#include <string.h>

/* ---- what is open */

static void
frame_free (gpointer data)
{
  ProseFrame *frame = data;

  g_string_free (frame->text, TRUE);
  if (frame->after != NULL)
    g_ptr_array_unref (frame->after);
  if (frame->anchors != NULL)
    g_array_unref (frame->anchors);
  g_free (frame);
}

ProseFrame *
prose_top (const Prose *self)
{
  return self->frames->len > 0 ? g_ptr_array_index (self->frames, self->frames->len - 1) : NULL;
}

static ProseFrame *
frame_new (const Prose *self, gboolean is_row)
{
  ProseFrame *frame = g_new0 (ProseFrame, 1);

  frame->is_row = is_row;
  frame->is_aside = self->aside;
  frame->text = g_string_new (NULL);
  frame->bold_going = TRUE;
  return frame;
}

void
prose_open (Prose *self, gboolean is_row)
{
  g_ptr_array_add (self->frames, frame_new (self, is_row));
}

void
prose_cell (Prose *self)
{
  ProseFrame *row = prose_top (self);

  if (row == NULL || !row->is_row)
    return;
  if (row->cells++ > 0)
    g_string_append_c (row->text, '\t');
  row->cell_start = row->text->len;
}

void
prose_wrap (Prose *self)
{
  ProseFrame *row = frame_new (self, TRUE);

  row->cells = 1;
  g_ptr_array_insert (self->frames, (int)self->frames->len - 1, row);
}

void
prose_mark (Prose *self, const char *mark)
{
  ProseFrame *frame = prose_top (self);

  if (frame == NULL || frame->is_row)
    return;
  if (frame->text->len == 0)
    frame->mark = strlen (mark);
  g_string_append (frame->text, mark);
  self->written += strlen (mark);
}

/* ---- what comments are about */

static void
source_anchor (Source *source, const ProseAnchor *anchor, gsize base)
{
  SourceComment *comment = &g_array_index (source->comments, SourceComment, anchor->comment);

  if (anchor->is_end)
    comment->end = base + anchor->at;
  else
    comment->start = base + anchor->at;
}

void
prose_anchor (Prose *self, guint comment, gboolean is_end)
{
  ProseFrame *frame = prose_top (self);
  const ProseAnchor anchor = { comment, is_end, frame != NULL ? frame->text->len : 0 };

  if (comment >= self->source->comments->len)
    return;
  if (frame == NULL)
    {
      source_anchor (self->source, &anchor, self->text->len);
      return;
    }
  if (frame->anchors == NULL)
    frame->anchors = g_array_new (FALSE, FALSE, sizeof (ProseAnchor));
  g_array_append_val (frame->anchors, anchor);
}

/* The frame's words, so many bytes, begin at `base` of the row around it, or of the source where
 * there is none. What begins or ends in a frame that is not written does so where it would stand.
 */
static void
anchors_place (Prose *self, ProseFrame *row, const ProseFrame *frame, gsize base, gsize size)
{
  for (guint i = 0; frame->anchors != NULL && i < frame->anchors->len; i++)
    {
      ProseAnchor anchor = g_array_index (frame->anchors, ProseAnchor, i);
      anchor.at = MIN (anchor.at, size);
      if (row == NULL)
        source_anchor (self->source, &anchor, base);
      else
        {
          anchor.at += base;
          if (row->anchors == NULL)
            row->anchors = g_array_new (FALSE, FALSE, sizeof (ProseAnchor));
          g_array_append_val (row->anchors, anchor);
        }
    }
}

/* White space around the words says nothing: what begins between two paragraphs is about the
 * second.
 */
static void
comment_trim (const Source *source, SourceComment *comment)
{
  while (comment->end > comment->start && g_ascii_isspace (source->text[comment->end - 1]))
    comment->end--;
  while (comment->end > comment->start && g_ascii_isspace (source->text[comment->start]))
    comment->start++;
}

/* A comment of which a place is missing, or that ends before it begins, is about the other place.
 */
static void
comments_settle (Source *source)
{
  for (guint i = 0; i < source->comments->len; i++)
    {
      SourceComment *comment = &g_array_index (source->comments, SourceComment, i);
      if (comment->end == G_MAXSIZE)
        comment->end = MIN (comment->start, source->size);
      if (comment->start > comment->end)
        comment->start = comment->end;
      comment_trim (source, comment);
    }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const gsize left = *(const gsize *)a, right = *(const gsize *)b;

  return left < right ? -1 : left > right;
}

/* gsize: in order, where comments without words begin and end at once. */
static GArray *
comments_bare_places (const Source *source, const GArray *written)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (guint i = 0; i < source->comments->len; i++)
    {
      const SourceComment *comment = &g_array_index (source->comments, SourceComment, i);
      if (!g_array_index (written, gboolean, i) && comment->start == comment->end)
        g_array_append_val (places, comment->start);
    }
  g_array_sort (places, compare_places);
  return places;
}

/* How many of the places stand before this one. */
static guint
places_before (const GArray *places, gsize at)
{
  guint low = 0, high = places->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      if (g_array_index (places, gsize, middle) < at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
prose_comments_keep (Source *source, const GArray *written)
{
  g_autoptr (GArray) places = comments_bare_places (source, written);
  GArray *all = source->comments;
  guint kept = 0;

  for (guint i = 0; i < all->len; i++)
    {
      SourceComment one = g_array_index (all, SourceComment, i);
      if (!g_array_index (written, gboolean, i))
        continue;
      const guint before = places_before (places, one.start);
      if (one.start == one.end && before > 0 && before < places->len
          && g_array_index (places, gsize, before) == one.start)
        {
          one.start = g_array_index (places, gsize, before - 1);
          comment_trim (source, &one);
        }
      g_array_index (all, SourceComment, i) = g_array_index (all, SourceComment, kept);
      g_array_index (all, SourceComment, kept++) = one;
    }
  g_array_set_size (all, kept);
}

void
prose_add (Prose *self, const char *words, gsize size, gboolean bold)
{
  ProseFrame *frame = prose_top (self);

  self->written += size;
  g_string_append_len (frame->text, words, (gssize)size);
  frame->bold_going = frame->bold_going && bold && words[0] != '\n';
  if (frame->bold_going)
    frame->bold_end = frame->text->len;
}

void
prose_cut (Prose *self, gsize size)
{
  ProseFrame *frame = prose_top (self);

  if (frame == NULL || size >= frame->text->len)
    return;
  g_string_truncate (frame->text, size);
  frame->bold_end = MIN (frame->bold_end, size);
  frame->mark = MIN (frame->mark, size);
  for (guint i = 0; frame->anchors != NULL && i < frame->anchors->len; i++)
    {
      ProseAnchor *anchor = &g_array_index (frame->anchors, ProseAnchor, i);
      anchor->at = MIN (anchor->at, size);
    }
}

void
prose_cell_again (Prose *self, guint times)
{
  ProseFrame *row = prose_top (self);

  if (row == NULL || !row->is_row)
    return;
  g_autofree char *cell = g_strdup (row->text->str + row->cell_start);
  for (; times > 0; times--)
    {
      prose_cell (self);
      g_string_append (row->text, cell);
    }
}

/* ---- what is finished */

/* One line of a paragraph or row is a paragraph of the source. */
static void
text_write_line (Prose *self, const ProseFrame *frame, const char *line, gsize size, gsize bold_end,
                 gsize mark)
{
  Para para = { .kind = self->notes        ? PARA_NOTE
                        : frame->is_row    ? PARA_ROW
                        : frame->level > 0 ? PARA_HEADING
                                           : PARA_TEXT,
                .level = self->notes ? 0 : frame->level,
                .line = self->paragraph,
                .start = self->text->len,
                .end = self->text->len + size,
                .bold_end = MIN (bold_end, size),
                .mark = MIN (mark, size) };

  g_string_append_len (self->text, line, (gssize)size);
  if (!text_is_blank (line, line + size))
    g_array_append_val (self->source->paras, para);
}

/* Writes a finished paragraph or row into the source. */
static void
text_write (Prose *self, const ProseFrame *frame)
{
  const char *line = frame->text->str;

  self->paragraph++;
  if (text_is_blank (line + frame->mark, line + frame->text->len))
    {
      anchors_place (self, NULL, frame, self->text->len, 0);
      return;
    }
  if (self->text->len > 0)
    g_string_append (self->text, frame->is_row && self->last_was_row ? "\n" : "\n\n");
  self->last_was_row = frame->is_row;
  anchors_place (self, NULL, frame, self->text->len, frame->text->len);
  const char *end = strchrnul (line, '\n');
  text_write_line (self, frame, line, (gsize)(end - line), frame->bold_end, frame->mark);
  while (*end != '\0')
    {
      g_string_append_c (self->text, '\n');
      line = end + 1;
      end = strchrnul (line, '\n');
      text_write_line (self, frame, line, (gsize)(end - line), 0, 0);
    }
}

/* Adds a paragraph to the cell of a row that it stands in: one line, one blank between two. */
static void
row_add (Prose *self, ProseFrame *row, const ProseFrame *frame)
{
  if (text_is_blank (frame->text->str + frame->mark, frame->text->str + frame->text->len))
    {
      anchors_place (self, row, frame, row->text->len, 0);
      return;
    }
  g_strdelimit (frame->text->str, "\t\n", ' ');
  if (row->text->len > row->cell_start)
    g_string_append_c (row->text, ' ');
  if (row->cells <= 1 && row->text->len == 0)
    row->bold_end = frame->bold_end;
  anchors_place (self, row, frame, row->text->len, frame->text->len);
  g_string_append_len (row->text, frame->text->str, (gssize)frame->text->len);
}

/* Hangs a finished frame, and what hangs on it, on the paragraph around it. */
static void
frame_hang (ProseFrame *around, ProseFrame *frame)
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
text_place (Prose *self, ProseFrame *around, ProseFrame *frame)
{
  for (guint i = 0; i <= frame->again; i++)
    if (around != NULL)
      row_add (self, around, frame);
    else
      text_write (self, frame);
}

void
prose_close (Prose *self)
{
  ProseFrame *frame = g_ptr_array_steal_index (self->frames, self->frames->len - 1);
  ProseFrame *around = prose_top (self);

  if (frame->is_aside && (around == NULL || !around->is_aside))
    {
      GPtrArray *after = g_steal_pointer (&frame->after);
      g_ptr_array_add (self->later, frame);
      if (after != NULL)
        g_ptr_array_extend_and_steal (self->later, after);
      return;
    }
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

/* ---- notes that come after the text */

gboolean
prose_aside (Prose *self, gboolean aside)
{
  const gboolean before = self->aside;

  self->aside = aside;
  return before;
}

static gboolean
has_letters (const char *text)
{
  while (*text != '\0' && !g_unichar_isalpha (g_utf8_get_char (text)))
    text += g_utf8_skip[(guchar)*text];
  return *text != '\0';
}

void
prose_aside_drop_repeated (Prose *self, guint count)
{
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal); /* borrowed */
  guint kept = MIN (count, self->later->len);

  for (guint i = kept; i < self->later->len; i++)
    {
      ProseFrame *frame = g_ptr_array_index (self->later, i);
      if (!has_letters (frame->text->str) || !g_hash_table_add (said, frame->text->str))
        continue;
      self->later->pdata[i] = self->later->pdata[kept];
      self->later->pdata[kept++] = frame;
    }
  g_hash_table_remove_all (said);
  g_ptr_array_set_size (self->later, (int)kept);
}

/* ---- all of it */

Prose *
prose_new (Source *source)
{
  Prose *self = g_new0 (Prose, 1);

  self->source = source;
  self->text = g_string_new (NULL);
  self->frames = g_ptr_array_new_with_free_func (frame_free);
  self->later = g_ptr_array_new_with_free_func (frame_free);
  return self;
}

void
prose_free (Prose *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->frames);
  g_ptr_array_unref (self->later);
  g_free (self);
}

void
prose_begin_part (Prose *self, gboolean notes)
{
  g_ptr_array_set_size (self->frames, 0);
  self->notes = notes;
  self->last_was_row = FALSE;
}

void
prose_finish (Prose *self)
{
  self->notes = self->notes || self->later->len > 0;
  for (guint i = 0; i < self->later->len; i++)
    text_write (self, g_ptr_array_index (self->later, i));
  g_ptr_array_set_size (self->later, 0);
  g_free (self->source->text);
  self->source->size = self->text->len;
  self->source->text = g_string_free (self->text, FALSE);
  self->text = g_string_new (NULL);
  comments_settle (self->source);
}
