/* Which columns of a sheet hold what: those that a map names, found by their headings, or guessed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_SHEET_COLUMNS_H
#define CORPUS_SHEET_COLUMNS_H

#include "base/sheet_headings.h"
#include "study/attribute_import.h"
#include "study/sheet_map.h"

typedef struct
{
  guint column;
  char *title; /* spaces folded */
} SheetQuestion;

typedef struct
{
  SheetRows rows;
  guint of[SHEET_USES]; /* the column of a use that stands once; 0: none */
  GArray *questions;    /* SheetQuestion, in the order of the sheet */
  GArray *attributes;   /* AttributeColumn; the names are borrowed from `map` */
  SheetMap *map;        /* as it was said or guessed */
  SheetHeadings *headings;
} SheetColumns;

/* NULL with an error that says what is missing and what there is. `attributes` (Attribute) are
 * those of the study. What a person should know goes to `findings`. */
SheetColumns *sheet_columns_find (const Sheet *sheet, const SheetMap *map,
                                  const GPtrArray *attributes, GPtrArray *findings, GError **error);
void sheet_columns_free (SheetColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SheetColumns, sheet_columns_free)

/* For a sheet of which nothing is said: its headings, and what could be said. To be freed. */
char *sheet_columns_advice (const Sheet *sheet, const GPtrArray *attributes);

#endif
