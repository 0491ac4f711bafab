/* NAME=VALUE: an attribute and its value, as people type them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_FILTER_H
#define CLI_FILTER_H

#include "espalier.h"

/* "site=Burgundy" in two; FALSE with an error of wrong usage. */
gboolean filter_split (const char *pair, char **name, char **value, GError **error);

/* Are all of these NAME=VALUE, of attributes that the study has? `where` NULL: nothing to check. */
gboolean filter_check (char *const *where, const GPtrArray *attributes, GError **error);

/* Has the case all of these? After filter_check; `where` NULL: yes. */
gboolean filter_fits (char *const *where, const EspCase *one);

#endif
