/* Groups by the names that people write: whom a rule finds no name for, names that several have,
 * and what is refused. SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/temporary_study.h"

#define RULE(kind, name)                                                                           \
  "<kind name='" kind "'><rule name='" name "'><member as='user' for='role' value='user'/>"        \
  "<member as='carer' for='role' value='carer'/></rule></kind>"

/* The study that tests write, with other kinds of groups. */
static void
open_with (TemporaryStudy *temporary, const char *kinds)
{
  g_autoptr (GError) error = NULL;
  const char *from = strstr (written_definition, "<kind name='pair'>"),
             *to = strstr (written_definition, "</groups>");
  written_study_open (temporary);
  g_autofree char *words = g_strdup_printf ("%.*s%s%s", (int)(from - written_definition),
                                            written_definition, kinds, to);
  g_autofree char *path = temporary_file (temporary, "again.xml", words, -1);
  change_begin (temporary->study);
  cr_assert (esp_definition_load (temporary->study, path, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (temporary->study);
}

/* Who has no group, "household N-SU-001 (user): it has no 'age'", a line each. */
static char *
strays_text (EspStudy *study, guint *proposed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) strays = NULL;
  g_autoptr (GPtrArray) proposals = esp_group_proposals (study, NULL, &strays, &error);
  cr_assert_not_null (proposals, "%s", error != NULL ? error->message : "");
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < strays->len; i++)
    {
      const EspGroupStray *one = strays->pdata[i];
      g_string_append_printf (text, "%s %s (%s): %s\n", one->kind, one->label, one->part, one->why);
    }
  *proposed = proposals->len;
  return g_string_free (text, FALSE);
}

static void
set_age (EspStudy *study, const char *label)
{
  g_autoptr (GError) error = NULL;
  change_begin (study);
  cr_assert (esp_case_set_attribute (study, label, "age", "18-30", &error), "%s",
             error != NULL ? error->message : "");
  change_commit (study);
}

Test (group, whose_name_nobody_can_tell_is_told_with_what_is_missing)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  guint proposed = 0;
  open_with (&temporary, RULE ("household", "{site} {age}") RULE ("pair", "{site} {number}"));
  g_autofree char *all = strays_text (temporary.study, &proposed);
  cr_expect_str_eq (all, "household N-SU-001 (user): it has no 'age'\n"
                         "household N-SU-002 (user): it has no 'age'\n"
                         "household S-SU-001 (user): it has no 'age'\n"
                         "household N-CA-001 (carer): it has no 'age'\n"
                         "household S-CA-001 (carer): it has no 'age'\n");
  const guint pairs = proposed;
  set_age (temporary.study, "N-SU-001");
  set_age (temporary.study, "N-CA-001");
  g_autofree char *less = strays_text (temporary.study, &proposed);
  cr_expect_str_eq (less, "household N-SU-002 (user): it has no 'age'\n"
                          "household S-SU-001 (user): it has no 'age'\n"
                          "household S-CA-001 (carer): it has no 'age'\n");
  cr_expect_eq (proposed, pairs + 1, "who has one is proposed");
}

/* Whether it was done, or why not. */
static char *
confirmed (EspStudy *study, const char *kind, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = NULL;
  change_begin (study);
  const gboolean done = esp_groups_confirm (study, kind, name, &names, &error);
  if (!done)
    {
      esp_change_abandon (study);
      return g_strdup_printf ("! %s", error->message);
    }
  change_commit (study);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **)names->pdata);
}

static void
expect_confirmed (EspStudy *study, const char *kind, const char *name, const char *expected)
{
  g_autofree char *words = confirmed (study, kind, name);
  cr_expect_str_eq (words, expected, "%s: %s", name, words);
}

Test (group, of_one_name_in_two_kinds_must_be_told_apart)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  EspStudy *study;
  open_with (&temporary, RULE ("home", "{site} {number}") RULE ("pair", "{site} {number}"));
  study = temporary.study;
  expect_confirmed (study, NULL, "South 1",
                    "! 'South 1' is proposed as 'home: South 1' and as 'pair: South 1'; say which");
  expect_confirmed (study, NULL, "PAIR:  south 1", "pair: South 1");
  /* One of the two is there now, and the other meant. */
  expect_confirmed (study, NULL, "South 1", "home: South 1");
  expect_confirmed (study, NULL, "home: South 1",
                    "! 'home: South 1' is a group of the study already");
  expect_confirmed (study, NULL, "pair: Noth 2",
                    "! no group 'pair: Noth 2' is proposed; near it are: pair: North 2");
  expect_confirmed (
      study, NULL, "elsewhere",
      "! no group 'elsewhere' is proposed; 'espalier groups propose' lists those that "
      "are");
  expect_confirmed (study, "home", "North 1", "home: North 1");
  expect_whole (study);
}

/* What a person asks of groups by hand; NULL when done, or why not. */
typedef enum
{
  PUT,
  PUT_NEW,
  TAKE,
  ADD,
  ADD_KIND,
  REMOVE,
} Deed;

static gboolean
deed_do (EspStudy *study, Deed deed, const char *a, const char *b, GError **error)
{
  switch (deed)
    {
    case PUT:
      return esp_group_put (study, a, b, "member", NULL, NULL, error);
    case PUT_NEW:
      return esp_group_put (study, a, b, "", NULL, NULL, error);
    case TAKE:
      return esp_group_take (study, a, b, NULL, NULL, error);
    case ADD:
      return esp_group_add (study, a, b, NULL, error);
    case ADD_KIND:
      return esp_group_kind_add (study, a, b, error);
    case REMOVE:
    default:
      return esp_group_remove (study, a, NULL, error);
    }
}

static const struct
{
  Deed deed;
  const char *a, *b, *why; /* NULL: it is done */
} deeds[] = {
  { ADD_KIND, " ", NULL, "a kind of group needs a name, without a colon" },
  { ADD_KIND, "a: b", NULL, "a kind of group needs a name, without a colon" },
  { ADD_KIND, "Site", NULL, "the kind of group 'site' is there already" },
  { ADD_KIND, "team", "nothing", "nothing" },
  { ADD_KIND, "team", NULL, NULL },
  { ADD, "teem", "One", "there is no kind of group 'teem'; the study has: site, pair, team" },
  { ADD, "team", " ", "a group of the kind 'team' needs a name" },
  { ADD, "team", "North", NULL },
  { ADD, "TEAM", "north", "the group 'team: " },
  { ADD_KIND, "crew", NULL, NULL },
  { ADD, "crew", "North", NULL },
  { ADD, "crew", "South side", NULL },
  { PUT_NEW, "North", "N-SU-001",
    "'North' is the name of several groups: 'site: North', 'crew: North', 'team: North'" },
  { PUT, "crew :  north", "N-SU-001", NULL },
  { PUT, "crew: North", "N-XX-001",
    "there is no case 'N-XX-001'; the role 'XX' is not in the label scheme" },
  { PUT, "crew: North", "N-SU-0001", "'N-SU-0001'; near it are: N-SU-001" },
  { PUT, "crew: North", "somebody", "'somebody'; 'espalier cases' lists the cases" },
  { PUT, "crew: Nort", "N-SU-001", "crew: North" },
  { TAKE, "crew: North", "S-SU-001", "S-SU-001" },
  { TAKE, "crew: North", "N-SU-001", NULL },
  { REMOVE, "crew: North", NULL, NULL },
  { REMOVE, "crew: North", NULL, "crew: North" },
  { ADD, "crew", "North", NULL },
};

Test (group, by_hand_is_refused_in_words_that_help)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  open_with (&temporary, "");
  for (gsize i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      g_autoptr (GError) error = NULL;
      change_begin (temporary.study);
      const gboolean done
          = deed_do (temporary.study, deeds[i].deed, deeds[i].a, deeds[i].b, &error);
      cr_expect_eq (done, deeds[i].why == NULL, "%zu: %s", i, error != NULL ? error->message : "");
      if (done)
        change_commit (temporary.study);
      else
        {
          esp_change_abandon (temporary.study);
          cr_expect_not_null (strstr (error->message, deeds[i].why != NULL ? deeds[i].why : ""),
                              "%zu: %s", i, error->message);
        }
    }
  expect_whole (temporary.study);
}

/* A group on which somebody wrote is not taken away under their words. */
Test (group, with_memos_stays_until_they_are_gone)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  open_with (
      &temporary,
      "<kind name='team'><group name='One'><member label='N-SU-001' as='user'/></group></kind>");
  const EspMemoEntry entry = { .kind = "analytic", .text = "They meet.", .group = "team: One" };
  change_begin (temporary.study);
  g_autoptr (EspMemo) memo = NULL, removed = NULL;
  cr_assert (esp_memo_add (temporary.study, &entry, &memo, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (temporary.study);
  change_begin (temporary.study);
  expect_failure (esp_group_remove (temporary.study, "team: One", NULL, &error), &error,
                  ESP_ERROR_INPUT, "there are memos on 'team: One'; take them away first");
  cr_assert (esp_memo_remove (temporary.study, memo->id, &removed, NULL));
  cr_expect (esp_group_remove (temporary.study, "team: One", NULL, &error));
  change_commit (temporary.study);
}
