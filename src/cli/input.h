/* What a person gives besides names: long texts, also from standard input, and places in a
 * document.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "cli/call.h"

/* The text of an option: `*text` as it is, or what stands on standard input (without its last line
 * end) when it is "-". NULL stays NULL. `option` is its name, for messages. */
gboolean input_text (Call *call, const char *option, char **text, GError **error);

/* "412-498" as a span; `option` for messages. */
gboolean input_span (const char *option, const char *text, EspPlace *place, GError **error);

/* "14" as the number of a turn. */
gboolean input_turn (const char *option, const char *text, EspPlace *place, GError **error);

/* The place that one of --quote, --turn and --span gives; each NULL when not given. place->quote is
 * borrowed from `quote`. */
gboolean input_place (Call *call, char **quote, const char *turn, const char *span, EspPlace *place,
                      GError **error);

/* The unit that --unit names; *unit stays when `name` is NULL. */
gboolean input_unit (const char *name, EspUnit *unit, GError **error);

#endif
