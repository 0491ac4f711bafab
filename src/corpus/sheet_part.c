/* The text of one document of a sheet, put together item by item.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/sheet_part.h"

#include <string.h>

/* What the versions of such documents say that they were read by. */
static const Reader readers_of_rows[] = {
  { .name = "csv", .about = "rows of a list (.csv, .tsv)" },
  { .name = "xlsx", .about = "rows of a workbook (.xlsx)" },
};

gsize
sheet_part_cp (SheetPart *self)
{
  self->at_cp += (gsize)g_utf8_strlen (self->text->str + self->counted,
                                       (gssize)(self->text->len - self->counted));
  self->counted = self->text->len;
  return self->at_cp;
}

LayoutItem *
sheet_part_item (SheetPart *self, EspItemKind kind, const char *speaker, guint row,
                 const char *words)
{
  LayoutItem item = { .kind = kind, .time_ms = -1, .line = row, .speaker = g_strdup (speaker) };
  GArray *items = self->part->layout->items;
  item.start_cp = sheet_part_cp (self);
  g_string_append (self->text, words);
  item.end_cp = sheet_part_cp (self);
  g_array_append_val (items, item);
  return &g_array_index (items, LayoutItem, items->len - 1);
}

gboolean
sheet_part_cell_fails (SheetPart *self, const SheetCell *cell)
{
  if (cell->is_error)
    source_find (self->part->source, ESP_GRADE_WARNING, cell->row,
                 g_strdup_printf ("row %u: the formula gave the error %s", cell->row, cell->text),
                 "left out");
  return cell->is_error;
}

void
sheet_part_begin (SheetPart *self, Intake *part, const Sheet *sheet, const guint8 original_hash[32])
{
  self->part = part;
  self->text = g_string_new (NULL);
  part->source = source_new ();
  part->reader = &readers_of_rows[g_str_equal (sheet->format, "xlsx")];
  part->layout = g_new0 (Layout, 1);
  part->layout->items = g_array_new (FALSE, FALSE, sizeof (LayoutItem));
  part->layout->style = "named by the file";
  part->layout->confidence = 100;
  memcpy (part->original_hash, original_hash, sizeof part->original_hash);
}

void
sheet_part_end (SheetPart *self)
{
  Intake *part = self->part;
  part->source->size = self->text->len;
  g_free (part->source->text);
  part->source->text = g_string_free (self->text, FALSE);
  sha256 (part->text_hash, part->source->text, part->source->size, NULL, 0);
  intake_finish (part);
}
