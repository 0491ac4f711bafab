/* The numbers in labels: gaps, and what stands twice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/temporary_study.h"
#include "support/undoing.h"

static void
open_with (TemporaryStudy *temporary, const char *definition)
{
  g_autoptr (GError) error = NULL;
  temporary_study_open (temporary);
  g_autofree char *path = temporary_file (temporary, "study.xml", definition, -1);
  change_begin (temporary->study);
  cr_assert (esp_definition_load (temporary->study, path, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (temporary->study);
}

/* An interview under a label, with words of its own. */
static void
import_label (const TemporaryStudy *temporary, const char *file)
{
  g_autofree char *words = g_strdup_printf ("Interviewer: And?\n\nParticipant: I am %s.\n", file);
  import_words (temporary, file, words);
}

/* The notes of a kind, one a line. */
static char *
notes_of (EspStudy *study, EspLabelsWhat what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = esp_label_notes (study, &error);
  cr_assert_not_null (notes, "%s", error != NULL ? error->message : "");
  GString *all = g_string_new (NULL);
  for (guint i = 0; i < notes->len; i++)
    {
      const EspLabelNote *note = notes->pdata[i];
      if (note->what == what)
        g_string_append_printf (all, "%s %s %u %s(%s)\n", note->first, note->last,
                                (guint)note->count, note->kind, note->beside);
    }
  return g_string_free (all, FALSE);
}

Test (numbering, tells_the_numbers_that_are_missing_in_each_row)
{
  static const char *const files[] = { "N-SU-002.txt", "N-SU-003.txt", "N-SU-005.txt",
                                       "N-SU-009.txt", "N-CA-007.txt", "S-SU-001.txt" };
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with (&temporary, written_definition);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    import_label (&temporary, files[i]);
  g_autofree char *missing = notes_of (temporary.study, ESP_LABELS_MISSING);
  cr_expect_str_eq (missing, "N-SU-004 N-SU-004 1 (N-SU-003, N-SU-005)\n"
                             "N-SU-006 N-SU-008 3 (N-SU-005, N-SU-009)\n");
}

/* A row of numbers at random, against counting one by one. */
Test (numbering, finds_just_the_numbers_that_nobody_has)
{
  for (guint seed = 1; seed <= 6; seed++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      open_with (&temporary, written_definition);
      gboolean there[40] = { FALSE };
      GRand *chance = g_rand_new_with_seed (seed);
      for (guint i = 0; i < 12; i++)
        there[g_rand_int_range (chance, 0, 40)] = TRUE;
      g_rand_free (chance);
      guint first = 0, last = 0, wanted = 0, found = 0;
      for (guint i = 40; i > 0; i--)
        first = there[i - 1] ? i - 1 : first;
      for (guint i = 0; i < 40; i++)
        if (there[i])
          {
            g_autofree char *file = g_strdup_printf ("N-SU-%03u.txt", i);
            import_label (&temporary, file);
            last = i;
          }
      for (guint i = first; i < last; i++)
        wanted += !there[i];
      g_autoptr (GPtrArray) notes = esp_label_notes (temporary.study, NULL);
      for (guint i = 0; i < notes->len; i++)
        {
          const EspLabelNote *note = notes->pdata[i];
          const guint from = (guint)g_ascii_strtoull (note->first + 5, NULL, 10);
          const guint to = (guint)g_ascii_strtoull (note->last + 5, NULL, 10);
          for (guint n = from; n <= to; n++)
            cr_expect_not (there[n], "seed %u: %u is there", seed, n);
          cr_expect_eq (note->count, to - from + 1);
          found += to - from + 1;
        }
      cr_expect_eq (found, wanted, "seed %u", seed);
    }
}

Test (numbering, tells_a_number_with_other_zeros_and_a_case_with_several_interviews)
{
  static const char loose[]
      = "<study xmlns='urn:espalier:study:1' title='Loose'><attributes><attribute name='n' "
        "type='integer'/></attributes><labels name='people'"
        " pattern='^P(?&lt;number&gt;\\d{1,4})$' canonical='P{number}'><part name='number' "
        "attribute='n'/>"
        "</labels></study>";
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with (&temporary, loose);
  import_label (&temporary, "P7.txt");
  import_label (&temporary, "P007.txt");
  import_label (&temporary, "P8 second.txt");
  import_label (&temporary, "P8.txt");
  g_autofree char *numbers = notes_of (temporary.study, ESP_LABELS_ONE_NUMBER);
  cr_expect_str_eq (numbers, "P007 P7 2 ()\n");
  g_autofree char *several = notes_of (temporary.study, ESP_LABELS_SEVERAL);
  cr_expect_str_eq (several, "P8 P8 2 interview(P8, P8 second)\n");
  g_autofree char *missing = notes_of (temporary.study, ESP_LABELS_MISSING);
  cr_expect_str_eq (missing, "");
  undo_last (temporary.study, "Anna");
  g_autofree char *after = notes_of (temporary.study, ESP_LABELS_SEVERAL);
  cr_expect_str_eq (after, "", "what was taken back does not count");
}

/* What is counted is the last part that is a number; parts with listed codes are none. */
Test (numbering, counts_by_the_last_number_of_a_label)
{
  static const char waves[]
      = "<study xmlns='urn:espalier:study:1' title='Waves'><attributes><attribute name='n' "
        "type='text'/><attribute name='w' type='text'/><attribute name='h' "
        "type='text'/></attributes><labels name='people'"
        " pattern='^(?&lt;wave&gt;\\d)-(?&lt;number&gt;\\d{20}|\\d{2})(?&lt;half&gt;[ab])$'"
        " canonical='{wave}-{number}{half}'><part name='wave' attribute='w'/><part name='number' "
        "attribute='n'/>"
        "<part name='half' attribute='h'/></labels></study>";
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with (&temporary, waves);
  import_label (&temporary, "1-01a.txt");
  import_label (&temporary, "1-03a.txt");
  import_label (&temporary, "3-02a.txt");
  import_label (&temporary, "1-04b.txt");
  /* More digits than are counted. */
  import_label (&temporary, "1-99999999999999999999a.txt");
  g_autofree char *missing = notes_of (temporary.study, ESP_LABELS_MISSING);
  cr_expect_str_eq (missing, "1-02a 1-02a 1 (1-01a, 1-03a)\n");
}
