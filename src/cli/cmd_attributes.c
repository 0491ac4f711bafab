/* espalier attributes: what is known of cases; and setting it by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/filter.h"
#include "cli/verbs.h"

static gboolean
run_list (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 0, 0, error))
    return FALSE;
  g_autoptr (GPtrArray) attributes = esp_attributes (call->study, error);
  if (attributes == NULL)
    return FALSE;
  g_autoptr (Table) table = table_new (call->json);
  table_column (table, "name", "attribute");
  table_column (table, "title", "title");
  table_column (table, "type", "type");
  table_column (table, "is_key", "beside each case");
  table_column (table, "values", "values");
  for (guint i = 0; i < attributes->len; i++)
    {
      const EspAttribute *attribute = attributes->pdata[i];
      table_text (table, attribute->name);
      table_text (table, attribute->title);
      table_text (table, attribute->type);
      table_flag (table, attribute->is_key);
      table_list (table, attribute->values);
    }
  call_table (call, table, "no attributes; the study definition names them");
  return TRUE;
}

static gboolean
run_set (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 2, -1, error))
    return FALSE;
  g_autoptr (GString) pairs = g_string_new (NULL);
  for (guint i = 1; i < call->n_arguments; i++)
    {
      g_autofree char *name = NULL, *value = NULL;
      if (!filter_split (call->arguments[i], &name, &value, error)
          || !esp_case_set_attribute (call->study, call->arguments[0], name, value, error))
        return FALSE;
      g_string_append_printf (pairs, "%s%s = %s", i > 1 ? ", " : "", name, value);
    }
  g_autofree char *about = g_strdup_printf ("%s: %s", call->arguments[0], pairs->str);
  if (!call_commit (call, about, error))
    return FALSE;
  call_say (call, "%s", about);
  return TRUE;
}

static const Command attributes_list = {
  .name = "attributes list",
  .about = "list the attributes that cases can have",
  .usage = "",
  .example = "espalier attributes",
  .needs = STUDY_READ,
  .run = run_list,
};

static const Command attributes_set = {
  .name = "attributes set",
  .about = "set attributes of a case by hand",
  .usage = "CASE NAME=VALUE …",
  .example = "espalier attributes set B-SM-001 number=1",
  .needs = STUDY_WRITE,
  .run = run_set,
};

static const Command *const verbs[]
    = { &attributes_list, &attributes_set, &attributes_import, NULL };

const Command command_attributes = {
  .name = "attributes",
  .stage = "corpus",
  .about = "list the attributes of cases; set them by hand or from a sheet",
  .example = "espalier attributes set B-SM-001 number=1",
  .verbs = verbs,
  .standard = &attributes_list,
};
