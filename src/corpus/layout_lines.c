/* A layout as text, a line for each item.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/layout_lines.h"

#include <string.h>

static const char *const kind_names[] = { "turn", "paragraph", "heading", "note" };

const char *
item_kind_name (EspItemKind kind)
{
  return kind_names[kind];
}

gboolean
item_kind_from_name (const char *name, gsize size, EspItemKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (strlen (kind_names[i]) == size && memcmp (kind_names[i], name, size) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

/* ---- writing */

/* Digits, without the cost of a format: a layout has hundreds of lines. */
static void
append_number (GString *lines, gint64 number)
{
  char digits[24];
  char *p = digits + sizeof digits;
  guint64 rest = number < 0 ? (guint64)-number : (guint64)number;
  do
    *--p = (char)('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (number < 0)
    *--p = '-';
  g_string_append_len (lines, p, digits + sizeof digits - p);
  g_string_append_c (lines, '\t');
}

char *
layout_lines (const GArray *items)
{
  GString *lines = g_string_sized_new (32 * (gsize)items->len + 1);
  for (guint i = 0; i < items->len; i++)
    {
      const LayoutItem *item = &g_array_index (items, LayoutItem, i);
      g_string_append (lines, item_kind_name (item->kind));
      g_string_append_c (lines, '\t');
      append_number (lines, (gint64)item->start_cp);
      append_number (lines, (gint64)item->end_cp);
      append_number (lines, item->time_ms);
      gsize speaker = lines->len;
      g_string_append (lines, item->speaker);
      for (gsize c = speaker; c < lines->len; c++)
        if (g_ascii_iscntrl (lines->str[c]))
          lines->str[c] = ' ';
      g_string_append_c (lines, '\n');
    }
  return g_string_free (lines, FALSE);
}

StoredWords
layout_words (const char *lines, const guint8 text_hash[32])
{
  return (StoredWords){ lines, strlen (lines), text_hash, 32, 0 };
}

guint
layout_numbered (const GArray *items)
{
  guint numbered = 0;
  for (guint i = 0; i < items->len; i++)
    {
      EspItemKind kind = g_array_index (items, LayoutItem, i).kind;
      numbered += kind == ESP_ITEM_TURN || kind == ESP_ITEM_PARAGRAPH;
    }
  return numbered;
}

/* ---- reading */

/* A whole number and the tab after it. */
static gboolean
read_number (const char **p, gint64 *number)
{
  char *end;
  if (!g_ascii_isdigit (**p) && **p != '-')
    return FALSE;
  *number = g_ascii_strtoll (*p, &end, 10);
  if (end == *p || *end != '\t')
    return FALSE;
  *p = end + 1;
  return TRUE;
}

gboolean
layout_line_next (const char **lines, LayoutItem *item)
{
  const char *p = *lines, *tab = strchr (p, '\t');
  gint64 start, end;
  if (tab == NULL || !item_kind_from_name (p, (gsize)(tab - p), &item->kind))
    return FALSE;
  p = tab + 1;
  if (!read_number (&p, &start) || !read_number (&p, &end) || !read_number (&p, &item->time_ms)
      || start < 0 || end < start)
    return FALSE;
  gsize size = strcspn (p, "\n");
  item->start_cp = (gsize)start;
  item->end_cp = (gsize)end;
  item->speaker = g_strndup (p, size);
  item->line = 0;
  *lines = p + size + (p[size] == '\n');
  return TRUE;
}
