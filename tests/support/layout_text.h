/* A layout written out, for comparing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUPPORT_LAYOUT_TEXT_H
#define SUPPORT_LAYOUT_TEXT_H

#include "turns/layout.h"

/* Style, then every item as "kind speaker@seconds: words", one a line; line ends inside as '/'. */
static inline char *
layout_text (const Source *source, const LayoutNames *names)
{
  g_autoptr (Layout) layout = layout_make (source, names);
  g_autoptr (TextIndex) index = text_index_new (source->text, (gssize)source->size);
  GString *all = g_string_new (layout->style);

  g_string_append_c (all, '\n');
  for (guint i = 0; i < layout->items->len; i++)
    {
      const LayoutItem *item = &g_array_index (layout->items, LayoutItem, i);
      g_autofree char *words = text_slice (source->text, index, item->start_cp, item->end_cp);
      g_string_append_printf (all, "%c %s", "tphn"[item->kind], item -> speaker);
      if (item->time_ms >= 0)
        g_string_append_printf (all, "@%d", (int)(item->time_ms / 1000));
      g_string_append_printf (all, ": %s\n", g_strdelimit (words, "\n", '/'));
    }
  return g_string_free (all, FALSE);
}

#endif
