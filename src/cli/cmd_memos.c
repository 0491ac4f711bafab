/* espalier memos: lists memos; writes, rewords and removes them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/input.h"
#include "cli/wording.h"

/* ---- listing */

static Table *
memo_table_new (gboolean as_json)
{
  static const char *const columns[][2] = {
    { "id", "memo" },    { "kind", "kind" },     { "about", "about" }, { "document", NULL },
    { "case", NULL },    { "theme_path", NULL }, { "group", NULL },    { "author", "by" },
    { "made_at", "on" }, { "start_cp", NULL },   { "end_cp", NULL },   { "passage", NULL },
    { "text", "words" },
  };
  Table *table = table_new (as_json);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    table_column (table, columns[i][0], columns[i][1]);
  return table;
}

/* A place that a memo does not have is null. */
static json_t *
place_json (const EspMemo *memo, gsize cp)
{
  return memo->has_span ? json_integer ((json_int_t)cp) : json_null ();
}

static void
memo_table_add (Table *table, const EspMemo *memo)
{
  table_id (table, memo->id);
  table_text (table, memo->kind);
  table_text (table, memo->about);
  table_text (table, memo->document);
  table_text (table, memo->case_label);
  table_text (table, memo->theme_path);
  table_text (table, memo->group);
  table_text (table, memo->author);
  table_time (table, memo->made_at);
  table_json (table, place_json (memo, memo->start_cp));
  table_json (table, place_json (memo, memo->end_cp));
  table_text (table, memo->words);
  table_text (table, memo->text);
}

typedef struct
{
  char *case_label, *theme, *document, *group, *kind;
} MemoOptions;

static void
memo_options_clear (MemoOptions *options)
{
  g_free (options->case_label);
  g_free (options->theme);
  g_free (options->document);
  g_free (options->group);
  g_free (options->kind);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MemoOptions, memo_options_clear)

static gboolean
run_list (Call *call, GError **error)
{
  g_auto (MemoOptions) given = { 0 };
  g_autofree char *author = NULL;
  const GOptionEntry options[] = {
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &given.case_label,
      "Only on this case, or in its documents", "CASE" },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &given.theme, "Only on this theme and those below it",
      "THEME" },
    { "document", 0, 0, G_OPTION_ARG_FILENAME, &given.document, "Only on this document",
      "DOCUMENT" },
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &given.kind,
      "Only these: familiarisation, analytic, reflexive, decision, comment", "KIND" },
    { "by", 0, 0, G_OPTION_ARG_FILENAME, &author, "Only by this person", "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error))
    return FALSE;
  const EspMemoFilter filter = { .analysis = call->analysis,
                                 .theme = given.theme,
                                 .case_label = given.case_label,
                                 .document = given.document,
                                 .kind = given.kind,
                                 .author = author };
  g_autoptr (GPtrArray) memos = esp_memos (call->study, &filter, error);
  if (memos == NULL)
    return FALSE;
  g_autoptr (Table) table = memo_table_new (call->json);
  for (guint i = 0; i < memos->len; i++)
    memo_table_add (table, memos->pdata[i]);
  call_table (call, table, "no memos");
  return TRUE;
}

/* ---- writing */

/* Stores the change and says what became of the memo. */
static gboolean
memo_finish (Call *call, const char *verb, const EspMemo *memo, GError **error)
{
  if (!call_commit (call, memo->about, error))
    return FALSE;
  g_autofree char *id = wording_short_id (memo->id);
  call_say (call, "%s a memo on %s (%s)", verb, memo->about, id);
  return TRUE;
}

static gboolean
run_add (Call *call, GError **error)
{
  g_auto (MemoOptions) given = { 0 };
  g_autofree char *quote = NULL, *turn = NULL, *span = NULL, *text = NULL;
  g_autoptr (EspMemo) memo = NULL;
  EspPlace place;
  const GOptionEntry options[] = {
    { "text", 0, 0, G_OPTION_ARG_FILENAME, &text, "The words; - reads standard input", "WORDS" },
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &given.kind,
      "familiarisation, analytic (if nothing is said), reflexive, decision", "KIND" },
    { "document", 0, 0, G_OPTION_ARG_FILENAME, &given.document, "On this document", "DOCUMENT" },
    { "quote", 0, 0, G_OPTION_ARG_FILENAME, &quote, "On these words of it, which occur once",
      "WORDS" },
    { "turn", 0, 0, G_OPTION_ARG_FILENAME, &turn, "On a turn, or paragraph, of it", "N" },
    { "span", 0, 0, G_OPTION_ARG_FILENAME, &span,
      "From one character of it to before another, counted from 0", "START-END" },
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &given.case_label, "On this case", "CASE" },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &given.theme, "On this theme; with --case: on the cell",
      "THEME" },
    { "group", 0, 0, G_OPTION_ARG_FILENAME, &given.group, "On this group", "GROUP" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error))
    return FALSE;
  if (text == NULL)
    return call_wrong_usage (error, "a memo needs --text");
  const gboolean placed = quote != NULL || turn != NULL || span != NULL;
  if (!input_text (call, "--text", &text, error)
      || (placed && !input_place (call, &quote, turn, span, &place, error)))
    return FALSE;
  const EspMemoEntry entry = { .kind = given.kind,
                               .text = text,
                               .document = given.document,
                               .place = placed ? &place : NULL,
                               .case_label = given.case_label,
                               .analysis = call->analysis,
                               .theme = given.theme,
                               .group = given.group };
  return esp_memo_add (call->study, &entry, &memo, error)
         && memo_finish (call, "wrote", memo, error);
}

static gboolean
run_reword (Call *call, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (EspMemo) memo = NULL;
  const GOptionEntry options[] = {
    { "text", 0, 0, G_OPTION_ARG_FILENAME, &text, "The new words; - reads standard input",
      "WORDS" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 1, error))
    return FALSE;
  if (text == NULL)
    return call_wrong_usage (error, "the new words are given with --text");
  return input_text (call, "--text", &text, error)
         && esp_memo_reword (call->study, call->arguments[0], text, &memo, error)
         && memo_finish (call, "reworded", memo, error);
}

static gboolean
run_remove (Call *call, GError **error)
{
  g_autoptr (EspMemo) memo = NULL;
  return call_begin (call, NULL, 1, 1, error)
         && esp_memo_remove (call->study, call->arguments[0], &memo, error)
         && memo_finish (call, "removed", memo, error);
}

static const Command memos_list = {
  .name = "memos list",
  .about = "list memos, and the comments that came with files",
  .usage = "",
  .example = "espalier memos --kind comment",
  .needs = STUDY_READ,
  .run = run_list,
};

static const Command memos_add = {
  .name = "memos add",
  .about = "write a memo on a place, a document, a case, a theme, a cell, a group, or the study",
  .usage = "--text WORDS",
  .example = "espalier memos add --case B-SM-001 --text \"speaks for the whole team\"",
  .needs = STUDY_WRITE,
  .run = run_add,
};

static const Command memos_reword = {
  .name = "memos reword",
  .about = "give a memo other words; the old ones stay in the history",
  .usage = "MEMO --text WORDS",
  .example = "espalier memos reword 3f2a90c1 --text \"speaks for half of the team\"",
  .needs = STUDY_WRITE,
  .run = run_reword,
};

static const Command memos_remove = {
  .name = "memos remove",
  .about = "take a memo away",
  .usage = "MEMO",
  .example = "espalier memos remove 3f2a90c1",
  .needs = STUDY_WRITE,
  .run = run_remove,
};

static const Command *const verbs[]
    = { &memos_list, &memos_add, &memos_reword, &memos_remove, NULL };

const Command command_memos = {
  .name = "memos",
  .stage = "indexing",
  .about = "list, write, reword and remove memos",
  .example = "espalier memos --document B-SM-001",
  .verbs = verbs,
  .standard = &memos_list,
};
