/* A workbook's parts: its sheets by name, its strings and its formats.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_SHEET_PACKAGE_H
#define BASE_SHEET_PACKAGE_H

#include "base/archive.h"

typedef struct
{
  char *name, *part;
  gboolean is_hidden;
} SheetTab;

typedef struct
{
  Archive *archive;
  GPtrArray *tabs;        /* SheetTab: sheets with cells, in order */
  char *strings, *styles; /* names of parts; NULL: there is none */
  gboolean from_1904;
} SheetPackage;

/* The bytes are borrowed. NULL with an error (ESP_ERROR_INPUT) that says what it is instead of a
 * workbook. */
SheetPackage *sheet_package_open (const char *bytes, gsize size, GError **error);
void sheet_package_free (SheetPackage *package);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SheetPackage, sheet_package_free)

#endif
