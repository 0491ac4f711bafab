/* A document as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_JSON_H
#define CLI_SHOW_JSON_H

#include "espalier.h"

#include <jansson.h>

/* The items from `first` to before `end`; `codings` are EspCoding of the document. */
json_t *show_json (const EspTranscript *transcript, const GPtrArray *codings, guint first,
                   guint end);

#endif
