/* Saying afterwards whose a document is, its level, its kind and its name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/text.h"
#include "corpus/belonging.h"
#include "corpus/document.h"
#include "corpus/handover.h"
#include "store/store.h"
#include "study/case.h"
#include "study/group.h"

static gboolean
check_level (const char *level, GError **error)
{
  static const char *const levels[] = { "micro", "meso", "macro", NULL };
  return level == NULL || g_strv_contains (levels, level)
         || fail (error, ESP_ERROR_INPUT, "the level is micro, meso or macro, not '%s'", level);
}

static gboolean
write_fact (EspStudy *study, const Uuid *id, const char *kind, const char *level, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "UPDATE document SET kind = ifnull (:kind, kind), level = ifnull (:level, level)"
             " WHERE id = :id AND (kind, level) IS NOT (ifnull (:kind, kind),"
             " ifnull (:level, level))");
  query_bind_uuid (query, ":id", id);
  query_bind_text (query, ":kind", kind);
  query_bind_text (query, ":level", level);
  return query_run (query, error);
}

static gboolean
write_owner (EspStudy *study, const Uuid *id, const Uuid *case_id, const Uuid *group,
             GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "UPDATE document SET case_id = :case, group_id = :group"
                            " WHERE id = :id AND (case_id, group_id) IS NOT (:case, :group)");
  query_bind_uuid (query, ":id", id);
  query_bind_uuid (query, ":case", case_id);
  query_bind_uuid (query, ":group", group);
  return query_run (query, error);
}

/* Whom the case that speaks is taken to be until now: the document's owner; where it has none, the
 * case not identified that speaks as "Participant", or as another name that means the case of the
 * document; nil for nobody. */
static gboolean
find_from (EspStudy *study, const DocRef *document, const Uuid *owner, Uuid *from, GError **error)
{
  *from = *owner;
  if (!uuid_is_nil (owner))
    return TRUE;
  g_autoptr (Rulebook) book = rulebook_load (study, error);
  if (book == NULL)
    return FALSE;
  g_autoptr (Query) query = store_query (
      study, "SELECT s.name, c.id FROM speaker s JOIN study_case c ON c.id = s.case_id"
             " AND c.kind = 'unidentified' WHERE s.version_id = :version AND s.gone = 0"
             " ORDER BY s.name");
  query_bind_uuid (query, ":version", &document->version_id);
  while (uuid_is_nil (from) && query_step (query, error))
    {
      EspPart part;
      if (rulebook_part (book, query_text (query, 0), &part) && part == ESP_PART_CASE)
        *from = query_uuid (query, 1);
    }
  return !query_failed (query);
}

/* Who spoke as one case is another, in every version of the text: "Participant" in an interview
 * that was filed under another's label. */
static gboolean
pass_words (EspStudy *study, const Uuid *document, const Uuid *from, const Uuid *to, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "UPDATE speaker SET case_id = :to WHERE gone = 0 AND case_id = :from"
                            " AND case_id <> :to AND version_id IN"
                            " (SELECT id FROM document_version WHERE document_id = :document)");
  query_bind_uuid (query, ":document", document);
  query_bind_uuid (query, ":from", from);
  query_bind_uuid (query, ":to", to);
  return query_run (query, error);
}

static gboolean
load_owner (EspStudy *study, const Uuid *document, Uuid *owner, char **label, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT d.case_id, ifnull (c.label, '') FROM document d LEFT JOIN"
                            " study_case c ON c.id = d.case_id WHERE d.id = :id");
  query_bind_uuid (query, ":id", document);
  const gboolean found = query_step (query, error);
  *owner = found ? query_uuid (query, 0) : UUID_NIL;
  *label = g_strdup (found ? query_text (query, 1) : "");
  return !query_failed (query);
}

/* The case or the group that is meant, and its name as the study writes it. */
static gboolean
find_owner (EspStudy *study, const EspDocumentFacts *facts, EspDocumentSet *set, Uuid *case_id,
            Uuid *group, GError **error)
{
  *case_id = *group = UUID_NIL;
  if (facts->case_label != NULL)
    return case_named (study, facts->case_label, case_id, &set->owner, &set->is_new, error);
  g_autoptr (GPtrArray) groups = esp_groups (study, error);
  const EspGroup *found
      = groups != NULL ? group_confirmed (study, groups, facts->group, error) : NULL;
  if (found != NULL)
    set->owner = group_display (found);
  return found != NULL && group_ensure (study, found->kind, found->name, group, error);
}

static gboolean
set_owner (EspStudy *study, const DocRef *document, const EspDocumentFacts *facts,
           EspDocumentSet *set, GError **error)
{
  Uuid case_id, group, owner, from = UUID_NIL;
  g_autofree char *label = NULL;
  const Uuid *id = &document->document_id;
  if (!load_owner (study, id, &owner, &label, error)
      || !find_owner (study, facts, set, &case_id, &group, error)
      || !find_from (study, document, &owner, &from, error))
    return FALSE;
  if (facts->case_label != NULL && uuid_equal (&owner, &case_id))
    return TRUE;
  g_autoptr (Handover) handover = handover_begin (study, id, &from, error);
  if (handover == NULL || !write_owner (study, id, &case_id, &group, error)
      || (facts->case_label != NULL && !uuid_is_nil (&from)
          && !pass_words (study, id, &from, &case_id, error)))
    return FALSE;
  if (facts->case_label != NULL && facts->name == NULL
      && !document_follow_label (study, id, label, set->owner, error))
    return FALSE;
  set->handover = handover_end (study, handover, error);
  if (set->handover != NULL)
    set->handover->has_document = !uuid_is_nil (&owner);
  return set->handover != NULL;
}

/* ---- its name */

static gboolean
write_name (EspStudy *study, const Uuid *id, const char *name, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "UPDATE document SET name = :name WHERE id = :id AND name <> :name");
  query_bind_uuid (query, ":id", id);
  query_bind_text (query, ":name", name);
  return query_run (query, error);
}

/* Whether no other document is called so. */
static gboolean
name_is_free (EspStudy *study, const Uuid *id, const char *name, gboolean *is_free, GError **error)
{
  g_autofree char *folded = text_fold_name (name);
  g_autoptr (Query) query
      = store_query (study, "SELECT name FROM document WHERE gone = 0 AND id <> :id");
  query_bind_uuid (query, ":id", id);
  *is_free = TRUE;
  while (*is_free && query_step (query, error))
    {
      g_autofree char *other = text_fold_name (query_text (query, 0));
      *is_free = !g_str_equal (other, folded);
    }
  return !query_failed (query);
}

gboolean
document_follow_label (EspStudy *study, const Uuid *id, const char *old_label,
                       const char *new_label, GError **error)
{
  gboolean is_free;
  g_autofree char *name = document_name (study, id);
  if (!g_str_equal (name, old_label))
    return TRUE;
  return name_is_free (study, id, new_label, &is_free, error)
         && (!is_free || write_name (study, id, new_label, error));
}

static gboolean
set_name (EspStudy *study, const Uuid *id, const char *given, GError **error)
{
  gboolean is_free;
  g_autofree char *name = text_fold_label (given);
  if (*name == '\0')
    return fail (error, ESP_ERROR_INPUT, "a document needs a name");
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return fail (error, ESP_ERROR_INPUT, "the name of a document has no control characters");
  if (!name_is_free (study, id, name, &is_free, error))
    return FALSE;
  return is_free ? write_name (study, id, name, error)
                 : fail (error, ESP_ERROR_EXISTS, "another document is called '%s'", name);
}

/* ---- all of it */

void
esp_document_set_free (EspDocumentSet *set)
{
  if (set == NULL)
    return;
  g_free (set->name);
  g_free (set->old_name);
  g_free (set->owner);
  esp_handover_free (set->handover);
  g_free (set);
}

gboolean
esp_document_set (EspStudy *study, const char *document, const EspDocumentFacts *facts,
                  EspDocumentSet **done, GError **error)
{
  if (!store_in_change (study, error) || !check_level (facts->level, error))
    return FALSE;
  if (facts->case_label != NULL && facts->group != NULL)
    return fail (error, ESP_ERROR_USAGE, "a document belongs to a case or to a group, not to both");
  g_autofree char *kind = facts->kind != NULL ? text_fold_label (facts->kind) : NULL;
  if (kind != NULL && *kind == '\0')
    return fail (error, ESP_ERROR_INPUT, "the kind of a document has a name, such as 'policy'");
  g_autoptr (GArray) found = documents_find (study, document, error);
  if (found == NULL || !documents_only_one (study, found, document, error))
    return FALSE;
  const DocRef *one = &g_array_index (found, DocRef, 0);
  const Uuid *id = &one->document_id;
  g_autoptr (EspDocumentSet) set = g_new0 (EspDocumentSet, 1);
  set->old_name = document_name (study, id);
  if (!write_fact (study, id, kind, facts->level, error)
      || (facts->name != NULL && !set_name (study, id, facts->name, error))
      || ((facts->case_label != NULL || facts->group != NULL)
          && !set_owner (study, one, facts, set, error)))
    return FALSE;
  set->name = document_name (study, id);
  if (set->owner == NULL)
    set->owner = g_strdup ("");
  if (done != NULL)
    *done = g_steal_pointer (&set);
  return TRUE;
}
