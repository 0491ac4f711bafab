/* The texts that a document has had, and how they differ, turn by turn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "support/pair.h"

static const EspReviseOptions anyway = { .anyway = TRUE };

static void
revise (EspStudy *study, const char *coder, const char *words, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strconcat (esp_study_path (study), ".new.txt", NULL);
  cr_assert (g_file_set_contents (path, words, -1, NULL));
  cr_assert (esp_change_begin (study, "revise", coder, reason, &error));
  g_autoptr (EspRevision) revision = esp_revise (study, "N-SU-001", path, &anyway, &error);
  cr_assert_not_null (revision, "%s", error != NULL ? error->message : "");
  g_remove (path);
  change_commit (study);
}

static EspTranscript *
transcript (EspStudy *study, const char *version)
{
  g_autoptr (GError) error = NULL;
  EspTranscript *one = esp_transcript_of (study, "N-SU-001", version, &error);
  cr_assert_not_null (one, "%s", error != NULL ? error->message : "");
  return one;
}

static EspTextChanges *
changes_of (EspStudy *study, const char *from, const char *to)
{
  g_autoptr (GError) error = NULL;
  EspTextChanges *changes = esp_text_changes (study, "N-SU-001", from, to, &error);
  cr_assert_not_null (changes, "%s", error != NULL ? error->message : "");
  return changes;
}

/* With what differs between stars. */
static void
append_pieces (GString *line, const GPtrArray *pieces)
{
  for (guint i = 0; i < pieces->len; i++)
    g_string_append_printf (line, i % 2 == 1 ? "*%s*" : "%s", (const char *)pieces->pdata[i]);
}

static char *
changes_text (const EspTextChanges *changes)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < changes->changes->len; i++)
    {
      const EspTextChange *one = changes->changes->pdata[i];
      g_string_append_printf (text, "%s %s | ", one->where_before, one->speaker_before);
      append_pieces (text, one->before);
      g_string_append_printf (text, " => %s %s | ", one->where, one->speaker);
      append_pieces (text, one->after);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

#define FIRST "Interviewer: one two three.\n\nN-SU-001: four five.\n\nInterviewer: six  seven.\n"

static void
expect_changes (EspStudy *study, const char *words, const char *expected)
{
  revise (study, "C1", FIRST, NULL);
  revise (study, "C1", words, NULL);
  g_autoptr (EspTextChanges) changes = changes_of (study, NULL, NULL);
  g_autofree char *text = changes_text (changes);
  cr_expect_str_eq (text, expected, "got: %s", text);
  undo_last (study, "C1");
  undo_last (study, "C1");
}

Test (text_change, is_told_turn_by_turn)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  expect_changes (
      pair.anna,
      "Interviewer: one too three, and.\n\nN-SU-001: four five.\n\nInterviewer: six seven.\n",
      "turn 1 Interviewer | one *two* three. => turn 1 Interviewer | one *too* three*, and*.\n");
  expect_changes (pair.anna, "Interviewer: one two three.\n\nInterviewer: six  seven.\n",
                  "turn 2 N-SU-001 | *N-SU-001: four five. * =>   | \n");
  expect_changes (pair.anna,
                  "Interviewer: one two three.\n\nInterviewer: no.\n\nN-SU-001: four "
                  "five.\n\nInterviewer: six  seven.\n",
                  "  |  => turn 2 Interviewer | *Interviewer: no. *\n");
  expect_changes (
      pair.anna,
      "Interviewer: one two three.\n\nInterviewer: four five.\n\nInterviewer: six  seven.\n",
      "turn 2 N-SU-001 | *N-SU-001*: four five. => turn 2 Interviewer | *Interviewer*: four "
      "five.\n");
}

/* A reader has to see whose turn it was. */
Test (text_change, in_a_label_shows_the_whole_label)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  expect_changes (pair.anna,
                  "Interviewer: one two three.\n\nN-SU-002: four five.\n\nInterviewer: six  "
                  "seven.\n",
                  "turn 2 N-SU-001 | N-SU-*001*: four five. => turn 2 N-SU-002 | N-SU-*002*: four "
                  "five.\n");
}

/* No word differs, and whose words they are does. */
Test (text_change, of_the_speaker_alone_is_told)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  expect_changes (pair.anna,
                  "Interviewer: one two three. N-SU-001: four five.\n\nInterviewer: six  seven.\n",
                  "turn 2 N-SU-001 | four five. => turn 1 Interviewer | four five.\n");
  expect_changes (pair.anna,
                  "Interviewer: one two three. N-SU-001: four five.\n\nInterviewer: six  eight.\n",
                  "turn 2 N-SU-001 | four five. => turn 1 Interviewer | four five.\n"
                  "turn 3 Interviewer | six *seven*. => turn 2 Interviewer | six *eight*.\n");
}

/* Every word that differs is shown, on its side, and no other is shown as such. */
Test (text_change, shows_as_many_words_as_it_counts)
{
  static const char *const words[]
      = { "one",           "two",  "three", "שלום", "four", ".", ",", "\n\nInterviewer:",
          "\n\nN-SU-001:", "five", "six" };
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (GString) text = g_string_new ("Interviewer: begin");
      for (guint n = chance_below (chance, 60); n > 0; n--)
        g_string_append_printf (text, " %s", words[chance_below (chance, G_N_ELEMENTS (words))]);
      g_string_append_printf (text, " end %u.\n", round);
      revise (pair.anna, "C1", text->str, NULL);
      g_autoptr (EspTextChanges) changes = changes_of (pair.anna, NULL, NULL);
      gsize went = 0, came = 0;
      for (guint i = 0; i < changes->changes->len; i++)
        {
          const EspTextChange *one = changes->changes->pdata[i];
          for (guint k = 1; k < one->before->len; k += 2)
            went += text_count_words (one->before->pdata[k]);
          for (guint k = 1; k < one->after->len; k += 2)
            came += text_count_words (one->after->pdata[k]);
        }
      cr_assert_eq (went, changes->words_removed, "seed %u: %zu, not %zu", seed, went,
                    changes->words_removed);
      cr_assert_eq (came, changes->words_inserted, "seed %u: %zu, not %zu", seed, came,
                    changes->words_inserted);
      cr_assert_eq (changes->words_before - went + came, changes->words_after, "seed %u", seed);
    }
}

Test (text_version, each_can_be_read_and_tells_who_made_it_and_why)
{
  g_autoptr (GError) error = NULL;
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  g_autoptr (EspTranscript) imported = transcript (pair.anna, NULL);
  revise (pair.anna, "Anna", FIRST, "checked against the recording");
  revise (pair.anna, "Ben", FIRST "\nN-SU-001: bye.\n", NULL);
  g_autoptr (GPtrArray) versions = esp_text_versions (pair.anna, "N-SU-001", &error);
  cr_assert_eq (versions->len, 3);
  static const char *const coders[] = { "C1", "Anna", "Ben" };
  for (guint i = 0; i < 3; i++)
    {
      const EspTextVersion *one = versions->pdata[i];
      g_autofree char *number = g_strdup_printf ("%u", i + 1), *id = g_strndup (one->id, 8);
      g_autoptr (EspTranscript) by_number = transcript (pair.anna, number),
                                by_id = transcript (pair.anna, id);
      const char *text = i == 0 ? imported->text : i == 1 ? FIRST : FIRST "\nN-SU-001: bye.\n";
      cr_expect_eq (one->number, i + 1);
      cr_expect_eq (one->in_force, i == 2);
      cr_expect_not (one->beside);
      cr_expect_str_eq (one->reason, i == 1 ? "checked against the recording" : "");
      cr_expect (i == 0 || g_str_equal (one->coder, coders[i]), "%s", one->coder);
      cr_expect_str_eq (by_number->text, text);
      cr_expect_str_eq (by_id->text, text);
      cr_expect_eq (by_id->version, i + 1);
      cr_expect_eq (by_id->in_force, i == 2);
      cr_expect_eq (one->words, text_count_words (text));
    }
  cr_expect_null (esp_transcript_of (pair.anna, "N-SU-001", "4", &error));
  cr_expect_str_eq (error->message, "'N-SU-001' has no version '4'; 'espalier show N-SU-001 "
                                    "--versions' lists those it has");
}

Test (text_version, made_side_by_side_is_listed_and_can_be_compared)
{
  g_autoptr (GError) error = NULL;
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  revise (pair.anna, "Anna", FIRST, NULL);
  revise (pair.ben, "Ben",
          "Interviewer: one two three.\n\nN-SU-001: four fife.\n\nInterviewer: six  seven.\n",
          NULL);
  exchange (&pair);
  g_autoptr (GPtrArray) versions = esp_text_versions (pair.anna, "N-SU-001", &error);
  cr_assert_eq (versions->len, 3);
  const EspTextVersion *two = versions->pdata[1], *other = versions->pdata[2];
  cr_expect_eq (two->number, 2);
  cr_expect_eq (other->number, 2);
  cr_expect_eq (two->beside + other->beside, 1);
  cr_expect_eq (two->in_force + other->in_force, 1);
  const EspTextVersion *annas = g_str_equal (two->coder, "Anna") ? two : other,
                       *bens = annas == two ? other : two;
  g_autoptr (EspTextChanges) changes = changes_of (pair.anna, annas->id, bens->id);
  g_autofree char *text = changes_text (changes);
  cr_expect_str_eq (text, "turn 2 N-SU-001 | four *five*. => turn 2 N-SU-001 | four *fife*.\n",
                    "got: %s", text);
  /* A number is of both: which is meant has to be said, and is said of what is shown. */
  g_autofree char *anna = g_strdup_printf ("%.8s (Anna)", annas->id),
                  *ben = g_strdup_printf ("%.8s (Ben)", bens->id),
                  *said = g_strdup_printf ("2 (Anna, %.8s)", annas->id),
                  *bens_said = g_strdup_printf ("2 (Ben, %.8s)", bens->id);
  cr_expect_null (esp_transcript_of (pair.anna, "N-SU-001", "2", &error));
  cr_assert (g_error_matches (error, ESP_ERROR, ESP_ERROR_AMBIGUOUS));
  cr_expect (g_str_has_prefix (error->message, "2 texts of 'N-SU-001' are version 2, made side by "
                                               "side; give the id of one: "));
  cr_expect (strstr (error->message, anna) != NULL && strstr (error->message, ben) != NULL, "%s",
             error->message);
  g_clear_error (&error);
  cr_expect_null (esp_text_changes (pair.anna, "N-SU-001", NULL, "2", &error));
  cr_expect (g_error_matches (error, ESP_ERROR, ESP_ERROR_AMBIGUOUS));
  cr_expect_str_eq (changes->from_said, said);
  cr_expect_str_eq (changes->to_said, bens_said);
  g_autoptr (EspTranscript) first = transcript (pair.anna, "1"),
                            second = transcript (pair.anna, annas->id);
  cr_expect_str_eq (first->said, "1");
  cr_expect_str_eq (second->said, said);
  cr_expect_str_eq (first->in_force_said, annas->in_force ? said : bens_said);
}
