/* The history as a page: every change is on it once, and nothing that the history does not say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"
#include "support/copies.h"
#include "support/undoing.h"

/* The page as text, to be freed; `filter` may be NULL. */
static char *
report_text (const TemporaryStudy *temporary, const EspLogFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (temporary->folder, "history.html", NULL);
  char *text = NULL;
  cr_assert (esp_log_report_write (temporary->study, filter, path, &error), "%s",
             error ? error->message : "");
  cr_assert (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static guint
count_of (const char *text, const char *part)
{
  guint n = 0;
  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

static void
expect_says (const char *page, const char *words)
{
  cr_expect_not_null (strstr (page, words), "the page does not say: %s", words);
}

/* The numbers of a row of the first table, whose heading is `name`: "2, 1, 3". */
static char *
person_numbers (const char *page, const char *name)
{
  g_autofree char *heading = g_strdup_printf ("<th scope=\"row\" dir=\"auto\">%s</th>", name);
  const char *row = strstr (page, heading);
  cr_assert_not_null (row, "%s is not in the table", name);
  g_autofree char *cells = g_strndup (row, (gsize)(strstr (row, "</tr>") - row));
  GString *numbers = g_string_new (NULL);
  static const char cell[] = "<td class=\"number\">";
  for (const char *at = strstr (cells, cell); at != NULL; at = strstr (at + 1, cell))
    g_string_append_printf (numbers, "%s%d", numbers->len > 0 ? ", " : "",
                            atoi (at + sizeof cell - 1));
  return g_string_free (numbers, FALSE);
}

Test (history_report, has_every_change_once)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *coding G_GNUC_UNUSED
      = code_quote (temporary.study, "Ben", "N-SU-001", "help/meaning", "Hope is part of it");
  undo_last (temporary.study, "Ben");
  g_autofree char *page = report_text (&temporary, NULL);
  g_autoptr (GPtrArray) log = log_lines (temporary.study, NULL, 0);
  for (guint i = 0; i < log->len; i++)
    {
      const EspChange *change = log->pdata[i];
      g_autofree char *anchor = g_strdup_printf ("<tr id=\"c-%s\">", change->id);
      cr_expect_eq (count_of (page, anchor), 1, "%s", anchor);
      cr_expect_eq (count_of (page, change->made_at) > 0, TRUE, "%s", change->made_at);
    }
  cr_expect_eq (count_of (page, "<tr id=\"c-"), log->len);
  expect_says (page, "takes back <a href=\"#c-");
  expect_says (page, "undone by <a href=\"#c-");
}

Test (history_report, counts_by_person_and_stage)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *one G_GNUC_UNUSED
      = code_quote (temporary.study, "Ben", "N-SU-001", "help/meaning", "Hope is part of it");
  g_autofree char *other G_GNUC_UNUSED
      = code_quote (temporary.study, "Ben", "N-SU-001", "help/friends", "my old friends");
  chart_quote (temporary.study, "Cem", "N-SU-001", "help/meaning", "Hope.", "Hope is part of it");
  undo_last (temporary.study, "Ben");
  g_autofree char *page = report_text (&temporary, NULL);
  /* Indexing, charting, undo, other (the test's own command), all, undone. */
  const guint others = history_length (temporary.study) - 4;
  g_autofree char *anna = person_numbers (page, "Anna"), *ben = person_numbers (page, "Ben");
  g_autofree char *cem = person_numbers (page, "Cem"), *all = person_numbers (page, "Everyone");
  g_autofree char *wanted_anna = g_strdup_printf ("0, 0, 0, %u, %u, 0", others, others);
  g_autofree char *wanted_all = g_strdup_printf ("2, 1, 1, %u, %u, 1", others, others + 4);
  cr_expect_str_eq (anna, wanted_anna);
  cr_expect_str_eq (ben, "2, 0, 1, 0, 3, 1");
  cr_expect_str_eq (cem, "0, 1, 0, 0, 1, 0");
  cr_expect_str_eq (all, wanted_all);
}

Test (history_report, has_the_seal_of_the_history)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (EspSeal) seal = esp_log_verify (temporary.study, NULL);
  cr_assert_not_null (seal);
  g_autofree char *page = report_text (&temporary, NULL);
  expect_says (page, seal->seal);
}

Test (history_report, says_so_when_the_history_does_not_hold)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  cr_assert_eq (sqlite3_exec (temporary.study->db,
                              "UPDATE history_change SET about = 'nothing' WHERE lamport = 1", NULL,
                              NULL, NULL),
                SQLITE_OK);
  g_autoptr (EspSeal) seal = esp_log_verify (temporary.study, NULL);
  cr_assert_null (seal);
  g_autofree char *page = report_text (&temporary, NULL);
  expect_says (page, "<p class=\"problem\">");
  expect_says (page, "was altered after it was made");
  cr_expect_null (strstr (page, "class=\"seal\""));
}

Test (history_report, says_no_more_than_the_history)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  chart_quote (temporary.study, "Ben", "N-SU-001", "help/meaning", "A summary of secrets.",
               "Hope is part of it");
  g_autofree char *page = report_text (&temporary, NULL);
  cr_expect_null (strstr (page, "secrets"));
  cr_expect_null (strstr (page, "Hope is part"));
}

Test (history_report, shows_what_people_wrote_as_words)
{
  g_autoptr (GError) error = NULL;
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  cr_assert (esp_change_begin (temporary.study, "new", "<b>Eve</b>", "\"&<script>alert(1)</script>",
                               &error));
  cr_assert (esp_study_set_title (temporary.study, "</title><script>x</script>", &error));
  cr_assert (esp_change_commit (temporary.study, "<img src=x>", &error));
  g_autofree char *page = report_text (&temporary, NULL);
  cr_expect_eq (count_of (page, "<script"), 1, "the page has one script, its own");
  cr_expect_null (strstr (page, "<b>"));
  cr_expect_null (strstr (page, "<img"));
  expect_says (page, "&lt;b&gt;Eve&lt;/b&gt;");
}

Test (history_report, of_an_empty_study_is_a_page_too)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autofree char *page = report_text (&temporary, NULL);
  expect_says (page, "No change.");
  expect_says (page, "No copy was merged into this file.");
  expect_says (page, "There were none.");
}

Test (history_report, says_what_was_chosen)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *coding G_GNUC_UNUSED
      = code_quote (temporary.study, "Ben", "N-SU-001", "help/meaning", "Hope is part of it");
  const EspLogFilter filter = { .coder = "Ben" };
  g_autofree char *page = report_text (&temporary, &filter);
  expect_says (page, "only changes by Ben");
  cr_expect_eq (count_of (page, "<tr id=\"c-"), 1);
}

Test (history_report, names_who_works_in_which_copy)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autoptr (EspStudy) copy = copy_for (&temporary, "ben.espalier", "Ben");
  g_autofree char *coding G_GNUC_UNUSED
      = code_quote (copy, "Ben", "N-SU-001", "help/meaning", "Hope is part of it");
  merge_in (temporary.study, copy);
  g_autofree char *page = report_text (&temporary, NULL);
  expect_says (page, "copy for Ben");
  expect_says (page, ">ben.espalier<");
}

Test (history_report, is_written_as_a_web_page_only)
{
  g_autoptr (GError) error = NULL;
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autofree char *csv = g_build_filename (temporary.folder, "history.csv", NULL);
  expect_failure (esp_log_report_write (temporary.study, NULL, csv, &error), &error,
                  ESP_ERROR_USAGE, "end the name");
}

Test (history_report, replaces_only_its_own_files)
{
  g_autoptr (GError) error = NULL;
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autofree char *path = temporary_file (&temporary, "diary.html", "<p>Dear diary</p>", -1);
  g_autofree char *text = NULL;
  expect_failure (esp_log_report_write (temporary.study, NULL, path, &error), &error,
                  ESP_ERROR_EXISTS, "no history that Espalier wrote");
  cr_assert (g_file_get_contents (path, &text, NULL, NULL));
  cr_expect_str_eq (text, "<p>Dear diary</p>");
  g_autofree char *first = report_text (&temporary, NULL), *second = report_text (&temporary, NULL);
  cr_expect_str_eq (first, second, "the same history gives the same page");
}

/* Ben and Anna wrote the same cell without seeing each other. */
static void
disagree (const TemporaryStudy *temporary)
{
  g_autoptr (EspStudy) copy = copy_for (temporary, "ben.espalier", "Ben");
  chart_quote (copy, "Ben", "N-SU-001", "help/meaning", "Secrets of one.", "Hope is part of it");
  chart_quote (temporary->study, "Anna", "N-SU-001", "help/meaning", "Secrets of another.",
               "Hope is part of it");
  merge_in (temporary->study, copy);
}

static char *
find_conflict (EspStudy *study)
{
  g_autoptr (GPtrArray) open = esp_conflicts (study, NULL);
  cr_assert (open != NULL && open->len == 1);
  return g_strdup (((const EspConflict *)open->pdata[0])->id);
}

Test (history_report, tells_conflicts_without_their_words)
{
  g_autoptr (GError) error = NULL;
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  chart_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Before.",
               "Hope is part of it");
  disagree (&temporary);
  g_autofree char *before = report_text (&temporary, NULL);
  expect_says (before, "Open: 1");
  cr_expect_null (strstr (before, "Settled: "));

  g_autofree char *id = find_conflict (temporary.study);
  change_begin_as (temporary.study, "Cem", "resolve");
  cr_assert (esp_resolve (temporary.study, id, 1, NULL, NULL, &error), "%s",
             error ? error->message : "");
  change_commit (temporary.study);
  g_autofree char *after = report_text (&temporary, NULL);
  expect_says (after, "Settled: 1");
  cr_expect_null (strstr (after, "Open: "));
  expect_says (after, ">Cem<");
  cr_expect_null (strstr (before, "Secrets"));
  cr_expect_null (strstr (after, "Secrets"));
}
