/* The text of one document of a sheet, put together item by item.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_SHEET_PART_H
#define CORPUS_SHEET_PART_H

#include "base/sheet.h"
#include "corpus/intake.h"

typedef struct
{
  GString *text;
  gsize counted, at_cp; /* bytes of the text, code points up to there */
  Intake *part;
} SheetPart;

/* The file is that of the sheet; its hash is copied. */
void sheet_part_begin (SheetPart *self, Intake *part, const Sheet *sheet,
                       const guint8 original_hash[32]);
/* Code points of the text so far. */
gsize sheet_part_cp (SheetPart *self);
/* Adds words as an item, which is borrowed until the next. */
LayoutItem *sheet_part_item (SheetPart *self, EspItemKind kind, const char *speaker, guint row,
                             const char *words);
/* Whether a cell is the error of a formula, of which the report tells. */
gboolean sheet_part_cell_fails (SheetPart *self, const SheetCell *cell);
void sheet_part_end (SheetPart *self);

#endif
