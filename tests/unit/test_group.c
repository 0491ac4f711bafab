/* Groups: proposed by a rule and confirmed by a person, by hand, from a sheet; and whose a document
 * is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/faults.h"
#include "support/pair.h"
#include "support/sql.h"

#define KIND "<kind name='pair'>"
#define RULE                                                                                       \
  KIND "<rule name='{site} {number}'><member as='user' for='role' value='user'/>"                  \
       "<member as='carer' for='role' value='carer' least='1' most='1'/></rule>"

static void
load_definition (EspStudy *study, const TemporaryStudy *temporary, const char *piece,
                 const char *instead)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) halves = g_strsplit (written_definition, piece, 2);
  g_autofree char *words = g_strjoinv (instead, halves);
  g_autofree char *path = temporary_file (temporary, "rules.xml", words, -1);
  change_begin (study);
  cr_assert (esp_definition_load (study, path, &error), "%s", error ? error->message : "");
  change_commit (study);
}

static void
study_open (TemporaryStudy *temporary)
{
  written_study_open (temporary);
  load_definition (temporary->study, temporary, KIND, RULE);
}

/* "North 2: N-SU-002 (user); carer missing", a line each; then the strays. */
static char *
proposed (EspStudy *study, const char *kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) strays = NULL;
  g_autoptr (GPtrArray) proposals = esp_group_proposals (study, kind, &strays, &error);
  if (proposals == NULL)
    return g_strdup_printf ("! %s", error->message);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < proposals->len; i++)
    {
      const EspGroupProposal *one = proposals->pdata[i];
      g_string_append_printf (text, "%s%s:", one->is_there ? "+" : "", one->name);
      for (guint m = 0; m < one->members->len; m++)
        {
          const EspGroupMember *member = one->members->pdata[m];
          g_string_append_printf (text, " %s (%s)", member->label, member->part);
        }
      for (guint m = 0; m < one->excess->len; m++)
        g_string_append_printf (text, "; %s", (const char *)one->excess->pdata[m]);
      for (guint m = 0; m < one->lacking->len; m++)
        g_string_append_printf (text, "; %s", (const char *)one->lacking->pdata[m]);
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; i < strays->len; i++)
    {
      const EspGroupStray *stray = strays->pdata[i];
      g_string_append_printf (text, "%s: %s\n", stray->label, stray->why);
    }
  return g_string_free (text, FALSE);
}

static void
expect_proposed (EspStudy *study, const char *words)
{
  g_autofree char *text = proposed (study, NULL);
  cr_expect_str_eq (text, words);
}

/* "First pair: N-CA-001 carer, N-SU-001 user." of a kind. */
static char *
groups_text (EspStudy *study, const char *kind)
{
  g_autoptr (GPtrArray) groups = esp_groups (study, NULL);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < groups->len; i++)
    {
      const EspGroup *group = groups->pdata[i];
      if (!g_str_equal (group->kind, kind))
        continue;
      g_string_append_printf (text, "%s:", group->name);
      for (guint m = 0; m < group->members->len; m++)
        {
          const EspGroupMember *member = group->members->pdata[m];
          g_string_append_printf (text, " %s%s %s%s", member->label, member->present ? "" : "?",
                                  member->part, m + 1 < group->members->len ? "," : "");
        }
      g_string_append (text, ".");
    }
  return g_string_free (text, FALSE);
}

static void
expect_groups (EspStudy *study, const char *kind, const char *words)
{
  g_autofree char *text = groups_text (study, kind);
  cr_expect_str_eq (text, words);
}

/* What a person does in a change of their own; the error's message, NULL for none. */
typedef gboolean (*Deed) (EspStudy *study, const char *const *words, GError **error);

static char *
done (EspStudy *study, const char *coder, Deed deed, const char *const *words)
{
  g_autoptr (GError) error = NULL;
  cr_assert (esp_change_begin (study, "test", coder, NULL, NULL));
  if (!deed (study, words, &error))
    {
      esp_change_abandon (study);
      return g_strdup (error->message);
    }
  cr_assert (esp_change_commit (study, "test", &error), "%s", error ? error->message : "");
  return NULL;
}

static gboolean
confirm (EspStudy *study, const char *const *words, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;
  return esp_groups_confirm (study, NULL, words[0], &names, error);
}

static gboolean
reject (EspStudy *study, const char *const *words, GError **error)
{
  return esp_group_reject (study, NULL, words[0], NULL, error);
}

static gboolean
put (EspStudy *study, const char *const *words, GError **error)
{
  return esp_group_put (study, words[0], words[1], words[2], NULL, NULL, error);
}

static gboolean
take (EspStudy *study, const char *const *words, GError **error)
{
  return esp_group_take (study, words[0], words[1], NULL, NULL, error);
}

static gboolean
add (EspStudy *study, const char *const *words, GError **error)
{
  return esp_group_add (study, words[0], words[1], NULL, error);
}

static gboolean
add_kind (EspStudy *study, const char *const *words, GError **error)
{
  return esp_group_kind_add (study, words[0], words[1], error);
}

static gboolean
take_away (EspStudy *study, const char *const *words, GError **error)
{
  return esp_group_remove (study, words[0], NULL, error);
}

static gboolean
set_number (EspStudy *study, const char *const *words, GError **error)
{
  return esp_case_set_attribute (study, words[0], "number", words[1], error);
}

static gboolean
set_document (EspStudy *study, const char *const *words, GError **error)
{
  const EspDocumentFacts facts
      = { .case_label = words[1], .group = words[2], .level = words[3], .kind = words[4] };
  return esp_document_set (study, words[0], &facts, NULL, error);
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL, NULL, NULL, NULL, NULL })
#define MUST(study, deed, ...)                                                                     \
  do                                                                                               \
    {                                                                                              \
      g_autofree char *trouble = done (study, "Anna", deed, WORDS (__VA_ARGS__));                  \
      cr_assert_null (trouble, "%s", trouble);                                                     \
    }                                                                                              \
  while (0)
#define REFUSED(study, words, deed, ...)                                                           \
  do                                                                                               \
    {                                                                                              \
      g_autofree char *trouble = done (study, "Anna", deed, WORDS (__VA_ARGS__));                  \
      cr_assert_not_null (trouble, "not refused: %s", words);                                      \
      cr_expect_not_null (strstr (trouble, words), "not '%s': %s", words, trouble);                \
    }                                                                                              \
  while (0)

/* ---- proposals */

Test (group, is_proposed_with_who_is_missing)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  /* The pair of North 1 is stated under another name: it is there. */
  expect_proposed (temporary.study, "South 1: S-SU-001 (user) S-CA-001 (carer)\n"
                                    "North 2: N-SU-002 (user); carer missing\n");
  expect_groups (temporary.study, "pair", "First pair: N-CA-001 carer, N-SU-001 user.");
}

Test (group, is_proposed_by_attributes_and_not_by_how_a_label_is_written)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  MUST (temporary.study, set_number, "S-CA-001", "2");
  MUST (temporary.study, set_number, "S-SU-001", "2");
  expect_proposed (temporary.study, "South 2: S-SU-001 (user) S-CA-001 (carer)\n"
                                    "North 2: N-SU-002 (user); carer missing\n");
}

/* Without the attribute, the number is a part of the label. */
Test (group, takes_parts_of_labels_that_are_no_attribute)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  static const char definition[]
      = "<study xmlns='urn:espalier:study:1' title='T'><labels name='l'"
        " pattern='(?&lt;bed&gt;[AB])-(?&lt;who&gt;[PN])(?&lt;number&gt;\\d)'"
        " canonical='{bed}-{who}{number}'/><groups><kind name='bed'>"
        "<rule name='Bed {bed}.{number}'><member least='2' most='any'/></rule></kind></groups>"
        "</study>";
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  g_autofree char *path = temporary_file (&temporary, "study.xml", definition, -1);
  change_begin (temporary.study);
  cr_assert (esp_definition_load (temporary.study, path, &error), "%s",
             error ? error->message : "");
  change_commit (temporary.study);
  import_words (&temporary, "A-P1.txt", "Interviewer: How?\n\nA-P1: Well, and you?\n");
  import_words (&temporary, "A-N1.txt", "Interviewer: How?\n\nA-N1: Badly, and you?\n");
  import_words (&temporary, "B-P2.txt", "Interviewer: How?\n\nB-P2: Not at all.\n");
  expect_proposed (temporary.study, "Bed A.1: A-N1 () A-P1 ()\n"
                                    "Bed B.2: B-P2 (); 1 as member, at least 2\n");
}

/* Two carers of one number, and a case without one. */
Test (group, that_is_too_many_is_not_confirmed)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  import_words (&temporary, "S-CA-009.txt", "Interviewer: And?\n\nParticipant: So it goes.\n");
  MUST (temporary.study, set_number, "S-CA-009", "1");
  expect_proposed (temporary.study, "South 1: S-SU-001 (user) S-CA-001 (carer) S-CA-009 (carer); "
                                    "2 as carer, at most 1\n"
                                    "North 2: N-SU-002 (user); carer missing\n");
  REFUSED (temporary.study, "has 2 as carer, at most 1; put those who belong to it in by hand",
           confirm, "South 1");
}

/* Against the same question asked in SQL, of many cases at random. */
Test (group, is_proposed_as_a_query_finds_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GRand) chance = g_rand_new_with_seed (4);
  study_open (&temporary);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *label = g_strdup_printf ("%c-%s-%03d", "NS"[g_rand_int_range (chance, 0, 2)],
                                                g_rand_boolean (chance) ? "SU" : "CA",
                                                g_rand_int_range (chance, 3, 40));
      g_autofree char *name = g_strconcat (label, ".txt", NULL);
      g_autofree char *words
          = g_strdup_printf ("Interviewer: Who?\n\nParticipant: %s, %u.\n", label, i);
      g_autoptr (EspImportReport) report G_GNUC_UNUSED = import_file (&temporary, name, words, -1);
      g_autofree char *number = g_strdup_printf ("%d", g_rand_int_range (chance, 3, 20));
      MUST (temporary.study, set_number, label, number);
    }
  g_autofree char *oracle = one_text (
      temporary.study,
      "WITH fact AS (SELECT c.label, max (iif (a.name = 'site', x.value, NULL)) AS site,"
      " max (iif (a.name = 'role', x.value, NULL)) AS role,"
      " max (iif (a.name = 'number', x.value, NULL)) AS number FROM study_case c"
      " JOIN case_attribute x ON x.case_id = c.id AND x.gone = 0"
      " JOIN attribute a ON a.id = x.attribute_id WHERE c.gone = 0 AND c.label NOT IN"
      " ('N-SU-001', 'N-CA-001') GROUP BY c.label),"
      " listed AS (SELECT * FROM fact ORDER BY role DESC, label),"
      " found AS (SELECT site || ' ' || number AS name, sum (role = 'user') AS users,"
      " sum (role = 'carer') AS carers, group_concat (label || ' (' || role || ')', ' ') AS members"
      " FROM listed GROUP BY site, number),"
      " told AS (SELECT name || ': ' || members ||"
      " iif (users > 1, '; ' || users || ' as user, at most 1', '') ||"
      " iif (carers > 1, '; ' || carers || ' as carer, at most 1', '') ||"
      " iif (users = 0, '; user missing', '') || iif (carers = 0, '; carer missing', '') AS line"
      " FROM found ORDER BY iif (users > 1 OR carers > 1, 1, iif (users = 0 OR carers = 0, 2, 0)),"
      " name) SELECT group_concat (line || char (10), '') FROM told");
  expect_proposed (temporary.study, oracle);
}

/* ---- what a person says to it */

Test (group, confirmed_is_like_one_that_is_stated)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  study_open (&temporary);
  MUST (temporary.study, confirm, "south 1");
  expect_groups (temporary.study, "pair",
                 "First pair: N-CA-001 carer, N-SU-001 user."
                 "South 1: S-CA-001 carer, S-SU-001 user.");
  expect_proposed (temporary.study, "North 2: N-SU-002 (user); carer missing\n");
  REFUSED (temporary.study, "is a group of the study already", confirm, "South 1");
  g_autoptr (EspComparison) within
      = esp_compare_within (temporary.study, NULL, NULL, "pair: South 1", &error);
  cr_assert_not_null (within, "%s", error ? error->message : "");
  cr_expect_eq (esp_comparison_cell (within, 0, 0)->cases, 2);
  g_autoptr (EspComparison) across
      = esp_compare_across (temporary.study, NULL, NULL, "pair", &error);
  cr_assert_not_null (across);
  cr_expect_eq (across->groups->len, 2);
  /* A definition that states the same changes nothing. */
  load_definition (temporary.study, &temporary, KIND,
                   RULE "<group name='South 1'><member label='S-SU-001' as='user'/>"
                        "<member label='S-CA-001' as='carer'/></group>");
  cr_expect_eq (one_number (temporary.study, "SELECT count (*) FROM study_group"
                                             " WHERE name = 'South 1'"),
                1);
  expect_groups (temporary.study, "pair",
                 "First pair: N-CA-001 carer, N-SU-001 user."
                 "South 1: S-CA-001 carer, S-SU-001 user.");
  expect_whole (temporary.study);
}

Test (group, all_complete_are_confirmed_at_once)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GPtrArray) names = NULL;
  study_open (&temporary);
  change_begin (temporary.study);
  cr_assert (esp_groups_confirm (temporary.study, "pair", NULL, &names, NULL));
  change_commit (temporary.study);
  cr_assert_eq (names->len, 1);
  cr_expect_str_eq (names->pdata[0], "pair: South 1");
}

Test (group, confirmed_incomplete_takes_who_comes_later)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  MUST (temporary.study, confirm, "North 2");
  import_words (&temporary, "N-CA-002.txt", "Interviewer: And?\n\nParticipant: So it goes.\n");
  expect_proposed (temporary.study, "+North 2: N-CA-002 (carer)\n"
                                    "South 1: S-SU-001 (user) S-CA-001 (carer)\n");
  MUST (temporary.study, confirm, "North 2");
  expect_groups (temporary.study, "pair",
                 "First pair: N-CA-001 carer, N-SU-001 user."
                 "North 2: N-CA-002 carer, N-SU-002 user.");
  /* Who was taken out is not proposed again. */
  MUST (temporary.study, take, "North 2", "N-CA-002");
  expect_proposed (temporary.study, "South 1: S-SU-001 (user) S-CA-001 (carer)\n");
  expect_whole (temporary.study);
}

Test (group, rejected_is_not_proposed_again_until_that_is_undone)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  study_open (&temporary);
  g_autofree char *before = proposed (temporary.study, NULL);
  MUST (temporary.study, reject, "pair: South 1");
  expect_proposed (temporary.study, "North 2: N-SU-002 (user); carer missing\n");
  expect_groups (temporary.study, "pair", "First pair: N-CA-001 carer, N-SU-001 user.");
  REFUSED (temporary.study, "'pair: South 1' was proposed and rejected (complete)", put, "South 1",
           "N-SU-001");
  change_begin (temporary.study);
  cr_assert (undo_in_change (temporary.study, NULL, "Anna", &error));
  change_commit (temporary.study);
  g_autofree char *after = proposed (temporary.study, NULL);
  cr_expect_str_eq (after, before);
  /* Or until somebody thinks again. */
  MUST (temporary.study, reject, "South 1");
  MUST (temporary.study, confirm, "South 1");
  expect_groups (temporary.study, "pair",
                 "First pair: N-CA-001 carer, N-SU-001 user."
                 "South 1: S-CA-001 carer, S-SU-001 user.");
  expect_whole (temporary.study);
}

Test (group, confirmed_in_two_copies_is_one)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  load_definition (pair.anna, &pair.first, KIND, RULE);
  merge_in (pair.ben, pair.anna);
  g_autofree char *a = done (pair.anna, "Anna", confirm, WORDS ("South 1"));
  g_autofree char *b = done (pair.ben, "Ben", confirm, WORDS ("South 1"));
  cr_assert (a == NULL && b == NULL);
  exchange (&pair);
  expect_none (pair.anna);
  expect_groups (pair.anna, "pair",
                 "First pair: N-CA-001 carer, N-SU-001 user."
                 "South 1: S-CA-001 carer, S-SU-001 user.");
}

Test (group, confirmed_by_one_and_rejected_by_another_is_a_conflict)
{
  g_auto (Pair) pair = { 0 };
  pair_open (&pair);
  load_definition (pair.anna, &pair.first, KIND, RULE);
  merge_in (pair.ben, pair.anna);
  g_autofree char *a = done (pair.anna, "Anna", confirm, WORDS ("South 1"));
  g_autofree char *b = done (pair.ben, "Ben", reject, WORDS ("South 1"));
  cr_assert (a == NULL && b == NULL);
  exchange (&pair);
  g_autoptr (EspConflict) one = only_one (pair.anna);
  cr_expect_str_eq (one->subject, "the verdict of the group South 1");
  cr_assert (resolve (pair.anna, "Anna", one->id, side_saying (one, "confirmed"), NULL, NULL));
  merge_in (pair.ben, pair.anna);
  expect_groups (pair.ben, "pair",
                 "First pair: N-CA-001 carer, N-SU-001 user."
                 "South 1: S-CA-001 carer, S-SU-001 user.");
}

Test (group, rules_are_as_the_definition_says_them_last)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  load_definition (temporary.study, &temporary, KIND,
                   KIND "<rule name='{site}'><member as='user' for='role' value='user' most='any'/>"
                        "</rule>");
  expect_proposed (temporary.study, "North: N-SU-001 (user) N-SU-002 (user)\n"
                                    "South: S-SU-001 (user)\n");
  load_definition (temporary.study, &temporary, KIND, KIND);
  expect_proposed (temporary.study,
                   "! no rule proposes groups; write a <rule> into the study "
                   "definition, or put cases in by hand with 'espalier groups put'");
  expect_whole (temporary.study);
}

static const Fault faults[] = {
  { "<kind name=\"pair\">", "<kind name=\"pair\"><rule name=\"{village}\"><member/></rule>", 25,
    "'{village}' in the name '{village}' is neither an attribute nor a part of a label" },
  { "<kind name=\"pair\">", "<kind name=\"pair\"><rule name=\"All\"><member/></rule>", 25,
    "is the same for all cases" },
  { "<kind name=\"pair\">", "<kind name=\"pair\"><rule name=\"{site\"><member/></rule>", 25,
    "a brace in the name '{site' has no other one" },
  { "<kind name=\"pair\">",
    "<kind name=\"pair\"><rule name=\"{site}\"><member for=\"role\" value=\"x\"/></rule>", 25,
    "there is no attribute 'role'" },
  { "<kind name=\"pair\">",
    "<kind name=\"pair\"><rule name=\"{site}\"><member for=\"site\" value=\"x\"/></rule>", 25,
    "it can be: North, South" },
  { "<kind name=\"pair\">",
    "<kind name=\"pair\"><rule name=\"{site}\"><member least=\"2\"/></rule>", 25,
    "at least 2 and at most 1 cannot be" },
  { "<kind name=\"pair\">", "<kind name=\"pair\"><rule name=\"{site}\"><member/><member/></rule>",
    25, "the same cases are members twice" },
  { "<kind name=\"site\" from=\"site\"/>",
    "<kind name=\"site\" from=\"site\"><rule name=\"{site}\"><member/></rule></kind>", 24,
    "follow from an attribute; no rule proposes them" },
};

Test (group, rules_that_do_not_hold_together_are_refused_with_file_and_line)
{
  expect_faults ("tests/fixtures/study/small.xml", faults, G_N_ELEMENTS (faults),
                 esp_definition_load);
}

Test (group, a_person_made_asks_for_nobody_beyond_its_number)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  MUST (temporary.study, confirm, "South 1");
  import_words (&temporary, "S-CA-009.txt", "Interviewer: And?\n\nParticipant: So it goes.\n");
  MUST (temporary.study, set_number, "S-CA-009", "1");
  expect_proposed (temporary.study, "North 2: N-SU-002 (user); carer missing\n");
}

Test (group, chooses_cases_as_an_attribute_does)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  static const char *const in[] = { "pair=first pair", NULL }, *const none[] = { "pair=", NULL },
                           *const slip[] = { "pair=Firts", NULL };
  study_open (&temporary);
  g_autoptr (GPtrArray) cases = esp_cases (temporary.study, in, NULL);
  cr_assert_eq (cases->len, 2);
  cr_expect_str_eq (((const EspCase *)cases->pdata[0])->label, "N-CA-001");
  g_autoptr (GPtrArray) others = esp_cases (temporary.study, none, NULL);
  cr_expect_eq (others->len, 3);
  cr_expect_null (esp_cases (temporary.study, slip, &error));
  cr_expect_not_null (strstr (error->message, "no case has 'Firts' as its pair; cases have: "
                                              "First pair"),
                      "%s", error->message);
}

/* ---- by hand */

Test (group, by_hand_can_be_made_filled_emptied_and_taken_away)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  EspStudy *study;
  study_open (&temporary);
  study = temporary.study;
  MUST (study, add_kind, "household");
  REFUSED (study, "is there already", add_kind, "Household");
  MUST (study, add, "household", "Seven");
  REFUSED (study, "the group 'household: seven' is there already", add, "household", "seven");
  REFUSED (study, "there is no kind of group 'home'", add, "home", "Seven");
  MUST (study, put, "Seven", "n-su-001", "son");
  MUST (study, put, "household: seven", "S-CA-005", "carer"); /* before its transcript */
  MUST (study, put, "Seven", "N-SU-001");                     /* stays what it is */
  expect_groups (study, "household", "Seven: N-SU-001 son, S-CA-005? carer.");
  MUST (study, put, "Seven", "N-SU-001", "father");
  REFUSED (study, "there is no case 'Z-SU-001'", put, "Seven", "Z-SU-001");
  REFUSED (study, "'N-CA-001' is not in the group 'Seven'", take, "Seven", "N-CA-001");
  MUST (study, take, "Seven", "S-CA-005");
  expect_groups (study, "household", "Seven: N-SU-001 father.");
  /* Who is in a group that follows from an attribute, the attribute says. */
  REFUSED (study, "espalier attributes set N-SU-001 site=South", put, "South", "N-SU-001");
  REFUSED (study, "is in the group 'South' by its attribute 'site'", take, "South", "S-SU-001");
  REFUSED (study, "follows from the attribute 'site'", take_away, "South");
  MUST (study, set_document, "rules", NULL, "Seven");
  REFUSED (study, "documents belong to 'household: Seven': 'rules'", take_away, "Seven");
  MUST (study, set_document, "rules", NULL, "site: North");
  MUST (study, take_away, "Seven");
  expect_groups (study, "household", "");
  expect_whole (study);
}

/* ---- from a sheet */

static char *
imported (const TemporaryStudy *temporary, const char *words, const EspGroupOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = temporary_file (temporary, "sheet.csv", words, -1);
  change_begin (temporary->study);
  g_autoptr (EspGroupReport) report = esp_groups_import (temporary->study, path, options, &error);
  if (report == NULL)
    {
      esp_change_abandon (temporary->study);
      return g_strdup_printf ("! %s", strstr (error->message, "': ") + 3);
    }
  change_commit (temporary->study);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < report->members->len; i++)
    {
      const EspImportedMember *one = report->members->pdata[i];
      g_string_append_printf (text, "%s/%s %s, ", one->group, one->label,
                              esp_member_fate_name (one->fate));
    }
  g_string_append_printf (text, "%u new\n", report->groups);
  for (guint i = 0; i < report->findings->len; i++)
    {
      const EspFinding *finding = report->findings->pdata[i];
      g_string_append_printf (text, "%s; %s\n", finding->what, finding->done);
    }
  return g_string_free (text, FALSE);
}

static void
expect_import (const TemporaryStudy *temporary, const char *words, const EspGroupOptions *options,
               const char *result)
{
  g_autofree char *text = imported (temporary, words, options);
  cr_expect_str_eq (text, result);
}

Test (group_import, leaves_what_is_there_and_tells_what_differs)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  expect_import (
      &temporary,
      "group,case,part,shoe\nSecond,S-SU- 001,user,\nSecond,S-CA-007,carer,\n"
      "first pair,N-SU-001,brother,\n,N-SU-001,,\nSecond,Peter Pan,,\nSecond,S-SU-001,,\n",
      NULL,
      "Second/S-SU-001 added, Second/S-CA-007 added, First pair/N-SU-001 kept, "
      "/N-SU-001 refused, Second/ refused, First pair/N-CA-001 not in the file, "
      "1 new\n"
      "the column 'shoe' says nothing of groups; left out\n"
      "row 2: the label is written 'S-SU- 001'; read as 'S-SU-001'\n"
      "row 4: N-SU-001 is in 'First pair' as 'user' in the study, as 'brother' in the file; "
      "kept as it is\n"
      "row 5 has no group; left out\n"
      "row 6: what should be a label looks like a person's name, birth date or "
      "NHS number; cases are called by their labels; left out\n"
      "row 7: S-SU-001 is in 'Second' twice, as 'user' and as ''; the first one counts\n"
      "N-CA-001 is in 'pair: First pair' and not in the file; it stays\n");
  expect_groups (temporary.study, "pair",
                 "First pair: N-CA-001 carer, N-SU-001 user."
                 "Second: S-CA-007? carer, S-SU-001 user.");
  expect_whole (temporary.study);
}

Test (group_import, a_second_time_changes_nothing)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  g_autofree char *first G_GNUC_UNUSED
      = imported (&temporary, "group;case\nA;N-SU-001\nB;N-SU-001\n", NULL);
  const guint before = history_length (temporary.study);
  expect_import (&temporary, "group;case\nA;N-SU-001\nB;N-SU-001\n", NULL,
                 "A/N-SU-001 same, B/N-SU-001 same, 0 new\n");
  cr_expect_eq (history_length (temporary.study), before);
}

Test (group_import, wants_to_know_which_column_is_what)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  const EspGroupOptions named = { .group_column = "House", .case_column = "ID" };
  const EspGroupOptions kinds = { .kind_column = "sort" };
  const EspGroupOptions unknown = { .kind = "team" };
  study_open (&temporary);
  expect_import (&temporary, "House,ID\n7,N-SU-001\n", NULL,
                 "! it has no column 'group'; it has: 'House', 'ID'; say which one has it, such as "
                 "--column 'HEADING=group'");
  expect_import (&temporary, "House,ID\n7,N-SU-001\n", &named, "7/N-SU-001 added, 1 new\n");
  expect_import (&temporary, "group,case\n7,N-SU-001\n", &unknown,
                 "! there is no kind of group 'team'; the study has: site, pair");
  expect_import (
      &temporary,
      "sort,group,case\nsite,North,S-SU-001\nteam,A,N-SU-001\n"
      "site,Mars,N-SU-001\n",
      &kinds,
      "North/S-SU-001 added, A/N-SU-001 refused, Mars/N-SU-001 refused, North/N-CA-001 not "
      "in the file, North/N-SU-001 not in the file, North/N-SU-002 not in the file, 0 new\n"
      "row 3: there is no kind of group 'team'; the study has: site, pair; left out\n"
      "row 4: the attribute 'site' has no value 'Mars'; it can be: North, South; left out\n"
      "N-CA-001 is in 'site: North' and not in the file; it stays\n"
      "N-SU-001 is in 'site: North' and not in the file; it stays\n"
      "N-SU-002 is in 'site: North' and not in the file; it stays\n");
  expect_import (&temporary, "", NULL, "! it is empty");
  expect_whole (temporary.study);
}

/* ---- documents */

static char *
document_line (EspStudy *study, const char *name)
{
  g_autoptr (GPtrArray) documents = esp_documents (study, NULL, NULL);
  for (guint i = 0; i < documents->len; i++)
    {
      const EspDocument *one = documents->pdata[i];
      if (g_str_equal (one->name, name))
        return g_strdup_printf ("%s %s %s %s", one->kind, one->level, one->case_label,
                                one->group_name);
    }
  return NULL;
}

Test (document, is_said_to_be_anothers)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  MUST (temporary.study, set_document, "rules", "N-CA-001", NULL, "micro");
  g_autofree char *rules = document_line (temporary.study, "rules");
  cr_expect_str_eq (rules, "protocol micro N-CA-001 ");
  MUST (temporary.study, set_document, "rules", NULL, "South", NULL, "policy");
  g_autofree char *again = document_line (temporary.study, "rules");
  cr_expect_str_eq (again, "policy micro  South");
  REFUSED (temporary.study, "micro, meso or macro, not 'mega'", set_document, "rules", NULL, NULL,
           "mega");
  REFUSED (temporary.study, "to a case or to a group, not to both", set_document, "rules",
           "N-SU-001", "South");
  REFUSED (temporary.study, "there is no group 'Westland'", set_document, "rules", NULL,
           "Westland");
  REFUSED (temporary.study, "'Westland 7' is no label of this study", set_document, "rules",
           "Westland 7");
  expect_whole (temporary.study);
}

Test (document, gives_its_new_case_the_words_of_the_old)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  static const char sql[]
      = "SELECT group_concat (line, ', ') FROM (SELECT s.name || ' ' || s.part || ' ' ||"
        " ifnull (c.label, '') AS line FROM speaker s JOIN document_version v ON v.id ="
        " s.version_id JOIN document d ON d.id = v.document_id LEFT JOIN study_case c ON c.id ="
        " s.case_id WHERE d.name = 'S-CA-001' ORDER BY s.name)";
  /* It is called by its label. */
  MUST (temporary.study, set_document, "S-SU-001", "S-CA-001");
  g_autofree char *after = one_text (temporary.study, sql);
  cr_expect_str_eq (after, "Interviewer interviewer , Participant case S-CA-001");
  expect_whole (temporary.study);
}

static EspDocumentSet *
set_and_tell (EspStudy *study, const char *document, const EspDocumentFacts *facts)
{
  g_autoptr (GError) error = NULL;
  EspDocumentSet *done = NULL;
  change_begin_as (study, "Anna", "documents set");
  cr_assert (esp_document_set (study, document, facts, &done, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (study);
  return done;
}

Test (document, tells_what_follows_for_the_case_that_had_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  EspStudy *study = temporary.study;
  import_words (&temporary, "N-SU-051.txt", "Interviewer: And?\n\nParticipant: Hope, mostly.\n");
  g_free (code_quote (study, "Anna", "N-SU-051", "help/meaning", "Hope, mostly."));
  g_autofree char *before = live_text (study);
  const EspDocumentFacts facts = { .case_label = "N-SU-052" };
  g_autoptr (EspDocumentSet) done = set_and_tell (study, "N-SU-051", &facts);
  cr_expect_str_eq (done->name, "N-SU-052");
  cr_expect (done->is_new);
  cr_expect_str_eq (done->handover->from, "N-SU-051");
  cr_expect (done->handover->is_gone);
  cr_expect_eq (done->handover->codings, 1);
  cr_expect_eq (one_number (study, "SELECT count (*) FROM study_case WHERE label = 'N-SU-051' AND"
                                   " gone = 0"),
                0);
  cr_expect_eq (one_number (study, "SELECT count (*) FROM case_attribute a JOIN study_case c ON"
                                   " c.id = a.case_id WHERE c.gone = 1 AND a.gone = 0"),
                0, "what followed from the label goes with it");
  expect_whole (study);
  undo_last (study, "Anna");
  g_autofree char *after = live_text (study);
  cr_expect_str_eq (after, before);
}

Test (document, leaves_the_case_on_which_something_stands)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  EspStudy *study = temporary.study;
  import_words (&temporary, "N-SU-051.txt", "Interviewer: And?\n\nParticipant: Hope, mostly.\n");
  chart_quote (study, "Anna", "N-SU-051", "help/meaning", "Hope.", "Hope, mostly.");
  const EspDocumentFacts facts = { .case_label = "N-SU-052" };
  g_autoptr (EspDocumentSet) done = set_and_tell (study, "N-SU-051", &facts);
  cr_expect_not (done->handover->is_gone);
  cr_expect_not (done->handover->keeps_words);
  cr_assert_eq (done->handover->cells->len, 1);
  cr_assert_eq (done->handover->left->len, 1);
  cr_expect_str_eq (done->handover->left->pdata[0], "summary of Meaning");
  expect_whole (study);
}

/* "Participant" of a file that nobody could place is whoever the file turns out to be of. */
Test (document, that_was_nobodys_gives_its_participant_to_its_case)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_open (&temporary);
  EspStudy *study = temporary.study;
  import_words (&temporary, "tape 7.txt", "Interviewer: And?\n\nParticipant: Hope, mostly.\n");
  const EspDocumentFacts facts = { .case_label = "N-SU-052" };
  g_autoptr (EspDocumentSet) done = set_and_tell (study, "tape 7", &facts);
  cr_expect_str_eq (done->handover->from, "tape 7, Participant");
  cr_expect (done->handover->is_gone);
  g_autofree char *speaks
      = one_text (study, "SELECT c.label FROM speaker s JOIN study_case c ON c.id = s.case_id"
                         " JOIN document_version v ON v.id = s.version_id JOIN document d"
                         " ON d.id = v.document_id WHERE d.name = 'tape 7'");
  cr_expect_str_eq (speaks, "N-SU-052");
}

Test (document, is_given_a_name_that_no_other_has)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  study_open (&temporary);
  const EspDocumentFacts facts = { .name = " Rules  of the house " };
  g_autoptr (EspDocumentSet) done = set_and_tell (temporary.study, "rules", &facts);
  cr_expect_str_eq (done->name, "Rules of the house");
  static const char *const wrong[][2] = { { "n-su-001", "another document is called 'n-su-001'" },
                                          { " ", "needs a name" },
                                          { "a\x1b[31mb", "control characters" } };
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const EspDocumentFacts other = { .name = wrong[i][0] };
      change_begin (temporary.study);
      expect_failure (
          esp_document_set (temporary.study, "Rules of the house", &other, NULL, &error), &error,
          i == 0 ? ESP_ERROR_EXISTS : ESP_ERROR_INPUT, wrong[i][1]);
      esp_change_abandon (temporary.study);
    }
}
