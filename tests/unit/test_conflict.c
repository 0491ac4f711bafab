/* Conflicts of values and versions: told of in every copy alike, and settled by an ordinary change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pair.h"

/* Both give the theme another name. */
static void
rename_both (Pair *pair)
{
  write_as (pair->anna, "Anna", "UPDATE theme SET name = 'Sense' WHERE name = 'Family'");
  write_as (pair->ben, "Ben", "UPDATE theme SET name = 'Purpose' WHERE name = 'Family'");
}

static guint
themes_named (EspStudy *study, const char *name)
{
  g_autoptr (GPtrArray) themes = esp_framework (study, NULL, NULL);
  guint n = 0;
  for (guint i = 0; i < themes->len; i++)
    n += g_str_equal (((const EspTheme *)themes->pdata[i])->name, name);
  return n;
}

/* ---- values */

Test (conflict, there_is_none_where_nothing_was_made_apart)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  expect_none (pair.anna);
  write_as (pair.anna, "Anna", "UPDATE theme SET name = 'Sense' WHERE name = 'Family'");
  merge_in (pair.ben, pair.anna);
  write_as (pair.ben, "Ben", "UPDATE theme SET name = 'Purpose' WHERE name = 'Sense'");
  exchange (&pair);
  expect_none (pair.anna);
}

Test (conflict, of_values_shows_both_sides)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  rename_both (&pair);
  cr_expect_eq (merge_in (pair.anna, pair.ben), 1, "the merge tells of it");
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  cr_expect_str_eq (one->kind, "value");
  cr_expect (g_str_has_prefix (one->subject, "the name of Help / "), "%s", one->subject);
  cr_assert_eq (one->sides->len, 2);
  const EspConflictSide *anna = side_of (one, side_saying (one, "Sense")),
                        *ben = side_of (one, side_saying (one, "Purpose"));
  cr_expect_str_eq (anna->coder, "Anna");
  cr_expect_str_eq (ben->coder, "Ben");
  cr_expect_neq (anna->holds, ben->holds, "the study has one of them");
}

Test (conflict, of_values_is_none_where_both_say_the_same)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  write_as (pair.anna, "Anna", "UPDATE theme SET name = 'Sense' WHERE name = 'Family'");
  write_as (pair.ben, "Ben", "UPDATE theme SET name = 'Sense' WHERE name = 'Family'");
  exchange (&pair);
  expect_none (pair.anna);
}

Test (conflict, is_closed_by_who_writes_having_seen_both)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  rename_both (&pair);
  exchange (&pair);
  write_as (pair.anna, "Anna",
            "UPDATE theme SET name = 'Third' WHERE name IN ('Sense', 'Purpose')");
  expect_none (pair.anna);
  exchange (&pair);
  undo_last (pair.anna, "Anna");
  g_autoptr (EspConflict) again G_GNUC_UNUSED = only_one (pair.anna);
}

/* Keeps each side in turn: the one that the study has, and the one that it has not. */
Test (conflict, of_values_is_settled_by_either_side)
{
  for (guint keep = 1; keep <= 2; keep++)
    {
      g_auto (Pair) pair = { 0 };
      pair_open (&pair);
      rename_both (&pair);
      exchange (&pair);
      g_autoptr (EspConflict) one = only_one (pair.anna);
      g_autofree char *before = standing_text (pair.anna);
      resolve_must (pair.anna, "Anna", one, keep, NULL);
      expect_none (pair.anna);
      g_auto (GStrv) names = g_strsplit (side_of (one, keep)->value, "|", 2);
      cr_expect_eq (themes_named (pair.anna, names[0]), 1, "%s", names[0]);
      exchange (&pair);
      expect_none (pair.ben);
      expect_taken_back (&pair, before);
      exchange (&pair);
      g_autofree char *of_ben = standing_text (pair.ben);
      cr_expect_str_eq (of_ben, before);
    }
}

Test (conflict, of_values_is_settled_by_a_third)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  pair_open (&pair);
  rename_both (&pair);
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  expect_failure (resolve (pair.anna, "Anna", one->id, 0, NULL, &error), &error, ESP_ERROR_USAGE,
                  "only one value can stand");
  expect_failure (resolve (pair.anna, "Anna", one->id, 3, NULL, &error), &error, ESP_ERROR_USAGE,
                  "2 sides");
  expect_failure (resolve (pair.anna, "Anna", one->id, 0, "", &error), &error, ESP_ERROR_INPUT,
                  "cannot stand here");
  resolve_must (pair.anna, "Anna", one, 0, "What it means");
  expect_none (pair.anna);
  expect_answer (pair.anna, "SELECT count (*) FROM theme WHERE name = 'What it means'", "1");
  expect_answer (pair.anna, "SELECT kept FROM resolution", "another");
  expect_failure (resolve (pair.anna, "Anna", one->id, 1, NULL, &error), &error,
                  ESP_ERROR_NOT_FOUND, "no open conflict");
}

Test (conflict, names_what_is_no_conflict)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  pair_open (&pair);
  change_begin (pair.anna);
  expect_failure (esp_resolve (pair.anna, "xyz", 1, NULL, NULL, &error), &error, ESP_ERROR_USAGE,
                  "is no conflict");
  expect_failure (esp_resolve (pair.anna, "0123abcd", 1, NULL, NULL, &error), &error,
                  ESP_ERROR_NOT_FOUND, "no open conflict");
  esp_change_abandon (pair.anna);
  expect_failure (esp_resolve (pair.anna, "0123abcd", 1, NULL, NULL, &error), &error,
                  ESP_ERROR_USAGE, "change");
}

/* A side that was not there when it was settled makes it another conflict. */
Test (conflict, is_open_again_with_a_new_side)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  EspStudy *cleo = copy_of (&pair.first, "c.espalier");
  rename_both (&pair);
  write_as (cleo, "Cleo", "UPDATE theme SET name = 'Worth' WHERE name = 'Family'");
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  const guint held = side_holding (one);
  resolve_must (pair.anna, "Anna", one, held, NULL);
  expect_none (pair.anna);
  merge_in (pair.anna, cleo);
  g_autoptr (EspConflict) other = only_one (pair.anna);
  cr_expect_str_neq (one->id, other->id);
  cr_expect_eq (other->sides->len, 3, "nobody wrote what was kept anew");
  side_saying (other, "Worth");
  esp_study_close (cleo);
}

Test (conflict, that_two_settle_in_two_ways_is_told_of)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  rename_both (&pair);
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  resolve_must (pair.anna, "Anna", one, 1, NULL);
  resolve_must (pair.ben, "Ben", one, 2, NULL);
  exchange (&pair);
  g_autoptr (EspConflict) decisions = only_one (pair.anna);
  cr_expect_str_eq (decisions->kind, "value");
  cr_expect_not_null (strstr (decisions->subject, "what was settled about the name of"), "%s",
                      decisions->subject);
  const guint anna = g_str_equal (side_of (decisions, 1)->coder, "Anna") ? 1 : 2;
  resolve_must (pair.anna, "Anna", decisions, anna, NULL);
  expect_settled (&pair);
  cr_expect_eq (themes_named (pair.ben, side_of (one, 1)->value), 1);
}

Test (conflict, that_two_settle_alike_is_settled)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  rename_both (&pair);
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  resolve_must (pair.anna, "Anna", one, 2, NULL);
  resolve_must (pair.ben, "Ben", one, 2, NULL);
  exchange (&pair);
  expect_none (pair.anna);
}

/* Each puts one section below the other: the framework takes one of the moves. */
Test (conflict, of_a_move_that_the_framework_could_not_take)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  write_as (pair.anna, "Anna",
            "UPDATE theme SET parent_id = (SELECT id FROM theme WHERE name ="
            " 'Family') WHERE name = 'Work'");
  write_as (pair.ben, "Ben",
            "UPDATE theme SET parent_id = (SELECT id FROM theme WHERE name ="
            " 'Work') WHERE name = 'Family'");
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  g_autoptr (GError) error = NULL;
  cr_expect (g_str_has_prefix (one->subject, "the parent of "), "%s", one->subject);
  cr_assert_eq (one->sides->len, 2);
  const guint held = side_holding (one);
  expect_failure (resolve (pair.anna, "Anna", one->id, 3 - held, NULL, &error), &error,
                  ESP_ERROR_INPUT, "below itself");
  expect_failure (resolve (pair.anna, "Anna", one->id, 0, "Help", &error), &error, ESP_ERROR_USAGE,
                  "keep one of the sides");
  resolve_must (pair.anna, "Anna", one, held, NULL);
  expect_settled (&pair);
}

/* A document is of a case or of a group. */
Test (conflict, of_what_a_rule_of_the_table_refused)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  pair_open (&pair);
  write_as (pair.anna, "Anna",
            "UPDATE document SET case_id = (SELECT id FROM study_case WHERE"
            " label = 'N-SU-001') WHERE name = 'group'");
  write_as (pair.ben, "Ben",
            "UPDATE document SET group_id = (SELECT id FROM study_group WHERE"
            " name = 'First pair') WHERE name = 'group'");
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  const guint held = side_holding (one);
  cr_expect_str_eq (side_of (one, held)->value, "none");
  expect_failure (resolve (pair.anna, "Anna", one->id, 3 - held, NULL, &error), &error,
                  ESP_ERROR_INPUT, "cannot stand here");
  resolve_must (pair.anna, "Anna", one, held, NULL);
  expect_none (pair.anna);
}

typedef gboolean (*Verdict) (EspStudy *, const EspCodingFilter *, guint *, GError **);

/* Decides of the one proposal there is. */
static void
decide (EspStudy *study, const char *coder, Verdict verdict)
{
  g_autoptr (GError) error = NULL;
  const EspCodingFilter all = { 0 };
  guint n = 0;
  change_begin_as (study, coder, "codings");
  cr_assert (verdict (study, &all, &n, &error), "%s", error ? error->message : "");
  cr_assert_eq (n, 1);
  change_commit (study);
}

Test (conflict, of_a_proposal_is_one_only_where_the_verdicts_differ)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  write_as (pair.anna, "Anna",
            "INSERT INTO coding (id, version_id, theme_id, coder_id, start_cp, end_cp, origin,"
            " made_at) SELECT randomblob (16), v.id, t.id, c.id, 0, 5, 'proposed',"
            " '2026-01-01T00:00:00.000Z' FROM document_version v JOIN theme t ON t.name = 'Friends'"
            " JOIN coder c LIMIT 1");
  exchange (&pair);
  decide (pair.anna, "Anna", esp_codings_accept);
  EspStudy *cleo = copy_of (&pair.first, "c.espalier");
  decide (pair.ben, "Ben", esp_codings_accept);
  exchange (&pair);
  expect_none (pair.anna);
  esp_study_close (cleo);

  write_as (pair.anna, "Anna",
            "UPDATE coding SET origin = 'proposed', accepted_by_id = NULL,"
            " accepted_at = ''");
  exchange (&pair);
  decide (pair.anna, "Anna", esp_codings_accept);
  decide (pair.ben, "Ben", esp_codings_reject);
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  cr_expect (g_str_has_prefix (one->subject, "the verdict of Anna's coding of"), "%s",
             one->subject);
  side_saying (one, "rejected");
  resolve_must (pair.anna, "Anna", one, side_saying (one, "accepted"), NULL);
  expect_none (pair.anna);
  expect_answer (pair.anna, "SELECT gone || origin FROM coding", "0accepted");
}

/* ---- versions */

static void
summarise_both (Pair *pair)
{
  chart_quote (pair->anna, "Anna", "N-SU-001", "help/meaning", "Hope is a part of it.",
               "Hope is part of it");
  chart_quote (pair->ben, "Ben", "N-SU-001", "help/meaning", "She does not give up.", "give up");
}

Test (conflict, of_versions_is_settled_by_one_both_or_a_third)
{
  for (guint keep = 0; keep <= 3; keep++)
    {
      g_auto (Pair) pair = { 0 };
      pair_open (&pair);
      summarise_both (&pair);
      exchange (&pair);
      g_autoptr (EspConflict) one = only_one (pair.anna);
      cr_expect_str_eq (one->kind, "versions");
      cr_expect_str_eq (one->subject, "the summary of N-SU-001 on Help / Meaning");
      g_autofree char *before = standing_text (pair.anna);
      resolve_must (pair.anna, "Anna", one, keep, keep == 3 ? "Hope, and not giving up." : NULL);
      expect_none (pair.anna);
      g_autoptr (EspCellView) view
          = esp_chart_show (pair.anna, NULL, "N-SU-001", "help/meaning", NULL);
      cr_assert_not_null (view);
      cr_assert_eq (view->cell->summaries->len, keep == 0 ? 2 : 1, "keep %u: %u", keep,
                    view->cell->summaries->len);
      const EspSummary *shown = view->cell->summaries->pdata[0];
      if (keep > 0)
        cr_expect_str_eq (shown->text,
                          keep == 3 ? "Hope, and not giving up." : side_of (one, keep)->value);
      cr_expect_eq (shown->evidence->len, 1);
      cr_expect_eq (shown->work, ESP_WORK_CHARTED);
      expect_settled (&pair);
      expect_taken_back (&pair, before);
    }
}

Test (conflict, of_versions_is_none_where_one_was_written_knowing_of_the_other)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  const EspPlace place = { .quote = "give up" };
  const EspChartEntry entry
      = { .text = "She does not give up.", .evidence = &place, .n_evidence = 1 };
  pair_open (&pair);
  chart_quote (pair.anna, "Anna", "N-SU-001", "help/meaning", "Hope is a part of it.",
               "Hope is part of it");
  exchange (&pair);
  change_begin_as (pair.ben, "Ben", "chart set");
  cr_assert (esp_chart_set (pair.ben, NULL, "N-SU-001", "help/meaning", &entry, TRUE, &error));
  change_commit (pair.ben);
  exchange (&pair);
  expect_none (pair.anna);
  /* Each goes on with their own. */
  chart_quote (pair.anna, "Anna", "N-SU-001", "help/meaning", "Hope.", "Hope is part of it");
  chart_quote (pair.ben, "Ben", "N-SU-001", "help/meaning", "Never.", "give up");
  exchange (&pair);
  expect_none (pair.anna);
}

Test (conflict, of_versions_that_replace_the_same)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  chart_quote (pair.anna, "Cleo", "N-SU-001", "help/meaning", "Hope.", "Hope is part of it");
  exchange (&pair);
  summarise_both (&pair);
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.ben);
  cr_expect_eq (one->sides->len, 2);
}

/* However it came about, one of the two is not what somebody meant to stand. */
Test (conflict, of_versions_that_replace_the_same_knowingly)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  chart_quote (pair.anna, "Anna", "N-SU-001", "help/meaning", "Hope.", "Hope is part of it");
#define INSERT_VERSION                                                                             \
  "INSERT INTO summary (id, theme_id, case_id, replaces_id, content, work, basis, coder_id,"       \
  " made_at) SELECT randomblob (16), theme_id, case_id, id, 'nothing said', 'draft', basis,"       \
  " coder_id, made_at FROM summary WHERE replaces_id IS NULL"
  write_as (pair.anna, "Anna", INSERT_VERSION);
  expect_none (pair.anna);
  write_as (pair.anna, "Anna", INSERT_VERSION);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  cr_expect_str_eq (one->kind, "versions");
}

Test (conflict, of_definitions)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  const struct
  {
    EspStudy *study;
    const char *coder, *words;
  } both[] = { { pair.anna, "Anna", "What it means to her" },
               { pair.ben, "Ben", "What it means to them" } };
  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    {
      guint8 key[32];
      change_begin_as (both[i].study, both[i].coder, "test");
      cr_assert (store_add_prose (both[i].study, both[i].words, key, NULL));
      g_autoptr (Query) insert = store_query (
          both[i].study,
          "INSERT INTO theme_text (id, theme_id, kind, sort_key, text_prose, coder_id, made_at)"
          " SELECT randomblob (16), id, 'definition', '0001', :key, :coder, :now FROM theme"
          " WHERE name = 'Meaning'");
      query_bind_blob (insert, ":key", key, 32);
      query_bind_uuid (insert, ":coder", store_coder (both[i].study));
      query_bind_text (insert, ":now", store_now (both[i].study));
      cr_assert (query_run (insert, NULL));
      change_commit (both[i].study);
    }
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  cr_expect_str_eq (one->subject, "the definition of Help / Meaning");
  resolve_must (pair.anna, "Anna", one, 0, "What it means");
  expect_none (pair.anna);
  g_autoptr (GPtrArray) themes = esp_framework (pair.anna, NULL, NULL);
  const EspTheme *meaning = themes->pdata[1];
  cr_expect_str_eq (meaning->definition, "What it means");
  expect_whole (pair.anna);
}

static void
set_age (EspStudy *study, const char *coder, const char *label, const char *age)
{
  g_autoptr (GError) error = NULL;
  change_begin_as (study, coder, "attributes set");
  cr_assert (esp_case_set_attribute (study, label, "age", age, &error), "%s",
             error ? error->message : "");
  change_commit (study);
}

/* The ages of everyone. */
#define AGES                                                                                       \
  "SELECT group_concat (age, ', ') FROM (SELECT c.label || ' ' || x.value AS age FROM"             \
  " case_attribute x JOIN study_case c ON c.id = x.case_id JOIN attribute a ON a.id ="             \
  " x.attribute_id WHERE a.name = 'age' AND x.gone = 0 ORDER BY c.label)"

/* What 'attributes set' would refuse is refused as a third value too, and it is spelt alike. */
Test (conflict, a_third_value_of_an_attribute_must_fit_it)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  pair_open (&pair);
  write_as (pair.anna, "Anna",
            "INSERT INTO attribute_value (id, attribute_id, name, sort_key) SELECT randomblob (16),"
            " id, 'Over 60', '0003' FROM attribute WHERE name = 'age'");
  set_age (pair.anna, "Anna", "N-CA-001", "31-60");
  exchange (&pair);
  set_age (pair.anna, "Anna", "N-SU-001", "18-30");
  set_age (pair.ben, "Ben", "N-SU-001", "31-60");
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  g_autofree char *before = standing_text (pair.anna);
  static const struct
  {
    const char *age, *says;
  } no_ages[] = { { "about forty", "18-30, 31-60, Over 60" }, { "", "needs a value" } };
  for (gsize i = 0; i < G_N_ELEMENTS (no_ages); i++)
    {
      expect_failure (resolve (pair.anna, "Anna", one->id, 0, no_ages[i].age, &error), &error,
                      ESP_ERROR_INPUT, no_ages[i].says);
      g_autofree char *still = standing_text (pair.anna);
      cr_expect_str_eq (still, before);
    }
  resolve_must (pair.anna, "Anna", one, 0, "over 60");
  expect_answer (pair.anna, AGES, "N-CA-001 31-60, N-SU-001 Over 60");
  expect_settled (&pair);
  expect_answer (pair.ben, AGES, "N-CA-001 31-60, N-SU-001 Over 60");
  expect_taken_back (&pair, before);
}
