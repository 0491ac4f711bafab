/* Conflicts of twins and of what was removed; and whatever two people do apart, by chance.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pair.h"

/* ---- twins */

#define INSERT_THEME                                                                               \
  "INSERT INTO theme (id, analysis_id, parent_id, sort_key, name, origin, kind)"                   \
  " SELECT randomblob (16), analysis_id, id, '0009', "

static void
make_twins (Pair *pair)
{
  write_as (pair->anna, "Anna",
            INSERT_THEME "'Shame', 'emergent', 'theme' FROM theme WHERE name = 'Help'");
  write_as (pair->ben, "Ben",
            INSERT_THEME "'shame', 'emergent', 'theme' FROM theme WHERE name = 'Help'");
  g_free (code_quote (pair->anna, "Anna", "N-SU-001", "help/shame", "Hope is part of it"));
  g_free (code_quote (pair->ben, "Ben", "N-SU-001", "help/shame", "Hope is part of it"));
  g_free (code_quote (pair->ben, "Ben", "N-SU-001", "help/shame", "My friends help me"));
  chart_quote (pair->ben, "Ben", "N-SU-001", "help/shame", "None.", "My friends help me");
  chart_quote (pair->ben, "Ben", "N-SU-001", "help/shame", "Hardly any.", "My friends help me");
}

Test (twins, of_twins_is_settled_by_joining_them_or_not)
{
  for (guint keep = 0; keep <= 3; keep++)
    {
      g_auto (Pair) pair = { 0 };
      pair_open (&pair);
      make_twins (&pair);
      exchange (&pair);
      g_autoptr (EspConflict) one = only_one (pair.anna);
      cr_expect_str_eq (one->kind, "twins");
      side_saying (one, "shame, with 2 codings and 2 summaries");
      side_saying (one, "Shame, with 1 coding and 0 summaries");
      g_autofree char *before = standing_text (pair.anna);
      resolve_must (pair.anna, "Anna", one, keep, keep == 3 ? "Shame and guilt" : NULL);
      expect_none (pair.anna);
      if (keep == 0)
        expect_answer (pair.anna,
                       "SELECT count (*) FROM theme WHERE lower (name) = 'shame'"
                       " AND gone = 0",
                       "2");
      else
        expect_answer (pair.anna,
                       "SELECT group_concat (lower (t.name) || (SELECT count (*) FROM coding c"
                       " WHERE c.theme_id = t.id AND c.gone = 0) || (SELECT count (*) FROM"
                       " summary s WHERE s.theme_id = t.id AND s.gone = 0)) FROM theme t"
                       " WHERE lower (t.name) LIKE 'shame%' AND gone = 0",
                       keep == 3 ? "shame and guilt32" : "shame32");
      expect_answer (pair.anna,
                     "SELECT count (*) FROM summary s JOIN summary r ON r.id = s.replaces_id AND"
                     " r.theme_id = s.theme_id WHERE s.gone = 0 AND r.gone = 0",
                     "1");
      expect_settled (&pair);
      expect_taken_back (&pair, before);
    }
}

/* While Anna joins, Ben goes on coding with the theme that goes. */
Test (twins, of_twins_that_were_joined_while_one_was_worked_on)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  make_twins (&pair);
  EspStudy *cleo = copy_of (&pair.first, "c.espalier");
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  resolve_must (pair.anna, "Anna", one, side_saying (one, "Shame"), NULL);
  write_as (pair.ben, "Ben", "UPDATE theme SET short_name = 'mine' WHERE name = 'shame'");
  g_free (code_quote (pair.ben, "Ben", "N-CA-001", "help/mine", "Home is hard"));
  chart_quote (pair.ben, "Ben", "N-SU-001", "help/mine", "Some.", "My friends help me");
  exchange (&pair);
  g_autoptr (GPtrArray) two = conflicts_of (pair.anna);
  cr_assert_eq (two->len, 2, "the theme, and the summary that Ben wrote anew");
  const EspConflict *removed = two->pdata[0];
  cr_expect_str_eq (removed->kind, "removed");
  cr_expect_str_eq (removed->subject, "Help / shame, removed by Anna: 1 coding and 1 summary of"
                                      " Ben stand on it");
  resolve_must (pair.anna, "Anna", removed, 2, NULL);
  g_autoptr (EspConflict) again = only_one (pair.anna);
  cr_expect_str_eq (again->kind, "twins");
  resolve_must (pair.anna, "Anna", again, side_saying (again, "Shame"), NULL);
  expect_none (pair.anna);
  expect_answer (pair.anna,
                 "SELECT count (*) FROM coding c JOIN theme t ON t.id = c.theme_id AND t.gone = 0"
                 " WHERE c.gone = 0 AND t.name = 'Shame'",
                 "4");
  expect_settled (&pair);
  esp_study_close (cleo);
}

Test (twins, of_twins_of_other_kinds_moves_what_stands_on_them)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  write_as (pair.anna, "Anna",
            "INSERT INTO attribute (id, name, title, type, sort_key)"
            " VALUES (randomblob (16), 'Mood', '', 'text', '0009')");
  write_as (pair.ben, "Ben",
            "INSERT INTO attribute (id, name, title, type, sort_key)"
            " VALUES (randomblob (16), 'mood', '', 'text', '0009')");
#define GIVE(name, value)                                                                          \
  "INSERT INTO case_attribute (id, case_id, attribute_id, value, origin) SELECT randomblob (16),"  \
  " c.id, a.id, '" value "', 'given' FROM study_case c JOIN attribute a ON a.name = '" name "'"
  write_as (pair.anna, "Anna", GIVE ("Mood", "low") " WHERE c.label = 'N-SU-001'");
  write_as (pair.ben, "Ben", GIVE ("mood", "high"));
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  cr_expect_str_eq (one->kind, "twins");
  resolve_must (pair.anna, "Anna", one, side_saying (one, "Mood"), NULL);
  expect_none (pair.anna);
  expect_answer (pair.anna,
                 "SELECT count (*) || ' ' || sum (x.value = 'low') FROM case_attribute x"
                 " JOIN attribute a ON a.id = x.attribute_id AND a.name = 'Mood' WHERE x.gone = 0",
                 "5 1");
  expect_settled (&pair);
}

Test (twins, of_two_spellings_of_one_person)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  pair_open (&pair);
  g_free (code_quote (pair.anna, "Cleo", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_free (code_quote (pair.ben, "cleo", "N-SU-001", "help/meaning", "Hope is part of it"));
  g_free (code_quote (pair.ben, "cleo", "N-CA-001", "setting/home", "Home is hard"));
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  cr_expect_str_eq (one->kind, "twins");
  const guint kept = side_saying (one, "Cleo");
  expect_failure (resolve (pair.anna, "cleo", one->id, kept, NULL, &error), &error, ESP_ERROR_USAGE,
                  "you would go yourself");
  resolve_must (pair.anna, "Anna", one, kept, NULL);
  expect_none (pair.anna);
  expect_answer (pair.anna,
                 "SELECT group_concat (n) FROM (SELECT p.name || count (*) AS n FROM coding c"
                 " JOIN coder p ON p.id = c.coder_id WHERE c.gone = 0 GROUP BY p.name)",
                 "Cleo2");
  exchange (&pair);
  expect_whole (pair.ben);
}

Test (twins, of_two_codings_of_one_person_on_the_same_words)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
#define INSERT_CODING                                                                              \
  "INSERT INTO coding (id, version_id, theme_id, coder_id, start_cp, end_cp, origin, made_at)"     \
  " SELECT randomblob (16), v.id, t.id, c.id, 0, 5, 'hand', '2026-01-01T00:00:00.000Z' FROM"       \
  " document_version v JOIN theme t ON t.name = 'Friends' JOIN coder c ON c.name = 'Anna'"         \
  " WHERE v.original_name = 'N-SU-001.txt'"
  write_as (pair.anna, "Anna", INSERT_CODING);
  write_as (pair.ben, "Ben", INSERT_CODING);
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  cr_expect_str_eq (one->kind, "twins");
  cr_expect_str_eq (one->subject, "Anna's coding of N-SU-001 (0-5) with Help / Friends");
  resolve_must (pair.anna, "Anna", one, 1, NULL);
  expect_none (pair.anna);
  expect_answer (pair.anna, "SELECT count (*) FROM coding WHERE gone = 0", "1");
}

/* The same words have another key each time that they are stored. */
Test (twins, of_prose_is_none_where_both_wrote_the_same_words)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  pair_open (&pair);
  g_autofree char *file = temporary_file (
      &pair.first, "second.xml",
      "<framework xmlns='urn:espalier:framework:1' name='Second'><theme name='Care'>"
      "<theme name='Trust'><definition>Whom she trusts.</definition></theme></theme></framework>",
      -1);
  EspStudy *const both[] = { pair.anna, pair.ben };
  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    {
      change_begin_as (both[i], i == 0 ? "Anna" : "Ben", "framework import");
      cr_assert (esp_analysis_add (both[i], "second", &error));
      cr_assert (esp_framework_import (both[i], "second", file, &error), "%s",
                 error ? error->message : "");
      change_commit (both[i]);
    }
  exchange (&pair);
  expect_none (pair.anna);
}

/* ---- removed */

Test (twins, of_what_was_removed_is_settled_by_removing_or_bringing_back)
{
  for (guint keep = 1; keep <= 2; keep++)
    {
      g_auto (Pair) pair = { 0 };
      g_autoptr (GError) error = NULL;
      pair_open (&pair);
      chart_quote (pair.anna, "Anna", "N-SU-001", "help/meaning", "Hope.", "Hope is part of it");
      exchange (&pair);
      undo_last (pair.anna, "Anna");
      change_begin_as (pair.ben, "Ben", "chart check");
      cr_assert (esp_chart_check (pair.ben, NULL, "N-SU-001", "help/meaning", NULL, "agreed", NULL,
                                  &error));
      change_commit (pair.ben);
      exchange (&pair);
      g_autoptr (EspConflict) one = only_one (pair.anna);
      cr_expect_str_eq (one->kind, "removed");
      cr_expect_str_eq (one->subject, "the summary of N-SU-001 on Help / Meaning, removed by Anna:"
                                      " 1 summary check of Ben stands on it");
      expect_failure (resolve (pair.anna, "Anna", one->id, 0, NULL, &error), &error,
                      ESP_ERROR_USAGE, "it is there or it is not");
      resolve_must (pair.anna, "Anna", one, keep, NULL);
      expect_none (pair.anna);
      g_autofree char *live = g_strdup_printf ("%u", keep == 2 ? 3 : 0);
      expect_answer (pair.anna,
                     "SELECT (SELECT count (*) FROM summary WHERE gone = 0) + (SELECT count (*)"
                     " FROM evidence WHERE gone = 0) + (SELECT count (*) FROM summary_check"
                     " WHERE gone = 0)",
                     live);
      expect_settled (&pair);
      undo_last (pair.anna, "Anna");
      g_autoptr (EspConflict) again = only_one (pair.anna);
      cr_expect_str_eq (again->id, one->id);
      cr_expect_str_eq (again->subject, one->subject);
    }
}

/* ---- by chance: whatever two people do apart, and however it is settled */

static const char *const chance_themes[]
    = { "help/meaning", "help/friends", "help/family", "setting/home", "setting/work" };

static void
chance_edit (EspStudy *study, const char *coder, guint which, guint n)
{
  g_autofree char *name = g_strdup_printf ("Theme %u", n);
  change_begin_as (study, coder, "test");
  g_autoptr (Query) query
      = which == 0
            ? store_query (study, "UPDATE theme SET name = :name, short_name = CASE short_name WHEN"
                                  " '' THEN lower (name) ELSE short_name END WHERE name IN"
                                  " ('Family', 'Work') OR name LIKE 'Theme %'")
        : which == 1
            ? store_query (study, INSERT_THEME ":name, 'emergent', 'theme' FROM theme WHERE name ="
                                               " 'Help'")
        : which == 2
            ? store_query (study, "UPDATE case_attribute SET value = :name WHERE case_id = (SELECT"
                                  " id FROM study_case WHERE label = 'N-SU-001')")
            : store_query (study, "UPDATE document SET kind = :name WHERE name = 'group'");
  query_bind_text (query, ":name", name);
  cr_assert (query_run (query, NULL));
  change_commit (study);
}

/* Like code_quote, where the words may be coded already. */
static void
chance_code (EspStudy *study, const char *coder, const char *theme, const char *quote)
{
  g_autoptr (EspCoding) coding = NULL;
  const EspPlace place = { .quote = quote };
  change_begin_as (study, coder, "code");
  if (esp_code (study, NULL, "N-SU-001", theme, &place, &coding, NULL))
    change_commit (study);
  else
    esp_change_abandon (study);
}

static void
chance_summarise (EspStudy *study, const char *coder, const char *theme, const char *text,
                  gboolean independent)
{
  const EspPlace place = { .quote = "Hope is part of it" };
  const EspChartEntry entry = { .text = text, .evidence = &place, .n_evidence = 1 };
  change_begin_as (study, coder, "chart set");
  if (esp_chart_set (study, NULL, "N-SU-001", theme, &entry, independent, NULL))
    change_commit (study);
  else
    esp_change_abandon (study);
}

static void
chance_take_back (EspStudy *study, const char *coder)
{
  g_autoptr (GError) error = NULL;
  undo (study, NULL, coder, &error);
}

static void
chance_step (EspStudy *study, const char *coder, GRand *chance)
{
  static const char *const quotes[] = { "Hope is part of it", "My friends help me", "give up" };
  const char *theme = chance_themes[chance_below (chance, G_N_ELEMENTS (chance_themes))];
  const char *quote = quotes[chance_below (chance, G_N_ELEMENTS (quotes))];
  const guint what = chance_below (chance, 10);
  g_autofree char *text = g_strdup_printf ("Summary %u.", chance_below (chance, 1000));
  if (what < 4)
    chance_edit (study, coder, what, chance_below (chance, 3));
  else if (what < 6)
    chance_code (study, coder, theme, quote);
  else if (what < 8)
    chance_summarise (study, coder, theme, text, chance_below (chance, 4) == 0);
  else
    chance_take_back (study, coder);
}

/* Settles one conflict in some way that is allowed; what is refused says so and changes nothing. */
static void
chance_settle (EspStudy *study, const char *coder, const EspConflict *one, GRand *chance)
{
  const guint first = chance_below (chance, one->sides->len + 2);
  for (guint i = 0; i < one->sides->len + 2; i++)
    {
      const guint keep = (first + i) % (one->sides->len + 2);
      g_autoptr (GError) error = NULL;
      g_autofree char *before = live_text (study);
      const gboolean third = keep > one->sides->len;
      if (resolve (study, coder, one->id, third ? 0 : keep, third ? "Theme third" : NULL, &error))
        return;
      g_autofree char *after = live_text (study);
      cr_assert_str_eq (before, after, "%s", error->message);
    }
  cr_assert_fail ("%s: %s cannot be settled", one->kind, one->subject);
}

static void
chance_settle_all (EspStudy *study, const char *coder, guint turns, GRand *chance)
{
  for (guint turn = 0; turn < turns; turn++)
    {
      g_autoptr (GPtrArray) conflicts = conflicts_of (study);
      if (conflicts->len == 0)
        return;
      chance_settle (study, coder, conflicts->pdata[chance_below (chance, conflicts->len)], chance);
    }
}

Test (twins, is_settled_whatever_happens)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint round = 0; round < 12; round++)
    {
      g_auto (Pair) pair = { 0 };
      pair_open (&pair);
      for (guint phase = 0; phase < 3; phase++)
        {
          for (guint step = 0; step < 5; step++)
            {
              chance_step (pair.anna, "Anna", chance);
              chance_step (pair.ben, "Ben", chance);
            }
          exchange (&pair);
          /* Each settles some of it, not knowing of the other. */
          chance_settle_all (pair.anna, "Anna", 2, chance);
          chance_settle_all (pair.ben, "Ben", 2, chance);
        }
      exchange (&pair);
      chance_settle_all (pair.anna, "Anna", 60, chance);
      g_autofree char *left = conflicts_text (pair.anna);
      cr_assert_str_empty (left, "seed %u, round %u: %s", seed, round, left);
      g_autofree char *wrong = check_text (pair.anna);
      cr_assert_str_empty (wrong, "seed %u, round %u: %s", seed, round, wrong);
      exchange (&pair);
      expect_none (pair.ben);
    }
}
