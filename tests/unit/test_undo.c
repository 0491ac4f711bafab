/* Undo: an ordinary change that takes back another one wholly, or not at all and says what is in
 * the way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/temporary_study.h"

static gboolean
undo (EspStudy *study, const char *id, const char *coder, GError **error)
{
  change_begin_as (study, coder, "undo");
  if (esp_undo (study, id, coder, NULL, error))
    {
      change_commit (study);
      return TRUE;
    }
  esp_change_abandon (study);
  return FALSE;
}

static void
undo_must (EspStudy *study, const char *id, const char *coder)
{
  g_autoptr (GError) error = NULL;
  cr_assert (undo (study, id, coder, &error), "%s", error ? error->message : "");
}

/* The id of the newest change, to be freed. */
static char *
newest (EspStudy *study)
{
  g_autoptr (GPtrArray) log = esp_log (study, NULL, 1, NULL);
  return g_strdup (((const EspChange *)log->pdata[0])->id);
}

Test (undo, takes_back_the_last_change_of_a_person)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *before = live_text (temporary.study);
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_autofree char *of_anna = live_text (temporary.study);
  g_free (code_quote (temporary.study, "Ben", "N-SU-001", "help/meaning", "no hope at all"));
  undo_must (temporary.study, NULL, "Ben");
  g_autofree char *after = live_text (temporary.study);
  cr_expect_str_eq (after, of_anna);
  undo_must (temporary.study, NULL, "Anna");
  g_autofree char *empty = live_text (temporary.study);
  cr_expect_str_eq (empty, before);
  g_autoptr (GError) error = NULL;
  expect_failure (undo (temporary.study, NULL, "Ben", &error), &error, ESP_ERROR_NOT_FOUND, "Ben");
  expect_whole (temporary.study);
}

Test (undo, of_an_undo_brings_it_back)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  chart_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "It keeps her going.",
               "Hope is part of it");
  g_autofree char *charted = live_text (temporary.study), *change = newest (temporary.study);
  undo_must (temporary.study, change, "Ben");
  g_autofree char *taken = live_text (temporary.study), *first_undo = newest (temporary.study);
  expect_failure (undo (temporary.study, change, "Ben", &error), &error, ESP_ERROR_EXISTS,
                  "undone already");
  undo_must (temporary.study, first_undo, "Ben");
  g_autofree char *back = live_text (temporary.study);
  cr_expect_str_eq (back, charted);
  undo_must (temporary.study, change, "Anna");
  g_autofree char *again = live_text (temporary.study);
  cr_expect_str_eq (again, taken);
  expect_whole (temporary.study);
}

Test (undo, says_in_the_log_what_undid_what)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_free (code_quote (temporary.study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
  undo_must (temporary.study, NULL, "Anna");
  g_autoptr (GPtrArray) log = esp_log (temporary.study, NULL, 2, NULL);
  const EspChange *second = log->pdata[0], *first = log->pdata[1];
  cr_expect_str_eq (second->undoes, first->id);
  cr_expect_str_eq (first->undone_by, second->id);
  undo_must (temporary.study, second->id, "Anna");
  g_autoptr (GPtrArray) later = esp_log (temporary.study, NULL, 3, NULL);
  cr_expect_str_empty (((const EspChange *)later->pdata[2])->undone_by, "it stands again");
}

Test (undo, of_an_import_is_refused_while_codings_stand_on_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  g_autofree char *before = live_text (temporary.study);
  import_words (&temporary, "S-CA-009.txt",
                "Interviewer: And you?\n\nParticipant: Only hope remains.\n");
  g_autofree char *import = newest (temporary.study);
  g_autofree char *coding G_GNUC_UNUSED
      = code_quote (temporary.study, "Ben", "S-CA-009", "help/meaning", "Only hope remains");
  g_autofree char *coded = live_text (temporary.study), *code = newest (temporary.study);
  const guint lines = history_length (temporary.study);
  expect_failure (undo (temporary.study, import, "Anna", &error), &error, ESP_ERROR_STANDS,
                  "code by Ben");
  expect_failure (undo (temporary.study, import, "Anna", &error), &error, ESP_ERROR_STANDS,
                  "undo that first");
  g_autofree char *still = live_text (temporary.study);
  cr_expect_str_eq (still, coded);
  cr_expect_eq (history_length (temporary.study), lines);
  undo_must (temporary.study, code, "Ben");
  undo_must (temporary.study, import, "Anna");
  g_autofree char *after = live_text (temporary.study);
  cr_expect_str_eq (after, before);
  expect_whole (temporary.study);
  /* What was undone below cannot come back alone. */
  g_autofree char *last = newest (temporary.study);
  g_autoptr (GPtrArray) log = esp_log (temporary.study, "Ben", 1, NULL);
  expect_failure (undo (temporary.study, ((const EspChange *)log->pdata[0])->id, "Ben", &error),
                  &error, ESP_ERROR_STANDS, "undo");
  undo_must (temporary.study, last, "Anna");
  undo_must (temporary.study, ((const EspChange *)log->pdata[0])->id, "Ben");
  g_autofree char *all = live_text (temporary.study);
  cr_expect_str_eq (all, coded);
  expect_whole (temporary.study);
}

Test (undo, of_what_was_changed_again_is_refused)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  static const char *const values[] = { "18-30", "31-60" };
  char *changes[2];
  for (guint i = 0; i < 2; i++)
    {
      change_begin_as (temporary.study, i == 0 ? "Anna" : "Ben", "case set");
      cr_assert (esp_case_set_attribute (temporary.study, "N-SU-001", "age", values[i], &error));
      change_commit (temporary.study);
      changes[i] = newest (temporary.study);
    }
  expect_failure (undo (temporary.study, changes[0], "Anna", &error), &error, ESP_ERROR_STANDS,
                  "case set by Ben");
  undo_must (temporary.study, changes[1], "Anna");
  undo_must (temporary.study, changes[0], "Anna");
  g_free (changes[0]);
  g_free (changes[1]);
  expect_whole (temporary.study);
}

/* The change in which an undo was refused goes on as if nobody had asked. */
Test (undo, refused_leaves_the_rest_of_its_change_alone)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  import_words (&temporary, "S-CA-009.txt",
                "Interviewer: And you?\n\nParticipant: Only hope remains.\n");
  g_autofree char *import = newest (temporary.study);
  g_free (code_quote (temporary.study, "Ben", "S-CA-009", "help/meaning", "Only hope remains"));
  change_begin (temporary.study);
  expect_failure (esp_undo (temporary.study, import, "Anna", NULL, &error), &error,
                  ESP_ERROR_STANDS, "code by Ben");
  cr_assert (esp_case_set_attribute (temporary.study, "N-SU-001", "age", "18-30", &error));
  change_commit (temporary.study);
  g_autoptr (EspTranscript) still = esp_transcript (temporary.study, "S-CA-009", &error);
  cr_expect_not_null (still);
  g_autoptr (GPtrArray) log = esp_log (temporary.study, NULL, 1, NULL);
  cr_expect_str_empty (((const EspChange *)log->pdata[0])->undoes);
  expect_whole (temporary.study);
}

static const struct
{
  const char *id;
  EspError code;
} no_changes[] = { { "x", ESP_ERROR_USAGE },    { "abc", ESP_ERROR_USAGE },
                   { "%%%%", ESP_ERROR_USAGE }, { "", ESP_ERROR_USAGE },
                   { "____", ESP_ERROR_USAGE }, { "00000000-0000", ESP_ERROR_NOT_FOUND } };

Test (undo, needs_a_change_that_is_there)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (no_changes); i++)
    {
      g_autoptr (GError) error = NULL;
      expect_failure (undo (temporary.study, no_changes[i].id, "Anna", &error), &error,
                      no_changes[i].code, no_changes[i].id);
    }
}

/* Imported, undone, imported again: all is there again, under its name. */
Test (undo, of_an_import_lets_it_be_imported_again)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  static const char words[] = "Interviewer: And you?\n\nParticipant: Only hope remains.\n";
  import_words (&temporary, "S-CA-009.txt", words);
  g_autoptr (EspTranscript) first = esp_transcript (temporary.study, "S-CA-009", NULL);
  undo_must (temporary.study, NULL, "Anna");
  cr_expect_null (esp_transcript (temporary.study, "S-CA-009", NULL));
  import_words (&temporary, "S-CA-009.txt", words);
  g_autoptr (EspTranscript) second = esp_transcript (temporary.study, "S-CA-009", NULL);
  cr_assert_not_null (second);
  cr_expect_str_eq (second->document->id, first->document->id);
  cr_expect_str_eq (second->document->name, "S-CA-009");
  expect_whole (temporary.study);
}

/* ---- chance: two coders, every kind of change, undone and brought back at any time */

static const char *const coders[] = { "Anna", "Ben" };
static const char *const themes[]
    = { "help/meaning", "help/friends", "help/family", "setting/home", "setting/work" };
static const char *const labels[] = { "N-SU-001", "N-CA-001", "S-SU-001", "N-SU-002" };
static const char *const single[] = { "N-CA-001", "S-SU-001" };
static const char *const ages[] = { "18-30", "31-60", "" };

static gboolean
random_code (EspStudy *study, GRand *chance, GError **error)
{
  const gsize start = chance_below (chance, 60), length = 1 + chance_below (chance, 30);
  const EspPlace place = { .start_cp = start, .end_cp = start + length };
  return esp_code (study, NULL, single[chance_below (chance, 2)], themes[chance_below (chance, 5)],
                   &place, NULL, error);
}

static gboolean
random_uncode (EspStudy *study, GRand *chance, GError **error)
{
  const EspCodingFilter filter = { .origin = "any" };
  g_autoptr (GPtrArray) codings = esp_codings (study, &filter, error);
  if (codings == NULL || codings->len == 0)
    return FALSE;
  const EspCoding *one = codings->pdata[chance_below (chance, codings->len)];
  return esp_uncode (study, one->id, NULL, error);
}

static gboolean
random_chart (EspStudy *study, GRand *chance, GError **error)
{
  const guint which = chance_below (chance, 2), turn = 2 + 2 * chance_below (chance, 2);
  const EspPlace place = { .turn = turn };
  g_autofree char *text = g_strdup_printf ("Summary %u.", chance_below (chance, 1000));
  EspChartEntry entry
      = { .text = text, .evidence = &place, .n_evidence = 1, .document = single[which] };
  if (chance_below (chance, 4) == 0)
    entry = (EspChartEntry){ .content = ESP_CONTENT_NOTHING_SAID + (int)chance_below (chance, 3) };
  return esp_chart_set (study, NULL, single[which], themes[chance_below (chance, 5)], &entry,
                        chance_below (chance, 5) == 0, error);
}

static gboolean
random_autocode (EspStudy *study, GRand *chance, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (esp_study_path (study));
  g_autofree char *rules = g_build_filename (folder, "rules.csv", NULL);
  const EspAutocodeOptions options = { .unit = (EspUnit)chance_below (chance, 3) };
  g_autofree char *sheet = g_strdup_printf ("theme,words\n%s,hope | friend* | dog\n",
                                            themes[chance_below (chance, 5)]);
  cr_assert (g_file_set_contents (rules, sheet, -1, NULL));
  g_autoptr (GPtrArray) rows = esp_autocode (study, NULL, rules, &options, error);
  return rows != NULL;
}

static gboolean
random_settling (EspStudy *study, GRand *chance, GError **error)
{
  const EspCodingFilter filter = { .theme = themes[chance_below (chance, 5)] };
  guint n;
  return chance_below (chance, 2) ? esp_codings_accept (study, &filter, &n, error)
                                  : esp_codings_reject (study, &filter, &n, error);
}

static gboolean
random_attribute (EspStudy *study, GRand *chance, GError **error)
{
  return esp_case_set_attribute (study, labels[chance_below (chance, 4)], "age",
                                 ages[chance_below (chance, 2)], error);
}

static gboolean (*const operations[]) (EspStudy *, GRand *, GError **)
    = { random_code,     random_code,     random_uncode,   random_chart,
        random_autocode, random_settling, random_attribute };

/* One random change; FALSE when it was refused or changed nothing. */
static gboolean
random_change (EspStudy *study, GRand *chance, const char *coder)
{
  const guint before = history_length (study);
  g_autoptr (GError) error = NULL;
  change_begin_as (study, coder, "random");
  if (operations[chance_below (chance, G_N_ELEMENTS (operations))](study, chance, &error))
    change_commit (study);
  else
    esp_change_abandon (study);
  return history_length (study) > before;
}

/* Undoes any change of the history: it works, or is refused in words and leaves all as it was. */
static void
undo_any (EspStudy *study, GRand *chance, const char *coder, guint32 seed)
{
  g_autoptr (GPtrArray) log = esp_log (study, NULL, 0, NULL);
  const EspChange *one = log->pdata[chance_below (chance, log->len)];
  g_autoptr (GError) error = NULL;
  g_autofree char *before = live_text (study);
  if (undo (study, one->id, coder, &error))
    return;
  g_autofree char *after = live_text (study);
  cr_assert (error->code == ESP_ERROR_STANDS || error->code == ESP_ERROR_EXISTS, "seed %u: %s",
             seed, error->message);
  cr_assert (error->code == ESP_ERROR_EXISTS || strstr (error->message, " by ") != NULL,
             "seed %u: names no later change: %s", seed, error->message);
  cr_assert_str_eq (after, before, "seed %u", seed);
}

Test (undo, gives_back_exactly_what_was, .timeout = 240)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  for (guint round = 0; round < 500; round++)
    {
      const char *coder = coders[chance_below (chance, 2)];
      g_autofree char *before = live_text (study);
      if (!random_change (study, chance, coder))
        continue;
      if (chance_below (chance, 3) == 0)
        {
          g_autofree char *after = live_text (study), *change = newest (study);
          undo_must (study, change, coder);
          g_autofree char *undone = live_text (study), *undo_id = newest (study);
          cr_assert_str_eq (undone, before, "seed %u, round %u", seed, round);
          undo_must (study, undo_id, coder);
          g_autofree char *redone = live_text (study);
          cr_assert_str_eq (redone, after, "seed %u, round %u", seed, round);
        }
      if (chance_below (chance, 4) == 0)
        undo_any (study, chance, coder, seed);
      if (round % 100 == 99)
        {
          g_autofree char *wrong = check_text (study);
          cr_assert_str_empty (wrong, "seed %u, round %u: %s", seed, round, wrong);
        }
    }
}
