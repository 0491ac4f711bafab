/* espalier groups import: who is in which group, from a sheet.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/findings.h"
#include "cli/verbs.h"
#include "cli/wording.h"

#include <string.h>

static void
import_print_json (Call *call, const EspGroupReport *report)
{
  json_t *members = json_array ();
  for (guint i = 0; i < report->members->len; i++)
    {
      const EspImportedMember *one = report->members->pdata[i];
      json_array_append_new (
          members,
          json_pack ("{s:i, s:o, s:o, s:o, s:o, s:o, s:b, s:s}", "row", (int)one->row, "kind",
                     table_json_text (one->kind), "group", table_json_text (one->group), "case",
                     table_json_text (one->label), "part", table_json_text (one->part), "now",
                     table_json_text (one->now), "present", one->present, "outcome",
                     esp_member_fate_name (one->fate)));
    }
  call_json (call,
             json_pack ("{s:o, s:i, s:i, s:i, s:i, s:i, s:i, s:o, s:o}", "sheet",
                        table_json_text (report->sheet), "new_groups", (int)report->groups, "added",
                        (int)report->added, "same", (int)report->same, "kept", (int)report->kept,
                        "not_in_file", (int)report->not_in, "refused", (int)report->refused,
                        "members", members, "findings", findings_json (report->findings)));
}

/* The preview: what would become of each member. */
static void
import_preview (Call *call, const EspGroupReport *report)
{
  g_autoptr (Table) table = table_new (FALSE);
  table_column (table, "kind", "kind");
  table_column (table, "group", "group");
  table_column (table, "case", "case");
  table_column (table, "now", "now as");
  table_column (table, "part", "in the file as");
  table_column (table, "outcome", "what happens");
  for (guint i = 0; i < report->members->len; i++)
    {
      const EspImportedMember *one = report->members->pdata[i];
      const gboolean waits = one->fate == ESP_MEMBER_ADDED && !one->present;
      if (one->fate == ESP_MEMBER_SAME)
        continue;
      table_text (table, one->kind);
      table_text (table, one->group);
      table_text (table, one->label);
      table_text (table, one->now);
      table_text (table, one->part);
      table_text (table, waits ? "added, not imported yet" : esp_member_fate_name (one->fate));
    }
  call_table (call, table, "nothing in it is new");
}

/* "7 members added to 2 new groups and 1 that was there". */
static char *
import_words (const EspGroupReport *report)
{
  const struct
  {
    guint n;
    const char *words;
  } counts[] = { { report->same, "as they were" },
                 { report->kept, "kept against the file" },
                 { report->not_in, "not in the file" },
                 { report->refused, "refused" } };
  g_autofree char *added = wording_count (report->added, "member");
  g_autofree char *groups = wording_count (report->groups, "new group");
  GString *words = g_string_new (NULL);
  g_string_append_printf (words, "%s added, %s", added, groups);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i].n > 0)
      g_string_append_printf (words, ", %u %s", counts[i].n, counts[i].words);
  return g_string_free (words, FALSE);
}

/* "Household=group" into the options; the heading is kept in `headings`. */
static gboolean
import_column (EspGroupOptions *wanted, const char *given, GPtrArray *headings, GError **error)
{
  const struct
  {
    const char *use;
    const char **heading;
  } uses[] = { { "group", &wanted->group_column },
               { "case", &wanted->case_column },
               { "part", &wanted->part_column },
               { "kind", &wanted->kind_column } };
  const char *sign = strrchr (given, '=');
  for (gsize i = 0; sign != NULL && sign > given && i < G_N_ELEMENTS (uses); i++)
    if (strcmp (sign + 1, uses[i].use) == 0)
      {
        g_ptr_array_add (headings, g_strndup (given, (gsize)(sign - given)));
        *uses[i].heading = headings->pdata[headings->len - 1];
        return TRUE;
      }
  return call_wrong_usage (
      error, "--column is HEADING=USE, the use group, case, part or kind, not '%s'", given);
}

static gboolean
import_options (EspGroupOptions *wanted, char **columns, GPtrArray *headings, GError **error)
{
  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    if (!import_column (wanted, columns[i], headings, error))
      return FALSE;
  return TRUE;
}

static gboolean
run_import (Call *call, GError **error)
{
  EspGroupOptions wanted = { 0 };
  g_autofree char *sheet = NULL, *kind = NULL, *encoding = NULL;
  g_auto (GStrv) columns = NULL;
  g_autoptr (GPtrArray) headings = g_ptr_array_new_with_free_func (g_free);
  const GOptionEntry options[] = {
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind, "The kind of all groups in it", "KIND" },
    { "column", 0, 0, G_OPTION_ARG_STRING_ARRAY, &columns,
      "What a column holds: group, case, part or kind; may be given again", "HEADING=USE" },
    { "sheet", 0, 0, G_OPTION_ARG_STRING, &sheet,
      "The sheet of a workbook; without it, the first that is not hidden", "NAME" },
    { "encoding", 0, 0, G_OPTION_ARG_STRING, &encoding,
      "What a list is in, such as windows-1252; without it, that is found out", "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 1, error)
      || !import_options (&wanted, columns, headings, error)
      || (encoding != NULL && !esp_encoding_check (encoding, error)))
    return FALSE;
  wanted.sheet = sheet;
  wanted.kind = kind;
  wanted.encoding = encoding;
  g_autoptr (EspGroupReport) report
      = esp_groups_import (call->study, call->arguments[0], &wanted, error);
  if (report == NULL)
    return FALSE;
  g_autofree char *words = import_words (report), *from = g_path_get_basename (call->arguments[0]);
  g_autofree char *about = g_strdup_printf ("'%s': %s", from, words);
  if (!call_commit (call, about, error))
    return FALSE;
  if (call->json)
    import_print_json (call, report);
  else
    {
      if (call->dry_run)
        import_preview (call, report);
      findings_print (call, report->findings);
      call_say (call, "%s", words);
    }
  if (report->kept + report->refused > 0)
    call->status = STATUS_IN_PART;
  return TRUE;
}

const Command groups_import = {
  .name = "groups import",
  .about = "say who is in which group from a sheet (csv, xlsx), one row a member",
  .usage = "FILE",
  .example = "espalier groups import households.xlsx --kind household --dry-run",
  .needs = STUDY_WRITE,
  .names = TRUE,
  .run = run_import,
};
