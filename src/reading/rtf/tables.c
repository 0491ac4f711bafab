/* Fonts and styles of an RTF file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/rtf/tables.h"

#include "reading/rtf/letters.h"

#include <stdlib.h>

#define CHARSET_SYMBOL 2

RtfTables *
rtf_tables_new (void)
{
  RtfTables *self = g_new0 (RtfTables, 1);

  self->pages = g_hash_table_new (NULL, NULL);
  self->styles = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->name = g_string_new (NULL);
  rtf_tables_begin (self, 0);
  return self;
}

void
rtf_tables_free (RtfTables *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->pages);
  g_hash_table_unref (self->styles);
  g_string_free (self->name, TRUE);
  g_free (self);
}

void
rtf_tables_begin (RtfTables *self, int number)
{
  g_string_truncate (self->name, 0);
  self->number = number;
  self->charset = -1;
  self->page = 0;
  self->style = (RtfStyle){ 0 };
}

/* What \cpg says, else the charset; old files say it in the name. */
void
rtf_tables_end_font (RtfTables *self)
{
  const char *name = g_strstrip (self->name->str);
  guint page = self->page;

  if (page == 0 && self->charset != CHARSET_SYMBOL)
    page = rtf_letters_page_of_charset (self->charset);
  if (self->page == 0 && (self->charset <= 0 || self->charset == CHARSET_SYMBOL))
    {
      const guint named = rtf_letters_page_of_name (name, self->charset == CHARSET_SYMBOL);
      page = named != 0 ? named : page;
    }
  g_hash_table_insert (self->pages, GINT_TO_POINTER (self->number), GUINT_TO_POINTER (page));
  rtf_tables_begin (self, 0);
}

/* The names of Word's own styles are English in every language. */
static guint
level_of_name (const char *name)
{
  if (g_ascii_strcasecmp (name, "title") == 0)
    return 1;
  if (g_ascii_strncasecmp (name, "heading ", 8) != 0)
    return 0;
  return (guint)CLAMP (atoi (name + 8), 0, 9);
}

void
rtf_tables_end_style (RtfTables *self)
{
  const guint named = level_of_name (g_strstrip (self->name->str));

  if (named > 0)
    self->style.level = named;
  g_hash_table_replace (self->styles, GINT_TO_POINTER (self->number),
                        g_memdup2 (&self->style, sizeof self->style));
  rtf_tables_begin (self, 0);
}

guint
rtf_tables_page (const RtfTables *self, int font)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->pages, GINT_TO_POINTER (font)));
}

const RtfStyle *
rtf_tables_style (const RtfTables *self, int number)
{
  return g_hash_table_lookup (self->styles, GINT_TO_POINTER (number));
}

guint
rtf_tables_level (const RtfTables *self, int number)
{
  const RtfStyle *style = rtf_tables_style (self, number);

  for (guint steps = 0; style != NULL && steps < 16; steps++)
    {
      if (style->level > 0)
        return style->level;
      style = style->has_parent ? rtf_tables_style (self, style->parent) : NULL;
    }
  return 0;
}
