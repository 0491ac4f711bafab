/* Slips: names that a change brought (values of attributes, labels of cases, groups, what is said
 * of sessions) and that are nearly one that is there; names of documents and of speakers whom
 * nobody knows that are nearly a label. Nothing is refused for that: a person is asked.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/near.h"
#include "store/store.h"
#include "study/in_force.h"
#include "study/label_near.h"

#include <string.h>

#define LONGEST_CP 60   /* a longer value says something, and names nothing */
#define MOST_ALIKE 2000 /* names to be compared with each other; more are no names */

/* One name, and who has it. */
typedef struct
{
  char *text;
  NearName *parts;
  GPtrArray *holders; /* char * */
  gboolean is_new, by_hand;
} Name;

/* The names of one sort: the values of an attribute, the groups of a kind. */
typedef struct
{
  EspNameSort sort;
  char *of;
  GPtrArray *names;    /* Name, by text */
  GHashTable *by_text; /* borrowed text -> Name */
} Sort;

struct _EspNames
{
  GPtrArray *sorts;   /* Sort */
  GHashTable *by_key; /* owned key -> Sort */
};

/* How interviews are held: what a slip may be of, also the first time. */
static const char *const usual_modes[]
    = { "face to face", "in person", "telephone", "video", "online", "e-mail", "chat" };

/* ---- gathering */

static void
name_free (gpointer data)
{
  Name *name = data;
  g_free (name->text);
  near_name_free (name->parts);
  g_ptr_array_unref (name->holders);
  g_free (name);
}

static void
sort_free (gpointer data)
{
  Sort *sort = data;
  g_free (sort->of);
  g_hash_table_unref (sort->by_text);
  g_ptr_array_unref (sort->names);
  g_free (sort);
}

void
esp_names_free (EspNames *names)
{
  if (names == NULL)
    return;
  g_hash_table_unref (names->by_key);
  g_ptr_array_unref (names->sorts);
  g_free (names);
}

static Sort *
names_sort (EspNames *names, EspNameSort which, const char *of)
{
  char *key = g_strdup_printf ("%d %s", (int)which, of);
  Sort *sort = g_hash_table_lookup (names->by_key, key);
  if (sort != NULL)
    {
      g_free (key);
      return sort;
    }
  sort = g_new0 (Sort, 1);
  sort->sort = which;
  sort->of = g_strdup (of);
  sort->names = g_ptr_array_new_with_free_func (name_free);
  sort->by_text = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (names->sorts, sort);
  g_hash_table_insert (names->by_key, key, sort);
  return sort;
}

/* `holder` NULL or '': it is known, and nobody has it. */
static Name *
sort_add (Sort *sort, const char *text, const char *holder)
{
  Name *name = g_hash_table_lookup (sort->by_text, text);
  if (name == NULL)
    {
      name = g_new0 (Name, 1);
      name->text = g_strdup (text);
      name->parts = near_name_new (text);
      name->holders = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (sort->names, name);
      g_hash_table_insert (sort->by_text, name->text, name);
    }
  if (holder != NULL && *holder != '\0')
    g_ptr_array_add (name->holders, g_strdup (holder));
  return name;
}

EspNames *
esp_names (EspStudy *study, GError **error)
{
  g_autoptr (EspNames) names = g_new0 (EspNames, 1);
  names->sorts = g_ptr_array_new_with_free_func (sort_free);
  names->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* Labels first: what follows from one with a slip is told with it. */
  names_sort (names, ESP_NAME_CASE, "case");
  Sort *modes = names_sort (names, ESP_NAME_SESSION, "mode");
  for (gsize i = 0; i < G_N_ELEMENTS (usual_modes); i++)
    sort_add (modes, usual_modes[i], NULL);
  g_autoptr (Query) query = store_query (
      study,
      "SELECT :case, 'case', label, label, 1 FROM study_case WHERE gone = 0"
      " AND kind = 'participant'"
      " UNION ALL SELECT :value, a.name, v.value, c.label, v.origin = 'given' FROM case_attribute v"
      " JOIN attribute a ON a.id = v.attribute_id AND a.gone = 0 AND a.type = 'text'"
      " JOIN study_case c ON c.id = v.case_id AND c.gone = 0 WHERE v.gone = 0 AND NOT EXISTS"
      " (SELECT 1 FROM attribute_value l WHERE l.attribute_id = a.id AND l.gone = 0)"
      " UNION ALL SELECT :value, a.name, l.name, '', 0 FROM label_value l JOIN label_part p"
      " ON p.id = l.part_id AND p.gone = 0 JOIN attribute a ON a.id = p.attribute_id AND a.gone = 0"
      " WHERE l.gone = 0"
      " UNION ALL SELECT :group, k.name, g.name, k.name || ': ' || g.name, 1 FROM study_group g"
      " JOIN group_kind k ON k.id = g.kind_id AND k.gone = 0 AND k.from_attribute_id IS NULL"
      " WHERE g.gone = 0 AND g.verdict = ''"
      " UNION ALL SELECT :session, 'mode', s.mode, d.name, 1 FROM session s JOIN document d"
      " ON d.id = s.document_id AND d.gone = 0 WHERE s.gone = 0"
      " UNION ALL SELECT :session, 'place', s.place, d.name, 1 FROM session s JOIN document d"
      " ON d.id = s.document_id AND d.gone = 0 WHERE s.gone = 0"
      " UNION ALL SELECT :session, 'interviewers', s.interviewers, d.name, 1 FROM session s"
      " JOIN document d ON d.id = s.document_id AND d.gone = 0 WHERE s.gone = 0"
      " UNION ALL SELECT :document, 'document', name, name, 1 FROM document WHERE gone = 0"
      " AND case_id IS NULL AND group_id IS NULL"
      " UNION ALL SELECT :speaker, 'speaker', s.name, d.name, 1 FROM speaker s"
      " JOIN study_case c ON c.id = s.case_id AND c.kind = 'unidentified' AND c.gone = 0"
      " JOIN document_version v ON v.id = s.version_id JOIN document d ON d.id = v.document_id"
      " WHERE s.gone = 0 AND d.gone = 0 AND v.id = " TEXT_IN_FORCE ("d.id") " ORDER BY 1, 2, 3, 4");
  query_bind_int (query, ":case", ESP_NAME_CASE);
  query_bind_int (query, ":value", ESP_NAME_VALUE);
  query_bind_int (query, ":group", ESP_NAME_GROUP);
  query_bind_int (query, ":session", ESP_NAME_SESSION);
  query_bind_int (query, ":document", ESP_NAME_DOCUMENT);
  query_bind_int (query, ":speaker", ESP_NAME_SPEAKER);
  while (query_step (query, error))
    {
      const char *text = query_text (query, 2);
      if (*text != '\0' && g_utf8_strlen (text, -1) <= LONGEST_CP)
        sort_add (names_sort (names, (EspNameSort)query_int (query, 0), query_text (query, 1)),
                  text, query_text (query, 3))
            ->by_hand
            |= query_int (query, 4) != 0;
    }
  return query_failed (query) ? NULL : g_steal_pointer (&names);
}

/* ---- finding */

void
esp_slip_free (EspSlip *slip)
{
  if (slip == NULL)
    return;
  g_free (slip->of);
  g_free (slip->name);
  g_free (slip->near);
  g_free (slip->near_case);
  g_ptr_array_unref (slip->holders);
  g_free (slip);
}

/* Whether it may be meant by the new name: what was there, else what more have; of two that as many
 * have, the first. */
static gboolean
may_be_meant (const Name *name, const Name *of_new)
{
  if (!name->is_new || name->holders->len != of_new->holders->len)
    return !name->is_new || name->holders->len > of_new->holders->len;
  return strcmp (name->text, of_new->text) < 0;
}

static const Name *
better (const Name *one, const Name *other)
{
  if (one == NULL || one->is_new != other->is_new)
    return one == NULL || one->is_new ? other : one;
  return other->holders->len > one->holders->len ? other : one;
}

static const Name *
find_near (const GPtrArray *alike, const Name *of_new)
{
  const Name *best = NULL;
  for (guint i = 0; i < alike->len; i++)
    {
      const Name *name = alike->pdata[i];
      if (name != of_new && may_be_meant (name, of_new)
          && near_name_slip (name->parts, of_new->parts))
        best = better (best, name);
    }
  return best;
}

/* Whether all who have it are cases of which it is asked already whether their label is a slip. */
static gboolean
is_told (GHashTable *told, const Name *name)
{
  for (guint i = 0; i < name->holders->len; i++)
    if (!g_hash_table_contains (told, name->holders->pdata[i]))
      return FALSE;
  return name->holders->len > 0;
}

static EspSlip *
slip_new (const Sort *sort, const Name *name, const char *near)
{
  EspSlip *slip = g_new0 (EspSlip, 1);
  slip->sort = sort->sort;
  slip->of = g_strdup (sort->of);
  slip->name = g_strdup (name->text);
  slip->near = g_strdup (near);
  slip->by_label = !name->by_hand;
  slip->near_part = ESP_PART_UNKNOWN;
  slip->holders = g_ptr_array_ref (name->holders);
  return slip;
}

/* Names that have the same numbers and signs: only these can be slips of each other. Name,
 * borrowed, by those. */
static GHashTable *
sort_alike (const Sort *sort)
{
  GHashTable *alike
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < sort->names->len; i++)
    {
      Name *name = sort->names->pdata[i];
      GPtrArray *some = g_hash_table_lookup (alike, near_name_fixed (name->parts));
      if (some == NULL)
        g_hash_table_insert (alike, (gpointer)near_name_fixed (name->parts),
                             some = g_ptr_array_new ());
      g_ptr_array_add (some, name);
    }
  return alike;
}

static void
sort_mark_new (const Sort *sort, const Sort *before)
{
  for (guint i = 0; i < sort->names->len; i++)
    {
      Name *name = sort->names->pdata[i];
      name->is_new = name->holders->len > 0
                     && (before == NULL || !g_hash_table_contains (before->by_text, name->text));
    }
}

/* A name that is nearly the one under which somebody whom the study knows speaks in the same
 * document; *slip NULL: it is not. */
static gboolean
slip_of_speaker (EspStudy *study, const Sort *sort, const Name *name, EspSlip **slip,
                 GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT s.name, s.part, ifnull (c.label, '') FROM document d"
             " JOIN document_version v ON v.id = " TEXT_IN_FORCE (
                 "d.id") " JOIN speaker s ON s.version_id = v.id AND s.gone = 0"
                         " LEFT JOIN study_case c ON c.id = s.case_id"
                         " WHERE d.name = :document AND d.gone = 0 AND s.part <> 'unknown'"
                         " AND (c.id IS NULL OR c.kind <> 'unidentified') ORDER BY s.name");
  query_bind_text (query, ":document", name->holders->pdata[0]);
  while (*slip == NULL && query_step (query, error))
    {
      if (!near_label_slip (name->text, query_text (query, 0)))
        continue;
      const char *part = query_text (query, 1);
      *slip = slip_new (sort, name, query_text (query, 0));
      (*slip)->near_part = g_str_equal (part, "interviewer") ? ESP_PART_INTERVIEWER
                           : g_str_equal (part, "other")     ? ESP_PART_OTHER
                                                             : ESP_PART_CASE;
      (*slip)->near_case = g_strdup (query_text (query, 2));
    }
  return !query_failed (query);
}

static gboolean
sort_near_speakers (EspStudy *study, const Sort *sort, GPtrArray *slips, GError **error)
{
  for (guint i = 0; i < sort->names->len; i++)
    {
      const Name *name = sort->names->pdata[i];
      EspSlip *slip = NULL;
      if (!name->is_new)
        continue;
      if (!slip_of_speaker (study, sort, name, &slip, error))
        return FALSE;
      if (slip != NULL)
        g_ptr_array_add (slips, slip);
    }
  return TRUE;
}

/* Names that no label scheme reads, and that are nearly labels of one. */
static void
sort_near_labels (const Sort *sort, const LabelNear *labels, GPtrArray *slips)
{
  for (guint i = 0; i < sort->names->len; i++)
    {
      const Name *name = sort->names->pdata[i];
      g_autoptr (GPtrArray) near
          = name->is_new ? label_near_find (labels, name->text) : g_ptr_array_new ();
      if (near->len == 0)
        continue;
      g_autoptr (GString) list = g_string_new (near->pdata[0]);
      for (guint j = 1; j < near->len; j++)
        g_string_append_printf (list, ", %s", (const char *)near->pdata[j]);
      EspSlip *slip = slip_new (sort, name, list->str);
      slip->near_labels = near->len;
      g_ptr_array_add (slips, slip);
    }
}

static void
sort_slips (const Sort *sort, GHashTable *told, GPtrArray *slips)
{
  g_autoptr (GHashTable) alike = sort_alike (sort);
  for (guint i = 0; i < sort->names->len; i++)
    {
      const Name *name = sort->names->pdata[i];
      const GPtrArray *some = g_hash_table_lookup (alike, near_name_fixed (name->parts));
      if (!name->is_new || some->len > MOST_ALIKE || is_told (told, name))
        continue;
      const Name *near = find_near (some, name);
      if (near == NULL)
        continue;
      EspSlip *slip = slip_new (sort, name, near->text);
      slip->near_holders = near->holders->len;
      g_ptr_array_add (slips, slip);
      if (sort->sort == ESP_NAME_CASE)
        g_hash_table_add (told, name->text);
    }
}

GPtrArray *
esp_slips (EspStudy *study, const EspNames *before, GError **error)
{
  g_autoptr (EspNames) now = esp_names (study, error);
  g_autoptr (LabelNear) labels = now != NULL ? label_near_load (study, error) : NULL;
  if (labels == NULL)
    return NULL;
  g_autoptr (GPtrArray) slips = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_slip_free);
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < now->sorts->len; i++)
    {
      const Sort *sort = now->sorts->pdata[i];
      g_autofree char *key = g_strdup_printf ("%d %s", (int)sort->sort, sort->of);
      sort_mark_new (sort, g_hash_table_lookup (before->by_key, key));
      if (sort->sort == ESP_NAME_DOCUMENT || sort->sort == ESP_NAME_SPEAKER)
        sort_near_labels (sort, labels, slips);
      else
        sort_slips (sort, told, slips);
      if (sort->sort == ESP_NAME_SPEAKER && !sort_near_speakers (study, sort, slips, error))
        return NULL;
    }
  return g_steal_pointer (&slips);
}
