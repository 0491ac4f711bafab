/* Reading the styles of an OpenDocument text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/odt/style.h"

#include "reading/odt/attr.h"

#include <string.h>

#define PARENTS_MAX 32   /* a chain of styles that is longer goes round in a circle */
#define LIST_TEXT_MAX 40 /* bytes: it is repeated in every paragraph of a list */
#define LIST_PATTERN_MAX (3 * LIST_TEXT_MAX) /* words before and behind, and the places between */
#define LIST_NUMBER_MAX 100000

static void
style_free (gpointer data)
{
  OdtStyle *style = data;

  g_free (style->parent);
  g_free (style->list);
  g_free (style->master_page);
  g_free (style);
}

static void
list_clear (OdtListStyle *list)
{
  for (guint i = 0; i < ODT_LEVELS; i++)
    {
      g_free (list->levels[i].prefix);
      g_free (list->levels[i].suffix);
      g_free (list->levels[i].pattern);
    }
  memset (list, 0, sizeof *list);
}

static void
list_free (gpointer list)
{
  list_clear (list);
  g_free (list);
}

OdtStyles *
odt_styles_new (void)
{
  OdtStyles *self = g_new0 (OdtStyles, 1);

  for (guint i = 0; i < ODT_FAMILIES; i++)
    self->styles[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, style_free);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, list_free);
  self->masters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
odt_styles_free (OdtStyles *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < ODT_FAMILIES; i++)
    g_hash_table_unref (self->styles[i]);
  g_hash_table_unref (self->lists);
  g_hash_table_unref (self->masters);
  g_free (self->first_master);
  list_clear (&self->outline);
  g_free (self);
}

/* ---- reading styles */

/* ODT_FAMILIES for those that have no words: pages, columns, graphics. */
static OdtFamily
family_of (const char *family)
{
  static const char *const names[ODT_FAMILIES] = { "paragraph", "text", "table" };
  guint i = 0;

  while (i < ODT_FAMILIES && g_strcmp0 (family, names[i]) != 0)
    i++;
  return (OdtFamily)i;
}

/* A default style has the empty name, and every other one is based on it. */
static void
style_begin (OdtStyles *self, const XmlAttrs *attrs, const char *name)
{
  const OdtFamily family = family_of (xml_attrs_get (attrs, "family"));

  self->style = NULL;
  if (family == ODT_FAMILIES || name == NULL)
    return;
  self->style = g_new0 (OdtStyle, 1);
  self->style->parent = g_strdup (xml_attrs_get (attrs, "parent-style-name"));
  self->style->list = g_strdup (xml_attrs_get (attrs, "list-style-name"));
  self->style->master_page = g_strdup (xml_attrs_get (attrs, "master-page-name"));
  g_hash_table_replace (self->styles[family], g_strdup (name), self->style);
}

static OdtSays
weight_of (const char *weight)
{
  if (weight == NULL)
    return ODT_UNSAID;
  if (g_ascii_isdigit (*weight))
    return g_ascii_strtoull (weight, NULL, 10) >= 600 ? ODT_ON : ODT_OFF;
  return strcmp (weight, "bold") == 0 ? ODT_ON : ODT_OFF;
}

static void
style_text_properties (OdtStyle *style, const XmlAttrs *attrs)
{
  const char *display = xml_attrs_get (attrs, "display");

  style->bold = weight_of (xml_attrs_get (attrs, "font-weight"));
  style->bold_asian = weight_of (xml_attrs_get (attrs, "font-weight-asian"));
  if (display != NULL)
    style->hidden = strcmp (display, "none") == 0 ? ODT_ON : ODT_OFF;
}

/* ---- reading list styles */

/* The words around a number: one short line. */
static char *
list_text (const char *text, gsize most)
{
  if (text == NULL || *text == '\0')
    return NULL;
  char *copy = g_strdup (text);
  gsize size = strlen (copy);
  if (size > most)
    *g_utf8_find_prev_char (copy, copy + most + 1) = '\0';
  g_strdelimit (copy, "\t\n\r", ' ');
  return copy;
}

static ListFormat
format_of (const XmlAttrs *attrs)
{
  const char *format = xml_attrs_get (attrs, "num-format");
  const gboolean repeats = odt_attr_is (attrs, "num-letter-sync", "true");

  if (format == NULL || *format == '\0')
    return LIST_NOTHING;
  if (strcmp (format, "a") == 0)
    return repeats ? LIST_LETTERS : LIST_LETTER;
  if (strcmp (format, "A") == 0)
    return repeats ? LIST_LETTERS_UPPER : LIST_LETTER_UPPER;
  if (strcmp (format, "i") == 0)
    return LIST_ROMAN;
  return strcmp (format, "I") == 0 ? LIST_ROMAN_UPPER : LIST_DECIMAL;
}

static void
level_begin (OdtStyles *self, const char *name, const XmlAttrs *attrs)
{
  const guint at = odt_attr_number (attrs, "level", 0, LIST_NUMBER_MAX, 1);

  self->level = NULL;
  if (self->list == NULL || at < 1 || at > ODT_LEVELS || self->list->levels[at - 1].is_number
      || self->list->levels[at - 1].is_bullet)
    return;
  OdtListLevel *level = self->level = &self->list->levels[at - 1];
  level->is_bullet = strcmp (name, "list-level-style-bullet") == 0
                     || strcmp (name, "list-level-style-image") == 0;
  level->is_number = !level->is_bullet;
  level->format = level->is_bullet ? LIST_NOTHING : format_of (attrs);
  level->start = odt_attr_number (attrs, "start-value", 0, LIST_NUMBER_MAX, 1);
  level->display = odt_attr_number (attrs, "display-levels", 0, LIST_NUMBER_MAX, 1);
  level->prefix = list_text (xml_attrs_get (attrs, "num-prefix"), LIST_TEXT_MAX);
  level->suffix = list_text (xml_attrs_get (attrs, "num-suffix"), LIST_TEXT_MAX);
  level->pattern = list_text (xml_attrs_get (attrs, "num-list-format"), LIST_PATTERN_MAX);
}

static void
list_begin (OdtStyles *self, const char *list_name)
{
  self->list = NULL;
  if (list_name == NULL)
    return;
  self->list = g_new0 (OdtListStyle, 1);
  g_hash_table_replace (self->lists, g_strdup (list_name), self->list);
}

/* ---- reading */

static void
master_add (OdtStyles *self, const char *name, const char *next)
{
  if (name == NULL)
    return;
  if (self->first_master == NULL)
    self->first_master = g_strdup (name);
  g_hash_table_replace (self->masters, g_strdup (name), g_strdup (next != NULL ? next : ""));
}

void
odt_styles_start (OdtStyles *self, const char *name, const XmlAttrs *attrs)
{
  if (strcmp (name, "style") == 0)
    style_begin (self, attrs, xml_attrs_get (attrs, "name"));
  else if (strcmp (name, "default-style") == 0)
    style_begin (self, attrs, "");
  else if (strcmp (name, "text-properties") == 0)
    {
      if (self->style != NULL && self->list == NULL)
        style_text_properties (self->style, attrs);
    }
  else if (strcmp (name, "list-style") == 0)
    list_begin (self, xml_attrs_get (attrs, "name"));
  else if (strcmp (name, "outline-style") == 0)
    {
      list_clear (&self->outline);
      self->list = &self->outline;
    }
  else if (g_str_has_prefix (name, "list-level-style-")
           || strcmp (name, "outline-level-style") == 0)
    level_begin (self, name, attrs);
  else if (strcmp (name, "master-page") == 0)
    master_add (self, xml_attrs_get (attrs, "name"), xml_attrs_get (attrs, "next-style-name"));
}

void
odt_styles_end (OdtStyles *self, const char *name)
{
  if (strcmp (name, "style") == 0 || strcmp (name, "default-style") == 0)
    self->style = NULL;
  else if (strcmp (name, "list-style") == 0 || strcmp (name, "outline-style") == 0)
    self->list = NULL;
}

/* ---- asking */

static const OdtStyle *
style_get (const OdtStyles *self, OdtFamily family, const char *name)
{
  return name != NULL ? g_hash_table_lookup (self->styles[family], name) : NULL;
}

/* The style that a style is based on, at last the default one. */
static const OdtStyle *
style_parent (const OdtStyles *self, OdtFamily family, const OdtStyle *style, guint steps)
{
  const OdtStyle *fallback = style_get (self, family, "");

  if (style == fallback || steps >= PARENTS_MAX)
    return NULL;
  const OdtStyle *parent = style_get (self, family, style->parent);
  return parent != NULL ? parent : fallback;
}

OdtSays
odt_styles_bold (const OdtStyles *self, OdtFamily family, const char *name, gboolean asian)
{
  const OdtStyle *style = style_get (self, family, name);

  for (guint steps = 0; style != NULL; style = style_parent (self, family, style, steps++))
    {
      const OdtSays says = asian ? style->bold_asian : style->bold;
      if (says != ODT_UNSAID)
        return says;
    }
  return ODT_UNSAID;
}

OdtSays
odt_styles_hidden (const OdtStyles *self, OdtFamily family, const char *name)
{
  const OdtStyle *style = style_get (self, family, name);

  for (guint steps = 0; style != NULL; style = style_parent (self, family, style, steps++))
    if (style->hidden != ODT_UNSAID)
      return style->hidden;
  return ODT_UNSAID;
}

const char *
odt_styles_list (const OdtStyles *self, const char *name)
{
  const OdtStyle *style = style_get (self, ODT_OF_PARAGRAPH, name);

  for (guint steps = 0; style != NULL;
       style = style_parent (self, ODT_OF_PARAGRAPH, style, steps++))
    if (style->list != NULL)
      return style->list;
  return NULL;
}

const char *
odt_styles_master_page (const OdtStyles *self, OdtFamily family, const char *name)
{
  const OdtStyle *style = style_get (self, family, name);

  for (guint steps = 0; style != NULL; style = style_parent (self, family, style, steps++))
    if (style->master_page != NULL && *style->master_page != '\0')
      return style->master_page;
  return NULL;
}

gboolean
odt_styles_is_title (const OdtStyles *self, const char *name)
{
  const OdtStyle *style = style_get (self, ODT_OF_PARAGRAPH, name);

  if (g_strcmp0 (name, "Title") == 0)
    return TRUE;
  for (guint steps = 0; style != NULL && style->parent != NULL;
       style = style_parent (self, ODT_OF_PARAGRAPH, style, steps++))
    if (strcmp (style->parent, "Title") == 0)
      return TRUE;
  return FALSE;
}
