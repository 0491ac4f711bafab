/* Undo by chance: every kind of change, undone and brought back at any time, alone and with what
 * stands on it, in one study and in copies that are merged.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/copies.h"
#include "support/undoing.h"

/* ---- chance: two coders, every kind of change, undone and brought back at any time */

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
  g_autoptr (GPtrArray) log = log_lines (study, NULL, 0);
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

Test (undo, gives_back_exactly_what_was)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  for (guint round = 0; round < 500; round++)
    {
      const char *coder = both_coders[chance_below (chance, 2)];
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

/* Undoes any change with what stands on it: as if each had been undone by itself, the newest first;
 * without any of them the rest could not be; undone, all is as before. */
static void
undo_any_wholly (const TemporaryStudy *temporary, GRand *chance, guint32 seed)
{
  EspStudy *study = temporary->study;
  g_autoptr (GPtrArray) log = log_lines (study, NULL, 0);
  const EspChange *one = log->pdata[chance_below (chance, log->len)];
  if (*one->undone_by != '\0')
    return;
  g_autofree char *before = live_text (study);
  EspStudy *copy = copy_of (temporary, "copy.espalier");
  g_autoptr (GError) why = NULL;
  g_autoptr (GPtrArray) undone = undo_all (study, one->id, "Ben", TRUE, &why);
  cr_assert (undone != NULL, "seed %u: %s", seed, why != NULL ? why->message : "");
  g_autofree char *after = live_text (study), *id = newest (study);
  undo_each (copy, undone, -1);
  g_autofree char *each = live_text (copy);
  cr_assert_str_eq (each, after, "seed %u: %s", seed, one->id);
  esp_study_close (copy);
  undo_must (study, id, "Anna");
  g_autofree char *back = live_text (study);
  cr_assert_str_eq (back, before, "seed %u", seed);
  for (guint i = 0; i + 1 < undone->len && i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      const EspChange *last = undone->pdata[undone->len - 1];
      copy = copy_of (temporary, "copy.espalier");
      for (guint j = 0; j + 1 < undone->len && error == NULL; j++)
        if (j != i)
          undo (copy, ((const EspChange *)undone->pdata[j])->id, "Anna", &error);
      cr_assert (error != NULL || !undo (copy, last->id, "Anna", &error),
                 "seed %u: %s was not in the way of %s", seed,
                 ((const EspChange *)undone->pdata[i])->id, last->id);
      esp_study_close (copy);
    }
}

/* Each is undone in a copy of its own, so that no undo stands among what is undone. */
Test (undo, with_later_undoes_what_is_in_the_way_and_no_more)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (guint round = 0; round < 150; round++)
    {
      random_change (temporary.study, chance, both_coders[chance_below (chance, 2)]);
      if (chance_below (chance, 4) != 0)
        continue;
      const TemporaryStudy trial = { temporary.folder, copy_of (&temporary, "trial.espalier") };
      undo_any_wholly (&trial, chance, seed);
      expect_whole (trial.study);
      esp_study_close (trial.study);
    }
  expect_whole (temporary.study);
}

/* Where undos and their undos are among what stands in the way, it is all done or refused in words;
 * undone, all is as before. */
Test (undo, with_later_is_done_or_refused_among_undos)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  for (guint round = 0; round < 150; round++)
    {
      random_change (study, chance, both_coders[chance_below (chance, 2)]);
      if (chance_below (chance, 3) == 0)
        undo_any (study, chance, both_coders[chance_below (chance, 2)], seed);
      if (chance_below (chance, 4) != 0)
        continue;
      g_autoptr (GPtrArray) log = log_lines (study, NULL, 0);
      const EspChange *one = log->pdata[chance_below (chance, log->len)];
      g_autoptr (GError) why = NULL;
      g_autofree char *before = live_text (study);
      g_autoptr (GPtrArray) undone = undo_all (study, one->id, "Ben", TRUE, &why);
      if (undone != NULL)
        {
          g_autofree char *id = newest (study);
          undo_must (study, id, "Anna");
        }
      g_autofree char *after = live_text (study);
      cr_assert_str_eq (after, before, "seed %u: %s", seed, one->id);
      cr_assert (undone != NULL || why->code == ESP_ERROR_EXISTS
                     || (why->code == ESP_ERROR_STANDS && strstr (why->message, " by ") != NULL),
                 "seed %u: %s", seed, why != NULL ? why->message : "");
    }
  expect_whole (study);
}

/* Two copies worked on and merged again and again: any change is undone wholly with what is in the
 * way, or refused in words; undone, all is as before; the history always makes what is there. */
Test (undo, holds_where_people_worked_without_seeing_each_other)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  EspStudy *study = temporary.study;
  guint done = 0, refused = 0;
  for (guint round = 0; round < 25; round++)
    {
      EspStudy *copy = copy_of (&temporary, "b.espalier");
      for (guint i = 0; i < 8; i++)
        {
          EspStudy *one = chance_below (chance, 2) ? study : copy;
          const char *coder = chance_below (chance, 4) ? (one == study ? "Anna" : "Ben") : "Anna";
          random_change (one, chance, coder);
          if (chance_below (chance, 4) == 0)
            undo_any (one, chance, coder, seed);
        }
      merge_in (study, copy);
      esp_study_close (copy);
      g_autoptr (GPtrArray) log = log_lines (study, NULL, 0);
      const EspChange *one = log->pdata[chance_below (chance, MIN (log->len, 12))];
      if (*one->undone_by != '\0')
        continue;
      g_autoptr (GError) error = NULL;
      g_autofree char *before = live_text (study);
      g_autoptr (GPtrArray) undone = undo_all (study, one->id, "Ben", TRUE, &error);
      if (undone == NULL)
        {
          refused++;
          cr_assert (error->code == ESP_ERROR_STANDS && strstr (error->message, " by ") != NULL,
                     "seed %u: %s", seed, error->message);
          continue;
        }
      done++;
      g_autofree char *wrong = check_text (study), *id = newest (study);
      cr_assert_str_empty (wrong, "seed %u, round %u: %s", seed, round, wrong);
      if (chance_below (chance, 2))
        continue;
      undo_must (study, id, "Anna");
      g_autofree char *back = live_text (study);
      cr_assert_str_eq (back, before, "seed %u, round %u", seed, round);
    }
  cr_expect_gt (done, refused, "seed %u: %u undone, %u refused", seed, done, refused);
}
