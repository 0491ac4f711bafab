/* espalier conflicts: what people did without seeing each other, side by side.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

#define WIDTH_ELSEWHERE 100
#define INDENT 7
#define LINES_MAX 6

/* ---- for people */

/* What a side says, below who says it; a long text is cut. */
static void
print_value (const char *value, guint width)
{
  g_autofree char *clean = wording_clean (value);
  g_autoptr (GPtrArray) lines = wording_wrap (clean, MAX (width, 2 * INDENT) - INDENT);
  for (guint i = 0; i < lines->len; i++)
    {
      printf ("%*s", INDENT, "");
      terminal_print (STYLE_PLAIN,
                      i + 1 == LINES_MAX && lines->len > LINES_MAX ? "…" : lines->pdata[i]);
      putchar ('\n');
      if (i + 1 == LINES_MAX)
        break;
    }
}

static void
print_side (const EspConflictSide *side, guint number, gboolean marked, guint width)
{
  g_autofree char *when = wording_local_time (side->made_at, TRUE);
  g_autofree char *change = wording_short_id (side->change);
  g_autofree char *who = *side->coder != '\0' ? g_strdup_printf ("%s, %s, %s (%s)", side->coder,
                                                                 when, side->command, change)
                                              : g_strdup ("as it was from the beginning");
  g_autofree char *line
      = g_strdup_printf ("%5u  %s%s", number, who, marked ? "; the study has this" : "");
  terminal_print (STYLE_PLAIN, line);
  putchar ('\n');
  print_value (*side->value != '\0' ? side->value : "(nothing)", width);
}

static void
print_conflict (const EspConflict *conflict, guint width)
{
  g_autofree char *id = wording_short_id (conflict->id);
  g_autofree char *heading = g_strdup_printf ("%s  %s: %s", id, conflict->kind, conflict->subject);
  terminal_print (STYLE_HEADING, heading);
  putchar ('\n');
  guint holding = 0;
  for (guint i = 0; i < conflict->sides->len; i++)
    holding += ((const EspConflictSide *)conflict->sides->pdata[i])->holds;
  for (guint i = 0; i < conflict->sides->len; i++)
    {
      const EspConflictSide *side = conflict->sides->pdata[i];
      print_side (side, i + 1, side->holds && holding < conflict->sides->len, width);
    }
  putchar ('\n');
}

/* What a kind of conflict is, said once below the list. */
static const struct
{
  const char *kind, *words;
} explanations[] = {
  { "value", "value: one thing was given two values. Keep a side, or give another with --text." },
  { "versions", "versions: two wordings are in force, drafts too, whose writers had not seen each "
                "other's. Keep a side, both, or write a third with --text." },
  { "twins", "twins: one thing was made twice. Keep a side: what stands on the other one is put on "
             "it; or both, when they are two." },
  { "removed", "removed: what was taken away is built on. Keep 1: what stands on it goes too; keep "
               "2: it comes back." },
};

static const char *
explanation_of (const EspConflict *conflict)
{
  if (conflict->is_settlement)
    return "what was settled in two ways: keep a side, or let stand what the study has with --keep "
           "now.";
  if (conflict->is_text)
    return "versions of a text: two people corrected one text. A document has one text: keep a "
           "side, and put what is right in the other one into it with 'espalier revise'.";
  for (gsize k = 0; k < G_N_ELEMENTS (explanations); k++)
    if (strcmp (conflict->kind, explanations[k].kind) == 0)
      return explanations[k].words;
  return "";
}

/* Each explanation that these conflicts need, once. */
static void
print_explanations (const GPtrArray *conflicts)
{
  g_autoptr (GPtrArray) said = g_ptr_array_new ();
  for (guint i = 0; i < conflicts->len; i++)
    {
      const char *words = explanation_of (conflicts->pdata[i]);
      if (*words == '\0' || g_ptr_array_find_with_equal_func (said, words, g_str_equal, NULL))
        continue;
      g_ptr_array_add (said, (gpointer)words);
      puts (words);
    }
}

static void
print_all (const GPtrArray *conflicts)
{
  const guint terminal = terminal_width (), width = terminal > 0 ? terminal : WIDTH_ELSEWHERE;
  for (guint i = 0; i < conflicts->len; i++)
    print_conflict (conflicts->pdata[i], width);
  print_explanations (conflicts);
  gboolean only_sides = TRUE;
  for (guint i = 0; i < conflicts->len; i++)
    only_sides = only_sides && ((const EspConflict *)conflicts->pdata[i])->is_text;
  puts (only_sides
            ? "settle one: espalier resolve CONFLICT --keep 1 (or 2 ...)"
            : "settle one: espalier resolve CONFLICT --keep 1 (or 2 ..., or both), or --text TEXT");
}

/* ---- for programs */

static json_t *
sides_json (const GPtrArray *sides)
{
  json_t *all = json_array ();
  for (guint i = 0; i < sides->len; i++)
    {
      const EspConflictSide *side = sides->pdata[i];
      json_array_append_new (all, json_pack ("{s:i, s:o, s:o, s:o, s:o, s:o, s:b}", "side",
                                             (int)i + 1, "coder", table_json_text (side->coder),
                                             "made_at", table_json_text (side->made_at), "command",
                                             table_json_text (side->command), "change",
                                             table_json_text (side->change), "value",
                                             table_json_text (side->value), "holds", side->holds));
    }
  return all;
}

static Table *
conflict_table (const GPtrArray *conflicts)
{
  Table *table = table_new (TRUE);
  table_column (table, "id", "conflict");
  table_column (table, "kind", "kind");
  table_column (table, "subject", "about");
  table_column (table, "sides", NULL);
  for (guint i = 0; i < conflicts->len; i++)
    {
      const EspConflict *conflict = conflicts->pdata[i];
      table_id (table, conflict->id);
      table_text (table, conflict->kind);
      table_text (table, conflict->subject);
      table_json (table, sides_json (conflict->sides));
    }
  return table;
}

static gboolean
run (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 0, 0, error))
    return FALSE;
  g_autoptr (GPtrArray) conflicts = esp_conflicts (call->study, error);
  if (conflicts == NULL)
    return FALSE;
  if (call->json || conflicts->len == 0)
    {
      g_autoptr (Table) table = call->json ? conflict_table (conflicts) : table_new (FALSE);
      if (call->json)
        call_table (call, table, "");
      else
        call_say (call, "no conflicts");
      return TRUE;
    }
  TerminalPager *pager = terminal_page_begin ();
  print_all (conflicts);
  terminal_page_end (pager);
  return TRUE;
}

const Command command_conflicts = {
  .name = "conflicts",
  .stage = "study",
  .about = "list what people did without seeing each other",
  .usage = "",
  .example = "espalier conflicts",
  .needs = STUDY_READ,
  .run = run,
};
