/* Proposing groups by the rules of the definition, and what a person says to it. Proposals are
 * computed when they are asked for: transcripts come one by one, and a set is whole one day.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/near.h"
#include "base/text.h"
#include "store/store.h"
#include "study/group.h"
#include "study/group_rule.h"

#include <string.h>

typedef struct
{
  EspStudy *study;
  GPtrArray *cases;      /* EspCase */
  GPtrArray *attributes; /* Attribute */
  LabelSchemes *schemes;
  GPtrArray *groups;    /* EspGroup: those that are there */
  GHashTable *rejected; /* char *: "triad: B-3" */
  gboolean with_rejected;
  GPtrArray *proposals; /* EspGroupProposal */
  GPtrArray *strays;    /* EspGroupStray */
} Proposing;

/* ---- freeing */

static void
proposal_free (gpointer data)
{
  EspGroupProposal *proposal = data;
  g_free (proposal->kind);
  g_free (proposal->name);
  g_ptr_array_unref (proposal->members);
  g_ptr_array_unref (proposal->lacking);
  g_ptr_array_unref (proposal->excess);
  g_free (proposal);
}

static void
stray_free (gpointer data)
{
  EspGroupStray *stray = data;
  g_free (stray->kind);
  g_free (stray->label);
  g_free (stray->part);
  g_free (stray->why);
  g_free (stray);
}

static void
proposing_clear (Proposing *self)
{
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  g_clear_pointer (&self->attributes, g_ptr_array_unref);
  g_clear_pointer (&self->schemes, label_schemes_free);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->rejected, g_hash_table_unref);
  g_clear_pointer (&self->proposals, g_ptr_array_unref);
  g_clear_pointer (&self->strays, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Proposing, proposing_clear)

/* ---- what the study has */

static gboolean
load_rejected (Proposing *self, GError **error)
{
  g_autoptr (Query) query
      = store_query (self->study, "SELECT k.name || ': ' || g.name FROM study_group AS g"
                                  " JOIN group_kind AS k ON k.id = g.kind_id"
                                  " WHERE g.gone = 0 AND g.verdict = 'rejected'");
  while (query_step (query, error))
    g_hash_table_add (self->rejected, g_strdup (query_text (query, 0)));
  return !query_failed (query);
}

static gboolean
load_study (Proposing *self, GError **error)
{
  self->rejected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->proposals = g_ptr_array_new_with_free_func (proposal_free);
  self->strays = g_ptr_array_new_with_free_func (stray_free);
  self->cases = esp_cases (self->study, NULL, error);
  self->attributes = self->cases ? attributes_load (self->study, error) : NULL;
  self->schemes = self->attributes ? label_schemes_load (self->study, error) : NULL;
  self->groups = self->schemes ? esp_groups (self->study, error) : NULL;
  return self->groups && load_rejected (self, error);
}

/* ---- one rule */

static void
stray_add (const Proposing *self, const GroupRule *rule, const EspCase *one,
           const GroupPlace *place, const char *lacking)
{
  EspGroupStray *stray = g_new0 (EspGroupStray, 1);
  stray->kind = g_strdup (rule->kind);
  stray->label = g_strdup (one->label);
  stray->part = g_strdup (place->part);
  stray->why = g_strdup_printf ("it has no '%s'", lacking);
  g_ptr_array_add (self->strays, stray);
}

static EspGroupProposal *
proposal_new (const GroupRule *rule, const char *name)
{
  EspGroupProposal *proposal = g_new0 (EspGroupProposal, 1);
  proposal->kind = g_strdup (rule->kind);
  proposal->name = g_strdup (name);
  proposal->members = g_ptr_array_new_with_free_func (group_member_free);
  proposal->lacking = g_ptr_array_new_with_free_func (g_free);
  proposal->excess = g_ptr_array_new_with_free_func (g_free);
  return proposal;
}

/* A proposal while its members are gathered. */
typedef struct
{
  EspGroupProposal *proposal;
  guint *counts; /* for each place of the rule */
} Candidate;

static void
candidate_free (gpointer data)
{
  Candidate *candidate = data;
  if (candidate->proposal != NULL)
    proposal_free (candidate->proposal);
  g_free (candidate->counts);
  g_free (candidate);
}

/* The candidate that a case belongs to, made where it is the first; NULL for a stray. */
static Candidate *
candidate_of (const Proposing *self, const GroupRule *rule, const EspCase *one,
              const GroupPlace *place, GHashTable *by_name)
{
  g_autofree char *lacking = NULL;
  g_autofree char *name = group_rule_name (rule, one, self->attributes, self->schemes, &lacking);
  if (name == NULL)
    {
      stray_add (self, rule, one, place, lacking);
      return NULL;
    }
  Candidate *candidate = g_hash_table_lookup (by_name, name);
  if (candidate == NULL)
    {
      candidate = g_new0 (Candidate, 1);
      candidate->proposal = proposal_new (rule, name);
      candidate->counts = g_new0 (guint, rule->places->len);
      g_hash_table_insert (by_name, candidate->proposal->name, candidate);
    }
  return candidate;
}

/* Who has which place, in the order of the places. Cases that nobody has identified have none. */
static GHashTable *
rule_gather (const Proposing *self, const GroupRule *rule)
{
  GHashTable *by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, candidate_free);
  for (guint p = 0; p < rule->places->len; p++)
    for (guint i = 0; i < self->cases->len; i++)
      {
        const EspCase *one = self->cases->pdata[i];
        const GroupPlace *place = rule->places->pdata[p];
        if (g_str_equal (one->kind, "unidentified") || group_rule_place (rule, one) != place)
          continue;
        const Candidate *candidate = candidate_of (self, rule, one, place, by_name);
        if (candidate == NULL)
          continue;
        candidate->counts[p]++;
        group_members_add (candidate->proposal->members, one->label, place->part, TRUE);
      }
  return by_name;
}

static void
candidate_judge (const GroupRule *rule, const Candidate *candidate)
{
  EspGroupProposal *proposal = candidate->proposal;
  for (guint p = 0; p < rule->places->len; p++)
    {
      const GroupPlace *place = rule->places->pdata[p];
      const guint n = candidate->counts[p];
      const char *as = *place->part ? place->part : "member";
      if (n == 0 && place->least == 1)
        g_ptr_array_add (proposal->lacking, g_strdup_printf ("%s missing", as));
      else if (n < place->least)
        g_ptr_array_add (proposal->lacking,
                         g_strdup_printf ("%u as %s, at least %u", n, as, place->least));
      if (n > place->most)
        g_ptr_array_add (proposal->excess,
                         g_strdup_printf ("%u as %s, at most %u", n, as, place->most));
    }
}

/* ---- what is there already */

static gboolean
is_member (const EspGroup *group, const char *label)
{
  for (guint i = 0; i < group->members->len; i++)
    if (g_str_equal (((const EspGroupMember *)group->members->pdata[i])->label, label))
      return TRUE;
  return FALSE;
}

/* A person took the case out of the group: it is not put in again. */
static gboolean
was_taken_out (EspStudy *study, const EspGroupProposal *proposal, const char *label)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT 1 FROM group_member AS m JOIN study_group AS g ON g.id = m.group_id"
             " JOIN group_kind AS k ON k.id = g.kind_id WHERE k.name = :kind AND g.name = :name"
             " AND m.case_label = :label AND m.gone = 1");
  query_bind_text (query, ":kind", proposal->kind);
  query_bind_text (query, ":name", proposal->name);
  query_bind_text (query, ":label", label);
  return query_step (query, NULL);
}

/* Leaves those that would join a group of this name, FALSE where there are none; or FALSE where all
 * of them are in one group of the kind already, whatever it is called. */
static gboolean
proposal_is_new (const Proposing *self, EspGroupProposal *proposal)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      const EspGroup *group = self->groups->pdata[i];
      if (!g_str_equal (group->kind, proposal->kind))
        continue;
      const gboolean same_name = g_str_equal (group->name, proposal->name);
      guint joining = 0;
      for (guint m = proposal->members->len; m > 0; m--)
        {
          const EspGroupMember *member = proposal->members->pdata[m - 1];
          const gboolean joins
              = !is_member (group, member->label)
                && !(same_name && was_taken_out (self->study, proposal, member->label));
          joining += joins;
          if (same_name && !joins)
            g_ptr_array_remove_index (proposal->members, m - 1);
        }
      if (joining == 0)
        return FALSE;
      proposal->is_there |= same_name;
    }
  return TRUE;
}

static gint
by_wholeness (gconstpointer a, gconstpointer b)
{
  const EspGroupProposal *const *x = a, *const *y = b;
  const guint first = (*x)->excess->len > 0 ? 1 : (*x)->lacking->len > 0 ? 2 : 0;
  const guint second = (*y)->excess->len > 0 ? 1 : (*y)->lacking->len > 0 ? 2 : 0;
  const gint kinds = strcmp ((*x)->kind, (*y)->kind);
  return kinds != 0        ? kinds
         : first != second ? (first < second ? -1 : 1)
                           : strcmp ((*x)->name, (*y)->name);
}

/* Where more fit than a group can have, the person who made it has chosen among them. */
static void
rule_propose (const Proposing *self, const GroupRule *rule)
{
  g_autoptr (GHashTable) candidates = rule_gather (self, rule);
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, candidates);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Candidate *candidate = value;
      EspGroupProposal *proposal = candidate->proposal;
      g_autofree char *display = g_strdup_printf ("%s: %s", proposal->kind, proposal->name);
      candidate_judge (rule, candidate);
      if ((self->with_rejected || !g_hash_table_contains (self->rejected, display))
          && proposal_is_new (self, proposal) && !(proposal->is_there && proposal->excess->len > 0))
        g_ptr_array_add (self->proposals, g_steal_pointer (&candidate->proposal));
    }
}

static gboolean
propose (Proposing *self, const char *kind, GError **error)
{
  g_autoptr (GPtrArray) rules = group_rules_load (self->study, kind, error);
  if (rules == NULL || !load_study (self, error))
    return FALSE;
  for (guint i = 0; i < rules->len; i++)
    rule_propose (self, rules->pdata[i]);
  g_ptr_array_sort (self->proposals, by_wholeness);
  if (rules->len > 0)
    return TRUE;
  return kind != NULL
             ? fail (error, ESP_ERROR_NOT_FOUND,
                     "no rule proposes groups of the kind '%s'; write a <rule> into the study "
                     "definition, or put cases in by hand with 'espalier groups put'",
                     kind)
             : fail (error, ESP_ERROR_NOT_FOUND,
                     "no rule proposes groups; write a <rule> into the study definition, or put "
                     "cases in by hand with 'espalier groups put'");
}

GPtrArray *
esp_group_proposals (EspStudy *study, const char *kind, GPtrArray **strays, GError **error)
{
  g_auto (Proposing) self = { .study = study };
  if (!propose (&self, kind, error))
    return NULL;
  if (strays != NULL)
    *strays = g_steal_pointer (&self.strays);
  return g_steal_pointer (&self.proposals);
}

/* ---- what a person says to it */

/* The proposal that a person means by "B-3" or "triad: B-3". */
static const EspGroupProposal *
proposal_find (const Proposing *self, const char *name, GError **error)
{
  const EspGroupProposal *found = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folded = text_fold_name (name);
  for (guint i = 0; i < self->proposals->len; i++)
    {
      const EspGroupProposal *proposal = self->proposals->pdata[i];
      char *display = g_strdup_printf ("%s: %s", proposal->kind, proposal->name);
      g_autofree char *whole = text_fold_name (display), *own = text_fold_name (proposal->name);
      g_ptr_array_add (names, display);
      if (!g_str_equal (folded, whole) && !g_str_equal (folded, own))
        continue;
      if (found != NULL)
        {
          fail (error, ESP_ERROR_AMBIGUOUS, "'%s' is proposed as '%s: %s' and as '%s'; say which",
                name, found->kind, found->name, display);
          return NULL;
        }
      found = proposal;
    }
  if (found != NULL)
    return found;
  const EspGroup *group = group_find (self->groups, name, NULL);
  g_autofree char *near = near_names (name, names);
  if (group != NULL)
    fail (error, ESP_ERROR_INPUT, "'%s' is a group of the study already", name);
  else if (near != NULL)
    fail (error, ESP_ERROR_NOT_FOUND, "no group '%s' is proposed; near it are: %s", name, near);
  else
    fail (error, ESP_ERROR_NOT_FOUND,
          "no group '%s' is proposed; 'espalier groups propose' lists those that are", name);
  return NULL;
}

static gboolean
proposal_confirm (EspStudy *study, const EspGroupProposal *proposal, GPtrArray *confirmed,
                  GError **error)
{
  const EspGroup group = { proposal->kind, proposal->name, proposal->members };
  Uuid id;
  if (!group_ensure (study, proposal->kind, proposal->name, &id, error))
    return FALSE;
  for (guint i = 0; i < proposal->members->len; i++)
    {
      const EspGroupMember *member = proposal->members->pdata[i];
      if (!group_member_ensure (study, &group, &id, member->label, member->part, error))
        return FALSE;
    }
  g_ptr_array_add (confirmed, group_display (&group));
  return TRUE;
}

static gboolean
confirm_one (const Proposing *self, const char *name, GPtrArray *confirmed, GError **error)
{
  const EspGroupProposal *proposal = proposal_find (self, name, error);
  if (proposal == NULL)
    return FALSE;
  if (proposal->excess->len > 0)
    return fail (
        error, ESP_ERROR_INPUT,
        "'%s' has %s; put those who belong to it in by hand: espalier groups put CASE --in "
        "'%s: %s' --new",
        proposal->name, (const char *)proposal->excess->pdata[0], proposal->kind, proposal->name);
  return proposal_confirm (self->study, proposal, confirmed, error);
}

gboolean
esp_groups_confirm (EspStudy *study, const char *kind, const char *name, GPtrArray **confirmed,
                    GError **error)
{
  g_auto (Proposing) self = { .study = study, .with_rejected = name != NULL };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  if (!store_in_change (study, error) || !propose (&self, kind, error)
      || (name != NULL && !confirm_one (&self, name, names, error)))
    return FALSE;
  for (guint i = 0; name == NULL && i < self.proposals->len; i++)
    {
      const EspGroupProposal *proposal = self.proposals->pdata[i];
      if (proposal->lacking->len + proposal->excess->len == 0
          && !proposal_confirm (study, proposal, names, error))
        return FALSE;
    }
  *confirmed = g_steal_pointer (&names);
  return TRUE;
}

gboolean
esp_group_reject (EspStudy *study, const char *kind, const char *name, char **display,
                  GError **error)
{
  g_auto (Proposing) self = { .study = study };
  if (!store_in_change (study, error) || !propose (&self, kind, error))
    return FALSE;
  const EspGroupProposal *proposal = proposal_find (&self, name, error);
  if (proposal == NULL)
    return FALSE;
  if (proposal->is_there)
    return fail (error, ESP_ERROR_INPUT,
                 "'%s' is a group of the study; 'espalier groups remove' takes it away", name);
  if (display != NULL)
    *display = g_strdup_printf ("%s: %s", proposal->kind, proposal->name);
  return group_reject (study, proposal->kind, proposal->name, error);
}

/* "complete"; "carer missing; 2 as service user, at most 1". */
static char *
proposal_state (const EspGroupProposal *proposal)
{
  g_autoptr (GString) state = g_string_new (NULL);
  const GPtrArray *const lists[] = { proposal->excess, proposal->lacking };
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; j < lists[i]->len; j++)
      g_string_append_printf (state, "%s%s", state->len > 0 ? "; " : "",
                              (const char *)lists[i]->pdata[j]);
  return g_strdup (state->len > 0 ? state->str : "complete");
}

/* Says of what is proposed that it is no group yet; FALSE when nothing of that name is. */
static gboolean
tell_proposed (EspStudy *study, const char *text, gboolean with_rejected, GError **error)
{
  g_auto (Proposing) self = { .study = study, .with_rejected = with_rejected };
  const EspGroupProposal *proposal
      = propose (&self, NULL, NULL) ? proposal_find (&self, text, NULL) : NULL;
  if (proposal == NULL)
    return FALSE;
  g_autofree char *state = proposal_state (proposal);
  const char *what = with_rejected ? "was proposed and rejected" : "is proposed, and no group yet";
  if (proposal->excess->len > 0)
    fail (error, ESP_ERROR_NOT_FOUND,
          "'%s: %s' %s (%s); --new makes it, with those who are put in by hand", proposal->kind,
          proposal->name, what, state);
  else
    fail (error, ESP_ERROR_NOT_FOUND,
          "'%s: %s' %s (%s); 'espalier groups confirm \"%s: %s\"' makes it one, then others can be "
          "put in",
          proposal->kind, proposal->name, what, state, proposal->kind, proposal->name);
  return TRUE;
}

const EspGroup *
group_confirmed (EspStudy *study, const GPtrArray *groups, const char *text, GError **error)
{
  g_autoptr (GError) why = NULL;
  const EspGroup *found = group_find (groups, text, &why);
  if (found != NULL)
    return found;
  if (!g_error_matches (why, ESP_ERROR, ESP_ERROR_NOT_FOUND)
      || !(tell_proposed (study, text, FALSE, error) || tell_proposed (study, text, TRUE, error)))
    g_propagate_error (error, g_steal_pointer (&why));
  return NULL;
}
