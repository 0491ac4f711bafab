/* espalier attributes: what is known of cases; and setting it by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/filter.h"
#include "cli/verbs.h"

#include <string.h>

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

/* "region = North"; "region = not recorded", "site = Burgundy (from the label)" after "region=". */
static char *
set_one (Call *call, const char *pair, GError **error)
{
  g_autofree char *name = NULL, *value = NULL, *now = NULL;
  const char *label = call->arguments[0];
  if (!filter_split (pair, &name, &value, error))
    return NULL;
  if (*value != '\0')
    return esp_case_set_attribute (call->study, label, name, value, error)
               ? g_strdup_printf ("%s = %s", name, value)
               : NULL;
  if (!esp_case_clear_attribute (call->study, label, name, &now, error))
    return NULL;
  return *now != '\0' ? g_strdup_printf ("%s = %s (from the label)", name, now)
                      : g_strdup_printf ("%s = not recorded", name);
}

/* What changed for a case beside what was said: "; so country = Wales". */
static void
add_followed (GString *text, const EspCase *before, const EspCase *after,
              const GPtrArray *attributes, const char *const *said)
{
  const char *opening = "; so ";
  for (guint i = 0; i < attributes->len; i++)
    {
      const char *name = ((const EspAttribute *)attributes->pdata[i])->name;
      const char *was = g_hash_table_lookup (before->attributes, name),
                 *is = g_hash_table_lookup (after->attributes, name);
      gboolean was_said = FALSE;
      for (const char *const *one = said; *one != NULL; one++)
        was_said
            |= g_ascii_strncasecmp (*one, name, strlen (name)) == 0 && (*one)[strlen (name)] == '=';
      if (was_said || g_strcmp0 (was, is) == 0)
        continue;
      g_string_append_printf (text, "%s%s = %s", opening, name, is != NULL ? is : "not recorded");
      opening = ", ";
    }
}

/* The same of all cases: one of them was set. */
static gboolean
add_all_followed (GString *text, EspStudy *study, const GPtrArray *before, const char *const *said,
                  GError **error)
{
  g_autoptr (GPtrArray) attributes = esp_attributes (study, error);
  g_autoptr (GPtrArray) after = attributes != NULL ? esp_cases (study, NULL, error) : NULL;
  for (guint i = 0; after != NULL && i < after->len && after->len == before->len; i++)
    add_followed (text, before->pdata[i], after->pdata[i], attributes, said);
  return after != NULL;
}

static gboolean
run_set (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 2, -1, error))
    return FALSE;
  g_autoptr (GString) pairs = g_string_new (NULL);
  g_autoptr (GPtrArray) before = esp_cases (call->study, NULL, error);
  if (before == NULL)
    return FALSE;
  for (guint i = 1; i < call->n_arguments; i++)
    {
      g_autofree char *said = set_one (call, call->arguments[i], error);
      if (said == NULL)
        return FALSE;
      g_string_append_printf (pairs, "%s%s", i > 1 ? ", " : "", said);
    }
  if (!add_all_followed (pairs, call->study, before, (const char *const *)call->arguments + 1,
                         error))
    return FALSE;
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
  .names = TRUE,
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
