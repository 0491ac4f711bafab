/* espalier resolve: settles a conflict.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/input.h"
#include "cli/wording.h"

#include <string.h>

/* "2" as a side; "both" as 0. */
static gboolean
read_keep (const char *given, guint *keep, GError **error)
{
  guint64 number;
  *keep = 0;
  if (strcmp (given, "both") == 0)
    return TRUE;
  if (!g_ascii_string_to_unsigned (given, 10, 1, G_MAXINT, &number, NULL))
    return call_wrong_usage (error, "--keep wants the number of a side, or 'both'");
  *keep = (guint)number;
  return TRUE;
}

static char *
kept_words (const EspConflict *conflict, guint keep, gboolean other)
{
  if (other)
    return g_strdup ("another");
  if (keep == 0)
    return g_strdup ("both");
  const EspConflictSide *side = conflict->sides->pdata[keep - 1];
  /* This goes into the history, where words of a summary have no place. */
  if (strcmp (conflict->kind, "versions") == 0)
    return g_strdup_printf ("that of %s", side->coder);
  g_autofree char *line = wording_line (side->value);
  g_autofree char *words = wording_excerpt (line, 60);
  return *side->coder != '\0' ? g_strdup_printf ("that of %s (%s)", side->coder, words)
                              : g_strdup (words);
}

static gboolean
run (Call *call, GError **error)
{
  g_autofree char *keep_given = NULL, *text = NULL;
  const GOptionEntry options[] = { { "keep", 0, 0, G_OPTION_ARG_FILENAME, &keep_given,
                                     "The side that stays, by its number; or 'both'", "N" },
                                   { "text", 0, 0, G_OPTION_ARG_FILENAME, &text,
                                     "A third value or wording (-: from standard input)", "TEXT" },
                                   G_OPTION_ENTRY_NULL };
  guint keep = 0;
  if (!call_begin (call, options, 1, 1, error))
    return FALSE;
  if ((keep_given != NULL) == (text != NULL))
    return call_wrong_usage (error, "give --keep N, --keep both or --text TEXT, and only one");
  if ((keep_given != NULL && !read_keep (keep_given, &keep, error))
      || !input_text (call, "text", &text, error))
    return FALSE;
  g_autoptr (EspConflict) settled = NULL;
  if (!esp_resolve (call->study, call->arguments[0], keep, text, &settled, error))
    return FALSE;
  g_autofree char *kept = kept_words (settled, keep, text != NULL);
  g_autofree char *about = g_strdup_printf ("%s: %s", settled->subject, kept);
  if (!call_commit (call, about, error))
    return FALSE;
  if (call->json)
    call_json (call, json_pack ("{s:o, s:o, s:o, s:o, s:b}", "id", table_json_text (settled->id),
                                "kind", table_json_text (settled->kind), "subject",
                                table_json_text (settled->subject), "kept", table_json_text (kept),
                                "dry_run", call->dry_run));
  call_say (call, "settled: %s: %s", settled->subject, kept);
  return TRUE;
}

const Command command_resolve = {
  .name = "resolve",
  .stage = "study",
  .about = "settle a conflict: keep one side, both, or a third",
  .usage = "CONFLICT",
  .example = "espalier resolve 3fa81b2c --keep 2 --reason \"agreed on Monday\"",
  .needs = STUDY_WRITE,
  .run = run,
};
