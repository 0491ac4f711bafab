/* Two cases that are one: a label that was written wrong in several files, or given twice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/text.h"
#include "corpus/document.h"
#include "corpus/transcript.h"
#include "merging/resolve.h"
#include "store/store.h"
#include "study/case.h"
#include "study/group.h"

void
esp_case_joined_free (EspCaseJoined *joined)
{
  if (joined == NULL)
    return;
  g_free (joined->from);
  g_free (joined->to);
  g_ptr_array_unref (joined->documents);
  g_ptr_array_unref (joined->spoken_in);
  g_ptr_array_unref (joined->not_taken);
  g_free (joined);
}

/* ---- attributes */

typedef struct
{
  Uuid id;
  char *attribute, *value;
  gboolean given;
  char *other; /* what the case that stays has; NULL: nothing */
} Fact;

static void
fact_clear (gpointer data)
{
  Fact *fact = data;
  g_free (fact->attribute);
  g_free (fact->value);
  g_free (fact->other);
}

static GArray *
load_facts (EspStudy *study, const Uuid *from, const Uuid *to, GError **error)
{
  g_autoptr (GArray) facts = g_array_new (FALSE, FALSE, sizeof (Fact));
  g_array_set_clear_func (facts, fact_clear);
  g_autoptr (Query) query = store_query (
      study, "SELECT c.id, a.name, c.value, c.origin <> 'label', (SELECT o.value FROM"
             " case_attribute o WHERE o.case_id = :to AND o.attribute_id = a.id AND o.gone = 0)"
             " FROM case_attribute c JOIN attribute a ON a.id = c.attribute_id AND a.gone = 0"
             " WHERE c.case_id = :from AND c.gone = 0 ORDER BY a.sort_key, a.name");
  query_bind_uuid (query, ":from", from);
  query_bind_uuid (query, ":to", to);
  while (query_step (query, error))
    {
      const Fact fact = { query_uuid (query, 0), g_strdup (query_text (query, 1)),
                          g_strdup (query_text (query, 2)), query_int (query, 3) != 0,
                          query_is_null (query, 4) ? NULL : g_strdup (query_text (query, 4)) };
      g_array_append_val (facts, fact);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&facts);
}

/* What somebody gave goes along where the other has nothing of it; what follows from the label
 * stays with the label. */
static gboolean
join_facts (EspStudy *study, const Uuid *from, const Uuid *to, EspCaseJoined *joined,
            GError **error)
{
  g_autoptr (GArray) facts = load_facts (study, from, to, error);
  for (guint i = 0; facts != NULL && i < facts->len; i++)
    {
      const Fact *fact = &g_array_index (facts, Fact, i);
      if (!store_gone (study, "case_attribute", &fact->id, error))
        return FALSE;
      if (fact->given && fact->other == NULL
          && !esp_case_set_attribute (study, joined->to, fact->attribute, fact->value, error))
        return FALSE;
      if (fact->given && fact->other != NULL && !g_str_equal (fact->other, fact->value))
        g_ptr_array_add (joined->not_taken,
                         g_strdup_printf ("%s = %s", fact->attribute, fact->value));
    }
  return facts != NULL;
}

/* ---- groups, which hold labels */

typedef struct
{
  Uuid id, group;
  char *kind, *name, *part;
  char *other; /* the part that the case which stays has there; "": none */
} Membership;

static void
membership_clear (gpointer data)
{
  Membership *membership = data;
  g_free (membership->kind);
  g_free (membership->name);
  g_free (membership->part);
  g_free (membership->other);
}

static GArray *
load_memberships (EspStudy *study, const char *from, const char *to, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Membership));
  g_array_set_clear_func (all, membership_clear);
  g_autoptr (Query) query = store_query (
      study, "SELECT m.id, g.id, k.name, g.name, m.part, (SELECT o.part FROM group_member o"
             " WHERE o.group_id = g.id AND o.case_label = :to AND o.gone = 0) FROM group_member m"
             " JOIN study_group g ON g.id = m.group_id AND g.gone = 0"
             " JOIN group_kind k ON k.id = g.kind_id"
             " WHERE m.case_label = :from AND m.gone = 0 ORDER BY k.name, g.name, m.id");
  query_bind_text (query, ":from", from);
  query_bind_text (query, ":to", to);
  while (query_step (query, error))
    {
      const Membership one = { query_uuid (query, 0),
                               query_uuid (query, 1),
                               g_strdup (query_text (query, 2)),
                               g_strdup (query_text (query, 3)),
                               g_strdup (query_text (query, 4)),
                               g_strdup (query_text (query, 5)) };
      g_array_append_val (all, one);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&all);
}

/* A group of which both are stays with the one; its part there goes along where the other has
 * none. */
static gboolean
join_groups (EspStudy *study, const EspCaseJoined *joined, GError **error)
{
  g_autoptr (GArray) all = load_memberships (study, joined->from, joined->to, error);
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const Membership *one = &g_array_index (all, Membership, i);
      const EspGroup group = { one->kind, one->name, NULL };
      const gboolean has_part = *one->other != '\0';
      if (!store_gone (study, "group_member", &one->id, error)
          || (!has_part
              && !group_member_ensure (study, &group, &one->group, joined->to, one->part, error)))
        return FALSE;
      if (has_part && *one->part != '\0' && !text_same_name (one->part, one->other))
        g_ptr_array_add (joined->not_taken,
                         g_strdup_printf ("%s in '%s: %s'", one->part, one->kind, one->name));
    }
  return all != NULL;
}

/* ---- documents */

/* Counts the turns of the case in a document that is another's. */
static void
count_turns (const DocText *doc, const Uuid *from, EspCaseJoined *joined)
{
  for (guint i = 0; i < doc->items->len; i++)
    {
      const TextItem *item = &g_array_index (doc->items, TextItem, i);
      joined->turns += item->kind == ESP_ITEM_TURN && item->part == ESP_PART_CASE
                       && uuid_equal (&item->case_id, from);
    }
}

/* Those of the case, and in which it speaks; one that is called by its label gets the new one. */
static gboolean
join_documents (EspStudy *study, const Uuid *from, EspCaseJoined *joined, GError **error)
{
  g_autoptr (GArray) documents = documents_of_case (study, from, error);
  for (guint i = 0; documents != NULL && i < documents->len; i++)
    {
      const DocRef *ref = &g_array_index (documents, DocRef, i);
      const Uuid *id = &ref->document_id;
      g_autoptr (DocText) doc = doc_text_load (study, &ref->version_id, error);
      if (doc == NULL)
        return FALSE;
      const gboolean own = uuid_equal (&doc->case_id, from);
      if (!own)
        count_turns (doc, from, joined);
      if (!document_follow_label (study, id, joined->from, joined->to, error))
        return FALSE;
      g_ptr_array_add (own ? joined->documents : joined->spoken_in, document_name (study, id));
    }
  return documents != NULL;
}

static gboolean
count_summaries (EspStudy *study, const Uuid *id, guint *n, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT count (*) FROM summary s WHERE s.case_id = :id AND s.gone = 0 AND NOT EXISTS"
             " (SELECT 1 FROM summary n WHERE n.replaces_id = s.id AND n.gone = 0)");
  query_bind_uuid (query, ":id", id);
  *n = query_step (query, error) ? (guint)query_int (query, 0) : 0;
  return !query_failed (query);
}

gboolean
esp_case_join (EspStudy *study, const char *from, const char *to, EspCaseJoined **done,
               GError **error)
{
  Uuid from_id, to_id;
  g_autoptr (EspCaseJoined) joined = g_new0 (EspCaseJoined, 1);
  joined->documents = g_ptr_array_new_with_free_func (g_free);
  joined->spoken_in = g_ptr_array_new_with_free_func (g_free);
  joined->not_taken = g_ptr_array_new_with_free_func (g_free);
  if (!store_in_change (study, error) || !case_find (study, from, &from_id, &joined->from, error)
      || !case_named (study, to, &to_id, &joined->to, &joined->is_new, error))
    return FALSE;
  if (uuid_equal (&from_id, &to_id))
    return fail (error, ESP_ERROR_INPUT, "'%s' and '%s' are one case already", from, to);
  if (!join_facts (study, &from_id, &to_id, joined, error) || !join_groups (study, joined, error)
      || !join_documents (study, &from_id, joined, error)
      || !count_summaries (study, &from_id, &joined->summaries, error)
      || !row_join (study, "study_case", &to_id, &from_id, error))
    return FALSE;
  if (done != NULL)
    *done = g_steal_pointer (&joined);
  return TRUE;
}
