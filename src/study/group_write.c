/* Groups by hand: kinds, groups, and who is in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/text.h"
#include "store/store.h"
#include "study/attribute.h"
#include "study/group.h"
#include "study/roster.h"

#include <string.h>

/* ---- kinds and groups */

gboolean
esp_group_kind_add (EspStudy *study, const char *kind, const char *from, GError **error)
{
  g_autofree char *name = text_fold_label (kind), *own = NULL;
  if (!store_in_change (study, error))
    return FALSE;
  if (*name == '\0' || strchr (name, ':') != NULL)
    return fail (error, ESP_ERROR_INPUT, "a kind of group needs a name, without a colon");
  if (group_kind_find (study, name, NULL, &own, NULL, NULL))
    return fail (error, ESP_ERROR_INPUT, "the kind of group '%s' is there already", own);
  g_autoptr (GPtrArray) attributes = attributes_load (study, error);
  const Attribute *attribute
      = attributes != NULL && from != NULL ? attributes_need (attributes, from, error) : NULL;
  if (attributes == NULL || (from != NULL && attribute == NULL))
    return FALSE;
  const Uuid id = uuid_derived ("group_kind", name, NULL);
  g_autofree char *key = g_strconcat ("B", name, NULL);
  g_autoptr (Query) query = store_query (
      study, "INSERT INTO group_kind (id, name, from_attribute_id, sort_key)"
             " VALUES (:id, :name, :from, :key) ON CONFLICT (id) DO UPDATE SET gone = 0,"
             " from_attribute_id = excluded.from_attribute_id");
  query_bind_uuid (query, ":id", &id);
  query_bind_text (query, ":name", name);
  query_bind_uuid (query, ":from", attribute != NULL ? &attribute->id : NULL);
  query_bind_text (query, ":key", key);
  return query_run (query, error);
}

gboolean
esp_group_add (EspStudy *study, const char *kind, const char *name, char **display, GError **error)
{
  g_autofree char *own_kind = NULL, *own = NULL;
  g_autoptr (GPtrArray) groups = store_in_change (study, error) ? esp_groups (study, error) : NULL;
  if (groups == NULL || !group_normal (study, kind, name, NULL, &own_kind, &own, error))
    return FALSE;
  g_autofree char *both = g_strdup_printf ("%s: %s", own_kind, own);
  Uuid id;
  if (group_find (groups, both, NULL) != NULL)
    return fail (error, ESP_ERROR_INPUT, "the group '%s' is there already", both);
  if (display != NULL)
    *display = g_steal_pointer (&both);
  return group_ensure (study, own_kind, own, &id, error);
}

/* What is the group's own, and would be nobody's. */
static gboolean
owns_nothing (EspStudy *study, const Uuid *id, const char *display, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (Query) documents = store_query (
      study, "SELECT name FROM document WHERE group_id = :id AND gone = 0 ORDER BY name, id");
  query_bind_uuid (documents, ":id", id);
  while (query_step (documents, error))
    g_string_append_printf (names, "%s'%s'", names->len > 0 ? ", " : "", query_text (documents, 0));
  if (query_failed (documents))
    return FALSE;
  if (names->len > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "documents belong to '%s': %s; say first whose they are, with 'espalier documents "
                 "set'",
                 display, names->str);
  g_autoptr (Query) memos
      = store_query (study, "SELECT 1 FROM memo WHERE group_id = :id AND gone = 0");
  query_bind_uuid (memos, ":id", id);
  if (query_step (memos, error))
    return fail (error, ESP_ERROR_INPUT, "there are memos on '%s'; take them away first", display);
  return !query_failed (memos);
}

/* Marks the rows of its members, all of them or that of one label; how many. */
static gboolean
members_gone (EspStudy *study, const Uuid *id, const char *label, guint *n, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Uuid));
  g_autoptr (Query) query
      = store_query (study, "SELECT id FROM group_member WHERE group_id = :id AND gone = 0"
                            " AND (:label IS NULL OR case_label = :label)");
  query_bind_uuid (query, ":id", id);
  query_bind_text (query, ":label", label);
  while (query_step (query, error))
    {
      const Uuid row = query_uuid (query, 0);
      g_array_append_val (rows, row);
    }
  if (query_failed (query))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!store_gone (study, "group_member", &g_array_index (rows, Uuid, i), error))
      return FALSE;
  *n = rows->len;
  return TRUE;
}

/* The live row of a group; FALSE with *id nil where it has none, as it follows from an attribute.
 */
static gboolean
group_live_row (EspStudy *study, const EspGroup *group, Uuid *id, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT g.id FROM study_group AS g JOIN group_kind AS k ON k.id = g.kind_id"
             " WHERE g.gone = 0 AND g.verdict = '' AND k.name = :kind"
             " AND g.name = :name ORDER BY g.id LIMIT 1");
  query_bind_text (query, ":kind", group->kind);
  query_bind_text (query, ":name", group->name);
  *id = query_step (query, error) ? query_uuid (query, 0) : UUID_NIL;
  return !query_failed (query);
}

/* Whether its cases are in it by an attribute, whose name is given; '' for none. */
static gboolean
group_attribute (EspStudy *study, const EspGroup *group, char **from, GError **error)
{
  g_autofree char *own = NULL;
  return group_kind_find (study, group->kind, NULL, &own, from, error);
}

gboolean
esp_group_remove (EspStudy *study, const char *group, char **display, GError **error)
{
  g_autoptr (GPtrArray) groups = store_in_change (study, error) ? esp_groups (study, error) : NULL;
  const EspGroup *found = groups != NULL ? group_find (groups, group, error) : NULL;
  g_autofree char *from = NULL;
  Uuid id;
  guint n;
  if (found == NULL || !group_attribute (study, found, &from, error)
      || !group_live_row (study, found, &id, error))
    return FALSE;
  if (*from != '\0')
    return fail (error, ESP_ERROR_INPUT,
                 "the group '%s' follows from the attribute '%s' and cannot be taken away",
                 found->name, from);
  g_autofree char *both = group_display (found);
  if (!owns_nothing (study, &id, both, error) || !members_gone (study, &id, NULL, &n, error))
    return FALSE;
  if (display != NULL)
    *display = g_steal_pointer (&both);
  return store_gone (study, "study_group", &id, error);
}

/* ---- who is in them */

static gboolean
label_own (EspStudy *study, const char *written, char **own, gboolean *present, GError **error)
{
  g_autoptr (Roster) roster = roster_load (study, error);
  g_autofree char *why = NULL;
  if (roster == NULL)
    return FALSE;
  const RosterFind found = roster_find (roster, written, own, NULL, &why);
  *present = found == ROSTER_CASE;
  if (found != ROSTER_NONE)
    return TRUE;
  g_autofree char *trouble = roster_trouble (roster, written, why);
  return fail (error, ESP_ERROR_NOT_FOUND, "%s; 'espalier cases' lists the cases", trouble);
}

static const EspGroupMember *
member_of (const EspGroup *group, const char *label)
{
  for (guint i = 0; i < group->members->len; i++)
    if (g_str_equal (((const EspGroupMember *)group->members->pdata[i])->label, label))
      return group->members->pdata[i];
  return NULL;
}

gboolean
esp_group_put (EspStudy *study, const char *group, const char *label, const char *part,
               char **display, EspGroupMember **put, GError **error)
{
  g_autoptr (GPtrArray) groups = store_in_change (study, error) ? esp_groups (study, error) : NULL;
  const EspGroup *found = groups != NULL ? group_confirmed (study, groups, group, error) : NULL;
  g_autofree char *name = NULL, *from = NULL;
  gboolean present;
  Uuid id;
  if (found == NULL || !label_own (study, label, &name, &present, error)
      || !group_attribute (study, found, &from, error))
    return FALSE;
  if (*from != '\0' && member_of (found, name) == NULL)
    return fail (error, ESP_ERROR_INPUT,
                 "the group '%s' follows from the attribute '%s'; 'espalier attributes set %s "
                 "%s=%s' puts a case into it",
                 found->name, from, name, from, found->name);
  if (!group_ensure (study, found->kind, found->name, &id, error))
    return FALSE;
  const EspGroupMember *member = member_of (found, name);
  g_autofree char *as = part != NULL     ? text_fold_label (part)
                        : member != NULL ? g_strdup (member->part)
                                         : g_strdup ("");
  if (!group_member_ensure (study, found, &id, name, as, error))
    return FALSE;
  if (display != NULL)
    *display = group_display (found);
  if (put != NULL)
    {
      *put = g_new0 (EspGroupMember, 1);
      **put = (EspGroupMember){ g_steal_pointer (&name), g_steal_pointer (&as), present };
    }
  return TRUE;
}

gboolean
esp_group_take (EspStudy *study, const char *group, const char *label, char **display, char **own,
                GError **error)
{
  g_autoptr (GPtrArray) groups = store_in_change (study, error) ? esp_groups (study, error) : NULL;
  const EspGroup *found = groups != NULL ? group_find (groups, group, error) : NULL;
  g_autofree char *name = NULL, *from = NULL;
  gboolean present;
  Uuid id;
  guint n = 0;
  if (found == NULL || !label_own (study, label, &name, &present, error)
      || !group_attribute (study, found, &from, error) || !group_live_row (study, found, &id, error)
      || (!uuid_is_nil (&id) && !members_gone (study, &id, name, &n, error)))
    return FALSE;
  if (n == 0 && member_of (found, name) != NULL)
    return fail (error, ESP_ERROR_INPUT,
                 "'%s' is in the group '%s' by its attribute '%s'; 'espalier attributes set' "
                 "changes that",
                 name, found->name, from);
  if (n == 0)
    return fail (error, ESP_ERROR_NOT_FOUND, "'%s' is not in the group '%s'", name, found->name);
  if (display != NULL)
    *display = group_display (found);
  if (own != NULL)
    *own = g_steal_pointer (&name);
  return TRUE;
}
