/* What the loaders of our own XML ask of an element: attributes read as tokens, and errors that
 * name file and line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_ELEMENT_H
#define BASE_ELEMENT_H

#include "base/xml.h"

/* An attribute with outer white space dropped and inner runs made one space, as xsd:token says; ''
 * when absent. To be freed. */
char *element_token (const XmlNode *node, const char *name);

/* Sets an ESP_ERROR_INPUT that begins with "FILE:LINE: " and returns FALSE. */
gboolean element_fail (GError **error, const XmlDoc *doc, const XmlNode *node, const char *format,
                       ...) G_GNUC_PRINTF (4, 5);

#endif
