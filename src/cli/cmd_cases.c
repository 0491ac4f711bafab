/* espalier cases: the units of analysis, with their attributes; and who speaks in documents.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/handover.h"
#include "cli/verbs.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

#define MOST_NAMED 4u /* documents, on a line */

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
run_list (Call *call, GError **error)
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

/* ---- who speaks */

/* The case, for people only where it is not called by the document and the name beside it. */
static void
cases_add_called (const Call *call, Table *table, const EspSpeaker *one)
{
  g_autofree char *usual = g_strdup_printf ("%s, %s", one->document, one->name);
  table_text (table, !call->json && g_str_equal (usual, one->case_label) ? "" : one->case_label);
}

static gboolean
run_unknown (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 0, 1, error))
    return FALSE;
  const char *document = call->n_arguments > 0 ? call->arguments[0] : NULL;
  g_autoptr (GPtrArray) speakers = esp_speakers (call->study, document, TRUE, error);
  if (speakers == NULL)
    return FALSE;
  g_autoptr (Table) table = table_new (call->json);
  table_column (table, "document", "document");
  table_column (table, "speaker", "speaker");
  table_column (table, "case", "case");
  table_column (table, "turns", "turns");
  table_column (table, "first_words", "first words");
  for (guint i = 0; i < speakers->len; i++)
    {
      const EspSpeaker *one = speakers->pdata[i];
      table_text (table, one->document);
      table_text (table, one->name);
      cases_add_called (call, table, one);
      table_uint (table, one->turns);
      table_text (table, one->first_words);
    }
  call_table (call, table, "it is known of every speaker who they are");
  if (speakers->len > 0 && !call->json && !call->quiet)
    puts ("\nsay who one is: espalier cases name SPEAKER CASE --in DOCUMENT\n"
          "or what they are: espalier cases name SPEAKER --as interviewer (other, unknown)");
  return TRUE;
}

/* "interviewer", "other", "unknown"; ESP_PART_CASE for NULL. */
static gboolean
cases_take_part (const char *as, EspPart *part, GError **error)
{
  static const struct
  {
    const char *name;
    EspPart part;
  } parts[] = { { "interviewer", ESP_PART_INTERVIEWER },
                { "other", ESP_PART_OTHER },
                { "unknown", ESP_PART_UNKNOWN } };
  *part = ESP_PART_CASE;
  for (gsize i = 0; as != NULL && i < G_N_ELEMENTS (parts); i++)
    if (strcmp (as, parts[i].name) == 0)
      {
        *part = parts[i].part;
        return TRUE;
      }
  return as == NULL
         || call_wrong_usage (error, "--as is interviewer, other or unknown, not '%s'", as);
}

/* "Tom is EP01 in talk". */
static char *
cases_named_words (const char *speaker, const char *as, const EspIdentified *done)
{
  g_autoptr (GPtrArray) documents = g_ptr_array_new ();
  for (guint i = 0; i < done->before->len; i++)
    g_ptr_array_add (documents, ((const EspSpeaker *)done->before->pdata[i])->document);
  g_autofree char *list = wording_list (documents, MOST_NAMED);
  return g_strdup_printf ("%s is %s in %s", speaker, as != NULL ? as : done->case_label, list);
}

/* What else became of it: who it was before, which cases came and went. */
static void
cases_say_named (Call *call, const char *about, const char *label, const EspIdentified *done)
{
  const EspSpeaker *first = done->before->pdata[0];
  g_autoptr (GString) more = g_string_new (NULL);
  if (first->is_known && *first->case_label != '\0')
    g_string_append_printf (more, "; it was %s before", first->case_label);
  else if (first->is_known)
    g_string_append_printf (more, "; it was %s before", esp_part_name (first->part));
  if (done->is_new)
    g_string_append_printf (more,
                            "; a new case was made: %s ('espalier undo' takes it back if that is "
                            "a slip)",
                            done->case_label);
  else if (label != NULL && strcmp (label, done->case_label) != 0)
    g_string_append_printf (more, "; '%s' was read as '%s'", label, done->case_label);
  EspHandover **handovers = (EspHandover **)done->handovers->pdata;
  guint documents = 0;
  for (guint i = 0; i < done->handovers->len; i++)
    documents += handovers[i]->has_document;
  if (documents == 1)
    g_string_append (more, "; the document is theirs too");
  else if (documents > 1)
    g_string_append_printf (more, "; %u of the documents are theirs too", documents);
  handover_append (more, handovers, done->handovers->len, done->case_label);
  call_say (call, "%s%s", about, more->str);
  for (guint i = 0; i < done->handovers->len; i++)
    handover_warn (call, done->handovers->pdata[i], done->case_label);
}

static gboolean
run_name (Call *call, GError **error)
{
  g_autofree char *document = NULL, *as = NULL;
  EspPart part;
  const GOptionEntry options[] = {
    { "in", 0, 0, G_OPTION_ARG_FILENAME, &document,
      "The document, or a case whose documents are meant (else all in which the speaker is not "
      "known)",
      "DOCUMENT" },
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &as,
      "What they are there, when no case: interviewer, other, unknown", "PART" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 2, error) || !cases_take_part (as, &part, error))
    return FALSE;
  const char *speaker = call->arguments[0];
  const char *label = call->n_arguments > 1 ? call->arguments[1] : NULL;
  if ((label == NULL) == (as == NULL))
    return call_wrong_usage (error, "say who '%s' is: a case, or --as interviewer, other, unknown",
                             speaker);
  g_autoptr (EspIdentified) done = NULL;
  if (!esp_speaker_identify (call->study, document, speaker, part, label, &done, error))
    return FALSE;
  g_autofree char *about = cases_named_words (speaker, as, done);
  if (!call_commit (call, about, error))
    return FALSE;
  cases_say_named (call, about, label, done);
  return TRUE;
}

/* ---- two that are one */

#define SPOKEN_IN_MOST 4u

/* "1 document and 2 summaries came along; 1 turn in N-WK-03 is theirs now" */
static char *
joined_words (const EspCaseJoined *joined)
{
  g_autofree char *documents = wording_count (joined->documents->len, "document");
  g_autofree char *summaries = wording_count (joined->summaries, "summary");
  g_autofree char *turns = wording_count (joined->turns, "turn");
  g_autofree char *where = wording_list (joined->spoken_in, SPOKEN_IN_MOST);
  const gboolean some = joined->documents->len > 0, charted = joined->summaries > 0;
  GString *words = g_string_new (NULL);
  if (some || charted || joined->spoken_in->len == 0)
    g_string_append_printf (words, "%s%s%s came along", some || !charted ? documents : "",
                            some && charted ? " and " : "", charted ? summaries : "");
  if (joined->spoken_in->len > 0)
    g_string_append_printf (words, "%s%s in %s %s theirs now", words->len > 0 ? "; " : "", turns,
                            where, joined->turns == 1 ? "is" : "are");
  return g_string_free (words, FALSE);
}

static gboolean
run_join (Call *call, GError **error)
{
  g_autoptr (EspCaseJoined) joined = NULL;
  if (!call_begin (call, NULL, 2, 2, error)
      || !esp_case_join (call->study, call->arguments[0], call->arguments[1], &joined, error))
    return FALSE;
  g_autofree char *about = g_strdup_printf ("%s is %s", joined->from, joined->to);
  if (!call_commit (call, about, error))
    return FALSE;
  g_autofree char *came = joined_words (joined);
  call_say (call, "%s: %s%s", about, came, joined->is_new ? "; its label is new in the study" : "");
  for (guint i = 0; i < joined->not_taken->len; i++)
    call_warn (call, "not taken along, as %s has another: %s", joined->to,
               (const char *)joined->not_taken->pdata[i]);
  return TRUE;
}

static const Command cases_list = {
  .name = "cases list",
  .about = "list the cases with their attributes and groups",
  .usage = "[CASE]",
  .example = "espalier cases --where site=Burgundy",
  .needs = STUDY_READ,
  .run = run_list,
};

static const Command cases_unknown = {
  .name = "cases unknown",
  .about = "list the speakers of whom nobody has said who they are",
  .usage = "[DOCUMENT]",
  .example = "espalier cases unknown",
  .needs = STUDY_READ,
  .run = run_unknown,
};

static const Command cases_name = {
  .name = "cases name",
  .about = "say who speaks under a name in a document",
  .usage = "SPEAKER [CASE]",
  .example = "espalier cases name 'Unknown speaker' P-SU-003 --in focus-group-provence",
  .needs = STUDY_WRITE,
  .names = TRUE,
  .run = run_name,
};

static const Command cases_join = {
  .name = "cases join",
  .about = "make two cases one: a label that was written wrong",
  .usage = "WRONG RIGHT",
  .example = "espalier cases join B-SM-011 B-SM-001",
  .needs = STUDY_WRITE,
  .names = TRUE,
  .run = run_join,
};

static const Command *const verbs[]
    = { &cases_list, &cases_unknown, &cases_name, &cases_join, &cases_gaps, NULL };

const Command command_cases = {
  .name = "cases",
  .stage = "corpus",
  .about = "list the cases; say who speaks in documents",
  .example = "espalier cases --where site=Burgundy",
  .verbs = verbs,
  .standard = &cases_list,
};
