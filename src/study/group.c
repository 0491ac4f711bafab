/* Groups of cases.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/group.h"
#include "base/error.h"
#include "base/near.h"
#include "base/text.h"
#include "store/store.h"
#include "study/attribute.h"

void
esp_group_member_free (EspGroupMember *member)
{
  if (member == NULL)
    return;
  g_free (member->label);
  g_free (member->part);
  g_free (member);
}

void
group_member_free (gpointer member)
{
  esp_group_member_free (member);
}

void
group_free (gpointer data)
{
  EspGroup *group = data;
  g_free (group->kind);
  g_free (group->name);
  g_ptr_array_unref (group->members);
  g_free (group);
}

/* ---- listing */

/* The groups of one kind while they are gathered. */
typedef struct
{
  const char *kind;
  GPtrArray *groups;   /* EspGroup */
  GHashTable *by_name; /* borrowed name -> EspGroup */
} Kind;

static EspGroup *
kind_group (const Kind *kind, const char *name)
{
  EspGroup *group = g_hash_table_lookup (kind->by_name, name);
  if (group)
    return group;
  group = g_new0 (EspGroup, 1);
  group->kind = g_strdup (kind->kind);
  group->name = g_strdup (name);
  group->members = g_ptr_array_new_with_free_func (group_member_free);
  g_ptr_array_add (kind->groups, group);
  g_hash_table_insert (kind->by_name, group->name, group);
  return group;
}

void
group_members_add (GPtrArray *members, const char *label, const char *part, gboolean present)
{
  EspGroupMember *member = g_new0 (EspGroupMember, 1);
  member->label = g_strdup (label);
  member->part = g_strdup (part);
  member->present = present;
  g_ptr_array_add (members, member);
}

/* The groups with rows of their own, and their members unless an attribute has said them already.
 */
static gboolean
kind_stated (EspStudy *study, const Kind *kind, const Uuid *kind_id, const char *from,
             GHashTable *cases, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT g.name, m.case_label, m.part FROM study_group AS g"
                            " LEFT JOIN group_member AS m ON m.group_id = g.id AND m.gone = 0"
                            " WHERE g.gone = 0 AND g.verdict = '' AND g.kind_id = :kind"
                            " ORDER BY g.name, m.case_label, m.id");
  query_bind_uuid (query, ":kind", kind_id);
  while (query_step (query, error))
    {
      const char *name = query_text (query, 0), *label = query_text (query, 1);
      const EspGroup *group = kind_group (kind, name);
      if (*label == '\0')
        continue;
      const EspCase *one = g_hash_table_lookup (cases, label);
      const char *value = one && *from ? g_hash_table_lookup (one->attributes, from) : NULL;
      if (!value || !g_str_equal (value, name))
        group_members_add (group->members, label, query_text (query, 2), one != NULL);
    }
  return !query_failed (query);
}

static void
kind_computed (const Kind *kind, const char *from, const GPtrArray *cases)
{
  for (guint i = 0; i < cases->len; i++)
    {
      const EspCase *one = g_ptr_array_index (cases, i);
      const char *value = g_hash_table_lookup (one->attributes, from);
      if (value)
        group_members_add (kind_group (kind, value)->members, one->label, "", TRUE);
    }
}

static gint
by_group_name (gconstpointer a, gconstpointer b)
{
  const EspGroup *const *x = a, *const *y = b;
  return strcmp ((*x)->name, (*y)->name);
}

static gint
by_member_label (gconstpointer a, gconstpointer b)
{
  const EspGroupMember *const *x = a, *const *y = b;
  return strcmp ((*x)->label, (*y)->label);
}

/* Appends the groups of a kind, sorted, to the result. */
static void
kind_finish (const Kind *kind, GPtrArray *groups)
{
  g_ptr_array_sort (kind->groups, by_group_name);
  for (guint i = 0; i < kind->groups->len; i++)
    {
      EspGroup *group = g_ptr_array_index (kind->groups, i);
      g_ptr_array_sort (group->members, by_member_label);
      g_ptr_array_add (groups, group);
    }
}

static gboolean
kinds_gather (EspStudy *study, const GPtrArray *cases, GHashTable *by_label, GPtrArray *groups,
              GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT k.id, k.name, a.name FROM group_kind AS k"
                            " LEFT JOIN attribute AS a ON a.id = k.from_attribute_id AND a.gone = 0"
                            " WHERE k.gone = 0 ORDER BY k.sort_key, k.id");
  while (query_step (query, error))
    {
      const Uuid kind_id = query_uuid (query, 0);
      const char *from = query_text (query, 2);
      g_autoptr (GPtrArray) found = g_ptr_array_new ();
      g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
      const Kind kind = { query_text (query, 1), found, by_name };
      if (*from)
        kind_computed (&kind, from, cases);
      const gboolean gathered = kind_stated (study, &kind, &kind_id, from, by_label, error);
      kind_finish (&kind, groups);
      if (!gathered)
        return FALSE;
    }
  return !query_failed (query);
}

GPtrArray *
esp_groups (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) cases = esp_cases (study, NULL, error);
  if (!cases)
    return NULL;
  g_autoptr (GHashTable) by_label = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < cases->len; i++)
    {
      EspCase *one = g_ptr_array_index (cases, i);
      g_hash_table_insert (by_label, one->label, one);
    }
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (group_free);
  if (!kinds_gather (study, cases, by_label, groups, error))
    return NULL;
  return g_steal_pointer (&groups);
}

/* ---- finding */

char *
group_display (const EspGroup *group)
{
  return g_strdup_printf ("%s: %s", group->kind, group->name);
}

static gboolean
group_fits (const EspGroup *group, const char *folded)
{
  g_autofree char *display = group_display (group);
  g_autofree char *whole = text_fold_name (display);
  g_autofree char *name = text_fold_name (group->name);
  return g_str_equal (whole, folded) || g_str_equal (name, folded);
}

static void
group_unknown (const char *text, const GPtrArray *groups, GError **error)
{
  g_autoptr (GPtrArray) displays = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < groups->len; i++)
    {
      const EspGroup *group = g_ptr_array_index (groups, i);
      g_ptr_array_add (displays, group_display (group));
      g_ptr_array_add (names, group->name);
    }
  g_autofree char *near = near_names (text, displays);
  if (!near)
    near = near_names (text, names);
  if (near)
    fail (error, ESP_ERROR_NOT_FOUND, "there is no group '%s'; near it are: %s", text, near);
  else
    fail (error, ESP_ERROR_NOT_FOUND, "there is no group '%s'; 'espalier groups' lists them", text);
}

const EspGroup *
group_find (const GPtrArray *groups, const char *text, GError **error)
{
  /* "site:Burgundy" and "site : Burgundy" mean "site: Burgundy". */
  g_auto (GStrv) halves = g_strsplit (text, ":", 2);
  g_autofree char *joined = halves[0] && halves[1] ? g_strconcat (g_strstrip (halves[0]), ": ",
                                                                  g_strstrip (halves[1]), NULL)
                                                   : NULL;
  g_autofree char *folded = text_fold_name (joined ? joined : text);
  const EspGroup *found = NULL;
  guint fitting = 0;
  g_autoptr (GString) several = g_string_new (NULL);
  for (guint i = 0; i < groups->len; i++)
    {
      const EspGroup *group = g_ptr_array_index (groups, i);
      if (!group_fits (group, folded))
        continue;
      g_string_append_printf (several, "%s'%s: %s'", found ? ", " : "", group->kind, group->name);
      found = group;
      fitting++;
    }
  if (!found)
    group_unknown (text, groups, error);
  else if (fitting > 1)
    {
      fail (error, ESP_ERROR_AMBIGUOUS, "'%s' is the name of several groups: %s", text,
            several->str);
      return NULL;
    }
  return found;
}

GPtrArray *
group_resolve (EspStudy *study, const char *text, char **display, GError **error)
{
  g_autoptr (GPtrArray) groups = esp_groups (study, error);
  const EspGroup *found = groups ? group_find (groups, text, error) : NULL;
  if (!found)
    return NULL;
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < found->members->len; i++)
    {
      const EspGroupMember *member = g_ptr_array_index (found->members, i);
      if (member->present)
        g_ptr_array_add (labels, g_strdup (member->label));
    }
  if (display)
    *display = group_display (found);
  return g_steal_pointer (&labels);
}

/* ---- making */

static gboolean
kind_unknown (EspStudy *study, const char *kind, GError **error)
{
  g_autoptr (GString) kinds = g_string_new (NULL);
  g_autoptr (Query) query
      = store_query (study, "SELECT name FROM group_kind WHERE gone = 0 ORDER BY sort_key, id");
  while (query_step (query, error))
    g_string_append_printf (kinds, "%s%s", kinds->len ? ", " : "", query_text (query, 0));
  if (query_failed (query))
    return FALSE;
  if (kinds->len == 0)
    return fail (error, ESP_ERROR_NOT_FOUND,
                 "there is no kind of group '%s'; the study defines none", kind);
  return fail (error, ESP_ERROR_NOT_FOUND, "there is no kind of group '%s'; the study has: %s",
               kind, kinds->str);
}

gboolean
group_kind_find (EspStudy *study, const char *kind, Uuid *id, char **own, char **from,
                 GError **error)
{
  g_autofree char *folded = text_fold_name (kind);
  g_autoptr (Query) query
      = store_query (study, "SELECT k.id, k.name, a.name FROM group_kind AS k"
                            " LEFT JOIN attribute AS a ON a.id = k.from_attribute_id AND a.gone = 0"
                            " WHERE k.gone = 0 ORDER BY k.sort_key, k.id");
  while (query_step (query, error))
    {
      g_autofree char *name = text_fold_name (query_text (query, 1));
      if (!g_str_equal (name, folded))
        continue;
      if (id)
        *id = query_uuid (query, 0);
      *own = g_strdup (query_text (query, 1));
      if (from)
        *from = g_strdup (query_text (query, 2));
      return TRUE;
    }
  if (query_failed (query))
    return FALSE;
  return kind_unknown (study, kind, error);
}

/* The name as the study writes it: a value of the attribute for kinds that come from one. NULL with
 * error. */
static char *
group_own_name (EspStudy *study, const char *from, const char *name, GError **error)
{
  if (*from == '\0')
    return text_fold_label (name);
  g_autoptr (GPtrArray) attributes = attributes_load (study, error);
  const Attribute *attribute = attributes ? attributes_need (attributes, from, error) : NULL;
  return attribute ? attribute_normal (&attribute->info, name, error) : NULL;
}

/* The row of that name, also one that is gone or rejected; else the id that it would get. */
static gboolean
group_row (EspStudy *study, const Uuid *kind_id, const char *kind, const char *name, Uuid *id,
           GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT id FROM study_group WHERE kind_id = :kind AND name = :name"
                            " ORDER BY gone, id LIMIT 1");
  query_bind_uuid (query, ":kind", kind_id);
  query_bind_text (query, ":name", name);
  *id = query_step (query, error) ? query_uuid (query, 0) : group_id (kind, name);
  return !query_failed (query);
}

/* Makes the row, or brings it back; with a verdict. */
static gboolean
group_write (EspStudy *study, const Uuid *id, const Uuid *kind_id, const char *name,
             const char *verdict, GError **error)
{
  /* One that no definition says has no place in it; it sorts by name, after those that have. */
  g_autofree char *key = g_strconcat ("B", name, NULL);
  g_autoptr (Query) query
      = store_query (study, "INSERT INTO study_group (id, kind_id, name, sort_key, verdict)"
                            " VALUES (:id, :kind, :name, :key, :verdict)"
                            " ON CONFLICT (id) DO UPDATE SET gone = 0, verdict = excluded.verdict"
                            " WHERE gone <> 0 OR verdict <> excluded.verdict");
  query_bind_uuid (query, ":id", id);
  query_bind_uuid (query, ":kind", kind_id);
  query_bind_text (query, ":name", name);
  query_bind_text (query, ":key", key);
  query_bind_text (query, ":verdict", verdict);
  return query_run (query, error);
}

gboolean
group_reject (EspStudy *study, const char *kind, const char *name, GError **error)
{
  Uuid kind_id, id;
  g_autofree char *own = NULL;
  return store_in_change (study, error)
         && group_kind_find (study, kind, &kind_id, &own, NULL, error)
         && group_row (study, &kind_id, own, name, &id, error)
         && group_write (study, &id, &kind_id, name, "rejected", error);
}

gboolean
group_normal (EspStudy *study, const char *kind, const char *name, Uuid *kind_id, char **own_kind,
              char **own, GError **error)
{
  g_autofree char *from = NULL, *kind_name = NULL;
  if (!group_kind_find (study, kind, kind_id, &kind_name, &from, error))
    return FALSE;
  g_autofree char *normal = group_own_name (study, from, name, error);
  if (!normal)
    return FALSE;
  if (*normal == '\0')
    return fail (error, ESP_ERROR_INPUT, "a group of the kind '%s' needs a name", kind_name);
  *own_kind = g_steal_pointer (&kind_name);
  *own = g_steal_pointer (&normal);
  return TRUE;
}

gboolean
group_ensure (EspStudy *study, const char *kind, const char *name, Uuid *id, GError **error)
{
  Uuid kind_id;
  g_autofree char *own_kind = NULL, *own = NULL;
  return store_in_change (study, error)
         && group_normal (study, kind, name, &kind_id, &own_kind, &own, error)
         && group_row (study, &kind_id, own_kind, own, id, error)
         && group_write (study, id, &kind_id, own, "", error);
}

Uuid
group_id (const char *kind, const char *name)
{
  return uuid_derived ("group", kind, name, NULL);
}

Uuid
group_member_id (const char *kind, const char *name, const char *label)
{
  return uuid_derived ("group_member", kind, name, label, NULL);
}

/* A row that stands, whatever its id: joined twins stand under the id of one of them. */
static gboolean
member_stands (EspStudy *study, const Uuid *group, const char *label, Uuid *id, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT id FROM group_member WHERE group_id = :group"
                            " AND case_label = :label ORDER BY gone, id LIMIT 1");
  query_bind_uuid (query, ":group", group);
  query_bind_text (query, ":label", label);
  if (query_step (query, error))
    *id = query_uuid (query, 0);
  return !query_failed (query);
}

gboolean
group_member_ensure (EspStudy *study, const EspGroup *group, const Uuid *id, const char *label,
                     const char *part, GError **error)
{
  Uuid member = group_member_id (group->kind, group->name, label);
  if (!store_in_change (study, error) || !member_stands (study, id, label, &member, error))
    return FALSE;
  g_autoptr (Query) query
      = store_query (study, "INSERT INTO group_member (id, group_id, case_label, part)"
                            " VALUES (:id, :group, :label, :part)"
                            " ON CONFLICT (id) DO UPDATE SET gone = 0, part = excluded.part"
                            " WHERE gone <> 0 OR part <> excluded.part");
  query_bind_uuid (query, ":id", &member);
  query_bind_uuid (query, ":group", id);
  query_bind_text (query, ":label", label);
  query_bind_text (query, ":part", part);
  return query_run (query, error);
}
