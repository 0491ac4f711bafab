/* Reading the styles of a Word document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/docx/style.h"

#include <stdlib.h>
#include <string.h>

static void
style_free (gpointer style)
{
  g_free (((DocxStyle *)style)->based_on);
  g_free (((DocxStyle *)style)->num_id);
  g_free (style);
}

gboolean
docx_property_is_on (const XmlAttrs *attrs)
{
  const char *value = xml_attrs_get (attrs, "val");

  return value == NULL
         || (strcmp (value, "0") != 0 && strcmp (value, "false") != 0
             && strcmp (value, "off") != 0);
}

/* Word's names of its own styles are English in every language. */
static guint
heading_level (const char *style_name)
{
  if (style_name == NULL)
    return 0;
  if (g_ascii_strcasecmp (style_name, "title") == 0)
    return 1;
  if (g_ascii_strncasecmp (style_name, "heading ", 8) != 0)
    return 0;
  return (guint)CLAMP (atoi (style_name + 8), 0, 9);
}

guint
docx_property_level (const XmlAttrs *attrs)
{
  const char *value = xml_attrs_get (attrs, "val");

  return value != NULL && g_ascii_isdigit (*value) && *value < '9' ? (guint)(*value - '0') + 1 : 0;
}

int
docx_property_number (const XmlAttrs *attrs)
{
  const char *value = xml_attrs_get (attrs, "val");

  return value != NULL && g_ascii_isdigit (*value)
             ? (int)MIN (g_ascii_strtoull (value, NULL, 10), 1000)
             : -1;
}

/* ---- reading */

static void
styles_start (const char *name, const char *uri G_GNUC_UNUSED, const XmlAttrs *attrs, gpointer data)
{
  DocxStyles *self = data;
  DocxStyle *style = self->current;

  if (strcmp (name, "style") == 0)
    {
      const char *id = xml_attrs_get (attrs, "styleId");
      self->current = g_new0 (DocxStyle, 1);
      self->current->num_level = -1;
      g_hash_table_replace (self->styles, g_strdup (id != NULL ? id : ""), self->current);
    }
  else if (style == NULL)
    return;
  else if (strcmp (name, "name") == 0)
    style->level = heading_level (xml_attrs_get (attrs, "val"));
  else if (strcmp (name, "basedOn") == 0 && style->based_on == NULL)
    style->based_on = g_strdup (xml_attrs_get (attrs, "val"));
  else if (strcmp (name, "outlineLvl") == 0 && style->level == 0)
    style->level = docx_property_level (attrs);
  else if (strcmp (name, "numId") == 0 && style->num_id == NULL)
    style->num_id = g_strdup (xml_attrs_get (attrs, "val"));
  else if (strcmp (name, "ilvl") == 0)
    style->num_level = docx_property_number (attrs);
  else if (strcmp (name, "b") == 0)
    style->bold = docx_property_is_on (attrs);
  else if (strcmp (name, "vanish") == 0)
    style->hidden = docx_property_is_on (attrs);
}

static void
styles_end (const char *name, const char *uri G_GNUC_UNUSED, gpointer data)
{
  DocxStyles *self = data;

  if (strcmp (name, "style") == 0)
    self->current = NULL;
}

const XmlScan docx_styles_scan = { .start = styles_start, .end = styles_end };

/* ---- asking */

DocxStyles *
docx_styles_new (void)
{
  DocxStyles *styles = g_new0 (DocxStyles, 1);

  styles->styles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, style_free);
  return styles;
}

void
docx_styles_free (DocxStyles *styles)
{
  if (styles == NULL)
    return;
  g_hash_table_unref (styles->styles);
  g_free (styles);
}

const DocxStyle *
docx_styles_get (const DocxStyles *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->styles, id) : NULL;
}

guint
docx_styles_level (const DocxStyles *self, const char *id)
{
  const DocxStyle *style = docx_styles_get (self, id);

  for (guint steps = 0; style != NULL && steps < 16; steps++)
    {
      if (style->level > 0)
        return style->level;
      style = docx_styles_get (self, style->based_on);
    }
  return 0;
}
