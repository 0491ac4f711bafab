/* The texts that a document has had, and how two of them differ.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/show_versions.h"

#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

/* ---- which there are */

static const char *
version_state (const EspTextVersion *version)
{
  return version->in_force ? "in force" : version->beside ? "beside it" : "";
}

gboolean
show_versions (Call *call, const char *document, GError **error)
{
  static const char *const columns[][2] = {
    { "version", "version" },    { "id", "id" },
    { NULL, "state" },           { "in_force", NULL },
    { "beside", NULL },          { "made_at", "on" },
    { "coder", "by" },           { "original_name", "file" },
    { "reader", NULL },          { "words", "words" },
    { "words_removed", "went" }, { "words_inserted", "came" },
    { "reason", "why" },
  };
  g_autoptr (GPtrArray) versions = esp_text_versions (call->study, document, error);
  if (versions == NULL)
    return FALSE;
  g_autoptr (Table) table = table_new (call->json);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    table_column (table, columns[i][0], columns[i][1]);
  for (guint i = 0; i < versions->len; i++)
    {
      const EspTextVersion *version = versions->pdata[i];
      table_uint (table, version->number);
      table_id (table, version->id);
      table_text (table, version_state (version));
      table_flag (table, version->in_force);
      table_flag (table, version->beside);
      table_time (table, version->made_at);
      table_text (table, version->coder);
      table_text (table, version->original_name);
      table_text (table, version->reader);
      table_uint (table, version->words);
      table_uint (table, version->words_removed);
      table_uint (table, version->words_inserted);
      table_text (table, version->reason);
    }
  call_table (call, table, "");
  return TRUE;
}

/* ---- how two differ */

static void
print_side (const char *name, const GPtrArray *pieces)
{
  printf ("  %s  ", name);
  if (pieces->len == 0)
    terminal_print (STYLE_FAINT, "(nothing)");
  for (guint i = 0; i < pieces->len; i++)
    {
      const gboolean differs = i % 2 == 1;
      fputs (differs ? "*" : "", stdout);
      terminal_print (differs ? STYLE_FOUND : STYLE_PLAIN, pieces->pdata[i]);
      fputs (differs ? "*" : "", stdout);
    }
  putchar ('\n');
}

static const char *
speaker_said (const char *speaker)
{
  return *speaker != '\0' ? speaker : "nobody";
}

/* "turn 14, B-SM-001", "turn 15, Wife (turn 14 before)", "turn 14, Wife: taken out", "turn 14:
 * speaker B-SM-001 → Wife". */
static void
print_place (const EspTextChange *change)
{
  const gboolean gone = *change->where == '\0', new = *change->where_before == '\0';
  const gboolean passed = !gone && !new &&strcmp (change->speaker, change->speaker_before) != 0;
  const char *where = gone ? change->where_before : change->where,
             *speaker = gone ? change->speaker_before : change->speaker;
  g_autoptr (GString) line = g_string_new (where);
  if (*speaker != '\0' && !passed)
    g_string_append_printf (line, ", %s", speaker);
  if (gone)
    g_string_append (line, ": taken out");
  else if (new)
    g_string_append (line, ": put in");
  else if (strcmp (change->where, change->where_before) != 0)
    g_string_append_printf (line, " (%s before)", change->where_before);
  if (passed)
    g_string_append_printf (line, ": speaker %s → %s", speaker_said (change->speaker_before),
                            speaker_said (speaker));
  g_autofree char *clean = wording_line (line->str);
  terminal_print (STYLE_HEADING, clean);
  putchar ('\n');
}

/* Else the same words only have another speaker. */
static gboolean
differs (const EspTextChange *change)
{
  return change->before->len != 1 || change->after->len != 1;
}

static void
print_changes (Call *call, const EspTextChanges *changes)
{
  TerminalPager *pager = terminal_page_begin ();
  if (!call->quiet)
    printf ("%s, from version %s to version %s: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
            " words went, %" G_GSIZE_FORMAT " came\n",
            changes->document, changes->from_said, changes->to_said, changes->words_removed,
            changes->words_before, changes->words_inserted);
  for (guint i = 0; i < changes->changes->len; i++)
    {
      const EspTextChange *change = changes->changes->pdata[i];
      putchar ('\n');
      print_place (change);
      if (differs (change))
        {
          print_side ("before", change->before);
          print_side ("after ", change->after);
        }
      else
        print_side ("words ", change->after);
    }
  if (changes->spaces > 0)
    {
      g_autofree char *places = wording_count (changes->spaces, "place");
      printf ("\n%s differ%s in spaces or line ends only\n", places,
              changes->spaces == 1 ? "s" : "");
    }
  terminal_page_end (pager);
}

static json_t *
pieces_json (const GPtrArray *pieces)
{
  json_t *array = json_array ();
  for (guint i = 0; i < pieces->len; i++)
    json_array_append_new (array, table_json_text (pieces->pdata[i]));
  return array;
}

static json_t *
changes_json (const EspTextChanges *changes)
{
  json_t *array = json_array ();
  for (guint i = 0; i < changes->changes->len; i++)
    {
      const EspTextChange *change = changes->changes->pdata[i];
      json_array_append_new (
          array, json_pack ("{s:s, s:s, s:o, s:o, s:o, s:o}", "where_before", change->where_before,
                            "where", change->where, "speaker_before",
                            table_json_text (change->speaker_before), "speaker",
                            table_json_text (change->speaker), "before",
                            pieces_json (change->before), "after", pieces_json (change->after)));
    }
  return json_pack ("{s:o, s:i, s:i, s:I, s:I, s:I, s:I, s:i, s:o}", "document",
                    table_json_text (changes->document), "from", (int)changes->from, "to",
                    (int)changes->to, "words_before", (json_int_t)changes->words_before,
                    "words_after", (json_int_t)changes->words_after, "words_removed",
                    (json_int_t)changes->words_removed, "words_inserted",
                    (json_int_t)changes->words_inserted, "spaces", (int)changes->spaces, "changes",
                    array);
}

gboolean
show_changes (Call *call, const char *document, const char *which, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (which, strstr (which, "..") != NULL ? ".." : "-", 2);
  const gboolean both = ends[0] != NULL && ends[1] != NULL;
  if (ends[0] == NULL || *ends[0] == '\0' || (both && *ends[1] == '\0'))
    return call_wrong_usage (
        error, "'%s' names no versions; --changes wants one, as in 2, or two, as in 1-3", which);
  g_autoptr (EspTextChanges) changes = esp_text_changes (
      call->study, document, both ? ends[0] : NULL, both ? ends[1] : ends[0], error);
  if (changes == NULL)
    return FALSE;
  if (call->json)
    call_json (call, changes_json (changes));
  else
    print_changes (call, changes);
  return TRUE;
}
