/* Labels, and the cases that are made of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/case.h"
#include "study/group.h"
#include "study/label.h"
#include "support/sql.h"
#include "support/undoing.h"

#include <string.h>

static const char *
fact (const Label *label, const char *attribute)
{
  for (guint i = 0; i < label->facts->len; i++)
    if (g_str_equal (g_array_index (label->facts, LabelFact, i).attribute, attribute))
      return g_array_index (label->facts, LabelFact, i).value;
  return "";
}

static LabelSchemes *
sample_schemes (EspStudy *study)
{
  definition_load_path (study, "corpora/recovery-care/study.xml");
  g_autoptr (GError) error = NULL;
  LabelSchemes *schemes = label_schemes_load (study, &error);
  cr_assert_not_null (schemes, "%s", error ? error->message : "");
  return schemes;
}

static const struct
{
  const char *written;
  const char *canonical; /* NULL: no label, or why not */
  gboolean corrected;
  const char *why;
} readings[] = {
  { "B-SM-001", "B-SM-001", FALSE, NULL },
  { "B\xE2\x80\x91SM\xE2\x80\x91"
    "001",
    "B-SM-001", FALSE, NULL }, /* no-break hyphens */
  { "B\xE2\x80\x93SM\xE2\x80\x93"
    "001",
    "B-SM-001", FALSE, NULL }, /* en dashes */
  { " B-SM-001\xC2\xA0", "B-SM-001", FALSE, NULL },
  { "D-CC- 004", "D-CC-004", TRUE, NULL },
  { "D-CC-\xC2\xA0"
    "004",
    "D-CC-004", TRUE, NULL }, /* no-break space */
  { "Z-SM-001", NULL, FALSE, "the site 'Z' is not in the label scheme" },
  { "B-XX-001", NULL, FALSE, "the role 'XX' is not in the label scheme" },
  { "B-SM-01", NULL, FALSE, NULL },
  { "B-SM-0011", NULL, FALSE, NULL },
  { "Interviewer", NULL, FALSE, NULL },
  { "", NULL, FALSE, NULL },
};

Test (label, reads_what_a_scheme_says)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (LabelSchemes) schemes = sample_schemes (temporary.study);
  for (gsize i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      g_autoptr (Label) label = NULL;
      g_autofree char *why = NULL;
      const gboolean read = label_read (schemes, readings[i].written, &label, &why);
      cr_expect_eq (read, readings[i].canonical != NULL, "'%s'", readings[i].written);
      cr_expect_eq (g_strcmp0 (why, readings[i].why), 0, "'%s': %s", readings[i].written,
                    why ? why : "");
      if (!label)
        continue;
      cr_expect_str_eq (label->canonical, readings[i].canonical);
      cr_expect_eq (label->corrected, readings[i].corrected, "'%s'", readings[i].written);
    }
}

Test (label, says_attributes_and_what_follows_from_them)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (LabelSchemes) schemes = sample_schemes (temporary.study);
  g_autoptr (Label) label = NULL;
  cr_assert (label_read (schemes, "B-SM-001", &label, NULL));
  cr_expect_eq (label->facts->len, 4);
  cr_expect_str_eq (fact (label, "site"), "Burgundy");
  cr_expect_str_eq (fact (label, "country"), "Wales");
  cr_expect_str_eq (fact (label, "role"), "senior manager");
  cr_expect_str_eq (fact (label, "number"), "1");
}

static const struct
{
  const char *text;
  const char *canonical;
  const char *why;
} places[] = {
  { "B-SM-001", "B-SM-001", NULL },
  { "Interview B-SM-001 final", "B-SM-001", NULL },
  { "care-plan-B-SU-004", "B-SU-004", NULL },
  { "D-CC- 004", "D-CC-004", NULL },
  { "B-SM-001_v2", "B-SM-001", NULL },
  { "Transcript of C\xE2\x80\x91SU\xE2\x80\x91"
    "002:",
    "C-SU-002", NULL },
  { "Z-SM-001 and B-SM-001", "B-SM-001", NULL },
  { "Z-SM-001", NULL, "the site 'Z' is not in the label scheme" },
  { "XB-SM-001", NULL, NULL },
  { "B-SM-0012", NULL, NULL },
  { "focus-group-provence", NULL, NULL },
};

Test (label, is_found_inside_a_longer_text)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (LabelSchemes) schemes = sample_schemes (temporary.study);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (Label) label = NULL;
      g_autofree char *why = NULL;
      label_find_in (schemes, places[i].text, &label, &why);
      cr_expect_eq (g_strcmp0 (label ? label->canonical : NULL, places[i].canonical), 0, "'%s': %s",
                    places[i].text, label ? label->canonical : "none");
      cr_expect_eq (g_strcmp0 (why, places[i].why), 0, "'%s': %s", places[i].text, why ? why : "");
    }
}

/* ---- cases */

static void
ensure (EspStudy *study, const LabelSchemes *schemes, const char *written, gboolean expect_new)
{
  g_autoptr (Label) label = NULL;
  g_autoptr (GError) error = NULL;
  Uuid id;
  gboolean is_new;
  cr_assert (label_read (schemes, written, &label, NULL));
  cr_assert (case_ensure (study, schemes, label, &id, &is_new, &error), "%s",
             error ? error->message : "");
  cr_expect_eq (is_new, expect_new, "%s", written);
}

/* The sample's schemes, and a few cases. */
static LabelSchemes *
sample_cases (EspStudy *study)
{
  LabelSchemes *schemes = sample_schemes (study);
  change_begin (study);
  ensure (study, schemes, "B-SM-001", TRUE);
  ensure (study, schemes, "B-SM-001", FALSE);
  ensure (study, schemes, "B-SU-004", TRUE);
  ensure (study, schemes, "D-CC- 004", TRUE);
  change_commit (study);
  return schemes;
}

Test (cases, are_listed_with_attributes_and_groups)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  label_schemes_free (sample_cases (temporary.study));
  g_autoptr (GPtrArray) cases = esp_cases (temporary.study, NULL, NULL);
  cr_assert_eq (cases->len, 3);
  const EspCase *one = g_ptr_array_index (cases, 1);
  cr_assert_str_eq (one->label, "B-SU-004");
  cr_expect_str_eq (one->kind, "participant");
  cr_expect_str_eq (g_hash_table_lookup (one->attributes, "country"), "Wales");
  cr_assert_eq (one->groups->len, 4);
  cr_expect_str_eq (g_ptr_array_index (one->groups, 0), "site: Burgundy");
  cr_expect_str_eq (g_ptr_array_index (one->groups, 3), "triad: Triad Burgundy");
  cr_expect_str_eq (((EspCase *)g_ptr_array_index (cases, 2))->label, "D-CC-004");
}

static const struct
{
  const char *text;
  const char *label; /* NULL: not found */
  const char *words; /* in the message */
} searches[] = {
  { "B-SM-001", "B-SM-001", NULL },
  { "B\xE2\x80\x91SM\xE2\x80\x91"
    "001",
    "B-SM-001", NULL },
  { "b-sm-001", "B-SM-001", NULL },
  { "D-CC- 004", "D-CC-004", NULL },
  { "d-cc- 004", "D-CC-004", NULL },
  { "B-SM-002", NULL, "near it are: B-SM-001" },
  { "nobody at all", NULL, "there is no case 'nobody at all'" },
};

Test (cases, are_found_by_what_a_person_types)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  label_schemes_free (sample_cases (temporary.study));
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *label = NULL;
      Uuid id;
      const gboolean found = case_find (temporary.study, searches[i].text, &id, &label, &error);
      cr_expect_eq (found, searches[i].label != NULL, "%s", searches[i].text);
      if (found)
        cr_expect_str_eq (label, searches[i].label);
      else
        cr_expect_not_null (strstr (error->message, searches[i].words), "%s", error->message);
    }
}

static const struct
{
  const char *attribute, *value;
  const char *stored; /* NULL: refused */
  const char *words;
} settings[] = {
  { "number", "007", "7", NULL },
  { "Number", "-3", "-3", NULL },
  { "number", "seven", NULL, "a whole number" },
  { "country", "england", "England", NULL },
  { "country", "France", NULL, "it can be: England, Wales" },
  { "age", "3", NULL, "there is no attribute 'age'; the study has: site, role, country, number" },
};

Test (cases, take_attributes_by_hand_that_fit)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (LabelSchemes) schemes = sample_cases (temporary.study);
  change_begin (temporary.study);
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (GError) error = NULL;
      const gboolean set = esp_case_set_attribute (
          temporary.study, "b-sm-001", settings[i].attribute, settings[i].value, &error);
      cr_assert_eq (set, settings[i].stored != NULL, "%s",
                    error ? error->message : settings[i].value);
      if (!set)
        {
          cr_expect_not_null (strstr (error->message, settings[i].words), "%s", error->message);
          continue;
        }
      g_autoptr (GPtrArray) cases = esp_cases (temporary.study, NULL, NULL);
      const EspCase *one = g_ptr_array_index (cases, 0);
      g_autofree char *name = g_ascii_strdown (settings[i].attribute, -1);
      cr_expect_str_eq (g_hash_table_lookup (one->attributes, name), settings[i].stored);
    }
  /* What a person gave is not undone by reading the label again. */
  ensure (temporary.study, schemes, "B-SM-001", FALSE);
  change_commit (temporary.study);
  g_autoptr (GPtrArray) cases = esp_cases (temporary.study, NULL, NULL);
  const EspCase *one = g_ptr_array_index (cases, 0);
  cr_expect_str_eq (g_hash_table_lookup (one->attributes, "country"), "England");
}

Test (cases, come_back_when_they_were_gone)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (LabelSchemes) schemes = sample_cases (temporary.study);
  undo_last (temporary.study, "Anna");
  g_autoptr (GPtrArray) none = esp_cases (temporary.study, NULL, NULL);
  cr_assert_eq (none->len, 0);
  change_begin (temporary.study);
  ensure (temporary.study, schemes, "B-SM-001", TRUE);
  change_commit (temporary.study);
  g_autoptr (GPtrArray) cases = esp_cases (temporary.study, NULL, NULL);
  cr_assert_eq (cases->len, 1);
  const EspCase *one = g_ptr_array_index (cases, 0);
  cr_expect_str_eq (g_hash_table_lookup (one->attributes, "site"), "Burgundy");
}

Test (cases, may_be_unidentified_at_first)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (LabelSchemes) schemes = sample_schemes (temporary.study);
  change_begin (temporary.study);
  Uuid id;
  gboolean is_new;
  cr_assert (case_ensure_unidentified (temporary.study, "B-SM-001", &id, &is_new, NULL));
  cr_expect (is_new);
  ensure (temporary.study, schemes, "B-SM-001", FALSE);
  cr_assert (case_ensure_unidentified (temporary.study, "B-SM-001", &id, &is_new, NULL));
  change_commit (temporary.study);
  g_autoptr (GPtrArray) cases = esp_cases (temporary.study, NULL, NULL);
  cr_assert_eq (cases->len, 1);
  cr_expect_str_eq (((EspCase *)g_ptr_array_index (cases, 0))->kind, "participant");
}

/* ---- groups */

Test (groups, are_resolved_with_and_without_their_kind)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  label_schemes_free (sample_cases (temporary.study));
  static const char *const texts[] = { "Burgundy", "site: Burgundy", "site:burgundy" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *display = NULL;
      g_autoptr (GPtrArray) labels = group_resolve (temporary.study, texts[i], &display, NULL);
      cr_assert_not_null (labels, "%s", texts[i]);
      cr_expect_eq (labels->len, 2);
      cr_expect_str_eq (display, "site: Burgundy");
    }
  g_autoptr (GPtrArray) triad = group_resolve (temporary.study, "Triad Burgundy", NULL, NULL);
  cr_assert_eq (triad->len, 1, "only those who are present");
  g_autoptr (GError) error = NULL;
  cr_assert_null (group_resolve (temporary.study, "Burgund", NULL, &error));
  cr_expect_not_null (strstr (error->message, "site: Burgundy"), "%s", error->message);
}

Test (groups, that_follow_from_an_attribute_can_be_made_for_a_document)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  label_schemes_free (sample_cases (temporary.study));
  g_autoptr (GError) error = NULL;
  Uuid id, again;
  change_begin (temporary.study);
  cr_assert (group_ensure (temporary.study, "country", "wales", &id, &error), "%s",
             error ? error->message : "");
  cr_assert (group_ensure (temporary.study, "country", "Wales", &again, NULL));
  cr_expect (uuid_equal (&id, &again));
  cr_assert_not (group_ensure (temporary.study, "country", "France", &id, &error));
  g_clear_error (&error);
  cr_assert_not (group_ensure (temporary.study, "village", "X", &id, &error));
  cr_expect_not_null (strstr (error->message, "site, country, role, triad"), "%s", error->message);
  change_commit (temporary.study);
  g_autoptr (GPtrArray) groups = esp_groups (temporary.study, NULL);
  guint wales = 0;
  for (guint i = 0; i < groups->len; i++)
    {
      const EspGroup *group = g_ptr_array_index (groups, i);
      if (g_str_equal (group->name, "Wales"))
        {
          wales++;
          cr_expect_eq (group->members->len, 2);
        }
    }
  cr_expect_eq (wales, 1);
}

/* ---- what follows from a part */

static char *
case_value (EspStudy *study, const char *label, const char *attribute)
{
  g_autoptr (GPtrArray) cases = esp_cases (study, NULL, NULL);
  for (guint i = 0; i < cases->len; i++)
    {
      const EspCase *one = g_ptr_array_index (cases, i);
      if (g_str_equal (one->label, label))
        return g_strdup (g_hash_table_lookup (one->attributes, attribute));
    }
  return NULL;
}

static void
give (EspStudy *study, const char *label, const char *attribute, const char *value)
{
  g_autoptr (GError) error = NULL;
  change_begin (study);
  cr_assert (esp_case_set_attribute (study, label, attribute, value, &error), "%s",
             error ? error->message : "");
  change_commit (study);
}

Test (cases, have_the_country_of_the_site_that_a_person_gives)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (LabelSchemes) schemes = sample_cases (temporary.study);
  g_autoptr (GPtrArray) attributes = esp_attributes (temporary.study, NULL);
  const EspAttribute *site = attributes->pdata[0];
  cr_assert_str_eq (site->name, "site");
  guint countries = 0;
  g_autofree char *last = g_strdup ("");
  for (guint i = 0; i < site->values->len; i++)
    {
      const char *value = site->values->pdata[i];
      g_autofree char *sql
          = g_strdup_printf ("SELECT d.value FROM label_value v JOIN label_derived d"
                             " ON d.label_value_id = v.id WHERE v.name = '%s'",
                             value);
      g_autofree char *expected = one_text (temporary.study, sql);
      give (temporary.study, "B-SM-001", "site", value);
      /* An import of the same label does not bring the code's country back. */
      change_begin (temporary.study);
      cr_assert (cases_read_again (temporary.study, schemes, NULL));
      change_commit (temporary.study);
      g_autofree char *country = case_value (temporary.study, "B-SM-001", "country");
      cr_expect_str_eq (country, expected, "%s", value);
      countries += !g_str_equal (country, last);
      g_free (last);
      last = g_steal_pointer (&country);
    }
  cr_expect_gt (countries, 1, "all sites of the sample are in one country");
}

Test (cases, keep_a_country_that_a_person_gave_whatever_the_site)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  label_schemes_free (sample_cases (temporary.study));
  g_autofree char *before = case_value (temporary.study, "B-SM-001", "country");
  const char *other = g_str_equal (before, "Wales") ? "England" : "Wales";
  give (temporary.study, "B-SM-001", "country", other);
  give (temporary.study, "B-SM-001", "site", "Burgundy");
  g_autofree char *after = case_value (temporary.study, "B-SM-001", "country");
  cr_expect_str_eq (after, other);
}
