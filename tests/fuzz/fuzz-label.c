/* Any text as a label, or as a text with a label in it, read by the scheme of the fixture. What is
 * read stays what it is when it is read again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory-study.h"
#include "study/label.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

static LabelSchemes *schemes;

static void
read_again (const char *canonical)
{
  g_autoptr (Label) label = NULL;
  g_autofree char *why = NULL;
  HOLDS (label_read (schemes, canonical, &label, &why));
  HOLDS (g_str_equal (label->canonical, canonical) && !label->corrected);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (Label) read = NULL, found = NULL;
  g_autofree char *why = NULL, *why_not = NULL;

  if (schemes == NULL)
    {
      schemes = label_schemes_load (memory_study (), NULL);
      HOLDS (schemes != NULL && label_schemes_count (schemes) > 0);
    }
  if (!g_utf8_validate_len ((const char *)bytes, size, NULL))
    return 0;
  g_autofree char *text = g_strndup ((const char *)bytes, size);
  if (label_read (schemes, text, &read, &why))
    read_again (read->canonical);
  if (label_find_in (schemes, text, &found, &why_not))
    read_again (found->canonical);
  HOLDS ((read == NULL || why == NULL) && (found == NULL || why_not == NULL));
  return 0;
}
