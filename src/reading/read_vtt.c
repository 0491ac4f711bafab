/* Reads WebVTT: each cue is a paragraph with its time, and with its speaker where a voice tag names
 * one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/caption/caption.h"
#include "reading/caption/vtt.h"
#include "reading/reader.h"

#include "base/decode.h"
#include "base/error.h"

#include <string.h>

extern const Reader reader_vtt;

/* Its first word, in characters of any width. */
#define HEAD_MOST 64

static int
vtt_bid (const char *bytes, gsize size, const char *name G_GNUC_UNUSED)
{
  g_autofree char *head = decode_beginning (bytes, size, HEAD_MOST);

  if (!g_str_has_prefix (head, "WEBVTT"))
    return 0;
  return head[6] == '\0' || strchr (" \t\r\n", head[6]) != NULL ? 95 : 0;
}

typedef struct
{
  Captions *cues;
  Source *source;
  GArray *voices; /* guint: places of the voices that are open, the innermost last */
  guint reading;  /* readings beside ruby words that are open */

  guint readings, readings_line;
  guint loose, loose_line;   /* cues whose times are not written as the standard wants */
  guint strays, strays_line; /* blocks with words that are no cues */
  guint idents, idents_line; /* cues with an identifier that has words */
  guint measured;            /* notes of the recogniser */
} VttRead;

/* ---- the text of a cue */

/* The decoded name in a voice tag. */
static guint
vtt_voice (Source *source, const char *name, gsize size)
{
  g_autoptr (GString) decoded = g_string_new (NULL);

  caption_decode (name, size, decoded);
  return caption_speaker (source, decoded->str, decoded->len);
}

/* A tag that nothing ends, or that only the next one ends: what stands in it, behind a voice's
 * first line, is words. Returns the size of the name. */
static gsize
vtt_broken_tag (VttRead *self, const VttPiece *piece)
{
  const char *from = piece->annotation;
  const char *end = from + piece->annotation_size;
  const char *next = memchr (from, '<', piece->annotation_size);
  const char *stop = from;

  if (next == NULL && !piece->unclosed)
    return piece->annotation_size;
  end = next != NULL ? next : end;
  if (piece->tag == VTT_TAG_V)
    {
      const char *line = memchr (from, '\n', (gsize)(end - from));
      stop = line != NULL ? line : from;
    }
  captions_voice (self->cues, stop > from ? vtt_voice (self->source, from, (gsize)(stop - from))
                                          : self->cues->voice);
  captions_text (self->cues, stop, (gsize)(end - stop));
  return (gsize)(stop - from);
}

static void
vtt_open_tag (VttRead *self, const VttPiece *piece)
{
  const gsize name_size = vtt_broken_tag (self, piece);

  if (piece->tag == VTT_TAG_RT)
    {
      self->reading++;
      if (self->readings++ == 0)
        self->readings_line = self->cues->line;
    }
  if (piece->tag != VTT_TAG_V)
    return;
  const guint voice = vtt_voice (self->source, piece->annotation, name_size);
  g_array_append_val (self->voices, voice);
  captions_voice (self->cues, voice);
}

static void
vtt_close_tag (VttRead *self, VttTag tag)
{
  if (tag == VTT_TAG_RT)
    self->reading--;
  if (tag != VTT_TAG_V)
    return;
  g_array_set_size (self->voices, self->voices->len - 1);
  captions_voice (self->cues, g_array_index (self->voices, guint, self->voices->len - 1));
}

static gboolean
vtt_piece (const VttPiece *piece, gpointer data)
{
  VttRead *self = data;

  switch (piece->kind)
    {
    case VTT_WORDS:
      if (self->reading == 0)
        captions_text (self->cues, piece->text, piece->text_size);
      return TRUE;
    case VTT_OPEN:
      vtt_open_tag (self, piece);
      return TRUE;
    case VTT_CLOSE:
      vtt_close_tag (self, piece->tag);
      return TRUE;
    case VTT_UNKNOWN:
      break;
    }
  return captions_html (self->cues, piece->text, piece->text + piece->text_size);
}

/* ---- blocks */

static gboolean
is_number (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isdigit (text[i]) && !g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

/* Who speaks, where the identifier says so as Webex writes it: 7 "Ann Smith" (1234567). */
static guint
vtt_identified (Source *source, const VttBlock *block)
{
  const char *end = block->id + block->id_size;
  const char *open = memchr (block->id, '"', block->id_size);

  if (open == NULL || open == block->id || !is_number (block->id, (gsize)(open - block->id)))
    return 0;
  const char *close = memrchr (open + 1, '"', (gsize)(end - open - 1));
  if (close == NULL || end - close < 4 || close[1] != ' ' || close[2] != '(' || end[-1] != ')')
    return 0;
  return vtt_voice (source, open + 1, (gsize)(close - open - 1));
}

/* An identifier that is more than a number or a code. */
static gboolean
has_words (const char *text, gsize size)
{
  gboolean letters = FALSE, digits = FALSE, gap = FALSE;

  for (const char *p = text; p < text + size; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);
      letters = letters || g_unichar_isalpha (c);
      digits = digits || g_unichar_isdigit (c);
      gap = gap || g_unichar_isspace (c);
    }
  return letters && (!digits || gap) && memchr (text, '"', size) == NULL;
}

/* The words of a cue, or of what should have been one. */
static void
vtt_cue (VttRead *self, const VttBlock *block, gint64 start_ms, gint64 end_ms)
{
  const guint speaker = vtt_identified (self->source, block);

  captions_begin (self->cues, block->line, start_ms, end_ms);
  g_array_set_size (self->voices, 0);
  g_array_append_val (self->voices, speaker);
  captions_voice (self->cues, speaker);
  self->reading = 0;
  vtt_text_each (block->words, block->size, vtt_piece, self);
  captions_end (self->cues);
  if (block->id_size > 0 && has_words (block->id, block->id_size) && self->idents++ == 0)
    self->idents_line = block->line;
}

/* Words that no cue of the standard has: after an empty line inside one, or below times that it
 * cannot read. */
static void
vtt_stray (VttRead *self, const VttBlock *block)
{
  const char *rest;
  gint64 start_ms = -1, end_ms = -1;

  if (is_number (block->words, block->size))
    return;
  if (block->timing != NULL
      && caption_times (block->timing, block->timing + block->timing_size, &start_ms, &end_ms,
                        &rest))
    {
      if (self->loose++ == 0)
        self->loose_line = block->line;
    }
  else
    {
      start_ms = end_ms = -1;
      if (self->strays++ == 0)
        self->strays_line = block->line;
    }
  vtt_cue (self, block, start_ms, end_ms);
}

/* 'Kind: captions', 'X-TIMESTAMP-MAP=...': about the file. */
static gboolean
is_field (const char *line, gsize size)
{
  gsize i = 0;

  while (i < size && (g_ascii_isalnum (line[i]) || line[i] == '-'))
    i++;
  return i > 0 && i < size && (line[i] == ':' || line[i] == '=');
}

/* What the recogniser says of itself, before each cue: 'Confidence: 0.69'. */
static gboolean
is_measure (const char *words, gsize size)
{
  static const char *const keys[] = { "confidence", "duration", "language", "recognizability" };

  while (size > 0 && g_ascii_isspace (*words))
    {
      words++;
      size--;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const gsize length = strlen (keys[i]);
      if (size > length && g_ascii_strncasecmp (words, keys[i], length) == 0 && words[length] == ':'
          && memchr (words, '\n', size) == NULL)
        return TRUE;
    }
  return FALSE;
}

static void
vtt_header (VttRead *self, const VttBlock *block)
{
  const char *end = block->words + block->size;
  guint number = block->line;

  for (const char *line = block->words; line < end; number++)
    {
      const char *stop = memchr (line, '\n', (gsize)(end - line));
      stop = stop != NULL ? stop : end;
      while (line < stop && (*line == ' ' || *line == '\t' || *line == '-'))
        line++;
      if (!is_field (line, (gsize)(stop - line)))
        captions_note (self->cues, number, line, (gsize)(stop - line));
      line = stop < end ? stop + 1 : end;
    }
}

static void
vtt_block_read (VttRead *self, const VttBlock *block)
{
  switch (block->kind)
    {
    case VTT_HEADER:
      vtt_header (self, block);
      break;
    case VTT_CUE:
      vtt_cue (self, block, block->start_ms, block->end_ms);
      break;
    case VTT_NOTE:
      if (is_measure (block->words, block->size))
        self->measured++;
      else
        captions_note (self->cues, block->line, block->words, block->size);
      break;
    case VTT_STRAY:
      vtt_stray (self, block);
      break;
    case VTT_LOOK:
      break;
    }
}

/* ---- reading */

static void
vtt_report (const VttRead *self)
{
  if (self->strays > 0)
    source_find (self->source, ESP_GRADE_WARNING, self->strays_line,
                 self->strays == 1
                     ? g_strdup ("has words that belong to no cue: an empty line stands before "
                                 "them, or the time cannot be read")
                     : g_strdup_printf ("has words in %u places that belong to no cue: an empty "
                                        "line stands before them, or the time cannot be read",
                                        self->strays),
                 "read as if they were cues");
  if (self->loose > 0)
    source_find (
        self->source, ESP_GRADE_NOTE, self->loose_line,
        g_strdup_printf ("has %u %s not written as WebVTT's are (00:14:03.000)", self->loose,
                         self->loose == 1 ? "cue whose times are" : "cues whose times are"),
        "read all the same");
  if (self->readings > 0)
    source_find (self->source, ESP_GRADE_NOTE, self->readings_line,
                 g_strdup_printf ("has %u %s beside words (ruby)", self->readings,
                                  self->readings == 1 ? "reading" : "readings"),
                 "left out");
  if (self->idents > 0)
    source_find (self->source, ESP_GRADE_NOTE, self->idents_line,
                 g_strdup_printf ("has %u %s with words as identifier", self->idents,
                                  self->idents == 1 ? "cue" : "cues"),
                 "the identifiers are left out");
  if (self->measured > 0)
    source_find (self->source, ESP_GRADE_NOTE, 0,
                 g_strdup_printf ("has %u %s of the program that recognised the speech",
                                  self->measured, self->measured == 1 ? "note" : "notes"),
                 "left out");
}

static CaptionHabits
vtt_habits (Vtt vtt)
{
  CaptionHabits habits = { 0 };

  for (VttBlock block; vtt_next (&vtt, &block);)
    if (block.kind == VTT_CUE || block.timing != NULL)
      caption_habits_add (&habits, block.words, block.size);
  return habits;
}

static Source *
vtt_read (const char *bytes, gsize size, const ReadOptions *options, GError **error)
{
  g_autoptr (Source) source = source_new ();
  Vtt vtt;

  if (!source_decode (source, bytes, size, options, error))
    return NULL;
  g_autofree char *text = g_steal_pointer (&source->text);
  if (!vtt_open (&vtt, text, strlen (text)))
    {
      fail (error, ESP_ERROR_INPUT, "its first line is not 'WEBVTT', as a WebVTT file's must be");
      return NULL;
    }
  g_auto (CaptionHabits) habits = vtt_habits (vtt);
  g_autoptr (Captions) cues = captions_new (source, &habits);
  VttRead self = { .cues = cues, .source = source };
  self.voices = g_array_new (FALSE, FALSE, sizeof (guint));
  for (VttBlock block; vtt_next (&vtt, &block);)
    vtt_block_read (&self, &block);
  g_array_unref (self.voices);
  if (!captions_finish (cues, error))
    return NULL;
  vtt_report (&self);
  return g_steal_pointer (&source);
}

const Reader reader_vtt = {
  .name = "vtt",
  .about = "WebVTT captions (.vtt), as Zoom, Teams and Webex write them",
  .bid = vtt_bid,
  .read = vtt_read,
};
