/* What holds for every source and its layout, whatever the bytes were: used by the fuzz targets of
 * the readers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_SOURCE_CHECK_H
#define FUZZ_SOURCE_CHECK_H

#include "corpus/layout.h"
#include "corpus/reader.h"

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
      HOLDS (item->end_cp <= text_index_length (index));
      HOLDS (g_utf8_validate (item->speaker, -1, NULL));
      HOLDS ((*item->speaker != '\0') == (item->kind == ESP_ITEM_TURN));
      g_autofree char *words = text_slice (source->text, index, item->start_cp, item->end_cp);
      HOLDS (!g_unichar_isspace (g_utf8_get_char (words)));
      HOLDS (!g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (words + strlen (words)))));
      last = item->end_cp;
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
      last = para->end;
    }
  layout_check (source);
}

static inline int
reader_check (const Reader *reader, const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;

  reader->bid (bytes, size, "document");
  g_autoptr (Source) source = reader->read (bytes, size, &error);
  HOLDS ((source == NULL) == (error != NULL));
  if (source != NULL)
    source_check (source);
  return 0;
}

#endif
