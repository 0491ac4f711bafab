/* Loading what a study definition says of documents to come, by file name or glob: kind, level,
 * whose it is, the session.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/definition.h"

#include "study/schedule.h"
#include "study/sheet_map.h"

/* A rule as it is stored; strings owned. */
typedef struct
{
  char *file, *kind, *level, *case_label, *group_kind, *group, *schedule;
  char *date, *minutes, *mode, *place, *interviewers, *others;
  char *rows;
  gboolean has_session;
} Rule;

static void
rule_clear (Rule *rule)
{
  char *const strings[]
      = { rule->file,  rule->kind,         rule->level,  rule->case_label, rule->group_kind,
          rule->group, rule->schedule,     rule->date,   rule->minutes,    rule->mode,
          rule->place, rule->interviewers, rule->others, rule->rows };
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (strings[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rule, rule_clear)

static void
rule_read (Rule *rule, const XmlNode *node)
{
  rule->file = element_token (node, "file");
  rule->kind = element_token (node, "kind");
  rule->level = element_token (node, "level");
  rule->case_label = element_token (node, "case");
  rule->group_kind = element_token (node, "group-kind");
  rule->group = element_token (node, "group");
  rule->schedule = element_token (node, "schedule");
  rule->rows = element_token (node, "rows");
  const XmlNode *session = xml_child (node, "session");
  rule->has_session = session != NULL;
  if (!session)
    return;
  rule->date = element_token (session, "date");
  rule->minutes = element_token (session, "minutes");
  rule->mode = element_token (session, "mode");
  rule->place = element_token (session, "place");
  rule->interviewers = element_token (session, "interviewers");
  rule->others = element_token (session, "others");
}

/* The kind of group stands, and the group too: as a value of the kind's attribute, or stated by
 * name. */
static gboolean
check_group (const Definition *definition, const XmlNode *node, Rule *rule, GError **error)
{
  g_autoptr (Query) query = store_query (
      definition->study,
      "SELECT a.name, EXISTS (SELECT 1 FROM study_group AS g WHERE g.kind_id = k.id AND g.gone = 0"
      " AND g.verdict = ''"
      " AND g.name = :group)"
      " FROM group_kind AS k LEFT JOIN attribute AS a ON a.id = k.from_attribute_id AND a.gone = 0"
      " WHERE k.gone = 0 AND k.name = :kind");
  query_bind_text (query, ":kind", rule->group_kind);
  query_bind_text (query, ":group", rule->group);
  if (!query_step (query, error))
    return query_failed (query)
               ? FALSE
               : element_fail (error, definition->doc, node,
                               "there is no kind of group '%s'; define it under <groups>",
                               rule->group_kind);
  if (*query_text (query, 0) == '\0')
    return query_int (query, 1)
           || element_fail (error, definition->doc, node,
                            "there is no group '%s' of the kind '%s'; define it under <groups>",
                            rule->group, rule->group_kind);
  const Attribute *from = definition_attribute (definition, node, query_text (query, 0), error);
  char *name = from ? definition_value (definition, node, from, rule->group, error) : NULL;
  if (!name)
    return FALSE;
  g_free (rule->group);
  rule->group = name;
  return TRUE;
}

static gboolean
rule_check (const Definition *definition, const XmlNode *node, Rule *rule,
            const Schedules *schedules, GError **error)
{
  if (*rule->case_label)
    {
      char *label = definition_label (definition, node, rule->case_label, error);
      if (!label)
        return FALSE;
      g_free (rule->case_label);
      rule->case_label = label;
    }
  if (*rule->schedule && !schedules_find (schedules, rule->schedule))
    return element_fail (error, definition->doc, node,
                         "there is no schedule '%s'; define it under <schedules>", rule->schedule);
  return *rule->group_kind == '\0' || check_group (definition, node, rule, error);
}

static const char *
or_none (const char *text)
{
  return text ? text : "";
}

static gboolean
rule_state (const Definition *definition, const Rule *rule, guint n, GError **error)
{
  const Uuid id = uuid_derived ("document_rule", rule->file, NULL);
  const char *words = or_none (rule->minutes);
  const double minutes = g_ascii_strtod (words, NULL);
  const Column columns[] = {
    { "file", .text = rule->file, .fixed = TRUE },
    { "kind", .text = rule->kind },
    { "level", .text = rule->level },
    { "case_label", .text = rule->case_label },
    { "group_kind", .text = rule->group_kind },
    { "group_name", .text = rule->group },
    { "schedule_name", .text = rule->schedule },
    { "held_on", .text = or_none (rule->date) },
    { "minutes", COLUMN_REAL, .real = *words ? &minutes : NULL },
    { "mode", .text = or_none (rule->mode) },
    { "place", .text = or_none (rule->place) },
    { "interviewers", .text = or_none (rule->interviewers) },
    { "others", .text = or_none (rule->others) },
    { "has_session", COLUMN_INT, .number = rule->has_session },
    { "rows", .text = rule->rows },
    { .name = NULL },
  };

  return stated_row (definition->study, "document_rule", &id, n, columns, error);
}

/* ---- the columns of a sheet */

static gboolean
read_column (const Definition *definition, const XmlNode *node, SheetMap *map, GError **error)
{
  g_autofree char *name = element_token (node, "name"), *word = element_token (node, "use");
  g_autofree char *title = element_token (node, "title");
  g_autofree char *named = element_token (node, "attribute");
  const Attribute *attribute = NULL;
  SheetUse use;
  if (!sheet_use_from_name (word, &use))
    return element_fail (error, definition->doc, node, "there is no use '%s' of a column", word);
  if ((*title && use != SHEET_QUESTION) || (*named && use != SHEET_ATTRIBUTE))
    return element_fail (error, definition->doc, node,
                         "only a question has a title, and only an attribute is one");
  if (use == SHEET_ATTRIBUTE
      && !(attribute = definition_attribute (definition, node, *named ? named : name, error)))
    return FALSE;
  sheet_map_add (map, name, use, title, attribute ? attribute->info.name : NULL);
  return TRUE;
}

static gboolean
load_columns (const Definition *definition, const XmlNode *node, const Rule *rule, GError **error)
{
  const Uuid id = uuid_derived ("document_rule", rule->file, NULL);
  g_autoptr (SheetMap) map = sheet_map_new (sheet_rows_from_name (rule->rows));
  for (const XmlNode *column = xml_child (node, "column"); column;
       column = xml_next (column, "column"))
    if (!read_column (definition, column, map, error))
      return FALSE;
  if (map->columns->len > 0 && !sheet_map_check (map, error))
    return definition_fail_at (definition, node, error);
  return sheet_map_store (definition->study, map, rule->file, NULL, &id, definition->attributes,
                          error);
}

gboolean
definition_load_documents (const Definition *definition, const XmlNode *root, GError **error)
{
  const XmlNode *list = xml_child (root, "documents");
  if (!list)
    return TRUE;
  g_autoptr (Schedules) schedules = schedules_load (definition->study, error);
  if (!schedules)
    return FALSE;
  g_autoptr (GHashTable) seen = definition_names ();
  guint n = 0;
  for (const XmlNode *node = xml_child (list, "document"); node; node = xml_next (node, "document"))
    {
      g_auto (Rule) rule = { 0 };
      rule_read (&rule, node);
      if (!g_hash_table_add (seen, g_strdup (rule.file)))
        return element_fail (error, definition->doc, node, "the file '%s' is there twice",
                             rule.file);
      if (!rule_check (definition, node, &rule, schedules, error)
          || !rule_state (definition, &rule, ++n, error)
          || !load_columns (definition, node, &rule, error))
        return FALSE;
    }
  return TRUE;
}
