/* CSV: records with their lines, errors with theirs, and fields that no spreadsheet runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv.h"

#include <criterion/criterion.h>
#include <string.h>

/* Records as "1:a|b;2:c". */
static char *
read_as_words (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = csv_read (text, &error);
  cr_assert_not_null (records, "%s", error ? error->message : "");
  GString *words = g_string_new (NULL);
  for (guint i = 0; i < records->len; i++)
    {
      const CsvRecord *record = g_ptr_array_index (records, i);
      g_string_append_printf (words, "%s%u:", i ? ";" : "", record->line);
      for (guint j = 0; j < record->fields->len; j++)
        g_string_append_printf (words, "%s%s", j ? "|" : "",
                                (char *)g_ptr_array_index (record->fields, j));
    }
  return g_string_free (words, FALSE);
}

static const struct
{
  const char *text;
  const char *expected;
} readings[] = {
  { "", "" },
  { "a,b\nc,d\n", "1:a|b;2:c|d" },
  { "a,b\r\nc,d", "1:a|b;2:c|d" },
  { "a,,\n", "1:a||" },
  { "\n\na\n\nb\n", "3:a;5:b" },
  { "\"a,b\",\"say \"\"yes\"\"\"\n", "1:a,b|say \"yes\"" },
  { "\"one\ntwo\",x\ny\n", "1:one\ntwo|x;3:y" },
  { "\"\"\n", "1:" },
  { "a \"b\" c,d\n", "1:a \"b\" c|d" },
  { "a\rb\n", "1:a\rb" },
};

Test (csv, reads_records_with_their_lines)
{
  for (gsize i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      g_autofree char *words = read_as_words (readings[i].text);
      cr_expect_str_eq (words, readings[i].expected, "'%s' read as '%s'", readings[i].text, words);
    }
}

Test (csv, names_the_line_of_a_quote_that_never_closes)
{
  g_autoptr (GError) error = NULL;
  cr_assert_null (csv_read ("a\nb,\"c\nd\ne", &error));
  cr_assert (g_error_matches (error, ESP_ERROR, ESP_ERROR_INPUT));
  cr_assert_str_eq (error->message, "line 2: the quote that opens here is never closed");
}

Test (csv, refuses_words_after_a_closing_quote)
{
  g_autoptr (GError) error = NULL;
  cr_assert_null (csv_read ("\"a\nb\" c\n", &error));
  cr_assert (g_str_has_prefix (error->message, "line 2: "), "%s", error->message);
}

static const struct
{
  const char *value;
  const char *expected;
} fields[] = {
  { "", "" },
  { "plain", "plain" },
  { "a,b", "\"a,b\"" },
  { "say \"yes\"", "\"say \"\"yes\"\"\"" },
  { "one\ntwo", "\"one\ntwo\"" },
  { "=1+1", "'=1+1" },
  { "@SUM(A1)", "'@SUM(A1)" },
  { "+44 20", "'+44 20" },
  { "- a dash", "'- a dash" },
  { "-3.5", "-3.5" },
  { "+2", "+2" },
  { "-1e6", "-1e6" },
  { "-1e", "'-1e" },
  { "-", "'-" },
  { "\tx", "'\tx" },
  { "\rx", "\"'\rx\"" },
  { "=\"a\"", "\"'=\"\"a\"\"\"" },
};

Test (csv, writes_fields_that_no_spreadsheet_runs)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      csv_append_field (out, fields[i].value);
      cr_expect_str_eq (out->str, fields[i].expected, "'%s' written as %s", fields[i].value,
                        out->str);
    }
}

Test (csv, reads_back_what_it_writes)
{
  static const char *const values[]
      = { "plain", "a,b", "say \"yes\"", "one\ntwo", "\"", "", "caf\xC3\xA9" };
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      if (i)
        g_string_append_c (out, ',');
      csv_append_field (out, values[i]);
    }
  g_autoptr (GPtrArray) records = csv_read (out->str, NULL);
  cr_assert_eq (records->len, 1);
  const CsvRecord *record = g_ptr_array_index (records, 0);
  cr_assert_eq (record->fields->len, G_N_ELEMENTS (values));
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    cr_expect_str_eq (g_ptr_array_index (record->fields, i), values[i]);
}
