/* The keys that order siblings: positions padded with zeros, so that they sort as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/sortkey.h"

char *
sortkey_nth (guint n)
{
  return n < 10000 ? g_strdup_printf ("%04u", n) : g_strdup_printf ("A%08u", n);
}
