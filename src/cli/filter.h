/* NAME=VALUE: an attribute and its value, as people type them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_FILTER_H
#define CLI_FILTER_H

#include "espalier.h"

/* "site=Burgundy" in two; FALSE with an error of wrong usage. */
gboolean filter_split (const char *pair, char **name, char **value, GError **error);

#endif
