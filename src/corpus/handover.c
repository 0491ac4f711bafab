/* Words that become another case's: the codings that count for another case then, the cells that
 * rest on them, and what is left of the case that had them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/handover.h"

#include "corpus/transcript.h"
#include "store/store.h"

struct _Handover
{
  Uuid document, from;
  GArray *owners; /* Uuid: whose each coding is */
};

void
handover_free (Handover *handover)
{
  g_array_unref (handover->owners);
  g_free (handover);
}

void
esp_handover_free (EspHandover *handover)
{
  if (handover == NULL)
    return;
  g_free (handover->from);
  g_free (handover->context_of);
  g_ptr_array_unref (handover->cells);
  g_ptr_array_unref (handover->left);
  g_free (handover);
}

/* Whose a coding is: by its own words, or as context. */
typedef struct
{
  Uuid of;
  gboolean is_context;
} Owner;

/* Whose each coding of a document is, by id: Owner. */
static GArray *
load_owners (EspStudy *study, const Uuid *document, GError **error)
{
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (Owner));
  g_autoptr (DocTexts) docs = doc_texts_new (study);
  g_autoptr (Query) query = store_query (
      study, "SELECT c.version_id, c.start_cp, c.end_cp FROM document_version v JOIN coding c"
             " ON c.version_id = v.id WHERE v.document_id = :document AND v.gone = 0 AND c.gone = 0"
             " AND c.origin <> 'proposed' ORDER BY c.id");
  query_bind_uuid (query, ":document", document);
  while (query_step (query, error))
    {
      const Uuid version = query_uuid (query, 0);
      const Span made = { (gsize)query_int (query, 1), (gsize)query_int (query, 2) };
      DocSpan span;
      Owner owner = { UUID_NIL, FALSE };
      /* Words that are lost are nobody's, and no error here. */
      if (doc_texts_place (docs, &version, made, &span, NULL))
        owner.is_context = doc_span_whose (&span, &owner.of) != ESP_PART_CASE;
      g_array_append_val (owners, owner);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&owners);
}

Handover *
handover_begin (EspStudy *study, const Uuid *document, const Uuid *from, GError **error)
{
  GArray *owners = load_owners (study, document, error);
  if (owners == NULL)
    return NULL;
  Handover *handover = g_new0 (Handover, 1);
  *handover = (Handover){ *document, *from, owners };
  return handover;
}

/* The texts that a query gives, appended. */
static gboolean
append_texts (GPtrArray *texts, Query *query, GError **error)
{
  while (query_step (query, error))
    g_ptr_array_add (texts, g_strdup (query_text (query, 0)));
  return !query_failed (query);
}

/* The themes of the cells of the case in which words of the document are evidence. */
static gboolean
load_cells (EspStudy *study, const Handover *self, GPtrArray *cells, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT DISTINCT t.name FROM summary s JOIN theme t ON t.id = s.theme_id"
             " JOIN evidence e ON e.summary_id = s.id AND e.gone = 0"
             " JOIN document_version v ON v.id = e.version_id AND v.document_id = :document"
             " WHERE s.case_id = :case AND s.gone = 0 AND NOT EXISTS (SELECT 1 FROM summary n"
             " WHERE n.replaces_id = s.id AND n.gone = 0) ORDER BY t.sort_key, t.name");
  query_bind_uuid (query, ":document", &self->document);
  query_bind_uuid (query, ":case", &self->from);
  return append_texts (cells, query, error);
}

/* Whether it has a document, or words in one. */
static gboolean
load_has_words (EspStudy *study, const Uuid *id, gboolean *has_words, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT 1 FROM document WHERE case_id = :id AND gone = 0 UNION SELECT 1 FROM speaker s"
             " JOIN document_version v ON v.id = s.version_id JOIN document d"
             " ON d.id = v.document_id AND d.gone = 0 WHERE s.case_id = :id AND s.gone = 0");
  query_bind_uuid (query, ":id", id);
  *has_words = query_step (query, error);
  return !query_failed (query);
}

/* What else stands on a case, each as "summary of Meaning", "triad: North 001". */
static gboolean
load_left (EspStudy *study, const Uuid *id, const char *label, GPtrArray *left, GError **error)
{
  g_autoptr (Query) query = store_query (
      study,
      "SELECT 'summary of ' || t.name FROM summary s JOIN theme t ON t.id = s.theme_id"
      " WHERE s.case_id = :id AND s.gone = 0"
      " UNION SELECT 'memo' FROM memo WHERE case_id = :id AND gone = 0"
      " UNION SELECT k.name || ': ' || g.name FROM group_member m JOIN study_group g"
      " ON g.id = m.group_id JOIN group_kind k ON k.id = g.kind_id"
      " WHERE m.case_label = :label AND m.gone = 0 AND g.gone = 0"
      " UNION SELECT a.name || ' = ' || c.value FROM case_attribute c JOIN attribute a"
      " ON a.id = c.attribute_id WHERE c.case_id = :id AND c.gone = 0 AND c.origin <> 'label'"
      " ORDER BY 1");
  query_bind_uuid (query, ":id", id);
  query_bind_text (query, ":label", label);
  return append_texts (left, query, error);
}

/* What followed from its label goes with a case. */
static gboolean
drop_case (EspStudy *study, const Uuid *id, GError **error)
{
  g_autoptr (Query) facts
      = store_query (study, "UPDATE case_attribute SET gone = 1 WHERE case_id = :id AND gone = 0");
  query_bind_uuid (facts, ":id", id);
  return query_run (facts, error) && store_gone (study, "study_case", id, error);
}

/* Its label; '' for one that has gone already, with another speaker, and for a unit of another
 * level, which needs no words. */
static gboolean
load_label (EspStudy *study, const Uuid *id, char **label, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT label FROM study_case WHERE id = :id AND gone = 0"
                            " AND kind <> 'unit'");
  query_bind_uuid (query, ":id", id);
  *label = g_strdup (query_step (query, error) ? query_text (query, 0) : "");
  return !query_failed (query);
}

/* How many codings became another's, and how many of them stand as context with the document's. */
static gboolean
count_codings (EspStudy *study, const Handover *self, EspHandover *handover, GError **error)
{
  Uuid context_of = UUID_NIL;
  g_autoptr (GArray) owners = load_owners (study, &self->document, error);
  if (owners == NULL)
    return FALSE;
  for (guint i = 0; i < owners->len; i++)
    {
      const Owner *now = &g_array_index (owners, Owner, i),
                  *before = &g_array_index (self->owners, Owner, i);
      if (uuid_equal (&now->of, &before->of))
        continue;
      handover->codings++;
      if (!now->is_context || uuid_is_nil (&now->of))
        continue;
      handover->context++;
      context_of = now->of;
    }
  g_autoptr (Query) query = store_query (study, "SELECT label FROM study_case WHERE id = :id");
  query_bind_uuid (query, ":id", &context_of);
  handover->context_of = g_strdup (query_step (query, error) ? query_text (query, 0) : "");
  return !query_failed (query);
}

EspHandover *
handover_end (EspStudy *study, const Handover *self, GError **error)
{
  g_autoptr (EspHandover) handover = g_new0 (EspHandover, 1);
  handover->cells = g_ptr_array_new_with_free_func (g_free);
  handover->left = g_ptr_array_new_with_free_func (g_free);
  if (!count_codings (study, self, handover, error)
      || !load_label (study, &self->from, &handover->from, error)
      || !load_cells (study, self, handover->cells, error)
      || !load_has_words (study, &self->from, &handover->keeps_words, error)
      || !load_left (study, &self->from, handover->from, handover->left, error))
    return NULL;
  handover->is_gone = *handover->from != '\0' && !handover->keeps_words && handover->left->len == 0;
  return !handover->is_gone || drop_case (study, &self->from, error) ? g_steal_pointer (&handover)
                                                                     : NULL;
}
