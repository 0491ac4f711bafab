/* Any bytes to the readers of sheets. What is no archive is a list, and is put into a workbook too,
 * as its sheet, its strings and its styles, where a change of a byte reaches the scans.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sheet.h"
#include "source-check.h"

#include <stddef.h>
#include <stdint.h>
#include <zip.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

static void
add_part (zip_t *zip, const char *name, const void *bytes, size_t size)
{
  zip_source_t *source = zip_source_buffer (zip, bytes, size, 0);
  const zip_int64_t at = zip_file_add (zip, name, source, 0);
  HOLDS (at >= 0);
  zip_set_file_compression (zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

/* To be freed. */
static char *
pack (const uint8_t *bytes, size_t size, gsize *packed_size)
{
  static const char workbook[] = "<workbook><sheets><sheet name='S' id='a'/></sheets></workbook>";
  static const char rels[]
      = "<Relationships><Relationship Id='a' Type='x/worksheet' Target='all.xml'/>"
        "<Relationship Id='b' Type='x/sharedStrings' Target='all.xml'/>"
        "<Relationship Id='c' Type='x/styles' Target='all.xml'/></Relationships>";
  zip_error_t trouble;
  zip_stat_t stat;
  zip_error_init (&trouble);
  zip_source_t *memory = zip_source_buffer_create (NULL, 0, 0, &trouble);
  zip_t *zip = zip_open_from_source (memory, ZIP_TRUNCATE, &trouble);
  HOLDS (zip != NULL);
  zip_source_keep (memory);
  add_part (zip, "xl/workbook.xml", workbook, sizeof workbook - 1);
  add_part (zip, "xl/_rels/workbook.xml.rels", rels, sizeof rels - 1);
  add_part (zip, "xl/all.xml", bytes, size);
  HOLDS (zip_close (zip) == 0);
  HOLDS (zip_source_open (memory) == 0 && zip_source_stat (memory, &stat) == 0);
  char *packed = g_malloc (stat.size);
  HOLDS (zip_source_read (memory, packed, stat.size) == (zip_int64_t)stat.size);
  *packed_size = stat.size;
  zip_source_close (memory);
  zip_source_free (memory);
  return packed;
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
