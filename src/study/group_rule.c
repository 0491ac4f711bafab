/* Rules that propose groups.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/group_rule.h"

#include "base/error.h"
#include "base/text.h"
#include "store/store.h"
#include "study/group.h"

#include <string.h>

/* ---- loading */

static void
place_free (gpointer data)
{
  GroupPlace *place = data;
  g_free (place->part);
  g_free (place->attribute);
  g_free (place->value);
  g_free (place);
}

static void
rule_free (gpointer data)
{
  GroupRule *rule = data;
  g_free (rule->kind);
  g_free (rule->name);
  g_ptr_array_unref (rule->places);
  g_free (rule);
}

static gboolean
load_places (EspStudy *study, const GroupRule *rule, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT m.part, a.name, m.value, m.least, m.most FROM group_rule_member AS m"
             " LEFT JOIN attribute AS a ON a.id = m.attribute_id AND a.gone = 0"
             " WHERE m.rule_id = :rule AND m.gone = 0"
             " AND (m.attribute_id IS NULL OR a.id IS NOT NULL) ORDER BY m.sort_key, m.id");
  query_bind_uuid (query, ":rule", &rule->id);
  while (query_step (query, error))
    {
      GroupPlace *place = g_new0 (GroupPlace, 1);
      place->part = g_strdup (query_text (query, 0));
      place->attribute = query_is_null (query, 1) ? NULL : g_strdup (query_text (query, 1));
      place->value = text_fold_name (query_text (query, 2));
      place->least = (guint)CLAMP (query_int (query, 3), 0, G_MAXINT);
      place->most
          = query_is_null (query, 4) ? G_MAXUINT : (guint)CLAMP (query_int (query, 4), 1, G_MAXINT);
      g_ptr_array_add (rule->places, place);
    }
  return !query_failed (query);
}

GPtrArray *
group_rules_load (EspStudy *study, const char *kind, GError **error)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (rule_free);
  g_autofree char *own = NULL;
  if (kind != NULL && !group_kind_find (study, kind, NULL, &own, NULL, error))
    return NULL;
  g_autoptr (Query) query
      = store_query (study, "SELECT r.id, k.name, r.name FROM group_rule AS r"
                            " JOIN group_kind AS k ON k.id = r.kind_id AND k.gone = 0"
                            " WHERE r.gone = 0 AND (:kind IS NULL OR k.name = :kind)"
                            " ORDER BY k.sort_key, k.id, r.sort_key, r.id");
  query_bind_text (query, ":kind", own);
  while (query_step (query, error))
    {
      GroupRule *rule = g_new0 (GroupRule, 1);
      rule->id = query_uuid (query, 0);
      rule->kind = g_strdup (query_text (query, 1));
      rule->name = g_strdup (query_text (query, 2));
      rule->places = g_ptr_array_new_with_free_func (place_free);
      g_ptr_array_add (rules, rule);
    }
  if (query_failed (query))
    return NULL;
  for (guint i = 0; i < rules->len; i++)
    if (!load_places (study, rules->pdata[i], error))
      return NULL;
  return g_steal_pointer (&rules);
}

/* ---- the name */

/* The next piece of a name: what stands before the brace, to be freed, and what is in braces, NULL
 * at the end. FALSE where a brace has no partner. */
static gboolean
next_piece (const char **at, char **before, char **piece)
{
  const char *open = *at + strcspn (*at, "{}");
  *before = g_strndup (*at, (gsize)(open - *at));
  *piece = NULL;
  *at = open;
  if (*open == '\0')
    return TRUE;
  const char *close = *open == '{' ? open + 1 + strcspn (open + 1, "{}") : NULL;
  if (close == NULL || *close != '}')
    return FALSE;
  *piece = g_strstrip (g_strndup (open + 1, (gsize)(close - open - 1)));
  *at = close + 1;
  return TRUE;
}

gboolean
group_rule_check_name (const char *name, const GPtrArray *attributes, const LabelSchemes *schemes,
                       GError **error)
{
  guint pieces = 0;
  for (const char *at = name;;)
    {
      g_autofree char *before = NULL, *piece = NULL;
      if (!next_piece (&at, &before, &piece))
        return fail (error, ESP_ERROR_INPUT, "a brace in the name '%s' has no other one", name);
      if (piece == NULL)
        break;
      pieces++;
      if (attributes_find (attributes, piece) == NULL && !label_schemes_have_part (schemes, piece))
        return fail (error, ESP_ERROR_INPUT,
                     "'{%s}' in the name '%s' is neither an attribute nor a part of a label", piece,
                     name);
    }
  return pieces > 0
         || fail (error, ESP_ERROR_INPUT,
                  "the name '%s' is the same for all cases; put an attribute or a part of the label"
                  " in braces, as in '{site} {number}'",
                  name);
}

static const char *
piece_value (const char *piece, const EspCase *one, const GPtrArray *attributes, const Label *label)
{
  const Attribute *attribute = attributes_find (attributes, piece);
  if (attribute != NULL)
    return g_hash_table_lookup (one->attributes, attribute->info.name);
  return label != NULL ? g_hash_table_lookup (label->parts, piece) : NULL;
}

char *
group_rule_name (const GroupRule *rule, const EspCase *one, const GPtrArray *attributes,
                 const LabelSchemes *schemes, char **lacking)
{
  g_autoptr (Label) label = NULL;
  label_read (schemes, one->label, &label, NULL);
  g_autoptr (GString) name = g_string_new (NULL);
  for (const char *at = rule->name;;)
    {
      g_autofree char *before = NULL, *piece = NULL;
      if (!next_piece (&at, &before, &piece))
        {
          *lacking = g_strdup (at);
          return NULL;
        }
      g_string_append (name, before);
      if (piece == NULL)
        return g_strstrip (g_string_free (g_steal_pointer (&name), FALSE));
      const char *value = piece_value (piece, one, attributes, label);
      if (value == NULL || *value == '\0')
        {
          *lacking = g_steal_pointer (&piece);
          return NULL;
        }
      g_string_append (name, value);
    }
}

const GroupPlace *
group_rule_place (const GroupRule *rule, const EspCase *one)
{
  for (guint i = 0; i < rule->places->len; i++)
    {
      const GroupPlace *place = rule->places->pdata[i];
      if (place->attribute == NULL)
        return place;
      const char *value = g_hash_table_lookup (one->attributes, place->attribute);
      g_autofree char *folded = value != NULL ? text_fold_name (value) : NULL;
      if (folded != NULL && g_str_equal (folded, place->value))
        return place;
    }
  return NULL;
}
