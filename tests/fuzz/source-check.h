/* What holds for every source and its layout, whatever the bytes were: used by the fuzz targets of
 * the readers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_SOURCE_CHECK_H
#define FUZZ_SOURCE_CHECK_H

#include "turns/layout.h"
#include "reading/reader.h"

#include <stdlib.h>
#include <string.h>

/* g_assert is compiled out of builds without assertions; a fuzz target without checks would find
 * nothing. */
#define HOLDS(condition)                                                                           \
  do                                                                                               \
    {                                                                                              \
      if (!(condition))                                                                            \
        abort ();                                                                                  \
    }                                                                                              \
  while (0)

/* No more letters stand between two items on one line than labels, times and their settings have:
 * nothing that was said is lost. Lines of timings may have any number of settings. */
#define LABEL_LETTERS (4 * 200)

static inline void
gap_check (const char *gap)
{
  g_auto (GStrv) lines = g_strsplit (gap, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      gsize letters = 0;
      for (const char *p = *line; *p != '\0'; p = g_utf8_next_char (p))
        letters += g_unichar_isalpha (g_utf8_get_char (p));
      HOLDS (letters <= LABEL_LETTERS || strstr (*line, "-->") != NULL);
    }
}

static inline void
layout_check (const Source *source)
{
  g_autoptr (Layout) layout = layout_make (source, NULL);
  g_autoptr (TextIndex) index = text_index_new (source->text, (gssize)source->size);
  gsize last = 0;

  for (guint i = 0; i < layout->items->len; i++)
    {
      const LayoutItem *item = &g_array_index (layout->items, LayoutItem, i);
      HOLDS (item->start_cp >= last && item->end_cp > item->start_cp);
      g_autofree char *gap = text_slice (source->text, index, last, item->start_cp);
      gap_check (gap);
      HOLDS (item->end_cp <= text_index_length (index));
      HOLDS (g_utf8_validate (item->speaker, -1, NULL));
      HOLDS ((*item->speaker != '\0') == (item->kind == ESP_ITEM_TURN));
      g_autofree char *words = text_slice (source->text, index, item->start_cp, item->end_cp);
      HOLDS (!g_unichar_isspace (g_utf8_get_char (words)));
      HOLDS (!g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (words + strlen (words)))));
      last = item->end_cp;
    }
  g_autofree char *rest = text_slice (source->text, index, last, text_index_length (index));
  gap_check (rest);
  HOLDS (layout->confidence <= 100);
  HOLDS (layout->repeated <= layout->items->len);
}

static inline void
comments_check (const Source *source)
{
  for (guint i = 0; i < source->speakers->len; i++)
    HOLDS (g_utf8_validate (source->speakers->pdata[i], -1, NULL));
  for (guint i = 0; i < source->comments->len; i++)
    {
      const SourceComment *comment = &g_array_index (source->comments, SourceComment, i);
      HOLDS (comment->start <= comment->end && comment->end <= source->size);
      HOLDS (g_utf8_validate (comment->author, -1, NULL));
      HOLDS (g_utf8_validate (comment->text, -1, NULL));
      HOLDS (g_utf8_validate (comment->made_at, -1, NULL));
    }
}

static inline void
source_check (const Source *source)
{
  gsize last = 0;

  HOLDS (strlen (source->text) == source->size);
  HOLDS (g_utf8_validate (source->text, -1, NULL));
  HOLDS (strchr (source->text, '\r') == NULL);
  for (guint i = 0; i < source->paras->len; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      HOLDS (para->start >= last && para->end > para->start && para->end <= source->size);
      HOLDS (memchr (source->text + para->start, '\n', para->end - para->start) == NULL);
      HOLDS (para->bold_end <= para->end - para->start);
      HOLDS (para->mark <= para->end - para->start);
      HOLDS (para->speaker <= source->speakers->len);
      HOLDS (!para->has_time || para->time_ms >= 0);
      last = para->end;
    }
  comments_check (source);
  layout_check (source);
}

static inline int
reader_check (const Reader *reader, const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;

  reader->bid (bytes, size, "document");
  g_autoptr (Source) source = reader->read (bytes, size, NULL, &error);
  HOLDS ((source == NULL) == (error != NULL));
  if (source != NULL)
    source_check (source);
  return 0;
}

#endif
