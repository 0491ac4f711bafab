/* Cases: making them from labels, finding them, listing them with attributes and groups.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/case.h"
#include "base/error.h"
#include "base/near.h"
#include "base/text.h"
#include "store/store.h"
#include "study/attribute.h"
#include "study/in_force.h"
#include "study/selection.h"

/* ---- making */

/* Whether a live case stands under the id. */
static gboolean
case_stands (EspStudy *study, const Uuid *id, gboolean *stands, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT 1 FROM study_case WHERE id = :id AND gone = 0");
  query_bind_uuid (query, ":id", id);
  *stands = query_step (query, error);
  return !query_failed (query);
}

/* Who was not identified may turn out to be a participant, not the other way round. */
static gboolean
case_write (EspStudy *study, const Uuid *id, const char *label, const char *kind,
            const Uuid *scheme_id, GError **error)
{
  g_autoptr (Query) query = store_query (
      study,
      "INSERT INTO study_case (id, label, kind, scheme_id) VALUES (:id, :label, :kind, :scheme)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0,"
      " kind = iif (kind = 'unidentified', excluded.kind, kind),"
      " scheme_id = coalesce (excluded.scheme_id, scheme_id)"
      " WHERE gone <> 0 OR (kind = 'unidentified' AND excluded.kind <> 'unidentified')"
      " OR scheme_id IS NOT coalesce (excluded.scheme_id, scheme_id)");
  query_bind_uuid (query, ":id", id);
  query_bind_text (query, ":label", label);
  query_bind_text (query, ":kind", kind);
  query_bind_uuid (query, ":scheme", scheme_id);
  return query_run (query, error);
}

/* Uuid of an attribute -> the value that a person gave the case. */
static GHashTable *
load_given (EspStudy *study, const Uuid *case_id, GError **error)
{
  g_autoptr (GHashTable) given = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, g_free);
  g_autoptr (Query) query
      = store_query (study, "SELECT attribute_id, value FROM case_attribute"
                            " WHERE case_id = :case AND gone = 0 AND origin = 'given'");
  query_bind_uuid (query, ":case", case_id);
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      g_hash_table_insert (given, g_memdup2 (&id, sizeof id), g_strdup (query_text (query, 1)));
    }
  return query_failed (query) ? NULL : g_steal_pointer (&given);
}

/* Takes away what followed from a label, or from a value that a person gave, and does no more. */
static gboolean
facts_drop (EspStudy *study, const Uuid *case_id, const GArray *facts, GError **error)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (Uuid));
  g_autoptr (Query) query
      = store_query (study, "SELECT id, attribute_id FROM case_attribute"
                            " WHERE case_id = :case AND gone = 0 AND origin = 'label'");
  query_bind_uuid (query, ":case", case_id);
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0), attribute = query_uuid (query, 1);
      guint i = 0;
      while (i < facts->len
             && !uuid_equal (&g_array_index (facts, LabelFact, i).attribute_id, &attribute))
        i++;
      if (i == facts->len)
        g_array_append_val (gone, id);
    }
  if (query_failed (query))
    return FALSE;
  for (guint i = 0; i < gone->len; i++)
    if (!store_gone (study, "case_attribute", &g_array_index (gone, Uuid, i), error))
      return FALSE;
  return TRUE;
}

/* Writes what follows from the label of a case; and where a person gave another value for a part of
 * it (the site), what follows from that one (its country). */
static gboolean
facts_write (EspStudy *study, const LabelSchemes *schemes, const Uuid *id, const Label *label,
             GError **error)
{
  g_autoptr (GHashTable) given = load_given (study, id, error);
  if (given == NULL)
    return FALSE;
  g_autoptr (GArray) facts = label_facts_given (schemes, label, given);
  g_autoptr (Query) query = store_query (
      study, "INSERT INTO case_attribute (id, case_id, attribute_id, value, origin)"
             " VALUES (:id, :case, :attribute, :value, 'label')"
             " ON CONFLICT (id) DO UPDATE SET gone = 0, value = excluded.value, origin = 'label'"
             " WHERE gone <> 0 OR (origin = 'label' AND value IS NOT excluded.value)");
  for (guint i = 0; i < facts->len; i++)
    {
      const LabelFact *fact = &g_array_index (facts, LabelFact, i);
      const Uuid fact_id = uuid_derived ("case_attribute", label->canonical, fact->attribute, NULL);
      query_bind_uuid (query, ":id", &fact_id);
      query_bind_uuid (query, ":case", id);
      query_bind_uuid (query, ":attribute", &fact->attribute_id);
      query_bind_text (query, ":value", fact->value);
      if (!query_run (query, error))
        return FALSE;
    }
  return facts_drop (study, id, facts, error);
}

gboolean
case_ensure (EspStudy *study, const LabelSchemes *schemes, const Label *label, Uuid *id,
             gboolean *is_new, GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  *id = uuid_derived ("case", label->canonical, NULL);
  gboolean stands;
  if (!case_stands (study, id, &stands, error))
    return FALSE;
  if (is_new)
    *is_new = !stands;
  return case_write (study, id, label->canonical, "participant", &label->scheme_id, error)
         && facts_write (study, schemes, id, label, error);
}

gboolean
case_ensure_unidentified (EspStudy *study, const char *label_text, Uuid *id, gboolean *is_new,
                          GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  g_autofree char *folded = text_fold_label (label_text);
  if (*folded == '\0')
    return fail (error, ESP_ERROR_INPUT, "a case needs a label");
  *id = uuid_derived ("case", folded, NULL);
  gboolean stands;
  if (!case_stands (study, id, &stands, error))
    return FALSE;
  if (is_new)
    *is_new = !stands;
  return case_write (study, id, folded, "unidentified", NULL, error);
}

gboolean
cases_read_again (EspStudy *study, const LabelSchemes *schemes, GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT label FROM study_case WHERE gone = 0 AND kind = 'participant' ORDER BY label");
  while (query_step (query, error))
    g_ptr_array_add (labels, g_strdup (query_text (query, 0)));
  if (query_failed (query))
    return FALSE;
  for (guint i = 0; i < labels->len; i++)
    {
      const char *own = g_ptr_array_index (labels, i);
      g_autoptr (Label) label = NULL;
      Uuid id;
      if (label_read (schemes, own, &label, NULL) && g_str_equal (label->canonical, own)
          && !case_ensure (study, schemes, label, &id, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- finding */

static gboolean
case_find_exact (EspStudy *study, const char *label, Uuid *id, gboolean *found, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT id FROM study_case WHERE label = :label AND gone = 0 ORDER BY id LIMIT 1");
  query_bind_text (query, ":label", label);
  *found = query_step (query, error);
  if (*found)
    *id = query_uuid (query, 0);
  return !query_failed (query);
}

static GPtrArray *
case_labels (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Query) query
      = store_query (study, "SELECT label FROM study_case WHERE gone = 0 ORDER BY label, id");
  while (query_step (query, error))
    g_ptr_array_add (labels, g_strdup (query_text (query, 0)));
  if (query_failed (query))
    return NULL;
  return g_steal_pointer (&labels);
}

/* A label of the study that is `text` but for dashes, spaces, case, or a slip that a scheme reads.
 */
static gboolean
find_folded (EspStudy *study, const char *text, const GPtrArray *labels, char **label,
             GError **error)
{
  g_autofree char *folded = text_fold_name (text);
  for (guint i = 0; i < labels->len && !*label; i++)
    {
      g_autofree char *own = text_fold_name (g_ptr_array_index (labels, i));
      if (g_str_equal (own, folded))
        *label = g_strdup (g_ptr_array_index (labels, i));
    }
  if (*label)
    return TRUE;
  g_autoptr (LabelSchemes) schemes = label_schemes_load (study, error);
  if (!schemes)
    return FALSE;
  g_autofree char *upper = g_utf8_strup (text, -1);
  g_autoptr (Label) read = NULL;
  if (label_read (schemes, text, &read, NULL) || label_read (schemes, upper, &read, NULL))
    *label = g_strdup (read->canonical);
  return TRUE;
}

static gboolean
case_unknown (const char *text, const GPtrArray *labels, GError **error)
{
  if (labels->len == 0)
    return fail (error, ESP_ERROR_NOT_FOUND,
                 "there is no case '%s'; the study has no cases yet: import documents", text);
  g_autofree char *near = near_names (text, labels);
  if (near)
    return fail (error, ESP_ERROR_NOT_FOUND, "there is no case '%s'; near it are: %s", text, near);
  return fail (error, ESP_ERROR_NOT_FOUND, "there is no case '%s'; 'espalier cases' lists them",
               text);
}

gboolean
case_find (EspStudy *study, const char *text, Uuid *id, char **label, GError **error)
{
  g_autofree char *wanted = text_fold_label (text);
  gboolean found;
  if (!case_find_exact (study, wanted, id, &found, error))
    return FALSE;
  if (!found)
    {
      g_autoptr (GPtrArray) labels = case_labels (study, error);
      g_autofree char *meant = NULL;
      if (!labels || !find_folded (study, text, labels, &meant, error)
          || (meant && !case_find_exact (study, meant, id, &found, error)))
        return FALSE;
      if (!found)
        return case_unknown (text, labels, error);
      g_free (wanted);
      wanted = g_steal_pointer (&meant);
    }
  if (label)
    *label = g_steal_pointer (&wanted);
  return TRUE;
}

static gboolean
case_make (EspStudy *study, const char *text, Uuid *id, char **label, GError **error)
{
  g_autofree char *why = NULL, *folded = text_fold_label (text);
  g_autoptr (Label) read = NULL;
  g_autoptr (LabelSchemes) schemes = label_schemes_load (study, error);
  if (schemes == NULL)
    return FALSE;
  if (*folded == '\0')
    return fail (error, ESP_ERROR_INPUT, "a case needs a label");
  if (label_schemes_count (schemes) == 0)
    {
      *id = uuid_derived ("case", folded, NULL);
      *label = g_steal_pointer (&folded);
      return case_write (study, id, *label, "participant", NULL, error);
    }
  if (!label_read (schemes, text, &read, &why))
    return fail (error, ESP_ERROR_INPUT, "'%s' is no label of this study%s%s", text,
                 why != NULL ? ": " : "", why != NULL ? why : "");
  *label = g_strdup (read->canonical);
  return case_ensure (study, schemes, read, id, NULL, error);
}

gboolean
case_named (EspStudy *study, const char *text, Uuid *id, char **label, gboolean *is_new,
            GError **error)
{
  g_autoptr (GError) why = NULL;
  *is_new = FALSE;
  if (!store_in_change (study, error))
    return FALSE;
  if (case_find (study, text, id, label, &why))
    return TRUE;
  *is_new = g_error_matches (why, ESP_ERROR, ESP_ERROR_NOT_FOUND);
  if (*is_new)
    return case_make (study, text, id, label, error);
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}

/* ---- listing */

void
case_free (gpointer data)
{
  EspCase *one = data;
  g_free (one->label);
  g_free (one->kind);
  g_hash_table_unref (one->attributes);
  g_ptr_array_unref (one->groups);
  g_free (one);
}

/* All cases while their parts are gathered. */
typedef struct
{
  GPtrArray *cases;     /* EspCase */
  GHashTable *by_id;    /* Uuid * (owned) -> EspCase */
  GHashTable *by_label; /* borrowed label -> EspCase */
} Gathering;

static gboolean
gather_cases (EspStudy *study, const Gathering *all, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT id, label, kind FROM study_case WHERE gone = 0 ORDER BY label, id");
  while (query_step (query, error))
    {
      EspCase *one = g_new0 (EspCase, 1);
      const Uuid id = query_uuid (query, 0);
      one->label = g_strdup (query_text (query, 1));
      one->kind = g_strdup (query_text (query, 2));
      one->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      one->groups = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (all->cases, one);
      g_hash_table_insert (all->by_id, g_memdup2 (&id, sizeof id), one);
      g_hash_table_insert (all->by_label, one->label, one);
    }
  return !query_failed (query);
}

static gboolean
gather_attributes (EspStudy *study, const Gathering *all, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT c.case_id, a.name, c.value FROM case_attribute AS c"
                            " JOIN attribute AS a ON a.id = c.attribute_id"
                            " WHERE c.gone = 0 AND a.gone = 0");
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      const EspCase *one = g_hash_table_lookup (all->by_id, &id);
      if (one)
        g_hash_table_insert (one->attributes, g_strdup (query_text (query, 1)),
                             g_strdup (query_text (query, 2)));
    }
  return !query_failed (query);
}

/* Documents that a case has, and those it speaks in by their newest text, each once. */
static gboolean
gather_documents (EspStudy *study, const Gathering *all, GError **error)
{
  g_autoptr (Query) query = store_query (
      study,
      "SELECT case_id, count(*) FROM ("
      " SELECT case_id, id AS document_id FROM document WHERE gone = 0 AND case_id IS NOT NULL"
      " UNION"
      " SELECT s.case_id, d.id FROM speaker AS s"
      " JOIN document_version AS v ON v.id = s.version_id"
      " JOIN document AS d ON d.id = v.document_id AND d.gone = 0"
      " WHERE s.gone = 0 AND s.case_id IS NOT NULL AND v.id = " TEXT_IN_FORCE (
          "d.id") ")"
                  " GROUP BY case_id");
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      EspCase *one = g_hash_table_lookup (all->by_id, &id);
      if (one)
        one->documents = (guint)query_int (query, 1);
    }
  return !query_failed (query);
}

static void
case_add_group (const EspCase *one, const char *kind, const char *name)
{
  g_autofree char *group = g_strdup_printf ("%s: %s", kind, name);
  if (!g_ptr_array_find_with_equal_func (one->groups, group, g_str_equal, NULL))
    g_ptr_array_add (one->groups, g_steal_pointer (&group));
}

/* The members that are stated for one kind. */
static gboolean
gather_members (EspStudy *study, const Gathering *all, const Uuid *kind_id, const char *kind,
                GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT m.case_label, g.name FROM group_member AS m"
                            " JOIN study_group AS g ON g.id = m.group_id AND g.gone = 0"
                            " AND g.verdict = ''"
                            " WHERE m.gone = 0 AND g.kind_id = :kind ORDER BY g.name, m.id");
  query_bind_uuid (query, ":kind", kind_id);
  while (query_step (query, error))
    {
      const EspCase *one = g_hash_table_lookup (all->by_label, query_text (query, 0));
      if (one)
        case_add_group (one, kind, query_text (query, 1));
    }
  return !query_failed (query);
}

static gboolean
gather_groups (EspStudy *study, const Gathering *all, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT k.id, k.name, a.name FROM group_kind AS k"
                            " LEFT JOIN attribute AS a ON a.id = k.from_attribute_id AND a.gone = 0"
                            " WHERE k.gone = 0 ORDER BY k.sort_key, k.id");
  while (query_step (query, error))
    {
      const Uuid kind_id = query_uuid (query, 0);
      const char *kind = query_text (query, 1), *from = query_text (query, 2);
      for (guint i = 0; *from && i < all->cases->len; i++)
        {
          const EspCase *one = g_ptr_array_index (all->cases, i);
          const char *value = g_hash_table_lookup (one->attributes, from);
          if (value)
            case_add_group (one, kind, value);
        }
      if (!gather_members (study, all, &kind_id, kind, error))
        return FALSE;
    }
  return !query_failed (query);
}

GPtrArray *
esp_cases (EspStudy *study, const char *const *where, GError **error)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (case_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, NULL);
  g_autoptr (GHashTable) by_label = g_hash_table_new (g_str_hash, g_str_equal);
  const Gathering all = { cases, by_id, by_label };
  if (!gather_cases (study, &all, error) || !gather_attributes (study, &all, error)
      || !gather_groups (study, &all, error) || !gather_documents (study, &all, error)
      || !selection_keep (study, cases, where, error))
    return NULL;
  return g_steal_pointer (&cases);
}

/* ---- attributes by hand */

/* Brings what follows from the label of a case, and from what a person gave in its place, up to
 * date. */
static gboolean
case_read_again (EspStudy *study, const LabelSchemes *schemes, const Uuid *case_id, const char *own,
                 GError **error)
{
  g_autoptr (Label) label = NULL;
  return !label_read (schemes, own, &label, NULL) || !g_str_equal (label->canonical, own)
         || facts_write (study, schemes, case_id, label, error);
}

gboolean
case_give (EspStudy *study, const Uuid *case_id, const char *label, const Attribute *attribute,
           const char *normal, GError **error)
{
  const Uuid id = uuid_derived ("case_attribute", label, attribute->info.name, NULL);
  g_autoptr (Query) query = store_query (
      study, "INSERT INTO case_attribute (id, case_id, attribute_id, value, origin)"
             " VALUES (:id, :case, :attribute, :value, 'given')"
             " ON CONFLICT (id) DO UPDATE SET gone = 0, value = excluded.value, origin = 'given'"
             " WHERE gone <> 0 OR value IS NOT excluded.value OR origin <> 'given'");
  query_bind_uuid (query, ":id", &id);
  query_bind_uuid (query, ":case", case_id);
  query_bind_uuid (query, ":attribute", &attribute->id);
  query_bind_text (query, ":value", normal);
  return query_run (query, error);
}

gboolean
esp_case_set_attribute (EspStudy *study, const char *label, const char *attribute,
                        const char *value, GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  Uuid case_id;
  g_autofree char *own_label = NULL;
  g_autoptr (GPtrArray) attributes = attributes_load (study, error);
  g_autoptr (LabelSchemes) schemes = attributes ? label_schemes_load (study, error) : NULL;
  if (!schemes || !case_find (study, label, &case_id, &own_label, error))
    return FALSE;
  const Attribute *which = attributes_need (attributes, attribute, error);
  g_autofree char *normal = which ? attribute_normal (&which->info, value, error) : NULL;
  return normal && case_give (study, &case_id, own_label, which, normal, error)
         && case_read_again (study, schemes, &case_id, own_label, error);
}

/* The value that a case has; '' for none. */
static gboolean
value_now (EspStudy *study, const Uuid *case_id, const Attribute *attribute, char **now,
           GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT value FROM case_attribute WHERE case_id = :case"
                            " AND attribute_id = :attribute AND gone = 0 ORDER BY id LIMIT 1");
  query_bind_uuid (query, ":case", case_id);
  query_bind_uuid (query, ":attribute", &attribute->id);
  *now = query_step (query, error) ? g_strdup (query_text (query, 0)) : g_strdup ("");
  return !query_failed (query);
}

/* The row of a value that stands, and whether a person gave it; FALSE in *stands for none. */
static gboolean
value_stands (EspStudy *study, const Uuid *case_id, const Attribute *attribute, Uuid *id,
              gboolean *stands, gboolean *given, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT id, origin = 'given' FROM case_attribute WHERE case_id = :case"
                            " AND attribute_id = :attribute AND gone = 0 ORDER BY id LIMIT 1");
  query_bind_uuid (query, ":case", case_id);
  query_bind_uuid (query, ":attribute", &attribute->id);
  *stands = query_step (query, error);
  if (*stands)
    {
      *id = query_uuid (query, 0);
      *given = query_int (query, 1) != 0;
    }
  return !query_failed (query);
}

gboolean
esp_case_clear_attribute (EspStudy *study, const char *label, const char *attribute, char **now,
                          GError **error)
{
  Uuid case_id, id;
  g_autofree char *own = NULL;
  gboolean stands = FALSE, given = FALSE;
  if (!store_in_change (study, error))
    return FALSE;
  g_autoptr (GPtrArray) attributes = attributes_load (study, error);
  g_autoptr (LabelSchemes) schemes = attributes != NULL ? label_schemes_load (study, error) : NULL;
  if (schemes == NULL || !case_find (study, label, &case_id, &own, error))
    return FALSE;
  const Attribute *which = attributes_need (attributes, attribute, error);
  if (which == NULL || !value_stands (study, &case_id, which, &id, &stands, &given, error))
    return FALSE;
  if (!stands)
    return fail (error, ESP_ERROR_NOT_FOUND, "'%s' has no '%s' that could be taken away", own,
                 which->info.name);
  if (!given)
    return fail (error, ESP_ERROR_INPUT,
                 "the '%s' of '%s' follows from its label and cannot be taken away; another value "
                 "can be given",
                 which->info.name, own);
  g_autofree char *left = NULL;
  if (!store_gone (study, "case_attribute", &id, error)
      || !case_read_again (study, schemes, &case_id, own, error)
      || !value_now (study, &case_id, which, &left, error))
    return FALSE;
  if (now != NULL)
    *now = g_steal_pointer (&left);
  return TRUE;
}
