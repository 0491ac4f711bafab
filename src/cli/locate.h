/* Which study is meant.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_LOCATE_H
#define CLI_LOCATE_H

#include <glib.h>

/* The path given, else $ESPALIER_STUDY, else the only *.espalier in the current folder; to be
 * freed. */
char *locate_study (const char *given, GError **error);

#endif
