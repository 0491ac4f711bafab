/* espalier attributes import: what is known of cases, from a sheet.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/findings.h"
#include "cli/verbs.h"
#include "cli/wording.h"

#define HIDDEN "(not shown)" /* a value that may say who somebody is */

static json_t *
import_values_json (const EspAttributeReport *report)
{
  json_t *values = json_array ();
  for (guint i = 0; i < report->values->len; i++)
    {
      const EspImportedValue *value = report->values->pdata[i];
      json_array_append_new (
          values,
          json_pack ("{s:o, s:s, s:i, s:o, s:o, s:b, s:o, s:s}", "case",
                     table_json_text (value->case_label), "attribute", value->attribute, "row",
                     (int)value->row, "column", table_json_text (value->column), "now",
                     table_json_text (value->now), "by_label", value->by_label, "in_file",
                     table_json_text (value->given), "outcome", esp_value_fate_name (value->fate)));
    }
  return values;
}

static void
import_print_json (Call *call, const EspAttributeReport *report)
{
  json_t *columns = json_array ();
  for (guint i = 0; i < report->unknown_columns->len; i++)
    json_array_append_new (columns, table_json_text (report->unknown_columns->pdata[i]));
  call_json (call,
             json_pack ("{s:o, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:o, s:o, s:o}", "sheet",
                        table_json_text (report->sheet), "cases", (int)report->cases,
                        "rows_left_out", (int)report->rows_left_out, "set", (int)report->set,
                        "same", (int)report->same, "replaced", (int)report->replaced, "kept",
                        (int)report->kept, "refused", (int)report->refused, "questioned",
                        (int)report->questioned, "unknown_columns", columns, "values",
                        import_values_json (report), "findings", findings_json (report->findings)));
}

/* The preview: what would become of each value. */
static void
import_preview (Call *call, const EspAttributeReport *report)
{
  g_autoptr (Table) table = table_new (FALSE);
  table_column (table, "case", "case");
  table_column (table, "attribute", "attribute");
  table_column (table, "now", "now");
  table_column (table, "in_file", "in the file");
  table_column (table, "outcome", "what happens");
  for (guint i = 0; i < report->values->len; i++)
    {
      const EspImportedValue *value = report->values->pdata[i];
      table_text (table, value->case_label);
      table_text (table, value->attribute);
      table_text (table, value->now);
      table_text (table, value->fate == ESP_VALUE_QUESTIONED ? HIDDEN : value->given);
      table_text (table, esp_value_fate_name (value->fate));
    }
  call_table (call, table, "nothing in it is new");
}

/* "4 values set, 1 replaced, 12 as they were". */
static char *
import_words (const EspAttributeReport *report)
{
  const struct
  {
    guint n;
    const char *words;
  } counts[] = { { report->replaced, "replaced" },
                 { report->same, "as they were" },
                 { report->kept, "kept against the file" },
                 { report->refused, "refused" },
                 { report->questioned, "questioned" } };
  g_autofree char *values = wording_count (report->set, "value");
  g_autofree char *cases = wording_count (report->cases, "case");
  GString *words = g_string_new (NULL);
  g_string_append_printf (words, "%s set", values);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i].n > 0)
      g_string_append_printf (words, ", %u %s", counts[i].n, counts[i].words);
  g_string_append_printf (words, ", in the rows of %s", cases);
  if (report->rows_left_out > 0)
    {
      g_autofree char *rows = wording_count (report->rows_left_out, "row");
      g_string_append_printf (words, "; %s left out", rows);
    }
  return g_string_free (words, FALSE);
}

static gboolean
run_import (Call *call, GError **error)
{
  EspAttributeOptions wanted = { 0 };
  g_autofree char *sheet = NULL, *column = NULL, *encoding = NULL;
  g_auto (GStrv) accept = NULL;
  const GOptionEntry options[] = {
    { "sheet", 0, 0, G_OPTION_ARG_STRING, &sheet,
      "The sheet of a workbook; without it, the first that is not hidden", "NAME" },
    { "case", 0, 0, G_OPTION_ARG_STRING, &column,
      "The column with the labels of the cases; without it, the first", "COLUMN" },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &wanted.replace,
      "What a case has gives way to the file, and is listed", NULL },
    { "accept", 0, 0, G_OPTION_ARG_STRING_ARRAY, &accept,
      "A column whose values may look like names, birth dates or NHS numbers; may be given again",
      "COLUMN" },
    { "encoding", 0, 0, G_OPTION_ARG_STRING, &encoding,
      "What a list is in, such as windows-1252; without it, that is found out", "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 1, error)
      || (encoding != NULL && !esp_encoding_check (encoding, error)))
    return FALSE;
  wanted.sheet = sheet;
  wanted.case_column = column;
  wanted.encoding = encoding;
  wanted.accept = (const char *const *)accept;
  g_autoptr (EspAttributeReport) report
      = esp_attributes_import (call->study, call->arguments[0], &wanted, error);
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
  if (report->kept + report->refused + report->questioned + report->rows_left_out > 0)
    call->status = STATUS_IN_PART;
  return TRUE;
}

const Command attributes_import = {
  .name = "attributes import",
  .about = "set attributes from a sheet (csv, xlsx), one row a case",
  .usage = "FILE",
  .example = "espalier attributes import ages.xlsx --dry-run",
  .needs = STUDY_WRITE,
  .names = TRUE,
  .run = run_import,
};
