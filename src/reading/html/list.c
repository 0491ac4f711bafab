/* Counting the items of lists.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/list.h"

#include <string.h>

#define NUMBER_MOST 1000000000 /* beyond it, and below minus it, a number is none */

static gboolean
attr_number (const HtmlAttrs *attrs, const char *name, gint64 *number)
{
  g_autofree char *value = html_attrs_get (attrs, name);

  return value != NULL
         && g_ascii_string_to_signed (g_strstrip (value), 10, -NUMBER_MOST, NUMBER_MOST, number,
                                      NULL);
}

/* The type attribute: 1 a A i I, or a kind of bullet. */
static void
list_type (HtmlList *list, const char *type)
{
  static const struct
  {
    char type;
    ListFormat format;
  } types[] = {
    { '1', LIST_DECIMAL }, { 'a', LIST_LETTER },      { 'A', LIST_LETTER_UPPER },
    { 'i', LIST_ROMAN },   { 'I', LIST_ROMAN_UPPER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (type[0] == types[i].type && type[1] == '\0')
      {
        list->mark = MARK_NUMBER;
        list->format = types[i].format;
      }
}

static void
list_style (HtmlList *list, const HtmlStyle *style)
{
  if (style->mark_before != MARK_UNSAID)
    {
      list->mark = style->mark_before;
      list->format = style->format_before != LIST_NOTHING ? style->format_before : LIST_DECIMAL;
    }
  else if (style->mark != MARK_UNSAID)
    {
      list->mark = style->mark;
      list->format = style->format;
    }
}

HtmlList
html_list_open (HtmlTag tag, const HtmlAttrs *attrs, const HtmlStyle *style, guint items)
{
  HtmlList list = { tag == HTML_OL ? MARK_NUMBER : MARK_BULLET, LIST_DECIMAL, 1, 1 };
  g_autofree char *type = html_attrs_get (attrs, "type");
  g_autofree char *reversed = html_attrs_get (attrs, "reversed");

  if (type != NULL && tag == HTML_OL)
    list_type (&list, type);
  list_style (&list, style);
  if (reversed != NULL && tag == HTML_OL)
    {
      list.step = -1;
      list.next = items;
    }
  attr_number (attrs, "start", &list.next);
  return list;
}

char *
html_list_mark (HtmlList *list, const HtmlAttrs *attrs, const HtmlStyle *style)
{
  HtmlList outside = { MARK_BULLET, LIST_DECIMAL, 1, 1 };

  list = list != NULL ? list : &outside;
  attr_number (attrs, "value", &list->next);
  const gint64 number = list->next;
  list->next = CLAMP (list->next + list->step, -NUMBER_MOST, NUMBER_MOST);

  HtmlList item = *list;
  if (style->mark != MARK_UNSAID && list->mark != MARK_NONE)
    list_style (&item, style);
  if (item.mark == MARK_NONE || style->block == STYLE_NO)
    return g_strdup ("");
  if (item.mark != MARK_NUMBER)
    return g_strdup ("- ");
  GString *mark = g_string_new (NULL);
  if (number >= 0)
    list_number_append (mark, item.format, (guint)number);
  else
    g_string_append_printf (mark, "%" G_GINT64_FORMAT, number);
  g_string_append (mark, ". ");
  return g_string_free (mark, FALSE);
}
