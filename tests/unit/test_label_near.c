/* Names that are nearly labels: which label was meant, and which names are none. What is expected
 * was written down by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/label_near.h"
#include "support/temporary_study.h"

#define WARDS                                                                                      \
  "<labels name='wards' pattern='^(?&lt;ward&gt;[EW])(?&lt;role&gt;P|N)(?&lt;number&gt;\\d{2})$'"  \
  " canonical='{ward}{role}{number}'/>"
#define SITES                                                                                      \
  "<labels name='sites' pattern='^([A-D])-(?&lt;role&gt;SM|SU|CC)-(?&lt;number&gt;\\d{3})$'"       \
  " canonical='B-{role}-{number}'/>"
#define NUMBERS "<labels name='n' pattern='^(?&lt;number&gt;\\d{3})$' canonical='{number}'/>"
#define PLACES                                                                                     \
  "<labels name='p' pattern='^Care coordinator (?&lt;number&gt;\\d+), (?&lt;site&gt;\\w+)"         \
  " \\((?&lt;country&gt;\\w+)\\)$' canonical='Care coordinator {number}, {site} ({country})'/>"
#define CROWD                                                                                      \
  "<labels name='c' pattern='^FOCUS GROUP PARTICIPANT (?&lt;letter&gt;[A-Z]),"                     \
  " (?&lt;role&gt;[A-Z ]+)$' canonical='FOCUS GROUP PARTICIPANT {letter}, {role}'/>"
#define WORDS                                                                                      \
  "<labels name='w' pattern='^(?&lt;name&gt;[A-Z]+) (?&lt;number&gt;[(]?\\d+[)]?)$'"               \
  " canonical='{name} {number}'/>"
#define BACK "<labels name='b' pattern='^(?&lt;a&gt;\\d)-(?&lt;b&gt;\\1)$' canonical='{a}-{b}'/>"

static const struct
{
  const char *scheme, *text, *labels;
} nearly[] = {
  { WARDS, "EP 01", "EP01" },
  { WARDS, "ep02", "EP02" },
  { WARDS, "EP3", "EP03" },
  { WARDS, "EPO4", "EP04" },
  { WARDS, "EPl4", "EP14" },
  { WARDS, "EP-06", "EP06" },
  { WARDS, "E_P_07", "EP07" },
  { WARDS, "EP008", "EP08" },
  { WARDS, "Interview e.p. 9 (final)", "EP09" },
  { WARDS, "XP05", "EP05 WP05" },
  { WARDS, "PE05", "EP05" },
  { WARDS, "EP01 and WN2", "EP01 WN02" },
  { WARDS, "EP01", "" }, /* it is one */
  { WARDS, "EP100", "" },
  { WARDS, "SEP01", "" },
  { WARDS, "EP01x", "" },
  { WARDS, "S01", "" },
  { WARDS, "XX05", "" },
  { WARDS, "Step 1", "" },
  { WARDS, "Participant", "" },
  { WARDS, "Anna", "" },
  { WARDS, "Moderator 2", "" },
  { WARDS, "Interviewer 1", "" },
  { WARDS, "we p 1", "" },
  { WARDS, "EP", "" },
  { WARDS, "", "" },
  { SITES, "b_sm 2", "B-SM-002" },
  { SITES, "BSM0O2", "B-SM-002" },
  { SITES, "B-MS-002", "B-SM-002" },
  { SITES, "B-SM-1234", "" },
  { NUMBERS, "7", "007" },
  { NUMBERS, "0007", "007" },
  { NUMBERS, "Moderator 2", "" },
  { NUMBERS, "Interview 7", "" },
  { PLACES, "care coordinator 2 Languedoc England", "Care coordinator 2, Languedoc (England)" },
  { PLACES, "Care coordinator", "" },
  { PLACES, "Care for 2, Languedoc (England)", "" },
  { CROWD, "Focus group participant a: role not identified",
    "FOCUS GROUP PARTICIPANT A, ROLE NOT IDENTIFIED" },
  { CROWD, "FOCUS GROUP PARTICIPANT", "" },
  { WORDS, "Interview 3", "" },
  { WORDS, "nurse 3", "" },
  { BACK, "1 1", "" }, /* its groups cannot stand alone */
};

static char *
near_words (const LabelNear *near, const char *text)
{
  g_autoptr (GPtrArray) labels = label_near_find (near, text);
  g_ptr_array_add (labels, NULL);
  return g_strjoinv (" ", (char **)labels->pdata);
}

Test (label_near, finds_what_was_meant_and_nothing_else)
{
  for (gsize i = 0; i < G_N_ELEMENTS (nearly); i++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      temporary_study_open (&temporary);
      g_autoptr (GError) error = NULL;
      g_autofree char *definition = g_strdup_printf (
          "<study xmlns='urn:espalier:study:1' title='Near'>%s</study>", nearly[i].scheme);
      g_autofree char *path = temporary_file (&temporary, "study.xml", definition, -1);
      change_begin (temporary.study);
      cr_assert (esp_definition_load (temporary.study, path, &error), "%s",
                 error != NULL ? error->message : "");
      g_autoptr (LabelNear) near = label_near_load (temporary.study, &error);
      cr_assert_not_null (near);
      g_autofree char *found = near_words (near, nearly[i].text);
      cr_expect_str_eq (found, nearly[i].labels, "'%s': '%s'", nearly[i].text, found);
    }
}

/* Codes that are listed are known by the list, and an unknown one is an error elsewhere. */
Test (label_near, leaves_to_the_scheme_what_it_says_itself)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  definition_load_path (temporary.study, "corpora/recovery-care/study.xml");
  g_autoptr (GError) error = NULL;
  g_autoptr (LabelNear) near = label_near_load (temporary.study, &error);
  cr_assert_not_null (near);
  static const char *const texts[][2] = {
    { "E-SM-001", "" },           { "D-CC- 004", "" },
    { "b-sm-003", "B-SM-003" },   { "E-sm-001", "" },
    { "b-su-3", "B-SU-003" },     { "P ca 4, carer", "P-CA-004" },
    { "Recovery care 2014", "" }, { "a su 7 day week", "A-SU-007" },
    { "Facilitator 2", "" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *found = near_words (near, texts[i][0]);
      cr_expect_str_eq (found, texts[i][1], "'%s': '%s'", texts[i][0], found);
    }
}

/* A hostile name costs no more than its length. */
Test (label_near, reads_a_long_name, .timeout = 10)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  definition_load_path (temporary.study, "corpora/recovery-care/study.xml");
  g_autoptr (GError) error = NULL;
  g_autoptr (LabelNear) near = label_near_load (temporary.study, &error);
  g_autoptr (GString) name = g_string_new (NULL);
  for (guint i = 0; i < 20000; i++)
    g_string_append (name, "B-SM- O");
  g_autofree char *found = near_words (near, name->str);
  cr_expect_str_eq (found, "");
}
