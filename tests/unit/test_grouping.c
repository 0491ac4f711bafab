/* Cases in groups: in the order in which people count or list values, each case where it belongs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/grouping.h"
#include "support/temporary_study.h"

static void
set (EspStudy *study, const char *label, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;
  change_begin (study);
  cr_assert (esp_case_set_attribute (study, label, name, value, &error), "%s=%s: %s", name, value,
             error != NULL ? error->message : "");
  change_commit (study);
}

/* "18-30: N-CA-001 N-SU-001; 31-60: ...|S-CA-001" : the groups, and after the bar who is in none.
 */
static char *
grouped (EspStudy *study, const char *by)
{
  g_autoptr (GError) error = NULL;
  g_auto (Grouping) grouping = { 0 };
  g_autofree char *display = NULL;
  g_autoptr (GPtrArray) cases = esp_cases (study, NULL, &error);
  grouping_init (&grouping);
  if (!grouping_make (&grouping, study, cases, by, &display, &error))
    return g_strdup_printf ("! %s", error->message);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < grouping.names->len; i++)
    {
      const GArray *rows = grouping.rows->pdata[i];
      g_string_append_printf (text, "%s%s:", i > 0 ? "; " : "",
                              (const char *)grouping.names->pdata[i]);
      for (guint j = 0; j < rows->len; j++)
        g_string_append_printf (
            text, " %s", ((const EspCase *)cases->pdata[g_array_index (rows, guint, j)])->label);
    }
  g_autoptr (GArray) left = grouping_left_out (&grouping, cases->len);
  g_string_append (text, "|");
  for (guint j = 0; j < left->len; j++)
    g_string_append_printf (text, " %s",
                            ((const EspCase *)cases->pdata[g_array_index (left, guint, j)])->label);
  return g_string_free (text, FALSE);
}

static void
expect_grouped (EspStudy *study, const char *by, const char *expected)
{
  g_autofree char *text = grouped (study, by);
  cr_expect_str_eq (text, expected, "by %s: %s", by, text);
}

Test (grouping, is_in_the_order_of_numbers_and_of_listed_values)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  set (study, "N-SU-001", "number", "10");
  set (study, "N-CA-001", "number", "9");
  set (study, "S-SU-001", "number", "100");
  set (study, "S-CA-001", "number", "9");
  expect_grouped (study, "number",
                  "2: N-SU-002; 9: N-CA-001 S-CA-001; 10: N-SU-001; 100: S-SU-001|");
  /* As they are listed, not as they are written; those of nobody are left away. */
  expect_grouped (study, "role", "user: N-SU-001 N-SU-002 S-SU-001; carer: N-CA-001 S-CA-001|");
  expect_grouped (study, "age", "| N-CA-001 N-SU-001 N-SU-002 S-CA-001 S-SU-001");
  set (study, "S-CA-001", "age", "31-60");
  expect_grouped (study, "age", "31-60: S-CA-001| N-CA-001 N-SU-001 N-SU-002 S-SU-001");
  set (study, "N-SU-001", "age", "18-30");
  expect_grouped (study, "Age", "18-30: N-SU-001; 31-60: S-CA-001| N-CA-001 N-SU-002 S-SU-001");
}

Test (grouping, by_a_kind_of_group_has_a_case_in_each_of_its_groups)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  expect_grouped (study, "PAIR", "First pair: N-CA-001 N-SU-001| N-SU-002 S-CA-001 S-SU-001");
  change_begin (study);
  cr_assert (esp_group_add (study, "pair", "Second", NULL, &error));
  cr_assert (esp_group_put (study, "pair: Second", "N-CA-001", "", NULL, NULL, &error));
  cr_assert (esp_group_put (study, "pair: Second", "S-CA-001", "", NULL, NULL, &error));
  change_commit (study);
  expect_grouped (study, "pair",
                  "First pair: N-CA-001 N-SU-001; Second: N-CA-001 S-CA-001| N-SU-002 S-SU-001");
  expect_grouped (study, "nothing",
                  "! there is no attribute and no kind of group 'nothing'; 'espalier attributes' "
                  "and 'espalier groups' list them");
}
