/* What a person does to groups by a command, and to whose a document is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/operations.h"

/* One of an array, mostly one of the first two, so that people meet; NULL for none. */
static gpointer
pick (const GPtrArray *array)
{
  if (array == NULL || array->len == 0)
    return NULL;
  return array->pdata[chance_below (chance_once_in (3) ? array->len : MIN (array->len, 2))];
}

static char *
group_words (const EspGroup *group)
{
  return g_strdup_printf ("%s: %s", group->kind, group->name);
}

/* One that a person made: no attribute makes pairs. */
static char *
pick_pair (Turn *turn, GError **error)
{
  g_autoptr (GPtrArray) groups = esp_groups (turn->study, error);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  for (guint i = 0; groups != NULL && i < groups->len; i++)
    if (g_str_equal (((const EspGroup *)groups->pdata[i])->kind, "pair"))
      g_ptr_array_add (pairs, groups->pdata[i]);
  const EspGroup *group = pick (pairs);
  if (group == NULL && groups != NULL)
    operation_nothing (error, "group");
  return group != NULL ? group_words (group) : NULL;
}

static char *
some_label (void)
{
  static const char *const labels[]
      = { "N-SU-001", "N-CA-001", "S-SU-001", "N-SU-002", "N-SU-099" };
  return g_strdup (labels[chance_below (G_N_ELEMENTS (labels))]);
}

/* Of the proposals one by name, NULL with an error for none. */
static char *
pick_proposal (Turn *turn, GError **error)
{
  g_autoptr (GPtrArray) proposals = esp_group_proposals (turn->study, NULL, NULL, error);
  const EspGroupProposal *one = pick (proposals);
  if (one == NULL && proposals != NULL)
    operation_nothing (error, "proposal");
  return one != NULL ? g_strdup_printf ("%s: %s", one->kind, one->name) : NULL;
}

static gboolean
run_confirm (Turn *turn, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;
  if (chance_once_in (3))
    return esp_groups_confirm (turn->study, "pair", NULL, &names, error);
  g_autofree char *name = pick_proposal (turn, error);
  return name != NULL && esp_groups_confirm (turn->study, NULL, name, &names, error);
}

static gboolean
run_reject (Turn *turn, GError **error)
{
  g_autofree char *name = pick_proposal (turn, error);
  return name != NULL && esp_group_reject (turn->study, NULL, name, NULL, error);
}

static gboolean
run_put (Turn *turn, GError **error)
{
  static const char *const parts[] = { "user", "carer", "sister", "" };
  static const char *const names[] = { "Third", "Fourth" };
  g_autofree char *label = some_label ();
  const char *part = parts[chance_below (G_N_ELEMENTS (parts))];
  if (chance_once_in (4))
    return esp_group_add (turn->study, "pair", names[chance_below (G_N_ELEMENTS (names))], NULL,
                          error);
  g_autofree char *group = pick_pair (turn, error);
  return group != NULL && esp_group_put (turn->study, group, label, part, NULL, NULL, error);
}

static gboolean
run_take (Turn *turn, GError **error)
{
  g_autoptr (GPtrArray) groups = esp_groups (turn->study, error);
  g_autoptr (GPtrArray) filled = g_ptr_array_new ();
  for (guint i = 0; groups != NULL && i < groups->len; i++)
    {
      const EspGroup *group = groups->pdata[i];
      if (g_str_equal (group->kind, "pair") && group->members->len > 0)
        g_ptr_array_add (filled, groups->pdata[i]);
    }
  const EspGroup *group = pick (filled);
  if (group == NULL)
    return groups != NULL && operation_nothing (error, "group with a member");
  const EspGroupMember *member = pick (group->members);
  g_autofree char *words = group_words (group);
  return esp_group_take (turn->study, words, member->label, NULL, NULL, error);
}

static gboolean
run_remove (Turn *turn, GError **error)
{
  g_autofree char *group = pick_pair (turn, error);
  return group != NULL && esp_group_remove (turn->study, group, NULL, error);
}

static gboolean
run_kind (Turn *turn, GError **error)
{
  static const char *const names[] = { "household", "team" };
  return esp_group_kind_add (turn->study, names[chance_below (G_N_ELEMENTS (names))],
                             chance_once_in (3) ? "role" : NULL, error);
}

/* A sheet of two members, one of them perhaps of nobody. */
static gboolean
run_groups_import (Turn *turn, GError **error)
{
  static const char *const names[] = { "First pair", "Third", "" };
  g_autofree char *first = some_label (), *second = some_label ();
  g_autofree char *words
      = g_strdup_printf ("group;case;part\n%s;%s;user\n%s;%s;%s\n", names[chance_below (2)], first,
                         names[chance_below (3)], second, chance_once_in (2) ? "carer" : "");
  g_autofree char *path = g_build_filename (turn->folder, "pairs.csv", NULL);
  const EspGroupOptions options = { .kind = "pair" };
  if (!g_file_set_contents_full (path, words, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return FALSE;
  g_autoptr (EspGroupReport) report = esp_groups_import (turn->study, path, &options, error);
  return report != NULL;
}

/* Of a case or of a group, and two people can say one each. */
static gboolean
run_document_set (Turn *turn, GError **error)
{
  static const char *const kinds[] = { "interview", "policy", "leaflet" };
  g_autoptr (GPtrArray) documents = esp_documents (turn->study, NULL, error);
  g_autoptr (GPtrArray) cases = documents != NULL ? esp_cases (turn->study, NULL, error) : NULL;
  g_autoptr (GPtrArray) groups = cases != NULL ? esp_groups (turn->study, error) : NULL;
  const EspDocument *document = pick (documents);
  const EspCase *one = pick (cases);
  const EspGroup *group = pick (groups);
  if (document == NULL || one == NULL || group == NULL)
    return groups != NULL && operation_nothing (error, "document, case or group");
  const gboolean is_case = chance_once_in (2);
  g_autofree char *words = group_words (group);
  const EspDocumentFacts facts = {
    .kind = chance_once_in (3) ? kinds[chance_below (G_N_ELEMENTS (kinds))] : NULL,
    .level = is_case ? "micro" : "meso",
    .case_label = is_case ? one->label : NULL,
    .group = is_case ? NULL : words,
  };
  return esp_document_set (turn->study, document->name, &facts, NULL, error);
}

const Operation group_operations[] = {
  { "groups confirm", 5, FALSE, run_confirm },
  { "groups reject", 4, FALSE, run_reject },
  { "groups put", 6, FALSE, run_put },
  { "groups take", 4, FALSE, run_take },
  { "groups remove", 2, FALSE, run_remove },
  { "groups kind", 1, FALSE, run_kind },
  { "groups import", 3, FALSE, run_groups_import },
  { "documents set", 6, FALSE, run_document_set },
  { 0 },
};
