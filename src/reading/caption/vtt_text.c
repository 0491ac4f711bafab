/* WebVTT: the text of a cue into words and tags.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/caption/vtt.h"

#include <string.h>

typedef struct
{
  const char *name;
  VttTag tag;
} TagName;

static const TagName names[] = {
  { "b", VTT_TAG_B },   { "c", VTT_TAG_C },       { "i", VTT_TAG_I }, { "lang", VTT_TAG_LANG },
  { "rt", VTT_TAG_RT }, { "ruby", VTT_TAG_RUBY }, { "u", VTT_TAG_U }, { "v", VTT_TAG_V },
};

static gboolean
is_gap (char c)
{
  return c == ' ' || c == '\t' || c == '\f' || c == '\n';
}

/* The tag that p names; *stop is behind the name. */
static VttTag
tag_at (const char *p, const char *end, const char **stop)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const gsize size = strlen (names[i].name);
      if ((gsize)(end - p) < size || memcmp (p, names[i].name, size) != 0)
        continue;
      *stop = p + size;
      if (*stop == end || is_gap (**stop) || **stop == '.')
        return names[i].tag;
    }
  return VTT_TAG_NONE;
}

typedef struct
{
  const char *end;
  GByteArray *open; /* VttTag of what is open, the innermost last */
  gboolean (*visit) (const VttPiece *piece, gpointer data);
  gpointer data;
  const char *closing; /* a '>' that was found, or the end; it holds for all before it */
} Tokens;

static VttTag
tokens_top (const Tokens *self)
{
  return self->open->len > 0 ? self->open->data[self->open->len - 1] : VTT_TAG_NONE;
}

/* The '>' that ends a tag at p, or the end. Each byte is looked at once. */
static const char *
tokens_closing (Tokens *self, const char *p)
{
  if (self->closing == NULL || self->closing < p)
    {
      self->closing = memchr (p, '>', (gsize)(self->end - p));
      self->closing = self->closing != NULL ? self->closing : self->end;
    }
  return self->closing;
}

/* p is behind the name of the tag. */
static void
tokens_open (Tokens *self, VttTag tag, const char *p, const char *stop)
{
  const gboolean unclosed = stop == self->end;
  VttPiece piece = { .kind = VTT_OPEN, .tag = tag, .classes = p };

  /* A reading stands in a ruby only. */
  if (tag == VTT_TAG_RT && tokens_top (self) != VTT_TAG_RUBY)
    return;
  while (p < stop && !is_gap (*p))
    p++;
  piece.classes_size = (gsize)(p - piece.classes);
  while (p < stop && is_gap (*p))
    p++;
  while (stop > p && is_gap (stop[-1]))
    stop--;
  piece.annotation = p;
  piece.annotation_size = (gsize)(stop - p);
  piece.unclosed = unclosed;
  const guint8 pushed = (guint8)tag;
  g_byte_array_append (self->open, &pushed, 1);
  self->visit (&piece, self->data);
}

static void
tokens_close (Tokens *self, VttTag tag)
{
  const VttTag top = tokens_top (self);
  const gboolean both = tag == VTT_TAG_RUBY && top == VTT_TAG_RT;

  if (top != tag && !both)
    return;
  for (guint i = 0; i <= (both ? 1 : 0); i++)
    {
      const VttPiece piece = { .kind = VTT_CLOSE, .tag = tokens_top (self) };
      g_byte_array_set_size (self->open, self->open->len - 1);
      self->visit (&piece, self->data);
    }
}

/* [h:]mm:ss.mmm inside '<' and '>', for words that light up as they are spoken. */
static gboolean
is_time (const char *p, const char *stop)
{
  guint colons = 0, points = 0;

  for (; p < stop; p++)
    {
      colons += *p == ':';
      points += *p == '.';
      if (!g_ascii_isdigit (*p) && !is_gap (*p) && *p != ':' && *p != '.')
        return FALSE;
    }
  return colons > 0 && points == 1;
}

/* What begins with the '<' at p; returns what stands behind it. */
static const char *
tokens_tag (Tokens *self, const char *p)
{
  const char *stop = tokens_closing (self, p);
  const char *after = stop < self->end ? stop + 1 : stop;
  const gboolean closes = p + 1 < stop && p[1] == '/';
  const char *name_end = p;
  const VttTag tag = tag_at (p + 1 + closes, stop, &name_end);

  if (tag != VTT_TAG_NONE && !closes)
    tokens_open (self, tag, name_end, stop);
  else if (tag != VTT_TAG_NONE && name_end == stop)
    tokens_close (self, tag);
  else if (!is_time (p + 1, stop))
    {
      const VttPiece piece = { .kind = VTT_UNKNOWN, .text = p, .text_size = (gsize)(after - p) };
      if (!self->visit (&piece, self->data))
        {
          const VttPiece words = { .kind = VTT_WORDS, .text = p, .text_size = 1 };
          self->visit (&words, self->data);
          return p + 1;
        }
    }
  return after;
}

void
vtt_text_each (const char *text, gsize size,
               gboolean (*visit) (const VttPiece *piece, gpointer data), gpointer data)
{
  Tokens self = { .end = text + size, .visit = visit, .data = data };

  self.open = g_byte_array_new ();
  for (const char *p = text; p < self.end;)
    {
      const char *tag = memchr (p, '<', (gsize)(self.end - p));
      tag = tag != NULL ? tag : self.end;
      const VttPiece piece = { .kind = VTT_WORDS, .text = p, .text_size = (gsize)(tag - p) };
      if (tag > p)
        visit (&piece, data);
      p = tag < self.end ? tokens_tag (&self, tag) : tag;
    }
  g_byte_array_unref (self.open);
}
