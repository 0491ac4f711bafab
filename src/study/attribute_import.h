/* Attributes from a sheet whose columns a map tells, as esp_attributes_import takes them from one
 * whose headings do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_ATTRIBUTE_IMPORT_H
#define STUDY_ATTRIBUTE_IMPORT_H

#include "base/sheet.h"

typedef struct
{
  guint column;
  const char *attribute; /* its name or title; borrowed */
} AttributeColumn;

/* Gives the cases of the study what `columns` (AttributeColumn) of the sheet say of them, inside a
 * change. Of rows whose case is not there nothing is said: whoever reads the rows has said it. */
EspAttributeReport *attributes_take (EspStudy *study, const Sheet *sheet, guint case_column,
                                     const GArray *columns, const char *const *accept,
                                     GError **error);

#endif
