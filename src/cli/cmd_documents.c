/* espalier documents: the texts of the study; saying whose they are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/handover.h"

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
    { "version", NULL },
    { NULL, "text" },
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
  /* Of most documents there is one text, and nothing is said of it. */
  g_autofree char *version
      = document->version > 1 ? g_strdup_printf ("version %u", document->version) : g_strdup ("");
  table_uint (table, document->codings);
  table_uint (table, document->version);
  table_text (table, version);
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
run_list (Call *call, GError **error)
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

/* "policy-wales: group = country: Wales, level = macro". */
static char *
set_words (const EspDocumentFacts *facts, const EspDocumentSet *done)
{
  const struct
  {
    const char *name, *value;
  } said[] = { { "case", facts->case_label != NULL ? done->owner : NULL },
               { "group", facts->group != NULL ? done->owner : NULL },
               { "level", facts->level },
               { "kind", facts->kind },
               { "name", facts->name != NULL ? done->name : NULL } };
  GString *words = g_string_new (done->old_name);
  const char *between = ": ";
  for (gsize i = 0; i < G_N_ELEMENTS (said); i++)
    if (said[i].value != NULL)
      {
        g_string_append_printf (words, "%s%s = %s", between, said[i].name, said[i].value);
        between = ", ";
      }
  return g_string_free (words, FALSE);
}

/* And what follows from it. */
static void
set_say (Call *call, const EspDocumentFacts *facts, const char *about, const EspDocumentSet *done)
{
  EspHandover *const handover = done->handover;
  const char *to = facts->case_label != NULL ? done->owner : "";
  g_autoptr (GString) more = g_string_new (about);
  if (done->is_new)
    g_string_append_printf (more,
                            "; a new case was made: %s ('espalier undo' takes it back if that is "
                            "a slip)",
                            done->owner);
  if (facts->name == NULL && g_strcmp0 (done->name, done->old_name) != 0)
    g_string_append_printf (more, "; it is called '%s' now", done->name);
  if (handover != NULL && handover->has_document && *handover->from != '\0')
    g_string_append_printf (more, "; it was %s's", handover->from);
  if (handover != NULL)
    handover_append (more, &handover, 1, to);
  call_say (call, "%s", more->str);
  if (handover != NULL)
    handover_warn (call, handover, to);
}

static gboolean
run_set (Call *call, GError **error)
{
  g_autofree char *of_case = NULL, *group = NULL, *level = NULL, *kind = NULL, *name = NULL;
  const GOptionEntry options[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &of_case,
      "The case that it belongs to, and whose words its case's own words then are", "CASE" },
    { "group", 0, 0, G_OPTION_ARG_FILENAME, &group, "The group that it belongs to", "GROUP" },
    { "level", 0, 0, G_OPTION_ARG_FILENAME, &level, "micro, meso or macro", "LEVEL" },
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &kind, "What it is: interview, care plan, policy",
      "KIND" },
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &name, "What it is called", "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 1, error))
    return FALSE;
  const EspDocumentFacts facts
      = { .kind = kind, .level = level, .case_label = of_case, .group = group, .name = name };
  if (of_case == NULL && group == NULL && level == NULL && kind == NULL && name == NULL)
    return call_wrong_usage (error,
                             "say what it is or whose: --case, --group, --level, --kind or --name");
  g_autoptr (EspDocumentSet) done = NULL;
  if (!esp_document_set (call->study, call->arguments[0], &facts, &done, error))
    return FALSE;
  g_autofree char *about = set_words (&facts, done);
  if (!call_commit (call, about, error))
    return FALSE;
  set_say (call, &facts, about, done);
  return TRUE;
}

static const Command documents_list = {
  .name = "documents list",
  .about = "list the documents, or those of one case",
  .usage = "[DOCUMENT or CASE]",
  .example = "espalier documents B-SM-001",
  .needs = STUDY_READ,
  .run = run_list,
};

static const Command documents_set = {
  .name = "documents set",
  .about = "say whose a document is, its level, its kind and its name",
  .usage = "DOCUMENT",
  .example = "espalier documents set policy-wales --group 'country: Wales' --level macro",
  .needs = STUDY_WRITE,
  .names = TRUE,
  .run = run_set,
};

static const Command *const verbs[] = { &documents_list, &documents_set, NULL };

const Command command_documents = {
  .name = "documents",
  .stage = "corpus",
  .about = "list the documents; say whose they are",
  .example = "espalier documents B-SM-001",
  .verbs = verbs,
  .standard = &documents_list,
};
