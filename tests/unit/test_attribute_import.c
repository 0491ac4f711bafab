/* Importing attributes from a sheet: nothing is overwritten unasked, and what says who somebody is
 * is asked about.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/personal.h"
#include "support/temporary_study.h"

/* After the last attribute of the written study. */
#define LAST "<attribute name='number' type='integer'/>"
#define MORE                                                                                       \
  "<attribute name='years' type='integer' title='Age in years'/>"                                  \
  "<attribute name='note' type='text'/><attribute name='day' type='date'/>"                        \
  "<attribute name='pay' type='real'/>"

static void
study_open (TemporaryStudy *temporary)
{
  g_autoptr (GError) error = NULL;
  written_study_open (temporary);
  g_auto (GStrv) halves = g_strsplit (written_definition, LAST, 2);
  g_autofree char *words = g_strjoinv (LAST MORE, halves);
  g_autofree char *path = temporary_file (temporary, "more.xml", words, -1);
  change_begin (temporary->study);
  cr_assert (esp_definition_load (temporary->study, path, &error), "%s",
             error ? error->message : "");
  change_commit (temporary->study);
}

/* "case.attribute outcome" for each value, then the counts. */
static char *
imported (const TemporaryStudy *temporary, const char *words, const EspAttributeOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = temporary_file (temporary, "sheet.csv", words, -1);
  change_begin (temporary->study);
  g_autoptr (EspAttributeReport) report
      = esp_attributes_import (temporary->study, path, options, &error);
  if (report == NULL)
    {
      esp_change_abandon (temporary->study);
      return g_strdup_printf ("! %s", strstr (error->message, "': ") + 3);
    }
  change_commit (temporary->study);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < report->values->len; i++)
    {
      const EspImportedValue *value = report->values->pdata[i];
      g_string_append_printf (text, "%s.%s %s, ", value->case_label, value->attribute,
                              esp_value_fate_name (value->fate));
    }
  g_string_append_printf (text, "%u same, %u rows left out", report->same, report->rows_left_out);
  for (guint i = 0; i < report->findings->len; i++)
    {
      const EspFinding *finding = report->findings->pdata[i];
      g_string_append_printf (text, "\n%s; %s", finding->what, finding->done);
    }
  return g_string_free (text, FALSE);
}

static void
expect_import (const TemporaryStudy *temporary, const char *words,
               const EspAttributeOptions *options, const char *begins, const char *has)
{
  g_autofree char *text = imported (temporary, words, options);
  cr_expect (g_str_has_prefix (text, begins), "%s\nis not\n%s", begins, text);
  cr_expect_not_null (strstr (text, has), "'%s' is not in: %s", has, text);
}

static char *
value_of (EspStudy *study, const char *label, const char *attribute)
{
  g_autoptr (GPtrArray) cases = esp_cases (study, NULL, NULL);
  for (guint i = 0; i < cases->len; i++)
    {
      const EspCase *one = cases->pdata[i];
      if (g_str_equal (one->label, label))
        return g_strdup (g_hash_table_lookup (one->attributes, attribute));
    }
  return NULL;
}

Test (attribute_import, sets_by_name_or_title_and_counts_the_same)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  const char *words = "who,AGE  in years,pay\nN-SU-001,45,1.50\nn\u2013su-001,,\n";
  expect_import (&temporary, words, NULL,
                 "N-SU-001.years set, N-SU-001.pay set, 0 same, 0 rows left out", "");
  expect_import (&temporary, "who,years,pay\nN-SU- 001,045,1.5\n", NULL, "2 same, 0 rows left out",
                 "row 2: the label is written 'N-SU- 001'; read as 'N-SU-001'");
  g_autofree char *years = value_of (temporary.study, "N-SU-001", "years");
  cr_expect_str_eq (years, "45");
  expect_whole (temporary.study);
}

Test (attribute_import, keeps_what_is_there_unless_told)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  const EspAttributeOptions replace = { .replace = TRUE };
  expect_import (&temporary, "who,years\nN-SU-001,45\n", NULL, "N-SU-001.years set", "");
  expect_import (&temporary, "who,years,site\nN-SU-001,54,South\n", NULL,
                 "N-SU-001.years kept, N-SU-001.site kept, 0 same",
                 "N-SU-001 years: 45 in the study (given by hand), 54 in the file: kept");
  g_autofree char *before = value_of (temporary.study, "N-SU-001", "years");
  cr_expect_str_eq (before, "45");
  expect_import (&temporary, "who,years,site\nN-SU-001,54,South\n", &replace,
                 "N-SU-001.years replaced, N-SU-001.site replaced, 0 same",
                 "N-SU-001 site: North in the study (from the label), South in the file: replaced");
  g_autofree char *after = value_of (temporary.study, "N-SU-001", "years");
  cr_expect_str_eq (after, "54");
}

Test (attribute_import, refuses_a_value_and_not_the_file)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  expect_import (&temporary, "who,years,site\nN-SU-001,old,Nowhere\nN-CA-001,50,\n", NULL,
                 "N-SU-001.years refused, N-SU-001.site refused, N-CA-001.years set, 0 same",
                 "row 2, column 'years': the attribute 'years' cannot be 'old'");
}

Test (attribute_import, makes_no_case_and_lists_what_it_does_not_know)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  expect_import (&temporary, "who,years,shoe\nN-SU-099,45,44\nN-CA-001,50,39\n,51,40\n", NULL,
                 "N-CA-001.years set, 0 same, 2 rows left out",
                 "the column 'shoe' is no attribute");
  g_autofree char *none = value_of (temporary.study, "N-SU-099", "years");
  cr_expect_null (none);
  expect_import (&temporary, "who,shoe\nN-CA-001,39\n", NULL, "! none of its columns", "'who', 'shoe'");
  expect_import (&temporary, "who,years\nX,39\n", NULL, "! none of its rows", "--case");
  expect_import (&temporary, "years,who\n39,N-CA-001\n",
                 &(EspAttributeOptions){ .case_column = "WHO" }, "N-CA-001.years kept", "");
  expect_import (&temporary, "years\n39\n", &(EspAttributeOptions){ .case_column = "who" },
                 "! it has no column 'who'", "years");
}

Test (attribute_import, refuses_rows_of_a_case_that_differ)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  expect_import (&temporary,
                 "who,years,pay\nN-SU-001,45,\nN-CA-001,50,\nN-SU-001,46,1\nN-CA-001,050,2\n", NULL,
                 "N-CA-001.years set, N-CA-001.pay set, 0 same, 2 rows left out",
                 "row 4: another row of N-SU-001 says otherwise in the column 'years'");
}

Test (attribute_import, questions_who_somebody_is_and_never_says_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  const char *words = "who,note,years,day\nN-SU-001,Jane Whitfield,9434765919,2020-01-01\n"
                      "N-CA-001,12/03/1961,50,\nJohn Fairweather,,,\n";
  const char *accept[] = { "NOTE", "years", NULL };
  g_autofree char *text = imported (&temporary, words, NULL);
  cr_expect (g_str_has_prefix (text,
                               "N-SU-001.note questioned, N-SU-001.years questioned, "
                               "N-SU-001.day set, N-CA-001.note questioned, N-CA-001.years set"),
             "%s", text);
  cr_expect_not_null (strstr (text, "row 2, column 'note': it looks like a person's name"), "%s",
                      text);
  cr_expect (strstr (text, "Jane") == NULL && strstr (text, "9434") == NULL
                 && strstr (text, "1961") == NULL && strstr (text, "John") == NULL,
             "%s", text);
  expect_import (&temporary, words, &(EspAttributeOptions){ .accept = accept },
                 "N-SU-001.note set, N-SU-001.years set, N-CA-001.note set, 2 same", "");
  expect_import (&temporary, words, NULL, "5 same", "");
  const char *wrong[] = { "nots", NULL };
  expect_import (&temporary, words, &(EspAttributeOptions){ .accept = wrong },
                 "! there is no column 'nots'", "");
}

Test (attribute_import, knows_nhs_numbers_by_their_last_digit)
{
  cr_expect (personal_nhs_number ("9434765919"));
  cr_expect (personal_nhs_number ("is 943 476 5919."));
  cr_expect (personal_nhs_number ("943-476\u00a05919"));
  cr_expect_not (personal_nhs_number ("9434765918"));
  cr_expect_not (personal_nhs_number ("94347659190"));
  cr_expect_not (personal_nhs_number ("19434765919"));
  cr_expect_not (personal_nhs_number ("9 434765919"));
  /* Of ten numbers that differ in the last digit at most one is an NHS number. */
  for (guint i = 0; i < 1000; i++)
    {
      guint valid = 0;
      for (guint last = 0; last < 10; last++)
        {
          g_autofree char *number = g_strdup_printf ("%09u%u", i * 987653u % 1000000000u, last);
          valid += personal_nhs_number (number) ? 1 : 0;
        }
      cr_expect_leq (valid, 1u);
    }
}

Test (attribute_import, knows_birth_dates)
{
  GDate today;
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 22, G_DATE_NOVEMBER, 2026);
  static const char *const births[] = { "12/03/1961",
                                        "12.3.61",
                                        "3-12-1961",
                                        "12 March 1961",
                                        "March 12th, 1961",
                                        "12. M\u00e4rz 1961",
                                        "22/11/2016",
                                        "born 3.4.1956",
                                        "(born 3. 4. 1956 in Leeds)",
                                        "came here on 12 March 1961, a boy",
                                        "was born 1956-04-03",
                                        "DOB: 12/03/1961, lives alone" };
  static const char *const others[] = { "12/03/2020",
                                        "23/11/2016",
                                        "1961",
                                        "31/02/1961",
                                        "1/2/3/4",
                                        "12/03/1901",
                                        "March",
                                        "1961-03-12",
                                        "",
                                        "seen 3.4.2024 in Leeds",
                                        "beds 3, 4 and 56",
                                        "has 3 4 56",
                                        "came on 1956-04-03 or so",
                                        "1.2.3.1956" };
  for (gsize i = 0; i < G_N_ELEMENTS (births); i++)
    cr_expect (personal_birth_date (births[i], FALSE, &today), "%s", births[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    cr_expect_not (personal_birth_date (others[i], FALSE, &today), "%s", others[i]);
  cr_expect (personal_birth_date ("1961-03-12", TRUE, &today));
  cr_expect (personal_births_heading ("Date of birth") && personal_births_heading ("DOB")
             && personal_births_heading ("Geburtsdatum")
             && personal_births_heading ("date_naissance"));
  cr_expect_not (personal_births_heading ("interviewed"));
}

Test (attribute_import, knows_names_from_places_and_jobs)
{
  static const char *const names[] = { "Jane Smith",
                                       "Dr. Okafor",
                                       "Anne-Marie O'Neill",
                                       "Ludwig van Beethoven",
                                       "Smith, J.",
                                       "Zo\u00eb \u00c5berg",
                                       "Mary O\u2019Neill",
                                       "Mary O`Neill",
                                       "Smith, John",
                                       "Dr Patel",
                                       "lives with Mary O\u2019Neill, her aunt",
                                       "She sees Dr. Patel at home",
                                       "a friend (John Smith) helps" };
  static const char *const others[] = { "Care Coordinator",
                                        "White British",
                                        "North Wales",
                                        "nurse",
                                        "Burgundy",
                                        "the old mill",
                                        "45",
                                        "A B",
                                        "FULL TIME",
                                        "Works in a shop. Likes it.",
                                        "Likes London. Has a cat.",
                                        "moved to North Wales with a friend",
                                        "her Care Coordinator asked",
                                        "came from Leeds, Bradford and York",
                                        "" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    cr_expect (personal_name (names[i]), "%s", names[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    cr_expect_not (personal_name (others[i]), "%s", others[i]);
}
