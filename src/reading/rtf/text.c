/* Letters of an RTF file: decoded, and handed to where they go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "reading/rtf/state.h"

#include <string.h>

/* Bytes that are gathered before some of them are decoded. */
#define PENDING_BYTES 65536

#define REPLACEMENT 0xFFFD

/* ---- where they go */

guint
rtf_text_rows (const RtfState *state)
{
  return state->in_table ? CLAMP (state->depth, 1, 16) : 0;
}

guint
rtf_text_level (const RtfBody *self, const RtfState *state)
{
  return state->outline >= 0 ? (guint)state->outline
                             : rtf_tables_level (self->tables, state->style);
}

static void
emit_text (RtfBody *self, const char *words, gsize size)
{
  if (self->now.deleted)
    {
      self->omissions->left.deletions += !self->in_deletion;
      self->in_deletion = TRUE;
      return;
    }
  self->in_deletion = FALSE;
  if (self->now.hidden)
    self->omissions->left.hidden += !text_is_blank (words, words + size);
  else
    rtf_flows_add (self->flows, rtf_text_rows (&self->now), words, size, self->now.bold);
}

/* An entry of a table ends with a semicolon. */
static void
emit_name (RtfBody *self, const char *words, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (words[i] != ';')
      g_string_append_c (self->tables->name, words[i]);
    else if (self->now.dest == RTF_DEST_FONTS)
      rtf_tables_end_font (self->tables);
    else
      rtf_tables_end_style (self->tables);
}

static void
emit (RtfBody *self, const char *words, gsize size)
{
  switch (self->now.dest)
    {
    case RTF_DEST_TEXT:
      emit_text (self, words, size);
      break;
    case RTF_DEST_COMMENT:
      if (!self->now.deleted && !self->now.hidden)
        g_string_append_len (self->comments->text, words, (gssize)size);
      break;
    case RTF_DEST_FONTS:
    case RTF_DEST_STYLES:
      emit_name (self, words, size);
      break;
    case RTF_DEST_PERSON:
      self->omissions->left.author
          = self->omissions->left.author || !text_is_blank (words, words + size);
      break;
    case RTF_DEST_MARK:
    case RTF_DEST_FIELD:
    case RTF_DEST_AUTHOR:
    case RTF_DEST_DATE:
    case RTF_DEST_REFERENCE:
    case RTF_DEST_RANGE_START:
    case RTF_DEST_RANGE_END:
      g_string_append_len (self->small, words, (gssize)size);
      break;
    default: /* nowhere */
      break;
    }
}

static void
emit_letter (RtfBody *self, gunichar c)
{
  char utf8[8];

  if (c == 0 || !g_unichar_validate (c))
    {
      c = REPLACEMENT;
      self->omissions->lost += self->now.dest == RTF_DEST_TEXT;
    }
  emit (self, utf8, (gsize)g_unichar_to_utf8 (c, utf8));
}

/* ---- which letters */

static const RtfLetters *
font_letters (RtfBody *self)
{
  const int font = self->now.rtl ? self->now.font_rtl : self->now.font;

  if (self->font_letters != NULL && self->font_of_letters == font)
    return self->font_letters;
  guint page = rtf_tables_page (self->tables, font);
  /* In a document in UTF-8 the fonts still say that they have Western letters. */
  if (page == 0 || (page == 1252 && self->page == 65001))
    page = self->page;
  self->font_of_letters = font;
  self->font_letters = rtf_letters_get (self->letters, page);
  return self->font_letters;
}

/* Decoded letters, without the control characters among them. */
static void
emit_clean (RtfBody *self, const char *words, gsize size)
{
  for (gsize from = 0; from < size;)
    {
      gsize to = from;
      while (to < size && ((guchar)words[to] >= 0x20 || words[to] == '\t') && words[to] != 0x7F)
        to++;
      if (to > from)
        emit (self, words + from, to - from);
      from = to + 1;
    }
}

void
rtf_text_flush (RtfBody *self, gboolean last)
{
  if (self->high != 0 && last)
    {
      self->high = 0;
      emit_letter (self, 0);
    }
  if (self->pending->len == 0)
    return;
  g_autoptr (GString) text = g_string_new (NULL);
  guint lost = 0;
  const gsize used = rtf_letters_decode (self->pending_letters, self->pending->str,
                                         self->pending->len, last, text, &lost);
  g_string_erase (self->pending, 0, (gssize)used);
  self->omissions->lost += self->now.dest == RTF_DEST_TEXT ? lost : 0;
  emit_clean (self, text->str, text->len);
}

/* ---- from the file */

static gboolean
is_plain (char byte)
{
  return byte >= 0x20 && byte < 0x7F;
}

/* The end of the bytes that are letters in every code page. */
static gsize
plain_end (const char *bytes, gsize from, gsize size)
{
  while (from < size && is_plain (bytes[from]))
    from++;
  return from;
}

static void
add_multibyte (RtfBody *self, const RtfLetters *letters, const char *bytes, gsize size)
{
  if (self->high != 0 || (self->pending->len > 0 && self->pending_letters != letters))
    rtf_text_flush (self, TRUE);
  if (self->pending->len == 0 && plain_end (bytes, 0, size) == size)
    {
      emit (self, bytes, size);
      return;
    }
  self->pending_letters = letters;
  g_string_append_len (self->pending, bytes, (gssize)size);
  if (self->pending->len > PENDING_BYTES)
    rtf_text_flush (self, FALSE);
}

static void
add_single (RtfBody *self, const RtfLetters *letters, guchar byte)
{
  if (byte == '\t')
    emit (self, "\t", 1);
  else if (byte < 0x20 || byte == 0x7F)
    return;
  else if (letters->table[byte] != 0)
    emit_letter (self, letters->table[byte]);
  else if (letters->is_symbol)
    {
      self->omissions->left.symbols += self->now.dest == RTF_DEST_TEXT;
      emit_letter (self, REPLACEMENT);
    }
  else
    {
      if (!letters->is_known)
        self->omissions->unknown_page = letters->page;
      emit_letter (self, 0);
    }
}

void
rtf_text_bytes (RtfBody *self, const char *bytes, gsize size)
{
  const gsize skipped = MIN (self->to_skip, size);

  self->to_skip -= (guint)skipped;
  bytes += skipped;
  size -= skipped;
  if (size == 0)
    return;
  const RtfLetters *letters = font_letters (self);
  if (letters->is_multibyte)
    {
      add_multibyte (self, letters, bytes, size);
      return;
    }
  rtf_text_flush (self, TRUE);
  for (gsize from = 0; from < size;)
    {
      const gsize to = letters->is_symbol ? from : plain_end (bytes, from, size);
      if (to > from)
        emit (self, bytes + from, to - from);
      if (to < size)
        add_single (self, letters, (guchar)bytes[to]);
      from = to + 1;
    }
}

void
rtf_text_add (RtfBody *self, const char *words, gsize size)
{
  rtf_text_flush (self, TRUE);
  emit (self, words, size);
}

void
rtf_text_letter (RtfBody *self, gunichar c)
{
  rtf_text_flush (self, TRUE);
  emit_letter (self, c);
}

/* ---- Unicode */

/* The private places of Unicode: what the font shows, if that is known. */
static void
add_private (RtfBody *self, gunichar c)
{
  const RtfLetters *letters = font_letters (self);
  const gunichar known
      = letters->is_symbol && c >= 0xF000 && c <= 0xF0FF ? letters->table[c - 0xF000] : 0;

  self->omissions->left.symbols += known == 0 && self->now.dest == RTF_DEST_TEXT;
  rtf_text_letter (self, known != 0 ? known : REPLACEMENT);
}

static void
add_unicode (RtfBody *self, gunichar c)
{
  if (c == '\n' || c == '\v' || c == '\r' || c == 0x2028 || c == 0x2029)
    rtf_text_letter (self, '\n');
  else if ((c < 0x20 && c != '\t') || c == 0x7F || c == 0xFEFF)
    return;
  else if (c >= 0x80 && c < 0xA0) /* meant as Windows counts */
    rtf_text_letter (self, rtf_letters_get (self->letters, 1252)->table[c]);
  else if (c >= 0xE000 && c <= 0xF8FF)
    add_private (self, c);
  else
    rtf_text_letter (self, c);
}

void
rtf_text_unicode (RtfBody *self, int number)
{
  const gunichar c = (gunichar)(number < 0 ? number + 65536 : number);
  const gunichar high = self->high;

  self->to_skip = self->now.skip_letters;
  if (high != 0 && c >= 0xDC00 && c <= 0xDFFF)
    {
      self->high = 0;
      rtf_text_letter (self, 0x10000 + ((high - 0xD800) << 10) + (c - 0xDC00));
      return;
    }
  rtf_text_flush (self, TRUE);
  if (c >= 0xD800 && c <= 0xDBFF)
    self->high = c;
  else
    add_unicode (self, c);
}
