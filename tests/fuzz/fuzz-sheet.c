/* Any bytes to the readers of sheets. What is no archive is a list, and is put into a workbook too,
 * as its sheet, its strings and its styles, where a change of a byte reaches the scans.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../support/packed.h"
#include "base/sheet.h"
#include "source-check.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

/* To be freed. */
static char *
pack (const uint8_t *bytes, size_t size, gsize *packed_size)
{
  static const char workbook[] = "<workbook><sheets><sheet name='S' id='a'/></sheets></workbook>";
  static const char rels[]
      = "<Relationships><Relationship Id='a' Type='x/worksheet' Target='all.xml'/>"
        "<Relationship Id='b' Type='x/sharedStrings' Target='all.xml'/>"
        "<Relationship Id='c' Type='x/styles' Target='all.xml'/></Relationships>";
  Packing packing = packing_begin ();

  packing_add (&packing, "xl/workbook.xml", workbook, sizeof workbook - 1, FALSE);
  packing_add (&packing, "xl/_rels/workbook.xml.rels", rels, sizeof rels - 1, FALSE);
  packing_add (&packing, "xl/all.xml", bytes, size, FALSE);
  return packing_end (&packing, packed_size);
}

static void
sheet_check (const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Sheet) sheet = sheet_read (bytes, size, NULL, &error);
  HOLDS ((sheet == NULL) == (error != NULL));
  if (sheet == NULL)
    {
      HOLDS (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  for (guint i = 0; i < sheet->cells->len; i++)
    {
      const SheetCell *cell = &g_array_index (sheet->cells, SheetCell, i), *last = cell - 1;
      HOLDS (cell->row > 0 && cell->column > 0 && *cell->text != '\0');
      HOLDS (g_utf8_validate (cell->text, -1, NULL));
      HOLDS (i == 0 || last->row < cell->row
             || (last->row == cell->row && last->column < cell->column));
    }
  guint seen = 0;
  for (guint from = 0, to; sheet_row (sheet, from, &to); from = to)
    for (seen += to - from; from < to; from++)
      {
        const SheetCell *cell = &g_array_index (sheet->cells, SheetCell, from);
        HOLDS (sheet_find (sheet, from, to, cell->column) == cell);
      }
  HOLDS (seen == sheet->cells->len);
  for (guint i = 0; i < sheet->findings->len; i++)
    HOLDS (g_utf8_validate (((const EspFinding *)sheet->findings->pdata[i])->what, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  gsize packed_size = 0;
  sheet_check ((const char *)bytes, size);
  g_autofree char *packed = pack (bytes, size, &packed_size);
  sheet_check (packed, packed_size);
  return 0;
}
