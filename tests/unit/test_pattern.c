/* Patterns: what they find, and that none of them hangs, crashes or runs away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/pattern.h"

#include <criterion/criterion.h>
#include <string.h>

static Pattern *
compiled (const char *source, PatternOptions options)
{
  g_autoptr (GError) error = NULL;
  Pattern *pattern = pattern_new (source, options, &error);
  cr_assert_not_null (pattern, "%s: %s", source, error ? error->message : "");
  return pattern;
}

/* All matches as "start-end start-end". */
static char *
matches (const char *source, PatternOptions options, const char *subject)
{
  g_autoptr (Pattern) pattern = compiled (source, options);
  g_autoptr (PatternScan) scan = pattern_scan_new (pattern, subject, strlen (subject));
  g_autoptr (GError) error = NULL;
  GString *list = g_string_new (NULL);
  gsize start, end;
  while (pattern_scan_next (scan, &start, &end, &error))
    g_string_append_printf (list, "%s%zu-%zu", list->len ? " " : "", start, end);
  cr_assert_null (error);
  return g_string_free (list, FALSE);
}

static const struct
{
  const char *source;
  PatternOptions options;
  const char *subject;
  const char *expected;
} finds[] = {
  { "hope", PATTERN_PLAIN, "hope and hopes", "0-4 9-13" },
  { "\\bhope\\b", PATTERN_PLAIN, "hope and hopes", "0-4" },
  { "HOPE", PATTERN_CASELESS, "hope", "0-4" },
  { "\xC3\x89T\xC3\x89", PATTERN_CASELESS, "\xC3\xA9t\xC3\xA9", "0-5" },
  { "\\w+", PATTERN_PLAIN, "na\xC3\xAFve \xF0\x9F\x98\x80 x", "0-6 12-13" },
  { "a*", PATTERN_PLAIN, "baac", "1-3" },
  { "a*", PATTERN_PLAIN, "", "" },
  { "(?=a)|\\b", PATTERN_PLAIN, "a b", "" },
  { "B-\\d", PATTERN_WHOLE, "B-1", "0-3" },
  { "B-\\d", PATTERN_WHOLE, "B-12", "" },
  { "B-\\d", PATTERN_WHOLE, "a B-1", "" },
  { "a|ab", PATTERN_WHOLE, "ab", "0-2" },
};

Test (pattern, finds_each_match_once_in_bytes)
{
  for (gsize i = 0; i < G_N_ELEMENTS (finds); i++)
    {
      g_autofree char *found = matches (finds[i].source, finds[i].options, finds[i].subject);
      cr_expect_str_eq (found, finds[i].expected, "%s in '%s': %s", finds[i].source,
                        finds[i].subject, found);
    }
}

Test (pattern, gives_named_groups)
{
  g_autoptr (Pattern) pattern
      = compiled ("(?<site>[A-Z])-(?<role>SM)?(?<number>\\d+)", PATTERN_PLAIN);
  const char *const expected[] = { "number", "role", "site", NULL };
  cr_assert (g_strv_equal (pattern_names (pattern), expected));
  cr_assert (pattern_has_name (pattern, "site"));
  cr_assert_not (pattern_has_name (pattern, "sites"));
  g_autoptr (PatternScan) scan = pattern_scan_new (pattern, "x B-12", 6);
  gsize start, end;
  g_autofree char *before = pattern_scan_group (scan, "site");
  cr_assert_null (before);
  cr_assert (pattern_scan_next (scan, &start, &end, NULL));
  g_autofree char *site = pattern_scan_group (scan, "site"),
                  *role = pattern_scan_group (scan, "role");
  g_autofree char *number = pattern_scan_group (scan, "number");
  cr_assert_str_eq (site, "B");
  cr_assert_null (role);
  cr_assert_str_eq (number, "12");
}

Test (pattern, says_in_words_where_it_cannot_be_read)
{
  g_autoptr (GError) error = NULL;
  cr_assert_null (pattern_new ("\xC3\xA9t\xC3\xA9)", PATTERN_PLAIN, &error));
  cr_assert (g_error_matches (error, ESP_ERROR, ESP_ERROR_INPUT));
  cr_assert_not_null (strstr (error->message, "after its character 3"), "%s", error->message);
  g_clear_error (&error);
  cr_assert_null (pattern_new ("(hope", PATTERN_PLAIN, &error));
  cr_assert_not_null (strstr (error->message, "not complete at its end"), "%s", error->message);
  g_clear_error (&error);
  cr_assert_null (pattern_new ("\xFF", PATTERN_PLAIN, &error));
  cr_assert_not_null (strstr (error->message, "UTF-8"), "%s", error->message);
}

Test (pattern, refuses_to_split_characters)
{
  cr_assert_null (pattern_new ("\\C", PATTERN_PLAIN, NULL));
}

Test (pattern, stops_one_that_is_too_costly)
{
  g_autoptr (Pattern) pattern = compiled ("(a+)+$", PATTERN_PLAIN);
  g_autofree char *subject = g_strnfill (60, 'a');
  subject[59] = 'b';
  g_autoptr (PatternScan) scan = pattern_scan_new (pattern, subject, 60);
  g_autoptr (GError) error = NULL;
  gsize start, end;
  cr_assert_not (pattern_scan_next (scan, &start, &end, &error));
  cr_assert_not_null (error);
  cr_assert_not_null (strstr (error->message, "too costly"), "%s", error->message);
  cr_assert_not (pattern_scan_next (scan, &start, &end, NULL));
}

Test (pattern, matches_long_texts_that_need_much_stack)
{
  const gsize size = 1000000;
  g_autofree char *subject = g_strnfill (size, 'a');
  g_autoptr (Pattern) pattern = compiled ("(?:a|b)+", PATTERN_PLAIN);
  g_autoptr (PatternScan) scan = pattern_scan_new (pattern, subject, size);
  g_autoptr (GError) error = NULL;
  gsize start = 1, end = 0;
  const gboolean found = pattern_scan_next (scan, &start, &end, &error);
  if (found)
    cr_assert (start == 0 && end == size);
  else
    cr_assert_not_null (strstr (error->message, "too costly"), "%s", error->message);
}

Test (pattern, reports_a_subject_that_is_not_utf8)
{
  g_autoptr (Pattern) pattern = compiled (".", PATTERN_PLAIN);
  g_autoptr (PatternScan) scan = pattern_scan_new (pattern, "\xFF", 1);
  g_autoptr (GError) error = NULL;
  gsize start, end;
  cr_assert_not (pattern_scan_next (scan, &start, &end, &error));
  cr_assert_not_null (error);
}

static gpointer
count_in_thread (gpointer data)
{
  guint count = 0;
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (PatternScan) scan = pattern_scan_new (data, "B-SM-001 and C-SU-002", 21);
      gsize start, end;
      while (pattern_scan_next (scan, &start, &end, NULL))
        count++;
    }
  return GUINT_TO_POINTER (count);
}

Test (pattern, is_shared_by_threads)
{
  g_autoptr (Pattern) pattern = compiled ("[A-Z]-[A-Z]{2}-\\d{3}", PATTERN_PLAIN);
  GThread *threads[4];
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("count", count_in_thread, pattern);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    cr_expect_eq (GPOINTER_TO_UINT (g_thread_join (threads[i])), 400);
}
