/* Any paragraphs, of any kind and with anything that a format may say of them, to the layout. Each
 * line opens with a character that tells what its paragraph is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "source-check.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

/* What the character says: '@' is a paragraph of text and nothing else. */
static Para
para_of (char what, gsize size, Source *source)
{
  static const char *const names[] = { "Ann", "Bo: Bee", "" };
  Para para = { .kind = (what & 3) == 3 ? PARA_ROW : PARA_TEXT };
  guint speaker = (guint)(what >> 2) & 3;

  if ((what & 3) == 2)
    para.kind = speaker == 0 ? PARA_HEADING : PARA_NOTE;
  if (speaker > 0)
    para.speaker = source_speaker (source, names[speaker - 1]);
  para.level = para.kind == PARA_HEADING;
  para.has_time = (what & 0x10) != 0;
  para.time_ms = para.has_time ? 1000 * (what & 0xF) : 0;
  para.mark = (what & 0x20) != 0 ? MIN (size, 3) : 0;
  para.bold_end = (what & 3) == 1 ? MIN (size, 7) : 0;
  return para;
}

/* No more than `size`, where a character begins. */
static gsize
whole_characters (const char *text, gsize size)
{
  while (((guchar)text[size] & 0xC0) == 0x80)
    size--;
  return size;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autofree char *valid = g_utf8_make_valid ((const char *)bytes, (gssize)size);
  g_auto (GStrv) lines = g_strsplit (g_strdelimit (valid, "\r", ' '), "\n", -1);
  g_autoptr (Source) source = source_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (char **line = lines; *line != NULL; line++)
    {
      const char *words = **line == '\0' || (guchar) * *line >= 0x80 ? *line : *line + 1;
      gsize length = strlen (words);
      Para para = para_of (**line, length, source);
      para.mark = whole_characters (words, para.mark);
      para.bold_end = whole_characters (words, para.bold_end);
      para.start = text->len;
      para.end = text->len + length;
      g_string_append (text, words);
      g_string_append_c (text, '\n');
      if (length > 0)
        g_array_append_val (source->paras, para);
    }
  g_free (source->text);
  source->size = text->len;
  source->text = g_string_free (g_steal_pointer (&text), FALSE);
  source_check (source);
  return 0;
}
