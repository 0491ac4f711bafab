/* Slips: new names that are nearly others are asked about; those that are names of their own are
 * not. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/near.h"
#include "support/temporary_study.h"
#include "support/undoing.h"

static gboolean
is_slip (const char *one, const char *other)
{
  g_autoptr (NearName) a = near_name_new (one), b = near_name_new (other);
  const gboolean slip = near_name_slip (a, b);
  cr_expect_eq (slip, near_name_slip (b, a), "'%s' and '%s', the other way round", one, other);
  return slip;
}

Test (slip, of_a_label_is_also_a_letter_that_looks_like_another)
{
  cr_expect (near_label_slip ("lnterviewer", "Interviewer"));
  cr_expect (near_label_slip ("P1O", "P10"));
  cr_expect (near_label_slip ("Interviwer", "Interviewer"));
  cr_expect_not (near_label_slip ("P1", "P2"));
  cr_expect_not (near_label_slip ("L", "I"));
  cr_expect_not (near_label_slip ("Daughter", "Interviewer"));
}

/* Made by hand before the program saw them. */
static const char *const slips[][2] = {
  { "Nroth", "North" },
  { "north", "North" },
  { "New York", "new york" },
  { "New-York", "New York" },
  { "NewYork", "New York" },
  { "Burgandy", "Burgundy" },
  { "Burgund", "Burgundy" },
  { "Languedco", "Languedoc" },
  { "Langeudoc", "Languedoc" },
  { "telphone", "telephone" },
  { "face-to-face", "Face to face" },
  { "comunity nurse", "community nurse" },
  { "community nruse", "community nurse" },
  { "Care co-ordinator", "Care coordinator" },
  { "Care Coordinater 2", "Care coordinator 2" },
  { "senior manger", "senior manager" },
  { "seinor manager", "senior manager" },
  { "service users", "service user" },
  { "psychiartist", "psychiatrist" },
  { "phsychologist", "psychologist" },
  { "Z\u00fcrich", "Zurich" },
  { "Provenc\u00e9", "Provence" },
  { "oNrth", "North" },
  { "Household Smyth", "Household Smith" },
  { "St. Mary's", "St Marys" },
  { "P 07", "P07" },
  { "wave one ", "wave-one" },
  { "Dauphin\u00e9", "Dauphine" },
  { "Manchestr", "Manchester" },
  { "Dr. Lane", "Dr Lane" },
};

static const char *const others[][2] = {
  { "North", "South" },
  { "East", "West" },
  { "male", "female" },
  { "man", "men" },
  { "married", "unmarried" },
  { "employed", "unemployed" },
  { "inpatient", "outpatient" },
  { "B-SM-001", "B-SM-002" },
  { "B-SM-001", "B-SP-001" },
  { "B-SM-001", "D-SM-001" },
  { "P1", "P10" },
  { "wave 1", "wave 2" },
  { "Site A", "Site B" },
  { "18-30", "31-60" },
  { "1.5", "15" },
  { "A+", "A" },
  { "<5", ">5" },
  { "yes", "yet" },
  { "cardiology", "radiology" },
  { "neurology", "urology" },
  { "psychiatry", "psychology" },
  { "mother", "brother" },
  { "nurse", "doctor" },
  { "Stage I", "Stage II" },
  { "Care coordinator 2, Languedoc", "Care coordinator 3, Languedoc" },
  { "101 MALE, COMMUNITY PSYCHIATRIC NURSE", "102 MALE, COMMUNITY PSYCHIATRIC NURSE" },
  { "101 MALE, NURSE", "101 FEMALE, NURSE" },
  { "FOCUS GROUP PARTICIPANT A", "FOCUS GROUP PARTICIPANT B" },
  { "primary school", "secondary school" },
  { "", "North" },
};

Test (slip, is_told_from_another_name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (slips); i++)
    cr_expect (is_slip (slips[i][0], slips[i][1]), "'%s' for '%s'", slips[i][0], slips[i][1]);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    cr_expect_not (is_slip (others[i][0], others[i][1]), "'%s' and '%s'", others[i][0],
                   others[i][1]);
}

/* Any one letter that is wrong inside a long word, whatever it is. */
Test (slip, is_any_one_letter_after_the_first)
{
  guint32 seed;
  GRand *chance = chance_new (&seed);
  for (guint round = 0; round < 500; round++)
    {
      static const char word[] = "languedoc";
      g_autoptr (GString) other = g_string_new (word);
      const guint at = 1 + (guint)g_rand_int_range (chance, 0, sizeof word - 2);
      const char letter = (char)('a' + g_rand_int_range (chance, 0, 26));
      switch (g_rand_int_range (chance, 0, 3))
        {
        case 0:
          other->str[at] = letter;
          break;
        case 1:
          g_string_insert_c (other, (gssize)at, letter);
          break;
        default:
          g_string_erase (other, (gssize)at, 1);
        }
      cr_expect (is_slip (other->str, word), "'%s', seed %u", other->str, seed);
    }
  g_rand_free (chance);
}

/* ---- in a study */

static const char definition[]
    = "<study xmlns='urn:espalier:study:1' title='T'><attributes>"
      "<attribute name='region' type='text'/><attribute name='age' type='integer'/>"
      "<attribute name='site' type='text'><value name='North'/></attribute></attributes>"
      "<labels name='placed' pattern='(?&lt;role&gt;[A-Z][a-z]+) (?&lt;number&gt;\\d+),"
      " (?&lt;region&gt;[A-Z][a-z]+)' canonical='{role} {number}, {region}'>"
      "<part name='region' attribute='region'/></labels>"
      "<groups><kind name='household'/></groups></study>";

static void
study_open (TemporaryStudy *temporary)
{
  g_autoptr (GError) error = NULL;
  temporary_study_open (temporary);
  g_autofree char *path = temporary_file (temporary, "study.xml", definition, -1);
  change_begin (temporary->study);
  cr_assert (esp_definition_load (temporary->study, path, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (temporary->study);
}

static void
import_as (const TemporaryStudy *temporary, const char *label)
{
  g_autofree char *words = g_strdup_printf ("Int: Well?\n\n%s: I am %s.\n", label, label);
  g_autofree char *name = g_strdup_printf ("%s.txt", label);
  import_words (temporary, name, words);
}

/* What is asked after `deed`, one a line. */
static char *
asked_after (const TemporaryStudy *temporary, void (*deed) (const TemporaryStudy *temporary))
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspNames) before = esp_names (temporary->study, &error);
  cr_assert_not_null (before, "%s", error != NULL ? error->message : "");
  deed (temporary);
  g_autoptr (GPtrArray) found = esp_slips (temporary->study, before, &error);
  cr_assert_not_null (found, "%s", error != NULL ? error->message : "");
  GString *all = g_string_new (NULL);
  for (guint i = 0; i < found->len; i++)
    {
      const EspSlip *slip = found->pdata[i];
      g_string_append_printf (all, "%s %s/%s %u:%u\n", slip->of, slip->name, slip->near,
                              slip->holders->len, slip->near_holders);
    }
  return g_string_free (all, FALSE);
}

static void
set_value (EspStudy *study, const char *label, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;
  change_begin (study);
  cr_assert (esp_case_set_attribute (study, label, name, value, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (study);
}

static void
import_three (const TemporaryStudy *temporary)
{
  import_as (temporary, "Carer 1, Languedoc");
  import_as (temporary, "Carer 2, Langeudoc");
  import_as (temporary, "Carer 3, Languedoc");
}

static void
import_misspelt (const TemporaryStudy *temporary)
{
  import_as (temporary, "Carer 1, Langedoc");
}

static void
set_regions (const TemporaryStudy *temporary)
{
  set_value (temporary->study, "Carer 2, Langeudoc", "region", "languedoc");
  set_value (temporary->study, "Carer 2, Langeudoc", "age", "31");
  set_value (temporary->study, "Carer 3, Languedoc", "age", "13");
}

static void
nothing (const TemporaryStudy *temporary)
{
  (void)temporary;
}

static void
make_groups (const TemporaryStudy *temporary)
{
  g_autoptr (GError) error = NULL;
  change_begin (temporary->study);
  cr_assert (esp_group_add (temporary->study, "household", "Smith", NULL, &error));
  cr_assert (esp_group_add (temporary->study, "household", "Smyth", NULL, &error));
  cr_assert (esp_group_add (temporary->study, "household", "Lane", NULL, &error));
  cr_assert (esp_session_set (temporary->study, "Carer 1, Languedoc", "mode", "telphone", &error));
  change_commit (temporary->study);
}

Test (slip, is_asked_about_once_where_it_is_new)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  g_autofree char *first = asked_after (&temporary, import_three);
  cr_expect_str_eq (first, "region Langeudoc/Languedoc 1:2\n", "the rarer of two that are new");
  g_autofree char *again = asked_after (&temporary, nothing);
  cr_expect_str_eq (again, "", "what stands is not asked about again");
  /* Another label for one number is a case; the value that follows from it is not asked about too.
   */
  g_autofree char *label = asked_after (&temporary, import_misspelt);
  cr_expect_str_eq (label, "case Carer 1, Langedoc/Carer 1, Languedoc 1:1\n");
  g_autofree char *value = asked_after (&temporary, set_regions);
  cr_expect_str_eq (value, "region languedoc/Languedoc 1:2\n", "and numbers never are slips");
  g_autofree char *groups = asked_after (&temporary, make_groups);
  cr_expect_str_eq (groups, "mode telphone/telephone 1:0\nhousehold Smyth/Smith 1:1\n");
}

/* Many names are asked about in good time. */
Test (slip, is_found_among_many)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  EspStudy *study = temporary.study;
  g_autoptr (EspNames) before = esp_names (study, NULL);
  g_autoptr (GString) rows = g_string_new ("ID,Q\n");
  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (rows, "%s %c%u,yes %u\n", i % 2 ? "Respondent" : "Participant",
                            'A' + (int)(i % 26), i, i);
  g_string_append (rows, "Respoondent B1,twice\n");
  g_autofree char *path = temporary_file (&temporary, "many.csv", rows->str, -1);
  const char *const paths[] = { path, NULL }, *const columns[] = { "ID=case", "Q=question", NULL };
  const EspImportOptions options = { .rows = "respondent", .columns = columns };
  change_begin (study);
  g_autoptr (EspImportReport) report = esp_import (study, paths, &options, NULL);
  cr_assert_eq (report->imported, 3001);
  change_commit (study);
  const gint64 begun = cpu_time ();
  g_autoptr (GPtrArray) found = esp_slips (study, before, NULL);
  cr_expect_lt (cpu_time () - begun, 2 * G_USEC_PER_SEC);
  cr_assert_eq (found->len, 1);
  cr_expect_str_eq (((const EspSlip *)found->pdata[0])->name, "Respoondent B1");
}
