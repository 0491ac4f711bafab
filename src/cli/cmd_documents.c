/* espalier documents: the texts of the study.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

static Table *
documents_table (gboolean as_json)
{
  static const char *const columns[][2] = {
    { "name", "document" },
    { "kind", "kind" },
    { "level", "level" },
    { "case", "case" },
    { "group_kind", NULL },
    { "group", "group" },
    { "turns", "turns" },
    { "length_cp", "characters" },
    { "codings", "codings" },
    { "held_on", "held on" },
    { "minutes", NULL },
    { "mode", NULL },
    { "place", NULL },
    { "interviewers", NULL },
    { "others_present", NULL },
    { "reader", NULL },
    { "imported_by", NULL },
    { "imported_at", NULL },
    { "id", NULL },
    { "original_name", NULL },
  };
  Table *table = table_new (as_json);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    table_column (table, columns[i][0], columns[i][1]);
  return table;
}

static void
documents_add (Table *table, const EspDocument *document)
{
  table_text (table, document->name);
  table_text (table, document->kind);
  table_text (table, document->level);
  table_text (table, document->case_label);
  table_text (table, document->group_kind);
  table_text (table, document->group_name);
  table_uint (table, document->turns);
  table_uint (table, document->length_cp);
  table_uint (table, document->codings);
  table_text (table, document->held_on);
  table_json (table, document->minutes > 0 ? json_real (document->minutes) : json_null ());
  table_text (table, document->mode);
  table_text (table, document->place);
  table_text (table, document->interviewers);
  table_text (table, document->others);
  table_text (table, document->reader);
  table_text (table, document->coder);
  table_text (table, document->made_at);
  table_text (table, document->id);
  table_text (table, document->original_name);
}

static gboolean
run (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 0, 1, error))
    return FALSE;
  g_autoptr (GPtrArray) documents = esp_documents (call->study, call->arguments[0], error);
  if (documents == NULL)
    return FALSE;
  g_autoptr (Table) table = documents_table (call->json);
  for (guint i = 0; i < documents->len; i++)
    documents_add (table, documents->pdata[i]);
  call_table (call, table, "no documents yet; 'espalier import' brings them in");
  return TRUE;
}

const Command command_documents = {
  .name = "documents",
  .stage = "corpus",
  .about = "list the documents, or those of one case",
  .usage = "[DOCUMENT or CASE]",
  .example = "espalier documents B-SM-001",
  .needs = STUDY_READ,
  .run = run,
};
