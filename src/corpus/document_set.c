/* Saying afterwards whose a document is, its level and its kind.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/text.h"
#include "corpus/document.h"
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

/* Who spoke as the case of the document is its new case: "Participant" in an interview that was
 * filed under another's label. */
static gboolean
pass_words (EspStudy *study, const DocRef *document, const Uuid *case_id, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "UPDATE speaker SET case_id = :case WHERE version_id = :version AND gone = 0"
             " AND case_id = (SELECT case_id FROM document WHERE id = :id) AND case_id <> :case");
  query_bind_uuid (query, ":id", &document->document_id);
  query_bind_uuid (query, ":version", &document->version_id);
  query_bind_uuid (query, ":case", case_id);
  return query_run (query, error);
}

static gboolean
set_owner (EspStudy *study, const DocRef *document, const EspDocumentFacts *facts, GError **error)
{
  Uuid case_id, group;
  if (facts->case_label != NULL)
    return case_find (study, facts->case_label, &case_id, NULL, error)
           && pass_words (study, document, &case_id, error)
           && write_owner (study, &document->document_id, &case_id, NULL, error);
  g_autoptr (GPtrArray) groups = esp_groups (study, error);
  const EspGroup *found = groups != NULL ? group_find (groups, facts->group, error) : NULL;
  return found != NULL && group_ensure (study, found->kind, found->name, &group, error)
         && write_owner (study, &document->document_id, NULL, &group, error);
}

gboolean
esp_document_set (EspStudy *study, const char *document, const EspDocumentFacts *facts, char **own,
                  GError **error)
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
  if (own != NULL)
    *own = document_name (study, &one->document_id);
  return write_fact (study, &one->document_id, kind, facts->level, error)
         && ((facts->case_label == NULL && facts->group == NULL)
             || set_owner (study, one, facts, error));
}
