/* What the loaders of our own XML ask of an element.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/element.h"
#include "base/error.h"

static gboolean
is_xml_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

char *
element_token (const XmlNode *node, const char *name)
{
  char *value = xml_attr_or (node, name, "");
  char *to = value;
  for (const char *from = value; *from; from++)
    {
      if (!is_xml_space (*from))
        *to++ = *from;
      else if (to > value && to[-1] != ' ')
        *to++ = ' ';
    }
  if (to > value && to[-1] == ' ')
    to--;
  *to = '\0';
  return value;
}

gboolean
element_fail (GError **error, const XmlDoc *doc, const XmlNode *node, const char *format, ...)
{
  g_autofree char *place = xml_place (doc, node);
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  return fail (error, ESP_ERROR_INPUT, "%s%s", place, message);
}
