/* espalier resolve: settles a conflict.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/input.h"

#include <string.h>

/* "2" as a side; "both" and "now" as 0. */
static gboolean
read_keep (const char *given, guint *keep, GError **error)
{
  guint64 number;
  *keep = 0;
  if (strcmp (given, "both") == 0 || strcmp (given, "now") == 0)
    return TRUE;
  if (!g_ascii_string_to_unsigned (given, 10, 1, G_MAXINT, &number, NULL))
    return call_wrong_usage (error, "--keep wants the number of a side, 'both' or 'now'");
  *keep = (guint)number;
  return TRUE;
}

/* Two decisions cannot both stand; what is there now can, and only there is that an answer. */
static gboolean
fits (const EspConflict *conflict, const char *keep, GError **error)
{
  if (keep == NULL || conflict->is_settlement == (strcmp (keep, "now") == 0)
      || strcmp (keep, conflict->is_settlement ? "both" : "now") != 0)
    return TRUE;
  return conflict->is_settlement
             ? call_wrong_usage (error, "two decisions cannot both stand; keep one, or let stand "
                                        "what the study has with --keep now")
             : call_wrong_usage (error, "--keep now is for what was settled in two ways");
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
  if (!fits (settled, keep_given, error))
    return FALSE;
  g_autofree char *about = g_strdup_printf ("%s: %s", settled->subject, settled->kept);
  if (!call_commit (call, about, error))
    return FALSE;
  if (call->json)
    call_json (call, json_pack ("{s:o, s:o, s:o, s:o, s:b}", "id", table_json_text (settled->id),
                                "kind", table_json_text (settled->kind), "subject",
                                table_json_text (settled->subject), "kept",
                                table_json_text (settled->kept), "dry_run", call->dry_run));
  call_say (call, "settled: %s: %s", settled->subject, settled->kept);
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
