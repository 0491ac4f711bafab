/* NAME=VALUE: an attribute and its value, as people type them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/filter.h"

#include "cli/call.h"

#include <string.h>

gboolean
filter_split (const char *pair, char **name, char **value, GError **error)
{
  const char *equals = strchr (pair, '=');
  if (equals == NULL || equals == pair)
    return call_wrong_usage (error, "'%s' is no NAME=VALUE, as in site=Burgundy", pair);
  *name = g_strstrip (g_strndup (pair, (gsize)(equals - pair)));
  *value = g_strstrip (g_strdup (equals + 1));
  return TRUE;
}
