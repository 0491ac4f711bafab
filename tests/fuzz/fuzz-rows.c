/* Any bytes as a sheet of documents: the first says which map, the rest are the sheet. Every row is
 * a document or refused in words; its turns lie in its text, in order, and are its words; reading
 * it again gives the same. SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/layout_lines.h"
#include "corpus/sheet_documents.h"
#include "memory-study.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

/* Maps as a person says them; those without columns are told by the headings. */
static const struct
{
  const char *rows;
  const char *columns[6];
} said[] = {
  { "turn", { NULL } },
  { "respondent", { NULL } },
  { "turn", { "w=words", "s=speaker", "t=time", "d=document", "c=case", NULL } },
  { "respondent", { "c=case", "w=question", "t=question:T?", "d=document", NULL } },
  { "turn", { "w=words", NULL } },
  { "respondent", { "ResponseId=case", "Q1=question", NULL } },
};

static Rulebook *
fuzz_book (void)
{
  static Rulebook *book;
  if (book == NULL)
    book = rulebook_load (memory_study (), NULL);
  HOLDS (book != NULL);
  return book;
}

static void
part_check (const Intake *part, guint *seen)
{
  HOLDS ((part->error == NULL) == (part->source != NULL));
  if (part->error != NULL)
    {
      HOLDS (g_utf8_validate (part->error->message, -1, NULL));
      HOLDS (part->error->code == ESP_ERROR_INPUT);
      return;
    }
  const GArray *items = part->layout->items;
  const gsize length = text_index_length (part->index);
  gsize last = 0;
  HOLDS (part->row > 0 && part->stem != NULL && part->part != NULL);
  HOLDS (g_utf8_validate (part->source->text, (gssize)part->source->size, NULL));
  HOLDS (items->len > 0);
  for (guint i = 0; i < items->len; i++)
    {
      const LayoutItem *item = &g_array_index (items, LayoutItem, i);
      HOLDS (item->start_cp >= last && item->end_cp > item->start_cp && item->end_cp <= length);
      HOLDS (item->time_ms >= -1 && (item->kind == ESP_ITEM_TURN || *item->speaker == '\0'));
      last = item->end_cp;
    }
  *seen += 1 + items->len;
}

/* How much there was, as a sum that two readings must agree on. */
static guint
read_once (const char *path, const SheetMap *map)
{
  const SheetWish wish = { .map = map };
  guint seen = 0;
  g_autoptr (Intake) whole = sheet_documents_read (path, fuzz_book (), map, &wish, FALSE);
  HOLDS ((whole->sheet == NULL) == (whole->error != NULL));
  if (whole->error != NULL)
    {
      HOLDS (g_utf8_validate (whole->error->message, -1, NULL));
      return 0;
    }
  for (;;)
    {
      g_autoptr (Intake) part = sheet_documents_next (whole->sheet, whole);
      if (part == NULL)
        break;
      part_check (part, &seen);
      g_autoptr (GError) why = NULL;
      g_autoptr (Belonging) belonging
          = part->error == NULL ? belonging_decide (fuzz_book (), part, &why) : NULL;
      HOLDS (part->error != NULL || (belonging == NULL) == (why != NULL));
    }
  const GPtrArray *findings = sheet_documents_findings (whole->sheet);
  for (guint i = 0; i < findings->len; i++)
    HOLDS (g_utf8_validate (((const EspFinding *)findings->pdata[i])->what, -1, NULL));
  return seen + findings->len;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  if (size == 0)
    return 0;
  const gsize which = bytes[0] % (G_N_ELEMENTS (said) + 1);
  g_autoptr (SheetMap) map = which < G_N_ELEMENTS (said)
                                 ? sheet_map_said (said[which].rows, said[which].columns, NULL)
                                 : NULL;
  HOLDS (map != NULL || which == G_N_ELEMENTS (said));
  g_autofree char *path = memory_file ("rows.csv", bytes + 1, size - 1);
  const guint first = read_once (path, map);
  HOLDS (first == read_once (path, map));
  g_unlink (path);
  return 0;
}
