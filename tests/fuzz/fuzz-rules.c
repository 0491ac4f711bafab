/* Any bytes as a file of rules, a sheet or XML; and each rule that can be read is tried on a text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexing/rules.h"
#include "memory-study.h"
#include "study/analysis.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

static ThemeTree *
small_tree (void)
{
  static ThemeTree *tree;
  Uuid analysis;
  if (tree == NULL)
    {
      HOLDS (analysis_find (memory_study (), NULL, &analysis, NULL));
      tree = theme_tree_load (memory_study (), &analysis, NULL);
      HOLDS (tree != NULL);
    }
  return tree;
}

static void
rule_check (const CodingRule *rule)
{
  static const char text[] = "Hope is part of it \xE2\x80\x93 my dog, I mean; and the "
                             "caf\xC3\xA9.\n\nHe didn\xE2\x80\x99t ask.";
  gsize last = 0, start, end;
  g_autoptr (GError) error = NULL;
  g_autoptr (PatternScan) scan = pattern_scan_new (rule->pattern, text, sizeof text - 1);
  while (pattern_scan_next (scan, &start, &end, &error))
    {
      HOLDS (start >= last && end > start && end <= sizeof text - 1);
      HOLDS (g_utf8_validate_len (text + start, end - start, NULL));
      last = end;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = memory_file ("rules", bytes, size);
  g_autoptr (GPtrArray) rules = rules_load (file, small_tree (), &error);

  g_unlink (file);
  HOLDS ((rules == NULL) == (error != NULL));
  for (guint i = 0; rules != NULL && i < rules->len; i++)
    rule_check (g_ptr_array_index (rules, i));
  return 0;
}
