/* espalier cases: the units of analysis, with their attributes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

#include <string.h>

static void
cases_columns (Table *table, const GPtrArray *attributes)
{
  table_column (table, "label", "case");
  table_column (table, "kind", NULL);
  for (guint i = 0; i < attributes->len; i++)
    {
      const EspAttribute *attribute = attributes->pdata[i];
      table_column_inside (table, "attributes", attribute->name, attribute->name);
    }
  table_column (table, "documents", "documents");
  table_column (table, NULL, "groups");
  table_column (table, "groups", NULL);
}

/* The groups that do not merely repeat an attribute: "site: Burgundy" stands in a column of its
 * own. */
static GPtrArray *
cases_groups (const EspCase *one)
{
  GPtrArray *groups = g_ptr_array_new ();
  for (guint i = 0; i < one->groups->len; i++)
    {
      const char *group = one->groups->pdata[i];
      const char *colon = strstr (group, ": ");
      g_autofree char *kind = g_strndup (group, colon != NULL ? (gsize)(colon - group) : 0);
      const char *value = g_hash_table_lookup (one->attributes, kind);
      if (value == NULL || strcmp (value, colon + 2) != 0)
        g_ptr_array_add (groups, one->groups->pdata[i]);
    }
  return groups;
}

static void
cases_add (Table *table, const EspCase *one, const GPtrArray *attributes)
{
  g_autoptr (GPtrArray) groups = cases_groups (one);
  table_text (table, one->label);
  table_text (table, one->kind);
  for (guint i = 0; i < attributes->len; i++)
    {
      const char *value = g_hash_table_lookup (one->attributes,
                                               ((const EspAttribute *)attributes->pdata[i])->name);
      table_text (table, value != NULL ? value : "");
    }
  table_uint (table, one->documents);
  table_list (table, groups);
  table_list (table, one->groups);
}

static gboolean
run (Call *call, GError **error)
{
  g_auto (GStrv) where = NULL;
  const GOptionEntry options[] = {
    { "where", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &where,
      "Only those that have this; may be given again", "NAME=VALUE" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 1, error))
    return FALSE;
  g_autoptr (GPtrArray) attributes = esp_attributes (call->study, error);
  g_autoptr (GPtrArray) cases
      = attributes != NULL ? esp_cases (call->study, (const char *const *)where, error) : NULL;
  if (cases == NULL)
    return FALSE;
  g_autoptr (Table) table = table_new (call->json);
  cases_columns (table, attributes);
  for (guint i = 0; i < cases->len; i++)
    {
      const EspCase *one = cases->pdata[i];
      if (call->n_arguments == 0 || strcmp (call->arguments[0], one->label) == 0)
        cases_add (table, one, attributes);
    }
  if (call->n_arguments > 0 && table_rows (table) == 0)
    {
      g_set_error (error, ESP_ERROR, ESP_ERROR_NOT_FOUND, "there is no case '%s'%s",
                   call->arguments[0],
                   where != NULL ? " with these attributes" : "; 'espalier cases' lists them");
      return FALSE;
    }
  call_table (call, table,
              where != NULL ? "no case has these attributes"
                            : "no cases yet; importing transcripts makes them");
  return TRUE;
}

const Command command_cases = {
  .name = "cases",
  .stage = "corpus",
  .about = "list the cases with their attributes and groups",
  .usage = "[CASE]",
  .example = "espalier cases --where site=Burgundy",
  .needs = STUDY_READ,
  .run = run,
};
