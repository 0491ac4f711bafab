/* Values of the attributes of an OpenDocument file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_ODT_ATTR_H
#define READING_ODT_ATTR_H

#include "base/xml.h"

/* A number, kept between bounds; `fallback`, as it is, where there is none. */
guint odt_attr_number (const XmlAttrs *attrs, const char *name, guint least, guint most,
                       guint fallback);
gboolean odt_attr_is (const XmlAttrs *attrs, const char *name, const char *value);
/* Of a section: whether it is hidden, always or now. */
gboolean odt_attr_hides (const XmlAttrs *attrs);

#endif
