/* The texts that a document has had, and how two of them differ.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_VERSIONS_H
#define CLI_SHOW_VERSIONS_H

#include "cli/call.h"

gboolean show_versions (Call *call, const char *document, GError **error);

/* `which`: "2", what the second text changed in the one that it replaces; "1-3", how the third
 * differs from the first. */
gboolean show_changes (Call *call, const char *document, const char *which, GError **error);

#endif
