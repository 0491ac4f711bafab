/* Documents: listing them, and finding those that a person means.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/document.h"

#include "base/error.h"
#include "base/text.h"
#include "corpus/version.h"
#include "store/store.h"
#include "study/case.h"
#include "study/in_force.h"

/* ---- finding */

static gboolean
collect (Query *query, GArray *found, GError **error)
{
  while (query_step (query, error))
    {
      DocRef ref = { query_uuid (query, 0), query_uuid (query, 1) };
      g_array_append_val (found, ref);
    }
  return !query_failed (query);
}

/* By name, compared as people would: dashes, spaces and case folded. */
static gboolean
collect_by_name (EspStudy *study, const char *name, GArray *found, GError **error)
{
  g_autofree char *folded = text_fold_name (name);
  g_autoptr (Query) query
      = store_query (study, "SELECT d.id, v.id, d.name FROM document d JOIN document_version v ON "
                            "v.id = " TEXT_IN_FORCE ("d.id") " WHERE d.gone = 0 ORDER BY d.name");
  while (query_step (query, error))
    {
      g_autofree char *other = text_fold_name (query_text (query, 2));
      if (!g_str_equal (other, folded))
        continue;
      DocRef ref = { query_uuid (query, 0), query_uuid (query, 1) };
      g_array_append_val (found, ref);
    }
  return !query_failed (query);
}

GArray *
documents_of_case (EspStudy *study, const Uuid *case_id, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (DocRef));
  g_autoptr (Query) query = store_query (
      study, "SELECT d.id, v.id FROM document d JOIN document_version v ON "
             "v.id = " TEXT_IN_FORCE (
                 "d.id") " WHERE d.gone = 0"
                         " AND (d.case_id = :case OR EXISTS (SELECT 1 FROM speaker s WHERE "
                         "s.version_id = v.id AND s.case_id = :case"
                         "                                   AND s.gone = 0)) ORDER BY d.name");
  query_bind_uuid (query, ":case", case_id);
  return collect (query, found, error) ? g_steal_pointer (&found) : NULL;
}

/* Two copies may have brought two documents of one name: then the beginning of the id tells them
 * apart. */
static gboolean
collect_by_id (EspStudy *study, const char *id, GArray *found, GError **error)
{
  if (strlen (id) < 8 || strspn (id, "0123456789abcdef") != strlen (id))
    return TRUE;
  g_autoptr (Query) query = store_query (
      study, "SELECT d.id, v.id FROM document d JOIN document_version v ON "
             "v.id = " TEXT_IN_FORCE ("d.id") " WHERE d.gone = 0"
                                              " AND lower (hex (d.id)) LIKE :id || '%'");
  query_bind_text (query, ":id", id);
  return collect (query, found, error);
}

GArray *
documents_find (EspStudy *study, const char *name, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (DocRef));
  if (!collect_by_name (study, name, found, error)
      || (found->len == 0 && !collect_by_id (study, name, found, error)))
    return NULL;
  if (found->len > 0)
    return g_steal_pointer (&found);

  Uuid case_id;
  g_autoptr (GError) no_case = NULL;
  if (!case_find (study, name, &case_id, NULL, &no_case))
    {
      if (no_case->code == ESP_ERROR_NOT_FOUND)
        fail (error, ESP_ERROR_NOT_FOUND,
              "there is no document or case '%s'; 'espalier documents' lists them", name);
      else
        g_propagate_error (error, g_steal_pointer (&no_case));
      return NULL;
    }
  g_clear_pointer (&found, g_array_unref);
  found = documents_of_case (study, &case_id, error);
  if (found != NULL && found->len == 0)
    {
      fail (error, ESP_ERROR_NOT_FOUND, "the case '%s' has no document", name);
      return NULL;
    }
  return g_steal_pointer (&found);
}

char *
document_name (EspStudy *study, const Uuid *id)
{
  g_autoptr (Query) query = store_query (study, "SELECT name FROM document WHERE id = :id");
  query_bind_uuid (query, ":id", id);
  return g_strdup (query_step (query, NULL) ? query_text (query, 0) : "?");
}

gboolean
documents_only_one (EspStudy *study, const GArray *found, const char *name, GError **error)
{
  if (found->len == 1)
    return TRUE;
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < found->len; i++)
    {
      const Uuid *id = &g_array_index (found, DocRef, i).document_id;
      g_autofree char *one = document_name (study, id), *digits = hex_encode (id->bytes, 4);
      g_string_append_printf (names, "%s'%s' (%s)", i > 0 ? ", " : "", one, digits);
    }
  return fail (error, ESP_ERROR_AMBIGUOUS, "'%s' has %u documents: %s; say which", name, found->len,
               names->str);
}

/* ---- listing */

void
esp_document_free (EspDocument *document)
{
  if (document == NULL)
    return;
  char *texts[] = {
    document->id,         document->name,          document->kind,         document->level,
    document->case_label, document->group_kind,    document->reader,       document->group_name,
    document->coder,      document->original_name, document->made_at,      document->mode,
    document->held_on,    document->place,         document->interviewers, document->others
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (document);
}

/* Which of its texts the one in force is; asked only of those that were corrected. */
static gboolean
count_version (EspStudy *study, const Uuid *id, const Uuid *version, guint *number, GError **error)
{
  g_autoptr (VersionTree) versions = version_tree_load (study, id, error);
  *number = versions != NULL ? version_tree_number (versions, version) : 1;
  return versions != NULL;
}

static EspDocument *
read_document (EspStudy *study, Query *row, GError **error)
{
  EspDocument *document = g_new0 (EspDocument, 1);
  Uuid id = query_uuid (row, 0);
  document->id = uuid_dup_text (&id);
  char **texts[] = { &document->name,          &document->kind,         &document->level,
                     &document->case_label,    &document->group_kind,   &document->group_name,
                     &document->original_name, &document->reader,       &document->coder,
                     &document->made_at,       &document->held_on,      &document->mode,
                     &document->place,         &document->interviewers, &document->others };
  for (int i = 0; i < (int)G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup (query_text (row, i + 1));
  document->minutes = query_real (row, 16);
  document->length_cp = (gsize)query_int (row, 17);
  document->turns = (guint)query_int (row, 18);
  document->codings = (guint)query_int (row, 19);
  document->version = 1;
  const Uuid version = query_uuid (row, 21);
  if (query_int (row, 20) != 0 && !count_version (study, &id, &version, &document->version, error))
    g_clear_pointer (&document, esp_document_free);
  return document;
}

gboolean
documents_hold (const GArray *found, const Uuid *document_id)
{
  for (guint i = 0; found != NULL && i < found->len; i++)
    if (uuid_equal (&g_array_index (found, DocRef, i).document_id, document_id))
      return TRUE;
  return found == NULL;
}

/* The documents of a case where there is one of that label, though one of them is often called so
 * too. */
static GArray *
documents_listed (EspStudy *study, const char *of, GError **error)
{
  Uuid case_id;
  g_autoptr (GArray) found = case_find (study, of, &case_id, NULL, NULL)
                                 ? documents_of_case (study, &case_id, NULL)
                                 : NULL;
  return found != NULL && found->len > 0 ? g_steal_pointer (&found)
                                         : documents_find (study, of, error);
}

GPtrArray *
esp_documents (EspStudy *study, const char *of, GError **error)
{
  g_autoptr (GArray) wanted = of != NULL ? documents_listed (study, of, error) : NULL;
  if (of != NULL && wanted == NULL)
    return NULL;
  g_autoptr (GPtrArray) documents
      = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_document_free);
  g_autoptr (Query) query = store_query (
      study,
      "SELECT d.id, d.name, d.kind, d.level, ifnull (c.label, ''), ifnull (k.name, ''), ifnull "
      "(g.name, ''),"
      " v.original_name, v.reader, p.name, v.made_at, ifnull (s.held_on, ''), ifnull (s.mode, ''), "
      "ifnull (s.place, ''),"
      " ifnull (s.interviewers, ''), ifnull (s.others, ''), ifnull (s.minutes, 0), ifnull "
      "(t.length_cp, 0),"
      " ifnull ((SELECT numbered FROM layout l WHERE l.hash = v.layout_hash), 0),"
      " (SELECT count (*) FROM document_version o JOIN coding x ON x.version_id = o.id WHERE"
      " o.document_id = d.id AND o.gone = 0 AND x.gone = 0 AND x.origin <> 'proposed'),"
      " v.replaces_id IS NOT NULL, v.id"
      " FROM document d JOIN document_version v ON v.id = " TEXT_IN_FORCE (
          "d.id") " LEFT JOIN text_body t ON t.hash = v.text_hash JOIN coder p ON p.id = v.coder_id"
                  " LEFT JOIN study_case c ON c.id = d.case_id LEFT JOIN study_group g ON g.id = "
                  "d.group_id"
                  " LEFT JOIN group_kind k ON k.id = g.kind_id LEFT JOIN session s ON "
                  "s.document_id = d.id AND "
                  "s.gone = 0"
                  " WHERE d.gone = 0 ORDER BY d.name, d.id");
  while (query_step (query, error))
    {
      Uuid id = query_uuid (query, 0);
      if (!documents_hold (wanted, &id))
        continue;
      EspDocument *document = read_document (study, query, error);
      if (document == NULL)
        return NULL;
      g_ptr_array_add (documents, document);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&documents);
}
