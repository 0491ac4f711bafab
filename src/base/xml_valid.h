/* Whether a tree fits a RELAX NG schema, and in words where it does not. For base/xml*.c alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_XML_VALID_H
#define BASE_XML_VALID_H

#include "espalier.h"

#include <libxml/tree.h>

/* FALSE with an error (ESP_ERROR_INPUT) that names the file and the line. `what` as in xml_load. */
gboolean xml_valid (xmlDoc *tree, const char *file, const char *schema, const char *what,
                    GError **error);

#endif
