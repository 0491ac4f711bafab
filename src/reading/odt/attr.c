/* Values of attributes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/odt/attr.h"

guint
odt_attr_number (const XmlAttrs *attrs, const char *name, guint least, guint most, guint fallback)
{
  const char *value = xml_attrs_get (attrs, name);

  if (value == NULL)
    return fallback;
  return (guint)CLAMP (g_ascii_strtoll (value, NULL, 10), (gint64)least, (gint64)most);
}

gboolean
odt_attr_is (const XmlAttrs *attrs, const char *name, const char *value)
{
  return g_strcmp0 (xml_attrs_get (attrs, name), value) == 0;
}

gboolean
odt_attr_hides (const XmlAttrs *attrs)
{
  return odt_attr_is (attrs, "display", "none")
         || (odt_attr_is (attrs, "display", "condition")
             && odt_attr_is (attrs, "is-hidden", "true"));
}
